"""Parsers of XML."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, memory_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.modules.pyexpat.library import DEFAULT_EXPAND, HANDLERS, libexpat
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import new_tuple
from interpreter.protocols.attributes import get_attribute, set_attribute
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call
from interpreter.protocols.codec import encode_text
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int
from transform.rpython import Ptr, cast, data_pointer, keepalive, make_bytes, null, uint8
from transform.rpython.builders import StringBuilder
from transform.rpython.gcmodule import register_finalizer

(START_ELEMENT, _END_ELEMENT, _INSTRUCTION, CHARACTER_DATA, *_OTHERS, ELEMENT_DECL, ATTLIST_DECL, SKIPPED_ENTITY) = range(len(HANDLERS))
NOT_STANDALONE = HANDLERS.index("NotStandalone")
EXTERNAL_ENTITY = HANDLERS.index("ExternalEntityRef")
ENTITY_DECL = HANDLERS.index("EntityDecl")
WITH_NUMBER = [HANDLERS.index(name) for name in ("StartDoctypeDecl", "XmlDecl", "AttlistDecl", "SkippedEntity")]
"""Events whose number is the last argument of the handler."""
_ERROR, _SUSPENDED = 0, 2
_ERROR_NOT_STANDALONE, _ERROR_EXTERNAL_ENTITY = 22, 21
_BUFFER_SIZE = 8192
_LARGEST_PIECE = 1 << 20

error_type = Type("ExpatError", None, [EXCEPTIONS["Exception"]], {})
define(ExceptionObject, "ExpatError", existing=error_type, allocate=new_exception, module="xml.parsers.expat", doc="")


class Event:
    """What the library has told: see library.py."""
    kind: int
    number: int
    line: int
    column: int
    byte: int
    texts: list[Object]

    def __init__(self, kind: int, number: int, line: int, column: int, byte: int, texts: list[Object]) -> None:
        self.kind = kind
        self.number = number
        self.line = line
        self.column = column
        self.byte = byte
        self.texts = texts


def events_in(queue: bytes) -> list[Event]:
    """The events of a queue."""
    words = cast(int, data_pointer(queue))
    found: list[Event] = []
    at = 0
    while at < len(queue):
        numbers = cast(int, cast(uint8, words) + at)
        count = numbers[5]
        event = Event(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], [])
        at += 48
        for _ in range(count):
            size = cast(int, cast(uint8, words) + at)[0]
            at += 8
            if size < 0:
                event.texts.append(NONE)
            else:
                event.texts.append(new_str(queue[at:at + size].decode("utf-8", "surrogateescape")))
                at += size
        found.append(event)
    keepalive(queue)
    return found


class XmlParser(Object):
    """XML parser"""
    reader: Ptr[None]
    handlers: list[Object]
    event: Optional[Event]
    text: Optional[StringBuilder]
    text_size: int
    outer: Optional[XmlParser]
    names: Object
    buffers_text: bool
    buffer_size: int
    orders_attributes: bool
    gives_specified: bool
    gives_prefixes: bool

    def __init__(self, reader: Ptr[None], outer: Optional[XmlParser], names: Object) -> None:
        if not reader:
            raise memory_error()
        self.reader = reader
        self.handlers = [NONE] * len(HANDLERS) if outer is None else outer.handlers[:]
        self.event = None
        self.text = None
        self.text_size = 0
        self.outer = outer
        self.names = names
        self.buffers_text = outer is not None and outer.buffers_text
        self.buffer_size = _BUFFER_SIZE
        self.orders_attributes = outer is not None and outer.orders_attributes
        self.gives_specified = outer is not None and outer.gives_specified
        self.gives_prefixes = outer is not None and outer.gives_prefixes
        register_finalizer(self, free_reader)

    # Parsing.

    def read(self, data: bytes, is_last: bool) -> int:
        """Feeds the parser and calls handlers; 1, or raises what a handler raises, or ExpatError."""
        at = 0
        while len(data) - at > _LARGEST_PIECE:
            self.read_piece(data[at:at + _LARGEST_PIECE], False)
            at += _LARGEST_PIECE
        return self.read_piece(data[at:], is_last)

    def read_piece(self, data: bytes, is_last: bool) -> int:
        status = libexpat.feed(self.reader, data_pointer(data), len(data), is_last)
        keepalive(data)
        try:
            self.dispatch()
            while status == _SUSPENDED:
                status = libexpat.go_on(self.reader)
                self.dispatch()
            if status == _ERROR:
                raise self.error(libexpat.error_code(self.reader))
            self.flush_text()
        except PyError:
            self.finish_piece(status)
            raise
        return status

    def finish_piece(self, status: int) -> None:
        """After an exception of a handler: the rest of the data is read without handlers."""
        for kind in range(len(HANDLERS)):
            self.set_handler(kind, NONE)
        self.text = None
        libexpat.clear_queue(self.reader)
        while status == _SUSPENDED:
            status = libexpat.go_on(self.reader)
            libexpat.clear_queue(self.reader)

    def dispatch(self) -> None:
        """Calls the handlers of what is in the queue."""
        size = libexpat.queue_size(self.reader)
        if size == 0:
            return
        queue = make_bytes(libexpat.queue_of(self.reader), size)
        libexpat.clear_queue(self.reader)
        try:
            for event in events_in(queue):
                self.event = event
                self.handle(event)
        finally:
            self.event = None

    def handle(self, event: Event) -> None:
        handler = self.handlers[event.kind]
        if event.kind == CHARACTER_DATA and self.buffers_text:
            if handler is not NONE:
                self.gather(event.texts[0])
            return
        self.flush_text()
        if handler is NONE:
            return
        result = call(handler, self.arguments(event))
        if event.kind == NOT_STANDALONE and not accepted(result):
            raise self.error(_ERROR_NOT_STANDALONE)
        if event.kind == EXTERNAL_ENTITY and not accepted(result):
            raise self.error(_ERROR_EXTERNAL_ENTITY)

    def arguments(self, event: Event) -> list[Object]:
        """What the handler of an event is called with."""
        texts = event.texts
        if event.kind == START_ELEMENT:
            return [self.known(texts[0]), self.attributes(texts, event.number)]
        if event.kind == ELEMENT_DECL:
            return [self.known(texts[0]), ContentReader(texts).model()]
        if event.kind == ENTITY_DECL:
            return [texts[0], new_int(event.number), texts[1], texts[2], texts[3], texts[4], texts[5]]
        if event.kind in WITH_NUMBER:
            texts.append(new_int(event.number))
        return texts

    def attributes(self, texts: list[Object], specified: int) -> Object:
        """The attributes of an element, as a dict or a list."""
        end = 1 + specified if self.gives_specified else len(texts)
        if self.orders_attributes:
            return new_list([self.known(texts[i]) if i % 2 == 1 else texts[i] for i in range(1, end)])
        found = Dict()
        for i in range(1, end, 2):
            found.set(self.known(texts[i]), texts[i + 1])
        return found

    def known(self, name: Object) -> Object:
        """A name; the same object each time."""
        names = self.names
        if not isinstance(names, Dict) or name is NONE:
            return name
        found = names.get(name)
        if found is None:
            names.set(name, name)
            return name
        return found

    def gather(self, text: Object) -> None:
        """Keeps text until it is as long as the buffer, or something else comes."""
        if not isinstance(text, Str):
            return
        if self.text_size + len(text.value) > self.buffer_size:
            self.flush_text()
        if len(text.value) > self.buffer_size:
            call(self.handlers[CHARACTER_DATA], [text])
            return
        builder = self.text
        if builder is None:
            self.text = builder = StringBuilder()
        builder.append(text.value)
        self.text_size += len(text.value)

    def flush_text(self) -> None:
        builder = self.text
        if builder is not None:
            self.text = None
            self.text_size = 0
            handler = self.handlers[CHARACTER_DATA]
            if handler is not NONE:
                call(handler, [new_str(builder.build())])

    def set_handler(self, kind: int, handler: Object) -> None:
        if kind == CHARACTER_DATA:
            self.flush_text()
        self.handlers[kind] = handler
        libexpat.set_handler(self.reader, kind, handler is not NONE)
        if kind == DEFAULT_EXPAND and handler is NONE and self.handlers[kind - 1] is not NONE:
            libexpat.set_handler(self.reader, kind - 1, True)  # the two are one for the library

    def error(self, code: int) -> PyError:
        """ExpatError, at the place where the parser is."""
        line, column = self.line(), self.column()
        text = new_str(f"{message_of(code)}: line {line}, column {column}")
        made = call(error_type, [text])
        set_attribute(made, "code", new_int(code))
        set_attribute(made, "offset", new_int(column))
        set_attribute(made, "lineno", new_int(line))
        return PyError(error_type, "", made)

    def line(self) -> int:
        event = self.event
        return libexpat.current_line(self.reader) if event is None else event.line

    def column(self) -> int:
        event = self.event
        return libexpat.current_column(self.reader) if event is None else event.column

    def byte(self) -> int:
        event = self.event
        return libexpat.current_byte(self.reader) if event is None else event.byte

    @exposed("Parse")
    def parse(self, data: Object, isfinal: bool = False, /) -> int:
        """Parse XML data.

        `isfinal' should be true at end of input."""
        if isinstance(data, Str):
            encoded = encode_text(data.value, "utf-8", "strict")
            libexpat.set_encoding(self.reader, data_pointer(b"utf-8\0"))
            return self.read(bytes_of(encoded), isfinal)
        if not is_buffer(data):
            raise type_error(f"a bytes-like object is required, not '{type_of(data).name}'")
        return self.read(bytes_of(data), isfinal)

    @exposed("ParseFile")
    def parse_file(self, file: Object, /) -> int:
        """Parse XML data from file-like object."""
        read = get_attribute(file, "read")
        while True:
            data = call(read, [new_int(_BUFFER_SIZE)])
            if not is_buffer(data):
                raise type_error(f"read() did not return a bytes object (type={type_of(data).name})")
            contents = bytes_of(data)
            result = self.read(contents, len(contents) == 0)
            if len(contents) == 0:
                return result

    @exposed("ExternalEntityParserCreate")
    def inner_parser(self, context: Object, encoding: Object = NONE, /) -> Object:
        """Create a parser for parsing an external entity based on the information passed to the ExternalEntityRefHandler."""
        place, coding = c_text(context), c_text(encoding)
        made = XmlParser(libexpat.new_inner_reader(self.reader, pointer_to(place), pointer_to(coding)), self, self.names)
        for kind in range(len(HANDLERS)):
            if made.handlers[kind] is not NONE:
                libexpat.set_handler(made.reader, kind, True)
        return made

    @exposed("SetBase")
    def set_base(self, base: str, /) -> None:
        """Set the base URL for the parser."""
        text = base.encode() + b"\0"
        libexpat.set_base(self.reader, data_pointer(text))
        keepalive(text)

    @exposed("GetBase")
    def get_base(self) -> Object:
        """Return base URL string for the parser."""
        found = libexpat.get_base(self.reader)
        return text_at(found) if found else NONE

    @exposed("SetParamEntityParsing")
    def set_parameter_entities(self, flag: int, /) -> int:
        """Controls parsing of parameter entities (including the external DTD subset).

        Possible flag values are XML_PARAM_ENTITY_PARSING_NEVER,
        XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE and
        XML_PARAM_ENTITY_PARSING_ALWAYS. Returns true if setting the flag
        was successful."""
        return libexpat.set_parameter_entities(self.reader, flag)

    @exposed("UseForeignDTD")
    def use_foreign_dtd(self, flag: bool = True, /) -> None:
        """Allows the application to provide an artificial external subset if one is not specified as part of the document instance.

        This readily allows the use of a 'default' document type controlled by the
        application, while still getting the advantage of providing document type
        information to the parser. 'flag' defaults to True if not provided."""
        code = libexpat.use_foreign_dtd(self.reader, flag)
        if code != 0:
            raise self.error(code)

    # What programs can ask and set.

    @exposed_property("CurrentLineNumber")
    def get_line(self) -> int:
        return self.line()

    @exposed_property("CurrentColumnNumber")
    def get_column(self) -> int:
        return self.column()

    @exposed_property("CurrentByteIndex")
    def get_byte(self) -> int:
        return self.byte()

    @exposed_property("ErrorCode")
    def get_error_code(self) -> int:
        return libexpat.error_code(self.reader)

    @exposed_property("ErrorLineNumber")
    def get_error_line(self) -> int:
        return self.line()

    @exposed_property("ErrorColumnNumber")
    def get_error_column(self) -> int:
        return self.column()

    @exposed_property("ErrorByteIndex")
    def get_error_byte(self) -> int:
        return self.byte()

    @exposed_property("intern")
    def get_names(self) -> Object:
        return self.names

    @exposed_property("buffer_text")
    def get_buffers_text(self) -> bool:
        return self.buffers_text

    @exposed_setter("buffer_text")
    def set_buffers_text(self, value: Object) -> None:
        self.flush_text()
        self.buffers_text = is_true(value)

    @exposed_property("buffer_used")
    def get_buffer_used(self) -> int:
        return self.text_size

    @exposed_property("buffer_size")
    def get_buffer_size(self) -> int:
        return self.buffer_size

    @exposed_setter("buffer_size")
    def set_buffer_size(self, value: Object) -> None:
        if not isinstance(value, Int):
            raise type_error("buffer_size must be an integer")
        size = as_int(value)
        if size <= 0:
            raise value_error("buffer_size must be greater than zero")
        if size > 0x7FFFFFFF:
            raise value_error("buffer_size must not be greater than 2147483647")
        self.flush_text()
        self.buffer_size = size

    @exposed_property("ordered_attributes")
    def get_orders_attributes(self) -> bool:
        return self.orders_attributes

    @exposed_setter("ordered_attributes")
    def set_orders_attributes(self, value: Object) -> None:
        self.orders_attributes = is_true(value)

    @exposed_property("specified_attributes")
    def get_gives_specified(self) -> bool:
        return self.gives_specified

    @exposed_setter("specified_attributes")
    def set_gives_specified(self, value: Object) -> None:
        self.gives_specified = is_true(value)

    @exposed_property("namespace_prefixes")
    def get_gives_prefixes(self) -> bool:
        return self.gives_prefixes

    @exposed_setter("namespace_prefixes")
    def set_gives_prefixes(self, value: Object) -> None:
        self.gives_prefixes = is_true(value)
        libexpat.give_prefixes(self.reader, self.gives_prefixes)


class HandlerDescriptor(Object):
    """The attribute of a parser that is the handler of a kind of event."""
    kind: int

    def __init__(self, kind: int) -> None:
        self.kind = kind

    @exposed("__get__")
    def get(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        return instance.handlers[self.kind] if isinstance(instance, XmlParser) else self

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        if not isinstance(instance, XmlParser):
            raise type_error("not a parser")
        instance.set_handler(self.kind, value)


class ContentReader:
    """Reads what an element may contain from an event: see library.py."""
    texts: list[Object]
    at: int

    def __init__(self, texts: list[Object]) -> None:
        self.texts = texts
        self.at = 1

    def model(self) -> Object:
        """Type, quantifier, name, and such tuples for the children."""
        described = self.texts[self.at]
        name = self.texts[self.at + 1]
        self.at += 2
        assert isinstance(described, Str)
        numbers = [int(number) for number in described.value.split(" ")]
        children: list[Object] = [self.model() for _ in range(numbers[2])]
        return new_tuple([new_int(numbers[0]), new_int(numbers[1]), name, new_tuple(children)])


def accepted(result: Object) -> bool:
    """Whether a handler that answers by a number has said yes."""
    return as_int(result) != 0


def free_reader(parser: object) -> None:
    assert isinstance(parser, XmlParser)
    libexpat.free_reader(parser.reader)


def c_text(x: Object) -> bytes:
    """A str or None as C wants it; None is no bytes."""
    if x is NONE:
        return b""
    if not isinstance(x, Str):
        raise type_error(f"argument must be str or None, not {type_of(x).name}")
    return x.value.encode() + b"\0"


def pointer_to(argument: bytes) -> Ptr[uint8]:
    return data_pointer(argument) if len(argument) > 0 else null(uint8)


def text_at(start: Ptr[uint8]) -> Object:
    length = 0
    while int(start[length]) != 0:
        length += 1
    return new_str(make_bytes(start, length).decode())


def message_of(code: int) -> str:
    """What the library calls an error."""
    found = text_at(libexpat.error_text(code))
    assert isinstance(found, Str)
    return found.value


parser_type = define(XmlParser, "xmlparser", module="pyexpat")
define(HandlerDescriptor, "handler_descriptor", module="pyexpat", doc="")
for _kind, _name in enumerate(HANDLERS):
    parser_type.namespace["DefaultHandlerExpand" if _kind == DEFAULT_EXPAND else _name + "Handler"] = HandlerDescriptor(_kind)
