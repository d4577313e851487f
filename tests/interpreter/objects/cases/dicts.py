"""dict, its views and iterators."""
from prelude import show

d = {1: 2, 3: 4}
show(lambda: d)
show(lambda: d[5])
show(lambda: d.get(1))
show(lambda: d.get(7, 8))
show(lambda: d.pop(9))
show(lambda: d.pop(9, 1))
show(lambda: {}.popitem())
show(lambda: dict(a=1, b=2) == {"a": 1, "b": 2})
show(lambda: dict([(1, 2), (3, 4)]))
show(lambda: dict([1]))
show(lambda: dict([(1,)]))
show(lambda: dict(5))
show(lambda: dict(1, 2))
show(lambda: dict({1: 2}, x=3) | {5: 6})
show(lambda: dict.fromkeys([1, 2], 0))
show(lambda: list(reversed({1: 2, 3: 4})))
show(lambda: d.keys())
show(lambda: d.values())
show(lambda: d.items())
show(lambda: d.keys() & [1])
show(lambda: d.keys() | {7})
show(lambda: d.keys() - {1})
show(lambda: d.keys() == {1, 3})
show(lambda: d.keys() <= {1, 3, 5})
show(lambda: (1, 2) in d.items())
show(lambda: d.items() & {(1, 2)})
show(lambda: d.keys().isdisjoint([5]))
show(lambda: d.keys().mapping)
show(lambda: {[]: 1})
def f():
    for k in d:
        d[k + 100] = 1
show(f)
def f():
    x = {1: 2}
    x[2] = x
    return repr(x)
show(f)
class M(dict):
    def __missing__(self, key):
        return key * 2
def f():
    m = M(a=1)
    m.z = 3
    return m, m["q"], m["a"], m.z, m.copy(), M.fromkeys("ab"), m | {1: 2}, type(m | {}), {**m}
show(f)
def f():
    x = {i: i for i in range(1000)}
    for i in range(0, 1000, 2):
        del x[i]
    x.update({i: -i for i in range(0, 20, 2)})
    return len(x), list(x)[:3], list(x)[-3:], x.popitem(), sum(x.values())
show(f)
def f():
    x = {}
    x.setdefault(1, []).append(2)
    x |= [(5, 6)]
    x.update(a=1)
    return x
show(f)
show(lambda: {1: 2} < {3: 4})
show(lambda: type({1: 2}.keys()))
show(lambda: {}.update(1, 2))
show(lambda: iter({1: 2}).__length_hint__())
class K:
    def __init__(self, v):
        self.v = v
    def __hash__(self):
        return hash(self.v)
    def __eq__(self, o):
        return isinstance(o, K) and self.v == o.v
show(lambda: {K(1): 2}[K(1)])
show(lambda: 1.0 in {1: 2})
show(lambda: {True: 1}[1])
