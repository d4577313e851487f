"""ctypes: calls of C functions, and C functions that call Python ones."""
import ctypes.util
import errno
import gc
import sys
import threading
from _ctypes import dlclose, dlsym
from ctypes import (CDLL, CFUNCTYPE, POINTER, PYFUNCTYPE, PyDLL, ArgumentError, Structure, Union, byref, c_bool, c_byte, c_char, c_char_p, c_double,
                    c_float, c_int, c_long, c_longdouble, c_longlong, c_short, c_size_t, c_ubyte, c_ulonglong, c_void_p, c_wchar_p, cast, cdll,
                    create_string_buffer, get_errno, pointer, py_object, set_errno, sizeof)

sys.stderr = sys.stdout
libc = CDLL(None)
libm = CDLL(ctypes.util.find_library("m"))


def show(*expressions):
    for text in expressions:
        try:
            print(text, "->", eval(text))
        except Exception as error:
            print(text, "->", type(error).__name__, error)


print("arguments without types")
show("libc.abs(-3)", "libc.abs(True)", "libc.abs(c_long(-3))", "libc.strlen(b'hello')", "libc.wcslen('hello')", "libc.abs(1.0)", "libc.abs(2**70)",
     "libc.abs([])", "libc.strlen(create_string_buffer(b'abc'))", "CDLL('nosuch.so')", "ctypes.util.find_library('nosuch')", "cdll['libm.so.6']._name",
     "c_int.in_dll(libc, 'optind').value >= 0", "dlsym(libc._handle, 'abs') > 0", "dlclose(libc._handle)")
for name in "nosuch", "__nosuch__":
    try:
        getattr(CDLL("libc.so.6"), name)
    except AttributeError as error:
        print(error)
buffer = create_string_buffer(40)
print(libc.snprintf(buffer, c_size_t(40), b"%d %s %.2f %c", 5, b"text", c_double(2.5), c_char(b"x")), buffer.value)


class Own:
    def __init__(self, value):
        self._as_parameter_ = value


show("libc.abs(Own(-9))", "libc.abs(Own(Own(-9)))", "libc.abs(Own([]))")

print("argtypes and restype")
libm.sqrt.argtypes, libm.sqrt.restype = [c_double], c_double
libm.ldexp.argtypes, libm.ldexp.restype = (c_double, c_int), c_double
libm.sqrtf.argtypes, libm.sqrtf.restype = [c_float], c_float
libm.sqrtl.argtypes, libm.sqrtl.restype = [c_longdouble], c_longdouble
libm.frexp.argtypes, libm.frexp.restype = [c_double, POINTER(c_int)], c_double
libc.strchr.argtypes, libc.strchr.restype = [c_char_p, c_char], c_char_p
exponent = c_int()
show("libm.sqrt(2)", "libm.sqrt(c_double(9))", "libm.ldexp(0.75, 4)", "libm.sqrtf(2.25)", "libm.sqrtl(2.25)", "libm.frexp(8.0, byref(exponent)), exponent",
     "libm.frexp(8.0, exponent)", "libm.frexp(8.0, pointer(exponent))", "libm.frexp(8.0, (c_int * 2)())",
     "libc.strchr(b'hello', b'l')", "libc.strchr(b'hello', b'z')", "libm.sqrt('x')", "libm.sqrt()", "libm.sqrt(c_int(4))", "libm.frexp(1.0, c_short())",
     "libm.frexp(1.0, byref(c_short()))", "libm.frexp(1.0, 5)", "libc.strchr('hello', b'l')", "libm.sqrt(Own(16.0))", "libm.ldexp(1.0, 2.0)")
absolute = CDLL(None).abs
for statement in ("absolute.argtypes = 3", "absolute.argtypes = [3]", "absolute.restype = 3", "absolute.errcheck = 3", "absolute.argtypes = None",
                  "absolute.restype = None", "del absolute.argtypes", "del absolute.restype", "del absolute.errcheck", "absolute.argtypes = [c_int]",
                  "absolute.restype = lambda number: -number", "absolute.errcheck = lambda result, function, arguments: (result, arguments)"):
    try:
        exec(statement)
        print(statement, absolute.argtypes, type(absolute.restype).__name__, absolute.errcheck is None)
    except TypeError as error:
        print(statement, error)
show("absolute(-5)", "bool(absolute)", "bool(CFUNCTYPE(c_int)())", "absolute.__name__", "CFUNCTYPE(3)", "CFUNCTYPE(c_int, 3)", "CFUNCTYPE(c_int)(3.3)",
     "CFUNCTYPE(c_int) is CFUNCTYPE(c_int)", "issubclass(ArgumentError, Exception), ArgumentError.__module__")


class Status(c_int):
    @staticmethod
    def _check_retval_(value):
        return f"checked {value}"


other = CDLL(None).abs
other.restype = Status
print(str(other(-4)).startswith("checked <Status object"))
show("c_int.from_param(3)", "c_double.from_param(3)", "c_char.from_param(b'a')", "c_int.from_param('a')", "POINTER(c_int).from_param(3)",
     "c_char_p.from_param(None)", "c_void_p.from_param(1.5)", "c_void_p.from_param(buffer) is buffer")

print("names, defaults, outputs")
prototype = CFUNCTYPE(c_int, c_int)
for given in ((("abs", libc), 3), (("abs", libc), (3,)), (("abs", libc), ((1,), (1,))), (("abs", libc), ((9,),)), (("abs", libc), ((2,),)), ("abs",),
              (("abs",),), ((3.0, libc),), (("abs", libc), ((1, "x", 5),)), (print, 3)):
    try:
        print(prototype(*given)())
    except Exception as error:
        print(type(error).__name__, error)
named = prototype(("abs", libc), ((1, "x", -5),))
show("named()", "named(-3)", "named(x=-4)", "named(-3, x=3)", "named(1, 2)", "named(y=3)")
split = CFUNCTYPE(c_double, c_double, POINTER(c_int))(("frexp", libm), ((1, "x"), (2, "exponent")))
show("split(8.0)", "split(x=10.0)", "split()")

print("errno")
quiet, loud = CDLL(None), CDLL(None, use_errno=True)
set_errno(0)
loud.open(b"/no/such/file", 0)
show("get_errno() == errno.ENOENT", "set_errno(7) == errno.ENOENT", "quiet.open(b'/no/such/file', 0)", "get_errno()")

print("callbacks")
compare = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
numbers = (c_int * 6)(3, 1, 2, 9, 4, 0)
libc.qsort(numbers, 6, sizeof(c_int), compare(lambda a, b: a[0] - b[0]))
print(list(numbers))
pythonic = PyDLL(None)
pythonic.qsort(numbers, 6, sizeof(c_int), compare(lambda a, b: b[0] - a[0]))
print(list(numbers))


class Pair(Structure):
    _fields_ = [("x", c_int), ("y", c_double)]


class Large(Structure):
    _fields_ = [("values", c_longlong * 5), ("pair", Pair)]


class Small(Structure):
    _fields_ = [("a", c_byte), ("b", c_short)]


class Either(Union):
    _fields_ = [("i", c_int), ("f", c_float)]


@CFUNCTYPE(c_double, Pair, Large, Small, c_char_p, c_wchar_p, py_object)
def by_value(pair, large, small, text, wide, given):
    print(pair.x, list(large.values), large.pair.y, small.a, small.b, text, wide, given)
    pair.x = 99
    return pair.y


pair = Pair(3, 4.5)
print(by_value(pair, Large((1, 2, 3, 4, 5), pair), Small(-1, 300), b"hi", "there", ["object"]), pair.x)
for kind, value in ((c_byte, -5), (c_ubyte, 250), (c_short, -3000), (c_int, -7), (c_longlong, -2**60), (c_ulonglong, 2**64 - 1), (c_float, 0.5),
                    (c_double, -1.25), (c_longdouble, 2.5), (c_bool, True), (c_char, b"z"), (c_void_p, 2**63)):
    print(kind.__name__, CFUNCTYPE(kind, kind)(lambda x: x)(value))


class Division(Structure):
    _fields_ = [("quot", c_int), ("rem", c_int)]


libc.div.restype = Division
result = libc.div(17, 5)
print(result.quot, result.rem)


@CFUNCTYPE(c_int, c_int)
def failing(number):
    return "text" if number else 1 // number


sys.unraisablehook = lambda unraisable: print(unraisable.exc_type.__name__, unraisable.err_msg, unraisable.object.__name__)
failing(0)
failing(1)
try:
    CFUNCTYPE(POINTER(c_int))(lambda: None)
except TypeError as error:
    print(error)


def nested(depth):
    return depth if depth == 0 else CFUNCTYPE(c_int, c_int)(lambda n: nested(n - 1) + 1)(depth)


print(nested(20))


def work():
    mine = (c_int * 200)(*range(200, 0, -1))
    libc.qsort(mine, 200, sizeof(c_int), compare(lambda a, b: a[0] - b[0]))
    results.append(list(mine) == list(range(1, 201)))


results = []
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results)
kept = [CFUNCTYPE(c_int, c_int)(lambda x, i=i: x + i) for i in range(100)]
del kept[::2]
gc.collect()
print(sum(function(1) for function in kept))
address = cast(kept[0], c_void_p).value
print(CFUNCTYPE(c_int, c_int)(address)(10), PYFUNCTYPE(c_int, c_int)(address)(10))
