"""HMAC objects of OpenSSL (RFC 2104)."""
from __future__ import annotations

from interpreter.errors import PyError, memory_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.hashlib.digests import UNLOCKED_SIZE
from interpreter.modules.hashlib.openssl import (Algorithm, algorithm, crypto, hashed_data, hexadecimal, unsupported_type,
                                                 value_error_of_openssl)
from interpreter.modules.waiting import before_external_call, finish
from interpreter.objects.builtin_function import BuiltinFunction
from interpreter.objects.bytes import EMPTY_BYTES
from interpreter.objects.object import Object
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.text import repr_of
from transform.rpython import Ptr, alloc, data_pointer, free, keepalive, make_bytes, uint8
from transform.rpython.gcmodule import register_finalizer


class Hmac(Object):
    """The object used to calculate HMAC of a message.

    Methods:

    update() -- updates the current digest with an additional string
    digest() -- return the current digest value
    hexdigest() -- return the current digest as a string of hexadecimal digits
    copy() -- return a copy of the current hash object

    Attributes:

    name -- the name, including the hash algorithm used by this object
    digest_size -- number of bytes in digest() output
    """
    algorithm: Algorithm
    context: Ptr[None]

    def __init__(self, algorithm: Algorithm) -> None:
        self.algorithm = algorithm
        self.context = crypto.new_hmac_context()
        if not self.context:
            raise memory_error()
        register_finalizer(self, free_context)

    def take(self, data: bytes) -> None:
        """Adds to the message."""
        size = len(data)
        if size < UNLOCKED_SIZE:
            done = crypto.update_hmac(self.context, data_pointer(data), size)
        else:
            context, start = self.context, data_pointer(data)
            before_external_call()
            done = finish(crypto.update_hmac(context, start, size))
        keepalive(data)
        if done != 1:
            raise value_error_of_openssl()

    def copied(self) -> Hmac:
        copy = Hmac(self.algorithm)
        if crypto.copy_hmac_context(copy.context, self.context) != 1:
            raise value_error_of_openssl()
        return copy

    def result(self) -> bytes:
        """The authentication code of the message so far."""
        memory = alloc(uint8, crypto.EVP_MAX_MD_SIZE)
        try:
            copy = self.copied()
            done = crypto.finish_hmac(copy.context, memory)
            keepalive(copy)
            if done != 1:
                raise value_error_of_openssl()
            return make_bytes(memory, self.algorithm.size)
        finally:
            free(memory)


def free_context(hmac: object) -> None:
    assert isinstance(hmac, Hmac)
    crypto.free_hmac_context(hmac.context)


def algorithm_of(digestmod: Object) -> Algorithm:
    """The hash function that is meant: by its name, or by a constructor of this module."""
    if isinstance(digestmod, Str):
        return algorithm(digestmod.value)
    if isinstance(digestmod, BuiltinFunction) and digestmod.name.startswith("openssl_"):
        return algorithm(digestmod.name[len("openssl_"):])
    raise PyError(unsupported_type, f"Unsupported digestmod {repr_of(digestmod)}")


def started(key: bytes, digestmod: Object) -> Hmac:
    """An HMAC object for a key and no message yet."""
    made = Hmac(algorithm_of(digestmod))
    done = crypto.start_hmac(made.context, data_pointer(key), len(key), made.algorithm.method)
    keepalive(key)
    if done != 1:
        raise value_error_of_openssl()
    return made


@exposed("hmac_new")
def new_hmac(key: Object, msg: Object = EMPTY_BYTES, digestmod: Object = NONE) -> Object:
    """Return a new hmac object."""
    secret = bytes_of(key)
    if digestmod is NONE:
        raise type_error("Missing required parameter 'digestmod'.")
    made = started(secret, digestmod)
    if msg is not NONE:
        made.take(hashed_data(msg))
    return made


@exposed("hmac_digest")
def digest_once(key: Object, msg: Object, digest: Object) -> bytes:
    """Single-shot HMAC."""
    made = started(bytes_of(key), digest)
    made.take(bytes_of(msg))
    return made.result()


@exposed("update")
def hmac_update(self: Hmac, msg: Object) -> None:
    """Update the HMAC object with msg."""
    self.take(hashed_data(msg))


@exposed("digest")
def hmac_digest(self: Hmac) -> bytes:
    """Return the digest of the bytes passed to the update() method so far."""
    return self.result()


@exposed("hexdigest")
def hmac_hexdigest(self: Hmac) -> str:
    """Return hexadecimal digest of the bytes passed to the update() method so far."""
    return hexadecimal(self.result())


@exposed("copy")
def hmac_copy(self: Hmac) -> Object:
    """Return a copy ("clone") of the HMAC object."""
    return self.copied()


@exposed("__repr__")
def hmac_repr(self: Hmac) -> str:
    """Return repr(self)."""
    return f"<{self.algorithm.name} HMAC object @ {address_of(self)}>"


@exposed_property("name")
def hmac_name(self: Hmac) -> str:
    return f"hmac-{self.algorithm.name}"


@exposed_property("digest_size")
def hmac_digest_size(self: Hmac) -> int:
    return self.algorithm.size


@exposed_property("block_size")
def hmac_block_size(self: Hmac) -> int:
    return self.algorithm.block_size


hmac_type = define(Hmac, "HMAC", methods=__name__, prefix="hmac_", module="_hashlib")
