"""Encoding and decoding of text by the name of a codec: the built-in ones here, all others by the registry."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str, new_str
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.codec_registry import codec_failure, handler_of, registry, run_codec
from interpreter.text.codecs.bytewise import decode_ascii, decode_latin1, encode_ascii, encode_latin1
from interpreter.text.codecs.errors import UnicodeFailure
from interpreter.text.codecs.utf8 import decode_utf8, encode_utf8
from interpreter.text.codecs.utf16 import decode_utf16, encode_utf16
from interpreter.text.codecs.utf32 import decode_utf32, encode_utf32


class Codec:
    UTF8, ASCII, LATIN1, UTF16, UTF32, OTHER = range(6)


def codec_of(encoding: str) -> int:
    """Which of the built-in codecs a name means."""
    name = encoding.lower().replace("_", "-").replace(" ", "-")
    if name == "utf-8" or name == "utf8":
        return Codec.UTF8
    if name == "ascii" or name == "us-ascii":
        return Codec.ASCII
    if name == "latin-1" or name == "latin1" or name == "iso-8859-1" or name == "iso8859-1":
        return Codec.LATIN1
    if name == "utf-16":
        return Codec.UTF16
    if name == "utf-32":
        return Codec.UTF32
    return Codec.OTHER


def encode_text(text: str, encoding: str, errors: str) -> Object:
    """``text.encode(encoding, errors)``."""
    handler = handler_of(errors)
    try:
        match codec_of(encoding):
            case Codec.UTF8:
                return new_bytes(encode_utf8(text, handler))
            case Codec.ASCII:
                return new_bytes(encode_ascii(text, handler))
            case Codec.LATIN1:
                return new_bytes(encode_latin1(text, handler))
            case Codec.UTF16:
                return new_bytes(encode_utf16(text, handler))
            case Codec.UTF32:
                return new_bytes(encode_utf32(text, handler))
    except (UnicodeFailure, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure
    codec = registry.text_codec(encoding, "codecs.encode()")
    result = run_codec(codec.item(0), new_str(text), errors, "encoder")
    if not isinstance(result, Bytes):
        raise type_error(f"'{encoding}' encoder returned '{type_of(result).name}' instead of 'bytes'; "
                         "use codecs.encode() to encode to arbitrary types")
    return result


def utf8_of(text: str) -> bytes:
    """A text in UTF-8, lone surrogates included."""
    if text.isascii():
        return text.encode()
    encoded = encode_text(text, "utf-8", "surrogatepass")
    assert isinstance(encoded, Bytes)
    return encoded.value


def decode_bytes(data: bytes, encoding: str, errors: str) -> Str:
    """``data.decode(encoding, errors)``."""
    handler = handler_of(errors)
    try:
        match codec_of(encoding):
            case Codec.UTF8:
                return new_str(decode_utf8(data, handler)[0])
            case Codec.ASCII:
                return new_str(decode_ascii(data, handler)[0])
            case Codec.LATIN1:
                return new_str(decode_latin1(data)[0])
            case Codec.UTF16:
                return new_str(decode_utf16(data, handler)[0])
            case Codec.UTF32:
                return new_str(decode_utf32(data, handler)[0])
    except (UnicodeFailure, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure
    codec = registry.text_codec(encoding, "codecs.decode()")
    result = run_codec(codec.item(1), new_bytes(data), errors, "decoder")
    if not isinstance(result, Str):
        raise type_error(f"'{encoding}' decoder returned '{type_of(result).name}' instead of 'str'; "
                         "use codecs.decode() to decode to arbitrary types")
    return result


def decode_object(x: Object, encoding: str, errors: str) -> Str:
    """``str(x, encoding, errors)``."""
    if not is_buffer(x):
        raise type_error(f"decoding to str: need a bytes-like object, {type_of(x).name} found")
    return decode_bytes(bytes_of(x), encoding, errors)
