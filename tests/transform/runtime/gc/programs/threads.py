"""Threads that build lists and give up the lock in the middle of it, while others collect."""
from __future__ import annotations

from typing import Optional

from transform.rpython import CLibrary, never_inline
from transform.rpython.gcmodule import collect
from transform.rpython.threads import (
    after_external_call, before_external_call, lock_is_wanted, start_thread, yield_lock,
)

libc = CLibrary("int usleep(unsigned int microseconds);", headers=["unistd.h"])

THREADS = 4
ROUNDS = 30
LENGTH = 200


class Link:
    number: int
    next: Optional[Link]

    def __init__(self, number: int, next: Optional[Link]) -> None:
        self.number = number
        self.next = next


class World:
    finished: int
    wrong: int
    begun: int

    def __init__(self) -> None:
        self.finished = 0
        self.wrong = 0
        self.begun = 0


WORLD = World()


@never_inline
def pause(microseconds: int) -> None:
    before_external_call()
    libc.usleep(microseconds)
    after_external_call()


@never_inline
def build(first: int, round: int) -> Link:
    """Only local variables refer to the chain, while other threads collect."""
    chain = Link(first, None)
    for i in range(1, LENGTH):
        chain = Link(first + i, chain)
        if i % 64 == round % 64:
            pause(50)
        if lock_is_wanted():
            yield_lock()
    return chain


@never_inline
def check(chain: Optional[Link], first: int) -> None:
    i = LENGTH
    while chain is not None:
        i -= 1
        if chain.number != first + i:
            WORLD.wrong += 1
        chain = chain.next
    if i != 0:
        WORLD.wrong += 1


class Worker:
    number: int

    def __init__(self, number: int) -> None:
        self.number = number

    def run(self) -> None:
        WORLD.begun += 1
        for round in range(ROUNDS):
            first = self.number * 1000000 + round
            check(build(first, round), first)
            if round % 10 == self.number:
                collect()
        WORLD.finished += 1
        if self.number == 0:
            raise ValueError("one thread fails")


def main(argv: list[str]) -> int:
    for i in range(THREADS):
        start_thread(Worker(i).run)
    while WORLD.begun < THREADS:  # only by yielding do the others get the lock
        yield_lock()
    own = build(77, 5)
    while WORLD.finished < THREADS:
        pause(200)
        collect(0)
    check(own, 77)
    print("finished", WORLD.finished, "wrong", WORLD.wrong)
    return 0


if __name__ == "__main__":
    main([])
