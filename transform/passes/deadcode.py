"""Removal of what nobody uses: operations without effect and block parameters.

Liveness starts at what has an effect and goes back from each use to its definition, so
values that only feed themselves round a loop die too.
"""
from __future__ import annotations

from transform.ir.graph import Block, Graph, Link, Operation, Value
from transform.passes.blocks import incoming_links


def remove_dead_code(graph: Graph, blocks: list[Block]) -> bool:
    """Cleans the blocks of a graph. Whether anything was removed."""
    incoming = incoming_links(blocks)
    definitions: dict[Value, Operation] = {}
    parameters: dict[Value, tuple[list[Link], int]] = {}
    live: set[Value] = set(graph.entry.params)
    work: list[Value] = []
    for block in blocks:
        if block is not graph.entry:
            links = incoming[block]
            for index, param in enumerate(block.params):
                parameters[param] = links, index
        for op in block.ops:
            if op.result is not None and op.removable():
                definitions[op.result] = op
            else:
                work.extend(op.args)
        work.extend(block.exit.values())
    work_pop = work.pop
    for links_to_entry in incoming.get(graph.entry, ()):
        work.extend(links_to_entry.args)
    while work:
        value = work_pop()
        if value in live:
            continue
        live.add(value)
        definition = definitions.get(value)
        if definition is not None:
            work.extend(definition.args)
            continue
        parameter = parameters.get(value)
        if parameter is not None:
            links, index = parameter
            for link in links:
                work.append(link.args[index])
    changed = False
    for block in blocks:
        if any(op.result in definitions and op.result not in live for op in block.ops if op.result is not None):
            block.ops = [op for op in block.ops
                         if op.result is None or op.result in live or op.result not in definitions]
            changed = True
        if block is not graph.entry and not all(param in live for param in block.params):
            for index in range(len(block.params) - 1, -1, -1):
                if block.params[index] not in live:
                    del block.params[index]
                    for link in incoming[block]:
                        del link.args[index]
            changed = True
    return changed
