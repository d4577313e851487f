"""All objects, who refers to whom, freezing; functions called at the end of weak references."""
from __future__ import annotations

from typing import Optional

from transform.rpython import never_inline
from transform.rpython.gcmodule import (
    NotifyingRef, Statistic, WeakRef, collect, finalizers_wait, freeze, get_objects, get_referents, get_referrers,
    register_finalizer, run_finalizers, statistic, unfreeze,
)

COUNT = 500


class Node:
    number: int
    first: Optional[Node]
    second: Optional[Node]

    def __init__(self, number: int, first: Optional[Node], second: Optional[Node]) -> None:
        self.number = number
        self.first = first
        self.second = second


class World:
    chain: Optional[Node]
    references: list[NotifyingRef[Node]]
    frozen: Optional[WeakRef[Node]]

    def __init__(self) -> None:
        self.chain = None
        self.references = []
        self.frozen = None


WORLD = World()
LOG: list[int] = []


@never_inline
def overwrite_stack(depth: int) -> int:
    """Leaves no old references behind on the stack."""
    return 0 if depth == 0 else overwrite_stack(depth - 1) % 7 + depth


def numbers(objects: list[object]) -> list[int]:
    return sorted([x.number for x in objects if isinstance(x, Node)])


def show(objects: list[object]) -> str:
    return " ".join([str(n) for n in numbers(objects)])


@never_inline
def inspect() -> None:
    chain: Optional[Node] = None
    for i in range(COUNT):
        chain = Node(i, chain, None)
    WORLD.chain = chain
    found = numbers(get_objects())
    print("objects", len(found), found[0], found[-1])
    assert chain is not None
    first = chain.first
    assert first is not None
    print("referrers", show(get_referrers(first)))
    print("world", any([x is WORLD for x in get_referrers(chain)]))
    chain.second = first
    print("referents", show(get_referents(chain)), len(get_referents(chain)))


def note(argument: object) -> None:
    if isinstance(argument, Node):
        LOG.append(argument.number)


@never_inline
def make_references() -> None:
    for i in range(COUNT):
        node = Node(i, None, None)
        reference = NotifyingRef(node, note, Node(10000 + i, None, None))
        if i % 2 == 0:
            WORLD.references.append(reference)
        if i % 5 == 0:
            register_finalizer(node, note)
        if i % 10 == 4:
            WORLD.chain = Node(i, node, WORLD.chain)


@never_inline
def watch() -> None:
    make_references()
    overwrite_stack(100)
    collect()
    print("wait", finalizers_wait())
    run_finalizers()
    print("called", " ".join([str(n) for n in LOG]))
    print("still", finalizers_wait(), len([1 for r in WORLD.references if r.get() is not None]))
    called = len(LOG)
    run_finalizers()
    collect()
    run_finalizers()
    print("again", len(LOG) - called)


@never_inline
def freeze_chain() -> None:
    chain: Optional[Node] = None
    for i in range(COUNT):
        chain = Node(i, chain, None)
    WORLD.chain = chain
    assert chain is not None
    WORLD.frozen = WeakRef(chain)


@never_inline
def write_frozen() -> None:
    """A frozen object is the only one to refer to new ones."""
    chain = WORLD.chain
    assert chain is not None
    chain.second = Node(77, Node(78, None, None), None)
    WORLD.chain = None


@never_inline
def look_at_frozen() -> None:
    assert WORLD.frozen is not None
    node = WORLD.frozen.get()
    if node is None:
        print("gone", True)
    elif node.second is not None and node.second.first is not None:
        print("kept", node.number, node.second.first.number)


def freezing() -> None:
    freeze_chain()
    freeze()
    print("frozen", statistic(Statistic.FROZEN) > COUNT)
    write_frozen()
    overwrite_stack(100)
    for _ in range(3):
        collect(0)
        collect()
    look_at_frozen()
    unfreeze()
    overwrite_stack(100)
    collect()
    look_at_frozen()


def main(argv: list[str]) -> int:
    inspect()
    watch()
    freezing()
    return 0
