"""set and frozenset: their classes. What Python programs can do with them is in set_methods.py."""
from __future__ import annotations

from interpreter.objects.dict import Dict
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE


class AnySet(Object):
    """A set or a frozenset: the keys of a table."""
    table: Dict

    def __init__(self) -> None:
        self.table = Dict()

    def add(self, item: Object) -> None:
        self.table.set_default(item, NONE)

    def items(self) -> list[Object]:
        """The items of now."""
        return self.table.keys()


class Set(AnySet):
    """A set."""


class FrozenSet(AnySet):
    """A frozenset. `hash` is -1 until it was asked for."""
    hash: int

    def __init__(self) -> None:
        super().__init__()
        self.hash = -1
