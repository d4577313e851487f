"""What import time leaves behind: classes made by functions and by type(), functions made by exec, tables of them."""
from __future__ import annotations

import linecache
from typing import Any, Callable, ClassVar, Generic, Optional, TypeVar

from tests.language.opaque import a_str, an_int

T = TypeVar("T")
K = TypeVar("K")


class _Base:
    number: int

    def __init__(self, number: int) -> None:
        self.number = number

    def text(self) -> str:
        raise NotImplementedError


def _made(factor: int, label: str) -> type[_Base]:
    class Made(_Base):
        factor: int

        def __init__(self, number: int) -> None:
            super().__init__(number * factor)
            self.factor = factor

        def text(self) -> str:
            return f"{label} {self.number}/{self.factor}"

    return Made


_Single, _Double = _made(1, "single"), _made(2, "double")


def classes_in_function() -> str:
    objects: list[_Base] = [_Single(an_int(5)), _Double(an_int(5))]
    result = ", ".join([o.text() for o in objects])
    return f"{result} {isinstance(objects[0], _Double)} {isinstance(objects[1], _Double)}"


def _text(self: _Base) -> str:
    return f"typed {self.number}"


_Typed: Any = type("_Typed", (_Base,), {"text": _text, "__module__": __name__})


class _Meta(type):
    pass


class _WithMeta(_Base, metaclass=_Meta):
    def text(self) -> str:
        return f"meta {self.number}"


def _executed(source: str, name: str, scope: dict[str, Any]) -> Any:
    file = f"<generated {name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    exec(compile(source, file, "exec"), scope)
    return scope[name]


_Executed: Any = type("_Executed", (_Base,), {"__module__": __name__, "text": _executed(
    "def text(self) -> str:\n    return f'executed {self.number}'\n", "text", {})})
_scaled: Callable[[int, _Base], int] = _executed(
    "def scaled(a: int, b: Base) -> int:\n    return a + b.number * scale\n", "scaled", {"Base": _Base, "scale": 10})


def classes_by_type() -> str:
    objects: list[_Base] = [_Typed(an_int(1)), _WithMeta(2), _Executed(3)]
    return ", ".join([o.text() for o in objects])


def function_by_exec() -> int:
    return _scaled(an_int(3), _Single(4))


def _add(a: int, b: int) -> int:
    return a + b


def _subtract(a: int, b: int) -> int:
    return a - b


class _Operators:
    BY_NAME: ClassVar[dict[str, Callable[[int, int], int]]] = {"+": _add, "-": _subtract}
    PLAIN = {"+": _add, "-": _subtract}
    IN_ORDER = [_add, _subtract]
    FIXED = (_add, _subtract)

    def apply(self, name: str, a: int, b: int) -> int:
        return self.BY_NAME[name](a, b) * 10 + self.PLAIN[name](a, b)


def tables_of_functions() -> str:
    operators = _Operators()
    return (f"{operators.apply(a_str('-'), 7, 4)} {_Operators.IN_ORDER[an_int(0)](7, 4)} "
            f"{operators.FIXED[an_int(1)](7, 4)} {_Operators.BY_NAME['+'](1, an_int(2))}")


class _Item(Generic[T]):
    value: T
    next: Optional[_Item[T]]

    def __init__(self, value: T, next: Optional[_Item[T]]) -> None:
        self.value = value
        self.next = next


class _Pile(Generic[T]):
    top: Optional[_Item[T]]

    def __init__(self) -> None:
        self.top = None

    def push(self, value: T) -> None:
        self.top = _Item[T](value, self.top)

    def count(self) -> int:
        result, item = 0, self.top
        while item is not None:
            result, item = result + 1, item.next
        return result


class _Piles(Generic[K, T]):
    piles: dict[K, _Pile[T]]

    def __init__(self) -> None:
        self.piles = {}

    def put(self, key: K, value: T) -> None:
        if key not in self.piles:
            self.piles[key] = _Pile[T]()
        self.piles[key].push(value)


class _Sums(_Piles[str, int]):
    def sum(self) -> int:
        result = 0
        for pile in self.piles.values():
            item = pile.top
            while item is not None:
                result += item.value
                item = item.next
        return result


_prebuilt_piles: _Piles[str, int] = _Piles()
_prebuilt_piles.put("a", 1)


def generics_in_generics() -> str:
    lists = _Piles[str, list[int]]()
    lists.put("a", [1])
    lists.put("a", [2, 3])
    sums = _Sums()
    sums.put("x", an_int(4))
    sums.put("y", 5)
    return f"{lists.piles['a'].count()} {sums.sum()}"


def prebuilt_generic_with_annotation() -> int:
    _prebuilt_piles.put(a_str("a"), an_int(2))
    result = _prebuilt_piles.piles["a"].count()
    _prebuilt_piles.piles["a"].top = None
    _prebuilt_piles.put("a", 1)
    return result
