"""The module `sys`: what belongs to the interpreter itself."""
from __future__ import annotations

import sys as host

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.frame import Frame, state
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.state import modules, system
from interpreter.modules.streams import standard_error, standard_output
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.int import new_int
from interpreter.objects.list import empty_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, intern_str, new_str
from interpreter.objects.tuple import Tuple, tuple3
from interpreter.protocols.call import call
from interpreter.errors import type_error, value_error


@exposed("exit")
def exit(status: Object = NONE, /) -> None:
    """Exit the interpreter by raising SystemExit(status)."""
    arguments: list[Object] = []
    if isinstance(status, Tuple):
        arguments = status.items()
    elif status is not NONE:
        arguments = [status]
    made = call(_SYSTEM_EXIT, arguments)
    raise PyError(_SYSTEM_EXIT, "", made)


_SYSTEM_EXIT = EXCEPTIONS["SystemExit"]


@exposed("exc_info")
def exception_info() -> Object:
    """Return current exception information: (type, value, traceback)."""
    handled = state.handled
    if isinstance(handled, ExceptionObject):
        traceback = handled.traceback
        return tuple3(type_of(handled), handled, NONE if traceback is None else traceback)
    return tuple3(NONE, NONE, NONE)


@exposed("exception")
def current_exception() -> Object:
    """Return the current exception."""
    handled = state.handled
    return NONE if handled is None else handled


@exposed("getrecursionlimit")
def get_recursion_limit() -> int:
    """Return the current value of the recursion limit."""
    return state.recursion_limit


@exposed("setrecursionlimit")
def set_recursion_limit(limit: int, /) -> None:
    """Set the maximum depth of the Python interpreter stack to n."""
    if limit < 1:
        raise value_error("recursion limit must be greater or equal than 1")
    state.recursion_limit = limit


@exposed("intern")
def intern_string(string: Object, /) -> Object:
    """``Intern'' the given string."""
    if not isinstance(string, Str):
        raise type_error(f"can't intern {type_of(string).name}")
    return intern_str(string)


@exposed("_getframe")
def get_frame(depth: int = 0, /) -> Object:
    """Return a frame object from the call stack."""
    frame = state.frame
    for _ in range(depth):
        if frame is None:
            break
        frame = frame.back
    if frame is None:
        raise value_error("call stack is not deep enough")
    found: Frame = frame
    found.escaped = True
    return found


define_module(__name__, "sys", dict=system, contents={
    "modules": modules, "stdout": standard_output, "stderr": standard_error, "__stdout__": standard_output,
    "__stderr__": standard_error, "path": empty_list(), "argv": empty_list(), "maxsize": new_int(0x7FFFFFFFFFFFFFFF),
    "maxunicode": new_int(0x10FFFF), "byteorder": new_str(host.byteorder), "platform": new_str("linux")})
