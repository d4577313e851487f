"""ctypes: simple types, arrays, pointers, and the memory below them."""
import pickle
from ctypes import (POINTER, Array, _Pointer, _SimpleCData, addressof, alignment, byref, c_bool, c_byte, c_char, c_char_p, c_double, c_float, c_int,
                    c_longdouble, c_longlong, c_short, c_ubyte, c_ulonglong, c_ushort, c_void_p, c_wchar, c_wchar_p, cast, create_string_buffer,
                    create_unicode_buffer, memmove, memset, pointer, py_object, resize, sizeof, string_at, wstring_at)


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


print("values")
show("c_int(5)", "c_int(2**33 + 7)", "c_ubyte(-1)", "c_ulonglong(-1)", "c_longlong(2**64 + 3)", "c_double(2.5)", "c_float(0.1)", "c_longdouble(1.5)",
     "c_bool([])", "c_char(b'x')", "c_char(65)", "c_wchar('\\U0001F600')", "c_char_p(b'abc').value", "c_char_p().value", "c_wchar_p('käse').value",
     "c_void_p(2**64 - 1)", "c_void_p(0)", "py_object([1]).value", "py_object(7).value", "py_object(0.5).value", "py_object()")
show("c_int('a')", "c_int(1.5)", "c_double('a')", "c_char('a')", "c_char(300)", "c_wchar(3)", "c_wchar('ab')", "c_char_p(3.4)", "c_void_p('a')",
     "c_wchar_p(b'a')", "c_int(1, 2)", "_SimpleCData()", "hash(c_int(3))", "c_int(3) == c_int(3)", "bool(c_int(0))", "bool(c_double(-0.0))")
show("c_int.__ctype_be__(5)", "bytes(c_int.__ctype_be__(5))", "c_double.__ctype_be__(1.5).value", "c_short.__ctype_be__(-2).value",
     "c_int.__ctype_be__.__ctype_le__ is c_int", "sizeof(c_longdouble), alignment(c_longdouble)")
show("c_int.from_buffer_copy(b'\\1\\0\\0\\0x')", "c_int.from_buffer_copy(b'ab')", "c_int.from_buffer(b'abcd')", "c_int.from_buffer(bytearray(2))",
     "c_int.from_buffer(3)", "c_int.from_address('a')", "sizeof(3)", "byref(3)", "addressof(3)", "alignment(3)", "resize(3, 3)", "resize(c_int(), 1)")
for namespace in {}, {"_type_": "j"}, {"_type_": "ij"}, {"_type_": 3}:
    try:
        type(c_int)("Own", (_SimpleCData,), namespace)
    except Exception as error:
        print(namespace, type(error).__name__, error)

print("arrays")
numbers = (c_int * 5)(1, 2, 3, 4, 5)
show("numbers[-1]", "numbers[5]", "numbers[1:3]", "numbers[::-1]", "numbers['x']", "len(numbers)", "numbers.value", "3 in numbers", "c_int * 3 is c_int * 3",
     "c_int * -1", "c_int * 'a'", "(c_int * 3)(1, 2, 3, 4)", "(c_int * 2)(1, 'a')", "Array()", "(c_char * 3)(b'a', b'b')[0:2]",
     "(c_char * 3)(b'a', b'b').raw", "(c_wchar * 3)('a', 'b')[0:2]", "create_string_buffer(b'abc', 2)", "create_unicode_buffer('abc').value", "c_short * 2 * 3")
do("numbers[0:2] = [7, 8]", "numbers[0:2] = [7]", "numbers[::2] = (1, 2, 3)", "numbers[9] = 3", "del numbers[0]", "numbers['x'] = 3",
   "numbers[0] = c_int(9)", "numbers[0] = c_short(9)", "numbers[0:2] = 5", then="list(numbers)")
buffer = create_string_buffer(3)
do("buffer.value = b'abcd'", "buffer.value = 'a'", "buffer.raw = b'abcd'", "buffer.raw = bytearray(b'ab')", "buffer.raw = 3", "del buffer.value",
   "del buffer.raw", "buffer.value = b'xyz'", then="buffer.raw")
wide = create_unicode_buffer(3)
do("wide.value = 'abcd'", "wide.value = b'a'", "wide.value = 'ab'", "del wide.value", then="wide.value")
for namespace in {}, {"_length_": "a"}, {"_length_": -1}, {"_length_": 3}, {"_length_": 3, "_type_": int}:
    try:
        type(Array)("Own", (Array,), namespace)
    except Exception as error:
        print(namespace, type(error).__name__, error)

print("pointers")
target = c_int(42)
to = pointer(target)
to[0] = 43
show("target", "to.contents", "to[0]", "bool(to)", "to.contents._b_base_ is to", "to._objects", "POINTER(c_int) is type(to)", "POINTER(c_int)().contents",
     "POINTER(c_int)()[0]", "bool(POINTER(c_int)())", "POINTER(3)", "_Pointer()", "pointer(numbers)[0][1]", "cast(numbers, POINTER(c_int))[:3]",
     "cast(numbers, POINTER(c_int))[2::-1]", "to[::0]", "to[:]", "to[::-1]", "to['x']", "cast(3, c_int)", "cast(b'hello', c_char_p).value",
     "cast(create_string_buffer(b'hi'), POINTER(c_char))[:2]", "POINTER(None) is c_void_p")
do("to.contents = c_int(7)", "to.contents = c_short(7)", "del to.contents", "del to[0]", "to['x'] = 1", then="to[0]")

print("memory")
area = bytearray(b"0123456789")
window = c_short.from_buffer(area, 2)
window.value = 0x4241
show("area", "window._objects is not None")
try:
    area.append(1)
except BufferError as error:
    print(error)
memset(buffer, 65, 2)
memmove(addressof(buffer) + 2, b"B", 1)
show("buffer.raw", "string_at(buffer, 2)", "string_at(b'abc')", "wstring_at('käse', 2)", "bytes((c_int * 2)(1, 2))", "bytearray(c_short(3))",
     "memoryview(numbers).shape", "memoryview(numbers).format", "memoryview(numbers).nbytes", "memoryview(numbers).obj is numbers")
view = memoryview(numbers).cast("B")
view[0] = 77
print(numbers[0])
grown = (c_int * 1)(5)
resize(grown, 64)
show("sizeof(grown)", "grown[0]", "len(grown)")
resize(grown, 4)
show("sizeof(grown)", "pickle.loads(pickle.dumps(c_int(77)))", "pickle.dumps(c_char_p(b'a'))",
     "c_char_p(b'abc')._objects", "c_int(3)._b_needsfree_", "c_int.from_address(addressof(target))._b_needsfree_")


class Meters(c_int):
    def __init__(self, value, unit="m"):
        c_int.__init__(self, value)
        self.unit = unit


length = Meters(5)
show("length.value, length.unit", "type((Meters * 2)()[0])", "isinstance(Meters.from_param(length), Meters)")
