"""Pancake flipping over all permutations: short integer lists, read and written in tight loops.

    fannkuch N         prints a checksum and the largest number of flips for permutations of N

The order of permutations and the checksum are those of the Computer Language Benchmarks Game.
"""
import sys


def count_flips(permutation: list[int], scratch: list[int]) -> int:
    """How often the first item must reverse that many items until it is 0. ``permutation`` is kept."""
    for i in range(len(permutation)):
        scratch[i] = permutation[i]
    flips = 0
    first = scratch[0]
    while first != 0:
        low = 1
        high = first - 1
        while low < high:
            item = scratch[low]
            scratch[low] = scratch[high]
            scratch[high] = item
            low += 1
            high -= 1
        item = scratch[first]
        scratch[first] = first
        first = item
        flips += 1
    return flips


def rotate(permutation: list[int], count: int) -> None:
    """Move the first of ``count`` leading items behind the others."""
    first = permutation[0]
    for i in range(count - 1):
        permutation[i] = permutation[i + 1]
    permutation[count - 1] = first


def fannkuch(n: int) -> tuple[int, int]:
    """The checksum and the largest number of flips over all permutations of ``n`` items."""
    permutation = list(range(n))
    scratch = [0] * n
    rotations = [0] * n  # how often each prefix was rotated since the longer one was
    checksum = 0
    most = 0
    even = True
    while True:
        if permutation[0] != 0:
            flips = count_flips(permutation, scratch)
            most = max(most, flips)
            checksum += flips if even else -flips
        even = not even
        prefix = 2
        while True:
            if prefix > n:
                return checksum, most
            rotate(permutation, prefix)
            rotations[prefix - 1] += 1
            if rotations[prefix - 1] < prefix:
                break
            rotations[prefix - 1] = 0
            prefix += 1


def main(argv: list[str]) -> int:
    n = int(argv[1]) if len(argv) > 1 else 7
    checksum, most = fannkuch(n)
    print(checksum)
    print(f"Pfannkuchen({n}) = {most}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
