"""How the classes of the syntax tree come to their methods.

A node class declares annotated fields and nothing else. When the class is made (at import), its methods are written as
text from these annotations: the constructor, double dispatch, traversal and reading by name. So there is one place to
keep right, and the translator finds a source for each function, as it does for those in files.
"""
from __future__ import annotations

import linecache
import sys
from types import FunctionType
from typing import Any, ClassVar, NamedTuple, Optional, dataclass_transform

from interpreter.compiler.operators import ENUMERATIONS
from interpreter.objects.make import Object


class Field(NamedTuple):
    """A field of a node class. ``type`` is the type of its value or of an item, as it is spelled in the annotation."""

    name: str
    type: str
    is_list: bool
    is_optional: bool

    @classmethod
    def declared(cls, name: str, annotation: str) -> Field:
        """The field of an annotation ``T``, ``Optional[T]``, ``list[T]`` or ``list[Optional[T]]``."""
        item = annotation.removeprefix("list[")
        kind = item.removeprefix("Optional[")
        return cls(name, kind.rstrip("]"), item != annotation, kind != item)


class Visitor:
    """Base of what works on a tree, with a method ``visit_NAME(node)`` for each node class NAME.

    Those of expressions give an int whose meaning is the visitor's own (a register, for a code generator), which
    ``expr.evaluate`` hands on; all others give None. What a visitor does not define calls `generic_visit`, giving 0.
    """

    def visit(self, node: Node) -> None:
        node.accept(self)

    def generic_visit(self, node: Node) -> None:
        node.visit_children(self)


class FieldReader:
    """Is told the fields of a node by name: base of what dumps and converts trees. Items of lists have no name ("")."""

    def node(self, name: str, value: Optional[Node]) -> None:
        raise NotImplementedError

    def text(self, name: str, value: Optional[str]) -> None:
        raise NotImplementedError

    def constant(self, name: str, value: Object) -> None:
        raise NotImplementedError

    def integer(self, name: str, value: int) -> None:
        raise NotImplementedError

    def operator(self, name: str, value: str) -> None:
        """An operator or context, by the name of CPython's class for it."""
        raise NotImplementedError

    def begin_list(self, name: str) -> None:
        """What is told until `end_list` are the items of this list."""
        raise NotImplementedError

    def end_list(self) -> None:
        raise NotImplementedError


@dataclass_transform()
class Node:
    """A node of the syntax tree.

    Lines count from 1; columns count bytes of the line in UTF-8, from 0; the end is behind the last character. Nodes
    that have no place in CPython's tree (``arguments``, ``comprehension`` ...) have zeros.
    """

    FIELDS: ClassVar[tuple[Field, ...]] = ()

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int

    def __init_subclass__(cls, group: bool = False) -> None:
        if not group:
            annotations = cls.__dict__.get("__annotations__", {})
            cls.FIELDS = tuple(Field.declared(name, annotation) for name, annotation in annotations.items())
            _define(cls, cls, _methods(cls))
            _define(Visitor, cls, _default_visit(cls))

    def accept(self, visitor: Visitor) -> None:
        """Call the visitor's method for this class."""
        raise NotImplementedError

    def visit_children(self, visitor: Visitor) -> None:
        """Let each child accept the visitor, in the order of the fields."""
        raise NotImplementedError

    def read_fields(self, reader: FieldReader) -> None:
        """Tell the reader each field, in order."""
        raise NotImplementedError


class Evaluated(Node, group=True):
    """A node for which visitors give an int."""

    def accept(self, visitor: Visitor) -> None:
        self.evaluate(visitor)

    def evaluate(self, visitor: Visitor) -> int:
        """The result of the visitor's method for this class."""
        raise NotImplementedError


# How FieldReader is told a value, by its type; all other types are nodes.
_READERS = {"str": "text", "Object": "constant", "int": "integer"} | dict.fromkeys(ENUMERATIONS, "operator")


def _methods(cls: type[Node]) -> list[str]:
    """The methods of a node class."""
    annotations = cls.__dict__.get("__annotations__", {})
    parameters = ["self", *(f"{name}: {annotation}" for name, annotation in annotations.items())]
    lines = [f"def __init__({', '.join(parameters)}) -> None:",
             "    self.lineno = self.col_offset = self.end_lineno = self.end_col_offset = 0"]
    lines += [f"    self.{name} = {name}" for name in annotations]
    if issubclass(cls, Evaluated):
        lines += ["def evaluate(self, visitor: Visitor) -> int:", f"    return visitor.visit_{cls.__name__}(self)"]
    else:
        lines += ["def accept(self, visitor: Visitor) -> None:", f"    visitor.visit_{cls.__name__}(self)"]
    lines += ["def visit_children(self, visitor: Visitor) -> None:", "    pass"]
    for field in cls.FIELDS:
        if field.type not in _READERS:
            lines += _visit(field)
    lines += ["def read_fields(self, reader: FieldReader) -> None:", "    pass"]
    for field in cls.FIELDS:
        lines += _read(field)
    return lines


def _visit(field: Field) -> list[str]:
    """Statements by which the nodes of a field accept a visitor."""
    if field.is_list and field.is_optional:
        return [f"    for item in self.{field.name}:",
                "        if item is not None:",
                "            item.accept(visitor)"]
    if field.is_list:
        return [f"    for item in self.{field.name}:", "        item.accept(visitor)"]
    if field.is_optional:
        return [f"    {field.name} = self.{field.name}",
                f"    if {field.name} is not None:",
                f"        {field.name}.accept(visitor)"]
    return [f"    self.{field.name}.accept(visitor)"]


def _read(field: Field) -> list[str]:
    """Statements that tell a reader a field."""
    def call(name: str, value: str) -> str:
        enumeration = ENUMERATIONS.get(field.type)
        value = f"{enumeration.__name__}.names[{value}]" if enumeration else value
        return f"    reader.{_READERS.get(field.type, 'node')}('{name}', {value})"

    if field.is_list:
        return [f"    reader.begin_list('{field.name}')",
                f"    for item in self.{field.name}:",
                f"    {call('', 'item')}",
                "    reader.end_list()"]
    return [call(field.name, f"self.{field.name}")]


def _default_visit(cls: type[Node]) -> list[str]:
    """The method by which a visitor that does not care about a class goes on to its children."""
    result, last = ("int", ["    return 0"]) if issubclass(cls, Evaluated) else ("None", [])
    return [f"def visit_{cls.__name__}(self, node: {cls.__name__}) -> {result}:", "    self.generic_visit(node)", *last]


def _define(owner: type[Any], node_class: type[Node], lines: list[str]) -> None:
    """Give a class the methods of a text, which linecache keeps for whoever asks for their source."""
    filename = f"<{owner.__name__}.visit_{node_class.__name__}>" if owner is Visitor else f"<{node_class.__name__}>"
    text = "\n".join(lines) + "\n"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    methods: dict[str, FunctionType] = {}
    exec(compile(text, filename, "exec"), vars(sys.modules[node_class.__module__]), methods)
    for name, method in methods.items():
        method.__qualname__ = f"{owner.__name__}.{name}"
        setattr(owner, name, method)
