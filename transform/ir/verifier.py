"""Checks that a graph is well formed: what every pass relies on and must leave behind.

- Each variable is defined once, and each use is dominated by the definition (the handler
  of a failing operation sees neither its result nor what follows it).
- A link passes an argument of the right type for each parameter of its target.
- Operands, static payload and result follow the type rule of the operation.
- Only an operation that can fail has a side exit for failures, and the target of these,
  which nothing else leads to, is what begins with ``catch``.
- Only a call or an operation that unwinds has a side exit for unwinding. It leads to blocks
  without ``catch``.
- Every block is ended; `Return` and `Raise` fit the function.
"""
from __future__ import annotations

from typing import Any, Iterable, Iterator

from transform.ir.dominators import Dominators, Segment
from transform.ir.graph import (
    Branch, CInteger, Constant, Function, Link, Operation, Program, Raise, Return, Switch, Terminator, Value,
    Variable,
)
from transform.ir.printer import print_function
from transform.ir.operands import Family, TypeRuleError, admits, is_assignable
from transform.ir.typerules import result_rule
from transform.ir.types import (
    BOOL, CodeType, FloatType, IntType, PointerType, Prebuilt, RefType, TupleType, Type, VOID,
)


class VerifyError(Exception):
    """A graph is not well formed. The message says where and why, and shows the function."""


def verify_program(program: Program) -> None:
    """Verifies every function, and that each name is taken once and each call leads to a
    function of the program. VerifyError otherwise."""
    names: set[str] = set()
    for function in program.functions:
        if function.name in names:
            raise VerifyError(f"two functions are called {function.name}")
        names.add(function.name)
    functions = set(program.functions)
    if program.entry not in functions:
        raise VerifyError(f"the entry {program.entry!r} is no function of the program")
    for function in program.functions:
        verify(function)
        for called in _called(function):
            if called not in functions:
                raise VerifyError(f"{function!r} uses {called!r}, which is no function of the program")
    for cls in program.classes:
        for slot, filler in cls.vtable.items():
            if isinstance(filler, Function) and cls.instantiated and filler not in functions:
                raise VerifyError(f"{slot!r} of {cls} is {filler!r}, which is no function of the program")


def verify(function: Function) -> None:
    """Verifies one function. VerifyError where it is not well formed."""
    if function.graph is not None:
        _Verifier(function).run()


def _called(function: Function) -> Iterator[Function]:
    if function.graph is not None:
        for block in function.graph.blocks():
            for op in block.ops:
                if isinstance(op.static, Function):
                    yield op.static


class _Verifier:
    def __init__(self, function: Function) -> None:
        assert function.graph is not None
        self.function = function
        self.graph = function.graph
        self.blocks = self.graph.blocks()
        self.where = "signature"

    def error(self, message: str) -> VerifyError:
        return VerifyError(f"{self.function!r}, {self.where}: {message}\n\n{print_function(self.function)}")

    def run(self) -> None:
        self.signature()
        self.handlers()
        for block in self.blocks:
            for op in block.ops:
                self.where = f"block {block.name or '?'}, {op.name} -> {op.result!r}"
                self.operation(op)
            self.where = f"block {block.name or '?'}, {type(block.exit).__name__}"
            self.exit(block.exit)
        self.dominance()

    def signature(self) -> None:
        params = self.function.signature.params
        if len(params) != len(self.graph.entry.params):
            raise self.error(f"{len(params)} parameters, but the entry has {len(self.graph.entry.params)}")
        for param, declared in zip(self.graph.entry.params, params):
            if param.type is not declared:
                raise self.error(f"parameter {param!r} is declared as {declared}")

    def handlers(self) -> None:
        """Targets of side exits begin with ``catch``, all other blocks have none."""
        side = {op.fail.target for block in self.blocks for op in block.ops if op.fail is not None}
        plain = {link.target for block in self.blocks for link in block.exit.links()} | {self.graph.entry}
        plain |= {op.unwind.target for block in self.blocks for op in block.ops if op.unwind is not None}
        for block in self.blocks:
            self.where = f"block {block.name or '?'}"
            catches = [index for index, op in enumerate(block.ops) if op.name == "catch"]
            if block in side and block in plain:
                raise self.error("a handler is also entered by a jump")
            if block in side and catches != [0]:
                raise self.error("a handler begins with one catch and has no other")
            if block not in side and catches:
                raise self.error("catch in a block that is no handler")

    def operation(self, op: Operation) -> None:
        for arg in op.args:
            self.value(arg)
        try:
            rule = result_rule(op)
        except TypeRuleError as error:
            raise self.error(str(error)) from None
        if op.result is None:
            if isinstance(rule, Family) or rule is not VOID:
                raise self.error("the result is missing")
        elif rule is VOID:
            raise self.error("gives no result")
        elif not admits(rule, op.result.type):
            expected = rule.name if isinstance(rule, Family) else str(rule)
            raise self.error(f"the result must be {expected}, got {op.result.type}")
        if op.fail is not None:
            if op.opdef.fails in (None, "fatal"):
                raise self.error("has a side exit, but cannot fail")
            self.link(op.fail)
        if op.unwind is not None:
            if not op.opdef.unwinds and op.opdef.name not in ("call", "call_virtual", "call_value"):
                raise self.error("has a side exit for unwinding, but cannot unwind")
            self.link(op.unwind)

    def link(self, link: Link) -> None:
        if len(link.args) != len(link.target.params):
            raise self.error(f"link to {link.target.name} has {len(link.args)} arguments"
                             f" for {len(link.target.params)} parameters")
        for arg, param in zip(link.args, link.target.params):
            self.value(arg)
            if not is_assignable(arg.type, param.type):
                raise self.error(f"link to {link.target.name} passes {arg!r} as {param!r}")

    def exit(self, exit: Terminator) -> None:
        for value in exit.values():
            self.value(value)
        for link in exit.links():
            self.link(link)
        match exit:
            case Branch():
                if exit.condition.type is not BOOL:
                    raise self.error(f"condition must be bool, got {exit.condition!r}")
            case Switch():
                if not isinstance(exit.value.type, IntType):
                    raise self.error(f"value must be an integer, got {exit.value!r}")
                numbers = [number for number, _ in exit.cases]
                if len(set(numbers)) != len(numbers):
                    raise self.error("a case stands twice")
                if not exit.cases and exit.default is None:
                    raise self.error("no case")
            case Return():
                result = self.function.signature.result
                if exit.value is None:
                    if result is not VOID:
                        raise self.error(f"returns nothing, declared is {result}")
                elif result is VOID or not is_assignable(exit.value.type, result):
                    raise self.error(f"returns {exit.value!r}, declared is {result}")
            case Raise():
                exception = exit.value.type
                if not isinstance(exception, RefType) or not exception.cls.is_exception or exception.optional:
                    raise self.error(f"raises {exit.value!r}")

    def value(self, value: Value) -> None:
        if isinstance(value, Constant) and not _fits(value.value, value.type):
            raise self.error(f"constant {value.value!r} is no {value.type}")

    def dominance(self) -> None:
        """Each variable is defined once and visible where it is used."""
        dominators = Dominators(self.graph)
        dominators.number_tree()
        home: dict[Variable, Segment] = {}
        for segment in dominators.segments:
            for variable in self.defined_in(segment):
                self.where = f"block {segment.block.name or '?'}"
                if variable in home:
                    raise self.error(f"{variable!r} is defined twice")
                home[variable] = segment
        for segment in dominators.segments:
            block = segment.block
            # What this segment defines further down is not visible yet.
            later = {op.result for op in block.ops[segment.start:segment.stop] if op.result is not None}
            for op in block.ops[segment.start:segment.stop]:
                self.where = f"block {block.name or '?'}, {op.name} -> {op.result!r}"
                self.uses(op.args, segment, home, later)
                for link in op.side_exits():
                    self.uses(link.args, segment, home, later)
                if op.result is not None:
                    later.discard(op.result)
            if segment.is_last:
                self.where = f"block {block.name or '?'}, {type(block.exit).__name__}"
                self.uses(block.exit.values(), segment, home, later)
                for link in block.exit.links():
                    self.uses(link.args, segment, home, later)

    def defined_in(self, segment: Segment) -> Iterator[Variable]:
        """Parameters and results that exist from this segment on."""
        ops = segment.block.ops
        if segment.is_first:
            yield from segment.block.params
        elif ops[segment.start - 1].result is not None:
            yield ops[segment.start - 1].result  # type: ignore[misc]
        for op in ops[segment.start:segment.stop]:
            if not op.side_exits() and op.result is not None:
                yield op.result

    def uses(self, values: Iterable[Value], segment: Segment, home: dict[Variable, Segment],
             later: set[Variable]) -> None:
        for value in values:
            if isinstance(value, Variable):
                if value not in home:
                    raise self.error(f"{value!r} is not defined")
                if value in later or not home[value].dominates(segment):
                    raise self.error(f"{value!r} is not defined on each way to its use")


def _fits(value: Any, type: Type) -> bool:
    """Whether a plain value can be a constant of that type."""
    match type:
        case _ if type is BOOL:
            return isinstance(value, bool)
        case IntType():
            if isinstance(value, CInteger):
                return True
            return isinstance(value, int) and not isinstance(value, bool) and type.minimum <= value <= type.maximum
        case FloatType():
            return isinstance(value, float)
        case RefType():
            # Null may stand for any reference: the runtime clears items that are not in use.
            return value is None or (isinstance(value, Prebuilt) and value.cls.is_subclass(type.cls))
        case PointerType():
            return value is None
        case CodeType():
            return value is None or isinstance(value, Function)
        case TupleType():
            return isinstance(value, tuple) and len(value) == len(type.items) and all(
                _fits(item, item_type) for item, item_type in zip(value, type.items))
    return value is None


