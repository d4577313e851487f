"""What the compiler hands to the interpreter: values, opcodes, functions."""
from __future__ import annotations

from transform.rpython import GcArray, fits_immediate_int, immediate, inline, int32, new_array


class LuaError(Exception):
    """A mistake in the program, found when it is compiled or run."""


class Value:
    """What a variable can hold."""


@immediate("int")
class Integer(Value):
    """An integer of 63 bits, in the word of the reference itself."""

    value: int

    def __init__(self, value: int) -> None:
        self.value = value


ZERO = Integer(0)


class Array(Value):
    """A fixed number of values."""

    items: GcArray[Value]

    def __init__(self, size: int) -> None:
        self.items = new_array(Value, size)
        for i in range(size):
            self.items[i] = ZERO


@inline
def number(value: Value) -> int:
    """The machine integer of a value."""
    if isinstance(value, Integer):
        return value.value
    raise LuaError("number expected")


@inline
def integer(number: int) -> Value:
    """The value of a machine integer."""
    if not fits_immediate_int(number):
        raise LuaError("integer overflow")
    return Integer(number)


@inline
def boolean(truth: bool) -> Value:
    return Integer(int(truth))


@inline
def array(value: Value) -> Array:
    if isinstance(value, Array):
        return value
    raise LuaError("array expected")


@inline
def item_index(items: GcArray[Value], index: Value) -> int:
    """A position inside the items of an array."""
    i = number(index)
    if not 0 <= i < len(items):
        raise LuaError("index out of range")
    return i


class Op:
    """The opcodes. An instruction is opcode + operand * 256."""

    CONSTANT = 0        # push constants[operand]
    LOAD = 1            # push local variable
    STORE = 2           # pop into local variable
    ADD = 3
    SUB = 4
    MUL = 5
    DIV = 6
    MOD = 7
    EQ = 8
    NE = 9
    LT = 10
    LE = 11
    GT = 12
    GE = 13
    JUMP = 14           # operand: position in the code
    JUMP_IF_FALSE = 15  # pops
    NEXT = 16           # add one to local variable
    CALL = 17           # operand: number of the function
    RETURN = 18         # pop the result
    ARRAY = 19          # pop size, push array
    LENGTH = 20
    GET_ITEM = 21       # pop index, array; push item
    SET_ITEM = 22       # pop value, index, array
    PRINT = 23          # pop
    POP = 24


class Function:
    """A function of the program, with its code when it has been compiled.

    A frame has a slot for each local variable, the parameters first, then room for temporary values."""

    name: str
    number: int
    params: int
    slots: int
    frame_size: int
    code: GcArray[int32]
    constants: GcArray[Value]

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.number = number
        self.params = -1  # unknown until it is defined
        self.slots = 0
        self.frame_size = 0
        self.code = new_array(int32, 0)
        self.constants = new_array(Value, 0)
