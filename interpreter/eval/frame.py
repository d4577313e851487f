"""Frames of Python functions, and the state of a thread that runs them."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object
from transform.rpython import get_item, inline, new_var, set_item, unchecked_cast, varsize


class Entered:
    """How a frame was entered, and so what becomes of what it returns or yields."""
    FROM_RPYTHON, CALL, INIT, FOR_ITER, SEND = range(5)


@varsize(Optional[Object])
class Frame(Object):
    """An activation of a code object; its registers lie in it.

    `pc` is the number of the instruction behind the one that runs. `back` is the frame that goes on when this one returns, whose
    register `return_register` gets the result. `owner` is the generator whose frame this is, which outlives its suspensions, or the instance for
which an ``__init__`` runs."""
    code: Code
    globals: Dict
    builtins: Dict
    back: Optional[Frame]
    locals: Optional[Object]
    owner: Optional[Object]
    handled: Optional[Object]
    outer_handled: Optional[Object]
    trace: Optional[Object]
    pc: int
    return_register: int
    entered: int
    escaped: bool
    length: int

    @inline
    def read(self, register: int) -> Object:
        """The content of a register, which is not empty."""
        return unchecked_cast(Object, get_item(self, register))

    @inline
    def peek(self, register: int) -> Optional[Object]:
        """The content of a register, or None if it is empty."""
        return get_item(self, register)

    @inline
    def write(self, register: int, value: Object) -> None:
        set_item(self, register, value)

    def is_running(self) -> bool:
        """Whether the frame is one of those that are being run."""
        current = state.frame
        while current is not None:
            if current is self:
                return True
            current = current.back
        return False

    @inline
    def clear(self, register: int) -> None:
        set_item(self, register, None)


@inline
def new_frame(code: Code, globals: Dict, builtins: Dict) -> Frame:
    frame = new_var(Frame, code.register_count)
    frame.code = code
    frame.globals = globals
    frame.builtins = builtins
    return frame


class ThreadState:
    """What the running thread (later: tasklet) is doing. `handled` is what `sys.exception()` gives, `raised` what the handler that is entered next
    handles, `reprs` are the containers whose text is being made. `tracer` and `profiler` are what `sys.settrace` and
    `sys.setprofile` were given; while one of them runs, `trace_event` is what it was told."""
    frame: Optional[Frame]
    raised: Optional[Object]
    handled: Optional[Object]
    depth: int
    recursion_limit: int
    reprs: dict[Object, bool]
    tracer: Optional[Object]
    profiler: Optional[Object]
    trace_event: Optional[Object]

    def __init__(self) -> None:
        self.frame = None
        self.raised = None
        self.handled = None
        self.depth = 0
        self.recursion_limit = 1000
        self.reprs = {}
        self.tracer = None
        self.profiler = None
        self.trace_event = None


state = ThreadState()
"""The state of the thread that holds the interpreter."""
