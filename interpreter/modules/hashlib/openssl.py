"""OpenSSL's libcrypto: the functions that hashes use, and its errors."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.typedef import define
from interpreter.modules.files import text_at
from interpreter.modules.lazylibrary import loaded_on_demand
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Object, Type
from interpreter.objects.str import Str, new_str
from interpreter.protocols.buffer import bytes_of, is_buffer
from transform.rpython import CLibrary, Ptr, data_pointer

crypto = CLibrary(
    """
    int library_is_there(void);
    void *fetch_digest(const char *name);
    const char *digest_name(const void *digest);
    int digest_size(const void *digest);
    int digest_block_size(const void *digest);
    int is_extendable(const void *digest);
    void *new_context(void);
    void free_context(void *context);
    int copy_context(void *to, const void *from);
    int start_digest(void *context, const void *digest);
    int update_digest(void *context, const void *data, size_t size);
    int finish_digest(void *context, unsigned char *result);
    int finish_extendable(void *context, unsigned char *result, size_t size);
    void *new_hmac_context(void);
    void free_hmac_context(void *context);
    int copy_hmac_context(void *to, void *from);
    int start_hmac(void *context, const void *key, int size, const void *digest);
    int update_hmac(void *context, const unsigned char *data, size_t size);
    int finish_hmac(void *context, unsigned char *result);
    int derive_pbkdf2(const char *password, int password_size, const unsigned char *salt, int salt_size, int iterations,
                      const void *digest, int key_size, unsigned char *key);
    int derive_scrypt(const char *password, size_t password_size, const unsigned char *salt, size_t salt_size, unsigned long n,
                      unsigned long r, unsigned long p, unsigned long most_memory, unsigned char *key, size_t key_size);
    unsigned long last_error(void);
    void clear_error(void);
    const char *library_of_error(unsigned long error);
    const char *reason_of_error(unsigned long error);
    int in_fips_mode(void);
    #define EVP_MAX_MD_SIZE ...
    """,
    headers=["openssl/crypto.h", "openssl/err.h", "openssl/evp.h", "openssl/hmac.h"],
    defines=[("OPENSSL_SUPPRESS_DEPRECATED", "1")],
    source=loaded_on_demand("libcrypto.so.3") + """
    static void *fetch_digest(const char *name) { return LAZY(EVP_MD_fetch)(NULL, name, NULL); }
    static const char *digest_name(const void *digest) { return LAZY(EVP_MD_get0_name)(digest); }
    static int digest_size(const void *digest) { return LAZY(EVP_MD_get_size)(digest); }
    static int digest_block_size(const void *digest) { return LAZY(EVP_MD_get_block_size)(digest); }
    static int is_extendable(const void *digest) { return (LAZY(EVP_MD_get_flags)(digest) & EVP_MD_FLAG_XOF) != 0; }
    static void *new_context(void) { return LAZY(EVP_MD_CTX_new)(); }
    static void free_context(void *context) { LAZY(EVP_MD_CTX_free)(context); }
    static int copy_context(void *to, const void *from) { return LAZY(EVP_MD_CTX_copy_ex)(to, from); }
    static int start_digest(void *context, const void *digest) { return LAZY(EVP_DigestInit_ex)(context, digest, NULL); }
    static int update_digest(void *context, const void *data, size_t size) { return LAZY(EVP_DigestUpdate)(context, data, size); }
    static int finish_digest(void *context, unsigned char *result) { return LAZY(EVP_DigestFinal_ex)(context, result, NULL); }
    static int finish_extendable(void *context, unsigned char *result, size_t size) {
        return LAZY(EVP_DigestFinalXOF)(context, result, size);
    }
    static void *new_hmac_context(void) { return LAZY(HMAC_CTX_new)(); }
    static void free_hmac_context(void *context) { LAZY(HMAC_CTX_free)(context); }
    static int copy_hmac_context(void *to, void *from) { return LAZY(HMAC_CTX_copy)(to, from); }
    static int start_hmac(void *context, const void *key, int size, const void *digest) {
        return LAZY(HMAC_Init_ex)(context, key, size, digest, NULL);
    }
    static int update_hmac(void *context, const unsigned char *data, size_t size) { return LAZY(HMAC_Update)(context, data, size); }
    static int finish_hmac(void *context, unsigned char *result) {
        unsigned int size = EVP_MAX_MD_SIZE;
        return LAZY(HMAC_Final)(context, result, &size);
    }
    static int derive_pbkdf2(const char *password, int password_size, const unsigned char *salt, int salt_size, int iterations,
                             const void *digest, int key_size, unsigned char *key) {
        return LAZY(PKCS5_PBKDF2_HMAC)(password, password_size, salt, salt_size, iterations, digest, key_size, key);
    }
    static int derive_scrypt(const char *password, size_t password_size, const unsigned char *salt, size_t salt_size, unsigned long n,
                             unsigned long r, unsigned long p, unsigned long most_memory, unsigned char *key, size_t key_size) {
        return LAZY(EVP_PBE_scrypt)(password, password_size, salt, salt_size, n, r, p, most_memory, key, key_size);
    }
    static unsigned long last_error(void) { return LAZY(ERR_peek_last_error)(); }
    static void clear_error(void) { LAZY(ERR_clear_error)(); }
    static const char *library_of_error(unsigned long error) { return LAZY(ERR_lib_error_string)(error); }
    static const char *reason_of_error(unsigned long error) { return LAZY(ERR_reason_error_string)(error); }
    static int in_fips_mode(void) { return library_is_there() && LAZY(EVP_default_properties_is_fips_enabled)(NULL); }
    """,
)

unsupported_type = Type("UnsupportedDigestmodError", None, [EXCEPTIONS["ValueError"]], {"__module__": new_str("_hashlib")})
define(ExceptionObject, "UnsupportedDigestmodError", existing=unsupported_type, allocate=new_exception, module="_hashlib", doc="")

_NAMES = {
    "blake2b": "BLAKE2B-512", "blake2s": "BLAKE2S-256", "sha224": "SHA2-224", "sha256": "SHA2-256", "sha384": "SHA2-384", "sha512": "SHA2-512",
    "sha512_224": "SHA2-512/224", "sha512_256": "SHA2-512/256", "sha3_224": "SHA3-224", "sha3_256": "SHA3-256", "sha3_384": "SHA3-384",
    "sha3_512": "SHA3-512", "shake_128": "SHAKE-128", "shake_256": "SHAKE-256"}
_PYTHON_NAMES = {name: python_name for python_name, name in _NAMES.items()}


def openssl_error(kind: Type) -> PyError:
    """An exception with the text of OpenSSL's last error."""
    number = crypto.last_error()
    crypto.clear_error()
    library, reason = crypto.library_of_error(number), crypto.reason_of_error(number)
    if not reason:
        return PyError(kind, "no reason supplied")
    return PyError(kind, f"[{text_at(library)}] {text_at(reason)}" if library else text_at(reason))


def value_error_of_openssl() -> PyError:
    return openssl_error(EXCEPTIONS["ValueError"])


class Algorithm:
    """A hash function, for as long as the program runs."""
    method: Ptr[None]
    name: str
    size: int
    block_size: int
    is_extendable: bool

    def __init__(self, method: Ptr[None]) -> None:
        known = text_at(crypto.digest_name(method))
        self.method = method
        self.name = _PYTHON_NAMES.get(known, known.lower())
        self.size = crypto.digest_size(method)
        self.block_size = crypto.digest_block_size(method)
        self.is_extendable = crypto.is_extendable(method) != 0


algorithms: dict[str, Algorithm] = {}
"""Those that were asked for, by the names that they were asked for."""


def algorithm(name: str) -> Algorithm:
    """The hash function of a name. UnsupportedDigestmodError if there is none."""
    known = algorithms.get(name)
    if known is not None:
        return known
    if crypto.library_is_there() == 0:
        raise PyError(unsupported_type, "OpenSSL's libcrypto cannot be loaded")
    method = crypto.fetch_digest(data_pointer(_NAMES.get(name, name).encode() + b"\0"))
    if not method:
        raise openssl_error(unsupported_type)
    found = Algorithm(method)
    algorithms[name] = found
    return found


def hashed_data(x: Object) -> bytes:
    """The bytes that are to be hashed. TypeError where there are none."""
    if isinstance(x, Str):
        raise type_error("Strings must be encoded before hashing")
    if not is_buffer(x):
        raise type_error("object supporting the buffer API required")
    return bytes_of(x)


def hexadecimal(data: bytes) -> str:
    """Two digits a byte."""
    return "".join([f"{byte:02x}" for byte in data])
