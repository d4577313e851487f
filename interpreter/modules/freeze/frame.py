"""Pickling of frames.

A frame is where its code stands and what its registers hold. The registers that nothing reads any more are left out, and so is the caller: the frames
of a tasklet are a row in its own state. The globals of a module are pickled by the name of the module.

A frame that is running is pickled as it stands at the moment, to be looked at: so a traceback can be pickled. Only what owns a frame, a tasklet
or a generator, can go on with it."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, runtime_error, value_error
from interpreter.eval.execute import builtins_of
from interpreter.eval.frame import Frame, new_frame
from interpreter.eval.liveness import is_needed, needed_in
from interpreter.eval.tracing import FrameTrace
from interpreter.gateway.exposed import exposed
from interpreter.modules.freeze.exceptions import reduced_exceptions, restore_exceptions
from interpreter.modules.freeze.flags import PRESERVE_TRACING_STATE, has_flag
from interpreter.modules.freeze.names import module_of, own_function, state_parts
from interpreter.objects.code import Code, Flag
from interpreter.objects.dict import Dict
from interpreter.objects.generator import Generator, GeneratorState
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE, or_none
from interpreter.objects.tuple import Tuple, new_tuple, tuple1, tuple3
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int
from transform.rpython import uint8, uint16

NO_GLOBALS = Dict()
"""The globals of a frame or function that has no state yet."""


@exposed("reduce_frame")
def reduce_frame(frame: Frame, /) -> Object:
    """Pickles keep the code, and what `restore_frame` takes."""
    return tuple3(own_function("frame"), tuple1(frame.code), frame_state(frame))


@exposed("frame")
def frame(code: Code, /) -> Object:
    """A frame without state."""
    return blank_frame(code)


def blank_frame(code: Code) -> Frame:
    made = new_frame(code, NO_GLOBALS, NO_GLOBALS)
    made.escaped = True
    return made


def frame_state(frame: Frame) -> Tuple:
    """What there is to a frame, in the order in which `restore_frame` takes it."""
    is_running = frame.is_running()
    owner = frame.owner
    handled: Optional[Object] = None
    outer: Optional[Object] = None
    if isinstance(owner, Generator):
        if is_running:
            owner = None
        else:
            handled = owner.handled
            if owner.status == GeneratorState.RUNNING:
                outer = owner.outer_handled
    numbers: list[Object] = []
    contents: list[Object] = []
    needed = needed_in(frame) if frame.pc > 0 else 0
    for i in range(frame.code.register_count):
        content = frame.peek(i)
        if content is not None and (frame.pc == 0 or is_needed(frame, needed, i)):
            numbers.append(new_int(i))
            contents.append(content)
    return new_tuple([
        new_tuple(numbers), new_tuple(contents), reduced_globals(frame.globals), reduced_locals(frame), new_int(frame.pc),
        new_int(int(frame.entered)), new_int(int(frame.return_register)), or_none(owner), or_none(handled), or_none(outer), reduced_trace(frame),
        reduced_exceptions([or_none(handled), or_none(outer)] + contents, frame)])


def restore_frame(frame: Frame, state: Object) -> None:
    """Fills an empty frame. RuntimeError if it is none, ValueError if the state does not fit its code."""
    if frame.globals is not NO_GLOBALS:
        raise runtime_error("the frame has its state already")
    parts = state_parts(state, 12)
    numbers = parts.item(0)
    contents = parts.item(1)
    pc = as_int(parts.item(4))
    if not isinstance(numbers, Tuple) or not isinstance(contents, Tuple) or numbers.length != contents.length or not 0 <= pc <= len(frame.code.words):
        raise damaged(frame)
    for i in range(numbers.length):
        register = as_int(numbers.item(i))
        if not 0 <= register < frame.code.register_count:
            raise damaged(frame)
        frame.write(register, contents.item(i))
    frame.globals = restored_globals(parts.item(2))
    frame.builtins = builtins_of(frame.globals)
    locals = parts.item(3)
    if frame.code.flags & Flag.OPTIMIZED == 0:
        frame.locals = frame.globals if locals is NONE else locals
    frame.pc = pc
    frame.entered = uint8(as_int(parts.item(5)))
    frame.return_register = uint16(as_int(parts.item(6)))
    owner = or_empty(parts.item(7))
    frame.owner = owner
    if isinstance(owner, Generator):
        owner.handled = or_empty(parts.item(8))
        owner.outer_handled = or_empty(parts.item(9))
    trace = parts.item(10)
    if isinstance(trace, Tuple):
        frame.trace = restored_trace(trace)
    restore_exceptions(parts.item(11))


def damaged(frame: Frame) -> PyError:
    return value_error(f"damaged pickle: the state does not fit the frame of {frame.code.qualname}")


def or_empty(x: Object) -> Optional[Object]:
    return None if x is NONE else x


# Globals and locals.


def reduced_globals(globals: Dict) -> Object:
    """What pickles keep of globals: their module, or the dict itself if it is none's."""
    module = module_of(globals)
    return globals if module is None else module


def restored_globals(kept: Object) -> Dict:
    if isinstance(kept, Module):
        return kept.dict
    if not isinstance(kept, Dict):
        raise value_error("damaged pickle: globals must be a dict")
    return kept


def reduced_locals(frame: Frame) -> Object:
    """The locals of a class or module body, if they are not the globals. Those of a function are in registers."""
    locals = frame.locals
    return NONE if locals is None or locals is frame.globals or frame.code.flags & Flag.OPTIMIZED else locals


# What traces a frame.


def reduced_trace(frame: Frame) -> Object:
    trace = frame.trace
    if not isinstance(trace, FrameTrace) or not has_flag(PRESERVE_TRACING_STATE):
        return NONE
    return new_tuple([or_none(trace.function), new_bool(trace.lines), new_bool(trace.opcodes), new_int(trace.position), new_bool(trace.is_entered)])


def restored_trace(kept: Tuple) -> FrameTrace:
    parts = state_parts(kept, 5)
    made = FrameTrace()
    made.function = or_empty(parts.item(0))
    made.lines = is_true(parts.item(1))
    made.opcodes = is_true(parts.item(2))
    made.position = as_int(parts.item(3))
    made.is_entered = is_true(parts.item(4))
    return made

