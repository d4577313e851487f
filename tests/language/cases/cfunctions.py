"""C functions, constants and structures through CLibrary."""
from __future__ import annotations

from tests.language.opaque import a_float, a_str, an_int, some_bytes
from transform.rpython import (
    CLibrary, Ptr, alloc, cast, data_pointer, free, int32, keepalive, make_bytes, never_inline, null, uint8,
)
from transform.rpython.threads import after_external_call, before_external_call, start_thread, yield_lock

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


own = CLibrary(
    """
    int twice_plus_one(int);
    int calls(void);
    char *own_name(void);
    struct pair { int a; int b; };
    int sum_of_pair(void *);
    long apply(int (*function)(int, double, void *), int, double, void *);
    void each(void (*function)(unsigned char, _Bool), int);
    long apply_or(long (*function)(long), long);
    """,
    headers=["stdlib.h"],
    source="""
    static int counter;
    struct pair { int a; int b; };
    static int helper(int x) { counter++; return x * 2; }
    static int twice_plus_one(int x) { return helper(x) + 1; }
    static int calls(void) { return counter; }
    static const char *own_name(void) { return "own"; }
    static int sum_of_pair(void *p) { return ((struct pair *)p)->a + ((struct pair *)p)->b; }
    static long apply(int (*function)(int, double, void *), int a, double b, void *c) { return function(a, b, c); }
    static void each(void (*function)(unsigned char, _Bool), int n) { while (n--) function(n, n % 2); }
    static long apply_or(long (*function)(long), long x) { return function ? function(x) : -1; }
    """,
)


@never_inline
def _elsewhere() -> int:
    return own.twice_plus_one(an_int(1))


def source_with_state() -> str:
    before = own.calls()
    result = own.twice_plus_one(20) + _elsewhere()
    return f"{result} {own.calls() - before} {make_bytes(own.own_name(), 3).decode()}"


def source_with_pointers() -> int:
    pair = alloc(int32, 2)
    pair[0] = int32(3)
    pair[1] = int32(-5)
    result = own.sum_of_pair(cast(None, pair))
    free(pair)
    return result


def _compare_numbers(a: Ptr[int32], b: Ptr[int32]) -> int:
    return int(a[0]) - int(b[0])


sorting = CLibrary("void qsort(void *, size_t, size_t, int (*)(const void *, const void *));", headers=["stdlib.h"])


def callback_with_pointers() -> str:
    numbers = alloc(int32, 5)
    for i, n in enumerate([5, -3, 9, 0, 2]):
        numbers[i] = int32(n)
    sorting.qsort(numbers, 5, 4, _compare_numbers)
    result = " ".join([str(int(numbers[i])) for i in range(5)])
    free(numbers)
    return result


def _scaled(a: int, b: float, c: Ptr[None]) -> int:
    numbers = cast(int, c)
    numbers[0] += a
    return int(a * b)


def callback_with_numbers() -> str:
    total = alloc(int)
    first = own.apply(_scaled, an_int(-7), 1.5, cast(None, total))
    second = own.apply(_scaled, an_int(1 << 31), 1.0, cast(None, total))  # an int in C, so it wraps
    result = f"{first} {second} {total[0]}"
    free(total)
    return result


class _Seen:
    text: str

    def __init__(self) -> None:
        self.text = ""


_seen = _Seen()


def _note(number: int, odd: bool) -> None:
    _seen.text += f"{number}{odd} "


def callback_without_result() -> str:
    _seen.text = ""
    own.each(_note, 3)
    return _seen.text


def _halved(x: int) -> int:
    try:
        return 100 // x
    except ZeroDivisionError:
        return own.apply_or(_halved, x + 3)


def callback_within_callback() -> str:
    return f"{own.apply_or(_halved, an_int(0))} {own.apply_or(null(None), 5)}"


class _Busy:
    """What another thread does: allocates until it is told to end."""
    wanted: bool
    rounds: int

    def __init__(self) -> None:
        self.wanted = True
        self.rounds = 0

    def run(self) -> None:
        while self.wanted:
            self.rounds += len([str(n) for n in range(20)])
            yield_lock()
        self.rounds = -1


def callback_while_the_lock_is_given_up() -> str:
    _seen.text = ""
    busy = _Busy()
    start_thread(busy.run)
    before_external_call()
    own.each(_note, 200)
    after_external_call()
    busy.wanted = False
    while busy.rounds >= 0:
        yield_lock()
    return f"{len(_seen.text)} {_seen.text[-10:]}"
