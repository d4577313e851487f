"""Eight queens and more: recursion with sets."""
import sys


def place(n, row, columns, left, right):
    if row == n:
        return 1
    found = 0
    for column in range(n):
        if column not in columns and row + column not in left and row - column not in right:
            found += place(n, row + 1, columns | {column}, left | {row + column}, right | {row - column})
    return found


print(place(int(sys.argv[1]), 0, frozenset(), frozenset(), frozenset()))
