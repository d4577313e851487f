"""Floats as text, and back.

The shortest text that reads back is RPython's own ``repr``. Reading has a fast way for what people write: a number
whose digits make an integer below 2**53, times or divided by a power of ten up to 10**22, needs one operation on
exact floats, which rounds correctly (Clinger, "How to read floating point numbers accurately", 1990); RPython's
``float`` reads the rest. Text of a given precision is an integer, the float times a power of ten, rounded
(`decimalscale`). So nothing depends on the C library's locale.
"""
from __future__ import annotations

from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import INFINITY, NAN, join_float, split_float, to_float, truediv
from interpreter.numbers.bigint_text import to_text
from interpreter.numbers.decimalscale import scaled, scaled_exactly
from transform.rpython import clz, float_to_bits, int32, truncate, uint64
from transform.rpython.builders import StringBuilder

_POWERS = [10.0**k for k in range(23)]
_EXACT = 1 << 53
_SAFE_MANTISSA = _EXACT // 10 - 1
_MOST_PLACES = 323  # of which a float can lose any by rounding
_FEWEST_PLACES = -308
_ALL_PLACES = 1074  # a float has no digit behind this place, and fewer significant ones
_SPACES = " \t\n\v\f\r"
_HEX_DIGITS = "0123456789abcdef"


def is_finite(x: float) -> bool:
    return x - x == 0.0


def is_negative(x: float) -> bool:
    """Whether the sign bit is set."""
    return float_to_bits(x) < 0


# Reading.


def parse_float(text: str) -> float:
    """``float(text)`` for ASCII digits. ValueError, with CPython's message."""
    n = len(text)
    i = 1 if n > 0 and (text[0] == "-" or text[0] == "+") else 0
    mantissa = 0
    exponent = 0
    digits = 0
    after_point = 0
    while i < n:
        c = ord(text[i])
        if 48 <= c <= 57:
            if mantissa > _SAFE_MANTISSA:
                return float(text)
            mantissa = mantissa * 10 + (c - 48)
            exponent -= after_point
            digits += 1
        elif c == 46 and after_point == 0:
            after_point = 1
        else:
            break
        i += 1
    if digits > 0 and i + 1 < n and (text[i] == "e" or text[i] == "E"):
        i += 1
        sign = -1 if text[i] == "-" else 1
        if i + 1 < n and (text[i] == "-" or text[i] == "+"):
            i += 1
        power = 0
        while i < n and "0" <= text[i] <= "9" and power < 1000:
            power = power * 10 + ord(text[i]) - 48
            i += 1
        exponent += sign * power
    if i < n or digits == 0 or not -22 <= exponent <= 22:
        return float(text)
    result = float(mantissa) / _POWERS[-exponent] if exponent < 0 else float(mantissa) * _POWERS[exponent]
    return -result if text[0] == "-" else result


def parse_complex(text: str) -> tuple[float, float]:
    """``complex(text)`` for ASCII digits. ValueError, with CPython's message."""
    for i in range(len(text)):
        if text[i] == "_" and not (_is_digit_at(text, i - 1) and _is_digit_at(text, i + 1)):
            raise ValueError(f"could not convert string to complex: {text!r}")
    text = text.strip(_SPACES)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip(_SPACES)
    real = 0.0
    middle = _number_end(text, 0)
    if middle == len(text) and middle > 0:
        return _part(text), 0.0
    if 0 < middle and (text[middle] == "+" or text[middle] == "-"):
        real = _part(text[:middle])
    else:
        middle = 0
    stop = len(text) - 1
    if stop < 0 or text[stop] != "j" and text[stop] != "J":
        raise _malformed_complex()
    imaginary = text[middle:stop]
    if imaginary == "" or imaginary == "+":
        return real, 1.0
    if imaginary == "-":
        return real, -1.0
    return real, _part(imaginary)


def _is_digit_at(text: str, i: int) -> bool:
    return 0 <= i < len(text) and "0" <= text[i] <= "9"


def _malformed_complex() -> ValueError:
    return ValueError("complex() arg is a malformed string")


def _part(text: str) -> float:
    """One of the two numbers: nothing stands round it."""
    if text != text.strip(_SPACES):
        raise _malformed_complex()
    try:
        return parse_float(text)
    except ValueError:
        raise _malformed_complex()


def _number_end(text: str, i: int) -> int:
    """Where the number that begins at ``i`` ends: before a sign, but for that of an exponent, or a j."""
    start = i
    while i < len(text):
        c = text[i]
        if c == "j" or c == "J" or i > start and (c == "+" or c == "-") and text[i - 1] != "e" and text[i - 1] != "E":
            break
        i += 1
    return i


# Writing.


def fixed_text(x: float, places: int, alternate: bool) -> str:
    """abs(x), which is finite, with ``places`` digits behind the point; ``alternate`` shows a point before none."""
    known, rounded = scaled(x, places)
    digits = str(rounded) if known else to_text(scaled_exactly(x, min(places, _ALL_PLACES)), 10)
    if not known and places > _ALL_PLACES:
        digits += "0" * (places - _ALL_PLACES)
    if len(digits) <= places:
        digits = "0" * (places + 1 - len(digits)) + digits
    point = len(digits) - places
    return _with_point(digits, point, alternate) if places > 0 or alternate else digits


def exponent_text(x: float, places: int, alternate: bool) -> str:
    """abs(x), which is finite, with one digit before the point, ``places`` behind it, and an exponent."""
    digits, exponent = significant_digits(x, places + 1)
    return _with_point(digits, 1, alternate) + _exponent_suffix(exponent)


def general_text(x: float, precision: int, alternate: bool, add_zero: bool) -> str:
    """abs(x), which is finite, with ``precision`` significant digits, fixed or with an exponent, as C's ``%g``.

    Zeros at the end go, unless ``alternate``. ``add_zero`` is what ``format(x, ".3")`` does: at least one digit behind
    the point, and an exponent one place earlier."""
    precision = max(precision, 1)
    digits, exponent = significant_digits(x, precision)
    if not alternate:
        digits = digits[:1] + digits[1:].rstrip("0")
    if exponent < -4 or exponent >= precision - (1 if add_zero else 0):
        return _with_point(digits, 1, alternate) + _exponent_suffix(exponent)
    if exponent < 0:
        return "0." + "0" * (-1 - exponent) + digits
    if len(digits) <= exponent:
        digits += "0" * (exponent + 1 - len(digits))
    if add_zero and len(digits) == exponent + 1:
        digits += "0"
    return _with_point(digits, exponent + 1, alternate)


def significant_digits(x: float, count: int) -> tuple[str, int]:
    """(digits, exponent): abs(x), finite, rounded to ``count`` digits, the first of which counts 10**exponent."""
    if x == 0.0:
        return "0" * count, 0
    mantissa, binary_exponent = split_float(x)
    wanted = min(count, _ALL_PLACES)
    # The first power of ten or, now and then, the one below.
    exponent = (binary_exponent + 63 - clz(mantissa)) * 78913 >> 18
    digits = _rounded_digits(x, wanted - 1 - exponent)
    if len(digits) > wanted:
        exponent += 1
        digits = _rounded_digits(x, wanted - 1 - exponent)
    return digits + "0" * (count - wanted), exponent


def _rounded_digits(x: float, places: int) -> str:
    known, rounded = scaled(x, places)
    return str(rounded) if known else to_text(scaled_exactly(x, places), 10)


def _with_point(digits: str, point: int, alternate: bool) -> str:
    """With a point before the digit at ``point``; only if ``alternate`` where there is none."""
    if point == len(digits):
        return digits + "." if alternate else digits
    return digits[:point] + "." + digits[point:]


def _exponent_suffix(exponent: int) -> str:
    size = str(abs(exponent))
    return ("e-" if exponent < 0 else "e+") + ("0" + size if len(size) == 1 else size)


def format_magnitude(x: float, kind: str, precision: int, alternate: bool) -> str:
    """abs(x) as the types of format strings have it: ``kind`` is e, f, g, or in upper case; inf and nan too.

    ValueError for a precision that is too big."""
    if precision > int32.maximum:
        raise ValueError("precision too big")
    if not is_finite(x):
        result = "nan" if x != x else "inf"
    elif kind == "f" or kind == "F":
        result = fixed_text(x, precision, alternate)
    elif kind == "e" or kind == "E":
        result = exponent_text(x, precision, alternate)
    else:
        result = general_text(x, precision, alternate, False)
    return result if kind >= "a" else result.upper()


# Rounding.


def round_float(x: float, places: int) -> float:
    """``round(x, places)``: the float nearest to the decimal number nearest to ``x``, ties to even. OverflowError."""
    if not is_finite(x) or places > _MOST_PLACES or x == 0.0:
        return x
    if places < _FEWEST_PLACES:
        return 0.0 * x
    known, rounded = scaled(x, places)
    if known and rounded <= _EXACT and abs(places) < len(_POWERS):
        result = float(rounded) / _POWERS[places] if places >= 0 else float(rounded) * _POWERS[-places]
    else:
        power = BigInt.from_int(10).pow(abs(places))
        if places >= 0:
            result = truediv(scaled_exactly(x, places), power)
        else:
            result = _float_of_rounded(scaled_exactly(x, places).mul(power))
    return -result if x < 0.0 else result


def _float_of_rounded(x: BigInt) -> float:
    try:
        return to_float(x)
    except OverflowError:
        raise OverflowError("rounded value too large to represent")


def round_to_integer(x: float) -> float:
    """The integral float nearest to ``x``, ties to even; ``x`` itself where it is not finite."""
    if not -4503599627370496.0 < x < 4503599627370496.0:
        return x
    whole = truncate(x)
    rest = abs(x - float(whole))
    if rest > 0.5 or rest == 0.5 and whole & 1 != 0:
        whole += -1 if x < 0.0 else 1
    return -float(-whole) if is_negative(x) else float(whole)


# Hexadecimal.


def float_hex(x: float) -> str:
    """``float.hex(x)``"""
    if not is_finite(x):
        return repr(x)
    sign = "-" if is_negative(x) else ""
    if x == 0.0:
        return sign + "0x0.0p+0"
    bits = float_to_bits(x)
    exponent = (bits >> 52 & 0x7FF) - 1023
    builder = StringBuilder()
    builder.append(sign)
    if exponent == -1023:
        exponent = -1022
        builder.append("0x0.")
    else:
        builder.append("0x1.")
    for shift in range(48, -4, -4):
        builder.append_char(_HEX_DIGITS[bits >> shift & 15])
    builder.append("p-" if exponent < 0 else "p+")
    builder.append(str(abs(exponent)))
    return builder.build()


def float_from_hex(text: str) -> float:
    """``float.fromhex(text)``. ValueError, OverflowError."""
    text = text.strip(_SPACES)
    n = len(text)
    i = 1 if n > 0 and (text[0] == "-" or text[0] == "+") else 0
    negative = i > 0 and text[0] == "-"
    word = text[i:].lower()
    if word == "inf" or word == "infinity":
        result = INFINITY
    elif word == "nan":
        result = NAN
    else:
        result = _parse_hex(word[2:] if word.startswith("0x") else word)
    return -result if negative else result


def _parse_hex(text: str) -> float:
    """Hexadecimal digits, maybe with a point, and maybe an exponent. ValueError, OverflowError."""
    n = len(text)
    mantissa = uint64(0)
    more = False
    exponent = 0
    digits = 0
    after_point = False
    i = 0
    while i < n:
        if text[i] == "." and not after_point:
            after_point = True
            i += 1
            continue
        digit = _HEX_DIGITS.find(text[i])
        if digit < 0:
            break
        if mantissa >> 60 == 0:
            mantissa = mantissa << 4 | uint64(digit)
            exponent -= 4 if after_point else 0
        else:
            more = more or digit != 0
            exponent += 0 if after_point else 4
        digits += 1
        i += 1
    if digits == 0:
        raise ValueError("invalid hexadecimal floating-point string")
    if i < n:
        exponent += _parse_binary_exponent(text, i)
    if mantissa == 0:
        return 0.0
    zeros = clz(mantissa)
    result = join_float(mantissa << zeros, more, exponent - zeros)
    if result == INFINITY:
        raise OverflowError("hexadecimal value too large to represent as a float")
    return result


def _parse_binary_exponent(text: str, i: int) -> int:
    """The number behind a "p" at ``i``, which ends the text; of a huge one only that it is huge. ValueError."""
    n = len(text)
    start = i + 2 if i + 1 < n and (text[i + 1] == "-" or text[i + 1] == "+") else i + 1
    if text[i] != "p" or start >= n:
        raise ValueError("invalid hexadecimal floating-point string")
    result = 0
    for k in range(start, n):
        if not "0" <= text[k] <= "9":
            raise ValueError("invalid hexadecimal floating-point string")
        result = min(result * 10 + ord(text[k]) - 48, 1 << 55)
    return -result if text[i + 1] == "-" else result
