"""Closures, called."""
import sys


def adder(step):
    total = 0

    def add(value):
        nonlocal total
        total += value + step
        return total
    return add


def run(n):
    add = adder(3)
    for i in range(n):
        result = add(i)
    return result


print(run(int(sys.argv[1])))
