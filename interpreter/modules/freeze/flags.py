"""Options of pickling: ``stackless.pickle_flags``."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.eval.microthread import main_of_thread
from interpreter.gateway.exposed import exposed

PRESERVE_TRACING_STATE = 1
PRESERVE_AG_FINALIZER = 2
RESET_AG_FINALIZER = 4
_ALL = 7


class Defaults:
    """The flags of threads that have set none."""
    flags: int

    def __init__(self) -> None:
        self.flags = 0


defaults = Defaults()


@exposed("pickle_flags")
def pickle_flags(new: int = -1, mask: int = -1) -> int:
    """Sets and returns the pickling flags of this thread; -1 stands for those of the program, and asks only."""
    main = main_of_thread()
    previous = main.pickle_flags
    main.pickle_flags = changed_flags(previous, new, mask)
    return previous


@exposed("pickle_flags_default")
def pickle_flags_default(new: int = -1, mask: int = -1) -> int:
    """Sets and returns the pickling flags of threads that have none set; -1 asks only."""
    previous = defaults.flags
    defaults.flags = changed_flags(previous, new, mask)
    return previous


def changed_flags(old: int, new: int, mask: int) -> int:
    if new == -1:
        return old
    if new & ~_ALL != 0 or mask & ~_ALL != 0 and mask != -1:
        raise value_error("undefined bits in pickle flags")
    return max(old, 0) & ~mask | new & mask


def has_flag(flag: int) -> bool:
    """Whether a flag is set for the running thread."""
    own = main_of_thread().pickle_flags
    return (defaults.flags if own == -1 else own) & flag != 0
