"""Progress in a log, and on a terminal."""
from __future__ import annotations

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console

from transform.cli.display import Display, LineDisplay, open_display

ROOT = Path(__file__).parents[3]


def test_a_log_has_a_line_for_each_stage_and_some_in_a_long_one():
    text = StringIO()
    display = LineDisplay(Console(file=text), interval=0.0)
    for stage, done, total in [("frontend", 1, 3), ("frontend", 2, 3), ("frontend", 3, 3), ("link", 0, 1)]:
        display.progress(stage, done, total)
    assert [line.split(" s  ")[1] for line in text.getvalue().splitlines()] == ["frontend", "frontend 2 of 3", "link"]


def test_a_display_is_chosen_by_the_console():
    assert type(open_display(Console(file=StringIO()), quiet=True)) is Display
    assert type(open_display(Console(file=StringIO()), quiet=False)) is LineDisplay


def test_on_a_terminal_a_bar_is_drawn_and_standard_output_stays_clean(tmp_path: Path):
    (tmp_path / "hello.py").write_text("def main(argv: list[str]) -> int:\n    return 0\n")
    terminal, other_end = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen([sys.executable, "-m", "transform", "hello.py", "--show", "main"], cwd=tmp_path,
                               env=environment, stdout=subprocess.PIPE, stderr=other_end)
    os.close(other_end)
    assert process.stdout is not None
    shown = process.stdout.read()  # little goes to the terminal: it need not be read at the same time
    drawn = read_all(terminal)
    assert process.wait() == 0
    assert shown.startswith(b"--- hello.main after frontend\n") and b"\x1b" not in shown
    assert b"compile" in drawn and b"\x1b[?25l" in drawn
    assert drawn.rindex(b"\x1b[?25h") > drawn.rindex(b"\x1b[?25l")  # the cursor is back


def read_all(terminal: int) -> bytes:
    """All that was written to a terminal whose other end is closed."""
    found = b""
    try:
        while piece := os.read(terminal, 65536):
            found += piece
    except OSError:  # as Linux says that nobody is there any more
        pass
    os.close(terminal)
    return found
