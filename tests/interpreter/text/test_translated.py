"""The same results translated as on CPython, where the other tests compare them with CPython's own."""
from __future__ import annotations

import random
from pathlib import Path

from tests.interpreter.text import program
from tests.interpreter.text.programs import lines_of
from tests.language.runner import build_alone

ALPHABET = ("aZ09_ \t\n\r'\"\\ßŉǅǆΣσς\u0345\u0301.İıſﬁ\u1f80\u1fb3ᾈ٣½²Ⅷⅷ\xa0\x85\u2028\u200b😀𐐀ªʰ\u00ad\ufffe\x7f\x1f"
            "+-~/AOQ가각ᄀ\u1161\u11a8中豈\udc80\udcc3\udcff\x80ÿ€")


def cases() -> list[str]:
    chance = random.Random(1)
    made = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 12))) for _ in range(300)]
    # What a program is given as an argument has been through UTF-8.
    passed = [text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") for text in made]
    return ["", "plain text", "Wörter", *passed]


def test_translated(tmp_path: Path):
    binary = build_alone(program, tmp_path)
    assert lines_of(binary, cases()) == [program.run_case(case) for case in cases()]
