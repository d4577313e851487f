"""Generic functions and classes: one copy for each binding of the type variables."""
from __future__ import annotations

from typing import Callable, Generic, Optional, TypeVar

from tests.language.opaque import a_float, a_str, an_int
from transform.rpython import GcArray, new_array

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def _identity(x: T) -> T:
    return x


def generic_identity() -> str:
    return f"{_identity(an_int(1))} {_identity(a_float(2.5))} {_identity(a_str('s'))} {_identity(an_int(1) == 1)}"


def _first(items: list[T]) -> T:
    return items[0]


def inferred_from_list() -> str:
    return _first(["a", "b"]) + str(_first([an_int(5)])) + str(_first([[1.5]])[0])


def _swap(a: K, b: V) -> tuple[V, K]:
    return b, a


def two_variables() -> str:
    s, i = _swap(an_int(1), a_str("x"))
    return s + str(i)


def _largest(items: list[T], less: Callable[[T, T], bool]) -> T:
    best = items[0]
    for item in items:
        if less(best, item):
            best = item
    return best


def _int_less(a: int, b: int) -> bool:
    return a < b


def _shorter(a: str, b: str) -> bool:
    return len(a) < len(b)


def with_function_values() -> str:
    return str(_largest([3, an_int(9), 4], _int_less)) + _largest(["a", "ccc", "bb"], _shorter)


def _repeat(x: T, n: int) -> list[T]:
    result: list[T] = []
    for _ in range(n):
        result.append(x)
    return result


def makes_lists() -> str:
    return "".join(_repeat("ab", 3)) + str(sum(_repeat(an_int(7), 3)))


def _count(items: list[T], x: T) -> int:
    count = 0
    for item in items:
        if item == x:
            count += 1
    return count


def compares_by_type() -> str:
    return f"{_count([1, 2, 1], an_int(1))} {_count(['a', 'b'], a_str('b'))} {_count([0.5], 0.5)}"


def _either(x: Optional[T], default: T) -> T:
    return default if x is None else x


def optional_parameter() -> str:
    none: Optional[str] = None
    some: Optional[str] = a_str("some")
    return _either(none, "default") + _either(some, "default")


class _Box(Generic[T]):
    item: T

    def __init__(self, item: T) -> None:
        self.item = item

    def get(self) -> T:
        return self.item

    def replaced(self, item: T) -> _Box[T]:
        return _Box(item)


def generic_class() -> str:
    return f"{_Box(an_int(1)).get()} {_Box('s').item} {_Box(2.5).replaced(a_float(3.5)).get()}"


def generic_class_annotated() -> int:
    box: _Box[int] = _Box(an_int(4))
    box.item += 1
    return box.get()


def _sum_of_boxes(boxes: list[_Box[int]]) -> int:
    total = 0
    for box in boxes:
        total += box.item
    return total


def generic_class_as_parameter() -> int:
    return _sum_of_boxes([_Box(1), _Box(an_int(2))])


class _Stack(Generic[T]):
    items: GcArray[T]
    height: int

    def __init__(self, capacity: int, filler: T) -> None:
        self.items = new_array(T, capacity)  # type: ignore[misc]
        self.height = 0

    def push(self, item: T) -> None:
        if self.height == len(self.items):
            larger: GcArray[T] = new_array(T, self.height * 2)  # type: ignore[misc]
            for i in range(self.height):
                larger[i] = self.items[i]
            self.items = larger
        self.items[self.height] = item
        self.height += 1

    def pop(self) -> T:
        if self.height == 0:
            raise IndexError("empty")
        self.height -= 1
        return self.items[self.height]


def generic_container() -> str:
    numbers: _Stack[int] = _Stack(1, 0)
    words: _Stack[str] = _Stack(1, "")
    for i in range(10):
        numbers.push(i * i)
        words.push(str(i))
    return str(numbers.pop() + numbers.pop()) + words.pop() + words.pop()


def generic_container_error() -> str:
    stack: _Stack[float] = _Stack(1, 0.0)
    try:
        return str(stack.pop())
    except IndexError as error:
        return str(error)


class _Pair(Generic[K, V]):
    key: K
    value: V

    def __init__(self, key: K, value: V) -> None:
        self.key = key
        self.value = value

    def swapped(self) -> _Pair[V, K]:
        return _Pair(self.value, self.key)


def two_class_variables() -> str:
    pair = _Pair(an_int(1), a_str("one"))
    swapped = pair.swapped()
    return f"{pair.key} {pair.value} {swapped.key} {swapped.value}"


def nested_generic() -> str:
    box = _Box(_Pair(an_int(1), [a_str("x")]))
    return str(box.get().key) + box.item.value[0]


class _Chain(Generic[T]):
    item: T
    next: Optional[_Chain[T]]

    def __init__(self, item: T, next: Optional[_Chain[T]]) -> None:
        self.item = item
        self.next = next


def _length(chain: Optional[_Chain[T]]) -> int:
    n = 0
    while chain is not None:
        n += 1
        chain = chain.next
    return n


def recursive_generic_class() -> int:
    last: Optional[_Chain[str]] = None
    middle = _Chain("b", last)
    first = _Chain("a", middle)
    return _length(first)


class _NamedBox(_Box[int]):
    name: str

    def __init__(self, name: str, item: int) -> None:
        super().__init__(item)
        self.name = name

    def get(self) -> int:
        return self.item * 10


def class_derived_from_bound_generic() -> str:
    boxes: list[_Box[int]] = [_Box(1), _NamedBox("n", an_int(2))]
    return " ".join([str(box.get()) for box in boxes])


class _Loud(_Box[T]):
    def get_twice(self) -> tuple[T, T]:
        return self.get(), self.item


def generic_class_derived_from_generic() -> str:
    a, b = _Loud(a_str("x")).get_twice()
    c, d = _Loud(an_int(1)).get_twice()
    return f"{a}{b}{c + d}"


def _mapped(items: list[K], function: Callable[[K], V]) -> list[V]:
    return [function(item) for item in items]


def _text(x: int) -> str:
    return "<" + str(x) + ">"


def _size(s: str) -> int:
    return len(s)


def generic_map() -> str:
    sizes = _mapped(["a", "bb"], _size)
    return "".join(_mapped([1, an_int(2)], _text)) + str(sizes[0] + sizes[1])


def _grouped(pairs: list[tuple[K, V]]) -> dict[K, list[V]]:
    result: dict[K, list[V]] = {}
    for key, value in pairs:
        if key not in result:
            result[key] = []
        result[key].append(value)
    return result


def generic_dict() -> str:
    groups = _grouped([("a", 1), ("b", 2), ("a", 3)])
    other = _grouped([(1, "x"), (an_int(1), "y")])
    return f"{len(groups)} {groups['a'][1]} {other[1][1]}"


def _sorted_by_insertion(items: list[T]) -> list[T]:
    result: list[T] = []
    for item in items:
        place = len(result)
        while place > 0 and item < result[place - 1]:  # type: ignore[operator]
            place -= 1
        result.insert(place, item)
    return result


def operators_on_type_variables() -> str:
    return (" ".join(_sorted_by_insertion(["c", "a", "b"])) + " "
            + " ".join([str(x) for x in _sorted_by_insertion([3, an_int(1), 2])]))
