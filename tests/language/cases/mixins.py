"""Mixin classes: methods copied into each class that lists them, typed there."""
from __future__ import annotations

from typing import Optional, Self

from tests.language.opaque import an_int
from transform.rpython import mixin


class _Item:
    def size(self) -> int:
        return 0

    def label(self) -> str:
        return "item"


@mixin
class _Doubling:
    def size(self) -> int:
        return 2 * self.half()

    def half(self) -> int:
        raise NotImplementedError

    def doubled_twice(self) -> int:
        return self.size() * 2


@mixin
class _Labelled:
    PREFIX = "<"

    def label(self) -> str:
        return self.PREFIX + self.inner() + ">"

    def inner(self) -> str:
        return "?"


class _Five(_Doubling, _Item):
    def half(self) -> int:
        return an_int(5)


class _Seven(_Labelled, _Doubling, _Item):
    PREFIX = "{"

    def half(self) -> int:
        return an_int(7)

    def inner(self) -> str:
        return "seven"


class _Other(_Labelled, _Item):
    pass


def methods_are_copied() -> int:
    return _Five().size() * 100 + _Seven().doubled_twice()


def mixed_in_methods_are_virtual() -> str:
    items: list[_Item] = [_Item(), _Five(), _Seven(), _Other()]
    return " ".join([f"{item.size()}{item.label()}" for item in items])


@mixin
class _Counting:
    count: int

    def step(self) -> int:
        self.count += 1
        return self.count


class _First(_Counting):
    def __init__(self) -> None:
        self.count = 10


class _Second(_Counting):
    count: int
    name: str

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 100


def fields_of_mixins() -> str:
    a = _First()
    b = _Second("b")
    a.step()
    return f"{a.step()} {b.step()} {b.name}"


@mixin
class _Comparable:
    def __lt__(self, other: _Item) -> bool:
        return self.size() < other.size()  # type: ignore[attr-defined]


class _Weight(_Comparable, _Item):
    weight: int

    def __init__(self, weight: int) -> None:
        self.weight = weight

    def size(self) -> int:
        return self.weight


def operators_from_mixins() -> str:
    return f"{_Weight(an_int(1)) < _Weight(2)} {_Weight(3) < _Weight(an_int(2))}"


@mixin
class _Overridden:
    def first(self) -> str:
        return "mixin first"

    def second(self) -> str:
        return "mixin second"


class _OwnMethods(_Overridden):
    def second(self) -> str:
        return "own second"


def own_method_wins() -> str:
    thing = _OwnMethods()
    return thing.first() + ", " + thing.second()


@mixin
class _Chained:
    def size(self) -> int:
        raise NotImplementedError

    def rest(self) -> Optional[Self]:
        raise NotImplementedError

    def largest(self, other: Optional[Self] = None) -> Self:
        found = self if other is None or other.size() < self.size() else other
        rest = self.rest()
        return found if rest is None else rest.largest(found)

    def both(self) -> tuple[Self, list[Self]]:
        return self, [self, self.largest()]


class _Text(_Chained):
    text: str
    next: Optional[_Text]

    def __init__(self, text: str, next: Optional[_Text]) -> None:
        self.text = text
        self.next = next

    def rest(self) -> Optional[_Text]:
        return self.next

    def size(self) -> int:
        return len(self.text)


class _Number(_Chained):
    number: int
    next: Optional[_Number]

    def __init__(self, number: int, next: Optional[_Number]) -> None:
        self.number = number
        self.next = next

    def rest(self) -> Optional[_Number]:
        return self.next

    def size(self) -> int:
        return self.number


def self_is_the_class_with_the_mixin() -> str:
    texts = _Text("a", _Text("abc", _Text("ab", None)))
    numbers = _Number(an_int(3), _Number(an_int(8), None))
    number, both = numbers.both()
    return texts.largest().text + str(number.number + both[0].number + both[1].number)


class _Plain:
    value: int

    def __init__(self, value: int) -> None:
        self.value = value

    def larger(self, other: Self) -> Self:
        return self if self.value > other.value else other


class _Derived(_Plain):
    pass


def self_of_an_ordinary_method() -> int:
    return _Plain(an_int(4)).larger(_Derived(an_int(5))).value
