"""A chat room: each guest is two tasklets and a channel, the room is a third kind.

    bobbin examples/chat.py [PORT], then: nc 127.0.0.1 PORT

The reader of a guest passes lines to the room, the room queues each line for all guests and rings their bells, the
writer of a guest sends what is queued. Only the room knows who is there, so nothing needs a lock.
"""

import socket
import sys
from typing import Any

import stackless
from stackless import blocking

# What a slow guest may be behind, in lines, before the room shows it the door.
PATIENCE = 100


class Guest:
    """Somebody in the room."""

    def __init__(self, connection: socket.socket, name: str) -> None:
        self.connection = connection
        self.name = name
        self.lines: list[str] = []
        self.bell = stackless.channel()

    def tell(self, line: str) -> bool:
        """Queues a line, and wakes the writer. False if the guest is too slow."""
        self.lines.append(line)
        if self.bell.balance < 0:
            self.bell.send(None)
        return len(self.lines) < PATIENCE

    def write(self) -> None:
        """The writer: sends what is queued, then waits for the bell."""
        try:
            while True:
                while self.lines:
                    self.connection.sendall((self.lines.pop(0) + "\n").encode())
                self.bell.receive()
        except OSError:
            pass


def room(door: stackless.channel) -> None:
    """Hears (what, guest, text) and passes it on."""
    guests: list[Guest] = []
    while True:
        what, guest, text = door.receive()
        if what == "enter":
            guests.append(guest)
        elif what == "leave" and guest in guests:
            guests.remove(guest)
        line = f"{guest.name}: {text}" if what == "say" else f"* {guest.name} {text}"
        for other in list(guests):
            if not other.tell(line):
                guests.remove(other)
                other.connection.shutdown(socket.SHUT_RDWR)


def receive(connection: socket.socket, door: stackless.channel) -> None:
    """The reader of a guest: the first line is the name."""
    with connection, connection.makefile("r", encoding="utf-8", errors="replace") as lines:
        connection.sendall(b"your name? ")
        guest = Guest(connection, lines.readline().strip() or "nobody")
        writer: Any = stackless.tasklet(guest.write)()
        door.send(("enter", guest, "enters"))
        try:
            for line in lines:
                door.send(("say", guest, line.rstrip()))
        except OSError:
            pass
        finally:
            door.send(("leave", guest, "leaves"))
            writer.kill()


def serve(listener: socket.socket) -> None:
    """Takes guests for ever."""
    door = stackless.channel()
    stackless.tasklet(room)(door)
    while True:
        connection, _ = listener.accept()
        stackless.tasklet(receive)(connection, door)


def main(arguments: list[str]) -> None:
    """Listens on the port given, or on one that is free."""
    blocking.enable()
    listener = socket.create_server(("127.0.0.1", int(arguments[0]) if arguments else 0))
    print(f"listening on port {listener.getsockname()[1]}", flush=True)
    stackless.tasklet(serve)(listener)
    stackless.run()


if __name__ == "__main__":
    main(sys.argv[1:])
