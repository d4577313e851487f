"""Tasklets and channels, with the interface of Stackless Python. The package `stackless` stands before it."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, runtime_error
from interpreter.eval.microthread import current, given_to, main_of_thread
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.freeze import flags, module as freeze
from interpreter.modules.stackless import hooks as hook_functions, pickling as pickling_functions  # noqa: F401 (it adds methods)
from interpreter.modules.stackless.channel import channel_type
from interpreter.modules.stackless.objects import object_of
from interpreter.modules.stackless.options import options
from interpreter.modules.stackless.preemption import begin_timeout
from interpreter.modules.stackless.switching import TaskletMicrothread, ensure_can_leave, ensure_can_switch, leave_queue, transfer
from interpreter.modules.stackless.tasklet import tasklet_type
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import new_tuple
from interpreter.protocols.compare import is_true
from scheduler.scheduler import Scheduler, running
from scheduler.threads import schedulers
from transform.rpython.gcmodule import get_objects


@exposed("schedule", switches=True)
def schedule(retval: Optional[Object] = None) -> Object:
    """Puts the current tasklet at the end of the queue and runs the next; returns `retval`, by default the tasklet."""
    own = current()
    scheduler = running.scheduler
    if scheduler.queue.count == 1:
        own.value = object_of(own) if retval is None else retval
        return given_to(own)
    ensure_can_switch()
    own.value = object_of(own) if retval is None else retval
    return transfer(scheduler.next_in_turn())


@exposed("schedule_remove", switches=True)
def schedule_remove(retval: Optional[Object] = None) -> Object:
    """The same, but the current tasklet leaves the queue. Returns what its tempval holds when it runs again."""
    own = current()
    ensure_can_leave()
    own.value = object_of(own) if retval is None else retval
    return leave_queue()


@exposed("run", switches=True)
def run(timeout: int = 0, threadblock: bool = False, soft: bool = False, ignore_nesting: bool = False, totaltimeout: bool = False) -> Object:
    """Runs the other tasklets until none is runnable and none is parked in a call that waits, for a socket, a time or a lock; with `threadblock`,
    until no other thread can make one runnable. With a `timeout`, a tasklet that runs for about so many instructions is interrupted and
    returned."""
    scheduler = running.scheduler
    if scheduler.queue.count > 1 or scheduler.queue.outside > 0:
        ensure_can_switch()
    elif not threadblock:
        return NONE
    begin_timeout(timeout, totaltimeout, soft, ignore_nesting)
    return transfer(scheduler.begin_run(threadblock))


@exposed("getcurrent")
def get_current() -> Object:
    """The tasklet that runs."""
    return object_of(current())


@exposed("getmain")
def get_main() -> Object:
    """The main tasklet of this thread."""
    return object_of(main_of_thread())


@exposed("getruncount")
def get_run_count() -> int:
    """How many tasklets of this thread are runnable, the current one included."""
    return running.scheduler.queue.count


@exposed("getthreads")
def get_threads() -> Object:
    """The ids of the threads that have tasklets."""
    return new_list([new_int(scheduler.queue.thread_id) for scheduler in schedulers.all()])


@exposed("get_thread_info")
def get_thread_info(thread_id: int = -1) -> Object:
    """(main tasklet, current tasklet, run count) of a thread, by default this one; RuntimeError if there is none such."""
    found: Optional[Scheduler] = running.scheduler if thread_id == -1 or thread_id == 0 else None
    for scheduler in schedulers.all():
        if scheduler.queue.thread_id == thread_id:
            found = scheduler
    if found is None:
        raise runtime_error("Thread id not found")
    shown = object_of(found.current) if found.queue.count > 0 else NONE
    return new_tuple([object_of(found.main), shown, new_int(found.queue.count)])


@exposed("gettasklets")
def get_tasklets() -> Object:
    """All tasklets that are alive, of all threads."""
    result = [object_of(scheduler.main) for scheduler in schedulers.all()]
    for found in get_objects():
        if isinstance(found, TaskletMicrothread) and found.is_alive:
            result.append(object_of(found))
    return new_list(result)


@exposed("switch_trap")
def switch_trap(change: int = 0, /) -> int:
    """Adds to the level of this thread; while it is not zero, to switch is a RuntimeError. Returns the level before."""
    level = running.scheduler.trap
    running.scheduler.trap = level + change
    return level


@exposed("enable_softswitch")
def enable_softswitch(flag: Object, /) -> bool:
    """Whether switches may go without the C stack; returns what was set before."""
    previous = options.softswitch
    if flag is not NONE:
        options.softswitch = is_true(flag)
    return previous


@exposed("enable_parking")
def enable_parking(flag: Object, /) -> bool:
    """Whether calls that wait park the tasklet alone, or hold up its thread; returns what was set before. None asks only."""
    previous = options.parks_calls
    if flag is not NONE:
        options.parks_calls = is_true(flag)
    return previous


@exposed("reducers")
def reducers() -> Object:
    """For each type that can be pickled beyond what CPython pickles, the function that `copyreg` is to be given."""
    return freeze.reducers()


define_module(__name__, "_stackless", parts=[hook_functions.__name__, flags.__name__], contents={
    "tasklet": tasklet_type, "channel": channel_type, "TaskletExit": EXCEPTIONS["TaskletExit"],
    "PICKLEFLAGS_PRESERVE_TRACING_STATE": new_int(flags.PRESERVE_TRACING_STATE),
    "PICKLEFLAGS_PRESERVE_AG_FINALIZER": new_int(flags.PRESERVE_AG_FINALIZER),
    "PICKLEFLAGS_RESET_AG_FINALIZER": new_int(flags.RESET_AG_FINALIZER)})
