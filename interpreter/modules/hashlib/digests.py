"""The hash objects of OpenSSL: HASH and HASHXOF, and the functions that make them."""
from __future__ import annotations

from typing import Callable

from interpreter.errors import PyError, EXCEPTIONS, memory_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.hashlib.openssl import Algorithm, algorithm, crypto, hashed_data, hexadecimal, value_error_of_openssl
from interpreter.modules.waiting import before_external_call, finish
from interpreter.objects.bytes import EMPTY_BYTES
from interpreter.objects.object import Object
from interpreter.objects.object_methods import address_of
from interpreter.objects.str import Str
from transform.rpython import Ptr, alloc, data_pointer, free, keepalive, make_bytes, uint8
from transform.rpython.gcmodule import register_finalizer

UNLOCKED_SIZE = 2048
"""So many bytes are worth giving up the global lock while they are hashed."""


class Hash(Object):
    """A hash is an object used to calculate a checksum of a string of information."""
    algorithm: Algorithm
    context: Ptr[None]

    def __init__(self, algorithm: Algorithm) -> None:
        self.algorithm = algorithm
        self.context = crypto.new_context()
        if not self.context:
            raise memory_error()
        register_finalizer(self, free_context)

    def take(self, data: bytes) -> None:
        """Hashes further bytes."""
        size = len(data)
        if size < UNLOCKED_SIZE:
            done = crypto.update_digest(self.context, data_pointer(data), size)
        else:
            context, start = self.context, data_pointer(data)
            before_external_call()
            done = finish(crypto.update_digest(context, start, size))
        keepalive(data)
        if done != 1:
            raise value_error_of_openssl()

    def copied(self) -> Hash:
        copy = ExtendableHash(self.algorithm) if self.algorithm.is_extendable else Hash(self.algorithm)
        if crypto.copy_context(copy.context, self.context) != 1:
            raise value_error_of_openssl()
        return copy

    def result(self, size: int) -> bytes:
        """The digest; its size is the caller's choice for those functions that let him choose."""
        memory = alloc(uint8, size + 1)
        try:
            copy = self.copied()
            if self.algorithm.is_extendable:
                done = crypto.finish_extendable(copy.context, memory, size) if size > 0 else 1
            else:
                done = crypto.finish_digest(copy.context, memory)
            keepalive(copy)
            if done != 1:
                raise value_error_of_openssl()
            return make_bytes(memory, size)
        finally:
            free(memory)


class ExtendableHash(Hash):
    """A hash is an object used to calculate a checksum of a string of information."""


def free_context(hash: object) -> None:
    assert isinstance(hash, Hash)
    crypto.free_context(hash.context)


@exposed("update")
def hash_update(self: Hash, obj: Object, /) -> None:
    """Update this hash object's state with the provided string."""
    self.take(hashed_data(obj))


@exposed("digest")
def hash_digest(self: Hash) -> bytes:
    """Return the digest value as a bytes object."""
    return self.result(self.algorithm.size)


@exposed("hexdigest")
def hash_hexdigest(self: Hash) -> str:
    """Return the digest value as a string of hexadecimal digits."""
    return hexadecimal(self.result(self.algorithm.size))


@exposed("copy")
def hash_copy(self: Hash) -> Object:
    """Return a copy of the hash object."""
    return self.copied()


@exposed("__repr__")
def hash_repr(self: Hash) -> str:
    """Return repr(self)."""
    kind = "HASHXOF" if self.algorithm.is_extendable else "HASH"
    return f"<{self.algorithm.name} _hashlib.{kind} object @ {address_of(self)}>"


@exposed_property("name")
def hash_name(self: Hash) -> str:
    """algorithm name."""
    return self.algorithm.name


@exposed_property("digest_size")
def hash_digest_size(self: Hash) -> int:
    """number of bytes in this hashes output."""
    return self.algorithm.size


@exposed_property("block_size")
def hash_block_size(self: Hash) -> int:
    """number of bytes in this hashes block."""
    return self.algorithm.block_size


def checked_size(length: int) -> int:
    if length < 0:
        raise PyError(EXCEPTIONS["SystemError"], "Negative size passed to PyBytes_FromStringAndSize")
    return length


@exposed("digest")
def extendable_digest(self: ExtendableHash, length: int) -> bytes:
    """Return the digest value as a bytes object."""
    return self.result(checked_size(length))


@exposed("hexdigest")
def extendable_hexdigest(self: ExtendableHash, length: int) -> str:
    """Return the digest value as a string of hexadecimal digits."""
    return hexadecimal(self.result(checked_size(length)))


@exposed_property("digest_size")
def extendable_digest_size(self: ExtendableHash) -> int:
    """number of bytes in this hashes output."""
    return 0


def new_hash(name: str, data: bytes) -> Hash:
    """A hash object for the function of that name, which has seen some data."""
    found = algorithm(name)
    made = ExtendableHash(found) if found.is_extendable else Hash(found)
    if crypto.start_digest(made.context, found.method) != 1:
        raise value_error_of_openssl()
    if len(data) > 0:
        made.take(data)
    return made


@exposed("new")
def new(name: Object, string: Object = EMPTY_BYTES, *, usedforsecurity: bool = True) -> Object:
    """Return a new hash object using the named algorithm."""
    data = hashed_data(string)
    if not isinstance(name, Str):
        raise type_error("name must be a string")
    return new_hash(name.value, data)


CONSTRUCTORS = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"]


def constructor(name: str, exposed_name: str) -> Callable[..., Object]:
    """The Python function that makes hash objects of one kind."""
    @exposed(exposed_name)
    def construct(string: Object = EMPTY_BYTES, *, usedforsecurity: bool = True) -> Object:
        return new_hash(name, hashed_data(string))
    construct.__doc__ = f"Returns a {name.replace('_', '-')} hash object; optionally initialized with a string"
    return construct


globals().update({f"openssl_{name}": constructor(name, f"openssl_{name}") for name in CONSTRUCTORS})

hash_type = define(Hash, "HASH", methods=__name__, prefix="hash_", module="_hashlib")
extendable_type = define(ExtendableHash, "HASHXOF", base=hash_type, methods=__name__, prefix="extendable_", module="_hashlib")
