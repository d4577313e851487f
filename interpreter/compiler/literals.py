"""What number and string literals are worth (Python reference, section 2.4)."""
from __future__ import annotations

from interpreter.compiler.services import Services
from interpreter.numbers.bigint_text import conversion_limit
from interpreter.objects.make import Object, int_from_literal, new_complex, new_float
from transform.rpython.builders import BytesBuilder, StringBuilder


class LiteralError(Exception):
    """What is wrong with a literal, as it is told in the message of the SyntaxError."""


def number(text: str) -> Object:
    """The object of a number literal. Raises LiteralError for a decimal integer with too many digits."""
    if "_" in text:
        text = text.replace("_", "")
    first, last = text[0], text[len(text) - 1]
    second = text[1] if len(text) > 1 else " "
    if first == "0" and (second == "x" or second == "X"):
        return int_from_literal(text[2:], 16)
    if first == "0" and (second == "o" or second == "O"):
        return int_from_literal(text[2:], 8)
    if first == "0" and (second == "b" or second == "B"):
        return int_from_literal(text[2:], 2)
    if last == "j" or last == "J":
        return new_complex(0.0, float(text[:len(text) - 1]))
    if "." in text or "e" in text or "E" in text:
        return new_float(float(text))
    try:
        conversion_limit.check(len(text), f": value has {len(text)} digits")
    except ValueError as error:
        raise LiteralError(str(error))
    return int_from_literal(text, 10)


def digit_value(c: str) -> int:
    """The value of a hexadecimal digit, or -1."""
    code = ord(c)
    if 48 <= code <= 57:
        return code - 48
    code |= 32
    if 97 <= code <= 102:
        return code - 87
    return -1


# No value of an escape: a backslash that joins lines; one that means nothing.
SKIPPED = -1
NOT_AN_ESCAPE = -2

# What a backslash and one character stand for, in strings and in bytes.
SIMPLE_ESCAPES = {"\\": 92, "'": 39, '"': 34, "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}

UNICODE_ESCAPE_DIGITS = {"x": 2, "u": 4, "U": 8}
UNICODE_ESCAPE_ERRORS = {"x": "truncated \\xXX escape", "u": "truncated \\uXXXX escape",
                         "U": "truncated \\UXXXXXXXX escape"}


class Unescaper:
    """The text between the quotes of a literal, while its escapes are replaced.

    ``invalid`` is then the first escape that means nothing, or an octal one that is too large, without its backslash; or "".
    """

    text: str
    pos: int
    invalid: str

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.invalid = ""

    def decode_bytes(self) -> bytes:
        """Raises LiteralError. The text must be ASCII."""
        text = self.text
        result = BytesBuilder()
        while self.pos < len(text):
            backslash = text.find("\\", self.pos)
            if backslash < 0:
                result.append(text[self.pos:].encode())
                break
            result.append(text[self.pos:backslash].encode())
            self.pos = backslash + 2
            c = text[backslash + 1]
            if c == "x":
                value = self.digits(2)
                if value < 0:
                    raise LiteralError(f"(value error) invalid \\x escape at position {backslash}")
                result.append_byte(value)
            else:
                value = self.common_escape(c)
                if value >= 0:
                    result.append_byte(value & 255)
                elif value == NOT_AN_ESCAPE:
                    result.append(b"\\")
                    self.pos = backslash + 1
                    result.append(text[self.pos:self.pos + 1].encode())
                    self.pos += 1
        return result.build()

    def decode_text(self, services: Services) -> str:
        """Raises LiteralError."""
        text = self.text
        result = StringBuilder()
        while self.pos < len(text):
            backslash = text.find("\\", self.pos)
            if backslash < 0:
                result.append(text[self.pos:])
                break
            result.append(text[self.pos:backslash])
            self.pos = backslash + 2
            if backslash + 1 == len(text):      # of an f-string, before a brace
                result.append("\\")
                self.note_invalid("{")
                break
            c = text[backslash + 1]
            if c == "x" or c == "u" or c == "U":
                value = self.digits(UNICODE_ESCAPE_DIGITS[c])
                if value < 0:
                    raise self.unicode_error(backslash, self.pos, UNICODE_ESCAPE_ERRORS[c])
                if value > 0x10FFFF:
                    raise self.unicode_error(backslash, self.pos, "illegal Unicode character")
                result.append(chr(value))
            elif c == "N":
                result.append(self.named(backslash, services))
            else:
                value = self.common_escape(c)
                if value >= 0:
                    result.append(chr(value))
                elif value == NOT_AN_ESCAPE:
                    result.append("\\")
                    self.pos = backslash + 1
                    result.append(text[self.pos:self.pos + 1])
                    self.pos += 1
        return result.build()

    def common_escape(self, c: str) -> int:
        """The value of an escape that strings and bytes have, SKIPPED for a joined line, or NOT_AN_ESCAPE."""
        if c == "\n":
            return SKIPPED
        simple = SIMPLE_ESCAPES.get(c, -1)
        if simple >= 0:
            return simple
        if "0" <= c <= "7":
            value = ord(c) - 48
            end = min(self.pos + 2, len(self.text))
            while self.pos < end and "0" <= self.text[self.pos] <= "7":
                value = value * 8 + ord(self.text[self.pos]) - 48
                self.pos += 1
            if value > 0xFF:
                self.note_invalid(self.text[self.pos - 3:self.pos])
            return value
        self.note_invalid(c)
        return NOT_AN_ESCAPE

    def note_invalid(self, escape: str) -> None:
        if not self.invalid:
            self.invalid = escape

    def digits(self, count: int) -> int:
        """The value of that many hexadecimal digits, or -1 where one is missing."""
        value = 0
        for _ in range(count):
            digit = digit_value(self.text[self.pos]) if self.pos < len(self.text) else -1
            if digit < 0:
                return -1
            value = value * 16 + digit
            self.pos += 1
        return value

    def named(self, backslash: int, services: Services) -> str:
        text = self.text
        if self.pos < len(text) and text[self.pos] == "{":
            end = text.find("}", self.pos)
            if end > self.pos + 1:
                name = text[self.pos + 1:end]
                self.pos = end + 1
                character = services.character_named(name)
                if character:
                    return character
                raise self.unicode_error(backslash, self.pos, "unknown Unicode character name")
            self.pos = len(text) if end < 0 else end + 1
        raise self.unicode_error(backslash, self.pos, "malformed \\N character escape")

    def unicode_error(self, start: int, end: int, reason: str) -> LiteralError:
        """An error that tells positions in the form that CPython decodes, where only ASCII characters stand as such."""
        first = self.escaped_length(start)
        last = self.escaped_length(end) - 1
        return LiteralError(f"(unicode error) 'unicodeescape' codec can't decode bytes in position {first}-{last}: "
                            f"{reason}")

    def escaped_length(self, end: int) -> int:
        length = 0
        for i in range(end):
            if ord(self.text[i]) < 128:
                length += 1
            else:
                length += 15 if i and self.text[i - 1] == "\\" else 10
        return length
