"""Pickling of tasklets that have not begun, and of channels at which nobody waits."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import add_methods
from interpreter.modules.contextvars.context import current_context
from interpreter.modules.stackless.channel import channel_type
from interpreter.modules.stackless.objects import PythonChannel, Tasklet
from interpreter.modules.stackless.tasklet import is_current, tasklet_type
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import merge_dict
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple3
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int

_NOT_IMPLEMENTED = EXCEPTIONS["NotImplementedError"]


@exposed("__reduce_ex__")
def tasklet_reduce(self: Tasklet, protocol: Object, /) -> Object:
    """Helper for pickle."""
    own = self.microthread
    if is_current(own):
        raise runtime_error("You cannot __reduce__ the tasklet which is current.")
    if own.is_started:
        raise PyError(_NOT_IMPLEMENTED, "a tasklet that has started cannot be pickled yet")
    called = own.called
    keywords = own.keywords
    options = tuple3(new_bool(own.is_atomic), new_bool(own.ignores_nesting), new_bool(own.block_trap))
    named: Object = NONE if not own.is_alive else Dict() if keywords is None else keywords
    return tuple3(type_of(self), EMPTY_TUPLE, new_tuple([
        options, NONE if called is None else called, own.arguments if own.is_alive else NONE, named, attributes_of(self)]))


@exposed("__setstate__")
def tasklet_set_state(self: Tasklet, state: Object, /) -> Object:
    """Takes over what pickle has kept."""
    own = self.microthread
    if own.is_alive:
        raise runtime_error("tasklet is alive")
    parts = parts_of(state, 5)
    options = parts_of(parts.item(0), 3)
    own.is_atomic = is_true(options.item(0))
    own.ignores_nesting = is_true(options.item(1))
    own.block_trap = is_true(options.item(2))
    own.called = None if parts.item(1) is NONE else parts.item(1)
    arguments = parts.item(2)
    keywords = parts.item(3)
    if isinstance(arguments, Tuple):
        own.arguments = arguments
        own.keywords = keywords if isinstance(keywords, Dict) and keywords.count > 0 else None
        own.is_alive = own.called is not None
    own.context = current_context()
    put_attributes(self, parts.item(4))
    return self


@exposed("__reduce_ex__")
def channel_reduce(self: PythonChannel, protocol: Object, /) -> Object:
    """Helper for pickle."""
    core = self.core
    if core.count > 0:
        raise PyError(_NOT_IMPLEMENTED, "the tasklets that wait at a channel cannot be pickled yet")
    options = tuple3(new_int(core.preference), new_bool(core.schedule_all), new_bool(core.is_closing))
    return tuple3(type_of(self), EMPTY_TUPLE, new_tuple([options, attributes_of(self)]))


@exposed("__setstate__")
def channel_set_state(self: PythonChannel, state: Object, /) -> None:
    """Takes over what pickle has kept."""
    parts = parts_of(state, 2)
    options = parts_of(parts.item(0), 3)
    self.core.preference = as_int(options.item(0))
    self.core.schedule_all = is_true(options.item(1))
    self.core.is_closing = is_true(options.item(2))
    put_attributes(self, parts.item(1))


def attributes_of(x: Object) -> Object:
    """The ``__dict__`` of an instance of a class that a program defines, or None."""
    found = x.get_dict() if x.has_attributes() else None
    return NONE if found is None else found


def put_attributes(x: Object, attributes: Object) -> None:
    if isinstance(attributes, Dict):
        own = x.get_dict()
        if isinstance(own, Dict):
            merge_dict(own, attributes)


def parts_of(state: Object, count: int) -> Tuple:
    """A state that is a tuple of so many items; TypeError for others."""
    if not isinstance(state, Tuple) or state.length != count:
        raise type_error(f"the state must be a tuple of {count} items")
    return state


add_methods(tasklet_type, __name__, "tasklet_")
add_methods(channel_type, __name__, "channel_")
