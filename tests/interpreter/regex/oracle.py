"""Patterns compiled by CPython, matched by both engines; patterns and texts at random."""
from __future__ import annotations

import re
import re._compiler  # type: ignore[import-not-found]
import re._parser  # type: ignore[import-not-found]
from typing import AnyStr, Union

from hypothesis import strategies as st

from interpreter.regex.matcher import Matcher
from interpreter.regex.program import Program
from interpreter.regex.texts import match_bytes, match_text

Text = Union[str, bytes]
Spans = list[tuple[int, int]]

LATIN_A_WITH_RING = "å"


def code_of(pattern: Text, flags: int = 0) -> tuple[list[int], int]:
    """The code that CPython makes, and the number of groups."""
    parsed = re._parser.parse(pattern, flags)
    return [int(word) for word in re._compiler._code(parsed, flags)], parsed.state.groups - 1


def program_of(pattern: Text, flags: int = 0) -> Program:
    return Program(*code_of(pattern, flags))


def matcher_of(program: Program, text: Text, start: int = 0, end: int = 1 << 40) -> Matcher:
    return match_text(program, text, start, end) if isinstance(text, str) else match_bytes(program, text, start, end)


def our_spans(matcher: Matcher) -> Spans:
    return [(matcher.group_start(i), matcher.group_stop(i)) for i in range(matcher.program.groups + 1)]


def their_spans(match: re.Match[AnyStr]) -> Spans:
    return [match.span(i) for i in range(match.re.groups + 1)]


def our_results(pattern: Text, text: Text, flags: int = 0, start: int = 0, end: int = 1 << 40) -> list[object]:
    """What match, fullmatch and all searches find, with the last groups."""
    program = program_of(pattern, flags)
    results: list[object] = []
    matcher = matcher_of(program, text, start, end)
    results.append((our_spans(matcher), matcher.last_group) if matcher.match() else None)
    matcher = matcher_of(program, text, start, end)
    results.append(our_spans(matcher) if matcher.fullmatch() else None)
    matcher = matcher_of(program, text, start, end)
    found = matcher.search()
    while found:
        results.append(our_spans(matcher))
        found = matcher.find_next()
    return results


def their_results(pattern: Text, text: Text, flags: int = 0, start: int = 0, end: int = 1 << 40) -> list[object]:
    compiled: re.Pattern[str] = re.compile(pattern, flags)  # type: ignore[arg-type]
    subject: str = text  # type: ignore[assignment]
    results: list[object] = []
    match = compiled.match(subject, start, end)
    results.append((their_spans(match), match.lastindex or -1) if match else None)
    match = compiled.fullmatch(subject, start, end)
    results.append(their_spans(match) if match else None)
    results += [their_spans(found) for found in compiled.finditer(subject, start, end)]
    return results


# Patterns at random: from a small grammar, over few characters, so that they often match.

ATOMS = ["a", "b", "A", ".", r"\w", r"\d", r"\s", r"\W", "[ab]", "[^a]", "[a-c1]", r"[\w.]", "^", "$", r"\b", r"\B",
         r"\A", r"\Z", "ab", "1", LATIN_A_WITH_RING, r"\n", "x{0}", "(?:)", "[Kk\u212a]", "ſ"]
QUANTIFIERS = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "*+", "++", "?+", "{1,2}+", "{2,}", "{,2}?"]
GROUPS = ["(", "(?:", "(?>", "(?=", "(?!"]
BEHIND = ["(?<=a)", "(?<!a)", "(?<=ab)", r"(?<!\w)", "(?<=(a))", "(?<=^)"]


def _extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(st.sampled_from(GROUPS), inner).map(lambda parts: f"{parts[0]}{parts[1]})"),
        st.tuples(inner, st.sampled_from(QUANTIFIERS)).map(lambda parts: f"(?:{parts[0]}){parts[1]}"),
        st.tuples(inner, st.sampled_from(QUANTIFIERS)).map(lambda parts: f"({parts[0]}){parts[1]}"),
        st.tuples(inner, inner).map(lambda parts: f"({parts[0]})?(?(1){parts[1]})"),
        st.tuples(inner, inner).map(lambda parts: f"({parts[0]})?(?(1){parts[1]}|b)"),
        st.tuples(inner, inner).map(lambda parts: rf"({parts[0]}){parts[1]}\1"),
    )


patterns = st.recursive(
    st.sampled_from(ATOMS + BEHIND) | st.tuples(st.sampled_from(ATOMS), st.sampled_from(QUANTIFIERS)).map("".join),
    _extend, max_leaves=8)
texts = st.text(st.sampled_from("aabbAB1. \n_å" + "KkK€ſs😀"), max_size=12)
narrow_texts = st.text(st.sampled_from("aab1 \n"), max_size=12)
