"""The format mini-language: ``format(x, specification)`` for int, float, complex and str.

    [[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision][type]

as in Python's library reference, "Format Specification Mini-Language", with CPython 3.11's messages.
"""
from __future__ import annotations

from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import to_float
from interpreter.numbers.bigint_text import to_decimal, to_text
from interpreter.numbers.floattext import format_magnitude, general_text, is_finite, is_negative
from interpreter.numbers.grouping import COMMA, NO_GROUPING, UNDERSCORE, UNDERSCORE_OF_FOUR, Grouping, current_locale
from transform.rpython import int32

_DEFAULT_PRECISION = 6
_LARGEST = (1 << 63) - 1


class FormatError(ValueError):
    """A specification that is no specification, or not one for this type."""


class FormatSpec:
    """A parsed specification. What is not given: ``sign`` and ``grouping`` are "", ``width`` and ``precision`` -1."""

    fill: str
    align: str
    sign: str
    no_negative_zero: bool
    alternate: bool
    width: int
    grouping: str
    precision: int
    type: str

    def __init__(self, type: str, align: str) -> None:
        self.fill = " "
        self.align = align
        self.sign = ""
        self.no_negative_zero = False
        self.alternate = False
        self.width = -1
        self.grouping = ""
        self.precision = -1
        self.type = type

    def padded(self, text: str) -> str:
        """Filled up to the width."""
        missing = self.width - len(text)
        if missing <= 0:
            return text
        before = missing if self.align == ">" else missing // 2 if self.align == "^" else 0
        return self.fill * before + text + self.fill * (missing - before)

    def grouping_of(self, bits: bool) -> Grouping:
        """How the digits before the point are parted; those of a base that is a power of two if ``bits``."""
        if self.type == "n":
            return current_locale()
        if self.grouping == ",":
            return COMMA
        if self.grouping == "_":
            return UNDERSCORE_OF_FOUR if bits else UNDERSCORE
        return NO_GROUPING

    def number(self, sign: str, digits: str, rest: str, grouping: Grouping) -> str:
        """A number of the width: ``sign`` (with a prefix), ``digits`` to be parted, and what follows them.

        Zeros between the sign and the digits are parted as the digits are."""
        zeros_too = self.fill == "0" and self.align == "="
        least = self.width - len(sign) - len(rest) if zeros_too else 0
        grouped = grouping.apply(digits, least) if digits else ""
        if self.align == "=":
            missing = self.width - len(sign) - len(grouped) - len(rest)
            return sign + self.fill * max(missing, 0) + grouped + rest
        return self.padded(sign + grouped + rest)


def shown_sign(negative: bool, wanted: str) -> str:
    """What stands before the digits; ``wanted``, with its default "-", is the sign of the specification."""
    return "-" if negative else "" if wanted == "-" else wanted


# Parsing.


def parse_format_spec(text: str, default_type: str, default_align: str, type_name: str) -> FormatSpec:
    """The specification for an object of the type of that name. FormatError."""
    spec = FormatSpec(default_type, default_align)
    n = len(text)
    i = 0
    fill_given = align_given = False
    if n >= 2 and _is_align(text[1]):
        spec.fill = text[0]
        spec.align = text[1]
        fill_given = align_given = True
        i = 2
    elif n >= 1 and _is_align(text[0]):
        spec.align = text[0]
        align_given = True
        i = 1
    if i < n and (text[i] == "+" or text[i] == "-" or text[i] == " "):
        spec.sign = text[i]
        i += 1
    if i < n and text[i] == "z":
        spec.no_negative_zero = True
        i += 1
    if i < n and text[i] == "#":
        spec.alternate = True
        i += 1
    if not fill_given and i < n and text[i] == "0":
        spec.fill = "0"
        if not align_given and default_align == ">":
            spec.align = "="
        i += 1
    spec.width, i = parse_count(text, i)
    i = _parse_grouping(spec, text, i)
    if i < n and text[i] == ".":
        spec.precision, i = parse_count(text, i + 1)
        if spec.precision < 0:
            raise FormatError("Format specifier missing precision")
    if n - i > 1:
        raise FormatError(f"Invalid format specifier '{text}' for object of type '{type_name}'")
    if i < n:
        spec.type = text[i]
    if spec.grouping != "" and not _may_group(spec.type, spec.grouping):
        raise FormatError(f"Cannot specify '{spec.grouping}' with {_quoted_type(spec.type)}.")
    return spec


def _is_align(c: str) -> bool:
    return c == "<" or c == ">" or c == "=" or c == "^"


def parse_count(text: str, i: int) -> tuple[int, int]:
    """The decimal number at ``i``, -1 if there is none, and where it ends. FormatError beyond 63 bits."""
    if i >= len(text) or not "0" <= text[i] <= "9":
        return -1, i
    result = 0
    while i < len(text) and "0" <= text[i] <= "9":
        digit = ord(text[i]) - 48
        if result > (_LARGEST - digit) // 10:
            raise FormatError("Too many decimal digits in format string")
        result = result * 10 + digit
        i += 1
    return result, i


def _parse_grouping(spec: FormatSpec, text: str, i: int) -> int:
    n = len(text)
    if i < n and text[i] == ",":
        spec.grouping = ","
        i += 1
    if i < n and text[i] == "_":
        if spec.grouping != "":
            raise FormatError("Cannot specify both ',' and '_'.")
        spec.grouping = "_"
        i += 1
        if i < n and text[i] == ",":
            raise FormatError("Cannot specify both ',' and '_'.")
    return i


def _may_group(type: str, grouping: str) -> bool:
    return type in "defgEFG%" or grouping == "_" and type in "boxX"


def _quoted_type(type: str) -> str:
    code = ord(type[0])
    return f"'{type}'" if 32 < code < 128 else f"'\\x{code:x}'"


def _unknown_type(type: str, type_name: str) -> FormatError:
    return FormatError(f"Unknown format code {_quoted_type(type)} for object of type '{type_name}'")


# str.


def format_str(text: str, specification: str, type_name: str = "str") -> str:
    """``format(text, specification)``. FormatError."""
    if specification == "":
        return text
    spec = parse_format_spec(specification, "s", "<", type_name)
    if spec.type != "s":
        raise _unknown_type(spec.type, type_name)
    if spec.sign != "":
        raise FormatError(f"{'Space' if spec.sign == ' ' else 'Sign'} not allowed in string format specifier")
    if spec.no_negative_zero:
        raise FormatError("Negative zero coercion (z) not allowed in string format specifier")
    if spec.alternate:
        raise FormatError("Alternate form (#) not allowed in string format specifier")
    if spec.align == "=":
        raise FormatError("'=' alignment not allowed in string format specifier")
    return spec.padded(text if spec.precision < 0 else text[:spec.precision])


# int.


def format_int(x: int, specification: str, type_name: str = "int") -> str:
    """``format(x, specification)``. FormatError, OverflowError; ValueError beyond the limit of decimal text."""
    return str(x) if specification == "" else format_bigint(BigInt.from_int(x), specification, type_name)


def format_bigint(x: BigInt, specification: str, type_name: str = "int") -> str:
    """As `format_int`."""
    if specification == "":
        return to_decimal(x)
    spec = parse_format_spec(specification, "d", ">", type_name)
    if spec.type in "eEfFgG%":
        return _format_float(to_float(x), spec)
    if spec.type not in "bcdoxXn":
        raise _unknown_type(spec.type, type_name)
    if spec.precision >= 0:
        raise FormatError("Precision not allowed in integer format specifier")
    if spec.no_negative_zero:
        raise FormatError("Negative zero coercion (z) not allowed in integer format specifier")
    if spec.type == "c":
        return _format_character(x, spec)
    negative = x.size < 0
    sign = shown_sign(negative, spec.sign)
    base = 2 if spec.type == "b" else 8 if spec.type == "o" else 16 if spec.type in "xX" else 10
    digits = to_decimal(x) if base == 10 else to_text(x, base)
    if negative:
        digits = digits[1:]
    if spec.alternate and base != 10:
        sign += "0" + spec.type
    if spec.type == "X":
        digits = digits.upper()
    return spec.number(sign, digits, "", spec.grouping_of(base != 10))


def _format_character(x: BigInt, spec: FormatSpec) -> str:
    if spec.sign != "":
        raise FormatError("Sign not allowed with integer format specifier 'c'")
    if spec.alternate:
        raise FormatError("Alternate form (#) not allowed with integer format specifier 'c'")
    code = x.to_int()
    if not 0 <= code < 0x110000:
        raise OverflowError("%c arg not in range(0x110000)")
    return spec.number("", "", chr(code), NO_GROUPING)


# float and complex.


def format_float(x: float, specification: str, type_name: str = "float") -> str:
    """``format(x, specification)``. FormatError."""
    if specification == "":
        return repr(x)
    spec = parse_format_spec(specification, "", ">", type_name)
    if spec.type not in "eEfFgGn%":  # "" is
        raise _unknown_type(spec.type, type_name)
    return _format_float(x, spec)


def _format_float(x: float, spec: FormatSpec) -> str:
    _check_precision(spec)
    if spec.type == "%":
        x *= 100.0
    return _float_number(x, spec, spec.sign, spec.type == "", "%" if spec.type == "%" else "")


def _check_precision(spec: FormatSpec) -> None:
    if spec.precision > int32.maximum:
        raise FormatError("precision too big")


def _float_number(x: float, spec: FormatSpec, sign: str, add_zero: bool, suffix: str) -> str:
    """``x`` with a sign, as ``sign`` demands, in the width of ``spec``.

    ``add_zero``: at least one digit behind the point where no type says how many."""
    magnitude = _magnitude_text(x, spec, add_zero)
    negative = is_negative(x) and x == x
    if negative and spec.no_negative_zero and _is_zero(magnitude):
        negative = False
    grouping = spec.grouping_of(False)
    if spec.width <= 0 and grouping is NO_GROUPING:
        return shown_sign(negative, sign) + magnitude + suffix
    point = 0
    while point < len(magnitude) and "0" <= magnitude[point] <= "9":
        point += 1
    rest = magnitude[point:] + suffix
    if rest.startswith("."):
        rest = grouping.point + rest[1:]
    return spec.number(shown_sign(negative, sign), magnitude[:point], rest, grouping)


def _magnitude_text(x: float, spec: FormatSpec, add_zero: bool) -> str:
    if spec.type != "":
        kind = "g" if spec.type == "n" else "f" if spec.type == "%" else spec.type
        return format_magnitude(x, kind, _DEFAULT_PRECISION if spec.precision < 0 else spec.precision, spec.alternate)
    if not is_finite(x):
        return "nan" if x != x else "inf"
    if spec.precision >= 0:
        return general_text(x, spec.precision, spec.alternate, add_zero)
    text = repr(abs(x))
    if not add_zero and text.endswith(".0"):
        text = text[:-2]
    if spec.alternate and text.find(".") < 0:
        exponent = text.find("e")
        text = text + "." if exponent < 0 else text[:exponent] + "." + text[exponent:]
    return text


def _is_zero(magnitude: str) -> bool:
    """Whether no digit but 0 stands before an exponent."""
    for c in magnitude:
        if c == "e" or c == "E":
            return True
        if c != "0" and c != ".":
            return False
    return True


def format_complex(real: float, imaginary: float, specification: str, type_name: str = "complex") -> str:
    """``format(complex(real, imaginary), specification)``; also what str() makes of it, with an empty one."""
    spec = parse_format_spec(specification, "", ">", type_name)
    if spec.type not in "eEfFgGn":
        raise _unknown_type(spec.type, type_name)
    _check_precision(spec)
    if spec.fill == "0":
        raise FormatError("Zero padding is not allowed in complex format specifier")
    if spec.align == "=":
        raise FormatError("'=' alignment flag is not allowed in complex format specifier")
    width = spec.width
    spec.width = -1
    without_real = spec.type == "" and real == 0.0 and not is_negative(real)
    imaginary_text = _float_number(imaginary, spec, spec.sign if without_real else "+", False, "j")
    if without_real:
        text = imaginary_text
    else:
        text = _float_number(real, spec, spec.sign, False, "") + imaginary_text
        if spec.type == "":
            text = f"({text})"
    spec.width = width
    return spec.padded(text)
