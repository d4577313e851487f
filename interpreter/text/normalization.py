"""Normal forms (Unicode Standard Annex 15)."""
from __future__ import annotations

from interpreter.text.database import (
    NFC_MAYBE, NFC_NO, NFD_NO, NFKC_NO, NFKD_NO, Database,
)
from interpreter.text.hangul import (
    FIRST_LEADER, FIRST_SYLLABLE, FIRST_VOWEL, LEADER_COUNT, NO_TRAILER, SYLLABLE_COUNT, TRAILER_COUNT, VOWEL_COUNT,
)
from transform.rpython.builders import StringBuilder


class Form:
    """A normal form: what it does, and the flags of characters that are not, or may not be, in it."""

    name: str
    compatibility: bool
    composed: bool
    no: int
    maybe: int

    def __init__(self, name: str, compatibility: bool, composed: bool, no: int, maybe: int) -> None:
        self.name = name
        self.compatibility = compatibility
        self.composed = composed
        self.no = no
        self.maybe = maybe


NFC = Form("NFC", False, True, NFC_NO, NFC_MAYBE)
NFD = Form("NFD", False, False, NFD_NO, 0)
NFKC = Form("NFKC", True, True, NFKC_NO, NFC_MAYBE)
NFKD = Form("NFKD", True, False, NFKD_NO, 0)
FORMS = [NFC, NFD, NFKC, NFKD]


def form_of_name(name: str) -> Form:
    """ValueError for a name that is none."""
    for form in FORMS:
        if form.name == name:
            return form
    raise ValueError("invalid normalization form")


def normalize(database: Database, form: Form, text: str) -> str:
    """``text`` in a normal form."""
    if _quick_check(database, form, text) == _YES:
        return text
    return _normalize(database, form, text)


def is_normalized(database: Database, form: Form, text: str) -> bool:
    answer = _quick_check(database, form, text)
    return answer == _YES or answer == _MAYBE and _normalize(database, form, text) == text


_NO, _MAYBE, _YES = range(3)


def _quick_check(database: Database, form: Form, text: str) -> int:
    if text.isascii():
        return _YES
    answer = _YES
    last_class = 0
    for c in text:
        flags = database.quick_check(ord(c))
        if flags & form.no != 0:
            return _NO
        if flags & form.maybe != 0:
            answer = _MAYBE
        combining = database.combining(ord(c))
        if combining != 0 and combining < last_class:
            return _NO
        last_class = combining
    return answer


def _normalize(database: Database, form: Form, text: str) -> str:
    codes: list[int] = []
    for c in text:
        _decompose(database, form.compatibility, ord(c), codes)
    _order(database, codes)
    if form.composed:
        codes = _compose(database, codes)
    builder = StringBuilder()
    for code in codes:
        builder.append_code(code)
    return builder.build()


def _decompose(database: Database, compatibility: bool, code: int, codes: list[int]) -> None:
    """Appends the full decomposition of a character. They nest a few levels deep."""
    syllable = code - FIRST_SYLLABLE
    if 0 <= syllable < SYLLABLE_COUNT:
        codes.append(FIRST_LEADER + syllable // (VOWEL_COUNT * TRAILER_COUNT))
        codes.append(FIRST_VOWEL + syllable // TRAILER_COUNT % VOWEL_COUNT)
        if syllable % TRAILER_COUNT != 0:
            codes.append(NO_TRAILER + syllable % TRAILER_COUNT)
        return
    length = database.decomposition_length(code) if code >= 128 else 0
    if length == 0 or not compatibility and database.is_compatibility(code):
        codes.append(code)
        return
    for i in range(length):
        _decompose(database, compatibility, database.decomposition_item(code, i), codes)


def _order(database: Database, codes: list[int]) -> None:
    """Sorts each run of combining characters by their class, keeping the order within a class.

    A run is mostly one or two; long ones are sorted by counting, so that a hostile text takes linear time."""
    start = 0
    while start < len(codes):
        if database.combining(codes[start]) == 0:
            start += 1
            continue
        stop = start + 1
        sorted_already = True
        while stop < len(codes):
            combining = database.combining(codes[stop])
            if combining == 0:
                break
            if combining < database.combining(codes[stop - 1]):
                sorted_already = False
            stop += 1
        if not sorted_already:
            _sort_run(database, codes, start, stop)
        start = stop


_SHORT_RUN = 32


def _sort_run(database: Database, codes: list[int], start: int, stop: int) -> None:
    if stop - start <= _SHORT_RUN:
        for i in range(start + 1, stop):
            code = codes[i]
            combining = database.combining(code)
            at = i
            while at > start and database.combining(codes[at - 1]) > combining:
                codes[at] = codes[at - 1]
                at -= 1
            codes[at] = code
        return
    positions = [0] * 257
    for i in range(start, stop):
        positions[database.combining(codes[i]) + 1] += 1
    for combining in range(256):
        positions[combining + 1] += positions[combining]
    run = codes[start:stop]
    for code in run:
        combining = database.combining(code)
        codes[start + positions[combining]] = code
        positions[combining] += 1


def _compose(database: Database, codes: list[int]) -> list[int]:
    """Joins each character with the last starter before it where nothing between blocks it."""
    result: list[int] = []
    starter = -1
    last_class = 0
    for code in codes:
        combining = database.combining(code)
        if starter >= 0 and (starter == len(result) - 1 or 0 < last_class < combining):
            joined = _join(database, result[starter], code)
            if joined >= 0:
                result[starter] = joined
                continue
        if combining == 0:
            starter = len(result)
        last_class = combining
        result.append(code)
    return result


def _join(database: Database, first: int, second: int) -> int:
    """The character that two make, or -1."""
    leader = first - FIRST_LEADER
    vowel = second - FIRST_VOWEL
    if 0 <= leader < LEADER_COUNT and 0 <= vowel < VOWEL_COUNT:
        return FIRST_SYLLABLE + (leader * VOWEL_COUNT + vowel) * TRAILER_COUNT
    syllable = first - FIRST_SYLLABLE
    trailer = second - NO_TRAILER
    if 0 <= syllable < SYLLABLE_COUNT and syllable % TRAILER_COUNT == 0 and 0 < trailer < TRAILER_COUNT:
        return first + trailer
    return database.composition(first, second)
