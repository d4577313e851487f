"""How the evaluation loop goes on when a call that it made was suspended and has ended.

The loop keeps its state in frames, so nothing of it is saved when the C stack is unwound: the functions here finish the instruction that the
current frame stands behind, with the result of its call, and enter the loop again (`resumes`)."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import INSTRUCTIONS, OPERATION, Op
from interpreter.eval.frame import Frame, ThreadState
from interpreter.eval.loop import a_of, d_of, run
from interpreter.eval.tracing import Step, trace_of
from interpreter.eval.unwind import current_frame
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object
from transform.rpython import resumes

_WRITES = [instruction.operands[:1] == (">",) for instruction in INSTRUCTIONS]
"""Whether the result of an operation goes into register A."""


@resumes(run)
def value_came(own: ThreadState, result: Optional[Object]) -> Object:
    """After a call with an object as result, perhaps None, or with no result."""
    current = current_frame()
    word = current.code.words[current.pc - 1]
    operation = word & OPERATION
    if result is not None and _WRITES[operation]:
        current.write(a_of(word), result)
        if operation == Op.FOR_ITER:
            current.pc += 1
    elif operation == Op.JUMP_BACK:
        current.pc += d_of(word)
    return run(own)


@resumes(run)
def truth_came(own: ThreadState, result: bool) -> Object:
    """After a call that gave a truth value."""
    current = current_frame()
    word = current.code.words[current.pc - 1]
    match word & OPERATION:
        case Op.JUMP_IF_TRUE:
            if result:
                current.pc += d_of(word)
        case Op.JUMP_IF_FALSE:
            if not result:
                current.pc += d_of(word)
        case Op.NOT | Op.NOT_IN:
            current.write(a_of(word), new_bool(not result))
        case _:
            current.write(a_of(word), new_bool(result))
    return run(own)


@resumes(run)
def number_came(own: ThreadState, result: int) -> Object:
    """After a call that gave a length."""
    current = current_frame()
    current.write(a_of(current.code.words[current.pc - 1]), new_int(result))
    return run(own)


@resumes(run)
def frame_came(own: ThreadState, result: Frame) -> Object:
    """After a call that says with which frame to go on, and has made it the current one."""
    return run(own)


@resumes(run)
def step_came(own: ThreadState, result: Step) -> Object:
    """After an instruction was reported: it runs now."""
    current = current_frame()
    trace_of(current).skips = True
    current.pc -= 1
    return run(own)


@resumes(run)
def error_came(own: ThreadState, error: Exception) -> Object:
    """After a call that raised an exception."""
    raise error
