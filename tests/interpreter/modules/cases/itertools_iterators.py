import itertools
import pickle
from copy import deepcopy
from itertools import (accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle,
                       dropwhile, filterfalse,
                       groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, tee, zip_longest)


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(list(islice(count(), 3)), list(islice(count(5, 2), 3)), list(islice(count(1.5, 0.5), 3)),
      list(islice(count(-2, -1), 3)))
print(count(), count(3), count(3, 2), count(1.5), count(2 ** 70), list(islice(count(2 ** 62 - 1), 3)),
      list(islice(count(2 ** 63 - 1), 3)))
attempt(count, "a")
attempt(count, 1, "a")
print(list(islice(count(step=3), 2)), list(islice(cycle("abc"), 7)), list(cycle([])))
print(repeat(1), repeat("x", 2), repeat("x", -5), list(repeat("x", 3)), list(repeat(object=2, times=2)))
attempt(next, repeat(1, 0))
attempt(repeat(1).__length_hint__)
print(repeat(1, 5).__length_hint__())

print(list(compress("ABCDEF", [1, 0, 1, 0, 1, 1])), list(compress(data="abc", selectors=[True])))
print(list(dropwhile(lambda x: x < 3, [1, 2, 3, 2, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 2, 1])))
print(list(filterfalse(None, [0, 1, "", 2])), list(filterfalse(lambda x: x % 2, range(6))))
print(list(islice("abcdefg", 2)), list(islice("abcdefg", 2, None)), list(islice("abcdefg", 1, 6, 2)),
      list(islice("abc", None)), list(islice("abcdef", None, None, 2)))
it = iter(range(10))
print(list(islice(it, 1, 8, 3)), list(it))
for arguments in [(-1,), ("a",), (1, -2), (1, "a"), ("a", 3), (1, 5, 0), (1, 5, -1), (1, 5, "a"), (2 ** 80,), ()]:
    attempt(islice, [1, 2], *arguments)
attempt(islice, 5, 1)

print(list(chain("ab", [1, 2], ())), list(chain()), list(chain.from_iterable(["ab", "cd"])), chain[int])
attempt(list, chain(1))
print(list(zip_longest("abc", [1])), list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()),
      list(zip_longest((), ())))
attempt(zip_longest, [1], fill=3)
attempt(zip_longest, 1)
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b)),
      list(accumulate([1, 2], initial=10)), list(accumulate([])),
      list(accumulate("abc")), list(accumulate([], initial=3)), list(accumulate([1, 2, 3], func=max)))
print(list(starmap(pow, [(2, 3), [3, 2]])), list(pairwise("abcd")), list(pairwise("a")), list(pairwise([])))
attempt(list, starmap(pow, [1]))

print([(k, list(g)) for k, g in groupby("aaabbca")], [(k, list(g)) for k, g in groupby(range(7), key=lambda x: x // 3)])
groups = [(k, g) for k, g in groupby("aab")]
print([(k, list(g)) for k, g in groups])
g = groupby("aabb")
k, first = next(g)
print(k, next(first))
print(next(g)[0], list(first), list(g))

print(list(product("ab", [1, 2])), list(product()), list(product("ab", repeat=2)), list(product("ab", [])),
      list(product("ab", repeat=0)))
attempt(product, [1], repeat=-1)
attempt(product, 5)
for r in range(5):
    print(list(combinations("abc", r)), list(combinations_with_replacement("ab", r)), list(permutations("abc", r)))
print(list(permutations([1, 2, 3])), list(permutations([])), list(combinations_with_replacement([], 0)),
      list(combinations_with_replacement([], 2)))
print(len(list(permutations(range(6), 3))), len(list(combinations(range(10), 4))), list(permutations(range(4), 2)))
attempt(combinations, "abc", -1)
attempt(permutations, "abc", -1)
attempt(permutations, "abc", "x")
attempt(combinations, "abc")

a, b = tee([1, 2, 3])
print(next(a), list(b), list(a), next(a, "end"))
c, d, e = tee(iter("xyz"), 3)
next(c)
f = c.__copy__()
print(list(c), list(d), list(e), list(f), tee([1], 0), len(tee([1], 1)), [list(x) for x in tee(tee("ab")[0])])
attempt(tee, [1], -1)
attempt(tee, 1)
g, h = tee([1, 2, 3, 4])
print(next(g), next(g), next(h))
for i, j in pickle.loads(pickle.dumps((g, h))), deepcopy((g, h)), (g, h):
    print(list(zip(i, j)), list(i), list(j))
print([next(x, "end") for x in map(lambda x: pickle.loads(pickle.dumps(x)), (iter(list[int]), iter(int, 0), tee("")[0]))])


def copy(it):
    """As copy.copy does with a reduced value."""
    reduced = it.__reduce__()
    made = reduced[0](*reduced[1])
    if len(reduced) > 2 and reduced[2] is not None:
        made.__setstate__(reduced[2])
    return made


def show(make, steps):
    """What a copy gives after some steps."""
    it = make()
    for _ in range(steps):
        next(it, None)
    print(list(islice(copy(it), 8)))


for steps in range(4):
    show(lambda: count(4), steps)
    show(lambda: count(4, 2), steps)
    show(lambda: repeat(1, 3), steps)
    show(lambda: cycle([1, 2, 3]), steps)
    show(lambda: compress([1, 2, 3], [1, 1, 1]), steps)
    show(lambda: dropwhile(lambda x: x < 2, [1, 2, 1, 3]), steps)
    show(lambda: takewhile(lambda x: x < 2, [1, 1, 2, 1]), steps)
    show(lambda: filterfalse(None, [0, 1, 0, 0]), steps)
    show(lambda: islice(range(10), 1, 8, 2), steps)
    show(lambda: chain([1, 2], [3]), steps)
    show(lambda: zip_longest([1, 2, 3], [4], fillvalue=0), steps)
    show(lambda: accumulate([1, 2, 3]), steps)
    show(lambda: accumulate([1, 2, 3], initial=5), steps)
    show(lambda: starmap(pow, [(1, 2), (3, 4), (5, 2)]), steps)
    show(lambda: product([1, 2], [3, 4]), steps)
    show(lambda: permutations([1, 2, 3], 2), steps)
    show(lambda: combinations([1, 2, 3], 2), steps)
    show(lambda: combinations_with_replacement([1, 2], 2), steps)
print([(k, list(g)) for k, g in copy(groupby("aab"))])


class Squares(itertools.count):
    unit = 1

    def __next__(self):
        return super().__next__() ** 2


squares = Squares(2)
squares.extra = 3
print(next(squares), next(squares), squares.extra, squares.unit, type(squares).__name__, isinstance(squares, count))
print(list(type("C", (chain,), {}).from_iterable(["ab"])), type("P", (permutations,), {})([1, 2]).__class__.__name__)
for cls in (accumulate, chain, groupby, islice, product, zip_longest, pairwise):
    print(cls, cls.__name__, cls.__module__, (cls.__doc__ or "").split("\n")[0])
print(iter(c) is c, sum(islice(count(1), 100)))
