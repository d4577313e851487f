"""The operations of `interpreter.numbers`, by name, on arguments that are text: one program that runs files of cases.

A file holds records of fields, the first of which names the operation. An int is written in hexadecimal, a float as
its bits in decimal; `tests.interpreter.numbers.oracle` writes the same results with CPython's numbers.
"""
from __future__ import annotations

from typing import Callable

from interpreter.modules.files import read_file
from interpreter.numbers import complexfunctions, floattext, formatspec, hashing, integers, mathfunctions, modular
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_bytes import from_bytes, to_bytes
from interpreter.numbers.bigint_float import (
    as_integer_ratio, compare_float, compare_int_float, from_float, to_float, truediv, truediv_int,
)
from interpreter.numbers.bigint_text import parse_integer, to_text
from interpreter.numbers.formatspec import FormatError
from interpreter.numbers.percent import PercentParser, PercentPiece
from interpreter.numbers.random import MersenneTwister
from transform.rpython import bits_to_float, class_name, not_none, unroll
from transform.rpython.builders import StringBuilder

RECORD = "\x1e"
FIELD = "\x1f"


OF_FLOAT = [(name, getattr(mathfunctions, name)) for name in (
    "acos acosh asin asinh atan atanh cbrt cos cosh erf erfc exp exp2 expm1 gamma lgamma log log10 log1p log2 sin sinh "
    "sqrt tan tanh ulp").split()]
OF_TWO_FLOATS = [(name, getattr(mathfunctions, name)) for name in (
    "atan2 copysign fmod nextafter pow remainder").split()]
OF_BIGINT = [(name, getattr(mathfunctions, f"{name}_of_bigint")) for name in ("log", "log2", "log10")]
OF_COMPLEX = [(name, getattr(complexfunctions, name)) for name in (
    "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh").split()]
OF_TWO_COMPLEX = [(name, getattr(complexfunctions, name)) for name in ("multiply", "divide", "power")]


class Arguments:
    """The fields of a case behind the name."""

    fields: list[str]

    def __init__(self, fields: list[str]) -> None:
        self.fields = fields

    def text(self, i: int) -> str:
        return self.fields[i + 1]

    def big(self, i: int) -> BigInt:
        return parse_integer(self.text(i), 16)

    def whole(self, i: int) -> int:
        return self.big(i).to_int()

    def flag(self, i: int) -> bool:
        return self.text(i) == "True"

    def real(self, i: int) -> float:
        return bits_to_float(int(self.text(i)))

    def pair(self, i: int) -> tuple[float, float]:
        return self.real(i), self.real(i + 1)

    def reals(self, i: int) -> list[float]:
        return [bits_to_float(int(part)) for part in self.text(i).split()]

    def data(self, i: int) -> bytes:
        """Written as two hexadecimal digits for each."""
        text = self.text(i)
        return b"".join([bytes([int(text[k:k + 2], 16)]) for k in range(0, len(text), 2)])


Operation = Callable[[Arguments], str]
OPERATIONS: dict[str, Operation] = {}


def operation(function: Operation) -> Operation:
    """Decorator: cases can name it, without what its name begins with."""
    OPERATIONS[function.__name__.removeprefix("case_")] = function
    return function


def show(x: BigInt) -> str:
    return to_text(x, 16)


def show_int(x: int) -> str:
    return to_text(BigInt.from_int(x), 16)


def show_two(pair: tuple[BigInt, BigInt]) -> str:
    return f"{show(pair[0])} {show(pair[1])}"


def show_complex(z: tuple[float, float]) -> str:
    return f"{z[0]} {z[1]}"


def show_frexp(pair: tuple[float, int]) -> str:
    return f"{pair[0]} {pair[1]}"


def show_bytes(data: bytes) -> str:
    return "".join([f"{byte:02x}" for byte in data])


def square_of(x: BigInt) -> BigInt:
    return x.mul(x)


def with_int(x: BigInt, y: int) -> str:
    return f"{show(x.add_int(y))} {show(x.sub_int(y))} {show(x.mul_int(y))} {x.compare_int(y)}"


def divmod_int(x: BigInt, y: int) -> str:
    quotient, rest = x.divmod_int(y)
    return f"{show(quotient)} {rest} {x.mod_int(y)}"


def first_piece(format: str) -> PercentPiece:
    parser = PercentParser(format)
    parser.literal()
    return not_none(parser.piece())


def random_numbers(seed: BigInt, bits: int) -> str:
    generator = MersenneTwister()
    generator.seed(seed)
    numbers = [f"{generator.random()} {show(generator.random_bits(bits))}" for _ in range(400)]
    other = MersenneTwister()
    other.set_state(generator.state())
    return " ".join(numbers) + str(other.random_small_bits(17))


def exact_sum(summands: list[float]) -> str:
    result = mathfunctions.ExactSum()
    for x in summands:
        result.add(x)
    return repr(result.result())


# Integers of any size.


@operation
def case_add(a: Arguments) -> str:
    return show(a.big(0).add(a.big(1)))


@operation
def case_sub(a: Arguments) -> str:
    return show(a.big(0).sub(a.big(1)))


@operation
def case_mul(a: Arguments) -> str:
    return show(a.big(0).mul(a.big(1)))


@operation
def case_square(a: Arguments) -> str:
    return show(square_of(a.big(0)))


@operation
def case_divmod(a: Arguments) -> str:
    return show_two(a.big(0).divmod(a.big(1)))


@operation
def case_floordiv(a: Arguments) -> str:
    return show(a.big(0).floordiv(a.big(1)))


@operation
def case_mod(a: Arguments) -> str:
    return show(a.big(0).mod(a.big(1)))


@operation
def case_power(a: Arguments) -> str:
    return show(a.big(0).pow(a.whole(1)))


@operation
def case_and(a: Arguments) -> str:
    return show(a.big(0).and_(a.big(1)))


@operation
def case_or(a: Arguments) -> str:
    return show(a.big(0).or_(a.big(1)))


@operation
def case_xor(a: Arguments) -> str:
    return show(a.big(0).xor(a.big(1)))


@operation
def case_unary(a: Arguments) -> str:
    return f"{show(a.big(0).neg())} {show(a.big(0).abs())} {show(a.big(0).invert())}"


@operation
def case_lshift(a: Arguments) -> str:
    return show(a.big(0).lshift(a.whole(1)))


@operation
def case_rshift(a: Arguments) -> str:
    return show(a.big(0).rshift(a.whole(1)))


@operation
def case_compare(a: Arguments) -> str:
    return str(a.big(0).compare(a.big(1)))


@operation
def case_measures(a: Arguments) -> str:
    return f"{a.big(0).hash()} {a.big(0).bit_length()} {a.big(0).bit_count()} {a.big(0).sign()}"


@operation
def case_to_int(a: Arguments) -> str:
    return str(a.big(0).to_int())


@operation
def case_with_int(a: Arguments) -> str:
    return with_int(a.big(0), a.whole(1))


@operation
def case_divmod_int(a: Arguments) -> str:
    return divmod_int(a.big(0), a.whole(1))


@operation
def case_from_product(a: Arguments) -> str:
    return show(BigInt.from_product(a.whole(0), a.whole(1)))


@operation
def case_to_text(a: Arguments) -> str:
    return to_text(a.big(0), a.whole(1))


@operation
def case_parse_integer(a: Arguments) -> str:
    return show(parse_integer(a.text(0), a.whole(1)))


@operation
def case_to_bytes(a: Arguments) -> str:
    return show_bytes(to_bytes(a.big(0), a.whole(1), a.flag(2), a.flag(3)))


@operation
def case_from_bytes(a: Arguments) -> str:
    return show(from_bytes(a.data(0), a.flag(1), a.flag(2)))


@operation
def case_to_float(a: Arguments) -> str:
    return repr(to_float(a.big(0)))


@operation
def case_from_float(a: Arguments) -> str:
    return show(from_float(a.real(0)))


@operation
def case_truediv(a: Arguments) -> str:
    return repr(truediv(a.big(0), a.big(1)))


@operation
def case_truediv_int(a: Arguments) -> str:
    return repr(truediv_int(a.whole(0), a.whole(1)))


@operation
def case_compare_float(a: Arguments) -> str:
    return str(compare_float(a.big(0), a.real(1)))


@operation
def case_compare_int_float(a: Arguments) -> str:
    return str(compare_int_float(a.whole(0), a.real(1)))


@operation
def case_as_integer_ratio(a: Arguments) -> str:
    return show_two(as_integer_ratio(a.real(0)))


@operation
def case_power_modulo(a: Arguments) -> str:
    return show(modular.power_modulo(a.big(0), a.big(1), a.big(2)))


@operation
def case_power_modulo_int(a: Arguments) -> str:
    return show_int(modular.power_modulo_int(a.whole(0), a.whole(1), a.whole(2)))


@operation
def case_gcd(a: Arguments) -> str:
    return show(integers.gcd(a.big(0), a.big(1)))


@operation
def case_lcm(a: Arguments) -> str:
    return show(integers.lcm(a.big(0), a.big(1)))


@operation
def case_isqrt(a: Arguments) -> str:
    return show(integers.isqrt(a.big(0)))


@operation
def case_factorial(a: Arguments) -> str:
    return show(integers.factorial(a.whole(0)))


@operation
def case_comb(a: Arguments) -> str:
    return show(integers.comb(a.whole(0), a.whole(1)))


@operation
def case_perm(a: Arguments) -> str:
    return show(integers.perm(a.whole(0), a.whole(1)))


@operation
def case_comb_large(a: Arguments) -> str:
    return show(integers.comb_large(a.big(0), a.whole(1)))


@operation
def case_perm_large(a: Arguments) -> str:
    return show(integers.perm_large(a.big(0), a.whole(1)))


@operation
def case_round_to_power_of_ten(a: Arguments) -> str:
    return show(integers.round_to_power_of_ten(a.big(0), a.whole(1)))


# Hashes, floats as text.


@operation
def case_hash_int(a: Arguments) -> str:
    return str(hashing.hash_int(a.whole(0)))


@operation
def case_hash_float(a: Arguments) -> str:
    return str(hashing.hash_float(a.real(0)))


@operation
def case_hash_complex(a: Arguments) -> str:
    return str(hashing.hash_complex(hashing.hash_float(a.real(0)), hashing.hash_float(a.real(1))))


@operation
def case_parse_float(a: Arguments) -> str:
    return repr(floattext.parse_float(a.text(0)))


@operation
def case_parse_complex(a: Arguments) -> str:
    return show_complex(floattext.parse_complex(a.text(0)))


@operation
def case_round_float(a: Arguments) -> str:
    return repr(floattext.round_float(a.real(0), a.whole(1)))


@operation
def case_round_to_integer(a: Arguments) -> str:
    return repr(floattext.round_to_integer(a.real(0)))


@operation
def case_float_hex(a: Arguments) -> str:
    return floattext.float_hex(a.real(0))


@operation
def case_float_from_hex(a: Arguments) -> str:
    return repr(floattext.float_from_hex(a.text(0)))


# Formats.


@operation
def case_format_int(a: Arguments) -> str:
    return formatspec.format_int(a.whole(0), a.text(1))


@operation
def case_format_bigint(a: Arguments) -> str:
    return formatspec.format_bigint(a.big(0), a.text(1))


@operation
def case_format_float(a: Arguments) -> str:
    return formatspec.format_float(a.real(0), a.text(1))


@operation
def case_format_complex(a: Arguments) -> str:
    return formatspec.format_complex(a.real(0), a.real(1), a.text(2))


@operation
def case_format_str(a: Arguments) -> str:
    return formatspec.format_str(a.text(0), a.text(1))


@operation
def case_percent_int(a: Arguments) -> str:
    return first_piece(a.text(0)).format_bigint(a.big(1))


@operation
def case_percent_float(a: Arguments) -> str:
    return first_piece(a.text(0)).format_float(a.real(1))


@operation
def case_percent_text(a: Arguments) -> str:
    return first_piece(a.text(0)).format_text(a.text(1))


# Random numbers, math.


@operation
def case_random_numbers(a: Arguments) -> str:
    return random_numbers(a.big(0), a.whole(1))


@operation
def case_ldexp(a: Arguments) -> str:
    return repr(mathfunctions.ldexp(a.real(0), a.whole(1)))


@operation
def case_frexp(a: Arguments) -> str:
    return show_frexp(mathfunctions.frexp_float(a.real(0)))


@operation
def case_modf(a: Arguments) -> str:
    return show_complex(mathfunctions.modf(a.real(0)))


@operation
def case_isclose(a: Arguments) -> str:
    return str(mathfunctions.is_close(a.real(0), a.real(1), 1e-9, 0.0))


@operation
def case_fsum(a: Arguments) -> str:
    return exact_sum(a.reals(0))


@operation
def case_hypot(a: Arguments) -> str:
    return repr(mathfunctions.norm(a.reals(0)))


@operation
def case_dist(a: Arguments) -> str:
    return repr(mathfunctions.distance(a.reals(0), a.reals(1)))


# Families of functions: the first field of the arguments says which.


@operation
def case_of_float(a: Arguments) -> str:
    x = a.real(1)
    for name, function in unroll(OF_FLOAT):
        if name == a.text(0):
            return repr(function(x))
    raise KeyError


@operation
def case_of_two_floats(a: Arguments) -> str:
    x, y = a.real(1), a.real(2)
    for name, function in unroll(OF_TWO_FLOATS):
        if name == a.text(0):
            return repr(function(x, y))
    raise KeyError


@operation
def case_of_bigint(a: Arguments) -> str:
    x = a.big(1)
    for name, function in unroll(OF_BIGINT):
        if name == a.text(0):
            return repr(function(x))
    raise KeyError


@operation
def case_of_complex(a: Arguments) -> str:
    z = a.pair(1)
    for name, function in unroll(OF_COMPLEX):
        if name == a.text(0):
            return show_complex(function(z))
    raise KeyError


@operation
def case_of_two_complex(a: Arguments) -> str:
    z, w = a.pair(1), a.pair(3)
    for name, function in unroll(OF_TWO_COMPLEX):
        if name == a.text(0):
            return show_complex(function(z, w))
    raise KeyError


@operation
def case_complex_sizes(a: Arguments) -> str:
    z = a.pair(0)
    return f"{complexfunctions.absolute(z)} {show_complex(complexfunctions.polar(z))}"


@operation
def case_rect(a: Arguments) -> str:
    return show_complex(complexfunctions.rect(a.real(0), a.real(1)))


@operation
def case_complex_isclose(a: Arguments) -> str:
    return str(complexfunctions.is_close(a.pair(0), a.pair(2), 1e-9, 0.0))


def run_case(record: str) -> str:
    """The result, or the class and message of the exception."""
    fields = record.split(FIELD)
    try:
        return OPERATIONS[fields[0]](Arguments(fields))
    except FormatError as error:
        return f"ValueError: {error}"
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        return f"{class_name(error)}: {error}"


def main(argv: list[str]) -> int:
    """Prints the results of the cases in a file."""
    results = StringBuilder()
    for record in read_file(argv[1]).decode().split(RECORD):
        results.append(run_case(record))
        results.append(RECORD)
    print(results.build())
    return 0
