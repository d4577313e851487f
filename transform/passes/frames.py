"""The layouts of saved frames, and the operations that write and read them.

A saved frame is an ordinary heap object, so the collector knows its references exactly. All frames derive from one
class with the fields that the resume loop knows (see transform/c/glue/rt_stackless.h). Below it is one class for each
number of references, words and floats: what a call site saves is written as these three kinds, references first, so
that sites of equal shape share a layout.

    kind   field     holds
    r      object?   any reference
    w      int       integers, bools, raw pointers, code pointers
    f      float     floats

A tuple is saved item by item. A function that is resumed by hand (see `handresume`) saves its parameters so, the first
reference in the field ``state`` of a class of its own, where programs find it.
"""
from __future__ import annotations

from typing import Any, Iterator, Optional, Sequence

from transform.ir.graph import Block, Constant, Fail, Function, Link, Operation, Position, Program, Value, Variable
from transform.ir.types import (
    BOOL, FLOAT, FLOAT32, INT, VOID, ClassType, CodeType, FloatType, PointerType, RefType, Signature, TupleType, Type,
    code_of,
)

CODE = code_of(Signature((), VOID))  # of the functions that enter a frame again


class FrameLayouts:
    """The frame classes of a program.

    root      what all frames have
    state     and those of functions that are resumed by hand
    classes   the others, in the order in which they were asked for
    """

    def __init__(self, program: Program) -> None:
        by_name = {cls.name: cls for cls in program.classes}
        self.object = by_name["object"].optional
        self.root = by_name["SavedCall"]
        self.state = by_name["SavedState"]
        self._by_shape: dict[tuple[ClassType, int, int, int], ClassType] = {}

    @property
    def classes(self) -> list[ClassType]:
        return list(self._by_shape.values())

    def layout(self, types: Sequence[Type], by_hand: bool = False) -> ClassType:
        """The frame class that holds values of these types."""
        kinds = [_kind(leaf) for type in types for leaf in _leaves(type)]
        base = self.state if by_hand else self.root
        counts = kinds.count("r") - by_hand, kinds.count("w"), kinds.count("f")
        found = self._by_shape.get((base, *counts))
        if found is None:
            found = ClassType("_".join(map(str, (base.name, *counts))), base)
            self._by_shape[(base, *counts)] = found
            found.instantiated = True
            for kind, count, type in zip("rwf", counts, (self.object, INT, FLOAT)):
                for number in range(count):
                    found.add_field(f"{kind}{number}", type)
        return found

    def save(self, params: Sequence[Variable], values: Sequence[Value], code: Function, site: Value,
             position: Optional[Position], by_hand: bool = False) -> Block:
        """A new block that saves these values in a frame and goes on unwinding. ``params`` are its parameters."""
        writer = _Access(self, self.layout([value.type for value in values], by_hand), position)
        writer.frame = writer.emit("save_frame", [Constant(code, CODE), site], writer.cls.ref, writer.cls)
        for value in values:
            writer.write(value)
        block = Block(params, "save")
        block.ops = writer.ops
        block.exit = Fail(position)
        return block

    def load(self, frame: Variable, types: Sequence[Type], position: Optional[Position], by_hand: bool = False
             ) -> tuple[list[Operation], list[Value]]:
        """Operations that read values of these types back, and the values."""
        reader = _Access(self, self.layout(types, by_hand), position)
        reader.frame = reader.emit("cast_ref", [frame], reader.cls.ref)
        return reader.ops, [reader.read(type) for type in types]


def pass_on(op: Operation) -> Link:
    """A link to a new block that goes on unwinding without a frame."""
    block = Block(name="pass_on")
    block.exit = Fail(op.position)
    return Link(block)


def _leaves(type: Type) -> Iterator[Type]:
    if isinstance(type, TupleType):
        for item in type.items:
            yield from _leaves(item)
    else:
        yield type


def _kind(type: Type) -> str:
    if isinstance(type, RefType):
        return "r"
    return "f" if isinstance(type, FloatType) else "w"


class _Access:
    """Writes or reads the fields of one frame, each kind in order."""

    frame: Variable

    def __init__(self, layouts: FrameLayouts, cls: ClassType, position: Optional[Position]) -> None:
        self.layouts = layouts
        self.cls = cls
        self.position = position
        self.ops: list[Operation] = []
        self.fields = {kind: [field for field in cls.fields.values() if _kind(field.type) == kind] for kind in "rwf"}
        if cls.base is layouts.state:
            self.fields["r"].insert(0, layouts.state.fields["state"])

    def emit(self, name: str, args: Sequence[Value], type: Type, static: Any = None) -> Variable:
        result = Variable(type)
        self.ops.append(Operation(name, args, result, static, position=self.position))
        return result

    def write(self, value: Value) -> None:
        type = value.type
        if isinstance(type, TupleType):
            for number, item in enumerate(type.items):
                self.write(self.emit("tuple_get", [value], item, number))
            return
        field = self.fields[_kind(type)].pop(0)
        if isinstance(type, (PointerType, CodeType)):
            value = self.emit("pointer_to_int", [value], INT)
        elif type is FLOAT32:
            value = self.emit("cast_float", [value], FLOAT)
        elif not isinstance(type, (RefType, FloatType)) and type is not INT:
            value = self.emit("cast_int", [value], INT)
        self.ops.append(Operation("setfield", [self.frame, value], None, field, position=self.position))

    def read(self, type: Type) -> Value:
        if isinstance(type, TupleType):
            return self.emit("make_tuple", [self.read(item) for item in type.items], type)
        field = self.fields[_kind(type)].pop(0)
        value = self.emit("getfield", [self.frame], field.type, field)
        if value.type is type:
            return value
        if isinstance(type, RefType):
            return self.emit("cast_ref", [value], type)
        if isinstance(type, (PointerType, CodeType)):
            return self.emit("int_to_pointer", [value], type)
        if type is BOOL:
            return self.emit("int_ne", [value, Constant(0, INT)], BOOL)
        return self.emit("cast_float" if type is FLOAT32 else "cast_int", [value], type)
