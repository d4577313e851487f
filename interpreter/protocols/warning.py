"""Warnings of operations on objects.

modules/warnings.py puts in how they are issued, which stands on the operations itself."""
from __future__ import annotations


class Warner:
    def warn(self, category: str, text: str) -> None:
        """Issues a warning of a built-in category at the Python code that runs; raises it where a filter says so."""
        raise NotImplementedError


warner = Warner()


def warn_of_subclass(method: str, kind: str, given: str) -> None:
    """What a special method gave is of a class below the one that it should be of."""
    warner.warn("DeprecationWarning", f"{method} returned non-{kind} (type {given}).  The ability to return an instance of a strict subclass "
                                      f"of {kind} is deprecated, and may not be supported in a future version of Python.")
