"""The methods of sockets that send and receive data."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.io.base import put_into, room_in
from interpreter.modules.signals import check_signals
from interpreter.modules.socket.addresses import LONGEST, pack_address, unpack_address
from interpreter.modules.socket.sockets import Socket, libc
from interpreter.modules.waiting import FOREVER, READABLE, WRITABLE, before_external_call, finish
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import as_int
from transform.rpython import Ptr, alloc, data_pointer, free, keepalive, make_bytes, null, uint8, uint32

_SCRATCH = 1 << 16


class Scratch:
    """Memory that calls receive into which do not give up the lock. So they need not get any of their own, of a size that they seldom use, and
    have none while they wait."""
    memory: Ptr[uint8]

    def __init__(self) -> None:
        self.memory = null(uint8)

    def get(self) -> Ptr[uint8]:
        if not self.memory:
            self.memory = alloc(uint8, _SCRATCH)
        return self.memory


scratch = Scratch()


def transferred(holds_up: bool, result: int) -> int:
    """Behind a call for which the lock was given up, if it was to hold up the thread."""
    return finish(result) if holds_up else result


def try_to_receive(file: int, size: int, flags: int, holds_up: bool) -> Optional[bytes]:
    """What is there, up to so many bytes; None, and errno, if that fails."""
    is_own = holds_up or size > _SCRATCH
    memory = alloc(uint8, size + 1) if is_own else scratch.get()
    if holds_up:
        before_external_call()
    done = transferred(holds_up, libc.recv(file, memory, size, flags))
    found = make_bytes(memory, done) if done >= 0 else None
    if is_own:
        free(memory)
    return found


def receive(socket: Socket, size: int, flags: int) -> bytes:
    """Receives up to so many bytes."""
    deadline = socket.deadline()
    before = b""
    while True:
        holds_up = socket.holds_up_to_receive()
        found = try_to_receive(socket.file, size - len(before), socket.flags(flags, holds_up), holds_up)
        if found is None:
            socket.pause(READABLE, deadline, holds_up, flags)
            continue
        before += found
        if flags & libc.MSG_WAITALL == 0 or len(found) == 0 or len(before) == size or socket.timeout != FOREVER:
            return before


def receive_from(socket: Socket, size: int, flags: int) -> tuple[bytes, bytes]:
    """The same, with the sender's address."""
    deadline = socket.deadline()
    address = alloc(uint8, LONGEST)
    address_size = alloc(uint32)
    try:
        while True:
            holds_up = socket.holds_up_to_receive()
            is_own = holds_up or size > _SCRATCH
            memory = alloc(uint8, size + 1) if is_own else scratch.get()
            address_size[0] = uint32(LONGEST)
            file, all_flags = socket.file, socket.flags(flags, holds_up)
            if holds_up:
                before_external_call()
            done = transferred(holds_up, libc.receive_from(file, memory, size, all_flags, address, address_size))
            found = make_bytes(memory, done) if done >= 0 else b""
            if is_own:
                free(memory)
            if done >= 0:
                return found, make_bytes(address, min(int(address_size[0]), LONGEST))
            socket.pause(READABLE, deadline, holds_up, flags)
    finally:
        free(address)
        free(address_size)


def send_part(socket: Socket, data: bytes, start: int, flags: int, deadline: int) -> int:
    """Sends what goes at once of the bytes from `start` on; how many they were."""
    memory, size = data_pointer(data) + start, len(data) - start
    while True:
        holds_up = socket.holds_up()
        file, all_flags = socket.file, socket.flags(flags, holds_up)
        if holds_up:
            before_external_call()
        done = transferred(holds_up, libc.send(file, memory, size, all_flags))
        keepalive(data)
        if done >= 0:
            return done
        socket.pause(WRITABLE, deadline, holds_up, flags)


@exposed("recv")
def recv(self: Socket, buffersize: int, flags: int = 0, /) -> bytes:
    """recv(buffersize[, flags]) -> data"""
    if buffersize < 0:
        raise value_error("negative buffersize in recv")
    return receive(self, buffersize, flags)


def room_for(buffer: Object, nbytes: int, function: str, too_small: str) -> int:
    """How many bytes to receive into a buffer. ValueError."""
    room = room_in(buffer, f"{function}() argument 1")
    if nbytes < 0:
        raise value_error(f"negative buffersize in {function}")
    if nbytes > room:
        raise value_error(too_small)
    return room if nbytes == 0 else nbytes


@exposed("recv_into")
def recv_into(self: Socket, buffer: Object, nbytes: int = 0, flags: int = 0) -> int:
    """recv_into(buffer, [nbytes[, flags]]) -> nbytes_read"""
    size = room_for(buffer, nbytes, "recv_into", "buffer too small for requested bytes")
    if size == 0:
        return 0
    found = receive(self, size, flags)
    put_into(buffer, found)
    return len(found)


@exposed("recvfrom")
def recvfrom(self: Socket, buffersize: int, flags: int = 0, /) -> Object:
    """recvfrom(buffersize[, flags]) -> (data, address info)"""
    if buffersize < 0:
        raise value_error("negative buffersize in recvfrom")
    found, address = receive_from(self, buffersize, flags)
    return tuple2(new_bytes(found), unpack_address(address))


@exposed("recvfrom_into")
def recvfrom_into(self: Socket, buffer: Object, nbytes: int = 0, flags: int = 0) -> Object:
    """recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)"""
    size = room_for(buffer, nbytes, "recvfrom_into", "nbytes is greater than the length of the buffer")
    found, address = receive_from(self, size, flags)
    put_into(buffer, found)
    return tuple2(new_int(len(found)), unpack_address(address))


@exposed("send")
def send(self: Socket, data: Object, flags: int = 0, /) -> int:
    """send(data[, flags]) -> count"""
    return send_part(self, bytes_of(data), 0, flags, self.deadline())


@exposed("sendall")
def sendall(self: Socket, data: Object, flags: int = 0, /) -> None:
    """sendall(data[, flags])"""
    contents = bytes_of(data)
    deadline = self.deadline()
    done = 0
    while done < len(contents):
        done += send_part(self, contents, done, flags, deadline)
        check_signals()  # one that interrupted a call which had sent something has not been noticed


@exposed("sendto", rest="arguments")
def sendto(self: Socket, arguments: Tuple) -> int:
    """sendto(data[, flags], address) -> count"""
    if not 2 <= arguments.length <= 3:
        raise type_error(f"sendto() takes 2 or 3 arguments ({arguments.length} given)")
    data = bytes_of(arguments.item(0))
    flags = as_int(arguments.item(1)) if arguments.length == 3 else 0
    address = pack_address(self.family, arguments.item(arguments.length - 1), "sendto")
    start, size, target, target_size = data_pointer(data), len(data), data_pointer(address), len(address)
    deadline = self.deadline()
    while True:
        holds_up = self.holds_up()
        file, all_flags = self.file, self.flags(flags, holds_up)
        if holds_up:
            before_external_call()
        done = transferred(holds_up, libc.send_to(file, start, size, all_flags, target, target_size))
        keepalive(data)
        keepalive(address)
        if done >= 0:
            return done
        self.pause(WRITABLE, deadline, holds_up, flags)
