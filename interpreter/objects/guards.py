"""What keeps operations that call themselves from going on for ever: on containers that hold themselves, and at any depth."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.frame import state
from interpreter.objects.object import Object
from transform.rpython import inline, unlikely

_RECURSION_ERROR = EXCEPTIONS["RecursionError"]


@inline
def enter_recursion(where: str) -> None:
    """Begins an operation that may come to itself again without running Python code. RecursionError, with `where` behind its message, beyond the
    limit, which counts calls of Python functions too. `leave_recursion` must follow."""
    state.depth += 1
    if unlikely(state.depth > state.recursion_limit):
        raise too_deep(where)


@inline
def leave_recursion() -> None:
    state.depth -= 1


def too_deep(where: str) -> PyError:
    state.depth -= 1
    return PyError(_RECURSION_ERROR, "maximum recursion depth exceeded" + where)


def enter_repr(x: Object) -> bool:
    """Notes that the text of a container is being made; False if it was already. `leave_repr` must follow a true result."""
    if x in state.reprs:
        return False
    state.reprs[x] = True
    return True


def leave_repr(x: Object) -> None:
    del state.reprs[x]
