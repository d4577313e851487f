"""The names of characters, both ways.

33,000 names are kept in the order of the alphabet, in blocks. A name is the number of words that it has in common with
the one before it in its block, and the numbers of its other words, of which the frequent ones take a byte. So finding
the name of a character reads one block, and finding a character by its name some fifteen. The names of ideographs and
of the syllables of Hangul are computed.
"""
from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from itertools import accumulate
from typing import Iterator

from interpreter.text.hangul import FIRST_SYLLABLE, SYLLABLE_COUNT, SYLLABLES
from interpreter.text.tables import LIMIT, CodePointTable, all_code_points, array_of
from transform.rpython import get_item, int32, uint32

NONE = -1

_BLOCK = 16
_MOST_WORDS = 15

_HANGUL_PREFIX = "HANGUL SYLLABLE "
_LEADERS = ["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"]
_VOWELS = ["A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU",
           "EU", "YI", "I"]
_TRAILERS = ["", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS",
             "S", "SS", "NG", "J", "C", "K", "T", "P", "H"]
_UNIFIED = "CJK UNIFIED IDEOGRAPH"


# The tables, built at import.

# Private code points by which CPython knows further names: for single characters, and for sequences of them.
_ALIASES = range(0xF0000, 0xF0200)
_SEQUENCES = range(0xF0200, 0xF0400)


class _Interface(ctypes.Structure):
    """What CPython's `unicodedata` offers to the compiler. Only this tells the names of aliases and sequences."""

    _fields_ = [
        ("getname", ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)),
        ("getcode", ctypes.c_void_p)]


def _further_names() -> Iterator[tuple[int, str]]:
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.restype = ctypes.c_void_p
    get_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    address = get_pointer(unicodedata._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI")  # type: ignore[attr-defined]
    interface = ctypes.cast(address, ctypes.POINTER(_Interface)).contents
    buffer = ctypes.create_string_buffer(256)
    for code in (*_ALIASES, *_SEQUENCES):
        if interface.getname(code, buffer, len(buffer), 1):
            yield code, buffer.value.decode()


def _all_names() -> tuple[dict[str, int], list[tuple[int, int, str]]]:
    """The names that are kept, and ranges of code points with a prefix before their number."""
    names: dict[str, int] = {name: code for code, name in _further_names()}
    ranges: list[tuple[int, int, str]] = []
    all_names = enumerate(all_code_points(lambda c: unicodedata.name(c, "")))
    for code, name in [(code, name) for code, name in all_names if name and code not in SYLLABLES]:
        if name.endswith(f"-{code:04X}"):
            prefix = name[:name.rindex("-")]
            if ranges and ranges[-1][1:] == (code, prefix):
                ranges[-1] = (ranges[-1][0], code + 1, prefix)
            else:
                ranges.append((code, code + 1, prefix))
        else:
            names[name] = code
    return names, ranges


_names, _ranges = _all_names()
_sorted_names = sorted(_names)
_counts = Counter(word for name in _names for word in name.split(" "))
_words = [word for word, _ in _counts.most_common()]
_FREQUENT = 256 - (len(_words) + 255) // 256
"""How many words take one byte. The bytes from there on are the higher halves of two."""


def _encode_names() -> tuple[bytes, list[int]]:
    """The names, and where each block begins."""
    number_of = {word: number for number, word in enumerate(_words)}
    data = bytearray()
    starts = []
    before: list[str] = []
    for rank, name in enumerate(_sorted_names):
        words = name.split(" ")
        if rank % _BLOCK == 0:
            starts.append(len(data))
            before = []
        shared = 0
        while shared < min(len(words) - 1, len(before), _MOST_WORDS) and words[shared] == before[shared]:
            shared += 1
        own = words[shared:]
        assert len(own) <= _MOST_WORDS
        data.append(shared << 4 | len(own))
        for word in own:
            number = number_of[word]
            if number >= _FREQUENT:
                data.append(_FREQUENT + (number - _FREQUENT >> 8))
                number -= _FREQUENT
            data.append(number & 255)
        before = words
    return bytes(data), starts


_rank_of_code = [0] * LIMIT  # plus one
for _rank, _name in enumerate(_sorted_names):
    if _names[_name] not in _ALIASES and _names[_name] not in _SEQUENCES:
        _rank_of_code[_names[_name]] = _rank + 1

_NAMES, _block_starts = _encode_names()
_BLOCK_STARTS = array_of(uint32, _block_starts)
_RANKS = CodePointTable(_rank_of_code)
_CODES = array_of(int32, [_names[name] for name in _sorted_names])
_COUNT = len(_sorted_names)
_WORDS = "".join(_words).encode()
_WORD_STARTS = array_of(uint32, accumulate(map(len, _words), initial=0))
_ALIASED: dict[int, int] = {
    code: ord(unicodedata.lookup(name)) for name, code in _names.items() if code in _ALIASES}
_SEQUENCE_TEXTS: dict[int, str] = {
    code: unicodedata.lookup(name) for name, code in _names.items() if code in _SEQUENCES}
_RANGE_FIRST = [first for first, _, _ in _ranges]
_RANGE_END = [end for _, end, _ in _ranges]
_RANGE_PREFIX = [prefix for _, _, prefix in _ranges]


# Names of characters.


def name_of(code: int) -> str:
    """The name of a character, "" if it has none."""
    rank = _RANKS.get(code) - 1
    if rank >= 0:
        return _name_of_rank(rank)
    syllable = code - FIRST_SYLLABLE
    if 0 <= syllable < SYLLABLE_COUNT:
        trailers = len(_TRAILERS)
        vowels = len(_VOWELS)
        return (_HANGUL_PREFIX + _LEADERS[syllable // (vowels * trailers)] + _VOWELS[syllable // trailers % vowels]
                + _TRAILERS[syllable % trailers])
    prefix = _prefix_of(code)
    return f"{prefix}-{code:04X}" if prefix else ""


def _prefix_of(code: int) -> str:
    """What stands before the number in the names of ideographs."""
    for i in range(len(_RANGE_FIRST)):
        if _RANGE_FIRST[i] <= code < _RANGE_END[i]:
            return _RANGE_PREFIX[i]
    return ""


def _word(number: int) -> str:
    return _WORDS[int(get_item(_WORD_STARTS, number)):int(get_item(_WORD_STARTS, number + 1))].decode()


def _name_of_rank(rank: int) -> str:
    words: list[str] = []
    at = int(get_item(_BLOCK_STARTS, rank // _BLOCK))
    for _ in range(rank % _BLOCK + 1):
        head = _NAMES[at]
        at += 1
        while len(words) > head >> 4:
            words.pop()
        for _ in range(head & 15):
            number = _NAMES[at]
            at += 1
            if number >= _FREQUENT:
                number = _FREQUENT + (number - _FREQUENT << 8 | _NAMES[at])
                at += 1
            words.append(_word(number))
    return " ".join(words)


# Characters of names.


def text_of(name: str) -> str:
    """The character or the sequence of characters of that name or alias in any case, "" if there is none."""
    code = _find(name)
    if code in _SEQUENCE_TEXTS:
        return _SEQUENCE_TEXTS[code]
    return "" if code == NONE else chr(code)


def code_of(name: str) -> int:
    """The character of that name or alias in any case, or `NONE`. This is what "\\N{...}" means."""
    code = _find(name)
    return NONE if code in _SEQUENCE_TEXTS else code


def _find(name: str) -> int:
    """As `code_of`; for a sequence, the number by which it is known."""
    if name.startswith(_HANGUL_PREFIX):
        return _find_syllable(name[len(_HANGUL_PREFIX):])
    code = _find_number(name)
    if code != NONE:
        return code
    name = name.upper()
    low = 0
    high = _COUNT
    while low < high:
        middle = (low + high) // 2
        found = _name_of_rank(middle)
        if found == name:
            code = int(get_item(_CODES, middle))
            return _ALIASED.get(code, code)
        if found < name:
            low = middle + 1
        else:
            high = middle
    return NONE


def _find_number(name: str) -> int:
    """The character whose name ends with its number, or `NONE`. Unified ideographs are known in capitals only, and
    with zeros before the number."""
    at = name.rfind("-")
    if at < 0 or not 4 <= len(name) - at - 1 <= 5:
        return NONE
    prefix = name[:at]
    code = 0
    for c in name[at + 1:].upper():
        digit = "0123456789ABCDEF".find(c)
        if digit < 0:
            return NONE
        code = code << 4 | digit
    known = _prefix_of(code)
    if not known or known != prefix.upper():
        return NONE
    is_known = name == name.upper() if known == _UNIFIED else f"{code:04X}" == name[at + 1:].upper()
    return code if is_known else NONE


def _find_syllable(name: str) -> int:
    """The syllable of Hangul of that name, in capitals, or `NONE`."""
    leader = _longest(_LEADERS, name, 0)
    at = len(_LEADERS[leader]) if leader != NONE else 0
    vowel = _longest(_VOWELS, name, at)
    if leader == NONE or vowel == NONE:
        return NONE
    at += len(_VOWELS[vowel])
    trailer = _longest(_TRAILERS, name, at)
    if trailer == NONE or at + len(_TRAILERS[trailer]) != len(name):
        return NONE
    return FIRST_SYLLABLE + (leader * len(_VOWELS) + vowel) * len(_TRAILERS) + trailer


def _longest(parts: list[str], text: str, at: int) -> int:
    """The number of the longest part that stands at ``at``, or `NONE`."""
    best = NONE
    for i in range(len(parts)):
        if text.startswith(parts[i], at) and (best == NONE or len(parts[i]) > len(parts[best])):
            best = i
    return best
