"""Quotients of rows of digits.

One digit is divided by multiplying with a reciprocal (Möller and Granlund, "Improved division by invariant integers",
IEEE Transactions on Computers, 2011); rows of digits by Knuth's algorithm D with such a reciprocal of the two highest
digits, or, where both quotient and divisor are long, by recursion to products (Brent and Zimmermann, "Modern Computer
Arithmetic", algorithm 1.8).

A divisor is *normalised* if the highest bit of its highest digit is set.
"""
from __future__ import annotations

from interpreter.numbers.digits import (
    Digits, add_rows, compare_rows, subtract_digit, subtract_multiple, subtract_rows,
)
from interpreter.numbers.multiply import multiply
from transform.rpython import alloc, clz, free, inline, uint64, umul_high, unlikely

RECURSIVE_DIGITS = 50

_LOW_HALF = 0xFFFF_FFFF


def reciprocal(d: uint64) -> uint64:
    """(2**128 - 1) // d - 2**64 for a ``d`` with its highest bit set."""
    # Two steps of schoolbook division of (2**128 - 1) - d * 2**64 in digits of 32 bits.
    d1 = d >> 32
    d0 = d & _LOW_HALF
    rest = ~d
    q1, rest = _half_digit(rest, d1, d0)
    q0, rest = _half_digit(rest, d1, d0)
    return q1 << 32 | q0


@inline
def _half_digit(rest: uint64, d1: uint64, d0: uint64) -> tuple[uint64, uint64]:
    """(rest * 2**32 + 2**32 - 1) divided by d1 * 2**32 + d0, which is above ``rest``."""
    q = rest // d1
    rest -= q * d1
    while q > _LOW_HALF or q * d0 > (rest << 32 | _LOW_HALF):
        q -= 1
        rest += d1
        if rest > _LOW_HALF:
            break
    return q, (rest << 32 | _LOW_HALF) - q * d0


@inline
def divide_pair(high: uint64, low: uint64, d: uint64, v: uint64) -> tuple[uint64, uint64]:
    """(high * 2**64 + low) divided by a normalised ``d`` with the reciprocal ``v``; ``high`` is below ``d``."""
    q0 = v * high + low
    q1 = umul_high(v, high) + high + 1 + uint64(q0 < low)
    r = low - q1 * d
    too_large = uint64(r > q0)  # as often as not: no branch
    q1 -= too_large
    r += d & uint64(0) - too_large
    if unlikely(r >= d):
        q1 += 1
        r -= d
    return q1, r


def divide_digit(q: Digits, a: Digits, n: int, d: uint64) -> uint64:
    """q = a // d for any ``d`` != 0, ``n`` digits; gives the remainder. ``q`` may be ``a``."""
    if n == 1:
        x = a[0]
        quotient = x // d
        q[0] = quotient
        return x - quotient * d
    bits = clz(d)
    return divide_normalised_digit(q, a, n, d << (bits & 63), reciprocal(d << (bits & 63)), bits)


def divide_normalised_digit(q: Digits, a: Digits, n: int, d: uint64, v: uint64, bits: int) -> uint64:
    """q = a // (d >> bits), ``n`` >= 1 digits, with the reciprocal ``v`` of the normalised ``d``; gives the remainder.

    Dividend and remainder are shifted as they are read and written. ``q`` may be ``a``."""
    if bits == 0:
        rest = uint64(0)
        for i in range(n - 1, -1, -1):
            q[i], rest = divide_pair(rest, a[i], d, v)
        return rest
    back = 64 - bits
    above = a[n - 1]
    rest = above >> (back & 63)
    for i in range(n - 1, 0, -1):
        below = a[i - 1]
        q[i], rest = divide_pair(rest, above << (bits & 63) | below >> (back & 63), d, v)
        above = below
    q[0], rest = divide_pair(rest, above << (bits & 63), d, v)
    return rest >> (bits & 63)


def remainder_digit(a: Digits, n: int, d: uint64) -> uint64:
    """a % d for any ``d`` != 0."""
    if n == 1:
        return a[0] % d
    bits = clz(d)
    d = d << (bits & 63)
    v = reciprocal(d)
    back = 64 - bits
    rest = a[n - 1] >> (back & 63) if bits > 0 else uint64(0)
    for i in range(n - 1, -1, -1):
        x = a[i] << (bits & 63)
        if bits > 0 and i > 0:
            x = x | a[i - 1] >> (back & 63)
        quotient, rest = divide_pair(rest, x, d, v)
    return rest >> (bits & 63)


def reciprocal_of_two(d1: uint64, d0: uint64) -> uint64:
    """(2**192 - 1) // (d1 * 2**64 + d0) - 2**64 for a normalised ``d1``."""
    v = reciprocal(d1)
    p = d1 * v + d0
    if p < d0:
        v -= 1
        if p >= d1:
            v -= 1
            p -= d1
        p -= d1
    high = umul_high(v, d0)
    low = v * d0
    p += high
    if p < high:
        v -= 1
        if p > d1 or p == d1 and low >= d0:
            v -= 1
    return v


def divide(q: Digits, a: Digits, n: int, b: Digits, m: int) -> None:
    """q = a // b, and the remainder into the lowest ``m`` digits of ``a``.

    a   ``n + 1`` digits, the upper ``m`` of them below ``b``; what is above the remainder is lost
    b   normalised, 2 <= ``m`` <= ``n`` digits
    q   ``n - m + 1`` digits

    MemoryError."""
    count = n - m + 1
    v = reciprocal_of_two(b[m - 1], b[m - 2])
    if count < RECURSIVE_DIGITS or m < RECURSIVE_DIGITS:
        _divide_schoolbook(q, a, count, b, m, v)
        return
    scratch = alloc(uint64, m)
    # The upper part of the quotient may be short; the others are as long as the divisor.
    first = count % m
    done = count - first
    if first > 0:
        _divide_window(q + done, a + done, first, b, m, v, scratch)
    while done > 0:
        done -= m
        _divide_window(q + done, a + done, m, b, m, v, scratch)
    free(scratch)


def _divide_schoolbook(q: Digits, a: Digits, count: int, b: Digits, m: int, v: uint64) -> uint64:
    """``count`` digits of the quotient of ``a`` (``m + count`` digits) by ``b``, and its highest digit, 0 or 1."""
    top = uint64(0)
    if compare_rows(a + count, b, m) >= 0:
        subtract_rows(a + count, a + count, b, m)
        top = uint64(1)
    d1 = b[m - 1]
    d0 = b[m - 2]
    for i in range(count - 1, -1, -1):
        window = a + i
        high = window[m]
        middle = window[m - 1]
        if unlikely(high == d1 and middle == d0):
            # Dividing by two digits would overflow.
            quotient = ~uint64(0)
            window[m] = high - subtract_multiple(window, b, m, quotient)
            q[i] = quotient
            continue
        quotient, r1, r0 = _divide_three(high, middle, window[m - 2], d1, d0, v)
        borrow = subtract_multiple(window, b, m - 2, quotient)
        carry = uint64(r0 < borrow)
        window[m - 2] = r0 - borrow
        window[m - 1] = r1 - carry
        window[m] = uint64(0)
        if unlikely(r1 < carry):
            quotient -= 1
            add_rows(window, window, b, m)
        q[i] = quotient
    return top


@inline
def _divide_three(
    high: uint64, middle: uint64, low: uint64, d1: uint64, d0: uint64, v: uint64
) -> tuple[uint64, uint64, uint64]:
    """Three digits by two with the reciprocal ``v`` of these: quotient and two digits of remainder."""
    q0 = v * high + middle
    q1 = umul_high(v, high) + high
    if q0 < middle:
        q1 += 1
    r1 = middle - d1 * q1
    # r = (r1, low) - (d1, d0) - d0 * q1
    r0 = low - d0
    r1 -= d1
    if low < d0:
        r1 -= 1
    product = d0 * q1
    r1 -= umul_high(d0, q1)
    if r0 < product:
        r1 -= 1
    r0 -= product
    too_large = uint64(r1 >= q0)
    q1 += 1 - too_large
    mask = uint64(0) - too_large
    r0 += d0 & mask
    r1 += (d1 & mask) + uint64(r0 < d0 & mask)
    if unlikely(r1 > d1 or r1 == d1 and r0 >= d0):
        q1 += 1
        borrow = r0 < d0
        r0 -= d0
        r1 -= d1
        if borrow:
            r1 -= 1
    return q1, r1, r0


def _divide_window(q: Digits, a: Digits, count: int, b: Digits, m: int, v: uint64, scratch: Digits) -> uint64:
    """As `_divide_schoolbook`, of any length: ``count`` <= ``m``; ``scratch`` has ``m`` digits."""
    if count < RECURSIVE_DIGITS:
        return _divide_schoolbook(q, a, count, b, m, v)
    if count < m:
        return _divide_shortened(q, a, count, b, m, m - count, v, scratch)
    half = count >> 1
    top = _divide_shortened(q + half, a + half, count - half, b, m, half, v, scratch)
    _divide_shortened(q, a, half, b, m, half, v, scratch)
    return top


def _divide_shortened(
    q: Digits, a: Digits, count: int, b: Digits, m: int, cut: int, v: uint64, scratch: Digits
) -> uint64:
    """As `_divide_window`: divides by ``b`` without its lowest ``cut`` digits, then corrects the quotient."""
    top = _divide_window(q, a + cut, count, b + cut, m - cut, v, scratch)
    if cut > count:
        multiply(scratch, b, cut, q, count)
    else:
        multiply(scratch, q, count, b, cut)
    width = count + cut
    borrow = subtract_digit(a + width, a + width, m - width, subtract_rows(a, a, scratch, width))
    if top != 0:
        borrow += subtract_digit(a + width, a + width, m - width, subtract_rows(a + count, a + count, b, cut))
    while borrow != 0:
        top -= subtract_digit(q, q, count, uint64(1))
        borrow -= add_rows(a, a, b, m)
    return top
