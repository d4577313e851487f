"""int: 64 bits, Python's division and remainder, wrap-around and the helpers that detect it."""
from tests.language.opaque import a_bool, a_float, an_int
from transform.rpython import (
    add_ovf, bits_to_float, cdiv, clz, cmod, ctz, float_to_bits, mul_high, mul_ovf, popcount, sub_ovf, umul_high, wrap)

LARGEST = 0x7FFFFFFFFFFFFFFF
SMALLEST = -0x8000000000000000


def literals() -> str:
    return f"{1_000_000} {0xFF} {0o17} {0b1011} {-5} {LARGEST} {SMALLEST}"


def addition() -> int:
    return an_int(40) + an_int(2)


def subtraction() -> int:
    return an_int(40) - an_int(50)


def multiplication() -> int:
    return an_int(-7) * an_int(6)


def negation() -> int:
    return -an_int(5)


def plus_sign() -> int:
    return +an_int(5)


def inversion() -> int:
    return ~an_int(5)


def absolute_value() -> int:
    return abs(an_int(-9)) * 100 + abs(an_int(9))


def floor_division() -> int:
    return an_int(7) // an_int(2)


def floor_division_negative_dividend() -> int:
    return an_int(-7) // an_int(2)


def floor_division_negative_divisor() -> int:
    return an_int(7) // an_int(-2)


def floor_division_both_negative() -> int:
    return an_int(-7) // an_int(-2)


def floor_division_exact_negative() -> int:
    return an_int(-8) // an_int(2)


def floor_division_by_constant() -> int:
    return an_int(-1) // 3 * 100 + an_int(-4) // 4


def floor_division_smallest() -> int:
    return an_int(SMALLEST) // an_int(3)


def smallest_by_minus_one_wraps() -> int:
    return wrap(an_int(SMALLEST) // an_int(-1))


def remainder() -> int:
    return an_int(7) % an_int(3)


def remainder_negative_dividend() -> int:
    return an_int(-7) % an_int(3)


def remainder_negative_divisor() -> int:
    return an_int(7) % an_int(-3)


def remainder_both_negative() -> int:
    return an_int(-7) % an_int(-3)


def remainder_exact() -> int:
    return an_int(-9) % an_int(3)


def remainder_by_power_of_two() -> int:
    return an_int(-1) % 8 * 10 + an_int(13) % 8


def smallest_remainder_minus_one() -> int:
    return an_int(SMALLEST) % an_int(-1)


def division_identity() -> bool:
    for a in [-9, -8, -1, 0, 1, 8, 9]:
        for b in [-4, -3, -1, 1, 3, 4]:
            if a // b * b + a % b != a:
                return False
    return True


def division_table() -> str:
    result = ""
    for a in [-7, -6, 0, 6, 7]:
        for b in [-3, 3]:
            result += f"{a // b},{a % b} "
    return result


def divmod_of_integers() -> int:
    quotient, rest = divmod(an_int(-7), an_int(3))
    return quotient * 100 + rest


def zero_division() -> str:
    try:
        return str(an_int(1) // an_int(0))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def zero_remainder() -> str:
    try:
        return str(an_int(1) % an_int(0))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def constant_zero_division() -> str:
    try:
        return str(an_int(1 // (0 // 7) + 1))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def true_division() -> float:
    return an_int(7) / an_int(2)


def true_division_negative() -> float:
    return an_int(-1) / an_int(3)


def true_division_by_zero() -> str:
    try:
        return str(an_int(7) / an_int(0))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def c_division() -> str:
    return f"{cdiv(an_int(-7), 2)} {cdiv(an_int(7), -2)} {cdiv(an_int(-7), -2)} {cdiv(an_int(6), 3)}"


def c_remainder() -> str:
    return f"{cmod(an_int(-7), 2)} {cmod(an_int(7), -2)} {cmod(an_int(-7), -2)} {cmod(an_int(6), 3)}"


def c_division_by_zero() -> str:
    try:
        return str(cdiv(an_int(1), an_int(0)))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def c_remainder_by_zero() -> str:
    try:
        return str(cmod(an_int(1), an_int(0)))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def power() -> int:
    return an_int(3) ** an_int(5)


def power_zero() -> int:
    return an_int(0) ** an_int(0)


def power_of_negative() -> int:
    return an_int(-2) ** an_int(63)


def power_precedence() -> int:
    return -an_int(2) ** 2


def left_shift() -> int:
    return an_int(5) << an_int(3)


def left_shift_wraps() -> int:
    return wrap(an_int(3) << an_int(63))


def right_shift() -> int:
    return an_int(1000) >> an_int(3)


def right_shift_negative() -> int:
    return an_int(-1000) >> an_int(3)


def right_shift_all() -> int:
    return (an_int(-1) >> 63) * 10 + (an_int(LARGEST) >> 63)


def negative_shift_count() -> str:
    try:
        return str(an_int(1) << an_int(-1))
    except ValueError:
        return "ValueError"


def bitwise_and() -> int:
    return an_int(0b1100) & an_int(0b1010)


def bitwise_or() -> int:
    return an_int(0b1100) | an_int(0b1010)


def bitwise_xor() -> int:
    return an_int(0b1100) ^ an_int(0b1010)


def bitwise_negative() -> int:
    return (an_int(-256) & an_int(0xFFF)) * 1000 + (an_int(-1) ^ an_int(-10))


def precedence() -> int:
    return an_int(1) + an_int(2) * an_int(3) - an_int(8) // an_int(3) ** an_int(2) | an_int(16) ^ an_int(1) & an_int(3)


def wrapping_addition() -> int:
    return wrap(an_int(LARGEST) + an_int(1))


def wrapping_subtraction() -> int:
    return wrap(an_int(SMALLEST) - an_int(1))


def wrapping_multiplication() -> int:
    return wrap(an_int(0x123456789ABCDEF) * an_int(0xFEDCBA987654321))


def wrapping_negation() -> int:
    return wrap(-an_int(SMALLEST))


def wrapping_hash() -> int:
    state = 1469598103934665603
    for byte in b"the quick brown fox":
        state = wrap((state ^ byte) * 1099511628211)
    return state


def linear_congruence() -> int:
    x = an_int(42)
    for _ in range(1000):
        x = wrap(x * 6364136223846793005 + 1442695040888963407)
    return x


def add_overflow() -> str:
    try:
        return str(add_ovf(an_int(LARGEST), an_int(1)))
    except OverflowError:
        return "OverflowError"


def add_overflow_edge() -> int:
    return add_ovf(an_int(LARGEST - 1), an_int(1))


def add_overflow_negative() -> str:
    try:
        return str(add_ovf(an_int(SMALLEST), an_int(-1)))
    except OverflowError:
        return "OverflowError"


def sub_overflow() -> str:
    try:
        return str(sub_ovf(an_int(SMALLEST), an_int(1)))
    except OverflowError:
        return "OverflowError"


def sub_overflow_edge() -> int:
    return sub_ovf(an_int(-1), an_int(LARGEST))


def mul_overflow() -> str:
    try:
        return str(mul_ovf(an_int(0x100000000), an_int(0x80000000)))
    except OverflowError:
        return "OverflowError"


def mul_overflow_edge() -> int:
    return mul_ovf(an_int(0x100000000), an_int(-0x80000000))


def overflow_in_loop() -> int:
    value = 1
    steps = 0
    try:
        while True:
            value = mul_ovf(value, 10)
            steps += 1
    except OverflowError:
        return steps


def high_products() -> str:
    a = an_int(0x7123456789ABCDEF)
    b = an_int(-0x0FEDCBA987654321)
    return f"{mul_high(a, b)} {mul_high(b, b)} {umul_high(a, b)}"


def leading_zeros() -> str:
    return f"{clz(an_int(1))} {clz(an_int(255))} {clz(an_int(-1))} {clz(an_int(LARGEST))}"


def trailing_zeros() -> str:
    return f"{ctz(an_int(1))} {ctz(an_int(256))} {ctz(an_int(-1))} {ctz(an_int(SMALLEST))}"


def one_bits() -> str:
    return f"{popcount(an_int(0))} {popcount(an_int(255))} {popcount(an_int(-1))} {popcount(an_int(SMALLEST))}"


def bits_of_float() -> int:
    return float_to_bits(a_float(1.5))


def bits_of_negative_zero() -> int:
    return float_to_bits(a_float(-0.0))


def float_of_bits() -> float:
    return bits_to_float(an_int(0x4009_21FB_5444_2D18))


def comparisons() -> str:
    a = an_int(3)
    b = an_int(-4)
    return f"{a < b}{a <= b}{a > b}{a >= b}{a == b}{a != b}"


def comparisons_equal() -> str:
    a = an_int(3)
    b = an_int(3)
    return f"{a < b}{a <= b}{a > b}{a >= b}{a == b}{a != b}"


def chained_comparison() -> str:
    result = ""
    for i in range(6):
        if 1 <= an_int(i) < 4:
            result += str(i)
    return result


def chained_comparison_evaluates_once() -> int:
    calls: list[int] = []

    if 0 < _noted(calls, 5) < 10:
        return len(calls)
    return -1


def _noted(calls: list[int], x: int) -> int:
    calls.append(x)
    return x


def integer_truth() -> str:
    result = ""
    for i in [-1, 0, 1]:
        result += "T" if i else "F"
    return result


def not_integer() -> bool:
    return not an_int(0)


def int_of_bool() -> int:
    return int(a_bool(True)) * 10 + int(a_bool(False))


def int_of_float() -> int:
    return int(a_float(-3.99)) * 100 + int(a_float(3.99))


def int_of_str() -> int:
    return int("-1234") + int("  56 ") + int("+1")


def int_of_bad_str() -> str:
    try:
        return str(int("12x"))
    except ValueError:
        return "ValueError"


def int_of_empty_str() -> str:
    try:
        return str(int(""))
    except ValueError:
        return "ValueError"


def int_with_base() -> int:
    return int("ff", 16) + int("-777", 8) + int("1011", 2)


def str_of_int() -> str:
    return str(an_int(0)) + str(an_int(-7)) + str(an_int(123456789)) + str(an_int(LARGEST)) + str(an_int(SMALLEST))


def minimum_and_maximum() -> int:
    return min(an_int(4), an_int(-2)) * 100 + max(an_int(4), an_int(-2))


def minimum_of_three() -> int:
    return min(an_int(4), an_int(-2), an_int(1)) * 100 + max(an_int(4), an_int(9), an_int(5))


def augmented_assignments() -> int:
    x = an_int(100)
    x += 5
    x -= 1
    x *= 3
    x //= 2
    x %= 100
    x <<= 3
    x >>= 1
    x |= 1
    x &= 0xFD
    x ^= 0x55
    return x


def greatest_common_divisor() -> int:
    a = an_int(1071)
    b = an_int(462)
    while b != 0:
        a, b = b, a % b
    return a


def large_constants() -> int:
    return an_int(LARGEST) - 0x7FFFFFFF_00000000


def chr_and_ord() -> int:
    return ord(chr(an_int(0x41))) + ord(chr(an_int(0x1F600)))
