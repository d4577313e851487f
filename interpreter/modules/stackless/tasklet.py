"""The class ``tasklet``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, runtime_error, type_error, value_error
from interpreter.eval.frame import state
from interpreter.eval.microthread import MainMicrothread, PythonMicrothread, main_of_thread
from interpreter.eval.tracing import Tracing, set_profiler, set_tracer
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.contextvars.context import Context, current_context
from interpreter.modules.stackless.channel import flag_of
from interpreter.modules.stackless.errors import error_of, error_of_class
from interpreter.modules.stackless.objects import Tasklet, TaskletInstance, object_of
from interpreter.modules.stackless.switching import (
    TASKLET_EXIT, TaskletMicrothread, ensure_can_switch, throw, transfer)
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import exception_object
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple
from interpreter.protocols.call import call_any
from interpreter.protocols.iterate import list_of
from interpreter.protocols.types import call_type
from scheduler.channel import Channel
from scheduler.microthread import Microthread
from scheduler.scheduler import running
from scheduler.threads import schedulers
from transform.rpython import identity, unchecked_cast


@exposed_static("__new__", rest="arguments", keywords="keywords")
def tasklet_new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object."""
    return allocate(cls)


@exposed("__init__")
def tasklet_init(self: Tasklet, func: Object = NONE, args: Object = NONE, kwargs: Object = NONE) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    tasklet_bind(self, func, args, kwargs)


# Making it run.


@exposed("bind")
def tasklet_bind(self: Tasklet, func: Object = NONE, args: Object = NONE, kwargs: Object = NONE) -> Object:
    """Sets what it will run; with arguments it is ready then. All None unbinds it."""
    own = self.microthread
    if func is not NONE and type_of(func).slots[Slot.CALL] is None:
        raise type_error("tasklet function must be a callable or None")
    if is_current(own):
        raise runtime_error("can't (re)bind the current tasklet")
    if own.ring is not None:
        raise runtime_error("tasklet is scheduled")
    if isinstance(own, MainMicrothread):
        raise runtime_error("can't (re)bind the main tasklet")
    is_ready = args is not NONE or kwargs is not NONE
    if is_ready and func is NONE and own.called is None:
        raise runtime_error("the tasklet was not bound to a function")
    if own.is_started:
        if own.has_suspended_calls():
            raise runtime_error("tasklet has C state on its stack")
        main_of_thread().living -= 1
        own.forget_calls()
    if func is not NONE:
        own.called = func
    if not is_ready:
        if func is NONE:
            own.called = None
        own.arguments = EMPTY_TUPLE
        own.keywords = None
        own.is_alive = False
    else:
        own.arguments = EMPTY_TUPLE if args is NONE else args if isinstance(args, Tuple) else new_tuple(list_of(args))
        own.keywords = None if kwargs is NONE else dict_of(kwargs)
        own.is_alive = True
    if func is not NONE:
        own.context = current_context()
    own.value = None
    return self


def dict_of(mapping: Object) -> Dict:
    """A copy of a mapping as a dict."""
    if isinstance(mapping, Dict):
        return mapping.copy()
    made = call_type(type_of(Dict()), [mapping], [], [])
    assert isinstance(made, Dict)
    return made


@exposed("setup", rest="arguments", keywords="keywords")
def tasklet_setup(self: Tasklet, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Gives it the arguments and queues it. RuntimeError if it is alive already or has no function."""
    own = self.microthread
    if own.is_alive:
        raise runtime_error("tasklet is alive")
    if own.called is None:
        raise runtime_error("the tasklet was not bound to a function")
    own.arguments = arguments
    own.keywords = keywords
    own.is_alive = True
    return tasklet_insert(self)


@exposed("__call__", rest="arguments", keywords="keywords")
def tasklet_call(self: Tasklet, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Call self as a function."""
    return tasklet_setup(self, arguments, keywords)


@exposed("insert")
def tasklet_insert(self: Tasklet) -> Object:
    """Puts it at the end of the run queue, if it is not in there. RuntimeError if it is blocked or dead."""
    own = self.microthread
    ensure_runnable(own)
    if own.home is running.scheduler.queue:
        running.scheduler.insert(own)
    elif own.ring is None:
        own.home.wake(own)
    return self


def ensure_runnable(own: PythonMicrothread) -> None:
    if own.is_blocked():
        raise runtime_error("You cannot run a blocked tasklet")
    if not own.is_alive:
        raise runtime_error("You cannot run an unbound(dead) tasklet")
    if own.home.has_ended:
        raise runtime_error("Target thread isn't initialized")


@exposed("remove")
def tasklet_remove(self: Tasklet) -> Object:
    """Takes it out of the run queue. RuntimeError if it is current or blocked."""
    own = self.microthread
    if own.is_blocked():
        raise runtime_error("You cannot remove a blocked tasklet.")
    if is_current(own):
        raise runtime_error("The current tasklet cannot be removed.")
    own.leave_ring()
    return self


@exposed("run", switches=True)
def tasklet_run(self: Tasklet) -> Object:
    """Runs it now; the caller stays in the queue. RuntimeError if it is blocked or dead. In another thread it comes next, and the caller goes on."""
    own = self.microthread
    ensure_runnable(own)
    scheduler = running.scheduler
    if own.home is not scheduler.queue:
        if own.ring is None:
            own.home.wake_next(own)
        return NONE
    if own is not scheduler.current:
        ensure_can_switch()
    return transfer(scheduler.take_turn(own))


@exposed("switch", switches=True)
def tasklet_switch(self: Tasklet) -> Object:
    """Runs it now; the caller is paused. RuntimeError if it is blocked, dead, or of another thread."""
    own = self.microthread
    ensure_runnable(own)
    scheduler = running.scheduler
    if own.home is not scheduler.queue:
        raise runtime_error("can't switch to a different thread.")
    if own is not scheduler.current:
        ensure_can_switch()
        scheduler.take_turn(own)
        scheduler.queue.remove(scheduler.current)
    return transfer(own)


# Ending it.


@exposed("raise_exception", rest="args", switches=True)
def tasklet_raise_exception(self: Tasklet, exc_class: Object, args: Tuple) -> Object:
    """Raises `exc_class(*args)` in it, at once. RuntimeError if it is dead, but TaskletExit does nothing then."""
    return throw(self.microthread, error_of_class(exc_class, args.items(), "tasklet.raise_exception"), False)


@exposed("throw", switches=True)
def tasklet_throw(self: Tasklet, exc: Object, val: Object = NONE, tb: Object = NONE, pending: bool = False) -> Object:
    """Raises an exception in it, at once or, if `pending`, when it runs next. RuntimeError if it is dead, but TaskletExit does nothing then."""
    return throw(self.microthread, error_of(exc, val, tb), pending)


@exposed("kill", switches=True)
def tasklet_kill(self: Tasklet, pending: bool = False) -> Object:
    """Raises TaskletExit in it, at once or, if `pending`, when it runs next. Does nothing if it is dead."""
    return throw(self.microthread, error_of(TASKLET_EXIT, NONE, NONE), pending)


@exposed("__del__")
def tasklet_del(self: Tasklet) -> None:
    """Kills it if it is suspended: nothing refers to it any more."""
    own = self.microthread
    if isinstance(own, TaskletMicrothread):
        own.end_abandoned()


# Options.


@exposed("set_atomic")
def tasklet_set_atomic(self: Tasklet, flag: Object, /) -> bool:
    """Whether it must not be preempted; returns what was set before."""
    previous = self.microthread.is_atomic
    self.microthread.is_atomic = flag_of(flag, "set_atomic needs exactly one bool or integer")
    return previous


@exposed("set_ignore_nesting")
def tasklet_set_ignore_nesting(self: Tasklet, flag: Object, /) -> bool:
    """Whether it may be preempted at any nesting level; returns what was set before."""
    previous = self.microthread.ignores_nesting
    self.microthread.ignores_nesting = flag_of(flag, "set_ignore_nesting needs exactly one bool or integer")
    return previous


@exposed("bind_thread")
def tasklet_bind_thread(self: Tasklet, thread_id: int = -1) -> None:
    """Moves it to another thread's scheduler, by default this one's. RuntimeError if it is runnable or has suspended calls, ValueError if there is
    no such thread."""
    own = self.microthread
    target = running.scheduler.queue if thread_id == -1 else None
    for scheduler in schedulers.all():
        if scheduler.queue.thread_id == thread_id:
            target = scheduler.queue
    if target is own.home:
        return
    if own.is_queued():
        raise runtime_error("can't (re)bind a runnable tasklet")
    if own.has_suspended_calls() or isinstance(own, MainMicrothread):
        raise runtime_error("tasklet has C state on its stack")
    if target is None:
        raise value_error("bad thread")
    own.home = target


@exposed("set_context")
def tasklet_set_context(self: Tasklet, context: Object) -> Object:
    """Sets the context that it runs in. RuntimeError if it is inside `Context.run`."""
    if not isinstance(context, Context):
        raise type_error(f"tasklet.set_context() argument must be Context, not {type_of(context).name}")
    own = self.microthread
    if own.home is not running.scheduler.queue and own.ring is not None:
        raise runtime_error("tasklet belongs to a different thread")
    before = context_of(own)
    if before is not context:
        if before.is_entered:
            raise runtime_error("the current context of the tasklet has been entered")
        put_context(own, context)
    return self


@exposed("context_run", rest="arguments", keywords="keywords")
def tasklet_context_run(self: Tasklet, callable: Object, arguments: Tuple, keywords: Dict) -> Object:
    """Calls a function in the tasklet's context."""
    names, values = keyword_lists(keywords)
    before = state.context
    state.context = context_of(self.microthread)
    try:
        return call_any(callable, arguments.items(), names, values)
    finally:
        state.context = before


def context_of(own: PythonMicrothread) -> Context:
    """The context that a tasklet runs in."""
    if own is running.scheduler.current:
        return current_context()
    found = own.context
    if isinstance(found, Context):
        return found
    made = Context(Dict())
    own.context = made
    return made


def put_context(own: PythonMicrothread, context: Context) -> None:
    if own is running.scheduler.current:
        state.context = context
    else:
        own.context = context


# State.


def is_current(own: PythonMicrothread) -> bool:
    """Whether it is the one that runs in its thread."""
    if own is running.scheduler.current:
        return True
    for scheduler in schedulers.all():
        if scheduler.current is own:
            return True
    return False


@exposed_property("alive")
def tasklet_alive(self: Tasklet) -> bool:
    """Whether there is something left to run."""
    return self.microthread.is_alive


@exposed_property("paused")
def tasklet_paused(self: Tasklet) -> bool:
    """Alive, but neither runnable nor blocked."""
    return self.microthread.is_alive and self.microthread.ring is None


@exposed_property("blocked")
def tasklet_blocked(self: Tasklet) -> bool:
    """Waiting at a channel."""
    return self.microthread.is_blocked()


@exposed_property("scheduled")
def tasklet_scheduled(self: Tasklet) -> bool:
    """In the run queue or blocked on a channel."""
    return self.microthread.ring is not None


@exposed_property("restorable")
def tasklet_restorable(self: Tasklet) -> bool:
    """Whether it could go on after pickling."""
    return tasklet_nesting_level(self) == 0


@exposed_property("is_current")
def tasklet_is_current(self: Tasklet) -> bool:
    """Whether it is the one that runs in its thread."""
    return is_current(self.microthread)


@exposed_property("is_main")
def tasklet_is_main(self: Tasklet) -> bool:
    """Whether it is its thread's main tasklet."""
    return isinstance(self.microthread, MainMicrothread)


@exposed_property("atomic")
def tasklet_atomic(self: Tasklet) -> bool:
    """See set_atomic."""
    return self.microthread.is_atomic


@exposed_property("ignore_nesting")
def tasklet_ignore_nesting(self: Tasklet) -> bool:
    """See set_ignore_nesting."""
    return self.microthread.ignores_nesting


@exposed_property("block_trap")
def tasklet_block_trap(self: Tasklet) -> bool:
    """While it is true, blocking on a channel is a RuntimeError."""
    return self.microthread.block_trap


@exposed_setter("block_trap")
def tasklet_set_block_trap(self: Tasklet, value: Object) -> None:
    self.microthread.block_trap = flag_of(value, "block_trap must be set to a bool or integer")


@exposed_property("tempval")
def tasklet_tempval(self: Tasklet) -> Object:
    """What the call that suspended it will return."""
    error = self.microthread.error
    if isinstance(error, PyError):
        return exception_object(error)
    value = self.microthread.value
    return NONE if value is None else unchecked_cast(Object, value)


@exposed_setter("tempval")
def tasklet_set_tempval(self: Tasklet, value: Object) -> None:
    self.microthread.error = None
    self.microthread.value = value


@exposed_property("nesting_level")
def tasklet_nesting_level(self: Tasklet) -> int:
    """How many calls by C functions stand between its Python frames."""
    own = self.microthread
    nesting = state.nesting if own is running.scheduler.current else int(own.nesting)
    return max(nesting - 1, 0)


@exposed_property("recursion_depth")
def tasklet_recursion_depth(self: Tasklet) -> int:
    """How many Python frames it has."""
    own = self.microthread
    return state.depth if own is running.scheduler.current else int(own.depth)


@exposed_property("thread_id")
def tasklet_thread_id(self: Tasklet) -> int:
    """Its thread, or -1 if that has ended."""
    home = self.microthread.home
    return -1 if home.has_ended else home.thread_id


@exposed_property("next")
def tasklet_next(self: Tasklet) -> Object:
    """The next one in the run queue, or waiting at the same channel."""
    return neighbour(self.microthread, self.microthread.next, True)


@exposed_property("prev")
def tasklet_prev(self: Tasklet) -> Object:
    """The one before it in the run queue, or waiting at the same channel."""
    return neighbour(self.microthread, self.microthread.previous, False)


def neighbour(own: Microthread, other: Optional[Microthread], is_next: bool) -> Object:
    """A neighbour in the ring; a channel's queue has ends."""
    ring = own.ring
    if isinstance(ring, Channel) and (other if is_next else own) is ring.first:
        return NONE
    return object_of(other)


@exposed_property("frame")
def tasklet_frame(self: Tasklet) -> Object:
    """Its innermost frame."""
    own = self.microthread
    frame = state.frame if own is running.scheduler.current else own.frame
    if frame is None:
        return NONE
    frame.escaped = True
    return frame


@exposed_property("trace_function")
def tasklet_trace_function(self: Tasklet) -> Object:
    """Its trace function."""
    function = tracing_of(self.microthread).tracer
    return NONE if function is None else function


@exposed_setter("trace_function")
def tasklet_set_trace_function(self: Tasklet, value: Object) -> None:
    function = None if value is NONE else value
    if self.microthread is running.scheduler.current:
        set_tracer(function)
    else:
        self.microthread.tracing = Tracing(function, tracing_of(self.microthread).profiler)


@exposed_property("profile_function")
def tasklet_profile_function(self: Tasklet) -> Object:
    """Its profile function."""
    function = tracing_of(self.microthread).profiler
    return NONE if function is None else function


@exposed_setter("profile_function")
def tasklet_set_profile_function(self: Tasklet, value: Object) -> None:
    function = None if value is NONE else value
    if self.microthread is running.scheduler.current:
        set_profiler(function)
    else:
        self.microthread.tracing = Tracing(tracing_of(self.microthread).tracer, function)


def tracing_of(own: PythonMicrothread) -> Tracing:
    """What traces a tasklet."""
    if own is running.scheduler.current:
        return Tracing(state.tracer, state.profiler)
    found = own.tracing
    return Tracing(None, None) if found is None else found


@exposed_property("cstate")
def tasklet_cstate(self: Tasklet) -> Object:
    """How many calls of it are suspended on its C stack, at least."""
    stack = self.microthread.stack
    return new_int(0 if stack is None else stack.depth())


@exposed_property("context_id")
def tasklet_context_id(self: Tasklet) -> int:
    """The id of its context."""
    return identity(context_of(self.microthread))


@exposed("__repr__")
def tasklet_repr(self: Tasklet) -> str:
    """Return repr(self)."""
    type = type_of(self)
    return f"<{type.module_name}.{type.name} object at {address_of(self)}>"


def allocate(type: Type) -> Object:
    microthread = TaskletMicrothread(running.scheduler.queue)
    return TaskletInstance(type, microthread) if type.is_heap else Tasklet(microthread)


tasklet_type = define(Tasklet, "tasklet", allocate=allocate, module="_stackless", methods=__name__)

