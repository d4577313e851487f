"""Code that is ready to run: checked, and with bitmaps for the sets in it."""
from __future__ import annotations

from interpreter.regex.charsets import CHARSET_WORDS, folded, in_set
from interpreter.regex.opcodes import Info, Op
from interpreter.regex.validate import CharacterSet, validate
from transform.rpython import GcArray, copy_items, new_array, uint32
from transform.rpython.builders import BytesBuilder

NO_SET = -1

_ADDRESS_WORDS = 2


class Program:
    """A compiled pattern.

    ``code`` are the words of the pattern, from ``first`` on to be matched. Behind them stand the bitmaps: each set that
    is not a matter of locale begins with ``BITMAP`` and an address, where 256 bits tell of the first characters (case
    already ignored, where it is) and the set itself follows. So nearly all characters are found by one test."""

    code: GcArray[uint32]
    groups: int
    first: int
    shortest: int  # length of a match
    prefix: bytes  # what all matches begin with, where its characters are below 256
    prefix_at: int  # the same in the code, with its table of overlaps behind it
    prefix_length: int
    prefix_skip: int  # how much of it needs no matching: that part has no groups
    is_literal: bool
    first_set: int  # what all matches begin with a character of, or NO_SET

    def __init__(self, code: list[int], groups: int) -> None:
        """The program for the code of `re._compiler`; CodeError where that is damaged."""
        self.code = _with_bitmaps(code, validate(code, groups))
        self.groups = groups
        self.first = 0
        self.shortest = 0
        self.prefix = b""
        self.prefix_at = 0
        self.prefix_length = 0
        self.prefix_skip = 0
        self.is_literal = False
        self.first_set = NO_SET
        if code[0] == Op.INFO:
            self.first = 1 + code[1]
            self.shortest = code[3]
            flags = code[2]
            if flags & Info.PREFIX:
                self.prefix_length = code[5]
                self.prefix_skip = code[6]
                self.prefix_at = 7
                self.is_literal = flags & Info.LITERAL != 0
                self.prefix = _narrow_prefix(code[7:7 + code[5]])
            elif flags & Info.CHARSET:
                self.first_set = 5


def _narrow_prefix(prefix: list[int]) -> bytes:
    """The prefix as bytes, empty where it has characters from 256 on."""
    builder = BytesBuilder()
    for c in prefix:
        if c >= 256:
            return b""
        builder.append_byte(c)
    return builder.build()


def _with_bitmaps(given: list[int], sets: list[CharacterSet]) -> GcArray[uint32]:
    """The code with the bitmaps of its sets behind it. A set too short for their address stays as it is."""
    sets = [found for found in sets if not found.is_local and found.stop - found.start >= _ADDRESS_WORDS]
    size = len(given)
    for found in sets:
        size += CHARSET_WORDS + found.stop - found.start
    code = new_array(uint32, size)
    for i in range(len(given)):
        code[i] = uint32(given[i])
    at = len(given)
    for found in sets:
        for word in _bitmap(code, found):
            code[at] = uint32(word)
            at += 1
        address = at - CHARSET_WORDS
        copy_items(code, found.start, code, at, found.stop - found.start)
        at += found.stop - found.start
        code[found.start] = uint32(Op.BITMAP)
        code[found.start + 1] = uint32(address)
    return code


def _bitmap(code: GcArray[uint32], found: CharacterSet) -> list[int]:
    words = [0] * CHARSET_WORDS
    for c in range(256):
        if in_set(code, found.start, folded(found.op, c)):
            words[c >> 5] |= 1 << (c & 31)
    return words
