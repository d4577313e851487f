"""Scopes and symbols: what the symbol table is made of.

The flags have CPython's values, which programs see through the module `symtable`.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler.nodes import Node


class Symbol:
    """What is known about a name in a scope: bits that tell how it is used there, and above them where it lives."""
    DEF_GLOBAL = 1
    DEF_LOCAL = 2
    DEF_PARAM = 4
    DEF_NONLOCAL = 8
    USE = 16
    DEF_FREE = 32
    DEF_FREE_CLASS = 64
    DEF_IMPORT = 128
    DEF_ANNOT = 256
    DEF_COMP_ITER = 512
    DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT

    SCOPE_OFFSET = 11
    SCOPE_MASK = 15

    # Where it lives: a local variable, a global by declaration or for want of a binding, a variable of a function around,
    # a local variable that functions inside use.
    LOCAL, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, FREE, CELL = range(1, 6)


class ScopeKind:
    """CPython's types of blocks."""
    FUNCTION, CLASS, MODULE, ANNOTATION = range(4)


class ComprehensionKind:
    """What a function that stands for a comprehension makes."""
    NONE, LIST, DICT, SET, GENERATOR = range(5)


COMPREHENSIONS = ["", "list comprehension", "dict comprehension", "set comprehension", "generator expression"]
"""By `ComprehensionKind`: as error messages call them."""


class Directive:
    """A name in a ``global`` or ``nonlocal`` statement, or the target of ``:=`` in a comprehension; `node` is where it stands."""
    name: str
    node: Node

    def __init__(self, name: str, node: Node) -> None:
        self.name = name
        self.node = node


class Scope:
    """A module, class or function body, lambda or comprehension, with its names.

    `symbols` maps each name, mangled, to its flags; analysis adds where it lives. `parameters` are in the order of their registers;
    `deleted` are the names that ``del`` or the end of an ``except`` clause unbinds. `rebinds_in_expressions`: there is a ``:=``;
    `has_annotations`: a variable is annotated."""
    name: str
    kind: int
    node: Node
    parent: Optional[Scope]
    children: list[Scope]
    symbols: dict[str, int]
    parameters: list[str]
    directives: list[Directive]
    is_nested: bool
    is_generator: bool
    is_coroutine: bool
    has_varargs: bool
    has_varkeywords: bool
    deleted: list[str]
    has_free: bool
    child_has_free: bool
    returns_value: bool
    rebinds_in_expressions: bool
    has_annotations: bool
    needs_class_cell: bool
    comprehension: int
    in_iteration_target: bool
    in_iterable: bool

    def __init__(self, name: str, kind: int, node: Node, parent: Optional[Scope]) -> None:
        self.name = name
        self.kind = kind
        self.node = node
        self.parent = parent
        self.children = []
        self.symbols = {}
        self.parameters = []
        self.directives = []
        self.is_nested = parent is not None and (parent.is_nested or parent.kind == ScopeKind.FUNCTION)
        self.is_generator = False
        self.is_coroutine = False
        self.has_varargs = False
        self.has_varkeywords = False
        self.deleted = []
        self.has_free = False
        self.child_has_free = False
        self.returns_value = False
        self.rebinds_in_expressions = False
        self.has_annotations = False
        self.needs_class_cell = False
        self.comprehension = ComprehensionKind.NONE
        self.in_iteration_target = False
        self.in_iterable = False

    def flags_of(self, name: str) -> int:
        """The flags of a mangled name; 0 if it does not occur."""
        return self.symbols.get(name, 0)

    def place_of(self, name: str) -> int:
        """Where a mangled name lives (`Symbol.LOCAL` ...); 0 if it does not occur."""
        return self.symbols.get(name, 0) >> Symbol.SCOPE_OFFSET & Symbol.SCOPE_MASK

    def set_place(self, name: str, place: int) -> None:
        flags = self.symbols.get(name, 0) & ~(Symbol.SCOPE_MASK << Symbol.SCOPE_OFFSET)
        self.symbols[name] = flags | place << Symbol.SCOPE_OFFSET

    def names_in(self, place: int) -> list[str]:
        """The names that live there, in order of definition."""
        return [name for name, flags in self.symbols.items() if flags >> Symbol.SCOPE_OFFSET & Symbol.SCOPE_MASK == place]


def mangle(class_name: str, name: str) -> str:
    """The name that ``__name`` has inside of a class ("" for none); other names stay as they are."""
    if class_name == "" or not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    stripped = class_name.lstrip("_")
    return f"_{stripped}{name}" if stripped else name
