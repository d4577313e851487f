"""An echo server: a tasklet for each connection, written as if it were alone.

    bobbin examples/echo.py [PORT]
"""

import socket
import sys

import stackless
from stackless import blocking


def handle(connection: socket.socket) -> None:
    """Sends back what comes, until the other side has enough."""
    with connection:
        while data := connection.recv(65536):
            connection.sendall(data)


def serve(listener: socket.socket) -> None:
    """Takes connections for ever."""
    while True:
        connection, _ = listener.accept()
        stackless.tasklet(guarded)(connection)


def guarded(connection: socket.socket) -> None:
    """A client that vanishes ends its own tasklet only."""
    try:
        handle(connection)
    except OSError as error:
        print(f"connection lost: {error}", file=sys.stderr)


def main(arguments: list[str]) -> None:
    """Listens on the port given, or on one that is free."""
    blocking.enable()
    listener = socket.create_server(("127.0.0.1", int(arguments[0]) if arguments else 0))
    print(f"listening on port {listener.getsockname()[1]}", flush=True)
    stackless.tasklet(serve)(listener)
    stackless.run()


if __name__ == "__main__":
    main(sys.argv[1:])
