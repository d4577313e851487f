"""What functools.cmp_to_key makes: keys that compare by a function."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.operators import Operators
from interpreter.protocols.call import call2
from interpreter.protocols.compare import compare

_ZERO = new_int(0)


class ComparisonKey(Object):
    """An object wrapped with the function that compares it; the maker of keys for one function is itself a key without object."""
    function: Object
    object: Optional[Object]

    def __init__(self, function: Object, object: Optional[Object]) -> None:
        self.function = function
        self.object = object

    @exposed("__call__")
    def call(self, /, obj: Object) -> Object:
        """Call self as a function."""
        return ComparisonKey(self.function, obj)

    @exposed_property("obj")
    def get_object(self) -> Object:
        """Value wrapped by a key function."""
        found = self.object
        if found is None:
            raise attribute_error("object")
        return found

    @exposed_setter("obj")
    def set_object(self, value: Object) -> None:
        self.object = value


def compare_keys(operation: int, a: ComparisonKey, b: Object) -> Object:
    if not isinstance(b, ComparisonKey):
        raise type_error("other argument must be K instance")
    left, right = a.object, b.object
    if left is None or right is None:
        raise attribute_error("object")
    return compare(operation, call2(a.function, left, right), _ZERO)


_lt, _le, _eq, _ne, _gt, _ge = Operators(ComparisonKey, __name__).comparisons(compare_keys)

define(ComparisonKey, "KeyWrapper", methods=__name__, module="functools", doc="")
