"""Which functions can raise: a fixpoint over the call graph.

After a call, generated code checks whether it failed. Where no exception can leave the
callee, the check goes, and with it the side exit and often the handler; so a leaf function
that only computes costs its callers nothing, with or without ``try`` round the call.

A function can raise if it has a `Raise`, or an operation without side exit that can fail.
All functions are presumed innocent; those that raise on their own account are found first,
then those that pass on what their callees raise. A virtual call can fail if one of the
methods that fill the slot can; a call of a function value always can.
"""
from __future__ import annotations

from transform.ir.graph import Function, Operation, Program, Raise
from transform.ir.types import VtableSlot
from transform.passes import simplify


def run(program: Program) -> None:
    """Sets ``can_raise`` of all functions and virtual slots, and removes the side exits of
    operations that cannot fail."""
    functions = [function for function in program.functions if function.graph is not None]
    _find_raising(program, functions)
    for function in functions:
        run_function(function)


def run_function(function: Function) -> bool:
    """Removes the side exits of operations that cannot fail, and the handlers that only
    they led to. Whether there were any."""
    changed = False
    if function.graph is not None:
        for block in function.graph.blocks():
            for op in block.ops:
                if op.fail is not None and not op.can_raise():
                    op.fail = None
                    changed = True
        if changed:
            simplify.run_function(function)
    return changed


def _find_raising(program: Program, functions: list[Function]) -> None:
    # What passes the exceptions of a callee on: functions that call it outside a handler,
    # virtual slots that it fills.
    passed_on: dict[Function | VtableSlot, list[Function | VtableSlot]] = {}
    for cls in program.classes:
        if cls.instantiated:
            for slot, filler in cls.vtable.items():
                if isinstance(filler, Function):
                    passed_on.setdefault(filler, []).append(slot)
    raising: list[Function | VtableSlot] = [f for f in program.functions if f.graph is None and f.can_raise]
    for function in functions:
        if _examine(function, passed_on):
            raising.append(function)
    for function in functions:
        function.can_raise = False
    for cls in program.classes:
        for slot in cls.slots.values():
            slot.can_raise = False
    marked = set(raising)
    while raising:
        culprit = raising.pop()
        culprit.can_raise = True
        for other in passed_on.get(culprit, ()):
            if other not in marked:
                marked.add(other)
                raising.append(other)


def _examine(function: Function, passed_on: dict[Function | VtableSlot, list[Function | VtableSlot]]) -> bool:
    """Whether the function raises on its own account; notes the calls that it passes on."""
    assert function.graph is not None
    raises = False
    for block in function.graph.blocks():
        raises |= isinstance(block.exit, Raise)
        for op in block.ops:
            if op.fail is None:
                if op.opdef.name in ("call", "call_virtual"):
                    passed_on.setdefault(op.static, []).append(function)
                else:
                    raises |= _raises_itself(op)
    return raises


def _raises_itself(op: Operation) -> bool:
    return op.opdef.fails not in (None, "fatal")
