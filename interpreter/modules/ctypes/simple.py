"""Types that are one value: `_SimpleCData` and its metaclass."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, attribute_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.arguments import Argument, pointer_argument, simple_argument
from interpreter.modules.ctypes.data import UNDOCUMENTED, CData, data_type
from interpreter.modules.ctypes.layout import ArrayLayout, FunctionLayout, Layout, PointerLayout, SimpleLayout, layout_of
from interpreter.modules.ctypes.types import DataType, new_instance
from interpreter.modules.ctypes.values import CODES, SIZES, SWAPPABLE, KeptText, address_given, kept_bytes, load_word
from interpreter.objects.bytes import Bytes
from interpreter.objects.int import Int, new_bool
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.objects.type import type_type
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.text import repr_of
from interpreter.protocols.types import new_type


class SimpleType(DataType):
    """A class of values of one simple type."""

    def describe(self) -> None:
        code = find_optional(self, "_type_")
        if code is None:
            raise attribute_error("class must define a '_type_' attribute")
        if not isinstance(code, Str):
            raise type_error("class must define a '_type_' string attribute")
        letter = code.value
        if len(letter) != 1:
            raise value_error("class must define a '_type_' attribute which must be a string of length 1")
        if CODES.find(letter) < 0:
            raise attribute_error("class must define a '_type_' attribute which must be\n"
                                  f"a single character string containing one of '{CODES}'.")
        if letter not in SIZES:
            raise value_error(f"_type_ '{letter}' not supported")
        self.layout = SimpleLayout(letter, False, self.base is simple_data_type)
        if type_of(self) is simple_meta and SWAPPABLE.find(letter) >= 0:
            swapped = self.swapped(letter)
            for type in [self, swapped]:
                type.namespace["__ctype_le__"] = self
                type.namespace["__ctype_be__"] = swapped
                type.modified("__ctype_le__")
                type.modified("__ctype_be__")

    def swapped(self, letter: str) -> SimpleType:
        """The type whose bytes stand in the other order."""
        namespace: dict[str, Object] = {}
        for name in self.namespace:
            namespace[name] = self.namespace[name]
        made = new_type(type_of(self), self.name + "_be", self.bases, namespace)
        assert isinstance(made, SimpleType)
        made.qualname = self.qualname
        made.layout = SimpleLayout(letter, True, self.base is simple_data_type)
        return made

    def new_data(self, layout: Layout) -> CData:
        return SimpleData(self, layout)

    def refusal(self, value: Object) -> PyError:
        return type_error("wrong type")

    def accept(self, value: Object) -> Optional[Object]:
        layout = self.layout
        if not isinstance(layout, SimpleLayout):
            raise type_error("abstract class")
        match layout.code[0]:
            case "z":
                return accept_text_pointer(value, "c")
            case "Z":
                return accept_text_pointer(value, "u")
            case "P":
                return accept_pointer(value)
            case _:
                try:
                    return simple_argument(layout, value)
                except PyError:
                    return None


def has_code(type: Optional[Object], code: str) -> bool:
    layout = layout_of(type)
    return isinstance(layout, SimpleLayout) and layout.code == code


def item_of(x: CData) -> Optional[Type]:
    """The type of the items of an array, or of what a pointer points to; None for other data."""
    layout = x.layout
    return layout.item if isinstance(layout, ArrayLayout) or isinstance(layout, PointerLayout) else None


def text_argument(value: Object) -> Optional[Argument]:
    """bytes or a str as a pointer to its characters."""
    if isinstance(value, Str):
        text = KeptText(value.value)
        return pointer_argument("Z", text.address(), text)
    kept = kept_bytes(value)
    return None if kept is None else pointer_argument("z", kept.address(), kept)


def accept_text_pointer(value: Object, item: str) -> Optional[Object]:
    """A parameter that points to characters of the type `item`."""
    if value is NONE:
        return value
    if isinstance(value, Bytes) and item == "c" or isinstance(value, Str) and item == "u":
        return text_argument(value)
    if isinstance(value, CData) and has_code(item_of(value), item):
        return value
    if isinstance(value, Argument) and isinstance(value.held, CData) and has_code(type_of(value.held), item):
        return value
    return None


def accept_pointer(value: Object) -> Optional[Object]:
    """A parameter that points to anything."""
    if value is NONE:
        return value
    if isinstance(value, Int):
        return pointer_argument("P", address_given(value), value)
    if isinstance(value, Bytes) or isinstance(value, Str):
        return text_argument(value)
    if isinstance(value, Argument) and value.code == "P":
        return value
    if isinstance(value, CData):
        layout = value.layout
        if isinstance(layout, ArrayLayout) or isinstance(layout, PointerLayout):
            return value
        if isinstance(layout, FunctionLayout) or isinstance(layout, SimpleLayout) and (layout.code == "z" or layout.code == "Z"):
            return pointer_argument("P", load_word(value.address), value)
    return None


class SimpleData(CData):
    """One value."""
    python_type = None

    def simple(self) -> SimpleLayout:
        layout = self.layout
        assert isinstance(layout, SimpleLayout)
        return layout

    @exposed("__init__", rest="arguments")
    def init(self, arguments: Tuple) -> None:
        """Initialize self.  See help(type(self)) for accurate signature."""
        if arguments.length > 1:
            raise type_error(f"__init__ expected at most 1 argument, got {arguments.length}")
        if arguments.length == 1:
            self.set_value_of(arguments.item(0))

    @exposed_property("value")
    def get_value_of(self) -> Object:
        """current value"""
        return self.simple().read(self.address)

    @exposed_setter("value")
    def set_value_of(self, value: Optional[Object]) -> None:
        if value is None:
            raise type_error("can't delete attribute")
        self.keep(0, self.simple().write(self.address, value))

    @exposed("__bool__")
    def is_true(self) -> Object:
        """True if self else False"""
        return new_bool(any([byte != 0 for byte in self.contents()]))

    @exposed("__ctypes_from_outparam__")
    def from_outparam(self) -> Object:
        layout = self.simple()
        return layout.read(self.address) if layout.gives_values else self

    @exposed("__repr__")
    def repr(self) -> str:
        """Return repr(self)."""
        name = type_of(self).name
        if not self.simple().gives_values:
            return f"<{name} object at {address_of(self)}>"
        return f"{name}({repr_of(self.simple().read(self.address))})"


def allocate_type(metatype: Type) -> Object:
    return SimpleType("", metatype, [])


simple_meta = define(SimpleType, "PyCSimpleType", base=type_type, allocate=allocate_type, module="_ctypes",
                     doc="metatype for the PyCSimpleType Objects")
simple_data_type = define(SimpleData, "_SimpleCData", base=data_type, allocate=new_instance, module="_ctypes", doc=UNDOCUMENTED,
                          existing=SimpleType("_SimpleCData", simple_meta, [data_type]))
