from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def f(*args, **kwargs):
    return args, kwargs


p = partial(f, 1, a=2)
print(p(3, b=4), p(a=5), p.args, p.keywords, p.func is f)
q = partial(p, 2, c=3)
print(q(), q.func is f, q.args, q.keywords)
p.note = "x"
print(partial(p).func is p, p.__dict__, p.note)
print(partial(int, base=2)("101"), repr(partial(int, "1", base=2)), partial(int))
attempt(partial)
attempt(partial, 3)
copy = partial(print)
copy.__setstate__((f, (1,), {"k": 1}, {"extra": 5}))
print(copy(2), copy.extra, copy.__reduce__()[2][1:], p.__reduce__()[0] is partial)
attempt(copy.__setstate__, (1, 2))


class Sub(partial):
    pass


s = Sub(f, 1)
s.x = 3
print(s(), s.x, type(s).__name__, repr(Sub(int)), partial[int], isinstance(s, partial))
r = partial(f)
r.__setstate__((r, (r,), {}, {}))
print(repr(r))


class Holder:
    bound = partial(f, "held")


print(Holder().bound(1))

print(reduce(lambda a, b: a * 10 + b, [1, 2, 3]), reduce(max, [], 5), reduce(lambda a, b: a + b, "abc", "z"))
attempt(reduce, f, [])
attempt(reduce, f, 3)
attempt(reduce, f)

K = cmp_to_key(lambda a, b: b - a)
print(sorted([3, 1, 2], key=K), K(1) > K(2), K(1) == K(1), K(1) <= K(obj=0), K(5).obj)
attempt(lambda: K(1) < 3)


class Info(tuple):
    def __new__(cls, *items):
        return tuple.__new__(cls, items)


calls = []


def square(x, *, y=0):
    calls.append(x)
    return x * x + y


cached = _lru_cache_wrapper(square, 2, False, Info)
print(cached(2), cached(2), cached(3), cached(2), cached(4), cached(3), cached(2), calls, cached.cache_info())
print(cached(2, y=1), cached(2, y=1), cached.cache_info(), cached(2.0))
cached.cache_clear()
print(cached.cache_info())
cached.__wrapped__ = square
print(cached.__wrapped__ is square, cached.__dict__ == {"__wrapped__": square}, cached.__copy__() is cached)
attempt(cached, [])
attempt(cached)
typed = _lru_cache_wrapper(lambda x: type(x).__name__, None, True, Info)
print(typed(1), typed(1.0), typed(True), typed(1), typed.cache_info())
none = _lru_cache_wrapper(square, 0, False, Info)
print(none(1), none(1), none.cache_info(), _lru_cache_wrapper(square, -5, False, Info).cache_info())
attempt(_lru_cache_wrapper, square, "a", False, Info)
attempt(_lru_cache_wrapper, 3, 1, False, Info)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


fib = _lru_cache_wrapper(fib, None, False, Info)
print(fib(60), fib.cache_info())


class C:
    @lambda f: _lru_cache_wrapper(f, 10, False, Info)
    def method(self, x):
        return self, x


c = C()
print(c.method(1) == (c, 1), c.method(1)[1], C.method.cache_info(), C.method(c, 1)[1])


class Counted:
    hashes = 0

    def __hash__(self):
        Counted.hashes += 1
        return 7


many = _lru_cache_wrapper(lambda x: 1, 100, False, Info)
key = Counted()
many(key)
print(Counted.hashes)
many(key)
print(Counted.hashes)
