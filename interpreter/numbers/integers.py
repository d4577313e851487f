"""Functions of integers: divisors, roots, factorials and binomial coefficients, rounded quotients."""
from __future__ import annotations

from interpreter.numbers.bigint import ONE, ZERO, BigInt, divide_truncated, magnitude
from interpreter.numbers.digits import (
    DIGIT_BITS, multiply_digit, subtract_multiple,
)
from transform.rpython import clz, get_item, keepalive, new_var, popcount, uint64, umul_high

_LEHMER_BITS = 62
_PRODUCT_BITS = 63  # products that fit in an int


# Divisors.


def gcd(a: BigInt, b: BigInt) -> BigInt:
    """The greatest common divisor, never negative.

    Lehmer's method (Knuth, TAOCP 4.5.2, algorithm L): several steps of Euclid's algorithm are made on the highest bits
    alone, as long as these determine the quotients, and are then applied to the numbers at once."""
    a, b = a.abs(), b.abs()
    if a.compare(b) < 0:
        a, b = b, a
    while b.count() > 1:
        shift = a.bit_length() - _LEHMER_BITS
        x0, y0, x1, y1 = _euclid_steps(a.rshift(shift).low_bits(), b.rshift(shift).low_bits())
        if y0 == 0:
            a, b = b, divide_truncated(a, b)[1]
        else:
            a, b = _combination(a, x0, b, y0), _combination(a, x1, b, y1)
            if a.compare(b) < 0:
                a, b = b, a
    if b.size == 0:
        return a
    digit: uint64 = get_item(b, 0)
    rest = get_item(divide_truncated(a, b)[1], 0) if a.count() > 1 else get_item(a, 0) % digit
    while rest != 0:
        digit, rest = rest, digit % rest
    return BigInt.from_unsigned(digit)


def _euclid_steps(a: int, b: int) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1): the steps that all numbers beginning like ``a`` and ``b`` have in common make of these

    x0 * a + y0 * b and x1 * a + y1 * b."""
    x0, y0, x1, y1 = 1, 0, 0, 1
    while b + x1 != 0 and b + y1 != 0:
        quotient = (a + x0) // (b + x1)
        if quotient != (a + y0) // (b + y1):
            break
        x0, x1 = x1, x0 - quotient * x1
        y0, y1 = y1, y0 - quotient * y1
        a, b = b, a - quotient * b
    return x0, y0, x1, y1


def _combination(a: BigInt, x: int, b: BigInt, y: int) -> BigInt:
    """x * a + y * b; one of the factors is below 0 or 0, and the result is not below 0."""
    if x <= 0:
        a, x, b, y = b, y, a, x
    n, m = a.count(), b.count()
    result = new_var(BigInt, max(n, m) + 1)
    row = result.digits()
    row[n] = multiply_digit(row, a.digits(), n, uint64(x), uint64(0))
    borrow = subtract_multiple(row, b.digits(), m, magnitude(y))
    keepalive(a)
    keepalive(b)
    if borrow != 0:
        row[m] -= borrow  # there is no more above it, for the result is not below 0
    return result.trimmed(max(n, m) + 1, False)


def lcm(a: BigInt, b: BigInt) -> BigInt:
    """The least common multiple, never negative."""
    if a.size == 0 or b.size == 0:
        return ZERO
    return divide_truncated(a, gcd(a, b))[0].mul(b).abs()


# Roots.


def isqrt(x: BigInt) -> BigInt:
    """The square root rounded down. ValueError below 0.

    Newton's method, each step with twice as many bits as the one before (Zimmermann, "Karatsuba square root", 1999,
    has the idea; this form needs no correction but the last)."""
    if x.size < 0:
        raise ValueError("isqrt() argument must be nonnegative")
    if x.size == 0:
        return ZERO
    bits = (x.bit_length() - 1) // 2
    result = ONE
    known = 0  # result is the root of the highest bits, 2 * known + 1 or more, but for 1
    for step in range(DIGIT_BITS - 1 - clz(bits) if bits > 0 else -1, -1, -1):
        wanted = bits >> step
        more = x.rshift(2 * bits - known - wanted + 1).floordiv(result)
        result = result.lshift(wanted - known - 1).add(more)
        known = wanted
    return result.sub_int(1) if result.mul(result).compare(x) > 0 else result


# Products of many numbers.


def product_of_range(start: int, count: int, step: int) -> BigInt:
    """start * (start + step) * ... with ``count`` factors, which are all > 0."""
    if count <= 0:
        return ONE
    bits = DIGIT_BITS - clz(start + (count - 1) * step)
    if count * bits <= _PRODUCT_BITS:
        result = 1
        for i in range(count):
            result *= start + i * step
        return BigInt.from_int(result)
    half = count // 2
    return product_of_range(start, half, step).mul(product_of_range(start + half * step, count - half, step))


def factorial(n: int) -> BigInt:
    """n! for ``n`` >= 0.

    The odd part is a product over the odd numbers up to n, n / 2, n / 4 and so on; the factors 2 are a shift."""
    odd_part = ONE
    inner = ONE
    upto = 1
    for halvings in range(DIGIT_BITS - clz(n) if n > 0 else 0, -1, -1):
        above = (n >> halvings) + 1 | 1  # the first odd number above n / 2**halvings
        inner = inner.mul(product_of_range(upto, (above - upto) // 2, 2))
        upto = above
        odd_part = odd_part.mul(inner)
    return odd_part.lshift(n - popcount(n))


def perm(n: int, k: int) -> BigInt:
    """n * (n - 1) * ... with ``k`` factors; ``n``, ``k`` >= 0."""
    return ZERO if k > n else product_of_range(n - k + 1, k, 1)


def comb(n: int, k: int) -> BigInt:
    """The number of ways to choose ``k`` of ``n``, both >= 0."""
    if k > n:
        return ZERO
    k = min(k, n - k)
    # As long as the products fit in 64 bits, each quotient on the way is a binomial coefficient itself.
    result = uint64(1)
    for i in range(k):
        factor = uint64(n - i)
        if umul_high(result, factor) != 0:
            return comb_large(BigInt.from_int(n), k)
        result = result * factor // uint64(i + 1)
    return BigInt.from_unsigned(result)


def perm_large(n: BigInt, k: int) -> BigInt:
    """As `perm`, for an ``n`` of any size that is not below ``k``."""
    if n.fits_int():
        return perm(n.to_int(), k)
    if k == 0:
        return ONE
    if k == 1:
        return n
    return perm_large(n, k // 2).mul(perm_large(n.sub_int(k // 2), k - k // 2))


def comb_large(n: BigInt, k: int) -> BigInt:
    """As `comb`, for an ``n`` of any size that is not below ``k``."""
    return perm_large(n, k).floordiv(factorial(k))


# Rounding.


def divide_nearest(a: BigInt, b: BigInt) -> tuple[BigInt, BigInt]:
    """The quotient rounded to the nearest integer, ties to even, and what is left. ZeroDivisionError."""
    quotient, rest = a.divmod(b)  # the rest has the sign of b
    half = rest.lshift(1).abs().compare(b.abs())
    if half > 0 or half == 0 and quotient.is_odd():
        return quotient.add_int(1), rest.sub(b)
    return quotient, rest


def round_to_power_of_ten(x: BigInt, digits: int) -> BigInt:
    """``round(x, -digits)``, ``digits`` >= 0: the nearest multiple of 10**digits, ties to even."""
    # The number has fewer digits than a third of its bits, and half a digit more is far away.
    if digits > x.bit_length() // 3 + 2:
        return ZERO
    return x.sub(divide_nearest(x, BigInt.from_int(10).pow(digits))[1])
