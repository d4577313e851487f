"""Exceptions: what each object of them holds, and what failing operations say."""
from __future__ import annotations


class ExceptionObject:
    """The layout of `BaseException`, and so of all exceptions: the translator puts Python's live hierarchy under it.

    Exceptions of a program may have an `__init__` and fields of their own."""

    message: str

    def __init__(self, message: str = "") -> None:
        self.message = message

    def __str__(self) -> str:
        return self.message


# The messages of the prebuilt exceptions that operations raise (see `fails` in transform/ir/operations.py).
FAILURES = {
    "IndexError": "index out of range",
    "OverflowError": "integer overflow",
    "ZeroDivisionError": "division by zero",
    "MemoryError": "out of memory",
}
