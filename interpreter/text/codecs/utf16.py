"""UTF-16 (RFC 2781) in either order of bytes."""
from __future__ import annotations

from interpreter.text.codecs.errors import ErrorHandler
from interpreter.text.codecs.memory import (
    copy_text, copy_units, has_surrogates, is_surrogate, store_8, store_16, store_16_big, swapped_16, width_of,
)
from interpreter.text.codecs.work import Decoding, Encoding
from transform.rpython import cast, data_pointer, inline, keepalive, str_width, uint8, uint16
from transform.rpython.builders import BytesBuffer, StrBuffer

NATIVE, LITTLE, BIG = 0, -1, 1
"""Orders of bytes, as `_codecs` numbers them. Native is what a mark at the beginning says, or else little."""


def decode_utf16(data: bytes, errors: ErrorHandler, order: int = NATIVE, final: bool = True) -> tuple[str, int, int]:
    """The text, how many bytes it is made of, and the order of bytes (`NATIVE` if nothing told)."""
    i = 0
    if order == NATIVE and len(data) >= 2:
        if data[0] == 0xFF and data[1] == 0xFE:
            order = LITTLE
            i = 2
        elif data[0] == 0xFE and data[1] == 0xFF:
            order = BIG
            i = 2
    if len(data) % 2 == 0:
        union = _union(data, i, order == BIG)
        if union != _HAS_SURROGATES:
            return _decode_units(data, i, order == BIG, width_of(union)), len(data), order
    work = Decoding("utf-16-be" if order == BIG else "utf-16-le", data, errors)
    low_byte = 1 if order == BIG else 0
    while i < len(data):
        if i + 1 >= len(data):
            if not final:
                break
            i = work.error("truncated data", i, len(data))
            data = work.data
            continue
        unit = _unit(data, i, low_byte)
        if unit & 0xF800 != 0xD800:
            work.text.append_code(unit)
            i += 2
        elif unit >= 0xDC00:
            i = work.error("illegal encoding", i, i + 2)
            data = work.data
        elif i + 3 >= len(data):
            if not final:
                break
            i = work.error("unexpected end of data", i, len(data))
            data = work.data
        else:
            second = _unit(data, i + 2, low_byte)
            if second & 0xFC00 == 0xDC00:
                work.text.append_code(0x10000 + ((unit & 0x3FF) << 10 | second & 0x3FF))
                i += 4
            else:
                i = work.error("illegal UTF-16 surrogate", i, i + 2)
                data = work.data
    return work.text.build(), i, order


@inline
def _unit(data: bytes, i: int, low_byte: int) -> int:
    return data[i + low_byte] | data[i + 1 - low_byte] << 8


_HAS_SURROGATES = -1


def _union(data: bytes, start: int, is_big: bool) -> int:
    """The bitwise union of all units from ``start`` on."""
    units = cast(uint16, data_pointer(data) + start)
    union = 0
    has_surrogate = False
    for i in range((len(data) - start) // 2):
        unit = int(units[i])
        unit = swapped_16(unit) if is_big else unit
        has_surrogate |= is_surrogate(unit)
        union |= unit
    keepalive(data)
    return _HAS_SURROGATES if has_surrogate else union


def _decode_units(data: bytes, start: int, is_big: bool, width: int) -> str:
    """The text of units without surrogates."""
    count = (len(data) - start) // 2
    units = cast(uint16, data_pointer(data) + start)
    buffer = StrBuffer(width, count)
    if width == 1 and is_big:
        for i in range(count):
            buffer.pointer()[i] = uint8(int(units[i]) >> 8)
    elif width == 1:
        copy_units(units, count, buffer.pointer(), store_8)
    elif is_big:
        copy_units(units, count, cast(uint16, buffer.pointer()), store_16_big)
    else:
        copy_units(units, count, cast(uint16, buffer.pointer()), store_16)
    keepalive(data)
    return buffer.build()


class _Utf16Encoding(Encoding):
    is_big: bool

    def __init__(self, order: int, text: str, errors: ErrorHandler) -> None:
        super().__init__("utf-16" if order == NATIVE else "utf-16-le" if order == LITTLE else "utf-16-be", text, errors)
        self.is_big = order == BIG

    @inline
    def put_unit(self, unit: int) -> None:
        if self.is_big:
            self.data.append_byte(unit >> 8)
            self.data.append_byte(unit)
        else:
            self.data.append_byte(unit)
            self.data.append_byte(unit >> 8)

    def put_replacement(self, code: int) -> bool:
        self.put_unit(code)
        return code < 0x80

    def accepts_bytes(self, count: int) -> bool:
        return count % 2 == 0


def encode_utf16(text: str, errors: ErrorHandler, order: int = NATIVE) -> bytes:
    """The text in UTF-16, after a mark if the order is `NATIVE`."""
    if str_width(text) < 4 and not has_surrogates(text):
        return _encode_units(text, order)
    work = _Utf16Encoding(order, text, errors)
    if order == NATIVE:
        work.put_unit(0xFEFF)
    i = 0
    while i < len(text):
        code = ord(text[i])
        i += 1
        if code >= 0x10000:
            work.put_unit(0xD7C0 + (code >> 10))
            work.put_unit(0xDC00 | code & 0x3FF)
        elif 0xD800 <= code <= 0xDFFF:
            i = work.error("surrogates not allowed", i - 1, i)
        else:
            work.put_unit(code)
    return work.data.build()


def _encode_units(text: str, order: int) -> bytes:
    """The same for a text without surrogates, whose characters take a unit each."""
    mark = 1 if order == NATIVE else 0
    buffer = BytesBuffer(2 * (mark + len(text)))
    units = cast(uint16, buffer.pointer())
    if order == BIG:
        copy_text(text, units, store_16_big)
    else:
        if mark:
            units[0] = uint16(0xFEFF)
        copy_text(text, units + mark, store_16)
    return buffer.build()
