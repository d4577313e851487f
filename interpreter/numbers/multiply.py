"""Products of rows of digits: schoolbook and Karatsuba's method.

The thresholds were measured with benchmarks/bigint/run.py. Karatsuba's method (Knuth, TAOCP 4.3.3) is written with the
differences of the halves instead of their sums, so that nothing carries into an additional digit.
"""
from __future__ import annotations

from interpreter.numbers.digits import (
    Digits, add, add_digit, add_multiple, add_rows, multiply_digit, shift_left, subtract_distance, subtract_rows,
)
from transform.rpython import alloc, free, uint64, umul_high

KARATSUBA_DIGITS = 26
KARATSUBA_SQUARE_DIGITS = 46

_SCRATCH = 160  # what halves that are rounded up add to the scratch space, over all levels


def multiply(r: Digits, a: Digits, n: int, b: Digits, m: int) -> None:
    """r = a * b, of ``n`` >= ``m`` >= 1 digits; ``n + m`` digits apart from ``a`` and ``b``. MemoryError."""
    if a == b and n == m:
        square(r, a, n)
    elif m < KARATSUBA_DIGITS:
        multiply_schoolbook(r, a, n, b, m)
    else:
        scratch = alloc(uint64, 4 * m + _SCRATCH)
        if n == m:
            _multiply_equal(r, a, b, n, scratch)
        else:
            _multiply_blocks(r, a, n, b, m, scratch)
        free(scratch)


def square(r: Digits, a: Digits, n: int) -> None:
    """r = a * a, of ``n`` >= 1 digits; ``2 * n`` digits apart from ``a``. MemoryError."""
    if n < KARATSUBA_SQUARE_DIGITS:
        square_schoolbook(r, a, n)
    else:
        scratch = alloc(uint64, 2 * n + _SCRATCH)
        _square_equal(r, a, n, scratch)
        free(scratch)


def multiply_schoolbook(r: Digits, a: Digits, n: int, b: Digits, m: int) -> None:
    r[n] = multiply_digit(r, a, n, b[0], uint64(0))
    for i in range(1, m):
        r[n + i] = add_multiple(r + i, a, n, b[i])


def square_schoolbook(r: Digits, a: Digits, n: int) -> None:
    """The products of different digits once, doubled, and the squares."""
    if n > 1:
        r[n] = multiply_digit(r + 1, a + 1, n - 1, a[0], uint64(0))
        for i in range(1, n - 1):
            r[n + i] = add_multiple(r + (2 * i + 1), a + (i + 1), n - 1 - i, a[i])
        r[2 * n - 1] = shift_left(r + 1, r + 1, 2 * n - 2, 1)
    else:
        r[1] = uint64(0)
    r[0] = uint64(0)
    carry = uint64(0)
    for i in range(n):
        x = a[i]
        low = r[2 * i] + carry
        carry = uint64(low < carry)
        product = x * x
        low += product
        if low < product:
            carry += 1
        r[2 * i] = low
        high = r[2 * i + 1] + carry
        carry = uint64(high < carry)
        product = umul_high(x, x)
        high += product
        if high < product:
            carry += 1
        r[2 * i + 1] = high


def _multiply_blocks(r: Digits, a: Digits, n: int, b: Digits, m: int, scratch: Digits) -> None:
    """The longer row in blocks of the length of the shorter one."""
    product = scratch
    scratch = scratch + 2 * m
    _multiply_equal(r, a, b, m, scratch)
    done = m
    while n - done >= m:
        _multiply_equal(product, a + done, b, m, scratch)
        _append_product(r, done, product, m, m)
        done += m
    if n > done:
        multiply(product, b, m, a + done, n - done)
        _append_product(r, done, product, m, n - done)


def _append_product(r: Digits, done: int, product: Digits, m: int, count: int) -> None:
    """r += product << done digits, where ``r`` has ``done + m`` digits so far and ``product`` ``m + count``."""
    carry = add_rows(r + done, r + done, product, m)
    add_digit(r + (done + m), product + m, count, carry)


def _multiply_equal(r: Digits, a: Digits, b: Digits, n: int, scratch: Digits) -> None:
    """Both of ``n`` digits; ``scratch`` has ``2 * n + _SCRATCH``."""
    if n < KARATSUBA_DIGITS:
        multiply_schoolbook(r, a, n, b, n)
        return
    low = n + 1 >> 1
    high = n - low
    rest = scratch + 2 * low
    negative = _distance_of_halves(r, a, low, high)
    if _distance_of_halves(r + low, b, low, high):
        negative = not negative
    _multiply_equal(scratch, r, r + low, low, rest)
    _multiply_equal(r, a, b, low, rest)
    _multiply_equal(r + 2 * low, a + low, b + low, high, rest)
    _add_middle(r, low, high, scratch, negative)


def _square_equal(r: Digits, a: Digits, n: int, scratch: Digits) -> None:
    if n < KARATSUBA_SQUARE_DIGITS:
        square_schoolbook(r, a, n)
        return
    low = n + 1 >> 1
    high = n - low
    rest = scratch + 2 * low
    _distance_of_halves(r, a, low, high)
    _square_equal(scratch, r, low, rest)
    _square_equal(r, a, low, rest)
    _square_equal(r + 2 * low, a + low, high, rest)
    _add_middle(r, low, high, scratch, False)


def _distance_of_halves(r: Digits, a: Digits, low: int, high: int) -> bool:
    """r = abs(lower half - upper half), ``low`` digits; gives whether the lower was below the upper."""
    if low == high:
        return subtract_distance(r, a, a + low, low)
    if a[high] == 0:
        r[high] = uint64(0)
        return subtract_distance(r, a, a + low, high)
    r[high] = a[high] - subtract_rows(r, a, a + low, high)
    return False


def _add_middle(r: Digits, low: int, high: int, scratch: Digits, negative: bool) -> None:
    """Adds the middle product (lower + upper -/+ that of the differences, in ``scratch``) to ``r``.

    The sum is made behind the product of the differences."""
    width = 2 * low
    total = scratch + width
    carry = add(total, r, width, r + width, 2 * high)
    if negative:
        carry += add_rows(total, total, scratch, width)
    else:
        carry -= subtract_rows(total, total, scratch, width)
    carry += add_rows(r + low, r + low, total, width)
    add_digit(r + (low + width), r + (low + width), 2 * high - low, carry)
