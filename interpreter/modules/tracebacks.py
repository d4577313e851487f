"""Printing exceptions that nobody handled."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError
from interpreter.modules.streams import standard_error
from interpreter.objects.exceptions import ExceptionObject, Traceback, exception_object
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str
from interpreter.protocols.text import repr_of, str_of


def print_exception(value: ExceptionObject) -> None:
    """Writes an exception with its causes and its traceback to error output."""
    cause = value.cause
    context = value.context
    if isinstance(cause, ExceptionObject):
        print_exception(cause)
        standard_error.write("\nThe above exception was the direct cause of the following exception:\n\n")
    elif isinstance(context, ExceptionObject) and not value.suppresses_context:
        print_exception(context)
        standard_error.write("\nDuring handling of the above exception, another exception occurred:\n\n")
    traceback = value.traceback
    if traceback is not None:
        standard_error.write("Traceback (most recent call last):\n")
    print_traceback(traceback)
    t = type_of(value)
    name = t.qualname
    module = t.namespace.get("__module__")
    if isinstance(module, Str) and module.value != "builtins" and module.value != "__main__":
        name = f"{module.value}.{name}"
    text = str_of(value).value
    standard_error.write(f"{name}: {text}\n" if len(text) > 0 else name + "\n")


def print_traceback(traceback: Optional[Traceback]) -> None:
    current = traceback
    while current is not None:
        code = current.frame.code
        standard_error.write(f'  File "{code.filename}", line {code.line_of(current.position)}, in {code.name}\n')
        current = current.next


def print_unraisable(error: PyError, source: Object) -> None:
    """Reports an exception that cannot be raised: of a callback, of ``__del__``."""
    standard_error.write(f"Exception ignored in: {repr_of(source)}\n")
    print_exception(exception_object(error))
