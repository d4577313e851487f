"""Compiled patterns, matches and scanners: their data. Their methods are in pattern.py, match.py and scanner.py."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.regex.matcher import Matcher
from interpreter.regex.program import Program
from interpreter.regex.texts import match_bytes, match_text
from transform.rpython import not_none


class Pattern(Object):
    """``re.Pattern``. `pattern` is None for what was compiled without a text; `code` is kept to compare patterns."""
    pattern: Object
    flags: int
    groups: int
    group_index: Dict
    group_names: Tuple
    program: Program
    code: list[int]

    def __init__(self, pattern: Object, flags: int, code: list[int], groups: int, group_index: Dict, group_names: Tuple) -> None:
        self.pattern = pattern
        self.flags = flags
        self.groups = groups
        self.group_index = group_index
        self.group_names = group_names
        self.program = Program(code, groups)
        self.code = code


class Subject:
    """What is searched: a str, or the bytes of an object; one of `text` and `data` is there."""
    object: Object
    text: Optional[str]
    data: Optional[bytes]
    length: int

    def __init__(self, object: Object) -> None:
        self.object = object
        if isinstance(object, Str):
            self.text = object.value
            self.data = None
            self.length = len(object.value)
        elif is_buffer(object):
            data = bytes_of(object)
            self.text = None
            self.data = data
            self.length = len(data)
        else:
            raise type_error(f"expected string or bytes-like object, got '{type_of(object).name}'")

    def matcher(self, program: Program, start: int, end: int) -> Matcher:
        text = self.text
        if text is not None:
            return match_text(program, text, start, end)
        return match_bytes(program, not_none(self.data), start, end)

    def part(self, start: int, stop: int) -> Object:
        """What stands between two positions."""
        text = self.text
        if start == 0 and stop == self.length and self.object.python_type is not None and (text is not None or isinstance(self.object, Bytes)):
            return self.object
        if text is not None:
            return new_str(text[start:stop])
        return new_bytes(not_none(self.data)[start:stop])

    def join(self, parts: list[Object]) -> Object:
        """The parts in one. TypeError for one of another kind."""
        if self.text is not None:
            texts: list[str] = []
            for i in range(len(parts)):
                part = parts[i]
                if not isinstance(part, Str):
                    raise self.wrong_part(i, "str instance", part)
                texts.append(part.value)
            return new_str("".join(texts))
        pieces: list[bytes] = []
        for i in range(len(parts)):
            if not is_buffer(parts[i]):
                raise self.wrong_part(i, "a bytes-like object", parts[i])
            pieces.append(bytes_of(parts[i]))
        return new_bytes(b"".join(pieces))

    def wrong_part(self, i: int, expected: str, found: Object) -> PyError:
        return type_error(f"sequence item {i}: expected {expected}, {type_of(found).name} found")


class Match(Object):
    """``re.Match``. `spans` has start and stop of each group, the whole match first; -1 where one took no part."""
    pattern: Pattern
    subject: Subject
    start: int
    end: int
    spans: list[int]
    last_group: int

    def __init__(self, pattern: Pattern, subject: Subject, start: int, end: int, matcher: Matcher) -> None:
        self.pattern = pattern
        self.subject = subject
        self.start = start
        self.end = end
        self.last_group = matcher.last_group
        spans = [-1] * (2 * pattern.groups + 2)
        for group in range(pattern.groups + 1):
            spans[2 * group] = matcher.group_start(group)
            spans[2 * group + 1] = matcher.group_stop(group)
        self.spans = spans

    def group(self, number: int, missing: Object) -> Object:
        """The text of a group that exists, or `missing` if it took no part."""
        start = self.spans[2 * number]
        return missing if start < 0 else self.subject.part(start, self.spans[2 * number + 1])


class Search:
    """Matches of a pattern in one text, one by one."""
    pattern: Pattern
    subject: Subject
    start: int
    end: int
    matcher: Matcher
    is_first: bool
    is_done: bool

    def __init__(self, pattern: Pattern, string: Object, start: int, end: int) -> None:
        subject = Subject(string)
        known = pattern.pattern
        if isinstance(known, Str):
            if subject.text is None:
                raise type_error("cannot use a string pattern on a bytes-like object")
        elif is_buffer(known) and subject.text is not None:
            raise type_error("cannot use a bytes pattern on a string-like object")
        self.pattern = pattern
        self.subject = subject
        self.start = min(max(start, 0), subject.length)
        self.end = min(max(end, 0), subject.length)
        self.matcher = subject.matcher(pattern.program, start, end)
        self.is_first = True
        self.is_done = False

    def find(self) -> bool:
        """Whether there is another match."""
        return self.attempt(True)

    def attempt(self, anywhere: bool) -> bool:
        """Whether there is another match, `anywhere` or only where the last one ended."""
        if self.is_done:
            return False
        matcher = self.matcher
        if self.is_first:
            self.is_first = False
            found = matcher.search() if anywhere else matcher.match()
        else:
            found = matcher.find_next() if anywhere else matcher.match_next()
        self.is_done = not found
        return found

    def found(self) -> Match:
        """The match that was found last."""
        return Match(self.pattern, self.subject, self.start, self.end, self.matcher)

    def group(self, number: int) -> Object:
        """A group of the match that was found last; empty if it took no part."""
        matcher = self.matcher
        start = matcher.group_start(number)
        return self.subject.part(0, 0) if start < 0 else self.subject.part(start, matcher.group_stop(number))
