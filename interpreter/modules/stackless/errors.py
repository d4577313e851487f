"""Exceptions that one tasklet has raised in another."""
from __future__ import annotations

from interpreter.errors import PyError, type_error
from interpreter.eval.unwind import exception_made
from interpreter.objects.exceptions import ExceptionObject, Traceback
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.type import is_exception_type
from interpreter.protocols.call import call


def error_of(exc: Object, val: Object, tb: Object) -> PyError:
    """The exception that ``raise exc, val, tb`` of Python 2 would raise. TypeError if these make none."""
    if tb is not NONE and not isinstance(tb, Traceback):
        raise type_error("third argument must be a traceback object")
    made: Object = exc
    if isinstance(exc, ExceptionObject):
        if val is not NONE:
            raise type_error("instance exception may not have a separate value")
    elif isinstance(exc, Type) and is_exception_type(exc):
        made = exception_made(exc, val)
    else:
        raise type_error(f"exceptions must be classes, or instances, not {type_of(exc).name}")
    assert isinstance(made, ExceptionObject)
    if isinstance(tb, Traceback):
        made.traceback = tb
    return PyError(type_of(made), "", made)


def error_of_class(cls: Object, arguments: list[Object], caller: str) -> PyError:
    """``cls(*arguments)``. TypeError if `cls` is no class of exceptions."""
    if not isinstance(cls, Type) or not is_exception_type(cls):
        raise type_error(f"{caller} needs an exception class, not {type_of(cls).name}")
    made = call(cls, arguments)
    return PyError(type_of(made), "", made)
