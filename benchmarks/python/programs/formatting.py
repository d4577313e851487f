"""Text made of numbers: f-strings, format, %, str and repr."""
import sys


def run(n):
    size = 0
    for i in range(n):
        ratio = i / 7
        size += len(f"{i}: {ratio:.3f} {i:>8} {i:#x} {'name'!r:>10}")
        size += len("%d %s %5.2f %r" % (i, "text", ratio, "quoted"))
        size += len("{} {:,} {name}".format(i, i * 1000, name="x"))
        size += len(str(ratio)) + len(repr([i, ratio, "a"])) + len(f"{i}{i}")
    return size


print(run(int(sys.argv[1])))
