"""Suspending and resuming the frames of generators and coroutines."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import OPERATION, Op
from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error, value_error
from interpreter.eval import loop
from interpreter.eval.frame import Entered, Frame, state
from interpreter.eval.unwind import stop_value
from interpreter.objects.code import Flag
from interpreter.objects.exceptions import exception_object
from interpreter.objects.generator import AsyncGenerator, Coroutine, Generator, GeneratorState
from interpreter.objects.object import Object, report_unraisable, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call, call1, invoke1
from interpreter.protocols.iterate import iterator_of
from transform.rpython import checked_cast, not_none, uint8

_STOP_ITERATION = EXCEPTIONS["StopIteration"]
_GENERATOR_EXIT = EXCEPTIONS["GeneratorExit"]
_STOP_ASYNC_ITERATION = EXCEPTIONS["StopAsyncIteration"]


def enter(owner: Generator, back: Optional[Frame], entered: uint8, value: Object) -> Frame:
    """Makes the frame of a generator the running one; `value` is what its ``yield`` gives. The generator is not finished."""
    frame = begin(owner, back, entered)
    if owner.status == GeneratorState.CREATED:
        if value is not NONE:
            leave_unstarted(owner, frame)
            raise type_error(f"can't send non-None value to a just-started {owner.kind_name()}")
    else:
        frame.write((frame.code.words[frame.pc - 1] >> 16) & 0xFFFF, value)
    owner.status = GeneratorState.RUNNING
    return frame


def begin(owner: Generator, back: Optional[Frame], entered: uint8) -> Frame:
    if owner.status == GeneratorState.RUNNING:
        raise value_error(f"{owner.kind_name()} already executing")
    frame = not_none(owner.frame)
    frame.back = back
    frame.entered = entered
    owner.outer_handled = state.handled
    if owner.handled is not None:
        state.handled = owner.handled
    return frame


def leave_unstarted(owner: Generator, frame: Frame) -> None:
    state.handled = owner.outer_handled
    frame.back = None


def suspend(frame: Frame) -> None:
    """The frame yields: the one that resumed it goes on."""
    owner = checked_cast(Generator, not_none(frame.owner))
    owner.status = GeneratorState.SUSPENDED
    state.handled = owner.outer_handled


def finish(owner: Generator) -> None:
    """The frame returns."""
    owner.status = GeneratorState.CLOSED
    owner.frame = None
    state.handled = owner.outer_handled


def resume(owner: Generator, value: Object) -> Object:
    """What a generator yields or returns next (its status tells which) when it is sent a value."""
    frame = enter(owner, state.frame, Entered.FROM_RPYTHON, value)
    return loop.execute(frame, None)


def next_value(owner: Generator) -> Optional[Object]:
    """The next item of a generator, or None at its end."""
    if owner.status == GeneratorState.CLOSED:
        return None
    value = resume(owner, NONE)
    return value if owner.status == GeneratorState.SUSPENDED else None


def send(owner: Generator, value: Object) -> Object:
    """``generator.send(value)``."""
    if owner.status == GeneratorState.CLOSED:
        if isinstance(owner, Coroutine):
            raise runtime_error("cannot reuse already awaited coroutine")
        raise end_of(owner, NONE)
    return ended(owner, resume(owner, value))


def end_of(owner: Generator, result: Object) -> PyError:
    """What is raised where a generator has come to its end."""
    return PyError(_STOP_ASYNC_ITERATION, "") if isinstance(owner, AsyncGenerator) else stop_iteration_with(result)


def stop_iteration_with(value: Object) -> PyError:
    """StopIteration carrying the result of a generator."""
    if value is NONE:
        return PyError(_STOP_ITERATION, "")
    made = call1(_STOP_ITERATION, value)
    return PyError(_STOP_ITERATION, "", made)


def delegate_of(owner: Generator) -> Optional[Object]:
    """What a suspended generator delegates to by ``yield from`` or ``await``, or None."""
    frame = owner.frame
    if frame is None or owner.status != GeneratorState.SUSPENDED:
        return None
    word = frame.code.words[frame.pc]
    if word & OPERATION != Op.SEND:
        return None
    return frame.peek((word >> 32) & 0xFFFF)


def throw(owner: Generator, error: PyError, closes: bool = True) -> Object:
    """Raises an exception where a generator is suspended; what it yields then. A GeneratorExit closes what it delegates to, if `closes`."""
    delegate = delegate_of(owner)
    if delegate is not None:
        value = exception_object(error)
        if closes and type_of(value).is_subtype(_GENERATOR_EXIT):
            try:
                close_delegate(owner, delegate)
            except PyError as failure:
                return throw_here(owner, failure)
            return throw_here(owner, error)
        return throw_into_delegate(owner, delegate, error, closes)
    return throw_here(owner, error)


def throw_into_delegate(owner: Generator, delegate: Object, error: PyError, closes: bool) -> Object:
    value = exception_object(error)
    method: Optional[Object] = None
    if not isinstance(delegate, Generator):
        method = find_optional(delegate, "throw")
        if method is None:
            return throw_here(owner, error)
    if owner.status == GeneratorState.RUNNING:
        raise value_error(f"{owner.kind_name()} already executing")
    frame = not_none(owner.frame)
    below = state.frame
    owner.status = GeneratorState.RUNNING
    frame.back = below
    state.frame = frame
    try:
        if isinstance(delegate, Generator):
            result = throw(delegate, error, closes)
        else:
            result = call1(not_none(method), value)
    except PyError as failure:
        suspend_delegation(owner, below)
        if failure.type.is_subtype(_STOP_ITERATION):
            return resume_behind_delegate(owner, stop_value(exception_object(failure)))
        passed = exception_object(failure)
        return throw_here(owner, PyError(type_of(passed), "", passed))
    suspend_delegation(owner, below)
    return result


def suspend_delegation(owner: Generator, below: Optional[Frame]) -> None:
    """A generator whose delegate was thrown something is as it was before."""
    state.frame = below
    not_none(owner.frame).back = None
    owner.status = GeneratorState.SUSPENDED


def resume_behind_delegate(owner: Generator, result: Object) -> Object:
    """Goes on behind the SEND whose delegate ended with a result."""
    frame = not_none(owner.frame)
    word = frame.code.words[frame.pc]
    frame.pc += 2
    frame.write((word >> 16) & 0xFFFF, result)
    entered = begin(owner, state.frame, Entered.FROM_RPYTHON)
    owner.status = GeneratorState.RUNNING
    return ended(owner, loop.execute(entered, None))


def ended(owner: Generator, result: Object) -> Object:
    """What a generator yielded; StopIteration if it returned."""
    if owner.status == GeneratorState.SUSPENDED:
        return result
    raise end_of(owner, result)


def throw_here(owner: Generator, error: PyError) -> Object:
    if owner.status == GeneratorState.CLOSED:
        if isinstance(owner, Coroutine):
            raise runtime_error("cannot reuse already awaited coroutine")
        raise error
    frame = begin(owner, state.frame, Entered.FROM_RPYTHON)
    if owner.status == GeneratorState.CREATED:
        frame.pc = 1 if frame.pc == 0 else frame.pc
    owner.status = GeneratorState.RUNNING
    return ended(owner, loop.execute(frame, error))


def close_delegate(owner: Generator, delegate: Object) -> None:
    owner.status = GeneratorState.RUNNING
    try:
        if isinstance(delegate, Generator):
            close(delegate)
        else:
            method: Optional[Object] = None
            try:
                method = find_optional(delegate, "close")
            except PyError as error:
                report_unraisable(error, delegate)
            if method is not None:
                call(method, [])
    finally:
        owner.status = GeneratorState.SUSPENDED


def close(owner: Generator) -> None:
    """``generator.close()``."""
    if owner.status == GeneratorState.CLOSED:
        return
    if owner.status == GeneratorState.CREATED:
        owner.status = GeneratorState.CLOSED
        owner.frame = None
        return
    try:
        throw(owner, PyError(_GENERATOR_EXIT, ""))
    except PyError as error:
        if error.type.is_subtype(_STOP_ITERATION) or error.type.is_subtype(_GENERATOR_EXIT):
            return
        raise
    raise runtime_error(f"{owner.kind_name()} ignored GeneratorExit")


def yield_from_iterator(frame: Frame, x: Object) -> Object:
    """GET_YIELD_FROM_ITER: what ``yield from x`` delegates to."""
    if isinstance(x, Coroutine):
        if frame.code.flags & (Flag.COROUTINE | Flag.ITERABLE_COROUTINE) == 0:
            raise type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")
        return x
    if isinstance(x, Generator):
        return x
    return iterator_of(x)


def awaitable_iterator(x: Object, context: int) -> Object:
    """GET_AWAITABLE: what ``await x`` delegates to."""
    if isinstance(x, Coroutine):
        if delegate_of(x) is not None:
            raise runtime_error("coroutine is being awaited already")
        return x
    if isinstance(x, Generator) and not isinstance(x, AsyncGenerator):
        frame = x.frame
        if frame is not None and frame.code.flags & Flag.ITERABLE_COROUTINE:
            return x
    method = type_of(x).slots[Slot.AWAIT]
    if method is None:
        name = type_of(x).name
        if context == 1:
            raise type_error(f"'async with' received an object from __aenter__ that does not implement __await__: {name}")
        if context == 2:
            raise type_error(f"'async with' received an object from __aexit__ that does not implement __await__: {name}")
        raise type_error(f"object {name} can't be used in 'await' expression")
    result = invoke1(method, x)
    if isinstance(result, Coroutine):
        raise type_error("__await__() returned a coroutine")
    if type_of(result).slots[Slot.NEXT] is None:
        raise type_error(f"__await__() returned non-iterator of type '{type_of(result).name}'")
    return result


def send_to(iterator: Object, value: Object) -> Object:
    """Sends a value to an iterator that is no generator; StopIteration when it ends."""
    if value is NONE:
        method = type_of(iterator).slots[Slot.NEXT]
        if method is None:
            raise type_error(f"'{type_of(iterator).name}' object is not an iterator")
        return invoke1(method, iterator)
    return call1(get_attribute(iterator, "send"), value)


def is_stop(error: PyError) -> bool:
    return error.type.is_subtype(_STOP_ITERATION)



def async_iterator(x: Object) -> Object:
    """GET_AITER: ``aiter(x)`` of ``async for``."""
    method = type_of(x).slots[Slot.AITER]
    if method is None:
        raise type_error(f"'async for' requires an object with __aiter__ method, got {type_of(x).name}")
    result = invoke1(method, x)
    if type_of(result).slots[Slot.ANEXT] is None:
        raise type_error(f"'async for' received an object from __aiter__ that does not implement __anext__: {type_of(result).name}")
    return result


def async_next(x: Object) -> Object:
    """GET_ANEXT: the iterator for ``await anext(x)``."""
    method = type_of(x).slots[Slot.ANEXT]
    if method is None:
        raise type_error(f"'async for' requires an iterator with __anext__ method, got {type_of(x).name}")
    result = invoke1(method, x)
    try:
        return awaitable_iterator(result, 0)
    except PyError as error:
        failure = type_error(f"'async for' received an invalid object from __anext__: {type_of(result).name}")
        exception_object(failure).cause = exception_object(error)
        exception_object(failure).context = exception_object(error)
        exception_object(failure).suppresses_context = True
        raise failure from error
