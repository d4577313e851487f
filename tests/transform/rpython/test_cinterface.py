"""C libraries: libc, libm, and small C sources of our own."""
from __future__ import annotations

import errno
import fcntl
import math
import os
from typing import Annotated, Any

import pytest

from transform.rpython import (
    CConstant,
    CFunction,
    CLibrary,
    CTypeError,
    FatalError,
    Ptr,
    address,
    alloc,
    callback_depth,
    cast,
    data_pointer,
    free,
    get_errno,
    int8,
    int16,
    int32,
    make_bytes,
    null,
    set_errno,
    sizeof,
    uint8,
    uint16,
    uint32,
    uint64,
)

libc = CLibrary(
    """
    typedef int... off_t;
    typedef int... time_t;
    typedef struct _IO_FILE FILE;
    typedef struct { int quot; int rem; } div_t;
    struct stat { off_t st_size; ...; };
    struct tm { int tm_year; int tm_yday; ...; };

    size_t strlen(const char *s);
    int abs(int n);
    int snprintf(char *buffer, size_t size, const char *format, ...);
    int open(const char *path, int flags, ...);
    int close(int fd);
    int stat(const char *path, struct stat *result);
    FILE *fopen(const char *path, const char *mode);
    int fclose(FILE *file);
    void *memchr(const void *p, int byte, size_t size);
    struct tm *gmtime(const time_t *when);
    long strtol(const char *text, char **end, int base);
    div_t div(int a, int b);
    void (*signal(int number, void (*handler)(int)))(int);
    void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));

    extern int opterr;
    #define O_RDONLY ...
    #define O_CREAT ...
    #define O_WRONLY ...
    #define ENOENT ...
    """,
    headers=["errno.h", "fcntl.h", "stdio.h", "stdlib.h", "string.h", "sys/stat.h", "time.h", "unistd.h"],
)
libm = CLibrary("double sqrt(double x); float sqrtf(float x);", headers=["math.h"], libraries=["m"])

DECLARATIONS = """
    enum color { RED, GREEN = 5 };
    struct item {
        char letter; unsigned char byte; signed char small; short number; unsigned short word;
        unsigned int mask; long wide; unsigned long huge; float ratio; _Bool flag; enum color color;
        char name[6]; struct item *next; void *data; void (*handler)(int); struct { int inner; };
    };
    union either { int number; char bytes[4]; };
"""
FUNCTIONS = """
    signed char to_char(signed char x);
    char letter(char x);
    unsigned int to_unsigned(unsigned int x);
    unsigned long to_unsigned_long(unsigned long x);
    _Bool negate(_Bool x);
    enum color next_color(enum color x);
    int sum(int count, ...);
    void nothing(void);
    long double precise(long double x);
    float total(float *x);
"""
own = CLibrary(
    DECLARATIONS + FUNCTIONS + "#define ANSWER 42\n#define LIMIT ...",
    defines=[("LIMIT", "1000"), ("NAMED", "")],
    source="#include <stdarg.h>" + DECLARATIONS + """
    #define ANSWER 42
    signed char to_char(signed char x) { return x; }
    char letter(char x) { return x + 1; }
    unsigned int to_unsigned(unsigned int x) { return x; }
    unsigned long to_unsigned_long(unsigned long x) { return x; }
    _Bool negate(_Bool x) { return !x; }
    enum color next_color(enum color x) { return x == RED ? GREEN : RED; }
    int sum(int count, ...)
    {
        va_list arguments;
        int result = 0;
        va_start(arguments, count);
        while (count--)
            result += va_arg(arguments, int);
        va_end(arguments);
        return result;
    }
    void nothing(void) {}
    long double precise(long double x) { return x; }
    float total(float *x) { return *x; }
    """,
)
pointer_to: Any = Ptr  # for classes that type checkers do not know


@libc.struct("struct stat")
class Stat:
    st_size: int


def test_function_is_described():
    assert isinstance(libc.strlen, CFunction)
    assert libc.strlen is libc.strlen
    assert (libc.strlen.name, libc.strlen.library) == ("strlen", libc)
    assert (libc.strlen.arg_types, libc.strlen.result_type) == ((Ptr[uint8],), uint64)
    assert not libc.strlen.variadic
    assert (libc.snprintf.arg_types, libc.snprintf.result_type) == ((Ptr[uint8], uint64, Ptr[uint8]), int32)
    assert libc.snprintf.variadic
    assert (libc.memchr.arg_types, libc.memchr.result_type) == ((Ptr[None], int32, uint64), Ptr[None])
    assert libc.strtol.arg_types == (Ptr[uint8], Ptr[Ptr[uint8]], int32)
    assert (libm.sqrt.arg_types, libm.sqrt.result_type) == ((float,), float)
    assert (own.nothing.arg_types, own.nothing.result_type) == ((), None)


def test_results():
    length = libc.strlen(data_pointer(b"four\0"))
    assert (length, type(length)) == (4, uint64)
    assert (libc.abs(-3), type(libc.abs(-3))) == (3, int)
    assert (libc.strtol(data_pointer(b"-12\0"), null(Ptr[uint8]), 10)) == -12
    assert libm.sqrt(2.0) == math.sqrt(2)
    assert libm.sqrt(4) == 2.0
    assert abs(libm.sqrtf(2.0) - math.sqrt(2)) < 1e-6
    assert own.negate(False) is True
    assert own.nothing() is None


def test_narrow_integers_wrap_as_in_c():
    assert own.to_char(200) == -56
    assert own.letter(65) == 66
    assert own.letter(127) == -128
    assert own.to_unsigned(-1) == 2**32 - 1
    assert type(own.to_unsigned(1)) is int
    assert own.to_unsigned_long(-1) == 2**64 - 1
    assert libc.abs(2**32 - 5) == 5


def test_pointers_go_in_and_come_back():
    text = b"hello world"
    p = data_pointer(text)
    found = libc.memchr(p, ord("w"), len(text))
    assert isinstance(found, Ptr)
    assert cast(uint8, found) - p == 6
    assert not libc.memchr(p, ord("z"), len(text))
    end = alloc(Ptr[uint8])
    number = data_pointer(b"77bottles\0")
    assert libc.strtol(number, end, 10) == 77
    assert end[0] == number + 2
    free(end)


def test_arguments_are_checked():
    with pytest.raises(TypeError, match=r"expected Ptr\[uint8\], found Ptr\[int\]"):
        libc.strlen(null(int))
    with pytest.raises(TypeError, match=r"expected Ptr\[uint8\], found bytes"):
        libc.strlen(b"four")
    with pytest.raises(TypeError, match="expected int32, found float"):
        libc.abs(1.5)
    with pytest.raises(TypeError, match="expected float, found str"):
        libm.sqrt("4")
    with pytest.raises(TypeError, match=r"abs\(\) takes 1 arguments, not 2"):
        libc.abs(1, 2)
    with pytest.raises(TypeError, match=r"open\(\) takes 2 arguments, not 1"):
        libc.open(null(uint8))


def test_variadic_functions():
    buffer = alloc(uint8, 100)
    size = libc.snprintf(buffer, 100, data_pointer(b"%ld %d %u %g %s %d\0"), -(2**40), int32(-5), uint32(2**32 - 1),
                         0.5, data_pointer(b"text\0"), True)
    assert make_bytes(buffer, size) == b"-1099511627776 -5 4294967295 0.5 text 1"
    free(buffer)
    assert own.sum(3, int8(-1), int16(-2), uint16(10)) == 7
    with pytest.raises(TypeError, match="list cannot be passed to a variadic C function"):
        own.sum(1, [1])


def test_constants_know_their_names():
    assert isinstance(libc.O_CREAT, CConstant)
    assert (libc.O_CREAT, libc.O_CREAT.c_name) == (os.O_CREAT, "O_CREAT")
    assert libc.O_RDONLY == os.O_RDONLY
    assert (own.ANSWER, own.LIMIT, own.RED, own.GREEN) == (42, 1000, 0, 5)
    assert own.GREEN.c_name == "GREEN"
    assert libc.O_CREAT | libc.O_WRONLY == os.O_CREAT | os.O_WRONLY
    assert own.next_color(own.RED) == own.GREEN


def test_open_and_errno(tmp_path):
    path = os.fsencode(tmp_path / "new") + b"\0"
    assert libc.open(data_pointer(path), libc.O_RDONLY) == -1
    assert get_errno() == libc.ENOENT == errno.ENOENT
    fd = libc.open(data_pointer(path), libc.O_CREAT | libc.O_WRONLY, 0o640)
    assert fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_WRONLY
    assert libc.close(fd) == 0
    assert (tmp_path / "new").stat().st_mode & 0o700 == 0o600


def test_errno_can_be_set():
    set_errno(7)
    assert get_errno() == 7
    libc.abs(1)
    assert get_errno() == 7


def test_structure_of_a_header():
    p = alloc(libc.struct_stat)
    assert libc.stat(data_pointer(os.fsencode(__file__) + b"\0"), p) == 0
    assert p.st_size == os.path.getsize(__file__)
    free(p)
    when = alloc(libc.time_t)
    when[0] = 86400 * 365
    assert libc.gmtime(when).tm_year == 71
    free(when)


def test_structure_class_of_ones_own():
    assert libc.struct_stat is Stat
    assert libc.stat.arg_types == (Ptr[uint8], Ptr[Stat])
    assert Stat.__dict__["c_name"] == "struct stat"
    assert sizeof(Stat) > 100
    p = alloc(Stat)
    assert libc.stat(data_pointer(b"/\0"), p) == 0
    assert p.st_size == os.stat("/").st_size
    free(p)


def test_structure_class_that_does_not_agree():
    library = CLibrary("struct pair { int a; };", source="struct pair { int a; };")

    @library.struct("struct pair")
    class Pair:
        a: int

    with pytest.raises(CTypeError, match="struct pair.a is declared as int, but is int32"):
        alloc(Pair)

    @library.struct("struct pair")
    class Other:
        b: int32

    with pytest.raises(CTypeError, match="struct pair has no field b"):
        alloc(Other)


def test_fields_of_every_type():
    item = own.item
    assert own.struct_item is item
    assert (item.c_name, item.__name__, item.library) == ("struct item", "item", own)
    assert item.__annotations__ == {
        "letter": int8, "byte": uint8, "small": int8, "number": int16, "word": uint16, "mask": uint32, "wide": int,
        "huge": uint64, "ratio": float, "flag": bool, "color": uint32, "name": Annotated[Ptr[uint8], 6],
        "next": pointer_to[item], "data": Ptr[None], "handler": Ptr[None], "inner": int32}
    p = alloc(item)
    for name, value in [("letter", -3), ("byte", 200), ("small", -4), ("number", -300), ("word", 60000),
                        ("mask", 2**31), ("wide", -(2**40)), ("huge", 2**63), ("ratio", 0.5), ("flag", True),
                        ("color", 5), ("inner", 7)]:
        setattr(p, name, value)
        assert getattr(p, name) == value
        assert type(getattr(p, name)) is item.__annotations__[name]
    p.next = p
    p.next.name[0] = uint8(65)
    assert p.name[0] == 65
    p.data = p
    assert p.data == p
    assert not p.handler
    free(p)


def test_unions():
    p = alloc(own.either)
    p.number = int32(0x41424344)
    assert make_bytes(p.bytes, 4) == b"DCBA"
    assert own.either.c_name == "union either"
    free(p)


def test_other_typedefs():
    assert libc.off_t is int
    assert libc.div_t.c_name == "div_t"
    assert libc.div_t.__annotations__ == {"quot": int32, "rem": int32}


def test_opaque_structures():
    assert libc.FILE.c_name == "FILE"
    assert libc.fopen.result_type == pointer_to[libc.FILE] == libc.fclose.arg_types[0]
    file = libc.fopen(data_pointer(b"/dev/null\0"), data_pointer(b"r\0"))
    assert file and address(file)
    assert libc.fclose(file) == 0


def test_what_is_not_supported():
    with pytest.raises(CTypeError, match="signal: .*C function pointers are parameters only"):
        libc.signal
    with pytest.raises(CTypeError, match="opterr is a C variable"):
        libc.opterr
    with pytest.raises(CTypeError, match="div: div_t is passed by value"):
        libc.div
    with pytest.raises(CTypeError, match="precise: C type long double is not supported"):
        own.precise
    with pytest.raises(CTypeError, match="total: pointers to float are not supported"):
        own.total
    with pytest.raises(AttributeError, match="no 'strdup'"):
        libc.strdup


def test_types_of_two_libraries_are_one_where_rpython_says_so():
    other = CLibrary("char *strchr(const char *s, int c);", headers=["string.h"])
    found = other.strchr(data_pointer(b"key=value\0"), ord("="))
    assert libc.strlen(found) == 6


def shuffled(a: Ptr[int], b: Ptr[int]) -> int:
    return a[0] - b[0]


def failing(a: Ptr[int], b: Ptr[int]) -> int:
    raise KeyError("none")


def one_argument(a: Ptr[int]) -> int:
    return 0


def test_callbacks():
    numbers = alloc(int, 4)
    for i, number in enumerate([3, -1, 7, 0]):
        numbers[i] = number
    libc.qsort(numbers, 4, 8, shuffled)
    assert [numbers[i] for i in range(4)] == [-1, 0, 3, 7]
    with pytest.raises(FatalError, match="KeyError in a function called by C: 'none'"):
        libc.qsort(numbers, 4, 8, failing)
    with pytest.raises(TypeError, match="one_argument takes 1 arguments, C passes 2"):
        libc.qsort(numbers, 4, 8, one_argument)
    with pytest.raises(TypeError, match="expected Callable"):
        libc.qsort(numbers, 4, 8, 5)
    free(numbers)
    assert callback_depth() == 0
