"""sendmsg and recvmsg: data with ancillary data beside it, such as open files."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.io.base import put_into, room_in
from interpreter.modules.socket.addresses import LONGEST, pack_address, pack_native, unpack_address, unpack_native
from interpreter.modules.socket.sockets import Socket
from interpreter.modules.socket.transfers import transferred
from interpreter.modules.waiting import READABLE, WRITABLE, before_external_call
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, new_tuple, tuple3
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, alloc, data_pointer, free, keepalive, make_bytes, uint8, uint64

libc = CLibrary(
    """
    ssize_t send_message(int file, const unsigned char *data, size_t size, const unsigned char *control, size_t control_size,
                         const unsigned char *address, size_t address_size, int flags);
    ssize_t receive_message(int file, unsigned char *data, unsigned char *control, unsigned char *address, unsigned long *sizes, int flags);
    """,
    headers=["string.h", "sys/socket.h"],
    source="""
    static ssize_t send_message(int file, const unsigned char *data, size_t size, const unsigned char *control, size_t control_size,
                                const unsigned char *address, size_t address_size, int flags) {
        struct iovec part = {(void *)data, size};
        struct msghdr message = {
            .msg_name = address_size ? (void *)address : NULL, .msg_namelen = address_size, .msg_iov = &part, .msg_iovlen = 1,
            .msg_control = control_size ? (void *)control : NULL, .msg_controllen = control_size};
        return sendmsg(file, &message, flags);
    }
    /* sizes: of the data, the ancillary data and the address, given and found; the flags found. */
    static ssize_t receive_message(int file, unsigned char *data, unsigned char *control, unsigned char *address, unsigned long *sizes,
                                   int flags) {
        struct iovec part = {data, sizes[0]};
        struct msghdr message = {
            .msg_name = address, .msg_namelen = sizes[2], .msg_iov = &part, .msg_iovlen = 1,
            .msg_control = sizes[1] ? control : NULL, .msg_controllen = sizes[1]};
        ssize_t done = recvmsg(file, &message, flags);
        if (done >= 0) {
            sizes[1] = message.msg_controllen;
            sizes[2] = message.msg_namelen;
            sizes[3] = (unsigned int)message.msg_flags;
        }
        return done;
    }
    """,
)

HEADER = 16
"""Bytes before the data of an item: its length (8), level and type (4 each)."""
MOST = 0x7FFFFFFF


def padded(size: int) -> int:
    return (size + 7) & ~7


def is_iterable(x: Object) -> bool:
    return type_of(x).slots[Slot.ITER] is not None or type_of(x).slots[Slot.GETITEM] is not None


def pack_item(item: Object) -> bytes:
    """An item of ancillary data: (level, type, data)."""
    if not isinstance(item, Tuple) and not isinstance(item, List):
        raise type_error(f"[sendmsg() ancillary data items]() argument must be 3-item sequence, not {type_of(item).name}")
    parts = list_of(item)
    if len(parts) != 3:
        raise type_error(f"[sendmsg() ancillary data items]() argument must be sequence of length 3, not {len(parts)}")
    data = bytes_of(parts[2])
    header = pack_native(HEADER + len(data), 8) + pack_native(as_int(parts[0]), 4) + pack_native(as_int(parts[1]), 4)
    return header + data + bytes(padded(len(data)) - len(data))


@exposed("sendmsg")
def socket_sendmsg(self: Socket, buffers: Object, ancdata: Object = NONE, flags: int = 0, address: Object = NONE, /) -> int:
    """sendmsg(buffers[, ancdata[, flags[, address]]]) -> count"""
    if not is_iterable(buffers):
        raise type_error("sendmsg() argument 1 must be an iterable")
    data = b"".join([bytes_of(part) for part in list_of(buffers)])
    control = b""
    if ancdata is not NONE:
        if not is_iterable(ancdata):
            raise type_error("sendmsg() argument 2 must be an iterable")
        control = b"".join([pack_item(item) for item in list_of(ancdata)])
    target = b"" if address is NONE else pack_address(self.family, address, "sendmsg")
    start, control_start, target_start = data_pointer(data), data_pointer(control), data_pointer(target)
    size, control_size, target_size = len(data), len(control), len(target)
    deadline = self.deadline()
    while True:
        holds_up = self.holds_up()
        file, all_flags = self.file, self.flags(flags, holds_up)
        if holds_up:
            before_external_call()
        done = transferred(holds_up, libc.send_message(file, start, size, control_start, control_size, target_start, target_size, all_flags))
        keepalive(data)
        keepalive(control)
        keepalive(target)
        if done >= 0:
            return done
        self.pause(WRITABLE, deadline, holds_up, flags)


class Message:
    """What `receive` found."""
    data: bytes
    control: bytes
    address: bytes
    flags: int

    def __init__(self, data: bytes, control: bytes, address: bytes, flags: int) -> None:
        self.data = data
        self.control = control
        self.address = address
        self.flags = flags

    def items(self) -> Object:
        """The ancillary data as Python programs see them."""
        found: list[Object] = []
        position = 0
        while position + HEADER <= len(self.control):
            size = unpack_native(self.control, position, 8)
            if size < HEADER:
                break
            level, kind = signed(unpack_native(self.control, position + 8, 4)), signed(unpack_native(self.control, position + 12, 4))
            found.append(tuple3(new_int(level), new_int(kind), new_bytes(self.control[position + HEADER:position + size])))
            position += padded(size)
        return new_list(found)


def signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number


def receive(socket: Socket, size: int, control_size: int, flags: int) -> Message:
    """Receives a message of at most that size."""
    if not 0 <= control_size <= MOST:
        raise value_error("invalid ancillary data buffer length")
    data, control, address, sizes = alloc(uint8, size + 1), alloc(uint8, control_size + 1), alloc(uint8, LONGEST), alloc(uint64, 4)
    deadline = socket.deadline()
    try:
        while True:
            sizes[0], sizes[1], sizes[2] = uint64(size), uint64(control_size), uint64(LONGEST)
            holds_up = socket.holds_up_to_receive()
            file, all_flags = socket.file, socket.flags(flags, holds_up)
            if holds_up:
                before_external_call()
            done = transferred(holds_up, libc.receive_message(file, data, control, address, sizes, all_flags))
            if done >= 0:
                return Message(make_bytes(data, done), make_bytes(control, int(sizes[1])),
                               make_bytes(address, min(int(sizes[2]), LONGEST)), int(sizes[3]))
            socket.pause(READABLE, deadline, holds_up, flags)
    finally:
        free(data)
        free(control)
        free(address)
        free(sizes)


def result(first: Object, message: Message) -> Object:
    return new_tuple([first, message.items(), new_int(message.flags), unpack_address(message.address)])


@exposed("recvmsg")
def socket_recvmsg(self: Socket, bufsize: int, ancbufsize: int = 0, flags: int = 0, /) -> Object:
    """recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)"""
    if bufsize < 0:
        raise value_error("negative buffer size in recvmsg()")
    message = receive(self, bufsize, ancbufsize, flags)
    return result(new_bytes(message.data), message)


@exposed("recvmsg_into")
def socket_recvmsg_into(self: Socket, buffers: Object, ancbufsize: int = 0, flags: int = 0, /) -> Object:
    """recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)"""
    if not is_iterable(buffers):
        raise type_error("recvmsg_into() argument 1 must be an iterable")
    parts = list_of(buffers)
    rooms: list[int] = []
    try:
        for part in parts:
            rooms.append(room_in(part))
    except PyError as error:
        if error.type is not EXCEPTIONS["TypeError"]:
            raise
        raise type_error("recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")
    message = receive(self, sum(rooms), ancbufsize, flags)
    start = 0
    for i in range(len(parts)):
        put_into(parts[i], message.data[start:start + rooms[i]])
        start += rooms[i]
    return result(new_int(len(message.data)), message)
