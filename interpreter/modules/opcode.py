"""The module ``_opcode``: the instruction set, and the instructions of code objects as objects. The library's `opcode` and `dis` stand on it."""
from __future__ import annotations

from interpreter.bytecode import INSTRUCTIONS, SMALL_NUMBER
from interpreter.compiler.listing import Listing, kinds_of, operands_of, operation_of
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.objects.code import UNITS, Code
from interpreter.objects.int import new_int
from interpreter.objects.list import List, empty_list
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple3

@exposed("decode")
def decode(code: Code, /) -> List:
    """The instructions of a code object: (opcode, operands, what they stand for) of each."""
    listing = Listing(code)
    result = empty_list()
    for i in range(len(code.words)):
        word = code.words[i]
        numbers = operands_of(word)
        values = [value_of(listing, i, j, numbers[j]) for j in range(len(numbers))]
        result.push(tuple3(new_int(operation_of(word)), new_tuple([new_int(number) for number in numbers]), new_tuple(values)))
    return result


def value_of(listing: Listing, index: int, position: int, number: int) -> Object:
    """What an operand stands for: a constant, a name, the offset of an instruction, a number."""
    operation = operation_of(listing.code.words[index])
    kind = kinds_of(operation)[position]
    if kind == "k":
        return listing.code.constants[number]
    if kind == "j":
        return new_int((index + 1 + number) * UNITS)
    if kind == "i":
        return new_int(number)
    if kind == "s":
        return new_int(number - SMALL_NUMBER)
    if kind == "-":
        return NONE
    return new_str(listing.operand(kind, number, index))


@exposed("handlers")
def handlers(code: Code, /) -> List:
    """The exception table of a code object: (start, end, target) of each entry, offsets of instructions."""
    table = code.exception_table
    result = empty_list()
    for i in range(0, len(table), 3):
        result.push(tuple3(new_int(int(table[i]) * UNITS), new_int(int(table[i + 1]) * UNITS), new_int(int(table[i + 2]) * UNITS)))
    return result


def _names(items: list[str]) -> Tuple:
    return new_tuple([new_str(item) for item in items])


define_module(__name__, "_opcode", contents={
    "instructions": new_tuple([tuple3(new_str(line.name), _names(list(line.operands)), new_str(line.description)) for line in INSTRUCTIONS]),
})
