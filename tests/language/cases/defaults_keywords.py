"""Calls: defaults, keywords, keyword-only and positional-only parameters."""
from typing import Optional

from tests.language.opaque import an_int

DEFAULT = 7


def _three(a: int, b: int = 2, c: int = 3) -> int:
    return a * 100 + b * 10 + c


def defaults() -> int:
    return _three(an_int(1))


def some_given() -> int:
    return _three(1, an_int(5))


def all_given() -> int:
    return _three(an_int(4), 5, 6)


def keywords() -> int:
    return _three(a=an_int(1), c=9, b=8)


def keyword_skips_default() -> int:
    return _three(1, c=an_int(9))


def _keyword_only(a: int, *, scale: int = 10, offset: int) -> int:
    return a * scale + offset


def keyword_only() -> int:
    return _keyword_only(an_int(2), offset=3) * 100 + _keyword_only(1, offset=1, scale=2)


def _positional_only(a: int, b: int, /) -> int:
    return a - b


def positional_only() -> int:
    return _positional_only(an_int(5), 3)


def _of_types(a: str = "text", b: float = 1.5, c: bool = True, d: Optional[str] = None, e: tuple[int, int] = (1, 2),
              f: bytes = b"xy") -> str:
    return f"{a} {b} {c} {d is None} {e[1]} {len(f)}"


def defaults_of_types() -> str:
    return _of_types() + "|" + _of_types("x", 2.5, False, "d", (3, 4), b"") + "|" + _of_types(d="z")


def _global_default(a: int = DEFAULT * 2) -> int:
    return a


def default_from_global() -> int:
    return _global_default() * 100 + _global_default(an_int(1))


class _Box:
    width: int
    height: int

    def __init__(self, width: int = 1, height: int = 1) -> None:
        self.width = width
        self.height = height

    def grown(self, by: int = 1, *, twice: bool = False) -> int:
        factor = 2 if twice else 1
        return self.width * self.height + by * factor

    @staticmethod
    def of_side(side: int = 4) -> int:
        return side * side


def constructor_keywords() -> int:
    a = _Box(height=an_int(5))
    b = _Box(2)
    return (a.width * 10 + a.height) * 100 + b.width * 10 + b.height


def method_keywords() -> int:
    box = _Box(2, 3)
    return box.grown() * 10000 + box.grown(twice=True) * 100 + box.grown(by=an_int(5), twice=True)


def static_method_default() -> int:
    return _Box.of_side() + _Box.of_side(side=an_int(1))


def evaluation_order_of_keywords() -> str:
    log: list[int] = []
    result = _three(c=_log(log, 1), a=_log(log, 2), b=_log(log, 3))
    return f"{result} {log[0]}{log[1]}{log[2]}"


def _log(log: list[int], x: int) -> int:
    log.append(x)
    return x
