"""Each operation, hard cases, long texts; against CPython, on CPython and translated."""
from __future__ import annotations

import random
import re
import re._constants  # type: ignore[import-not-found]
import re._parser  # type: ignore[import-not-found]
from pathlib import Path

import pytest

from interpreter.regex import opcodes
from interpreter.regex.matcher import NONE
from interpreter.regex.opcodes import At, Category, Op
from interpreter.regex.program import Program
from interpreter.regex.texts import match_memory
from interpreter.regex.validate import CodeError
from tests.interpreter.regex import program as cases_program
from tests.interpreter.regex.oracle import (
    Text, code_of, matcher_of, our_results, our_spans, program_of, their_results,
)
from tests.interpreter.text.programs import lines_of
from tests.language.runner import build_alone
from transform.rpython import data_pointer

PATTERNS: list[tuple[Text, int, Text]] = [
    (r"(a|ab)(c|bcd)(d*)", 0, "abcd"),
    (r"(?:(?:a|b)*c|d)+", 0, "abcdaabbc"),
    (r"((a)|b)*", 0, "abab"),
    (r"(a*)*", 0, "aab"),
    (r"(?:a?)*?b", 0, "aaab"),
    (r"(?:a|b){2,3}?c", 0, "abac"),
    (r"(.+?)\1+", 0, "xabcabcabc"),
    (r"(?i:ſtraße)", re.I, "STRASSE straße ſTRASSE"),
    (r"[k-s]+", re.I, "K\u212aſS"),
    (r"(\w)(?=\1)", re.I, "aAbBc"),
    (r"(?<=(\w))-(?!\1)", 0, "a-a a-b"),
    (r"(?!)|x", 0, "axb"),
    (r"(?>a+|b)c", 0, "aaac bc"),
    (r"(?:ab|a)++c", 0, "ababac abac"),
    (r"(?:ab){2,3}+(ab)?", 0, "abababab ab abab"),
    (r"a{2,3}+a", 0, "aaaa"),
    (r"(a)?b(?(1)c|d)e", 0, "abce bde abde"),
    (r"^\s*(\w+)\s*=\s*(.*?)\s*$", re.M, "a = 1 \n b=2\nc"),
    (r"\Ba\B|\bb", 0, "aaa b ab"),
    (r"\d+\D+", re.A, "12ab٣٤"),
    (r"\d+\D+", 0, "12ab٣٤x"),
    (r"[^\W\d_]+", 0, "añb1_ñ€"),
    (r"[\u0100-\u0400\u1000]+[^\u0100-\u2000]", 0, "aĀЀကx"),
    (r"[A-Za-zÀ-ÿŁΩ一-丁\U00010000-\U00010010]+", 0, "xŁΩ一丁\U00010001 y"),
    (r"😀+", 0, "a😀😀b"),
    (r"aab", 0, "aaab aabaab"),
    (r"żółw", 0, "żó żółw"),
    (r"żółw", 0, "zolw"),
    (rb"a\xff[\x80-\x90]+", 0, b"a\xff\x80\x85x"),
    (rb"(?L)\w+", 0, b"ab_1 \xe9"),
    (rb"(?Li)A\b.", 0, b"a x A"),
    (rb"(?Li)[ab]+\Bb", 0, b"aBAb"),
    (rb"(?Li)(a)\1[^x]", 0, b"aAy aax"),
    (r"", 0, "ab"),
    (r"x*", 0, "axxb"),
    (r"$", 0, "a\n"),
    (r"$", re.M, "a\nb\n"),
    (r"\Z|\Aa", 0, "a\n"),
    (r"^", re.M, "\n\n"),
    (r".*", 0, "a\nb"),
    (r".*", re.S, "a\nb"),
    (r"(?s).+?b", 0, "a\nb"),
    (r"[\s\S]{3}", 0, "abcdefg"),
    (r"(?:(a)|(b)|(c))+?d", 0, "abcd"),
    (r"(?=(a+))a*b\1", 0, "baaabac"),
]


@pytest.mark.parametrize("pattern, flags, text", PATTERNS)
def test_patterns(pattern: Text, flags: int, text: Text):
    assert our_results(pattern, text, flags) == their_results(pattern, text, flags)


def test_numbers_of_the_code():
    constants = re._constants
    assert opcodes.MAGIC == constants.MAGIC
    assert opcodes.MAXREPEAT == int(constants.MAXREPEAT)
    assert opcodes.MAXGROUPS == int(constants.MAXGROUPS)
    for cls, names, prefix in ((Op, constants.OPCODES, ""), (At, constants.ATCODES, "AT_"),
                               (Category, constants.CHCODES, "CATEGORY_")):
        for name in names:
            assert getattr(cls, str(name).removeprefix(prefix)) == int(name)
        assert len([name for name in vars(cls) if name.isupper() and name != "BITMAP"]) == len(names)


@pytest.mark.parametrize("pattern", [r"(?:.|\n)*", r"(?:(a)|b|\n)*", r"(?:.|\n)*?\Z", r"(?:a|b|\n)*+", r"(?:(?>.)|\n)*",
                                     r"(?:(?=(.))[ab]|\n)*", r"(?:a?b?\n?){0,9}(?:[ab]|\n)*$"])
def test_long_texts_need_no_deep_recursion(pattern: str):
    text = "ab\n" * 4000
    matcher = matcher_of(program_of(pattern), text)
    assert matcher.match()
    match = re.compile(pattern).match(text)
    assert match and our_spans(matcher) == [match.span(i) for i in range(match.re.groups + 1)]


def test_a_scan_without_gaps():
    matcher = matcher_of(program_of("a|"), "aab")
    found = []
    more = matcher.match()
    while more:
        found.append((matcher.start, matcher.stop))
        more = matcher.match_next()
    assert found == [(0, 1), (1, 2), (2, 2)]


def test_memory_that_belongs_to_something_else():
    data = b"xxabcab"
    matcher = match_memory(program_of(b"a(b)"), data_pointer(data) + 1, 6, data, 0, 6)
    assert matcher.search() and our_spans(matcher) == [(1, 3), (2, 3)]
    assert matcher.find_next() and matcher.last_group == 1
    assert not matcher.find_next()


def test_a_group_that_took_no_part():
    matcher = matcher_of(program_of("(a)|(b)"), "b")
    assert matcher.match()
    assert (matcher.group_start(1), matcher.group_stop(1)) == (NONE, NONE)
    assert matcher.last_group == 2


# Damaged code.


VALID = [code_of(pattern, flags) for pattern, flags, _ in PATTERNS]


@pytest.mark.parametrize("code, groups", VALID)
def test_code_of_the_compiler_is_valid(code: list[int], groups: int):
    Program(code, groups)


@pytest.mark.parametrize("code, groups", [
    ([], 0), ([Op.LITERAL], 0), ([Op.MAX_UNTIL, Op.SUCCESS], 0), ([Op.MARK, 0, Op.SUCCESS], 0),
    ([Op.MARK, 2, Op.SUCCESS], 1), ([Op.GROUPREF, 1, Op.SUCCESS], 1), ([99, Op.SUCCESS], 0),
    ([Op.BITMAP, 5, Op.SUCCESS], 0), ([Op.LITERAL, -1, Op.SUCCESS], 0),
    ([Op.INFO, 8, 1, 0, 1, 1, 1, 97, 0, Op.LITERAL, 97, Op.SUCCESS], 0),
    ([Op.INFO, 8, 1, 1, 1, 1, 1, 97, 0, Op.LITERAL, 98, Op.SUCCESS], 0),
    ([Op.INFO, 8, 4, 0, 1, Op.LITERAL, 97, Op.FAILURE, Op.ANY, Op.SUCCESS], 0),
    ([Op.AT, 12, Op.SUCCESS], 0), ([Op.IN, 1, Op.SUCCESS], 0), ([Op.IN, 100, Op.FAILURE, Op.SUCCESS], 0),
    ([Op.INFO, 4, 1, 1, 1, Op.SUCCESS], 0), ([Op.REPEAT_ONE, 5, 2, 1, Op.ANY, Op.SUCCESS, Op.SUCCESS], 0),
    ([Op.REPEAT_ONE, 6, 0, 1, Op.MARK, 0, Op.SUCCESS, Op.SUCCESS], 1), ([Op.SUCCESS], -1), ([Op.SUCCESS], 1 << 30),
    ([Op.BRANCH, 3, Op.ANY, Op.JUMP, 9, 0, Op.SUCCESS], 0), ([Op.JUMP, 1, Op.SUCCESS], 0),
])
def test_damaged_code_is_refused(code: list[int], groups: int):
    with pytest.raises(CodeError, match="invalid SRE code"):
        Program(code, groups)


def damaged(seed: int) -> list[tuple[list[int], int]]:
    """Code with a few words changed."""
    chance = random.Random(seed)
    result = []
    for code, groups in VALID * 10:
        code = list(code)
        for _ in range(chance.randint(1, 3)):
            code[chance.randrange(len(code))] = chance.choice([chance.randrange(44), chance.randrange(300), 0xFFFFFFFF])
        result.append((code, chance.randint(0, groups)))
    return result


def test_what_passes_the_check_does_not_leave_the_code():
    # On CPython arrays check their indexes, so a hole in the check would be an AssertionError.
    accepted = 0
    for code, groups in damaged(1):
        # Many repetitions of nothing would take for ever, as they do in CPython.
        code = [word if word != 0xFFFFFFFF or i and code[i - 1] < 300 else 3 for i, word in enumerate(code)]
        try:
            program = Program(code, groups)
        except CodeError:
            continue
        accepted += 1
        for text in ("", "ab\n", "aab€x"):
            matcher_of(program, text).search()
    assert accepted > 20


# Translated.


def describe(pattern: Text, flags: int, text: Text) -> str:
    code, groups = code_of(pattern, flags)
    kind = "text"
    if isinstance(text, bytes):
        kind, text = "bytes", text.decode()
    return f"{kind}|{','.join(map(str, code))}|{groups}|{text}"


def test_translated(tmp_path: Path):
    binary = build_alone(cases_program, tmp_path)
    cases = [describe(pattern, flags, text) for pattern, flags, text in PATTERNS
             if isinstance(text, str) or text.isascii()]
    cases += [f"text|{','.join(map(str, code))}|{groups}|aab" for code, groups in damaged(2)[:200]
              if max(code) < 0xFFFFFFFF]
    cases.append(describe(r"(?:.|\n)*", 0, "ab\n" * 40_000))
    assert lines_of(binary, cases) == [cases_program.run_case(case) for case in cases]
