"""Operations of the collector made explicit: the write barrier.

A collection of the young objects looks only at those old objects that were written to since the last one. So the
collector is told before a reference is stored into an object (`write_barrier`). That is left out where

- the value is a constant: null, an immediate, or a prebuilt object, which the collector does not move or free;
- the object is surely new, or was the subject of a barrier, with no operation in between that may collect: only a
  collection makes an object old, or one that was written to one that was not.

Of large arrays, the collector notes which items were written to: storing an item has a barrier of its own, which says
nothing about other items (`write_barrier_item`).

This comes after all passes that move or remove stores. A program without our collector is left alone.

The collector's own functions run while the heap is in pieces: none of them may allocate or raise. That is checked here.
"""
from __future__ import annotations

from transform.ir.graph import Block, Constant, Function, Operation, Program, Raise, Value
from transform.ir.types import ClassType, RefType, Type, holds_references

ENTRY = "rt_gc_remember"  # exported by each program that has the collector
PREFIX = "rt_gc_"
_FORBIDDEN = frozenset({"new", "new_var", "call_value", "call_virtual"})
_COPIES = frozenset({"cast_ref", "check_not_none", "check_cast"})
_FOREIGN = frozenset({"call_c", "call_code"})  # C may ask for a collection
_STORES = {"setfield": 0, "setitem": 0, "copy_items": 2}  # the operand that is stored into


class CollectorError(Exception):
    """A function that the collector calls may allocate or raise."""


def run(program: Program) -> None:
    """Inserts the barriers. CollectorError where the collector breaks its own rule."""
    own = [function for function in program.functions if function.export and function.export.startswith(PREFIX)]
    if not any(function.export == ENTRY for function in own):
        return
    _check_collector(own)
    for function in program.functions:
        if function.graph is not None:
            for block in function.graph.blocks():
                _insert_barriers(block)


def _check_collector(entries: list[Function]) -> None:
    reached = set(entries)
    work = list(entries)
    while work:
        function = work.pop()
        assert function.graph is not None
        for block in function.graph.blocks():
            if isinstance(block.exit, Raise):
                raise CollectorError(f"{function} belongs to the collector and raises: {block.exit.position}")
            for op in block.ops:
                name = op.opdef.name
                if name in _FORBIDDEN or name != "call" and op.can_raise():
                    raise CollectorError(f"{function} belongs to the collector and has '{name}': {op.position}")
                if name == "call" and op.static not in reached:
                    reached.add(op.static)
                    work.append(op.static)


def _insert_barriers(block: Block) -> None:
    ops: list[Operation] = []
    original: dict[Value, Value] = {}  # of a copy
    safe: set[Value] = set()  # objects that need no barrier here
    for op in block.ops:
        name = op.opdef.name
        if name in _COPIES and op.result is not None:
            original[op.result] = original.get(op.args[0], op.args[0])
        if op.opdef.allocates or name in _FOREIGN:
            safe.clear()
            if name in ("new", "new_var") and op.result is not None:
                safe.add(op.result)
        elif name in _STORES and _stores_reference(op):
            stored = op.args[_STORES[name]]
            target = original.get(stored, stored)
            if target not in safe and name == "setitem":
                ops.append(Operation("write_barrier_item", op.args[:2], None, position=op.position))
            elif target not in safe:
                safe.add(target)
                ops.append(Operation("write_barrier", [stored], None, position=op.position))
        ops.append(op)
    block.ops = ops


def _stores_reference(op: Operation) -> bool:
    if op.opdef.name == "setfield":
        return holds_references(op.static.type) and not isinstance(op.args[1], Constant)
    if op.opdef.name == "setitem":
        return holds_references(_item_type(op.args[0])) and not isinstance(op.args[2], Constant)
    return holds_references(_item_type(op.args[2]))


def _item_type(array: Value) -> Type:
    assert isinstance(array.type, RefType)
    cls: ClassType | None = array.type.cls
    while cls is not None:
        if cls.varpart is not None:
            return cls.varpart
        cls = cls.base
    raise TypeError(f"{array} has no items")
