"""functools.partial of Python functions and built-in ones."""
import sys
from functools import partial, reduce


def add(a, b, c=0):
    return a + b + c


def run(n):
    one, two, base = partial(add, 1), partial(add, 1, c=2), partial(int, base=2)
    larger = partial(max, 10)
    total = 0
    for i in range(n):
        total += one(i) + two(i) + larger(i) + base("101")
    return total + reduce(add, map(partial(add, 5), range(n)))


print(run(int(sys.argv[1])))
