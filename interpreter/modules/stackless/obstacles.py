"""Why a tasklet cannot be pickled, in words that help."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import INSTRUCTIONS, OPERATION, Op
from interpreter.errors import PyError, runtime_error
from interpreter.eval.frame import Entered, Frame
from interpreter.eval.loop import b_of
from interpreter.eval.microthread import MainMicrothread, PythonMicrothread, waiting_instruction
from interpreter.modules.stackless.objects import ChannelCore, Tasklet
from interpreter.modules.stackless.tasklet import is_current
from interpreter.objects.builtin_function import BoundBuiltin, BuiltinFunction
from interpreter.objects.object import Object, Type, type_of
from interpreter.protocols.text import repr_of
from transform.rpython import not_none

_OPERATIONS = [instruction.name for instruction in INSTRUCTIONS]


def ensure_picklable(tasklet: Tasklet) -> None:
    """RuntimeError that says what the tasklet is doing, if that cannot be pickled or copied."""
    own = tasklet.microthread
    if is_current(own):
        raise runtime_error("You cannot __reduce__ the tasklet which is current.")
    if isinstance(own, MainMicrothread):
        raise refusal(tasklet, "is the main tasklet of a thread")
    if own.has_suspended_calls():
        raise refusal(tasklet, f"is inside {place_of(own)}")
    if own.is_blocked() and not isinstance(own.ring, ChannelCore):
        raise refusal(tasklet, "waits for something that is outside the program")
    extras = own.extras
    if extras is not None and extras.reprs is not None:
        raise refusal(tasklet, "is inside repr()")


def refusal(tasklet: Tasklet, reason: str) -> PyError:
    return runtime_error(f"cannot pickle {repr_of(tasklet)}: it {reason}")


def place_of(own: PythonMicrothread) -> str:
    """The outermost built-in operation that a tasklet is inside of."""
    frame = own.frame
    inside: Optional[Frame] = frame
    while frame is not None:
        back = frame.back
        if back is not None and frame.entered == Entered.FROM_RPYTHON:
            inside = back
        frame = back
    if inside is None or inside.pc == 0:
        return "a built-in function"
    return name_of_operation(inside)


def name_of_operation(frame: Frame) -> str:
    """What a frame waits for: the built-in function that it calls, or else an instruction."""
    word = waiting_instruction(frame)
    operation = word & OPERATION
    match operation:
        case Op.CALL | Op.CALL_KW | Op.CALL_METHOD | Op.CALL_METHOD_KW | Op.CALL_EX:
            return name_of_called(not_none(frame.peek(b_of(word))))
        case Op.FOR_ITER | Op.SEND:
            return f"{type_of(not_none(frame.peek(b_of(word)))).name}.__next__"
        case Op.JUMP_BACK:
            return "a signal handler or finalizer"
        case Op.IMPORT_NAME | Op.IMPORT_FROM | Op.IMPORT_STAR:
            return "an import"
        case _:
            return f"the operation {_OPERATIONS[operation]}"


def name_of_called(called: Object) -> str:
    if isinstance(called, BoundBuiltin):
        called = called.function
    if isinstance(called, BuiltinFunction):
        owner = called.owner
        return f"{called.name}()" if owner is None else f"{owner.name}.{called.name}()"
    if isinstance(called, Type):
        return f"{called.name}()"
    return f"a call of a {type_of(called).name} object"
