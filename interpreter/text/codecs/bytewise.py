"""Encodings of one byte a character: ASCII, Latin-1, and those that are given by a map."""
from __future__ import annotations

from typing import Optional

from interpreter.text.codecs.errors import ErrorHandler
from interpreter.text.codecs.memory import bytes_of_narrow
from interpreter.text.codecs.work import Decoding, Encoding, text_of_latin1
from transform.rpython import str_width
from transform.rpython.builders import BytesBuilder

NO_BYTE = -1
UNDEFINED = "character maps to <undefined>"


def decode_ascii(data: bytes, errors: ErrorHandler) -> tuple[str, int]:
    if data.isascii():
        return text_of_latin1(data), len(data)
    work = Decoding("ascii", data, errors)
    i = 0
    while i < len(data):
        if data[i] < 0x80:
            work.text.append_code(data[i])
            i += 1
        else:
            i = work.error("ordinal not in range(128)", i, i + 1)
            data = work.data
    return work.text.build(), i


def decode_latin1(data: bytes) -> tuple[str, int]:
    return text_of_latin1(data), len(data)


class _BytewiseEncoding(Encoding):
    limit: int

    def __init__(self, encoding: str, limit: int, text: str, errors: ErrorHandler) -> None:
        super().__init__(encoding, text, errors)
        self.limit = limit

    def put_replacement(self, code: int) -> bool:
        self.data.append_byte(code)
        return code < self.limit


def encode_ascii(text: str, errors: ErrorHandler) -> bytes:
    if text.isascii():
        return bytes_of_narrow(text)
    return _encode_below(_BytewiseEncoding("ascii", 128, text, errors), "ordinal not in range(128)")


def encode_latin1(text: str, errors: ErrorHandler) -> bytes:
    if str_width(text) == 1:
        return bytes_of_narrow(text)
    return _encode_below(_BytewiseEncoding("latin-1", 256, text, errors), "ordinal not in range(256)")


def _encode_below(work: _BytewiseEncoding, reason: str) -> bytes:
    text = work.text
    i = 0
    while i < len(text):
        code = ord(text[i])
        if code < work.limit:
            work.data.append_byte(code)
            i += 1
        else:
            end = i + 1
            while end < len(text) and ord(text[end]) >= work.limit:
                end += 1
            i = work.error(reason, i, end)
    return work.data.build()


# Maps.


class DecodingMap:
    """What each byte becomes."""

    def text_of(self, byte: int) -> Optional[str]:
        """The text of a byte, or None."""
        raise NotImplementedError


class TableDecodingMap(DecodingMap):
    """A string with the character of each byte, U+FFFE where there is none."""

    table: str

    def __init__(self, table: str) -> None:
        self.table = table

    def text_of(self, byte: int) -> Optional[str]:
        if byte >= len(self.table) or self.table[byte] == "\ufffe":
            return None
        return self.table[byte]


class EncodingMap:
    """What each character becomes."""

    def append_to(self, data: BytesBuilder, code: int) -> bool:
        """Appends the bytes of a character; False if it has none."""
        raise NotImplementedError


class TableEncodingMap(EncodingMap):
    """The inverse of a table: of a character that occurs more than once, the last place. Like `charmap_build`."""

    narrow: list[int]
    wide: dict[int, int]

    def __init__(self, table: str) -> None:
        self.narrow = [NO_BYTE] * 256
        self.wide = {}
        for i in range(len(table)):
            code = ord(table[i])
            if code < 256:
                self.narrow[code] = i
            elif code != 0xFFFE:
                self.wide[code] = i

    def append_to(self, data: BytesBuilder, code: int) -> bool:
        byte = self.narrow[code] if code < 256 else self.wide.get(code, NO_BYTE)
        if byte == NO_BYTE:
            return False
        data.append_byte(byte)
        return True


def decode_charmap(data: bytes, errors: ErrorHandler, mapping: DecodingMap) -> tuple[str, int]:
    work = Decoding("charmap", data, errors)
    i = 0
    while i < len(data):
        text = mapping.text_of(data[i])
        if text is not None:
            work.text.append(text)
            i += 1
        else:
            i = work.error(UNDEFINED, i, i + 1)
            data = work.data
    return work.text.build(), i


class _CharmapEncoding(Encoding):
    mapping: EncodingMap
    escapes_apart = False

    def __init__(self, mapping: EncodingMap, text: str, errors: ErrorHandler) -> None:
        super().__init__("charmap", text, errors)
        self.mapping = mapping

    def put_replacement(self, code: int) -> bool:
        return self.mapping.append_to(self.data, code)


def encode_charmap(text: str, errors: ErrorHandler, mapping: EncodingMap) -> bytes:
    work = _CharmapEncoding(mapping, text, errors)
    i = 0
    while i < len(text):
        if work.put_replacement(ord(text[i])):
            i += 1
            continue
        end = i + 1
        unused = BytesBuilder()
        while end < len(text) and not mapping.append_to(unused, ord(text[end])):
            end += 1
        i = work.error(UNDEFINED, i, end)
    return work.data.build()
