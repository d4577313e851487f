"""None, NotImplemented and Ellipsis."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.object import Object


class NoneObject(Object):
    pass


class NotImplementedObject(Object):
    pass


class EllipsisObject(Object):
    pass


NONE = NoneObject()
NOT_IMPLEMENTED = NotImplementedObject()
ELLIPSIS = EllipsisObject()


def or_none(x: Optional[Object]) -> Object:
    """The object, None where there is none."""
    return NONE if x is None else x
