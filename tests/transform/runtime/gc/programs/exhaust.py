"""Runs out of memory, catches that, and goes on."""
from __future__ import annotations

from typing import Optional

from transform.rpython import never_inline


class Link:
    next: Optional[Link]
    text: str

    def __init__(self, next: Optional[Link], text: str) -> None:
        self.next = next
        self.text = text


@never_inline
def small() -> str:
    chain: Optional[Link] = None
    try:
        while True:
            chain = Link(chain, "x")
    except MemoryError:
        return "small"


@never_inline
def medium() -> str:
    chain: Optional[Link] = None
    try:
        while True:
            chain = Link(chain, "x" * 3000)
    except MemoryError:
        return "medium"


@never_inline
def large() -> str:
    arrays: list[list[int]] = []
    try:
        while True:
            arrays.append([0] * 100000)
    except MemoryError:
        return "large"


@never_inline
def huge(n: int) -> str:
    try:
        return str(len([0] * n))
    except MemoryError:
        return "huge"


@never_inline
def overwrite_stack(depth: int) -> int:
    """Leaves no old references behind on the stack, where the collector would take them for roots."""
    return 0 if depth == 0 else overwrite_stack(depth - 1) % 7 + depth


def report(name: str) -> None:
    overwrite_stack(100)
    print(name)


def main(argv: list[str]) -> int:
    for _ in range(3):
        report(small())
        report(medium())
        report(large())
        report(huge(1 << 40))
        report(huge(1 << 60))
    return 0
