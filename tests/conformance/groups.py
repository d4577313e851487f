"""The test files, by group."""
from __future__ import annotations

from pathlib import Path


LANGUAGE = """
    asyncgen augassign baseexception binop call class compare compile contains coroutines decorators dictcomps
    except_star exception_group exceptions extcall fstring funcattrs generators genexps global grammar import isinstance
    iter keywordonlyarg listcomps named_expressions patma positional_only_arg raise richcmp scope setcomps super unpack
    unpack_ex with yield_from
""".split()
TYPES = """
    bool builtin bytes descr dict enumerate float format hash index int list long property range set slice string tuple
    types unicode
""".split()
LIBRARY = """
    collections contextlib copy dataclasses defaultdict deque enum functools heapq io itertools json math operator re
    struct sys traceback unittest weakref
""".split()

CORE = {"language": frozenset(f"test_{name}" for name in LANGUAGE),
        "types": frozenset(f"test_{name}" for name in TYPES),
        "library": frozenset(f"test_{name}" for name in LIBRARY)}
"""The files that must run to the end, four of five cases passing; the others are in the ledger, whatever they do."""

SPLIT = frozenset({"test_asyncio", "test_concurrent_futures", "test_future_stmt", "test_gdb", "test_inspect"})
"""Packages of which each module runs as a file of its own, as in CPython's regrtest."""


def group_of(name: str) -> str:
    """The group that the file called `name` is counted in."""
    for group, names in CORE.items():
        if name in names:
            return group
    return "others"


def core_files() -> list[str]:
    return sorted(name for names in CORE.values() for name in names)


def all_files(folder: Path) -> list[str]:
    """The names of all test files in CPython's `test` folder; those in packages that are split have a dot."""
    found = []
    for path in folder.glob("test_*"):
        name = path.stem
        if path.is_dir() and name in SPLIT:
            found += [f"{name}.{inner.stem}" for inner in path.glob("test_*") if is_test(inner)]
        elif is_test(path):
            found.append(name)
    return sorted(found)


def is_test(path: Path) -> bool:
    return path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())
