"""Comprehensions of all kinds."""
import sys


def run(n):
    total = 0
    for _ in range(n // 1000):
        squares = [i * i for i in range(500) if i % 3]
        table = {i: str(i) for i in range(250)}
        kinds = {i % 7 for i in range(250)}
        total += len(squares) + len(table) + len(kinds)
    return total


print(run(int(sys.argv[1])))
