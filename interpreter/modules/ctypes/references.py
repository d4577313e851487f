"""Python objects in memory of C: an object is its address, and nothing but `_objects` of C data keeps it alive.

The collector does not know such memory, so an address is trusted only as long as the object is alive that once was given out under it.
Immediate objects have no address: their word is as good (see transform/rpython/immediates.py)."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.objects.float import SmallFloat, new_float
from interpreter.objects.int import SmallInt, new_int
from interpreter.objects.object import Object
from transform.rpython import bits_to_float, identity, wrap
from transform.rpython.gcmodule import WeakRef

_FEW = 1024
_POSITIVE_ZERO = wrap(0x8000_0000_0000_0002)
_LOWER = (1 << 61) - 1


class References:
    """The objects that were given out, by address."""
    given: dict[int, WeakRef[Object]]
    limit: int

    def __init__(self) -> None:
        self.given = {}
        self.limit = _FEW

    def add(self, x: Object) -> None:
        number = identity(x)
        known = self.given.get(number)
        if known is None or known.get() is not x:
            if len(self.given) >= self.limit:
                self.sweep()
            self.given[number] = WeakRef[Object](x)

    def sweep(self) -> None:
        """Forgets those whose object is gone."""
        for number in [number for number in self.given]:
            if self.given[number].get() is None:
                del self.given[number]
        self.limit = max(_FEW, 2 * len(self.given))


references = References()


def reference_to(x: Object) -> int:
    """The word that stands for an object."""
    if not isinstance(x, SmallInt) and not isinstance(x, SmallFloat):
        references.add(x)
    return identity(x)


def object_at(word: int) -> Object:
    """The object for which a word stands. ValueError for NULL, and when it is gone."""
    if word & 1 != 0:
        return new_int(word >> 1)
    if word & 2 != 0:
        return new_float(float_of_word(word))
    reference = references.given.get(word)
    found = None if reference is None else reference.get()
    if found is None:
        raise value_error("PyObject is NULL")
    return found


def float_of_word(word: int) -> float:
    """The float that is in the word of an immediate."""
    if word == _POSITIVE_ZERO:
        return 0.0
    rotated = word & ~3 | (2 if word >= 0 else 1)
    return bits_to_float(rotated >> 3 & _LOWER | wrap(rotated << 61))
