"""The evaluation loop.

One function runs all Python code: it fetches an instruction, switches on its operation and goes on with the next. Registers lie in the frame, so
all state is on the heap. A call of a Python function, a resumed generator and their returns change the frame and go on in the same loop: Python
code calling Python code does not recurse in C.

What is common and short stands here; all else is a call of a function beside it. After an operation that may have changed the frame, the loop takes
the frame's instructions anew."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import OPERATION, SMALL_NUMBER, TRACED, Op
from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval import attributes, calls, classes, displays, generators, groups, imports, matching, names, pending, tracing, unwind
from interpreter.eval.frame import Entered, Frame, ThreadState, state
from interpreter.objects.builtin_function import BuiltinFunction
from interpreter.objects.float import SmallFloat, new_float
from interpreter.objects.function import Cell, Function
from interpreter.objects.generator import AsyncGeneratorValue, Generator, GeneratorState
from interpreter.objects.int import SmallInt, new_bool, new_int
from interpreter.objects.iterators import ListIterator
from interpreter.objects.object import Object, type_of
from interpreter.objects.range import RangeIterator
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.protocols import item, number, text
from interpreter.protocols.attributes import delete_attribute
from interpreter.protocols.compare import compare, is_same, is_true, length
from interpreter.protocols.iterate import iterator_of, next_of
from transform.rpython import GcArray, class_name, inline, not_none

_MEMORY_ERROR = EXCEPTIONS["MemoryError"]
_SYSTEM_ERROR = EXCEPTIONS["SystemError"]


class FrameEntered(Exception):
    """A built-in function that the loop called has made another frame the running one, instead of giving a result."""


ENTERED = FrameEntered("a frame was entered")


def execute(entry: Frame, thrown: Optional[PyError]) -> Object:
    """Runs a frame until it returns, or yields, and gives that value. With `thrown`, raises that where the frame stands."""
    state.frame = entry
    state.depth += 1
    state.nesting += 1
    if thrown is None:
        if state.depth > state.recursion_limit:
            thrown = PyError(_RECURSION_ERROR, "maximum recursion depth exceeded")
        elif pending.tick():
            thrown = pending.interruption()
    return proceed(thrown)


def proceed(thrown: Optional[PyError]) -> Object:
    """Goes on with the current frame, until one returns or yields that RPython code entered."""
    error: PyError
    while True:
        try:
            if thrown is not None:
                error = thrown
                thrown = None
                if tracing.is_traced():
                    tracing.resume_with_error(unwind.current_frame())
                raise error
            return run(state)
        except PyError as raised:
            error = raised
        except MemoryError:
            error = PyError(_MEMORY_ERROR, "")
        except FrameEntered:
            continue
        except (ValueError, LookupError, ArithmeticError) as internal:  # a mistake of this interpreter: no program may end by it
            error = PyError(_SYSTEM_ERROR, f"unexpected {class_name(internal)} in the interpreter: {internal}")
        unwind.handle(error)


_RECURSION_ERROR = EXCEPTIONS["RecursionError"]


@inline
def a_of(word: int) -> int:
    return (word >> 16) & 0xFFFF


@inline
def b_of(word: int) -> int:
    return (word >> 32) & 0xFFFF


@inline
def c_of(word: int) -> int:
    return (word >> 48) & 0xFFFF


@inline
def small_of(word: int) -> int:
    """The small number that is the last operand."""
    return c_of(word) - SMALL_NUMBER


@inline
def d_of(word: int) -> int:
    return word >> 32


def run(own: ThreadState) -> Object:
    """The loop itself, until an exception leaves it or the frame that RPython code entered returns or yields. It begins with the current frame,
    which is no parameter because a suspended call keeps those: it would keep a frame that has ended."""
    frame = not_none(own.frame)
    words = frame.code.words
    pc = frame.pc
    mask = -1
    while True:
        word = words[pc] & mask
        mask = -1
        pc += 1
        frame.pc = pc
        match word & (TRACED | OPERATION):
            case Op.NOP:
                pass
            case Op.LOAD_CONST:
                frame.write(a_of(word), frame.code.constants[d_of(word)])
            case Op.LOAD_INT:
                frame.write(a_of(word), SmallInt(d_of(word)))
            case Op.MOVE:
                frame.write(a_of(word), frame.read(b_of(word)))
            case Op.CLEAR:
                frame.clear(a_of(word))
            case Op.CHECK_BOUND:
                if frame.peek(a_of(word)) is None:
                    names.raise_unbound(frame.code, frame.code.names[d_of(word)])
            case Op.LOAD_GLOBAL:
                frame.write(a_of(word), names.load_global(frame, frame.code.cache(d_of(word))))
            case Op.STORE_GLOBAL:
                frame.globals.set_str(frame.code.names[d_of(word)], frame.read(a_of(word)))
            case Op.DELETE_GLOBAL:
                names.delete_global(frame, frame.code.names[d_of(word)])
            case Op.LOAD_NAME:
                frame.write(a_of(word), names.load_name(frame, frame.code.names[d_of(word)]))
            case Op.STORE_NAME:
                names.store_name(frame, frame.code.names[d_of(word)], frame.read(a_of(word)))
            case Op.DELETE_NAME:
                names.delete_name(frame, frame.code.names[d_of(word)])
            case Op.LOAD_CLASSDEREF:
                frame.write(a_of(word), names.load_class_cell(frame, frame.read(b_of(word)), c_of(word)))
            case Op.LOAD_LOCALS:
                frame.write(a_of(word), names.locals_of(frame))
            case Op.MAKE_CELL:
                frame.write(a_of(word), Cell(frame.peek(a_of(word))))
            case Op.LOAD_DEREF:
                frame.write(a_of(word), names.load_cell(frame, frame.read(b_of(word)), c_of(word)))
            case Op.STORE_DEREF:
                names.store_cell(frame.read(a_of(word)), frame.read(b_of(word)))
            case Op.DELETE_DEREF:
                names.delete_cell(frame, frame.read(a_of(word)), d_of(word))
            case Op.LOAD_ATTR:
                frame.write(a_of(word), attributes.load_attribute(frame.read(b_of(word)), frame.code.cache(c_of(word))))
            case Op.STORE_ATTR:
                attributes.store_attribute(frame.read(a_of(word)), frame.code.cache(c_of(word)), frame.read(b_of(word)))
            case Op.DELETE_ATTR:
                delete_attribute(frame.read(a_of(word)), frame.code.names[d_of(word)])
            case Op.LOAD_METHOD:
                attributes.load_method(frame, a_of(word), frame.read(b_of(word)), frame.code.cache(c_of(word)))
            case Op.LOAD_ITEM:
                frame.write(a_of(word), item.get_item(frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.STORE_ITEM:
                item.set_item(frame.read(a_of(word)), frame.read(b_of(word)), frame.read(c_of(word)))
            case Op.DELETE_ITEM:
                item.delete_item(frame.read(a_of(word)), frame.read(b_of(word)))
            case Op.BUILD_SLICE:
                frame.write(a_of(word), displays.build_slice(frame, b_of(word)))
            case Op.NEGATIVE:
                frame.write(a_of(word), number.unary(Slot.NEG, frame.read(b_of(word)), "-"))
            case Op.POSITIVE:
                frame.write(a_of(word), number.unary(Slot.POS, frame.read(b_of(word)), "+"))
            case Op.INVERT:
                frame.write(a_of(word), number.unary(Slot.INVERT, frame.read(b_of(word)), "~"))
            case Op.NOT:
                frame.write(a_of(word), new_bool(not is_true(frame.read(b_of(word)))))
            case Op.ADD:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_int(left.value + right.value))
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    frame.write(a_of(word), new_float(left.value + right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.ADD, left, right))
            case Op.SUB:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_int(left.value - right.value))
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    frame.write(a_of(word), new_float(left.value - right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.SUB, left, right))
            case Op.MUL:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), number.multiply_ints(left.value, right.value))
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    frame.write(a_of(word), new_float(left.value * right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.MUL, left, right))
            case Op.TRUEDIV:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallFloat) and isinstance(right, SmallFloat) and right.value != 0.0:
                    frame.write(a_of(word), new_float(left.value / right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.TRUEDIV, left, right))
            case Op.FLOORDIV:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt) and right.value > 0:
                    frame.write(a_of(word), new_int(left.value // right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.FLOORDIV, left, right))
            case Op.MOD:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt) and right.value > 0:
                    frame.write(a_of(word), new_int(left.value % right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.MOD, left, right))
            case Op.POW:
                frame.write(a_of(word), number.binary(Slot.POW, frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.MATMUL:
                frame.write(a_of(word), number.binary(Slot.MATMUL, frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.LSHIFT:
                frame.write(a_of(word), number.binary(Slot.LSHIFT, frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.RSHIFT:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt) and 0 <= right.value < 64:
                    frame.write(a_of(word), SmallInt(left.value >> right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.RSHIFT, left, right))
            case Op.AND:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), SmallInt(left.value & right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.AND, left, right))
            case Op.OR:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), SmallInt(left.value | right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.OR, left, right))
            case Op.XOR:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), SmallInt(left.value ^ right.value))
                else:
                    frame.write(a_of(word), number.binary(Slot.XOR, left, right))
            case Op.INPLACE_ADD:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_int(left.value + right.value))
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    frame.write(a_of(word), new_float(left.value + right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.ADD, left, right))
            case Op.INPLACE_SUB:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_int(left.value - right.value))
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    frame.write(a_of(word), new_float(left.value - right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.SUB, left, right))
            case Op.INPLACE_MUL:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), number.multiply_ints(left.value, right.value))
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    frame.write(a_of(word), new_float(left.value * right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.MUL, left, right))
            case Op.INPLACE_TRUEDIV:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallFloat) and isinstance(right, SmallFloat) and right.value != 0.0:
                    frame.write(a_of(word), new_float(left.value / right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.TRUEDIV, left, right))
            case Op.INPLACE_FLOORDIV:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt) and right.value > 0:
                    frame.write(a_of(word), new_int(left.value // right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.FLOORDIV, left, right))
            case Op.INPLACE_MOD:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt) and right.value > 0:
                    frame.write(a_of(word), new_int(left.value % right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.MOD, left, right))
            case Op.INPLACE_POW:
                frame.write(a_of(word), number.inplace(Slot.POW, frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.INPLACE_MATMUL:
                frame.write(a_of(word), number.inplace(Slot.MATMUL, frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.INPLACE_LSHIFT:
                frame.write(a_of(word), number.inplace(Slot.LSHIFT, frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.INPLACE_RSHIFT:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt) and 0 <= right.value < 64:
                    frame.write(a_of(word), SmallInt(left.value >> right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.RSHIFT, left, right))
            case Op.INPLACE_AND:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), SmallInt(left.value & right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.AND, left, right))
            case Op.INPLACE_OR:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), SmallInt(left.value | right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.OR, left, right))
            case Op.INPLACE_XOR:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), SmallInt(left.value ^ right.value))
                else:
                    frame.write(a_of(word), number.inplace(Slot.XOR, left, right))
            case Op.ADD_INT:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    frame.write(a_of(word), new_int(left.value + small_of(word)))
                elif small_of(word) < 0:
                    frame.write(a_of(word), number.binary(Slot.SUB, left, SmallInt(-small_of(word))))
                else:
                    frame.write(a_of(word), number.binary(Slot.ADD, left, SmallInt(small_of(word))))
            case Op.MUL_INT:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    frame.write(a_of(word), number.multiply_ints(left.value, small_of(word)))
                else:
                    frame.write(a_of(word), number.binary(Slot.MUL, left, SmallInt(small_of(word))))
            case Op.FLOORDIV_INT:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt) and small_of(word) > 0:
                    frame.write(a_of(word), new_int(left.value // small_of(word)))
                else:
                    frame.write(a_of(word), number.binary(Slot.FLOORDIV, left, SmallInt(small_of(word))))
            case Op.MOD_INT:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt) and small_of(word) > 0:
                    frame.write(a_of(word), new_int(left.value % small_of(word)))
                else:
                    frame.write(a_of(word), number.binary(Slot.MOD, left, SmallInt(small_of(word))))
            case Op.RSHIFT_INT:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt) and 0 <= small_of(word) < 64:
                    frame.write(a_of(word), SmallInt(left.value >> small_of(word)))
                else:
                    frame.write(a_of(word), number.binary(Slot.RSHIFT, left, SmallInt(small_of(word))))
            case Op.AND_INT:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    frame.write(a_of(word), SmallInt(left.value & small_of(word)))
                else:
                    frame.write(a_of(word), number.binary(Slot.AND, left, SmallInt(small_of(word))))
            case Op.INPLACE_ADD_INT:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    frame.write(a_of(word), new_int(left.value + small_of(word)))
                elif small_of(word) < 0:
                    frame.write(a_of(word), number.inplace(Slot.SUB, left, SmallInt(-small_of(word))))
                else:
                    frame.write(a_of(word), number.inplace(Slot.ADD, left, SmallInt(small_of(word))))
            case Op.LT:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_bool(left.value < right.value))
                else:
                    frame.write(a_of(word), compare(0, left, right))
            case Op.LE:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_bool(left.value <= right.value))
                else:
                    frame.write(a_of(word), compare(1, left, right))
            case Op.EQ:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_bool(left.value == right.value))
                else:
                    frame.write(a_of(word), compare(2, left, right))
            case Op.NE:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_bool(left.value != right.value))
                else:
                    frame.write(a_of(word), compare(3, left, right))
            case Op.GT:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_bool(left.value > right.value))
                else:
                    frame.write(a_of(word), compare(4, left, right))
            case Op.GE:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    frame.write(a_of(word), new_bool(left.value >= right.value))
                else:
                    frame.write(a_of(word), compare(5, left, right))
            case Op.IS:
                frame.write(a_of(word), new_bool(is_same(frame.read(b_of(word)), frame.read(c_of(word)))))
            case Op.IS_NOT:
                frame.write(a_of(word), new_bool(not is_same(frame.read(b_of(word)), frame.read(c_of(word)))))
            case Op.IN:
                frame.write(a_of(word), new_bool(item.contains(frame.read(c_of(word)), frame.read(b_of(word)))))
            case Op.NOT_IN:
                frame.write(a_of(word), new_bool(not item.contains(frame.read(c_of(word)), frame.read(b_of(word)))))
            case Op.LT_JUMP:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    pc = after_comparison(words, pc, left.value < right.value)
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    pc = after_comparison(words, pc, left.value < right.value)
                else:
                    frame.write(a_of(word), compare(0, left, right))
            case Op.LE_JUMP:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    pc = after_comparison(words, pc, left.value <= right.value)
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    pc = after_comparison(words, pc, left.value <= right.value)
                else:
                    frame.write(a_of(word), compare(1, left, right))
            case Op.EQ_JUMP:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    pc = after_comparison(words, pc, left.value == right.value)
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    pc = after_comparison(words, pc, left.value == right.value)
                else:
                    frame.write(a_of(word), compare(2, left, right))
            case Op.NE_JUMP:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    pc = after_comparison(words, pc, left.value != right.value)
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    pc = after_comparison(words, pc, left.value != right.value)
                else:
                    frame.write(a_of(word), compare(3, left, right))
            case Op.GT_JUMP:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    pc = after_comparison(words, pc, left.value > right.value)
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    pc = after_comparison(words, pc, left.value > right.value)
                else:
                    frame.write(a_of(word), compare(4, left, right))
            case Op.GE_JUMP:
                left = frame.read(b_of(word))
                right = frame.read(c_of(word))
                if isinstance(left, SmallInt) and isinstance(right, SmallInt):
                    pc = after_comparison(words, pc, left.value >= right.value)
                elif isinstance(left, SmallFloat) and isinstance(right, SmallFloat):
                    pc = after_comparison(words, pc, left.value >= right.value)
                else:
                    frame.write(a_of(word), compare(5, left, right))
            case Op.LT_INT_JUMP:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    pc = after_comparison(words, pc, left.value < small_of(word))
                elif isinstance(left, SmallFloat):
                    pc = after_comparison(words, pc, left.value < float(small_of(word)))
                else:
                    frame.write(a_of(word), compare(0, left, SmallInt(small_of(word))))
            case Op.LE_INT_JUMP:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    pc = after_comparison(words, pc, left.value <= small_of(word))
                elif isinstance(left, SmallFloat):
                    pc = after_comparison(words, pc, left.value <= float(small_of(word)))
                else:
                    frame.write(a_of(word), compare(1, left, SmallInt(small_of(word))))
            case Op.EQ_INT_JUMP:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    pc = after_comparison(words, pc, left.value == small_of(word))
                elif isinstance(left, SmallFloat):
                    pc = after_comparison(words, pc, left.value == float(small_of(word)))
                else:
                    frame.write(a_of(word), compare(2, left, SmallInt(small_of(word))))
            case Op.NE_INT_JUMP:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    pc = after_comparison(words, pc, left.value != small_of(word))
                elif isinstance(left, SmallFloat):
                    pc = after_comparison(words, pc, left.value != float(small_of(word)))
                else:
                    frame.write(a_of(word), compare(3, left, SmallInt(small_of(word))))
            case Op.GT_INT_JUMP:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    pc = after_comparison(words, pc, left.value > small_of(word))
                elif isinstance(left, SmallFloat):
                    pc = after_comparison(words, pc, left.value > float(small_of(word)))
                else:
                    frame.write(a_of(word), compare(4, left, SmallInt(small_of(word))))
            case Op.GE_INT_JUMP:
                left = frame.read(b_of(word))
                if isinstance(left, SmallInt):
                    pc = after_comparison(words, pc, left.value >= small_of(word))
                elif isinstance(left, SmallFloat):
                    pc = after_comparison(words, pc, left.value >= float(small_of(word)))
                else:
                    frame.write(a_of(word), compare(5, left, SmallInt(small_of(word))))
            case Op.JUMP:
                pc += d_of(word)
            case Op.JUMP_BACK:
                if pending.tick():
                    pending.attend()
                pc += d_of(word)
            case Op.JUMP_IF_TRUE:
                if is_true(frame.read(a_of(word))):
                    pc += d_of(word)
            case Op.JUMP_IF_FALSE:
                if not is_true(frame.read(a_of(word))):
                    pc += d_of(word)
            case Op.JUMP_IF_NONE:
                if frame.read(a_of(word)) is NONE:
                    pc += d_of(word)
            case Op.JUMP_IF_NOT_NONE:
                if frame.read(a_of(word)) is not NONE:
                    pc += d_of(word)
            case Op.GET_ITER:
                frame.write(a_of(word), iterator_of(frame.read(b_of(word))))
            case Op.FOR_ITER:
                iterator = frame.read(b_of(word))
                if isinstance(iterator, RangeIterator):
                    if iterator.remaining > 0:
                        iterator.remaining -= 1
                        current = iterator.current
                        iterator.current = current + iterator.step
                        frame.write(a_of(word), new_int(current))
                        pc += 1
                elif isinstance(iterator, ListIterator):
                    found = iterator.advance()
                    if found is not None:
                        frame.write(a_of(word), found)
                        pc += 1
                elif isinstance(iterator, Generator) and iterator.status != GeneratorState.CLOSED:
                    frame = calls.resume_for(frame, iterator, a_of(word))
                    words = frame.code.words
                    pc = frame.pc
                else:
                    found = next_of(iterator)
                    if found is not None:
                        frame.write(a_of(word), found)
                        pc += 1
            case Op.UNPACK_SEQUENCE:
                displays.unpack_sequence(frame, a_of(word), frame.read(b_of(word)), c_of(word))
            case Op.UNPACK_EX:
                displays.unpack_with_star(frame, a_of(word), frame.read(b_of(word)), c_of(word) & 255, c_of(word) >> 8)
            case Op.BUILD_TUPLE:
                frame.write(a_of(word), displays.build_tuple(frame, b_of(word), c_of(word)))
            case Op.BUILD_LIST:
                frame.write(a_of(word), displays.build_list(frame, b_of(word), c_of(word)))
            case Op.BUILD_SET:
                frame.write(a_of(word), displays.build_set(frame, b_of(word), c_of(word)))
            case Op.BUILD_MAP:
                frame.write(a_of(word), displays.build_map(frame, b_of(word), c_of(word)))
            case Op.BUILD_STRING:
                frame.write(a_of(word), displays.build_string(frame, b_of(word), c_of(word)))
            case Op.LIST_APPEND:
                displays.append_item(frame.read(a_of(word)), frame.read(b_of(word)))
            case Op.SET_ADD:
                displays.add_item(frame.read(a_of(word)), frame.read(b_of(word)))
            case Op.MAP_ADD:
                displays.set_entry(frame.read(a_of(word)), frame.read(b_of(word)), frame.read(c_of(word)))
            case Op.LIST_EXTEND:
                displays.extend_list(frame.read(a_of(word)), frame.read(b_of(word)))
            case Op.SET_UPDATE:
                displays.update_set(frame.read(a_of(word)), frame.read(b_of(word)))
            case Op.DICT_UPDATE:
                displays.update_dict(frame.read(a_of(word)), frame.read(b_of(word)))
            case Op.DICT_MERGE:
                displays.merge_dict(frame.read(a_of(word)), frame.read(b_of(word)), frame.read(c_of(word)))
            case Op.LIST_TO_TUPLE:
                frame.write(a_of(word), displays.list_to_tuple(frame.read(b_of(word))))
            case Op.CONVERT:
                frame.write(a_of(word), text.convert(frame.read(b_of(word)), c_of(word)))
            case Op.FORMAT:
                frame.write(a_of(word), text.format_object(frame.read(b_of(word)), frame.peek(c_of(word))))
            case Op.CALL:
                called = frame.read(b_of(word))
                if isinstance(called, Function):
                    frame = calls.enter_function(frame, called, b_of(word) + 1, c_of(word), a_of(word))
                    words = frame.code.words
                    pc = frame.pc
                elif isinstance(called, BuiltinFunction):
                    frame.write(a_of(word), calls.call_builtin_function(frame, called, b_of(word) + 1, c_of(word)))
                else:
                    frame = calls.call_other(frame, called, b_of(word) + 1, c_of(word), a_of(word))
                    words = frame.code.words
                    pc = frame.pc
            case Op.CALL_METHOD:
                called = frame.read(b_of(word))
                first = b_of(word) + 1
                count = c_of(word) + 1
                if frame.peek(first) is None:
                    first += 1
                    count -= 1
                if isinstance(called, Function):
                    frame = calls.enter_function(frame, called, first, count, a_of(word))
                    words = frame.code.words
                    pc = frame.pc
                elif isinstance(called, BuiltinFunction):
                    frame.write(a_of(word), calls.call_builtin_function(frame, called, first, count))
                else:
                    frame = calls.call_other(frame, called, first, count, a_of(word))
                    words = frame.code.words
                    pc = frame.pc
            case Op.CALL_KW:
                frame.pc = pc + 1
                frame = calls.call_with_names(frame, frame.read(b_of(word)), b_of(word) + 1, c_of(word), frame.code.constants[d_of(words[pc])],
                                              None, a_of(word))
                words = frame.code.words
                pc = frame.pc
            case Op.CALL_METHOD_KW:
                frame.pc = pc + 1
                frame = calls.call_with_names(frame, frame.read(b_of(word)), b_of(word) + 2, c_of(word), frame.code.constants[d_of(words[pc])],
                                              frame.peek(b_of(word) + 1), a_of(word))
                words = frame.code.words
                pc = frame.pc
            case Op.CALL_EX:
                frame = calls.call_unpacked(frame, frame.read(b_of(word)), frame.read(b_of(word) + 1), frame.peek(b_of(word) + 2), a_of(word))
                words = frame.code.words
                pc = frame.pc
            case Op.MAKE_FUNCTION:
                frame.write(a_of(word), displays.make_function(frame, b_of(word), frame.code.constants[c_of(word)]))
            case Op.LOAD_BUILD_CLASS:
                frame.write(a_of(word), classes.build_class_function(frame))
            case Op.RETURN:
                result = frame.read(a_of(word))
                state.depth -= 1
                back = frame.back
                state.frame = back
                owner = frame.owner
                if frame.entered == Entered.FROM_RPYTHON:
                    state.nesting -= 1
                    if isinstance(owner, Generator):
                        generators.finish(owner)
                        frame.back = None
                    elif back is not None:
                        frame.retire(back)
                    return result
                frame = calls.return_to(frame, result)
                words = frame.code.words
                pc = frame.pc
            case Op.YIELD:
                result = frame.read(b_of(word))
                state.depth -= 1
                state.frame = frame.back
                generators.suspend(frame)
                if frame.entered == Entered.FROM_RPYTHON:
                    state.nesting -= 1
                    frame.back = None
                    return result
                frame = calls.yield_to(frame, result)
                words = frame.code.words
                pc = frame.pc
            case Op.SEND:
                frame = calls.send(frame, frame.read(b_of(word)), frame.read(c_of(word)), a_of(word))
                words = frame.code.words
                pc = frame.pc
            case Op.GET_YIELD_FROM_ITER:
                frame.write(a_of(word), generators.yield_from_iterator(frame, frame.read(b_of(word))))
            case Op.GET_AWAITABLE:
                frame.write(a_of(word), generators.awaitable_iterator(frame.read(b_of(word)), c_of(word)))
            case Op.GET_AITER:
                frame.write(a_of(word), generators.async_iterator(frame.read(b_of(word))))
            case Op.GET_ANEXT:
                frame.write(a_of(word), generators.async_next(frame.read(b_of(word))))
            case Op.ASYNC_GEN_WRAP:
                frame.write(a_of(word), AsyncGeneratorValue(frame.read(b_of(word))))
            case Op.RAISE:
                unwind.raise_object(frame.peek(a_of(word)), frame.peek(b_of(word)))
            case Op.RERAISE:
                raise unwind.reraised(frame.read(a_of(word)))
            case Op.EXCEPT_ENTER:
                unwind.enter_handler(frame, a_of(word))
            case Op.EXCEPT_LEAVE:
                unwind.leave_handler(frame, frame.read(a_of(word)))
            case Op.EXCEPTION_MATCH:
                frame.write(a_of(word), new_bool(unwind.matches(frame.read(b_of(word)), frame.read(c_of(word)))))
            case Op.EXCEPTION_GROUP_MATCH:
                groups.match_group(frame, a_of(word), frame.read(b_of(word)), frame.read(c_of(word)))
            case Op.EXCEPTION_GROUP_RAISE:
                frame.write(a_of(word), groups.group_to_raise(frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.STOP_ITERATION_VALUE:
                frame.write(a_of(word), unwind.stop_iteration_value(frame.read(b_of(word))))
            case Op.END_ASYNC_FOR:
                unwind.end_async_for(frame.read(a_of(word)))
            case Op.LOAD_ASSERTION_ERROR:
                frame.write(a_of(word), _ASSERTION_ERROR)
            case Op.BEFORE_WITH:
                classes.enter_context(frame, a_of(word), frame.read(b_of(word)))
            case Op.BEFORE_ASYNC_WITH:
                classes.enter_async_context(frame, a_of(word), frame.read(b_of(word)))
            case Op.WITH_EXIT:
                frame.write(a_of(word), classes.leave_context(frame.read(b_of(word)), frame.peek(c_of(word))))
            case Op.IMPORT_NAME:
                frame.write(a_of(word), imports.import_name(frame, frame.code.names[c_of(word)], frame.read(b_of(word)), frame.read(b_of(word) + 1)))
            case Op.IMPORT_FROM:
                frame.write(a_of(word), imports.import_from(frame.read(b_of(word)), frame.code.names[c_of(word)]))
            case Op.IMPORT_STAR:
                imports.import_star(frame, frame.read(a_of(word)))
            case Op.MATCH_SEQUENCE:
                frame.write(a_of(word), new_bool(matching.is_sequence(frame.read(b_of(word)))))
            case Op.MATCH_MAPPING:
                frame.write(a_of(word), new_bool(type_of(frame.read(b_of(word))).is_mapping))
            case Op.MATCH_LENGTH:
                frame.write(a_of(word), new_int(length(frame.read(b_of(word)))))
            case Op.MATCH_KEYS:
                frame.write(a_of(word), matching.match_keys(frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.MATCH_REST:
                frame.write(a_of(word), matching.rest_of_mapping(frame.read(b_of(word)), frame.read(c_of(word))))
            case Op.MATCH_CLASS:
                frame.write(a_of(word), matching.match_class(frame.read(b_of(word)), frame.read(b_of(word) + 1), frame.read(b_of(word) + 2),
                                                             c_of(word)))
            case Op.SETUP_ANNOTATIONS:
                names.annotations_of(frame)
            case Op.PRINT_EXPRESSION:
                imports.display(frame.read(a_of(word)))
            case _:
                if not tracing.was_reported(frame):
                    tracing.step(frame)
                pc = frame.pc - 1
                mask = ~TRACED


@inline
def after_comparison(words: GcArray[int], pc: int, holds: bool) -> int:
    """Where a conditional jump at `pc` leads."""
    jump = words[pc]
    if (jump & OPERATION == Op.JUMP_IF_TRUE) == holds:
        return pc + 1 + d_of(jump)
    return pc + 1


_ASSERTION_ERROR = EXCEPTIONS["AssertionError"]
