"""slice and range."""
from __future__ import annotations

from interpreter.objects.object import Object


class Slice(Object):
    """A slice; its three parts are any objects."""
    start: Object
    stop: Object
    step: Object

    def __init__(self, start: Object, stop: Object, step: Object) -> None:
        self.start = start
        self.stop = stop
        self.step = step
