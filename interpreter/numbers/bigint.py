"""Integers of any size: representation and arithmetic.

A `BigInt` is a sign and a row of digits in base 2**64 (`digits`), in one object. Results that would fit an int stay
BigInt here: who calls makes them ints again, with `fits_int`. Text, bytes, floats and number theory have files of their
own: `bigint_text`, `bigint_bytes`, `bigint_float`, `modular`, `integers`.

Why not GMP: `benchmarks/bigint/run.py` measures both against CPython's int. Time in relation to CPython's, ours and
GMP's, on a machine with other work:

| decimal digits | 20        | 100       | 1,000     | 10,000    | 100,000   |
|----------------|-----------|-----------|-----------|-----------|-----------|
| add            | 0.24 0.17 | 0.27 0.18 | 0.50 0.18 | 0.56 0.22 | 1.15 0.30 |
| mul            | 0.24 0.16 | 0.29 0.15 | 0.22 0.12 | 0.24 0.10 | 0.24 0.06 |
| divmod         | 0.32 0.24 | 0.37 0.25 | 0.23 0.13 | 0.11 0.05 | 0.04 0.01 |
| pow, modulo    | 0.21 0.08 | 0.19 0.09 | 0.19 0.09 | 0.21 0.04 |           |
| str            | 1.06 0.87 | 1.04 0.86 | 0.49 0.26 | 0.18 0.07 | 0.06 0.02 |
| int(text)      | 0.99 0.43 | 0.77 0.53 | 0.69 0.36 | 0.28 0.10 | 0.12 0.03 |

(A sum of 100,000 digits waits for memory: most of its time are page faults of what the collector had given back.) So
ours is several times faster than CPython's but for short text, and within 3 of GMP up to 10,000 digits but for powers.
GMP would be worth its place in programs that live on longer numbers; its price is a library that each build needs, and
that aborts where memory is out.
"""
from __future__ import annotations

from interpreter.numbers.digits import (
    DIGIT_BITS, Digits, add, add_digit, compare_rows, is_zero, multiply_digit, shift_left, shift_right, significant,
    subtract, subtract_digit, subtract_rows,
)
from interpreter.numbers.divide import divide, divide_digit, remainder_digit
from interpreter.numbers.multiply import multiply
from transform.rpython import (
    clz, copy, ctz, get_item, inline, item_address, keepalive, likely, mul_high, new_var, popcount, set_item,
    specialize, uint64, varsize, wrap,
)

HASH_BITS = 61
HASH_MODULUS = (1 << HASH_BITS) - 1

AND, OR, XOR = range(3)


@inline
def magnitude(x: int) -> uint64:
    """The absolute value."""
    return uint64(x) if x >= 0 else uint64(0) - uint64(x)


@varsize(uint64)
class BigInt:
    """An integer of any size; immutable.

    size    how many digits there are, negative for a negative number; the highest digit is not 0
    length  how many digits there is room for, which may be more
    """

    size: int
    length: int

    # To and from machine integers.

    @staticmethod
    def from_int(x: int) -> BigInt:
        result = new_var(BigInt, 1)
        set_item(result, 0, magnitude(x))
        result.size = 1 if x > 0 else -1 if x < 0 else 0
        return result

    @staticmethod
    def from_unsigned(x: uint64) -> BigInt:
        result = new_var(BigInt, 1)
        set_item(result, 0, x)
        result.size = 1 if x != 0 else 0
        return result

    @staticmethod
    def from_product(x: int, y: int) -> BigInt:
        """x * y, which may need 128 bits."""
        high = mul_high(x, y)
        low = uint64(x) * uint64(y)
        negative = high < 0
        if negative:
            low = uint64(0) - low
            high = wrap(~high + (1 if low == 0 else 0))
        result = new_var(BigInt, 2)
        set_item(result, 0, low)
        set_item(result, 1, uint64(high))
        size = 2 if high != 0 else 1 if low != 0 else 0
        result.size = -size if negative else size
        return result

    @inline
    def fits_int(self) -> bool:
        """Whether the value is in -2**63 ... 2**63 - 1."""
        if self.size == 0:
            return True
        if not -1 <= self.size <= 1:
            return False
        digit = get_item(self, 0)
        return digit >> 63 == 0 or self.size < 0 and digit == uint64(1) << 63

    def to_int(self) -> int:
        """OverflowError where the value does not fit in 64 bits."""
        if not self.fits_int():
            raise OverflowError("Python int too large to convert to C long")
        return self.low_bits()

    def low_bits(self) -> int:
        """The value modulo 2**64, as a signed number."""
        if self.size == 0:
            return 0
        digit = get_item(self, 0)
        return wrap(int(uint64(0) - digit if self.size < 0 else digit))

    # What the other files build on.

    @inline
    def digits(self) -> Digits:
        """The row of digits, valid while the object is alive."""
        result: Digits = item_address(self, 0)
        return result

    @inline
    def count(self) -> int:
        """How many digits there are."""
        return abs(self.size)

    @inline
    def trimmed(self, n: int, negative: bool) -> BigInt:
        """Itself, just made, with ``n`` digits of which the highest may be 0."""
        n = significant(self.digits(), n)
        self.size = -n if negative else n
        return self

    def is_odd(self) -> bool:
        return self.size != 0 and get_item(self, 0) & 1 != 0

    def sign(self) -> int:
        """-1, 0 or 1."""
        return -1 if self.size < 0 else 1 if self.size > 0 else 0

    # Comparison and hash.

    def compare(self, other: BigInt) -> int:
        """-1, 0 or 1 as the value is below, equal to or above that of ``other``."""
        if self.size != other.size:
            return -1 if self.size < other.size else 1
        result = compare_rows(self.digits(), other.digits(), self.count())
        return -result if self.size < 0 else result

    def compare_int(self, x: int) -> int:
        """As `compare`."""
        size = 1 if x > 0 else -1 if x < 0 else 0
        if self.size != size:
            return -1 if self.size < size else 1
        if size == 0 or get_item(self, 0) == magnitude(x):
            return 0
        return size if get_item(self, 0) > magnitude(x) else -size

    def hash(self) -> int:
        """Python's hash: modulo 2**61 - 1, with the sign of the number; -2 in place of -1."""
        rest = uint64(0)
        for i in range(self.count() - 1, -1, -1):
            digit = get_item(self, i)
            # 2**64 is 8 modulo 2**61 - 1: three bits go round.
            rest = (rest << 3 & HASH_MODULUS | rest >> 58) + (digit & HASH_MODULUS) + (digit >> HASH_BITS)
            rest = (rest & HASH_MODULUS) + (rest >> HASH_BITS)
            if rest >= HASH_MODULUS:
                rest -= HASH_MODULUS
        result = -int(rest) if self.size < 0 else int(rest)
        return -2 if result == -1 else result

    def bit_length(self) -> int:
        """The number of bits of the absolute value."""
        n = self.count()
        return DIGIT_BITS * n - clz(get_item(self, n - 1)) if n > 0 else 0

    def bit_count(self) -> int:
        """The number of one bits of the absolute value."""
        result = 0
        for i in range(self.count()):
            result += popcount(get_item(self, i))
        return result

    def trailing_zeros(self) -> int:
        """How often 2 divides the value, which is not 0."""
        i = 0
        while get_item(self, i) == 0:
            i += 1
        return DIGIT_BITS * i + ctz(get_item(self, i))

    # Sums.

    def neg(self) -> BigInt:
        return self._with_size(-self.size)

    def abs(self) -> BigInt:
        return self if self.size >= 0 else self._with_size(-self.size)

    def invert(self) -> BigInt:
        """-1 - self"""
        return self.add_int(1).neg()

    def add(self, other: BigInt) -> BigInt:
        if self.size ^ other.size >= 0:
            return _sum(self, other, self.size < 0)
        return _difference(self, other, self.size < 0)

    def sub(self, other: BigInt) -> BigInt:
        if self.size ^ other.size >= 0:
            return _difference(self, other, self.size < 0)
        return _sum(self, other, self.size < 0)

    def add_int(self, x: int) -> BigInt:
        return self._add_digit(magnitude(x), x < 0)

    def sub_int(self, x: int) -> BigInt:
        return self._add_digit(magnitude(x), x >= 0)

    def _add_digit(self, digit: uint64, negative: bool) -> BigInt:
        n = self.count()
        result = new_var(BigInt, n + 1)
        r = result.digits()
        if n == 0:
            r[0] = digit
            return result.trimmed(1, negative)
        if (self.size < 0) == negative:
            r[n] = add_digit(r, self.digits(), n, digit)
            return result.trimmed(n + 1, negative)
        if subtract_digit(r, self.digits(), n, digit) == 0:
            return result.trimmed(n, self.size < 0)
        r[0] = uint64(0) - r[0]  # one digit, and the other number is the larger
        return result.trimmed(1, negative)

    def _with_size(self, size: int) -> BigInt:
        n = self.count()
        result = new_var(BigInt, n)
        copy(self.digits(), result.digits(), n)
        result.size = size
        return result

    # Products.

    def mul(self, other: BigInt) -> BigInt:
        """MemoryError."""
        n, m = self.count(), other.count()
        if n == 0 or m == 0:
            return ZERO
        result = new_var(BigInt, n + m)
        if n >= m:
            multiply(result.digits(), self.digits(), n, other.digits(), m)
        else:
            multiply(result.digits(), other.digits(), m, self.digits(), n)
        keepalive(self)
        keepalive(other)
        return result.trimmed(n + m, self.size ^ other.size < 0)

    def mul_int(self, x: int) -> BigInt:
        n = self.count()
        if n == 0 or x == 0:
            return ZERO
        result = new_var(BigInt, n + 1)
        r = result.digits()
        r[n] = multiply_digit(r, self.digits(), n, magnitude(x), uint64(0))
        return result.trimmed(n + 1, self.size ^ x < 0)

    def pow(self, exponent: int) -> BigInt:
        """self ** exponent; ``exponent`` >= 0 is promised. MemoryError.

        The factors 2 are taken out first: they only shift the result."""
        if exponent == 0:
            return ONE
        if self.size == 0:
            return ZERO
        zeros = self.trailing_zeros()
        base = self.rshift(zeros) if zeros > 0 else self
        result = base
        if base.count() > 1 or get_item(base, 0) != 1:
            for bit in range(DIGIT_BITS - 2 - clz(exponent), -1, -1):
                result = result.mul(result)
                if exponent >> bit & 1 != 0:
                    result = result.mul(base)
        elif exponent & 1 == 0:
            result = ONE
        if zeros == 0:
            return result
        if zeros > (1 << 62) // exponent:
            raise MemoryError
        return result.lshift(zeros * exponent)

    # Quotients.

    def divmod(self, other: BigInt) -> tuple[BigInt, BigInt]:
        """Rounded down, as Python's. ZeroDivisionError, MemoryError."""
        quotient, rest = divide_truncated(self, other)
        if rest.size != 0 and self.size ^ other.size < 0:
            return quotient.sub_int(1), rest.add(other)
        return quotient, rest

    def floordiv(self, other: BigInt) -> BigInt:
        """As `divmod`."""
        return self.divmod(other)[0]

    def mod(self, other: BigInt) -> BigInt:
        """As `divmod`."""
        if other.size == 0:
            raise ZeroDivisionError("integer modulo by zero")
        rest = divide_truncated(self, other)[1]
        return rest.add(other) if rest.size != 0 and self.size ^ other.size < 0 else rest

    def divmod_int(self, x: int) -> tuple[BigInt, int]:
        """As `divmod`."""
        if x == 0:
            raise ZeroDivisionError("integer division or modulo by zero")
        n = self.count()
        if n == 0:
            return ZERO, 0
        quotient = new_var(BigInt, n)
        rest = divide_digit(quotient.digits(), self.digits(), n, magnitude(x))
        keepalive(self)
        quotient.trimmed(n, self.size ^ x < 0)
        if rest != 0 and self.size ^ x < 0:
            quotient = quotient.sub_int(1)
            rest = magnitude(x) - rest
        return quotient, wrap(-int(rest)) if x < 0 else int(rest)

    def mod_int(self, x: int) -> int:
        """As `divmod`."""
        if x == 0:
            raise ZeroDivisionError("integer modulo by zero")
        if self.size == 0:
            return 0
        rest = remainder_digit(self.digits(), self.count(), magnitude(x))
        keepalive(self)
        if rest != 0 and self.size ^ x < 0:
            rest = magnitude(x) - rest
        return wrap(-int(rest)) if x < 0 else int(rest)

    # Bits, as those of two's complement without end.

    def lshift(self, bits: int) -> BigInt:
        """``bits`` >= 0 is promised. MemoryError."""
        n = self.count()
        if n == 0:
            return ZERO
        whole = bits // DIGIT_BITS
        result = new_var(BigInt, n + whole + 1)
        r = result.digits() + whole
        r[n] = shift_left(r, self.digits(), n, bits % DIGIT_BITS)
        return result.trimmed(n + whole + 1, self.size < 0)

    def rshift(self, bits: int) -> BigInt:
        """Rounded down. ``bits`` >= 0 is promised."""
        whole = bits // DIGIT_BITS
        n = self.count() - whole
        if n <= 0:
            return MINUS_ONE if self.size < 0 else ZERO
        result = new_var(BigInt, n + 1)
        r = result.digits()
        lost = shift_right(r, self.digits() + whole, n, bits % DIGIT_BITS)
        if self.size < 0 and (lost != 0 or not is_zero(self.digits(), whole)):
            r[n] = add_digit(r, r, n, uint64(1))
        return result.trimmed(n + 1, self.size < 0)

    def and_(self, other: BigInt) -> BigInt:
        return _bitwise(self, other, AND)

    def or_(self, other: BigInt) -> BigInt:
        return _bitwise(self, other, OR)

    def xor(self, other: BigInt) -> BigInt:
        return _bitwise(self, other, XOR)


ZERO = BigInt.from_int(0)
ONE = BigInt.from_int(1)
MINUS_ONE = BigInt.from_int(-1)


def _sum(a: BigInt, b: BigInt, negative: bool) -> BigInt:
    """The sum of the absolute values, with a sign."""
    n, m = a.count(), b.count()
    if n < m:
        a, b = b, a
        n, m = m, n
    result = new_var(BigInt, n + 1)
    r = result.digits()
    carry = add(r, a.digits(), n, b.digits(), m)
    r[n] = carry
    size = n + int(carry)
    result.size = -size if negative else size
    return result


def _difference(a: BigInt, b: BigInt, negative: bool) -> BigInt:
    """The difference of the absolute values; negated if ``negative``."""
    n, m = a.count(), b.count()
    if n == m:
        while n > 0 and get_item(a, n - 1) == get_item(b, n - 1):
            n -= 1
        if n == 0:
            return ZERO
        result = new_var(BigInt, n)
        if get_item(a, n - 1) > get_item(b, n - 1):
            subtract_rows(result.digits(), a.digits(), b.digits(), n)
            return result.trimmed(n, negative)
        subtract_rows(result.digits(), b.digits(), a.digits(), n)
        return result.trimmed(n, not negative)
    if n < m:
        a, b = b, a
        n, m = m, n
        negative = not negative
    result = new_var(BigInt, n)
    subtract(result.digits(), a.digits(), n, b.digits(), m)
    return result.trimmed(n, negative)


def divide_truncated(a: BigInt, b: BigInt) -> tuple[BigInt, BigInt]:
    """Quotient rounded towards zero, and remainder with the sign of ``a``. ZeroDivisionError, MemoryError."""
    n, m = a.count(), b.count()
    negative = a.size ^ b.size < 0
    if m == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    if n < m or n == m and get_item(a, n - 1) < get_item(b, m - 1):
        return ZERO, a
    if m == 1:
        quotient = new_var(BigInt, n)
        rest = BigInt.from_unsigned(divide_digit(quotient.digits(), a.digits(), n, get_item(b, 0)))
        keepalive(a)
        return quotient.trimmed(n, negative), rest.trimmed(1, a.size < 0)
    remainder = new_var(BigInt, n + 1)  # at first the dividend
    quotient = new_var(BigInt, n - m + 1)
    bits = clz(get_item(b, m - 1))
    rest_row = remainder.digits()
    rest_row[n] = shift_left(rest_row, a.digits(), n, bits)
    divisor = b
    if bits > 0:
        divisor = new_var(BigInt, m)
        shift_left(divisor.digits(), b.digits(), m, bits)
    divide(quotient.digits(), rest_row, n, divisor.digits(), m)
    keepalive(divisor)
    shift_right(rest_row, rest_row, m, bits)
    return quotient.trimmed(n - m + 1, negative), remainder.trimmed(m, a.size < 0)


@specialize("operation")
def _bitwise(a: BigInt, b: BigInt, operation: int) -> BigInt:
    """Negative numbers are complemented as they are read, a negative result as it is written."""
    if a.count() < b.count():
        a, b = b, a
    n, m = a.count(), b.count()
    a_carry, b_carry = uint64(a.size < 0), uint64(b.size < 0)
    carry = _combine(a_carry, b_carry, operation)
    a_mask, b_mask, mask = uint64(0) - a_carry, uint64(0) - b_carry, uint64(0) - carry
    negative = carry != 0
    result = new_var(BigInt, n + 1)
    x_row, y_row, r = a.digits(), b.digits(), result.digits()
    for i in range(n):
        x = (x_row[i] ^ a_mask) + a_carry
        a_carry = uint64(x < a_carry)
        y = (y_row[i] ^ b_mask if likely(i < m) else b_mask) + b_carry
        b_carry = uint64(y < b_carry)
        z = (_combine(x, y, operation) ^ mask) + carry
        carry = uint64(z < carry)
        r[i] = z
    r[n] = carry
    return result.trimmed(n + 1, negative)


@specialize("operation")
def _combine(x: uint64, y: uint64, operation: int) -> uint64:
    if operation == AND:
        return x & y
    if operation == OR:
        return x | y
    return x ^ y
