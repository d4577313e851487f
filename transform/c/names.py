"""C identifiers for what the program names: stable, readable, free of clashes.

An identifier depends on the RPython name alone ("interpreter.list.List[int].append" becomes
``interpreter_list_List_int_append``), never on a counter over the whole program, so that
adding a function leaves the text that mentions others alone.
"""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from transform.ir.types import ClassType

KEYWORDS = frozenset("""
    auto break case char const continue default do double else enum extern float for goto if inline int long
    register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    _Alignas _Alignof _Atomic _Bool _Complex _Generic _Imaginary _Noreturn _Static_assert _Thread_local asm typeof
    bool true false NULL linux unix main int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t
    size_t intptr_t uintptr_t ptrdiff_t
""".split())
LONGEST = 100  # characters of an identifier, beyond which its end becomes a hash

_not_identifier = re.compile(r"[^A-Za-z0-9]+")


def digest(text: str | bytes, length: int = 8) -> str:
    """A short stable hash of a text, in hexadecimal."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:length]


def identifier(name: str) -> str:
    """``name`` with everything that C does not allow in an identifier replaced by ``_``."""
    text = _not_identifier.sub("_", name).strip("_") if not name.isidentifier() or not name.isascii() else name
    if not text or text[0].isdigit():
        text = "n" + text
    if len(text) > LONGEST:
        text = f"{text[:LONGEST - 9]}_{digest(name)}"
    return text


def short_name(cls: ClassType) -> str:
    """The name of a class without its module, with its type arguments: what class_name gives."""
    head, bracket, rest = cls.name.partition("[")
    return head.rpartition(".")[2] + bracket + rest


class NameSpace:
    """Hands out identifiers, each once. ``reserved`` ones are never given."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken: set[str] = set(reserved)
        self._numbers: dict[str, int] = {}  # the last one behind a name

    def give(self, name: str) -> str:
        """An identifier for ``name``: its own where that is free; otherwise with a hash of
        the name behind it, so that "a.b_c" and "a_b.c" do not depend on each other's order."""
        text = identifier(name)
        if text in self._taken:
            text = base = f"{text}_{digest(name, 6)}"
            while text in self._taken:
                self._numbers[base] = number = self._numbers.get(base, 1) + 1
                text = f"{base}_{number}"
        self._taken.add(text)
        return text


class LocalNames:
    """Names within one function or structure: short, numbered on a clash."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._reserved = reserved if isinstance(reserved, (set, frozenset)) else frozenset(reserved)
        self._count: dict[str, int] = {}

    def give(self, name: str) -> str:
        base = identifier(name)
        if base in self._reserved or base.startswith("rt_"):
            base += "_"
        text = base
        while True:
            count = self._count.get(text, 0)
            if not count:
                self._count[text] = 1
                return text
            self._count[base] = number = self._count[base] + 1
            text = f"{base}_{number}"
