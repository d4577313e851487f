"""What the translator finds at import time: globals, closures over constants, tables, functions made by functions."""
from typing import Callable

from tests.language.opaque import an_int

WIDTH = 7
HEIGHT = WIDTH * 2
NAMES = ("zero", "one", "two")
SQUARES = [i * i for i in range(10)]
TABLE = {name: i for i, name in enumerate(NAMES)}
DEBUG = False
GREETING = "hello " + "world"
MASK = (1 << 20) - 1
RATIO = 1 / 3


def _adder(n: int) -> Callable[[int], int]:
    def add(x: int) -> int:
        return x + n

    return add


_add_five = _adder(5)
_add_fifty = _adder(50)


def _chooser(fast: bool) -> Callable[[int], str]:
    def choose(x: int) -> str:
        if fast:
            return "fast " + str(x)
        return "slow " + str(x)

    return choose


_fast = _chooser(True)
_slow = _chooser(False)


def global_integers() -> int:
    return WIDTH * an_int(100) + HEIGHT


def global_mask_and_ratio() -> str:
    return f"{an_int(-1) & MASK} {RATIO}"


def global_string() -> str:
    return GREETING


def global_tuple() -> str:
    return NAMES[0] + NAMES[2]


def global_list() -> int:
    return SQUARES[an_int(3)] + SQUARES[-1] + len(SQUARES)


def global_dict() -> int:
    return TABLE["two"] * 10 + TABLE["one"]


def constant_branch() -> str:
    if DEBUG:
        return "debug"
    return "release"


def closure_over_constant() -> int:
    return _add_five(an_int(1)) * 1000 + _add_fifty(an_int(1))


def closure_over_flag() -> str:
    return _fast(an_int(1)) + _slow(an_int(2))


def functions_in_table() -> int:
    return _OPERATIONS[an_int(1)](10) + _OPERATIONS[an_int(0)](10)


_OPERATIONS: list[Callable[[int], int]] = [_add_five, _add_fifty]


def function_alias() -> int:
    return _alias(an_int(2))


_alias = _add_five


class _Config:
    VERSION = 3
    LEVELS = (1, 5, 9)
    NAMES = {"low": 1, "high": 9}


def class_level_tables() -> int:
    return _Config.VERSION * 100 + _Config.LEVELS[1] * 10 + _Config.NAMES["high"]


def constant_folding_of_conditions() -> int:
    result = 0
    if WIDTH > 5 and HEIGHT < 100:
        result += 1
    if WIDTH > 5 or an_int(1) > 2:
        result += 10
    if not DEBUG:
        result += 100
    return result


def shadowing_of_global() -> int:
    WIDTH = an_int(1000)
    return WIDTH


def shadowing_of_builtin() -> int:
    len = an_int(5)
    return len * 2


def lambda_without_free_variables() -> int:
    double: Callable[[int], int] = lambda x: x * 2  # noqa: E731
    return double(an_int(21))


_decorated_calls = {"count": 0}


def _counted(function: Callable[[int], int]) -> Callable[[int], int]:
    def wrapper(x: int) -> int:
        _decorated_calls["count"] += 1
        return function(x) + 1

    return wrapper


@_counted
def _decorated(x: int) -> int:
    return x * 10


def decorated_function() -> str:
    before = _decorated_calls["count"]
    result = _decorated(an_int(4)) + _decorated(5)
    return f"{result} {_decorated_calls['count'] - before}"
