"""GCBench: a long-lived tree and a large array of floats while trees of many sizes come and go.

    gcbench DEPTH      prints how many trees of each depth were made, and checks of the long-lived data

After the benchmark of Ellis, Kovac and Boehm: trees are built top down (parents first) and bottom up.
"""
from __future__ import annotations

import sys
from typing import Optional

SMALLEST_DEPTH = 4
ARRAY_SIZE = 500000


class Node:
    """A node of a tree with two integers that the benchmark never reads."""

    left: Optional[Node]
    right: Optional[Node]
    i: int
    j: int

    def __init__(self, left: Optional[Node], right: Optional[Node]) -> None:
        self.left = left
        self.right = right
        self.i = 0
        self.j = 0


def nodes_of(depth: int) -> int:
    """Nodes in a full tree."""
    return (1 << (depth + 1)) - 1


def populate(depth: int, node: Node) -> None:
    """Grow a tree under a node, parents before children."""
    if depth > 0:
        left = Node(None, None)
        right = Node(None, None)
        node.left = left
        node.right = right
        populate(depth - 1, left)
        populate(depth - 1, right)


def build(depth: int) -> Node:
    """A full tree, children before parents."""
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


def count(node: Optional[Node]) -> int:
    if node is None:
        return 0
    return 1 + count(node.left) + count(node.right)


def main(argv: list[str]) -> int:
    depth = int(argv[1]) if len(argv) > 1 else 8
    print(f"stretch tree of {count(build(depth + 2))} nodes")
    long_lived = Node(None, None)
    populate(depth, long_lived)
    floats = [0.0] * ARRAY_SIZE
    for i in range(1, ARRAY_SIZE // 2):
        floats[i] = 1.0 / float(i)
    for small in range(SMALLEST_DEPTH, depth + 1, 2):
        trees = 2 * nodes_of(depth + 2) // nodes_of(small)
        nodes = 0
        for _ in range(trees):
            root = Node(None, None)
            populate(small, root)
            nodes += count(root)
        for _ in range(trees):
            nodes += count(build(small))
        print(f"{trees} trees of depth {small} twice: {nodes} nodes")
    print(f"long-lived tree of {count(long_lived)} nodes, {floats[1000]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
