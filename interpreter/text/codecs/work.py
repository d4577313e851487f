"""What decoders and encoders share: their results as they grow, and the way to the error handler."""
from __future__ import annotations

from typing import ClassVar

from interpreter.text.codecs.errors import ErrorHandler, SurrogateEscape, encoding_failure, is_escaped_byte
from transform.rpython import data_pointer, keepalive, make_str
from transform.rpython.builders import BytesBuilder, StringBuilder


def text_of_latin1(data: bytes) -> str:
    """The text that has a character for each byte."""
    result = make_str(data_pointer(data), 1, len(data))
    keepalive(data)
    return result


def _checked_position(position: int, length: int) -> int:
    """Where a handler wants to go on, counted from the end if it is negative."""
    at = position + length if position < 0 else position
    if not 0 <= at <= length:
        raise IndexError(f"position {position} from error handler out of bounds")
    return at


class Decoding:
    """Bytes on their way to text."""

    encoding: str
    data: bytes
    errors: ErrorHandler
    text: StringBuilder

    def __init__(self, encoding: str, data: bytes, errors: ErrorHandler) -> None:
        self.encoding = encoding
        self.data = data
        self.errors = errors
        self.text = StringBuilder()

    def error(self, reason: str, start: int, end: int) -> int:
        """Calls the handler, which may change ``data``; where to go on."""
        replacement, position, self.data = self.errors.decode_error(self.encoding, reason, self.data, start, end)
        self.text.append(replacement)
        return _checked_position(position, len(self.data))


class Encoding:
    """Text on its way to bytes."""

    encoding: str
    text: str
    errors: ErrorHandler
    data: BytesBuilder

    escapes_apart: ClassVar[bool] = True
    """Whether characters that stand for bytes are done before those that follow, about which the error is then."""

    def __init__(self, encoding: str, text: str, errors: ErrorHandler) -> None:
        self.encoding = encoding
        self.text = text
        self.errors = errors
        self.data = BytesBuilder()

    def put_replacement(self, code: int) -> bool:
        """Encodes a character that a handler gave; False if that cannot be either."""
        raise NotImplementedError

    def accepts_bytes(self, count: int) -> bool:
        """Whether a handler may give so many bytes."""
        return True

    def error(self, reason: str, start: int, end: int) -> int:
        """Calls the handler; where to go on. UnicodeFailure where its replacement cannot be encoded."""
        if (self.escapes_apart and isinstance(self.errors, SurrogateEscape)
                and is_escaped_byte(ord(self.text[start]))):
            i = start + 1
            while i < end and is_escaped_byte(ord(self.text[i])):
                i += 1
            end = i
        replacement, data, position = self.errors.encode_error(self.encoding, reason, self.text, start, end)
        if data is not None:
            if not self.accepts_bytes(len(data)):
                raise encoding_failure(self.encoding, reason, self.text, start, end)
            self.data.append(data)
        else:
            for c in replacement:
                if not self.put_replacement(ord(c)):
                    raise encoding_failure(self.encoding, reason, self.text, start, end)
        return _checked_position(position, len(self.text))
