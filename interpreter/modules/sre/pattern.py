"""``re.Pattern``: matching, searching and replacing."""
from __future__ import annotations

from typing import Optional

from interpreter.gateway.exposed import exposed, exposed_class, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.importing import import_full
from interpreter.modules.sre.objects import Match, Pattern, Search
from interpreter.modules.sre.scanner import MatchIterator, Scanner
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.list import empty_list
from interpreter.objects.mapping_proxy import MappingProxy
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import new_tuple, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call1, call2
from interpreter.protocols.compare import equals, hash_of
from interpreter.protocols.text import repr_of
from transform.rpython import wrap

_END = 0x7FFFFFFFFFFFFFFF

_FLAGS = ["re.TEMPLATE", "re.IGNORECASE", "re.LOCALE", "re.MULTILINE", "re.DOTALL", "re.UNICODE", "re.VERBOSE", "re.DEBUG", "re.ASCII"]
"""By the number of their bit."""

_LOCALE = 4
_UNICODE = 32
_ASCII = 256

_REPR_LIMIT = 200
"""How much of the pattern's text is shown."""


@exposed("match")
def pattern_match(self: Pattern, string: Object, pos: int = 0, endpos: int = _END) -> Optional[Match]:
    """Matches zero or more characters at the beginning of the string."""
    search = Search(self, string, pos, endpos)
    return search.found() if search.attempt(False) else None


@exposed("fullmatch")
def pattern_fullmatch(self: Pattern, string: Object, pos: int = 0, endpos: int = _END) -> Optional[Match]:
    """Matches against all of the string."""
    search = Search(self, string, pos, endpos)
    return search.found() if search.matcher.fullmatch() else None


@exposed("search")
def pattern_search(self: Pattern, string: Object, pos: int = 0, endpos: int = _END) -> Optional[Match]:
    """Scan through string looking for a match, and return a corresponding match object instance.

    Return None if no position in the string matches."""
    search = Search(self, string, pos, endpos)
    return search.found() if search.find() else None


@exposed("findall")
def pattern_findall(self: Pattern, string: Object, pos: int = 0, endpos: int = _END) -> Object:
    """Return a list of all non-overlapping matches of pattern in string.

    If one or more capturing groups are present in the pattern, return
    a list of groups; this will be a list of tuples if the pattern
    has more than one group.

    Empty matches are included in the result."""
    search = Search(self, string, pos, endpos)
    result = empty_list()
    groups = self.groups
    while search.find():
        if groups <= 1:
            result.push(search.group(groups))
        else:
            result.push(new_tuple([search.group(i) for i in range(1, groups + 1)]))
    return result


@exposed("finditer")
def pattern_finditer(self: Pattern, string: Object, pos: int = 0, endpos: int = _END) -> Object:
    """Return an iterator over all non-overlapping matches for the RE pattern in string.

    For each match, the iterator returns a match object."""
    return MatchIterator(Search(self, string, pos, endpos))


@exposed("scanner")
def pattern_scanner(self: Pattern, string: Object, pos: int = 0, endpos: int = _END) -> Object:
    return Scanner(Search(self, string, pos, endpos))


@exposed("split")
def pattern_split(self: Pattern, string: Object, maxsplit: int = 0) -> Object:
    """Split string by the occurrences of pattern."""
    search = Search(self, string, 0, _END)
    subject = search.subject
    result = empty_list()
    last = 0
    count = 0
    while (maxsplit == 0 or count < maxsplit) and search.find():
        matcher = search.matcher
        result.push(subject.part(last, matcher.start))
        for i in range(1, self.groups + 1):
            result.push(NONE if matcher.group_start(i) < 0 else search.group(i))
        last = matcher.stop
        count += 1
    result.push(subject.part(last, subject.length))
    return result


@exposed("sub")
def pattern_sub(self: Pattern, repl: Object, string: Object, count: int = 0) -> Object:
    """Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl."""
    return replaced(self, repl, string, count)[0]


@exposed("subn")
def pattern_subn(self: Pattern, repl: Object, string: Object, count: int = 0) -> Object:
    """Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the \
replacement repl."""
    result, made = replaced(self, repl, string, count)
    return tuple2(result, new_int(made))


def replaced(self: Pattern, replacement: Object, string: Object, count: int) -> tuple[Object, int]:
    """The text with up to `count` matches replaced (0: all), and how many were."""
    replacement = filter_of(self, replacement)
    is_called = is_callable(replacement)
    search = Search(self, string, 0, _END)
    subject = search.subject
    parts: list[Object] = []
    last = 0
    made = 0
    while (count == 0 or made < count) and search.find():
        start = search.matcher.start
        stop = search.matcher.stop
        if last < start:
            parts.append(subject.part(last, start))
        item = call1(replacement, search.found()) if is_called else replacement
        if item is not NONE:
            parts.append(item)
        last = stop
        made += 1
    if made == 0:
        return subject.part(0, subject.length), 0
    if last < subject.length:
        parts.append(subject.part(last, subject.length))
    return subject.join(parts), made


def filter_of(self: Pattern, replacement: Object) -> Object:
    """What is put in place of matches, or a function that computes it: a text with escapes is a template, which `re` compiles."""
    if is_callable(replacement):
        return replacement
    if isinstance(replacement, Str):
        if replacement.value.find("\\") < 0:
            return replacement
    elif is_buffer(replacement) and bytes_of(replacement).find(b"\\") < 0:
        return replacement
    return call2(get_attribute(import_full("re"), "_subx"), self, replacement)


def is_callable(x: Object) -> bool:
    return type_of(x).slots[Slot.CALL] is not None


@exposed("__copy__")
def pattern_copy(self: Pattern) -> Object:
    return self


@exposed("__deepcopy__")
def pattern_deepcopy(self: Pattern, memo: Object, /) -> Object:
    return self


@exposed("__eq__")
def pattern_eq(self: Pattern, value: Object, /) -> Object:
    """Return self==value."""
    if not isinstance(value, Pattern):
        return NOT_IMPLEMENTED
    if self is value:
        return new_bool(True)
    same = (self.flags == value.flags and self.groups == value.groups and isinstance(self.pattern, Str) == isinstance(value.pattern, Str)
            and len(self.code) == len(value.code))
    if same:
        for i in range(len(self.code)):
            if self.code[i] != value.code[i]:
                same = False
    return new_bool(same and equals(self.pattern, value.pattern))


@exposed("__ne__")
def pattern_ne(self: Pattern, value: Object, /) -> Object:
    """Return self!=value."""
    result = pattern_eq(self, value)
    return result if result is NOT_IMPLEMENTED else new_bool(result is new_bool(False))


@exposed("__hash__")
def pattern_hash(self: Pattern) -> int:
    """Return hash(self)."""
    result = hash_of(self.pattern)
    for word in self.code:
        result = wrap(result * 1000003) ^ word
    return result ^ self.flags ^ self.groups


@exposed("__repr__")
def pattern_repr(self: Pattern) -> str:
    """Return repr(self)."""
    flags = self.flags
    if isinstance(self.pattern, Str) and flags & (_LOCALE | _UNICODE | _ASCII) == _UNICODE:
        flags &= ~_UNICODE
    names: list[str] = []
    for i in range(len(_FLAGS)):
        if flags >> i & 1 != 0:
            names.append(_FLAGS[i])
            flags &= ~(1 << i)
    if flags != 0:
        names.append(f"0x{flags:x}")
    text = repr_of(self.pattern)[:_REPR_LIMIT]
    return f"re.compile({text}, {'|'.join(names)})" if len(names) > 0 else f"re.compile({text})"


@exposed_class("__class_getitem__")
def pattern_class_getitem(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


@exposed_property("pattern")
def pattern_pattern(self: Pattern) -> Object:
    """The pattern string from which the RE object was compiled."""
    return self.pattern


@exposed_property("flags")
def pattern_flags(self: Pattern) -> int:
    """The regex matching flags."""
    return self.flags


@exposed_property("groups")
def pattern_groups(self: Pattern) -> int:
    """The number of capturing groups in the pattern."""
    return self.groups


@exposed_property("groupindex")
def pattern_groupindex(self: Pattern) -> Object:
    """A dictionary mapping group names to group numbers."""
    return MappingProxy(self.group_index)


define(Pattern, "Pattern", methods=__name__, prefix="pattern_", module="re", doc="Compiled regular expression object.")
