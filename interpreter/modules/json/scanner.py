"""The scanner: JSON texts to objects."""
from __future__ import annotations

from interpreter.errors import PyError, EXCEPTIONS, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.json.strings import decode_error, read_string
from interpreter.numbers.floattext import parse_float
from interpreter.objects.dict import Dict
from interpreter.objects.float import new_float
from interpreter.objects.float_methods import float_type
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.int import FALSE, TRUE, new_bool, new_int
from interpreter.objects.int_methods import int_type
from interpreter.objects.int_text import int_of_text
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call
from interpreter.protocols.compare import is_true

_STOP_ITERATION = EXCEPTIONS["StopIteration"]


def no_value(position: int) -> PyError:
    """What a caller turns into "Expecting value"."""
    return PyError(_STOP_ITERATION, "", call(_STOP_ITERATION, [new_int(position)]))


class Scan:
    """One text that is being read. `position` is behind what has been read last."""
    scanner: Scanner
    source: Str
    text: str
    size: int
    position: int
    keys: dict[str, Str]

    def __init__(self, scanner: Scanner, source: Str) -> None:
        self.scanner = scanner
        self.source = source
        self.text = source.value
        self.size = len(source.value)
        self.position = 0
        self.keys = {}

    def peek(self) -> int:
        """The character at the position; -1 at the end."""
        return ord(self.text[self.position]) if self.position < self.size else -1

    def skip_space(self) -> int:
        """Goes on to the next character that is no space, and gives it."""
        while self.position < self.size:
            c = ord(self.text[self.position])
            if c != 32 and c != 10 and c != 13 and c != 9:
                return c
            self.position += 1
        return -1

    def has(self, word: str) -> bool:
        """Whether a word stands at the position; if so, it is read."""
        end = self.position + len(word)
        if end > self.size:
            return False
        for i in range(len(word)):
            if self.text[self.position + i] != word[i]:
                return False
        self.position = end
        return True

    def value(self) -> Object:
        """Any value. StopIteration where none begins."""
        start = self.position
        match self.peek():
            case 34:  # "
                self.position += 1
                return new_str(self.string())
            case 123:  # {
                enter_recursion(" while decoding a JSON object from a unicode string")
                try:
                    self.position += 1
                    return self.object()
                finally:
                    leave_recursion()
            case 91:  # [
                enter_recursion(" while decoding a JSON array from a unicode string")
                try:
                    self.position += 1
                    return self.array()
                finally:
                    leave_recursion()
            case 110 if self.has("null"):
                return NONE
            case 116 if self.has("true"):
                return TRUE
            case 102 if self.has("false"):
                return FALSE
            case 78 if self.has("NaN"):
                return self.constant("NaN")
            case 73 if self.has("Infinity"):
                return self.constant("Infinity")
            case 45 if self.has("-Infinity"):
                return self.constant("-Infinity")
        self.position = start
        return self.number()

    def constant(self, name: str) -> Object:
        return call(self.scanner.parse_constant, [new_str(name)])

    def string(self) -> str:
        """The rest of a string whose quote has been read."""
        found, self.position = read_string(self.source, self.position, self.scanner.strict)
        return found

    def key(self) -> Str:
        """A key of an object; equal keys are one object."""
        if self.peek() != 34:
            raise decode_error("Expecting property name enclosed in double quotes", self.source, self.position)
        self.position += 1
        text = self.string()
        known = self.keys.get(text)
        if known is None:
            known = new_str(text)
            self.keys[text] = known
        return known

    def object(self) -> Object:
        """The rest of an object, behind its brace."""
        scanner = self.scanner
        wants_pairs = scanner.object_pairs_hook is not NONE
        pairs: list[Object] = []
        contents = Dict()
        if self.skip_space() != 125:
            while True:
                key = self.key()
                if self.skip_space() != 58:
                    raise decode_error("Expecting ':' delimiter", self.source, self.position)
                self.position += 1
                self.skip_space()
                value = self.value()
                if wants_pairs:
                    pairs.append(tuple2(key, value))
                else:
                    contents.set(key, value)
                c = self.skip_space()
                if c == 125:
                    break
                if c != 44:
                    raise decode_error("Expecting ',' delimiter", self.source, self.position)
                self.position += 1
                self.skip_space()
        self.position += 1
        if wants_pairs:
            return call(scanner.object_pairs_hook, [new_list(pairs)])
        if scanner.object_hook is not NONE:
            return call(scanner.object_hook, [contents])
        return contents

    def array(self) -> Object:
        """The rest of an array, behind its bracket."""
        items: list[Object] = []
        if self.skip_space() != 93:
            while True:
                items.append(self.value())
                c = self.skip_space()
                if c == 93:
                    break
                if c != 44:
                    raise decode_error("Expecting ',' delimiter", self.source, self.position)
                self.position += 1
                self.skip_space()
        self.position += 1
        return new_list(items)

    def skip_digits(self) -> bool:
        """Reads digits; whether there were any."""
        start = self.position
        while self.position < self.size and 48 <= ord(self.text[self.position]) <= 57:
            self.position += 1
        return self.position > start

    def number(self) -> Object:
        start = self.position
        if self.peek() == 45:
            self.position += 1
        if self.peek() == 48:
            self.position += 1
        elif not self.skip_digits():
            raise no_value(start)
        is_float = False
        end = self.position
        if self.peek() == 46:
            self.position += 1
            if self.skip_digits():
                is_float = True
                end = self.position
            self.position = end
        c = self.peek()
        if c == 101 or c == 69:
            self.position += 1
            sign = self.peek()
            if sign == 43 or sign == 45:
                self.position += 1
            if self.skip_digits():
                is_float = True
                end = self.position
            self.position = end
        text = self.text[start:end]
        scanner = self.scanner
        if is_float:
            return new_float(parse_float(text)) if scanner.parse_float is float_type else call(scanner.parse_float, [new_str(text)])
        if scanner.parse_int is int_type:
            return int_of_text(text, 10, new_str(text))
        return call(scanner.parse_int, [new_str(text)])


class Scanner(Object):
    """JSON scanner object"""
    strict: bool
    object_hook: Object
    object_pairs_hook: Object
    parse_float: Object
    parse_int: Object
    parse_constant: Object

    def __init__(self, context: Object) -> None:
        self.strict = is_true(get_attribute(context, "strict"))
        self.object_hook = get_attribute(context, "object_hook")
        self.object_pairs_hook = get_attribute(context, "object_pairs_hook")
        self.parse_float = get_attribute(context, "parse_float")
        self.parse_int = get_attribute(context, "parse_int")
        self.parse_constant = get_attribute(context, "parse_constant")

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, context: Object) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        return Scanner(context)

    @exposed("__call__")
    def call(self, string: Object, idx: int) -> Object:
        """Call self as a function."""
        if not isinstance(string, Str):
            raise type_error(f"first argument must be a string, not {type_of(string).name}")
        if idx < 0:
            raise value_error("idx cannot be negative")
        if idx >= len(string.value):
            raise no_value(idx)
        scan = Scan(self, string)
        scan.position = idx
        found = scan.value()
        return tuple2(found, new_int(scan.position))

    @exposed_property("strict")
    def get_strict(self) -> Object:
        """strict"""
        return new_bool(self.strict)

    @exposed_property("object_hook")
    def get_object_hook(self) -> Object:
        """object_hook"""
        return self.object_hook

    @exposed_property("object_pairs_hook")
    def get_object_pairs_hook(self) -> Object:
        return self.object_pairs_hook

    @exposed_property("parse_float")
    def get_parse_float(self) -> Object:
        """parse_float"""
        return self.parse_float

    @exposed_property("parse_int")
    def get_parse_int(self) -> Object:
        """parse_int"""
        return self.parse_int

    @exposed_property("parse_constant")
    def get_parse_constant(self) -> Object:
        """parse_constant"""
        return self.parse_constant


scanner_type = define(Scanner, "Scanner", module="_json")
