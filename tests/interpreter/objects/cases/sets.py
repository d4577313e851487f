"""set and frozenset."""
from prelude import show

s = {1, 2, 3}
show(lambda: s)
show(lambda: set())
show(lambda: frozenset())
show(lambda: frozenset([1]))
show(lambda: s & {2, 5})
show(lambda: s | {5})
show(lambda: s - {1})
show(lambda: s ^ {1, 7})
show(lambda: s | [1])
show(lambda: s.union([7], (8,)))
show(lambda: s.intersection([1], (1, 2)))
show(lambda: s.difference([1]))
show(lambda: s.symmetric_difference([1, 9]))
show(lambda: s.remove(99))
show(lambda: s.remove({1}))
show(lambda: s.discard(99))
show(lambda: {1} in s)
show(lambda: {1} in {frozenset([1])})
show(lambda: [] in s)
show(lambda: s.add([]))
show(lambda: s < {1, 2, 3, 4})
show(lambda: s <= s)
show(lambda: s == frozenset(s))
show(lambda: s >= {1})
show(lambda: s.issubset([1, 2, 3, 4]))
show(lambda: s.issuperset([1]))
show(lambda: s.issuperset([7, []]))
show(lambda: s.issuperset(iter(s)))
show(lambda: frozenset("abc").issuperset("cab"))
show(lambda: frozenset("abc").issuperset(["a", []]))
show(lambda: s.isdisjoint([1]))
show(lambda: hash(frozenset([1, 2, 3])))
show(lambda: hash(frozenset()))
show(lambda: hash(s))
show(lambda: set().pop())
def f():
    for x in s:
        s.add(x + 100)
show(f)
def f():
    a = {1, 2, 3}
    a |= {4}
    a &= {1, 4, 9}
    a -= {1}
    a ^= {4, 5}
    a.update([7], [8])
    a.difference_update([7])
    a.intersection_update([5, 8])
    a.symmetric_difference_update([5, 6])
    return a
show(f)
class S(set):
    pass
def f():
    a = S([1])
    a.x = 3
    return a, a | {2}, a.x, a.__reduce__(), a.copy()
show(f)
class F(frozenset):
    pass
show(lambda: (F([1]), F([1]) == {1}, F() is F(), frozenset() is frozenset([])))
show(lambda: set(1))
show(lambda: set(1, 2))
show(lambda: {1, 2} + {3})
show(lambda: frozenset([1]) & {1})
show(lambda: {1} & frozenset([1]))
