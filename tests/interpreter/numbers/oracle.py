"""What CPython gives for the operations of `tests.interpreter.numbers.operations`, and random arguments of them."""
from __future__ import annotations

import cmath
import math
import operator
import random
import struct
import sys
from dataclasses import dataclass
from typing import Any, Callable

from hypothesis import strategies as st

from tests.interpreter.numbers.operations import FIELD

Strategy = st.SearchStrategy[Any]
INT_MINIMUM, INT_MAXIMUM = -(1 << 63), (1 << 63) - 1


@dataclass(frozen=True)
class Operation:
    """An operation: random arguments, and the function of them that gives the result."""

    arguments: Strategy
    compute: Callable[..., Any]


OPERATIONS: dict[str, Operation] = {}


def declare(name: str, compute: Callable[..., Any], *arguments: Strategy) -> None:
    OPERATIONS[name] = Operation(st.tuples(*arguments), compute)


# Text of arguments and results.


def write_argument(x: Any) -> str:
    if isinstance(x, bool):
        return str(x)
    if isinstance(x, int):
        return f"{x:x}"
    if isinstance(x, float):
        return str(struct.unpack("<q", struct.pack("<d", x))[0])
    if isinstance(x, complex):
        return write_argument(x.real) + FIELD + write_argument(x.imag)
    if isinstance(x, bytes):
        return x.hex()
    if isinstance(x, list):
        return " ".join(map(write_argument, x))
    return str(x)


def write_result(x: Any) -> str:
    """Ints that are not in a `Decimal` are written in hexadecimal."""
    if isinstance(x, tuple):
        return " ".join(map(write_result, x))
    if isinstance(x, complex):
        return f"{x.real!r} {x.imag!r}"
    return str(x) if isinstance(x, (bool, Decimal, float, str)) else write_argument(x)


class Decimal(int):
    """A result that the program writes in decimal."""


def record(name: str, arguments: tuple[Any, ...]) -> str:
    return FIELD.join([name, *map(write_argument, arguments)])


def expected(name: str, arguments: tuple[Any, ...]) -> str:
    try:
        return write_result(OPERATIONS[name].compute(*arguments))
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        return f"{type(error).__name__}: {error}"


# Arguments. Runs of equal bits are where carries, borrows and wrong guesses of digits of quotients hide.


@st.composite
def with_runs(draw: Callable[[Strategy], Any], bits: int) -> int:
    """A number of up to ``bits`` bits, some of them in runs of ones or zeros."""
    size = draw(st.integers(0, bits))
    x = random.Random(draw(st.integers(0, 1 << 30))).getrandbits(size) if draw(st.booleans()) else 0
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, size))
        run = (1 << draw(st.integers(start, size))) - (1 << start)
        x = x | run if draw(st.booleans()) else x & ~run
    return -x if draw(st.booleans()) else x


def integers_of(bits: int) -> Strategy:
    edges = [sign * (1 << k) + d for k in (0, 53, 62, 63, 64, 128) if k <= bits for d in (-1, 0, 1) for sign in (1, -1)]
    return st.one_of(with_runs(min(bits, 200)), with_runs(bits), st.sampled_from(edges))


big = integers_of(1500)
huge = integers_of(20000)
medium = integers_of(300)
int64 = st.one_of(st.integers(INT_MINIMUM, INT_MAXIMUM), st.integers(-100, 100),
                  st.sampled_from([INT_MINIMUM, INT_MAXIMUM, 1 << 53, (1 << 61) - 1, 1 - (1 << 61)]))
shifts = st.integers(0, 200)

FLOAT_EDGES = [0.0, -0.0, math.inf, -math.inf, math.nan, 1.0, -1.0, 0.5, 2.5, 9.5, 5e-324, 2.2250738585072014e-308,
               1.7976931348623157e308, 1e16, 1e22, 1e23, 171.6, 172.0, -170.5, 709.7, 710.5, 1e-310, 1e155, 1e-160]
floats = st.one_of(
    st.floats(), st.floats(-1000, 1000), st.sampled_from(FLOAT_EDGES),
    st.builds(round, st.floats(-1e6, 1e6), st.integers(0, 6)),
    st.builds(operator.truediv, st.integers(-(10**7), 10**7).map(float), st.sampled_from([1, 2, 8, 1024])),
    st.integers(INT_MINIMUM * 4, INT_MAXIMUM * 4).map(float))
finite = floats.filter(math.isfinite)
complexes = st.builds(complex, floats, floats)
float_lists = st.one_of(st.lists(floats, max_size=8), st.lists(finite, max_size=8).flatmap(
    lambda some: st.permutations(some + [-x for x in some[::2]])))

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x1e\x1f"), max_size=12)


def spelled(parts: list[Strategy]) -> Strategy:
    return st.tuples(*parts).map("".join)


def maybe(*texts: str) -> Strategy:
    return st.one_of(st.just(""), st.sampled_from(texts))


counts = st.one_of(st.just(""), st.integers(0, 40).map(str))
precisions = st.one_of(st.just(""), st.integers(0, 25).map(lambda n: f".{n}"), st.just("."))
number_texts = st.one_of(
    st.text("0123456789.eE+-_ xXinfatyINFj()", max_size=12), floats.map(repr), complexes.map(str),
    st.builds(lambda x, p: f"{x:.{p}e}", floats, st.integers(0, 30)),
    spelled([maybe("-", "+", " "), st.text("0123456789", min_size=1), maybe("."), st.text("0123456789", max_size=9),
             maybe("e5", "E-9", "e+300", "e22", "e-22", "e400")]))
integer_texts = st.one_of(
    st.text("0123456789abfoxXzZ_+- ", max_size=12), big.map(str), medium.map(hex), medium.map(oct), medium.map(bin),
    medium.map(lambda x: f"{x:_}"), medium.map(lambda x: f" {x:#_x}\n"))
hex_texts = st.one_of(
    floats.map(float.hex), st.text("01.8fpP+-x n", max_size=10),
    spelled([maybe("-"), st.just("0x"), st.text("0123456789abcdefF", min_size=1, max_size=20), maybe(".", ".8", ".01"),
             maybe("p1", "p-1074", "p1023", "p-1100", "p5000", "p+3", "p-99999999999999999999")]))
format_specs = spelled([
    maybe("<", ">", "=", "^", "*<", "0>", "é=", " ^", "<<"), maybe("+", "-", " "), maybe("z"), maybe("#"), maybe("0"),
    counts, maybe(",", "_", ",_", "_,"), precisions,
    st.one_of(st.sampled_from("bcdoxXneEfFgG%s"), maybe("q", "é", "\x7f", "dd"))])
percent_prefixes = spelled([
    st.just("%"), maybe("-", "+", " ", "#", "0", "-0", "+0#", "# "), counts,
    precisions, maybe("l", "h", "L")])


def percent_formats(types: str) -> Strategy:
    return spelled([percent_prefixes, st.sampled_from(types)])


# The operations.


def sign(x: Any) -> Decimal:
    return Decimal((x > 0) - (x < 0))


def compare(x: Any, y: Any) -> Decimal:
    return Decimal((x > y) - (x < y))


def to_int(x: int) -> Decimal:
    if not INT_MINIMUM <= x <= INT_MAXIMUM:
        raise OverflowError("Python int too large to convert to C long")
    return Decimal(x)


def to_text(x: int, base: int) -> str:
    if base == 10:
        return str(x)
    digits = ""
    rest = abs(x)
    while rest or not digits:
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % base] + digits
        rest //= base
    return "-" + digits if x < 0 else digits


def parse_integer(text: str, base: int) -> int:
    try:
        return int(text, base)
    except ValueError:
        raise ValueError("")  # the message is made by who knows the object


def random_numbers(seed: int, bits: int) -> str:
    generator = random.Random(seed)
    parts = [f"{generator.random()} {generator.getrandbits(bits):x}" for _ in range(400)]
    return " ".join(parts) + str(generator.getrandbits(17))


def power_modulo(base: int, exponent: int, modulus: int) -> int:
    if modulus == 0:
        raise ValueError("pow() 3rd argument cannot be 0")
    return pow(base, exponent, modulus)


sys.set_int_max_str_digits(0)
int_bases = st.sampled_from([2, 4, 8, 16, 32, 10])
non_negative = huge.map(abs)

for _name, _function in (("add", operator.add), ("sub", operator.sub), ("mul", operator.mul), ("divmod", divmod),
                         ("floordiv", operator.floordiv), ("mod", operator.mod), ("and", operator.and_),
                         ("or", operator.or_), ("xor", operator.xor)):
    declare(_name, _function, st.one_of(big, huge), st.one_of(big, huge))
declare("compare", compare, big, big)
declare("square", lambda x: x * x, huge)
declare("power", operator.pow, medium, st.integers(0, 40))
declare("unary", lambda x: (-x, abs(x), ~x), big)
declare("lshift", operator.lshift, big, shifts)
declare("rshift", operator.rshift, big, shifts)
declare("measures", lambda x: tuple(map(Decimal, (hash(x), x.bit_length(), x.bit_count(), sign(x)))), big)
declare("to_int", to_int, integers_of(66))
declare("with_int", lambda x, y: (x + y, x - y, x * y, compare(x, y)), big, int64)
declare("divmod_int", lambda x, y: (x // y, Decimal(x % y), Decimal(x % y)), big, int64)
declare("from_product", operator.mul, int64, int64)
declare("to_text", to_text, st.one_of(big, huge), int_bases)
declare("parse_integer", parse_integer, integer_texts, st.sampled_from([0, 2, 8, 10, 16, 36]))
declare("to_bytes", lambda x, n, little, signed: x.to_bytes(n, "little" if little else "big", signed=signed),
        medium, st.integers(0, 60), st.booleans(), st.booleans())
declare("from_bytes", lambda data, little, signed: int.from_bytes(data, "little" if little else "big", signed=signed),
        st.binary(max_size=40), st.booleans(), st.booleans())
declare("to_float", float, integers_of(1030))
declare("from_float", int, floats)
declare("truediv", operator.truediv, big, big)
declare("truediv_int", operator.truediv, int64, int64)
declare("compare_float", compare, integers_of(1100), floats.filter(lambda x: x == x))
declare("compare_int_float", compare, int64, floats.filter(lambda x: x == x))
declare("as_integer_ratio", float.as_integer_ratio, floats)
declare("power_modulo", power_modulo, big, medium, big)
declare("power_modulo_int", power_modulo, int64, st.integers(0, INT_MAXIMUM), int64)
declare("gcd", math.gcd, st.one_of(big, huge), big)
declare("lcm", math.lcm, big, big)
declare("isqrt", math.isqrt, st.one_of(medium, non_negative))
declare("factorial", math.factorial, st.integers(0, 300))
declare("comb", math.comb, st.one_of(st.integers(0, 200), st.integers(0, INT_MAXIMUM)), st.integers(0, 60))
declare("perm", math.perm, st.one_of(st.integers(0, 200), st.integers(0, INT_MAXIMUM)), st.integers(0, 60))
declare("comb_large", math.comb, integers_of(300).map(lambda x: abs(x) + 100), st.integers(0, 50))
declare("perm_large", math.perm, integers_of(300).map(lambda x: abs(x) + 100), st.integers(0, 50))
declare("round_to_power_of_ten", lambda x, n: round(x, -n), medium, st.integers(0, 120))

declare("hash_int", lambda x: Decimal(hash(x)), int64)
declare("hash_float", lambda x: Decimal(hash(x)), floats.filter(lambda x: x == x))
declare("hash_complex", lambda z: Decimal(hash(z)), complexes.filter(lambda z: z == z))
declare("parse_float", float, number_texts)
declare("parse_complex", complex, number_texts)
declare("round_float", round, floats, st.one_of(st.integers(-5, 20), st.integers(-330, 330)))
declare("round_to_integer", lambda x: math.copysign(float(round(x)), x), finite)
declare("float_hex", float.hex, floats)
declare("float_from_hex", float.fromhex, hex_texts)

declare("format_int", format, int64, format_specs)
declare("format_bigint", format, big, format_specs)
declare("format_float", format, floats, format_specs)
declare("format_complex", format, complexes, format_specs)
declare("format_str", format, texts, format_specs)
declare("percent_int", operator.mod, percent_formats("diuoxX"), big)
declare("percent_float", operator.mod, percent_formats("eEfFgG"), floats)
declare("percent_text", operator.mod, percent_formats("s"), texts)

declare("random_numbers", random_numbers, medium, st.integers(1, 200))
declare("ldexp", math.ldexp, floats, st.integers(-2200, 2200))
declare("frexp", lambda x: (math.frexp(x)[0], Decimal(math.frexp(x)[1])), floats)
declare("modf", math.modf, floats)
declare("isclose", math.isclose, floats, floats)
declare("fsum", math.fsum, float_lists)
declare("of_float", lambda name, x: getattr(math, name)(x), st.sampled_from(
    "acos acosh asin asinh atan atanh cbrt cos cosh erf erfc exp exp2 expm1 gamma lgamma log log10 log1p log2 sin sinh "
    "sqrt tan tanh ulp".split()), floats)
declare("of_two_floats", lambda name, x, y: getattr(math, name)(x, y), st.sampled_from(
    "atan2 copysign fmod nextafter pow remainder".split()), floats, floats)
declare("of_bigint", lambda name, x: getattr(math, name)(x), st.sampled_from(["log", "log2", "log10"]), big)
declare("of_complex", lambda name, z: getattr(cmath, name)(z), st.sampled_from(
    "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh".split()), complexes)
declare("of_two_complex", lambda name, z, w: {"multiply": operator.mul, "divide": operator.truediv,
                                              "power": operator.pow}[name](z, w),
        st.sampled_from(["multiply", "divide", "power"]), complexes,
        st.one_of(complexes, st.integers(-101, 101).map(complex)))
declare("rect", cmath.rect, floats, floats)
declare("complex_isclose", cmath.isclose, complexes, complexes)
