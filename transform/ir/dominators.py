"""Dominator tree of a graph, by the algorithm of Cooper, Harvey and Kennedy ("A Simple,
Fast Dominance Algorithm", 2001).

A side exit leaves a block in its middle, so blocks are too coarse: what follows the
failing operation does not dominate the handler. The nodes are therefore *segments*: a
block is cut behind each operation with side exits.
"""
from __future__ import annotations

from typing import Iterator, Optional

from transform.ir.graph import Block, Graph, Operation


class Segment:
    """``block.ops[start:stop]``. The last operation is the only one that may have side
    exits; then its result belongs to the next segment, as it does not exist in the handler.

    is_first, is_last   at the start of the block, before its terminator
    idom                the segment that immediately dominates this one (None: the entry)
    children            the segments that this one immediately dominates
    number              place in reverse postorder, so a dominator has a lower number
    predecessors        incoming edges, one for each link
    """

    __slots__ = ("block", "start", "stop", "is_last", "idom", "children", "number", "predecessors", "enter", "leave")

    def __init__(self, block: Block, start: int, stop: int, is_last: bool) -> None:
        self.block = block
        self.start = start
        self.stop = stop
        self.is_last = is_last
        self.idom: Optional[Segment] = None
        self.children: list[Segment] = []
        self.number = -1
        self.predecessors: list[Segment] = []
        self.enter = 0
        self.leave = 0

    @property
    def is_first(self) -> bool:
        return self.start == 0

    def side_exit(self) -> Optional[Operation]:
        """The operation whose side exits end this segment."""
        return None if self.is_last else self.block.ops[self.stop - 1]

    def dominates(self, other: Segment) -> bool:
        """Whether each path from the entry to ``other`` comes through here (or is here).
        Only after `Dominators.number_tree`."""
        return self.enter <= other.enter and other.leave <= self.leave


class Dominators:
    """The segments of a graph and their dominator tree. Holds as long as the graph's
    blocks, links and side exits are not changed.

    ``segments`` are in reverse postorder, the entry first."""

    def __init__(self, graph: Graph) -> None:
        self.first: dict[Block, Segment] = {}
        self.segments = self._reverse_postorder(graph.entry)
        self._find_dominators()

    def _segments_of(self, block: Block) -> list[Segment]:
        cuts = [index + 1 for index, op in enumerate(block.ops) if op.fail is not None or op.unwind is not None]
        starts = [0, *cuts]
        stops = [*cuts, len(block.ops)]
        segments = [Segment(block, start, stop, False) for start, stop in zip(starts, stops)]
        segments[-1].is_last = True
        self.first[block] = segments[0]
        return segments

    def _reverse_postorder(self, entry: Block) -> list[Segment]:
        # An explicit stack of (segment, successors not visited yet): chains may be long.
        segments = self._segments_of(entry)
        stack = [(segments[0], self._successors(segments, 0))]
        visited = {segments[0]}
        order: list[Segment] = []
        while stack:
            segment, successors = stack[-1]
            for siblings, index in successors:
                successor = siblings[index]
                successor.predecessors.append(segment)
                if successor not in visited:
                    visited.add(successor)
                    stack.append((successor, self._successors(siblings, index)))
                    break
            else:
                order.append(segment)
                stack.pop()
        order.reverse()
        for number, segment in enumerate(order):
            segment.number = number
        return order

    def _successors(self, siblings: list[Segment], index: int) -> Iterator[tuple[list[Segment], int]]:
        """The successors of a segment, each as its block's segments and a place in them.
        What should come first in reverse postorder comes last."""
        segment = siblings[index]
        side_exit = segment.side_exit()
        if side_exit is not None:
            for link in side_exit.side_exits():
                yield self._enter(link.target)
            yield siblings, index + 1
        else:
            for link in reversed(segment.block.exit.links()):
                yield self._enter(link.target)

    def _enter(self, block: Block) -> tuple[list[Segment], int]:
        first = self.first.get(block)
        return (self._segments_of(block) if first is None else [first]), 0

    def _find_dominators(self) -> None:
        segments = self.segments
        idoms = [-1] * len(segments)
        idoms[0] = 0
        predecessors = [[p.number for p in segment.predecessors] for segment in segments]
        changed = True
        while changed:
            changed = False
            for number in range(1, len(segments)):
                new = -1
                for other in predecessors[number]:
                    if idoms[other] < 0:
                        continue
                    if new < 0:
                        new = other
                        continue
                    while new != other:
                        if new > other:
                            new = idoms[new]
                        else:
                            other = idoms[other]
                if idoms[number] != new:
                    idoms[number] = new
                    changed = True
        for number in range(1, len(segments)):
            parent = segments[idoms[number]]
            segments[number].idom = parent
            parent.children.append(segments[number])

    def number_tree(self) -> None:
        """Makes `Segment.dominates` work."""
        clock = 0
        stack = [(self.segments[0], False)]
        while stack:
            segment, done = stack.pop()
            clock += 1
            if done:
                segment.leave = clock
                continue
            segment.enter = clock
            stack.append((segment, True))
            stack.extend((child, False) for child in segment.children)
