"""How a program ends: exceptions that leave it, SystemExit, and what is done last."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.modules.finalizers import end_program
from interpreter.modules.io.openstreams import open_streams
from interpreter.modules.stackless.switching import end_thread
from interpreter.modules.state import modules, system
from interpreter.modules.tracebacks import flush_output, print_exception, write_error
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.exceptions import ExceptionObject, exception_object
from interpreter.objects.int import Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call
from interpreter.protocols.compare import is_true
from interpreter.protocols.text import str_of
from transform.rpython import CLibrary

_KEYBOARD_INTERRUPT = EXCEPTIONS["KeyboardInterrupt"]
_SYSTEM_EXIT = EXCEPTIONS["SystemExit"]

libc = CLibrary("void interrupt_self(void);", headers=["signal.h"],
                source="static void interrupt_self(void) { signal(SIGINT, SIG_DFL); raise(SIGINT); }")

_FAILED = 1
_FLUSH_FAILED = 120
INTERRUPTED = 256
"""The status of a program that an interrupt ended: `finish` sends the signal again, so that who waits for the process learns of it."""


def is_exit(error: PyError) -> bool:
    """Whether an exception asks for the end of the program."""
    return error.type.is_subtype(_SYSTEM_EXIT)


def report(error: PyError) -> int:
    """Ends a program that an exception left; the exit status."""
    if is_exit(error):
        return exit_status(exception_object(error))
    status = show(error)
    if status >= 0:
        return status
    return INTERRUPTED if error.type.is_subtype(_KEYBOARD_INTERRUPT) else _FAILED


def show(error: PyError) -> int:
    """Shows an exception by ``sys.excepthook``. If that asks for the end of the program, the exit status, or else -1."""
    value = exception_object(error)
    traceback = value.traceback
    shown_traceback: Object = NONE if traceback is None else traceback
    system.set_str("last_type", type_of(value))
    system.set_str("last_value", value)
    system.set_str("last_traceback", shown_traceback)
    flush_output()
    hook = system.get_str("excepthook")
    if hook is None:
        write_error("sys.excepthook is missing\n")
        print_exception(value)
        return -1
    try:
        call(hook, [type_of(value), value, shown_traceback])
    except PyError as second:
        if is_exit(second):
            return exit_status(exception_object(second))
        write_error("Error in sys.excepthook:\n")
        print_exception(exception_object(second))
        write_error("\nOriginal exception was:\n")
        print_exception(value)
    return -1


def exit_status(value: ExceptionObject) -> int:
    """What SystemExit asks for; anything but a number is shown."""
    code = find_optional(value, "code")
    if code is None:
        code = value
    if code is NONE:
        return 0
    if isinstance(code, Int):
        return code.machine() & 0xFF if code.fits() else 0xFF
    try:
        write_error(str_of(code).value + "\n")
    except PyError:
        write_error("\n")
    return _FAILED


def finish(status: int) -> int:
    """Waits for threads, calls what was registered with `atexit`, and writes out what is kept; the exit status."""
    run_if_loaded("threading", "_shutdown")
    run_if_loaded("atexit", "_run_exitfuncs")
    end_thread()
    end_program()
    flushed = flush("stdout")
    flushed = flush("stderr") and flushed
    open_streams.flush()
    if status == INTERRUPTED:
        end_by_interrupt()
    return status if flushed else _FLUSH_FAILED


def end_by_interrupt() -> None:
    """Ends the process by the signal SIGINT, as if it had never been handled."""
    libc.interrupt_self()


def run_if_loaded(module: str, function: str) -> None:
    """Calls a function of a module that the program has imported."""
    found = modules.get_str(module)
    if found is None or found is NONE:
        return
    try:
        called = find_optional(found, function)
        if called is not None:
            call(called, [])
    except PyError as error:
        print_unraisable(error, found)


def flush(name: str) -> bool:
    """Flushes a stream of `sys` that is open; whether that worked."""
    stream = system.get_str(name)
    if stream is None or stream is NONE:
        return True
    try:
        closed = find_optional(stream, "closed")
        if closed is None or not is_true(closed):
            call(get_attribute(stream, "flush"), [])
        return True
    except PyError as error:
        if name == "stdout":
            print_unraisable(error, stream)
        return False
