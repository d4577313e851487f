"""Exception objects and tracebacks."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, KeyArgument, NamedError, PyError
from interpreter.eval.frame import Frame
from interpreter.gateway.typedef import define
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, tuple1


class Traceback(Object):
    """One level of a traceback: a frame, and the instruction in it that raised or called."""
    next: Optional[Traceback]
    frame: Frame
    position: int

    def __init__(self, next: Optional[Traceback], frame: Frame, position: int) -> None:
        self.next = next
        self.frame = frame
        self.position = position

    def line(self) -> int:
        return self.frame.code.line_of(self.position)

    def last_instruction(self) -> int:
        """``tb_lasti``: instructions count two each there."""
        return 2 * self.position


class MadeTraceback(Traceback):
    """A level that a program made, with numbers of its own."""
    given_line: int
    given_instruction: int

    def __init__(self, next: Optional[Traceback], frame: Frame, instruction: int, line: int) -> None:
        super().__init__(next, frame, instruction // 2)
        self.given_line = line
        self.given_instruction = instruction

    def line(self) -> int:
        return self.given_line

    def last_instruction(self) -> int:
        return self.given_instruction


class ExceptionObject(MappedStorage, Object):
    """An instance of BaseException or of any class below it."""
    arguments: Tuple
    traceback: Optional[Traceback]
    cause: Optional[Object]
    context: Optional[Object]
    suppresses_context: bool

    def __init__(self, type: Type, arguments: Tuple) -> None:
        self.start(type)
        self.arguments = arguments
        self.traceback = None
        self.cause = None
        self.context = None
        self.suppresses_context = False


def new_exception(type: Type) -> Object:
    return ExceptionObject(type, EMPTY_TUPLE)


EXCEPTIONS["BaseException"].instances_have_dict = True
for _type in EXCEPTIONS.values():
    define(ExceptionObject, _type.name, existing=_type, allocate=new_exception, doc=f"{_type.name}.")


def exception_object(error: PyError) -> ExceptionObject:
    """The exception as an object, made when it is first asked for."""
    value = error.value
    if isinstance(value, ExceptionObject):
        return value
    if isinstance(value, KeyArgument):
        made = ExceptionObject(error.type, tuple1(value.key))
    elif len(error.text) > 0:
        made = ExceptionObject(error.type, tuple1(new_str(error.text)))
    else:
        made = ExceptionObject(error.type, EMPTY_TUPLE)
    for i in range(error.type.member_count):
        made.set_member(i, NONE)
    if made.arguments.length > 0 and error.type.is_subtype(_STOP_ITERATION):
        made.set_member(0, made.arguments.item(0))
    if isinstance(error, NamedError):
        made.set_member(0, new_str(error.name))
        if error.owner is not None:
            made.set_member(1, error.owner)
    error.value = made
    return made


def caused(error: PyError, cause: PyError) -> PyError:
    """The error, with another as its cause: ``raise error from cause``."""
    made = exception_object(error)
    made.cause = exception_object(cause)
    made.context = made.cause
    made.suppresses_context = True
    return PyError(error.type, error.text, made)


_STOP_ITERATION = EXCEPTIONS["StopIteration"]
