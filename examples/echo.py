"""An echo server: a tasklet for each connection, written as if it were alone.

    bobbin examples/echo.py [PORT]
"""

import socket
import sys

from tcpserver import Server


def handle(connection: socket.socket) -> None:
    """Sends back what comes, until the other side has enough."""
    while data := connection.recv(65536):
        connection.sendall(data)


if __name__ == "__main__":
    Server(int(sys.argv[1]) if len(sys.argv) > 1 else 0, handle).run()
