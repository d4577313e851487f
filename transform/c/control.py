"""A graph as a C function: walks the script of its structure and writes blocks, branches and the end."""
from __future__ import annotations

from transform.c import expressions, statements
from transform.c.declarations import Uses
from transform.c.dispatch import Dispatch, is_worth_it
from transform.c.function import FunctionWriter, Location
from transform.c.literals import string_literal
from transform.c.nesting import Nesting
from transform.c.program import Symbols
from transform.c.structure import Kind, Place, Step, Structure
from transform.ir.graph import Block, Branch, Fail, Function, Link, Operation, Raise, Return, Switch
from transform.ir.types import VOID, IntType


class CodeText:
    """One function in C.

    lines      its text
    uses       what it mentions
    locations  the table that its tracebacks refer to
    """

    def __init__(self, function: Function, symbol: str, lines: list[str], uses: Uses,
                 locations: list[Location]) -> None:
        self.function = function
        self.symbol = symbol
        self.lines = lines
        self.uses = uses
        self.locations = locations


def write_function(symbols: Symbols, function: Function) -> CodeText:
    """The C text of a function of the program."""
    return ControlWriter(symbols, function).write()


def attributes(function: Function) -> str:
    """What the head of a function starts with."""
    words = []
    if function.cold:
        words.append("cold")
    if function.inline == "never":
        words.append("noinline")
    if function.export:
        words.append('visibility("default")')
    return f"__attribute__(({', '.join(words)})) " if words else ""


def block_order(entry: Block) -> list[Block]:
    """Reverse postorder, the first way of a branch first; behind them what only side exits reach."""
    order: list[Block] = []
    seen: set[Block] = set()
    roots = [entry]
    while roots:
        root = roots.pop(0)
        if root in seen:
            continue
        seen.add(root)
        postorder: list[Block] = []
        stack = [(root, iter([link.target for link in reversed(root.exit.links())]))]
        while stack:
            block, targets = stack[-1]
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    stack.append((target, iter([link.target for link in reversed(target.exit.links())])))
                    break
            else:
                stack.pop()
                postorder.append(block)
        postorder.reverse()
        order += postorder
        for block in postorder:
            roots += [link.target for op in block.ops for link in op.side_exits()]
    return order


class ControlWriter:
    """Writes one function."""

    def __init__(self, symbols: Symbols, function: Function) -> None:
        assert function.graph is not None, function
        blocks = block_order(function.graph.entry)
        nesting = Nesting(blocks)
        self._symbols = symbols
        self._function = function
        self._entry = blocks[0]
        self._nesting = nesting
        self._w = FunctionWriter(symbols, function, blocks, nesting)
        self._structure = Structure(blocks, self._is_empty, self._w.has_moves)
        self._w.hoisted = self._w.variables.used_outside(self._structure.scope, self._structure.parent)
        self._dispatches = self._find_dispatches()
        self._body = self._w.body

    def write(self) -> CodeText:
        """The text."""
        w, function = self._w, self._function
        names = [w.variables.name[param] for param in self._entry.params]
        head = attributes(function) + self._symbols.head(function, names, w.uses)
        for step in self._structure.script:
            self._write_step(step)
        self._write_failures()
        tables = [line for dispatch in self._dispatches.values() for line in dispatch.declaration()]
        lines = [head, "{", *w.declarations(), *tables, *self._body.lines(), "}"]
        if self._symbols.options.line_directives and function.position is not None:
            lines.insert(0, f"#line {function.position.line} {string_literal(function.position.file)}")
        return CodeText(function, w.symbol, lines, w.uses, list(w.locations))

    def _find_dispatches(self) -> dict[Block, Dispatch]:
        """The tables of the loops that get threaded dispatch. What such a loop starts with is written several times,
        so its variables cannot be declared there."""
        w, script = self._w, self._structure.script
        found: dict[Block, Dispatch] = {}
        for block in self._structure.loops:
            exit = block.exit
            if not isinstance(exit, Switch):
                continue
            ops = [op for op in block.ops if self._statement(op)]
            ways = [step for step in script if self._structure.is_way_back(step, block)]
            if is_worth_it(exit, len(ops), len(ways)):
                cases = [step.values for step in script if step.kind is Kind.CASE and step.block is block]
                found[block] = Dispatch(exit, cases, self._nesting, w.variables.fresh("targets"), w.give_label)
                w.hoisted.update(w.variables.name[op.result] for op in ops if op.result in w.variables.name)
        return found

    # Steps

    def _write_step(self, step: Step) -> None:
        block = step.block
        match step.kind:
            case Kind.BLOCK:
                assert block is not None
                self._write_block(block)
            case Kind.LOOP:
                self._body.open("for (;;)")
            case Kind.WHILE:
                assert block is not None and step.link is not None
                self._body.open(f"while ({self._condition(block, step.link)})")
            case Kind.IF:
                assert block is not None and step.link is not None
                self._body.open(f"if ({self._condition(block, step.link)})")
            case Kind.ELSE:
                self._body.turn("else")
            case Kind.SWITCH:
                assert block is not None and isinstance(block.exit, Switch)
                self._body.open(f"switch ({self._w.value(block.exit.value)})")
            case Kind.CASE:
                assert block is not None and isinstance(block.exit, Switch)
                self._body.open(self._case(block, block.exit, step.values))
            case Kind.MOVES:
                assert step.link is not None
                self._w.write_moves(step.link)
            case Kind.LINK:
                assert step.link is not None
                self._w.write_moves(step.link)
                target = step.link.target
                if target in self._dispatches and self._structure.is_way_back(step, target):
                    self._write_dispatch(target)
                else:
                    self._write_jump(target, step.place)
            case Kind.END:
                self._body.close()
            case Kind.EXIT:
                assert block is not None
                self._write_exit(block)

    def _write_block(self, block: Block) -> None:
        self._body.label(self._w.label(block))
        for op in block.ops:
            self._write_operation(op)
        self._w.follow(block.exit.position)

    def _statement(self, op: Operation) -> bool:
        """Whether an operation is a statement of its own."""
        if op.opdef.name in statements.WRITERS:
            return True
        result = op.result
        nesting = self._nesting
        return (result is not None and result not in nesting.nested and result not in nesting.alias
                and nesting.is_used(result))

    def _is_empty(self, block: Block) -> bool:
        """Whether a block has no statements before its end."""
        return not any(self._statement(op) for op in block.ops)

    def _write_operation(self, op: Operation) -> None:
        if not self._statement(op):
            return
        w = self._w
        w.follow(op.position)
        writer = statements.WRITERS.get(op.opdef.name)
        if writer is not None:
            writer(w, op)
        else:
            assert op.result is not None
            w.assign(op.result, expressions.RENDERERS[op.opdef.name](w, op)[0])

    # Ways out of a block

    def _condition(self, block: Block, link: Link) -> str:
        """The condition under which a branch takes a link."""
        exit = block.exit
        assert isinstance(exit, Branch)
        likely = exit.likely
        if link is exit.then:
            text = self._w.value(exit.condition)
        else:
            text = self._w.negated(exit.condition)[0]
            likely = None if likely is None else not likely
        return text if likely is None else f"rt_{'' if likely else 'un'}likely({text})"

    def _case(self, block: Block, exit: Switch, values: tuple[int, ...]) -> str:
        type = exit.value.type
        assert isinstance(type, IntType)
        labels = [f"case {self._symbols.constant(value, type, self._w.uses)}:" for value in values]
        labels = labels or ["default:"]
        if block in self._dispatches:
            own = self._dispatches[block].case_label(values)
            labels += [] if own is None else [f"{own}:"]
        return " ".join(labels)

    def _write_dispatch(self, block: Block) -> None:
        """A copy of a block that ends in a switch, which jumps to the case at once."""
        assert isinstance(block.exit, Switch)
        for op in block.ops:
            self._write_operation(op)
        self._w.follow(block.exit.position)
        for line in self._dispatches[block].jump(self._w.value(block.exit.value)):
            self._w.emit(line)

    def _write_jump(self, target: Block, place: Place) -> None:
        """Gets to a block in the shortest way that the place allows."""
        if target is place.follow:
            return
        if target is place.break_to:
            self._w.emit("break;")
        elif target is place.loop:
            self._w.emit("continue;")
        else:
            self._w.emit(f"goto {self._body.jump_to(self._w.label(target))};")

    def _write_exit(self, block: Block) -> None:
        w, exit = self._w, block.exit
        if isinstance(exit, Return):
            result = self._function.signature.result
            if result is VOID or exit.value is None:
                w.emit("return 1;")
            else:
                w.emit(f"return {w.converted(exit.value, result)};")
        elif isinstance(exit, Raise):
            w.start_raise(exit.value)
            w.emit(f"at = {w.location(exit.position)};")
            w.emit(f"goto {self._body.jump_to('failed')};")
            w.fails = True
        elif isinstance(exit, Fail):
            w.emit(f"return {statements.failure_value(w, self._function.signature.result)};")
        else:  # nothing gets here: Unreachable, or the end of a switch on all there is
            w.emit("__builtin_unreachable();")

    def _write_failures(self) -> None:
        """The end of the function, where its failures meet."""
        w = self._w
        last = len(w.raised) - 1
        for number, name in enumerate(w.raised):
            self._body.label(self._body.jump_to(f"raise_{name}"))
            w.emit(f"rt_raise({w.exception(name)});")
            if number < last:
                w.emit(f"goto {self._body.jump_to('failed')};")
        if w.fails:
            self._body.label("failed")
            w.emit(f"rt_traceback_add(&{w.symbol}__places[at]);")
            w.emit(f"return {statements.failure_value(w, self._function.signature.result)};")
