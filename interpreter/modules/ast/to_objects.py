"""From the compiler's tree to objects: what ``compile`` gives with the flag PyCF_ONLY_AST."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler.nodes import FieldReader, Node
from interpreter.compiler.operators import ENUMERATIONS
from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.frame import state
from interpreter.modules.ast.types import NODE_TYPES
from interpreter.objects.int import new_int
from interpreter.objects.list import List, empty_list
from interpreter.objects.object import Object, new_instance
from interpreter.objects.singletons import NONE
from interpreter.objects.str import intern
from transform.rpython import class_name

DEPTH_OF_A_FRAME = 3
"""So many nodes may be nested for each call that the recursion limit allows (as in CPython)."""

_RECURSION_ERROR = EXCEPTIONS["RecursionError"]

CONSTANTS: dict[str, Object] = {name: new_instance(NODE_TYPES[name].type) for enumeration in ENUMERATIONS.values() for name in enumeration.names}
"""The one object for each operator and context."""


def too_deep(doing: str) -> PyError:
    return PyError(_RECURSION_ERROR, f"maximum recursion depth exceeded {doing}")


def to_object(tree: Node) -> Object:
    """The object for a tree. RecursionError for one that is nested too deeply."""
    return _Builder(state.recursion_limit * DEPTH_OF_A_FRAME).built(tree)


class _Builder(FieldReader):
    """Makes objects of nodes: `target` is the one whose fields are being told, `items` the list being filled, if there is one."""
    target: Object
    items: Optional[List]
    room: int

    def __init__(self, room: int) -> None:
        self.target = NONE
        self.items = None
        self.room = room

    def built(self, node: Node) -> Object:
        """The object of a node."""
        if self.room == 0:
            raise too_deep("during ast construction")
        self.room -= 1
        outer, outer_items = self.target, self.items
        known = NODE_TYPES[class_name(node)]
        made = new_instance(known.type)
        self.target, self.items = made, None
        node.read_fields(self)
        if known.is_placed:
            made.set_own("lineno", new_int(node.lineno))
            made.set_own("col_offset", new_int(node.col_offset))
            made.set_own("end_lineno", new_int(node.end_lineno))
            made.set_own("end_col_offset", new_int(node.end_col_offset))
        self.target, self.items = outer, outer_items
        self.room += 1
        return made

    def put(self, name: str, value: Object) -> None:
        items = self.items
        if items is None:
            self.target.set_own(name, value)
        else:
            items.push(value)

    def node(self, name: str, value: Optional[Node]) -> None:
        self.put(name, NONE if value is None else self.built(value))

    def text(self, name: str, value: Optional[str]) -> None:
        self.put(name, NONE if value is None else intern(value))

    def constant(self, name: str, value: Object) -> None:
        self.put(name, value)

    def integer(self, name: str, value: int) -> None:
        self.put(name, new_int(value))

    def operator(self, name: str, value: str) -> None:
        self.put(name, CONSTANTS[value])

    def begin_list(self, name: str) -> None:
        made = empty_list()
        self.target.set_own(name, made)
        self.items = made

    def end_list(self) -> None:
        self.items = None
