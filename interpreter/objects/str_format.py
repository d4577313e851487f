"""Formatting of strings: ``str.format`` and the operator ``%``."""
from __future__ import annotations

from interpreter.errors import PyError, index_error, key_error, overflow_error, type_error, value_error
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import from_float
from interpreter.numbers.percent import PercentParser, PercentPiece
from interpreter.objects.dict import Dict
from interpreter.objects.float import Float
from interpreter.objects.int import Int, SmallInt, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import invoke1
from interpreter.protocols.item import get_item_any
from interpreter.protocols.number import as_float, index
from interpreter.protocols.text import ascii_of, format_object, repr_of, str_of
from transform.rpython import new_var


NO_ARGUMENTS = new_var(Tuple, 0)
"""What ``str.format_map`` has in place of arguments by position."""


class Formatter:
    """Fills the fields of a ``str.format`` text (PEP 3101)."""
    arguments: Tuple
    keywords: Object
    next_automatic: int

    def __init__(self, arguments: Tuple, keywords: Object) -> None:
        self.arguments = arguments
        self.keywords = keywords
        self.next_automatic = 0

    def fill(self, text: str, depth: int) -> str:
        """The text with its fields filled; fields may nest in format specifications once."""
        if depth < 0:
            raise value_error("Max string recursion exceeded")
        parts: list[str] = []
        i = 0
        start = 0
        while i < len(text):
            c = text[i]
            if c == "{" or c == "}":
                parts.append(text[start:i])
                if i + 1 < len(text) and text[i + 1] == c:
                    parts.append(c)
                    i += 2
                elif c == "}":
                    raise value_error("Single '}' encountered in format string")
                else:
                    end = self.end_of_field(text, i + 1)
                    parts.append(self.field(text[i + 1:end], depth))
                    i = end + 1
                start = i
            else:
                i += 1
        parts.append(text[start:])
        return "".join(parts)

    def end_of_field(self, text: str, start: int) -> int:
        """Where the closing brace of a field is."""
        if start >= len(text):
            raise value_error("Single '{' encountered in format string")
        nested = 1
        in_brackets = False
        i = start
        while i < len(text):
            c = text[i]
            if c == "[" and nested == 1:
                in_brackets = True
            elif c == "]":
                in_brackets = False
            elif not in_brackets:
                if c == "{":
                    nested += 1
                elif c == "}":
                    nested -= 1
                    if nested == 0:
                        return i
            i += 1
        raise self.unclosed(text, start)

    def unclosed(self, text: str, start: int) -> PyError:
        """The error for a field without a closing brace, which depends on how far it goes."""
        in_brackets = False
        for i in range(start, len(text)):
            c = text[i]
            if c == "[":
                in_brackets = True
            elif c == "]":
                in_brackets = False
            elif not in_brackets and (c == ":" or c == "!"):
                if c == "!" and i + 1 == len(text):
                    return value_error("end of string while looking for conversion specifier")
                return value_error("unmatched '{' in format spec")
        return value_error("expected '}' before end of string")

    def field(self, text: str, depth: int) -> str:
        """The text for what stands between braces: a name, a conversion, a specification."""
        end = 0
        in_brackets = False
        while end < len(text):
            c = text[end]
            if c == "[":
                in_brackets = True
            elif c == "]":
                in_brackets = False
            elif not in_brackets:
                if c == "!" or c == ":":
                    break
                if c == "{":
                    raise value_error("unexpected '{' in field name")
            end += 1
        rest = text[end:]
        kind = ""
        if len(rest) > 0 and rest[0] == "!":
            if len(rest) < 2:  # the closing brace is taken for the specifier
                raise value_error("unmatched '{' in format spec")
            kind = rest[1]
            rest = rest[2:]
            if len(rest) > 0 and rest[0] != ":":
                raise value_error("expected ':' after conversion specifier")
        value = self.value_of(text[:end])
        if len(kind) > 0:
            value = self.converted(value, kind)
        specification = self.fill(rest[1:], depth - 1) if len(rest) > 0 else ""
        result = format_object(value, new_str(specification))
        return result.value if isinstance(result, Str) else ""

    def converted(self, value: Object, kind: str) -> Object:
        if kind == "s":
            return str_of(value)
        if kind == "r":
            return new_str(repr_of(value))
        if kind == "a":
            return new_str(ascii_of(value))
        raise value_error(f"Unknown conversion specifier {kind}")

    def value_of(self, name: str) -> Object:
        """The object that a field's name leads to: an argument, then attributes and items."""
        end = 0
        while end < len(name) and name[end] != "." and name[end] != "[":
            end += 1
        value = self.argument(name[:end])
        i = end
        while i < len(name):
            if name[i] == ".":
                stop = i + 1
                while stop < len(name) and name[stop] != "." and name[stop] != "[":
                    stop += 1
                if stop == i + 1:
                    raise value_error("Empty attribute in format string")
                value = get_attribute(value, name[i + 1:stop])
                i = stop
            elif name[i] == "[":
                stop = name.find("]", i)
                if stop < 0:
                    raise value_error("Missing ']' in format string")
                key = name[i + 1:stop]
                if len(key) == 0:
                    raise value_error("Empty attribute in format string")
                value = get_item_any(value, new_int(field_number(key)) if is_number(key) else new_str(key))
                i = stop + 1
            else:
                raise value_error("Only '.' or '[' may follow ']' in format field specifier")
        return value

    def argument(self, name: str) -> Object:
        if len(name) == 0:
            if self.next_automatic < 0:
                raise value_error("cannot switch from manual field specification to automatic field numbering")
            self.next_automatic += 1
            return self.positional(self.next_automatic - 1)
        if is_number(name):
            if self.next_automatic > 0:
                raise value_error("cannot switch from automatic field numbering to manual field specification")
            self.next_automatic = -1
            return self.positional(field_number(name))
        keywords = self.keywords
        if isinstance(keywords, Dict) and keywords.python_type is not None:
            found = keywords.get_str(name)
            if found is None:
                raise key_error(new_str(name))
            return found
        return get_item_any(keywords, new_str(name))

    def positional(self, number: int) -> Object:
        if self.arguments is NO_ARGUMENTS:
            raise value_error("Format string contains positional fields")
        if number >= self.arguments.length:
            raise index_error(f"Replacement index {number} out of range for positional args tuple")
        return self.arguments.item(number)


def is_number(text: str) -> bool:
    """Whether the name of a field is the number of an argument or item."""
    for c in text:
        if not "0" <= c <= "9":
            return False
    return len(text) > 0


def field_number(digits: str) -> int:
    if len(digits) > 18 and len(digits.lstrip("0")) > 18:
        raise value_error("Too many decimal digits in format string")
    return int(digits)


def format_text(text: str, arguments: Tuple, keywords: Object) -> str:
    """``text.format(*arguments, **keywords)``."""
    return Formatter(arguments, keywords).fill(text, 2)


class PercentArguments:
    """What stands right of ``%``: one object, a tuple of them, a mapping."""
    values: Object
    position: int

    def __init__(self, values: Object) -> None:
        self.values = values
        self.position = 0

    def next(self) -> Object:
        values = self.values
        if isinstance(values, Tuple):
            if self.position >= values.length:
                raise type_error("not enough arguments for format string")
            self.position += 1
            return values.item(self.position - 1)
        if self.position > 0:
            raise type_error("not enough arguments for format string")
        self.position = 1
        return values

    def next_int(self) -> int:
        value = self.next()
        if not isinstance(value, Int):
            raise type_error("* wants int")
        if not value.fits():
            raise overflow_error("Python int too large to convert to C ssize_t")
        return value.machine()

    def of_key(self, key: str) -> Object:
        if not self.is_mapping():
            raise type_error("format requires a mapping")
        return get_item_any(self.values, self.key_object(key))

    def check_end(self, had_keys: bool) -> None:
        values = self.values
        if isinstance(values, Tuple):
            is_left = self.position < values.length
        else:
            is_left = self.position == 0 and not self.is_mapping()
        if is_left and not had_keys:
            raise type_error(f"not all arguments converted during {self.kind()} formatting")

    def is_mapping(self) -> bool:
        values = self.values
        return type_of(values).slots[Slot.GETITEM] is not None and not isinstance(values, Tuple) and not isinstance(values, Str)

    # What differs between str and bytes.

    def kind(self) -> str:
        """What is formatted, for messages."""
        return "string"

    def key_object(self, key: str) -> Object:
        """What the mapping is asked for."""
        return new_str(key)

    def convert(self, piece: PercentPiece, value: Object) -> str:
        """One value by one piece of the format."""
        return format_piece(piece, value)


def format_percent(text: str, values: Object) -> Object:
    """``text % values``."""
    return new_str(fill_percent(text, PercentArguments(values)))


def fill_percent(text: str, arguments: PercentArguments) -> str:
    """The text with what belongs to the arguments in place of its pieces."""
    parser = PercentParser(text)
    parts: list[str] = []
    had_keys = False
    try:
        while True:
            parts.append(parser.literal())
            piece = parser.piece()
            if piece is None:
                break
            if piece.escape:
                parts.append("%")
                continue
            if piece.width_argument:
                piece.set_width(arguments.next_int())
            if piece.precision_argument:
                piece.set_precision(arguments.next_int())
            key = piece.key
            if key is not None:
                had_keys = True
                parts.append(arguments.convert(piece, arguments.of_key(key)))
            elif piece.type == "%":
                parts.append("%")
            else:
                parts.append(arguments.convert(piece, arguments.next()))
    except ValueError as error:
        raise value_error(str(error)) from error
    except OverflowError as error:
        raise overflow_error(str(error)) from error
    arguments.check_end(had_keys)
    return "".join(parts)


def format_piece(piece: PercentPiece, value: Object) -> str:
    """One value by one piece of the format of a str."""
    kind = piece.type
    if kind == "s":
        return piece.format_text(str_of(value).value)
    if kind == "r":
        return piece.format_text(repr_of(value))
    if kind == "a":
        return piece.format_text(ascii_of(value))
    if kind == "c":
        return piece.format_character(character(value))
    return format_number(piece, value)


def format_number(piece: PercentPiece, value: Object) -> str:
    """A number by one piece of the format, of a str or of bytes."""
    kind = piece.type
    if kind in "diu":
        if isinstance(value, SmallInt) and piece.is_bare():
            return str(value.value)
        return piece.format_bigint(decimal_value(value, kind))
    if kind in "oxX":
        return piece.format_bigint(whole_value(value, kind))
    if kind in "eEfFgG":
        if not isinstance(value, Float) and not isinstance(value, Int) and type_of(value).slots[Slot.FLOAT] is None:
            raise type_error(f"must be real number, not {type_of(value).name}")
        return piece.format_float(as_float(value))
    raise piece.unsupported()


def character(value: Object) -> str:
    if isinstance(value, Str):
        if len(value.value) == 1:
            return value.value
    elif type_of(value).slots[Slot.INDEX] is not None:
        number = index(value)
        if not number.fits() or not 0 <= number.machine() <= 0x10FFFF:
            raise overflow_error("%c arg not in range(0x110000)")
        return chr(number.machine())
    raise type_error("%c requires int or char")


def decimal_value(value: Object, kind: str) -> BigInt:
    if isinstance(value, Int):
        return value.big()
    if isinstance(value, Float):
        return from_float(value.number())
    for slot in [Slot.INDEX, Slot.INT]:
        method = type_of(value).slots[slot]
        if method is not None:
            result = invoke1(method, value)
            if isinstance(result, Int):
                return result.big()
    raise type_error(f"%{kind} format: a real number is required, not {type_of(value).name}")


def whole_value(value: Object, kind: str) -> BigInt:
    if isinstance(value, Int):
        return value.big()
    method = type_of(value).slots[Slot.INDEX]
    if method is not None:
        result = invoke1(method, value)
        if isinstance(result, Int):
            return result.big()
    raise type_error(f"%{kind} format: an integer is required, not {type_of(value).name}")


