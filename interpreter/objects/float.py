"""float and complex: their classes and constructors."""
from __future__ import annotations

from interpreter.numbers.hashing import hash_float
from interpreter.objects.object import Object
from transform.rpython import fits_immediate_float, identity, immediate, inline


class Float(Object):
    """Any float."""

    @inline
    def number(self) -> float:
        """The value."""
        if isinstance(self, SmallFloat):
            return self.value
        assert isinstance(self, HeapFloat)
        return self.value


@immediate("float")
class SmallFloat(Float):
    """A float of a magnitude between about 1e-77 and 1e77, or 0.0, in the reference itself."""
    value: float

    def __init__(self, value: float) -> None:
        self.value = value


class HeapFloat(Float):
    """Any other float."""
    value: float

    def __init__(self, value: float) -> None:
        self.value = value


def hash_number(x: float, owner: Object) -> int:
    """The hash of a float that `owner` is or holds: each nan has its own."""
    return identity(owner) >> 4 if x != x else hash_float(x)


class Complex(Object):
    real: float
    imag: float

    def __init__(self, real: float, imag: float) -> None:
        self.real = real
        self.imag = imag


@inline
def new_float(x: float) -> Float:
    if fits_immediate_float(x):
        return SmallFloat(x)
    return HeapFloat(x)


def new_complex(real: float, imag: float) -> Complex:
    return Complex(real, imag)
