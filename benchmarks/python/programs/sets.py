"""Sets: made, changed, combined, asked."""
import sys


def sieve(limit):
    """The primes below a limit, by what is left of a set."""
    candidates = set(range(2, limit))
    for n in range(2, int(limit ** 0.5) + 1):
        if n in candidates:
            candidates -= set(range(n * n, limit, n))
    return candidates


def reach(n):
    """How many numbers are reached from 1 by two steps, in the order of breadth."""
    seen = {1}
    wave = {1}
    while wave:
        wave = {y for x in wave for y in (2 * x, x + 7) if y < n} - seen
        seen |= wave
    return len(seen)


def words(n):
    kinds = set()
    for i in range(n):
        kinds.add(f"word{i % 1000}")
    common = frozenset(kinds) & {f"word{i}" for i in range(0, 2000, 3)}
    return len(kinds), len(common)


def run(n):
    primes = sieve(n)
    return len(primes), sum(primes), reach(n), words(n)


print(run(int(sys.argv[1])))
