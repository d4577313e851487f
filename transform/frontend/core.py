"""The ground that function translation stands on: emitting operations, errors, conversion between types."""
from __future__ import annotations

import ast
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, NoReturn, Optional, Sequence

from transform.frontend.annotations import common_type
from transform.frontend.environment import Context, Env, Join, Narrowed, Source, TryContext
from transform.frontend.errors import Span, TranslationError
from transform.frontend.values import (
    BoundMethod,
    FrontValue,
    LambdaValue,
    Static,
    StaticType,
    TupleValue,
    Unusable,
    is_none,
)
from transform.ir.graph import (
    Block,
    Constant,
    Function,
    Link,
    Operation,
    Position,
    Terminator,
    Unreachable,
    Value,
    Variable,
)
from transform.ir.types import (
    BOOL,
    CHAR,
    FLOAT,
    INT,
    VOID,
    FloatType,
    IntType,
    PointerType,
    RefType,
    TupleType,
    Type,
    tuple_of,
)

if TYPE_CHECKING:
    from transform.frontend.classes import ClassInfo
    from transform.frontend.program import Frontend, FunctionSpec

class Core:
    """State and basic moves of the translation of one function."""

    def __init__(self, frontend: Frontend, spec: FunctionSpec) -> None:
        self.frontend = frontend
        self.classes = frontend.classes
        self.spec = spec
        self.function: Function = spec.ir
        self.file = spec.pyfunc.__code__.co_filename
        self.env = Env({}, {})
        self.block: Optional[Block] = None
        self.contexts: list[Context] = []
        self.declared: dict[str, Type] = {}
        self.open_joins: list[Join] = []
        self.suspects: list[TranslationError] = []
        self.str_type = self.classes.info(str).type
        self.position: Position = spec.ir.position or Position(self.file, 0, "")

    # Errors and positions.

    def error(self, message: str, node: Optional[ast.AST], hint: str = "") -> NoReturn:
        span = Span.of(node, self.file) if node is not None else Span(self.file, self.position.line, 0, 1)
        raise TranslationError(message, span, hint, self.spec.pyfunc.__qualname__)

    def at(self, node: ast.AST) -> None:
        """Operations from here on belong to the line of ``node``."""
        line = getattr(node, "lineno", 0)
        if line and line != self.position.line:
            self.position = Position(self.file, line, self.position.function)

    # Emission.

    def emit(self, name: str, args: Sequence[Value], type: Type = VOID, static: Any = None) -> Any:
        """Append an operation; returns its result (a Variable), None where there is none."""
        result = None if type is VOID else Variable(type)
        op = Operation(name, args, result, static, None, self.position)
        assert self.block is not None
        fails = op.opdef.fails
        if fails is not None and fails != "fatal" and self.contexts:
            context = self.exception_context()
            if context is not None:
                op.fail = Link(self.block)
                context.side.sources.append(Source(self.block, op.fail, op, self.env.copy()))
        self.block.ops.append(op)
        return result

    def exception_context(self) -> Optional[TryContext]:
        for context in reversed(self.contexts):
            if isinstance(context, TryContext):
                return context
        return None

    def terminate(self, exit: Terminator) -> None:
        """End the current block; what follows is unreachable until a block is started."""
        assert self.block is not None
        self.block.exit = exit
        self.block = None

    def unreachable(self) -> None:
        if self.block is not None:
            self.terminate(Unreachable(self.position))

    def abort(self, message: str) -> None:
        """Emit a fatal error; the rest is unreachable."""
        self.emit("debug_abort", [self.static_constant(message, self.str_type.ref)])
        self.unreachable()

    # Types of values and conversions.

    def default_type(self, value: FrontValue) -> Optional[Type]:
        """The type that a value has by itself; None for None and for what has none."""
        if isinstance(value, Value):
            return value.type
        if isinstance(value, TupleValue):
            items = [self.default_type(item) for item in value.items]
            known = [t for t in items if t is not None]
            return tuple_of(*known) if len(known) == len(items) else None
        if isinstance(value, BoundMethod):
            return self.method_value_type(value)
        if isinstance(value, Static):
            try:
                return self.frontend.prebuilt.type_of(value.value)
            except TranslationError:
                return None
        return None

    def join_values(self, values: Sequence[FrontValue]) -> Optional[Type]:
        """The type of a name that may hold any of these values; None where there is none."""
        joined: Optional[Type] = None
        optional = False
        literals: list[int] = []
        for value in values:
            if is_none(value):
                optional = True
            elif isinstance(value, Static) and type(value.value) is int:
                literals.append(value.value)
            else:
                found = self.default_type(value)
                if found is None:
                    return None
                if joined is None or joined is found:
                    joined = found
                elif {joined, found} == {CHAR, self.str_type.ref}:
                    joined = self.str_type.ref
                else:
                    joined = common_type(joined, found)
                    if joined is None:
                        return None
        if literals:
            if joined is None or joined is BOOL:
                joined = INT
            elif isinstance(joined, IntType) and joined is not CHAR:
                if not all(joined.minimum <= v <= joined.maximum for v in literals):
                    return None
            elif joined is not FLOAT:
                return None
        if optional and joined is not None:
            if isinstance(joined, PointerType):
                return joined
            return joined.cls.optional if isinstance(joined, RefType) else None
        return joined

    def describe(self, value: FrontValue) -> str:
        """What a value is, for messages."""
        if isinstance(value, Unusable):
            return "nothing"
        if is_none(value):
            return "None"
        found = self.default_type(value)
        if found is not None:
            return found.name
        if isinstance(value, Static):
            live = value.value
            kind = type(live).__name__
            return f"{kind} {getattr(live, '__name__', '')}".strip() if not isinstance(live, (list, dict, set)) \
                else f"an empty {kind}" if not live else f"a {kind} of mixed items"
        if isinstance(value, StaticType):
            return f"the type {value.type}"
        return "a tuple" if isinstance(value, TupleValue) else "a function without types"

    def value(self, value: FrontValue, node: Optional[ast.AST], expected: Optional[Type] = None) -> Value:
        """``value`` as a value of the graph, of its own type where none is expected."""
        if isinstance(value, Unusable):
            self.error(value.reason, node, value.hint)
        if isinstance(value, Value):
            return value
        type = expected or self.default_type(value)
        if type is None:
            if is_none(value):
                self.error("None has no type here", node, "annotate: x: Optional[C] = None")
            self.error(f"{self.describe(value)} is not a value at run time", node)
        return self.coerce(value, type, node)

    def static_constant(self, live: Any, type: Type) -> Constant:
        """A live object as a constant of the graph."""
        return Constant(self.frontend.prebuilt.plain(live, type, self._constant_name(live)), type)

    def _constant_name(self, live: Any) -> str:
        return f"{self.function.name}.{type(live).__name__}"

    def coerce(self, value: FrontValue, type: Type, node: Optional[ast.AST], what: str = "") -> Value:
        """``value`` converted to ``type``; an error at ``node`` where it cannot be. ``what``
        names the place that needs it: "argument 'x'"."""
        if isinstance(value, Narrowed):
            value = self.emit("cast_ref", [value.wide], value.type)
        if isinstance(value, Value):
            if value.type is type:
                return value
            converted = self._convert(value, type, node)
            if converted is not None:
                return converted
        elif isinstance(value, Static):
            try:
                return self._static_value(value.value, type)
            except TranslationError as error:
                if error.span is not None:
                    raise
                self.error(f"{what}: {error.message}" if what else error.message, node, error.hint)
        elif isinstance(value, TupleValue) and isinstance(type, TupleType) and len(value.items) == len(type.items):
            items = [self.coerce(v, t, node, what) for v, t in zip(value.items, type.items)]
            return self.make_tuple(items, type)
        elif isinstance(value, BoundMethod):
            made = self.method_value(value, type, node)
            if made is not None:
                return made
        elif isinstance(value, LambdaValue):
            made = self.lambda_value(value, type, node)
            if made is not None:
                return made
        elif isinstance(value, Unusable):
            self.error(value.reason, node, value.hint)
        self.mismatch(value, type, node, what)

    def mismatch(self, value: FrontValue, type: Type, node: Optional[ast.AST], what: str = "") -> NoReturn:
        found = self.describe(value)
        hint = ""
        if isinstance(value, Value):
            if isinstance(value.type, IntType) and isinstance(type, IntType):
                hint = f"convert it: {type}(x)"
            elif value.type is INT and type is FLOAT:
                hint = "convert it: float(x)"
            elif isinstance(value.type, RefType) and value.type.optional and isinstance(type, RefType):
                hint = "test it with 'is not None' before, or use not_none(x)"
            elif isinstance(value.type, RefType) and isinstance(type, RefType) \
                    and type.cls.is_subclass(value.type.cls):
                hint = f"test it with isinstance(x, {type.cls}) before"
        self.error(f"{what + ': ' if what else ''}expected {type}, found {found}", node, hint)

    def make_tuple(self, items: list[Value], type: TupleType) -> Value:
        if all(isinstance(item, Constant) for item in items):
            return Constant(tuple(item.value for item in items if isinstance(item, Constant)), type)
        made: Value = self.emit("make_tuple", items, type)
        return made

    def _static_value(self, live: Any, type: Type) -> Value:
        if isinstance(live, (FunctionType, MethodType)) and isinstance(type, RefType):
            wanted = self.classes.callable_signature(type)
            if wanted is not None:
                own = self.frontend.prebuilt.type_of(live)
                if own is not type.cls.ref:
                    raise TranslationError(f"expected {type}, found {own}")
        return self.static_constant(live, type)

    def _convert(self, value: Value, type: Type, node: Optional[ast.AST]) -> Optional[Value]:
        found = value.type
        if isinstance(found, RefType) and isinstance(type, RefType):
            if found.cls.is_subclass(type.cls) and (type.optional or not found.optional):
                if isinstance(value, Constant):
                    return Constant(value.value, type)
                return self.emit("cast_ref", [value], type)
            return None
        if found is BOOL and isinstance(type, IntType):
            return self.emit("cast_int", [value], type)
        if found is CHAR and type in (self.str_type.ref, self.str_type.optional):
            made = self.runtime("str_of_char", [value], node)
            return self.coerce(made, type, node)
        if isinstance(found, TupleType) and isinstance(type, TupleType) and len(found.items) == len(type.items):
            if all(self._converts(f, t) for f, t in zip(found.items, type.items)):
                items = [self.coerce(item, t, node) for item, t in zip(self.untuple(value), type.items)]
                return self.make_tuple(items, type)
            return None
        if isinstance(found, PointerType) and isinstance(type, PointerType) and type.target is VOID:
            return self.emit("cast_pointer", [value], type)
        return None

    def _converts(self, found: Type, type: Type) -> bool:
        if found is type:
            return True
        if isinstance(found, RefType) and isinstance(type, RefType):
            return found.cls.is_subclass(type.cls) and (type.optional or not found.optional)
        if isinstance(found, TupleType) and isinstance(type, TupleType):
            return len(found.items) == len(type.items) and all(map(self._converts, found.items, type.items))
        return (found is BOOL and isinstance(type, IntType)) or (
            found is CHAR and type in (self.str_type.ref, self.str_type.optional))

    def untuple(self, value: Value) -> list[Value]:
        """The items of a tuple value."""
        assert isinstance(value.type, TupleType)
        if isinstance(value, Constant):
            return [Constant(v, t) for v, t in zip(value.value, value.type.items)]
        return [self.emit("tuple_get", [value], t, i) for i, t in enumerate(value.type.items)]

    def non_null(self, value: Value, node: Optional[ast.AST], what: str) -> Value:
        """A reference that is not None: an optional one is checked (fatal)."""
        if isinstance(value.type, RefType) and value.type.optional:
            checked: Value = self.emit("check_not_none", [value], value.type.cls.ref, what)
            return checked
        return value

    def as_float(self, value: FrontValue, node: Optional[ast.AST]) -> Value:
        """A number as a float, as mixed arithmetic converts it."""
        if isinstance(value, Static) and isinstance(value.value, (int, float)):
            return Constant(float(value.value), FLOAT)
        number = self.value(value, node)
        if number.type is BOOL:
            number = self.emit("cast_int", [number], INT)
        if isinstance(number.type, IntType):
            number = self.emit("int_to_float", [number], FLOAT)
        elif isinstance(number.type, FloatType) and number.type is not FLOAT:
            number = self.emit("cast_float", [number], FLOAT)
        if number.type is not FLOAT:
            self.mismatch(number, FLOAT, node)
        return number

    # What the layers above provide.

    def expression(self, node: ast.expr, expected: Optional[Type] = None) -> FrontValue:
        """The value of an expression; ``expected`` is the type that its place wants."""
        raise NotImplementedError

    def read(self, node: ast.expr, expected: Optional[Type] = None) -> Value:
        """The value of an expression as a value of the graph."""
        return self.value(self.expression(node, expected), node)

    def coerced(self, node: ast.expr, type: Type, what: str = "") -> Value:
        """The value of an expression converted to ``type``."""
        return self.coerce(self.expression(node, type), type, node, what)

    def runtime(self, name: str, args: Sequence[FrontValue], node: Optional[ast.AST]) -> FrontValue:
        """Call the function of `runtime.table` that does an operation."""
        raise NotImplementedError

    def method_value_type(self, value: BoundMethod) -> Optional[Type]:
        raise NotImplementedError

    def method_value(self, value: BoundMethod, type: Type, node: Optional[ast.AST]) -> Optional[Value]:
        raise NotImplementedError

    def lambda_value(self, value: LambdaValue, type: Type, node: Optional[ast.AST]) -> Optional[Value]:
        raise NotImplementedError

    def info_of(self, type: RefType) -> Optional[ClassInfo]:
        """The class behind a reference; None for the root and for function values."""
        return self.classes.by_type.get(type.cls)
