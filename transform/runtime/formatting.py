"""`format` and f-strings: the format specification mini-language for int, float, bool and str.

Not there: ``#`` and ``z`` for floats, ``n`` with a locale.
"""
from __future__ import annotations

from transform.runtime.builders import StrBuilder
from transform.runtime.characters import is_ascii_digit, is_ascii_upper
from transform.runtime.float_text import (
    append_decimal, append_magnitude, is_finite, is_negative, parse_decimal, print_float, str_of_float,
)
from transform.runtime.integer_text import magnitude, str_of_bits, str_of_bool, str_of_int, str_of_uint
from transform.runtime.strings import EMPTY, Str, chr_of_int, str_of_code

# Code points with a meaning.
_SPACE, _HASH, _PERCENT, _PLUS, _COMMA, _MINUS, _POINT, _ZERO = 32, 35, 37, 43, 44, 45, 46, 48
_LESS, _EQUAL, _GREATER, _CARET, _UNDERSCORE = 60, 61, 62, 94, 95
_B, _C, _D, _E, _F, _G, _N, _O, _S, _X, _CAPITAL_X = 98, 99, 100, 101, 102, 103, 110, 111, 115, 120, 88


class FormatSpec:
    """A format specification, taken apart: code points, 0 where there is none; ``precision`` is -1 then.

    ``default_align`` is ``<`` for text, ``>`` for numbers."""

    fill: int
    align: int
    sign: int
    alternate: bool
    width: int
    grouping: int
    precision: int
    kind: int

    def __init__(self, spec: Str, default_align: int) -> None:
        self.fill = _SPACE
        self.align = default_align
        self.sign = 0
        self.alternate = False
        self.width = 0
        self.grouping = 0
        self.precision = -1
        self.kind = 0
        n = len(spec)
        has_fill = n >= 2 and _is_align(spec.unit(1))
        has_align = has_fill or n >= 1 and _is_align(spec.unit(0))
        i = 0
        if has_fill:
            self.fill = spec.unit(0)
            i = 1
        if has_align:
            self.align = spec.unit(i)
            i += 1
        if i < n and (spec.unit(i) == _PLUS or spec.unit(i) == _MINUS or spec.unit(i) == _SPACE):
            self.sign = spec.unit(i)
            i += 1
        if i < n and spec.unit(i) == _HASH:
            self.alternate = True
            i += 1
        if i < n and spec.unit(i) == _ZERO:
            if not has_fill:
                self.fill = _ZERO
            if not has_align and default_align == _GREATER:
                self.align = _EQUAL
            i += 1
        while i < n and is_ascii_digit(spec.unit(i)):
            self.width = _append_digit(self.width, spec.unit(i))
            i += 1
        if i < n and (spec.unit(i) == _COMMA or spec.unit(i) == _UNDERSCORE):
            self.grouping = spec.unit(i)
            i += 1
        if i < n and spec.unit(i) == _POINT:
            i += 1
            if i == n or not is_ascii_digit(spec.unit(i)):
                raise ValueError("Format specifier missing precision")
            self.precision = 0
            while i < n and is_ascii_digit(spec.unit(i)):
                self.precision = _append_digit(self.precision, spec.unit(i))
                i += 1
        if i < n:
            self.kind = spec.unit(i)
            i += 1
        if i < n:
            raise ValueError("Invalid format specifier")
        if self.grouping != 0 and (
                self.kind == _N or self.kind == _C or self.grouping == _COMMA and _is_bits(self.kind)):
            raise ValueError(f"Cannot specify '{chr(self.grouping)}' with '{chr(self.kind)}'.")

    def pad(self, s: Str) -> Str:
        """``s`` filled up to the width."""
        margin = self.width - len(s)
        if margin <= 0:
            return s
        left = margin
        if self.align == _LESS:
            left = 0
        elif self.align == _CARET:
            left = margin // 2
        fill = str_of_code(self.fill)
        return fill * left + s + fill * (margin - left)

    def number(self, negative: bool, prefix: Str, digits: Str, rest: Str) -> Str:
        """A number with its sign, ``digits`` before the point and the ``rest``, grouped and filled up."""
        head = _sign(negative, self.sign) + prefix
        if self.grouping != 0:
            size = 4 if _is_bits(self.kind) else 3
            room = self.width - len(head) - len(rest) if self.align == _EQUAL and self.fill == _ZERO else 0
            digits = _grouped(digits, self.grouping, size, room)
        if self.align == _EQUAL:
            margin = self.width - len(head) - len(digits) - len(rest)
            return head + str_of_code(self.fill) * margin + digits + rest
        return self.pad(head + digits + rest)


def _is_align(c: int) -> bool:
    return c == _LESS or c == _GREATER or c == _EQUAL or c == _CARET


def _is_bits(kind: int) -> bool:
    """Whether integers are written in base 2, 8 or 16."""
    return kind == _B or kind == _O or kind | 32 == _X


def _append_digit(value: int, c: int) -> int:
    if value > 100000000:
        raise ValueError("Too many decimal digits in format string")
    return value * 10 + c - _ZERO


def _sign(negative: bool, sign: int) -> Str:
    if negative:
        return str_of_code(_MINUS)
    return str_of_code(sign) if sign == _PLUS or sign == _SPACE else EMPTY


def _grouped(digits: Str, separator: int, size: int, room: int) -> Str:
    """``digits`` with a separator between groups of ``size``, and with zeros before them to fill up ``room``."""
    n = len(digits)
    while n + (n - 1) // size < room:
        n += 1
    builder = StrBuilder()
    zeros = n - len(digits)
    for i in range(n):
        if i > 0 and (n - i) % size == 0:
            builder.append_code(separator)
        builder.append_code(_ZERO if i < zeros else digits.unit(i - zeros))
    return builder.build()


def _raise_unknown(kind: int, type_name: str) -> None:
    raise ValueError(f"Unknown format code '{chr(kind)}' for object of type '{type_name}'")


def format_str(s: Str, spec: Str) -> Str:
    """``format(s, spec)``"""
    if len(spec) == 0:
        return s
    parsed = FormatSpec(spec, _LESS)
    if parsed.kind != 0 and parsed.kind != _S:
        _raise_unknown(parsed.kind, "str")
    if parsed.sign != 0:
        raise ValueError("Sign not allowed in string format specifier")
    if parsed.align == _EQUAL:
        raise ValueError("'=' alignment not allowed in string format specifier")
    if parsed.precision >= 0:
        s = s.get_slice(0, parsed.precision)
    return parsed.pad(s)


def format_bool(x: bool, spec: Str) -> Str:
    """``format(x, spec)``"""
    return str_of_bool(x) if len(spec) == 0 else format_int(int(x), spec)


def format_int(x: int, spec: Str) -> Str:
    """``format(x, spec)``"""
    if len(spec) == 0:
        return str_of_int(x)
    parsed = FormatSpec(spec, _GREATER)
    kind = parsed.kind
    lower = kind | 32
    if kind == _PERCENT or lower == _E or lower == _F or lower == _G:
        return _format_float(float(x), parsed)
    if parsed.precision >= 0:
        raise ValueError("Precision not allowed in integer format specifier")
    value = magnitude(x)
    if kind == 0 or kind == _D or kind == _N:
        return parsed.number(x < 0, EMPTY, str_of_uint(value), EMPTY)
    if kind == _B:
        digits = str_of_bits(value, 1, _B)
    elif kind == _O:
        digits = str_of_bits(value, 3, _B)
    elif lower == _X:
        digits = str_of_bits(value, 4, 65 if kind == _CAPITAL_X else 97)
    elif kind == _C:
        if parsed.sign != 0:
            raise ValueError("Sign not allowed with integer format specifier 'c'")
        return parsed.pad(chr_of_int(x))
    else:
        _raise_unknown(kind, "int")
        digits = EMPTY
    prefix = str_of_code(_ZERO) + str_of_code(kind) if parsed.alternate else EMPTY
    return parsed.number(x < 0, prefix, digits, EMPTY)


def format_float(x: float, spec: Str) -> Str:
    """``format(x, spec)``"""
    return str_of_float(x) if len(spec) == 0 else _format_float(x, FormatSpec(spec, _GREATER))


def _format_float(x: float, spec: FormatSpec) -> Str:
    if spec.alternate:
        raise ValueError("Alternate form (#) is not supported for floats")
    written = _write_magnitude(x, spec)
    point = 0
    while point < len(written) and is_ascii_digit(written.unit(point)):
        point += 1
    if not is_finite(x):  # neither grouped nor taken apart
        point = len(written)
        spec.grouping = 0
    digits = written.get_slice(0, point)
    return spec.number(is_negative(x) and x == x, EMPTY, digits, written.get_slice(point, len(written)))


def _write_magnitude(x: float, spec: FormatSpec) -> Str:
    """The absolute value of ``x`` as kind and precision demand."""
    kind = spec.kind
    lower = kind | 32
    precision = 6 if spec.precision < 0 else spec.precision
    size = abs(x)
    builder = StrBuilder()
    if kind == _PERCENT:
        size *= 100.0
    elif kind != 0 and kind != _N and lower != _E and lower != _F and lower != _G:
        _raise_unknown(kind, "float")
    if kind == 0 and spec.precision < 0 or not is_finite(size):
        append_magnitude(builder, size)
    elif lower == _F or kind == _PERCENT:
        builder.append(print_float(b"%.*f\0", precision, size))
    elif lower == _E:
        builder.append(print_float(b"%.*e\0", precision, size))
    elif lower == _G or kind == _N:
        builder.append(print_float(b"%.*g\0", precision, size))
    else:
        precision = max(precision, 1)
        digits, point = parse_decimal(print_float(b"%.*e\0", precision - 1, size))
        append_decimal(builder, digits, point, precision - 1, _E)
    if kind == _PERCENT:
        builder.append_code(_PERCENT)
    written = builder.build()
    return written.upper() if is_ascii_upper(kind) else written
