"""UTF-32 in either order of bytes."""
from __future__ import annotations

from interpreter.text.codecs.errors import ErrorHandler
from interpreter.text.codecs.utf16 import BIG, LITTLE, NATIVE
from interpreter.text.codecs.work import Decoding, Encoding
from transform.rpython import inline


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
