"""Exceptions that cannot be raised, since nobody is there to handle them: of ``__del__``, of callbacks, of what is done at the end."""
from __future__ import annotations

from interpreter.errors import PyError
from interpreter.modules.state import system
from interpreter.modules.tracebacks import ExceptionWriter, error_stream, frame_limit, type_text, write_error
from interpreter.objects.builtin_function import BuiltinFunction
from interpreter.objects.exceptions import ExceptionObject, Traceback, exception_object
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1
from interpreter.protocols.text import repr_of, str_of

arguments_type = struct_type("UnraisableHookArgs", "sys", ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"])


def print_unraisable(error: PyError, source: Object, message: str = "") -> None:
    """Gives an exception to ``sys.unraisablehook``. `source` is what raised it, `message` says what went wrong, if that is not the usual."""
    value = exception_object(error)
    hook = system.get_str("unraisablehook")
    if hook is None or hook is NONE or isinstance(hook, BuiltinFunction):
        show(value, value.traceback, NONE if message == "" else new_str(message), source)
        return
    traceback = value.traceback
    arguments = new_struct(arguments_type, [type_of(value), value, NONE if traceback is None else traceback,
                                            NONE if message == "" else new_str(message), source])
    try:
        call1(hook, arguments)
    except PyError as second:
        failed = exception_object(second)
        show(failed, failed.traceback, new_str("Exception ignored in sys.unraisablehook"), hook)


def show_arguments(arguments: Object) -> None:
    """What ``sys.unraisablehook`` does if nobody replaced it."""
    value = get_attribute(arguments, "exc_value")
    traceback = get_attribute(arguments, "exc_traceback")
    show(value if isinstance(value, ExceptionObject) else None, traceback if isinstance(traceback, Traceback) else None,
         get_attribute(arguments, "err_msg"), get_attribute(arguments, "object"))


def show(value: ExceptionObject | None, traceback: Traceback | None, message: Object, source: Object) -> None:
    """Writes an exception, without those behind it, to ``sys.stderr``."""
    if error_stream() is None:
        return
    title = "Exception ignored in" if message is NONE else str_of(message).value
    if source is NONE:
        write_error(f"{title}:\n" if message is not NONE else "")
    else:
        try:
            shown = repr_of(source)
        except PyError:
            shown = "<object repr() failed>"
        write_error(f"{title}: {shown}\n")
    writer = ExceptionWriter()
    if traceback is not None:
        writer.write("Traceback (most recent call last):\n")
        writer.write_traceback(traceback, frame_limit())
    if value is not None:
        try:
            text = str_of(value).value
        except PyError:
            text = "<exception str() failed>"
        writer.write(type_text(value) + (f": {text}\n" if text != "" else "\n"))
    write_error("".join(writer.parts))
