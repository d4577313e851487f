"""Encoding and decoding of text by the name of a codec: the built-in ones here, all others by the registry in Python."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import new_tuple
from interpreter.text.codecs.bytewise import decode_ascii, decode_latin1, encode_ascii, encode_latin1
from interpreter.text.codecs.errors import HANDLERS, ErrorHandler, UnicodeFailure
from interpreter.text.codecs.utf8 import decode_utf8, encode_utf8

_LOOKUP_ERROR = EXCEPTIONS["LookupError"]
_ENCODE_ERROR = EXCEPTIONS["UnicodeEncodeError"]
_DECODE_ERROR = EXCEPTIONS["UnicodeDecodeError"]


class Codec:
    UTF8, ASCII, LATIN1, OTHER = range(4)


def codec_of(encoding: str) -> int:
    """Which of the built-in codecs a name means."""
    name = encoding.lower().replace("_", "-").replace(" ", "-")
    if name == "utf-8" or name == "utf8" or name == "u8" or name == "cp65001":
        return Codec.UTF8
    if name == "ascii" or name == "us-ascii" or name == "646":
        return Codec.ASCII
    if name == "latin-1" or name == "latin1" or name == "iso-8859-1" or name == "iso8859-1" or name == "l1" or name == "8859":
        return Codec.LATIN1
    return Codec.OTHER


def handler_of(errors: str) -> ErrorHandler:
    found = HANDLERS.get(errors)
    if found is None:
        raise PyError(_LOOKUP_ERROR, f"unknown error handler name '{errors}'")
    return found


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
    except UnicodeFailure as failure:
        raise unicode_error(failure) from failure
    raise PyError(_LOOKUP_ERROR, f"unknown encoding: {encoding}")


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
    except UnicodeFailure as failure:
        raise unicode_error(failure) from failure
    raise PyError(_LOOKUP_ERROR, f"unknown encoding: {encoding}")


def decode_object(x: Object, encoding: str, errors: str) -> Str:
    """``str(x, encoding, errors)``."""
    if not isinstance(x, Bytes):
        raise type_error(f"decoding to str: need a bytes-like object, {type_of(x).name} found")
    return decode_bytes(x.value, encoding, errors)


def unicode_error(failure: UnicodeFailure) -> PyError:
    """The Python exception for what a codec found."""
    data = failure.data
    text = failure.text
    kind = _DECODE_ERROR if data is not None else _ENCODE_ERROR
    subject: Object = new_bytes(data) if data is not None else new_str("" if text is None else text)
    arguments = new_tuple([new_str(failure.encoding), subject, new_int(failure.start), new_int(failure.end), new_str(failure.reason)])
    made = ExceptionObject(kind, arguments)
    for i in range(5):
        made.set_member(i, arguments.item(i))
    return PyError(kind, "", made)
