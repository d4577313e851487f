"""The programs with tasklets: `python tasklets.py NAME SIZE`, on any engine of `stackless`.

Each prints how many operations it did and how much processor time these took, in seconds: `run.py` makes a table of it.
The same programs stand beside this file for bare greenlets, asyncio, goroutines and Lua's coroutines.
"""

import gc
import sys
import time
from collections.abc import Callable
from typing import Any

import stackless
from stackless import channel, schedule, tasklet

def nothing() -> None:
    """The shortest tasklet."""


def pingpong(count: int) -> int:
    """Two tasklets, a message to and fro. An operation is a message."""
    there, back = channel(), channel()

    def ping() -> None:
        for _ in range(count):
            there.send(None)
            back.receive()

    def pong() -> None:
        for _ in range(count):
            there.receive()
            back.send(None)

    tasklet(pong)()
    tasklet(ping)()
    stackless.run()
    return 2 * count


def roundrobin(tasks: int, count: int) -> int:
    """Tasklets that give way to each other. An operation is a `schedule`."""
    turns = max(count // tasks, 1)

    def body() -> None:
        for _ in range(turns):
            schedule()

    for _ in range(tasks):
        tasklet(body)()
    stackless.run()
    return tasks * turns


def create(count: int) -> int:
    """A tasklet is made, runs and ends, one after the other."""
    for _ in range(count):
        tasklet(nothing)()
        schedule()
    return count


def ring(tasks: int, count: int) -> int:
    """A token goes round in a ring of tasklets. An operation is a message."""
    rounds = max(count // tasks, 1)
    first = channel()

    def node(source: channel, target: channel) -> None:
        for _ in range(rounds):
            target.send(source.receive())

    source = first
    for _ in range(tasks - 1):
        target = channel()
        tasklet(node)(source, target)
        source = target
    tasklet(first.send)(None)
    for turn in range(rounds):
        source.receive()
        if turn + 1 < rounds:
            first.send(None)
    stackless.run()
    return tasks * rounds


def sieve(count: int) -> int:
    """The first primes, from a chain of filters. An operation is a prime."""
    def numbers(out: channel) -> None:
        number = 2
        while True:
            out.send(number)
            number += 1

    def without_multiples(prime: int, source: channel, out: channel) -> None:
        while True:
            number = source.receive()
            if number % prime:
                out.send(number)

    source = channel()
    tasks = [tasklet(numbers)(source)]
    for _ in range(count):
        prime = source.receive()
        out = channel()
        tasks.append(tasklet(without_multiples)(prime, source, out))
        source = out
    for task in tasks:
        task.kill()
    return count


COMPLEMENT = {(a, b): a if a == b else 3 - a - b for a in range(3) for b in range(3)}


def chameneos(count: int) -> int:
    """Creatures of three colours meet in pairs and change. An operation is a meeting."""
    place = channel()
    total = [0]

    def creature(colour: int) -> None:
        answers = channel()
        met = 0
        while True:
            place.send((colour, answers))
            other = answers.receive()
            if other < 0:
                break
            colour = COMPLEMENT[colour, other]
            met += 1
        total[0] += met

    for colour in (0, 1, 2, 0):
        tasklet(creature)(colour)
    for _ in range(count):
        (one, answers), (two, other_answers) = place.receive(), place.receive()
        answers.send(two)
        other_answers.send(one)
    for _ in range(4):
        place.receive()[1].send(-1)
    stackless.run()
    assert total[0] == 2 * count
    return count


def generators(depth: int) -> int:
    """A recursive walk through a tree of that depth gives its nodes to a loop. An operation is a node."""
    out = channel()

    def walk(level: int) -> None:
        if level:
            walk(level - 1)
            out.send(level)
            walk(level - 1)

    def producer() -> None:
        walk(depth)
        out.send(0)

    tasklet(producer)()
    count = 0
    while out.receive():
        count += 1
    return count


def threads(count: int) -> int:
    """A tasklet sends to a tasklet of another thread. An operation is a message."""
    import threading
    numbers = channel()

    def body() -> None:
        for number in range(count):
            numbers.send(number)

    thread = threading.Thread(target=body)
    thread.start()
    for _ in range(count):
        numbers.receive()
    thread.join()
    return count


def park() -> None:
    """A tasklet with one frame that waits."""
    stackless.schedule_remove()


def resident() -> int:
    """The memory of this process, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def memory(tasks: int) -> tuple[int, int]:
    """Parked tasklets, and how many bytes they take."""
    parked: list[Any] = [None] * tasks
    gc.collect()
    before = resident()
    for number in range(tasks):
        parked[number] = tasklet(park)()
    stackless.run()
    gc.collect()
    after = resident()
    for task in parked:
        task.kill()
    return tasks, after - before


PROGRAMS: dict[str, Callable[[int], int]] = {
    "pingpong": pingpong, "roundrobin-10": lambda size: roundrobin(10, size),
    "roundrobin-1000": lambda size: roundrobin(1000, size),
    "roundrobin-1000000": lambda size: roundrobin(1000000, size), "create": create,
    "ring": lambda size: ring(10000, size),
    "sieve": sieve, "chameneos": chameneos, "generators": generators, "threads": threads,
}


def main(arguments: list[str]) -> None:
    """Runs the program of that name."""
    name, size = arguments[0], int(arguments[1])
    if name == "memory":
        print(*memory(size))
        return
    start = time.process_time()
    operations = PROGRAMS[name](size)
    print(operations, time.process_time() - start)


if __name__ == "__main__":
    main(sys.argv[1:])
