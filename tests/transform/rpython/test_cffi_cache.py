"""Compiled cffi modules are kept, keyed by all that they are made from."""
from __future__ import annotations

import subprocess
import sys

import cffi  # type: ignore[import-untyped]
import pytest

from transform.rpython.cffi_cache import cache_directory, load_module


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "bobbin" / "cffi"


def test_the_directory(cache, monkeypatch, tmp_path):
    assert cache_directory() == cache
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_directory() == tmp_path / "home" / ".cache" / "bobbin" / "cffi"


def test_a_module_is_compiled_once(cache):
    assert load_module("int abs(int);", "#include <stdlib.h>").lib.abs(-2) == 2
    (module,) = cache.iterdir()
    before = module.stat().st_mtime_ns
    assert load_module("int abs(int);", "#include <stdlib.h>").lib.abs(-2) == 2
    assert [path.stat().st_mtime_ns for path in cache.iterdir()] == [before]


def test_every_part_is_in_the_key(cache, tmp_path):
    headers = tmp_path / "include"
    headers.mkdir()
    header = headers / "answer.h"
    cdef, preamble = "#define ANSWER ...", '#include "answer.h"'

    def answer(**defines):
        macros = list(defines.items())
        module = load_module(cdef, preamble, include_dirs=[str(headers)], define_macros=macros)
        return module.lib.ANSWER

    header.write_text("#define ANSWER 1\n")
    assert answer() == 1
    header.write_text("#ifdef MORE\n#define ANSWER MORE\n#else\n#define ANSWER 2\n#endif\n")
    assert answer() == 2
    assert answer(MORE="3") == 3


def test_c_that_does_not_compile_leaves_nothing(cache):
    with pytest.raises(cffi.VerificationError):
        load_module("int f(void);", "#error no")
    assert list(cache.iterdir()) == []


def test_several_processes_at_once(cache):
    program = (
        "from transform.rpython.cffi_cache import load_module;"
        "print(load_module('int abs(int);', '#include <stdlib.h>').lib.abs(-7))"
    )
    processes = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[0] for process in processes] == [b"7\n"] * 3
    assert len(list(cache.iterdir())) == 1
