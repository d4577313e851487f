import collections
import functools
from collections import (ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, abc, defaultdict, deque,
                         namedtuple)


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


Point = namedtuple("Point", "x y", defaults=[0])
p = Point(1, 2)
print(p, p.x, p.y, Point(5), p._asdict(), p._replace(x=9), Point._fields, p == (1, 2), Point._make([3, 4]))
print(Point.x, Point.__doc__)
attempt(Point)
attempt(lambda: p.z)
attempt(setattr, p, "x", 3)
attempt(namedtuple, "A", "x x")


class Sub(Point):
    @property
    def total(self):
        return self.x + self.y


print(Sub(1, 2).total, Sub(1, 2), isinstance(p, tuple), isinstance(p, abc.Sequence))

c = Counter("abracadabra")
print(c, c.most_common(2), c["z"], sorted(c.elements())[:4], c + Counter(a=1))
print(c - Counter(a=3), c & Counter(a=2), c | Counter(z=1), c.total())
c.update("aa")
c.subtract({"b": 5})
print(c, +c, -c, Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), repr(Counter()))
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m, m["b"], m.new_child({"c": 1})["c"], sorted(m), m.parents, len(m))
attempt(lambda: m["zz"])
u = UserDict(a=1)
u["b"] = 2
print(u, u.get("b"), "a" in u, UserList([3, 1]) + [2], sorted(UserList([3, 1])), UserString("abc").upper())
for x in ([], (), {}, set(), "", deque(), OrderedDict(), defaultdict(), range(0), iter([]), (i for i in ()), len, 3,
          frozenset(), b"", {}.keys()):
    print(type(x).__name__, [n for n in abc.__all__ if n != "ByteString" and isinstance(x, getattr(abc, n))])


@functools.lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(20), fib.cache_info(), fib.__name__, fib.cache_parameters(), fib.__wrapped__.__name__)


@functools.total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(Version(1) <= Version(1), Version(2) > Version(1), Version(1) >= Version(2))
print(sorted([Version(3), Version(1)])[0].n)


def decorated(f):
    @functools.wraps(f)
    def inner(*args):
        """Inner."""
        return f(*args)
    return inner


@decorated
def named():
    """Doc."""


print(named.__name__, named.__doc__, named.__wrapped__.__name__, functools.reduce(lambda a, b: a + b, range(5)))


class Lazy:
    def part(self, a, b):
        return a, b

    first = functools.partialmethod(part, 1)


print(Lazy().first(2), functools.partial(print, sep="-").keywords)
print(sorted("bca", key=functools.cmp_to_key(lambda a, b: (a > b) - (a < b))))
print(collections.deque(maxlen=2), functools.cache(lambda: 1)())
