"""The key of the hashes of strings, as CPython 3.11 makes it of ``PYTHONHASHSEED`` (Python documentation, "Environment variables")."""
from __future__ import annotations

from interpreter.options import Options, UsageError
from interpreter.process import environment_variable
from transform.rpython import CLibrary, Ptr, alloc, cast, free, set_hash_key, uint8, uint64

libc = CLibrary("ssize_t getrandom(void *buffer, size_t size, unsigned int flags);", headers=["sys/random.h"])

_KEY_BYTES = 16
_GREATEST_SEED = 0xFFFFFFFF
RANDOM = -1


def seed_of(options: Options) -> int:
    """The seed that the environment gives, or `RANDOM`. Raises UsageError."""
    given = "" if options.has("E") or options.has("R") else environment_variable("PYTHONHASHSEED")
    if len(given) == 0 or given == "random":
        return RANDOM
    if given.isascii() and given.isdigit() and len(given.lstrip("0")) <= 10:
        seed = int(given)
        if seed <= _GREATEST_SEED:
            return seed
    raise UsageError('Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]\n'
                     "Python runtime state: preinitialized", 1)


def seed_hashes(options: Options) -> None:
    """Sets the key. To be called before a string is hashed. Raises UsageError."""
    seed = seed_of(options)
    buffer = alloc(uint8, _KEY_BYTES)
    if seed == RANDOM:
        libc.getrandom(buffer, _KEY_BYTES, 0)
    elif seed == 0:
        for i in range(_KEY_BYTES):
            buffer[i] = uint8(0)
    else:
        fill_from_seed(buffer, seed)
    words = cast(uint64, buffer)
    set_hash_key(words[0], words[1])
    free(buffer)


def fill_from_seed(buffer: Ptr[uint8], seed: int) -> None:
    """The bytes of a linear congruential generator."""
    state = seed
    for i in range(_KEY_BYTES):
        state = (state * 214013 + 2531011) & _GREATEST_SEED
        buffer[i] = uint8(state >> 16)
