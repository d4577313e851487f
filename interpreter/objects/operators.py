"""Special methods of operators, made at import time from one RPython function each.

    operators = Operators(List, __name__)
    _lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(compare_lists)
    _add, _radd = operators.arithmetic("add", "+", add_lists)
"""
from __future__ import annotations

from typing import Any, Callable, Generic, TypeVar

from interpreter.gateway.exposed import exposed
from interpreter.objects.object import Object
from interpreter.objects.singletons import NOT_IMPLEMENTED

C = TypeVar("C", bound=Object)

_COMPARISONS = [("__lt__", "<"), ("__le__", "<="), ("__eq__", "=="), ("__ne__", "!="), ("__gt__", ">"), ("__ge__", ">=")]


class Operators(Generic[C]):
    """Makes the operators of a class, in the name of a module; their RPython names begin with `prefix`."""

    def __init__(self, cls: type[C], module: str, prefix: str = "") -> None:
        self.cls = cls
        self.module = module
        self.prefix = prefix

    def comparisons(self, compare: Callable[[int, C, Object], Object]) -> list[Any]:
        """The six comparisons. `compare` is given the number of the comparison and both operands, of which the second may be anything."""
        return [self.comparison(compare, operation) for operation in range(len(_COMPARISONS))]

    def comparison(self, compare: Callable[[int, C, Object], Object], operation: int) -> Any:
        def method(self: C, value: Object, /) -> Object:
            return compare(operation, self, value)

        name, symbol = _COMPARISONS[operation]
        return self._finished(method, name, f"Return self{symbol}value.")

    def arithmetic(self, name: str, symbol: str, operate: Callable[[C, C], Object]) -> tuple[Any, Any]:
        """A binary operator and its reflected form, for operands that are both of the class."""
        cls = self.cls

        def method(self: C, value: Object, /) -> Object:
            return operate(self, value) if isinstance(value, cls) else NOT_IMPLEMENTED

        def reflected(self: C, value: Object, /) -> Object:
            return operate(value, self) if isinstance(value, cls) else NOT_IMPLEMENTED

        return self._finished(method, f"__{name}__", f"Return self{symbol}value."), \
            self._finished(reflected, f"__r{name}__", f"Return value{symbol}self.")

    def mixed(self, name: str, symbol: str, operate: Callable[[Object, Object], Object]) -> tuple[Any, Any]:
        """The same for an operation that says itself what it cannot do."""
        def method(self: C, value: Object, /) -> Object:
            return operate(self, value)

        def reflected(self: C, value: Object, /) -> Object:
            return operate(value, self)

        return self._finished(method, f"__{name}__", f"Return self{symbol}value."), \
            self._finished(reflected, f"__r{name}__", f"Return value{symbol}self.")

    def binary(self, name: str, doc: str, operate: Callable[[Object, Object], Object]) -> Any:
        """An operator with two operands, by itself."""
        def method(self: C, value: Object, /) -> Object:
            return operate(self, value)

        return self._finished(method, name, doc)

    def unary(self, name: str, doc: str, operate: Callable[[C], Object]) -> Any:
        """An operator with one operand."""
        def method(self: C) -> Object:
            return operate(self)

        return self._finished(method, name, doc)

    def _finished(self, method: Any, name: str, doc: str) -> Any:
        """Names a function as if it stood in the module."""
        method.__annotations__ = {**{parameter: Object for parameter in method.__annotations__}, "self": self.cls}
        method.__module__ = self.module
        method.__name__ = self.prefix + name
        method.__qualname__ = f"{self.cls.__name__}.{name}"
        method.__doc__ = doc
        return exposed(name)(method)
