"""None, NotImplemented and Ellipsis."""
from __future__ import annotations

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
