"""A program that runs the searches that its arguments describe, and prints what they find."""
from __future__ import annotations

from interpreter.regex.matcher import Matcher
from interpreter.regex.program import Program
from interpreter.regex.texts import match_bytes, match_text
from interpreter.regex.validate import CodeError


def matcher_of(program: Program, kind: str, text: str) -> Matcher:
    if kind == "bytes":
        return match_bytes(program, text.encode(), 0, 1 << 40)
    return match_text(program, text, 0, 1 << 40)


def spans(matcher: Matcher) -> str:
    parts: list[str] = []
    for i in range(matcher.program.groups + 1):
        parts.append(f"{matcher.group_start(i)}-{matcher.group_stop(i)}")
    return ",".join(parts)


def results(kind: str, code: list[int], groups: int, text: str) -> str:
    parts: list[str] = []
    program = Program(code, groups)
    matcher = matcher_of(program, kind, text)
    parts.append(spans(matcher) if matcher.match() else "no match")
    matcher = matcher_of(program, kind, text)
    parts.append(spans(matcher) if matcher.fullmatch() else "no match")
    matcher = matcher_of(program, kind, text)
    found = matcher.search()
    while found:
        parts.append(spans(matcher))
        found = matcher.find_next()
    return " ".join(parts)


def run_case(case: str) -> str:
    """A case is the kind of text, the code, the number of groups and the text, with bars between them."""
    kind, _, rest = case.partition("|")
    code, _, rest = rest.partition("|")
    groups, _, text = rest.partition("|")
    try:
        return results(kind, [int(word) for word in code.split(",")], int(groups), text)
    except CodeError as error:
        return str(error)


def main(argv: list[str]) -> int:
    for case in argv[1:]:
        print(run_case(case))
    return 0
