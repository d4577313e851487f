"""C functions, constants and structures through CLibrary."""
from tests.language.opaque import a_float, a_str, an_int, some_bytes
from transform.rpython import CLibrary, Ptr, alloc, cast, data_pointer, free, int32, keepalive, make_bytes, null, uint8

libc = CLibrary(
    """
    size_t strlen(const char *);
    int abs(int);
    long labs(long);
    int toupper(int);
    int memcmp(const void *, const void *, size_t);
    void *memset(void *, int, size_t);
    long strtol(const char *, char **, int);
    int snprintf(char *, size_t, const char *, ...);
    char *getenv(const char *);
    typedef struct { int quot; int rem; } div_t;
    struct tm { int tm_sec; int tm_min; int tm_hour; int tm_mday; int tm_mon; int tm_year; int tm_wday; ...; };
    struct tm *gmtime_r(const int64_t *, struct tm *);
    #define EOF ...
    #define INT_MAX ...
    #define UCHAR_MAX ...
    #define RAND_MAX ...
    """,
    headers=["ctype.h", "limits.h", "stdio.h", "stdlib.h", "string.h", "time.h"],
)

libm = CLibrary(
    """
    double sin(double);
    double floor(double);
    double ldexp(double, int);
    double frexp(double, int *);
    """,
    headers=["math.h"],
    libraries=["m"],
)


def integer_argument() -> int:
    return libc.abs(an_int(-5)) + libc.labs(an_int(-1 << 40))


def character_argument() -> int:
    return libc.toupper(ord(a_str("x")))


def float_argument() -> float:
    return libm.sin(a_float(0.5)) + libm.floor(a_float(-1.5))


def mixed_arguments() -> float:
    return libm.ldexp(a_float(0.75), an_int(4))


def pointer_argument() -> int:
    text = some_bytes(b"hello\0")
    result = int(libc.strlen(data_pointer(text)))
    keepalive(text)
    return result


def void_pointer_argument() -> int:
    a = some_bytes(b"abc")
    b = some_bytes(b"abd")
    result = libc.memcmp(data_pointer(a), data_pointer(b), 3)
    keepalive(a)
    keepalive(b)
    return -1 if result < 0 else 1


def out_parameter() -> str:
    exponent = alloc(int32)
    fraction = libm.frexp(a_float(10.0), exponent)
    result = f"{fraction} {exponent[0]}"
    free(exponent)
    return result


def pointer_to_pointer_argument() -> str:
    text = some_bytes(b"123xyz\0")
    end = alloc(Ptr[uint8])
    start = data_pointer(text)
    value = libc.strtol(start, end, 10)
    result = f"{value} {end[0] - start}"
    free(end)
    keepalive(text)
    return result


def null_argument_and_result() -> bool:
    name = some_bytes(b"BOBBIN_SURELY_NOT_SET\0")
    result = libc.getenv(data_pointer(name))
    keepalive(name)
    return result == null(uint8)


def pointer_result() -> str:
    p = alloc(uint8, 4)
    q = libc.memset(p, ord("z"), 3)
    result = make_bytes(cast(uint8, q), 3).decode()
    free(p)
    return result


def variadic_function() -> str:
    buffer = alloc(uint8, 64)
    form = some_bytes(b"%ld|%.2f\0")
    length = libc.snprintf(buffer, 64, data_pointer(form), an_int(42), a_float(2.5))
    result = make_bytes(buffer, length).decode()
    keepalive(form)
    free(buffer)
    return result


def constants() -> str:
    return f"{libc.EOF} {libc.INT_MAX} {libc.UCHAR_MAX}"


def constant_in_expression() -> bool:
    return libc.RAND_MAX >= 32767 and an_int(-1) == libc.EOF


def constant_in_match() -> str:
    match an_int(255):
        case libc.UCHAR_MAX:
            return "largest"
        case _:
            return "other"


def structure_of_header() -> str:
    seconds = alloc(int)
    seconds[0] = an_int(86400 * 365)
    tm = alloc(libc.tm)
    libc.gmtime_r(seconds, tm)
    result = f"{tm.tm_year} {tm.tm_mon} {tm.tm_mday} {tm.tm_hour} {tm.tm_wday}"
    free(seconds)
    free(tm)
    return result


def in_loop() -> float:
    total = 0.0
    for i in range(100):
        total += libm.sin(float(i))
    return total
