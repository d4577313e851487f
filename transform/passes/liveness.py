"""Which variables are live where: read later, before they could be defined again.

The usual backward data flow over the blocks, on sets kept as bit masks.
"""
from __future__ import annotations

from typing import Iterable

from transform.ir.graph import Block, Graph, Operation, Value, Variable


class Liveness:
    """The live variables of a graph. Holds as long as the graph is not changed."""

    def __init__(self, graph: Graph) -> None:
        self._variables: list[Variable] = []
        self._bits: dict[Value, int] = {}
        self._live_in: dict[Block, int] = {}
        blocks = graph.blocks()
        for block in blocks:
            for variable in (*block.params, *(op.result for op in block.ops if op.result is not None)):
                self._bits[variable] = 1 << len(self._variables)
                self._variables.append(variable)
        self._solve(blocks)

    def at_start(self, block: Block) -> list[Variable]:
        """What is live at the start of a block, its parameters not included."""
        return self._unpack(self._live_in[block])

    def around(self, block: Block, wanted: Iterable[Operation]
               ) -> dict[Operation, tuple[list[Variable], list[Variable]]]:
        """For each of these operations of a block: what is live behind it (its result included); what of that, and
        of what its side exit for failures needs, was there before it."""
        found: dict[Operation, tuple[list[Variable], list[Variable]]] = {}
        remaining = set(wanted)
        live = self._at_exit(block)
        for op in reversed(block.ops):
            behind = live
            live = self._through_result(op, live)
            if op in remaining:
                found[op] = self._unpack(behind), self._unpack(live)
            live |= self._mask(op.args)
        return found

    def _mask(self, values: Iterable[Value]) -> int:
        mask = 0
        for value in values:
            mask |= self._bits.get(value, 0)
        return mask

    def _unpack(self, mask: int) -> list[Variable]:
        found = []
        while mask:
            low = mask & -mask
            found.append(self._variables[low.bit_length() - 1])
            mask ^= low
        return found

    def _at_exit(self, block: Block) -> int:
        live = self._mask(block.exit.values())
        for link in block.exit.links():
            live |= self._live_in[link.target] | self._mask(link.args)
        return live

    def _through_result(self, op: Operation, live: int) -> int:
        """What is live before an operation writes its result, its arguments apart."""
        if op.result is not None:
            live &= ~self._bits[op.result]
        for link in op.side_exits():
            live |= self._live_in[link.target] | self._mask(link.args)
        return live

    def _solve(self, blocks: list[Block]) -> None:
        predecessors: dict[Block, list[Block]] = {block: [] for block in blocks}
        for block in blocks:
            self._live_in[block] = 0
            for link in block.links():
                predecessors[link.target].append(block)
        work = dict.fromkeys(blocks)
        while work:
            block = work.popitem()[0]
            live = self._at_exit(block)
            for op in reversed(block.ops):
                live = self._through_result(op, live) | self._mask(op.args)
            live &= ~self._mask(block.params)
            if live != self._live_in[block]:
                self._live_in[block] = live
                work.update(dict.fromkeys(predecessors[block]))
