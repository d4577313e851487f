import _operator
import operator
from operator import attrgetter, itemgetter, methodcaller


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(operator.add is _operator.add, len(operator.__all__))
unary = ("abs", "neg", "pos", "inv", "invert", "not_", "truth", "index")
others = ("attrgetter", "itemgetter", "methodcaller", "call", "length_hint", "setitem", "delitem")
for name in sorted(operator.__all__):
    f = getattr(operator, name)
    if name not in unary and name not in others:
        for a, b in [(7, 2), (7.5, 2), ("ab", "b"), ([1], [1, 2]), ({1, 2}, {2})]:
            print(name, end=" ")
            attempt(f, a, b)
    elif name in unary:
        for a in (5, -2.5, "x", True):
            print(name, end=" ")
            attempt(f, a)
for name in ("__add__", "__lt__", "__getitem__", "__inv__", "__ixor__", "__contains__", "__abs__"):
    print(name, getattr(operator, name) is getattr(operator, name.strip("_")))
x = [1, 2, 3]
operator.setitem(x, 0, 9)
operator.delitem(x, 1)
print(x, operator.iadd(x, [4]), x, operator.getitem(x, slice(1, None)), operator.add.__name__, operator.add.__doc__)
attempt(operator.add, 1)
attempt(operator.indexOf, [1], 2)
attempt(operator.indexOf, 1, 2)


class Hinted:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        if self.hint is None:
            raise TypeError
        return self.hint


for hint in (3, -1, "a", None, NotImplemented):
    attempt(operator.length_hint, Hinted(hint), 7)
print(operator.length_hint([1, 2]), operator.length_hint(3), operator.length_hint(iter([1, 2, 3])))
attempt(operator.length_hint, 1, "x")
print(operator.call(dict, a=1), operator.call(len, "abc"))

print(itemgetter(1)("abc"), itemgetter(0, 2)("abc"), itemgetter(slice(1, None))("abc"), itemgetter("k")({"k": 1}))
print(itemgetter(1), itemgetter(1, "a"))
attempt(itemgetter)
attempt(itemgetter, 1, k=2)
attempt(itemgetter(1))
attempt(itemgetter(1), 1, 2)
attempt(itemgetter(1), [1])
attempt(itemgetter(1), a=1)


class A:
    x = 1

    def m(self, *args, **kwargs):
        return args, kwargs


a = A()
a.inner = A()
a.inner.y = 5
print(attrgetter("x")(a), attrgetter("inner.y", "x")(a), attrgetter("inner.y"), attrgetter("a", "b"))
attempt(attrgetter, 1)
attempt(attrgetter("z"), a)
attempt(attrgetter("inner.z"), a)
print(methodcaller("m")(a), methodcaller("m", 1, k=2)(a), methodcaller("m", 1, k=2), methodcaller("upper")("abc"))
attempt(methodcaller)
attempt(methodcaller, 1)
attempt(methodcaller("nothing"), a)
print(methodcaller("m", 1).__reduce__(), itemgetter(1, 2).__reduce__(), attrgetter("a.b").__reduce__())
f, rest = methodcaller("m", 1, k=2).__reduce__()
print(f(*rest)(a))
digest = _operator._compare_digest
print(digest("abc", "abc"), digest("abc", "abd"), digest(b"abc", b"abc"), digest(b"abc", b"ab"), digest("", ""))
attempt(digest, "é", "é")
attempt(digest, "a", b"a")
attempt(digest, 1, 2)
