import cmath
import math
import _random


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


class Whole:
    def __floor__(self):
        return "floor"

    def __index__(self):
        return 12


for name in ("acos asin atan atanh cos erf erfc exp expm1 gamma lgamma log log10 log1p log2 sin sqrt tan tanh ulp cbrt degrees radians "
             "fabs isnan isinf isfinite frexp modf floor ceil trunc").split():
    function = getattr(math, name)
    for x in (0.5, 1, True):
        show(lambda: (name, function(x)))
    show(lambda: function("x"))
    show(lambda: function(-1.5))
show(lambda: (math.log(10 ** 400), math.log2(2 ** 5000), math.log(8, 2), math.log(100, 10)))
show(lambda: math.log(0))
show(lambda: math.log(5, 1))
show(lambda: math.exp(1000))
show(lambda: math.pow(0.0, -1))
show(lambda: (math.pow(2, 10), math.fmod(-7, 3), math.remainder(7, 4), math.copysign(1, -0.0), math.atan2(1, -1)))
show(lambda: (math.factorial(25), math.comb(50, 25), math.perm(10, 3), math.perm(5), math.comb(10 ** 30, 2), math.isqrt(10 ** 41)))
show(lambda: math.factorial(-1))
show(lambda: math.factorial(2.0))
show(lambda: math.comb(-1, 1))
show(lambda: math.isqrt(-1))
show(lambda: (math.gcd(), math.gcd(12, -18), math.gcd(2 ** 100, 6 ** 50), math.lcm(4, 6), math.lcm(), math.lcm(0, 3)))
show(lambda: (math.fsum([0.1] * 10), math.prod([1, 2, 3.5]), math.prod([2], start=5), math.hypot(3, 4), math.dist([0, 0], (3, 4))))
show(lambda: math.dist([0], [1, 2]))
show(lambda: (math.isclose(1, 1 + 1e-10), math.isclose(1, 2, rel_tol=0.5), math.ldexp(1.5, 10), math.nextafter(1, 2)))
show(lambda: math.isclose(1, 2, rel_tol=-1))
show(lambda: math.ldexp(1.0, 10 ** 30))
show(lambda: math.ldexp(1.0, 1.5))
show(lambda: (math.floor(Whole()), math.ceil(-1e20), math.trunc(-2.7), math.sqrt(Whole())))
show(lambda: math.trunc("a"))
show(lambda: (math.pi, math.e, math.tau, math.inf, math.nan))
for name in "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar isinf isnan isfinite".split():
    show(lambda: (name, getattr(cmath, name)(0.5 + 2j), getattr(cmath, name)(2)))
show(lambda: (cmath.rect(2, 1), cmath.log(4, 2), cmath.isclose(1j, 1j + 1e-12), cmath.infj))
show(lambda: cmath.log(0))
show(lambda: cmath.sqrt("a"))
generator = _random.Random(42)
print([generator.random() for _ in range(3)], generator.getrandbits(8), generator.getrandbits(100), generator.getrandbits(0))
state = generator.getstate()
print(len(state), generator.random(), generator.setstate(state), generator.random(), generator.seed(-10 ** 30), generator.random())
show(lambda: generator.getrandbits(-1))
show(lambda: generator.setstate((1, 2)))


class Mine(_random.Random):
    pass


print(Mine(7).random(), isinstance(_random.Random().random(), float), generator.seed(1.5), generator.random())
