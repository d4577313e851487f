"""Quoted-printable text (RFC 2045, section 6.7): the two functions of `binascii`."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.modules.ascii_argument import ascii_of
from interpreter.objects.object import Object
from interpreter.protocols.buffer import bytes_of
from interpreter.text.codecs.escapes import hex_digit
from transform.rpython.builders import BytesBuilder

_LONGEST_LINE = 76
_TAB, _NEWLINE, _RETURN, _SPACE, _DOT, _EQUALS, _UNDERSCORE, _TILDE = 9, 10, 13, 32, 46, 61, 95, 126
_DIGITS = b"0123456789ABCDEF"


@exposed("a2b_qp")
def a2b_qp(data: Object, header: bool = False) -> bytes:
    """Decode a string of qp-encoded data."""
    text = ascii_of(data)
    size = len(text)
    result = BytesBuilder()
    i = 0
    while i < size:
        c = text[i]
        i += 1
        if c == _UNDERSCORE and header:
            result.append_byte(_SPACE)
        elif c != _EQUALS:
            result.append_byte(c)
        elif i < size:
            c = text[i]
            if c == _NEWLINE or c == _RETURN:  # a soft line break
                while i < size and text[i] != _NEWLINE:
                    i += 1
                i += 1
            elif i + 1 < size and hex_digit(c) >= 0 and hex_digit(text[i + 1]) >= 0:
                result.append_byte(hex_digit(c) << 4 | hex_digit(text[i + 1]))
                i += 2
            else:
                result.append_byte(_EQUALS)
                i += c == _EQUALS
    return result.build()


class Encoder:
    """Text that is being encoded: finished lines, and the one that grows."""
    lines: BytesBuilder
    line: list[int]
    newline: bytes

    def __init__(self, newline: bytes) -> None:
        self.lines = BytesBuilder()
        self.line = []
        self.newline = newline

    def end_line(self) -> None:
        for c in self.line:
            self.lines.append_byte(c)
        self.lines.append(self.newline)
        self.line = []

    def break_line(self) -> None:
        self.line.append(_EQUALS)
        self.end_line()

    def add_escape(self, c: int) -> None:
        self.line.append(_EQUALS)
        self.line.append(_DIGITS[c >> 4])
        self.line.append(_DIGITS[c & 15])

    def protect_end(self) -> None:
        """A space at the end of a line would be lost."""
        if len(self.line) > 0 and (self.line[-1] == _SPACE or self.line[-1] == _TAB):
            self.add_escape(self.line.pop())

    def build(self) -> bytes:
        for c in self.line:
            self.lines.append_byte(c)
        return self.lines.build()


def needs_escape(data: bytes, i: int, is_line_start: bool, quotetabs: bool, istext: bool, header: bool) -> bool:
    """Whether a byte cannot stand for itself."""
    c = data[i]
    is_last = i + 1 == len(data)
    if c > _TILDE or c == _EQUALS or c == _UNDERSCORE and header:
        return True
    if c == _DOT and is_line_start:
        return is_last or data[i + 1] == _NEWLINE or data[i + 1] == _RETURN or data[i + 1] == 0
    if c == _NEWLINE or c == _RETURN:
        return not istext
    if c == _TAB or c == _SPACE:
        return is_last or quotetabs
    return c < _SPACE


@exposed("b2a_qp")
def b2a_qp(data: Object, quotetabs: bool = False, istext: bool = True, header: bool = False) -> bytes:
    """Encode a string using quoted-printable encoding.

    On encoding, when istext is set, newlines are not encoded, and white
    space at end of lines is.  When istext is not set, \\r and \\n (CR/LF)
    are both encoded.  When quotetabs is set, space and tabs are encoded."""
    contents = bytes_of(data)
    size = len(contents)
    first = contents.find(b"\n")
    encoder = Encoder(b"\r\n" if first > 0 and contents[first - 1] == _RETURN else b"\n")
    i = 0
    while i < size:
        c = contents[i]
        if needs_escape(contents, i, len(encoder.line) == 0, quotetabs, istext, header):
            if len(encoder.line) + 3 >= _LONGEST_LINE:
                encoder.break_line()
            encoder.add_escape(c)
        elif istext and (c == _NEWLINE or c == _RETURN and i + 1 < size and contents[i + 1] == _NEWLINE):
            encoder.protect_end()
            encoder.end_line()
            i += c == _RETURN
        else:
            if i + 1 != size and contents[i + 1] != _NEWLINE and len(encoder.line) + 1 >= _LONGEST_LINE:
                encoder.break_line()
            encoder.line.append(_UNDERSCORE if header and c == _SPACE else c)
        i += 1
    return encoder.build()
