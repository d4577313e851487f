"""functools.lru_cache and cached properties."""
import sys
from functools import cached_property, lru_cache


@lru_cache(maxsize=128)
def bounded(a, b):
    return a * b


@lru_cache(maxsize=None)
def ways(amount, coins):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return ways(amount - coins[0], coins) + ways(amount, coins[1:])


class Shape:
    def __init__(self, side):
        self.side = side

    @cached_property
    def area(self):
        return self.side * self.side


def run(n):
    total = ways(n // 1000, (50, 20, 10, 5, 2, 1))
    shape = Shape(3)
    for i in range(n):
        total += bounded(i & 63, 2) + bounded(i % 150, 3) + shape.area
    return total


print(run(int(sys.argv[1])))
