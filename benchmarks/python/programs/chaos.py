"""Chaos games: points drawn by splines, with operators of small classes."""
import math
import sys


class Vector:
    def __init__(self, x=0.0, y=0.0):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def length(self):
        return math.sqrt(self.x * self.x + self.y * self.y)


class Spline:
    """A quadratic B-spline through control points."""

    def __init__(self, points):
        self.points = points

    def __call__(self, u):
        n = len(self.points) - 2
        i = min(int(u * n), n - 1)
        t = u * n - i
        a, b, c = self.points[i:i + 3]
        return a * (0.5 * (1 - t) ** 2) + b * (0.5 + t * (1 - t)) + c * (0.5 * t * t)


class Game:
    def __init__(self, splines, width):
        self.splines = splines
        self.width = width
        self.cells = [[0] * width for _ in range(width)]
        self.random = 42

    def chance(self):
        self.random = (self.random * 1103515245 + 12345) & 0x7FFFFFFF
        return self.random / 0x80000000

    def step(self, point):
        spline = self.splines[int(self.chance() * len(self.splines))]
        target = spline(self.chance())
        moved = point + (target - point) * 0.5
        if moved.length() > 10.0:
            return Vector()
        return moved

    def run(self, n):
        point = Vector(0.5, 0.5)
        for _ in range(n):
            point = self.step(point)
            column, row = int(point.x * self.width), int(point.y * self.width)
            if 0 <= column < self.width and 0 <= row < self.width:
                self.cells[row][column] += 1
        return sum(1 for row in self.cells for cell in row if cell), point.length()


def star(k):
    return [Vector(0.5 + 0.4 * math.cos(i * k), 0.5 + 0.4 * math.sin(i * k)) for i in range(8)]


filled, length = Game([Spline(star(1.0)), Spline(star(2.0)), Spline(star(2.5))], 100).run(int(sys.argv[1]))
print(filled, f"{length:.9f}")
