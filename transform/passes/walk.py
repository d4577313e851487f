"""A walk over the dominator tree with facts that hold in a subtree only."""
from __future__ import annotations

from typing import Any

from transform.ir.dominators import Dominators, Segment
from transform.ir.graph import Graph

_MISSING: Any = object()


class DominatorWalk:
    """Visits each segment behind those that dominate it, and behind its forward
    predecessors. What `learn` puts into a table is taken back behind the subtree."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.dominators = Dominators(graph)
        self._undo: list[tuple[dict[Any, Any], Any, Any]] = []

    def run(self) -> None:
        # The stack holds segments to visit, and how far to undo behind a subtree. Children
        # are in reverse postorder, so those from which one can jump to another come first.
        stack: list[Segment | int] = [self.dominators.segments[0]]
        while stack:
            item = stack.pop()
            if isinstance(item, int):
                self._roll_back(item)
                continue
            stack.append(len(self._undo))
            self.visit(item)
            stack.extend(reversed(item.children))

    def visit(self, segment: Segment) -> None:
        raise NotImplementedError

    def learn(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        """Sets ``table[key]`` for the subtree of the segment that is being visited."""
        self._undo.append((table, key, table.get(key, _MISSING)))
        table[key] = value

    def _roll_back(self, length: int) -> None:
        undo = self._undo
        while len(undo) > length:
            table, key, old = undo.pop()
            if old is _MISSING:
                del table[key]
            else:
                table[key] = old
