"""Python values as C constants."""
from __future__ import annotations

import math

from transform.ir.types import FloatType, IntType


def int_literal(value: int, type: IntType, exact: bool = False) -> str:
    """An integer constant. ``exact``: of at least the width of ``type``, for places where C would otherwise compute
    in int (shifts, operations on two constants, variadic arguments)."""
    if type.signed:
        if value == type.minimum and type.bits >= 32:
            return f"INT{type.bits}_MIN"
        if type.bits == 64 and (exact or not -(1 << 31) < value < 1 << 31):
            return f"{value}L"
        return str(value)
    if type.bits == 64 and (exact or value >= 1 << 31):
        return f"{value}UL"
    if type.bits == 32 and (exact or value >= 1 << 31):
        return f"{value}U"
    return str(value)


def float_literal(value: float, type: FloatType) -> str:
    """A floating-point constant with exactly this value."""
    if math.isnan(value):
        return ("-" if math.copysign(1.0, value) < 0 else "") + '__builtin_nan("")'
    if math.isinf(value):
        return ("-" if value < 0 else "") + "__builtin_inf()"
    return repr(value) + ("f" if type.bits == 32 else "")


def string_literal(text: str) -> str:
    """A C string of the UTF-8 bytes of ``text``."""
    return bytes_literal(text.encode("utf-8", "surrogateescape"))


_ESCAPES = {ord("\n"): "\\n", ord("\t"): "\\t", ord("\r"): "\\r", ord('"'): '\\"', ord("\\"): "\\\\",
            ord("?"): "\\?"}  # no trigraphs
_BYTES = [_ESCAPES.get(b) or (chr(b) if 32 <= b < 127 else f"\\{b:03o}") for b in range(256)]


def bytes_literal(data: bytes, width: int = 0) -> str:
    """A C string with these bytes. With ``width``, in lines of about that many characters."""
    text = "".join([_BYTES[b] for b in data])
    if not width or len(text) <= width:
        return f'"{text}"'
    lines: list[str] = []
    line: list[str] = []
    size = 0
    for b in data:
        piece = _BYTES[b]
        if size + len(piece) > width:
            lines.append('"' + "".join(line) + '"')
            line, size = [], 0
        line.append(piece)
        size += len(piece)
    lines.append('"' + "".join(line) + '"')
    return "\n        ".join(lines)
