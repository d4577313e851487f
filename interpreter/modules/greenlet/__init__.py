"""Greenlets: coroutines that switch from anywhere. The interface is that of the package `greenlet`, version 3."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, attribute_error, type_error, value_error
from interpreter.eval.frame import state
from interpreter.eval.microthread import current
from interpreter.eval.unwind import exception_made
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.contextvars.context import Context
from interpreter.modules.greenlet.switching import (
    Greenlet, GreenletMicrothread, error_type, greenlet_exit, greenlet_of, new_greenlet, switch, tracing)
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, Traceback
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.int import TRUE, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.objects.type import is_exception_type
from scheduler.scheduler import running
from scheduler.threads import schedulers

VERSION = "3.1.1"


@exposed_static("__new__", rest="arguments", keywords="keywords")
def greenlet_new(cls: Type, arguments: Object, keywords: Object) -> Object:
    """Create and return a new object."""
    return allocate(cls)


def allocate(type: Type) -> Object:
    return new_greenlet(type, GreenletMicrothread(running.scheduler.queue), greenlet_of(current()))


@exposed("__init__")
def greenlet_init(self: Greenlet, run: Object = NONE, parent: Object = NONE) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    if run is not NONE:
        greenlet_set_run(self, run)
    if parent is not NONE:
        greenlet_set_parent(self, parent)


@exposed("switch", rest="arguments", keywords="keywords", switches=True)
def greenlet_switch(self: Greenlet, arguments: Tuple, keywords: Dict) -> Object:
    """switch(*args, **kwargs)

    Switch execution to this greenlet."""
    return switch(self, arguments, keywords, None)


@exposed("throw", switches=True)
def greenlet_throw(self: Greenlet, typ: Object = NONE, val: Object = NONE, tb: Object = NONE, /) -> Object:
    """Switches execution to this greenlet, but immediately raises the given exception in this greenlet."""
    return switch(self, EMPTY_TUPLE, None, thrown_error(greenlet_exit if typ is NONE else typ, val, tb))


def thrown_error(kind: Object, value: Object, traceback: Object) -> PyError:
    """The exception that the arguments of `throw` describe."""
    if traceback is not NONE and not isinstance(traceback, Traceback):
        raise type_error("throw() third argument must be a traceback object")
    made = kind
    if isinstance(kind, Type) and is_exception_type(kind):
        made = exception_made(kind, value)
    elif isinstance(kind, ExceptionObject):
        if value is not NONE:
            raise type_error("instance exception may not have a separate value")
    else:
        raise type_error(f"exceptions must be classes, or instances, not {type_of(kind).name}")
    assert isinstance(made, ExceptionObject)
    if isinstance(traceback, Traceback):
        made.traceback = traceback
    return PyError(type_of(made), "", made)


# Attributes.


@exposed_property("run")
def greenlet_run(self: Greenlet) -> Object:
    """The callable to invoke, before the start."""
    found = self.run
    if self.is_started or found is None:
        raise attribute_error("run")
    return found


@exposed_setter("run")
def greenlet_set_run(self: Greenlet, value: Object) -> None:
    if self.is_started:
        raise attribute_error("run cannot be set after the start of the greenlet")
    self.run = value


@exposed_property("parent")
def greenlet_parent(self: Greenlet) -> Object:
    """The greenlet that goes on when this one has ended."""
    found = self.parent
    return NONE if found is None else found


@exposed_setter("parent")
def greenlet_set_parent(self: Greenlet, value: Object) -> None:
    if not isinstance(value, Greenlet):
        raise type_error(f"GreenletChecker: Expected any type of greenlet, not {type_of(value).name}")
    if self.is_main():
        raise attribute_error("cannot set the parent of a main greenlet")
    above: Optional[Greenlet] = value
    while above is not None:
        if above is self:
            raise value_error("cyclic parent chain")
        above = above.parent
    if value.microthread.home is not self.microthread.home:
        raise value_error("parent cannot be on a different thread")
    self.parent = value


@exposed_property("dead")
def greenlet_dead(self: Greenlet) -> bool:
    """Whether it has ended."""
    return self.is_dead()


@exposed_property("_stack_saved")
def greenlet_stack_saved(self: Greenlet) -> int:
    """How many calls of it are suspended, at least."""
    stack = self.microthread.stack
    return 0 if stack is None else stack.depth()


@exposed_property("gr_frame")
def greenlet_frame(self: Greenlet) -> Object:
    """Its innermost frame while it is suspended."""
    frame = self.microthread.frame
    if frame is None or self.microthread is running.scheduler.current or not self.is_active():
        return NONE
    frame.escaped = True
    return frame


@exposed_property("gr_context")
def greenlet_context(self: Greenlet) -> Object:
    """The context that it runs in."""
    own = self.microthread
    ensure_not_running_elsewhere(self, "get")
    found = state.context if own is running.scheduler.current else own.context
    return NONE if found is None else found


@exposed_setter("gr_context")
def greenlet_set_context(self: Greenlet, value: Object) -> None:
    if value is not NONE and not isinstance(value, Context):
        raise type_error("greenlet context must be a contextvars.Context or None")
    own = self.microthread
    ensure_not_running_elsewhere(self, "set")
    context = None if value is NONE else value
    if own is running.scheduler.current:
        state.context = context
    else:
        own.context = context


def ensure_not_running_elsewhere(self: Greenlet, action: str) -> None:
    own = self.microthread
    if own.home is not running.scheduler.queue:
        for scheduler in schedulers.all():
            if scheduler.current is own:
                raise value_error(f"cannot {action} context of a greenlet that is running in a different thread")


@exposed("__bool__")
def greenlet_bool(self: Greenlet) -> bool:
    """True if self else False"""
    return self.is_active()


@exposed("__getstate__")
def greenlet_getstate(self: Greenlet) -> Object:
    """Greenlets cannot be serialized."""
    raise type_error(f"cannot serialize '{type_of(self).module_name}.{type_of(self).name}' object")


@exposed("__repr__")
def greenlet_repr(self: Greenlet) -> str:
    """Return repr(self)."""
    type = type_of(self)
    thread = 0 if self.has_exited() or not self.is_started else self.microthread.home.thread_id
    shown = "(nil)" if thread == 0 else hex_of(thread)
    head = f"<{type.module_name}.{type.name} object at {address_of(self)} (otid=0x{shown})"
    if self.has_exited():
        return f"{head} (thread exited) dead>"
    if not self.is_started:
        return f"{head} pending>"
    if self.is_dead():
        return f"{head} dead>"
    is_current = self.microthread is running.scheduler.current
    return f"{head} {'current' if is_current else 'suspended'} active started{' main' if self.is_main() else ''}>"


def hex_of(number: int) -> str:
    return f"{number:x}"


greenlet_type = define(Greenlet, "greenlet", allocate=allocate, module="greenlet", methods=__name__, prefix="greenlet_")
greenlet_type.instances_have_dict = True
greenlet_type.namespace["__dict__"] = DICT_DESCRIPTOR
greenlet_type.namespace["error"] = error_type
greenlet_type.namespace["GreenletExit"] = greenlet_exit


# Functions of the module.


@exposed("getcurrent")
def get_current() -> Object:
    """Returns the current greenlet (i.e. the one which called this function)."""
    return greenlet_of(current())


@exposed("settrace")
def set_trace(callback: Object, /) -> Object:
    """Sets a new tracing function and returns the previous one."""
    previous = tracing.callback
    tracing.callback = None if callback is NONE else callback
    return NONE if previous is None else previous


@exposed("gettrace")
def get_trace() -> Object:
    """Returns the currently set tracing function, or None."""
    previous = tracing.callback
    return NONE if previous is None else previous


@exposed("enable_optional_cleanup")
def enable_optional_cleanup(enabled: bool, /) -> None:
    """Does nothing: there is nothing to clean up."""


@exposed("get_clocks_used_doing_optional_cleanup")
def get_clocks() -> int:
    """0: there is nothing to clean up."""
    return 0


define_module(__name__, "greenlet", contents={
    "greenlet": greenlet_type, "GreenletExit": greenlet_exit, "error": error_type, "__version__": new_str(VERSION), "GREENLET_USE_GC": TRUE,
    "GREENLET_USE_TRACING": TRUE, "GREENLET_USE_CONTEXT_VARS": TRUE,
    "CLOCKS_PER_SEC": new_int(1_000_000)})
