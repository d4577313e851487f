"""The spectral norm of an infinite matrix: generator expressions over floats."""
import math
import sys


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    return [sum(element(i, j) * x for j, x in enumerate(v)) for i in range(len(v))]


def times_transposed(v):
    return [sum(element(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


def run(n):
    u = [1.0] * n
    for _ in range(10):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    vv = sum(x * x for x in v)
    uv = sum(x * y for x, y in zip(u, v))
    return math.sqrt(uv / vv)


print(f"{run(int(sys.argv[1])):.9f}")
