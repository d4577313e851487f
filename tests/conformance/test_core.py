"""What the files that must run do on the binary is no worse than the ledger says."""
from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conformance.__main__ import main


def test_core(bobbin: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    jobs = str(os.cpu_count() or 1)
    status = main(["--core", "--binary", str(bobbin), "--jobs", jobs, "--logs", str(tmp_path)])
    assert status == 0, capfd.readouterr().out
