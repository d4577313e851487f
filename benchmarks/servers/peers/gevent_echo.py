"""The echo server on gevent's StreamServer. `python gevent_echo.py PORT`"""

import sys

from gevent import socket
from gevent.server import StreamServer


def handle(connection: socket.socket, address: object) -> None:
    """Sends back what comes."""
    with connection:
        while data := connection.recv(65536):
            connection.sendall(data)


def main() -> None:
    """Serves until it is killed."""
    server = StreamServer(("127.0.0.1", int(sys.argv[1])), handle, backlog=4096)
    server.start()
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
