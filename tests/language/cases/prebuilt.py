"""Objects that exist at translation: instances, lists, dicts, cycles; changed at run time."""
from __future__ import annotations

from typing import Optional

from tests.language.opaque import a_str, an_int
from transform.rpython.builders import BytesBuilder, StringBuilder
from transform.rpython.gcmodule import WeakRef, collect


class _Node:
    name: str
    value: float
    next: Optional[_Node]
    children: list[_Node]

    def __init__(self, name: str, value: float = 0.5) -> None:
        self.name = name
        self.value = value
        self.next = None
        self.children = []


class _SpecialNode(_Node):
    def __init__(self) -> None:
        super().__init__("special", 2.5)


_first = _Node("first")
_second = _Node("second", 1.5)
_first.next = _second
_second.next = _first
_first.children = [_second, _first, _SpecialNode()]


def _make_chain(length: int) -> _Node:
    head = _Node("0")
    for i in range(1, length):
        node = _Node(str(i))
        node.next = head
        head = node
    return head


_chain = _make_chain(5000)


def instance() -> str:
    return _first.name + str(_second.value)


def cycle() -> str:
    node: Optional[_Node] = _first
    result = ""
    for _ in range(4):
        if node is not None:
            result += node.name + " "
            node = node.next
    return result


def list_of_instances() -> str:
    return ",".join([child.name for child in _first.children])


def virtual_class_of_prebuilt() -> str:
    return "".join(["S" if isinstance(child, _SpecialNode) else "N" for child in _first.children])


def long_chain() -> int:
    total = 0
    node: Optional[_Node] = _chain
    while node is not None:
        total += len(node.name)
        node = node.next
    return total


_counter = [0]


def changed_list() -> int:
    before = _counter[0]
    _counter[0] += 5
    return _counter[0] - before


_growing = [1, 2, 3]


def grown_list() -> int:
    before = len(_growing)
    for i in range(100):
        _growing.append(i)
    result = len(_growing) - before
    del _growing[3:]
    return result * 10 + _growing[2]


_table = {"a": 1, "b": 2, "c": 3}


def dict_lookup() -> int:
    return _table[a_str("b")] * 10 + _table["c"]


def dict_missing() -> str:
    try:
        return str(_table[a_str("x")])
    except KeyError:
        return "KeyError"


def dict_iteration() -> str:
    result = ""
    for key, value in _table.items():
        result += key + str(value)
    return result


_changing = {1: "one", 2: "two"}


def dict_changed() -> str:
    _changing[an_int(3)] = "three"
    del _changing[1]
    result = ",".join(list(_changing.values()))
    _changing[1] = "one"
    del _changing[3]
    return result + str(len(_changing))


_empty_dict: dict[str, int] = {}
_empty_list: list[str] = []


def empty_containers() -> str:
    _empty_dict["x"] = 1
    _empty_list.append("y")
    result = f"{len(_empty_dict)} {len(_empty_list)}"
    _empty_dict.clear()
    _empty_list.clear()
    return result


_large = {i * i: str(i) for i in range(1000)}


def large_dict() -> str:
    return _large[an_int(31 * 31)] + _large[999 * 999] + str(len(_large)) + str(an_int(3) in _large)


_by_instance = {_first: "f", _second: "s"}


def dict_by_instance() -> str:
    return _by_instance[_second] + _by_instance[_first]


class _Key:
    x: int

    def __init__(self, x: int) -> None:
        self.x = x

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.x == other.x

    def __hash__(self) -> int:
        return self.x * 7


_by_key = {_Key(1): "one", _Key(2): "two"}


def dict_with_own_equality() -> str:
    return _by_key[_Key(an_int(2))] + _by_key[_Key(1)]


_by_tuple = {(0, "a"): 1.5, (1, "b"): 2.5}


def dict_by_tuple() -> float:
    return _by_tuple[(an_int(1), a_str("b"))]


_nested = {"x": [1, 2], "y": [3]}


def nested_containers() -> int:
    return _nested["x"][1] * 10 + _nested[a_str("y")][0]


_pairs = [(1, "a", 0.5), (2, "b", 1.5)]


def list_of_tuples() -> str:
    return "".join([f"{number}{name}{weight}" for number, name, weight in _pairs])


_mixed_text = ["ascii", "é", "€", "😀", "", "nul\0nul"]


def strings_of_all_kinds() -> str:
    return "|".join(_mixed_text) + str(len(_mixed_text[3])) + str(_mixed_text[1] == a_str("é"))


def hash_of_prebuilt_string() -> bool:
    return hash(_mixed_text[0]) == hash(a_str("asc") + a_str("ii"))


_data = bytes(range(256))


def bytes_constant() -> int:
    return _data[an_int(200)] + len(_data)


_floats = [0.0, -0.0, 1e308, 5e-324, 0.1, float("inf"), float("-inf"), float("nan")]


def floats_of_all_kinds() -> str:
    return " ".join([str(x) for x in _floats])


_extremes = [0x7FFFFFFFFFFFFFFF, -0x8000000000000000, 0, -1]


def extreme_integers() -> str:
    return " ".join([str(x) for x in _extremes])


_optional_items: list[Optional[_Node]] = [None, _first, None]


def optional_items() -> str:
    return "".join(["-" if item is None else item.name for item in _optional_items])


_set = {"red", "green"}


def prebuilt_set() -> str:
    return f"{a_str('red') in _set} {a_str('blue') in _set} {len(_set)}"


def instance_changed() -> str:
    old = _second.value
    _second.value = float(an_int(7))
    new = _second.value
    _second.value = old
    return f"{old} {new}"


def new_object_in_prebuilt() -> str:
    node = _Node("new")
    _first.children.append(node)
    result = _first.children[-1].name
    _first.children.pop()
    return result + str(len(_first.children))


class _Registry:
    entries: dict[str, _Node]
    order: list[str]

    def __init__(self) -> None:
        self.entries = {}
        self.order = []

    def add(self, node: _Node) -> _Node:
        self.entries[node.name] = node
        self.order.append(node.name)
        return node


_registry = _Registry()
_registry.add(_first)
_registry.add(_second)


def registry_filled_at_import() -> str:
    return ",".join(_registry.order) + str(_registry.entries[a_str("second")].value)


def shared_object_is_one() -> str:
    return f"{_registry.entries['first'] is _first} {_first.next is _second} {_first.children[1] is _first}"


class Watched:
    number: int

    def __init__(self, number: int) -> None:
        self.number = number


watched = Watched(7)
watching: list[WeakRef[Watched]] = [WeakRef(watched)]


def prebuilt_weak_reference() -> str:
    found = watching[0].get()
    collect()
    again = watching[0].get()
    return f"{found is watched} {again is watched} {0 if again is None else again.number}"


def _filled(*parts: str) -> StringBuilder:
    builder = StringBuilder()
    for part in parts:
        builder.append(part)
    return builder


_builders = [_filled(), _filled("plain", " text"), _filled("\u03b1\u03b2"), _filled("\U0001f600")]
_START = b"ab\xff"
_bytes_builder = BytesBuilder()
_bytes_builder.append(_START)


def prebuilt_string_builders() -> str:
    found = ""
    for builder, start in zip(_builders, ("", "plain text", "\u03b1\u03b2", "\U0001f600")):
        before = builder.build()
        builder.append("")
        builder.append_code(an_int(33))
        builder.append(a_str("\u20ac"))
        after = builder.build()
        ending = "!\u20ac"
        found += f"{before.startswith(start)} {len(builder) - len(before)} {after == before + ending} "
    return found + a_str("plain text")


def prebuilt_bytes_builder() -> str:
    before = _bytes_builder.build()
    _bytes_builder.append(before)
    twice = before + before
    _bytes_builder.append_byte(an_int(7))
    return f"{before.startswith(_START)} {_bytes_builder.build() == twice + bytes([7])}"
