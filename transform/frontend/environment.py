"""What is known at a point of a function that is being translated: what names hold, where control can go to."""
from __future__ import annotations

from typing import Callable, Optional

from transform.frontend.values import FrontValue, Static
from transform.ir.graph import Block, Link, Operation, Value
from transform.ir.types import RefType

EXCEPTION = "$exception"  # the name under which an Env carries the exception to a handler


class Env:
    """What names hold, and what is known of the types of names and attribute paths
    ("x", "self.x") beyond what they were declared with."""

    __slots__ = ("values", "narrowed")

    def __init__(self, values: dict[str, FrontValue], narrowed: dict[str, RefType]) -> None:
        self.values = values
        self.narrowed = narrowed

    def copy(self) -> Env:
        return Env(self.values.copy(), self.narrowed.copy())

    def forget(self, path: str) -> None:
        """Drop what was known of a path that is assigned, and of those through it."""
        if self.narrowed:
            prefix = path + "."
            for known in [p for p in self.narrowed if p == path or p.startswith(prefix)]:
                del self.narrowed[known]


class Source:
    """One edge into a Join: the link, the block that it leaves, the operation whose side
    exit it is (None for the block's end), and the Env on it."""

    __slots__ = ("block", "link", "op", "env")

    def __init__(self, block: Block, link: Link, op: Optional[Operation], env: Env) -> None:
        self.block = block
        self.link = link
        self.op = op
        self.env = env


class Join:
    """A place that several edges lead to, while they are being collected."""

    def __init__(self) -> None:
        self.sources: list[Source] = []


class Context:
    """A statement around the current one that jumps out of it must respect."""


class LoopContext(Context):
    def __init__(self, on_break: Join, on_continue: Join) -> None:
        self.on_break = on_break
        self.on_continue = on_continue


class TryContext(Context):
    """``side`` collects the side exits of failing operations, ``thrown`` raise statements."""

    def __init__(self) -> None:
        self.side = Join()
        self.thrown = Join()


class FinallyContext(TryContext):
    """``lower`` translates the final part; it runs on every way out."""

    def __init__(self, lower: Callable[[], None]) -> None:
        super().__init__()
        self.lower = lower


class HandlerContext(Context):
    """Inside an except clause: what a bare ``raise`` raises again."""

    def __init__(self, exception: Value) -> None:
        self.exception = exception


class Narrowed(Value):
    """A reference that is known to be of a narrower type where it is used."""

    __slots__ = ("wide",)

    def __init__(self, wide: Value, type: RefType) -> None:
        self.wide = wide
        self.type = type


def same_static(a: FrontValue, b: FrontValue) -> bool:
    """Whether two values are the same compile-time object."""
    if not isinstance(a, Static) or not isinstance(b, Static):
        return False
    if a.value is b.value:
        return True
    if type(a.value) is not type(b.value):
        return False
    return isinstance(a.value, (int, str, bytes)) and bool(a.value == b.value)
