"""``sys.settrace`` and ``sys.setprofile``.

A program that is not traced pays nothing: instructions are traced that have the bit `TRACED`, which makes them unknown to the evaluation loop, so
that it calls `step` and then runs the instruction without the bit. The code of a function gets the bits when it is entered while somebody traces
(`Tracer.attend`), and loses them when `step` finds that nobody does any more.

What is reported when is CPython's: a ``call`` when a frame is entered or resumed, a ``line`` when the line changes or a jump goes back, a ``return``
for what a frame returns or yields, an ``exception`` in each frame that an exception reaches; and for `setprofile`, calls of built-in functions."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import INSTRUCTIONS, OPERATION, TRACED, Op
from interpreter.errors import PyError
from interpreter.eval.frame import Frame, state
from interpreter.eval.locals import locals_of, restore_locals
from interpreter.eval.pending import Attendant, work
from interpreter.objects.builtin_function import BoundBuiltin, BuiltinFunction, bound_to
from interpreter.objects.code import Code, Flag
from interpreter.objects.exceptions import ExceptionObject, exception_object
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import tuple3
from interpreter.protocols.call import call, call3
from transform.rpython import never_inline

_NOWHERE = -1

_SILENT = ("EXCEPT_ENTER", "EXCEPT_LEAVE", "RERAISE", "CLEAR", "JUMP", "JUMP_BACK")
_IS_SILENT = [instruction.name in _SILENT for instruction in INSTRUCTIONS]
"""Operations that belong to no line of their own."""


class FrameTrace(Object):
    """What tracing knows of a frame. `function` is its ``f_trace``; `position` the instruction that was seen last, `called` the built-in
    function that it calls; `is_entered` tells whether its ``call`` was reported or is not to be. `skips` lets the next instruction run,
    which was reported."""
    function: Optional[Object]
    lines: bool
    opcodes: bool
    position: int
    is_entered: bool
    called: Optional[Object]
    skips: bool

    def __init__(self) -> None:
        self.function = None
        self.lines = True
        self.opcodes = False
        self.position = _NOWHERE
        self.is_entered = False
        self.called = None
        self.skips = False


class Step:
    """The result of `step`: so the loop, when it is resumed, knows that this is what it called."""


_STEP = Step()


def trace_of(frame: Frame) -> FrameTrace:
    found = frame.trace
    if isinstance(found, FrameTrace):
        return found
    made = FrameTrace()
    frame.trace = made
    frame.escaped = True
    return made


def is_traced() -> bool:
    """Whether what happens now is to be reported."""
    return (state.tracer is not None or state.profiler is not None) and state.trace_event is None


class Tracer(Attendant):
    """Prepares the code of functions that are entered."""

    def attend(self) -> None:
        frame = state.frame
        if frame is not None and is_traced():
            arm(frame.code)


work.register(Tracer())


def set_tracer(function: Optional[Object]) -> None:
    """``sys.settrace``."""
    state.tracer = function
    begin()


def set_profiler(function: Optional[Object]) -> None:
    """``sys.setprofile``."""
    state.profiler = function
    begin()


def begin() -> None:
    """Has functions prepared from now on if somebody traces. Frames that run already report nothing but what ``f_trace`` asks for."""
    work.is_urgent = state.tracer is not None or state.profiler is not None
    work.begin_period()
    if not work.is_urgent:
        return
    frame = state.frame
    while frame is not None:
        trace = trace_of(frame)
        trace.is_entered = True
        trace.position = frame.pc - 1
        arm(frame.code)
        frame = frame.back


class Tracing:
    """What traces a microthread that is parked."""
    tracer: Optional[Object]
    profiler: Optional[Object]
    event: Optional[Object]

    def __init__(self, tracer: Optional[Object], profiler: Optional[Object], event: Optional[Object] = None) -> None:
        self.tracer = tracer
        self.profiler = profiler
        self.event = event


def park_tracing() -> Optional[Tracing]:
    """Ends tracing for now; what `unpark_tracing` goes on with."""
    if not work.is_urgent:
        return None
    parked = Tracing(state.tracer, state.profiler, state.trace_event)
    put_tracing(None, None, None)
    return parked


def unpark_tracing(parked: Tracing) -> None:
    put_tracing(parked.tracer, parked.profiler, parked.event)


def put_tracing(tracer: Optional[Object], profiler: Optional[Object], event: Optional[Object]) -> None:
    state.tracer = tracer
    state.profiler = profiler
    state.trace_event = event
    work.is_urgent = tracer is not None or profiler is not None
    work.begin_period()


def arm(code: Code) -> None:
    """Gives all instructions of a code the bit `TRACED`."""
    if not code.is_armed:
        code.is_armed = True
        for i in range(len(code.words)):
            code.words[i] |= TRACED


def disarm(code: Code) -> None:
    code.is_armed = False
    for i in range(len(code.words)):
        code.words[i] &= ~TRACED


# What the evaluation loop calls.


def was_reported(frame: Frame) -> bool:
    """Whether the next instruction was reported already; true once. This cannot be suspended, so the loop gets past the instruction."""
    trace = frame.trace
    if isinstance(trace, FrameTrace) and trace.skips:
        trace.skips = False
        return True
    return False


@never_inline
def step(frame: Frame) -> Step:
    """Reports what there is to report before an instruction runs. The frame stands behind the instruction; `frame.pc` changes if a trace function
    sets ``f_lineno``."""
    if is_traced():
        report(frame, trace_of(frame))
    elif state.trace_event is None:
        disarm(frame.code)
    return _STEP


def report(frame: Frame, trace: FrameTrace) -> None:
    called = trace.called
    if called is not None:
        trace.called = None
        profile(frame, _C_RETURN, called)
    is_new = not trace.is_entered
    if is_new:
        trace.is_entered = True
        trace.called = None
        frame.pc -= 1
        try:
            enter(frame)
        finally:
            frame.pc += 1
    word = frame.code.words[frame.pc - 1]
    if state.tracer is not None and not _IS_SILENT[word & OPERATION]:
        trace_instruction(frame, trace, is_new)
        word = frame.code.words[frame.pc - 1]
    match word & OPERATION:
        case Op.RETURN:
            pc = frame.pc
            if state.tracer is not None:
                frame.pc = trace.position + 1  # what has no line belongs to what ran before it
            try:
                leave(frame, trace, frame.peek(word >> 16 & 0xFFFF))
            finally:
                frame.pc = pc
        case Op.YIELD:
            leave(frame, trace, frame.peek(word >> 32 & 0xFFFF))
        case Op.CALL | Op.CALL_METHOD | Op.CALL_KW | Op.CALL_METHOD_KW | Op.CALL_EX:
            if state.profiler is not None:
                call_built_in(frame, trace, word)


def enter(frame: Frame) -> None:
    """A frame is entered or resumed. It stands where it stood: at the head of the function, or at the ``yield``."""
    tracer = state.tracer
    if tracer is not None:
        trace_of(frame).function = None
        call_tracer(frame, tracer, CALL, NONE)
    if state.profiler is not None:
        profile(frame, CALL, NONE)


def leave(frame: Frame, trace: FrameTrace, value: Optional[Object]) -> None:
    """A frame returns or yields; None if an exception leaves it."""
    shown = NONE if value is None else value
    if state.tracer is not None:
        call_own_tracer(frame, _RETURN, shown)
    if state.profiler is not None:
        profile(frame, _RETURN, shown)
    trace.is_entered = False


def resume_with_error(frame: Frame) -> None:
    """A generator is resumed by an exception."""
    arm(frame.code)
    trace = trace_of(frame)
    if not trace.is_entered:
        trace.is_entered = True
        enter(frame)


def trace_instruction(frame: Frame, trace: FrameTrace, is_new: bool) -> None:
    """Reports a new line, and the instruction if the frame asks for that."""
    position = frame.pc - 1
    before = trace.position
    code = frame.code
    line = int(code.positions[4 * position])
    if line <= 0:
        return
    trace.position = position
    if trace.function is None:
        return
    if trace.lines:
        is_resumed = is_new and position > 0
        old_line = int(code.positions[4 * before]) if before >= 0 and (is_resumed or not is_new) else _NOWHERE
        goes_back = position <= before and not is_new and (
            code.words[position] & OPERATION != Op.SEND)
        if line != old_line or goes_back:
            call_own_tracer(frame, LINE, NONE)
    if trace.opcodes:
        call_own_tracer(frame, _OPCODE, NONE)
    trace.position = frame.pc - 1


def call_built_in(frame: Frame, trace: FrameTrace, word: int) -> None:
    """A call, which is reported if it is one of a built-in function."""
    first = word >> 32 & 0xFFFF
    called = frame.peek(first)
    if isinstance(called, BuiltinFunction):
        operation = word & OPERATION
        if operation == Op.CALL_METHOD or operation == Op.CALL_METHOD_KW:
            instance = frame.peek(first + 1)
            if instance is not None:
                called = bound_to(called, instance)
    elif not isinstance(called, BoundBuiltin):
        return
    profile(frame, _C_CALL, called)
    trace.called = called


# What happens to exceptions. Each of these gives the exception that goes on: the same, or that of a trace function.


def raised_in(frame: Frame, value: ExceptionObject) -> ExceptionObject:
    """An exception was raised in a frame, or reached it."""
    try:
        trace = trace_of(frame)
        called = trace.called
        if called is not None:
            trace.called = None
            profile(frame, _C_EXCEPTION, called)
        if state.tracer is not None and trace.function is not None:
            traceback = value.traceback
            call_own_tracer(frame, _EXCEPTION, tuple3(type_of(value), value, NONE if traceback is None else traceback))
    except PyError as error:
        return exception_object(error)
    return value


def left_by(frame: Frame, value: ExceptionObject) -> ExceptionObject:
    """An exception leaves a frame."""
    try:
        trace = trace_of(frame)
        if trace.is_entered:
            leave(frame, trace, None)
    except PyError as error:
        return exception_object(error)
    return value


# Calls of the functions that a program gave.

CALL, LINE, _RETURN, _EXCEPTION, _OPCODE = Str("call"), Str("line"), Str("return"), Str("exception"), Str("opcode")
_C_CALL, _C_RETURN, _C_EXCEPTION = Str("c_call"), Str("c_return"), Str("c_exception")


def call_own_tracer(frame: Frame, event: Object, argument: Object) -> None:
    """Calls ``f_trace`` of a frame."""
    function = trace_of(frame).function
    if function is not None:
        call_tracer(frame, function, event, argument)


def call_tracer(frame: Frame, function: Object, event: Object, argument: Object) -> None:
    """Calls a trace function, which gives the one for what follows in the frame. An exception ends the tracing."""
    trace = trace_of(frame)
    try:
        result = call_reporting(frame, function, event, argument)
    except PyError:
        trace.function = None
        set_tracer(None)
        raise
    if result is not NONE:
        trace.function = result


def profile(frame: Frame, event: Object, argument: Object) -> None:
    function = state.profiler
    if function is None:
        return
    try:
        call_reporting(frame, function, event, argument)
    except PyError:
        set_profiler(None)
        raise


def call_reporting(frame: Frame, function: Object, event: Object, argument: Object) -> Object:
    """Calls a function that a program gave, without tracing that; what it sets in ``f_locals`` becomes the frame's variables."""
    state.trace_event = event
    raised = state.raised
    has_copy = frame.code.flags & Flag.OPTIMIZED and frame.locals is not None
    if has_copy:
        locals_of(frame)
    try:
        return call3(function, frame, event, argument)
    finally:
        state.trace_event = None
        state.raised = raised
        restore_locals(frame)


def call_traced(function: Object, arguments: list[Object]) -> Object:
    """Calls a function from a trace function, with tracing."""
    event = state.trace_event
    state.trace_event = None
    try:
        return call(function, arguments)
    finally:
        state.trace_event = event
