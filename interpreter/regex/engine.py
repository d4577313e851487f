"""The matcher: a backtracking machine without recursion.

One loop runs the code forward. What it may have to come back to stands on a stack of records, so the length of a text
costs heap memory and no C stack. A record has four words; the first has its kind in the low bits and mostly an address
in the code above them. There are three sorts:

- *choices*: another way to go on from a position (`BRANCH`, `SHORTER`, `LONGER`, `LEAVE`, `AGAIN`);
- *undo*: how to take back a change, when a choice below is gone back to (`MARK`, `COUNT`, `AGAIN_DONE`, `LEFT`);
- *frames*: `REPEAT`, the count and last position of a running repetition, which is changed in place; and the *barriers*
  `ASSERT`, `ASSERT_NOT`, `ATOMIC` and `POSSESSIVE`, below which the choices of a part of the pattern are, that are
  dropped when it has matched.

The innermost repetition and barrier are known by the address of their record. Semantics, down to when an empty
repetition ends, are those of CPython 3.11's `_sre`.
"""
from __future__ import annotations

from typing import Generic, TypeVar

from interpreter.regex.charsets import (
    contains, in_set, in_set_with_bitmap, is_locale_word, is_unicode_word, is_word, same_but_case, takes,
)
from interpreter.regex.matcher import NONE, RECORD_WORDS, Matcher
from interpreter.regex.opcodes import MAXREPEAT, At, Op
from interpreter.text.codecs.memory import unit_size
from transform.rpython import CLibrary, Ptr, cast, copy_items, get_item, inline, set_item, uint8, uint64

T = TypeVar("T", bound=int)

_libc = CLibrary("void *memchr(const void *, int, size_t);", headers=["string.h"])


class _Kind:
    """Of a record. In brackets: the address in the head, and the other words."""

    (BRANCH,  # choice: the next alternatives [address of the distance], position
     SHORTER,  # choice: a repeated character once less [behind it], position, the shortest position
     LONGER,  # choice: a repeated character once more [it], position, the longest position
     LEAVE,  # choice: go on behind a greedy repetition [its record], its last position before
     AGAIN,  # choice: repeat a lazy repetition [its record], position
     MARK,  # undo: a mark [its number], old value, old last mark, old last group
     COUNT,  # undo: the count of a repetition [its record]
     AGAIN_DONE,  # undo: count and last position of a lazy repetition [its record], last position before
     LEFT,  # undo: the end of a repetition [its record]
     REPEAT,  # frame: [REPEAT's arguments], count, last position, the repetition around it
     ASSERT,  # barrier: [arguments], position, the barrier around it
     ASSERT_NOT,  # the same
     ATOMIC,  # the same
     POSSESSIVE,  # barrier: [arguments], position before this round, the barrier around it, count
     ) = range(14)


_KIND_BITS = 4
_KIND_MASK = (1 << _KIND_BITS) - 1


class Engine(Matcher, Generic[T]):
    """A matcher for characters of type ``T`` in memory: uint8, uint16 or uint32."""

    text: Ptr[T]

    # Running.

    def run(self, pc: int, at: int) -> bool:
        """Whether the code from ``pc`` on matches at ``at``. Sets ``stop`` and the groups."""
        self.reset()
        code = self.program.code
        text = self.text
        end = self.end
        top = 0
        while True:
            # Forward, until something does not match.
            while True:
                op = int(get_item(code, pc))
                pc += 1
                match op:
                    case Op.LITERAL:
                        if at >= end or int(text[at]) != int(get_item(code, pc)):
                            break
                        at += 1
                        pc += 1
                    case Op.ANY:
                        if at >= end or int(text[at]) == 10:
                            break
                        at += 1
                    case Op.ANY_ALL:
                        if at >= end:
                            break
                        at += 1
                    case Op.IN:
                        if at >= end or not contains(code, pc + 1, int(text[at])):
                            break
                        at += 1
                        pc += int(get_item(code, pc))
                    case (Op.NOT_LITERAL | Op.CATEGORY | Op.LITERAL_IGNORE | Op.NOT_LITERAL_IGNORE
                          | Op.LITERAL_LOC_IGNORE | Op.NOT_LITERAL_LOC_IGNORE | Op.LITERAL_UNI_IGNORE
                          | Op.NOT_LITERAL_UNI_IGNORE):
                        if at >= end or not takes(code, pc - 1, int(text[at])):
                            break
                        at += 1
                        pc += 1
                    case Op.IN_IGNORE | Op.IN_UNI_IGNORE | Op.IN_LOC_IGNORE:
                        if at >= end or not takes(code, pc - 1, int(text[at])):
                            break
                        at += 1
                        pc += int(get_item(code, pc))
                    case Op.MARK:
                        index = int(get_item(code, pc))
                        if top > 0:
                            top = self.push(top, _Kind.MARK | index << _KIND_BITS, self._mark(index), self.last_mark,
                                            self.last_group)
                        self.set_mark(index, at)
                        pc += 1
                    case Op.JUMP:
                        pc += int(get_item(code, pc))
                    case Op.AT:
                        if not self.is_at(int(get_item(code, pc)), at):
                            break
                        pc += 1
                    case Op.BRANCH:
                        pc = self.viable_branch(pc, at)
                        if pc == NONE:
                            break
                        other = self.viable_branch(pc + int(get_item(code, pc)), at)
                        if other != NONE:
                            top = self.push(top, _Kind.BRANCH | other << _KIND_BITS, at, 0, 0)
                        pc += 1
                    case Op.REPEAT_ONE:
                        least = at + int(get_item(code, pc + 1))
                        if least > end:
                            break
                        at = self.skip(pc + 3, at, self.limit(at, int(get_item(code, pc + 2))))
                        pc += int(get_item(code, pc))
                        at = self.back_to_literal(pc, at, least)
                        if at < least:
                            break
                        if at > least:
                            top = self.push(top, _Kind.SHORTER | pc << _KIND_BITS, at - 1, least, 0)
                    case Op.POSSESSIVE_REPEAT_ONE:
                        least = at + int(get_item(code, pc + 1))
                        if least > end:
                            break
                        at = self.skip(pc + 3, at, self.limit(at, int(get_item(code, pc + 2))))
                        if at < least:
                            break
                        pc += int(get_item(code, pc))
                    case Op.MIN_REPEAT_ONE:
                        fewest = int(get_item(code, pc + 1))
                        if at + fewest > end:
                            break
                        longest = self.limit(at, int(get_item(code, pc + 2)))
                        least = at + fewest
                        if fewest > 0:
                            at = self.skip(pc + 3, at, least)
                        if at < least:
                            break
                        if at < longest:
                            top = self.push(top, _Kind.LONGER | pc << _KIND_BITS, at, longest, 0)
                        pc += int(get_item(code, pc))
                    case Op.REPEAT:
                        frame = top
                        top = self.push(top, _Kind.REPEAT | pc << _KIND_BITS, -1, NONE, self.repeat)
                        self.repeat = frame
                        pc += int(get_item(code, pc))
                    case Op.MAX_UNTIL:
                        frame = self.repeat
                        head = get_item(self.stack, frame) >> _KIND_BITS
                        count = get_item(self.stack, frame + 1) + 1
                        if count < int(get_item(code, head + 1)):
                            top = self.push(top, _Kind.COUNT | frame << _KIND_BITS, 0, 0, 0)
                            set_item(self.stack, frame + 1, count)
                            pc = head + 3
                        elif self.may_repeat(head, count) and get_item(self.stack, frame + 2) != at:
                            last = get_item(self.stack, frame + 2)
                            top = self.push(top, _Kind.LEAVE | frame << _KIND_BITS, last, pc, 0)
                            set_item(self.stack, frame + 1, count)
                            set_item(self.stack, frame + 2, at)
                            pc = head + 3
                        else:
                            top = self.push(top, _Kind.LEFT | frame << _KIND_BITS, 0, 0, 0)
                            self.repeat = get_item(self.stack, frame + 3)
                    case Op.MIN_UNTIL:
                        frame = self.repeat
                        head = get_item(self.stack, frame) >> _KIND_BITS
                        count = get_item(self.stack, frame + 1) + 1
                        if count < int(get_item(code, head + 1)):
                            top = self.push(top, _Kind.COUNT | frame << _KIND_BITS, 0, 0, 0)
                            set_item(self.stack, frame + 1, count)
                            pc = head + 3
                        else:
                            top = self.push(top, _Kind.AGAIN | frame << _KIND_BITS, at, 0, 0)
                            self.repeat = get_item(self.stack, frame + 3)
                    case Op.GROUPREF | Op.GROUPREF_IGNORE | Op.GROUPREF_LOC_IGNORE | Op.GROUPREF_UNI_IGNORE:
                        at = self.behind_group(op, int(get_item(code, pc)) + 1, at)
                        if at == NONE:
                            break
                        pc += 1
                    case Op.GROUPREF_EXISTS:
                        pc += 2 if self._is_closed(int(get_item(code, pc)) + 1) else int(get_item(code, pc + 1))
                    case Op.ASSERT:
                        back = int(get_item(code, pc + 1))
                        if at < back:
                            break
                        top = self.push_barrier(top, _Kind.ASSERT, pc, at, 0)
                        at -= back
                        pc += 2
                    case Op.ASSERT_NOT:
                        back = int(get_item(code, pc + 1))
                        if at < back:
                            pc += int(get_item(code, pc))
                        else:
                            top = self.push_barrier(top, _Kind.ASSERT_NOT, pc, at, 0)
                            at -= back
                            pc += 2
                    case Op.ATOMIC_GROUP:
                        top = self.push_barrier(top, _Kind.ATOMIC, pc, at, 0)
                        pc += 1
                    case Op.POSSESSIVE_REPEAT:
                        if int(get_item(code, pc + 2)) == 0:
                            pc += int(get_item(code, pc)) + 1
                        else:
                            top = self.push_barrier(top, _Kind.POSSESSIVE, pc, at, 0)
                            pc += 3
                    case Op.SUCCESS:
                        barrier = self.barrier
                        if barrier == NONE:
                            if self.whole and at != end or self.must_advance and at == self.start:
                                break
                            self.stop = at
                            return True
                        head = get_item(self.stack, barrier)
                        before = get_item(self.stack, barrier + 1)
                        count = get_item(self.stack, barrier + 3) + 1
                        pc = head >> _KIND_BITS
                        kind = head & _KIND_MASK
                        if kind == _Kind.ASSERT_NOT:
                            top = self.undo_down_to(top, barrier)
                            break
                        top = self.drop_choices(top, barrier)
                        if kind == _Kind.ASSERT:
                            at = before
                            pc += int(get_item(code, pc))
                        elif kind == _Kind.ATOMIC:
                            pc += int(get_item(code, pc))
                        elif self.may_repeat(pc, count) and (at != before or count <= int(get_item(code, pc + 1))):
                            top = self.push_barrier(top, _Kind.POSSESSIVE, pc, at, count)
                            pc += 3
                        else:
                            pc += int(get_item(code, pc)) + 1
                    case _:  # FAILURE
                        break

            # Back, to the last choice.
            while True:
                if top == 0:
                    return False
                top -= RECORD_WORDS
                stack = self.stack
                head = get_item(stack, top)
                where = head >> _KIND_BITS
                match head & _KIND_MASK:
                    case _Kind.BRANCH:
                        at = get_item(stack, top + 1)
                        pc = where
                        other = self.viable_branch(pc + int(get_item(code, pc)), at)
                        if other != NONE:
                            set_item(stack, top, _Kind.BRANCH | other << _KIND_BITS)
                            top += RECORD_WORDS
                        pc += 1
                        break
                    case _Kind.SHORTER:
                        pc = where
                        least = get_item(stack, top + 2)
                        at = self.back_to_literal(pc, get_item(stack, top + 1), least)
                        if at >= least:
                            if at > least:
                                set_item(stack, top + 1, at - 1)
                                top += RECORD_WORDS
                            break
                    case _Kind.LONGER:
                        pc = where
                        at = get_item(stack, top + 1)
                        longest = get_item(stack, top + 2)
                        at = self.forward_to_literal(pc, at, longest)
                        if at != NONE:
                            if at < longest:
                                set_item(stack, top + 1, at)
                                top += RECORD_WORDS
                            pc += int(get_item(code, pc))
                            break
                    case _Kind.LEAVE:
                        at = get_item(stack, where + 2)
                        pc = get_item(stack, top + 2)
                        set_item(stack, where + 1, get_item(stack, where + 1) - 1)
                        set_item(stack, where + 2, get_item(stack, top + 1))
                        set_item(stack, top, _Kind.LEFT | where << _KIND_BITS)
                        top += RECORD_WORDS
                        self.repeat = get_item(stack, where + 3)
                        break
                    case _Kind.AGAIN:
                        self.repeat = where
                        at = get_item(stack, top + 1)
                        pc = get_item(stack, where) >> _KIND_BITS
                        count = get_item(stack, where + 1) + 1
                        if self.may_repeat(pc, count) and get_item(stack, where + 2) != at:
                            set_item(stack, top, _Kind.AGAIN_DONE | where << _KIND_BITS)
                            set_item(stack, top + 1, get_item(stack, where + 2))
                            top += RECORD_WORDS
                            set_item(stack, where + 1, count)
                            set_item(stack, where + 2, at)
                            pc += 3
                            break
                    case _Kind.ASSERT | _Kind.ATOMIC:
                        self.barrier = get_item(stack, top + 2)
                    case _Kind.ASSERT_NOT:
                        self.barrier = get_item(stack, top + 2)
                        at = get_item(stack, top + 1)
                        pc = where + int(get_item(code, where))
                        break
                    case _Kind.POSSESSIVE:
                        self.barrier = get_item(stack, top + 2)
                        if get_item(stack, top + 3) >= int(get_item(code, where + 1)):
                            at = get_item(stack, top + 1)
                            pc = where + int(get_item(code, where)) + 1
                            break
                    case _:
                        self.undo(top)

    # Records.

    @inline
    def push_barrier(self, top: int, kind: int, pc: int, at: int, count: int) -> int:
        barrier = self.barrier
        self.barrier = top
        return self.push(top, kind | pc << _KIND_BITS, at, barrier, count)

    def undo(self, record: int) -> None:
        """Takes back what a record of undo stands for."""
        stack = self.stack
        head = get_item(stack, record)
        where = head >> _KIND_BITS
        match head & _KIND_MASK:
            case _Kind.MARK:
                set_item(self.marks, where, get_item(stack, record + 1))
                self.last_mark = get_item(stack, record + 2)
                self.last_group = get_item(stack, record + 3)
            case _Kind.COUNT:
                set_item(stack, where + 1, get_item(stack, where + 1) - 1)
            case _Kind.AGAIN_DONE:
                set_item(stack, where + 1, get_item(stack, where + 1) - 1)
                set_item(stack, where + 2, get_item(stack, record + 1))
            case _Kind.LEFT:
                self.repeat = where
            case _Kind.REPEAT:
                self.repeat = get_item(stack, record + 3)

    def undo_down_to(self, top: int, barrier: int) -> int:
        """Takes back what was done since a barrier was put up, which is gone then; the new top.

        Repetitions around it are as they were already, since those within have ended."""
        while top > barrier + RECORD_WORDS:
            top -= RECORD_WORDS
            if get_item(self.stack, top) & _KIND_MASK == _Kind.MARK:
                self.undo(top)
        self.barrier = get_item(self.stack, barrier + 2)
        return barrier

    def drop_choices(self, top: int, barrier: int) -> int:
        """Takes away a barrier and what is above, but for the undoing of marks; the new top."""
        stack = self.stack
        self.barrier = get_item(stack, barrier + 2)
        kept = barrier
        for record in range(barrier + RECORD_WORDS, top, RECORD_WORDS):
            if get_item(stack, record) & _KIND_MASK == _Kind.MARK:
                copy_items(stack, record, stack, kept, RECORD_WORDS)
                kept += RECORD_WORDS
        return kept

    # Parts of operations.

    @inline
    def limit(self, at: int, most: int) -> int:
        """How far so many characters reach from ``at`` on."""
        return self.end if most >= self.end - at else at + most

    @inline
    def may_repeat(self, arguments: int, count: int) -> bool:
        """Whether a repetition that was done ``count`` times may be done again."""
        most = int(get_item(self.program.code, arguments + 2))
        return count < most or most == MAXREPEAT

    def viable_branch(self, pc: int, at: int) -> int:
        """From the distance at ``pc`` on, that of an alternative whose first character fits, or NONE."""
        code = self.program.code
        while True:
            distance = int(get_item(code, pc))
            if distance == 0:
                return NONE
            match int(get_item(code, pc + 1)):
                case Op.LITERAL:
                    if at < self.end and int(self.text[at]) == int(get_item(code, pc + 2)):
                        return pc
                case Op.IN:
                    if at < self.end and contains(code, pc + 3, int(self.text[at])):
                        return pc
                case _:
                    return pc
            pc += distance

    def skip(self, pc: int, at: int, limit: int) -> int:
        """Where the longest run of the character that ``code[pc]`` takes ends, from ``at`` to ``limit``."""
        code = self.program.code
        text = self.text
        match int(get_item(code, pc)):
            case Op.ANY_ALL:
                return limit
            case Op.ANY:
                return find_unit(text, 10, at, limit)
            case Op.NOT_LITERAL:
                return find_unit(text, int(get_item(code, pc + 1)), at, limit)
            case Op.LITERAL:
                wanted = int(get_item(code, pc + 1))
                while at < limit and int(text[at]) == wanted:
                    at += 1
            case Op.IN:
                if int(get_item(code, pc + 2)) == Op.BITMAP:
                    bitmap = int(get_item(code, pc + 3))
                    while at < limit and in_set_with_bitmap(code, bitmap, int(text[at])):
                        at += 1
                else:
                    while at < limit and in_set(code, pc + 2, int(text[at])):
                        at += 1
            case _:
                while at < limit and takes(code, pc, int(text[at])):
                    at += 1
        return at

    def back_to_literal(self, pc: int, at: int, least: int) -> int:
        """The last position from ``at`` down to ``least`` where the literal at ``pc`` stands, less if there is none.

        ``at`` itself if ``pc`` has no literal."""
        code = self.program.code
        if int(get_item(code, pc)) == Op.LITERAL:
            wanted = int(get_item(code, pc + 1))
            if at == self.end:
                at -= 1
            while at >= least and int(self.text[at]) != wanted:
                at -= 1
        return at

    def forward_to_literal(self, pc: int, at: int, longest: int) -> int:
        """Takes one character more, or as many as it takes until the literal behind the repetition; NONE if it cannot.

        ``pc`` is that of the arguments of the repetition."""
        code = self.program.code
        text = self.text
        tail = pc + int(get_item(code, pc))
        is_literal = int(get_item(code, tail)) == Op.LITERAL
        wanted = int(get_item(code, tail + 1)) if is_literal else 0
        while at < longest and takes(code, pc + 3, int(text[at])):
            at += 1
            if not is_literal or at < self.end and int(text[at]) == wanted:
                return at
        return NONE

    def behind_group(self, op: int, group: int, at: int) -> int:
        """The position behind the text of a group that is repeated at ``at``, or NONE."""
        if not self._is_closed(group):
            return NONE
        text = self.text
        start = self._mark(2 * group - 2)
        length = self._mark(2 * group - 1) - start
        if length > self.end - at:
            return NONE
        for i in range(length):
            if not same_but_case(op, int(text[start + i]), int(text[at + i])):
                return NONE
        return at + length

    def is_at(self, position: int, at: int) -> bool:
        """Whether a position of the class `At` is at ``at``."""
        text = self.text
        end = self.end
        match position:
            case At.BEGINNING | At.BEGINNING_STRING:
                return at == 0
            case At.BEGINNING_LINE:
                return at == 0 or int(text[at - 1]) == 10
            case At.END:
                return at == end or at == end - 1 and int(text[at]) == 10
            case At.END_LINE:
                return at == end or int(text[at]) == 10
            case At.END_STRING:
                return at == end
            case At.BOUNDARY | At.LOC_BOUNDARY | At.UNI_BOUNDARY:
                return end > 0 and self.is_word_at(position, at - 1) != self.is_word_at(position, at)
            case _:
                position -= 1
                return end > 0 and self.is_word_at(position, at - 1) == self.is_word_at(position, at)

    @inline
    def is_word_at(self, boundary: int, at: int) -> bool:
        """Whether there is a character at ``at`` that is part of a word in the sense of a boundary."""
        if not 0 <= at < self.end:
            return False
        c = int(self.text[at])
        if boundary == At.UNI_BOUNDARY:
            return is_unicode_word(c)
        return is_word(c) if boundary == At.BOUNDARY else is_locale_word(c)


@inline
def find_unit(text: Ptr[T], unit: int, at: int, limit: int) -> int:
    """The first position of a character from ``at`` to ``limit``, or ``limit``."""
    if unit_size(text) == 1:
        if unit > 255 or at >= limit:
            return limit
        found = _libc.memchr(text + at, unit, uint64(limit - at))
        return cast(uint8, found) - cast(uint8, text) if found else limit
    while at < limit and int(text[at]) != unit:
        at += 1
    return at
