"""Immediate classes: instances that live in the reference itself and are never allocated.

A reference is a 64-bit word. Objects are aligned to 8 bytes, so the low bits of a word tell
what it is:

    ...000    the address of an object
    ......1   an immediate int: the word is ``value << 1 | 1``, value of 63 bits
    .....10   an immediate float, by rotating its bits (the scheme of Ruby's flonums)

The word of a float
-------------------
Call the bits of the double b63 (sign), b62..b52 (exponent), b51..b0. Most doubles in use
have magnitudes from about 1e-77 to 1e77; their bits b62 b61 b60 are 011 or 100, so b62 and
b61 can be told from b60 and need not be stored:

    encode:  word = (rotl(bits, 3) & ~3) | 2
    decode:  bits = rotr((word & ~3) | (2 - (word >> 63)), 3)      >> is unsigned

    word, from the top:  b60 b59 ... b1 b0 b63 1 0

``+0.0`` is not among them and is too common to leave out: it takes the word
0x8000_0000_0000_0002, and the double that would have had this word
(bits 0x3000_0000_0000_0000, about 1.7e-77) is not representable. So a double is
representable exactly if

    bits == 0  or  ((bits >> 60) & 7 in (3, 4)  and  bits != 0x3000_0000_0000_0000)

``-0.0``, infinities, nans and very small or large magnitudes are not.
"""
from __future__ import annotations

from typing import Any, Callable, TypeVar

from transform.rpython.integers import bits_to_float, float_to_bits, wrap

C = TypeVar("C")

_WORD_MASK = 0xFFFF_FFFF_FFFF_FFFF
_POSITIVE_ZERO_WORD = 0x8000_0000_0000_0002
_DISPLACED_BITS = 0x3000_0000_0000_0000  # would be encoded as the word of +0.0
_INT_LIMIT = 1 << 62


def fits_immediate_int(x: int) -> bool:
    """Whether ``x`` fits in 63 bits, as the field of an immediate int."""
    return -_INT_LIMIT <= x < _INT_LIMIT


def fits_immediate_float(x: float) -> bool:
    """Whether ``x`` can be the field of an immediate float."""
    bits = float_to_bits(x)
    if bits == 0:
        return True
    return (bits >> 60) & 7 in (3, 4) and bits != _DISPLACED_BITS


def encode_immediate_float(x: float) -> int:
    """The word (as a signed int) of a float for which `fits_immediate_float` holds."""
    assert fits_immediate_float(x), f"{x!r} is not representable as an immediate"
    bits = float_to_bits(x) & _WORD_MASK
    if bits == 0:
        return wrap(_POSITIVE_ZERO_WORD)
    rotated = (bits << 3 | bits >> 61) & _WORD_MASK
    return wrap(rotated & ~3 | 2)


def decode_immediate_float(word: int) -> float:
    """The float in a word from `encode_immediate_float`."""
    word &= _WORD_MASK
    if word == _POSITIVE_ZERO_WORD:
        return 0.0
    rotated = word & ~3 | 2 - (word >> 63)
    return bits_to_float(wrap(rotated >> 3 | rotated << 61 & _WORD_MASK))


def immediate(kind: str) -> Callable[[type[C]], type[C]]:
    """Class decorator: instances are immediates of the kind "int" or "float".

    The class has one annotated field, of that type, which `__init__` assigns once; its
    value must fit (`fits_immediate_int`, `fits_immediate_float`), which is checked on
    CPython and promised by the program when translated.

    Translated, two instances with equal fields are the same reference. On CPython they
    are equal (floats by their bits), but ``is`` may tell them apart. ``__eq__`` and
    ``__hash__`` of the class's own are respected."""
    if kind not in ("int", "float"):
        raise ValueError(f"immediate({kind!r}): the kind is 'int' or 'float'")

    def decorate(cls: type[C]) -> type[C]:
        field = _only_field(cls)
        fits = fits_immediate_int if kind == "int" else fits_immediate_float

        def set_once(self: Any, name: str, value: Any) -> None:
            if name != field or name in self.__dict__:
                raise AttributeError(f"field {name!r} of immediate {cls.__name__} cannot be assigned")
            assert fits(value), f"{value!r} does not fit in immediate {cls.__name__}"
            self.__dict__[name] = value

        def equal(self: Any, other: object) -> bool:
            return type(other) is type(self) and immediate_word(self) == immediate_word(other)

        methods = {"__eq__": equal, "__hash__": immediate_word} if "__eq__" not in cls.__dict__ else {}
        for name, method in {"__setattr__": set_once, **methods}.items():
            setattr(cls, name, method)
        setattr(cls, "_rpython_immediate_", kind)
        setattr(cls, "_rpython_immediate_field_", field)
        return cls

    return decorate


def _only_field(cls: type) -> str:
    fields = [
        name
        for base in cls.__mro__
        for name, annotation in base.__dict__.get("__annotations__", {}).items()
        if "ClassVar" not in str(annotation)
    ]
    if len(fields) != 1:
        raise TypeError(f"immediate class {cls.__name__} must have exactly one annotated field, not {len(fields)}")
    return fields[0]


def immediate_word(x: Any) -> int:
    """The word that stands for an instance of an immediate class, as a signed int."""
    value = getattr(x, x._rpython_immediate_field_)
    return wrap(value << 1 | 1) if x._rpython_immediate_ == "int" else encode_immediate_float(value)
