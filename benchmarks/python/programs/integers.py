"""A loop with arithmetic on small integers."""
import sys


def run(n):
    total = 0
    for i in range(n):
        total += i * 2 & 15
    return total


print(run(int(sys.argv[1])))
