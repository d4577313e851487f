"""A server with a coroutine for each connection, written as if each had a thread.

    python -m transform examples/server.py -o server && ./server PORT

Each connection is a calculator: a line is a number to add to the connection's sum, ``sum`` asks for it, ``count`` for
the number of connections, ``quit`` ends the connection, ``stop`` the server. What would block (no input yet, no room
for output) suspends the coroutine; the loop over epoll continues those whose file descriptor is ready.
"""
from __future__ import annotations

from typing import Callable, Optional

from transform.rpython import (
    CLibrary, Coroutine, CoroutineFamily, Ptr, address, alloc, data_pointer, get_errno, int32, keepalive,
    make_bytes, null, pointer, sizeof, uint8, uint16, uint32, uint64,
)

libc = CLibrary(
    """
    int socket(int, int, int);
    int setsockopt(int, int, int, const void *, unsigned int);
    int bind(int, const void *, unsigned int);
    int listen(int, int);
    int accept4(int, void *, void *, int);
    ssize_t read(int, void *, size_t);
    ssize_t write(int, const void *, size_t);
    int close(int);
    uint16_t htons(uint16_t);
    int epoll_create1(int);
    struct epoll_event { uint32_t events; ...; };
    int epoll_ctl(int, int, int, struct epoll_event *);
    int epoll_wait(int, struct epoll_event *, int, int);
    struct sockaddr_in { uint16_t sin_family; uint16_t sin_port; ...; };
    #define AF_INET ...
    #define SOCK_STREAM ...
    #define SOCK_NONBLOCK ...
    #define SOL_SOCKET ...
    #define SO_REUSEADDR ...
    #define EPOLL_CTL_ADD ...
    #define EPOLL_CTL_MOD ...
    #define EPOLLIN ...
    #define EPOLLOUT ...
    #define EPOLLONESHOT ...
    #define EAGAIN ...
    #define EINTR ...
    #define MSG_NOSIGNAL ...
    ssize_t send(int, const void *, size_t, int);
    """,
    headers=("arpa/inet.h", "errno.h", "netinet/in.h", "sys/epoll.h", "sys/socket.h", "unistd.h"))


@libc.struct("struct epoll_event")
class Event:
    events: uint32


@libc.struct("struct sockaddr_in")
class Address:
    sin_family: uint16
    sin_port: uint16


BATCH = 256  # events taken at a time


class NetworkError(Exception):
    """A system call failed."""


def check(result: int, what: str) -> int:
    """The result of a system call. NetworkError where it is negative."""
    if result < 0:
        raise NetworkError(f"{what}: error {get_errno()}")
    return result


class Loop:
    """Runs coroutines, and continues those that wait for a file descriptor when it is ready."""

    family: CoroutineFamily
    home: Coroutine
    epoll: int
    waiting: dict[int, Coroutine]
    known: set[int]
    events: Ptr[Event]
    event: Ptr[Event]
    running: bool
    started: list[Coroutine]

    def __init__(self) -> None:
        self.family = CoroutineFamily()
        self.home = self.family.current
        self.epoll = check(int(libc.epoll_create1(0)), "epoll_create1")
        self.waiting = {}
        self.known = set()
        self.events = alloc(Event, BATCH)
        self.event = alloc(Event)
        self.running = True
        self.started = []

    def start(self, function: Callable[[], None]) -> None:
        """Runs a function as a coroutine, soon."""
        coroutine = Coroutine(self.family)
        coroutine.bind(function)
        self.started.append(coroutine)

    def wait(self, fd: int, events: int) -> None:
        """Suspends the running coroutine until ``fd`` is ready."""
        self.event.events = uint32(events | libc.EPOLLONESHOT)
        self.set_fd(self.event, fd)
        if fd in self.known:
            check(int(libc.epoll_ctl(self.epoll, libc.EPOLL_CTL_MOD, fd, self.event)), "epoll_ctl")
        else:
            check(int(libc.epoll_ctl(self.epoll, libc.EPOLL_CTL_ADD, fd, self.event)), "epoll_ctl")
            self.known.add(fd)
        self.waiting[fd] = self.family.current
        self.home.switch()

    def close(self, fd: int) -> None:
        self.known.discard(fd)
        libc.close(fd)

    def run(self) -> None:
        """Continues what is ready, until `stop`."""
        while self.running:
            while len(self.started) > 0:
                self.started.pop().switch()
            ready = int(libc.epoll_wait(self.epoll, self.events, BATCH, -1 if self.running else 0))
            if ready < 0 and get_errno() != libc.EINTR:
                raise NetworkError(f"epoll_wait: error {get_errno()}")
            for i in range(ready):
                fd = self.get_fd(self.events + i)
                self.waiting.pop(fd).switch()

    def stop(self) -> None:
        self.running = False

    # The user's data of an event is its last eight bytes.

    def set_fd(self, event: Ptr[Event], fd: int) -> None:
        pointer(uint64, address(event) + sizeof(Event) - 8)[0] = uint64(fd)

    def get_fd(self, event: Ptr[Event]) -> int:
        return int(pointer(uint64, address(event) + sizeof(Event) - 8)[0])


class Socket:
    """A connection, read and written as if calls could block."""

    loop: Loop
    fd: int
    buffer: Ptr[uint8]
    input: bytes

    def __init__(self, loop: Loop, fd: int, buffer: Ptr[uint8]) -> None:
        self.loop = loop
        self.fd = fd
        self.buffer = buffer
        self.input = b""

    def read_line(self) -> Optional[str]:
        """The next line without its end; None behind the last one."""
        while True:
            end = self.input.find(b"\n")
            if end >= 0:
                line = self.input[:end]
                self.input = self.input[end + 1:]
                return line.decode().strip()
            more = self.read_some()
            if len(more) == 0:
                return None
            self.input += more

    def read_some(self) -> bytes:
        """What there is to read, at least a byte; nothing at the end."""
        while True:
            count = int(libc.read(self.fd, self.buffer, uint64(4096)))
            if count >= 0:
                return make_bytes(self.buffer, count)
            if get_errno() != libc.EAGAIN:
                return b""
            self.loop.wait(self.fd, int(libc.EPOLLIN))

    def write_line(self, text: str) -> None:
        data = (text + "\n").encode()
        at = 0
        while at < len(data):
            count = int(libc.send(self.fd, data_pointer(data) + at, uint64(len(data) - at), libc.MSG_NOSIGNAL))
            keepalive(data)
            if count >= 0:
                at += count
            elif get_errno() == libc.EAGAIN:
                self.loop.wait(self.fd, int(libc.EPOLLOUT))
            else:
                raise NetworkError(f"send: error {get_errno()}")

    def close(self) -> None:
        self.loop.close(self.fd)


class Server:
    """Listens, and has a Connection for each client."""

    loop: Loop
    fd: int
    connections: int
    buffer: Ptr[uint8]

    def __init__(self, loop: Loop, port: int) -> None:
        self.loop = loop
        self.connections = 0
        self.buffer = alloc(uint8, 4096)  # shared: nothing is suspended between reading into it and copying out of it
        self.fd = check(int(libc.socket(libc.AF_INET, libc.SOCK_STREAM | libc.SOCK_NONBLOCK, 0)), "socket")
        one = alloc(int32)
        one[0] = int32(1)
        libc.setsockopt(self.fd, libc.SOL_SOCKET, libc.SO_REUSEADDR, one, uint32(4))
        place = alloc(Address)
        place.sin_family = uint16(int(libc.AF_INET))
        place.sin_port = uint16(int(libc.htons(uint16(port))))
        check(int(libc.bind(self.fd, place, uint32(sizeof(Address)))), "bind")
        check(int(libc.listen(self.fd, 4096)), "listen")

    def run(self) -> None:
        """Accepts clients for ever."""
        while True:
            self.loop.wait(self.fd, int(libc.EPOLLIN))
            while True:
                client = int(libc.accept4(self.fd, null(None), null(None), libc.SOCK_NONBLOCK))
                if client < 0:
                    break
                self.loop.start(Connection(self, Socket(self.loop, client, self.buffer)).run)


class Connection:
    """The dialogue with one client. Its state is in local variables."""

    server: Server
    socket: Socket

    def __init__(self, server: Server, socket: Socket) -> None:
        self.server = server
        self.socket = socket

    def run(self) -> None:
        self.server.connections += 1
        try:
            self.talk()
        except NetworkError:
            pass
        finally:
            self.server.connections -= 1
            self.socket.close()

    def talk(self) -> None:
        total = 0
        while True:
            line = self.socket.read_line()
            if line is None or line == "quit":
                return
            if line == "sum":
                self.socket.write_line(str(total))
            elif line == "count":
                self.socket.write_line(str(self.server.connections))
            elif line == "stop":
                self.server.loop.stop()
                return
            else:
                try:
                    total += int(line)
                except ValueError as error:
                    self.socket.write_line(f"error: {error}")


def main(argv: list[str]) -> int:
    loop = Loop()
    server = Server(loop, int(argv[1]))
    loop.start(server.run)
    loop.run()
    print("stopped with", server.connections, "connections")
    return 0
