"""Marshalled data that is damaged gives an object or a Python exception, and damaged code is never taken for code."""
from __future__ import annotations

import random
import textwrap

import pytest

from interpreter import space  # noqa: F401
from interpreter.errors import PyError
from interpreter.modules.compilation import Mode, compile_text
from interpreter.modules.marshal.reader import unmarshalled
from interpreter.modules.marshal.writer import marshalled
from interpreter.objects.code import Code
from interpreter.objects.make import new_float, new_int, new_list, new_str, new_tuple

SOURCE = textwrap.dedent("""
    import sys
    class C:
        def method(self, a, /, b=2, *c, d, **e):
            return [x for x in c if x in (1, 'two', 3.0, 4j, b'five', ..., 10 ** 30)]
    def generator(n):
        try:
            yield from range(n)
        finally:
            print('end')
    """).encode()

OUTCOMES = {"EOFError", "ValueError", "TypeError", "UnicodeDecodeError", "MemoryError"}


def outcome(data: bytes) -> str:
    """The name of the exception that reading gives, or of the class of the object."""
    try:
        return type(unmarshalled(data)).__name__
    except PyError as error:
        assert error.type.name in OUTCOMES, error
        return error.type.name


def code_data() -> bytes:
    return marshalled(compile_text(SOURCE, "file.py", Mode.EXEC, 0, 0), 4).value


def test_cut_off() -> None:
    data = code_data()
    for length in [*range(60), *range(60, len(data), 97)]:
        assert outcome(data[:length]) == "EOFError"


def test_damaged_code() -> None:
    """Each changed byte behind the type code is found."""
    data = code_data()
    chance = random.Random(1)
    for _ in range(300):
        place = chance.randrange(1, len(data))
        damaged = bytearray(data)
        damaged[place] ^= 1 << chance.randrange(8)
        assert outcome(bytes(damaged)) in ("ValueError", "EOFError"), place


@pytest.mark.parametrize("seed", range(4))
def test_noise(seed: int) -> None:
    chance = random.Random(seed)
    values = new_tuple([new_list([new_str("text"), new_int(5)]), new_float(2.5), new_str("é"), new_tuple([])])
    data = marshalled(values, seed + 1).value
    for _ in range(500):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 5)):
            damaged[chance.randrange(len(data))] = chance.choice(b"(){[<>rsuazZcilIfgxy0NTF.S\x00\x01\xff\xa8")
        outcome(bytes(damaged))


def test_code_comes_back() -> None:
    code = compile_text(SOURCE, "file.py", Mode.EXEC, 0, 0)
    again = unmarshalled(marshalled(code, 4).value)
    assert isinstance(again, Code)
    assert marshalled(again, 4).value == marshalled(code, 4).value
