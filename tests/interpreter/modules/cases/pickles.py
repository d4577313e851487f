import collections
import copyreg
import functools
import io
import pickle
import re
import sys
from _pickle import PickleBuffer, Pickler, Unpickler


class Plain:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)

    def method(self):
        return sorted(self.__dict__)


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


class WithState:
    def __getstate__(self):
        return "state"

    def __setstate__(self, state):
        self.state = state


class WithNames:
    def __new__(cls, a, *, b):
        self = object.__new__(cls)
        self.pair = a, b
        return self

    def __getnewargs_ex__(self):
        return self.pair[:1], {"b": self.pair[1]}


class Growing(list):
    pass


class Mapping(dict):
    pass


class Reduced:
    def __init__(self, *arguments):
        self.arguments = arguments

    def __reduce__(self):
        return self.arguments


class Outer:
    class Inner:
        pass


Pair = collections.namedtuple("Pair", "left right")


def show(call, *arguments, **named):
    try:
        print(call(*arguments, **named))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, re.sub("0x[0-9a-f]+", "0x", str(error)), repr(error.__cause__))


def described(x):
    """What tells objects of the classes above apart."""
    kind = type(x).__name__
    if isinstance(x, Slotted):
        return kind, x.a, hasattr(x, "b")
    if hasattr(x, "__dict__") and not isinstance(x, (type, type(show))):
        return kind, {key: described(value) for key, value in vars(x).items()}, list(x) if isinstance(x, (list, dict)) else None
    return x


print("numbers and strings")
numbers = [0, 1, -1, 255, 256, 65535, 65536, -129, 2 ** 31 - 1, 2 ** 31, -2 ** 31, -2 ** 31 - 1, 2 ** 63, -2 ** 63, -128, -2 ** 2000, 10 ** 700,
           0.0, -0.0, 1.5, 1e300, float("inf"), True, False, None, 1j]
strings = ["", "a", "é", "€\n\\", "𝄞\r\x00\x1a", "\ud800", "x" * 300, b"", b"ab\xff", b"y" * 256, bytearray(b"abc"), bytearray()]
for protocol in range(6):
    for value in numbers + strings:
        data = pickle.dumps(value, protocol)
        print(protocol, data)
        again = pickle.loads(data)
        assert type(again) is type(value) and repr(again) == repr(value), (protocol, value)

print("containers and objects")
shared = [1, 2]
cycle = ["c"]
cycle.append((cycle, {"cycle": cycle}))
values = [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [shared, shared], {}, {"a": shared}, {1: 2, 3: shared}, set(), {7}, frozenset(), frozenset([5]),
          set(range(10)), Plain(a=1, b="two"), Slotted(3), WithState(), WithNames(1, b=2), Growing([1, 2]),
          Mapping(a=1), Pair(1, [2]), Outer.Inner(), collections.OrderedDict(a=1), functools.partial(int, base=2), ..., NotImplemented, type(None), type(...),
          int, Outer.Inner, show, len, Plain.method, Plain(z=1).method, [].append, ValueError("no", 3), collections.deque([1], 5), range(1, 9, 2),
          slice(1, None), complex, memoryview, collections.Counter("aab"), collections.defaultdict(list, {1: [2]}), iter([1, 2]), reversed([1, 2]), zip]
for protocol in range(6):
    for value in values:
        try:
            data = pickle.dumps(value, protocol)
        except Exception as error:
            print(protocol, type(error).__name__, error)
            continue
        print(protocol, len(data) if len(data) > 300 else data)
        again = pickle.loads(data)
        assert type(again) is type(value), (value, again)
        print(described(again) if "at 0x" not in repr(described(again)) else type(again).__name__)
    again = pickle.loads(pickle.dumps(cycle, protocol))
    print(again[1][0] is again, again[1][1]["cycle"] is again)
for protocol in (1, 4):
    for value in [list(range(2003)), dict.fromkeys(range(1001)), set(range(1001))]:
        data = pickle.dumps(value, protocol)
        print(protocol, len(data), pickle.loads(data) == value)
big = {"text": "x" * 70000, "small": ["y" * 40000, "z" * 40000], "bytes": b"b" * 66000}
for protocol in (3, 4, 5):
    data = pickle.dumps(big, protocol)
    print(len(data), hash(data) == hash(pickle.dumps(big, protocol)), data[:20], pickle.loads(data) == big)

print("reductions")
for reduction in [("len",), (), (1, ()), (len, 1), (list, (), None, 3), (list, (), None, iter([1, 2])), (dict, (), None, None, iter([(1, 2)])), (dict, (), None, None, iter([1])),
                  (dict, (), None, None, 5), (list, (), None, None, None, 5), (list, (), 1, None, None, None, 7), (copyreg.__newobj__, ()), (copyreg.__newobj__, (3,)),
                  (copyreg.__newobj__, (list,)), (copyreg.__newobj_ex__, (1, 2)), (copyreg.__newobj_ex__, (list, (), 1)), (copyreg.__newobj_ex__, (list, 1, {}))]:
    for protocol in (0, 2, 4):
        show(lambda: pickle.dumps(Reduced(*reduction), protocol))
Reduced.__reduce__ = lambda self: 5
show(pickle.dumps, Reduced())
Reduced.__reduce__ = lambda self: "nowhere"
show(pickle.dumps, Reduced())
show(pickle.dumps, lambda: 0)


def inside():
    def local():
        pass
    return local


show(pickle.dumps, inside())
show(pickle.dumps, sys)
show(pickle.dumps, iter(set()).__class__)
show(pickle.dumps, (x for x in ()))
Plain.__module__ = "no_module"
show(pickle.dumps, Plain)
Plain.__module__ = "sys"
show(pickle.dumps, Plain)
Plain.__module__ = __name__
copyreg.add_extension(__name__, "Pair", 300)
for protocol in (1, 2, 4):
    print(pickle.dumps(Pair, protocol), pickle.loads(pickle.dumps(Pair, protocol)) is Pair)
copyreg.remove_extension(__name__, "Pair", 300)
show(pickle.loads, b"\x80\x02\x83,\x01.")

print("picklers")
for arguments in [(6,), (-1,), ("a",), (None,)]:
    show(lambda: pickle.dumps(1, *arguments))
show(pickle.dumps, 1, 4, buffer_callback=print)
show(pickle.dumps)
show(Pickler)
show(Pickler, 5)
show(Pickler.__new__(Pickler).dump, 5)
show(Unpickler.__new__(Unpickler).load)
show(Unpickler, 5)
file = io.BytesIO()
pickler = Pickler(file, 2)
pickler.dump(shared)
pickler.dump(shared)
print(file.getvalue(), [pair[0] for pair in pickler.memo.copy().values()])
memo = pickler.memo.copy()
pickler.clear_memo()
pickler.dump(shared)
pickler.memo = memo
pickler.dump(shared)
print(file.getvalue(), pickler.bin, pickler.fast)
pickler.fast = True
pickler.dump([shared, shared])
show(pickler.dump, cycle)
file.seek(0)
unpickler = Unpickler(file)
print([unpickler.load() for _ in range(5)], sorted(unpickler.memo.copy()))
show(unpickler.load)
show(setattr, pickler, "memo", 5)
show(setattr, unpickler, "memo", {"a": 1})
show(setattr, unpickler, "memo", {-1: 1})
show(setattr, pickler, "persistent_id", 5)


class Naming(pickle.Pickler):
    def persistent_id(self, x):
        return "the one" if x is shared else None

    def reducer_override(self, x):
        return (complex, (1, 2)) if isinstance(x, Plain) else NotImplemented


class Resolving(pickle.Unpickler):
    def persistent_load(self, key):
        return [key]

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


for protocol in range(6):
    file = io.BytesIO()
    Naming(file, protocol).dump([shared, Plain(), {1: shared}, Outer.Inner])
    file.seek(0)
    print(Resolving(file).load())
    show(pickle.loads, file.getvalue())
file = io.BytesIO()
pickler = Pickler(file)
pickler.dispatch_table = {Plain: lambda x: (str, (5,))}
pickler.dump([Plain(), 1])
print(pickle.loads(file.getvalue()))


class Unreadable:
    def read(self, n):
        return "text"

    readline = read


class Lines:
    """A file without ``peek`` and ``readinto``, which says what is read."""
    def __init__(self, data):
        self.file = io.BytesIO(data)

    def read(self, n):
        return self.file.read(n)

    def readline(self):
        return self.file.readline()


show(pickle.load, Unreadable())
both = Lines(pickle.dumps(big, 4) + pickle.dumps([1, 2.0, 10 ** 30], 0) + b"rest")
print(pickle.load(both) == big, pickle.load(both), both.read(10))
both = io.BufferedReader(io.BytesIO(pickle.dumps([1, 2], 2) + pickle.dumps((3, "four"), 0) + b"rest"))
print(pickle.load(both), pickle.load(both), both.read(10))

print("buffers")
taken = []
data = pickle.dumps([PickleBuffer(b"bytes"), PickleBuffer(bytearray(b"array"))], 5, buffer_callback=taken.append)
print(data, [bytes(buffer.raw()) for buffer in taken], pickle.loads(data, buffers=taken) == taken)
print(pickle.loads(data, buffers=[b"one", bytearray(b"two")]))
show(pickle.loads, data)
show(pickle.loads, data, buffers=[b"one"])
show(pickle.loads, data, buffers=5)
print(pickle.loads(pickle.dumps([PickleBuffer(b"bytes"), PickleBuffer(bytearray(b"array"))], 5)))
show(pickle.dumps, PickleBuffer(b"bytes"), 4)
show(pickle.dumps, PickleBuffer(memoryview(b"abcdef")[::2]), 5)
show(PickleBuffer(memoryview(b"abcdef")[::2]).raw)
buffer = PickleBuffer(bytearray(b"abc"))
print(bytes(buffer), buffer.raw().readonly, memoryview(buffer).format)
buffer.release()
show(buffer.raw)
show(memoryview, buffer)
show(PickleBuffer, 5)

print("damaged and old data")
for data in [b"", b".", b"0.", b"1.", b"2.", b"(", b"(.", b"N", b"t.", b")N", b"a.", b"]a.", b"(a.", b"]Na.", b"N]e.", b"(N]e.", b"Nu.", b"}Ns.", b"}(Nu.", b"R.", b"N)R.", b"b.",
             b"Nb.", b"NNb.", b"]N\x86b.", b"\x80\x06.", b"\x80", b"\x95\xff\xff\xff\xff\xff\xff\xff\xff.", b"\x95\x01", b"X\xff\xff\xff\xff", b"\x8c\x05ab.", b"\x8e" + b"\xff" * 8,
             b"T\xff\xff\xff\xff.", b"\x8b\xff\xff\xff\xff.", b"Ix\n.", b"Lx\n.", b"Fx\n.", b"I\n.", b"I5", b"S'a\n.", b"Sa\n.", b"S'\\x'\n.", b"g5\n.", b"gx\n.", b"h\x05.", b"j\0\0\0\1.",
             b"p0\n.", b"Np-1\n.", b"Np70000\ng70000\n.", b"cno_such_module\nx\n.", b"csys\nno_such\n.", b"csys\n.", b"\x8c\x03sysN\x93.", b"NN\x93.",
             b"\x82\x00.", b"\x82\x01.", b"\x84\xff\xff\xff\xff.", b"P\n.", b"Pkey\n.", b"NQ.", b"\x97.", b"\x98.", b"N\x98.", b"\xff.", b"'.", b"\\.", b"z.", b"\x81.", b"NN\x81.", b"cbuiltins\nint\nN\x81.",
             b"NNN\x92.", b"cbuiltins\nint\n)N\x92.", b"cbuiltins\nint\n)}\x92.", b"o.", b"(o.", b"(N o.", b"(cbuiltins\nint\no.", b"(ibuiltins\nint\n.", b"(I5\nibuiltins\nstr\n.", b"(d.", b"(Nd.", b"(NNd.",
             b"(l.", b"(]]d.", b"\x8f(]\x90.", b"(]\x91.", b"U\x02\xe9\xe8.", b"V\\u00e9\\n\n.", b"V\\ud8\n.", b"cbuiltins\nobject\n)\x81K\x01b.", b"cbuiltins\nobject\n)\x81NK\x01\x86b.",
             b"c__builtin__\nxrange\n(I1\nI5\ntR.", b"\x80\x04c__builtin__\nxrange\n.", b"G\x7f\xf0\0\0\0\0\0\0.", b"K", b"M\x01", b"J\x01\x02\x03\x80."]:
    print(data, end=" ")
    show(pickle.loads, data)
for options in [{}, {"encoding": "bytes"}, {"encoding": "latin-1"}, {"errors": "replace"}, {"encoding": "nonsense"}]:
    show(pickle.loads, b"U\x03a\xe9b.", **options)
    show(pickle.loads, b"S'a\\xe9'\n.", **options)
show(pickle.loads, "text")
show(pickle.loads, 5)
show(pickle.loads, b"N.", nonsense=5)
print(pickle.loads(bytearray(b"K\x05.")), pickle.loads(memoryview(b"K\x06.")), pickle.loads(b"(K\x01K\x02t.rest"))

print("nesting")
deep = []
for _ in range(5000):
    deep = [deep]
show(pickle.dumps, deep)
show(pickle.loads, b"(" * 5)
nested = pickle.loads(b"]" * 5000 + b"a" * 4999 + b".")
show(pickle.dumps, nested)
while deep:
    deep = deep.pop()
Outer.module = sys.modules[__name__]
Outer.__qualname__ = "Outer.module.Outer"
for protocol in (0, 4):
    print(pickle.dumps(Outer, protocol), pickle.loads(pickle.dumps(Outer, protocol)) is Outer)
show(pickle.dumps, dict.__dict__["fromkeys"])
view = memoryview(bytearray(12))
print([(v.c_contiguous, v.f_contiguous, v.contiguous) for v in (view, view[::2], view.cast("B", (3, 4)))])
