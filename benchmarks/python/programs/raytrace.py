"""A ray tracer: spheres, a floor, shadows and mirrors."""
import math
import sys


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def scale(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def normalized(self):
        return self.scale(1.0 / math.sqrt(self.dot(self)))

    def reflected(self, normal):
        return self - normal.scale(2 * self.dot(normal))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalized()

    def at(self, t):
        return self.origin + self.direction.scale(t)


class Sphere:
    def __init__(self, center, radius, color, mirror):
        self.center = center
        self.radius = radius
        self.color = color
        self.mirror = mirror

    def hit(self, ray):
        to_center = self.center - ray.origin
        along = to_center.dot(ray.direction)
        squared = self.radius * self.radius - (to_center.dot(to_center) - along * along)
        if squared < 0:
            return None
        t = along - math.sqrt(squared)
        return t if t > 1e-4 else None

    def normal(self, point):
        return (point - self.center).normalized()

    def color_at(self, point):
        return self.color


class Floor:
    mirror = 0.1

    def hit(self, ray):
        if ray.direction.y >= 0:
            return None
        t = -ray.origin.y / ray.direction.y
        return t if t > 1e-4 else None

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)

    def color_at(self, point):
        return 0.9 if (int(math.floor(point.x)) + int(math.floor(point.z))) % 2 else 0.1


class Scene:
    def __init__(self, things, light):
        self.things = things
        self.light = light

    def nearest(self, ray):
        best = None
        for thing in self.things:
            t = thing.hit(ray)
            if t is not None and (best is None or t < best[0]):
                best = t, thing
        return best

    def color(self, ray, depth):
        found = self.nearest(ray)
        if found is None:
            return 0.5 + 0.5 * ray.direction.y
        t, thing = found
        point = ray.at(t)
        normal = thing.normal(point)
        to_light = self.light - point
        shade = 0.1
        if not any(other.hit(Ray(point, to_light)) is not None for other in self.things):
            shade += max(0.0, to_light.normalized().dot(normal))
        result = thing.color_at(point) * shade
        if depth < 3 and thing.mirror:
            result += thing.mirror * self.color(Ray(point, ray.direction.reflected(normal)), depth + 1)
        return result


def run(size):
    scene = Scene([Sphere(Vector(float(i - 2), 1.0, 5.0 + i % 2), 0.8, 0.2 * i, 0.3) for i in range(5)] + [Floor()], Vector(5.0, 10.0, -5.0))
    total = 0.0
    for row in range(size):
        for column in range(size):
            direction = Vector(column / size - 0.5, 0.5 - row / size, 1.0)
            total += min(1.0, scene.color(Ray(Vector(0.0, 1.5, -3.0), direction), 0))
    return total / (size * size)


print(f"{run(int(sys.argv[1])):.9f}")
