"""Permutations of a short list, flipped: fannkuch."""
import sys


def fannkuch(n):
    counts = [0] * n
    most = 0
    checksum = 0
    sign = 1
    permutation = list(range(n))
    while True:
        first = permutation[0]
        if first:
            flips = 1
            flipped = permutation[:]
            while True:
                second = flipped[first]
                if not second:
                    break
                flipped[:first + 1] = flipped[first::-1]
                flips += 1
                first = flipped[0]
            if flips > most:
                most = flips
            checksum += sign * flips
        if sign == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
            continue
        permutation[1], permutation[2] = permutation[2], permutation[1]
        sign = 1
        for i in range(2, n):
            if counts[i] < i:
                counts[i] += 1
                break
            counts[i] = 0
            if i == n - 1:
                return checksum, most
            permutation.insert(i + 1, permutation.pop(0))


print(fannkuch(int(sys.argv[1])))
