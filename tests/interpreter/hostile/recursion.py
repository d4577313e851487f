"""Deep recursion in each protocol ends in a result or a proper exception, whatever the limit.

Prints a line for each that ends otherwise, and how many there were."""
import collections
import copy
import ctypes
import functools
import io
import itertools
import json
import marshal
import operator
import os
import pickle
import sys
import threading
import traceback
import types

DEPTH = 3000
LIMITS = (1000, 10_000)
PROPER = (RecursionError, TypeError, ValueError, MemoryError, AttributeError, SyntaxError, IndexError)


def nested(make, start):
    for _ in range(DEPTH):
        start = make(start)
    return start


class Box:
    """Hands each operation on to what it holds."""

    def __init__(self, held):
        self.held = held

    def __repr__(self):
        return f"<{self.held!r}>"

    def __str__(self):
        return f"<{self.held}>"

    def __hash__(self):
        return hash(self.held)

    def __eq__(self, other):
        return self.held == (other.held if isinstance(other, Box) else other)

    def __lt__(self, other):
        return self.held < other

    def __format__(self, specification):
        return format(self.held, specification)

    def __bool__(self):
        return bool(self.held)

    def __len__(self):
        return len(self.held)

    def __iter__(self):
        return iter(self.held)

    def __next__(self):
        return next(self.held)

    def __int__(self):
        return int(self.held)

    def __index__(self):
        return operator.index(self.held)

    def __float__(self):
        return float(self.held)

    def __add__(self, other):
        return self.held + other

    def __neg__(self):
        return -self.held

    def __getitem__(self, index):
        return self.held[index]

    def __contains__(self, item):
        return item in self.held

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.held, name)

    def __call__(self):
        return self.held()

    def __reversed__(self):
        return reversed(self.held)

    def __instancecheck__(self, instance):
        return isinstance(instance, self.held)

    def __subclasscheck__(self, subclass):
        return issubclass(subclass, self.held)

    def __bytes__(self):
        return bytes(self.held)

    def __fspath__(self):
        return os.fspath(self.held)


class WithBases:
    def __init__(self, base):
        self.__bases__ = (base,)


CONTAINERS = {
    "list": lambda x: [x], "tuple": lambda x: (x,), "dict": lambda x: {1: x}, "frozenset": lambda x: frozenset([x]), "slice": slice,
    "partial": lambda x: functools.partial(isinstance, x), "deque": lambda x: collections.deque([x]),
    "ordered dict": lambda x: collections.OrderedDict([(1, x)]), "alias": lambda x: list[x], "union": lambda x: list[x] | None,
    "namespace": lambda x: types.SimpleNamespace(x=x), "exception": ValueError, "proxy": lambda x: types.MappingProxyType({1: x}),
    "method": lambda x: types.MethodType(x, 1), "box": Box,
}
OF_CONTAINERS = {
    "repr": repr, "str": str, "hash": hash, "copy": copy.copy, "deepcopy": copy.deepcopy, "json": json.dumps, "pickle": pickle.dumps,
    "indented json": lambda x: json.dumps(x, indent=1), "marshal": marshal.dumps, "equal": lambda x: x == nested(CONTAINERS["list"], 1),
    "bool": bool, "format": "{}{!r}".format, "call": lambda x: x(),
}
ITERATORS = {
    "map": lambda x: map(abs, x), "filter": lambda x: filter(None, x), "zip": zip, "chain": itertools.chain, "enumerate": enumerate,
    "chained": lambda x: itertools.chain.from_iterable([x]), "islice": lambda x: itertools.islice(x, 5), "cycle": itertools.cycle,
    "tee": lambda x: itertools.tee(x)[0], "accumulate": itertools.accumulate, "generator": lambda x: (y for y in x),
}
OF_BOXES = {            # an operation, and what is in the innermost box
    "int": (int, 1), "index": ([1, 2].__getitem__, 1), "float": (float, 1.0), "add": (lambda x: x + 1, 1), "neg": (operator.neg, 1),
    "getitem": (lambda x: x[0], [1]), "contains": (lambda x: 1 in x, [1]), "getattr": (lambda x: x.real, 1), "len": (len, []),
    "reversed": (reversed, [1]), "isinstance": (lambda x: isinstance(1, x), int), "issubclass": (lambda x: issubclass(int, x), int),
    "bytes": (bytes, b"a"), "fspath": (os.fspath, "a"), "less": (lambda x: x < 1, 1), "sorted": (lambda x: sorted([x, x]), 1),
    "list": (list, [1]), "key": (lambda x: {x: 1}[x], 1), "next": (next, iter([1])), "percent": (lambda x: "%s %r" % (x, x), 1),
    "join": ("".join, ["a"]), "unpack": (lambda x: max(*x), [1, 2]), "sum": (lambda x: sum(x), [1]), "all": (all, [1]),
}


def own_iterator():
    class Own:
        def __iter__(self):
            return iter(self)
    return iter(Own())


def own_attribute():
    class Own:
        def __getattr__(self, name):
            return getattr(self, name + "x")
    return Own().x


def own_call():
    class Own:
        pass
    Own.__call__ = Own()
    return Own()()


def own_subclass():
    class Own:
        def __init_subclass__(cls):
            type("Below", (Own,), {})
    type("Below", (Own,), {})


def sort_key():
    def key(x):
        return sorted([x, x], key=key)
    return key(1)


def own_format():
    class Own:
        def __format__(self, specification):
            return "{:{}}".format(self, specification)
    return format(Own())


def evaluation():
    def again():
        return eval("again()", {"again": again})
    return again()


def chain_of_contexts():
    error = None
    for i in range(DEPTH):
        following = ValueError(i)
        following.__context__ = error
        error = following
    traceback.print_exception(error, file=io.StringIO())
    show(error)
    try:
        try:
            raise error
        finally:
            raise KeyError
    except KeyError:
        pass


def cycle_of_contexts():
    a, b, c = ValueError(1), ValueError(2), ValueError(3)
    a.__context__, b.__context__, c.__context__ = b, c, b
    try:
        try:
            raise a
        except ValueError:
            raise KeyError
    except KeyError as error:
        traceback.print_exception(error, file=io.StringIO())
        show(error)


def show(error):
    kept, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(error), error, error.__traceback__)
    finally:
        sys.stderr = kept


def group():
    made = nested(lambda x: ExceptionGroup("g", [x]), ValueError())
    show(made)
    made.split(KeyError)
    made.split(ValueError)
    repr(made)


def generators():
    def delegate(inner):
        yield from inner
    for end in (list, lambda g: (next(g), g.close()), lambda g: (next(g), g.throw(KeyError))):
        try:
            end(nested(delegate, iter([1, 2])))
        except KeyError:
            pass


def coroutines():
    async def wait(n):
        return n if n == 0 else await wait(n - 1)
    try:
        wait(DEPTH).send(None)
    except StopIteration:
        pass


def traced():
    def down(n):
        return 0 if n == 0 else down(n - 1)

    def trace(frame, event, argument):
        return trace
    sys.settrace(trace)
    try:
        return down(DEPTH)
    finally:
        sys.settrace(None)


def ends_of_lists():
    for make in (lambda x: [x], lambda x: {1: x}, lambda x: types.SimpleNamespace(x=x)):
        x = None
        for _ in range(1_000_000):
            x = make(x)


def damaged_nesting():
    for data in (b"[\1\0\0\0" * DEPTH + b"N", b")\1" * DEPTH + b"N"):
        try:
            marshal.loads(data)
        except ValueError:
            pass
    pickle.loads(b"(" * DEPTH + b"l" * DEPTH + b".")
    json.loads("[" * DEPTH + "]" * DEPTH)


def callbacks_of_c():
    """A function calls itself through C."""
    prototype = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)

    def down_through_c(n):
        return 0 if n == 0 else prototype(down_through_c)(n - 1)
    down_through_c(DEPTH)


def own_parameter():
    """An object stands for itself where C gets an argument."""
    box = Box(1)
    box._as_parameter_ = box
    ctypes.c_int.from_param(box)


CASES = {
    **{f"{of} of {name}": lambda of=of, make=make: OF_CONTAINERS[of](nested(make, len if name == "method" else 1))
       for name, make in CONTAINERS.items() for of in OF_CONTAINERS},
    **{f"next of {name}": lambda make=make: next(iter(nested(make, [1]))) for name, make in ITERATORS.items()},
    **{f"{name} of boxes": lambda f=f, start=start: f(nested(Box, start)) for name, (f, start) in OF_BOXES.items()},
    "isinstance of tuples": lambda: isinstance(1, nested(lambda x: (x,), str)),
    "issubclass by bases": lambda: issubclass(nested(WithBases, int), WithBases(int)),
    "caught tuples": lambda: issubclass(int, nested(lambda x: (x,), str)),
    "fields": lambda: ("{:" * DEPTH + "}" * DEPTH).format(1),
    **{f.__name__: f for f in (own_iterator, own_attribute, own_call, own_subclass, sort_key, own_format, evaluation, chain_of_contexts,
                               cycle_of_contexts, group, generators, coroutines, traced, ends_of_lists, damaged_nesting, callbacks_of_c,
                               own_parameter)},
}


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


def million_deep():
    """A million calls of Python functions, in the main program, in a thread and in a tasklet."""
    sys.setrecursionlimit(10 ** 9)
    results = [down(1_000_000)]
    thread = threading.Thread(target=lambda: results.append(down(1_000_000)))
    thread.start()
    thread.join()
    try:
        import stackless
    except ImportError:
        results.append(1_000_000)
    else:
        stackless.tasklet(lambda: results.append(down(1_000_000)))()
        stackless.run()
    print(results)


def main():
    for limit in LIMITS:
        sys.setrecursionlimit(limit)
        for name, case in CASES.items():
            try:
                case()
            except PROPER:
                pass
            except Exception as error:
                print(name, "->", type(error).__name__)
    print(len(CASES), "cases")
    million_deep()


if __name__ == "__main__":
    sys.exit(main())
