"""Generators, coroutines and asynchronous generators: frames that can be suspended."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.frame import Frame, state
from interpreter.objects.code import Code, Flag
from interpreter.objects.int import new_int
from interpreter.objects.str import new_str
from interpreter.objects.tuple import new_tuple, tuple3
from interpreter.objects.object import Object, watch_ending


class GeneratorState:
    CREATED, SUSPENDED, RUNNING, CLOSED = range(4)


class Generator(Object):
    """A frame that yields. The classes below it differ in what Python programs may do with them. `handled` is the exception that it handles,
    `outer_handled`, while it runs, the one that its caller does."""
    frame: Optional[Frame]
    code: Code
    handled: Optional[Object]
    outer_handled: Optional[Object]
    status: int
    name: str
    qualname: str

    def __init__(self, frame: Frame, name: str, qualname: str) -> None:
        self.frame = frame
        self.code = frame.code
        self.handled = None
        self.outer_handled = None
        self.status = GeneratorState.CREATED
        self.name = name
        self.qualname = qualname

    def kind_name(self) -> str:
        """What messages call it."""
        return "generator"


class Coroutine(Generator):
    """What a call of an ``async def`` function gives. `origin` is where that was, if ``sys.set_coroutine_origin_tracking_depth`` asks for it: a
    tuple of (filename, line, function) of the callers."""
    origin: Optional[Object]

    def __init__(self, frame: Frame, name: str, qualname: str) -> None:
        super().__init__(frame, name, qualname)
        self.origin = None if state.origin_depth == 0 else origin_of_call(state.origin_depth)

    def kind_name(self) -> str:
        return "coroutine"


class AsyncGenerator(Generator):
    """What a call of an ``async def`` function with ``yield`` gives."""
    hooks_called: bool
    is_running: bool
    is_closed: bool
    finalizer: Optional[Object]

    def __init__(self, frame: Frame, name: str, qualname: str) -> None:
        super().__init__(frame, name, qualname)
        self.hooks_called = False
        self.is_running = False
        self.is_closed = False
        self.finalizer = None

    def kind_name(self) -> str:
        return "async generator"


class AsyncGeneratorValue(Object):
    """A value that an asynchronous generator yields, as opposed to what it awaits."""
    value: Object

    def __init__(self, value: Object) -> None:
        self.value = value


def origin_of_call(depth: int) -> Object:
    """Where the innermost `depth` frames stand."""
    rows: list[Object] = []
    frame = state.frame
    while frame is not None and len(rows) < depth:
        code = frame.code
        rows.append(tuple3(new_str(code.filename), new_int(code.line_of(frame.pc - 1)), new_str(code.name)))
        frame = frame.back
    return new_tuple(rows)


def new_generator(frame: Frame, name: str, qualname: str) -> Generator:
    """The generator, coroutine or asynchronous generator of a call whose arguments are in the frame."""
    flags = frame.code.flags
    if flags & Flag.COROUTINE:
        made: Generator = Coroutine(frame, name, qualname)
    elif flags & Flag.ASYNC_GENERATOR:
        made = AsyncGenerator(frame, name, qualname)
    else:
        made = Generator(frame, name, qualname)
    frame.owner = made
    if flags & Flag.COROUTINE or len(frame.code.exception_table) > 0:
        watch_ending(made)
    return made
