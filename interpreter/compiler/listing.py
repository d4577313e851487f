"""Instructions as text: what the module `dis` shows.

    3   LT_JUMP         t1 i n
    4   JUMP_IF_FALSE   t1 -> 9

Registers have the names of their variables; temporaries are t0, t1 ...
"""
from __future__ import annotations

from interpreter.bytecode import INSTRUCTIONS, OPERATION, SMALL_NUMBER, Op
from interpreter.objects.code import Code
from interpreter.objects.make import Object
from interpreter.protocols.text import repr_of

_NAMES = [instruction.name for instruction in INSTRUCTIONS]
_OPERANDS: list[list[str]] = [list(instruction.operands) for instruction in INSTRUCTIONS]
_IS_WIDE = [len(kinds) == 2 and kinds[1] in ("k", "n", "c", "i", "j") for kinds in _OPERANDS]
"""Whether the second operand has 32 bits."""


def operation_of(word: int) -> int:
    return word & OPERATION


def kinds_of(operation: int) -> list[str]:
    """What each operand of an operation is, as the table says."""
    return _OPERANDS[operation]


def operand_a(word: int) -> int:
    return word >> 16 & 0xFFFF


def operand_b(word: int) -> int:
    return word >> 32 & 0xFFFF


def operand_c(word: int) -> int:
    return word >> 48 & 0xFFFF


def operand_d(word: int) -> int:
    """The second operand of 32 bits, with its sign."""
    return word >> 32


def operands_of(word: int) -> list[int]:
    """The operands, as many as the operation has."""
    operation = operation_of(word)
    count = len(_OPERANDS[operation])
    if _IS_WIDE[operation]:
        return [operand_a(word), operand_d(word)]
    return [operand_a(word), operand_b(word), operand_c(word)][:count]


class Listing:
    """Writes the instructions of a code object."""
    code: Code
    register_names: dict[int, str]

    def __init__(self, code: Code) -> None:
        self.code = code
        self.register_names = {}
        for i in range(len(code.varnames)):
            self.register_names[i] = code.varnames[i]
        for i in range(len(code.cellvars)):
            self.register_names[code.cell_registers[i]] = code.cellvars[i]
        for i in range(len(code.freevars)):
            self.register_names[code.first_free + i] = code.freevars[i]

    def register(self, number: int) -> str:
        known = self.register_names.get(number, "")
        return known if known else f"t{number - self.code.first_free - len(self.code.freevars)}"

    def instruction(self, index: int) -> str:
        """The name of an operation and its operands."""
        word = self.code.words[index]
        operation = operation_of(word)
        if operation == Op.NOP:
            return "NOP"
        kinds = _OPERANDS[operation]
        numbers = operands_of(word)
        texts: list[str] = []
        for i in range(len(kinds)):
            text = self.operand(kinds[i], numbers[i], index)
            if text:
                texts.append(text)
        return _NAMES[operation] + (" " + " ".join(texts) if texts else "")

    def operand(self, kind: str, number: int, index: int) -> str:
        if kind == "-":
            return ""
        if kind == "i":
            return str(number)
        if kind == "s":
            return str(number - SMALL_NUMBER)
        if kind == "j":
            return f"-> {index + 1 + number}"
        if kind == "k":
            return self.constant(self.code.constants[number])
        if kind == "c":
            return self.code.cache_names[number]
        if kind == "n":
            return self.code.names[number]
        return self.register(number)

    def constant(self, value: Object) -> str:
        if isinstance(value, Code):
            return f"<code {value.name}>"
        return repr_of(value)

    def text(self) -> str:
        """All instructions and the exception table, a line each."""
        lines: list[str] = []
        for i in range(len(self.code.words)):
            lines.append(f"{i:4d} {self.instruction(i)}")
        table = self.code.exception_table
        for i in range(len(table) // 3):
            lines.append(f"     {int(table[3 * i])} to {int(table[3 * i + 1])} -> {int(table[3 * i + 2])}")
        return "\n".join(lines)
