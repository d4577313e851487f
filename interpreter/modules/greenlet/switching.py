"""How greenlets give way to each other.

A greenlet is a microthread that takes the place in the run queue of the one that switches to it: together they stand for one tasklet. Those that do
not run are in no queue."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.microthread import PythonMicrothread, WatchedMicrothread, current, ensure_calls_can_be_suspended, given_to, go_on_with
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, exception_object, new_exception
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import Tuple, tuple1, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call2
from scheduler.microthread import RunQueue
from scheduler.scheduler import running
from transform.rpython import not_none

greenlet_exit = define(ExceptionObject, "GreenletExit", existing=Type("GreenletExit", None, [EXCEPTIONS["BaseException"]], {}),
                       allocate=new_exception, module="greenlet", doc="")
error_type = define(ExceptionObject, "error", existing=Type("error", None, [EXCEPTIONS["Exception"]], {}), allocate=new_exception,
                    module="greenlet", doc="")


class Greenlet(Object):
    """greenlet(run=None, parent=None) -> greenlet

    Creates a new greenlet object (without running it)."""
    microthread: PythonMicrothread
    parent: Optional[Greenlet]
    run: Optional[Object]
    is_started: bool

    def __init__(self, microthread: PythonMicrothread, parent: Optional[Greenlet]) -> None:
        self.microthread = microthread
        self.parent = parent
        self.run = None
        self.is_started = False
        if isinstance(microthread, GreenletMicrothread):
            microthread.greenlet = self
        else:
            microthread.own_extras().main_greenlet = self

    def is_main(self) -> bool:
        """Whether it stands for what a thread or a tasklet began with."""
        return not isinstance(self.microthread, GreenletMicrothread)

    def is_active(self) -> bool:
        """Whether it has begun and not ended."""
        return self.is_main() and not self.has_exited() or self.microthread.is_started

    def is_dead(self) -> bool:
        """Whether it has ended, or its thread has."""
        return self.is_started and not self.is_active() or self.has_exited()

    def has_exited(self) -> bool:
        """Whether its thread has ended."""
        return self.microthread.home.has_ended


class GreenletInstance(MappedStorage, Greenlet):
    """A greenlet that has attributes: one of a class below greenlet, or not."""
    python_type = None

    def __init__(self, type: Type, microthread: PythonMicrothread, parent: Optional[Greenlet]) -> None:
        super().__init__(microthread, parent)
        self.start(type)


class GreenletMicrothread(WatchedMicrothread):
    """What runs in a greenlet that is no main one."""
    greenlet: Optional[Greenlet]

    def __init__(self, home: RunQueue) -> None:
        super().__init__(home)
        self.greenlet = None

    def leader(self) -> PythonMicrothread:
        greenlet = not_none(self.greenlet)
        while not greenlet.is_main():
            greenlet = not_none(greenlet.parent)
        return greenlet.microthread

    def end_abandoned(self) -> None:
        end_abandoned(self)

    def begin(self) -> Object:
        self.is_alive = True
        if tracing.callback is not None:
            self.is_started = True
            arrived(self)
        return super().begin()

    def can_go_on_in_loop(self) -> bool:
        return tracing.callback is None and super().can_go_on_in_loop()

    def go_on(self) -> Object:
        if tracing.callback is not None:
            try:
                arrived(self)
            except PyError as failure:
                self.error = failure
        return super().go_on()

    def end(self, result: Object, failure: Optional[PyError]) -> None:
        if failure is not None and failure.type.is_subtype(greenlet_exit):
            result = exception_object(failure)
            failure = None
        self.is_alive = False
        own = not_none(self.greenlet)
        target = receiver(not_none(own.parent))
        while True:
            try:
                deliver(target, result, failure)
                break
            except PyError as error:
                failure = error
                target = receiver(not_none(target.parent))
        tracing.note(own, failure is not None)
        replace_current(target.microthread)
        running.scheduler.become(target.microthread)


class Tracing:
    """What `settrace` was given; and of the switch that is under way, which greenlet was left and whether an exception goes along."""
    callback: Optional[Object]
    origin: Optional[Greenlet]
    throws: bool

    def __init__(self) -> None:
        self.callback = None
        self.origin = None
        self.throws = False

    def note(self, origin: Greenlet, throws: bool) -> None:
        if self.callback is not None:
            self.origin = origin
            self.throws = throws


tracing = Tracing()


def arrived(own: PythonMicrothread) -> None:
    """Tells the trace function of a switch, in the greenlet that goes on. What that raises ends tracing."""
    callback = tracing.callback
    origin = tracing.origin
    if callback is not None and origin is not None:
        tracing.origin = None
        try:
            call2(callback, _THROW if tracing.throws else _SWITCH, tuple2(origin, greenlet_of(own)))
        except PyError:
            tracing.callback = None
            raise


_SWITCH = new_str("switch")
_THROW = new_str("throw")


def greenlet_of(own: PythonMicrothread) -> Greenlet:
    """The greenlet that a microthread is; the main one of what is none."""
    if isinstance(own, GreenletMicrothread):
        return not_none(own.greenlet)
    extras = own.extras
    if extras is not None:
        found = extras.main_greenlet
        if isinstance(found, Greenlet):
            return found
    made = new_greenlet(not_none(Greenlet.python_type), own, None)
    made.is_started = True
    return made


def new_greenlet(type: Type, microthread: PythonMicrothread, parent: Optional[Greenlet]) -> Greenlet:
    return GreenletInstance(type, microthread, parent)


# Switching.


def value_of(arguments: Tuple, keywords: Optional[Dict]) -> Object:
    """What `switch` with these arguments gives to a greenlet that waits."""
    if keywords is None or keywords.count == 0:
        return arguments.item(0) if arguments.length == 1 else arguments
    return keywords if arguments.length == 0 else tuple2(arguments, keywords)


def receiver(wanted: Greenlet) -> Greenlet:
    """Who is gone on with for a greenlet: itself, or if that has ended the next above it that has not."""
    target = wanted
    while target.is_dead():
        above = target.parent
        if above is None:
            return target
        target = above
    return target


def switch(wanted: Greenlet, arguments: Tuple, keywords: Optional[Dict], failure: Optional[PyError]) -> Object:
    """Goes on with a greenlet, which is given arguments or an exception; gives what the running one is given later."""
    ensure_same_thread(wanted)
    target = receiver(wanted)
    own = current()
    if target is not wanted and failure is not None and failure.type.is_subtype(greenlet_exit):
        arguments = tuple1(exception_object(failure))
        failure = None
    if target.microthread is own:
        if failure is not None:
            raise failure
        return value_of(arguments, keywords)
    ensure_calls_can_be_suspended()
    if target.is_started:
        deliver(target, value_of(arguments, keywords), failure)
    else:
        begin(target, arguments, keywords, failure)
    tracing.note(greenlet_of(own), failure is not None)
    replace_current(target.microthread)
    if tracing.callback is None:
        return go_on_with(target.microthread)
    running.scheduler.switch(target.microthread)
    arrived(own)
    return given_to(own)


def begin(target: Greenlet, arguments: Tuple, keywords: Optional[Dict], failure: Optional[PyError]) -> None:
    """Prepares a greenlet for its first turn."""
    called: Object = NONE if failure is not None else get_attribute(target, "run")
    own = target.microthread
    target.is_started = True
    target.run = None
    own.called = called
    own.arguments = arguments
    own.keywords = keywords
    own.error = failure


def deliver(target: Greenlet, result: Object, failure: Optional[PyError]) -> None:
    """What a greenlet is given when it goes on."""
    own = target.microthread
    if not target.is_started:
        begin(target, tuple1(result), None, failure)
    elif failure is not None:
        own.error = failure
    else:
        own.value = result


def replace_current(target: PythonMicrothread) -> None:
    """Gives the place of the running microthread in the queue to another."""
    queue = running.scheduler.queue
    own = running.scheduler.current
    target.stop_waiting()
    target.leave_ring()
    queue.first = own
    queue.append_second(target)
    queue.remove(own)


def ensure_same_thread(target: Greenlet) -> None:
    """greenlet.error if a greenlet is of another thread."""
    home = target.microthread.home
    if home is running.scheduler.queue:
        return
    if home.has_ended:
        raise PyError(error_type, "cannot switch to a different thread (which happens to have exited)")
    raise PyError(error_type, "Cannot switch to a different thread")


def end_abandoned(own: GreenletMicrothread) -> None:
    """Ends a greenlet that nobody could switch to any more, by GreenletExit."""
    greenlet = own.greenlet
    if own.is_started and own.home is running.scheduler.queue and greenlet is not None and own is not running.scheduler.current:
        greenlet.parent = greenlet_of(current())
        switch(greenlet, tuple1(NONE), None, PyError(greenlet_exit, ""))

