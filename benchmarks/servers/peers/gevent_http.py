"""The home page of the HTTP server on gevent's pywsgi, which logs nothing. `python gevent_http.py PORT`

Without TCP_NODELAY, which connections have from the listening socket, each answer would wait 40 ms for the client's
delayed acknowledgement: pywsgi sends head and body apart.
"""

import socket
import sys
from collections.abc import Callable, Iterable
from typing import Any

from gevent.pywsgi import WSGIServer

Environment = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environment: Environment, start_response: StartResponse) -> Iterable[bytes]:
    """Two routes, as short as can be."""
    if environment["PATH_INFO"] == "/":
        body = b"hello\n"
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0")])
    return []


def main() -> None:
    """Serves until it is killed."""
    server = WSGIServer(("127.0.0.1", int(sys.argv[1])), application, log=None, backlog=4096)
    server.init_socket()
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server.start()
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
