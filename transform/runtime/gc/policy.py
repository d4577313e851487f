"""When to collect, and which kind of collection.

After all objects were collected, the heap may grow to a limit, which is a multiple of what was alive. It is a larger
one where more was alive not long ago: memory that the program needed then is kept, and buys collections. The young
objects are collected each time that the room up to there is used up, or a part of it that is large enough (Appel,
"Simple Generational Garbage Collection and Fast Allocation", 1989). All objects are collected when that leaves too
little room, and before memory runs out.
"""
from __future__ import annotations

from transform.rpython import cold
from transform.runtime.gc.system import physical_memory, setting

# Kinds of collection.
NOTHING = 0
YOUNG = 1
ALL = 2

SMALLEST_NURSERY = 2 << 20
LARGEST_NURSERY = 32 << 20
SMALLEST_ROOM = 8 << 20
LEAST_ROOM = 5  # a fifth of what is alive
FEW, MANY = 5, 12  # per cent of the young bytes that survive
GROWTH = 180  # per cent of the most that was alive of late
REGROWTH = 300  # per cent of what is alive, where that is less
DECAY = 8  # of what was alive beyond what is, a collection of all objects forgets one part of so many
NEVER = 1 << 62


class Policy:
    """The settings, and the limits that follow from them.

    maximum    BOBBIN_GC_MAX: bytes that the heap may have; by default the memory of the machine
    growth     BOBBIN_GC_GROWTH: per cent that the heap may grow to of the most bytes that were alive of late
    nursery    BOBBIN_GC_NURSERY: bytes of new memory between two collections; by default the room that there is
    verbose    BOBBIN_GC_VERBOSE: a line on error output for each collection
    stress     BOBBIN_GC_STRESS: collect at each n-th allocation
    poison     BOBBIN_GC_POISON: overwrite what was freed

    limit      bytes that the heap may grow to before all objects are collected again
    largest    most bytes that the last collections of all objects found alive
    kept       bytes that the heap may have without giving free ones back to the system
    survival   per cent of the young bytes that a collection probably leaves
    was_all    whether the last collection was of all objects
    """

    maximum: int
    growth: int
    fixed_nursery: int
    nursery: int
    limit: int
    largest: int
    kept: int
    survival: int
    was_all: bool
    wanted: int
    verbose: int
    stress: int
    poison: int

    def __init__(self) -> None:
        self.maximum = NEVER
        self.growth = GROWTH
        self.fixed_nursery = 0
        self.nursery = SMALLEST_NURSERY
        self.limit = SMALLEST_ROOM
        self.largest = 0
        self.kept = SMALLEST_ROOM
        self.survival = 0
        self.was_all = False
        self.wanted = SMALLEST_NURSERY
        self.verbose = 0
        self.stress = 0
        self.poison = 0

    @cold
    def read_settings(self) -> None:
        """Takes the settings from the environment."""
        self.maximum = setting(b"BOBBIN_GC_MAX\0", physical_memory())
        self.growth = setting(b"BOBBIN_GC_GROWTH\0", GROWTH)
        if self.growth < 110:
            self.growth = 110
        self.fixed_nursery = setting(b"BOBBIN_GC_NURSERY\0", 0)
        self.verbose = setting(b"BOBBIN_GC_VERBOSE\0", 0)
        self.stress = setting(b"BOBBIN_GC_STRESS\0", 0)
        self.poison = setting(b"BOBBIN_GC_POISON\0", 0)
        self.adapt(0, 0, 0, True)

    def kind(self, live: int, opened: int) -> int:
        """The kind of collection that is best, where ``live`` bytes are old and ``opened`` are young: all objects, if
        the young ones that will probably survive would leave too little room."""
        return ALL if self._is_full(live + opened // 100 * self.survival) else YOUNG

    def adapt(self, before: int, opened: int, live: int, all: bool) -> None:
        """Sets the limits after a collection of ``opened`` young bytes beside ``before`` old ones that left ``live``
        bytes."""
        if opened >= SMALLEST_NURSERY // 2:
            found = min(max(live - before, 0) * 100 // opened, 100)
            # What a collection of all objects found dead may be old: it tells only that as many survived. But without
            # another kind for long, what was seen before counts less and less.
            if all:
                found = max(found, self.survival * 3 // 4 if self.was_all else self.survival)
            self.survival = found
            if self.survival < FEW:
                self.wanted = max(self.wanted // 2, SMALLEST_NURSERY)
            elif self.survival > MANY:
                self.wanted = min(self.wanted * 2, max(live, SMALLEST_NURSERY), LARGEST_NURSERY)
        self.was_all = all
        if all:
            self.largest = max(live, self.largest - (self.largest - live) // DECAY)
            most = self.largest // 100 * self.growth
            room = min(most, live // 100 * max(self.growth, REGROWTH))
            self.limit = min(max(room, live + SMALLEST_ROOM), self.maximum)
            self.kept = max(most, self.limit)
        nursery = self.fixed_nursery
        if nursery == 0:
            nursery = min(max(self.limit - live, SMALLEST_NURSERY), self.wanted)
        self.nursery = min(nursery, self.maximum // 4)

    def _is_full(self, live: int) -> bool:
        return (self.limit - live) * LEAST_ROOM < live or self.limit - live < SMALLEST_NURSERY
