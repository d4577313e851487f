"""Matching in str, in bytes, and in any memory: the interface of this package.

    program = Program(code, groups)
    matcher = match_text(program, text, pos, endpos)
    while matcher.find_next():
        matcher.start, matcher.stop, matcher.group_start(1), matcher.group_stop(1)

``pos`` and ``endpos`` are clipped to the text; where the first is larger, nothing is found. There is a copy of the
machine for each width of characters.
"""
from __future__ import annotations

from typing import Generic, Optional, TypeVar

from interpreter.regex.charsets import contains
from interpreter.regex.engine import Engine, find_unit
from interpreter.regex.matcher import NONE, Matcher
from interpreter.regex.opcodes import At, Op
from interpreter.regex.program import NO_SET, Program
from interpreter.text.codecs.memory import unit_size
from transform.rpython import (
    CLibrary, Ptr, cast, data_pointer, get_item, keepalive, str_pointer, str_width, uint8, uint16, uint32,
    uint64,
)

T = TypeVar("T", bound=int)

_libc = CLibrary(
    "void *memmem(const void *, size_t, const void *, size_t);", headers=["string.h"], defines=(("_GNU_SOURCE", "1"),))


def match_text(program: Program, text: str, start: int, end: int) -> Matcher:
    """A matcher for ``text[:end]`` from ``start`` on."""
    start = _clip(start, len(text))
    end = _clip(end, len(text))
    memory = str_pointer(text)
    width = str_width(text)
    if width == 1:
        return TextMatcher[uint8](program, memory, memory, text, start, end)
    if width == 2:
        return TextMatcher[uint16](program, cast(uint16, memory), memory, text, start, end)
    return TextMatcher[uint32](program, cast(uint32, memory), memory, text, start, end)


def match_bytes(program: Program, data: bytes, start: int, end: int) -> Matcher:
    """A matcher for ``data[:end]`` from ``start`` on."""
    return match_memory(program, data_pointer(data), len(data), data, start, end)


def match_memory(program: Program, data: Ptr[uint8], length: int, owner: Optional[object],
                 start: int, end: int) -> Matcher:
    """A matcher for ``length`` bytes of memory, which stay there as long as ``owner`` lives."""
    return TextMatcher[uint8](program, data, data, owner, _clip(start, length), _clip(end, length))


def _clip(position: int, length: int) -> int:
    return 0 if position < 0 else length if position > length else position


class TextMatcher(Engine[T], Generic[T]):
    """A matcher for characters of type ``T`` in memory."""

    memory: Ptr[uint8]  # the same as ``text``: on CPython, it keeps what that points to

    def __init__(self, program: Program, text: Ptr[T], memory: Ptr[uint8], owner: Optional[object],
                 start: int, end: int) -> None:
        super().__init__(program, owner, start, end)
        self.text = text
        self.memory = memory

    def match(self) -> bool:
        result = self.end - self.start >= self.program.shortest and self.run(self.program.first, self.start)
        self.must_advance = False
        return result

    def search(self) -> bool:
        program = self.program
        # What is shorter cannot match, so neither can a beginning behind ``last``.
        last = self.end - program.shortest
        if self.start > last:
            found = False
        elif program.prefix_length > 0:
            found = self._search_prefix(last)
        elif program.first_set != NO_SET:
            found = self._search_set(last)
        else:
            found = self._search_all(last)
        self.must_advance = False
        return found

    def _try(self, pc: int, start: int, at: int) -> bool:
        """Whether the code from ``pc`` on matches at ``at``, for a match that begins at ``start``."""
        self.start = start
        return self.run(pc, at)

    def _search_all(self, last: int) -> bool:
        program = self.program
        at = self.start
        if self._try(program.first, at, at):
            return True
        self.must_advance = False
        if self._is_anchored():
            return False
        while at < last:
            at += 1
            if self._try(program.first, at, at):
                return True
        return False

    def _is_anchored(self) -> bool:
        """Whether matches are at the beginning of the text only."""
        code = self.program.code
        if int(get_item(code, self.program.first)) != Op.AT:
            return False
        position = int(get_item(code, self.program.first + 1))
        return position == At.BEGINNING or position == At.BEGINNING_STRING

    def _search_set(self, last: int) -> bool:
        """Tries where the first character is in the set that all matches begin with."""
        program = self.program
        code = program.code
        text = self.text
        for at in range(self.start, last + 1):
            if contains(code, program.first_set, int(text[at])) and self._try(program.first, at, at):
                return True
        return False

    def _search_prefix(self, last: int) -> bool:
        """Tries where the literal prefix stands."""
        program = self.program
        at = self.start
        while True:
            at = self._find_prefix(at, last)
            if at == NONE:
                return False
            behind = at + program.prefix_skip
            if program.is_literal:
                self.reset()
                self.start = at
                self.stop = at + program.prefix_length
                return True
            # A literal of n characters takes 2n words.
            if self._try(program.first + 2 * program.prefix_skip, at, behind):
                return True
            at += 1

    def _find_prefix(self, at: int, last: int) -> int:
        """The first position from ``at`` to ``last`` where the prefix stands, or NONE."""
        program = self.program
        code = program.code
        text = self.text
        length = program.prefix_length
        if at > last:
            return NONE
        if unit_size(text) == 1:
            return self._find_bytes(program.prefix, at, last + length)
        first = int(get_item(code, program.prefix_at))
        while True:
            at = find_unit(text, first, at, last + 1)
            if at > last:
                return NONE
            i = 1
            while i < length and int(text[at + i]) == int(get_item(code, program.prefix_at + i)):
                i += 1
            if i == length:
                return at
            at += 1

    def _find_bytes(self, prefix: bytes, at: int, stop: int) -> int:
        """The same in bytes, of which the first that is too far away is at ``stop``."""
        if len(prefix) == 0:  # it has characters that no byte is
            return NONE
        text = self.memory
        found = _libc.memmem(text + at, uint64(stop - at), data_pointer(prefix), uint64(len(prefix)))
        keepalive(prefix)
        return cast(uint8, found) - text if found else NONE
