"""Generators, coroutines and asynchronous generators: frames that can be suspended."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.frame import Frame
from interpreter.objects.object import Object


class GeneratorState:
    CREATED, SUSPENDED, RUNNING, CLOSED = range(4)


class Generator(Object):
    """A frame that yields. The classes below it differ in what Python programs may do with them."""
    frame: Optional[Frame]
    status: int
    name: str
    qualname: str
    yield_from: Optional[Object]

    def __init__(self, frame: Frame, name: str, qualname: str) -> None:
        self.frame = frame
        self.status = GeneratorState.CREATED
        self.name = name
        self.qualname = qualname
        self.yield_from = None


class Coroutine(Generator):
    """What a call of an ``async def`` function gives."""


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


class AsyncGeneratorValue(Object):
    """A value that an asynchronous generator yields, as opposed to what it awaits."""
    value: Object

    def __init__(self, value: Object) -> None:
        self.value = value
