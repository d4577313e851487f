"""How a text stream decodes and encodes: the common codecs at once, all others by `codecs`."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.modules.importing import import_full
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.int import new_bool
from interpreter.objects.object import Object
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call
from interpreter.protocols.codec import Codec, codec_of, decode_bytes, encode_text
from interpreter.protocols.codec_registry import codec_failure, handler_of
from interpreter.text.codecs.errors import ErrorHandler, UnicodeFailure
from interpreter.text.codecs.utf8 import decode_utf8


class TextCodec:
    """Decodes bytes piece by piece, and encodes text."""

    def decode(self, data: bytes, is_final: bool) -> str:
        raise NotImplementedError

    def encode(self, text: str) -> bytes:
        raise NotImplementedError

    def waiting(self) -> bytes:
        """The bytes at the end of what was decoded that wait for others."""
        raise NotImplementedError

    def reset(self) -> None:
        """Forgets what waits."""
        raise NotImplementedError

    def fresh(self) -> TextCodec:
        """One that begins anew."""
        raise NotImplementedError


class CommonCodec(TextCodec):
    """UTF-8, ASCII or Latin-1."""
    encoding: str
    errors: str
    is_utf8: bool
    handler: ErrorHandler
    rest: bytes

    def __init__(self, encoding: str, errors: str) -> None:
        self.encoding = encoding
        self.errors = errors
        self.is_utf8 = codec_of(encoding) == Codec.UTF8
        self.handler = handler_of(errors)
        self.rest = b""

    def decode(self, data: bytes, is_final: bool) -> str:
        if not self.is_utf8:
            return decode_bytes(data, self.encoding, self.errors).value
        if len(self.rest) > 0:
            data = self.rest + data
        try:
            text, used = decode_utf8(data, self.handler, is_final)
        except (UnicodeFailure, TypeError, IndexError) as failure:
            raise codec_failure(failure) from failure
        self.rest = data[used:] if used < len(data) else b""
        return text

    def encode(self, text: str) -> bytes:
        encoded = encode_text(text, self.encoding, self.errors)
        return encoded.value if isinstance(encoded, Bytes) else b""

    def waiting(self) -> bytes:
        return self.rest

    def reset(self) -> None:
        self.rest = b""

    def fresh(self) -> TextCodec:
        return CommonCodec(self.encoding, self.errors)


class RegisteredCodec(TextCodec):
    """Any codec that `codecs.lookup` finds."""
    encoding: str
    errors: str
    decoder: Object
    encoder: Object

    def __init__(self, encoding: str, errors: str) -> None:
        self.encoding = encoding
        self.errors = errors
        found = call(get_attribute(import_full("codecs"), "lookup"), [new_str(encoding)])
        self.decoder = call(get_attribute(found, "incrementaldecoder"), [new_str(errors)])
        self.encoder = call(get_attribute(found, "incrementalencoder"), [new_str(errors)])

    def decode(self, data: bytes, is_final: bool) -> str:
        text = call(get_attribute(self.decoder, "decode"), [new_bytes(data), new_bool(is_final)])
        if not isinstance(text, Str):
            raise type_error("decoder should return a string result")
        return text.value

    def encode(self, text: str) -> bytes:
        encoded = call(get_attribute(self.encoder, "encode"), [new_str(text)])
        if not isinstance(encoded, Bytes):
            raise type_error("encoder should return a bytes object")
        return encoded.value

    def waiting(self) -> bytes:
        state = call(get_attribute(self.decoder, "getstate"), [])
        held = state.item(0) if isinstance(state, Tuple) and state.length == 2 else state
        if not isinstance(held, Bytes):
            raise type_error("illegal decoder state")
        return held.value

    def reset(self) -> None:
        call(get_attribute(self.decoder, "reset"), [])

    def fresh(self) -> TextCodec:
        raise PyError(EXCEPTIONS["OSError"], "can't reconstruct logical file position")


_COMMON = [Codec.UTF8, Codec.ASCII, Codec.LATIN1]


def text_codec(encoding: str, errors: str) -> TextCodec:
    """The codec of a name. LookupError where there is none."""
    if codec_of(encoding) in _COMMON:
        return CommonCodec(encoding, errors)
    return RegisteredCodec(encoding, errors)
