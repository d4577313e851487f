"""Tasklets and channels as Python objects. What programs can do with them stands in tasklet.py and channel.py."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.microthread import PythonMicrothread
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.singletons import NONE
from scheduler.channel import Channel
from scheduler.microthread import Microthread
from transform.rpython import unchecked_cast


class Tasklet(Object):
    """tasklet(func=None, args=None, kwargs=None)

    A function that runs in turns with others: `tasklet(func)(*args)` queues a call of it."""
    microthread: PythonMicrothread

    def __init__(self, microthread: PythonMicrothread) -> None:
        self.microthread = microthread
        microthread.object = self


class TaskletInstance(MappedStorage, Tasklet):
    """An instance of a class below tasklet."""
    python_type = None

    def __init__(self, type: Type, microthread: PythonMicrothread) -> None:
        super().__init__(microthread)
        self.start(type)


class ChannelCore(Channel):
    """The channel of a scheduler that a Python object stands for."""
    channel: PythonChannel

    def __init__(self, channel: PythonChannel) -> None:
        super().__init__()
        self.channel = channel


class PythonChannel(Object):
    """channel()

    Where tasklets meet: `send` and `receive` block until the other comes, and exchange a value then."""
    core: ChannelCore

    def __init__(self) -> None:
        self.core = ChannelCore(self)


class ChannelInstance(MappedStorage, PythonChannel):
    """An instance of a class below channel."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


def object_of(microthread: Optional[Microthread]) -> Object:
    """What stands for a microthread in Python programs: a tasklet."""
    if microthread is None:
        return NONE
    own = unchecked_cast(PythonMicrothread, microthread)
    found = own.object
    return found if found is not None else Tasklet(own)
