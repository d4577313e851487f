"""Functions of C that call Python functions: closures of libffi."""
from __future__ import annotations


from interpreter.errors import PyError, memory_error, type_error
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.calls import SWAPS_ERRNO, result_type
from interpreter.modules.ctypes.layout import SimpleLayout, layout_of
from interpreter.modules.ctypes.library import check_there, libffi
from interpreter.modules.ctypes.signature import Signature
from interpreter.modules.ctypes.types import DataType, allocated
from interpreter.modules.ctypes.values import load_word, store_word
from interpreter.modules.unraisable import print_unraisable
from interpreter.modules.warnings import warn
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.protocols.call import call
from scheduler.threads import enter_callback
from transform.rpython import Ptr, address, cast, copy, item_address, keepalive, new_array, pointer, uint8
from transform.rpython.gcmodule import WeakRef, register_finalizer

_WORD = 8


class Callback(Object):
    """A Python function that C can call."""
    function: Object
    signature: Signature
    number: int
    memory: Ptr[None]

    def __init__(self, function: Object, signature: Signature, flags: int) -> None:
        """TypeError for a result that Python code cannot give."""
        if signature.parameters is None:
            raise type_error("cannot construct instance of this class: no argtypes")
        self.function = function
        self.signature = signature
        result = signature.result
        if result is not NONE and not isinstance(layout_of(result), SimpleLayout):
            raise type_error("invalid result type for callback function")
        check_there()
        count = len(signature.types)
        block = new_array(uint8, (count + 1) * _WORD)
        types = item_address(block, 0)
        for i in range(count):
            layout = layout_of(signature.types[i])
            if layout is None:
                raise type_error(f"item {i + 1} in _argtypes_ has no storage info")
            store_word(types + i * _WORD, address(layout.ffi_type()))
        self.number = callbacks.add(self)
        self.memory = libffi.new_callback(result_type(result, layout_of(result)), count, types, run_callback, self.number, flags & SWAPS_ERRNO)
        keepalive(block)
        if not self.memory:
            callbacks.remove(self.number)
            raise memory_error()
        register_finalizer(self, end_callback)

    def address(self) -> int:
        """Where C finds it."""
        return address(libffi.callback_address(self.memory))

    def run(self, arguments: Ptr[uint8], result: Ptr[uint8]) -> None:
        """Calls the function with arguments whose addresses are in memory. Exceptions are reported."""
        try:
            given = [argument_at(pointer(uint8, load_word(arguments + i * _WORD)), self.signature.types[i])
                     for i in range(len(self.signature.types))]
            value = call(self.function, given)
        except PyError as error:
            print_unraisable(error, self.function, "Exception ignored on calling ctypes callback function")
            return
        layout = layout_of(self.signature.result)
        if isinstance(layout, SimpleLayout):
            self.give(layout, result, value)

    def give(self, layout: SimpleLayout, result: Ptr[uint8], value: Object) -> None:
        """Stores the result."""
        try:
            kept = layout.write(result, value)
            if kept is not NONE and layout.code != "O":
                warn("RuntimeWarning", "memory leak in callback function.")
                callbacks.leaked.append(kept)
        except PyError as error:
            print_unraisable(error, self.function, "Exception ignored on converting result of ctypes callback function")


class Callbacks:
    """All callbacks by number, which is what their memory knows of them. `leaked` is what C may use for ever."""
    by_number: dict[int, WeakRef[Callback]]
    last: int
    leaked: list[Object]

    def __init__(self) -> None:
        self.by_number = {}
        self.last = 0
        self.leaked = []

    def add(self, callback: Callback) -> int:
        self.last += 1
        self.by_number[self.last] = WeakRef[Callback](callback)
        return self.last

    def remove(self, number: int) -> None:
        del self.by_number[number]


callbacks = Callbacks()


def run_callback(number: int, arguments: Ptr[None], result: Ptr[None]) -> None:
    """What C calls."""
    enter_callback()
    reference = callbacks.by_number.get(number)
    callback = None if reference is None else reference.get()
    if callback is not None:
        callback.run(cast(uint8, arguments), cast(uint8, result))


def end_callback(callback: object) -> None:
    assert isinstance(callback, Callback)
    callbacks.remove(callback.number)
    libffi.free_callback(callback.memory)


def argument_at(at: Ptr[uint8], type: Object) -> Object:
    """An argument as Python sees it: a value, or a copy."""
    layout = layout_of(type)
    if isinstance(layout, SimpleLayout) and layout.gives_values:
        return layout.read(at)
    if not isinstance(type, DataType):
        raise type_error("cannot build parameter")
    made = allocated(type)
    copy(at, made.address, made.size)
    return made


define(Callback, "CThunkObject", module="_ctypes", doc="CThunkObject")
