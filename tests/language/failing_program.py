"""A program that fails in the way that its first argument names. test_failures.py names its lines by their comments."""
from __future__ import annotations

from typing import Optional

from tests.language.opaque import an_int
from transform.rpython import checked_cast, fatal, never_inline, not_none


class Problem(Exception):
    pass


class Node:
    value: int
    next: Optional[Node]

    def __init__(self, value: int) -> None:
        self.value = value
        self.next = None


class SpecialNode(Node):
    pass


class Unset:
    node: Node


@never_inline
def find(n: int) -> Optional[Node]:
    return Node(n) if n > 100 else None


@never_inline
def item(items: list[int], n: int) -> int:
    return items[n]  # item


@never_inline
def total(items: list[int], n: int) -> int:
    result = item(items, n)  # total
    return result + 1


@never_inline
def depth(n: int) -> int:
    return 0 if n == 0 else depth(n + 1) ^ depth(n + 2)


@never_inline
def raise_problem(text: str) -> int:
    raise Problem(text)  # raise_problem


def checked(n: int) -> int:
    if n > 3:
        raise Problem("too large")  # checked
    return n


def guarded(n: int) -> int:
    """Catches what it calls, and what was inlined into it."""
    steps = [n]
    try:
        return checked(steps[0])  # guarded
    finally:
        steps.append(an_int(1))


@never_inline
def raising_itself(n: int) -> int:
    """The exception comes past a handler that does not fit, and past a finally."""
    steps = [n]
    try:
        try:
            if n > 3:
                raise Problem("itself")  # raising_itself
        except KeyError:
            return 1
    finally:
        steps.append(an_int(1))
    return len(steps)


def fail(how: str) -> int:
    if how == "index":
        return total([1, 2, 3], an_int(5))  # fail index
    if how == "problem":
        return raise_problem("as asked")  # fail problem
    if how == "division":
        return 1 // an_int(0)  # fail division
    if how == "caught":
        try:
            return total([1, 2, 3], an_int(5))
        except IndexError:
            raise Problem("instead")  # fail caught
    if how == "finally":
        return guarded(an_int(5))  # fail finally
    if how == "itself":
        return raising_itself(an_int(5))  # fail itself
    if how == "none":
        return not_none(find(an_int(1))).value
    if how == "none method":
        node = find(an_int(1))
        assert node is not None  # fail none method
        return node.value
    if how == "unset":
        return Unset().node.value
    if how == "cast":
        return checked_cast(SpecialNode, Node(1)).value
    if how == "fatal":
        fatal("as asked")
    if how == "recursion":
        return depth(an_int(1))
    return 0


def main(argv: list[str]) -> int:
    print("started")
    if argv[1] == "main":
        raise Problem("at once")  # raised in main
    return fail(argv[1])  # called in main
