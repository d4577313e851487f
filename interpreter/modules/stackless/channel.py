"""The class ``channel``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error, value_error
from interpreter.eval.microthread import current, given_to, main_of_thread
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.stackless.errors import error_of, error_of_class
from interpreter.modules.stackless.hooks import hooks
from interpreter.modules.stackless.objects import ChannelInstance, PythonChannel, object_of
from interpreter.modules.stackless.switching import ensure_can_leave, ensure_can_switch, transfer, wait_in
from interpreter.objects.int import FALSE, TRUE, Int, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call, call0, call1
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_int
from scheduler.channel import RECEIVE, SEND
from scheduler.scheduler import running
from transform.rpython import inline, never_inline

_STOP_ITERATION = EXCEPTIONS["StopIteration"]


@exposed_static("__new__", rest="arguments", keywords="keywords")
def channel_new(cls: Type, arguments: Object, keywords: Object) -> Object:
    """Create and return a new object."""
    return allocate(cls)


@exposed("__init__")
def channel_init(self: PythonChannel) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""


# Actions.


@exposed("send", switches=True)
def channel_send(self: PythonChannel, value: Object, /) -> Object:
    """Gives `value` to a receiver, waiting for one if need be. ValueError if it would wait at a closed channel."""
    return act(self, SEND, value, None)


@exposed("receive", switches=True)
def channel_receive(self: PythonChannel) -> Object:
    """Takes a value from a sender, waiting for one if need be. ValueError if it would wait at a closed channel."""
    return act(self, RECEIVE, None, None)


@exposed("send_exception", rest="args", switches=True)
def channel_send_exception(self: PythonChannel, exc_class: Object, args: Tuple) -> Object:
    """Has `exc_class(*args)` raised in a receiver."""
    return act(self, SEND, None, error_of_class(exc_class, args.items(), "channel.send_exception"))


@exposed("send_throw", switches=True)
def channel_send_throw(self: PythonChannel, exc: Object, val: Object = NONE, tb: Object = NONE) -> Object:
    """Has an exception raised in a receiver."""
    return act(self, SEND, None, error_of(exc, val, tb))


@exposed("send_sequence")
def channel_send_sequence(self: PythonChannel, seq: Object) -> int:
    """Sends each item; returns how many these were."""
    iterator = iterator_of(seq)
    count = 0
    while True:
        item = next_of(iterator)
        if item is None:
            return count
        if type_of(self).is_heap:
            call1(get_attribute(self, "send"), item)
        else:
            act(self, SEND, item, None)
        count += 1


@exposed("__iter__")
def channel_iter(self: PythonChannel) -> Object:
    """Implement iter(self)."""
    return self


@exposed("__next__", switches=True)
def channel_next(self: PythonChannel) -> Object:
    """Implement next(self)."""
    if self.core.is_closing and self.core.count == 0:
        raise PyError(_STOP_ITERATION, "")
    if type_of(self).is_heap:
        return call0(get_attribute(self, "receive"))
    return act(self, RECEIVE, None, None)


@inline
def act(self: PythonChannel, direction: int, value: Optional[Object], error: Optional[PyError]) -> Object:
    if hooks.channel is not None:
        return act_and_tell(self, direction, value, error)
    return exchange(self, direction, value, error)


def exchange(self: PythonChannel, direction: int, value: Optional[Object], error: Optional[PyError]) -> Object:
    """Meets a partner, or waits for one."""
    core = self.core
    own = current()
    if not core.has_partner(direction):
        if own.block_trap:
            raise runtime_error("this tasklet does not like to be blocked.")
        if core.is_closing:
            raise value_error("Send/receive operation on a closed channel")
        ensure_can_leave()
        own.value = value
        own.error = error
        return wait_in(core, direction)
    if core.schedule_all or core.preference == -direction:
        ensure_can_switch()
    own.value = value
    own.error = error
    scheduler = running.scheduler
    target = scheduler.meet(core, direction)
    if target is own:
        return given_to(own)
    return transfer(target)


@never_inline
def act_and_tell(self: PythonChannel, direction: int, value: Optional[Object], error: Optional[PyError]) -> Object:
    """The same with the channel callback: before the action, or behind one with a partner of another thread."""
    own = current()
    core = self.core
    has_partner = core.has_partner(direction)
    partner = core.first
    if has_partner and partner is not None and partner.home is not running.scheduler.queue:
        result = exchange(self, direction, value, error)
        tell(self, direction, False)
        return result
    own.value = value
    own.error = error
    try:
        tell(self, direction, not has_partner)
    finally:
        own.value = None
        own.error = None
    return exchange(self, direction, value, error)


def tell(self: PythonChannel, direction: int, blocks: bool) -> None:
    """Calls the channel callback."""
    callback = hooks.channel
    main = main_of_thread()
    if main.in_callback:
        raise runtime_error("Recursive channel call due to callbacks!")
    if callback is not None:
        main.in_callback = True
        try:
            call(callback, [self, object_of(current()), new_int(1 if direction == SEND else 0), new_int(1 if blocks else 0)])
        finally:
            main.in_callback = False


# State.


@exposed("open")
def channel_open(self: PythonChannel) -> None:
    """Undoes `close`."""
    self.core.is_closing = False


@exposed("close")
def channel_close(self: PythonChannel) -> None:
    """From now on nothing more may wait."""
    self.core.is_closing = True


@exposed_property("closing")
def channel_closing(self: PythonChannel) -> bool:
    """Whether `close` was called."""
    return self.core.is_closing


@exposed_property("closed")
def channel_closed(self: PythonChannel) -> bool:
    """Whether `close` was called and nothing waits any more."""
    return self.core.is_closing and self.core.count == 0


@exposed_property("balance")
def channel_balance(self: PythonChannel) -> int:
    """How many senders wait (> 0) or receivers (< 0)."""
    return self.core.balance()


@exposed_property("queue")
def channel_queue(self: PythonChannel) -> Object:
    """The tasklet that waits longest."""
    return object_of(self.core.first)


@exposed_property("preference")
def channel_preference(self: PythonChannel) -> int:
    """Which side runs on when two meet: -1 the receiver, 1 the sender, 0 the one that comes second."""
    return self.core.preference


@exposed_setter("preference")
def channel_set_preference(self: PythonChannel, value: Object) -> None:
    if not isinstance(value, Int):
        raise type_error("preference must be set to an integer")
    number = as_int(value)
    self.core.preference = 1 if number > 0 else -1 if number < 0 else 0


@exposed_property("schedule_all")
def channel_schedule_all(self: PythonChannel) -> bool:
    """Whether each action runs the next tasklet in the queue; it overrides `preference`."""
    return self.core.schedule_all


@exposed_setter("schedule_all")
def channel_set_schedule_all(self: PythonChannel, value: Object) -> None:
    self.core.schedule_all = flag_of(value, "schedule_all must be set to a bool or integer")


def flag_of(value: Object, message: str) -> bool:
    """A bool or int as a flag; TypeError for others."""
    if value is TRUE or value is FALSE:
        return value is TRUE
    if isinstance(value, Int):
        return as_int(value) != 0
    raise type_error(message)


def allocate(type: Type) -> Object:
    return ChannelInstance(type) if type.is_heap else PythonChannel()


channel_type = define(PythonChannel, "channel", allocate=allocate, module="_stackless", methods=__name__)

