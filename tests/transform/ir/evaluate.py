"""An interpreter of graphs on Python values, for tests: slow, direct, and written apart from
the passes that it checks.

Integers, floats, bools and tuples are themselves, None is null, a heap object is a `Heap`,
a raw pointer is a `Raw`. Everything visible from outside is noted in `Machine.trace`.
"""
from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from typing import Any, Optional

from transform.ir.graph import (
    Block, Branch, CFunction, Constant, Function, Jump, Link, Operation, Program, Raise, Return, Switch, Value,
)
from transform.ir.types import (
    BOOL, ClassType, CodeType, FloatType, IntType, Prebuilt, RefType, StructType, TupleType, Type, VOID,
)


@dataclass(eq=False)
class Heap:
    """A heap object. ``fields`` is keyed by Field."""

    cls: ClassType
    fields: dict[Any, Any] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list)


@dataclass
class Raw:
    """A raw pointer: a place in a row of cells."""

    cells: list[Any]
    offset: int = 0


class Raised(Exception):
    """An exception of the program. ``value`` is a Heap."""

    def __init__(self, value: Heap) -> None:
        super().__init__(value.cls.name)
        self.value = value


class Fatal(Exception):
    """The program aborted."""


class OutOfSteps(Exception):
    """The program ran longer than it was allowed to."""


def zero(type: Type | StructType) -> Any:
    match type:
        case IntType():
            return 0
        case FloatType():
            return 0.0
        case TupleType():
            return tuple(map(zero, type.items))
        case StructType():
            return {name: zero(f.type) for name, f in type.fields.items()}
    return False if type is BOOL else None


class Machine:
    """Runs functions of one program. ``steps`` counts the operations still allowed."""

    def __init__(self, program: Program, steps: int = 10_000) -> None:
        self.program = program
        self.steps = steps
        self.executed = 0
        self.trace: list[Any] = []
        self.prebuilts: dict[Prebuilt, Heap] = {}
        self.builtin_exceptions: dict[str, Heap] = {}

    def run(self, function: Function, *args: Any) -> Any:
        """The result of a call. Raised, Fatal or OutOfSteps."""
        assert function.graph is not None
        values: dict[Value, Any] = {}
        block: Block = function.graph.entry
        values.update(zip(block.params, args))
        self.pending: Optional[Raised] = None
        while True:
            link = self.block(block, values)
            if not isinstance(link, Link):
                return link
            arguments = [self.value(arg, values) for arg in link.args]
            block = link.target
            values.update(zip(block.params, arguments))

    def outcome(self, function: Function, *args: Any) -> Any:
        """What a call comes to and all that could be seen of it, for comparison."""
        try:
            result = "returned", self.show(self.run(function, *args))
        except Raised as raised:
            result = "raised", self.show(raised.value)
        except Fatal as fatal:
            result = "aborted", str(fatal)
        return result, self.trace

    def show(self, value: Any, depth: int = 4) -> Any:
        """A value in comparable form."""
        match value:
            case float():
                return "nan" if math.isnan(value) else repr(value)
            case tuple():
                return tuple(self.show(item, depth) for item in value)
            case Heap():
                if depth == 0:
                    return value.cls.name
                return (value.cls.name, {f.name: self.show(v, depth - 1) for f, v in value.fields.items()},
                        [self.show(item, depth - 1) for item in value.items])
        return value

    # Values.

    def value(self, value: Value, values: dict[Value, Any]) -> Any:
        return self.plain(value.value) if isinstance(value, Constant) else values[value]

    def plain(self, value: Any) -> Any:
        match value:
            case Prebuilt():
                return self.prebuilt(value)
            case tuple():
                return tuple(map(self.plain, value))
        return value

    def prebuilt(self, prebuilt: Prebuilt) -> Heap:
        if prebuilt not in self.prebuilts:
            heap = self.prebuilts[prebuilt] = self.instance(prebuilt.cls)
            for f in heap.fields:
                if f.name in prebuilt.fields:
                    heap.fields[f] = self.plain(prebuilt.fields[f.name])
            heap.items = list(map(self.plain, prebuilt.items or ()))
        return self.prebuilts[prebuilt]

    def instance(self, cls: ClassType) -> Heap:
        return Heap(cls, {f: zero(f.type) for f in cls.all_fields()})

    def builtin_exception(self, name: str) -> Raised:
        prebuilt = self.program.exceptions.get(name)
        if prebuilt is not None:
            return Raised(self.prebuilt(prebuilt))
        if name not in self.builtin_exceptions:
            self.builtin_exceptions[name] = Heap(ClassType(name, None))
        return Raised(self.builtin_exceptions[name])

    # Control.

    def block(self, block: Block, values: dict[Value, Any]) -> Any:
        """Runs one block: the link that it leaves by, or the result of the function."""
        for op in block.ops:
            self.steps -= 1
            self.executed += 1
            if self.steps < 0:
                raise OutOfSteps
            try:
                result = self.operation(op, [self.value(arg, values) for arg in op.args])
            except Raised as raised:
                if op.fail is None:
                    raise
                self.pending = raised
                return op.fail
            if op.result is not None:
                values[op.result] = result
        self.steps -= 1
        if self.steps < 0:
            raise OutOfSteps
        exit = block.exit
        match exit:
            case Jump():
                return exit.link
            case Branch():
                return exit.then if self.value(exit.condition, values) else exit.otherwise
            case Switch():
                number = self.value(exit.value, values)
                return next((link for case, link in exit.cases if case == number), exit.default)
            case Return():
                return None if exit.value is None else self.value(exit.value, values)
            case Raise():
                raise Raised(self.value(exit.value, values))
        raise AssertionError("an unreachable place was reached")

    def operation(self, op: Operation, args: list[Any]) -> Any:
        name = op.name
        method = getattr(self, name, None)
        if method is not None:
            return method(op, *args)
        kind, _, action = name.partition("_")
        if kind == "int" and action.removesuffix("_ovf") in INT_BINARY:
            assert op.result is not None and isinstance(op.result.type, IntType)
            result = INT_BINARY[action.removesuffix("_ovf")](args[0], args[1])
            if not action.endswith("_ovf"):
                return op.result.type.wrap(result)
            if op.result.type.wrap(result) != result:
                raise self.builtin_exception("OverflowError")
            return result
        if action in COMPARE:
            return COMPARE[action](args[0], args[1])
        raise NotImplementedError(name)

    # Integers.

    def int_neg(self, op, a):
        return op.result.type.wrap(-a)

    def int_invert(self, op, a):
        return op.result.type.wrap(~a)

    def int_mul_high(self, op, a, b):
        return op.result.type.wrap((a * b) >> op.result.type.bits)

    def int_popcount(self, op, a):
        return bin(a & ((1 << op.args[0].type.bits) - 1)).count("1")

    def int_clz(self, op, a):
        bits = op.args[0].type.bits
        return bits - (a & ((1 << bits) - 1)).bit_length()

    def int_ctz(self, op, a):
        return next(i for i in range(64) if a >> i & 1)

    def cast_int(self, op, a):
        return op.result.type.wrap(int(a))

    def int_to_float(self, op, a):
        return self.cast_float(op, float(a))

    def float_to_int(self, op, a):
        return int(a)

    # Bools and floats.

    def bool_not(self, op, a):
        return not a

    def float_add(self, op, a, b):
        return self.cast_float(op, a + b)

    def float_sub(self, op, a, b):
        return self.cast_float(op, a - b)

    def float_mul(self, op, a, b):
        return self.cast_float(op, a * b)

    def float_truediv(self, op, a, b):
        if b == 0:
            if a == 0 or math.isnan(a):
                return math.nan
            return math.inf if (a > 0) == (math.copysign(1, b) > 0) else -math.inf
        return self.cast_float(op, a / b)

    def float_neg(self, op, a):
        return -a

    def float_abs(self, op, a):
        return abs(a)

    def float_sqrt(self, op, a):
        return math.nan if a < 0 else self.cast_float(op, math.sqrt(a))

    def float_floor(self, op, a):
        return a if not math.isfinite(a) or a == 0 else float(math.floor(a))

    def cast_float(self, op, a):
        if op.result.type.bits == 64 or not math.isfinite(a):
            return a
        try:
            return struct.unpack("f", struct.pack("f", a))[0]
        except OverflowError:
            return math.copysign(math.inf, a)

    def float_to_bits(self, op, a):
        return struct.unpack("q", struct.pack("d", a))[0]

    def bits_to_float(self, op, a):
        return struct.unpack("d", struct.pack("q", a))[0]

    # Checks and tuples.

    def check_index(self, op, i, n):
        if not -n <= i < n:
            raise self.builtin_exception("IndexError")
        return i + n if i < 0 else i

    def check_nonzero(self, op, a):
        if a == 0:
            raise self.builtin_exception("ZeroDivisionError")
        return a

    def check_not_none(self, op, r):
        if r is None:
            raise Fatal("None")
        return r

    def check_cast(self, op, r):
        if r is None or not r.cls.is_subclass(op.static):
            raise Fatal("cast")
        return r

    def make_tuple(self, op, *items):
        return items

    def tuple_get(self, op, t):
        return t[op.static]

    # Objects.

    def new(self, op):
        return self.instance(op.static)

    def new_var(self, op, n):
        heap = self.instance(op.static)
        heap.fields[op.static.find_field("length")] = n
        cls = op.static
        while cls.varpart is None:
            cls = cls.base
        heap.items = [zero(cls.varpart)] * n
        return heap

    def getfield(self, op, r):
        return r.fields[op.static]

    def setfield(self, op, r, v):
        r.fields[op.static] = v

    def getitem(self, op, r, i):
        assert 0 <= i < len(r.items), "a promise is broken"
        return r.items[i]

    def setitem(self, op, r, i, v):
        assert 0 <= i < len(r.items), "a promise is broken"
        r.items[i] = v

    def item_address(self, op, r, i):
        return Raw(r.items, i)

    def copy_items(self, op, source, i, target, j, n):
        target.items[j:j + n] = source.items[i:i + n]

    def cast_ref(self, op, r):
        type = op.result.type
        assert isinstance(type, RefType)
        assert type.optional if r is None else r.cls.is_subclass(type.cls), "a promise is broken"
        return r

    def isinstance(self, op, r):
        return r is not None and r.cls.is_subclass(op.static)

    def is_exactly(self, op, r):
        return r is not None and r.cls is op.static

    def same_class(self, op, a, b):
        return a.cls is b.cls

    def ref_eq(self, op, a, b):
        return a is b

    def is_null(self, op, p):
        return p is None

    def make_immediate(self, op, a):
        heap = self.instance(op.static)
        heap.fields[op.static.all_fields()[0]] = a
        return heap

    def immediate_value(self, op, r):
        return r.fields[op.static.all_fields()[0]]

    def get_class_constant(self, op, r):
        return self.plain(r.cls.vtable[op.static])

    def class_name(self, op, r):
        return r.cls.name

    # Calls.

    def enter(self, function: Function, args) -> Any:
        if function.graph is None:
            self.trace.append((function.name, *map(self.show, args)))
            return zero(function.signature.result)
        return self.run(function, *args)

    def call(self, op, *args):
        return self.enter(op.static, args)

    def call_virtual(self, op, receiver, *args):
        return self.enter(receiver.cls.vtable[op.static], (receiver, *args))

    def call_value(self, op, function, *args):
        code = next(f for f in function.fields if f.name == "code")
        return self.enter(function.fields[code], (*args, function))

    def call_code(self, op, code, *args):
        return self.enter(code, args)

    def call_c(self, op, *args):
        assert isinstance(op.static, CFunction)
        self.trace.append((op.static.name, *map(self.show, args)))
        return zero(op.static.signature.result) if op.static.signature.result is not VOID else None

    def code_address(self, op):
        assert op.result is not None and isinstance(op.result.type, CodeType)
        return op.static

    # Raw memory.

    def raw_alloc(self, op, n):
        return Raw([zero(op.static) for _ in range(n)])

    def raw_free(self, op, p):
        p.cells.clear()

    def raw_load(self, op, p, i):
        return p.cells[p.offset + i]

    def raw_store(self, op, p, i, v):
        p.cells[p.offset + i] = v

    def raw_get_field(self, op, p):
        return p.cells[p.offset][op.static.name]

    def raw_set_field(self, op, p, v):
        p.cells[p.offset][op.static.name] = v

    def raw_add(self, op, p, n):
        return Raw(p.cells, p.offset + n)

    def raw_diff(self, op, p, q):
        return p.offset - q.offset

    def pointer_eq(self, op, p, q):
        return p is q or (p is not None and q is not None and p.cells is q.cells and p.offset == q.offset)

    # Exceptions.

    def catch(self, op):
        assert self.pending is not None
        return self.pending.value

    def keepalive(self, op, r):
        return None

    def note_raise(self, op, exception):
        return None

    def debug_abort(self, op, message):
        raise Fatal(self.show(message))


COMPARE = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
}


def _cdiv(a: int, b: int) -> int:
    return int(abs(a) // abs(b)) * (1 if (a >= 0) == (b >= 0) else -1)


INT_BINARY = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
    "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b,
    "lshift": lambda a, n: a << n, "rshift": lambda a, n: a >> n,
    "floordiv": lambda a, b: a // b, "mod": lambda a, b: a % b,
    "cdiv": _cdiv, "cmod": lambda a, b: a - b * _cdiv(a, b),
}
