"""Binary trees: many small objects that live shortly beside one large tree that lives long.

    binarytrees DEPTH  prints the number of nodes of trees of growing depth

As in the Computer Language Benchmarks Game.
"""
from __future__ import annotations

import sys
from typing import Optional

SMALLEST_DEPTH = 4


class Node:
    """A node of a tree: both children, or none."""

    left: Optional[Node]
    right: Optional[Node]

    def __init__(self, left: Optional[Node], right: Optional[Node]) -> None:
        self.left = left
        self.right = right

    def count(self) -> int:
        """Nodes in this tree."""
        nodes = 1
        left = self.left
        if left is not None:
            nodes += left.count()
        right = self.right
        if right is not None:
            nodes += right.count()
        return nodes


def build(depth: int) -> Node:
    """A full tree."""
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


def main(argv: list[str]) -> int:
    depth = int(argv[1]) if len(argv) > 1 else 8
    largest = max(depth, SMALLEST_DEPTH + 2)
    print(f"stretch tree of depth {largest + 1} check: {build(largest + 1).count()}")
    long_lived = build(largest)
    for small in range(SMALLEST_DEPTH, largest + 1, 2):
        trees = 1 << (largest - small + SMALLEST_DEPTH)
        nodes = 0
        for _ in range(trees):
            nodes += build(small).count()
        print(f"{trees} trees of depth {small} check: {nodes}")
    print(f"long lived tree of depth {largest} check: {long_lived.count()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
