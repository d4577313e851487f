"""Pickling and copying of tasklets and channels.

What a tasklet is doing is in its frames (modules/freeze pickles those), as long as it keeps nothing on the C stack: so one can be pickled that waits
in a channel, has given way, was interrupted by ``run(timeout)``, or has not begun; but none that is inside a built-in function."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, runtime_error, value_error
from interpreter.eval.frame import Entered, Frame
from interpreter.eval.microthread import PythonMicrothread, main_of_thread, python_error
from interpreter.eval.tracing import Tracing
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import add_methods
from interpreter.modules.freeze.exceptions import reduced_exceptions, restore_exceptions
from interpreter.modules.freeze.flags import PRESERVE_TRACING_STATE, has_flag
from interpreter.modules.freeze.fork import Fork
from interpreter.modules.freeze.frame import or_empty
from interpreter.modules.freeze.names import state_parts
from interpreter.modules.stackless.channel import channel_type
from interpreter.modules.stackless.contexts import reduced_context, restored_context
from interpreter.modules.stackless.obstacles import ensure_picklable
from interpreter.modules.stackless.objects import ChannelCore, PythonChannel, Tasklet, object_of
from interpreter.modules.stackless.switching import TaskletMicrothread
from interpreter.modules.stackless.tasklet import tasklet_type
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import merge_dict
from interpreter.objects.exceptions import ExceptionObject, exception_object
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE, or_none
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple2, tuple3
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int
from interpreter.protocols.types import new_object
from transform.rpython import int32, unchecked_cast


# Tasklets.


@exposed("__reduce_ex__")
def tasklet_reduce(self: Tasklet, protocol: Object, /) -> Object:
    """Helper for pickle."""
    ensure_picklable(self)
    return tuple3(type_of(self), EMPTY_TUPLE, tasklet_state(self, new_tuple(frames_of(self.microthread))))


@exposed("__copy__")
def tasklet_copy(self: Tasklet) -> Object:
    """A second tasklet that goes on from the same place, and shares the objects that its frames refer to. It is paused, or waits in the same
    channel."""
    ensure_picklable(self)
    made = new_object(type_of(self), 0)
    assert isinstance(made, Tasklet)
    frames: list[Object] = []
    frame = Fork().chain(self.microthread.frame)
    while frame is not None:
        frames.append(frame)
        frame = frame.back
    restore_tasklet(made, tasklet_state(self, new_tuple(frames)))
    ring = self.microthread.ring
    if isinstance(ring, ChannelCore):
        ring.append_waiting(made.microthread, ring.direction)
    return made


@exposed("__setstate__")
def tasklet_set_state(self: Tasklet, state: Object, /) -> Object:
    """Takes over what pickle has kept."""
    restore_tasklet(self, state)
    return self


def frames_of(own: PythonMicrothread) -> list[Object]:
    """The frames of a tasklet, the innermost first."""
    result: list[Object] = []
    frame = own.frame
    while frame is not None:
        frame.escaped = True
        result.append(frame)
        frame = frame.back
    return result


def tasklet_state(self: Tasklet, frames: Tuple) -> Tuple:
    """What there is to a tasklet that does not run, in the order in which `restore_tasklet` takes it."""
    own = self.microthread
    error = own.error
    given: Object = NONE
    if own.value is not None:
        given = unchecked_cast(Object, own.value)
    keywords = own.keywords
    return new_tuple([
        new_tuple([new_bool(own.is_alive), new_bool(own.is_started), new_bool(own.is_atomic), new_bool(own.ignores_nesting),
                   new_bool(own.block_trap)]),
        or_none(own.called), own.arguments, NONE if keywords is None else keywords, frames, or_none(own.handled), given,
        NONE if error is None else exception_object(python_error(error)), new_int(int(own.nesting)), reduced_tracing(own.tracing), channel_of(own),
        attributes_of(self), reduced_exceptions([or_none(own.handled)], own.frame), reduced_context(self)])


def restore_tasklet(self: Tasklet, state: Object) -> None:
    """Fills an empty tasklet, which is paused then, or in the channel where it was."""
    own = self.microthread
    if own.is_alive:
        raise runtime_error("tasklet is alive")
    parts = state_parts(state, 14)
    options = state_parts(parts.item(0), 5)
    own.is_alive = is_true(options.item(0))
    own.is_started = is_true(options.item(1))
    own.is_atomic = is_true(options.item(2))
    own.ignores_nesting = is_true(options.item(3))
    own.block_trap = is_true(options.item(4))
    own.called = or_empty(parts.item(1))
    own.arguments = own_tuple(parts.item(2))
    keywords = parts.item(3)
    own.keywords = keywords if isinstance(keywords, Dict) and keywords.count > 0 else None
    restore_frames(own, own_tuple(parts.item(4)))
    own.handled = or_empty(parts.item(5))
    own.value = or_empty(parts.item(6))
    error = parts.item(7)
    if isinstance(error, ExceptionObject):
        own.error = PyError(type_of(error), "", error)
    own.nesting = int32(as_int(parts.item(8)))
    tracing = parts.item(9)
    if isinstance(tracing, Tuple):
        own.tracing = restored_tracing(tracing)
    restore_exceptions(parts.item(12))
    own.context = restored_context(parts.item(13))
    if own.is_started and isinstance(own, TaskletMicrothread):
        main_of_thread().living += 1
        own.watch()
    put_attributes(self, parts.item(11))


def restore_frames(own: PythonMicrothread, frames: Tuple) -> None:
    """Links frames to each other."""
    above: Optional[Frame] = None
    for i in range(frames.length):
        frame = frames.item(i)
        if not isinstance(frame, Frame) or frame.is_running():
            raise value_error("damaged pickle: the frames of a tasklet are frames that do not run")
        if above is None:
            own.frame = frame
        else:
            above.back = frame
        above = frame
    if above is not None:
        above.back = None
        above.entered = Entered.FROM_RPYTHON
    own.depth = int32(frames.length)


def own_tuple(x: Object) -> Tuple:
    if not isinstance(x, Tuple):
        raise value_error("damaged pickle: the state of a tasklet has tuples")
    return x


def channel_of(own: PythonMicrothread) -> Object:
    """The channel in which a tasklet waits: it is pickled along, with all that wait there."""
    ring = own.ring
    return or_none(ring.channel) if isinstance(ring, ChannelCore) else NONE


def reduced_tracing(tracing: Optional[Tracing]) -> Object:
    if tracing is None or not has_flag(PRESERVE_TRACING_STATE):
        return NONE
    return tuple2(or_none(tracing.tracer), or_none(tracing.profiler))


def restored_tracing(kept: Tuple) -> Tracing:
    parts = state_parts(kept, 2)
    return Tracing(or_empty(parts.item(0)), or_empty(parts.item(1)))


# Channels.


@exposed("__reduce_ex__")
def channel_reduce(self: PythonChannel, protocol: Object, /) -> Object:
    """Helper for pickle."""
    core = self.core
    options = tuple3(new_int(core.preference), new_bool(core.schedule_all), new_bool(core.is_closing))
    waiting = new_tuple([object_of(item) for item in core.items()])
    return tuple3(type_of(self), EMPTY_TUPLE, new_tuple([options, new_int(core.direction), waiting, attributes_of(self)]))


@exposed("__setstate__")
def channel_set_state(self: PythonChannel, state: Object, /) -> None:
    """Takes over what pickle has kept. Tasklets that are loaded along may get their own state only later."""
    core = self.core
    parts = state_parts(state, 4)
    options = state_parts(parts.item(0), 3)
    core.preference = as_int(options.item(0))
    core.schedule_all = is_true(options.item(1))
    core.is_closing = is_true(options.item(2))
    waiting = own_tuple(parts.item(2))
    for i in range(waiting.length):
        tasklet = waiting.item(i)
        if isinstance(tasklet, Tasklet) and tasklet.microthread.ring is None:
            core.append_waiting(tasklet.microthread, as_int(parts.item(1)))
    put_attributes(self, parts.item(3))


# Attributes of instances of a program's own classes.


def attributes_of(x: Object) -> Object:
    """The ``__dict__`` of an instance of a class that a program defines, or None."""
    found = x.get_dict() if x.has_attributes() else None
    return NONE if found is None else found


def put_attributes(x: Object, attributes: Object) -> None:
    if isinstance(attributes, Dict):
        own = x.get_dict()
        if isinstance(own, Dict):
            merge_dict(own, attributes)


add_methods(tasklet_type, __name__, "tasklet_")
add_methods(channel_type, __name__, "channel_")
