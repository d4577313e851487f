"""Test files run in processes that may end in any way. CPython stands in for the binary here."""
from __future__ import annotations

import sys
import sysconfig
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conformance.processes import Conditions, run_all


FILES = {
    "test_good": """
        import os, unittest
        from test import support
        class Case(unittest.TestCase):
            def test_pass(self): open("litter", "w").close()
            def test_fail(self): self.fail()
            @unittest.skip("no")
            def test_skip(self): pass
            @unittest.expectedFailure
            def test_expected(self): self.fail()
            def test_parts(self):
                for i in range(3):
                    with self.subTest(i=i): self.assertNotEqual(i, 1)
            def test_skipped_part(self):
                for i in range(3):
                    with self.subTest(i=i): self.skipTest("no")
            def test_fork(self):
                child = os.fork()
                if child == 0:
                    try: self.fail()
                    finally: os._exit(0)
                os.waitpid(child, 0)
            def test_resource(self): support.requires("network")
        class Broken(unittest.TestCase):
            @classmethod
            def setUpClass(cls): 1 / 0
            def test_never(self): pass
    """,
    "test_crash": """
        import os, unittest
        class Case(unittest.TestCase):
            def test_a(self): pass
            def test_b(self): os.abort()
            def test_c(self): pass
    """,
    "test_hang": """
        import time, unittest
        class Case(unittest.TestCase):
            def test_a(self): time.sleep(60)
    """,
    "test_eat": """
        import time, unittest
        class Case(unittest.TestCase):
            def test_a(self):
                eaten = bytearray(b"x") * 300_000_000
                time.sleep(60)
    """,
    "test_import": "import nothing_like_that",
    "test_elsewhere": "import unittest\nraise unittest.SkipTest('not here')",
}


@pytest.fixture
def conditions(tmp_path: Path) -> Conditions:
    package = tmp_path / "library" / "test"
    package.mkdir(parents=True)
    for name, text in FILES.items():
        (package / f"{name}.py").write_text(textwrap.dedent(text.replace("\\\n", "\n")))
    own = Path(sysconfig.get_path("stdlib")) / "test"
    (package / "__init__.py").write_text(f"__path__.append({str(own)!r})\n")
    return Conditions(Path(sys.executable), tmp_path / "library", tmp_path / "logs", 10, 200_000_000)


def test_every_way_to_end(conditions: Conditions) -> None:
    outcomes = dict(run_all(["test_good", "test_crash", "test_eat", "test_import", "test_elsewhere"], conditions, 2))
    good = outcomes["test_good"]
    assert good.ending == "ended"
    assert good.passed == {"Case.test_pass", "Case.test_expected", "Case.test_fork"}
    assert good.failed == {"Case.test_fail", "Case.test_parts", "Broken.setUpClass"}
    assert good.skipped == {"Case.test_skip", "Case.test_skipped_part", "Case.test_resource"}
    assert good.lost == {"Broken.test_never"}
    crash = outcomes["test_crash"]
    assert (crash.ending, crash.running) == ("crash SIGABRT", "Case.test_b")
    assert crash.passed == {"Case.test_a"} and crash.lost == {"Case.test_b", "Case.test_c"}
    assert outcomes["test_eat"].ending == "memory"
    assert outcomes["test_import"].ending == "import: ModuleNotFoundError: No module named 'nothing_like_that'"
    assert outcomes["test_elsewhere"].ending == "unsupported: SkipTest: not here"
    assert "AssertionError" in (conditions.logs / "test_good.log").read_text()


def test_time_is_limited_and_cases_can_be_chosen(conditions: Conditions) -> None:
    hang, crash = run_all(["test_hang", "test_crash"], replace(conditions, seconds=3, pattern="*.test_a"), 1)
    assert (hang[1].ending, hang[1].running) == ("timeout", "Case.test_a")
    assert crash[1].ending == "ended" and crash[1].passed == {"Case.test_a"}


def test_cases_that_come_and_go_are_not_run(conditions: Conditions) -> None:
    [(_, outcome)] = run_all(["test_crash"], replace(conditions, unsteady={"test_crash": ["*.test_b"]}), 1)
    assert outcome.ending == "ended" and outcome.passed == {"Case.test_a", "Case.test_c"}
