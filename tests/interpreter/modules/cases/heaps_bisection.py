import bisect
import heapq
from _heapq import _heapify_max, _heappop_max, _heapreplace_max, heapify, heappop, heappush, heappushpop, heapreplace

from _bisect import bisect_left, bisect_right, insort_left, insort_right


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


values = [(i * 7919) % 101 for i in range(60)]
heap = list(values)
heapify(heap)
print(heap)
pushed = []
for v in values:
    heappush(pushed, v)
print(pushed == heap, [heappop(heap) for _ in range(60)] == sorted(values), heap)
h = [5, 8, 6]
print(heapreplace(h, 1), h, heappushpop(h, 0), heappushpop(h, 7), h, heappushpop([], 3))
m = list(values)
_heapify_max(m)
print(m, _heapreplace_max(m, 3), [_heappop_max(m) for _ in range(60)] == sorted(values[:], reverse=True), m)
for f, args in [(heappop, ([],)), (heapreplace, ([], 1)), (heappush, ((), 1)), (heapify, ((),)), (heappop, ()),
                (heappush, ([],)), (heapify, ([1, "a"],)), (_heappop_max, ([],))]:
    attempt(f, *args)
print(heapq.nsmallest(3, values), heapq.nlargest(3, values), list(heapq.merge([1, 4], [2, 3])))


class Bad:
    def __init__(self, heap):
        self.heap = heap

    def __lt__(self, other):
        self.heap.clear()
        return True


bad = []
bad.extend(Bad(bad) for _ in range(5))
attempt(heapify, bad)

a = [1, 2, 2, 2, 5, 7]
print([bisect_left(a, x) for x in range(9)], [bisect_right(a, x) for x in range(9)])
print(bisect_left(a, 2, 2), bisect_left(a, 2, 0, 2), bisect_right(a, 2, lo=1, hi=3), bisect_left(a, 2, hi=None))
insort_left(a, 3)
insort_right(a, 2)
print(a, bisect.bisect is bisect.bisect_right, bisect_right is bisect.bisect_right)
words = ["a", "bbb", "ccccc"]
insort_right(words, "dd", key=len)
insort_left(words, "eee", key=len)
print(words, bisect_left(words, 3, key=len), bisect_right(words, 3, key=len))
attempt(bisect_left, [1], 2, -1)
attempt(bisect_left, 5, 2)
attempt(bisect_left, [1, "a", 2], 2)
attempt(bisect_left, [1], 2, 0, "x")


class Recording(list):
    def insert(self, index, item):
        print("insert", index, item)
        super().insert(index, item)


r = Recording([1, 3])
insort_right(r, 2)
print(r)
