"""Create and manipulate C compatible data types in Python."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.ctypes import symbols
from interpreter.modules.ctypes.arguments import check_data, reference_argument
from interpreter.modules.ctypes.arrays import array_type
from interpreter.modules.ctypes.builtin_addresses import CAST, STRING_AT, WSTRING_AT
from interpreter.modules.ctypes.calls import HOLDS_LOCK, SWAPS_ERRNO, call_function
from interpreter.modules.ctypes.data import CData
from interpreter.modules.ctypes.functions import function_type
from interpreter.modules.ctypes.layout import Layout, layout_of
from interpreter.modules.ctypes.library import libffi, linker
from interpreter.modules.ctypes.pointers import pointer_type, pointer_type_of, pointer_types
from interpreter.modules.ctypes.records import structure_type, union_type
from interpreter.modules.ctypes.references import object_at
from interpreter.modules.ctypes.signature import MOST_ARGUMENTS, Signature, argument_error_type
from interpreter.modules.ctypes.simple import simple_data_type
from interpreter.modules.ctypes.types import DataType, allocated
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple3
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1
from transform.rpython import address


@exposed("get_errno")
def get_errno() -> int:
    number = libffi.swap_own_errno(0)
    libffi.swap_own_errno(number)
    return number


@exposed("set_errno")
def set_errno(value: int, /) -> int:
    return libffi.swap_own_errno(value)


@exposed("POINTER")
def make_pointer_type(cls: Object, /) -> Object:
    return pointer_type_of(cls)


@exposed("pointer")
def make_pointer(obj: Object, /) -> Object:
    return call1(pointer_type_of(type_of(obj)), obj)


@exposed("_unpickle")
def unpickle(type: Object, state: Object, /) -> Object:
    if not isinstance(type, DataType):
        raise type_error("_unpickle() argument 1 must be a C type")
    made = allocated(type)
    call1(get_attribute(made, "__setstate__"), state)
    return made


def layout_given(x: Object) -> Optional[Layout]:
    """That of a C type or an instance."""
    return x.layout if isinstance(x, CData) else layout_of(x)


@exposed("sizeof")
def sizeof(object: Object, /) -> int:
    """sizeof(C type) -> integer
    sizeof(C instance) -> integer
    Return the size in bytes of a C instance"""
    if isinstance(object, CData):
        return object.size
    layout = layout_of(object)
    if layout is None:
        raise type_error("this type has no size")
    return layout.size


@exposed("alignment")
def alignment(object: Object, /) -> int:
    """alignment(C type) -> integer
    alignment(C instance) -> integer
    Return the alignment requirements of a C instance"""
    layout = layout_given(object)
    if layout is None:
        raise type_error("no alignment info")
    return layout.alignment


@exposed("byref")
def byref(object: Object, offset: int = 0, /) -> Object:
    """byref(C instance[, offset=0]) -> byref-object
    Return a pointer lookalike to a C instance, only usable
    as function argument"""
    return reference_argument(check_data(object, "byref() argument must be a ctypes instance, not '%s'"), offset)


@exposed("addressof")
def addressof(object: Object, /) -> int:
    """addressof(C instance) -> integer
    Return the address of the C instance internal buffer"""
    return address(check_data(object, "invalid type").address)


@exposed("resize")
def resize(object: Object, size: int, /) -> None:
    """Resize the memory buffer of a ctypes instance"""
    data = check_data(object, "excepted ctypes instance")
    if size < data.layout.size:
        raise value_error(f"minimum size is {data.layout.size}")
    if not data.owns_memory():
        raise value_error("Memory cannot be resized because this object doesn't own it")
    data.resize(size)


@exposed("buffer_info")
def buffer_info(object: Object, /) -> Object:
    """Return buffer interface information"""
    layout = layout_given(object)
    if layout is None:
        raise type_error("not a ctypes type or object")
    shape: list[Object] = [new_int(extent) for extent in layout.shape]
    return tuple3(new_str(layout.format), new_int(len(shape)), new_tuple(shape))


@exposed("__getattr__")
def find_address(name: str, /) -> Object:
    """Addresses that are known only when the program runs."""
    match name:
        case "_memmove_addr":
            return new_int(linker.address_of_memmove())
        case "_memset_addr":
            return new_int(linker.address_of_memset())
        case "_cast_addr":
            return new_int(linker.address_of_built_in(CAST))
        case "_string_at_addr":
            return new_int(linker.address_of_built_in(STRING_AT))
        case "_wstring_at_addr":
            return new_int(linker.address_of_built_in(WSTRING_AT))
        case _:
            raise attribute_error(f"module '_ctypes' has no attribute '{name}'")


@exposed("call_function")
def call_address(function: int, arguments: Tuple, /) -> Object:
    return call_function(function, 0, Signature(), arguments.items())


@exposed("call_cdeclfunction")
def call_address_of_c(function: int, arguments: Tuple, /) -> Object:
    return call_function(function, 1, Signature(), arguments.items())


@exposed("PyObj_FromPtr")
def object_from_address(address: int, /) -> Object:
    return object_at(address)


@exposed("Py_INCREF")
def increment_count(object: Object, /) -> Object:
    return object


@exposed("Py_DECREF")
def decrement_count(object: Object, /) -> Object:
    return object


define_module(__name__, "_ctypes", parts=[symbols.__name__], contents={
    "Structure": structure_type, "Union": union_type, "_Pointer": pointer_type, "Array": array_type, "_SimpleCData": simple_data_type,
    "CFuncPtr": function_type, "ArgumentError": argument_error_type, "_pointer_type_cache": pointer_types, "FUNCFLAG_CDECL": new_int(1),
    "FUNCFLAG_USE_ERRNO": new_int(SWAPS_ERRNO), "FUNCFLAG_USE_LASTERROR": new_int(16), "FUNCFLAG_PYTHONAPI": new_int(HOLDS_LOCK),
    "RTLD_LOCAL": new_int(linker.RTLD_LOCAL), "RTLD_GLOBAL": new_int(linker.RTLD_GLOBAL), "CTYPES_MAX_ARGCOUNT": new_int(MOST_ARGUMENTS),
    "__version__": new_str("1.1.0")})
