"""OpenSSL interface for hashlib module. It is the module `_hashlib`; keys derived from passwords are here."""
from __future__ import annotations

import _hashlib as host

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.hashlib import digests, hmac
from interpreter.modules.hashlib.openssl import algorithm, crypto, unsupported_type, value_error_of_openssl
from interpreter.modules.operator import compare_digest as compare
from interpreter.modules.waiting import before_external_call, finish
from interpreter.objects.int import Int
from interpreter.objects.object import Object
from interpreter.objects.set import FrozenSet
from interpreter.objects.singletons import NONE
from interpreter.objects.str import intern
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.number import as_int
from transform.rpython import alloc, data_pointer, free, keepalive, make_bytes, uint8

_MOST = 0x7FFFFFFF


@exposed("compare_digest")
def compare_digest(a: Object, b: Object, /) -> bool:
    """Return 'a == b'."""
    return compare(a, b)


@exposed("get_fips_mode")
def get_fips_mode() -> int:
    """Determine the OpenSSL FIPS mode of operation."""
    return crypto.in_fips_mode()


@exposed("pbkdf2_hmac")
def pbkdf2_hmac(hash_name: str, password: Object, salt: Object, iterations: int, dklen: Object = NONE) -> bytes:
    """Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."""
    secret, seed = bytes_of(password), bytes_of(salt)
    found = algorithm(hash_name)
    if len(secret) > _MOST:
        raise overflow_error("password is too long.")
    if len(seed) > _MOST:
        raise overflow_error("salt is too long.")
    if iterations < 1:
        raise value_error("iteration value must be greater than 0.")
    if iterations > _MOST:
        raise overflow_error("iteration value is too great.")
    size = found.size if dklen is NONE else as_int(dklen)
    if size < 1:
        raise value_error("key length must be greater than 0.")
    if size > _MOST:
        raise overflow_error("key length is too great.")
    key = alloc(uint8, size)
    method, secret_start, secret_size, seed_start, seed_size = found.method, data_pointer(secret), len(secret), data_pointer(seed), len(seed)
    try:
        before_external_call()
        done = finish(crypto.derive_pbkdf2(secret_start, secret_size, seed_start, seed_size, iterations, method, size, key))
        keepalive(secret)
        keepalive(seed)
        if done != 1:
            raise value_error_of_openssl()
        return make_bytes(key, size)
    finally:
        free(key)


def cost_parameter(value: Object, name: str) -> int:
    if isinstance(value, Int):
        number = as_int(value)
        if number >= 0:
            return number
    raise type_error(f"{name} is required and must be an unsigned int")


@exposed("scrypt")
def scrypt(password: Object, *, salt: Object = NONE, n: Object = NONE, r: Object = NONE, p: Object = NONE, maxmem: int = 0,
           dklen: int = 64) -> bytes:
    """scrypt password-based key derivation function."""
    secret = bytes_of(password)
    if not is_buffer(salt):
        raise type_error("salt is required")
    seed = bytes_of(salt)
    count = cost_parameter(n, "n")
    if count < 2 or count & (count - 1) != 0:
        raise value_error("n must be a power of 2.")
    block_size, parallel = cost_parameter(r, "r"), cost_parameter(p, "p")
    if not 0 <= maxmem <= _MOST:
        raise value_error(f"maxmem must be positive and smaller than {_MOST}")
    if not 1 <= dklen <= _MOST:
        raise value_error(f"dklen must be greater than 0 and smaller than {_MOST}")
    key = alloc(uint8, dklen)
    secret_start, secret_size, seed_start, seed_size = data_pointer(secret), len(secret), data_pointer(seed), len(seed)
    try:
        before_external_call()
        done = finish(crypto.derive_scrypt(secret_start, secret_size, seed_start, seed_size, count, block_size, parallel, maxmem, key, dklen))
        keepalive(secret)
        keepalive(seed)
        if done != 1:
            raise value_error_of_openssl()
        return make_bytes(key, dklen)
    finally:
        free(key)


_names = FrozenSet()
for _name in sorted(host.openssl_md_meth_names):
    _names.add(intern(_name))

define_module(__name__, "_hashlib", parts=[digests.__name__, hmac.__name__], contents={
    "openssl_md_meth_names": _names, "UnsupportedDigestmodError": unsupported_type, "HASH": digests.hash_type,
    "HASHXOF": digests.extendable_type, "HMAC": hmac.hmac_type})
