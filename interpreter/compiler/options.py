"""How a source is compiled."""
from __future__ import annotations

from interpreter.compiler.services import Services


class CompilerFlag:
    """Bits of the argument ``flags`` of ``compile``, with CPython's values (modules `ast` and `__future__`)."""
    NESTED_SCOPES = 0x10
    DONT_IMPLY_DEDENT = 0x200
    ONLY_AST = 0x400
    IGNORE_COOKIE = 0x800
    TYPE_COMMENTS = 0x1000
    ALLOW_TOP_LEVEL_AWAIT = 0x2000
    ALLOW_INCOMPLETE_INPUT = 0x4000
    BARRY_AS_BDFL = 0x400000
    GENERATOR_STOP = 0x800000
    FUTURE_ANNOTATIONS = 0x1000000
    FUTURES = 0x1FE0000
    """All bits of features of ``__future__``, which code objects have too."""
    COMPILE = FUTURES | NESTED_SCOPES | DONT_IMPLY_DEDENT | ONLY_AST | TYPE_COMMENTS | ALLOW_TOP_LEVEL_AWAIT | ALLOW_INCOMPLETE_INPUT
    """What ``compile`` accepts."""


class Options:
    """The options of one compilation. `optimize` is 0, 1 (no assertions) or 2 (no docstrings either); `flags` are bits of
    `CompilerFlag`."""
    filename: str
    flags: int
    optimize: int
    services: Services

    def __init__(self, filename: str, flags: int, optimize: int, services: Services) -> None:
        self.filename = filename
        self.flags = flags
        self.optimize = optimize
        self.services = services

    def has_future_annotations(self) -> bool:
        return self.flags & CompilerFlag.FUTURE_ANNOTATIONS != 0

    def allows_top_level_await(self) -> bool:
        return self.flags & CompilerFlag.ALLOW_TOP_LEVEL_AWAIT != 0
