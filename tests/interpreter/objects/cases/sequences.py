"""list, tuple, range, slice and iterators."""
from prelude import show

show(lambda: [1] * 3)
show(lambda: [1] + (2,))
show(lambda: [3, 1, 2].sort(1))
show(lambda: [1].append())
show(lambda: [1].append(1, 2))
show(lambda: [1].insert(1))
show(lambda: [].pop())
show(lambda: [1].pop(5))
show(lambda: [1].remove(5))
show(lambda: [1].index(5))
show(lambda: [1][5])
show(lambda: [1]["a"])
show(lambda: [1, 2, 3, 4, 5][::-2])
show(lambda: sorted([3, 1, 2], key=lambda x: -x))
show(lambda: sorted([3, "a"]))
def f():
    x = list(range(10))
    x[2:4] = [9, 9, 9]
    del x[::3]
    x[::2] = [1] * len(x[::2])
    x += (7, 8)
    x *= 2
    x.reverse()
    x.extend(range(3))
    x.insert(-1, 77)
    return x
show(f)
def f():
    x = [1, 2, 3]
    x[::2] = [1]
show(f)
def f():
    x = [1]
    x.append(x)
    return repr(x), repr((x, x))
show(f)
def f():
    x = [3, 1, 2]
    x.sort(key=lambda v: x.append(v) or v)
show(f)
class A(list):
    pass
def f():
    a = A([1, 2])
    a.x = 3
    return a, a.x, a.__dict__, a == [1, 2], a[0:1], type(a[0:1]), len(a), isinstance(a, list)
show(f)
class T(tuple):
    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))
    first = property(lambda self: self[0])
def f():
    t = T(1, 2)
    t.z = 5
    return t, t.first, t.z, t == (1, 2), hash(t) == hash((1, 2)), t + (3,), t[:], [x for x in t], t.__dict__
show(f)
class Number(int):
    def __repr__(self):
        return "Number" + int.__repr__(self)
def f():
    i = Number(5)
    i.foo = 1
    print(i == 5, {5: 1}[i])
    print(f"{i}", i == 5)
    return i, i + 1, i.foo, -i, Number("7"), [1, 2, 3, 4, 5, 6][i], int(i), i.__index__(), f"{i:d}"
show(f)
show(lambda: list(range(0, 10, 3)))
show(lambda: range(10)[2:5])
show(lambda: range(10**30)[10**29])
show(lambda: len(range(10**30)))
show(lambda: 10**29 in range(0, 10**30, 10))
show(lambda: list(range(10**20, 10**20+3)))
show(lambda: range(3) == range(0, 3, 1))
show(lambda: hash(range(3)) == hash(range(0, 3, 1)))
show(lambda: range(1, 2, 0))
show(lambda: range())
show(lambda: range(1.5))
show(lambda: list(reversed(range(0, 10, 3))))
show(lambda: list(reversed([1, 2, 3])))
show(lambda: list(enumerate("ab", 5)))
show(lambda: list(zip([1, 2], "ab")))
show(lambda: list(zip([1, 2], [1], strict=True)))
show(lambda: list(zip([1], [1, 2], strict=True)))
show(lambda: list(map(lambda a, b: a + b, [1, 2], [3, 4])))
show(lambda: list(filter(None, [0, 1, 2])))
show(lambda: slice(1, 2))
show(lambda: slice(None, None, -1).indices(10))
show(lambda: slice(1, 20, 3).indices(10))
show(lambda: slice(1) == slice(None, 1, None))
show(lambda: slice(1) < slice(2))
show(lambda: hash(slice(1)))
show(lambda: (1, 2, 3).index(4))
show(lambda: (1,) * 3 + (2,))
show(lambda: hash((1, 2, "a")) == hash((1, 2, "a")))
show(lambda: hash((1, (2, 3))))
show(lambda: iter([1, 2]).__reduce__()[1:])
show(lambda: iter([1, 2]).__length_hint__())
show(lambda: list.__new__(int))
show(lambda: list(1, 2))
show(lambda: list(a=1))
show(lambda: (1).__add__("a"))
show(lambda: 5 .conjugate())
show(lambda: list[int])


class Text(str):
    pass


class Shown(str):
    def __str__(self):
        return "shown"


class Described:
    def __repr__(self):
        return Text("<é>" if self.__dict__ else "<e>")

    def __str__(self):
        return Text("s")

    def __index__(self):
        return 109


described = Described()
print(type(repr(described)).__name__, type(ascii(described)).__name__, type(str(described)).__name__, type(str(Text("t"))).__name__)
described.more = 1
print(ascii(described), f"{described!a} {described!r:>5}", "{!a}".format(described), "%c" % described)
print("{}".format(Shown("x")), format(Shown("x"), ""), format(Shown("x"), "3"), f"{Shown('x')}")
for wrong in ["{!r x}", "{!rr}", "{a!}"]:
    try:
        print(wrong.format())
    except ValueError as error:
        print(str(error).split(" ")[0] in ("expected", "unmatched", "end"))
for data in [bytearray(b"ab"), memoryview(b"ab"), "ab"]:
    try:
        made = UnicodeDecodeError("ascii", data, 0, 1, "why")
        print(made.object, type(made.args[1]).__name__)
    except TypeError as error:
        print(error)
