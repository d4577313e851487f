"""float: IEEE 754 arithmetic with Python's division, remainder, comparisons and text."""
from math import inf, isinf, isnan, nan, sqrt

from tests.language.opaque import a_float, an_int


def literals() -> str:
    return f"{1.5} {1e10} {1e-7} {.5} {1_000.25}"


def addition() -> float:
    return a_float(0.1) + a_float(0.2)


def subtraction() -> float:
    return a_float(1.0) - a_float(0.9)


def multiplication() -> float:
    return a_float(1.1) * a_float(1.1)


def division() -> float:
    return a_float(1.0) / a_float(3.0)


def negation() -> float:
    return -a_float(0.0)


def absolute_value() -> float:
    return abs(a_float(-2.5))


def division_by_zero() -> str:
    try:
        return str(a_float(1.0) / a_float(0.0))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def floor_division() -> str:
    return f"{a_float(7.5) // a_float(2.0)} {a_float(-7.5) // a_float(2.0)} {a_float(7.5) // a_float(-2.0)}"


def floor_division_by_zero() -> str:
    try:
        return str(a_float(1.0) // a_float(0.0))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def remainder() -> str:
    return f"{a_float(7.5) % a_float(2.0)} {a_float(-7.5) % a_float(2.0)} {a_float(7.5) % a_float(-2.0)}"


def remainder_by_zero() -> str:
    try:
        return str(a_float(1.0) % a_float(0.0))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def remainder_signs_of_zero() -> str:
    return f"{a_float(-4.0) % a_float(2.0)} {a_float(4.0) % a_float(-2.0)}"


def remainder_by_infinity() -> str:
    return f"{a_float(5.0) % a_float(inf)} {a_float(-5.0) % a_float(inf)}"


def power() -> str:
    return f"{a_float(2.0) ** a_float(0.5)} {a_float(2.0) ** a_float(-1.0)} {a_float(9.0) ** a_float(0.0)}"


def square_root() -> float:
    return sqrt(a_float(2.0))


def mixed_with_int() -> float:
    return a_float(1.5) + an_int(2)


def int_first() -> float:
    return an_int(3) * a_float(0.1)


def mixed_comparison() -> bool:
    return a_float(2.5) > an_int(2)


def comparisons() -> str:
    a = a_float(1.5)
    b = a_float(2.5)
    return f"{a < b}{a <= b}{a > b}{a >= b}{a == b}{a != b}"


def nan_comparisons() -> str:
    a = a_float(nan)
    b = a_float(1.0)
    return f"{a < b}{a <= b}{a > b}{a >= b}{a == b}{a != b}{a == a}{a != a}"


def negated_nan_comparison() -> str:
    a = a_float(nan)
    result = ""
    if not a < 1.0:
        result += "not less "
    if not a >= 1.0:
        result += "not at least"
    return result


def zeros_are_equal() -> bool:
    return a_float(0.0) == a_float(-0.0)


def infinities() -> str:
    a = a_float(inf)
    return f"{a} {-a} {a + 1.0} {a - a} {a * a_float(0.0)} {a > 1e308}"


def overflow_to_infinity() -> float:
    return a_float(1e308) * a_float(10.0)


def underflow_to_zero() -> float:
    return a_float(1e-308) * a_float(1e-308)


def denormal() -> float:
    return a_float(5e-324)


def classification() -> str:
    return f"{isnan(a_float(nan))}{isnan(a_float(1.0))}{isinf(a_float(-inf))}{isinf(a_float(1.0))}"


def truth() -> str:
    result = ""
    for x in [0.0, -0.0, 0.1, nan]:
        result += "T" if x else "F"
    return result


def float_of_int() -> float:
    return float(an_int(9007199254740993))


def float_of_bool() -> float:
    return float(an_int(1) == 1)


def float_of_str() -> float:
    return float("1.25") + float("-1e3") + float("  2  ")


def float_of_special_str() -> str:
    return f"{float('inf')} {float('-inf')} {float('nan')}"


def float_of_bad_str() -> str:
    try:
        return str(float("1.2.3"))
    except ValueError:
        return "ValueError"


def int_of_float_truncates() -> str:
    return f"{int(a_float(2.9))} {int(a_float(-2.9))} {int(a_float(-0.5))}"


def int_of_infinity() -> str:
    try:
        return str(int(a_float(inf)))
    except OverflowError:
        return "OverflowError"


def int_of_nan() -> str:
    try:
        return str(int(a_float(nan)))
    except ValueError:
        return "ValueError"


def str_of_whole() -> str:
    return (f"{a_float(1.0)} {a_float(-0.0)} {a_float(100000.0)} {a_float(1e15)} {a_float(1e16)} "
            f"{a_float(123456789012345680.0)}")


def str_of_small() -> str:
    return f"{a_float(0.1)} {a_float(0.0001)} {a_float(0.00001)} {a_float(1.5e-300)}"


def str_of_shortest() -> str:
    return f"{a_float(0.1) + a_float(0.2)} {a_float(1.0) / 3.0} {a_float(2.0) / 3.0} {a_float(1e23)} {a_float(5e-324)}"


def str_of_largest() -> str:
    return str(a_float(1.7976931348623157e308))


def rounding() -> str:
    return f"{round(a_float(2.5))} {round(a_float(3.5))} {round(a_float(-2.5))} {round(a_float(2.6))}"


def minimum_and_maximum() -> float:
    return min(a_float(1.5), a_float(-2.0)) + max(a_float(10.0), a_float(20.0))


def augmented_assignments() -> float:
    x = a_float(10.0)
    x += 1.5
    x -= 0.25
    x *= 2.0
    x /= 3.0
    return x


def conditional_mix() -> float:
    return a_float(1.0) if an_int(1) == 1 else a_float(2.0)


def harmonic_sum() -> float:
    total = 0.0
    for i in range(1, 1001):
        total += 1.0 / i
    return total


def newton_root() -> float:
    x = a_float(10.0)
    for _ in range(20):
        x = (x + 10.0 / x) / 2.0
    return x


def fused_is_not_used() -> float:
    return a_float(1.0000000000000002) * a_float(1.0000000000000002) - a_float(1.0000000000000004)
