"""What Python programs can do with None, NotImplemented and Ellipsis."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import ELLIPSIS, NONE, NOT_IMPLEMENTED, EllipsisObject, NoneObject, NotImplementedObject
from interpreter.objects.tuple import Tuple
from interpreter.protocols.warning import warner


def check_no_arguments(name: str, arguments: Tuple, keywords: Dict) -> None:
    if arguments.length > 0 or keywords.count > 0:
        raise type_error(f"{name} takes no arguments")


@exposed_static("__new__", rest="arguments", keywords="keywords")
def none_new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
    """Create and return a new object."""
    check_no_arguments("NoneType", arguments, keywords)
    return NONE


@exposed("__repr__")
def none_repr(self: NoneObject) -> str:
    """Return repr(self)."""
    return "None"


@exposed("__bool__")
def none_bool(self: NoneObject) -> bool:
    """True if self else False"""
    return False


@exposed_static("__new__", rest="arguments", keywords="keywords")
def not_implemented_new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
    """Create and return a new object."""
    check_no_arguments("NotImplementedType", arguments, keywords)
    return NOT_IMPLEMENTED


@exposed("__repr__")
def not_implemented_repr(self: NotImplementedObject) -> str:
    """Return repr(self)."""
    return "NotImplemented"


@exposed("__bool__")
def not_implemented_bool(self: NotImplementedObject) -> bool:
    """True if self else False"""
    warner.warn("DeprecationWarning", "NotImplemented should not be used in a boolean context")
    return True


@exposed("__reduce__")
def not_implemented_reduce(self: NotImplementedObject) -> str:
    """Return state information for pickling."""
    return "NotImplemented"


@exposed_static("__new__", rest="arguments", keywords="keywords")
def ellipsis_new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
    """Create and return a new object."""
    check_no_arguments("EllipsisType", arguments, keywords)
    return ELLIPSIS


@exposed("__repr__")
def ellipsis_repr(self: EllipsisObject) -> str:
    """Return repr(self)."""
    return "Ellipsis"


@exposed("__reduce__")
def ellipsis_reduce(self: EllipsisObject) -> str:
    """Return state information for pickling."""
    return "Ellipsis"


none_type = define(NoneObject, "NoneType", methods=__name__, prefix="none_", doc="")
define(NotImplementedObject, "NotImplementedType", methods=__name__, prefix="not_implemented_", doc="")
define(EllipsisObject, "ellipsis", methods=__name__, prefix="ellipsis_", doc="")
