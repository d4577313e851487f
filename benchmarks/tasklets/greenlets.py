"""The programs with bare greenlets: `python greenlets.py NAME SIZE`. See tasklets.py.

A message is a switch that carries a value; each program is as short as greenlets allow, with no scheduler where it
needs none.
"""

import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from greenlet import getcurrent, greenlet


def resident() -> int:
    """The memory of this process, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def pingpong(count: int) -> int:
    """Two greenlets that switch to each other."""
    def ping() -> None:
        for _ in range(count):
            other.switch(None)

    def pong(value: Any) -> None:
        while True:
            main.switch(None)

    main = greenlet(ping)
    other = greenlet(pong)
    main.switch()
    return 2 * count


def roundrobin(tasks: int, count: int) -> int:
    """Greenlets in a queue."""
    turns = max(count // tasks, 1)
    ready: deque[Any] = deque()

    def body() -> None:
        creator.switch()
        for _ in range(turns):
            ready.append(getcurrent())
            ready.popleft().switch()
        if ready:
            getcurrent().parent = ready.popleft()

    creator = getcurrent()
    for _ in range(tasks):
        begun(greenlet(body), ready.append)
    ready.popleft().switch()
    return tasks * turns


def begun(one: greenlet, keep: Callable[[Any], None]) -> None:
    """Starts it: a greenlet that another one starts stands on the other's stack."""
    one.switch()
    keep(one)


def create(count: int) -> int:
    """A greenlet runs and ends."""
    def nothing() -> None:
        """The shortest greenlet."""

    for _ in range(count):
        greenlet(nothing).switch()
    return count


def ring(tasks: int, count: int) -> int:
    """A token goes round."""
    rounds = max(count // tasks, 1)
    nodes: list[Any] = [getcurrent()]

    def node() -> None:
        number = len(nodes)
        nodes[0].switch()
        following = nodes[(number + 1) % tasks]
        for _ in range(rounds):
            following.switch()

    for _ in range(tasks - 1):
        begun(greenlet(node), nodes.append)
    for _ in range(rounds):
        nodes[1].switch()
    return tasks * rounds


def sieve(count: int) -> int:
    """Each filter pulls from the one before."""
    def numbers(out: Any) -> None:
        number = 2
        while True:
            out = out.switch(number)
            number += 1

    def without_multiples(consumer: Any, prime: int, source: Any) -> None:
        me = getcurrent()
        while True:
            number = source.switch(me)
            if number % prime:
                consumer = consumer.switch(number)

    me = getcurrent()
    source: Any = greenlet(numbers)
    for _ in range(count):
        prime = source.switch(me)
        filter = greenlet(without_multiples)
        source = Started(filter, prime, source)
    return count


class Started:
    """A greenlet that still needs its first arguments."""

    def __init__(self, target: greenlet, prime: int, source: Any) -> None:
        self.target, self.prime, self.source = target, prime, source
        self.begun = False

    def switch(self, consumer: Any) -> Any:
        """Asks it for the next number."""
        if self.begun:
            return self.target.switch(consumer)
        self.begun = True
        return self.target.switch(consumer, self.prime, self.source)


def generators(depth: int) -> int:
    """A recursive walk that switches to the loop."""
    def walk(level: int) -> None:
        if level:
            walk(level - 1)
            loop.switch(level)
            walk(level - 1)

    loop = getcurrent()
    producer = greenlet(walk)
    count = 0
    level = producer.switch(depth)
    while level is not None:
        count += 1
        level = producer.switch()
    return count


def threads(count: int) -> int:
    """Greenlets stay in their thread: a queue of one place does it."""
    numbers: queue.Queue[int] = queue.Queue(1)

    def body() -> None:
        for number in range(count):
            numbers.put(number)

    thread = threading.Thread(target=body)
    thread.start()
    for _ in range(count):
        numbers.get()
    thread.join()
    return count


def memory(tasks: int) -> tuple[int, int]:
    """Suspended greenlets."""
    def park() -> None:
        creator.switch()

    creator = getcurrent()
    kept = [None] * tasks
    before = resident()
    parked = [greenlet(park) for _ in kept]
    for one in parked:
        one.switch()
    return tasks, resident() - before


PROGRAMS: dict[str, Callable[[int], int]] = {
    "pingpong": pingpong, "roundrobin-10": lambda size: roundrobin(10, size),
    "roundrobin-1000": lambda size: roundrobin(1000, size), "create": create,
    "ring": lambda size: ring(10000, size),
    "sieve": sieve, "generators": generators, "threads": threads,
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
