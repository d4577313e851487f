"""What Python programs can do with asynchronous generators (PEP 525)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error
from interpreter.eval.generators import send, stop_iteration_with, throw
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.state import async_hooks
from interpreter.objects.generator import AsyncGenerator, AsyncGeneratorValue, GeneratorState
from interpreter.objects.generator_methods import generator_get_delegate, generator_get_frame, generator_repr, thrown_error
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.protocols.call import call1

_STOP_ASYNC_ITERATION = EXCEPTIONS["StopAsyncIteration"]
_STOP_ITERATION = EXCEPTIONS["StopIteration"]
_GENERATOR_EXIT = EXCEPTIONS["GeneratorExit"]


class StepKind:
    """What awaiting an `AsyncStep` does."""
    SEND, THROW, CLOSE = range(3)


class StepState:
    INITIAL, RUNNING, DONE = range(3)


class AsyncStep(Object):
    """The awaitable that ``__anext__``, ``asend``, ``athrow`` and ``aclose`` give: one step of an asynchronous generator."""
    owner: AsyncGenerator
    kind: int
    state: int
    value: Object
    error: Optional[PyError]

    def __init__(self, owner: AsyncGenerator, kind: int, value: Object, error: Optional[PyError]) -> None:
        self.owner = owner
        self.kind = kind
        self.state = StepState.INITIAL
        self.value = value
        self.error = error

    def name(self) -> str:
        match self.kind:
            case StepKind.SEND:
                return "__anext__()/asend()"
            case _:
                return "aclose()/athrow()"

    def advance(self, value: Object) -> Object:
        """Runs the generator until it awaits something, which is the result; StopIteration when the step is done."""
        if self.state == StepState.DONE:
            raise runtime_error(f"cannot reuse already awaited {self.name()}")
        owner = self.owner
        try:
            if self.state == StepState.INITIAL:
                if owner.is_running:
                    raise runtime_error(f"{self.operation()}: asynchronous generator is already running")
                self.state = StepState.RUNNING
                owner.is_running = True
                return self.outcome(self.first_step(value))
            return self.outcome(send(owner, value))
        except PyError as error:
            raise self.ended(error)

    def operation(self) -> str:
        match self.kind:
            case StepKind.SEND:
                return "anext()" if self.value is NONE else "asend()"
            case StepKind.THROW:
                return "athrow()"
            case _:
                return "aclose()"

    def first_step(self, value: Object) -> Object:
        owner = self.owner
        match self.kind:
            case StepKind.SEND:
                return send(owner, self.value if value is NONE else value)
            case StepKind.THROW:
                error = self.error
                assert error is not None
                return throw(owner, error)
            case _:
                owner.is_closed = True
                return throw(owner, PyError(_GENERATOR_EXIT, ""))

    def throw(self, error: PyError) -> Object:
        if self.state == StepState.DONE:
            raise runtime_error(f"cannot reuse already awaited {self.name()}")
        if self.state == StepState.INITIAL:
            self.state = StepState.RUNNING
            self.owner.is_running = True
        try:
            return self.outcome(throw(self.owner, error))
        except PyError as failure:
            raise self.ended(failure)

    def outcome(self, result: Object) -> Object:
        """What the generator gave: something that it awaits, or a value that it yields, which ends the step."""
        if isinstance(result, AsyncGeneratorValue):
            self.finish()
            if self.kind == StepKind.CLOSE:
                raise runtime_error("async generator ignored GeneratorExit")
            raise stop_iteration_with(result.value)
        return result

    def finish(self) -> None:
        self.state = StepState.DONE
        self.owner.is_running = False

    def ended(self, error: PyError) -> PyError:
        """The exception for the awaiter after one left the generator."""
        if self.state == StepState.DONE and error.type.is_subtype(_STOP_ITERATION):
            return error
        was_running = self.state == StepState.RUNNING
        if was_running:
            self.finish()
        closes = self.kind == StepKind.CLOSE and (error.type.is_subtype(_STOP_ASYNC_ITERATION) or error.type.is_subtype(_GENERATOR_EXIT))
        if error.type.is_subtype(_STOP_ITERATION) and self.owner.status == GeneratorState.CLOSED:
            self.owner.is_closed = True
            if self.kind == StepKind.CLOSE:
                return PyError(_STOP_ITERATION, "")
            return PyError(_STOP_ASYNC_ITERATION, "")
        return PyError(_STOP_ITERATION, "") if closes else error

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
    return AsyncStep(self, StepKind.SEND, NONE, None)


@exposed("asend")
def async_generator_send(self: AsyncGenerator, arg: Object, /) -> Object:
    """asend(v) -> send 'v' in generator."""
    started(self)
    return AsyncStep(self, StepKind.SEND, arg, None)


@exposed("athrow")
def async_generator_throw(self: AsyncGenerator, type: Object, value: Object = NONE, traceback: Object = NONE, /) -> Object:
    """athrow(typ[,val[,tb]]) -> raise exception in generator."""
    started(self)
    return AsyncStep(self, StepKind.THROW, NONE, thrown_error(type, value, traceback))


@exposed("aclose")
def async_generator_close(self: AsyncGenerator) -> Object:
    """aclose() -> raise GeneratorExit inside generator."""
    started(self)
    return AsyncStep(self, StepKind.CLOSE, NONE, None)


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


@exposed_property("__qualname__")
def async_generator_get_qualname(self: AsyncGenerator) -> str:
    return self.qualname


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


define(AsyncGenerator, "async_generator", methods=__name__, prefix="async_generator_", doc="")
define(AsyncStep, "async_generator_asend", doc="")
