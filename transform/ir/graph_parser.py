"""The text form of one function's graph, read: blocks, operations, ends of blocks.

`parser` reads what stands around it, and gives names their meaning.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar

from transform.ir.graph import (
    Block, Branch, Fail, Function, Graph, Jump, Link, Operation, Raise, Return, Switch, Terminator, Unreachable, Value,
    Variable,
)
from transform.ir.operands import TypeRuleError
from transform.ir.operations import OPERATIONS, OpDef
from transform.ir.printer import LITERALS
from transform.ir.scanner import Scanner
from transform.ir.typerules import result_rule
from transform.ir.types import ClassType, PointerType, RefType, StructType, Type, VtableSlot

if TYPE_CHECKING:
    from transform.ir.parser import ProgramParser

T = TypeVar("T")


class GraphParser:
    """Reads the blocks of one function."""

    def __init__(self, program: ProgramParser, function: Function) -> None:
        self.program = program
        self.function = function
        self.blocks: dict[str, Block] = {}
        self.variables: dict[str, Variable] = {}

    def parse(self, lines: list[Scanner]) -> Graph:
        for line in lines:
            if not line.text[0].isspace():
                name = line.word("a block")
                if name in self.blocks:
                    raise line.error(f"block {name!r} stands twice")
                self.blocks[name] = Block(name=name)
        block: Optional[Block] = None
        ended = True
        for line in lines:
            if not line.text[0].isspace():
                if not ended:
                    raise line.error("the block before has no end")
                block = self.block_head(line, first=block is None)
                ended = False
            elif block is None or ended:
                raise line.error("expected a block")
            else:
                ended = self.statement(block, line)
            line.expect_end()
        if not ended:
            raise lines[-1].error("the last block has no end")
        return Graph(next(iter(self.blocks.values())))

    def block_head(self, line: Scanner, first: bool) -> Block:
        block = self.blocks[line.text.split("(")[0].split(":")[0].strip()]
        if first:
            for name, type in zip(self.function.param_names, self.function.signature.params):
                block.params.append(self.define(line, name, type))
        elif line.accept("("):
            while not line.accept(")"):
                name = line.word("a parameter")
                line.expect(":")
                block.params.append(self.define(line, name, self.program.type(line)))
                if not line.accept(","):
                    line.expect(")")
                    break
        line.expect(":")
        return block

    def define(self, line: Scanner, name: str, type: Type) -> Variable:
        if name in self.variables or name in LITERALS:
            raise line.error(f"variable {name!r} cannot be defined here")
        variable = self.variables[name] = Variable(type, name)
        return variable

    def value(self, line: Scanner) -> Value:
        start = line.position
        if line.at_end() or not (line.text[line.position].isalpha() or line.text[line.position] == "_"):
            return self.program.constant(line)
        name = line.word("a value")
        if name in LITERALS:
            line.position = start
            return self.program.constant(line)
        if name not in self.variables:
            line.position = start
            raise line.error(f"unknown variable {name!r}")
        return self.variables[name]

    def values(self, line: Scanner) -> list[Value]:
        """Values in parentheses."""
        line.expect("(")
        values: list[Value] = []
        while not line.accept(")"):
            values.append(self.value(line))
            if not line.accept(","):
                line.expect(")")
                break
        return values

    def link(self, line: Scanner) -> Link:
        name = line.word("a block")
        if name not in self.blocks:
            raise line.error(f"unknown block {name!r}")
        return Link(self.blocks[name], self.values(line) if line.looking_at("(") else ())

    def statement(self, block: Block, line: Scanner) -> bool:
        """Reads an operation (False) or the end of the block (True)."""
        word = line.word("an operation")
        if line.looking_at("=") or line.looking_at(":"):
            type = self.program.type(line) if line.accept(":") else None
            line.expect("=")
            block.ops.append(self.operation(line, line.word("an operation"), word, type))
            return False
        if word in OPERATIONS:
            block.ops.append(self.operation(line, word, None, None))
            return False
        block.exit = self.exit(line, word)
        return True

    def operation(self, line: Scanner, name: str, result: Optional[str], type: Optional[Type]) -> Operation:
        if name not in OPERATIONS:
            raise line.error(f"unknown operation {name!r}")
        args, static = self.payload(line, OPERATIONS[name])
        fail = self.link(line) if line.accept("fail") else None
        op = Operation(name, args, None, static, fail)
        if line.accept("unwind"):
            op.unwind = self.link(line)
        if result is None:
            return op
        if type is None:
            try:
                rule = result_rule(op)
            except TypeRuleError as error:
                raise line.error(str(error)) from None
            if not isinstance(rule, Type):
                raise line.error(f"the result needs a type ({rule.name})")
            type = rule
        op.result = self.define(line, result, type)
        return op

    def payload(self, line: Scanner, opdef: OpDef) -> tuple[list[Value], Any]:
        """The operands and the static payload."""
        program = self.program
        match opdef.static:
            case None:
                return self.operands(line), None
            case "Function":
                line.expect("@")
                function = program.find(program.functions, line, "function")
                return ([] if opdef.name == "code_address" else self.values(line)), function
            case "CFunction":
                extern = program.find(program.externs, line, "C function")
                return self.values(line), extern
            case "VtableSlot" if opdef.name == "call_virtual":
                return self.virtual_call(line)
            case "Field" | "VtableSlot" | "StructField":
                return self.member_access(line, opdef)
        args = [] if opdef.name in ("new", "size_of") else [self.value(line)]
        if opdef.name == "save_frame":
            line.expect(",")
            args.append(self.value(line))
        if not args or line.accept(","):
            return args, self.static(line, opdef)
        return args, None

    def operands(self, line: Scanner) -> list[Value]:
        values: list[Value] = []
        while not line.at_end() and (values or not (line.looking_at("fail") or line.looking_at("unwind"))):
            values.append(self.value(line))
            if not line.accept(","):
                break
        return values

    def member(self, line: Scanner, args: list[Value], find: Callable[[ClassType, str], Optional[T]]) -> T:
        """The member that the line names, looked up from the class of the first operand."""
        type = args[0].type if args else None
        return self.program.member(line, type.cls if isinstance(type, RefType) else None, find)

    def virtual_call(self, line: Scanner) -> tuple[list[Value], VtableSlot]:
        start = line.position
        line.expect(".")
        line.name("a slot")
        if line.accept("::"):
            line.word("a slot")
        args = self.values(line)
        end = line.position
        line.position = start
        slot = self.member(line, args, ClassType.find_slot)
        line.position = end
        return args, slot

    def member_access(self, line: Scanner, opdef: OpDef) -> tuple[list[Value], Any]:
        args = [self.value(line)]
        static: Any
        if opdef.static == "StructField":
            line.expect(".")
            name = line.word("a field")
            target = args[0].type.target if isinstance(args[0].type, PointerType) else None
            if not isinstance(target, StructType) or name not in target.fields:
                raise line.error(f"{args[0].type} has no field {name!r}")
            static = target.fields[name]
        else:
            find: Any = ClassType.find_field if opdef.static == "Field" else ClassType.find_slot
            static = self.member(line, args, find)
        if line.accept("="):
            args.append(self.value(line))
        return args, static

    def static(self, line: Scanner, opdef: OpDef) -> Any:
        program = self.program
        match opdef.static:
            case "str":
                return line.string()
            case "int":
                return line.integer()
            case "ClassType":
                return program.find(program.classes, line, "class")
        if line.accept("class"):
            return program.find(program.classes, line, "class")
        return program.target(line)

    def exit(self, line: Scanner, word: str) -> Terminator:
        match word:
            case "jump":
                return Jump(self.link(line))
            case "branch":
                condition = self.value(line)
                line.expect("then")
                then = self.link(line)
                line.expect("else")
                otherwise = self.link(line)
                likely = True if line.accept("likely") else False if line.accept("unlikely") else None
                return Branch(condition, then, otherwise, likely)
            case "switch":
                return self.switch(line)
            case "return":
                return Return(None if line.at_end() else self.value(line))
            case "raise":
                return Raise(self.value(line))
            case "fail":
                return Fail()
            case "unreachable":
                return Unreachable()
        raise line.error(f"unknown operation {word!r}")

    def switch(self, line: Scanner) -> Switch:
        value = self.value(line)
        line.expect("of")
        cases: list[tuple[int, Link]] = []
        default: Optional[Link] = None
        while default is None:
            if line.accept("else"):
                default = self.link(line)
            else:
                case = line.char()
                number = line.integer() if case is None else case
                line.expect("->")
                cases.append((number, self.link(line)))
                if not line.accept(","):
                    break
        return Switch(value, cases, default)

