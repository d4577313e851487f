"""What Python programs can do with generators and coroutines."""
from __future__ import annotations

from interpreter.errors import PyError, type_error
from interpreter.eval.entering import enter_by_method
from interpreter.eval.generators import close, delegate_of, send, throw
from interpreter.eval.unwind import exception_made
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.objects.exceptions import ExceptionObject, Traceback
from interpreter.objects.generator import Coroutine, Generator, GeneratorState
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, intern
from interpreter.objects.type import is_exception_type


@exposed("__iter__")
def generator_iter(self: Generator) -> Object:
    """Implement iter(self)."""
    return self


@exposed("__next__")
def generator_next(self: Generator) -> Object:
    """Implement next(self)."""
    enter_by_method(self, NONE)
    return send(self, NONE)


@exposed("send")
def generator_send(self: Generator, arg: Object, /) -> Object:
    """send(arg) -> send 'arg' into generator, return next yielded value or raise StopIteration."""
    enter_by_method(self, arg)
    return send(self, arg)


@exposed("throw")
def generator_throw(self: Generator, type: Object, value: Object = NONE, traceback: Object = NONE, /) -> Object:
    """Raise exception in generator, return next yielded value or raise StopIteration."""
    return throw(self, thrown_error(type, value, traceback))


def thrown_error(kind: Object, value: Object, traceback: Object) -> PyError:
    """The exception that the arguments of ``throw`` describe, or the one that was raised when it was made. TypeError if they describe none."""
    if traceback is not NONE and not isinstance(traceback, Traceback):
        raise type_error("throw() third argument must be a traceback object")
    if isinstance(kind, Type) and is_exception_type(kind):
        try:
            raised = exception_made(kind, value)
        except PyError as failure:
            return failure
    else:
        if value is not NONE:
            raise type_error("instance exception may not have a separate value")
        if not isinstance(kind, ExceptionObject):
            raise type_error("exceptions must be classes or instances deriving from BaseException, not " + type_of(kind).name)
        raised = kind
    if isinstance(traceback, Traceback):
        raised.traceback = traceback
    return PyError(type_of(raised), "", raised)


@exposed("close")
def generator_close(self: Generator) -> None:
    """close() -> raise GeneratorExit inside generator."""
    close(self)


@exposed("__repr__")
def generator_repr(self: Generator) -> str:
    """Return repr(self)."""
    return f"<{type_of(self).name} object {self.qualname} at {address_of(self)}>"


@exposed_property("__name__")
def generator_get_name(self: Generator) -> Object:
    return intern(self.name)


@exposed_setter("__name__")
def generator_set_name(self: Generator, value: Object) -> None:
    if not isinstance(value, Str):
        raise type_error("__name__ must be set to a string object")
    self.name = value.value


@exposed_property("__qualname__")
def generator_get_qualname(self: Generator) -> Object:
    return intern(self.qualname)


@exposed_setter("__qualname__")
def generator_set_qualname(self: Generator, value: Object) -> None:
    if not isinstance(value, Str):
        raise type_error("__qualname__ must be set to a string object")
    self.qualname = value.value


@exposed_property("gi_running")
def generator_get_running(self: Generator) -> bool:
    return self.status == GeneratorState.RUNNING


@exposed_property("gi_suspended")
def generator_get_suspended(self: Generator) -> bool:
    return self.status == GeneratorState.SUSPENDED


@exposed_property("gi_frame")
def generator_get_frame(self: Generator) -> Object:
    frame = self.frame
    return NONE if frame is None else frame


@exposed_property("gi_code")
def generator_get_code(self: Generator) -> Object:
    return self.code


@exposed_property("gi_yieldfrom")
def generator_get_delegate(self: Generator) -> Object:
    """object being iterated by yield from, or None"""
    delegate = delegate_of(self)
    return NONE if delegate is None else delegate


@exposed("send")
def coroutine_send(self: Coroutine, arg: Object, /) -> Object:
    """send(arg) -> send 'arg' into coroutine, return next iterated value or raise StopIteration."""
    enter_by_method(self, arg)
    return send(self, arg)


@exposed("throw")
def coroutine_throw(self: Coroutine, type: Object, value: Object = NONE, traceback: Object = NONE, /) -> Object:
    """Raise exception in coroutine, return next iterated value or raise StopIteration."""
    return throw(self, thrown_error(type, value, traceback))


@exposed("close")
def coroutine_close(self: Coroutine) -> None:
    """close() -> raise GeneratorExit inside coroutine."""
    close(self)


@exposed("__await__")
def coroutine_await(self: Coroutine) -> Object:
    """Return an iterator to be used in await expression."""
    return CoroutineWrapper(self)


@exposed("__repr__")
def coroutine_repr(self: Coroutine) -> str:
    """Return repr(self)."""
    return generator_repr(self)


@exposed_property("__name__")
def coroutine_get_name(self: Coroutine) -> Object:
    return intern(self.name)


@exposed_setter("__name__")
def coroutine_set_name(self: Coroutine, value: Object) -> None:
    generator_set_name(self, value)


@exposed_property("__qualname__")
def coroutine_get_qualname(self: Coroutine) -> Object:
    return intern(self.qualname)


@exposed_setter("__qualname__")
def coroutine_set_qualname(self: Coroutine, value: Object) -> None:
    generator_set_qualname(self, value)


@exposed_property("cr_running")
def coroutine_get_running(self: Coroutine) -> bool:
    return self.status == GeneratorState.RUNNING


@exposed_property("cr_suspended")
def coroutine_get_suspended(self: Coroutine) -> bool:
    return self.status == GeneratorState.SUSPENDED


@exposed_property("cr_frame")
def coroutine_get_frame(self: Coroutine) -> Object:
    return generator_get_frame(self)


@exposed_property("cr_code")
def coroutine_get_code(self: Coroutine) -> Object:
    return self.code


@exposed_property("cr_origin")
def coroutine_get_origin(self: Coroutine) -> Object:
    origin = self.origin
    return NONE if origin is None else origin


@exposed_property("cr_await")
def coroutine_get_delegate(self: Coroutine) -> Object:
    """object being awaited on, or None"""
    return generator_get_delegate(self)


class CoroutineWrapper(Object):
    """What ``coroutine.__await__()`` gives: the coroutine as an iterator."""
    coroutine: Coroutine

    def __init__(self, coroutine: Coroutine) -> None:
        self.coroutine = coroutine

    @exposed("__iter__")
    def itself(self) -> Object:
        """Implement iter(self)."""
        return self

    @exposed("__next__")
    def next_item(self) -> Object:
        """Implement next(self)."""
        return send(self.coroutine, NONE)

    @exposed("send")
    def send(self, arg: Object, /) -> Object:
        """send(arg) -> send 'arg' into coroutine, return next iterated value or raise StopIteration."""
        return send(self.coroutine, arg)

    @exposed("throw")
    def throw(self, type: Object, value: Object = NONE, traceback: Object = NONE, /) -> Object:
        """Raise exception in coroutine, return next iterated value or raise StopIteration."""
        return throw(self.coroutine, thrown_error(type, value, traceback))

    @exposed("close")
    def close(self) -> None:
        """close() -> raise GeneratorExit inside coroutine."""
        close(self.coroutine)


generator_type = define(Generator, "generator", methods=__name__, prefix="generator_", doc="")
coroutine_type = define(Coroutine, "coroutine", methods=__name__, prefix="coroutine_", doc="")
define(CoroutineWrapper, "coroutine_wrapper", doc="")
