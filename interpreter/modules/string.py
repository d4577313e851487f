"""string helper module"""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import new_tuple, tuple2

_MOST_DIGITS = 18


class FormatIterator(Iterator):
    """The pieces of a format string (PEP 3101): text, and the parts of the field behind it."""
    text: str
    position: int
    conversion: str

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.conversion = ""

    def advance(self) -> Optional[Object]:
        text = self.text
        start = self.position
        if start >= len(text):
            return None
        at = start
        while at < len(text) and text[at] != "{" and text[at] != "}":
            at += 1
        if at == len(text):
            self.position = at
            return new_tuple([new_str(text[start:]), NONE, NONE, NONE])
        brace = text[at]
        if at + 1 < len(text) and text[at + 1] == brace:
            self.position = at + 2
            return new_tuple([new_str(text[start:at + 1]), NONE, NONE, NONE])
        if brace == "}" or at + 1 == len(text):
            raise value_error(f"Single '{brace}' encountered in format string")
        self.conversion = ""
        end = self.end_of_name(at + 1)
        specification = self.specification(end)
        return new_tuple([new_str(text[start:at]), new_str(text[at + 1:end]), new_str(specification),
                          NONE if self.conversion == "" else new_str(self.conversion)])

    def end_of_name(self, i: int) -> int:
        """Where the field's name ends."""
        text = self.text
        while i < len(text):
            c = text[i]
            if c == "{":
                raise value_error("unexpected '{' in field name")
            if c == "[":
                i += 1
                while i < len(text) and text[i] != "]":
                    i += 1
                continue
            if c == "}" or c == ":" or c == "!":
                return i
            i += 1
        raise value_error("expected '}' before end of string")

    def specification(self, i: int) -> str:
        """The format specification behind the name that ends at `i`; goes on behind the field."""
        text = self.text
        self.position = i + 1
        if text[i] == "}":
            return ""
        if text[i] == "!":
            if i + 1 == len(text):
                raise value_error("end of string while looking for conversion specifier")
            self.conversion = text[i + 1]
            i += 2
            if i < len(text):
                if text[i] == "}":
                    self.position = i + 1
                    return ""
                if text[i] != ":":
                    raise value_error("expected ':' after conversion specifier")
        start = i + 1
        nested = 1
        for at in range(start, len(text)):
            if text[at] == "{":
                nested += 1
            elif text[at] == "}":
                nested -= 1
                if nested == 0:
                    self.position = at + 1
                    return text[start:at]
        raise value_error("unmatched '{' in format spec")


class FieldNameIterator(Iterator):
    """What follows the first part of a field's name: attributes and items."""
    name: str
    position: int

    def __init__(self, name: str, position: int) -> None:
        self.name = name
        self.position = position

    def advance(self) -> Optional[Object]:
        name = self.name
        at = self.position
        if at >= len(name):
            return None
        is_attribute = name[at] == "."
        if is_attribute:
            end = end_of_part(name, at + 1)
            self.position = end
        elif name[at] == "[":
            end = name.find("]", at)
            if end < 0:
                raise value_error("Missing ']' in format string")
            self.position = end + 1
        else:
            raise value_error("Only '.' or '[' may follow ']' in format field specifier")
        part = name[at + 1:end]
        if len(part) == 0:
            raise value_error("Empty attribute in format string")
        return tuple2(new_bool(is_attribute), new_str(part) if is_attribute else number_or_text(part))


def end_of_part(name: str, i: int) -> int:
    while i < len(name) and name[i] != "." and name[i] != "[":
        i += 1
    return i


def number_or_text(part: str) -> Object:
    """Digits are a number."""
    if len(part) == 0:
        return new_str(part)
    for c in part:
        if not "0" <= c <= "9":
            return new_str(part)
    if len(part) > _MOST_DIGITS:
        raise value_error("Too many decimal digits in format string")
    return new_int(int(part))


def checked(x: Object) -> str:
    if isinstance(x, Str):
        return x.value
    raise type_error(f"expected str, got {type_of(x).name}")


@exposed("formatter_parser")
def formatter_parser(string: Object, /) -> Object:
    """parse the argument as a format string"""
    return FormatIterator(checked(string))


@exposed("formatter_field_name_split")
def formatter_field_name_split(string: Object, /) -> Object:
    """split the argument as a field name"""
    name = checked(string)
    end = end_of_part(name, 0)
    return tuple2(number_or_text(name[:end]), FieldNameIterator(name, end))


define(FormatIterator, "formatteriterator", doc="")
define(FieldNameIterator, "fieldnameiterator", doc="")
define_module(__name__, "_string")
