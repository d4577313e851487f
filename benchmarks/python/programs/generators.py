"""A generator that is looped over."""
import sys


def count(n):
    for i in range(n):
        yield i


def run(n):
    total = 0
    for value in count(n):
        total += value
    return total


print(run(int(sys.argv[1])))
