"""What a program may have called on channel actions, switches, uncaught exceptions and deadlocks."""

from collections.abc import Callable
from typing import Any

Callback = Callable[..., Any]


class Callbacks:
    """The callbacks of the program, one of each kind, for all threads."""

    __slots__ = ("channel", "schedule", "error", "deadlock")

    def __init__(self) -> None:
        self.channel: Callback | None = None
        self.schedule: Callback | None = None
        self.error: Callback | None = None
        self.deadlock: Callback | None = None


callbacks = Callbacks()


class _Unraisable:
    """The interpreter reports what a finalizer raises."""

    __slots__ = ("error",)

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __del__(self) -> None:
        raise self.error


def report_unraisable(error: BaseException) -> None:
    """For an exception where none can be raised: gives it to `sys.unraisablehook`."""
    _Unraisable(error)


def _checked(callback: Callback | None, name: str) -> Callback | None:
    if callback is not None and not callable(callback):
        raise TypeError(f"{name} must be callable")
    return callback


def set_channel_callback(callable: Callback | None) -> Callback | None:
    """Has `callable(channel, tasklet, sending, willblock)` called on each channel action; returns the previous one."""
    previous, callbacks.channel = callbacks.channel, _checked(callable, "channel callback")
    return previous


def get_channel_callback() -> Callback | None:
    """The channel callback, or None."""
    return callbacks.channel


def set_schedule_callback(callable: Callback | None) -> Callback | None:
    """Has `callable(previous, next)` called before each switch; returns the previous one."""
    previous, callbacks.schedule = callbacks.schedule, _checked(callable, "schedule callback")
    return previous


def get_schedule_callback() -> Callback | None:
    """The schedule callback, or None."""
    return callbacks.schedule


def set_error_handler(handler: Callback | None) -> Callback | None:
    """Has `handler(type, value, traceback)` called for an exception that leaves a tasklet, instead of raising it in the
    main tasklet; returns the previous one."""
    previous, callbacks.error = callbacks.error, _checked(handler, "error handler")
    return previous


def set_deadlock_hook(hook: Callback | None) -> Callback | None:
    """Has `hook(error)` called with the RuntimeError of a deadlock before it is raised; returns the previous one."""
    previous, callbacks.deadlock = callbacks.deadlock, _checked(hook, "deadlock hook")
    return previous
