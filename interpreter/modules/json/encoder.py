"""The encoder: objects to JSON texts."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.json.strings import append_quoted
from interpreter.objects.builtin_function import BuiltinFunction
from interpreter.objects.dict import Dict
from interpreter.objects.float import Float
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.int import FALSE, TRUE, Int, new_bool, new_int
from interpreter.objects.int_text import decimal_text
from interpreter.objects.list import List, new_list
from interpreter.objects.list_methods import sort
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, tuple1, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call
from interpreter.protocols.iterate import list_of
from transform.rpython import identity
from transform.rpython.builders import StringBuilder


class Quoting:
    """How strings are written: by a function of this module, or by another."""
    PLAIN, ASCII, BY_FUNCTION = range(3)


def quoting_of(encoder: Object) -> int:
    if isinstance(encoder, BuiltinFunction):
        if encoder.name == "encode_basestring_ascii":
            return Quoting.ASCII
        if encoder.name == "encode_basestring":
            return Quoting.PLAIN
    return Quoting.BY_FUNCTION


def item_at(x: Object, i: int) -> Optional[Object]:
    """An item of a list or tuple; None behind the last."""
    if isinstance(x, List):
        return x.items[i] if i < x.length else None
    if isinstance(x, Tuple):
        return x.item(i) if i < x.length else None
    return None


class Encoder(Object):
    """_iterencode(obj, _current_indent_level) -> iterable"""
    markers: Optional[Dict]
    default: Object
    encoder: Object
    quoting: int
    indent: Object
    key_separator: str
    item_separator: str
    sort_keys: bool
    skips_keys: bool
    allows_nan: bool

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, markers: Object, default: Object, encoder: Object, indent: Object, key_separator: str, item_separator: str,
            sort_keys: bool, skipkeys: bool, allow_nan: bool) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        if markers is not NONE and not isinstance(markers, Dict):
            raise type_error(f"make_encoder() argument 1 must be dict or None, not {type_of(markers).name}")
        made = Encoder()
        made.markers = markers if isinstance(markers, Dict) else None
        made.default = default
        made.encoder = encoder
        made.quoting = quoting_of(encoder)
        made.indent = indent
        made.key_separator = key_separator
        made.item_separator = item_separator
        made.sort_keys = sort_keys
        made.skips_keys = skipkeys
        made.allows_nan = allow_nan
        return made

    @exposed("__call__")
    def call(self, obj: Object, _current_indent_level: int) -> Object:
        """Call self as a function."""
        builder = StringBuilder()
        self.write(builder, obj)
        return tuple1(new_str(builder.build()))

    def write(self, builder: StringBuilder, x: Object) -> None:
        """Appends the text of any object."""
        if isinstance(x, Str):
            self.write_string(builder, x)
        elif x is NONE:
            builder.append("null")
        elif x is TRUE:
            builder.append("true")
        elif x is FALSE:
            builder.append("false")
        elif isinstance(x, Int):
            builder.append(decimal_text(x))
        elif isinstance(x, Float):
            builder.append(self.float_text(x))
        else:
            enter_recursion(" while encoding a JSON object")
            try:
                if isinstance(x, List) or isinstance(x, Tuple):
                    self.write_items(builder, x)
                elif isinstance(x, Dict):
                    self.write_dict(builder, x)
                else:
                    marker = self.enter(x)
                    self.write(builder, call(self.default, [x]))
                    self.leave(marker)
            finally:
                leave_recursion()

    def enter(self, x: Object) -> Object:
        """Notes that an object is being written, in a way that tells when it contains itself; the key of the note."""
        markers = self.markers
        if markers is None:
            return NONE
        marker = new_int(identity(x))
        if markers.get(marker) is not None:
            raise value_error("Circular reference detected")
        markers.set(marker, x)
        return marker

    def leave(self, marker: Object) -> None:
        markers = self.markers
        if markers is not None:
            markers.delete(marker)

    def write_string(self, builder: StringBuilder, x: Str) -> None:
        if self.quoting != Quoting.BY_FUNCTION:
            append_quoted(builder, x.value, self.quoting == Quoting.ASCII)
            return
        encoded = call(self.encoder, [x])
        if not isinstance(encoded, Str):
            raise type_error(f"encoder() must return a string, not {type_of(encoded).name}")
        builder.append(encoded.value)

    def float_text(self, x: Float) -> str:
        number = x.number()
        if number - number == 0.0:
            return repr(number)
        if not self.allows_nan:
            raise value_error("Out of range float values are not JSON compliant")
        return "NaN" if number != number else "Infinity" if number > 0.0 else "-Infinity"

    def write_items(self, builder: StringBuilder, x: Object) -> None:
        """Appends a list, which functions called meanwhile may change, or a tuple."""
        item = item_at(x, 0)
        if item is None:
            builder.append("[]")
            return
        marker = self.enter(x)
        builder.append("[")
        i = 0
        while item is not None:
            if i > 0:
                builder.append(self.item_separator)
            self.write(builder, item)
            i += 1
            item = item_at(x, i)
        builder.append("]")
        self.leave(marker)

    def items_of(self, x: Dict) -> list[Object]:
        """Pairs of keys and values, sorted if that is wanted."""
        if x.python_type is not None and not self.sort_keys:
            pairs: list[Object] = []
            number = x.next_entry(0)
            while number >= 0:
                key = x.key_at(number)
                if key is not None:
                    pairs.append(tuple2(key, x.value_at(number)))
                number = x.next_entry(number + 1)
            return pairs
        items = new_list(list_of(call(get_attribute(x, "items"), [])))
        if self.sort_keys:
            sort(items)
        return list_of(items)

    def write_dict(self, builder: StringBuilder, x: Dict) -> None:
        if x.count == 0:
            builder.append("{}")
            return
        marker = self.enter(x)
        builder.append("{")
        is_first = True
        for pair in self.items_of(x):
            if not isinstance(pair, Tuple) or pair.length != 2:
                raise value_error("items must return 2-tuples")
            key = pair.item(0)
            text = ""
            if not isinstance(key, Str):
                text = self.key_text(key)
                if text == "":
                    continue
            if not is_first:
                builder.append(self.item_separator)
            is_first = False
            self.write_string(builder, key if isinstance(key, Str) else new_str(text))
            builder.append(self.key_separator)
            self.write(builder, pair.item(1))
        builder.append("}")
        self.leave(marker)

    def key_text(self, key: Object) -> str:
        """The text for a key that is no str; empty for one that is left out."""
        if isinstance(key, Float):
            return self.float_text(key)
        if key is TRUE:
            return "true"
        if key is FALSE:
            return "false"
        if key is NONE:
            return "null"
        if isinstance(key, Int):
            return decimal_text(key)
        if self.skips_keys:
            return ""
        raise type_error(f"keys must be str, int, float, bool or None, not {type_of(key).name}")

    @exposed_property("markers")
    def get_markers(self) -> Optional[Dict]:
        """markers"""
        return self.markers

    @exposed_property("default")
    def get_default(self) -> Object:
        """default"""
        return self.default

    @exposed_property("encoder")
    def get_encoder(self) -> Object:
        """encoder"""
        return self.encoder

    @exposed_property("indent")
    def get_indent(self) -> Object:
        """indent"""
        return self.indent

    @exposed_property("key_separator")
    def get_key_separator(self) -> str:
        """key_separator"""
        return self.key_separator

    @exposed_property("item_separator")
    def get_item_separator(self) -> str:
        """item_separator"""
        return self.item_separator

    @exposed_property("sort_keys")
    def get_sort_keys(self) -> Object:
        """sort_keys"""
        return new_bool(self.sort_keys)

    @exposed_property("skipkeys")
    def get_skip_keys(self) -> Object:
        """skipkeys"""
        return new_bool(self.skips_keys)


encoder_type = define(Encoder, "Encoder", module="_json")
