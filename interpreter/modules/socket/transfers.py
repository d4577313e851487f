"""The methods of sockets that send and receive data."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.io.base import put_into, room_in
from interpreter.modules.socket.addresses import pack_address, unpack_address
from interpreter.modules.socket.sockets import Socket, libc
from interpreter.modules.waiting import WRITABLE
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import as_int
from transform.rpython import alloc, data_pointer, free, keepalive, make_bytes, uint8


@exposed("recv")
def recv(self: Socket, buffersize: int, flags: int = 0, /) -> bytes:
    """recv(buffersize[, flags]) -> data"""
    if buffersize < 0:
        raise value_error("negative buffersize in recv")
    memory = alloc(uint8, buffersize + 1)
    try:
        return make_bytes(memory, self.receive(memory, buffersize, flags))
    finally:
        free(memory)


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
    memory = alloc(uint8, size)
    try:
        done = self.receive(memory, size, flags)
        put_into(buffer, make_bytes(memory, done))
        return done
    finally:
        free(memory)


@exposed("recvfrom")
def recvfrom(self: Socket, buffersize: int, flags: int = 0, /) -> Object:
    """recvfrom(buffersize[, flags]) -> (data, address info)"""
    if buffersize < 0:
        raise value_error("negative buffersize in recvfrom")
    memory = alloc(uint8, buffersize + 1)
    try:
        done, address = self.receive_from(memory, buffersize, flags)
        return tuple2(new_bytes(make_bytes(memory, done)), unpack_address(address))
    finally:
        free(memory)


@exposed("recvfrom_into")
def recvfrom_into(self: Socket, buffer: Object, nbytes: int = 0, flags: int = 0) -> Object:
    """recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)"""
    size = room_for(buffer, nbytes, "recvfrom_into", "nbytes is greater than the length of the buffer")
    memory = alloc(uint8, size + 1)
    try:
        done, address = self.receive_from(memory, size, flags)
        put_into(buffer, make_bytes(memory, done))
        return tuple2(new_int(done), unpack_address(address))
    finally:
        free(memory)


@exposed("send")
def send(self: Socket, data: Object, flags: int = 0, /) -> int:
    """send(data[, flags]) -> count"""
    return self.send_part(bytes_of(data), 0, flags, self.deadline())


@exposed("sendall")
def sendall(self: Socket, data: Object, flags: int = 0, /) -> None:
    """sendall(data[, flags])"""
    contents = bytes_of(data)
    deadline = self.deadline()
    done = 0
    while done < len(contents):
        done += self.send_part(contents, done, flags, deadline)


@exposed("sendto", rest="arguments")
def sendto(self: Socket, arguments: Tuple) -> int:
    """sendto(data[, flags], address) -> count"""
    if not 2 <= arguments.length <= 3:
        raise type_error(f"sendto() takes 2 or 3 arguments ({arguments.length} given)")
    data = bytes_of(arguments.item(0))
    flags = as_int(arguments.item(1)) if arguments.length == 3 else 0
    address = pack_address(self.family, arguments.item(arguments.length - 1), "sendto")
    deadline = self.deadline()
    while True:
        done = libc.send_to(self.file, data_pointer(data), len(data), self.flags(flags), data_pointer(address), len(address))
        keepalive(data)
        keepalive(address)
        if done >= 0:
            return done
        self.pause(WRITABLE, deadline, flags)
