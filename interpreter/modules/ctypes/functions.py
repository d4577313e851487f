"""Pointers to functions: their classes, where they come from, and their calls."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.callbacks import Callback
from interpreter.modules.ctypes.calls import call_function
from interpreter.modules.ctypes.data import CData, data_type
from interpreter.modules.ctypes.layout import FunctionLayout, Layout
from interpreter.modules.ctypes.outputs import build_arguments, build_result, check_outputs
from interpreter.modules.ctypes.signature import Signature
from interpreter.modules.ctypes.symbols import address_in
from interpreter.modules.ctypes.types import DataType, allocated, new_instance
from interpreter.modules.ctypes.values import address_given, load_word, store_word
from interpreter.objects.bytes import Bytes
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int, new_bool
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.objects.type import type_type
from interpreter.protocols.call import call3
from interpreter.protocols.number import as_int


class FunctionType(DataType):
    """A class of pointers to functions with one signature."""
    signature: Signature
    flags: int

    def __init__(self, name: str, metatype: Type, bases: list[Type]) -> None:
        super().__init__(name, metatype, bases)
        self.signature = Signature()
        self.flags = 0

    def describe(self) -> None:
        flags = self.namespace.get("_flags_")
        if not isinstance(flags, Int):
            raise type_error("class must define _flags_ which must be an integer")
        self.flags = as_int(flags)
        parameters = self.namespace.get("_argtypes_")
        if parameters is not None:
            self.signature.set_parameters(parameters)
        result = self.namespace.get("_restype_")
        if result is not None:
            self.signature.set_result(result, "_restype_ must be a type, a callable, or None")
        self.layout = FunctionLayout()

    def new_data(self, layout: Layout) -> CData:
        return Function(self, layout)


class Function(CData):
    """A pointer to a function. `signature` is its own if it was changed. `outputs` says which arguments it gives back, `callback` is the Python
    function that it calls."""
    python_type = None
    own_signature: Optional[Signature]
    checker: Object
    outputs: Optional[Tuple]
    callback: Optional[Callback]

    def __init__(self, type: Type, layout: Layout) -> None:
        super().__init__(type, layout)
        self.own_signature = None
        self.checker = NONE
        self.outputs = None
        self.callback = None

    def function_type(self) -> FunctionType:
        found = type_of(self)
        assert isinstance(found, FunctionType)
        return found

    def signature(self) -> Signature:
        own = self.own_signature
        return self.function_type().signature if own is None else own

    def changed_signature(self) -> Signature:
        """The signature, which becomes its own."""
        own = self.own_signature
        if own is None:
            own = self.function_type().signature.copy()
            self.own_signature = own
        return own

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        assert isinstance(cls, FunctionType)
        made = allocated(cls)
        assert isinstance(made, Function)
        if arguments.length == 0:
            return made
        first = arguments.item(0)
        if isinstance(first, Tuple):
            made.find(first, arguments)
        elif arguments.length > 1:
            raise type_error(f"function takes exactly 1 argument ({arguments.length} given)")
        elif isinstance(first, Int):
            store_word(made.address, address_given(first))
        elif type_of(first).slots[Slot.CALL] is None:
            raise type_error("argument must be callable or integer function address")
        else:
            made.begin_callback(first)
        return made

    @exposed("__init__", rest="arguments", keywords="keywords")
    def init(self, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
        """Initialize self.  See help(type(self)) for accurate signature."""

    def find(self, place: Tuple, arguments: Tuple) -> None:
        """Points to what a library has under a name: ``((name, library)[, outputs])``. AttributeError."""
        if place.length != 2:
            raise type_error("illegal func_spec argument")
        name, library = place.item(0), place.item(1)
        if isinstance(name, Str):
            text = name.value
        elif isinstance(name, Bytes):
            text = name.value.decode()
        else:
            raise type_error("function name must be string, bytes object or integer")
        outputs = arguments.item(1) if arguments.length > 1 else NONE
        store_word(self.address, address_in(library, text, attribute_error))
        self.outputs = check_outputs(outputs, self.function_type().signature)
        self.keep(0, library)

    def begin_callback(self, function: Object) -> None:
        """Points to a new function of C that calls a Python function. TypeError."""
        type = self.function_type()
        callback = Callback(function, type.signature, type.flags)
        self.callback = callback
        store_word(self.address, callback.address())
        self.keep(0, callback)

    @exposed("__call__", rest="arguments", keywords="keywords")
    def call(self, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Call self as a function."""
        signature = self.signature()
        outputs = self.outputs
        given = arguments.items() if outputs is None else build_arguments(outputs, signature, arguments, keywords)
        required = len(signature.types)
        if required > len(given):
            plural = "" if required == 1 else "s"
            raise type_error(f"this function takes at least {required} argument{plural} ({len(given)} given)")
        result = call_function(load_word(self.address), self.function_type().flags, signature, given)
        if self.checker is not NONE:
            passed = new_tuple(given)
            checked = call3(self.checker, result, self, passed)
            if checked is not passed:
                return checked
        return result if outputs is None else build_result(outputs, result, given)

    @exposed("__bool__")
    def is_set(self) -> Object:
        """True if self else False"""
        return new_bool(load_word(self.address) != 0)

    @exposed("__repr__")
    def repr(self) -> str:
        """Return repr(self)."""
        return f"<{type_of(self).name} object at {address_of(self)}>"

    @exposed_property("argtypes")
    def get_parameters(self) -> Object:
        """specify the argument types"""
        found = self.signature().parameters
        return NONE if found is None else found

    @exposed_setter("argtypes")
    def set_parameters(self, value: Optional[Object]) -> None:
        if value is None or value is NONE:
            value = self.function_type().signature.parameters
        self.changed_signature().set_parameters(value)

    @exposed_property("restype")
    def get_result(self) -> Object:
        """specify the result type"""
        found = self.signature().result
        return NONE if found is None else found

    @exposed_setter("restype")
    def set_result(self, value: Optional[Object]) -> None:
        signature = self.changed_signature()
        if value is not None:
            signature.set_result(value, "restype must be a type, a callable, or None")
        else:
            signature.result = self.function_type().signature.result
            signature.checker = self.function_type().signature.checker

    @exposed_property("errcheck")
    def get_checker(self) -> Object:
        """a function to check for errors"""
        return self.checker

    @exposed_setter("errcheck")
    def set_checker(self, value: Optional[Object]) -> None:
        if value is not None and value is not NONE and type_of(value).slots[Slot.CALL] is None:
            raise type_error("the errcheck attribute must be callable")
        self.checker = NONE if value is None else value


def allocate_type(metatype: Type) -> Object:
    return FunctionType("", metatype, [])


function_meta = define(FunctionType, "PyCFuncPtrType", base=type_type, allocate=allocate_type, module="_ctypes",
                       doc="metatype for C function pointers")
function_type = define(Function, "CFuncPtr", allocate=new_instance, module="_ctypes", doc="Function Pointer",
                       existing=FunctionType("CFuncPtr", function_meta, [data_type]))
