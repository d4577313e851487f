"""Implementation module for socket operations.

See the socket module for documentation."""
from __future__ import annotations

import _socket as host

from interpreter.errors import EXCEPTIONS, PyError, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import add_methods, define
from interpreter.modules.files import os_error
from interpreter.modules.posix.descriptors import libc as files
from interpreter.modules.posix.paths import encoded
from interpreter.modules.socket import connections, messages, names, sockets, transfers
from interpreter.modules.socket.addresses import numeric_text
from interpreter.modules.socket.messages import HEADER, MOST, padded
from interpreter.modules.socket.resolver import NUMERIC_SIZE, gaierror_type, herror_type, numeric_address
from interpreter.modules.socket.sockets import Socket, defaults, shown_timeout, timeout_of
from interpreter.modules.waiting import close_file
from interpreter.objects.int import TRUE, Int, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.tuple import tuple2
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import as_int, index
from transform.rpython import CLibrary, alloc, free, get_errno, int32

libc = CLibrary(
    """
    int socketpair(int family, int type, int protocol, int *files);
    #define AF_UNIX ...
    #define SOCK_STREAM ...
    #define SOCK_CLOEXEC ...
    #define EAFNOSUPPORT ...
    #define ECONNRESET ...
    """,
    headers=["errno.h", "sys/socket.h"],
)

socket_type = define(Socket, "socket", allocate=sockets.allocate, methods=sockets.__name__, module="_socket", doc=host.socket.__doc__)
add_methods(socket_type, connections.__name__, "")
add_methods(socket_type, transfers.__name__, "")
add_methods(socket_type, messages.__name__, "socket_")


def new_socket(file: int, family: int, kind: int, protocol: int) -> Socket:
    made = Socket(socket_type)
    made.take(file, family, kind, protocol)
    return made


@exposed("socketpair")
def socketpair(family: int = libc.AF_UNIX, type: int = libc.SOCK_STREAM, proto: int = 0, /) -> Object:
    """socketpair([family[, type [, proto]]]) -> (socket object, socket object)"""
    pair = alloc(int32, 2)
    failed = libc.socketpair(family, type | libc.SOCK_CLOEXEC, proto, pair) != 0
    first, second = int(pair[0]), int(pair[1])
    free(pair)
    if failed:
        raise os_error(get_errno())
    return tuple2(new_socket(first, family, type, proto), new_socket(second, family, type, proto))


@exposed("close")
def close(fd: int, /) -> None:
    """close(integer) -> None"""
    if close_file(fd) != 0 and get_errno() != libc.ECONNRESET:
        raise os_error(get_errno())


@exposed("dup")
def duplicate(fd: int, /) -> int:
    """dup(integer) -> integer"""
    result = files.fcntl(fd, files.F_DUPFD_CLOEXEC, 0)
    if result < 0:
        raise os_error(get_errno())
    return result


@exposed("getdefaulttimeout")
def getdefaulttimeout() -> Object:
    """getdefaulttimeout() -> timeout"""
    return shown_timeout(defaults.timeout)


@exposed("setdefaulttimeout")
def setdefaulttimeout(timeout: Object, /) -> None:
    """setdefaulttimeout(timeout)"""
    defaults.timeout = timeout_of(timeout)


def swapped16(x: Object, function: str) -> int:
    number = as_int(x)
    if number > 0x7FFFFFFF:
        raise overflow_error("signed integer is greater than maximum")
    if number < 0:
        raise overflow_error(f"{function}: can't convert negative Python int to C 16-bit unsigned integer")
    if number > 0xFFFF:
        raise overflow_error(f"{function}: Python int too large to convert to C 16-bit unsigned integer")
    return number >> 8 | (number & 0xFF) << 8


def swapped32(x: Object) -> int:
    if not isinstance(x, Int):
        raise type_error(f"expected int, {type_of(x).name} found")
    number = index(x).machine() if x.fits() else 1 << 32
    if number < 0:
        raise overflow_error("can't convert negative value to unsigned int")
    if number > 0xFFFFFFFF:
        raise overflow_error("int larger than 32 bits")
    return number >> 24 | number >> 8 & 0xFF00 | (number & 0xFF00) << 8 | (number & 0xFF) << 24


@exposed("ntohs")
def ntohs(x: Object, /) -> int:
    """ntohs(integer) -> integer"""
    return swapped16(x, "ntohs")


@exposed("htons")
def htons(x: Object, /) -> int:
    """htons(integer) -> integer"""
    return swapped16(x, "htons")


@exposed("ntohl")
def ntohl(x: Object, /) -> int:
    """ntohl(integer) -> integer"""
    return swapped32(x)


@exposed("htonl")
def htonl(x: Object, /) -> int:
    """htonl(integer) -> integer"""
    return swapped32(x)


@exposed("CMSG_LEN")
def control_length(length: int, /) -> int:
    """CMSG_LEN(length) -> control message length"""
    if not 0 <= length <= MOST - HEADER:
        raise overflow_error("CMSG_LEN() argument out of range")
    return HEADER + length


@exposed("CMSG_SPACE")
def control_space(length: int, /) -> int:
    """CMSG_SPACE(length) -> buffer size"""
    if not 0 <= length <= MOST - HEADER - padded(1):
        raise overflow_error("CMSG_SPACE() argument out of range")
    return HEADER + padded(length)


@exposed("inet_pton")
def inet_pton(af: int, ip: str, /) -> bytes:
    """inet_pton(af, ip) -> packed IP address string"""
    if af not in NUMERIC_SIZE:
        raise os_error(libc.EAFNOSUPPORT)
    packed = numeric_address(encoded(ip), af)
    if len(packed) == 0:
        raise PyError(EXCEPTIONS["OSError"], "illegal IP address string passed to inet_pton")
    return packed


@exposed("inet_ntop")
def inet_ntop(af: int, packed_ip: Object, /) -> str:
    """inet_ntop(af, packed_ip) -> string formatted IP address"""
    data = bytes_of(packed_ip)
    if af not in NUMERIC_SIZE:
        raise value_error(f"unknown address family {af}")
    if len(data) != NUMERIC_SIZE[af]:
        raise value_error("invalid length of packed IP address string")
    return numeric_text(af, data)


_numbers: dict[str, Object] = {name: new_int(value) for name, value in vars(host).items() if type(value) is int}
define_module(__name__, "_socket", parts=[names.__name__], contents={
    **_numbers, "has_ipv6": TRUE, "error": EXCEPTIONS["OSError"], "timeout": EXCEPTIONS["TimeoutError"], "gaierror": gaierror_type,
    "herror": herror_type, "socket": socket_type, "SocketType": socket_type})
