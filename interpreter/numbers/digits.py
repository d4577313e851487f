"""Arithmetic on rows of digits: the inner loops of big integers.

A row is a natural number in base 2**64: a pointer to its lowest digit, and how many there are. The result row may be
an operand row itself unless a function says otherwise; it has room for what is written. What does not fit comes back
as a carry or borrow. Nothing here allocates or raises.
"""
from __future__ import annotations

from transform.rpython import Ptr, inline, uint64, umul_high, unroll

Digits = Ptr[uint64]
DIGIT_BITS = 64

_LARGEST = uint64(-1)


@inline
def significant(a: Digits, n: int) -> int:
    """The number of digits without the zeros at the top."""
    while n > 0 and a[n - 1] == 0:
        n -= 1
    return n


@inline
def compare_rows(a: Digits, b: Digits, n: int) -> int:
    """-1, 0 or 1 as ``a`` is below, equal to or above ``b``, both of ``n`` digits."""
    for i in range(n - 1, -1, -1):
        if a[i] != b[i]:
            return -1 if a[i] < b[i] else 1
    return 0


def is_zero(a: Digits, n: int) -> bool:
    for i in range(n):
        if a[i] != 0:
            return False
    return True


# Sums and differences.


def add_rows(r: Digits, a: Digits, b: Digits, n: int) -> uint64:
    """r = a + b, all of ``n`` digits; gives the carry."""
    carry = uint64(0)
    i = 0
    while i <= n - 4:
        for k in unroll(range(4)):
            carry = _add_at(r, a, b, i + k, carry)
        i += 4
    while i < n:
        carry = _add_at(r, a, b, i, carry)
        i += 1
    return carry


@inline
def _add_at(r: Digits, a: Digits, b: Digits, i: int, carry: uint64) -> uint64:
    """One digit of a sum. The carry goes through in the rare case alone: mostly no digit waits for the one below."""
    x = a[i]
    total = x + b[i]
    r[i] = total + carry
    return carry if total == _LARGEST else uint64(total < x)


def subtract_rows(r: Digits, a: Digits, b: Digits, n: int) -> uint64:
    """r = a - b, all of ``n`` digits; gives the borrow."""
    borrow = uint64(0)
    i = 0
    while i <= n - 4:
        for k in unroll(range(4)):
            borrow = _subtract_at(r, a, b, i + k, borrow)
        i += 4
    while i < n:
        borrow = _subtract_at(r, a, b, i, borrow)
        i += 1
    return borrow


@inline
def _subtract_at(r: Digits, a: Digits, b: Digits, i: int, borrow: uint64) -> uint64:
    """One digit of a difference, as `_add_at`."""
    x = a[i]
    y = b[i]
    r[i] = x - y - borrow
    return borrow if x == y else uint64(x < y)


@inline
def add_digit(r: Digits, a: Digits, n: int, carry: uint64) -> uint64:
    """r = a + carry; gives the carry."""
    i = 0
    while i < n and carry != 0:
        total = a[i] + carry
        carry = uint64(total < carry)
        r[i] = total
        i += 1
    if r != a:
        while i < n:
            r[i] = a[i]
            i += 1
    return carry


@inline
def subtract_digit(r: Digits, a: Digits, n: int, borrow: uint64) -> uint64:
    """r = a - borrow; gives the borrow."""
    i = 0
    while i < n and borrow != 0:
        x = a[i]
        r[i] = x - borrow
        borrow = uint64(x < borrow)
        i += 1
    if r != a:
        while i < n:
            r[i] = a[i]
            i += 1
    return borrow


@inline
def add(r: Digits, a: Digits, n: int, b: Digits, m: int) -> uint64:
    """r = a + b, of ``n`` and ``m`` <= ``n`` digits; ``n`` digits and the carry."""
    return add_digit(r + m, a + m, n - m, add_rows(r, a, b, m))


@inline
def subtract(r: Digits, a: Digits, n: int, b: Digits, m: int) -> uint64:
    """r = a - b, of ``n`` and ``m`` <= ``n`` digits; ``n`` digits and the borrow."""
    return subtract_digit(r + m, a + m, n - m, subtract_rows(r, a, b, m))


def subtract_distance(r: Digits, a: Digits, b: Digits, n: int) -> bool:
    """r = abs(a - b), all of ``n`` digits; gives whether ``a`` was below ``b``."""
    if compare_rows(a, b, n) < 0:
        subtract_rows(r, b, a, n)
        return True
    subtract_rows(r, a, b, n)
    return False


# Products with one digit. What a carry from below is added to comes last, so that little waits for it; carries are
# numbers, not branches, because no processor predicts them.


def multiply_digit(r: Digits, a: Digits, n: int, d: uint64, carry: uint64) -> uint64:
    """r = a * d + carry; gives the digit above."""
    for i in range(n):
        x = a[i]
        low = x * d
        high = umul_high(x, d)
        total = low + carry
        carry = high + uint64(total < low)
        r[i] = total
    return carry


def add_multiple(r: Digits, a: Digits, n: int, d: uint64) -> uint64:
    """r += a * d, ``n`` digits; gives the digit above."""
    carry = uint64(0)
    for i in range(n):
        x = a[i]
        low = x * d
        high = umul_high(x, d)
        old = r[i]
        low += old
        high += uint64(low < old)
        total = low + carry
        carry = high + uint64(total < low)
        r[i] = total
    return carry


def subtract_multiple(r: Digits, a: Digits, n: int, d: uint64) -> uint64:
    """r -= a * d, ``n`` digits; gives what is left to be subtracted above."""
    borrow = uint64(0)
    for i in range(n):
        x = a[i]
        low = x * d
        high = umul_high(x, d)
        old = r[i]
        high += uint64(old < low)
        low = old - low
        r[i] = low - borrow
        borrow = high + uint64(low < borrow)
    return borrow


# Shifts by less than a digit.


def shift_left(r: Digits, a: Digits, n: int, bits: int) -> uint64:
    """r = a << bits, 0 <= bits < 64; gives what is shifted out. ``r`` may lie above ``a`` in one row."""
    if bits == 0:
        for i in range(n - 1, -1, -1):
            r[i] = a[i]
        return uint64(0)
    rest = DIGIT_BITS - bits
    above = a[n - 1]
    result = above >> (rest & 63)
    for i in range(n - 1, 0, -1):
        below = a[i - 1]
        r[i] = above << (bits & 63) | below >> (rest & 63)
        above = below
    r[0] = above << (bits & 63)
    return result


def shift_right(r: Digits, a: Digits, n: int, bits: int) -> uint64:
    """r = a >> bits, 0 <= bits < 64; gives what is shifted out, at the top of a digit. ``r`` may lie below ``a``."""
    if bits == 0:
        for i in range(n):
            r[i] = a[i]
        return uint64(0)
    rest = DIGIT_BITS - bits
    below = a[0]
    result = below << (rest & 63)
    for i in range(n - 1):
        above = a[i + 1]
        r[i] = below >> (bits & 63) | above << (rest & 63)
        below = above
    r[n - 1] = below >> (bits & 63)
    return result
