"""A graph as a C function.

Blocks come in reverse postorder, so that most links fall through to the next block; blocks that only side exits
reach come last. A check jumps out of line: to its handler, or to the one exit of the function for failures,
with ``at`` saying where the failure was:

        if (rt_unlikely(!item)) { at = 2; goto failed; }
        ...
    failed:
        rt_traceback_add(&list_pop__places[at]);
        return NULL;
"""
from __future__ import annotations

from transform.c import expressions, statements
from transform.c.declarations import Uses
from transform.c.expressions import PRIMARY, RELATION, UNARY, Expression
from transform.c.literals import string_literal
from transform.c.names import LocalNames
from transform.c.nesting import Nesting
from transform.c.program import Symbols
from transform.c.variables import Variables
from transform.ir.graph import (
    Block,
    Branch,
    CInteger,
    Constant,
    Fail,
    Function,
    Jump,
    Link,
    Operation,
    Position,
    Raise,
    Return,
    Switch,
    Unreachable,
    Value,
    Variable,
)
from transform.ir.types import (
    VOID,
    ClassType,
    Field,
    FloatType,
    IntType,
    RefType,
    StructType,
    TupleType,
    Type,
    VtableSlot,
)

INDENT = "    "
_EMPTY = INDENT + ";"
_INVERTED = {"eq": "!=", "ne": "==", "lt": ">=", "le": ">", "gt": "<=", "ge": "<"}


class CodeText:
    """One function in C.

    lines      its text
    uses       what it mentions
    locations  the table that its tracebacks refer to: (file, line, function)
    """

    def __init__(self, function: Function, symbol: str, lines: list[str], uses: Uses,
                 locations: list[tuple[str, int, str]]) -> None:
        self.function = function
        self.symbol = symbol
        self.lines = lines
        self.uses = uses
        self.locations = locations


def write_function(symbols: Symbols, function: Function) -> CodeText:
    """The C text of a function of the program."""
    return FunctionWriter(symbols, function).write()


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


class FunctionWriter:
    """Writes one function; the renderers of operations call its methods."""

    def __init__(self, symbols: Symbols, function: Function) -> None:
        assert function.graph is not None, function
        self.symbols = symbols
        self.function = function
        self.uses = Uses()
        self.blocks = block_order(function.graph.entry)
        self.nesting = Nesting(self.blocks)
        self.variables = Variables(function, self.blocks, self.nesting, symbols.local_reserved)
        self._name = self.variables.name
        self._debug = symbols.options.debug
        self._directives = symbols.options.line_directives
        self._symbol = symbols.function(function)
        self._lines: list[str] = []
        self._line: int | None = None  # the source line that the C compiler takes the next line for
        self._file = function.position.file if function.position else None
        self._declared: set[str] = set()
        self._assigned: set[str] = set()
        self._locations: dict[tuple[str, int, str], int] = {}
        self._labels: dict[Block, str] = {}
        self._label_names = LocalNames(symbols.local_reserved)
        self._wanted: set[str] = set()  # labels that something jumps to
        self._raised: dict[str, None] = {}  # exceptions raised at the end of the function
        self._fails = False
        self._next: Block | None = None

    def write(self) -> CodeText:
        function = self.function
        entry = self.blocks[0]
        names = [self._name[param] for param in entry.params]
        self._declared.update(names)
        head = attributes(function) + self.symbols.head(function, names, self.uses)
        for index, block in enumerate(self.blocks):
            self._next = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
            self._write_block(block)
        self._write_failures()
        body = self._without_unused_labels()
        lines = [head, "{"]
        if self._directives and function.position is not None:
            lines.insert(0, f"#line {function.position.line} {string_literal(function.position.file)}")
        lines += self._declarations()
        lines += body
        lines.append("}")
        return CodeText(function, self._symbol, lines, self.uses, list(self._locations))

    def _declarations(self) -> list[str]:
        """The variables that are not declared where they are first assigned."""
        by_type: dict[str, list[str]] = {}
        for name, members in self.variables.members.items():
            if name in self._assigned:
                by_type.setdefault(self.spelled(members[0].type), []).append(name)
        lines = []
        for spelled, names in by_type.items():
            pointer = "*" if spelled.endswith("*") else ""
            base = spelled[:-1].rstrip() if pointer else spelled
            stars = ""
            while base.endswith("*"):
                base, stars = base[:-1].rstrip(), stars + "*"
            text = f"{base} " + ", ".join(f"{stars}{pointer}{name}" for name in names) + ";"
            lines.append(INDENT + text)
        if self._fails:
            lines.append(INDENT + "int at;")
        return lines

    def _without_unused_labels(self) -> list[str]:
        """The body; with a label goes the empty statement between it and a declaration."""
        kept: list[str] = []
        dropped = False
        for line in self._lines:
            if line.endswith(":") and not line.startswith(INDENT):
                dropped = line[:-1] not in self._wanted
                if dropped:
                    continue
            elif line != _EMPTY:
                dropped = False
            elif dropped:
                continue
            kept.append(line)
        return kept

    # Lines

    def emit(self, text: str) -> None:
        """Adds a line to the body."""
        self._lines.append(INDENT + text)
        if self._line is not None:
            self._line += 1

    def _emit_label(self, name: str) -> None:
        self._lines.append(name + ":")
        self._line = None  # it may turn out to be unused

    def _follow(self, position: Position | None) -> None:
        """A #line directive, if the next statement comes from another line of this function's source. What was
        inlined counts as the line that it was inlined into."""
        if not self._directives or position is None or position.line == self._line:
            return
        own = self.function.position
        if own is None or position.file != own.file or position.function != own.function:
            return
        self._lines.append(f"#line {position.line}")
        self._line = position.line

    def location(self, position: Position | None) -> int:
        """The index of a source position in the function's table."""
        position = position or self.function.position
        if position is None:
            key = "?", 0, self.function.name
        else:
            key = position.file, position.line, position.function
        return self._locations.setdefault(key, len(self._locations))

    def location_address(self, op: Operation) -> str:
        return f"&{self._symbol}__places[{self.location(op.position)}]"

    # Variables

    def is_first_definition(self, variable: Variable) -> bool:
        """Whether an assignment to the variable declares it."""
        name = self._name[variable]
        return name not in self._declared and len(self.variables.members[name]) == 1

    def assign(self, variable: Variable, text: str) -> None:
        """``variable = text``, with a declaration where this is the only assignment to its C variable."""
        name = self._name[variable]
        if not self.is_first_definition(variable):
            self._mark_assigned(name)
            self.emit(f"{name} = {text};")
            return
        self._declared.add(name)
        spelled = self.spelled(variable.type)
        self._after_label()
        self.emit(f"{spelled}{'' if spelled.endswith('*') else ' '}{name} = {text};")

    def _mark_assigned(self, name: str) -> None:
        if name not in self._declared:
            self._assigned.add(name)

    def assign_used(self, variable: Variable, text: str) -> None:
        """The same, left out for a variable that nothing uses."""
        if self.nesting.is_used(variable):
            self.assign(variable, text)

    def declared(self, variable: Variable) -> str:
        """The name of a variable that is written through its address."""
        name = self._name[variable]
        if self.is_first_definition(variable):
            self._declared.add(name)
            spelled = self.spelled(variable.type)
            self._after_label()
            self.emit(f"{spelled} {name};")
        self._mark_assigned(name)
        return name

    def temporary(self, type: Type, text: str) -> str:
        """A variable that is no value of the graph."""
        name = self.variables.fresh("t")
        spelled = self.spelled(type)
        self._after_label()
        self.emit(f"{spelled}{'' if spelled.endswith('*') else ' '}{name} = {text};")
        return name

    def _after_label(self) -> None:
        """A declaration may not follow a label: an empty statement comes between."""
        for index in range(len(self._lines) - 1, -1, -1):
            line = self._lines[index]
            if line.startswith("#"):
                continue
            if line.endswith(":") and not line.startswith(INDENT):
                self._lines.insert(index + 1, _EMPTY)
            return

    # Values

    def expression(self, value: Value, exact: bool = False) -> Expression:
        value = self.nesting.resolve(value)
        if isinstance(value, Constant):
            return self._constant(value, exact)
        op = self.nesting.nested.get(value)  # type: ignore[call-overload]
        if op is None:
            return self._name[value], PRIMARY  # type: ignore[index]
        return expressions.RENDERERS[op.opdef.name](self, op)

    def _constant(self, constant: Constant, exact: bool) -> Expression:
        type, value = constant.type, constant.value
        text = self.symbols.constant(value, type, self.uses, exact)
        if isinstance(type, TupleType):
            return f"({self.spelled(type)}){text}", UNARY
        if isinstance(type, IntType):
            return text, UNARY if value < 0 and not isinstance(value, CInteger) else PRIMARY
        if isinstance(type, FloatType):
            return text, UNARY if text.startswith("-") else PRIMARY
        return text, PRIMARY if text == "NULL" else UNARY

    def value(self, value: Value) -> str:
        """The text of a value, where anything may stand."""
        return self.expression(value)[0]

    def exact(self, value: Value) -> str:
        """The text of a value; a constant has its full width."""
        return self.expression(value, True)[0]

    def operand(self, value: Value, precedence: int, exact: bool = False) -> str:
        """The text of a value as an operand of an operator of that precedence."""
        text, own = self.expression(value, exact)
        if own < precedence:
            return f"({text})"
        if text == "NULL" and precedence == PRIMARY:
            return f"(({self.spelled(value.type)})NULL)"
        return text

    def converted(self, value: Value, type: Type) -> str:
        """The text of a value that is stored as ``type``: a reference to a class below becomes one to its class."""
        if isinstance(type, RefType) and isinstance(value.type, RefType) and value.type.cls is not type.cls:
            text, precedence = self.expression(value)
            if text == "NULL":
                return text
            return f"({self.spelled(type)})" + (f"({text})" if precedence < UNARY else text)
        return self.value(value)

    def negated(self, value: Value) -> Expression:
        """The expression that is true where ``value`` is false."""
        resolved = self.nesting.resolve(value)
        op = self.nesting.nested.get(resolved)  # type: ignore[call-overload]
        if op is not None:
            kind, _, name = op.opdef.name.partition("_")
            if kind == "int" and name in _INVERTED or kind == "float" and name in ("eq", "ne"):
                left, right = (self.operand(arg, RELATION + 1) for arg in op.args)
                return f"{left} {_INVERTED[name]} {right}", RELATION
            if op.opdef.name == "is_null":
                return f"{self.operand(op.args[0], RELATION + 1)} != NULL", RELATION
            if op.opdef.name == "bool_not":
                return self.expression(op.args[0])
        return "!" + self.operand(value, UNARY), UNARY

    # Types and parts of objects

    def ctype(self, type: Type | StructType) -> str:
        return self.symbols.declarations.ctype(type)

    def spelled(self, type: Type | StructType) -> str:
        """The C type, noted as mentioned."""
        self.uses.type(type)
        return self.symbols.declarations.ctype(type)

    def struct(self, cls: ClassType) -> str:
        self.uses.aggregates.add(cls)
        return f"struct {self.symbols.declarations.tag(cls)}"

    def complete(self, r: Value) -> str:
        """A reference as the left operand of ``->``."""
        assert isinstance(r.type, RefType)
        self.uses.aggregates.add(r.type.cls)
        return self.operand(r, PRIMARY)

    def variable_part(self, cls: ClassType) -> Type:
        """The item type of a class's variable part (its own or inherited)."""
        found: ClassType | None = cls
        while found is not None:
            if found.varpart is not None:
                return found.varpart
            found = found.base
        raise TypeError(f"{cls} has no variable part")

    def field(self, r: Value, field: Field) -> str:
        """``r->field``. The static class of r has the field or is above the one that has it."""
        assert isinstance(r.type, RefType)
        name = self.symbols.declarations.field_name(field)
        if r.type.cls.is_subclass(field.owner):
            return f"{self.complete(r)}->{name}"
        return f"(({self.struct(field.owner)} *){self.operand(r, UNARY)})->{name}"

    def item(self, r: Value, i: Value) -> str:
        """``r->items[i]``; the index is verified in debug builds."""
        index = self.value(i)
        text = self.complete(r)
        if self._debug:
            assert isinstance(r.type, RefType)
            length = r.type.cls.find_field("length")
            assert length is not None
            index = f"rt_index({index}, {text}->{self.symbols.declarations.field_name(length)})"
        return f"{text}->items[{index}]"

    def slot(self, r: Value, slot: VtableSlot) -> str:
        """What fills a virtual slot in the class of r."""
        assert isinstance(r.type, RefType)
        declarations = self.symbols.declarations
        owner = slot.owner
        self.uses.aggregates.add(declarations.vtable(owner))
        tag, name = declarations.tag(owner), declarations.slot_name(slot)
        if self.symbols.layout.has_immediates(r.type.cls):
            return f"RT_VTABLE_TAGGED({tag}, {self.value(r)}, {self._immediate_tids()})->{name}"
        self.uses.aggregates.add(r.type.cls)
        return f"RT_VTABLE({tag}, {self.value(r)})->{name}"

    def tagged_tid(self, text: str) -> str:
        """The type id of a reference that may be an immediate."""
        return f"rt_tid_tagged({text}, {self._immediate_tids()})"

    def _immediate_tids(self) -> str:
        tids = []
        for kind in ("int", "float"):
            cls = self.symbols.layout.immediates.get(kind)
            tids.append("0" if cls is None else self.symbols.class_range(cls, self.uses)[0])
        return ", ".join(tids)

    def raw_field(self, op: Operation) -> str:
        return f"{self.operand(op.args[0], PRIMARY)}->{self.symbols.declarations.member(op.static.name)}"

    def size_of(self, type: Type | StructType | ClassType) -> str:
        if isinstance(type, ClassType):
            return f"sizeof({self.struct(type)})"
        if type is VOID:
            return "1"
        if isinstance(type, StructType):
            self.uses.aggregates.add(type)
        return f"sizeof({self.spelled(type)})"

    def byte_count(self, n: Value, type: Type | StructType) -> str:
        """The size of ``n`` items."""
        if type is VOID or isinstance(type, IntType) and type.bits == 8:
            return self.value(n)
        return f"{self.operand(n, expressions.PRODUCT)} * {self.size_of(type)}"

    # Failures

    def fail_if(self, condition: str, op: Operation, raised: str | None = None, also: str = "") -> None:
        """Leaves the straight way if ``condition`` holds (and ``also``, which is tested off the straight way).
        ``raised`` names the built-in exception that is raised; without it one is being raised already."""
        test = f"if (rt_unlikely({condition})"
        test += f" && {also})" if also else ")"
        if op.unwind is not None:
            aside = self.unwind(op)
            if not op.can_raise():
                self.emit(f"{test} {aside}")
                return
            aside = f"if (rt_is_unwinding()) {aside}"
        else:
            aside = ""
        if op.fail is None:
            self._fails = True
            label = "failed"
            if raised is None:
                self._wanted.add(label)
            else:
                self._raised[raised] = None
                label = f"raise_{raised}"
            self.emit(f"{test} {{ {aside + ' ' if aside else ''}at = {self.location(op.position)}; goto {label}; }}")
            return
        self.emit(test + " {")
        if aside:
            self.emit(INDENT + aside)
        if raised is not None:
            self.emit(f"    rt_raise({self._exception(raised)});")
        self.emit(f"    rt_traceback_add({self.location_address(op)});")
        self._follow_link(op.fail, INDENT, False)
        self.emit("}")

    def unwind(self, op: Operation) -> str:
        """The jump that is taken when the chain of calls is being suspended at ``op``."""
        assert op.unwind is not None, op
        return f"goto {self._jump_label(op.unwind.target)};"

    def _exception(self, name: str) -> str:
        return self.symbols.address(self.symbols.program.exceptions[name], self.uses)

    def _write_failures(self) -> None:
        """The end of the function, where its failures meet."""
        last = len(self._raised) - 1
        for number, name in enumerate(self._raised):
            self._wanted.add(f"raise_{name}")
            self._emit_label(f"raise_{name}")
            self.emit(f"rt_raise({self._exception(name)});")
            if number < last:
                self._wanted.add("failed")
                self.emit("goto failed;")
        if self._fails:
            self._emit_label("failed")
            self.emit(f"rt_traceback_add(&{self._symbol}__places[at]);")
            self.emit(f"return {statements.failure_value(self, self.function.signature.result)};")

    # Blocks and links

    def _write_block(self, block: Block) -> None:
        if block is not self.blocks[0] or self._is_target(block):
            self._emit_label(self._label(block))
        for op in block.ops:
            self._write_operation(op)
        self._follow(block.exit.position)
        self._write_exit(block)

    def _is_target(self, block: Block) -> bool:
        return any(link.target is block for b in self.blocks for link in b.links())

    def _label(self, block: Block) -> str:
        name = self._labels.get(block)
        if name is None:
            name = self._labels[block] = self._label_names.give(block.name or "block")
        return name

    def _write_operation(self, op: Operation) -> None:
        result = op.result
        writer = statements.WRITERS.get(op.opdef.name)
        if writer is not None:
            self._follow(op.position)
            writer(self, op)
            return
        if result is None or result in self.nesting.nested or result in self.nesting.alias:
            return
        if not self.nesting.is_used(result):
            return
        self._follow(op.position)
        self.assign(result, expressions.RENDERERS[op.opdef.name](self, op)[0])

    def _write_exit(self, block: Block) -> None:
        exit = block.exit
        if isinstance(exit, Jump):
            self._follow_link(exit.link, "", True)
        elif isinstance(exit, Branch):
            self._write_branch(exit)
        elif isinstance(exit, Return):
            result = self.function.signature.result
            if result is VOID or exit.value is None:
                self.emit("return 1;")
            else:
                self.emit(f"return {self.converted(exit.value, result)};")
        elif isinstance(exit, Raise):
            self._fails = True
            self._wanted.add("failed")
            again = "" if isinstance(self.nesting.resolve(exit.value), Constant) else "re"
            self.emit(f"rt_{again}raise({self.value(exit.value)});")
            self.emit(f"at = {self.location(exit.position)};")
            self.emit("goto failed;")
        elif isinstance(exit, Fail):
            self.emit(f"return {statements.failure_value(self, self.function.signature.result)};")
        elif isinstance(exit, Switch):
            self._write_switch(exit)
        elif isinstance(exit, Unreachable):
            self.emit("__builtin_unreachable();")
        else:
            raise TypeError(f"unknown end of a block: {exit!r}")

    def _write_branch(self, exit: Branch) -> None:
        likely = exit.likely
        if exit.then.target is self._next and exit.otherwise.target is not self._next:
            condition = self.negated(exit.condition)[0]
            aside, straight = exit.otherwise, exit.then
            likely = None if likely is None else not likely
        else:
            condition = self.value(exit.condition)
            aside, straight = exit.then, exit.otherwise
        if likely is not None:
            condition = f"rt_{'' if likely else 'un'}likely({condition})"
        moves = self._moves(aside)
        label = self._jump_label(aside.target)
        if moves:
            self.emit(f"if ({condition}) {{")
            for move in moves:
                self.emit(INDENT + move)
            self.emit(f"    goto {label};")
            self.emit("}")
        else:
            self.emit(f"if ({condition})")
            self.emit(f"    goto {label};")
        self._follow_link(straight, "", True)

    def _write_switch(self, exit: Switch) -> None:
        self.emit(f"switch ({self.value(exit.value)}) {{")
        type = exit.value.type
        assert isinstance(type, IntType)
        for number, link in exit.cases:
            self.emit(f"case {self.symbols.constant(number, type, self.uses)}:")
            self._follow_link(link, INDENT, False)
        self.emit("default:")
        if exit.default is None:
            self.emit("    __builtin_unreachable();")
        else:
            self._follow_link(exit.default, INDENT, False)
        self.emit("}")

    def _jump_label(self, target: Block) -> str:
        label = self._label(target)
        self._wanted.add(label)
        return label

    def _follow_link(self, link: Link, indent: str, may_fall: bool) -> None:
        """The moves of a link and the jump, which is left out where the target comes next."""
        for move in self._moves(link):
            self.emit(indent + move)
        if not may_fall or link.target is not self._next:
            self.emit(f"{indent}goto {self._jump_label(link.target)};")

    def _moves(self, link: Link) -> list[str]:
        """Assigns the arguments of a link to the parameters of its target, all at once: a parameter is not written
        before the others that need its old value are."""
        pending: list[tuple[str, Value, set[str], Type]] = []
        for param, arg in zip(link.target.params, link.args):
            name = self._name[param]
            resolved = self.nesting.resolve(arg)
            if self._name.get(resolved) == name or not self.nesting.is_used(param):  # type: ignore[call-overload]
                continue
            pending.append((name, arg, self.variables.leaves(arg), param.type))
        lines: list[str] = []
        while pending:
            for index, (name, arg, _, type) in enumerate(pending):
                self._mark_assigned(name)
                if not any(name in leaves for other, (_, _, leaves, _) in enumerate(pending) if other != index):
                    lines.append(f"{name} = {self.converted(arg, type)};")
                    del pending[index]
                    break
            else:  # a cycle: one value waits in a variable of its own
                name, arg, _, type = pending.pop(0)
                spare = Variable(type, name)
                self._name[spare] = fresh = self.variables.fresh(name)
                self.variables.members[fresh] = [spare]
                self._mark_assigned(fresh)
                lines.append(f"{fresh} = {self.converted(arg, type)};")
                pending.append((name, spare, {fresh}, type))
        return lines
