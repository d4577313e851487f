"""Runs pytest on this file."""
import re
import sys

import pytest


@pytest.fixture
def three(tmp_path, monkeypatch):
    monkeypatch.setenv("A", "1")
    yield 3


@pytest.mark.parametrize("x, y", [(1, 2), (3, 4)])
def test_parameters(three, x, y, capsys):
    print("hello")
    assert capsys.readouterr().out == "hello\n" and x + 1 == y


def test_failing():
    assert [1, 2, 3] == [1, 2, 4], "they differ"


def test_raises():
    with pytest.raises(ZeroDivisionError, match="division"):
        1 / 0


@pytest.mark.xfail
def test_expected():
    assert False


class Lines:
    """Prints what pytest writes, without the time that it took."""

    def pytest_unconfigure(self, config):
        text = config.get_terminal_writer()._file.getvalue()
        sys.__stdout__.write(re.sub(r" in [\d.]+s", "", text))


if __name__ == "__main__":
    import contextlib
    import io
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir=.", __file__], plugins=[Lines()])
