"""What Python programs can do with a bool, beside what they can do with any int."""
from __future__ import annotations

from typing import Optional

from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects import int_arithmetic
from interpreter.objects.int import Bool, Int, new_bool
from interpreter.objects.int_methods import int_type
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.subclass import check_subtype
from interpreter.protocols.compare import is_true


@exposed_static("__new__")
def new(cls: Type, x: Optional[Object] = None, /) -> Object:
    """Create and return a new object."""
    check_subtype(cls, bool_type)
    return new_bool(False if x is None else is_true(x))


@exposed("__repr__")
def to_repr(self: Bool) -> str:
    """Return repr(self)."""
    return "True" if self.value else "False"


@exposed("__and__")
def both(self: Bool, value: Object, /) -> Object:
    """Return self&value."""
    if isinstance(value, Bool):
        return new_bool(self.value and value.value)
    return int_arithmetic.bit_and(self, value) if isinstance(value, Int) else NOT_IMPLEMENTED


@exposed("__rand__")
def both_reflected(self: Bool, value: Object, /) -> Object:
    """Return value&self."""
    return both(self, value)


@exposed("__or__")
def either(self: Bool, value: Object, /) -> Object:
    """Return self|value."""
    if isinstance(value, Bool):
        return new_bool(self.value or value.value)
    return int_arithmetic.bit_or(self, value) if isinstance(value, Int) else NOT_IMPLEMENTED


@exposed("__ror__")
def either_reflected(self: Bool, value: Object, /) -> Object:
    """Return value|self."""
    return either(self, value)


@exposed("__xor__")
def one(self: Bool, value: Object, /) -> Object:
    """Return self^value."""
    if isinstance(value, Bool):
        return new_bool(self.value != value.value)
    return int_arithmetic.bit_xor(self, value) if isinstance(value, Int) else NOT_IMPLEMENTED


@exposed("__rxor__")
def one_reflected(self: Bool, value: Object, /) -> Object:
    """Return value^self."""
    return one(self, value)


bool_type = define(Bool, "bool", base=int_type, methods=__name__, doc="""bool(x) -> bool

Returns True when the argument x is true, False otherwise.
The builtins True and False are the only two instances of the class bool.
The class bool is a subclass of the class int, and cannot be subclassed.""")
