"""Conversion between binary data and ASCII"""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules import quoted_printable
from interpreter.modules.ascii_argument import ascii_of
from interpreter.objects.bytes import Bytes
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import index
from interpreter.text.bytestrings import hex_of
from interpreter.text.codecs.escapes import hex_digit
from interpreter.text.codecs.work import text_of_latin1
from transform.rpython.builders import BytesBuilder

error_type = define(ExceptionObject, "Error", existing=Type("Error", None, [EXCEPTIONS["ValueError"]], {}), allocate=new_exception,
                    module="binascii", doc="")
incomplete_type = define(ExceptionObject, "Incomplete", existing=Type("Incomplete", None, [EXCEPTIONS["Exception"]], {}),
                         allocate=new_exception, module="binascii", doc="")

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LONGEST_LINE = 45
_PAD, _SPACE, _BACKTICK = 61, 32, 96


def _base64_values() -> list[int]:
    """The value of each character, -1 of others."""
    return [_BASE64.find(bytes([c])) for c in range(256)]


def _crc32_table() -> list[int]:
    """What each byte adds to the checksum of ISO 3309."""
    table: list[int] = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
        table.append(crc)
    return table


_VALUES = _base64_values()
_CRC32 = _crc32_table()


def error(text: str) -> PyError:
    return PyError(error_type, text)


@exposed("a2b_hex")
def a2b_hex(hexstr: Object, /) -> bytes:
    """Binary data of hexadecimal representation.

    hexstr must contain an even number of hex digits (upper or lower case).
    This function is also available as "unhexlify()"."""
    data = ascii_of(hexstr)
    if len(data) % 2 != 0:
        raise error("Odd-length string")
    result = BytesBuilder()
    for i in range(0, len(data), 2):
        high = hex_digit(data[i])
        low = hex_digit(data[i + 1])
        if high < 0 or low < 0:
            raise error("Non-hexadecimal digit found")
        result.append_byte(high << 4 | low)
    return result.build()


@exposed("unhexlify")
def unhexlify(hexstr: Object, /) -> bytes:
    """Binary data of hexadecimal representation.

    hexstr must contain an even number of hex digits (upper or lower case)."""
    return a2b_hex(hexstr)


@exposed("b2a_hex")
def b2a_hex(data: Object, sep: Object = NONE, bytes_per_sep: int = 1) -> bytes:
    """Hexadecimal representation of binary data."""
    source = bytes_of(data)
    if sep is NONE:
        return hex_of(source).encode()
    if isinstance(sep, Str):
        separator = sep.value
    elif isinstance(sep, Bytes):
        separator = text_of_latin1(sep.value)
    else:
        raise type_error("sep must be str or bytes.")
    if len(separator) != 1:
        raise value_error("sep must be length 1.")
    if ord(separator[0]) >= 128:
        raise value_error("sep must be ASCII.")
    return hex_of(source, separator, bytes_per_sep).encode()


@exposed("hexlify")
def hexlify(data: Object, sep: Object = NONE, bytes_per_sep: int = 1) -> bytes:
    """Hexadecimal representation of binary data."""
    return b2a_hex(data, sep, bytes_per_sep)


# Base64 (RFC 4648).


@exposed("a2b_base64")
def a2b_base64(data: Object, /, *, strict_mode: bool = False) -> bytes:
    """Decode a line of base64 data."""
    source = ascii_of(data)
    if strict_mode and len(source) > 0 and source[0] == _PAD:
        raise error("Leading padding not allowed")
    result = BytesBuilder()
    bits = 0
    position = 0
    count = 0
    pads = 0
    has_padding = False
    for i in range(len(source)):
        c = source[i]
        if c == _PAD:
            has_padding = True
            if position >= 2:
                pads += 1
                if position + pads >= 4:
                    if strict_mode and i + 1 < len(source):
                        raise error("Excess data after padding")
                    return result.build()
            continue
        value = _VALUES[c]
        if value < 0:
            if strict_mode:
                raise error("Only base64 data is allowed")
            continue
        if strict_mode and has_padding:
            raise error("Discontinuous padding not allowed")
        pads = 0
        bits = (bits << 6 | value) & 0xFFFF
        if position > 0:
            result.append_byte(bits >> 6 - 2 * position & 255)
            count += 1
        position = position + 1 & 3
    if position == 1:
        raise error(f"Invalid base64-encoded string: number of data characters ({count // 3 * 4 + 1}) cannot be 1 more "
                    "than a multiple of 4")
    if position != 0:
        raise error("Incorrect padding")
    return result.build()


@exposed("b2a_base64")
def b2a_base64(data: Object, /, *, newline: bool = True) -> bytes:
    """Base64-code line of data."""
    source = bytes_of(data)
    result = BytesBuilder()
    for i in range(0, len(source), 3):
        count = min(3, len(source) - i)
        bits = source[i] << 16
        if count > 1:
            bits |= source[i + 1] << 8
        if count > 2:
            bits |= source[i + 2]
        for k in range(4):
            result.append_byte(_BASE64[bits >> 18 - 6 * k & 63] if k <= count else _PAD)
    if newline:
        result.append_byte(10)
    return result.build()


# Uuencoding.


@exposed("a2b_uu")
def a2b_uu(data: Object, /) -> bytes:
    """Decode a line of uuencoded data."""
    source = ascii_of(data)
    result = BytesBuilder()
    missing = (source[0] - _SPACE if len(source) > 0 else -_SPACE) & 63
    at = 1
    bits = 0
    held = 0
    while missing > 0:
        c = source[at] if at < len(source) else 10
        at += 1
        if c == 10 or c == 13:
            c = _SPACE
        elif not _SPACE <= c <= _BACKTICK:
            raise error("Illegal char")
        bits = (bits << 6 | c - _SPACE & 63) & 0xFFFF
        held += 6
        if held >= 8:
            held -= 8
            result.append_byte(bits >> held & 255)
            missing -= 1
    for i in range(at, len(source)):
        c = source[i]
        if c != _SPACE and c != _BACKTICK and c != 10 and c != 13:
            raise error("Trailing garbage")
    return result.build()


@exposed("b2a_uu")
def b2a_uu(data: Object, /, *, backtick: bool = False) -> bytes:
    """Uuencode line of data."""
    source = bytes_of(data)
    if len(source) > _LONGEST_LINE:
        raise error("At most 45 bytes at once")
    zero = _BACKTICK if backtick else _SPACE
    result = BytesBuilder()
    result.append_byte(len(source) + _SPACE if len(source) > 0 else zero)
    bits = 0
    held = 0
    at = 0
    while at < len(source) or held > 0:
        bits = (bits << 8 | (source[at] if at < len(source) else 0)) & 0xFFFF
        at += 1
        held += 8
        while held >= 6:
            held -= 6
            value = bits >> held & 63
            result.append_byte(value + _SPACE if value > 0 else zero)
    result.append_byte(10)
    return result.build()


# Checksums.


@exposed("crc32")
def crc32(data: Object, crc: Object = new_int(0), /) -> int:
    """Compute CRC-32 incrementally."""
    value = index(crc).big().low_bits() & 0xFFFFFFFF ^ 0xFFFFFFFF
    for byte in bytes_of(data):
        value = value >> 8 ^ _CRC32[(value ^ byte) & 255]
    return value ^ 0xFFFFFFFF


@exposed("crc_hqx")
def crc_hqx(data: Object, crc: Object, /) -> int:
    """Compute CRC-CCITT incrementally."""
    value = index(crc).big().low_bits() & 0xFFFF
    for byte in bytes_of(data):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x1021 if value & 0x8000 != 0 else 0)) & 0xFFFF
    return value


define_module(__name__, "binascii", parts=[quoted_printable.__name__], contents={"Error": error_type, "Incomplete": incomplete_type})
