"""Optional references: None tests narrow, None in fields, parameters and results."""
from __future__ import annotations

from typing import Optional, Union

from tests.language.opaque import a_str, an_int
from transform.rpython import not_none


class _Item:
    value: int
    next: Optional[_Item]

    def __init__(self, value: int, next: Optional[_Item] = None) -> None:
        self.value = value
        self.next = next

    def double(self) -> int:
        return self.value * 2


def _find(items: list[_Item], value: int) -> Optional[_Item]:
    for item in items:
        if item.value == value:
            return item
    return None


def _items() -> list[_Item]:
    return [_Item(1), _Item(2), _Item(3)]


def is_none() -> str:
    return f"{_find(_items(), an_int(2)) is None} {_find(_items(), an_int(9)) is None}"


def is_not_none() -> str:
    return f"{_find(_items(), an_int(2)) is not None} {_find(_items(), an_int(9)) is not None}"


def narrowing_in_then() -> int:
    item = _find(_items(), an_int(3))
    if item is not None:
        return item.value
    return -1


def narrowing_in_else() -> int:
    item = _find(_items(), an_int(3))
    if item is None:
        return -1
    else:
        return item.double()


def narrowing_after_return() -> int:
    item = _find(_items(), an_int(2))
    if item is None:
        return -1
    return item.double()


def narrowing_after_raise() -> str:
    try:
        return str(_required(_items(), 9).value)
    except ValueError as error:
        return str(error)


def _required(items: list[_Item], value: int) -> _Item:
    item = _find(items, value)
    if item is None:
        raise ValueError(f"no {value}")
    return item


def narrowing_in_and() -> str:
    result = ""
    for wanted in [1, 3, 9]:
        item = _find(_items(), wanted)
        if item is not None and item.value > 2:
            result += "yes "
        else:
            result += "no "
    return result


def narrowing_in_or() -> str:
    result = ""
    for wanted in [1, 3, 9]:
        item = _find(_items(), wanted)
        if item is None or item.value > 2:
            result += "yes "
        else:
            result += "no "
    return result


def narrowing_in_conditional() -> int:
    item = _find(_items(), an_int(2))
    return item.value if item is not None else 0


def narrowing_by_truth() -> int:
    item = _find(_items(), an_int(2))
    if item:
        return item.value
    return 0


def narrowing_by_not() -> int:
    item = _find(_items(), an_int(9))
    if not item:
        return -1
    return item.value


def narrowing_in_loop() -> int:
    head = _Item(1, _Item(2, _Item(3)))
    total = 0
    item: Optional[_Item] = head
    while item is not None:
        total = total * 10 + item.value
        item = item.next
    return total


def narrowing_by_walrus() -> int:
    total = 0
    if (item := _find(_items(), an_int(3))) is not None:
        total += item.value
    return total


def narrowing_of_field() -> int:
    item = _Item(1, _Item(2))
    if item.next is not None:
        return item.next.value
    return 0


def narrowing_by_assertion() -> int:
    item = _find(_items(), an_int(1))
    assert item is not None
    return item.value


def narrowing_lost_by_assignment() -> str:
    item: Optional[_Item] = _Item(an_int(1))
    result = ""
    if item is not None:
        result += str(item.value)
        item = item.next
        result += " none" if item is None else " some"
    return result


def assigned_then_used() -> int:
    item: Optional[_Item] = None
    if item is None:
        item = _Item(an_int(5))
    return item.value


def joined_after_branches() -> int:
    item: Optional[_Item] = None
    if an_int(1) > 0:
        item = _Item(7)
    return -1 if item is None else item.value


def default_none() -> str:
    return _describe() + _describe("x")


def _describe(name: Optional[str] = None) -> str:
    if name is None:
        return "nobody "
    return name


def optional_str() -> str:
    names: list[Optional[str]] = ["a", None, a_str("c")]
    return ",".join([name if name is not None else "-" for name in names])


def optional_str_equality() -> str:
    name: Optional[str] = a_str("x")
    none: Optional[str] = None if an_int(1) > 0 else "y"
    return f"{name == 'x'} {none == 'x'} {name != none}"


def optional_list() -> int:
    items: Optional[list[int]] = None if an_int(1) > 5 else [1, 2]
    if items is None:
        return 0
    items.append(3)
    return len(items)


def optional_dict_value() -> str:
    table: dict[str, Optional[_Item]] = {"a": None, "b": _Item(2)}
    item = table["b"]
    other = table[a_str("a")]
    return f"{0 if item is None else item.value} {other is None}"


def identity_of_optionals() -> str:
    a = _Item(1)
    b: Optional[_Item] = a if an_int(1) > 0 else None
    c: Optional[_Item] = None
    return f"{a is b} {b is c} {c is None} {b is not c}"


def checked_not_none() -> int:
    return not_none(_find(_items(), an_int(3))).value


def union_syntax() -> str:
    a: Union[_Item, None] = _Item(1)
    b: _Item | None = None
    if an_int(1) > 0:
        a, b = b, a
    return f"{a is None} {b is None}"


def optional_in_tuple() -> str:
    pair: tuple[Optional[_Item], int] = (_find(_items(), an_int(1)), 5)
    item, number = pair
    return f"{item.value if item else 0} {number}"


def function_returning_optional_raises() -> str:
    result = ""
    for i in [0, 1, 2]:
        try:
            item = _pick(an_int(i))
            result += "none " if item is None else "item "
        except KeyError:
            result += "error "
    return result


def _pick(i: int) -> Optional[_Item]:
    if i == 0:
        return None
    if i == 1:
        return _Item(1)
    raise KeyError("pick")


def passed_on() -> str:
    return f"{_is_empty(None)} {_is_empty(_Item(1))} {_is_empty(_find(_items(), 9))}"


def _is_empty(item: Optional[_Item]) -> bool:
    return item is None
