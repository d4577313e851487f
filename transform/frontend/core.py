"""The ground that function translation stands on: emitting operations, names and their
values, joining control flow, conversion between types.

The graph is built in SSA form at once. An `Env` says what each name holds at the current
point. Forward edges are collected in a `Join` with the Env of each; when all are known,
`finish` makes the block, with a parameter for each name that differs. A loop header must
have its parameters before its body is translated, so their types are guessed from the
values that enter, and the body is translated again when it brings back a wider type."""
from __future__ import annotations

import ast
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Callable, NoReturn, Optional, Sequence

from transform.frontend.annotations import common_type
from transform.frontend.errors import Span, TranslationError
from transform.frontend.values import (
    NONE,
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
    Jump,
    Link,
    Operation,
    Position,
    Raise,
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

EXCEPTION = "$exception"  # the name under which an Env carries the exception to a handler


class Env:
    """What names hold, and what is known of the types of names and attribute paths
    ("x", "self.x") beyond what they were declared with."""

    __slots__ = ("values", "narrowed")

    def __init__(self, values: dict[str, FrontValue], narrowed: dict[str, RefType]) -> None:
        self.values = values
        self.narrowed = narrowed

    def copy(self) -> Env:
        return Env(self.values.copy(), self.narrowed.copy())

    def forget(self, path: str) -> None:
        """Drop what was known of a path that is assigned, and of those through it."""
        if self.narrowed:
            prefix = path + "."
            for known in [p for p in self.narrowed if p == path or p.startswith(prefix)]:
                del self.narrowed[known]


class Source:
    """One edge into a Join: the link, the block that it leaves, the operation whose side
    exit it is (None for the block's end), and the Env on it."""

    __slots__ = ("block", "link", "op", "env")

    def __init__(self, block: Block, link: Link, op: Optional[Operation], env: Env) -> None:
        self.block = block
        self.link = link
        self.op = op
        self.env = env


class Join:
    """A place that several edges lead to, while they are being collected."""

    def __init__(self) -> None:
        self.sources: list[Source] = []


class Context:
    """A statement around the current one that jumps out of it must respect."""


class LoopContext(Context):
    def __init__(self, on_break: Join, on_continue: Join) -> None:
        self.on_break = on_break
        self.on_continue = on_continue


class TryContext(Context):
    """``side`` collects the side exits of failing operations, ``thrown`` raise statements."""

    def __init__(self) -> None:
        self.side = Join()
        self.thrown = Join()


class FinallyContext(TryContext):
    """``lower`` translates the final part; it runs on every way out."""

    def __init__(self, lower: Callable[[], None]) -> None:
        super().__init__()
        self.lower = lower


class HandlerContext(Context):
    """Inside an except clause: what a bare ``raise`` raises again."""

    def __init__(self, exception: Value) -> None:
        self.exception = exception


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

    # Joins.

    def open_join(self) -> Join:
        join = Join()
        self.open_joins.append(join)
        return join

    def jump(self, join: Join) -> None:
        """An edge from the end of the current block to ``join``, if the block is reached."""
        if self.block is not None:
            block = self.block
            link = Link(block)
            self.terminate(Jump(link, self.position))
            join.sources.append(Source(block, link, None, self.env))
            self.env = self.env.copy()

    def edge(self, join: Join, env: Env) -> Link:
        """A link of the current block's end (made by the caller) to ``join``."""
        assert self.block is not None
        link = Link(self.block)
        join.sources.append(Source(self.block, link, None, env))
        return link

    def finish(self, join: Join) -> bool:
        """Continue where ``join`` leads. False (and no current block) if nothing does."""
        if join in self.open_joins:
            self.open_joins.remove(join)
        sources = join.sources
        if not sources:
            self.block = None
            return False
        if len(sources) == 1:
            source = sources[0]
            self.env = source.env.copy()
            if isinstance(source.block.exit, Jump) and source.block.exit.link is source.link:
                self.block = source.block
                return True
            block = Block()
            source.link.target = block
            self.block = block
            return True
        block = Block()
        self.env = self._merge(block, sources)
        for source in sources:
            source.link.target = block
        self.block = block
        return True

    def _merge(self, block: Block, sources: list[Source]) -> Env:
        first = sources[0].env
        merged = Env({}, {})
        for path, type in first.narrowed.items():
            if all(s.env.narrowed.get(path) is type for s in sources):
                merged.narrowed[path] = type
        narrowed_differ = any(len(s.env.narrowed) != len(merged.narrowed) for s in sources)
        names = first.values if all(len(s.env.values) == len(first.values) for s in sources) else \
            {name: None for s in sources for name in s.env.values}
        for name in names:
            values = [s.env.values.get(name) for s in sources]
            value = values[0]
            if value is not None and all(v is value for v in values):
                merged.values[name] = value
                if narrowed_differ and isinstance(value, Value) and name not in merged.narrowed:
                    types = [s.env.narrowed.get(name, value.type) for s in sources]
                    joined: Optional[Type] = types[0]
                    for other in types[1:]:
                        joined = None if joined is None else common_type(joined, other)
                    if isinstance(joined, RefType) and joined is not value.type:
                        merged.narrowed[name] = joined
                continue
            merged.values[name] = self._merge_name(name, block, sources, values, merged)
        return merged

    def _merge_name(self, name: str, block: Block, sources: list[Source], values: list[Optional[FrontValue]],
                    merged: Env) -> FrontValue:
        present: list[FrontValue] = []
        for value, source in zip(values, sources):
            if value is None:
                return Unusable(f"'{name}' may not be assigned here", "assign it on every way that leads here")
            if isinstance(value, Unusable):
                return value
            present.append(self.effective(name, value, source.env))
        if all(isinstance(v, Static) and same_static(v, present[0]) for v in present):
            return present[0]
        type = self.declared.get(name) if name in self.declared else self.join_values(present)
        if type is None:
            kinds = sorted({self.describe(v) for v in present})
            return Unusable(f"'{name}' is {' on one way here and '.join(kinds)} on another",
                            "use two names, or annotate it with a type that covers both")
        joined = self.join_values(present)
        if isinstance(joined, RefType) and joined is not type:
            merged.narrowed[name] = joined
        param = Variable(type, name)
        block.params.append(param)
        for value, source in zip(present, sources):
            source.link.args.append(self.coerce_at(source, value, type))
        return param

    def effective(self, name: str, value: FrontValue, env: Env) -> FrontValue:
        """``value`` as far as it is known in ``env``: a narrowed reference is a NarrowedValue."""
        narrowed = env.narrowed.get(name)
        if narrowed is not None and isinstance(value, Value) and value.type is not narrowed:
            return Narrowed(value, narrowed)
        return value

    def coerce_at(self, source: Source, value: FrontValue, type: Type) -> Value:
        """``value`` converted on the edge of ``source``, before the edge is taken."""
        if isinstance(value, Value) and value.type is type and not isinstance(value, Narrowed):
            return value
        block, contexts = self.block, self.contexts
        self.block, self.contexts = Block(), []
        result = self.coerce(value, type, None)
        ops = self.block.ops
        self.block, self.contexts = block, contexts
        at = len(source.block.ops) if source.op is None else source.block.ops.index(source.op)
        source.block.ops[at:at] = ops
        return result

    # Loops.

    def loop(self, names: set[str], attributes: set[str], body: Callable[[Join], None]) -> None:
        """Translate a loop. ``body`` translates from the header on and sends every way back
        to the join that it is given. ``names`` and ``attributes`` are those assigned inside."""
        assert self.block is not None
        entry_block, entry_env = self.block, self.env.copy()
        entry_length = len(entry_block.ops)
        for path in list(entry_env.narrowed):
            root, *rest = path.split(".")
            if root in names or attributes.intersection(rest):
                if root in names and not rest:
                    continue
                del entry_env.narrowed[path]
        carried = [n for n in entry_env.values if n in names and not isinstance(entry_env.values[n], Unusable)]
        entry = {n: self.effective(n, entry_env.values[n], entry_env) for n in carried}
        for name in carried:
            entry_env.narrowed.pop(name, None)
        assumed: dict[str, Optional[Type]] = {}
        for name in carried:
            assumed[name] = self.declared.get(name) or self.default_type(entry[name])
        open_joins = [(join, len(join.sources)) for join in self.open_joins]
        suspects = len(self.suspects)
        while True:
            header = Block()
            self.env = entry_env.copy()
            enter: list[tuple[str, Type]] = []
            for name in carried:
                type = assumed[name]
                if type is None:
                    kind = self.describe(entry[name])
                    self.env.values[name] = NONE if is_none(entry[name]) else Unusable(
                        f"'{name}' enters the loop as {kind} and comes back as another type",
                        "use two names, or annotate it before the loop")
                    continue
                enter.append((name, type))
            self.block = entry_block
            args = []
            for name, type in enter:
                args.append(self.coerce(entry[name], type, None))
                param = Variable(type, name)
                header.params.append(param)
                self.env.values[name] = param
            self.terminate(Jump(Link(header, args), self.position))
            self.block = header
            back = self.open_join()
            body(back)
            self.open_joins.remove(back)
            after_block, after_env = self.block, self.env
            widened = self._widen(carried, entry, assumed, back)
            if widened is None:
                for source in back.sources:
                    source.link.target = header
                    for name, type in enter:
                        value = self.effective(name, source.env.values[name], source.env)
                        source.link.args.append(self.coerce_at(source, value, type))
                self.block, self.env = after_block, after_env
                return
            assumed = widened
            del entry_block.ops[entry_length:]
            del self.suspects[suspects:]
            self.open_joins = [join for join, _ in open_joins]
            for join, length in open_joins:
                del join.sources[length:]

    def _widen(self, carried: list[str], entry: dict[str, FrontValue], assumed: dict[str, Optional[Type]],
               back: Join) -> Optional[dict[str, Optional[Type]]]:
        widened = dict(assumed)
        for name in carried:
            if name in self.declared:
                continue
            values: list[FrontValue] = [entry[name]]
            values += [self.effective(name, s.env.values[name], s.env) for s in back.sources]
            if any(isinstance(v, Unusable) for v in values):
                widened[name] = None
            elif assumed[name] is None and is_none(entry[name]):
                if not all(is_none(v) for v in values):
                    widened[name] = self.join_values(values)
            elif assumed[name] is not None:
                widened[name] = self.join_values(values + [Variable(assumed[name] or VOID)])
        return None if widened == assumed else widened

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

    def raise_value(self, exception: Value, again: bool = False) -> None:
        """Leave for the innermost handler, or the function, with this exception; ``again`` where it was raised
        before, so that its traceback does not begin here."""
        context = self.exception_context()
        if context is None:
            self.terminate(Raise(exception, self.position))
        else:
            if not again:
                self.emit("note_raise", [exception], VOID)
            self.env.values[EXCEPTION] = exception
            self.jump(context.thrown)
            self.env.values.pop(EXCEPTION, None)

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


class Narrowed(Value):
    """A reference that is known to be of a narrower type where it is used."""

    __slots__ = ("wide",)

    def __init__(self, wide: Value, type: RefType) -> None:
        self.wide = wide
        self.type = type


def same_static(a: FrontValue, b: FrontValue) -> bool:
    """Whether two values are the same compile-time object."""
    if not isinstance(a, Static) or not isinstance(b, Static):
        return False
    if a.value is b.value:
        return True
    if type(a.value) is not type(b.value):
        return False
    return isinstance(a.value, (int, str, bytes)) and bool(a.value == b.value)
