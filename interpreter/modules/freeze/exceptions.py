"""What pickles of exceptions leave out and a frame that handles one needs: the cause and the context. Tracebacks are left out, since the frames in
them have ended and may hold anything; one begins anew where the exception is raised again."""
from __future__ import annotations

from interpreter.modules.freeze.names import state_parts
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.int import new_bool
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE, or_none
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.compare import is_true


def reduced_chains(contents: list[Object]) -> Tuple:
    """Of the exceptions among some objects, and of those that they lead to: each with its cause and context, if it has any."""
    rows: list[Object] = []
    seen: dict[Object, bool] = {}
    waiting: list[Object] = []
    for content in contents:
        if isinstance(content, ExceptionObject):
            waiting.append(content)
    while len(waiting) > 0:
        exception = waiting.pop()
        if isinstance(exception, ExceptionObject) and exception not in seen:
            seen[exception] = True
            cause = or_none(exception.cause)
            context = or_none(exception.context)
            if cause is not NONE or context is not NONE or exception.suppresses_context:
                rows.append(new_tuple([exception, cause, context, new_bool(exception.suppresses_context)]))
            waiting.append(cause)
            waiting.append(context)
    return new_tuple(rows)


def restore_chains(kept: Object) -> None:
    """Gives exceptions their causes and contexts back."""
    if isinstance(kept, Tuple):
        for i in range(kept.length):
            parts = state_parts(kept.item(i), 4)
            exception = parts.item(0)
            if isinstance(exception, ExceptionObject):
                exception.cause = None if parts.item(1) is NONE else parts.item(1)
                exception.context = None if parts.item(2) is NONE else parts.item(2)
                exception.suppresses_context = is_true(parts.item(3))
