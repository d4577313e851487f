"""The examples of the language reference do on CPython what the reference says."""
from __future__ import annotations

import re

import pytest

from tests.transform.rpython.readme_examples import README, Example, examples, load
from transform import rpython

ALL = examples(README.read_text())
ACCEPTED = [example for example in ALL if not example.error]
REFUSED = [example for example in ALL if example.error]


def test_there_are_examples():
    assert len(ACCEPTED) > 30
    assert len(REFUSED) > 10


@pytest.mark.parametrize("example", ACCEPTED, ids=lambda example: example.name)
def test_example(example: Example, tmp_path):
    result = load(example, tmp_path).example()
    assert result == example.expected
    assert type(result) is type(example.expected)


@pytest.mark.parametrize("example", REFUSED, ids=lambda example: example.name)
def test_refused_example_is_python(example: Example, tmp_path):
    assert callable(load(example, tmp_path).example)


def test_every_name_is_in_the_reference():
    text = README.read_text()
    unknown = [name for name in rpython.__all__ if not re.search(rf"[`@]{name}\b|{name}\(", text)]
    assert unknown == []
