"""Items of a dict, read and written."""
import sys


def run(n):
    counts = {}
    for i in range(n):
        counts[i & 1023] = counts.get(i & 1023, 0) + 1
    return len(counts)


print(run(int(sys.argv[1])))
