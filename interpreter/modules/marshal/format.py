"""The format of marshalled data: that of CPython 3.11 (Python documentation, "marshal"), but for code objects, which are this machine's."""
from __future__ import annotations

VERSION = 4
DEEPEST = 2000
"""How deep objects may be nested."""

REFERENCED = 0x80
"""The bit of a type code that says that the object gets a number, by which it is referred to later."""


class Kind:
    """Type codes."""
    NULL = ord("0")
    NONE = ord("N")
    FALSE = ord("F")
    TRUE = ord("T")
    STOP_ITERATION = ord("S")
    ELLIPSIS = ord(".")
    INT = ord("i")
    INT64 = ord("I")
    LONG = ord("l")
    FLOAT = ord("f")
    BINARY_FLOAT = ord("g")
    COMPLEX = ord("x")
    BINARY_COMPLEX = ord("y")
    BYTES = ord("s")
    TEXT = ord("u")
    INTERNED = ord("t")
    ASCII = ord("a")
    ASCII_INTERNED = ord("A")
    SHORT_ASCII = ord("z")
    SHORT_ASCII_INTERNED = ord("Z")
    REFERENCE = ord("r")
    TUPLE = ord("(")
    SMALL_TUPLE = ord(")")
    LIST = ord("[")
    DICT = ord("{")
    SET = ord("<")
    FROZEN_SET = ord(">")
    CODE = ord("c")
