"""What Python programs can do with asynchronous generators (PEP 525)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error
from interpreter.eval.generators import awaitable_iterator, send, send_to, stop_iteration_with, throw
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.modules.state import async_hooks
from interpreter.objects.generator import AsyncGenerator, AsyncGeneratorValue, GeneratorState
from interpreter.objects.generator_methods import (generator_get_delegate, generator_get_frame, generator_repr, generator_set_name,
                                                   generator_set_qualname, thrown_error)
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call, call1

_STOP_ASYNC_ITERATION = EXCEPTIONS["StopAsyncIteration"]
_STOP_ITERATION = EXCEPTIONS["StopIteration"]
_GENERATOR_EXIT = EXCEPTIONS["GeneratorExit"]


class StepState:
    INITIAL, RUNNING, DONE = range(3)


class AsyncStep(Object):
    """One step of an asynchronous generator, as an awaitable."""
    owner: AsyncGenerator
    state: int

    def __init__(self, owner: AsyncGenerator) -> None:
        self.owner = owner
        self.state = StepState.INITIAL

    def advance(self, value: Object) -> Object:
        """Runs the generator until it awaits something, which is the result; StopIteration when the step is done."""
        raise NotImplementedError

    def throw(self, error: PyError) -> Object:
        """Goes on with an exception."""
        raise NotImplementedError

    @exposed("__iter__")
    def itself(self) -> Object:
        """Implement iter(self)."""
        return self

    @exposed("__await__")
    def await_iterator(self) -> Object:
        """Return an iterator to be used in await expression."""
        return self

    @exposed("__next__")
    def next_item(self) -> Object:
        """Implement next(self)."""
        return self.advance(NONE)

    @exposed("send")
    def send_value(self, arg: Object, /) -> Object:
        """Send a value into the generator."""
        return self.advance(arg)

    @exposed("throw")
    def throw_exception(self, type: Object, value: Object = NONE, traceback: Object = NONE, /) -> Object:
        """Raise an exception in the generator."""
        return self.throw(thrown_error(type, value, traceback))

    @exposed("close")
    def close(self) -> None:
        """End the step."""
        self.state = StepState.DONE


class AsyncSend(AsyncStep):
    """What ``__anext__`` and ``asend`` give."""
    value: Object

    def __init__(self, owner: AsyncGenerator, value: Object) -> None:
        super().__init__(owner)
        self.value = value

    def check(self) -> None:
        if self.state == StepState.DONE:
            raise runtime_error("cannot reuse already awaited __anext__()/asend()")

    def advance(self, value: Object) -> Object:
        self.check()
        if self.state == StepState.INITIAL:
            if self.owner.is_running:
                raise runtime_error("anext(): asynchronous generator is already running")
            if value is NONE:
                value = self.value
            self.state = StepState.RUNNING
        self.owner.is_running = True
        try:
            return unwrapped(self.owner, send(self.owner, value))
        except PyError as error:
            raise self.ended(error)

    def throw(self, error: PyError) -> Object:
        self.check()
        try:
            return unwrapped(self.owner, throw(self.owner, error, False))
        except PyError as failure:
            raise self.ended(failure)

    def ended(self, error: PyError) -> PyError:
        self.state = StepState.DONE
        note_end(self.owner, error)
        return error


class AsyncThrow(AsyncStep):
    """What ``athrow`` gives, and ``aclose``: that has no exception of its own."""
    error: Optional[PyError]

    def __init__(self, owner: AsyncGenerator, error: Optional[PyError]) -> None:
        super().__init__(owner)
        self.error = error

    def check(self) -> None:
        if self.state == StepState.DONE:
            raise runtime_error("cannot reuse already awaited aclose()/athrow()")

    def advance(self, value: Object) -> Object:
        self.check()
        owner = self.owner
        if owner.status == GeneratorState.CLOSED:
            self.state = StepState.DONE
            raise PyError(_STOP_ITERATION, "")
        is_first = self.state == StepState.INITIAL
        if is_first:
            self.begin(value)
        try:
            if not is_first:
                return self.outcome(send(owner, value))
            error = self.error
            if error is None:
                owner.is_closed = True
                error = PyError(_GENERATOR_EXIT, "")
            return self.outcome(throw(owner, error, False))
        except PyError as failure:
            raise self.ended(failure)

    def begin(self, value: Object) -> None:
        owner = self.owner
        if owner.is_running:
            self.state = StepState.DONE
            raise runtime_error(f"{'aclose()' if self.error is None else 'athrow()'}: asynchronous generator is already running")
        if owner.is_closed:
            self.state = StepState.DONE
            raise PyError(_STOP_ASYNC_ITERATION, "")
        if value is not NONE:
            raise runtime_error("can't send non-None value to a just-started coroutine")
        self.state = StepState.RUNNING
        owner.is_running = True

    def throw(self, error: PyError) -> Object:
        self.check()
        try:
            return self.outcome(throw(self.owner, error, False))
        except PyError as failure:
            raise self.ended(failure)

    def outcome(self, result: Object) -> Object:
        if self.error is not None:
            return unwrapped(self.owner, result)
        if isinstance(result, AsyncGeneratorValue):
            raise runtime_error("async generator ignored GeneratorExit")
        return result

    def ended(self, error: PyError) -> PyError:
        """The exception for the awaiter. The end of the generator is what ``aclose`` was for."""
        self.state = StepState.DONE
        note_end(self.owner, error)
        if self.error is None and is_end(error):
            return PyError(_STOP_ITERATION, "")
        return error


def unwrapped(owner: AsyncGenerator, result: Object) -> Object:
    """Something that the generator awaits; or a value that it yields, which ends the step."""
    if isinstance(result, AsyncGeneratorValue):
        raise stop_iteration_with(result.value)
    return result


def is_end(error: PyError) -> bool:
    """Whether an exception tells that a generator has ended."""
    return error.type.is_subtype(_STOP_ASYNC_ITERATION) or error.type.is_subtype(_GENERATOR_EXIT)


def note_end(owner: AsyncGenerator, error: PyError) -> None:
    """A step was ended by an exception."""
    owner.is_running = False
    if is_end(error):
        owner.is_closed = True


class AnextAwaitable(Object):
    """What ``anext(iterator, default)`` gives: awaiting it gives the default at the end of the iterator."""
    awaitable: Object
    default: Object

    def __init__(self, awaitable: Object, default: Object) -> None:
        self.awaitable = awaitable
        self.default = default

    def ended(self, error: PyError) -> PyError:
        return stop_iteration_with(self.default) if error.type.is_subtype(_STOP_ASYNC_ITERATION) else error

    def call(self, name: str, arguments: list[Object]) -> Object:
        """Calls a method of the iterator of the awaitable."""
        iterator = awaitable_iterator(self.awaitable, 0)
        try:
            return call(get_attribute(iterator, name), arguments)
        except PyError as error:
            raise self.ended(error)

    @exposed("__await__")
    def await_iterator(self) -> Object:
        """Return an iterator to be used in await expression."""
        return self

    @exposed("__iter__")
    def itself(self) -> Object:
        """Implement iter(self)."""
        return self

    @exposed("__next__")
    def next_item(self) -> Object:
        """Implement next(self)."""
        iterator = awaitable_iterator(self.awaitable, 0)
        try:
            return send_to(iterator, NONE)
        except PyError as error:
            raise self.ended(error)

    @exposed("send")
    def send_value(self, arg: Object, /) -> Object:
        """send(arg) -> send 'arg' into the wrapped iterator."""
        return self.call("send", [arg])

    @exposed("throw", rest="arguments")
    def throw_exception(self, arguments: Tuple) -> Object:
        """throw(value) -> raise exception in the wrapped iterator."""
        return self.call("throw", arguments.items())

    @exposed("close")
    def close(self) -> Object:
        """close() -> raise GeneratorExit inside the wrapped iterator."""
        return self.call("close", [])


def started(self: AsyncGenerator) -> None:
    """Calls the hook for asynchronous generators that begin, once."""
    if not self.hooks_called:
        self.hooks_called = True
        self.finalizer = async_hooks.finalizer
        first = async_hooks.first
        if first is not None:
            call1(first, self)


@exposed("__aiter__")
def async_generator_iter(self: AsyncGenerator) -> Object:
    """Return an awaitable, that resolves in asynchronous iterator."""
    return self


@exposed("__anext__")
def async_generator_next(self: AsyncGenerator) -> Object:
    """Return a value or raise StopAsyncIteration."""
    started(self)
    return AsyncSend(self, NONE)


@exposed("asend")
def async_generator_send(self: AsyncGenerator, arg: Object, /) -> Object:
    """asend(v) -> send 'v' in generator."""
    started(self)
    return AsyncSend(self, arg)


@exposed("athrow")
def async_generator_throw(self: AsyncGenerator, type: Object, value: Object = NONE, traceback: Object = NONE, /) -> Object:
    """athrow(typ[,val[,tb]]) -> raise exception in generator."""
    started(self)
    return AsyncThrow(self, thrown_error(type, value, traceback))


@exposed("aclose")
def async_generator_close(self: AsyncGenerator) -> Object:
    """aclose() -> raise GeneratorExit inside generator."""
    started(self)
    return AsyncThrow(self, None)


@exposed("__repr__")
def async_generator_repr(self: AsyncGenerator) -> str:
    """Return repr(self)."""
    return generator_repr(self)


@exposed_class("__class_getitem__")
def async_generator_class_getitem(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


@exposed_property("__name__")
def async_generator_get_name(self: AsyncGenerator) -> str:
    return self.name


@exposed_setter("__name__")
def async_generator_set_name(self: AsyncGenerator, value: Object) -> None:
    generator_set_name(self, value)


@exposed_property("__qualname__")
def async_generator_get_qualname(self: AsyncGenerator) -> str:
    return self.qualname


@exposed_setter("__qualname__")
def async_generator_set_qualname(self: AsyncGenerator, value: Object) -> None:
    generator_set_qualname(self, value)


@exposed_property("ag_running")
def async_generator_get_running(self: AsyncGenerator) -> bool:
    return self.is_running


@exposed_property("ag_frame")
def async_generator_get_frame(self: AsyncGenerator) -> Object:
    return generator_get_frame(self)


@exposed_property("ag_code")
def async_generator_get_code(self: AsyncGenerator) -> Object:
    return self.code


@exposed_property("ag_await")
def async_generator_get_delegate(self: AsyncGenerator) -> Object:
    """object being awaited on, or None"""
    return generator_get_delegate(self)


async_generator_type = define(AsyncGenerator, "async_generator", methods=__name__, prefix="async_generator_", doc="")
define(AnextAwaitable, "anext_awaitable", doc="")
_step_type = define(AsyncStep, "async_generator_step", doc="")
define(AsyncSend, "async_generator_asend", base=_step_type, doc="")
define(AsyncThrow, "async_generator_athrow", base=_step_type, doc="")
