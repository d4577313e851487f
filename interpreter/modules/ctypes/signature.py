"""What is known of a C function: its parameters and its result."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.layout import SimpleLayout, layout_of
from interpreter.modules.ctypes.simple import SimpleType
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.list import List
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.iterate import list_of


MOST_ARGUMENTS = 1024

argument_error_type = define(ExceptionObject, "ArgumentError", existing=Type("ArgumentError", None, [EXCEPTIONS["Exception"]], {}),
                             allocate=new_exception, module="ctypes", doc="")


class Signature:
    """`parameters` is what Python code gave, or None; `converters` are their ``from_param``, and `layouts` those of plain numbers, which need no
    converter. `result` is a type, a function that gets an int, Python's None, or None where nothing was said: an int. `checker` gets the result."""
    parameters: Optional[Object]
    types: list[Object]
    converters: list[Object]
    layouts: list[Optional[SimpleLayout]]
    result: Optional[Object]
    checker: Optional[Object]

    def __init__(self) -> None:
        self.parameters = None
        self.types = []
        self.converters = []
        self.layouts = []
        self.result = None
        self.checker = None

    def copy(self) -> Signature:
        made = Signature()
        made.parameters = self.parameters
        made.types = self.types
        made.converters = self.converters
        made.layouts = self.layouts
        made.result = self.result
        made.checker = self.checker
        return made

    def set_parameters(self, given: Optional[Object]) -> None:
        """Takes a sequence of types, or None: nothing is known. TypeError."""
        types: list[Object] = []
        converters: list[Object] = []
        layouts: list[Optional[SimpleLayout]] = []
        if given is not None:
            if not isinstance(given, Tuple) and not isinstance(given, List):
                raise type_error("_argtypes_ must be a sequence of types")
            types = list_of(given)
            if len(types) > MOST_ARGUMENTS:
                raise PyError(argument_error_type, f"_argtypes_ has too many arguments ({len(types)}), maximum is {MOST_ARGUMENTS}")
            for type in types:
                converter = find_optional(type, "from_param")
                if converter is None:
                    raise type_error(f"item {len(converters) + 1} in _argtypes_ has no from_param method")
                converters.append(converter)
                layouts.append(plain_layout(type))
        self.parameters = given
        self.types = types
        self.converters = converters
        self.layouts = layouts

    def set_result(self, given: Object, message: str) -> None:
        """Takes what the result is. TypeError with a message."""
        if given is not NONE and layout_of(given) is None and type_of(given).slots[Slot.CALL] is None:
            raise type_error(message)
        self.result = given
        self.checker = find_optional(given, "_check_retval_")


def plain_layout(type: Object) -> Optional[SimpleLayout]:
    """That of a type of numbers or characters whose ``from_param`` is the usual one."""
    layout = layout_of(type)
    if not isinstance(layout, SimpleLayout) or layout.has_pointers or not isinstance(type, SimpleType):
        return None
    return layout if type.lookup("from_param") is None and layout.gives_values else None
