"""Frames of Python functions, and the state of what runs them."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object
from transform.rpython import get_item, inline, int32, likely, new_var, set_item, uint8, uint16, unchecked_cast, varsize

_DEPTH_KEPT = 1000
"""The frames of deeper calls are left to the collector."""


class Entered:
    """How a frame was entered, and so what becomes of what it returns or yields."""
    FROM_RPYTHON, CALL, INIT, FOR_ITER, SEND, RESUME = [uint8(number) for number in range(6)]


class FrameExtras:
    """What few frames have: the `locals` of a class or module body, or the dict that a program was given as those of a function; the state of what
    traces the frame."""
    locals: Optional[Object]
    trace: Optional[Object]

    def __init__(self) -> None:
        self.locals = None
        self.trace = None


@varsize(Optional[Object])
class Frame(Object):
    """An activation of a code object; its registers lie in it.

    `pc` is the number of the instruction behind the one that runs. `back` is the frame that goes on when this one returns, whose
    register `return_register` gets the result. `owner` is the generator whose frame this is, which outlives its suspensions, or the instance for
    which an ``__init__`` runs.

    `spare` is the frame that a call from this one used, ready for the next call: its registers are empty. A frame that a program may hold on to
    (`escaped`) is not used again.

    Most of a tasklet, and of a generator, is a frame. So the numbers are small, and what few frames have is in an object of its own."""
    code: Code
    globals: Dict
    builtins: Dict
    back: Optional[Frame]
    spare: Optional[Frame]
    owner: Optional[Object]
    extras: Optional[FrameExtras]
    _pc: int32
    return_register: uint16
    entered: uint8
    escaped: bool
    length: int

    @property
    def pc(self) -> int:
        return int(self._pc)

    @pc.setter
    def pc(self, value: int) -> None:
        self._pc = int32(value)

    @property
    def locals(self) -> Optional[Object]:
        extras = self.extras
        return None if extras is None else extras.locals

    @locals.setter
    def locals(self, value: Optional[Object]) -> None:
        if value is not None or self.extras is not None:
            self.own_extras().locals = value

    @property
    def trace(self) -> Optional[Object]:
        extras = self.extras
        return None if extras is None else extras.trace

    @trace.setter
    def trace(self, value: Optional[Object]) -> None:
        self.own_extras().trace = value

    def own_extras(self) -> FrameExtras:
        extras = self.extras
        if extras is None:
            self.extras = extras = FrameExtras()
        return extras

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
    def retire(self, back: Frame) -> None:
        """The frame returned to `back`, which may use it again."""
        if likely(not self.escaped and state.depth < _DEPTH_KEPT):
            last = self.code.register_count - 1
            while last > 0:  # by twos: C compilers make of the plain loop a call that costs more than it does
                self.clear(last)
                self.clear(last - 1)
                last -= 2
            if last == 0:
                self.clear(0)
        else:
            back.forget(self)

    def forget(self, callee: Frame) -> None:
        """A frame that was called from this one has ended and is not used again. Who has got hold of it still sees who called it."""
        if callee.escaped:
            self.escaped = True
        else:
            callee.back = None
        if self.spare is callee:
            self.spare = None


@inline
def new_frame(code: Code, globals: Dict, builtins: Dict) -> Frame:
    frame = new_var(Frame, code.register_count)
    frame.code = code
    frame.globals = globals
    frame.builtins = builtins
    return frame


@inline
def frame_from(caller: Optional[Frame], code: Code, globals: Dict, builtins: Dict) -> Frame:
    """An empty frame for a call from another one: the one that it used before, if there is room in it. Entering the frame is what gives it back."""
    if caller is not None:
        frame = caller.spare
        if frame is not None and frame.length >= code.register_count:
            caller.spare = None
            frame.code = code
            frame.globals = globals
            frame.builtins = builtins
            frame.pc = 0
            return frame
    return new_frame(code, globals, builtins)


class ThreadState:
    """What the running microthread is doing. `handled` is what `sys.exception()` gives, `raised` what the handler that is entered next
    handles, `reprs` are the containers whose text is being made, `context` is that of context variables, None until it is needed. `depth` counts
    frames, `nesting` the loops on the C stack and what is below them; it is 1 where the loop's caller is the scheduler. `tracer` and
    `profiler` are what `sys.settrace` and `sys.setprofile` were given; while one of them runs, `trace_event` is what it was told.
    `origin_depth` is of how many frames coroutines note where they were made."""
    frame: Optional[Frame]
    raised: Optional[Object]
    handled: Optional[Object]
    context: Optional[Object]
    depth: int
    nesting: int
    recursion_limit: int
    reprs: dict[Object, bool]
    tracer: Optional[Object]
    profiler: Optional[Object]
    trace_event: Optional[Object]
    origin_depth: int

    def __init__(self) -> None:
        self.frame = None
        self.raised = None
        self.handled = None
        self.context = None
        self.depth = 0
        self.nesting = 1
        self.recursion_limit = 1000
        self.reprs = {}
        self.tracer = None
        self.profiler = None
        self.trace_event = None
        self.origin_depth = 0


state = ThreadState()
"""The state of the microthread that runs."""
