"""The methods of sockets that make connections.

accept and connect have no flag that keeps them from blocking. A socket in blocking mode is waited for before it accepts, and is in non-blocking mode
while C begins to connect it, no longer."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import libc as errors, os_error
from interpreter.modules.parking import Attempts
from interpreter.modules.posix.descriptors import libc as files, set_file_flag
from interpreter.modules.signals import check_signals
from interpreter.modules.socket.addresses import LONGEST, pack_address, unpack_address
from interpreter.modules.socket.sockets import Socket, libc, timed_out
from interpreter.modules.waiting import FOREVER, READABLE, WRITABLE, await_file, before_external_call, finish, is_ready, wait_for_file
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.tuple import tuple2
from transform.rpython import alloc, data_pointer, free, get_errno, keepalive, make_bytes, uint32, uint8

_TIMEOUT_ERROR = EXCEPTIONS["TimeoutError"]


def accept_file(socket: Socket) -> tuple[int, bytes]:
    """The file of a new connection, and the other side's address."""
    deadline = socket.deadline()
    address = alloc(uint8, LONGEST)
    size = alloc(uint32)
    try:
        while True:
            holds_up = socket.holds_up()
            if socket.timeout == FOREVER and not holds_up:
                await_file(socket.file, READABLE)
            size[0] = uint32(LONGEST)
            listener = socket.file
            before_external_call()
            file = finish(libc.accept_socket(listener, address, size))
            if file >= 0:
                return file, make_bytes(address, min(int(size[0]), LONGEST))
            socket.pause(READABLE, deadline, holds_up)
    finally:
        free(address)
        free(size)


@exposed("_accept")
def accept(self: Socket) -> Object:
    """_accept() -> (integer, address info)"""
    file, address = accept_file(self)
    return tuple2(new_int(file), unpack_address(address))


def try_connect(socket: Socket, address: bytes) -> int:
    """0, or the errno."""
    start, size, file = data_pointer(address), len(address), socket.file
    before_external_call()
    failed = finish(libc.connect_socket(file, start, size)) < 0
    keepalive(address)
    return get_errno() if failed else 0


def begin_to_connect(socket: Socket, address: bytes) -> int:
    """The same for a socket that is not to block; EINPROGRESS if it could not be done at once."""
    if socket.timeout != FOREVER:
        return try_connect(socket, address)
    set_file_flag(socket.file, files.F_GETFL, files.F_SETFL, files.O_NONBLOCK, True)
    try:
        return try_connect(socket, address)
    finally:
        set_file_flag(socket.file, files.F_GETFL, files.F_SETFL, files.O_NONBLOCK, False)


def begin_when_there_is_room(socket: Socket, address: bytes) -> int:
    """The same; one that waits without limit tries again until the queue of the other side, of the family AF_UNIX, is not full. Nothing tells when
    that is so."""
    attempts = Attempts()
    number = begin_to_connect(socket, address)
    while number == libc.EAGAIN and socket.timeout == FOREVER:
        attempts.wait()
        number = begin_to_connect(socket, address)
    return number


def connect_to(socket: Socket, address: bytes) -> int:
    """Connects; 0, or the errno. TimeoutError."""
    deadline = socket.deadline()
    holds_up = socket.holds_up()
    number = try_connect(socket, address) if holds_up else begin_when_there_is_room(socket, address)
    if number == errors.EINTR:
        check_signals()
    elif number != libc.EINPROGRESS or holds_up or socket.timeout == 0:
        return number
    while True:
        if not wait_for_file(socket.file, WRITABLE, deadline):
            raise timed_out()
        if is_ready(socket.file, WRITABLE):
            break
    if socket.timeout == FOREVER:
        return try_connect(socket, address)  # has the result, and leaves the socket as a call that blocks would
    return socket.option(libc.SOL_SOCKET, libc.SO_ERROR)


@exposed("connect")
def connect(self: Socket, address: Object, /) -> None:
    """connect(address)"""
    number = connect_to(self, pack_address(self.family, address, "connect"))
    if number != 0:
        raise os_error(number)


@exposed("connect_ex")
def connect_ex(self: Socket, address: Object, /) -> int:
    """connect_ex(address) -> errno"""
    packed = pack_address(self.family, address, "connect_ex")
    try:
        return connect_to(self, packed)
    except PyError as error:
        if error.type is _TIMEOUT_ERROR:
            return libc.EAGAIN
        raise
