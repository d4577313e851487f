"""What Python programs can do with an int."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.numbers import bigint_bytes
from interpreter.numbers.formatspec import FormatError, format_bigint
from interpreter.numbers.hashing import hash_int
from interpreter.objects import int_arithmetic as ints
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.int import Int, SmallInt, int_from_big, new_int
from interpreter.objects.int_text import decimal_text, int_of_text
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.subclass import IntInstance, check_subtype
from interpreter.objects.tuple import tuple1, tuple2
from interpreter.protocols import warning
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call1, invoke1
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_int, index, int_result, plain_int
from interpreter.protocols.text import str_of
from transform.rpython import popcount
from transform.rpython.builders import BytesBuilder

_ZERO = new_int(0)
_ONE = new_int(1)


def allocate(type: Type) -> Object:
    return IntInstance(type, _ZERO.big())


@exposed_static("__new__")
def new(cls: Type, x: Optional[Object] = None, /, base: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    check_subtype(cls, int_type)
    if x is None:
        if base is not None:
            raise type_error("int() missing string argument")
        value: Int = _ZERO
    elif base is None:
        value = int_of(x)
    else:
        value = int_in_base(x, index(base))
    return IntInstance(cls, value.big()) if cls.is_heap else value


def int_in_base(x: Object, wanted: Int) -> Int:
    base = wanted.machine() if wanted.fits() else -1
    if base != 0 and not 2 <= base <= 36:
        raise value_error("int() base must be >= 2 and <= 36, or 0")
    if isinstance(x, Str):
        return int_of_text(x.value, base, x)
    if isinstance(x, Bytes) or isinstance(x, ByteArray):
        return int_of_text(ascii_text(bytes_of(x)), base, x)
    raise type_error("int() can't convert non-string with explicit base")


def ascii_text(data: bytes) -> str:
    """Bytes as text, in which those beyond ASCII are characters that are in no number."""
    return "".join([chr(byte) if byte < 128 else "?" for byte in data])


def int_of(x: Object) -> Int:
    """``int(x)``."""
    if isinstance(x, Int) and x.python_type is not None:
        return plain_int(x)
    owner = type_of(x)
    method = owner.slots[Slot.INT]
    if method is not None:
        return int_result(invoke1(method, x), "__int__")
    if owner.slots[Slot.INDEX] is not None:
        return index(x)
    method = owner.slots[Slot.TRUNC]
    if method is not None:
        warning.warner.warn("DeprecationWarning", "The delegation of int() to __trunc__ is deprecated.")
        result = invoke1(method, x)
        if isinstance(result, Int):
            return plain_int(result)
        if type_of(result).slots[Slot.INDEX] is None:
            raise type_error(f"__trunc__ returned non-Integral (type {type_of(result).name})")
        return index(result)
    if isinstance(x, Str):
        return int_of_text(x.value, 10, x)
    if is_buffer(x):
        return int_of_text(ascii_text(bytes_of(x)), 10, x)
    raise type_error(f"int() argument must be a string, a bytes-like object or a real number, not '{owner.name}'")


# Operators.

operators = Operators(Int, __name__)
_lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(ints.compare)
_add, _radd = operators.arithmetic("add", "+", ints.add)
_sub, _rsub = operators.arithmetic("sub", "-", ints.subtract)
_mul, _rmul = operators.arithmetic("mul", "*", ints.multiply)
_floordiv, _rfloordiv = operators.arithmetic("floordiv", "//", ints.floor_divide)
_truediv, _rtruediv = operators.arithmetic("truediv", "/", ints.true_divide)
_mod, _rmod = operators.arithmetic("mod", "%", ints.modulo)
_divmod, _rdivmod = operators.arithmetic("divmod", " divmod ", ints.divide_with_rest)
_lshift, _rlshift = operators.arithmetic("lshift", "<<", ints.shift_left)
_rshift, _rrshift = operators.arithmetic("rshift", ">>", ints.shift_right)
_and, _rand = operators.arithmetic("and", "&", ints.bit_and)
_or, _ror = operators.arithmetic("or", "|", ints.bit_or)
_xor, _rxor = operators.arithmetic("xor", "^", ints.bit_xor)
_neg = operators.unary("__neg__", "-self", ints.negate)
_pos = operators.unary("__pos__", "+self", plain_int)
_abs = operators.unary("__abs__", "abs(self)", ints.absolute)
_invert = operators.unary("__invert__", "~self", ints.invert)
_int = operators.unary("__int__", "int(self)", plain_int)
_index = operators.unary("__index__", "Return self converted to an integer, if self is suitable for use as an index into a list.", plain_int)
_trunc = operators.unary("__trunc__", "Truncating an Integral returns itself.", plain_int)
_floor = operators.unary("__floor__", "Flooring an Integral returns itself.", plain_int)
_ceil = operators.unary("__ceil__", "Ceiling of an Integral returns itself.", plain_int)
_conjugate = operators.unary("conjugate", "Returns self, the complex conjugate of any int.", plain_int)


@exposed("__pow__")
def power(self: Int, value: Object, mod: Object = NONE, /) -> Object:
    """Return pow(self, value, mod)."""
    if not isinstance(value, Int):
        return NOT_IMPLEMENTED
    if mod is NONE:
        return ints.power(self, value)
    if not isinstance(mod, Int):
        return NOT_IMPLEMENTED
    return ints.power_modulo(self, value, mod)


@exposed("__rpow__")
def power_reflected(self: Int, value: Object, mod: Object = NONE, /) -> Object:
    """Return pow(value, self, mod)."""
    return power(value, self, mod) if isinstance(value, Int) else NOT_IMPLEMENTED


@exposed("__bool__")
def is_not_zero(self: Int) -> bool:
    """True if self else False"""
    return self.big().sign() != 0


@exposed("__float__")
def to_float(self: Int) -> float:
    """float(self)"""
    return ints.to_float(self)


@exposed("__round__")
def round_to(self: Int, ndigits: Object = NONE, /) -> Object:
    """Rounding an Integral returns itself.

    Rounding with an ndigits argument also returns an integer."""
    return plain_int(self) if ndigits is NONE else ints.round_to(self, index(ndigits))


@exposed("__hash__")
def hash_value(self: Int) -> int:
    """Return hash(self)."""
    return hash_int(self.machine()) if self.fits() else self.big().hash()


# Text.

@exposed("__repr__")
def to_repr(self: Int) -> str:
    """Return repr(self)."""
    return decimal_text(self)


@exposed("__format__")
def format_value(self: Int, format_spec: Str, /) -> str:
    """Default object formatter."""
    specification = format_spec.value
    if len(specification) == 0:
        return str_of(self).value
    try:
        return format_bigint(self.big(), specification, type_of(self).name)
    except FormatError as error:
        raise value_error(str(error)) from error
    except OverflowError as error:
        raise overflow_error(str(error)) from error


# Bits and bytes.

@exposed
def bit_length(self: Int) -> int:
    """Number of bits necessary to represent self in binary.

    >>> bin(37)
    '0b100101'
    >>> (37).bit_length()
    6"""
    return self.big().bit_length()


@exposed
def bit_count(self: Int) -> int:
    """Number of ones in the binary representation of the absolute value of self.

    Also known as the population count.

    >>> bin(13)
    '0b1101'
    >>> (13).bit_count()
    3"""
    if isinstance(self, SmallInt):
        return popcount(abs(self.value))
    return self.big().bit_count()


@exposed
def as_integer_ratio(self: Int) -> Object:
    """Return integer ratio.

    Return a pair of integers, whose ratio is exactly equal to the original int
    and with a positive denominator.

    >>> (10).as_integer_ratio()
    (10, 1)
    >>> (-10).as_integer_ratio()
    (-10, 1)
    >>> (0).as_integer_ratio()
    (0, 1)"""
    return tuple2(plain_int(self), _ONE)


def is_little(byteorder: str) -> bool:
    if byteorder == "little":
        return True
    if byteorder == "big":
        return False
    raise value_error("byteorder must be either 'little' or 'big'")


@exposed
def to_bytes(self: Int, length: int = 1, byteorder: str = "big", *, signed: bool = False) -> Object:
    """Return an array of bytes representing an integer.

      length
        Length of bytes object to use.  An OverflowError is raised if the
        integer is not representable with the given number of bytes.  Default
        is length 1.
      byteorder
        The byte order used to represent the integer.  If byteorder is 'big',
        the most significant byte is at the beginning of the byte array.  If
        byteorder is 'little', the most significant byte is at the end of the
        byte array.  To request the native byte order of the host system, use
        `sys.byteorder' as the byte order value.  Default is to use 'big'.
      signed
        Determines whether two's complement is used to represent the integer.
        If signed is False and a negative integer is given, an OverflowError
        is raised."""
    little = is_little(byteorder)
    if length < 0:
        raise value_error("length argument must be non-negative")
    try:
        return new_bytes(bigint_bytes.to_bytes(self.big(), length, little, signed))
    except OverflowError as error:
        raise overflow_error(str(error)) from error


@exposed_class("from_bytes")
def from_bytes(cls: Type, bytes: Object, byteorder: str = "big", *, signed: bool = False) -> Object:
    """Return the integer represented by the given array of bytes.

      bytes
        Holds the array of bytes to convert.  The argument must either
        support the buffer protocol or be an iterable object producing bytes.
        Bytes and bytearray are examples of built-in objects that support the
        buffer protocol.
      byteorder
        The byte order used to represent the integer.  If byteorder is 'big',
        the most significant byte is at the beginning of the byte array.  If
        byteorder is 'little', the most significant byte is at the end of the
        byte array.  To request the native byte order of the host system, use
        `sys.byteorder' as the byte order value.  Default is to use 'big'.
      signed
        Indicates whether two's complement is used to represent the integer."""
    little = is_little(byteorder)
    value = int_from_big(bigint_bytes.from_bytes(bytes_from(bytes), little, signed))
    return value if cls is int_type else call1(cls, value)


def bytes_from(x: Object) -> bytes:
    """The bytes of a bytes-like object, or those that an iterable gives."""
    if is_buffer(x):
        return bytes_of(x)
    method = type_of(x).slots[Slot.BYTES]
    if method is not None:
        result = invoke1(method, x)
        if not isinstance(result, Bytes):
            raise type_error(f"__bytes__ returned non-bytes (type {type_of(result).name})")
        return result.value
    if isinstance(x, Str) or type_of(x).slots[Slot.ITER] is None and type_of(x).slots[Slot.GETITEM] is None:
        raise type_error(f"cannot convert '{type_of(x).name}' object to bytes")
    builder = BytesBuilder()
    for item in list_of(x):
        byte = as_int(item)
        if not 0 <= byte < 256:
            raise value_error("bytes must be in range(0, 256)")
        builder.append_byte(byte)
    return builder.build()


# Attributes.

@exposed_property("real")
def get_real(self: Int) -> Object:
    """the real part of a complex number"""
    return plain_int(self)


@exposed_property("imag")
def get_imag(self: Int) -> Object:
    """the imaginary part of a complex number"""
    return _ZERO


@exposed_property("numerator")
def get_numerator(self: Int) -> Object:
    """the numerator of a rational number in lowest terms"""
    return plain_int(self)


@exposed_property("denominator")
def get_denominator(self: Int) -> Object:
    """the denominator of a rational number in lowest terms"""
    return _ONE


@exposed("__getnewargs__")
def new_arguments(self: Int) -> Object:
    return tuple1(plain_int(self))


@exposed("__sizeof__")
def size_of(self: Int) -> int:
    """Returns size in memory, in bytes."""
    return 24 + 4 * ((self.big().bit_length() + 29) // 30)


int_type = define(Int, "int", allocate=allocate, methods=__name__, doc="""int([x]) -> integer
int(x, base=10) -> integer

Convert a number or string to an integer, or return 0 if no arguments
are given.  If x is a number, return x.__int__().  For floating point
numbers, this truncates towards zero.

If x is not a number or if base is given, then x must be a string,
bytes, or bytearray instance representing an integer literal in the
given base.  The literal can be preceded by '+' or '-' and be surrounded
by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.
Base 0 means to interpret the base from the string as an integer literal.
>>> int('0b100', base=0)
4""")
