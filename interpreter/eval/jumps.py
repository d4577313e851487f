"""Assignment to ``f_lineno``: a debugger has a frame go on at another line.

That is possible where all that the instructions there need is there: the temporaries that are live (liveness.py) must hold, where the frame stands,
values of the same kind: an iterator of a for loop, what was handled before a handler, anything else."""
from __future__ import annotations

from interpreter.bytecode import OPERATION, Op
from interpreter.errors import PyError, value_error
from interpreter.eval.frame import Frame, state
from interpreter.eval.liveness import falls_through, first_temporary, jumps, live_at, skips
from interpreter.eval.tracing import CALL, LINE, trace_of
from interpreter.eval.unwind import leave_handler
from interpreter.objects.code import Code
from interpreter.objects.function import Cell
from interpreter.objects.singletons import NONE
from transform.rpython import GcArray, new_array, not_none

_NOTHING, _VALUE, _ITERATOR, _HANDLED = range(4)
_MOST = 31
"""For so many temporaries there are two bits each in an int."""


def set_line(frame: Frame, line: int) -> None:
    """``f_lineno = line``. ValueError where that is not possible."""
    event = state.trace_event
    if event is CALL:
        raise value_error("can't jump from the 'call' trace event of a new frame")
    if event is not None and event is not LINE:
        raise value_error("can only jump from a 'line' trace event")
    if event is None or trace_of(frame).function is None:
        raise value_error("f_lineno can only be set by a trace function")
    jump_to(frame, line)


def jump_to(frame: Frame, line: int) -> None:
    """Has the frame, which stands behind the instruction that it would run next, go on at the first instruction of a line that fits. ValueError if
    there is none."""
    code = frame.code
    if line < code.first_line:
        raise value_error(f"line {line} comes before the current code block")
    wanted = first_line_from(code, line)
    if wanted < 0:
        raise value_error(f"line {line} comes after the current code block")
    if code.register_count - first_temporary(code) > _MOST:
        raise value_error("stack is too deep to analyze")
    kinds = find_kinds(code)
    source = live_kinds(code, kinds, frame.pc - 1)
    best = -1
    most = -1
    refused = -1
    for i in range(len(code.words)):
        if int(code.positions[4 * i]) == wanted and begins_line(code, i) and kinds[i] >= 0:
            target = live_kinds(code, kinds, i)
            if not fits(source, target):
                if refused < 0:
                    refused = i
            elif most < target:
                most = target
                best = i
    if best < 0:
        if refused < 0:
            raise value_error("can't jump into an exception handler, or code may be unreachable")
        raise refusal(source, live_kinds(code, kinds, refused))
    leave_handlers(frame, source, most)
    bind_variables(frame)
    frame.pc = best + 1


def begins_line(code: Code, position: int) -> bool:
    """Whether an instruction is the first of its line, or of a copy of its line."""
    operation = code.words[position] & OPERATION
    if operation == Op.EXCEPT_LEAVE or operation == Op.JUMP or operation == Op.JUMP_BACK or operation == Op.RERAISE:
        return False
    return position == 0 or code.positions[4 * position] != code.positions[4 * (position - 1)]


def first_line_from(code: Code, line: int) -> int:
    """The first line not before `line` that has instructions, or -1."""
    found = -1
    for i in range(len(code.words)):
        here = int(code.positions[4 * i])
        if here >= line and (found < 0 or here < found):
            found = here
    return found


# Kinds of temporaries: two bits each. -1 stands for what cannot be reached.


def find_kinds(code: Code) -> GcArray[int]:
    """What kind of value each temporary holds in front of each instruction."""
    count = len(code.words)
    kinds = new_array(int, count)
    for i in range(count):
        kinds[i] = -1
    waiting: list[int] = []
    arrive(kinds, waiting, 0, 0)
    while len(waiting) > 0:
        i = waiting.pop()
        word = code.words[i]
        operation = word & OPERATION
        after = kinds_after(word, kinds[i], first_temporary(code))
        if falls_through(operation):
            arrive(kinds, waiting, i + 1, after)
            if skips(operation):
                arrive(kinds, waiting, i + 2, after)
        if jumps(operation):
            arrive(kinds, waiting, i + 1 + (word >> 32), after)
        handler = code.handler_of(i)
        if handler >= 0:
            arrive(kinds, waiting, handler, kinds[i])
    return kinds


def arrive(kinds: GcArray[int], waiting: list[int], position: int, found: int) -> None:
    if position < len(kinds) and kinds[position] < 0:
        kinds[position] = found
        waiting.append(position)


def kinds_after(word: int, before: int, first: int) -> int:
    """What the temporaries hold behind an instruction."""
    register = (word >> 16 & 0xFFFF) - first
    match word & OPERATION:
        case Op.GET_ITER:
            return with_kind(before, register, _ITERATOR)
        case Op.EXCEPT_ENTER:
            return with_kind(with_kind(before, register, _VALUE), register + 1, _HANDLED)
        case Op.BEFORE_WITH | Op.BEFORE_ASYNC_WITH:
            return with_kind(with_kind(before, register, _VALUE), register + 1, _VALUE)
        case Op.JUMP | Op.JUMP_BACK | Op.EXCEPT_LEAVE:
            return before
        case _:
            return with_kind(before, register, _VALUE) if kind_of(before, register) == _NOTHING else before


def with_kind(kinds: int, temporary: int, kind: int) -> int:
    if not 0 <= temporary < _MOST:
        return kinds
    return kinds & ~(3 << 2 * temporary) | kind << 2 * temporary


def kind_of(kinds: int, temporary: int) -> int:
    return kinds >> 2 * temporary & 3 if 0 <= temporary < _MOST else _VALUE


def live_kinds(code: Code, kinds: GcArray[int], position: int) -> int:
    """The kinds of the temporaries that are live in front of an instruction."""
    live = live_at(code, position)
    found = max(kinds[position], 0)
    for i in range(_MOST):
        if live >> i & 1 == 0:
            found = with_kind(found, i, _NOTHING)
    return found


def fits(source: int, target: int) -> bool:
    for i in range(_MOST):
        kind = kind_of(target, i)
        if kind != _NOTHING and kind != kind_of(source, i):
            return False
    return True


def refusal(source: int, target: int) -> PyError:
    """Why a jump is not possible: what lacks innermost."""
    for i in range(_MOST - 1, -1, -1):
        kind = kind_of(target, i)
        if kind == _NOTHING or kind == kind_of(source, i):
            continue
        if kind == _ITERATOR:
            return value_error("can't jump into the body of a for loop")
        if kind == _HANDLED:
            return value_error("can't jump into an 'except' block as there's no exception")
        return value_error("incompatible stacks")
    return value_error("incompatible stacks")


def leave_handlers(frame: Frame, source: int, target: int) -> None:
    """Leaves the handlers of exceptions that are around the place which the frame leaves, and not around that where it goes on."""
    first = first_temporary(frame.code)
    for i in range(_MOST - 1, -1, -1):
        if kind_of(source, i) == _HANDLED and kind_of(target, i) != _HANDLED:
            leave_handler(frame, not_none(frame.peek(first + i)))


def bind_variables(frame: Frame) -> None:
    """Gives None to local variables that have no value: code that was not run may have been relied on to give them one."""
    code = frame.code
    for i in range(len(code.varnames)):
        held = frame.peek(i)
        if held is None:
            frame.write(i, NONE)
        elif isinstance(held, Cell) and held.content is None:
            held.content = NONE
