"""Exceptions raised and handled."""
import sys


def run(n):
    caught = 0
    for i in range(n):
        try:
            if i & 1:
                raise ValueError(i)
        except ValueError:
            caught += 1
    return caught


print(run(int(sys.argv[1])))
