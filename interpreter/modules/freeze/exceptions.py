"""What pickles of exceptions leave out and a frame that handles one needs: the cause, the context and the traceback.

Of the frames in a traceback, those are pickled as themselves that go on: the frame that handles the exception, its callers, and those of generators.
The others have ended, and their variables may hold anything; what a traceback shows of them is kept, a *husk* without variables."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.execute import builtins_of
from interpreter.eval.frame import Frame, new_frame
from interpreter.modules.freeze.names import module_of, state_parts
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, MadeTraceback, Traceback
from interpreter.objects.generator import Generator
from interpreter.objects.int import Int, new_bool, new_int
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE, or_none
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int


def reduced_exceptions(contents: list[Object], handler: Optional[Frame]) -> Tuple:
    """Of the exceptions among some objects of a frame, and of those that they lead to: a row for each that has more than pickles keep by
    themselves."""
    rows: list[Object] = []
    seen: dict[Object, bool] = {}
    waiting = contents.copy()
    while len(waiting) > 0:
        exception = waiting.pop()
        if isinstance(exception, ExceptionObject) and exception not in seen:
            seen[exception] = True
            cause = or_none(exception.cause)
            context = or_none(exception.context)
            traceback = exception.traceback
            if cause is not NONE or context is not NONE or exception.suppresses_context or traceback is not None:
                rows.append(new_tuple([exception, cause, context, new_bool(exception.suppresses_context), reduced_levels(traceback, handler)]))
            waiting.append(cause)
            waiting.append(context)
    return new_tuple(rows)


def restore_exceptions(kept: Object) -> None:
    """Gives exceptions back what their pickles left out."""
    if isinstance(kept, Tuple):
        for i in range(kept.length):
            parts = state_parts(kept.item(i), 5)
            exception = parts.item(0)
            if isinstance(exception, ExceptionObject):
                exception.cause = None if parts.item(1) is NONE else parts.item(1)
                exception.context = None if parts.item(2) is NONE else parts.item(2)
                exception.suppresses_context = is_true(parts.item(3))
                exception.traceback = restored_levels(parts.item(4))


# Tracebacks.


def reduced_levels(traceback: Optional[Traceback], handler: Optional[Frame]) -> Tuple:
    """The levels of a traceback, the outermost first."""
    levels: list[Object] = []
    while traceback is not None:
        frame = traceback.frame
        line = new_int(traceback.line()) if isinstance(traceback, MadeTraceback) else NONE
        levels.append(new_tuple([frame if goes_on(frame, handler) else husk_of(frame), new_int(traceback.last_instruction()), line]))
        traceback = traceback.next
    return new_tuple(levels)


def restored_levels(kept: Object) -> Optional[Traceback]:
    result: Optional[Traceback] = None
    if isinstance(kept, Tuple):
        for i in range(kept.length - 1, -1, -1):
            parts = state_parts(kept.item(i), 3)
            frame = parts.item(0)
            found = frame if isinstance(frame, Frame) else restored_husk(state_parts(frame, 3))
            instruction = as_int(parts.item(1))
            line = parts.item(2)
            if isinstance(line, Int):
                result = MadeTraceback(result, found, instruction, as_int(line))
            else:
                result = Traceback(result, found, instruction // 2)
    return result


def goes_on(frame: Frame, handler: Optional[Frame]) -> bool:
    """Whether a frame has not ended: it is the handler's or one of its callers', or a generator's."""
    current = handler
    while current is not None:
        if current is frame:
            return True
        current = current.back
    owner = frame.owner
    return isinstance(owner, Generator) and owner.frame is frame


def husk_of(frame: Frame) -> Tuple:
    """The code of a frame, where it stands, and its module, if it has one."""
    return new_tuple([frame.code, new_int(frame.pc), or_none(module_of(frame.globals))])


def restored_husk(parts: Tuple) -> Frame:
    code = parts.item(0)
    module = parts.item(2)
    assert isinstance(code, Code)
    globals = module.dict if isinstance(module, Module) else Dict()
    made = new_frame(code, globals, builtins_of(globals))
    made.escaped = True
    made.pc = as_int(parts.item(1))
    return made
