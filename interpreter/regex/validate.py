"""Checks code before it runs: the matcher trusts what has passed.

Code comes from `re._compiler`, but any program can make up its own.
"""
from __future__ import annotations

from interpreter.regex.charsets import CHARSET_WORDS
from interpreter.regex.opcodes import MAXGROUPS, MAXREPEAT, At, Category, Info, Op


class CodeError(Exception):
    """The code is not what the compiler of regular expressions makes. CPython's RuntimeError."""


def validate(code: list[int], groups: int) -> list[CharacterSet]:
    """The sets of characters in the code of a pattern with that many groups; CodeError where it is damaged."""
    if not 0 <= groups <= MAXGROUPS:
        raise CodeError("invalid SRE code")
    for word in code:
        if not 0 <= word <= MAXREPEAT:
            raise CodeError("invalid SRE code")
    if not code or code[-1] != Op.SUCCESS:
        raise CodeError("invalid SRE code")
    validator = _Validator(code, groups)
    validator.sequence(validator.info() if code[0] == Op.INFO else 0, len(code) - 1)
    return validator.sets


class CharacterSet:
    """A set in the code: the operation that it belongs to, its words, whether it is a matter of locale."""

    op: int
    start: int
    stop: int
    is_local: bool

    def __init__(self, op: int, start: int, stop: int) -> None:
        self.op = op
        self.start = start
        self.stop = stop
        self.is_local = op == Op.IN_LOC_IGNORE


class _Validator:
    code: list[int]
    groups: int
    sets: list[CharacterSet]

    def __init__(self, code: list[int], groups: int) -> None:
        self.code = code
        self.groups = groups
        self.sets = []

    def require(self, condition: bool) -> None:
        if not condition:
            raise CodeError("invalid SRE code")

    def word(self, at: int, end: int) -> int:
        """A word that must stand before ``end``."""
        self.require(at < end)
        return self.code[at]

    def skip(self, at: int, end: int) -> int:
        """Where the distance at ``code[at]`` leads."""
        target = at + self.word(at, end)
        self.require(at < target <= end)
        return target

    def info(self) -> int:
        """The block at the beginning; where it ends."""
        stop = self.skip(1, len(self.code) - 1)
        self.require(stop >= 5)
        flags = self.code[2]
        self.require(flags & ~(Info.PREFIX | Info.LITERAL | Info.CHARSET) == 0)
        self.require(not (flags & Info.PREFIX and flags & Info.CHARSET))
        self.require(not flags & Info.LITERAL or flags & Info.PREFIX != 0)
        if flags & Info.PREFIX:
            length = self.word(5, stop)
            skip = self.word(6, stop)
            self.require(0 < length <= self.code[3] and skip <= length and stop == 7 + 2 * length)
            for i in range(length):  # the table of overlaps
                self.require(self.code[7 + length + i] <= i)
            for i in range(skip):  # what a search does not match again
                self.require(self.word(stop + 2 * i, len(self.code)) == Op.LITERAL)
                self.require(self.word(stop + 2 * i + 1, len(self.code)) == self.code[7 + i])
        elif flags & Info.CHARSET:
            self.require(self.code[3] > 0)
            self.charset(Op.IN, 5, stop)
        else:
            self.require(stop == 5)
        return stop

    def charset(self, owner: int, at: int, end: int) -> None:
        """The set of the operation ``owner``: it ends with FAILURE, which is the last word before ``end``."""
        found = CharacterSet(owner, at, end)
        self.sets.append(found)
        while True:
            op = self.word(at, end)
            at += 1
            if op == Op.FAILURE:
                self.require(at == end)
                return
            if op == Op.LITERAL:
                at += 1
            elif op == Op.RANGE or op == Op.RANGE_UNI_IGNORE:
                at += 2
            elif op == Op.CHARSET:
                at += CHARSET_WORDS
            elif op == Op.BIGCHARSET:
                at = self.big_charset(at, end)
            elif op == Op.CATEGORY:
                category = self.word(at, end)
                self.require(category <= Category.UNI_NOT_LINEBREAK)
                if category == Category.LOC_WORD or category == Category.LOC_NOT_WORD:
                    found.is_local = True
                at += 1
            else:
                self.require(op == Op.NEGATE)
            self.require(at < end)

    def big_charset(self, at: int, end: int) -> int:
        count = self.word(at, end)
        self.require(count <= 256 and at + 1 + 64 + CHARSET_WORDS * count < end)
        for i in range(64):
            word = self.code[at + 1 + i]
            for shift in range(0, 32, 8):
                self.require(word >> shift & 255 < count)
        return at + 1 + 64 + CHARSET_WORDS * count

    def sequence(self, at: int, end: int) -> None:
        """Operations from ``at`` to ``end`` exactly."""
        while at < end:
            at = self.operation(at, end)
        self.require(at == end)

    def operation(self, at: int, end: int) -> int:
        """One operation; where the next begins."""
        op = self.code[at]
        at += 1
        match op:
            case Op.ANY | Op.ANY_ALL:
                return at
            case (Op.LITERAL | Op.NOT_LITERAL | Op.LITERAL_IGNORE | Op.NOT_LITERAL_IGNORE | Op.LITERAL_LOC_IGNORE
                  | Op.NOT_LITERAL_LOC_IGNORE | Op.LITERAL_UNI_IGNORE | Op.NOT_LITERAL_UNI_IGNORE):
                self.word(at, end)
                return at + 1
            case Op.MARK:
                self.require(self.word(at, end) < 2 * self.groups)
                return at + 1
            case Op.AT:
                self.require(self.word(at, end) <= At.UNI_NON_BOUNDARY)
                return at + 1
            case Op.CATEGORY:
                self.require(self.word(at, end) <= Category.UNI_NOT_LINEBREAK)
                return at + 1
            case Op.IN | Op.IN_IGNORE | Op.IN_LOC_IGNORE | Op.IN_UNI_IGNORE:
                stop = self.skip(at, end)
                self.charset(op, at + 1, stop)
                return stop
            case Op.GROUPREF | Op.GROUPREF_IGNORE | Op.GROUPREF_LOC_IGNORE | Op.GROUPREF_UNI_IGNORE:
                self.require(self.word(at, end) < self.groups)
                return at + 1
            case Op.GROUPREF_EXISTS:
                return self.conditional(at, end)
            case Op.BRANCH:
                return self.branch(at, end)
            case Op.REPEAT_ONE | Op.MIN_REPEAT_ONE | Op.POSSESSIVE_REPEAT_ONE:
                stop = self.repeat_head(at, end)
                self.single(at + 3, stop)
                return stop
            case Op.POSSESSIVE_REPEAT:
                stop = self.repeat_head(at, end)
                self.sequence(at + 3, stop)
                self.require(self.word(stop, end) == Op.SUCCESS)
                return stop + 1
            case Op.REPEAT:
                stop = self.repeat_head(at, end)
                self.sequence(at + 3, stop)
                last = self.word(stop, end)
                self.require(last == Op.MAX_UNTIL or last == Op.MIN_UNTIL)
                return stop + 1
            case Op.ATOMIC_GROUP:
                return self.body(at, at + 1, end)
            case Op.ASSERT | Op.ASSERT_NOT:
                self.require(self.word(at + 1, end) & 0x80000000 == 0)
                return self.body(at, at + 2, end)
            case Op.FAILURE:
                return at
        raise CodeError("invalid SRE code")

    def body(self, at: int, first: int, end: int) -> int:
        """A part that ends with SUCCESS, where the distance at ``code[at]`` leads behind."""
        stop = self.skip(at, end)
        self.require(first < stop and self.code[stop - 1] == Op.SUCCESS)
        self.sequence(first, stop - 1)
        return stop

    def repeat_head(self, at: int, end: int) -> int:
        """The distance, the fewest and the most repetitions; where the distance leads."""
        stop = self.skip(at, end)
        self.require(at + 3 <= stop)
        self.require(self.code[at + 1] <= self.code[at + 2])
        return stop

    def single(self, at: int, end: int) -> None:
        """One operation that takes one character, and SUCCESS."""
        match self.word(at, end):
            case (Op.ANY | Op.ANY_ALL | Op.LITERAL | Op.NOT_LITERAL | Op.IN | Op.IN_IGNORE | Op.IN_LOC_IGNORE
                  | Op.IN_UNI_IGNORE | Op.LITERAL_IGNORE | Op.NOT_LITERAL_IGNORE | Op.LITERAL_LOC_IGNORE
                  | Op.NOT_LITERAL_LOC_IGNORE | Op.LITERAL_UNI_IGNORE | Op.NOT_LITERAL_UNI_IGNORE | Op.CATEGORY):
                stop = self.operation(at, end)
                self.require(stop == end - 1 and self.code[stop] == Op.SUCCESS)
            case _:
                self.require(False)

    def branch(self, at: int, end: int) -> int:
        """Alternatives, each with the distance to the next before it and a JUMP to the end behind it."""
        target = -1
        while True:
            distance = self.word(at, end)
            if distance == 0:
                break
            stop = self.skip(at, end)
            self.require(at + 3 <= stop and self.code[stop - 2] == Op.JUMP)
            goal = self.skip(stop - 1, end)
            self.require(target < 0 or goal == target)
            target = goal
            self.sequence(at + 1, stop - 2)
            at = stop
        self.require(target < 0 or at + 1 == target)
        return at + 1

    def conditional(self, at: int, end: int) -> int:
        """A group, the distance to the part for its absence, the part for its presence, maybe ending in a JUMP."""
        self.require(self.word(at, end) < self.groups)
        other = at + self.word(at + 1, end)
        self.require(at + 2 <= other <= end)
        stop = at + 2
        while stop < other and self.code[stop] != Op.JUMP:
            stop = self.operation(stop, other)
        if stop == other:
            return other
        self.require(stop == other - 2)
        target = other - 1 + self.code[other - 1]
        self.require(other <= target <= end)
        self.sequence(other, target)
        return target
