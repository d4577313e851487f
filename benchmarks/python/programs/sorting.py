"""Sorting numbers, and with a key."""
import sys


def run(n):
    seed = 42
    values = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        values.append(seed)
    ordered = sorted(values)
    by_digit = sorted(values, key=lambda value: value % 1000)
    return ordered[0], ordered[-1], by_digit[0] % 1000


print(run(int(sys.argv[1])))
