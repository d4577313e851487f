"""`cProfile`, which stands on `_lsprof`: numbers of calls, by who calls."""
import cProfile


def f(n):
    return 1 if n < 2 else f(n-1) + f(n-2)
class A:
    def m(self): return len([1]).bit_length()
def gen():
    yield 1
    yield 2
def main():
    f(8)
    l = []
    for i in range(5): l.append(i)
    A().m()
    list(gen())
    "abc".upper(); sorted(l, key=lambda x: -x)
    try: int("x")
    except ValueError: pass
p = cProfile.Profile()
p.enable(); main(); p.disable()
for e in sorted(p.getstats(), key=lambda e: str(getattr(e.code,'co_qualname',e.code))):
    print(getattr(e.code,'co_qualname',e.code), e.callcount, e.reccallcount, e.totaltime >= e.inlinetime, sorted((getattr(c.code,'co_qualname',c.code), c.callcount, c.reccallcount) for c in e.calls or ()))
