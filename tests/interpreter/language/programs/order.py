"""The order of evaluation, and what is read before it is rebound."""


def show(x):
    print("show", x.__name__ if callable(x) else x)
    return x


def rebinding(x):
    a = x + (x := 2) * x
    b = [x, x := 3, x]
    c = (x, (x := x + 1), f"{x}{(x := 9)}{x}")
    d = {x: (x := 1), (x := 5): x}
    e = x < (x := 6) < x + 1
    f = print(x, (x := 7), x)
    g = (x := 1) + (x := 2)
    h = x if (x := 0) else x
    return a, b, c, d, e, f, g, h, x


print(rebinding(1))


def rebinding_targets(x, y):
    z = {}
    z[(x := 3)] = x
    z[x] = (x := 4)
    z[x] = z[(x := 5)] = y
    x = y = x
    x += (x := 10)
    w = [1, 2, 3]
    i = 0
    i = w[i] = 2
    w[i], i = i, 0
    return z, x, y, w, i


print(rebinding_targets(1, 2))


class Log(dict):
    def __getitem__(self, key):
        print("get", key)
        return 1

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)

    def __getattr__(self, name):
        print("getattr", name)
        return 2


log = Log()
log[show(1)] = show(2)
log[show(1)] += show(2)
log[show(0)], log[show(1)] = show(3), show(4)
[log[show(1)], *log[show(2)]] = show([5, 6, 7])
del log[show(1)], log[show(2)]
show(log).attribute
show(1) < show(2) > show(0) == show(1)
show(0) and show(1) or show(2)
print({show(1): show(2), **{show(3): show(4)}, show(5): show(6)})
print([*show([1]), show(2), *show([3])], (*show([1]), show(2)), {*show([1]), show(2)})


def f(*args, **kwargs):
    print(args, kwargs)


show(f)(show(1), *show([2]), show(3), a=show(4), **show({"b": 5}), c=show(6))
f(*[1, 2], 3, *(), **{}, x=1)
f(**{"a": 1}, **{"b": 2})
try:
    f(a=1, **{"a": 2})
except TypeError as error:
    print(error)


@show
@(lambda g: show(g))
def decorated(a=show(1), *, b=show(2)) -> show(3):
    pass


class Base:
    def __init_subclass__(cls, **kwargs):
        print(cls.__name__, kwargs)


class Derived(show(Base), key=show(1), *show([]), **show({"other": 2})):
    show("body")


x = [1, 2]
x[0], x[1] = x[1], x[0]
print(x)
a, b = b, a = 1, 2
print(a, b)
a = b = c = []
print(a is b is c)
(a, b), [c, *d] = (1, 2), (3, 4, 5)
print(a, b, c, d)
*a, = "abc"
print(a)
