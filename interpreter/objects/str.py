"""str: its class and constructors. What Python programs can do with it is in str_methods.py."""
from __future__ import annotations

from interpreter.objects.object import Object


class Str(Object):
    """A string."""
    value: str

    def __init__(self, value: str) -> None:
        self.value = value


EMPTY_STR = Str("")
_ASCII = [Str(chr(i)) for i in range(128)]


def new_str(value: str) -> Str:
    if len(value) <= 1:
        if len(value) == 0:
            return EMPTY_STR
        code = ord(value[0])
        if code < 128:
            return _ASCII[code]
    return Str(value)


class Interned:
    """The strings that exist once: names in code, and what `sys.intern` was given."""
    strings: dict[str, Str]

    def __init__(self) -> None:
        self.strings = {}


_interned = Interned()


def intern(value: str) -> Str:
    """The one Str for names of this value."""
    found = _interned.strings.get(value)
    if found is None:
        found = new_str(value)
        _interned.strings[value] = found
    return found


def intern_str(text: Str) -> Str:
    """The one Str of this value, which becomes `text` when there was none."""
    found = _interned.strings.get(text.value)
    if found is None:
        _interned.strings[text.value] = text
        return text
    return found


def is_interned(text: Str) -> bool:
    """Whether a string is the one for names of its value."""
    return _interned.strings.get(text.value) is text
