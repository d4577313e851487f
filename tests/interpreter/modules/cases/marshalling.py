"""marshal: what comes back, references, versions, and data that is wrong."""
import io
import marshal
import types

VALUES = [None, True, False, ..., StopIteration, 0, 1, -1, 2 ** 31 - 1, -2 ** 31, 2 ** 31, -2 ** 63, 10 ** 50, -10 ** 50, 0.0, -0.0, 1e300,
          float("inf"), 1j, "", "abc", "é", "\u20ac" * 300, "a" * 300, "\ud800", b"", b"x" * 300, (), (1,), tuple(range(300)), [], [1, [2]],
          {}, {1: 2, "a-b": (3,)}, set(), {1}, frozenset({2})]
for value in VALUES:
    for version in range(5):
        data = marshal.dumps(value, version)
        again = marshal.loads(data)
        assert again == value and type(again) is type(value), (value, version)
        if version < 3 and not (isinstance(value, (float, complex)) and version < 2):
            print(version, data if len(data) < 40 else len(data))
assert repr(marshal.loads(marshal.dumps(float("nan")))) == "nan"
print(marshal.loads(marshal.dumps(bytearray(b"ab"))), marshal.loads(marshal.dumps(memoryview(b"cd"))))

shared = [1]
a, b = marshal.loads(marshal.dumps((shared, shared)))
print(a is b)
a, b = marshal.loads(marshal.dumps((shared, shared), 2))
print(a is b)
own = []
own.append(own)
print(marshal.loads(marshal.dumps(own)))
own = {}
own[0] = own
print(marshal.loads(marshal.dumps(own)))

file = io.BytesIO()
for value in (1, "two", [3.0]):
    marshal.dump(value, file)
file.write(b"rest")
file.seek(0)
print([marshal.load(file) for _ in range(3)], file.read())


def outer(a, /, b=2, *c, d, **e):
    "text"
    def inner():
        return a, b
    class C:
        x = [i for i in c]
    return inner(), C.x, d, e


code = marshal.loads(marshal.dumps(outer.__code__))
again = types.FunctionType(code, globals(), "again", (2,))
print(again(1, 2, 3, d=4, f=5), code.co_name, code.co_varnames == outer.__code__.co_varnames, code.co_consts[0])


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


for data in [b"", b"0", b"?", b"i\0", b"s\5\0\0\0ab", b"s\xff\xff\xff\xff", b"[\xff\xff\xff\xff", b"(\xff\xff\xff\xff", b"<\xff\xff\xff\xff",
             b"(\1\0\0\0", b"(\1\0\0\0" + b"0", b"[\1\0\0\0" + b"0", b"{N", b"{N0", b"<\1\0\0\0" + b"0", b"r\0\0\0\0", b"r\xff\xff\xff\xff",
             b"l\1\0\0\0\0\0", b"l\1\0\0\0\0\x80", b"l\0\0\0\x80", b"z\5abc", b"u\1\0\0\0\xff", b"f\3abc", b"<\1\0\0\0[\0\0\0\0",
             b"\xbc\1\0\0\0r\0\0\0\0", b"[\1\0\0\0" * 5000, b")\1" * 5000, b"N extra"]:
    attempt(lambda: repr(marshal.loads(data)))
for value in [object(), int, [object()], type("L", (list,), {})(), type("S", (str,), {})(), range(3), len, iter([])]:
    attempt(marshal.dumps, value)
deep = None
for _ in range(3000):
    deep = [deep]
attempt(marshal.dumps, deep)
attempt(marshal.loads, "text")
attempt(marshal.load, io.StringIO("text"))
attempt(marshal.load, object())


class Short(io.BytesIO):
    def readinto(self, buffer):
        return len(buffer) + 1


attempt(marshal.load, Short(b"[\1\0\0\0N"))
