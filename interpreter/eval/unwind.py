"""Exceptions in the evaluation loop: raising, finding the handler, matching."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error
from interpreter.eval import tracing
from interpreter.eval.frame import Entered, Frame, state
from interpreter.objects.exceptions import ExceptionObject, Traceback, exception_object
from interpreter.objects.generator import Generator, GeneratorState
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple
from interpreter.objects.type import is_exception_type
from interpreter.protocols.call import call
from interpreter.protocols.text import repr_of
from transform.rpython import never_inline, not_none

_STOP_ITERATION = EXCEPTIONS["StopIteration"]
_STOP_ASYNC_ITERATION = EXCEPTIONS["StopAsyncIteration"]


class Raised(PyError):
    """An exception that is passed on: its context is left alone."""


class Reraised(Raised):
    """An exception that a frame raises again after it was handled: its traceback has the frame already, or shall not have it."""


def current_frame() -> Frame:
    return not_none(state.frame)


@never_inline
def handle(error: PyError) -> Frame:
    """The frame that goes on after an exception, its `pc` at the handler and the exception in `state.raised`. Raises the exception again when
    no frame that the loop entered since it was called handles it."""
    value = exception_object(error)
    if not isinstance(error, Raised):
        set_context(value)
    is_noted = isinstance(error, Reraised)
    while True:
        frame = not_none(state.frame)
        position = frame.pc - 1
        if not is_noted:
            value.traceback = Traceback(value.traceback, frame, position)
            frame.escaped = True
            if tracing.is_traced():
                value = tracing.raised_in(frame, value)
        is_noted = False
        target = frame.code.handler_of(position)
        if target >= 0:
            frame.pc = target
            state.raised = value
            return frame
        traceback = value.traceback
        if traceback is not None and traceback.frame is frame:
            frame.pc = traceback.position + 1  # where it was raised, if it was raised again
        if tracing.is_traced():
            value = tracing.left_by(frame, value)
        value = leave(frame, value)
        if frame.entered == Entered.FROM_RPYTHON:
            state.nesting -= 1
            raise Raised(type_of(value), "", value)


def leave(frame: Frame, value: ExceptionObject) -> ExceptionObject:
    """Ends a frame that does not handle an exception; what goes on from there, since a generator must not end by StopIteration."""
    state.depth -= 1
    back = frame.back
    state.frame = back
    if back is not None:
        back.forget(frame)
    owner = frame.owner
    if isinstance(owner, Generator):
        state.handled = owner.outer_handled
        owner.status = GeneratorState.CLOSED
        owner.frame = None
        kind = owner.kind_name()
        stops = type_of(value).is_subtype(_STOP_ITERATION)
        if stops or (kind == "async generator" and type_of(value).is_subtype(_STOP_ASYNC_ITERATION)):
            replaced = exception_object(runtime_error(f"{kind} raised {'StopIteration' if stops else 'StopAsyncIteration'}"))
            replaced.cause = value
            replaced.context = value
            replaced.suppresses_context = True
            return replaced
    return value


def set_context(value: ExceptionObject) -> None:
    """Notes what was being handled when an exception was raised; cuts cycles."""
    handled = state.handled
    if handled is None or handled is value or not isinstance(handled, ExceptionObject):
        return
    current = handled
    slow = handled
    is_even = True
    while True:
        above = current.context
        if not isinstance(above, ExceptionObject):
            break
        if above is value:
            current.context = None
            break
        current = above
        is_even = not is_even
        if is_even:
            behind = slow.context
            if isinstance(behind, ExceptionObject):
                slow = behind
        if current is slow:
            break  # a cycle that somebody made, without the new exception
    value.context = handled


def enter_handler(frame: Frame, register: int) -> None:
    """EXCEPT_ENTER."""
    value = not_none(state.raised)
    state.raised = None
    before = state.handled
    owner = frame.owner
    if isinstance(owner, Generator):
        before = owner.handled
        owner.handled = value
    frame.write(register, value)
    frame.write(register + 1, NONE if before is None else before)
    state.handled = value


def leave_handler(frame: Frame, before: Object) -> None:
    """EXCEPT_LEAVE."""
    owner = frame.owner
    handled = None if before is NONE else before
    state.handled = handled
    if isinstance(owner, Generator):
        owner.handled = handled
        if handled is None:
            state.handled = owner.outer_handled


def raise_object(raised: Optional[Object], cause: Optional[Object]) -> None:
    """RAISE."""
    raise error_of(raised, cause)


def error_of(raised: Optional[Object], cause: Optional[Object]) -> PyError:
    """The error for ``raise raised from cause``."""
    if raised is None:
        handled = state.handled
        if handled is None:
            return runtime_error("No active exception to reraise")
        return reraised(handled)
    value = as_exception(raised, "exceptions must derive from BaseException")
    if cause is not None:
        if cause is NONE:
            value.cause = None
        else:
            value.cause = as_exception(cause, "exception causes must derive from BaseException")
        value.suppresses_context = True
    return PyError(type_of(value), "", value)


def reraised(value: Object) -> PyError:
    return Reraised(type_of(value), "", value)


def as_exception(raised: Object, message: str) -> ExceptionObject:
    """An exception, or what calling a class of exceptions gives."""
    if isinstance(raised, ExceptionObject):
        return raised
    if isinstance(raised, Type) and is_exception_type(raised):
        return exception_made(raised, NONE)
    raise type_error(message)


def exception_made(kind: Type, value: Object) -> ExceptionObject:
    """The exception of a class that comes with a value: it, or what the class makes of it, or of the items of a tuple.
    TypeError where the class makes no exception."""
    if type_of(value).is_subtype(kind):
        made = value
    elif value is NONE:
        made = call(kind, [])
    else:
        made = call(kind, value.items() if isinstance(value, Tuple) else [value])
    if not isinstance(made, ExceptionObject):
        raise type_error(f"calling {repr_of(kind)} should have returned an instance of BaseException, not {repr_of(type_of(made))}")
    return made


def matches(value: Object, wanted: Object) -> bool:
    """Whether ``except wanted`` handles an exception."""
    if isinstance(wanted, Tuple):
        for i in range(wanted.length):
            if not is_exception_type(wanted.item(i)):
                raise _cannot_catch()
        for i in range(wanted.length):
            candidate = wanted.item(i)
            assert isinstance(candidate, Type)
            if type_of(value).is_subtype(candidate):
                return True
        return False
    if not isinstance(wanted, Type) or not is_exception_type(wanted):
        raise _cannot_catch()
    return type_of(value).is_subtype(wanted)


def _cannot_catch() -> PyError:
    return type_error("catching classes that do not inherit from BaseException is not allowed")


def stop_iteration_value(value: Object) -> Object:
    """STOP_ITERATION_VALUE: what a StopIteration carries; other exceptions are raised again."""
    if type_of(value).is_subtype(_STOP_ITERATION):
        return stop_value(value)
    raise reraised(value)


def end_async_for(value: Object) -> None:
    """END_ASYNC_FOR."""
    if not type_of(value).is_subtype(_STOP_ASYNC_ITERATION):
        raise reraised(value)


def stop_value(error: Object) -> Object:
    """The ``value`` of a StopIteration."""
    if isinstance(error, ExceptionObject) and error.arguments.length > 0:
        return error.arguments.item(0)
    return NONE
