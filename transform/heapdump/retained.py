"""What each object retains: the bytes that would be free without it, which are those of all that it dominates.

Dominators by the algorithm of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm", 2001).
"""
from __future__ import annotations

from transform.heapdump.reading import Heap


def retained_by_type(heap: Heap) -> list[int]:
    """For each type, the bytes that its objects retain. An object that is retained by another of the same type
    already is not counted again."""
    order, dominators = dominator_tree(heap)
    retained = list(heap.sizes)
    for node in reversed(order):  # what dominates a node comes before it
        if dominators[node] >= 0:
            retained[dominators[node]] += retained[node]
    totals = [0] * len(heap.names)
    above: dict[int, frozenset[int]] = {-1: frozenset()}  # types on the way from the top to an object and it itself
    shared: dict[tuple[frozenset[int], int], frozenset[int]] = {}
    for node in order:
        types, own = above[dominators[node]], heap.types[node]
        if own not in types:
            totals[own] += retained[node]
            types = shared.setdefault((types, own), types | {own})
        above[node] = types
    return totals


def dominator_tree(heap: Heap) -> tuple[list[int], list[int]]:
    """The objects that the roots reach, in reverse postorder, and for each object its dominator: -1 where only the
    roots together dominate it."""
    order = _reverse_postorder(heap)
    place = [0] * len(heap.addresses)
    for i, node in enumerate(order):
        place[node] = i + 1  # 0 is the place of the node above all roots
    predecessors: list[list[int]] = [[] for _ in range(len(order) + 1)]
    for node in order:
        for target in heap.references[node]:
            predecessors[place[target]].append(place[node])
    for root in heap.roots:
        predecessors[place[root]].append(0)
    found = [-1] * (len(order) + 1)
    found[0] = 0
    changed = True
    while changed:
        changed = False
        for i in range(1, len(order) + 1):
            dominator = -1
            for other in predecessors[i]:
                if found[other] >= 0:
                    dominator = other if dominator < 0 else _meet(found, dominator, other)
            if found[i] != dominator:
                found[i] = dominator
                changed = True
    dominators = [-1] * len(heap.addresses)
    for i, node in enumerate(order):
        if found[i + 1] > 0:
            dominators[node] = order[found[i + 1] - 1]
    return order, dominators


def _meet(dominators: list[int], a: int, b: int) -> int:
    while a != b:
        while a > b:
            a = dominators[a]
        while b > a:
            b = dominators[b]
    return a


def _reverse_postorder(heap: Heap) -> list[int]:
    seen = bytearray(len(heap.addresses))
    order: list[int] = []
    for root in heap.roots:
        if seen[root]:
            continue
        seen[root] = 1
        stack = [(root, iter(heap.references[root]))]
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if not seen[target]:
                    seen[target] = 1
                    stack.append((target, iter(heap.references[target])))
                    break
            else:
                stack.pop()
                order.append(node)
    order.reverse()
    return order
