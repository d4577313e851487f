"""Short strings made and joined."""
import sys


def run(n):
    parts = []
    for i in range(n):
        parts.append("x" + str(i))
    return len("".join(parts))


print(run(int(sys.argv[1])))
