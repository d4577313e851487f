"""What a program has called on channel actions, switches, uncaught exceptions and deadlocks."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot


class Hooks:
    """The callbacks of the program, one of each kind, for all threads."""
    channel: Optional[Object]
    schedule: Optional[Object]
    error: Optional[Object]
    deadlock: Optional[Object]

    def __init__(self) -> None:
        self.channel = None
        self.schedule = None
        self.error = None
        self.deadlock = None


hooks = Hooks()


def checked(hook: Object, name: str) -> Optional[Object]:
    """A callback that is given; None for Python's None."""
    if hook is NONE:
        return None
    if type_of(hook).slots[Slot.CALL] is None:
        raise type_error(f"{name} must be callable")
    return hook


def or_none(hook: Optional[Object]) -> Object:
    return NONE if hook is None else hook


@exposed("set_channel_callback")
def set_channel_callback(callable: Object) -> Object:
    """Has `callable(channel, tasklet, sending, willblock)` called on each channel action; returns the previous one."""
    previous = hooks.channel
    hooks.channel = checked(callable, "channel callback")
    return or_none(previous)


@exposed("get_channel_callback")
def get_channel_callback() -> Object:
    """The channel callback, or None."""
    return or_none(hooks.channel)


@exposed("set_schedule_callback")
def set_schedule_callback(callable: Object) -> Object:
    """Has `callable(previous, next)` called before each switch; returns the previous one."""
    previous = hooks.schedule
    hooks.schedule = checked(callable, "schedule callback")
    return or_none(previous)


@exposed("get_schedule_callback")
def get_schedule_callback() -> Object:
    """The schedule callback, or None."""
    return or_none(hooks.schedule)


@exposed("set_error_handler")
def set_error_handler(handler: Object) -> Object:
    """Has `handler(type, value, traceback)` called for an exception that leaves a tasklet, instead of raising it in the main tasklet; returns the
    previous one."""
    previous = hooks.error
    hooks.error = checked(handler, "error handler")
    return or_none(previous)


@exposed("set_deadlock_hook")
def set_deadlock_hook(hook: Object) -> Object:
    """Has `hook(error)` called with the RuntimeError of a deadlock before it is raised; returns the previous one."""
    previous = hooks.deadlock
    hooks.deadlock = checked(hook, "deadlock hook")
    return or_none(previous)
