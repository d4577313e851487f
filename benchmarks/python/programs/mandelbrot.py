"""Floats in a tight loop."""
import sys


def run(size):
    inside = 0
    for row in range(size):
        y = 2.0 * row / size - 1.0
        for column in range(size):
            x = 2.0 * column / size - 1.5
            a = b = 0.0
            steps = 0
            while steps < 50 and a * a + b * b < 4.0:
                a, b = a * a - b * b + x, 2.0 * a * b + y
                steps += 1
            if steps == 50:
                inside += 1
    return inside


print(run(int(sys.argv[1])))
