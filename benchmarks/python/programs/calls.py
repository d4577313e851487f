"""Calls with all kinds of arguments, of Python functions and built-in ones."""
import sys
from functools import lru_cache, partial


def plain(a, b, c):
    return a + b + c


def defaults(a, b=2, c=3):
    return a + b + c


def keyword_only(a, *, b, c=1):
    return a + b + c


def star(*args):
    return len(args)


def keywords(**kwargs):
    return len(kwargs)


def forward(*args, **kwargs):
    return defaults(*args, **kwargs)


class Callable:
    def __init__(self, base):
        self.base = base

    def __call__(self, a):
        return self.base + a


@lru_cache(maxsize=None)
def cached(a):
    return a * 2


def run(n):
    bound = partial(plain, 1, 2)
    named = partial(defaults, c=7)
    instance = Callable(5)
    method = instance.__call__
    pair = (1, 2)
    total = 0
    for i in range(n):
        total += plain(i, 1, 2) + plain(c=i, a=1, b=2) + defaults(i) + defaults(i, c=4)
        total += keyword_only(i, b=2) + star(1, 2, 3) + keywords(a=1, b=2) + forward(i, c=2)
        total += bound(i) + named(i) + instance(i) + method(i) + cached(i & 63) + plain(*pair, i)
        total += max(i, 3) + min(1, 2, i) + len("abc") + int("12") + abs(-i) + (lambda x: x)(i) + ord(chr(65))
        total += isinstance(i, int) + callable(run) + sum((1, 2), start=3) + max([1, i], default=0)
    return total


print(run(int(sys.argv[1])))
