"""``list[int]`` and ``int | str``: their classes (PEP 585, PEP 604)."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple, tuple1


class GenericAlias(Object):
    """A generic type with its arguments. `parameters`, the type variables among these, are found when they are asked for."""
    origin: Object
    arguments: Tuple
    parameters: Optional[Tuple]
    is_unpacked: bool

    def __init__(self, origin: Object, arguments: Object) -> None:
        self.origin = origin
        self.arguments = arguments if isinstance(arguments, Tuple) else tuple1(arguments)
        self.parameters = None
        self.is_unpacked = False


class Union(Object):
    """A union of types, without duplicates."""
    arguments: Tuple
    parameters: Optional[Tuple]

    def __init__(self, arguments: Tuple) -> None:
        self.arguments = arguments
        self.parameters = None
