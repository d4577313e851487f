"""Attributes of all kinds: of instances, classes, slots, properties, modules."""
import math
import sys


class Point:
    dimensions = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y

    @property
    def total(self):
        return self.x + self.y

    @staticmethod
    def weight():
        return 1

    @classmethod
    def doubled(cls):
        return cls.dimensions * 2


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Derived(Point):
    def __init__(self, x, y):
        super().__init__(x, y)
        self.z = 1

    def __getattr__(self, name):
        return 3


def run(n):
    point, slotted, derived = Point(1, 2), Slotted(3, 4), Derived(5, 6)
    total = 0
    for i in range(n):
        point.x = i
        slotted.y += point.x
        derived.z += slotted.x + point.dimensions
        total += point.total + point.weight() + derived.doubled() + derived.missing
        total += getattr(point, "y") + getattr(derived, "none", 1) + hasattr(slotted, "z")
        if isinstance(derived, Point) and math.pi > 3:
            setattr(derived, "y", total)
    return total, slotted.y, derived.y, derived.z, sum(Derived(i, i).total for i in range(n // 10))


print(run(int(sys.argv[1])))
