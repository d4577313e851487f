"""Addresses of sockets: Python's tuples and names to the structures of C, and back.

The structures are read and written byte by byte: a family of two bytes in the machine's order; numbers of the internet in network order."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, overflow_error, type_error
from interpreter.modules.posix.paths import decoded, encoded
from interpreter.modules.socket.resolver import host_name, resolve
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple2
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import as_int, index
from transform.rpython import CLibrary, alloc, data_pointer, free, keepalive, make_bytes, uint8
from transform.rpython.builders import BytesBuilder

libc = CLibrary(
    """
    typedef unsigned int... socklen_t;
    const char *inet_ntop(int family, const void *address, char *text, socklen_t size);
    unsigned int if_nametoindex(const char *name);
    char *if_indextoname(unsigned int number, char *name);
    #define AF_UNIX ...
    #define AF_INET ...
    #define AF_INET6 ...
    #define AF_NETLINK ...
    #define AF_VSOCK ...
    #define AF_PACKET ...
    #define IF_NAMESIZE ...
    """,
    headers=["arpa/inet.h", "net/if.h", "sys/socket.h"],
)

_OS_ERROR = EXCEPTIONS["OSError"]
LONGEST = 128
"""Bytes that have room for any address."""
_LONGEST_PATH = 108
_LONGEST_HARDWARE = 8


def pack_number(number: int, size: int) -> bytes:
    """Network order."""
    builder = BytesBuilder()
    for i in range(size - 1, -1, -1):
        builder.append_byte(number >> (8 * i) & 255)
    return builder.build()


def pack_native(number: int, size: int) -> bytes:
    """The order of the machine."""
    return pack_number(number, size)[::-1]


def unpack_number(data: bytes, start: int, size: int) -> int:
    result = 0
    for i in range(size):
        result = result << 8 | data[start + i]
    return result


def unpack_native(data: bytes, start: int, size: int) -> int:
    return unpack_number(data[start:start + size][::-1], 0, size)


def limited(x: Object, most: int, function: str, name: str) -> int:
    """A number from 0 to `most`. OverflowError."""
    number = index(x)
    value = number.machine() if number.fits() else -1
    if not 0 <= value <= most:
        raise overflow_error(f"{function}(): {name} must be 0-{most}.")
    return value


def pack_address(family: int, address: Object, function: str) -> bytes:
    """The structure for an address of a family. TypeError, OverflowError; OSError for a family that is not known."""
    if family == libc.AF_INET:
        if not isinstance(address, Tuple):
            raise type_error(f"{function}(): AF_INET address must be tuple, not {type_of(address).name}")
        if address.length != 2:
            raise type_error("AF_INET address must be a pair (host, port)")
        name = host_name(address.item(0))
        port = limited(address.item(1), 0xFFFF, function, "port")
        return pack_native(family, 2) + pack_number(port, 2) + resolve(name, family) + bytes(8)
    if family == libc.AF_INET6:
        return pack_inet6(address, function)
    if family == libc.AF_UNIX:
        return pack_unix(address)
    if family == libc.AF_NETLINK:
        if not isinstance(address, Tuple):
            raise type_error(f"{function}(): AF_NETLINK address must be tuple, not {type_of(address).name}")
        if address.length != 2:
            raise type_error("AF_NETLINK address must be a pair (pid, groups)")
        return pack_native(family, 2) + bytes(2) + pack_native(as_int(address.item(0)), 4) + pack_native(as_int(address.item(1)), 4)
    if family == libc.AF_VSOCK:
        if not isinstance(address, Tuple):
            raise type_error(f"{function}(): AF_VSOCK address must be tuple, not {type_of(address).name}")
        if address.length != 2:
            raise type_error("AF_VSOCK address must be a pair (CID, port)")
        return pack_native(family, 2) + bytes(2) + pack_native(as_int(address.item(1)), 4) + pack_native(as_int(address.item(0)), 4) + bytes(4)
    if family == libc.AF_PACKET:
        return pack_packet(address, function)
    raise PyError(_OS_ERROR, f"{function}(): bad family")


def pack_inet6(address: Object, function: str) -> bytes:
    if not isinstance(address, Tuple):
        raise type_error(f"{function}(): AF_INET6 address must be tuple, not {type_of(address).name}")
    if not 2 <= address.length <= 4:
        raise type_error("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
    name = host_name(address.item(0))
    port = limited(address.item(1), 0xFFFF, function, "port")
    flow = limited(address.item(2), 0xFFFFF, function, "flowinfo") if address.length > 2 else 0
    scope = as_int(address.item(3)) if address.length > 3 else 0
    numeric = resolve(name, libc.AF_INET6)
    return pack_native(libc.AF_INET6, 2) + pack_number(port, 2) + pack_number(flow, 4) + numeric + pack_native(scope, 4)


def pack_unix(address: Object) -> bytes:
    path = encoded(address.value) if isinstance(address, Str) else bytes_of(address)
    is_abstract = len(path) > 0 and path[0] == 0
    if len(path) > _LONGEST_PATH or len(path) == _LONGEST_PATH and not is_abstract:
        raise PyError(_OS_ERROR, "AF_UNIX path too long")
    start = pack_native(libc.AF_UNIX, 2)
    if is_abstract or len(path) == 0:
        return start + path
    return start + path + b"\0"


def pack_packet(address: Object, function: str) -> bytes:
    if not isinstance(address, Tuple):
        raise type_error(f"{function}(): AF_PACKET address must be tuple, not {type_of(address).name}")
    if not 2 <= address.length <= 5:
        raise type_error("AF_PACKET address must be a tuple of two to five elements")
    name = address.item(0)
    if not isinstance(name, Str):
        raise type_error(f"str expected, not {type_of(name).name}")
    protocol = limited(address.item(1), 0xFFFF, function, "proto")
    kind = as_int(address.item(2)) if address.length > 2 else 0
    hardware_type = as_int(address.item(3)) if address.length > 3 else 0
    hardware = bytes_of(address.item(4)) if address.length > 4 else b""
    if len(hardware) > _LONGEST_HARDWARE:
        raise PyError(EXCEPTIONS["ValueError"], "Hardware address must be 8 bytes or less")
    text = encoded(name.value) + b"\0"
    number = int(libc.if_nametoindex(data_pointer(text)))
    keepalive(text)
    return (pack_native(libc.AF_PACKET, 2) + pack_number(protocol, 2) + pack_native(number, 4) + pack_native(hardware_type, 2)
            + pack_native(kind, 1) + pack_native(len(hardware), 1) + hardware + bytes(_LONGEST_HARDWARE - len(hardware)))


def numeric_text(family: int, data: bytes) -> str:
    """An address as people write it."""
    memory = alloc(uint8, 64)
    libc.inet_ntop(family, data_pointer(data), memory, 64)
    keepalive(data)
    length = 0
    while int(memory[length]) != 0:
        length += 1
    result = make_bytes(memory, length).decode()
    free(memory)
    return result


def interface_name(number: int) -> str:
    """The name of a network interface; empty if there is none."""
    memory = alloc(uint8, libc.IF_NAMESIZE)
    found = libc.if_indextoname(number, memory)
    length = 0
    while found and int(memory[length]) != 0:
        length += 1
    result = make_bytes(memory, length).decode()
    free(memory)
    return result


def unpack_address(data: bytes) -> Object:
    """What Python programs see of a structure; None where there is no address."""
    if len(data) == 0:
        return NONE
    family = unpack_native(data, 0, 2)
    if family == libc.AF_INET:
        return tuple2(new_str(numeric_text(family, data[4:8])), new_int(unpack_number(data, 2, 2)))
    if family == libc.AF_INET6:
        return new_tuple([new_str(numeric_text(family, data[8:24])), new_int(unpack_number(data, 2, 2)), new_int(unpack_number(data, 4, 4)),
                          new_int(unpack_native(data, 24, 4))])
    if family == libc.AF_UNIX:
        path = data[2:]
        if len(path) > 0 and path[0] == 0:
            return new_bytes(path)
        end = path.find(b"\0")
        return decoded(path[:end] if end >= 0 else path)
    if family == libc.AF_NETLINK:
        return tuple2(new_int(unpack_native(data, 4, 4)), new_int(unpack_native(data, 8, 4)))
    if family == libc.AF_VSOCK:
        return tuple2(new_int(unpack_native(data, 8, 4)), new_int(unpack_native(data, 4, 4)))
    if family == libc.AF_PACKET:
        return new_tuple([
            new_str(interface_name(unpack_native(data, 4, 4))), new_int(unpack_number(data, 2, 2)), new_int(data[10]),
            new_int(unpack_native(data, 8, 2)), new_bytes(data[12:12 + data[11]])])
    return tuple2(new_int(family), new_bytes(data[2:]))
