"""OpenSSL's libcrypto: the functions that hashes use, and its errors."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.typedef import define
from interpreter.modules.files import text_at
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Object, Type
from interpreter.objects.str import Str, new_str
from interpreter.protocols.buffer import bytes_of, is_buffer
from transform.rpython import CLibrary, Ptr, data_pointer

crypto = CLibrary(
    """
    void *fetch_digest(const char *name);
    const char *EVP_MD_get0_name(const void *digest);
    int EVP_MD_get_size(const void *digest);
    int EVP_MD_get_block_size(const void *digest);
    int is_extendable(const void *digest);
    void *EVP_MD_CTX_new(void);
    void EVP_MD_CTX_free(void *context);
    int EVP_MD_CTX_copy_ex(void *to, const void *from);
    int start_digest(void *context, const void *digest);
    int EVP_DigestUpdate(void *context, const void *data, size_t size);
    int finish_digest(void *context, unsigned char *result);
    int EVP_DigestFinalXOF(void *context, unsigned char *result, size_t size);
    void *HMAC_CTX_new(void);
    void HMAC_CTX_free(void *context);
    int HMAC_CTX_copy(void *to, void *from);
    int start_hmac(void *context, const void *key, int size, const void *digest);
    int HMAC_Update(void *context, const unsigned char *data, size_t size);
    int finish_hmac(void *context, unsigned char *result);
    int PKCS5_PBKDF2_HMAC(const char *password, int password_size, const unsigned char *salt, int salt_size, int iterations,
                          const void *digest, int key_size, unsigned char *key);
    int EVP_PBE_scrypt(const char *password, size_t password_size, const unsigned char *salt, size_t salt_size,
                       unsigned long n, unsigned long r, unsigned long p, unsigned long most_memory, unsigned char *key, size_t key_size);
    unsigned long ERR_peek_last_error(void);
    void ERR_clear_error(void);
    const char *ERR_lib_error_string(unsigned long error);
    const char *ERR_reason_error_string(unsigned long error);
    int in_fips_mode(void);
    #define EVP_MAX_MD_SIZE ...
    """,
    headers=["openssl/crypto.h", "openssl/err.h", "openssl/evp.h", "openssl/hmac.h"],
    libraries=["crypto"],
    defines=[("OPENSSL_SUPPRESS_DEPRECATED", "1")],
    source="""
    static EVP_MD *fetch_digest(const char *name) { return EVP_MD_fetch(NULL, name, NULL); }
    static int is_extendable(const EVP_MD *digest) { return (EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF) != 0; }
    static int start_digest(void *context, const EVP_MD *digest) { return EVP_DigestInit_ex(context, digest, NULL); }
    static int finish_digest(void *context, unsigned char *result) { return EVP_DigestFinal_ex(context, result, NULL); }
    static int start_hmac(void *context, const void *key, int size, const EVP_MD *digest) {
        return HMAC_Init_ex(context, key, size, digest, NULL);
    }
    static int finish_hmac(void *context, unsigned char *result) {
        unsigned int size = EVP_MAX_MD_SIZE;
        return HMAC_Final(context, result, &size);
    }
    static int in_fips_mode(void) { return EVP_default_properties_is_fips_enabled(NULL); }
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
    number = crypto.ERR_peek_last_error()
    crypto.ERR_clear_error()
    library, reason = crypto.ERR_lib_error_string(number), crypto.ERR_reason_error_string(number)
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
        known = text_at(crypto.EVP_MD_get0_name(method))
        self.method = method
        self.name = _PYTHON_NAMES.get(known, known.lower())
        self.size = crypto.EVP_MD_get_size(method)
        self.block_size = crypto.EVP_MD_get_block_size(method)
        self.is_extendable = crypto.is_extendable(method) != 0


algorithms: dict[str, Algorithm] = {}
"""Those that were asked for, by the names that they were asked for."""


def algorithm(name: str) -> Algorithm:
    """The hash function of a name. UnsupportedDigestmodError if there is none."""
    known = algorithms.get(name)
    if known is not None:
        return known
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
