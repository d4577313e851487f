"""Calls of C functions: arguments into memory, the call through libffi, the result out of memory."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, overflow_error, runtime_error, type_error
from interpreter.modules.ctypes.arguments import Argument, data_argument
from interpreter.modules.ctypes.builtin_addresses import call_built_in, number_of_built_in
from interpreter.modules.ctypes.data import CData
from interpreter.modules.ctypes.layout import Layout, SimpleLayout, layout_of
from interpreter.modules.ctypes.library import libffi, scalar_type, void_type
from interpreter.modules.ctypes.signature import MOST_ARGUMENTS, Signature, argument_error_type
from interpreter.modules.ctypes.types import DataType, allocated, extended
from interpreter.modules.ctypes.values import KeptText, address_given, kept_bytes, load_word, store_word
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call1
from scheduler.threads import after_external_call, before_external_call
from transform.rpython import GcArray, Ptr, address, cast, copy, int32, item_address, keepalive, new_array, pointer, uint8
from transform.rpython.coroutine import callback_depth

SWAPS_ERRNO = 8
HOLDS_LOCK = 4
"""Flags of functions."""

_WORD = 8
_ROOM = 16
"""Bytes of an argument that is no structure, and least of a result."""

_MOST_CALLBACKS = 1000
"""Inside each other: each takes up to 8 KB of the C stack, which has as many MB."""
_RECURSION_ERROR = EXCEPTIONS["RecursionError"]


class Call:
    """One call. `block` holds the types of the arguments, their addresses, room for each, and room for the result; `kept` is what they refer to."""
    count: int
    block: GcArray[uint8]
    start: Ptr[uint8]
    kept: list[Object]

    def __init__(self, count: int, result_size: int) -> None:
        self.count = count
        self.block = new_array(uint8, count * (2 * _WORD + _ROOM) + max(result_size, _ROOM) + _WORD)
        self.start = item_address(self.block, 0)
        self.start += address(self.start) & _WORD  # long doubles want it
        self.kept = []

    def room(self, i: int) -> Ptr[uint8]:
        """Where the i-th argument has room."""
        return self.start + self.count * 2 * _WORD + i * _ROOM

    def result(self) -> Ptr[uint8]:
        return self.room(self.count)

    def place(self, i: int) -> Ptr[uint8]:
        """Where the i-th argument lies."""
        return pointer(uint8, load_word(self.start + (self.count + i) * _WORD))

    def put(self, i: int, type: Ptr[None], at: Ptr[uint8]) -> None:
        """Notes the type of the i-th argument, and where it lies."""
        store_word(self.start + i * _WORD, address(type))
        store_word(self.start + (self.count + i) * _WORD, address(at))

    def put_word(self, i: int, code: str, word: int) -> None:
        store_word(self.room(i), word)
        self.put(i, scalar_type(code), self.room(i))

    def put_argument(self, i: int, argument: Argument) -> None:
        self.kept.append(argument)
        self.put(i, argument.type, argument.memory)

    def convert(self, i: int, value: Object) -> None:
        """The i-th argument, of which no type is known. TypeError."""
        if isinstance(value, CData):
            self.put_argument(i, data_argument(value))
        elif isinstance(value, Argument):
            self.put_argument(i, value)
        elif value is NONE:
            self.put_word(i, "P", 0)
        elif isinstance(value, Int):
            if value.big().bit_length() > 64 or value.big().sign() < 0 and not value.fits():
                raise overflow_error("int too long to convert")
            self.put_word(i, "i", address_given(value))
        elif isinstance(value, Str):
            text = KeptText(value.value)
            self.kept.append(text)
            self.put_word(i, "P", text.address())
        else:
            kept = kept_bytes(value)
            if kept is None:
                own = find_optional(value, "_as_parameter_")
                if own is None:
                    raise type_error(f"Don't know how to convert parameter {i + 1}")
                enter_recursion(" while processing _as_parameter_")
                try:
                    self.convert(i, own)
                finally:
                    leave_recursion()
                return
            self.kept.append(kept)
            self.put_word(i, "P", kept.address())

    def convert_plain(self, i: int, layout: SimpleLayout, value: Object) -> bool:
        """The i-th argument, a number; False if the value is something else."""
        if isinstance(value, CData):
            return False
        try:
            layout.write(self.room(i), value)
        except PyError:
            return False
        self.put(i, layout.ffi_type(), self.room(i))
        return True

    def convert_by(self, i: int, converter: Object, value: Object) -> None:
        """The i-th argument, by what ``from_param`` makes of it."""
        converted = call1(converter, value)
        self.kept.append(converted)
        self.convert(i, converted)


def call_function(function: int, flags: int, signature: Signature, arguments: list[Object]) -> Object:
    """Calls the function at an address. ArgumentError, and what the result's type raises; RecursionError where too many callbacks of C are inside
    each other, as C keeps its stack."""
    if callback_depth() >= _MOST_CALLBACKS:
        raise PyError(_RECURSION_ERROR, "maximum recursion depth exceeded while calling a C function")
    count = len(arguments)
    if count > MOST_ARGUMENTS:
        raise PyError(argument_error_type, f"too many arguments ({count}), maximum is {MOST_ARGUMENTS}")
    result = signature.result
    layout = layout_of(result)
    call = Call(count, 0 if layout is None else layout.size)
    for i in range(count):
        try:
            plain = signature.layouts[i] if i < len(signature.layouts) else None
            if plain is not None and call.convert_plain(i, plain, arguments[i]):
                continue
            if i < len(signature.converters):
                call.convert_by(i, signature.converters[i], arguments[i])
            else:
                call.convert(i, arguments[i])
        except PyError as error:
            raise extended(error, argument_error_type, f"argument {i + 1}: ") from error
    built_in = number_of_built_in(function)
    if built_in >= 0:
        return call_built_in(built_in, [call.place(i) for i in range(count)])
    perform(call, function, flags, result_type(result, layout))
    return result_of(call, result, layout, signature.checker)


def result_type(result: Optional[Object], layout: Optional[Layout]) -> Ptr[None]:
    """What libffi calls the type of a result."""
    if layout is not None:
        return layout.ffi_type()
    return void_type() if result is NONE else scalar_type("i")


def perform(call: Call, function: int, flags: int, type: Ptr[None]) -> None:
    target = pointer(None, function)
    count = call.count
    start = call.start
    place = cast(None, call.result())
    swaps = flags & SWAPS_ERRNO
    if flags & HOLDS_LOCK != 0:
        status = libffi.call_function(target, type, count, start, place, swaps)
    else:
        before_external_call()
        status = libffi.call_function(target, type, count, start, place, swaps)
        after_external_call()
    keepalive(call)
    if status != libffi.FFI_OK:
        raise runtime_error("ffi_prep_cif failed")


def result_of(call: Call, result: Optional[Object], layout: Optional[Layout], checker: Optional[Object]) -> Object:
    """The result as a Python object."""
    at = call.result()
    if layout is None:
        number = new_int(int(cast(int32, at)[0]))
        if result is None:
            return number
        return NONE if result is NONE else call1(result, number)
    if isinstance(layout, SimpleLayout) and layout.gives_values:
        value = layout.read(at)
    else:
        assert isinstance(result, DataType)
        made = allocated(result)
        copy(at, made.address, layout.size)
        value = made
    keepalive(call)
    return value if checker is None else call1(checker, value)
