"""Operations that go too deep raise RecursionError."""
import sys


def attempt(f):
    try:
        print("fine", str(f())[:50])
    except BaseException as error:
        print(type(error).__name__, str(error)[:80])


def nested(wrap, value=None):
    for _ in range(3000):
        value = wrap(value)
    return value


holder = []
holder.append(holder)
other = []
other.append(other)
attempt(lambda: holder == other)
attempt(lambda: repr(holder))
deep = nested(lambda x: [x])
attempt(lambda: repr(deep))
attempt(lambda: deep == nested(lambda x: [x]))
attempt(lambda: repr(nested(lambda x: {1: x})))


class Called:
    pass


Called.__call__ = Called()
attempt(lambda: Called()())
types = nested(lambda x: (x,), int)
attempt(lambda: isinstance("", types))
attempt(lambda: issubclass(str, types))


class Lookup:
    def __getattr__(self, name):
        return getattr(self, name)

    def __eq__(self, other):
        return self == other

    def __hash__(self):
        return hash(self)

    def __lt__(self, other):
        return sorted([Lookup(), Lookup()])


attempt(lambda: Lookup().x)
attempt(lambda: Lookup() == 1)
attempt(lambda: hash(Lookup()))
attempt(lambda: sorted([Lookup(), Lookup()]))
attempt(lambda: compile("(" * 300 + ")" * 300, "", "eval"))
attempt(lambda: eval("-" * 100000 + "1"))
attempt(lambda: sys.setrecursionlimit(0))
