"""The spectral norm of an infinite matrix, cut to N rows: lists of floats, integer to float conversion, division.

    spectralnorm N     prints the norm with nine decimals

The entry in row i and column j is 1 / ((i + j) * (i + j + 1) / 2 + i + 1); ten rounds of the power method.
"""
import sys
from math import sqrt


def entry(i: int, j: int) -> float:
    """The matrix element, computed when needed."""
    diagonal = i + j
    return 1.0 / float(diagonal * (diagonal + 1) // 2 + i + 1)


def multiply(vector: list[float], result: list[float]) -> None:
    """result = A * vector"""
    for i in range(len(result)):
        total = 0.0
        for j in range(len(vector)):
            total += entry(i, j) * vector[j]
        result[i] = total


def multiply_transposed(vector: list[float], result: list[float]) -> None:
    """result = A' * vector"""
    for i in range(len(result)):
        total = 0.0
        for j in range(len(vector)):
            total += entry(j, i) * vector[j]
        result[i] = total


def dot(a: list[float], b: list[float]) -> float:
    """The scalar product."""
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def spectral_norm(n: int) -> float:
    u = [1.0] * n
    v = [0.0] * n
    scratch = [0.0] * n
    for _ in range(10):
        multiply(u, scratch)
        multiply_transposed(scratch, v)
        multiply(v, scratch)
        multiply_transposed(scratch, u)
    return sqrt(dot(u, v) / dot(v, v))


def main(argv: list[str]) -> int:
    n = int(argv[1]) if len(argv) > 1 else 100
    print(f"{spectral_norm(n):.9f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
