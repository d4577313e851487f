"""The Pickler."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.importing import import_full
from interpreter.modules.pickle.buffer_methods import raw_view
from interpreter.modules.pickle.errors import pickling_error
from interpreter.modules.pickle.naming import table
from interpreter.modules.pickle.opcodes import DEFAULT_PROTOCOL, HIGHEST_PROTOCOL, Op
from interpreter.modules.pickle.output import Output
from interpreter.modules.pickle.picklebuffer import PickleBuffer
from interpreter.modules.pickle.reducing import ReducingWriter, is_callable
from interpreter.modules.typenames import c_name
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytearray_methods import bytearray_type
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.bytes_methods import bytes_type
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import dict_type
from interpreter.objects.float import Float
from interpreter.objects.float_methods import float_type
from interpreter.objects.function_methods import function_type
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.int import FALSE, TRUE, Int, SmallInt, new_int
from interpreter.objects.int_methods import int_type
from interpreter.objects.list import List, new_list
from interpreter.objects.list_methods import list_type
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.set import AnySet, FrozenSet, Set
from interpreter.objects.set_methods import frozenset_type, set_type
from interpreter.objects.singletons import ELLIPSIS, NONE, NOT_IMPLEMENTED
from interpreter.objects.str import Str, new_str
from interpreter.objects.str_methods import str_type
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, tuple1, tuple2
from interpreter.objects.tuple_methods import tuple_type
from interpreter.objects.type import type_type
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call0, call1
from interpreter.protocols.compare import is_true
from interpreter.protocols.item import find_item
from interpreter.protocols.number import as_int
from interpreter.protocols.text import str_of
from interpreter.text.codecs.work import text_of_latin1
from transform.rpython import identity


class Pickler(MappedStorage, ReducingWriter):
    """This takes a binary file for writing a pickle data stream."""
    write: Optional[Object]
    own_table: Optional[Object]
    own_persistent_id: Optional[Object]
    table: Optional[Object]
    shared_table: Dict
    persistent_id: Optional[Object]
    override: Optional[Object]

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)
        self.write = None
        self.own_table = None
        self.own_persistent_id = None
        self.table = None
        self.shared_table = Dict()
        self.persistent_id = None
        self.override = None

    def prepare(self, protocol: Object, fix_imports: bool, callback: Object) -> None:
        """Takes the arguments that all functions have. ValueError."""
        number = DEFAULT_PROTOCOL if protocol is NONE else as_int(protocol)
        if number < 0:
            number = HIGHEST_PROTOCOL
        elif number > HIGHEST_PROTOCOL:
            raise value_error(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
        if callback is not NONE and number < 5:
            raise value_error("buffer_callback needs protocol >= 5")
        self.protocol = number
        self.is_binary = number >= 1
        self.fixes_imports = fix_imports and number < 3
        self.callback = None if callback is NONE else callback

    def open(self, file: Object) -> None:
        """Takes the file that is written."""
        self.write = find_optional(file, "write")
        if self.write is None:
            raise type_error("file must have a 'write' attribute")

    def pickle(self, x: Object) -> bytes:
        """Writes one pickle: its bytes, unless there is a file."""
        output = Output(self.write)
        self.output = output
        self.shared_table = table("copyreg", "dispatch_table")
        if type_of(self) is pickler_type:
            self.table = self.own_table
            self.persistent_id = self.own_persistent_id
        else:
            self.table = find_optional(self, "dispatch_table")
            self.persistent_id = find_optional(self, "persistent_id")
            self.override = find_optional(self, "reducer_override")
        if self.protocol >= 2:
            output.byte(Op.PROTO)
            output.byte(self.protocol)
            if self.protocol >= 4:
                output.move()
                output.is_framing = True
        self.save(x)
        output.byte(Op.STOP)
        return output.finish()

    # Any object.

    def save(self, x: Object, is_persistent_id: bool = False) -> None:
        self.output.boundary()
        persistent_id = self.persistent_id
        if persistent_id is not None and not is_persistent_id and self.save_persistent(persistent_id, x):
            return
        if isinstance(x, SmallInt):
            self.save_int(x)
            return
        t = type_of(x)
        if x is NONE:
            self.output.byte(Op.NONE)
        elif x is TRUE or x is FALSE:
            self.save_bool(x is TRUE)
        elif isinstance(x, Float) and t is float_type:
            self.save_float(x)
        elif isinstance(x, Int) and t is int_type:
            self.save_int(x)
        elif not self.refer(x):
            if isinstance(x, Str) and t is str_type:
                self.save_str(x)
            elif isinstance(x, Bytes) and t is bytes_type:
                self.save_bytes(x)
            else:
                enter_recursion(" while pickling an object")
                try:
                    self.save_compound(x, t)
                finally:
                    leave_recursion()

    def save_compound(self, x: Object, t: Type) -> None:
        """An object that may hold others."""
        if isinstance(x, Dict) and t is dict_type:
            self.save_dict(x)
        elif isinstance(x, List) and t is list_type:
            self.save_list(x)
        elif isinstance(x, Tuple) and t is tuple_type:
            self.save_tuple(x)
        elif isinstance(x, AnySet) and (t is set_type or t is frozenset_type):
            self.save_any_set(x, t)
        elif isinstance(x, ByteArray) and t is bytearray_type:
            self.save_mutable_bytes(x)
        elif isinstance(x, PickleBuffer):
            self.save_buffer(x)
        else:
            self.save_other(x, t)

    def save_any_set(self, x: AnySet, t: Type) -> None:
        if self.protocol < 4:
            self.save_call(t, tuple1(new_list(x.items())), x)
        elif isinstance(x, FrozenSet):
            self.save_frozen_set(x)
        elif isinstance(x, Set):
            self.save_set(x)

    def save_bytes(self, x: Bytes) -> None:
        """Bytes; before protocol 3, as a call that makes them from text."""
        if self.protocol >= 3:
            self.save_binary_bytes(x.value)
            self.memoize(x)
        elif len(x.value) == 0:
            self.save_call(bytes_type, EMPTY_TUPLE, x)
        else:
            encode = get_attribute(import_full("codecs"), "encode")
            self.save_call(encode, tuple2(new_str(text_of_latin1(x.value)), _LATIN1), x)

    def save_mutable_bytes(self, x: ByteArray) -> None:
        if self.protocol >= 5:
            self.save_byte_array(x.value())
            self.memoize(x)
        elif x.length == 0:
            self.save_call(bytearray_type, EMPTY_TUPLE, x)
        else:
            self.save_call(bytearray_type, tuple1(new_bytes(x.value())), x)

    def save_buffer(self, x: PickleBuffer) -> None:
        """A buffer: in the pickle, unless the callback takes it."""
        if self.protocol < 5:
            raise pickling_error("PickleBuffer can only pickled with protocol >= 5")
        view = raw_view(x)
        if view.step != view.item_size:
            raise pickling_error("PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
        callback = self.callback
        if callback is None or is_true(call1(callback, x)):
            if view.is_read_only():
                self.save_binary_bytes(x.contents())
            else:
                self.save_byte_array(x.contents())
            self.memoize(x)
            return
        self.output.byte(Op.NEXT_BUFFER)
        if view.is_read_only():
            self.output.byte(Op.READONLY_BUFFER)

    def save_other(self, x: Object, t: Type) -> None:
        """An object of any other class: by name, or by what a function for its class, or it itself, says of it."""
        override = self.override
        reduction: Object = NOT_IMPLEMENTED if override is None else call1(override, x)
        if reduction is NOT_IMPLEMENTED:
            if t is type_type:
                self.save_plain_type(x)
                return
            reducer = self.reducer_of(t)
            if t is function_type and reducer is None:
                self.save_global(x, None)
                return
            if reducer is not None:
                reduction = call1(reducer, x)
            elif t.is_subtype(type_type):
                self.save_global(x, None)
                return
            else:
                reduction = self.own_reduction(x)
        if isinstance(reduction, Str):
            self.save_global(x, reduction)
        elif isinstance(reduction, Tuple):
            self.save_reduction(reduction, x)
        else:
            raise pickling_error("__reduce__ must return a string or tuple")

    def reducer_of(self, t: Type) -> Optional[Object]:
        """The function that the dispatch table has for a class."""
        own = self.table
        return self.shared_table.get(t) if own is None else find_item(own, t)

    def own_reduction(self, x: Object) -> Object:
        method = find_optional(x, "__reduce_ex__")
        if method is not None:
            return call1(method, new_int(self.protocol))
        return call0(get_attribute(x, "__reduce__"))

    def save_plain_type(self, x: Object) -> None:
        for value in _SINGLETONS:
            if type_of(value) is x:
                self.save_call(type_type, tuple1(value), x)
                return
        self.save_global(x, None)

    def save_persistent(self, persistent_id: Object, x: Object) -> bool:
        """Writes the id that an object has outside the pickle, if any; whether it has."""
        found = call1(persistent_id, x)
        if found is NONE:
            return False
        if self.is_binary:
            self.save(found, True)
            self.output.byte(Op.BINPERSID)
            return True
        text = str_of(found).value
        if not text.isascii():
            raise pickling_error("persistent IDs in protocol 0 must be ASCII strings")
        self.output.line(Op.PERSID, text)
        return True


_LATIN1 = new_str("latin1")
_SINGLETONS: list[Object] = [NONE, ELLIPSIS, NOT_IMPLEMENTED]


class MemoProxy(Object):
    """A pickler's memo, as Python programs see it."""
    pickler: Pickler

    def __init__(self, pickler: Pickler) -> None:
        self.pickler = pickler

    @exposed
    def clear(self) -> None:
        """Remove all items from memo."""
        self.pickler.memo = {}

    @exposed
    def copy(self) -> Dict:
        """Copy the memo to a new object."""
        result = Dict()
        for x, number in self.pickler.memo.items():
            result.set(new_int(identity(x)), tuple2(new_int(number), x))
        return result

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Implement pickle support."""
        return tuple2(dict_type, tuple1(self.copy()))


@exposed_static("__new__", rest="arguments", keywords="keywords")
def pickler_new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    return Pickler(cls)


@exposed("__init__")
def pickler_init(self: Pickler, file: Object, protocol: Object = NONE, fix_imports: bool = True, buffer_callback: Object = NONE) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    self.prepare(protocol, fix_imports, buffer_callback)
    self.open(file)
    self.memo = {}
    self.fast = 0


@exposed("dump")
def pickler_dump(self: Pickler, obj: Object, /) -> None:
    """Write a pickled representation of the given object to the open file."""
    if self.write is None:
        raise pickling_error(f"Pickler.__init__() was not called by {c_name(type_of(self))}.__init__()")
    self.pickle(obj)


@exposed("clear_memo")
def pickler_clear_memo(self: Pickler) -> None:
    """Clears the pickler's "memo".

    The memo is the data structure that remembers which objects the
    pickler has already seen, so that shared or recursive objects are
    pickled by reference and not by value.  This method is useful when
    re-using picklers."""
    self.memo = {}


@exposed_property("memo")
def pickler_get_memo(self: Pickler) -> Object:
    return MemoProxy(self)


@exposed_setter("memo")
def pickler_set_memo(self: Pickler, value: Optional[Object]) -> None:
    if value is None:
        raise type_error("attribute deletion is not supported")
    if isinstance(value, MemoProxy):
        copied: dict[Object, int] = {}
        for x, number in value.pickler.memo.items():
            copied[x] = number
        self.memo = copied
        return
    if not isinstance(value, Dict):
        raise type_error(f"'memo' attribute must be a PicklerMemoProxy object or dict, not {type_of(value).name}")
    memo: dict[Object, int] = {}
    for key in value.keys():
        pair = value.get(key)
        if not isinstance(pair, Tuple) or pair.length != 2:
            raise type_error("'memo' values must be 2-item tuples")
        memo[pair.item(1)] = as_int(pair.item(0))
    self.memo = memo


@exposed_property("bin")
def pickler_get_bin(self: Pickler) -> int:
    return 1 if self.is_binary else 0


@exposed_setter("bin")
def pickler_set_bin(self: Pickler, value: bool) -> None:
    self.is_binary = value


@exposed_property("fast")
def pickler_get_fast(self: Pickler) -> int:
    return self.fast


@exposed_setter("fast")
def pickler_set_fast(self: Pickler, value: int) -> None:
    self.fast = value


@exposed_property("persistent_id")
def pickler_get_persistent_id(self: Pickler) -> Object:
    found = self.own_persistent_id
    if found is None:
        raise attribute_error("persistent_id")
    return found


@exposed_setter("persistent_id")
def pickler_set_persistent_id(self: Pickler, value: Optional[Object]) -> None:
    if value is None:
        raise type_error("attribute deletion is not supported")
    if not is_callable(value):
        raise type_error("persistent_id must be a callable taking one argument")
    self.own_persistent_id = value


@exposed_property("dispatch_table")
def pickler_get_dispatch_table(self: Pickler) -> Object:
    found = self.own_table
    if found is None:
        raise attribute_error(f"'{type_of(self).name}' object has no attribute 'dispatch_table'")
    return found


@exposed_setter("dispatch_table")
def pickler_set_dispatch_table(self: Pickler, value: Optional[Object]) -> None:
    self.own_table = value


def allocate(type: Type) -> Object:
    return Pickler(type)


pickler_type = define(Pickler, "Pickler", allocate=allocate, methods=__name__, prefix="pickler_", module="_pickle")
define(MemoProxy, "PicklerMemoProxy", module="_pickle", doc="")
