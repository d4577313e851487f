"""ints as text and back: ``str(int)``, ``int(text, base)``, with CPython's limit of digits."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.numbers.bigint_text import parse_integer, to_decimal
from interpreter.objects.int import Int, SmallInt, int_from_big, new_int
from interpreter.objects.object import Object
from interpreter.protocols.text import repr_of
from interpreter.text.characters import decimal_value, is_space


def decimal_text(x: Int) -> str:
    """``str(x)``. ValueError beyond the limit of digits."""
    if isinstance(x, SmallInt):
        return str(x.value)
    try:
        return to_decimal(x.big())
    except ValueError as error:
        raise value_error(str(error)) from error


def int_of_text(text: str, base: int, shown: Object) -> Int:
    """``int(text, base)``; `shown` is what the message of a ValueError shows."""
    plain = ascii_digits(text)
    if len(plain) <= 16 and base == 10:
        value = small_decimal(plain)
        if value >= 0:
            return new_int(value)
    try:
        return int_from_big(parse_integer(plain, base))
    except ValueError as error:
        message = str(error)
        if len(message) == 0:
            message = f"invalid literal for int() with base {base}: {repr_of(shown)[:200]}"
        raise value_error(message) from error


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
