"""The type of sockets.

A call that transfers data is tried at once, in a way that does not block, and what cannot be done yet waits in `waiting` until the socket is ready
or its timeout is over. A socket that waits without limit stays in blocking mode for that, since other processes may use it, too: the flag
MSG_DONTWAIT is the call's own. Where no other tasklet could run, such a socket does block in C."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.modules.clocks import as_nanoseconds
from interpreter.modules.files import libc as errors, os_error
from interpreter.modules.leisure import leisure
from interpreter.modules.posix.descriptors import libc as files, set_file_flag
from interpreter.modules.signals import check_signals
from interpreter.modules.socket.addresses import LONGEST, pack_address, unpack_address, unpack_native
from interpreter.modules.warnings import issue, origin_at
from interpreter.modules.waiting import FOREVER, close_file, deadline_after, parks, wait_for_file
from interpreter.objects.bytes import new_bytes
from interpreter.objects.float import new_float
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of
from transform.rpython import (CLibrary, alloc, data_pointer, free, get_errno, int32, keepalive, make_bytes, null, uint8,
                               uint32)

libc = CLibrary(
    """
    typedef unsigned int... socklen_t;
    int socket(int family, int type, int protocol);
    int bind_socket(int file, const void *address, socklen_t size);
    int connect_socket(int file, const void *address, socklen_t size);
    int accept_socket(int file, void *address, socklen_t *size);
    int own_address(int file, void *address, socklen_t *size);
    int peer_address(int file, void *address, socklen_t *size);
    int listen(int file, int backlog);
    int shutdown(int file, int how);
    ssize_t recv(int file, void *buffer, size_t size, int flags);
    ssize_t receive_from(int file, void *buffer, size_t size, int flags, void *address, socklen_t *address_size);
    ssize_t send(int file, const void *buffer, size_t size, int flags);
    ssize_t send_to(int file, const void *buffer, size_t size, int flags, const void *address, socklen_t address_size);
    int getsockopt(int file, int level, int option, void *value, socklen_t *size);
    int setsockopt(int file, int level, int option, const void *value, socklen_t size);
    #define AF_INET ...
    #define AF_UNIX ...
    #define AF_VSOCK ...
    #define SOCK_STREAM ...
    #define SOCK_CLOEXEC ...
    #define SOCK_NONBLOCK ...
    #define SOL_SOCKET ...
    #define SO_TYPE ...
    #define SO_PROTOCOL ...
    #define SO_ERROR ...
    #define MSG_DONTWAIT ...
    #define MSG_WAITALL ...
    #define SOMAXCONN ...
    #define EAGAIN ...
    #define EINPROGRESS ...
    #define ECONNRESET ...
    """,
    headers=["errno.h", "sys/socket.h"],
    source="""
    static int bind_socket(int file, const void *address, socklen_t size) { return bind(file, address, size); }
    static int connect_socket(int file, const void *address, socklen_t size) { return connect(file, address, size); }
    static int accept_socket(int file, void *address, socklen_t *size) { return accept4(file, address, size, SOCK_CLOEXEC); }
    static int own_address(int file, void *address, socklen_t *size) { return getsockname(file, address, size); }
    static int peer_address(int file, void *address, socklen_t *size) { return getpeername(file, address, size); }
    static ssize_t receive_from(int file, void *buffer, size_t size, int flags, void *address, socklen_t *address_size) {
        return recvfrom(file, buffer, size, flags, address, address_size);
    }
    static ssize_t send_to(int file, const void *buffer, size_t size, int flags, const void *address, socklen_t address_size) {
        return sendto(file, buffer, size, flags, address, address_size);
    }
    """,
)

_OS_ERROR = EXCEPTIONS["OSError"]
_TIMEOUT_ERROR = EXCEPTIONS["TimeoutError"]
_LONGEST_OPTION = 1024


class Defaults:
    """`timeout` of new sockets, as that of `Socket`."""
    timeout: int

    def __init__(self) -> None:
        self.timeout = FOREVER


defaults = Defaults()


def timeout_of(value: Object) -> int:
    """A timeout in nanoseconds; FOREVER for None."""
    if value is NONE:
        return FOREVER
    duration = as_nanoseconds(value)
    if duration < 0:
        raise value_error("Timeout value out of range")
    return duration


def shown_timeout(timeout: int) -> Object:
    return NONE if timeout == FOREVER else new_float(float(timeout) / 1e9)


def timed_out() -> PyError:
    return PyError(_TIMEOUT_ERROR, "timed out")


class Socket(MappedStorage, Object):
    """`timeout` is in nanoseconds, 0 for a socket that never waits, FOREVER for one that waits without limit; `file` is -1 once it is closed."""
    file: int
    family: int
    kind: int
    protocol: int
    timeout: int

    def __init__(self, type: Type) -> None:
        self.start(type)
        self.file = -1
        self.family = 0
        self.kind = 0
        self.protocol = 0
        self.timeout = FOREVER

    def take(self, file: int, family: int, kind: int, protocol: int) -> None:
        """Becomes the socket of an open file."""
        self.file = file
        self.family = family
        self.kind = kind & ~(libc.SOCK_CLOEXEC | libc.SOCK_NONBLOCK)
        self.protocol = protocol
        if kind & libc.SOCK_NONBLOCK != 0:
            self.timeout = 0
        elif defaults.timeout != FOREVER:
            self.set_timeout(defaults.timeout)

    def set_timeout(self, timeout: int) -> None:
        self.timeout = timeout
        set_file_flag(self.file, files.F_GETFL, files.F_SETFL, files.O_NONBLOCK, timeout != FOREVER)

    def deadline(self) -> int:
        """When a call that begins now must have ended."""
        return FOREVER if self.timeout <= 0 else deadline_after(self.timeout)

    def holds_up(self) -> bool:
        """Whether a call is to block in C and hold up the thread."""
        return self.timeout == FOREVER and not parks()

    def holds_up_to_receive(self) -> bool:
        """The same for a call that receives. It does not block in C as long as the program may have dropped a socket whose end the other side
        waits for."""
        return self.holds_up() and not leisure.is_wanted()

    def flags(self, flags: int, holds_up: bool) -> int:
        """Flags of a transfer, so that it blocks only if it is to hold up the thread. The other sockets are in non-blocking mode."""
        return flags if holds_up or self.timeout != FOREVER else flags | libc.MSG_DONTWAIT

    def pause(self, events: int, deadline: int, holds_up: bool, flags: int = 0) -> None:
        """Behind a call that failed: waits until it is worth another try. Raises what cannot be mended, and
        BlockingIOError where the flags, or the mode that somebody else has set, forbid waiting."""
        number = get_errno()
        if number == errors.EINTR:
            check_signals()
        elif number != libc.EAGAIN or self.timeout == 0 or holds_up or flags & libc.MSG_DONTWAIT != 0:
            raise os_error(number)
        elif not wait_for_file(self.file, events, deadline):
            raise timed_out()

    def option(self, level: int, option: int) -> int:
        """An option that is a number, of eight bytes in the family AF_VSOCK."""
        is_wide = self.family == libc.AF_VSOCK
        value = alloc(int)
        value[0] = 0
        size = alloc(uint32)
        size[0] = uint32(8 if is_wide else 4)
        failed = libc.getsockopt(self.file, level, option, value, size) != 0
        result = value[0] if is_wide else int(int32(value[0]))
        free(value)
        free(size)
        if failed:
            raise os_error(get_errno())
        return result

    def address_bytes(self, of_peer: bool) -> bytes:
        """The structure with the address of this side or of the other."""
        address = alloc(uint8, LONGEST)
        size = alloc(uint32)
        size[0] = uint32(LONGEST)
        failed = (libc.peer_address(self.file, address, size) if of_peer else libc.own_address(self.file, address, size)) != 0
        result = make_bytes(address, min(int(size[0]), LONGEST))
        free(address)
        free(size)
        if failed:
            raise os_error(get_errno())
        return result

    def close_file(self) -> None:
        file = self.file
        if file >= 0:
            self.file = -1
            if close_file(file) != 0 and get_errno() != libc.ECONNRESET:
                raise os_error(get_errno())


def allocate(type: Type) -> Object:
    return Socket(type)


@exposed("__init__")
def initialise(self: Socket, family: int = -1, type: int = -1, proto: int = -1, fileno: Object = NONE) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    if fileno is not NONE:
        adopt(self, family, type, proto, as_int(fileno))
        return
    family = libc.AF_INET if family == -1 else family
    type = libc.SOCK_STREAM if type == -1 else type
    proto = 0 if proto == -1 else proto
    file = libc.socket(family, type | libc.SOCK_CLOEXEC, proto)
    if file < 0:
        raise os_error(get_errno())
    self.take(file, family, type, proto)


def adopt(self: Socket, family: int, kind: int, protocol: int, file: int) -> None:
    """Becomes the socket of a file that is open; what was not said of it is asked."""
    if file < 0:
        raise value_error("negative file descriptor")
    self.file = file
    try:
        own = self.address_bytes(False)
        family = unpack_native(own, 0, 2) if family == -1 else family
        kind = self.option(libc.SOL_SOCKET, libc.SO_TYPE) if kind == -1 else kind
        protocol = self.option(libc.SOL_SOCKET, libc.SO_PROTOCOL) if protocol == -1 else protocol
    except PyError:
        self.file = -1
        raise
    self.take(file, family, kind, protocol)


@exposed("__repr__")
def to_repr(self: Socket) -> str:
    """Return repr(self)."""
    return f"<socket object, fd={self.file}, family={self.family}, type={self.kind}, proto={self.protocol}>"


@exposed("__del__")
def finalize(self: Socket) -> None:
    if self.file >= 0:
        issue(new_str(f"unclosed {repr_of(self)}"), EXCEPTIONS["ResourceWarning"], origin_at(1), self)
        self.close_file()


@exposed("bind")
def bind(self: Socket, address: Object, /) -> None:
    """bind(address)"""
    packed = pack_address(self.family, address, "bind")
    failed = libc.bind_socket(self.file, data_pointer(packed), len(packed)) != 0
    keepalive(packed)
    if failed:
        raise os_error(get_errno())


@exposed("close")
def close(self: Socket) -> None:
    """close()"""
    self.close_file()


@exposed("detach")
def detach(self: Socket) -> int:
    """detach()"""
    file = self.file
    self.file = -1
    return file


@exposed("fileno")
def fileno(self: Socket) -> int:
    """fileno() -> integer"""
    return self.file


@exposed("getpeername")
def getpeername(self: Socket) -> Object:
    """getpeername() -> address info"""
    return unpack_address(self.address_bytes(True))


@exposed("getsockname")
def getsockname(self: Socket) -> Object:
    """getsockname() -> address info"""
    return unpack_address(self.address_bytes(False))


@exposed("getsockopt")
def getsockopt(self: Socket, level: int, option: int, buffersize: int = 0, /) -> Object:
    """getsockopt(level, option[, buffersize]) -> value"""
    if buffersize == 0:
        return new_int(self.option(level, option))
    if not 0 < buffersize <= _LONGEST_OPTION:
        raise PyError(_OS_ERROR, "getsockopt buflen out of range")
    value = alloc(uint8, buffersize)
    size = alloc(uint32)
    size[0] = uint32(buffersize)
    failed = libc.getsockopt(self.file, level, option, value, size) != 0
    result = make_bytes(value, int(size[0]))
    free(value)
    free(size)
    if failed:
        raise os_error(get_errno())
    return new_bytes(result)


@exposed("setsockopt")
def setsockopt(self: Socket, level: int, option: int, value: Object, optlen: Object = NONE, /) -> None:
    """setsockopt(level, option, value: int)"""
    if optlen is not NONE:
        if value is not NONE:
            raise type_error(f"setsockopt() argument 3 must be None, not {type_of(value).name}")
        failed = libc.setsockopt(self.file, level, option, null(uint8), as_int(optlen)) != 0
    elif isinstance(value, Int) and value.fits() and -1 << 31 <= value.machine() < 1 << 31:
        number = alloc(int)  # its lower half comes first
        number[0] = value.machine()
        failed = libc.setsockopt(self.file, level, option, number, 8 if self.family == libc.AF_VSOCK else 4) != 0
        free(number)
    else:
        data = bytes_of(value)
        failed = libc.setsockopt(self.file, level, option, data_pointer(data), len(data)) != 0
        keepalive(data)
    if failed:
        raise os_error(get_errno())


@exposed("listen")
def listen(self: Socket, backlog: int = min(libc.SOMAXCONN, 128), /) -> None:
    """listen([backlog])"""
    if libc.listen(self.file, max(backlog, 0)) != 0:
        raise os_error(get_errno())


@exposed("shutdown")
def shutdown(self: Socket, how: int, /) -> None:
    """shutdown(flag)"""
    if libc.shutdown(self.file, how) != 0:
        raise os_error(get_errno())


@exposed("setblocking")
def setblocking(self: Socket, flag: int, /) -> None:
    """setblocking(flag)"""
    self.set_timeout(0 if flag == 0 else FOREVER)


@exposed("getblocking")
def getblocking(self: Socket) -> bool:
    """getblocking()"""
    return self.timeout != 0


@exposed("settimeout")
def settimeout(self: Socket, timeout: Object, /) -> None:
    """settimeout(timeout)"""
    self.set_timeout(timeout_of(timeout))


@exposed("gettimeout")
def gettimeout(self: Socket) -> Object:
    """gettimeout() -> timeout"""
    return shown_timeout(self.timeout)


@exposed_property("timeout")
def get_timeout(self: Socket) -> Object:
    """the socket timeout"""
    return shown_timeout(self.timeout)


@exposed_property("family")
def get_family(self: Socket) -> int:
    """the socket family"""
    return self.family


@exposed_property("type")
def get_type(self: Socket) -> int:
    """the socket type"""
    return self.kind


@exposed_property("proto")
def get_protocol(self: Socket) -> int:
    """the socket protocol"""
    return self.protocol
