"""UTF-32 in either order of bytes."""
from __future__ import annotations

from typing import Callable, TypeVar

from interpreter.text.codecs.errors import ErrorHandler
from interpreter.text.codecs.memory import (
    copy_text, has_surrogates, is_surrogate, store_8, store_16, store_32, store_32_big, swapped_32, width_of,
)
from interpreter.text.codecs.utf16 import BIG, LITTLE, NATIVE
from interpreter.text.codecs.work import Decoding, Encoding
from transform.rpython import Ptr, cast, data_pointer, inline, keepalive, specialize, uint16, uint32
from transform.rpython.builders import BytesBuffer, StrBuffer

T = TypeVar("T", bound=int)


def decode_utf32(data: bytes, errors: ErrorHandler, order: int = NATIVE, final: bool = True) -> tuple[str, int, int]:
    """The text, how many bytes it is made of, and the order of bytes (`NATIVE` if nothing told)."""
    i = 0
    if order == NATIVE and len(data) >= 4:
        if data[0] == 0xFF and data[1] == 0xFE and data[2] == 0 and data[3] == 0:
            order = LITTLE
            i = 4
        elif data[0] == 0 and data[1] == 0 and data[2] == 0xFE and data[3] == 0xFF:
            order = BIG
            i = 4
    if len(data) % 4 == 0:
        union = _union(data, i, order == BIG)
        if union != _HAS_ERRORS:
            return _decode_codes(data, i, order == BIG, width_of(union)), len(data), order
    work = Decoding("utf-32-be" if order == BIG else "utf-32-le", data, errors)
    while i < len(data):
        if i + 3 >= len(data):
            if not final:
                break
            i = work.error("truncated data", i, len(data))
            data = work.data
            continue
        code = _code(data, i, order == BIG)
        if 0xD800 <= code <= 0xDFFF:
            i = work.error("code point in surrogate code point range(0xd800, 0xe000)", i, i + 4)
            data = work.data
        elif code >= 0x110000:
            i = work.error("code point not in range(0x110000)", i, i + 4)
            data = work.data
        else:
            work.text.append_code(code)
            i += 4
    return work.text.build(), i, order


@inline
def _code(data: bytes, i: int, is_big: bool) -> int:
    if is_big:
        return data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]
    return data[i] | data[i + 1] << 8 | data[i + 2] << 16 | data[i + 3] << 24


_HAS_ERRORS = -1


def _union(data: bytes, start: int, is_big: bool) -> int:
    """The bitwise union of all characters from ``start`` on."""
    codes = cast(uint32, data_pointer(data) + start)
    union = 0
    has_errors = False
    for i in range((len(data) - start) // 4):
        code = int(codes[i])
        code = swapped_32(code) if is_big else code
        has_errors |= code >= 0x110000 or is_surrogate(code)
        union |= code
    keepalive(data)
    return _HAS_ERRORS if has_errors else union


def _decode_codes(data: bytes, start: int, is_big: bool, width: int) -> str:
    """The text of characters without errors."""
    buffer = StrBuffer(width, (len(data) - start) // 4)
    if width == 1:
        _copy_codes(data, start, is_big, buffer.pointer(), store_8)
    elif width == 2:
        _copy_codes(data, start, is_big, cast(uint16, buffer.pointer()), store_16)
    else:
        _copy_codes(data, start, is_big, cast(uint32, buffer.pointer()), store_32)
    return buffer.build()


@specialize("store")
def _copy_codes(data: bytes, start: int, is_big: bool, target: Ptr[T],
                store: Callable[[Ptr[T], int, int], None]) -> None:
    codes = cast(uint32, data_pointer(data) + start)
    for i in range((len(data) - start) // 4):
        code = int(codes[i])
        store(target, i, swapped_32(code) if is_big else code)
    keepalive(data)


class _Utf32Encoding(Encoding):
    is_big: bool

    def __init__(self, order: int, text: str, errors: ErrorHandler) -> None:
        super().__init__("utf-32" if order == NATIVE else "utf-32-le" if order == LITTLE else "utf-32-be", text, errors)
        self.is_big = order == BIG

    @inline
    def put(self, code: int) -> None:
        if self.is_big:
            self.data.append_byte(0)
            self.data.append_byte(code >> 16)
            self.data.append_byte(code >> 8)
            self.data.append_byte(code)
        else:
            self.data.append_byte(code)
            self.data.append_byte(code >> 8)
            self.data.append_byte(code >> 16)
            self.data.append_byte(0)

    def put_replacement(self, code: int) -> bool:
        self.put(code)
        return code < 0x80

    def accepts_bytes(self, count: int) -> bool:
        return count % 4 == 0


def encode_utf32(text: str, errors: ErrorHandler, order: int = NATIVE) -> bytes:
    """The text in UTF-32, after a mark if the order is `NATIVE`."""
    if not has_surrogates(text):
        return _encode_codes(text, order)
    work = _Utf32Encoding(order, text, errors)
    if order == NATIVE:
        work.put(0xFEFF)
    i = 0
    while i < len(text):
        code = ord(text[i])
        i += 1
        if 0xD800 <= code <= 0xDFFF:
            i = work.error("surrogates not allowed", i - 1, i)
        else:
            work.put(code)
    return work.data.build()


def _encode_codes(text: str, order: int) -> bytes:
    """The same for a text without surrogates."""
    mark = 1 if order == NATIVE else 0
    buffer = BytesBuffer(4 * (mark + len(text)))
    codes = cast(uint32, buffer.pointer())
    if order == BIG:
        copy_text(text, codes, store_32_big)
    else:
        if mark:
            codes[0] = uint32(0xFEFF)
        copy_text(text, codes + mark, store_32)
    return buffer.build()
