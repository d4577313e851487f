"""The planets: floats in attributes."""
import sys


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.mass = mass


def bodies():
    return [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743),
        Body(4.84143144246472090, -1.16032004402742839, -0.10362204447112311, 0.606326392995832, 2.81198684491626, -0.02521836165988763, 0.03769367487038949),
        Body(8.34336671824457987, 4.12479856412430479, -0.40352341711432138, -1.01077434617879236, 1.81866241738893, 0.008415761376584154, 0.011286326131968767),
        Body(12.8943695621391310, -15.1111514016986312, -0.22330757889265573, 1.08279100644153536, 0.868713018169608219, -0.010832637401363636, 0.001723724057059711),
        Body(15.3796971148509165, -25.9193146099879641, 0.17925877295037118, 0.979090732243897976, 0.594698998647676060, -0.034755955504078104, 0.002033686869924631),
    ]


def advance(system, dt):
    for i in range(len(system)):
        a = system[i]
        for j in range(i + 1, len(system)):
            b = system[j]
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            squared = dx * dx + dy * dy + dz * dz
            magnitude = dt / (squared * squared ** 0.5)
            a.vx -= dx * b.mass * magnitude
            a.vy -= dy * b.mass * magnitude
            a.vz -= dz * b.mass * magnitude
            b.vx += dx * a.mass * magnitude
            b.vy += dy * a.mass * magnitude
            b.vz += dz * a.mass * magnitude
    for body in system:
        body.x += dt * body.vx
        body.y += dt * body.vy
        body.z += dt * body.vz


def run(n):
    system = bodies()
    for _ in range(n):
        advance(system, 0.01)
    return f"{system[0].x:.9f} {system[1].y:.9f}"


print(run(int(sys.argv[1])))
