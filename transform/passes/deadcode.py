"""Removal of what nobody uses: operations without effect and block parameters.

Liveness starts at what has an effect and goes back from each use to its definition, so
values that only feed themselves round a loop die too.
"""
from __future__ import annotations

from transform.ir.graph import Block, Graph, Operation, Value
from transform.passes.blocks import incoming_links


def remove_dead_code(graph: Graph, blocks: list[Block]) -> bool:
    """Cleans the blocks of a graph. Whether anything was removed."""
    incoming = incoming_links(blocks)
    definitions: dict[Value, Operation] = {}
    parameters: dict[Value, tuple[Block, int]] = {}
    live: set[Value] = set(graph.entry.params)
    work: list[Value] = []
    for block in blocks:
        if block is not graph.entry:
            for index, param in enumerate(block.params):
                parameters[param] = block, index
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
            block, index = parameter
            for link in incoming[block]:
                work.append(link.args[index])
    dead = definitions.keys() - live
    if dead:
        for block in blocks:
            block.ops = [op for op in block.ops if op.result not in dead]
    unused = parameters.keys() - live
    for block in {parameters[param][0] for param in unused}:
        for index in range(len(block.params) - 1, -1, -1):
            if block.params[index] in unused:
                del block.params[index]
                for link in incoming[block]:
                    del link.args[index]
    return bool(dead or unused)
