"""Weak references, ephemerons and finalizers of a thousand objects, of which every third stays."""
from __future__ import annotations

from typing import Optional

from transform.rpython import never_inline
from transform.rpython.gcmodule import (
    YOUNG, Ephemeron, Statistic, WeakRef, collect, register_finalizer, run_finalizers, statistic,
)

COUNT = 1000


class Node:
    number: int
    other: Optional[Node]

    def __init__(self, number: int) -> None:
        self.number = number
        self.other = None


class World:
    kept: list[Node]
    references: list[WeakRef[Node]]
    ephemerons: list[Ephemeron[Node, Node]]

    def __init__(self) -> None:
        self.kept = []
        self.references = []
        self.ephemerons = []


FINALIZED: list[int] = []


def finalize(node: object) -> None:
    if isinstance(node, Node):
        FINALIZED.append(node.number)


@never_inline
def make(world: World) -> None:
    for i in range(COUNT):
        node = Node(i)
        world.references.append(WeakRef(node))
        value = Node(i + COUNT)
        value.other = node
        world.ephemerons.append(Ephemeron(node, value))
        if i % 3 == 0:
            world.kept.append(node)
        if i % 100 == 1:
            register_finalizer(node, finalize)


@never_inline
def living(world: World) -> int:
    return sum([1 for reference in world.references if reference.get() is not None])


@never_inline
def values(world: World) -> int:
    count = 0
    for ephemeron in world.ephemerons:
        key, value = ephemeron.key(), ephemeron.value()
        if value is not None and key is not None and value.other is key and value.number == key.number + COUNT:
            count += 1
    return count


@never_inline
def overwrite_stack(depth: int) -> int:
    """Leaves no old references behind on the stack."""
    return 0 if depth == 0 else overwrite_stack(depth - 1) % 7 + depth


def main(argv: list[str]) -> int:
    world = World()
    make(world)
    overwrite_stack(100)
    collect()
    run_finalizers()
    print("living", living(world))
    print("finalized", " ".join([str(n) for n in FINALIZED]))
    run_finalizers()
    collect()
    print("values", values(world))
    world.kept = []
    overwrite_stack(100)
    collect()
    run_finalizers()
    collect()
    collect(YOUNG)
    print("then", living(world), values(world), len(FINALIZED), statistic(Statistic.FINALIZED))
    return 0
