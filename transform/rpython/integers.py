"""Machine integers.

In RPython, ``int`` is a signed 64-bit integer whose arithmetic wraps. On CPython a plain
``int`` does not wrap by itself: `wrap` says where it may have to, and costs nothing when
translated. The sized classes wrap by themselves in both worlds and keep their type:

    uint8(250) + 10  ->  uint8(4)

Both operands of an operator have the same class, or one of them is a plain ``int``
(meant for literals); two different sized classes raise TypeError. Comparison, hash and
text are those of int.
"""
from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Callable, ClassVar, Self, TypeVar

INT_MINIMUM = -(1 << 63)
INT_MAXIMUM = (1 << 63) - 1

I = TypeVar("I", bound=int)  # noqa: E741 (an integer class)


class SizedInt(int):
    """Base of the sized integer classes. Its instances are made through those."""

    __slots__ = ()

    bits: ClassVar[int]
    signed: ClassVar[bool]
    minimum: ClassVar[int]
    maximum: ClassVar[int]
    _mask: ClassVar[int]
    _bias: ClassVar[int]  # what to add so that the range begins at 0

    def __init_subclass__(cls, bits: int, signed: bool) -> None:
        cls.bits = bits
        cls.signed = signed
        cls._mask = (1 << bits) - 1
        cls._bias = 1 << (bits - 1) if signed else 0
        cls.minimum = -cls._bias
        cls.maximum = cls._mask - cls._bias

    def __new__(cls, value: int = 0) -> Self:
        """``value`` modulo 2**bits. TypeError for what is not an integer."""
        if not isinstance(value, int):
            raise TypeError(f"{cls.__name__}() converts integers, not {type(value).__name__}")
        return int.__new__(cls, (int(value) + cls._bias & cls._mask) - cls._bias)

    def _apply(self, operation: Callable[[int, int], int], other: int) -> Self:
        """The wrapped result of an operation on plain integers."""
        cls = type(self)
        if type(other) is not cls:
            if isinstance(other, SizedInt):
                raise TypeError(f"{cls.__name__} mixed with {type(other).__name__}: convert one of them")
            if not isinstance(other, int):
                return NotImplemented
        return int.__new__(cls, (operation(self, other) + cls._bias & cls._mask) - cls._bias)

    def __add__(self, other: int) -> Self:
        return self._apply(int.__add__, other)

    def __radd__(self, other: int) -> Self:
        return self._apply(int.__radd__, other)

    def __sub__(self, other: int) -> Self:
        return self._apply(int.__sub__, other)

    def __rsub__(self, other: int) -> Self:
        return self._apply(int.__rsub__, other)

    def __mul__(self, other: int) -> Self:
        return self._apply(int.__mul__, other)

    def __rmul__(self, other: int) -> Self:
        return self._apply(int.__rmul__, other)

    def __floordiv__(self, other: int) -> Self:
        return self._apply(int.__floordiv__, other)

    def __rfloordiv__(self, other: int) -> Self:
        return self._apply(int.__rfloordiv__, other)

    def __mod__(self, other: int) -> Self:
        return self._apply(int.__mod__, other)

    def __rmod__(self, other: int) -> Self:
        return self._apply(int.__rmod__, other)

    def __and__(self, other: int) -> Self:
        return self._apply(int.__and__, other)

    def __rand__(self, other: int) -> Self:
        return self._apply(int.__rand__, other)

    def __or__(self, other: int) -> Self:
        return self._apply(int.__or__, other)

    def __ror__(self, other: int) -> Self:
        return self._apply(int.__ror__, other)

    def __xor__(self, other: int) -> Self:
        return self._apply(int.__xor__, other)

    def __rxor__(self, other: int) -> Self:
        return self._apply(int.__rxor__, other)

    # The distance of a shift is of any integer class, and the result has the class of what is shifted.

    def __lshift__(self, distance: int) -> Self:
        return type(self)(int(self) << min(int(distance), self.bits))

    def __rlshift__(self, value: int) -> int:  # type: ignore[misc]
        return value << int(self)

    def __rshift__(self, distance: int) -> Self:
        return type(self)(int(self) >> int(distance))

    def __rrshift__(self, value: int) -> int:  # type: ignore[misc]
        return value >> int(self)

    def __neg__(self) -> Self:
        return type(self)(-int(self))

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> Self:
        return type(self)(abs(int(self)))

    def __invert__(self) -> Self:
        return type(self)(~int(self))

    def __pow__(self, exponent: Any, modulus: Any = None) -> Any:
        raise TypeError(f"** is not defined for {type(self).__name__}")


class int8(SizedInt, bits=8, signed=True):
    """Signed, 8 bits."""

    __slots__ = ()


class int16(SizedInt, bits=16, signed=True):
    """Signed, 16 bits."""

    __slots__ = ()


class int32(SizedInt, bits=32, signed=True):
    """Signed, 32 bits."""

    __slots__ = ()


class uint8(SizedInt, bits=8, signed=False):
    """Unsigned, 8 bits."""

    __slots__ = ()


class uint16(SizedInt, bits=16, signed=False):
    """Unsigned, 16 bits."""

    __slots__ = ()


class uint32(SizedInt, bits=32, signed=False):
    """Unsigned, 32 bits."""

    __slots__ = ()


class uint64(SizedInt, bits=64, signed=False):
    """Unsigned, 64 bits."""

    __slots__ = ()


int64 = int

if TYPE_CHECKING:
    char = str
else:

    class char(str):
        """One code point: what indexing a ``str`` gives. Translated, a 32-bit integer.

        On CPython a character is a ``str`` of length 1; ``char(65)`` makes one of its
        number, and ``ord`` gives the number back."""

        __slots__ = ()

        def __new__(cls, value: int | str) -> char:
            text = value if isinstance(value, str) else chr(value)
            if len(text) != 1:
                raise TypeError(f"char() takes one character, not a str of length {len(text)}")
            return super().__new__(cls, text)


def wrap(x: int) -> int:
    """``x`` reduced to a signed 64-bit integer, as a plain int. No operation when translated."""
    return (int(x) - INT_MINIMUM & 0xFFFF_FFFF_FFFF_FFFF) + INT_MINIMUM


def _common_class(a: int, b: int) -> type[int]:
    """The class of the result of an operation on ``a`` and ``b``: a sized class, or int."""
    sized = {type(x) for x in (a, b) if isinstance(x, SizedInt)}
    if len(sized) > 1:
        raise TypeError(f"{type(a).__name__} mixed with {type(b).__name__}: convert one of them")
    return sized.pop() if sized else int


def _wrapped(cls: type[int], value: int) -> Any:
    return cls(value) if issubclass(cls, SizedInt) else wrap(value)


def _checked(cls: type[int], value: int) -> Any:
    minimum, maximum = (cls.minimum, cls.maximum) if issubclass(cls, SizedInt) else (INT_MINIMUM, INT_MAXIMUM)
    if not minimum <= value <= maximum:
        raise OverflowError("integer overflow")
    return cls(value)


def _width(a: int) -> int:
    return a.bits if isinstance(a, SizedInt) else 64


def _pattern(a: int) -> int:
    """The bits of ``a`` as a non-negative number."""
    return int(a) & ((1 << _width(a)) - 1)


def add_ovf(a: I, b: int) -> I:
    """a + b. OverflowError where the sum does not fit in their class."""
    return _checked(_common_class(a, b), int(a) + int(b))


def sub_ovf(a: I, b: int) -> I:
    """a - b. OverflowError where the difference does not fit in their class."""
    return _checked(_common_class(a, b), int(a) - int(b))


def mul_ovf(a: I, b: int) -> I:
    """a * b. OverflowError where the product does not fit in their class."""
    return _checked(_common_class(a, b), int(a) * int(b))


def cdiv(a: I, b: int) -> I:
    """a / b rounded towards zero, as in C. ZeroDivisionError on 0; minimum / -1 wraps."""
    if b == 0:
        raise ZeroDivisionError("division by zero")
    quotient = abs(int(a)) // abs(int(b))
    return _wrapped(_common_class(a, b), quotient if (a < 0) == (b < 0) else -quotient)


def cmod(a: I, b: int) -> I:
    """The remainder of `cdiv`, with the sign of ``a``. ZeroDivisionError on 0."""
    if b == 0:
        raise ZeroDivisionError("division by zero")
    remainder = abs(int(a)) % abs(int(b))
    return _wrapped(_common_class(a, b), -remainder if a < 0 else remainder)


def mul_high(a: I, b: int) -> I:
    """The upper half of the double-width product."""
    cls = _common_class(a, b)
    return _wrapped(cls, int(a) * int(b) >> (cls.bits if issubclass(cls, SizedInt) else 64))


def umul_high(a: I, b: int) -> I:
    """As `mul_high`, with the bits of both taken as unsigned; the bits of the result in their class."""
    cls = _common_class(a, b)
    bits = cls.bits if issubclass(cls, SizedInt) else 64
    mask = (1 << bits) - 1
    return _wrapped(cls, (int(a) & mask) * (int(b) & mask) >> bits)


def clz(a: int) -> int:
    """The number of leading zero bits of ``a`` != 0, in the width of its class."""
    assert a != 0, "clz(0)"
    return _width(a) - _pattern(a).bit_length()


def ctz(a: int) -> int:
    """The number of trailing zero bits of ``a`` != 0."""
    assert a != 0, "ctz(0)"
    pattern = _pattern(a)
    return (pattern & -pattern).bit_length() - 1


def popcount(a: int) -> int:
    """The number of one bits of ``a`` in the width of its class."""
    return _pattern(a).bit_count()


def truncate(x: float) -> int:
    """``x`` rounded towards zero. That it lies in the range of int is promised (``int(x)`` checks it)."""
    assert -(2.0**63) <= x < 2.0**63, f"{x} does not fit in int"
    return int(x)


def float_to_bits(x: float) -> int:
    """The 64 bits of an IEEE 754 double as an int."""
    (bits,) = struct.unpack("<q", struct.pack("<d", x))
    return bits


def bits_to_float(bits: int) -> float:
    """The double with these bits; the inverse of `float_to_bits`."""
    (x,) = struct.unpack("<d", struct.pack("<q", bits))
    return x
