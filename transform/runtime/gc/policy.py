"""When to collect, and which kind of collection.

The young objects are collected each time that a *nursery* of new memory was used up. All objects are collected when
what survived has grown by a factor since that was done last, and before memory runs out.
"""
from __future__ import annotations

from transform.rpython import cold
from transform.runtime.gc.system import physical_memory, setting

# Kinds of collection.
NOTHING = 0
YOUNG = 1
ALL = 2

SMALLEST_NURSERY = 8 << 20
LARGEST_NURSERY = 64 << 20
SMALLEST_GROWN = 16 << 20
GROWTH = 160  # per cent of what was alive
NEVER = 1 << 62


class Policy:
    """The settings, and the limits that follow from them.

    maximum    BOBBIN_GC_MAX: bytes that the heap may have; by default the memory of the machine
    growth     BOBBIN_GC_GROWTH: per cent of the live bytes at which all objects are collected again
    nursery    BOBBIN_GC_NURSERY: bytes of new memory between two collections; by default by the size of the heap
    verbose    BOBBIN_GC_VERBOSE: a line on error output for each collection
    stress     BOBBIN_GC_STRESS: collect at each n-th allocation
    poison     BOBBIN_GC_POISON: overwrite what was freed
    """

    maximum: int
    growth: int
    fixed_nursery: int
    nursery: int
    threshold: int
    verbose: int
    stress: int
    poison: int

    def __init__(self) -> None:
        self.maximum = NEVER
        self.growth = GROWTH
        self.fixed_nursery = 0
        self.nursery = SMALLEST_NURSERY
        self.threshold = SMALLEST_GROWN
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
        self.adapt(0, False)

    def adapt(self, live: int, all: bool) -> None:
        """Sets the limits after a collection that left ``live`` bytes."""
        nursery = self.fixed_nursery
        if nursery == 0:
            nursery = live // 10 * 3
            if nursery < SMALLEST_NURSERY:
                nursery = SMALLEST_NURSERY
            if nursery > LARGEST_NURSERY:
                nursery = LARGEST_NURSERY
        if nursery > self.maximum // 4:
            nursery = self.maximum // 4
        self.nursery = nursery
        if all:
            self.threshold = live // 100 * self.growth
            if self.threshold < SMALLEST_GROWN:
                self.threshold = SMALLEST_GROWN
