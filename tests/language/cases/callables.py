"""Function values: functions, bound methods, classes as factories, in fields, lists and dicts."""
from __future__ import annotations

from typing import Callable, Optional

from tests.language.opaque import an_int


def _double(x: int) -> int:
    return x * 2


def _square(x: int) -> int:
    return x * x


def _apply(function: Callable[[int], int], x: int) -> int:
    return function(x)


def function_as_argument() -> int:
    return _apply(_double, an_int(5)) + _apply(_square, an_int(5)) * 100


def function_in_variable() -> int:
    function = _double if an_int(1) > 0 else _square
    return function(21)


def function_in_list() -> int:
    functions = [_double, _square]
    total = 0
    for function in functions:
        total = total * 1000 + function(an_int(7))
    return total


def function_in_dict() -> int:
    table: dict[str, Callable[[int], int]] = {"double": _double, "square": _square}
    return table["square"](an_int(3)) + table["double"](100)


class _Counter:
    total: int

    def __init__(self) -> None:
        self.total = 0

    def add(self, x: int) -> int:
        self.total += x
        return self.total

    def adder(self) -> Callable[[int], int]:
        return self.add


class _DoubleCounter(_Counter):
    def add(self, x: int) -> int:
        return super().add(2 * x)


def bound_method() -> int:
    counter = _Counter()
    add = counter.add
    add(an_int(5))
    add(6)
    return counter.total


def bound_method_as_argument() -> int:
    counter = _Counter()
    _apply(counter.add, an_int(5))
    return _apply(counter.add, 10)


def bound_method_is_virtual() -> str:
    counters: list[_Counter] = [_Counter(), _DoubleCounter()]
    return " ".join([str(_apply(counter.adder(), an_int(5))) for counter in counters])


def bound_method_outlives_variable() -> int:
    function = _make_adder(an_int(10))
    function(1)
    return function(2)


def _make_adder(start: int) -> Callable[[int], int]:
    counter = _Counter()
    counter.add(start)
    return counter.add


class _Button:
    on_click: Optional[Callable[[str], str]]

    def __init__(self) -> None:
        self.on_click = None

    def click(self) -> str:
        handler = self.on_click
        if handler is None:
            return "nothing"
        return handler("clicked")


def _shout(text: str) -> str:
    return text.upper()


def function_in_optional_field() -> str:
    button = _Button()
    before = button.click()
    button.on_click = _shout
    return before + " " + button.click()


def _no_result(log: list[int]) -> None:
    log.append(1)


def _other_no_result(log: list[int]) -> None:
    log.append(2)


def functions_without_result() -> int:
    actions: list[Callable[[list[int]], None]] = [_no_result, _other_no_result]
    log: list[int] = []
    for action in actions:
        action(log)
    return log[0] * 10 + log[1]


def _failing(x: int) -> int:
    if x > 2:
        raise ValueError("too large")
    return -113


def function_value_that_raises() -> str:
    result = ""
    function: Callable[[int], int] = _failing if an_int(1) > 0 else _double
    for x in [1, 3]:
        try:
            result += str(function(x)) + " "
        except ValueError as error:
            result += str(error)
    return result


def _compose(f: Callable[[int], int], g: Callable[[int], int], x: int) -> int:
    return f(g(x))


def composition() -> int:
    return _compose(_double, _square, an_int(5)) * 1000 + _compose(_square, _double, an_int(5))


def _fold(items: list[int], function: Callable[[int, int], int], start: int) -> int:
    result = start
    for item in items:
        result = function(result, item)
    return result


def _add(a: int, b: int) -> int:
    return a + b


def _multiply(a: int, b: int) -> int:
    return a * b


def fold() -> int:
    return _fold([1, 2, 3, an_int(4)], _add, 0) * 100 + _fold([1, 2, 3, 4], _multiply, 1)


def _make_counter(x: int) -> _Counter:
    counter = _Counter()
    counter.total = x
    return counter


def factory_function() -> int:
    factory: Callable[[int], _Counter] = _make_counter
    return factory(an_int(9)).total


def lambda_in_call() -> int:
    return _apply(lambda x: x + 1, an_int(41))


def static_method_value() -> int:
    function: Callable[[int], int] = _Static.triple
    return function(an_int(4))


class _Static:
    @staticmethod
    def triple(x: int) -> int:
        return x * 3


def sort_key() -> str:
    words = ["pear", "fig", "banana", "kiwi"]
    words.sort(key=_length)
    return " ".join(words)


def _length(word: str) -> int:
    return len(word)


def function_of_float_and_tuple() -> str:
    function: Callable[[float, tuple[int, int]], tuple[float, int]] = _mixed
    a, b = function(0.5, (1, an_int(2)))
    return f"{a} {b}"


def _mixed(x: float, pair: tuple[int, int]) -> tuple[float, int]:
    return x * 2.0, pair[0] + pair[1]


def identity_of_functions() -> bool:
    function: Callable[[int], int] = _double if an_int(1) > 0 else _square
    other: Callable[[int], int] = _double
    return function is other
