"""tuple: values passed as C structs; unpacking, comparison, nesting."""
from tests.language.opaque import a_float, a_str, an_int


def items() -> str:
    pair = (an_int(1), a_str("x"))
    return f"{pair[0]} {pair[1]}"


def negative_index() -> int:
    triple = (1, 2, an_int(3))
    return triple[-1] * 10 + triple[-3]


def unpacking() -> int:
    a, b = (an_int(1), an_int(2))
    return a * 10 + b


def nested_unpacking() -> int:
    (a, b), c = ((1, an_int(2)), 3)
    return a * 100 + b * 10 + c


def swapping() -> str:
    a = an_int(1)
    b = an_int(2)
    a, b = b, a
    return f"{a} {b}"


def rotation() -> str:
    a, b, c = 1, an_int(2), 3
    a, b, c = b, c, a
    return f"{a} {b} {c}"


def length() -> int:
    return len((1, 2, 3))


def _divide(a: int, b: int) -> tuple[int, int]:
    return a // b, a % b


def as_result() -> str:
    quotient, rest = _divide(an_int(17), 5)
    return f"{quotient} {rest}"


def as_argument() -> int:
    return _sum((an_int(3), 4))


def _sum(pair: tuple[int, int]) -> int:
    return pair[0] + pair[1]


def _failing(x: int) -> tuple[int, str]:
    if x < 0:
        raise ValueError("negative")
    return x, str(x)


def result_of_failing_function() -> str:
    try:
        number, text = _failing(an_int(-1))
    except ValueError as error:
        return str(error)
    return text + str(number)


def result_that_looks_like_failure() -> str:
    number, text = _failing(an_int(143))
    return text + str(number)


def _failing_int_first(x: int) -> tuple[int, float]:
    if x == 0:
        raise ValueError("zero")
    return x, float(x)


def result_with_spare_value_inside() -> str:
    a, b = _failing_int_first(an_int(-113))
    return f"{a} {b}"


def equality() -> str:
    a = (1, an_int(2))
    return f"{a == (1, 2)} {a == (1, 3)} {a != (2, 2)}"


def equality_with_strings() -> bool:
    return (1, a_str("a") + "b") == (an_int(1), "ab")


def ordering() -> str:
    a = (1, an_int(2))
    return f"{a < (1, 3)} {a < (1, 2)} {a <= (1, 2)} {a > (0, 9)} {a >= (2, 0)}"


def sorting() -> str:
    items = [(2, "b"), (1, "z"), (2, "a"), (1, "y")]
    items.sort()
    return " ".join([f"{number}{name}" for number, name in items])


def mixed_types() -> str:
    t = (an_int(1), a_float(2.5), a_str("three"), an_int(4) == 4, [5])
    return f"{t[0]} {t[1]} {t[2]} {t[3]} {t[4][0]}"


def nested() -> int:
    t = ((1, 2), (an_int(3), (4, 5)))
    return t[1][1][0] * 100 + t[0][1] * 10 + t[1][0]


def one_item() -> int:
    t = (an_int(7),)
    return t[0]


def in_loop() -> str:
    a, b = 0, 1
    for _ in range(20):
        a, b = b, a + b
    return str(a)


def chosen_by_condition() -> int:
    t = (1, 2) if an_int(1) > 0 else (3, 4)
    return t[0] * 10 + t[1]


def reassigned_in_branches() -> int:
    t = (0, "")
    if an_int(1) > 0:
        t = (an_int(5), "five")
    return t[0] * 10 + len(t[1])


class _Holder:
    pair: tuple[int, str]

    def __init__(self, pair: tuple[int, str]) -> None:
        self.pair = pair


def in_field() -> str:
    holder = _Holder((1, "a"))
    before = holder.pair
    holder.pair = (an_int(2), "b")
    return f"{before[0]}{before[1]}{holder.pair[0]}{holder.pair[1]}"


def hash_of_equal() -> bool:
    return hash((1, a_str("a"))) == hash((an_int(1), "a"))


def containment() -> str:
    return f"{an_int(2) in (1, 2, 3)} {an_int(5) in (1, 2, 3)} {a_str('b') in ('a', 'b')}"


def constant_tuple_iterated() -> int:
    total = 0
    for x in (1, 10, 100):
        total += x * 2
    return total


def pairs_iterated() -> str:
    result = ""
    for name, number in (("a", 1), ("b", 2)):
        result += name * number
    return result


def minimum_by_first() -> str:
    best = (1000, "")
    for word in ["pear", "fig", "banana"]:
        if (len(word), word) < best:
            best = (len(word), word)
    return best[1]


def with_optional() -> str:
    holder: _Holder | None = _Holder((3, "c")) if an_int(1) > 0 else None
    t = (holder, 5)
    first = t[0]
    if first is not None:
        return first.pair[1] + str(t[1])
    return "none"


def mixed_int_and_float_items() -> float:
    x, y = an_int(1), a_float(0.5)
    return x + y
