"""The programs with asyncio: `python asyncio_tasks.py NAME SIZE`. See tasklets.py.

asyncio has no channels: a queue of one place stands for one, as its users write it.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any


def resident() -> int:
    """The memory of this process, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


async def pingpong(count: int) -> int:
    """Two tasks, two queues."""
    there: asyncio.Queue[None] = asyncio.Queue(1)
    back: asyncio.Queue[None] = asyncio.Queue(1)

    async def pong() -> None:
        for _ in range(count):
            await there.get()
            await back.put(None)

    other = asyncio.create_task(pong())
    for _ in range(count):
        await there.put(None)
        await back.get()
    await other
    return 2 * count


async def roundrobin(tasks: int, count: int) -> int:
    """Tasks that sleep for no time."""
    turns = max(count // tasks, 1)

    async def body() -> None:
        for _ in range(turns):
            await asyncio.sleep(0)

    await asyncio.gather(*(asyncio.create_task(body()) for _ in range(tasks)))
    return tasks * turns


async def create(count: int) -> int:
    """A task is made, runs and ends."""
    async def nothing() -> None:
        """The shortest task."""

    for _ in range(count):
        await asyncio.create_task(nothing())
    return count


async def ring(tasks: int, count: int) -> int:
    """A token goes round."""
    rounds = max(count // tasks, 1)

    async def node(source: asyncio.Queue[int], target: asyncio.Queue[int]) -> None:
        for _ in range(rounds):
            token = await source.get()
            await target.put(token)

    first: asyncio.Queue[int] = asyncio.Queue(1)
    source, nodes = first, []
    for _ in range(tasks - 1):
        target: asyncio.Queue[int] = asyncio.Queue(1)
        nodes.append(asyncio.create_task(node(source, target)))
        source = target
    for turn in range(rounds):
        await first.put(turn)
        await source.get()
    await asyncio.gather(*nodes)
    return tasks * rounds


async def sieve(count: int) -> int:
    """The first primes, from a chain of filters."""
    async def numbers(out: asyncio.Queue[int]) -> None:
        number = 2
        while True:
            await out.put(number)
            number += 1

    async def without_multiples(prime: int, source: asyncio.Queue[int], out: asyncio.Queue[int]) -> None:
        while True:
            number = await source.get()
            if number % prime:
                await out.put(number)

    source: asyncio.Queue[int] = asyncio.Queue(1)
    tasks = [asyncio.create_task(numbers(source))]
    for _ in range(count):
        prime = await source.get()
        out: asyncio.Queue[int] = asyncio.Queue(1)
        tasks.append(asyncio.create_task(without_multiples(prime, source, out)))
        source = out
    for task in tasks:
        task.cancel()
    return count


async def generators(depth: int) -> int:
    """A recursive asynchronous generator."""
    async def walk(level: int) -> Any:
        if level:
            async for item in walk(level - 1):
                yield item
            yield level
            async for item in walk(level - 1):
                yield item

    count = 0
    async for _ in walk(depth):
        count += 1
    return count


async def memory(tasks: int) -> tuple[int, int]:
    """Tasks that wait for an event."""
    event = asyncio.Event()

    async def park() -> None:
        await event.wait()

    kept = [None] * tasks
    before = resident()
    parked = [asyncio.create_task(park()) for _ in kept]
    await asyncio.sleep(0)
    after = resident()
    event.set()
    await asyncio.gather(*parked)
    return tasks, after - before


PROGRAMS: dict[str, Callable[[int], Awaitable[int]]] = {
    "pingpong": pingpong, "roundrobin-10": lambda size: roundrobin(10, size),
    "roundrobin-1000": lambda size: roundrobin(1000, size),
    "roundrobin-1000000": lambda size: roundrobin(1000000, size), "create": create,
    "ring": lambda size: ring(10000, size),
    "sieve": sieve, "generators": generators,
}


def main(arguments: list[str]) -> None:
    """Runs the program of that name."""
    name, size = arguments[0], int(arguments[1])
    if name == "memory":
        print(*asyncio.run(memory(size)))
        return

    async def timed() -> None:
        start = time.process_time()
        operations = await PROGRAMS[name](size)
        print(operations, time.process_time() - start, flush=True)

    asyncio.run(timed())


if __name__ == "__main__":
    main(sys.argv[1:])
