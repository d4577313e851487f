"""Module implements the Mersenne Twister random number generator."""
from __future__ import annotations

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_bytes import from_bytes
from interpreter.numbers.random import WORDS, MersenneTwister
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int, int_from_big, new_int
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.compare import hash_of
from interpreter.protocols.number import index
from transform.rpython import CLibrary, alloc, free, make_bytes, uint8

_libc = CLibrary("long getrandom(void *buffer, size_t size, unsigned int flags);", headers=["sys/random.h"])

_SEED_BYTES = 2496
_MOST_BITS = 0x7FFFFFFF


class Random(Object):
    """A generator of random numbers."""
    generator: MersenneTwister

    def __init__(self) -> None:
        self.generator = MersenneTwister()


class RandomInstance(MappedStorage, Random):
    """An instance of a class below ``_random.Random``."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


def allocate(type: Type) -> Object:
    return RandomInstance(type)


@exposed_static("__new__", rest="arguments", keywords="keywords")
def random_new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    check_subtype(cls, random_type)
    if keywords.count > 0 and not cls.is_heap:
        raise type_error("Random() takes no keyword arguments")
    if arguments.length > 1:
        raise type_error(f"Random() expected at most 1 argument, got {arguments.length}")
    made = RandomInstance(cls) if cls.is_heap else Random()
    seed_with(made, arguments.item(0) if arguments.length == 1 else NONE)
    return made


@exposed("seed")
def random_seed(self: Random, n: Object = NONE, /) -> None:
    """seed([n]) -> None.

    Defaults to use urandom and falls back to a combination
    of the current time and the process identifier."""
    seed_with(self, n)


def seed_with(self: Random, n: Object) -> None:
    if n is NONE:
        number = system_seed()
    elif isinstance(n, Int):
        number = n.big().abs()
    else:
        hashed = BigInt.from_int(hash_of(n))
        number = hashed if hashed.sign() >= 0 else hashed.add(BigInt.from_int(1).lshift(64))
    self.generator.seed(number)


def system_seed() -> BigInt:
    """A number from the random numbers of the system."""
    buffer = alloc(uint8, _SEED_BYTES)
    filled = int(_libc.getrandom(buffer, _SEED_BYTES, 0))
    data = make_bytes(buffer, max(filled, 0))
    free(buffer)
    return from_bytes(data, True, False)


@exposed("random")
def random_random(self: Random) -> float:
    """random() -> x in the interval [0, 1)."""
    return self.generator.random()


@exposed("getrandbits")
def random_getrandbits(self: Random, k: Object, /) -> Object:
    """getrandbits(k) -> x.  Generates an int with k random bits."""
    number = index(k)
    if number.big().sign() < 0:
        raise value_error("number of bits must be non-negative")
    if not number.fits() or number.machine() > _MOST_BITS:
        raise overflow_error("Python int too large to convert to C int")
    count = number.machine()
    if count == 0:
        return new_int(0)
    if count <= 32:
        return new_int(self.generator.random_small_bits(count))
    return int_from_big(self.generator.random_bits(count))


@exposed("getstate")
def random_getstate(self: Random) -> Object:
    """getstate() -> tuple containing the current state."""
    return new_tuple([new_int(word) for word in self.generator.state()])


@exposed("setstate")
def random_setstate(self: Random, state: Object, /) -> None:
    """setstate(state) -> None.  Restores generator state."""
    if not isinstance(state, Tuple):
        raise type_error("state vector must be a tuple")
    if state.length != WORDS + 1:
        raise value_error("state vector is the wrong size")
    words: list[int] = []
    for i in range(state.length):
        word = index(state.item(i)).big()
        if word.sign() < 0:
            raise overflow_error("can't convert negative value to unsigned int")
        words.append(word.low_bits())
    try:
        self.generator.set_state(words)
    except ValueError as error:
        raise value_error(str(error)) from error


random_type = define(Random, "Random", allocate=allocate, methods=__name__, prefix="random_", module="_random",
                     doc="Random() -> create a random number generator with its own internal state.")

define_module(__name__, "_random", contents={"Random": random_type})
