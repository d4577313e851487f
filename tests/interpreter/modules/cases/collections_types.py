from _collections import OrderedDict, _count_elements, _tuplegetter, defaultdict, deque


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


d = deque("abcde")
print(d, len(d), d[0], d[-1], list(d), list(reversed(d)), "c" in d, d.maxlen)
d.append(1)
d.appendleft(0)
print(d, d.pop(), d.popleft(), d)
d.extend([1, 2])
d.extendleft([3, 4])
print(d, d.index("c"), d.count("a"))
for n in (1, -1, 3, -8, 100):
    d.rotate(n)
    print(n, d)
d.reverse()
d.insert(2, "x")
d.insert(-1, "y")
d.insert(100, "z")
print(d)
d.remove("x")
del d[1]
d[0] = "first"
print(d, d.copy() == d, d.__copy__() is d)
for f, args in [(d.remove, ("nothing",)), (d.index, ("nothing",)), (d.index, ("a", 0, 1)), (d.__getitem__, (100,)),
                (deque().pop, ()), (deque().popleft, ()),
                (deque, ([], -1)), (deque, ([], "a")), (deque, (1,)), (d.__delitem__, (50,)),
                (deque([1, 2], 2).insert, (0, 1)), (d.append, ())]:
    attempt(f, *args)
m = deque(range(10), maxlen=3)
print(m, m.maxlen)
m.append(5)
m.appendleft(6)
m.extend([1, 2])
print(m, m * 2, m + deque([9]), deque([1], 0), deque(maxlen=4, iterable=[1]), deque([1, 2]) * 3)
print(2 * deque("a"), deque([1]) * -1)
m += [7]
m *= 2
print(m)
attempt(lambda: deque() + [1])
attempt(lambda: deque() * "a")
print(deque([1, 2]) < deque([1, 3]), deque([1]) == deque([1]), deque([1]) == [1], deque([1]) != deque([2]))
print(deque([1, 2]) > deque([1]))
r = deque()
r.append(r)
print(r, deque([1], 5).__reduce__()[:3], deque[int])
s = deque([1, 2, 3])
s.extend(s)
s.extendleft(s)
print(s)
it = iter(s)
next(it)
print(it.__length_hint__(), type(it).__name__, it.__reduce__()[1][1])
s.append(1)
attempt(next, it)
s.clear()
print(s, bool(s), list(s))


class D(deque):
    def __init__(self, *args):
        super().__init__(*args)
        self.name = "n"


x = D([1, 2])
print(x, x.name, isinstance(x, deque), type(x.copy()).__name__, x == deque([1, 2]), x.__reduce__()[2])
q = deque()
total = 0
for i in range(300):
    q.append(i)
    if i % 3:
        total += q.popleft()
print(total, len(q))
match deque([1, 2]):
    case [a, b]:
        print("sequence", a, b)

e = defaultdict(list, {"a": [1]}, b=2)
e["c"].append(3)
print(e, e["a"], e.get("zz"), "zz" in e, e.default_factory, len(e), defaultdict(), defaultdict(None, [(1, 2)]))
attempt(lambda: defaultdict()["k"])
attempt(defaultdict, 3)
attempt(defaultdict, list, 1, 2)
print(e.copy() == e, type(e.copy()).__name__, e | {"z": 1}, {"z": 1} | e, e.__reduce__()[:4], list(e.__reduce__()[4]))
e.default_factory = int
print(e["q"], e, e == dict(e), isinstance(e, dict), defaultdict[int, str])


class E(defaultdict):
    def __missing__(self, key):
        return key * 2


print(E()["ab"], E(int), E(int).copy())
loop = defaultdict(lambda: loop)
loop["x"] = loop
print(repr(loop).count("defaultdict("))

o = OrderedDict([("a", 1), ("b", 2)], c=3)
print(o, list(o), o["b"], list(reversed(o)), OrderedDict(), len(o))
o.move_to_end("a")
print(o)
o.move_to_end("a", last=False)
o.move_to_end("c", False)
print(o, o.popitem(), o.popitem(last=False), o)
attempt(o.move_to_end, "nothing")
attempt(OrderedDict().popitem)
print(o.pop("nothing", 5), o.pop("nothing", default=6), o.setdefault("k", 1), o.setdefault("k", default=2), o)
attempt(o.pop, "nothing")
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1),
      OrderedDict(a=1) != OrderedDict(a=1), OrderedDict(a=1) == 3)
print(o | {"z": 1}, {"z": 1} | o, o.copy(), OrderedDict.fromkeys("ab", 0), o.__reduce__()[:4])
o |= {"w": 1}
o.extra = 5
print(o, o.extra, o.__dict__, o.__reduce__()[2])
attempt(OrderedDict, 1)
big = OrderedDict((i, i) for i in range(50))
for i in range(0, 50, 3):
    big.move_to_end(i, last=False)
for i in range(0, 50, 7):
    big.move_to_end(i)
print(list(big), [big.popitem(last=False)[0] for _ in range(20)], list(big.items())[:3], len(big))
for i in range(100, 130):
    big[i] = 1
    big.popitem(last=False)
    big.move_to_end(i, last=i % 2 == 0)
print(list(big), all(k in big for k in list(big)), 99 in big)
while big:
    big.popitem(last=False)
big["again"] = 1
print(big, big.popitem(last=False), big)


class Doubling(OrderedDict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)


p = Doubling(a=1)
p.update({"b": 2})
print(p, type(p.copy()).__name__, list(p.items()))

counts = {}
_count_elements(counts, "abracadabra")
print(counts)


class Odd(dict):
    def get(self, key, default=None):
        return 10


counts = Odd()
_count_elements(counts, "ab")
print(counts)

g = _tuplegetter(1, "doc")


class T(tuple):
    second = g
    third = _tuplegetter(2, "x")


t = T((1, 2))
print(t.second, T.second is g, g.__doc__, g, g.__reduce__()[1])
attempt(lambda: t.third)
attempt(setattr, t, "second", 3)
attempt(g.__get__, 5)
g.__doc__ = "other"
print(g.__doc__)
