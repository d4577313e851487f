"""Powers and inverses modulo an integer.

Powers take the exponent in windows of bits, from the highest, over a table of odd powers (Menezes, van Oorschot and
Vanstone, "Handbook of Applied Cryptography", 14.85). Modulo an odd number, products are reduced by Montgomery's method
("Modular multiplication without trial division", 1985), otherwise by division.
"""
from __future__ import annotations

from interpreter.numbers.bigint import ONE, ZERO, BigInt, magnitude
from interpreter.numbers.digits import DIGIT_BITS, add_multiple, add_rows, compare_rows, subtract_rows
from interpreter.numbers.divide import divide_pair, reciprocal
from interpreter.numbers.multiply import multiply
from transform.rpython import clz, copy, get_item, keepalive, new_var, uint64, umul_high


class Residues:
    """Arithmetic modulo a number > 1, on residues in a form of the class's own."""

    modulus: BigInt

    def __init__(self, modulus: BigInt) -> None:
        self.modulus = modulus

    def enter(self, x: BigInt) -> BigInt:
        """The form of ``x``."""
        return x.mod(self.modulus)

    def leave(self, x: BigInt) -> BigInt:
        """The number, in 0 ... modulus - 1, whose form is ``x``."""
        return x

    def multiply(self, x: BigInt, y: BigInt) -> BigInt:
        return x.mul(y).mod(self.modulus)


class MontgomeryResidues(Residues):
    """Modulo an odd number m of n digits: the form of x is x * 2**(64 * n) modulo m, in ``n`` digits."""

    inverse: uint64  # -1 / m modulo 2**64

    def __init__(self, modulus: BigInt) -> None:
        super().__init__(modulus)
        digit: uint64 = get_item(modulus, 0)
        inverse = digit  # right in three bits; each step doubles them
        for _ in range(5):
            inverse *= 2 - digit * inverse
        self.inverse = uint64(0) - inverse

    def enter(self, x: BigInt) -> BigInt:
        return self._padded(x.lshift(DIGIT_BITS * self.modulus.count()).mod(self.modulus))

    def _padded(self, x: BigInt) -> BigInt:
        """With as many digits as the modulus has; the upper may be 0."""
        n = self.modulus.count()
        result = new_var(BigInt, n)
        copy(x.digits(), result.digits(), x.count())
        result.size = n
        return result

    def leave(self, x: BigInt) -> BigInt:
        n = self.modulus.count()
        product = new_var(BigInt, 2 * n)
        copy(x.digits(), product.digits(), n)
        return self._reduced(product).trimmed(n, False)

    def multiply(self, x: BigInt, y: BigInt) -> BigInt:
        n = self.modulus.count()
        product = new_var(BigInt, 2 * n)
        multiply(product.digits(), x.digits(), n, y.digits(), n)
        keepalive(x)
        keepalive(y)
        return self._reduced(product)

    def _reduced(self, product: BigInt) -> BigInt:
        """``product``, of ``2 * n`` digits, divided by 2**(64 * n) modulo m."""
        n = self.modulus.count()
        m = self.modulus.digits()
        row = product.digits()
        for i in range(n):
            # The digit becomes 0, and its place keeps the carry.
            row[i] = add_multiple(row + i, m, n, row[i] * self.inverse)
        result = new_var(BigInt, n)
        r = result.digits()
        carry = add_rows(r, row + n, row, n)
        if carry != 0 or compare_rows(r, m, n) >= 0:
            subtract_rows(r, r, m, n)
        result.size = n
        keepalive(product)
        return result


def power_modulo(base: BigInt, exponent: BigInt, modulus: BigInt) -> BigInt:
    """``pow(base, exponent, modulus)``: the result has the sign of the modulus.

    ValueError for modulus 0, and for an exponent below 0 where ``base`` has no inverse."""
    if modulus.size == 0:
        raise ValueError("pow() 3rd argument cannot be 0")
    m = modulus.abs()
    if m.compare_int(1) == 0:
        return ZERO
    if exponent.size < 0:
        base = inverse_modulo(base, m)
        exponent = exponent.neg()
    result = ONE
    if exponent.size != 0:
        residues = MontgomeryResidues(m) if m.is_odd() else Residues(m)
        result = residues.leave(_power(residues, residues.enter(base), exponent))
    return result.add(modulus) if modulus.size < 0 and result.size != 0 else result


def _power(residues: Residues, base: BigInt, exponent: BigInt) -> BigInt:
    """``base``, in its form, to a power > 0."""
    bits = exponent.bit_length()
    width = _window_width(bits)
    odd_powers = [base]
    if width > 1:
        base_squared = residues.multiply(base, base)
        for _ in range((1 << width - 1) - 1):
            odd_powers.append(residues.multiply(odd_powers[-1], base_squared))
    at = bits - 1
    window, at = _next_window(exponent, at, width)
    result = odd_powers[window >> 1]
    while at >= 0:
        if not _bit(exponent, at):
            result = residues.multiply(result, result)
            at -= 1
            continue
        window, below = _next_window(exponent, at, width)
        for _ in range(at - below):
            result = residues.multiply(result, result)
        at = below
        result = residues.multiply(result, odd_powers[window >> 1])
    return result


def _window_width(bits: int) -> int:
    """The width for which squarings and the table cost least together."""
    width = 1
    while width < 7 and bits > width * (width + 1) << 2 * width - 1:
        width += 1
    return width


def _bit(x: BigInt, at: int) -> bool:
    digit: uint64 = get_item(x, at // DIGIT_BITS)
    return digit >> (at & 63) & 1 != 0


def _next_window(exponent: BigInt, at: int, width: int) -> tuple[int, int]:
    """The odd number in at most ``width`` bits from bit ``at``, which is set, on down; the bit below it."""
    stop = max(at - width + 1, 0)
    while not _bit(exponent, stop):
        stop += 1
    window = 0
    for i in range(at, stop - 1, -1):
        window = 2 * window + (1 if _bit(exponent, i) else 0)
    return window, stop - 1


def power_modulo_int(base: int, exponent: int, modulus: int) -> int:
    """As `power_modulo`, for machine integers; ``exponent`` >= 0 is promised."""
    if modulus == 0:
        raise ValueError("pow() 3rd argument cannot be 0")
    m = magnitude(modulus)
    if m == 1:
        return 0
    bits = clz(m)
    d = m << bits
    v = reciprocal(d)
    factor = magnitude(base) % m
    if base < 0 and factor != 0:
        factor = m - factor
    result = uint64(1)
    while True:
        if exponent & 1 != 0:
            result = _multiply_modulo(result, factor, d, v, bits)
        exponent >>= 1
        if exponent == 0:
            break
        factor = _multiply_modulo(factor, factor, d, v, bits)
    if modulus < 0 and result != 0:
        return -int(m - result)
    return int(result)


def _multiply_modulo(x: uint64, y: uint64, d: uint64, v: uint64, bits: int) -> uint64:
    """x * y modulo d >> bits, with the reciprocal ``v`` of the normalised ``d``."""
    shifted = x << (bits & 63)
    quotient, rest = divide_pair(umul_high(shifted, y), shifted * y, d, v)
    return rest >> (bits & 63)


def inverse_modulo(x: BigInt, modulus: BigInt) -> BigInt:
    """The number in 0 ... modulus - 1 whose product with ``x`` is 1 modulo ``modulus`` > 0. ValueError."""
    # Euclid's algorithm; rest is factor * x modulo the modulus all the time.
    rest, next_rest = modulus, x.mod(modulus)
    factor, next_factor = ZERO, ONE
    while next_rest.size != 0:
        quotient, remainder = rest.divmod(next_rest)
        rest, next_rest = next_rest, remainder
        factor, next_factor = next_factor, factor.sub(quotient.mul(next_factor))
    if rest.compare_int(1) != 0:
        raise ValueError("base is not invertible for the given modulus")
    return factor.mod(modulus)
