"""The interpreter's loop: a match over opcodes, which is a jump table when translated."""
from __future__ import annotations

from luavm.bytecode import ZERO, Array, Function, LuaError, Op, Value, array, boolean, integer, item_index, number
from transform.rpython import mul_ovf, new_array

STACK_SIZE = 100000
CALL_DEPTH = 10000


def execute(functions: list[Function], function: Function, argument: Value) -> Value:
    """Call a function of one parameter; gives its result.

    The compiler promises that code stays inside its frame, its constants and itself."""
    stack = new_array(Value, STACK_SIZE)
    callers = new_array(tuple[Function, int, int], CALL_DEPTH)  # function, pc, base of each waiting frame
    depth = 0
    base = 0                # where the present frame begins
    top = function.slots    # the first free place of the stack
    code = function.code
    constants = function.constants
    pc = 0
    for slot in range(function.slots):
        stack[slot] = ZERO
    stack[0] = argument
    while True:
        instruction = int(code[pc])
        operand = instruction >> 8
        pc += 1
        match instruction & 255:
            case Op.CONSTANT:
                stack[top] = constants[operand]
                top += 1
            case Op.LOAD:
                stack[top] = stack[base + operand]
                top += 1
            case Op.STORE:
                top -= 1
                stack[base + operand] = stack[top]
            case Op.ADD:
                top -= 1
                stack[top - 1] = integer(number(stack[top - 1]) + number(stack[top]))
            case Op.SUB:
                top -= 1
                stack[top - 1] = integer(number(stack[top - 1]) - number(stack[top]))
            case Op.MUL:
                top -= 1
                stack[top - 1] = integer(mul_ovf(number(stack[top - 1]), number(stack[top])))
            case Op.DIV:
                top -= 1
                stack[top - 1] = integer(number(stack[top - 1]) // divisor(stack[top]))
            case Op.MOD:
                top -= 1
                stack[top - 1] = integer(number(stack[top - 1]) % divisor(stack[top]))
            case Op.EQ:
                top -= 1
                stack[top - 1] = boolean(number(stack[top - 1]) == number(stack[top]))
            case Op.NE:
                top -= 1
                stack[top - 1] = boolean(number(stack[top - 1]) != number(stack[top]))
            case Op.LT:
                top -= 1
                stack[top - 1] = boolean(number(stack[top - 1]) < number(stack[top]))
            case Op.LE:
                top -= 1
                stack[top - 1] = boolean(number(stack[top - 1]) <= number(stack[top]))
            case Op.GT:
                top -= 1
                stack[top - 1] = boolean(number(stack[top - 1]) > number(stack[top]))
            case Op.GE:
                top -= 1
                stack[top - 1] = boolean(number(stack[top - 1]) >= number(stack[top]))
            case Op.JUMP:
                pc = operand
            case Op.JUMP_IF_FALSE:
                top -= 1
                if number(stack[top]) == 0:
                    pc = operand
            case Op.NEXT:
                stack[base + operand] = integer(number(stack[base + operand]) + 1)
            case Op.CALL:
                if depth == CALL_DEPTH:
                    raise LuaError("too many nested calls")
                callers[depth] = (function, pc, base)
                depth += 1
                function = functions[operand]
                code = function.code
                constants = function.constants
                pc = 0
                base = top - function.params
                if base + function.frame_size > STACK_SIZE:
                    raise LuaError("stack overflow")
                for slot in range(top, base + function.slots):
                    stack[slot] = ZERO
                top = base + function.slots
            case Op.RETURN:
                result = stack[top - 1]
                if depth == 0:
                    return result
                top = base + 1
                stack[base] = result
                depth -= 1
                function, pc, base = callers[depth]
                code = function.code
                constants = function.constants
            case Op.ARRAY:
                stack[top - 1] = new_zeros(stack[top - 1])
            case Op.LENGTH:
                stack[top - 1] = integer(len(array(stack[top - 1]).items))
            case Op.GET_ITEM:
                top -= 1
                items = array(stack[top - 1]).items
                stack[top - 1] = items[item_index(items, stack[top])]
            case Op.SET_ITEM:
                top -= 3
                items = array(stack[top]).items
                items[item_index(items, stack[top + 1])] = stack[top + 2]
            case Op.PRINT:
                top -= 1
                print(number(stack[top]))
            case Op.POP:
                top -= 1
            case _:
                raise LuaError("unknown opcode")


def divisor(value: Value) -> int:
    """The machine integer of a value that is not zero."""
    result = number(value)
    if result == 0:
        raise LuaError("division by zero")
    return result


def new_zeros(size: Value) -> Value:
    """An array of zeros."""
    if number(size) < 0:
        raise LuaError("negative size")
    return Array(number(size))
