"""One after another at a buffer: whoever works with it may give way in the middle, when the raw stream has to wait, and the next must not find it
half done."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import runtime_error
from interpreter.eval.microthread import PythonMicrothread, current
from interpreter.modules.parking import FOREVER, Waiting, wait_in
from interpreter.modules.state import settings
from interpreter.objects.object import Object
from interpreter.protocols.text import repr_of


class Turn:
    """``with stream.turn:`` is entered by one tasklet, or thread, at a time, in the order of their coming. RuntimeError for who is in it already:
    the handler of a signal, say. At the end of the program nobody is waited for any more."""
    stream: Object
    owner: Optional[PythonMicrothread]
    waiting: Waiting

    def __init__(self, stream: Object) -> None:
        self.stream = stream
        self.owner = None
        self.waiting = Waiting()

    def __enter__(self) -> None:
        own = current().leader()
        while self.owner is not None and not settings.is_finalizing:
            if self.owner is own:
                raise runtime_error(f"reentrant call inside {repr_of(self.stream)}")
            wait_in(self.waiting, FOREVER)
        self.owner = own

    def __exit__(self, kind: Optional[object], error: Optional[BaseException], traceback: Optional[object]) -> None:
        self.owner = None
        self.waiting.grant()
