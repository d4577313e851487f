"""What keeps operations on objects that nest from going round in circles, or too deep."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.frame import state
from interpreter.objects.object import Object

_RECURSION_ERROR = EXCEPTIONS["RecursionError"]


def enter_repr(x: Object) -> bool:
    """Notes that the text of a container is being made; False if it was already. `leave_repr` must follow a true result."""
    running = state.reprs
    for other in running:
        if other is x:
            return False
    if state.depth + len(running) >= state.recursion_limit:
        raise PyError(_RECURSION_ERROR, "maximum recursion depth exceeded while getting the repr of an object")
    running.append(x)
    return True


def leave_repr() -> None:
    state.reprs.pop()


def enter_recursion(where: str) -> None:
    """Counts a step into an operation of objects that nest; `leave_recursion` must follow. `where`, which begins with a space, says in the
    message of the RecursionError what was going on."""
    if state.depth >= state.recursion_limit:
        raise PyError(_RECURSION_ERROR, "maximum recursion depth exceeded" + where)
    state.depth += 1


def leave_recursion() -> None:
    state.depth -= 1
