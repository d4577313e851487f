"""What is done with objects that nothing refers to: run by test_binary.py, since on CPython objects end earlier."""
import gc
import sys
import weakref


class Told:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        print("end of", self.name)


def forget():
    for name in ["first", "second", "third"]:
        Told(name)


forget()
gc.collect()


class Back:
    def __del__(self):
        kept.append(self)


kept: list[object] = []
Back()
gc.collect()
print(len(kept), gc.is_finalized(kept[0]))
kept.clear()
gc.collect()
print(len(kept))


def suspended():
    try:
        yield 1
    finally:
        print("closed")


generator = suspended()
next(generator)
del generator
gc.collect()


class Failing:
    def __del__(self):
        raise ValueError("ignored")


def hook(unraisable):
    print(unraisable.exc_type.__name__, unraisable.exc_value, unraisable.object.__qualname__)


sys.unraisablehook = hook
Failing()
gc.collect()


def references():
    x = Told("referred")
    reference = weakref.ref(x, lambda r: print("callback", r() is None))
    del x
    gc.collect()
    print(reference())


references()


class Counted:
    ended = 0

    def __del__(self):
        for _ in range(300):    # here others could be ended
            pass
        Counted.ended += 1


def forget_many():
    for _ in range(3000):
        Counted()


forget_many()
gc.collect()
for _ in range(100_000):
    pass
print(Counted.ended > 2990)
last = Told("module")
print("end of program")
