"""What a match needs to remember, whatever the text is made of.

A `Matcher` is made for one text (`interpreter.regex.texts`) and can be used for many matches in it, one by one.
"""
from __future__ import annotations

from typing import Optional

from interpreter.regex.program import Program
from transform.rpython import GcArray, cold, copy_items, get_item, inline, never_inline, new_array, set_item, unlikely

NONE = -1
"""No position, no group, no record."""

RECORD_WORDS = 4
_FIRST_CAPACITY = 16 * RECORD_WORDS


class Matcher:
    """The state of matching a program in a text. Positions count characters.

    After a successful `match`, `fullmatch`, `search` or `find_next` it holds the match: ``start``, ``stop`` and the
    groups."""

    program: Program
    owner: Optional[object]  # keeps the text alive
    end: int  # where the text ends for this matcher
    start: int
    stop: int
    last_group: int  # the number of the group that was closed last, or NONE
    last_mark: int  # the highest mark that was set
    marks: GcArray[int]
    must_advance: bool  # an empty match at the start does not count
    whole: bool  # only a match up to the end counts

    # The stack of `engine`.
    stack: GcArray[int]
    repeat: int
    barrier: int

    def __init__(self, program: Program, owner: Optional[object], start: int, end: int) -> None:
        self.program = program
        self.owner = owner
        self.start = start
        self.stop = start
        self.end = end
        self.last_group = NONE
        self.last_mark = NONE
        self.marks = new_array(int, 2 * program.groups)
        self.must_advance = False
        self.whole = False
        self.stack = new_array(int, _FIRST_CAPACITY)
        self.repeat = NONE
        self.barrier = NONE

    # What can be asked for.

    def match(self) -> bool:
        """Whether the program matches at ``start``."""
        raise NotImplementedError

    def fullmatch(self) -> bool:
        """Whether it matches from ``start`` to ``end``."""
        self.whole = True
        result = self.match()
        self.whole = False
        return result

    def search(self) -> bool:
        """Finds the first match from ``start`` on."""
        raise NotImplementedError

    def find_next(self) -> bool:
        """Finds the match after the one that was found last: it may touch, but not be empty where that ended empty."""
        self._advance()
        return self.search()

    def match_next(self) -> bool:
        """As `find_next`, but only where the last match ended."""
        self._advance()
        return self.match()

    def _advance(self) -> None:
        self.must_advance = self.stop == self.start
        self.start = self.stop

    def group_start(self, group: int) -> int:
        """Where a group begins, or NONE if it took no part. Group 0 is the whole match."""
        if group == 0:
            return self.start
        return self._mark(2 * group - 2) if self._is_closed(group) else NONE

    def group_stop(self, group: int) -> int:
        if group == 0:
            return self.stop
        return self._mark(2 * group - 1) if self._is_closed(group) else NONE

    # Marks: a group's are at 2 * number - 2 and 2 * number - 1. Those above ``last_mark`` are out of date.

    @inline
    def _mark(self, index: int) -> int:
        return get_item(self.marks, index)

    def _is_closed(self, group: int) -> bool:
        return 2 * group - 1 <= self.last_mark and 0 <= self._mark(2 * group - 2) <= self._mark(2 * group - 1)

    @inline
    def set_mark(self, index: int, at: int) -> None:
        if index & 1 != 0:
            self.last_group = (index >> 1) + 1
        if index > self.last_mark:
            for missing in range(self.last_mark + 1, index):
                set_item(self.marks, missing, NONE)
            self.last_mark = index
        set_item(self.marks, index, at)

    @inline
    def reset(self) -> None:
        self.last_group = NONE
        self.last_mark = NONE
        self.repeat = NONE
        self.barrier = NONE

    # The stack.

    @inline
    def push(self, top: int, head: int, a: int, b: int, c: int) -> int:
        """Puts a record on the stack, whose top is ``top``; the new top."""
        if unlikely(top + RECORD_WORDS > self.stack.length):
            self._grow()
        stack = self.stack
        set_item(stack, top, head)
        set_item(stack, top + 1, a)
        set_item(stack, top + 2, b)
        set_item(stack, top + 3, c)
        return top + RECORD_WORDS

    @cold
    @never_inline
    def _grow(self) -> None:
        larger = new_array(int, 2 * self.stack.length)
        copy_items(self.stack, 0, larger, 0, self.stack.length)
        self.stack = larger
