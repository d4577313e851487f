"""The context manager `atomic`."""

from stackless._current import engine


class atomic:
    """with atomic(): the current tasklet is not preempted inside."""

    __slots__ = ("_previous",)

    def __init__(self) -> None:
        self._previous = False

    def __enter__(self) -> None:
        self._previous = engine.getcurrent().set_atomic(True)

    def __exit__(self, *exception: object) -> None:
        engine.getcurrent().set_atomic(self._previous)
