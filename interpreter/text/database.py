"""The Unicode character database: what the module `unicodedata` tells, names aside (see `names`).

`CURRENT` is the version of the CPython that builds the program.
Decompositions are kept as the database has them, one step; normal forms are in `normalization`.
"""
from __future__ import annotations

import unicodedata
from typing import Any, Protocol

from interpreter.text import characters, hangul
from interpreter.text.tables import LIMIT, CodePointTable, all_code_points, array_of, numbered
from transform.rpython import GcArray, get_item, int32, uint8

MAX_CODE = 0x1FFFFF

# What a character tells of normal forms: it is not in one, or may join with what stands before it.
NFD_NO, NFKD_NO, NFC_NO, NFKC_NO, NFC_MAYBE = 1, 2, 4, 8, 16


_maybe_decimal = [code for code in range(LIMIT) if unicodedata.digit(chr(code), -1) >= 0]


class Source(Protocol):
    """At import: the module `unicodedata`, or the object `unicodedata.ucd_3_2_0`."""

    unidata_version: str

    def category(self, c: str, /) -> str: ...
    def combining(self, c: str, /) -> int: ...
    def bidirectional(self, c: str, /) -> str: ...
    def mirrored(self, c: str, /) -> int: ...
    def east_asian_width(self, c: str, /) -> str: ...
    def decomposition(self, c: str, /) -> str: ...
    def numeric(self, c: str, default: Any, /) -> float: ...
    def decimal(self, c: str, default: Any, /) -> int: ...
    def normalize(self, form: Any, text: str, /) -> str: ...


class Database:
    """One version of the database."""

    version: str
    record_numbers: CodePointTable
    categories: list[str]
    bidirectional_classes: list[str]
    widths: list[str]
    combining_classes: GcArray[uint8]
    mirrored_flags: GcArray[uint8]
    quick_checks: GcArray[uint8]
    numbers: dict[int, float]
    other_decimals: dict[int, int]
    decomposition_offsets: CodePointTable
    decompositions: GcArray[int32]
    prefixes: list[str]
    compositions: dict[int, int]

    def __init__(self, source: Source) -> None:
        self.version = source.unidata_version
        decompositions = all_code_points(source.decomposition)
        self._make_decompositions(decompositions)
        self._make_compositions(source, decompositions)
        self._make_numbers(source)
        joined_behind = {pair & MAX_CODE for pair in self.compositions} | set(hangul.VOWELS) | set(hangul.TRAILERS)

        def quick_check(c: str) -> int:
            if not (source.decomposition(c) or ord(c) in joined_behind or ord(c) in hangul.SYLLABLES):
                return 0
            kept = {form: source.normalize(form, c) == c for form in ("NFD", "NFKD", "NFC", "NFKC")}
            return ((0 if kept["NFD"] else NFD_NO) | (0 if kept["NFKD"] else NFKD_NO) | (0 if kept["NFC"] else NFC_NO)
                    | (0 if kept["NFKC"] else NFKC_NO) | (NFC_MAYBE if ord(c) in joined_behind else 0))

        self.record_numbers, records = numbered(lambda c: (
            source.category(c), source.bidirectional(c), source.east_asian_width(c), source.combining(c),
            source.mirrored(c), quick_check(c)))
        self.categories = [record[0] for record in records]
        self.bidirectional_classes = [record[1] for record in records]
        self.widths = [record[2] for record in records]
        self.combining_classes = array_of(uint8, [record[3] for record in records])
        self.mirrored_flags = array_of(uint8, [record[4] for record in records])
        self.quick_checks = array_of(uint8, [record[5] for record in records])

    def _make_numbers(self, source: Source) -> None:
        numeric = [(code, value) for code, value in enumerate(all_code_points(lambda c: source.numeric(c, None)))
                   if value is not None]
        self.numbers = {code: float(source.numeric(chr(code), value)) for code, value in numeric}
        decimals = ((code, source.decimal(chr(code), -1)) for code in _maybe_decimal)
        self.other_decimals = {code: value for code, value in decimals if value != characters.decimal_value(code)}

    def _make_decompositions(self, texts: list[str]) -> None:
        """For each character an offset, where a number of the prefix << 8 | length and the code points stand."""
        self.prefixes = [""]
        data = [0]  # the decomposition of nearly all
        offsets: dict[str, int] = {"": 0}
        offset_of_code = []
        for text in texts:
            if text not in offsets:
                offsets[text] = len(data)
                prefix, codes = "", text.split()
                if codes[0].startswith("<"):
                    prefix = codes.pop(0)
                if prefix not in self.prefixes:
                    self.prefixes.append(prefix)
                data += [self.prefixes.index(prefix) << 8 | len(codes), *(int(code, 16) for code in codes)]
            offset_of_code.append(offsets[text])
        self.decomposition_offsets = CodePointTable(offset_of_code)
        self.decompositions = array_of(int32, data)

    def _make_compositions(self, source: Source, texts: list[str]) -> None:
        """The pairs that normal form C joins: canonical decompositions into two, but for the exclusions."""
        self.compositions = {}
        for code, text in enumerate(texts):
            if text.count(" ") == 1 and not text.startswith("<") and source.normalize("NFC", chr(code)) == chr(code):
                first, second = text.split()
                self.compositions[pair_key(int(first, 16), int(second, 16))] = code

    def category(self, code: int) -> str:
        """The general category, such as "Lu"."""
        return self.categories[self.record_numbers.get(code)]

    def bidirectional(self, code: int) -> str:
        return self.bidirectional_classes[self.record_numbers.get(code)]

    def east_asian_width(self, code: int) -> str:
        return self.widths[self.record_numbers.get(code)]

    def combining(self, code: int) -> int:
        """The canonical combining class, 0 for most."""
        if code < 0x300:
            return 0
        return int(get_item(self.combining_classes, self.record_numbers.get(code)))

    def mirrored(self, code: int) -> int:
        """1 where the character is mirrored in text from right to left, else 0."""
        return int(get_item(self.mirrored_flags, self.record_numbers.get(code)))

    def quick_check(self, code: int) -> int:
        """The flags above that hold for a character."""
        return int(get_item(self.quick_checks, self.record_numbers.get(code)))

    def has_number(self, code: int) -> bool:
        return code in self.numbers

    def numeric_value(self, code: int) -> float:
        """The numeric value; KeyError where `has_number` says that there is none."""
        return self.numbers[code]

    def digit_value(self, code: int) -> int:
        """The value of a digit, or -1. As in CPython, it is the same in all versions."""
        return characters.digit_value(code)

    def decimal_value(self, code: int) -> int:
        """The value of a decimal digit, or -1."""
        return self.other_decimals.get(code, characters.decimal_value(code))

    def decomposition_prefix(self, code: int) -> str:
        """The kind of a compatibility decomposition, such as "<noBreak>"; "" where it is canonical or missing."""
        return self.prefixes[self._decomposition_header(code) >> 8]

    def is_compatibility(self, code: int) -> bool:
        """Whether the decomposition has a prefix."""
        return self._decomposition_header(code) >= 1 << 8

    def decomposition_length(self, code: int) -> int:
        """How many code points it has, 0 without one (the syllables of Hangul too)."""
        return self._decomposition_header(code) & 255

    def decomposition_item(self, code: int, i: int) -> int:
        return int(get_item(self.decompositions, self.decomposition_offsets.get(code) + 1 + i))

    def _decomposition_header(self, code: int) -> int:
        return int(get_item(self.decompositions, self.decomposition_offsets.get(code)))

    def decomposition(self, code: int) -> str:
        """The decomposition as the database writes it: the prefix, and numbers in hexadecimal."""
        parts: list[str] = []
        if self.is_compatibility(code):
            parts.append(self.decomposition_prefix(code))
        for i in range(self.decomposition_length(code)):
            parts.append(f"{self.decomposition_item(code, i):04X}")
        return " ".join(parts)

    def composition(self, first: int, second: int) -> int:
        """The character that a pair makes in normal form C, or -1 (the syllables of Hangul too)."""
        return self.compositions.get(pair_key(first, second), -1)


def pair_key(first: int, second: int) -> int:
    return first << 21 | second


CURRENT = Database(unicodedata)
