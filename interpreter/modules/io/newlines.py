"""Line ends: translation to "\\n", and where a line ends. IncrementalNewlineDecoder."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call
from interpreter.protocols.number import as_int

NEWLINES = ["", "\n", "\r", "\r\n"]
"""What the argument `newline` may be, but for None."""

SEEN_CR, SEEN_LF, SEEN_CRLF = 1, 2, 4
_KINDS = [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")]


class Newlines:
    """Looks at text piece by piece: notes which line ends it has, and makes them "\\n" if it `translates`. A "\\r" at the end of a piece waits for
    what follows."""
    translates: bool
    has_carriage_return: bool
    seen: int

    def __init__(self, translates: bool) -> None:
        self.translates = translates
        self.has_carriage_return = False
        self.seen = 0

    def decode(self, text: str, is_final: bool) -> str:
        """The next piece."""
        if self.has_carriage_return and (len(text) > 0 or is_final):
            text = "\r" + text
            self.has_carriage_return = False
        if not is_final and text.endswith("\r"):
            text = text[:len(text) - 1]
            self.has_carriage_return = True
        if text.find("\r") < 0:
            if self.seen & SEEN_LF == 0 and text.find("\n") >= 0:
                self.seen |= SEEN_LF
            return text
        self.note(text)
        return text.replace("\r\n", "\n").replace("\r", "\n") if self.translates else text

    def note(self, text: str) -> None:
        previous = " "
        for c in text:
            if c == "\n":
                self.seen |= SEEN_CRLF if previous == "\r" else SEEN_LF
            elif previous == "\r":
                self.seen |= SEEN_CR
            previous = c
        if previous == "\r":
            self.seen |= SEEN_CR

    def newlines(self) -> Object:
        """What ``newlines`` of a text stream is."""
        found: list[Object] = []
        for bit, text in _KINDS:
            if self.seen & bit:
                found.append(new_str(text))
        if len(found) == 0:
            return NONE
        return found[0] if len(found) == 1 else new_tuple(found)


def line_end(text: str, start: int, newline: str, is_universal: bool) -> int:
    """Behind the end of the line that begins at `start`; -1 where it does not end. `is_universal`: any of the three ends a line."""
    if not is_universal:
        found = text.find(newline, start)
        return found + len(newline) if found >= 0 else -1
    line_feed = text.find("\n", start)
    carriage_return = text.find("\r", start, line_feed) if line_feed >= 0 else text.find("\r", start)
    if carriage_return < 0:
        return line_feed + 1 if line_feed >= 0 else -1
    return carriage_return + 2 if carriage_return + 1 == line_feed else carriage_return + 1


class NewlineDecoder(MappedStorage, Object):
    """``IncrementalNewlineDecoder(decoder, translate, errors='strict')``."""
    decoder: Object
    newlines: Newlines

    def __init__(self, type: Type) -> None:
        self.start(type)
        self.decoder = NONE
        self.newlines = Newlines(False)

    @exposed("__init__")
    def initialise(self, decoder: Object, translate: bool, errors: Object = NONE) -> None:
        """Initialize self."""
        self.decoder = decoder
        self.newlines = Newlines(translate)

    @exposed("decode")
    def decode(self, input: Object, final: bool = False) -> str:
        """Decodes the next piece."""
        text = input if self.decoder is NONE else call(get_attribute(self.decoder, "decode"), [input, new_bool(final)])
        if not isinstance(text, Str):
            raise type_error("decoder should return a string result")
        return self.newlines.decode(text.value, final)

    @exposed("getstate")
    def getstate(self) -> Object:
        """The state of the decoder."""
        data: Object = new_bytes(b"")
        flag = 0
        if self.decoder is not NONE:
            state = call(get_attribute(self.decoder, "getstate"), [])
            if not isinstance(state, Tuple) or state.length != 2:
                raise type_error("illegal decoder state")
            data = state.item(0)
            flag = as_int(state.item(1))
        return tuple2(data, new_int(flag << 1 | (1 if self.newlines.has_carriage_return else 0)))

    @exposed("setstate")
    def setstate(self, state: Object, /) -> None:
        """Puts back a state of the decoder."""
        if not isinstance(state, Tuple) or state.length != 2:
            raise type_error("state argument must be a tuple")
        flag = as_int(state.item(1))
        self.newlines.has_carriage_return = flag & 1 != 0
        if self.decoder is not NONE:
            call(get_attribute(self.decoder, "setstate"), [tuple2(state.item(0), new_int(flag >> 1))])

    @exposed("reset")
    def reset(self) -> None:
        """Forgets all."""
        self.newlines = Newlines(self.newlines.translates)
        if self.decoder is not NONE:
            call(get_attribute(self.decoder, "reset"), [])

    @exposed_property("newlines")
    def get_newlines(self) -> Object:
        return self.newlines.newlines()


def allocate_newline_decoder(type: Type) -> Object:
    return NewlineDecoder(type)


newline_decoder_type = define(NewlineDecoder, "IncrementalNewlineDecoder", allocate=allocate_newline_decoder, module="_io",
                              doc="Codec used when reading a file in universal newlines mode.")
newline_decoder_type.instances_have_dict = True
