"""Hashes of passwords. It is the module `_crypt`."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.files import bytes_at, c_string, os_error
from interpreter.modules.lazylibrary import loaded_on_demand
from interpreter.modules.posix.paths import decoded
from interpreter.objects.object import Object
from transform.rpython import CLibrary, data_pointer, get_errno, keepalive

libcrypt = CLibrary(
    "int library_is_there(void); char *hash_word(const char *word, const char *salt);",
    headers=["crypt.h", "stddef.h"],
    source=loaded_on_demand("libcrypt.so.1") + """
    static char *hash_word(const char *word, const char *salt) { return LAZY(crypt)(word, salt); }
    """,
)


@exposed("crypt")
def crypt(word: str, salt: str, /) -> Object:
    """Hash a *word* with the given *salt* and return the hashed password.

    *word* will usually be a user's password.  *salt* (either a random 2 or 16
    character string, possibly prefixed with $digit$ to indicate the method)
    will be used to perturb the encryption algorithm and produce distinct
    results for a given *word*."""
    if "\0" in word or "\0" in salt:
        raise value_error("embedded null character")
    if libcrypt.library_is_there() == 0:
        raise PyError(EXCEPTIONS["OSError"], "the crypt library cannot be loaded")
    first, second = c_string(word), c_string(salt)
    found = libcrypt.hash_word(data_pointer(first), data_pointer(second))
    keepalive(first)
    keepalive(second)
    if not found:
        raise os_error(get_errno())
    return decoded(bytes_at(found))


define_module(__name__, "_crypt")
