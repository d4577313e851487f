"""What built-in modules do before a program runs: all that was not known when the binary was built."""
from __future__ import annotations

from interpreter.modules import signals, time
from interpreter.modules.io.opening import start_streams
from interpreter.modules.posix import environment
from interpreter.process import errors_of_locale


def start() -> None:
    """Called once, first."""
    environment.start()
    signals.start()
    time.set_time_zone()
    start_streams(True, "utf-8", errors_of_locale())
