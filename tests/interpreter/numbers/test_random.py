"""The Mersenne Twister against CPython's."""
from __future__ import annotations

import random

import pytest

from interpreter.numbers.bigint_text import parse_integer
from interpreter.numbers.random import WORDS, MersenneTwister


@pytest.mark.parametrize("seed", [0, 1, -1, 1 << 32, 12345678901234567890123, 1 << (32 * 700)], ids=hex)
def test_the_state_after_seeding(seed: int):
    generator = MersenneTwister()
    generator.seed(parse_integer(f"{seed:x}", 16))
    assert tuple(generator.state()) == random.Random(seed).getstate()[1]


def test_states_that_are_none():
    generator = MersenneTwister()
    with pytest.raises(ValueError, match="state vector is the wrong size"):
        generator.set_state([1] * WORDS)
    with pytest.raises(ValueError, match="invalid state"):
        generator.set_state([1] * WORDS + [WORDS + 1])
