"""Tasklets and channels, with the interface of Stackless Python.

    from stackless import channel, run, tasklet

    def greet(ch):
        for name in ch:
            print("hello,", name)

    ch = channel()
    tasklet(greet)(ch)
    tasklet(ch.send)("world")
    run()

In Bobbin they are built in; on CPython each tasklet is a greenlet, and the few things that greenlets cannot do raise
NotImplementedError. `stackless._engine` describes the semantics, `stackless.debug` helps to find out what tasklets do.
`coroutine` and `costate` are plain coroutines and families of them, described in `stackless._coroutine`.
"""

import copyreg
from typing import TYPE_CHECKING, Any

from stackless import debug as _debug
from stackless._atomic import atomic
from stackless._coroutine import CoroutineExit, coroutine, costate
from stackless._current import engine as _engine

if TYPE_CHECKING:
    from stackless._emulation import *  # noqa: F403 (for the type checker, one engine stands for both)
    current: tasklet  # noqa: F405
    main: tasklet  # noqa: F405
    runcount: int
    threads: list[int]
else:
    PICKLEFLAGS_PRESERVE_TRACING_STATE = _engine.PICKLEFLAGS_PRESERVE_TRACING_STATE
    PICKLEFLAGS_PRESERVE_AG_FINALIZER = _engine.PICKLEFLAGS_PRESERVE_AG_FINALIZER
    PICKLEFLAGS_RESET_AG_FINALIZER = _engine.PICKLEFLAGS_RESET_AG_FINALIZER
    TaskletExit = _engine.TaskletExit
    channel = _engine.channel
    enable_softswitch = _engine.enable_softswitch
    get_channel_callback = _engine.get_channel_callback
    get_schedule_callback = _engine.get_schedule_callback
    get_thread_info = _engine.get_thread_info
    getcurrent = _engine.getcurrent
    getmain = _engine.getmain
    getruncount = _engine.getruncount
    pickle_flags = _engine.pickle_flags
    pickle_flags_default = _engine.pickle_flags_default
    run = _engine.run
    schedule = _engine.schedule
    schedule_remove = _engine.schedule_remove
    set_channel_callback = _engine.set_channel_callback
    set_error_handler = _engine.set_error_handler
    set_schedule_callback = _engine.set_schedule_callback
    switch_trap = _engine.switch_trap
    tasklet = _engine.tasklet

__all__ = ["CoroutineExit", "PICKLEFLAGS_PRESERVE_AG_FINALIZER", "PICKLEFLAGS_PRESERVE_TRACING_STATE",
           "PICKLEFLAGS_RESET_AG_FINALIZER", "TaskletExit", "atomic", "channel", "coroutine", "costate", "current",
           "enable_softswitch", "get_channel_callback", "get_schedule_callback", "get_thread_info", "getcurrent",
           "getmain", "getruncount", "main", "pickle_flags", "pickle_flags_default", "run", "runcount", "schedule",
           "schedule_remove", "set_channel_callback", "set_error_handler", "set_schedule_callback", "switch_trap",
           "tasklet", "threads"]

_COMPUTED = {"current": _engine.getcurrent, "main": _engine.getmain, "runcount": _engine.getruncount,
             "threads": _engine.getthreads}


def __getattr__(name: str) -> Any:
    """The attributes whose values change: current, main, runcount, threads."""
    compute = _COMPUTED.get(name)
    if compute is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return compute()


def __dir__() -> list[str]:
    return sorted({*globals(), *_COMPUTED})


_engine.set_deadlock_hook(_debug.explain_deadlock)

for _type, _reducer in _engine.reducers().items():
    copyreg.pickle(_type, _reducer)
