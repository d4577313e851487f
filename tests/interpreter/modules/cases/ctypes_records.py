"""ctypes: structures and unions."""
from ctypes import (POINTER, BigEndianStructure, BigEndianUnion, LittleEndianStructure, Structure, Union, addressof, alignment, c_bool, c_byte, c_char,
                    c_char_p, c_double, c_float, c_int, c_long, c_longlong, c_short, c_ubyte, c_uint, c_ulonglong, c_ushort, c_void_p, c_wchar,
                    pointer, resize, sizeof)


def show(*expressions):
    for text in expressions:
        try:
            print(text, "->", eval(text))
        except Exception as error:
            print(text, "->", type(error).__name__, error)


def do(*statements, then):
    for text in statements:
        try:
            exec(text, globals())
            print(text, "->", eval(then))
        except Exception as error:
            print(text, "->", type(error).__name__, error)


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Labelled(Point):
    _fields_ = [("label", c_char * 4), ("wide", c_wchar * 2)]


class Line(Structure):
    _fields_ = [("start", Point), ("end", Point), ("next", POINTER(c_int)), ("name", c_char_p), ("parts", c_short * 3 * 2)]


print("fields")
show("sizeof(Point), alignment(Point), sizeof(Labelled), sizeof(Line), alignment(Line)", "Point.x, Point.y, Line.parts, Labelled.label",
     "Point.y.offset, Point.y.size", "Point(1, 2).y", "Point(1, 2, 3)", "Point(1, x=3)", "Point('a')", "Point(y=5).y", "Labelled(1, 2, b'ab').label",
     "Line((1, 2), (3, 4)).end.y", "Line((1, 'a'))", "Line(3)", "Line(None)", "Line(Labelled(7, 8)).start.y", "Structure()", "Union()",
     "memoryview(Line()).format", "memoryview(Labelled()).format", "memoryview(Point()).itemsize")
line = Line(name=b"first")
do("line.start.x = 5", "line.start = Point(6, 7)", "line.start = (8,)", "line.parts[1][2] = 9", "line.name = b'other'", "line.name = None",
   "line.name = 'text'", "line.next = pointer(c_int(3))", "line.next = (c_int * 2)(4, 5)", "line.next = (c_short * 2)(4, 5)", "line.next = None",
   "line.next = 5", "line.start = 5", "del line.start", then="line.start.x, line.parts[1][2], line.name, bool(line.next)")
show("line.start._b_base_ is line", "sorted(line._objects)", "Point.x.__get__(None, Point) is Point.x", "Point.x.__get__(5)", "hash(line)")
label = Labelled()
do("label.label = b'abcde'", "label.label = 'text'", "label.label = b'abcd'", "label.label = b'x'", "label.wide = 'abc'", "label.wide = b'x'",
   "label.wide = 'ab'", then="label.label, label.wide")
for fields in ([("a", c_float, 3)], [("a", c_char, 3)], [("a", c_int, 33)], [("a", c_int, 0)], [("a",)], 3, [("a", int)], [(3, c_int)],
               [("a", c_int, "x")], [3]):
    try:
        class Wrong(Structure):
            _fields_ = fields
    except Exception as error:
        print(fields, type(error).__name__, error)
for extra in {"_pack_": -1}, {"_pack_": "a"}, {"_anonymous_": ["z"]}, {"_anonymous_": 3}:
    try:
        type(Structure)("Wrong", (Structure,), {"_fields_": [("a", c_int)], **extra})
    except Exception as error:
        print(extra, type(error).__name__, error)


class Later(Structure):
    pass


Later._fields_ = [("next", POINTER(Later)), ("value", c_int)]
first = Later(None, 1)
second = Later(pointer(first), 2)
show("second.next.contents.value", "second.next[0].value", "bool(first.next)", "sizeof(Later)")
do("Later._fields_ = []", then="sizeof(Later)")


class Empty(Structure):
    pass


Empty()
show("sizeof(Empty), alignment(Empty)")
do("Empty._fields_ = [('a', c_int)]", then="Empty.a")

print("bit fields")


class Bits(Structure):
    _fields_ = [("a", c_int, 3), ("b", c_int, 5), ("c", c_uint, 7), ("d", c_uint, 9), ("e", c_longlong, 40), ("f", c_ubyte)]


class Wide(Structure):
    _fields_ = [("flag", c_bool, 1), ("all", c_ulonglong, 64), ("signed", c_longlong, 64), ("short", c_short, 4), ("int", c_int, 5)]


class Reversed(BigEndianStructure):
    _fields_ = [("c", c_short, 4), ("d", c_int, 5), ("e", c_int, 30)]


show("sizeof(Bits), sizeof(Wide), sizeof(Reversed)", *[f"Bits.{name}" for name in "abcdef"], *[f"Reversed.{name}" for name in "cde"], "Bits.b.size")
bits = Bits(3, -4, 100, 511, -(2 ** 39), 255)
do("bits.a = 3", "bits.a = 9", "bits.b = 15", "bits.c = 200", "bits.e = 2 ** 39 - 1", "bits.a = 'x'",
   then="bits.a, bits.b, bits.c, bits.d, bits.e, bits.f, bytes(bits)")
wide = Wide(3, -1, -1, -1, -1)
turned = Reversed(5, -6, 1000)
show("wide.flag, wide.all, wide.signed, wide.short, wide.int", "turned.c, turned.d, turned.e, bytes(turned)")

print("packed, unions, byte orders")


class Packed(Structure):
    _pack_ = 2
    _fields_ = [("a", c_byte), ("b", c_longlong), ("c", c_byte), ("d", c_double)]


class Number(Union):
    _fields_ = [("i", c_int), ("f", c_float), ("bytes", c_ubyte * 4), ("d", c_double)]


class Named(Structure):
    _anonymous_ = ["u", "p"]
    _fields_ = [("kind", c_int), ("u", Number), ("p", Point)]


class Outer(Structure):
    _anonymous_ = ["inner"]
    _fields_ = [("before", c_int), ("inner", Named)]


class Big(BigEndianStructure):
    _fields_ = [("a", c_int), ("b", c_short * 3), ("c", c_char * 2), ("p", c_double)]


class Little(LittleEndianStructure):
    _fields_ = [("a", c_int)]


class BigNumber(BigEndianUnion):
    _fields_ = [("i", c_int), ("s", c_short)]


show("sizeof(Packed), alignment(Packed), Packed.b, Packed.d", "sizeof(Number), alignment(Number)", "list(Number(f=1.0).bytes)", "Number(1, 2.0).i",
     "memoryview(Number()).format, memoryview(Packed()).format")
named = Named(1, (5,), (6, 7))
outer = Outer(9, named)
show("named.i, named.x, named.y", "Named.x, Named.y", "outer.kind, outer.i, outer.y", "Outer.y")
named.y = 70
show("named.p.y", "bytes(Big(1, (2, 3, 4), b'x', 1.5))", "memoryview(Big()).format", "Little is not None and Little(5).a", "bytes(BigNumber(i=1))",
     "BigNumber(i=1).s")
for wrong in POINTER(c_int), c_void_p, Named:
    try:
        class Other(BigEndianStructure):
            _fields_ = [("a", wrong)]
        print("fine")
    except TypeError as error:
        print(error)


class Empty(Structure):
    pass


roomy = Empty()
resize(roomy, 5)
memoryview(roomy).cast("B")[:] = b"abcde"
print(bytes(memoryview(roomy)), memoryview(roomy).nbytes)
