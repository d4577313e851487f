"""Which raises that stay within a function a traceback can show.

A raise whose handler is in the same function, by itself or after inlining, is a jump with a ``note_raise`` before it.
A note writes memory and keeps its exception from being taken apart (`escape`), so it stays only where it can matter:
where the exception may leave the function after all, raised again by a handler, or where the function prints
tracebacks.
"""
from __future__ import annotations

from transform.ir.graph import Block, Function, Raise, Value


def run_function(function: Function) -> bool:
    """Removes the notes that no traceback can show. Whether there were any."""
    assert function.graph is not None
    blocks = function.graph.blocks()
    names = {op.opdef.name for block in blocks for op in block.ops}
    if "note_raise" not in names or "print_traceback" in names:
        return False
    raised = _raised(blocks)
    changed = False
    for block in blocks:
        kept = [op for op in block.ops if op.opdef.name != "note_raise" or op.args[0] in raised]
        if len(kept) < len(block.ops):
            block.ops = kept
            changed = True
    return changed


def _raised(blocks: list[Block]) -> set[Value]:
    """The values that may be raised out of the function."""
    sources: dict[Value, list[Value]] = {}
    for block in blocks:
        for op in block.ops:
            if op.opdef.name == "cast_ref" and op.result is not None:
                sources.setdefault(op.result, []).append(op.args[0])
        for link in block.links():
            for param, arg in zip(link.target.params, link.args):
                sources.setdefault(param, []).append(arg)
    work = [block.exit.value for block in blocks if isinstance(block.exit, Raise)]
    found: set[Value] = set()
    while work:
        value = work.pop()
        if value not in found:
            found.add(value)
            work += sources.get(value, ())
    return found
