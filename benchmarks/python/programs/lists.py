"""Items of a list, read and written."""
import sys


def run(n):
    values = [0] * 1000
    for _ in range(n // 1000):
        for i in range(1000):
            values[i] = values[i] + i
    return sum(values)


print(run(int(sys.argv[1])))
