"""int and bool: their classes and constructors. What Python programs can do with them is in int_methods.py."""
from __future__ import annotations

from interpreter.numbers.bigint import BigInt
from interpreter.objects.object import Object
from transform.rpython import fits_immediate_int, immediate, inline


class Int(Object):
    """Any int, of any size."""

    def big(self) -> BigInt:
        """The value with arbitrary precision."""
        raise NotImplementedError

    def fits(self) -> bool:
        """Whether the value fits into 64 bits."""
        raise NotImplementedError

    def machine(self) -> int:
        """The value, which fits into 64 bits."""
        raise NotImplementedError


@immediate("int")
class SmallInt(Int):
    """An int of 63 bits, in the reference itself. All ints that fit are of this class, but for instances of subclasses of int."""
    value: int

    def __init__(self, value: int) -> None:
        self.value = value

    def big(self) -> BigInt:
        return BigInt.from_int(self.value)

    def fits(self) -> bool:
        return True

    def machine(self) -> int:
        return self.value


class LargeInt(Int):
    """An int on the heap."""
    value: BigInt

    def __init__(self, value: BigInt) -> None:
        self.value = value

    def big(self) -> BigInt:
        return self.value

    def fits(self) -> bool:
        return self.value.fits_int()

    def machine(self) -> int:
        return self.value.to_int()


class Bool(Int):
    """True and False; there are two instances."""
    value: bool

    def __init__(self, value: bool) -> None:
        self.value = value

    def big(self) -> BigInt:
        return BigInt.from_int(int(self.value))

    def fits(self) -> bool:
        return True

    def machine(self) -> int:
        return int(self.value)


TRUE = Bool(True)
FALSE = Bool(False)


@inline
def new_bool(x: bool) -> Bool:
    return TRUE if x else FALSE


@inline
def new_int(x: int) -> Int:
    if fits_immediate_int(x):
        return SmallInt(x)
    return LargeInt(BigInt.from_int(x))


def int_from_big(x: BigInt) -> Int:
    """The int with a value of any size."""
    if x.fits_int():
        return new_int(x.to_int())
    return LargeInt(x)
