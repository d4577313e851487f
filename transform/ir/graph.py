"""Graphs: typed functions in static single assignment form.

A graph is made of extended basic blocks. A block has parameters; every link that leads
to it carries an argument for each (there are no phi operations). Inside a block, an
operation that can fail may have a side exit, ``op.fail``: the link taken when it fails.
The target of a side exit begins with a ``catch`` operation. An operation that can fail
and has no side exit passes its exception on to the caller.

The stackless transform gives calls that may unwind a second side exit, ``op.unwind``: the
link taken when the chain of calls is being suspended.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Optional, Sequence

from mypy_extensions import mypyc_attr

from transform.ir.operations import OPERATIONS, OpDef
from transform.ir.types import ClassType, Signature, Type, VOID


@dataclass(frozen=True, slots=True)
class Position:
    """A place in RPython source: for error messages, tracebacks and #line.

    caller    where ``function`` was called, for a place in a body that was inlined there
    """

    file: str
    line: int
    function: str
    caller: Optional[Position] = None

    @property
    def outermost(self) -> Position:
        """The place in the function that all was inlined into."""
        position = self
        while position.caller is not None:
            position = position.caller
        return position

    def __repr__(self) -> str:
        return f"{self.file}:{self.line}"


@mypyc_attr(allow_interpreted_subclasses=True)
class Value:
    """What an operation can take: a Variable or a Constant."""

    __slots__ = ("type",)
    type: Type


class Variable(Value):
    """A value computed at run time; assigned once. ``name`` is a hint for printing."""

    __slots__ = ("name",)

    def __init__(self, type: Type, name: str = "") -> None:
        self.type = type
        self.name = name

    def __repr__(self) -> str:
        return f"%{self.name or hex(id(self))}: {self.type}"


class Constant(Value):
    """A value known at translation.

    By type: a Python int, float or bool; None for a null reference or pointer, and for
    VOID; a Prebuilt for a reference; a tuple of plain values for a TupleType; a Function
    for a CodeType. An int may be a CInteger, which keeps its C name."""

    __slots__ = ("value",)

    def __init__(self, value: Any, type: Type) -> None:
        self.value = value
        self.type = type

    def __repr__(self) -> str:
        return f"{self.value!r}: {self.type}"

    def same(self, other: Value) -> bool:
        """Whether both are surely the same constant (0.0 and -0.0 are not)."""
        if not isinstance(other, Constant) or self.type is not other.type:
            return False
        if isinstance(self.value, float):
            return repr(self.value) == repr(other.value)
        return self.value is other.value or (
            isinstance(self.value, (int, tuple)) and self.value == other.value)


@mypyc_attr(native_class=False)
class CInteger(int):
    """An integer constant with a C name, printed by that name in the generated C."""

    c_name: str

    def __new__(cls, value: int, c_name: str) -> CInteger:
        self = int.__new__(cls, value)
        self.c_name = c_name
        return self


class Link:
    """An edge to ``target`` with an argument for each of its parameters."""

    __slots__ = ("target", "args")

    def __init__(self, target: Block, args: Iterable[Value] = ()) -> None:
        self.target = target
        self.args: list[Value] = list(args)


class Operation:
    """One operation. ``result`` is None where there is no value (type VOID)."""

    __slots__ = ("opdef", "args", "result", "static", "fail", "unwind", "position")

    def __init__(
        self,
        name: str,
        args: Sequence[Value],
        result: Optional[Variable],
        static: Any = None,
        fail: Optional[Link] = None,
        position: Optional[Position] = None,
    ) -> None:
        self.opdef: OpDef = OPERATIONS[name]
        self.args: list[Value] = list(args)
        self.result = result
        self.static = static
        self.fail = fail
        self.unwind: Optional[Link] = None
        self.position = position

    @property
    def name(self) -> str:
        return self.opdef.name

    def can_raise(self) -> bool:
        """Whether an exception can come out of this operation, as far as is known now."""
        fails = self.opdef.fails
        if fails is None or fails == "fatal":
            return False
        if self.opdef.name in ("call", "call_virtual", "call_pinned"):
            return bool(self.static.can_raise)
        return True

    def side_exits(self) -> list[Link]:
        """The links that leave the block here."""
        return [link for link in (self.fail, self.unwind) if link is not None]

    def removable(self) -> bool:
        """Whether it may be dropped when its result is unused."""
        if self.opdef.fails is not None and self.opdef.name not in ("new", "new_var"):
            return False
        return self.opdef.effect != "write" or self.opdef.name in ("new",)


class Terminator:
    """The end of a block."""

    __slots__ = ("position",)
    position: Optional[Position]

    def links(self) -> list[Link]:
        return []

    def values(self) -> list[Value]:
        """The values used, those of the links not included."""
        return []

    def replace_values(self, replace: Any) -> None:
        """Apply ``replace(value) -> value`` to the values used (not to the links)."""


class Jump(Terminator):
    __slots__ = ("link",)

    def __init__(self, link: Link, position: Optional[Position] = None) -> None:
        self.link = link
        self.position = position

    def links(self) -> list[Link]:
        return [self.link]


class Branch(Terminator):
    """``likely``: True or False where the program said which way it mostly goes."""

    __slots__ = ("condition", "then", "otherwise", "likely")

    def __init__(self, condition: Value, then: Link, otherwise: Link, likely: Optional[bool] = None,
                 position: Optional[Position] = None) -> None:
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        self.likely = likely
        self.position = position

    def links(self) -> list[Link]:
        return [self.then, self.otherwise]

    def values(self) -> list[Value]:
        return [self.condition]

    def replace_values(self, replace: Any) -> None:
        self.condition = replace(self.condition)


class Switch(Terminator):
    """A jump table on an integer. ``default`` is None where the cases are all there are
    (promised)."""

    __slots__ = ("value", "cases", "default")

    def __init__(self, value: Value, cases: list[tuple[int, Link]], default: Optional[Link],
                 position: Optional[Position] = None) -> None:
        self.value = value
        self.cases = cases
        self.default = default
        self.position = position

    def links(self) -> list[Link]:
        links = [link for _, link in self.cases]
        if self.default is not None:
            links.append(self.default)
        return links

    def values(self) -> list[Value]:
        return [self.value]

    def replace_values(self, replace: Any) -> None:
        self.value = replace(self.value)


class Return(Terminator):
    """``value`` is None in a VOID function."""

    __slots__ = ("value",)

    def __init__(self, value: Optional[Value], position: Optional[Position] = None) -> None:
        self.value = value
        self.position = position

    def values(self) -> list[Value]:
        return [] if self.value is None else [self.value]

    def replace_values(self, replace: Any) -> None:
        if self.value is not None:
            self.value = replace(self.value)


class Raise(Terminator):
    """Leaves the function with an exception (a reference to an exception object)."""

    __slots__ = ("value",)

    def __init__(self, value: Value, position: Optional[Position] = None) -> None:
        self.value = value
        self.position = position

    def values(self) -> list[Value]:
        return [self.value]

    def replace_values(self, replace: Any) -> None:
        self.value = replace(self.value)


class Fail(Terminator):
    """Leaves the function as a callee just left: the exception or the unwinding goes on."""

    __slots__ = ()

    def __init__(self, position: Optional[Position] = None) -> None:
        self.position = position


class Unreachable(Terminator):
    """Never reached: the block ends in an operation that does not come back."""

    __slots__ = ()

    def __init__(self, position: Optional[Position] = None) -> None:
        self.position = position


class Block:
    """An extended basic block. ``exit`` is set before the graph is complete."""

    __slots__ = ("params", "ops", "exit", "name")

    def __init__(self, params: Iterable[Variable] = (), name: str = "") -> None:
        self.params: list[Variable] = list(params)
        self.ops: list[Operation] = []
        self.exit: Terminator = Unreachable()
        self.name = name

    def links(self) -> Iterator[Link]:
        """All edges out of the block: side exits in order, then the end's."""
        for op in self.ops:
            if op.fail is not None:
                yield op.fail
            if op.unwind is not None:
                yield op.unwind
        yield from self.exit.links()


class Graph:
    """The body of a function. The parameters of ``entry`` are the function's."""

    def __init__(self, entry: Block) -> None:
        self.entry = entry

    def blocks(self) -> list[Block]:
        """The reachable blocks, each after one of its predecessors (preorder; the
        likely and the fall-through way first)."""
        seen = {self.entry}
        order: list[Block] = []
        stack = [self.entry]
        while stack:
            block = stack.pop()
            order.append(block)
            for link in reversed(block.exit.links()):
                if link.target not in seen:
                    seen.add(link.target)
                    stack.append(link.target)
            for op in reversed(block.ops):
                if op.unwind is not None and op.unwind.target not in seen:
                    seen.add(op.unwind.target)
                    stack.append(op.unwind.target)
                if op.fail is not None and op.fail.target not in seen:
                    seen.add(op.fail.target)
                    stack.append(op.fail.target)
        return order

    def size(self) -> int:
        """Number of operations and block ends."""
        return sum(len(block.ops) + 1 for block in self.blocks())


@dataclass(eq=False)
class Function:
    """One function of the program: a specialised RPython function.

    name        unique, readable: "module.Class.method[int]"
    inline      "always", "never", or "auto" (the inliner decides by size)
    cold        rarely called: kept out of the way, optimised for size
    can_raise   False once analysis has shown that no exception leaves it
    export      the C symbol to use, where one is asked for
    callback    C calls it, through its address
    resumed_by  the functions that go on with a call of this one that was suspended (see passes/handresume.py)
    """

    name: str
    signature: Signature
    graph: Optional[Graph] = None
    position: Optional[Position] = None
    param_names: tuple[str, ...] = ()
    inline: str = "auto"
    cold: bool = False
    can_raise: bool = True
    export: Optional[str] = None
    resumed_by: list[Function] = field(default_factory=list)
    callback: bool = False

    def __repr__(self) -> str:
        return f"@{self.name}"


@dataclass(eq=False)
class CFunction:
    """A function of a C library. ``headers`` declare it, unless ``source``, C text behind these headers, defines it."""

    name: str
    signature: Signature
    headers: tuple[str, ...] = ()
    variadic: bool = False
    source: str = ""

    def __repr__(self) -> str:
        return f"C {self.name}"


@dataclass
class Program:
    """All that is translated: what the frontend hands to the passes and to the C backend.

    classes      every heap layout in use; the roots have no base
    exceptions   for each name in an OpDef's ``fails`` (and "MemoryError"), the Prebuilt
                 exception object that the operation raises
    frame_class  the root of the layouts of saved frames, where calls can be suspended
    """

    entry: Function
    functions: list[Function] = field(default_factory=list)
    classes: list[ClassType] = field(default_factory=list)
    exceptions: dict[str, Any] = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    include_dirs: list[str] = field(default_factory=list)
    library_dirs: list[str] = field(default_factory=list)
    defines: list[tuple[str, str]] = field(default_factory=list)
    frame_class: Optional[ClassType] = None

    def find(self, name: str) -> Function:
        """The function of that name (or its only match by suffix). KeyError otherwise."""
        exact = [f for f in self.functions if f.name == name]
        found = exact or [f for f in self.functions if f.name.endswith("." + name)]
        if len(found) != 1:
            raise KeyError(name)
        return found[0]


__all__ = [
    "Block", "Branch", "CFunction", "CInteger", "Constant", "Fail", "Function", "Graph", "Jump", "Link", "Operation",
    "Position", "Program", "Raise", "Return", "Switch", "Terminator", "Unreachable", "Value", "Variable",
    "VOID",
]
