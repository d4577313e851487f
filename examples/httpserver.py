"""An HTTP/1.1 server: a router, static files, connections that stay open; a tasklet for each.

    bobbin examples/httpserver.py [PORT [FOLDER]], then: curl http://127.0.0.1:PORT/

The handlers are plain functions that block as they like: each has its tasklet to itself.
"""

import mimetypes
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import stackless
from stackless import blocking

HEADER_LIMIT = 65536
BODY_LIMIT = 1 << 20
IDLE = 60.0     # seconds that a connection may wait for its next request

REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 413: "Content Too Large",
           500: "Internal Server Error"}


@dataclass
class Request:
    """What the client wants."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def stays(self) -> bool:
        """Whether the connection stays open after the answer."""
        return self.headers.get("connection", "").lower() != "close"


@dataclass
class Response:
    """What it gets."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self, stays: bool) -> bytes:
        """As it goes over the wire."""
        lines = [f"HTTP/1.1 {self.status} {REASONS[self.status]}", f"Content-Length: {len(self.body)}",
                 f"Content-Type: {self.content_type}", f"Connection: {'keep-alive' if stays else 'close'}",
                 *(f"{name}: {value}" for name, value in self.headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + self.body


class BadRequest(Exception):
    """The client does not speak HTTP."""


Handler = Callable[[Request], Response]
ROUTES: dict[str, Handler] = {}


def route(path: str) -> Callable[[Handler], Handler]:
    """Has a function answer requests for a path."""
    def register(handler: Handler) -> Handler:
        ROUTES[path] = handler
        return handler
    return register


@route("/")
def hello(request: Request) -> Response:
    """The home page."""
    return Response(b"hello\n")


@route("/slow")
def slow(request: Request) -> Response:
    """Blocks for a moment: the others do not notice."""
    time.sleep(0.2)
    return Response(b"at last\n")


@route("/echo")
def echo(request: Request) -> Response:
    """Gives the body back."""
    return Response(request.body)


def static(folder: Path, path: str) -> Response:
    """A file below the folder."""
    found = (folder / path.lstrip("/")).resolve()
    if not found.is_relative_to(folder.resolve()) or not found.is_file():
        return Response(b"not found\n", 404)
    return Response(found.read_bytes(), content_type=mimetypes.guess_type(found.name)[0] or "application/octet-stream")


class Connection:
    """A client's connection, with what has come and was not yet read."""

    def __init__(self, connection: socket.socket, folder: Path) -> None:
        self.socket = connection
        self.folder = folder
        self.buffer = b""

    def serve(self) -> None:
        """Answers requests until the client has enough."""
        with self.socket:
            self.socket.settimeout(IDLE)
            try:
                while (request := self.read_request()) is not None:
                    self.socket.sendall(self.answer(request).encoded(request.stays))
                    if not request.stays:
                        break
            except BadRequest:
                self.socket.sendall(Response(b"bad request\n", 400).encoded(False))
            except OSError:
                pass    # The client has gone, or said nothing for too long.

    def answer(self, request: Request) -> Response:
        """A handler that fails costs its client an answer, and nobody else anything."""
        path = request.path.partition("?")[0]
        try:
            handler = ROUTES.get(path)
            return handler(request) if handler is not None else static(self.folder, path)
        except Exception as error:
            print(f"{request.method} {request.path}: {error!r}", file=sys.stderr, flush=True)
            return Response(b"internal error\n", 500)

    def read_request(self) -> Request | None:
        """The next request, None at the end."""
        while b"\r\n\r\n" not in self.buffer:
            if len(self.buffer) > HEADER_LIMIT:
                raise BadRequest
            if not self.receive():
                return None
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        try:
            method, path, _ = first.split(" ")
            length = int(headers.get("content-length", "0"))
        except ValueError:
            raise BadRequest from None
        if not 0 <= length <= BODY_LIMIT:
            raise BadRequest
        while len(self.buffer) < length:
            if not self.receive():
                return None
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Request(method, path, headers, body)

    def receive(self) -> bool:
        """More bytes for the buffer; False if there are no more."""
        data = self.socket.recv(65536)
        self.buffer += data
        return bool(data)


def serve(listener: socket.socket, folder: Path) -> None:
    """Takes connections for ever."""
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stackless.tasklet(Connection(connection, folder).serve)()


def main(arguments: list[str]) -> None:
    """Listens on the port given, or on one that is free."""
    blocking.enable()
    port = int(arguments[0]) if arguments else 0
    folder = Path(arguments[1] if len(arguments) > 1 else ".")
    listener = socket.create_server(("127.0.0.1", port), backlog=1024)
    print(f"listening on port {listener.getsockname()[1]}", flush=True)
    stackless.tasklet(serve)(listener, folder)
    stackless.run()


if __name__ == "__main__":
    main(sys.argv[1:])
