"""Writes its heap to the file that it is called with: a tree, a table, a long text."""
from __future__ import annotations

from typing import Optional

from transform.rpython.gcmodule import dump_heap

DEPTH = 7


class Leaf:
    pass


class Tree(Leaf):
    left: Leaf
    right: Leaf

    def __init__(self, left: Leaf, right: Leaf) -> None:
        self.left = left
        self.right = right


class World:
    tree: Optional[Leaf]
    names: dict[str, int]
    text: str

    def __init__(self) -> None:
        self.tree = None
        self.names = {}
        self.text = ""


WORLD = World()


def build(depth: int) -> Leaf:
    return Leaf() if depth == 0 else Tree(build(depth - 1), build(depth - 1))


def main(argv: list[str]) -> int:
    WORLD.tree = build(DEPTH)
    for i in range(100):
        WORLD.names[f"name {i}"] = i
    WORLD.text = "x" * (len(argv) * 50000)
    if not dump_heap(argv[1]):
        print("not written")
        return 1
    return 0
