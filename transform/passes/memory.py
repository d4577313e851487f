"""What is known of the heap at one place: values loaded or stored before.

Two accesses may touch the same memory only if they name the same field (or items of the
same type): objects are typed, and raw pointers reach into variable parts alone. A call
may write everything. Objects are told apart by their root, so a cast hides nothing.
"""
from __future__ import annotations

from typing import Any, Optional, Union

from transform.ir.graph import Operation, Value
from transform.ir.types import Field, RefType, Type

Cell = Union[Field, Type]  # a field; or the item type of variable parts

_KEEPS_MEMORY = frozenset({"new", "new_var", "raw_alloc", "raw_free", "keepalive", "catch", "note_raise"})
_WRITES_RAW_MEMORY = frozenset({"raw_store", "raw_set_field", "raw_copy", "raw_fill"})


class Memory:
    """Known contents. Copies are cheap: the inner tables are never changed in place."""

    __slots__ = ("_known",)

    def __init__(self, known: Optional[dict[Cell, dict[Any, Value]]] = None) -> None:
        self._known: dict[Cell, dict[Any, Value]] = {} if known is None else known

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._known)

    def copy(self) -> Memory:
        return Memory(dict(self._known))

    def get(self, cell: Cell, place: Any) -> Optional[Value]:
        known = self._known.get(cell)
        return None if known is None else known.get(place)

    def loaded(self, cell: Cell, place: Any, value: Value) -> None:
        self._known[cell] = {**self._known.get(cell, {}), place: value}

    def stored(self, cell: Cell, place: Any, value: Value) -> None:
        self._known[cell] = {place: value}

    def clobber(self, op: Operation) -> None:
        """Forgets what an operation may have written."""
        name = op.opdef.name
        if name in _KEEPS_MEMORY:
            return
        if name == "setfield":
            self._known.pop(op.static, None)
        elif name == "setitem" or name == "copy_items":
            self._known.pop(item_type(op.args[0]), None)
        elif name in _WRITES_RAW_MEMORY:
            self._known = {cell: known for cell, known in self._known.items() if isinstance(cell, Field)}
        else:
            self._known = {}


def item_type(value: Value) -> Type:
    """The item type of the variable part of an object."""
    assert isinstance(value.type, RefType)
    cls = value.type.cls
    while cls.varpart is None:
        assert cls.base is not None
        cls = cls.base
    return cls.varpart
