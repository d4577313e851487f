"""From objects to the compiler's tree: what ``compile`` does with a tree that a program made.

For each node class, a function that reads its fields is written as text from their annotations, when this module is imported."""
from __future__ import annotations

import linecache
from typing import Callable, Optional, TypeVar

from interpreter.compiler import ast as tree
from interpreter.compiler.nodes import Field, Node
from interpreter.compiler.operators import ENUMERATIONS
from interpreter.errors import overflow_error, runtime_error, type_error, value_error
from interpreter.eval.frame import state
from interpreter.modules.ast.to_objects import DEPTH_OF_A_FRAME, too_deep
from interpreter.modules.ast.types import NODE_TYPES, groups, is_optional
from interpreter.objects.int import Int
from interpreter.objects.list import List
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.text import repr_of
from transform.rpython import same_class

T = TypeVar("T", bound=Node)

_SOME_STR = Str("")
_INT32_MAX = 0x7FFFFFFF


class Depth:
    """How deeply the nodes are nested that are being read."""
    count: int

    def __init__(self) -> None:
        self.count = 0

    def enter(self, kind: str) -> None:
        self.count += 1
        if self.count > state.recursion_limit * DEPTH_OF_A_FRAME:
            raise too_deep(f"while traversing '{kind}' node")

    def leave(self) -> None:
        self.count -= 1


depth = Depth()


def from_object(x: Object) -> tree.mod:
    """The tree of an object. TypeError and ValueError for what is no tree, with CPython's texts."""
    depth.count = 0
    return read_tree(x)


# Fields.


def field(x: Object, name: str, owner: str) -> Object:
    found = find_optional(x, name)
    if found is None:
        raise type_error(f'required field "{name}" missing from {owner}')
    return found


def given_field(x: Object, name: str, owner: str) -> Object:
    """A field that must not be None."""
    found = field(x, name, owner)
    if found is NONE:
        raise value_error(f"field '{name}' is required for {owner}")
    return found


def required(x: Object, name: str, owner: str, read: Callable[[Object], T]) -> T:
    return read(given_field(x, name, owner))


def optional(x: Object, name: str, read: Callable[[Object], T]) -> Optional[T]:
    found = find_optional(x, name)
    if found is None or found is NONE:
        return None
    return read(found)


def list_field(x: Object, name: str, owner: str) -> List:
    found = field(x, name, owner)
    if not isinstance(found, List):
        raise type_error(f'{owner} field "{name}" must be a list, not a {type_of(found).name}')
    return found


def unchanged(items: List, length: int, name: str, owner: str) -> None:
    if items.length != length:
        raise runtime_error(f'{owner} field "{name}" changed size during iteration')


def sequence(x: Object, name: str, owner: str, kind: str, read: Callable[[Object], T]) -> list[T]:
    """A list of nodes, among which None is refused; where `kind` is empty, as any object is that is no such node."""
    items = list_field(x, name, owner)
    result: list[T] = []
    length = items.length
    for i in range(length):
        item = items.items[i]
        if item is NONE and kind != "":
            raise value_error(f"None disallowed in {kind} list")
        result.append(read(item))
        unchanged(items, length, name, owner)
    return result


def sparse(x: Object, name: str, owner: str, read: Callable[[Object], T]) -> list[Optional[T]]:
    """A list some of whose items may be None."""
    items = list_field(x, name, owner)
    result: list[Optional[T]] = []
    length = items.length
    for i in range(length):
        item = items.items[i]
        result.append(None if item is NONE else read(item))
        unchanged(items, length, name, owner)
    return result


def numbers(x: Object, name: str, owner: str, read: Callable[[Object], int]) -> list[int]:
    """A list of operators."""
    items = list_field(x, name, owner)
    return [read(items.items[i]) for i in range(items.length)]


def texts(x: Object, name: str, owner: str) -> list[str]:
    """A list of identifiers."""
    items = list_field(x, name, owner)
    return [read_identifier(items.items[i]) for i in range(items.length)]


def identifier(x: Object, name: str, owner: str) -> str:
    return read_identifier(given_field(x, name, owner))


def read_identifier(x: Object) -> str:
    if isinstance(x, Str) and same_class(x, _SOME_STR):
        return x.value
    raise type_error("AST identifier must be of type str")


def optional_text(x: Object, name: str, kind: str) -> Optional[str]:
    """A string or identifier (`kind`) that may be absent."""
    found = find_optional(x, name)
    if found is None or found is NONE:
        return None
    if isinstance(found, Str) and same_class(found, _SOME_STR):
        return found.value
    raise type_error(f"AST {kind} must be of type str")


def integer(x: Object, name: str, owner: str) -> int:
    return read_integer(field(x, name, owner))


def optional_integer(x: Object, name: str, absent: int) -> int:
    found = find_optional(x, name)
    return absent if found is None or found is NONE else read_integer(found)


def read_integer(x: Object) -> int:
    if not isinstance(x, Int):
        raise value_error(f"invalid integer value: {repr_of(x)}")
    if not x.fits() or not -_INT32_MAX - 1 <= x.machine() <= _INT32_MAX:
        raise overflow_error("Python int too large to convert to C int")
    return x.machine()


# Nodes.


class Place:
    """The place of a node in the source. Only patterns must say where they end."""
    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int

    def __init__(self, x: Object, owner: str) -> None:
        self.lineno = integer(x, "lineno", owner)
        self.col_offset = integer(x, "col_offset", owner)
        if owner == "pattern":
            self.end_lineno = integer(x, "end_lineno", owner)
            self.end_col_offset = integer(x, "end_col_offset", owner)
        else:
            self.end_lineno = optional_integer(x, "end_lineno", self.lineno)
            self.end_col_offset = optional_integer(x, "end_col_offset", self.col_offset)

    def give(self, node: Node) -> None:
        node.lineno = self.lineno
        node.col_offset = self.col_offset
        node.end_lineno = self.end_lineno
        node.end_col_offset = self.end_col_offset


def alternative(x: Object, readers: dict[Type, Callable[[Object], T]], kind: str, placed: bool) -> T:
    """A node of one of the classes of a group."""
    depth.enter(kind)
    place = Place(x, kind) if placed else None
    for candidate in type_of(x).mro:
        if candidate in readers:
            made = readers[candidate](x)
            if place is not None:
                place.give(made)
            depth.leave()
            return made
    raise type_error(f"expected some sort of {kind}, but got {repr_of(x)}")


def constant(x: Object, numbers: dict[Type, int], kind: str) -> int:
    """An operator or context."""
    for candidate in type_of(x).mro:
        if candidate in numbers:
            return numbers[candidate]
    raise type_error(f"expected some sort of {kind}, but got {repr_of(x)}")


def _value(owner: type[Node], declared: Field) -> str:
    """The text of the expression that reads a field."""
    place = f"x, '{declared.name}'"
    required_place = f"{place}, '{owner.__name__}'"
    kind = "pattern" if declared.type == "AnyPattern" else declared.type
    if declared.type in ENUMERATIONS:
        return f"numbers({required_place}, read_{kind})" if declared.is_list else f"read_{kind}(field({required_place}))"
    if kind == "Object":
        return f"field({required_place})"
    if kind == "int":
        return f"optional_integer({place}, 0)" if is_optional(declared) else f"integer({required_place})"
    if kind == "str":
        if declared.is_list:
            return f"texts({required_place})"
        text_kind = "string" if declared.name in ("type_comment", "kind") else "identifier"
        return f"optional_text({place}, '{text_kind}')" if declared.is_optional else f"identifier({required_place})"
    is_part = not getattr(tree, kind).__subclasses__()
    if declared.is_list and declared.is_optional:
        return f"sparse({required_place}, read_{kind})"
    if declared.is_list:
        shown = "" if is_part else {"stmt": "statement", "expr": "expression"}.get(kind, kind)
        return f"sequence({required_place}, '{shown}', read_{kind})"
    if declared.is_optional:
        return f"optional({place}, read_{kind})"
    return f"read_{kind}(field({required_place}))" if is_part else f"required({required_place}, read_{kind})"


def _construction(cls: type[Node]) -> str:
    return f"tree.{cls.__name__}({', '.join(_value(cls, declared) for declared in cls.FIELDS)})"


def _group(group: type[Node]) -> list[str]:
    """The functions that read the nodes of a group."""
    name = group.__name__
    lines: list[str] = []
    for cls in group.__subclasses__():
        lines += [f"def read_{cls.__name__}(x: Object) -> tree.{name}:", f"    return {_construction(cls)}"]
    entries = ", ".join(f"NODE_TYPES['{cls.__name__}'].type: read_{cls.__name__}" for cls in group.__subclasses__())
    return [*lines, f"{name}_readers: dict[Type, Callable[[Object], tree.{name}]] = {{{entries}}}",
            f"def read_{name}(x: Object) -> tree.{name}:",
            f"    return alternative(x, {name}_readers, '{name}', {NODE_TYPES[name].is_placed})"]


def _part(cls: type[Node]) -> list[str]:
    """The function that reads nodes of a class that belongs to no group."""
    name = cls.__name__
    lines = [f"def read_{name}(x: Object) -> tree.{name}:", f"    depth.enter('{name}')", f"    made = {_construction(cls)}"]
    if NODE_TYPES[name].is_placed:
        lines += [f"    Place(x, '{name}').give(made)"]
    return [*lines, "    depth.leave()", "    return made"]


def _enumeration(name: str) -> list[str]:
    """The function that reads operators."""
    entries = ", ".join(f"NODE_TYPES['{constant}'].type: {i}" for i, constant in enumerate(ENUMERATIONS[name].names))
    return [f"{name}_numbers: dict[Type, int] = {{{entries}}}",
            f"def read_{name}(x: Object) -> int:", f"    return constant(x, {name}_numbers, '{name}')"]


def _define_readers() -> Callable[[Object], tree.mod]:
    """Makes the functions for all classes; the one for whole trees."""
    lines: list[str] = []
    for cls in groups():
        lines += _group(cls) if cls.__subclasses__() else _part(cls)
    for name in ENUMERATIONS:
        lines += _enumeration(name)
    text = "\n".join(lines) + "\n"
    filename = "<readers of syntax trees>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec"), globals())
    made: Callable[[Object], tree.mod] = globals()["read_mod"]
    return made


read_tree = _define_readers()
