"""ints as text and back: ``str(int)``, ``int(text, base)``, with CPython's limit of digits."""
from __future__ import annotations

from interpreter.errors import PyError, value_error
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_text import parse_integer, to_text
from interpreter.objects.int import Int, SmallInt, int_from_big, new_int
from interpreter.objects.object import Object
from interpreter.protocols.text import repr_of
from interpreter.text.characters import decimal_value, is_space


class DigitLimit:
    """What `sys.set_int_max_str_digits` sets; 0 is no limit."""
    digits: int

    def __init__(self) -> None:
        self.digits = 4300


digit_limit = DigitLimit()
_ALWAYS_ALLOWED = 640


def decimal_text(x: Int) -> str:
    """``str(x)``. ValueError beyond the limit of digits."""
    if isinstance(x, SmallInt):
        return str(x.value)
    big = x.big()
    limit = digit_limit.digits
    if limit > 0 and big.bit_length() > limit * 3:
        check_bits(big, limit)
    text = to_text(big, 10)
    if limit > 0 and len(text) > limit and len(text) - (1 if big.sign() < 0 else 0) > limit:
        raise too_many(-1)
    return text


def check_bits(x: BigInt, limit: int) -> None:
    """Refuses numbers that surely have too many digits, before the work is done."""
    if x.bit_length() // 4 > limit:
        raise too_many(-1)


def too_many(count: int) -> PyError:
    found = f": value has {count} digits" if count >= 0 else ""
    return value_error(f"Exceeds the limit ({digit_limit.digits} digits) for integer string conversion{found}; "
                       "use sys.set_int_max_str_digits() to increase the limit")


def int_of_text(text: str, base: int, shown: Object) -> Int:
    """``int(text, base)``; `shown` is what the message of a ValueError shows."""
    plain = ascii_digits(text)
    if len(plain) <= 16 and base == 10:
        value = small_decimal(plain)
        if value >= 0:
            return new_int(value)
    if base & (base - 1) != 0 and digit_limit.digits > 0 and len(plain) > digit_limit.digits:
        count = count_digits(plain)
        if count > digit_limit.digits:
            raise too_many(count)
    try:
        return int_from_big(parse_integer(plain, base))
    except ValueError as error:
        raise value_error(f"invalid literal for int() with base {base}: {repr_of(shown)[:200]}") from error


def small_decimal(text: str) -> int:
    """The value of a text of few digits, or -1 if there is anything else in it."""
    if len(text) == 0:
        return -1
    result = 0
    for c in text:
        if not "0" <= c <= "9":
            return -1
        result = result * 10 + (ord(c) - 48)
    return result


def count_digits(text: str) -> int:
    result = 0
    for c in text:
        if "0" <= c <= "9" or "a" <= c <= "z" or "A" <= c <= "Z":
            result += 1
    return result


def ascii_digits(text: str) -> str:
    """The text with the digits of all scripts as ASCII's, and all white space as spaces; what is neither stays and is no digit anywhere."""
    plain = True
    for c in text:
        if ord(c) >= 128:
            plain = False
            break
    if plain:
        return text
    parts: list[str] = []
    for c in text:
        code = ord(c)
        if code < 128:
            parts.append(c)
        elif is_space(code):
            parts.append(" ")
        else:
            value = decimal_value(code)
            parts.append(chr(48 + value) if value >= 0 else "?")
    return "".join(parts)
