"""The Unpickler."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, attribute_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.importing import import_full
from interpreter.modules.pickle.errors import unpickling_error
from interpreter.modules.pickle.machine import Machine
from interpreter.modules.pickle.naming import parent_and_attribute, renamed, table
from interpreter.modules.pickle.opcodes import HIGHEST_PROTOCOL, Op
from interpreter.modules.pickle.reducing import is_callable
from interpreter.modules.pickle.source import Source
from interpreter.modules.syshooks import audit
from interpreter.modules.typenames import c_name
from interpreter.numbers.bigint_bytes import from_bytes
from interpreter.numbers.floattext import parse_float
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import dict_type
from interpreter.objects.float import new_float
from interpreter.objects.int import FALSE, TRUE, Int, int_from_big, new_int
from interpreter.objects.int_text import int_of_text
from interpreter.objects.list import empty_list, new_list
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.set import Set
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.str_methods import str_type
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple2
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call1, call2
from interpreter.protocols.codec import decode_bytes
from interpreter.protocols.codec_registry import codec_failure
from interpreter.protocols.iterate import iterator_of
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of
from interpreter.text.codecs.errors import STRICT, UnicodeFailure
from interpreter.text.codecs.escapes import decode_escape, decode_raw_unicode_escape
from interpreter.text.codecs.work import text_of_latin1
from transform.rpython import bits_to_float, wrap


class Unpickler(MappedStorage, Machine):
    """This takes a binary file for reading a pickle data stream."""
    is_open: bool
    fixes_imports: bool
    encoding: str
    errors: str
    own_persistent_load: Optional[Object]
    persistent_load: Optional[Object]
    finder: Optional[Object]

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)
        self.is_open = False
        self.fixes_imports = True
        self.encoding = "ASCII"
        self.errors = "strict"
        self.own_persistent_load = None
        self.persistent_load = None
        self.finder = None

    def prepare(self, fix_imports: bool, encoding: str, errors: str, buffers: Object) -> None:
        """Takes the arguments that all functions have."""
        self.is_open = True
        self.fixes_imports = fix_imports
        self.encoding = encoding
        self.errors = errors
        self.buffers = None if buffers is NONE else iterator_of(buffers)

    def load(self) -> Object:
        """The object of the next pickle."""
        self.stack = []
        self.marks = []
        self.fence = 0
        self.protocol = 0
        if type_of(self) is unpickler_type:
            self.persistent_load = self.own_persistent_load
        else:
            self.persistent_load = find_optional(self, "persistent_load")
            self.finder = get_attribute(self, "find_class")
        source = self.source
        code = source.code()
        while code != Op.STOP:
            self.step(code)
            code = source.code()
        source.take()
        return self.pop()

    def step(self, code: int) -> None:
        """Does what a code says."""
        source = self.source
        match code:
            case Op.NONE:
                self.push(NONE)
            case Op.BININT:
                self.push(new_int(source.signed()))
            case Op.BININT1:
                self.push(new_int(source.byte()))
            case Op.BININT2:
                self.push(new_int(source.number(2)))
            case Op.INT:
                self.push_int()
            case Op.LONG:
                self.push(int_of_line(source.line(1), True))
            case Op.LONG1:
                self.push_long(source.byte())
            case Op.LONG4:
                self.push_long(source.signed())
            case Op.FLOAT:
                self.push(float_of_line(source.line(1)))
            case Op.BINFLOAT:
                self.push_binary_float()
            case Op.NEWTRUE:
                self.push(TRUE)
            case Op.NEWFALSE:
                self.push(FALSE)
            case Op.SHORT_BINBYTES:
                self.push(new_bytes(source.chunk(source.byte())))
            case Op.BINBYTES:
                self.push(new_bytes(source.sized(4, "BINBYTES")))
            case Op.BINBYTES8:
                self.push(new_bytes(source.sized(8, "BINBYTES")))
            case Op.BYTEARRAY8:
                self.push(ByteArray(source.sized(8, "BYTEARRAY8")))
            case Op.NEXT_BUFFER:
                self.next_buffer()
            case Op.READONLY_BUFFER:
                self.make_buffer_read_only()
            case Op.STRING:
                self.push_quoted(source.line(0))
            case Op.BINSTRING:
                self.push_python2(source.sized(4, "BINSTRING"))
            case Op.SHORT_BINSTRING:
                self.push_python2(source.chunk(source.byte()))
            case Op.UNICODE:
                self.push_escaped(source.line(0))
            case Op.SHORT_BINUNICODE:
                self.push(source.text(source.byte()))
            case Op.BINUNICODE:
                self.push(source.text(source.size(4, "BINUNICODE")))
            case Op.BINUNICODE8:
                self.push(source.text(source.size(8, "BINUNICODE")))
            case Op.MARK:
                self.mark()
            case Op.POP:
                self.discard()
            case Op.POP_MARK:
                self.pop_from(self.marked())
            case Op.DUP:
                self.push(self.top())
            case Op.GET:
                self.recall(number_of_line(source.line(1)))
            case Op.BINGET:
                self.recall(source.byte())
            case Op.LONG_BINGET:
                self.recall(source.number(4))
            case Op.PUT:
                self.top()
                self.remember(number_of_line(source.line(1)))
            case Op.BINPUT:
                self.remember(source.byte())
            case Op.LONG_BINPUT:
                self.remember(source.number(4))
            case Op.MEMOIZE:
                self.remember(self.next_number())
            case Op.PROTO:
                self.set_protocol(source.byte())
            case Op.FRAME:
                source.frame()
            case _:
                self.step_compound(code)

    def step_compound(self, code: int) -> None:
        """Does what a code says of objects with others in them."""
        source = self.source
        match code:
            case Op.EMPTY_TUPLE:
                self.push(EMPTY_TUPLE)
            case Op.TUPLE1:
                self.push(tuple1(self.pop()))
            case Op.TUPLE2:
                self.make_pair()
            case Op.TUPLE3:
                self.make_triple()
            case Op.TUPLE:
                self.push(new_tuple(self.pop_from(self.marked())))
            case Op.EMPTY_LIST:
                self.push(empty_list())
            case Op.LIST:
                self.push(new_list(self.pop_from(self.marked())))
            case Op.EMPTY_DICT:
                self.push(Dict())
            case Op.DICT:
                self.make_dict()
            case Op.EMPTY_SET:
                self.push(Set())
            case Op.FROZENSET:
                self.make_frozen_set()
            case Op.APPEND:
                self.append_from(len(self.stack) - 1)
            case Op.APPENDS:
                self.append_from(self.marked())
            case Op.SETITEM:
                self.set_from(len(self.stack) - 2)
            case Op.SETITEMS:
                self.set_from(self.marked())
            case Op.ADDITEMS:
                self.add_from(self.marked())
            case Op.REDUCE:
                self.reduce()
            case Op.BUILD:
                self.build()
            case Op.NEWOBJ:
                self.make_new("NEWOBJ", False)
            case Op.NEWOBJ_EX:
                self.make_new("NEWOBJ_EX", True)
            case Op.OBJ:
                self.make_object()
            case Op.INST:
                start = self.marked()
                cls = self.found(new_str(source.text_line(1)), new_str(source.text_line(1)))
                self.instantiate(cls, self.pop_from(start))
            case Op.GLOBAL:
                module = new_str(source.text_line(1))
                self.push(self.found(module, new_str(source.text_line(1))))
            case Op.STACK_GLOBAL:
                self.push_stack_global()
            case Op.EXT1:
                self.push_extension(source.byte())
            case Op.EXT2:
                self.push_extension(source.number(2))
            case Op.EXT4:
                self.push_extension(source.signed())
            case Op.PERSID:
                self.push_persistent_line(source.line(0))
            case Op.BINPERSID:
                self.push(self.persistent(self.pop()))
            case _:
                shown = chr(code) if 0x20 <= code <= 0x7E and code != 39 and code != 92 else f"\\x{code:02x}"
                raise unpickling_error(f"invalid load key, '{shown}'.")

    def set_protocol(self, number: int) -> None:
        if number > HIGHEST_PROTOCOL:
            raise value_error(f"unsupported pickle protocol: {number}")
        self.protocol = number

    # Numbers.

    def push_int(self) -> None:
        """An int on a line, or a bool, which has two digits."""
        line = self.source.line(1)
        if line == b"00" or line == b"01":
            self.push(TRUE if line == b"01" else FALSE)
        else:
            self.push(int_of_line(line, False))

    def push_long(self, size: int) -> None:
        if size < 0:
            raise unpickling_error("LONG pickle has negative byte count")
        self.push(int_from_big(from_bytes(self.source.chunk(size), True, True)))

    def push_binary_float(self) -> None:
        data = self.source.chunk(8)
        bits = 0
        for i in range(8):
            bits = wrap(bits << 8 | data[i])
        self.push(new_float(bits_to_float(bits)))

    # Strings.

    def push_escaped(self, line: bytes) -> None:
        try:
            text, _ = decode_raw_unicode_escape(line, STRICT, True)
        except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
            raise codec_failure(failure) from failure
        self.push(new_str(text))

    def push_quoted(self, line: bytes) -> None:
        """A string of Python 2 as a literal."""
        size = len(line)
        if size < 2 or line[0] != line[size - 1] or line[0] != 39 and line[0] != 34:
            raise unpickling_error("the STRING opcode argument must be quoted")
        try:
            data, _ = decode_escape(line[1:size - 1], STRICT)
        except ValueError as error:
            raise value_error(str(error)) from error
        self.push_python2(data)

    def push_python2(self, data: bytes) -> None:
        """A string of Python 2, which is text or bytes here."""
        if self.encoding == "bytes":
            self.push(new_bytes(data))
        else:
            self.push(decode_bytes(data, self.encoding, self.errors))

    # Globals and objects outside.

    def found(self, module: Object, name: Object) -> Object:
        """What ``find_class`` of the unpickler gives."""
        finder = self.finder
        if finder is not None:
            return call2(finder, module, name)
        return find_class(self, module, name)

    def push_stack_global(self) -> None:
        name = self.pop()
        module = self.pop()
        if type_of(name) is not str_type or type_of(module) is not str_type:
            raise unpickling_error("STACK_GLOBAL requires str")
        self.push(self.found(module, name))

    def push_extension(self, code: int) -> None:
        """A global by its number in copyreg's registry of extensions."""
        if code <= 0:
            raise unpickling_error("EXT specifies code <= 0")
        key = new_int(code)
        cache = table("copyreg", "_extension_cache")
        known = cache.get(key)
        if known is None:
            pair = table("copyreg", "_inverted_registry").get(key)
            if pair is None:
                raise value_error(f"unregistered extension code {code}")
            if not isinstance(pair, Tuple) or pair.length != 2 or not isinstance(pair.item(0), Str) or not isinstance(pair.item(1), Str):
                raise value_error(f"_inverted_registry[{code}] isn't a 2-tuple of strings")
            known = self.found(pair.item(0), pair.item(1))
            cache.set(key, known)
        self.push(known)

    def push_persistent_line(self, line: bytes) -> None:
        if self.persistent_load is not None and not line.isascii():
            raise unpickling_error("persistent IDs in protocol 0 must be ASCII strings")
        self.push(self.persistent(new_str(text_of_latin1(line))))

    def persistent(self, key: Object) -> Object:
        loader = self.persistent_load
        if loader is None:
            raise unpickling_error("A load persistent id instruction was encountered,\nbut no persistent_load function was specified.")
        return call1(loader, key)


def int_of_line(line: bytes, is_long: bool) -> Int:
    """An int as text; one of Python 2's long ints ends with L. ValueError."""
    text = text_of_latin1(line)
    if is_long and text.endswith("L"):
        text = text[:len(text) - 1]
    try:
        return int_of_text(text, 0, new_str(text))
    except PyError as error:
        shown = repr_of(new_str(text + "\n"))
        raise value_error(f"invalid literal for int() with base 10: {shown}" if is_long else "could not convert string to int") from error


def number_of_line(line: bytes) -> int:
    """A number of the memo. ValueError, OverflowError."""
    text = text_of_latin1(line)
    return as_int(int_of_text(text, 10, new_str(text + "\n")))


def float_of_line(line: bytes) -> Object:
    text = text_of_latin1(line)
    try:
        return new_float(parse_float(text))
    except ValueError as error:
        raise value_error(f"could not convert string to float: '{text}\n'") from error


def find_class(unpickler: Unpickler, module: Object, name: Object) -> Object:
    """A global of a module, which is imported; from protocol 4 on, names have dots."""
    audit(new_str("pickle.find_class"), tuple2(module, name))
    module_name = text_of(module)
    attribute = text_of(name)
    if unpickler.protocol < 3 and unpickler.fixes_imports:
        module_name, attribute = renamed(module_name, attribute, "")
    found = import_full(module_name)
    _, result = parent_and_attribute(found, attribute.split(".") if unpickler.protocol >= 4 else [attribute])
    return result


def text_of(x: Object) -> str:
    if not isinstance(x, Str):
        raise type_error(f"find_class() arguments must be str, not {type_of(x).name}")
    return x.value


class UnpicklerMemoProxy(Object):
    """An unpickler's memo, as Python programs see it."""
    unpickler: Unpickler

    def __init__(self, unpickler: Unpickler) -> None:
        self.unpickler = unpickler

    @exposed
    def clear(self) -> None:
        """Remove all items from memo."""
        self.unpickler.memo = []
        self.unpickler.sparse_memo = {}

    @exposed
    def copy(self) -> Dict:
        """Copy the memo to a new object."""
        result = Dict()
        memo = self.unpickler.memo
        for i in range(len(memo)):
            result.set(new_int(i), memo[i])
        for number, x in self.unpickler.sparse_memo.items():
            result.set(new_int(number), x)
        return result

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Implement pickling support."""
        return tuple2(dict_type, tuple1(self.copy()))


@exposed_static("__new__", rest="arguments", keywords="keywords")
def unpickler_new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    return Unpickler(cls)


@exposed("__init__")
def unpickler_init(self: Unpickler, file: Object, *, fix_imports: bool = True, encoding: str = "ASCII", errors: str = "strict",
                   buffers: Object = NONE) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    source = Source(b"")
    source.open(file)
    self.prepare(fix_imports, encoding, errors, buffers)
    self.source = source
    self.memo = []
    self.sparse_memo = {}


@exposed("load")
def unpickler_load(self: Unpickler) -> Object:
    """Load a pickle.

    Read a pickled object representation from the open file object given
    in the constructor, and return the reconstituted object hierarchy
    specified therein."""
    if not self.is_open:
        raise unpickling_error(f"Unpickler.__init__() was not called by {c_name(type_of(self))}.__init__()")
    return self.load()


@exposed("find_class")
def unpickler_find_class(self: Unpickler, module_name: Object, global_name: Object, /) -> Object:
    """Return an object from a specified module.

    If necessary, the module will be imported. Subclasses may override
    this method (e.g. to restrict unpickling of arbitrary classes and
    functions).

    This method is called whenever a class or a function object is
    needed.  Both arguments passed are str objects."""
    return find_class(self, module_name, global_name)


@exposed_property("memo")
def unpickler_get_memo(self: Unpickler) -> Object:
    return UnpicklerMemoProxy(self)


@exposed_setter("memo")
def unpickler_set_memo(self: Unpickler, value: Optional[Object]) -> None:
    if value is None:
        raise type_error("attribute deletion is not supported")
    source: Object = value
    if isinstance(value, UnpicklerMemoProxy):
        source = value.copy()
    if not isinstance(source, Dict):
        raise type_error(f"'memo' attribute must be an UnpicklerMemoProxy object or dict, not {type_of(value).name}")
    memo: dict[int, Object] = {}
    for key in source.keys():
        if not isinstance(key, Int):
            raise type_error("memo key must be integers")
        number = as_int(key)
        if number < 0:
            raise value_error("memo key must be positive integers.")
        x = source.get(key)
        if x is not None:
            memo[number] = x
    self.memo = []
    self.sparse_memo = memo


@exposed_property("persistent_load")
def unpickler_get_persistent_load(self: Unpickler) -> Object:
    found = self.own_persistent_load
    if found is None:
        raise attribute_error("persistent_load")
    return found


@exposed_setter("persistent_load")
def unpickler_set_persistent_load(self: Unpickler, value: Optional[Object]) -> None:
    if value is None:
        raise type_error("attribute deletion is not supported")
    if not is_callable(value):
        raise type_error("persistent_load must be a callable taking one argument")
    self.own_persistent_load = value


def allocate(type: Type) -> Object:
    return Unpickler(type)


unpickler_type = define(Unpickler, "Unpickler", allocate=allocate, methods=__name__, prefix="unpickler_", module="_pickle")
define(UnpicklerMemoProxy, "UnpicklerMemoProxy", module="_pickle", doc="")
