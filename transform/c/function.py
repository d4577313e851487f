"""What the renderers of operations work with while one function is written: its values, types and failures.

A check jumps out of line: to its handler, or to the one exit of the function for failures, with ``at`` saying where
the failure was:

        if (rt_unlikely(!item)) { at = 2; goto failed; }
        ...
    failed:
        rt_traceback_add(&list_pop__places[at]);
        return NULL;
"""
from __future__ import annotations

import textwrap
from dataclasses import dataclass

from transform.c import expressions
from transform.c.body import INDENT, Body
from transform.c.declarations import Uses
from transform.c.expressions import PRIMARY, RELATION, UNARY, Expression
from transform.c.names import LocalNames
from transform.c.nesting import Nesting
from transform.c.program import Symbols
from transform.c.variables import Variables
from transform.ir.graph import Block, CInteger, Constant, Function, Link, Operation, Position, Value, Variable
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

_INVERTED = {"eq": "!=", "ne": "==", "lt": ">=", "le": ">", "gt": "<=", "ge": "<"}


@dataclass(frozen=True)
class Location:
    """An entry of a function's table of source locations. ``caller`` is the index of the entry for the place that
    the function was inlined into, which stands before this one; None for the C function's own lines."""

    file: str
    line: int
    function: str
    caller: int | None = None


class FunctionWriter:
    """The state of writing one function.

    body        its lines
    uses        what it mentions
    locations   the table that its tracebacks refer to, with the index of each entry
    raised      built-in exceptions that are raised at its end
    fails       whether anything leaves through its exit for failures
    """

    def __init__(self, symbols: Symbols, function: Function, blocks: list[Block], nesting: Nesting) -> None:
        self.symbols = symbols
        self.function = function
        self.symbol = symbols.function(function)
        self.uses = Uses()
        self.nesting = nesting
        self.variables = Variables(function, blocks, nesting, symbols.local_reserved)
        self.body = Body(symbols.options.line_directives)
        self.emit = self.body.emit
        self.locations: dict[Location, int] = {}
        self.raised: dict[str, None] = {}
        self.fails = False
        self.hoisted: set[str] = set()  # variables that are used outside of the braces where they are assigned
        self._name = self.variables.name
        self._debug = symbols.options.debug
        self._declared: set[str] = {self._name[param] for param in blocks[0].params}
        self._assigned: set[str] = set()
        self._spares: dict[str, list[Variable]] = {}
        self._labels: dict[Block, str] = {}
        self._label_names = LocalNames(symbols.local_reserved)
        self._new_objects = {op.result for block in blocks for op in block.ops if op.opdef.name == "new"}

    def declarations(self) -> list[str]:
        """The variables that are not declared where they are first assigned."""
        by_type: dict[str, list[str]] = {}
        for name, members in self.variables.members.items():
            if name in self._assigned:
                by_type.setdefault(self.spelled(members[0].type), []).append(name)
        lines = []
        for spelled, names in by_type.items():
            base = spelled.rstrip("*")
            stars = spelled[len(base):]
            declared = ", ".join(stars + name for name in names)
            lines += textwrap.wrap(f"{base.rstrip()} {declared};", 110, initial_indent=INDENT,
                                   subsequent_indent=2 * INDENT, break_long_words=False)
        if self.fails:
            lines.append(INDENT + "int at;")
        return lines

    # Places in the source

    def follow(self, position: Position | None) -> None:
        """Says where the next statement comes from. What was inlined counts as the line that it was inlined into."""
        own = self.function.position
        if position is None or own is None:
            return
        position = position.outermost
        if position.file == own.file and position.function == own.function:
            self.body.follow(position.line)

    def location(self, position: Position | None) -> int:
        """The index of a source position in the function's table. Those of its callers are before it."""
        position = position or self.function.position
        if position is None:
            found = Location("?", 0, self.function.name)
        else:
            caller = None if position.caller is None else self.location(position.caller)
            found = Location(position.file, position.line, position.function, caller)
        return self.locations.setdefault(found, len(self.locations))

    def location_address(self, op: Operation) -> str:
        return f"&{self.symbol}__places[{self.location(op.position)}]"

    # Variables

    def is_first_definition(self, variable: Variable) -> bool:
        """Whether an assignment to the variable declares it."""
        name = self._name[variable]
        return (name not in self._declared and name not in self.hoisted
                and len(self.variables.members[name]) == 1)

    def assign(self, variable: Variable, text: str) -> None:
        """``variable = text``, with a declaration where this is the only assignment to its C variable."""
        name = self._name[variable]
        if not self.is_first_definition(variable):
            self._mark_assigned(name)
            self.emit(f"{name} = {text};")
            return
        self._declared.add(name)
        spelled = self.spelled(variable.type)
        self.body.declare(f"{spelled}{'' if spelled.endswith('*') else ' '}{name} = {text};")

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
            self.body.declare(f"{spelled} {name};")
        self._mark_assigned(name)
        return name

    def temporary(self, type: Type, text: str) -> str:
        """A variable that is no value of the graph."""
        name = self.variables.fresh("t")
        spelled = self.spelled(type)
        self.body.declare(f"{spelled}{'' if spelled.endswith('*') else ' '}{name} = {text};")
        return name

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

    def fail_if(self, condition: str, op: Operation, raised: str | None = None) -> None:
        """Leaves the straight way if ``condition`` holds, which is unlikely. ``raised`` names the built-in exception
        that is raised; without it one is being raised already."""
        self.leave_if(f"rt_unlikely({condition})", op, raised)

    def leave_if(self, condition: str, op: Operation, raised: str | None) -> None:
        """The same for a condition that says itself how likely it is."""
        test = f"if ({condition})"
        if op.unwind is not None and not op.can_raise():
            self.body.open(test)
            self.unwind(op)
            self.body.close()
            return
        if op.fail is None and op.unwind is None:
            self.fails = True
            label = "failed"
            if raised is None:
                self.body.jump_to(label)
            else:
                self.raised[raised] = None
                label = f"raise_{raised}"
            self.emit(f"{test} {{ at = {self.location(op.position)}; goto {label}; }}")
            return
        self.body.open(test)
        if op.unwind is not None:
            self.body.open("if (rt_is_unwinding())")
            self.unwind(op)
            self.body.close()
        if op.fail is None:
            self.fails = True
            self.emit(f"at = {self.location(op.position)};")
            self.emit(f"goto {self.body.jump_to('failed')};")
            self.body.close()
            return
        if raised is not None:
            self.emit(f"rt_raise({self.exception(raised)});")
        self.emit(f"rt_traceback_add({self.location_address(op)});")
        self.write_moves(op.fail)
        self.emit(f"goto {self.body.jump_to(self.label(op.fail.target))};")
        self.body.close()

    def unwind(self, op: Operation) -> None:
        """Leaves the straight way, as the chain of calls is being suspended at ``op``."""
        assert op.unwind is not None, op
        self.write_moves(op.unwind)
        self.emit(f"goto {self.body.jump_to(self.label(op.unwind.target))};")

    def start_raise(self, exception: Value) -> None:
        """Starts raising an exception; the caller says where."""
        again = "" if self._is_fresh(exception) else "re"
        self.emit(f"rt_{again}raise({self.value(exception)});")

    def _is_fresh(self, value: Value) -> bool:
        """Whether an exception is surely not raised again: a constant, or made in this function."""
        value = self.nesting.resolve(value)
        op = self.nesting.nested.get(value)  # type: ignore[call-overload]
        while op is not None and op.opdef.name == "cast_ref":
            value = self.nesting.resolve(op.args[0])
            op = self.nesting.nested.get(value)  # type: ignore[call-overload]
        return isinstance(value, Constant) or value in self._new_objects

    def exception(self, name: str) -> str:
        """The address of a built-in exception."""
        return self.symbols.address(self.symbols.program.exceptions[name], self.uses)

    # Links

    def label(self, block: Block) -> str:
        """The label of a block."""
        name = self._labels.get(block)
        if name is None:
            name = self._labels[block] = self._label_names.give(block.name or "block")
        return name

    def give_label(self, hint: str) -> str:
        """A label that is no block's."""
        return self._label_names.give(hint)

    def has_moves(self, link: Link) -> bool:
        """Whether following a link assigns anything."""
        return any(self._needs_move(param, arg) for param, arg in zip(link.target.params, link.args))

    def _needs_move(self, param: Variable, arg: Value) -> bool:
        resolved = self.nesting.resolve(arg)
        return self._name.get(resolved) != self._name[param] and self.nesting.is_used(param)  # type: ignore[call-overload]

    def write_moves(self, link: Link) -> None:
        """Assigns the arguments of a link to the parameters of its target, all at once: a parameter is not written
        before the others that need its old value are."""
        pending: list[tuple[str, Value, set[str], Type]] = []
        for param, arg in zip(link.target.params, link.args):
            if self._needs_move(param, arg):
                pending.append((self._name[param], arg, self.variables.leaves(arg), param.type))
        while pending:
            for index, (name, arg, _, type) in enumerate(pending):
                self._mark_assigned(name)
                if not any(name in leaves for other, (_, _, leaves, _) in enumerate(pending) if other != index):
                    self.emit(f"{name} = {self.converted(arg, type)};")
                    del pending[index]
                    break
            else:  # a cycle: one value waits in a variable of its own
                name, arg, _, type = pending.pop(0)
                waiting = {leaf for _, _, leaves, _ in pending for leaf in leaves}
                spare = self._spare(type, waiting)
                self.emit(f"{self._name[spare]} = {self.converted(arg, type)};")
                pending.append((name, spare, {self._name[spare]}, type))

    def _spare(self, type: Type, waiting: set[str]) -> Variable:
        """A variable of a type for a value to wait in, in which none waits now."""
        spares = self._spares.setdefault(self.ctype(type), [])
        for found in spares:
            if self._name[found] not in waiting:
                return found
        found = Variable(type, "spare")
        spares.append(found)
        self._name[found] = name = self.variables.fresh("spare")
        self.variables.members[name] = [found]
        self._mark_assigned(name)
        return found
