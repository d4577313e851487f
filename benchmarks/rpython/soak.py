"""A soak of the collector: allocation that fragments the heap, for minutes, while as much stays alive as before.

    soak SECONDS [SEED]  prints twenty lines, and whether memory stayed flat: status 1 if not, 2 if data were lost

Kinds of work, in rounds:

- a table of records of many sizes, in which random ones are replaced by others of random sizes;
- queues that grow and shrink in waves, so that lines between long-lived objects are freed and filled again;
- large arrays of random lengths, of which a few live at a time;
- a dict from which keys are deleted as others are added;
- graphs that are cut off as a whole, with cycles, weak references and finalizers.
"""
from __future__ import annotations

import sys
from typing import Optional

from transform.rpython import CLibrary, alloc, data_pointer, free, make_bytes, null, uint8, wrap
from transform.rpython.gcmodule import Statistic, WeakRef, register_finalizer, run_finalizers, statistic

libc = CLibrary(
    """
    typedef int... time_t;
    time_t time(time_t *result);
    #define O_RDONLY ...
    int open(const char *path, int flags, ...);
    ssize_t read(int file, void *buffer, size_t size);
    int close(int file);
    int getpagesize(void);
    """,
    headers=["fcntl.h", "time.h", "unistd.h"],
)

RECORDS = 100000
LARGEST = 60  # items of a record
QUEUES = 50
WAVE = 4000
ARRAYS = 12
KEYS = 50000
GRAPH = 2000
STEPS = 20  # lines, of which the first does not count
MAY_GROW = 10  # per cent, from one half to the next


class Random:
    """Numbers that look random."""

    state: int

    def __init__(self, seed: int) -> None:
        self.state = seed * 2 + 1

    def below(self, n: int) -> int:
        self.state = wrap(self.state * 6364136223846793005 + 1442695040888963407)
        return ((self.state >> 33) & 0x7FFFFFFF) % n


class Record:
    """What tables and queues hold: of any size."""

    items: list[int]
    next: Optional[Record]

    def __init__(self, size: int, next: Optional[Record]) -> None:
        self.items = [size] * size
        self.next = next


class Queue:
    """First in, first out."""

    first: Optional[Record]
    last: Optional[Record]
    length: int

    def __init__(self) -> None:
        self.first = None
        self.last = None
        self.length = 0

    def put(self, size: int) -> None:
        record = Record(size, None)
        last = self.last
        if last is None:
            self.first = record
        else:
            last.next = record
        self.last = record
        self.length += 1

    def take(self) -> None:
        first = self.first
        if first is not None:
            self.first = first.next
            if self.first is None:
                self.last = None
            self.length -= 1


class Node:
    """Of a graph with cycles."""

    one: Optional[Node]
    other: Optional[Node]

    def __init__(self) -> None:
        self.one = None
        self.other = None


class Finalized:
    """How many finalizers were called."""

    count: int

    def __init__(self) -> None:
        self.count = 0


FINALIZED = Finalized()


def finalize(node: object) -> None:
    FINALIZED.count += 1


class Soak:
    """All live data."""

    random: Random
    table: list[Record]
    queues: list[Queue]
    arrays: list[list[int]]
    names: dict[int, str]
    graph: Optional[Node]
    watched: list[WeakRef[Node]]
    rounds: int

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.table = [self.record() for _ in range(RECORDS)]
        self.queues = [Queue() for _ in range(QUEUES)]
        self.arrays = [[0] * 10 for _ in range(ARRAYS)]
        self.names = {}
        self.graph = None
        self.watched = []
        self.rounds = 0

    def record(self) -> Record:
        size = 1 + self.random.below(LARGEST)
        return Record(size if self.random.below(50) else size * 40, None)

    def replace_records(self) -> None:
        for _ in range(RECORDS // 10):
            self.table[self.random.below(RECORDS)] = self.record()

    def move_queues(self) -> None:
        for number, queue in enumerate(self.queues):
            wanted = (self.rounds * (number + 7) * 97) % WAVE
            while queue.length < wanted:
                queue.put(self.random.below(8))
            while queue.length > wanted:
                queue.take()

    def replace_arrays(self) -> None:
        self.arrays[self.random.below(ARRAYS)] = [1] * (1000 + self.random.below(200000))

    def replace_keys(self) -> None:
        for _ in range(KEYS // 5):
            key = self.random.below(KEYS)
            if key in self.names:
                del self.names[key]
            else:
                self.names[key] = f"key number {key}"

    def replace_graph(self) -> None:
        nodes = [Node() for _ in range(GRAPH)]
        for node in nodes:
            node.one = nodes[self.random.below(GRAPH)]
            node.other = nodes[self.random.below(GRAPH)]
        self.graph = nodes[0]
        self.watched = [WeakRef(node) for node in nodes[:100]]
        register_finalizer(nodes[1], finalize)
        run_finalizers()

    def round(self) -> None:
        self.rounds += 1
        self.replace_records()
        self.move_queues()
        self.replace_arrays()
        self.replace_keys()
        self.replace_graph()

    def is_right(self) -> bool:
        """Whether the data are what they should be."""
        for record in self.table:
            for item in record.items:
                if item != len(record.items):
                    return False
        for key, name in self.names.items():
            if name != f"key number {key}":
                return False
        return True


def resident() -> int:
    """Bytes of memory that this process has."""
    file = libc.open(data_pointer(b"/proc/self/statm\0"), libc.O_RDONLY)
    buffer = alloc(uint8, 128)
    length = libc.read(file, buffer, 128)
    libc.close(file)
    text = make_bytes(buffer, max(length, 0)).decode()
    free(buffer)
    return int(text.split(" ")[1]) * libc.getpagesize()


def work(soak: Soak, seconds: int) -> int:
    """Goes on for that many seconds, one round at least. The most memory that was in use at the end of a round."""
    start = now()
    soak.round()
    most = resident()
    while now() < start + seconds:
        soak.round()
        most = max(most, resident())
    return most


def now() -> int:
    """Seconds."""
    return libc.time(null(libc.time_t))


def main(argv: list[str]) -> int:
    seconds = int(argv[1]) if len(argv) > 1 else 0
    soak = Soak(int(argv[2]) if len(argv) > 2 else 1)
    step = seconds // STEPS
    most: list[int] = []
    for number in range(STEPS):
        most.append(work(soak, step))
        right = soak.is_right()
        print(f"{(number + 1) * step} s, {soak.rounds} rounds: at most {most[-1] >> 20} MiB, "
              f"{statistic(Statistic.LIVE) >> 20} MiB live, {FINALIZED.count} finalized, "
              f"{statistic(Statistic.YOUNG_COLLECTIONS)} young and {statistic(Statistic.FULL_COLLECTIONS)} full "
              f"collections, the longest {statistic(Statistic.LONGEST_PAUSE) // 1000} us")
        if not right:
            print("data were lost")
            return 2
    early, late = max(most[1:STEPS // 2]), max(most[STEPS // 2:])
    growth = 100 * (late - early) // early
    print(f"second half: {growth}% more than the first")
    return 1 if growth > MAY_GROW else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
