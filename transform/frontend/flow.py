"""Control flow of a function that is being translated.

The graph is built in SSA form at once. Forward edges are collected in a `Join` with the Env of each; when all are
known, `finish` makes the block, with a parameter for each name that differs. A loop header must have its parameters
before its body is translated, so their types are guessed from the values that enter, and the body is translated again
when it brings back a wider type.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from transform.frontend.annotations import common_type
from transform.frontend.core import Core
from transform.frontend.environment import EXCEPTION, Env, Join, Narrowed, Source, same_static
from transform.frontend.values import (
    NONE,
    FrontValue,
    Static,
    Unusable,
    is_none,
)
from transform.ir.graph import (
    Block,
    Jump,
    Link,
    Raise,
    Value,
    Variable,
)
from transform.ir.types import (
    VOID,
    RefType,
    Type,
)

if TYPE_CHECKING:
    pass


class Flow(Core):
    """Joins of control flow, loops, and the ways that exceptions take."""

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
