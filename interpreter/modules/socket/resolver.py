"""Names of hosts to addresses: getaddrinfo of C, which may wait for the network."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.typedef import define
from interpreter.modules.files import os_error, text_at
from interpreter.modules.parking import perform
from interpreter.modules.socket.lookups import AddressJob
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.str import Str, new_str
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.codec import encode_text
from transform.rpython import CLibrary, Ptr, alloc, cast, data_pointer, free, int32, keepalive, make_bytes, uint8

libc = CLibrary(
    """
    void *next_address(void *entry);
    void *describe_address(void *entry, int *numbers);
    const char *canonical_name(void *entry);
    const char *gai_strerror(int number);
    int inet_pton(int family, const char *text, void *address);
    #define AF_UNSPEC ...
    #define AF_INET ...
    #define AF_INET6 ...
    #define SOCK_DGRAM ...
    #define AI_PASSIVE ...
    #define EAI_SYSTEM ...
    #define EAI_FAMILY ...
    """,
    headers=["arpa/inet.h", "netdb.h", "string.h", "sys/socket.h"],
    source="""
    static void *next_address(void *entry) { return ((struct addrinfo *)entry)->ai_next; }
    static void *describe_address(void *entry, int *numbers) {
        struct addrinfo *found = entry;
        numbers[0] = found->ai_family; numbers[1] = found->ai_socktype; numbers[2] = found->ai_protocol;
        numbers[3] = (int)found->ai_addrlen;
        return found->ai_addr;
    }
    static const char *canonical_name(void *entry) { return ((struct addrinfo *)entry)->ai_canonname; }
    """,
)

_OS_ERROR = EXCEPTIONS["OSError"]
NUMERIC_SIZE = {libc.AF_INET: 4, libc.AF_INET6: 16}
"""Bytes of the addresses of a family."""
_ADDRESS_OFFSET = {libc.AF_INET: 4, libc.AF_INET6: 8}


def resolver_error(name: str) -> Type:
    """A class below OSError, for errors with numbers of their own."""
    made = Type(name, None, [_OS_ERROR], {"__module__": new_str("socket")})
    define(ExceptionObject, name, existing=made, allocate=new_exception, module="socket", doc="")
    return made


gaierror_type = resolver_error("gaierror")
herror_type = resolver_error("herror")


def address_error(number: int, errno: int) -> PyError:
    """The exception for a failure of getaddrinfo or getnameinfo."""
    if number == libc.EAI_SYSTEM:
        return os_error(errno)
    return PyError(gaierror_type, "", call(gaierror_type, [new_int(number), new_str(text_at(libc.gai_strerror(number)))]))


class Found:
    """One result of `find`: `address` is a structure of C."""
    family: int
    type: int
    protocol: int
    name: str
    address: bytes

    def __init__(self, entry: Ptr[None]) -> None:
        numbers = alloc(int32, 4)
        memory = libc.describe_address(entry, numbers)
        self.family, self.type, self.protocol = int(numbers[0]), int(numbers[1]), int(numbers[2])
        self.address = make_bytes(cast(uint8, memory), int(numbers[3]))
        free(numbers)
        name = libc.canonical_name(entry)
        self.name = text_at(name) if name else ""


def find(host: bytes, has_host: bool, service: bytes, has_service: bool, family: int, type: int, protocol: int, flags: int) -> list[Found]:
    """getaddrinfo(3). gaierror, OSError."""
    job = AddressJob(host + b"\0" if has_host else b"", service + b"\0" if has_service else b"", family, type, protocol, flags)
    perform(job)
    try:
        if job.number != 0:
            raise address_error(job.number, job.errno)
        found: list[Found] = []
        entry = job.found[0]
        while entry:
            found.append(Found(entry))
            entry = libc.next_address(entry)
        return found
    finally:
        job.discard()


def host_name(host: Object) -> bytes:
    """The name of a host as C takes it: text in IDNA's encoding. TypeError."""
    if isinstance(host, Str):
        name = host.value.encode() if is_ascii(host.value) else bytes_of(encode_text(host.value, "idna", "strict"))
    elif isinstance(host, Bytes) or isinstance(host, ByteArray):
        name = bytes_of(host)
    else:
        raise type_error(f"str, bytes or bytearray expected, not {type_of(host).name}")
    if b"\0" in name:
        raise type_error("host name must not contain null character")
    return name


def is_ascii(text: str) -> bool:
    for c in text:
        if ord(c) >= 128:
            return False
    return True


def numeric_address(name: bytes, family: int) -> bytes:
    """The bytes of an address in text; empty if it is a name."""
    size = NUMERIC_SIZE[family]
    memory = alloc(uint8, size)
    text = name + b"\0"
    done = libc.inet_pton(family, data_pointer(text), memory)
    keepalive(text)
    result = make_bytes(memory, size) if done == 1 else b""
    free(memory)
    return result


def resolve(name: bytes, family: int) -> bytes:
    """The address, 4 or 16 bytes, of a host; of any interface for an empty name. gaierror, OSError."""
    if len(name) == 0:
        return bytes(NUMERIC_SIZE[family])
    if name == b"<broadcast>" or name == b"255.255.255.255":
        if family != libc.AF_INET:
            raise PyError(_OS_ERROR, "address family mismatched")
        return b"\xff\xff\xff\xff"
    numeric = numeric_address(name, family)
    if len(numeric) > 0:
        return numeric
    first = find(name, True, b"", False, family, 0, 0, 0)[0]
    if first.family != family:
        raise PyError(_OS_ERROR, "unknown address family")
    start = _ADDRESS_OFFSET[family]
    return first.address[start:start + NUMERIC_SIZE[family]]
