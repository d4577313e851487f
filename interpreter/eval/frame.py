"""Frames of Python functions, and the state of what runs them."""
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
    line_override: int
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
    """What the running microthread is doing. `handled` is what `sys.exception()` gives, `raised` what the handler that is entered next
    handles, `reprs` are the containers whose text is being made, `context` is that of context variables, None until it is needed. `depth` counts
    frames, `nesting` the loops on the C stack and what is below them; it is 1 where the loop's caller is the scheduler."""
    frame: Optional[Frame]
    raised: Optional[Object]
    handled: Optional[Object]
    context: Optional[Object]
    depth: int
    nesting: int
    recursion_limit: int
    reprs: list[Object]

    def __init__(self) -> None:
        self.frame = None
        self.raised = None
        self.handled = None
        self.context = None
        self.depth = 0
        self.nesting = 1
        self.recursion_limit = 1000
        self.reprs = []


state = ThreadState()
"""The state of the microthread that runs."""
