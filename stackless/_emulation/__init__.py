"""The engine for CPython: tasklets are greenlets.

Its names are those of `stackless._engine`. It cannot preempt (`run(timeout)`), pickle a tasklet that has started or
move it to another thread, nor give each tasklet its own trace function: these raise NotImplementedError."""

import atexit as _atexit

from stackless._emulation.callbacks import (get_channel_callback, get_schedule_callback, set_channel_callback,
                                            set_deadlock_hook, set_error_handler, set_schedule_callback)
from stackless._emulation.channel import channel
from stackless._emulation.errors import TaskletExit
from stackless._emulation.functions import (PICKLEFLAGS_PRESERVE_AG_FINALIZER, PICKLEFLAGS_PRESERVE_TRACING_STATE,
                                            PICKLEFLAGS_RESET_AG_FINALIZER, enable_softswitch, get_thread_info,
                                            getcurrent, getmain, getruncount, gettasklets, getthreads, pickle_flags,
                                            pickle_flags_default, reducers, run, schedule, schedule_remove, switch_trap)
from stackless._emulation.scheduler import local as _local
from stackless._emulation.tasklet import tasklet

__all__ = ["PICKLEFLAGS_PRESERVE_AG_FINALIZER", "PICKLEFLAGS_PRESERVE_TRACING_STATE", "PICKLEFLAGS_RESET_AG_FINALIZER",
           "TaskletExit", "channel", "enable_softswitch", "get_channel_callback", "get_schedule_callback",
           "get_thread_info", "getcurrent", "getmain", "getruncount", "gettasklets", "getthreads", "pickle_flags",
           "pickle_flags_default", "reducers", "run", "schedule", "schedule_remove", "set_channel_callback",
           "set_deadlock_hook", "set_error_handler", "set_schedule_callback", "switch_trap", "tasklet"]

# What is left when the program ends is killed, so that `finally` blocks run.
_atexit.register(_local.scheduler.close)
