"""Class statements and with statements."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.eval.frame import Frame
from interpreter.eval.names import find_builtin
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.protocols.call import call3, descriptor_get, invoke1


def build_class_function(frame: Frame) -> Object:
    """LOAD_BUILD_CLASS."""
    return find_builtin(frame, "__build_class__")


def enter_context(frame: Frame, register: int, manager: Object) -> None:
    """BEFORE_WITH."""
    enter(frame, register, manager, Slot.ENTER, Slot.EXIT, "context manager", "__exit__")


def enter_async_context(frame: Frame, register: int, manager: Object) -> None:
    """BEFORE_ASYNC_WITH."""
    enter(frame, register, manager, Slot.AENTER, Slot.AEXIT, "asynchronous context manager", "__aexit__")


def enter(frame: Frame, register: int, manager: Object, enter_slot: int, exit_slot: int, kind: str, exit_name: str) -> None:
    t = type_of(manager)
    enter_method = t.slots[enter_slot]
    if enter_method is None:
        raise type_error(f"'{t.name}' object does not support the {kind} protocol")
    exit_method = t.slots[exit_slot]
    if exit_method is None:
        raise type_error(f"'{t.name}' object does not support the {kind} protocol (missed {exit_name} method)")
    bound_exit = descriptor_get(exit_method, manager, t)
    result = invoke1(enter_method, manager)
    frame.write(register, bound_exit)
    frame.write(register + 1, result)


def leave_context(exit: Object, raised: Optional[Object]) -> Object:
    """WITH_EXIT."""
    if raised is None:
        return call3(exit, NONE, NONE, NONE)
    assert isinstance(raised, ExceptionObject)
    traceback = raised.traceback
    return call3(exit, type_of(raised), raised, NONE if traceback is None else traceback)
