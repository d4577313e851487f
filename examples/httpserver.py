"""An HTTP/1.1 server: a router, static files, connections that stay open; a tasklet for each.

    bobbin examples/httpserver.py [PORT [FOLDER]], then: curl http://127.0.0.1:PORT/

The handlers are plain functions that block as they like: each has its tasklet to itself. `httpmessages.py` has the
messages, `tcpserver.py` the life of the server.
"""

import mimetypes
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from httpmessages import CONTINUE, HTTPError, Request, Response, chunk_size, error_response, parse_head
from tcpserver import Server

HEAD_LIMIT = 16384
BODY_LIMIT = 1 << 20
IDLE = 60.0         # seconds that a connection may wait for its next request, or a client not read its answer
PATIENCE = 10.0     # seconds that a client has to send a request
PIECE = 65536       # bytes that are read at a time

Handler = Callable[[Request], Response]
ROUTES: dict[str, dict[str, Handler]] = {}


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    """Has a function answer requests for a path."""
    def register(handler: Handler) -> Handler:
        ROUTES.setdefault(path, {})[method] = handler
        return handler
    return register


@route("GET", "/")
def hello(request: Request) -> Response:
    """The home page."""
    return Response(b"hello\n")


@route("GET", "/slow")
def slow(request: Request) -> Response:
    """Blocks for a moment: the others do not notice."""
    time.sleep(0.2)
    return Response(b"at last\n")


@route("POST", "/echo")
def echo(request: Request) -> Response:
    """Gives the body back."""
    return Response(request.body, content_type=request.headers.get("content-type", "application/octet-stream"))


class Site:
    """What the server has: the routes, and the files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def answer(self, request: Request) -> Response:
        """A handler that fails costs its client an answer, and nobody else anything. HTTPError."""
        methods = ROUTES.get(request.path)
        if methods is None:
            methods = {"GET": self.file}
        method = "GET" if request.method == "HEAD" else request.method
        if method not in methods:
            raise HTTPError(405, {"Allow": ", ".join([*methods, *(["HEAD"] if "GET" in methods else [])])})
        try:
            return methods[method](request)
        except HTTPError:
            raise
        except Exception:
            traceback.print_exc()
            raise HTTPError(500) from None

    def file(self, request: Request) -> Response:
        """A file of the folder. HTTPError 404."""
        try:
            path = (self.folder / request.path.lstrip("/")).resolve()
            if path.is_dir():
                path /= "index.html"
            if not path.is_relative_to(self.folder) or not path.is_file():
                raise HTTPError(404)
            size = path.stat().st_size
            file = path.open("rb")
        except (OSError, ValueError):           # no right to read it, or a name that cannot be
            raise HTTPError(404) from None
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Response(file, content_type=kind, length=size)

    def serve(self, connection: socket.socket) -> None:
        """Answers requests until the client has enough, or makes no sense."""
        connection.settimeout(IDLE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reader = Reader(connection)
        try:
            while (head := reader.head()) is not None:
                request = parse_head(head)
                request.body = reader.body(request)
                try:
                    response = self.answer(request)
                except HTTPError as error:
                    response = error_response(error)
                send(connection, request.method, response, request.stays)
                if not request.stays:
                    break
        except HTTPError as error:
            send(connection, "", error_response(error), stays=False)
            linger(connection)


def send(connection: socket.socket, method: str, response: Response, stays: bool) -> None:
    """Sends an answer. A client that does not read holds this tasklet up, for so long as its timeout allows."""
    head, body = response.head(stays), response.body
    if isinstance(body, bytes):
        connection.sendall(head if method == "HEAD" else head + body)
        return
    with body:
        connection.sendall(head)
        left = 0 if method == "HEAD" else response.length
        while left > 0:
            piece = body.read(min(left, PIECE))
            if not piece:
                raise ConnectionAbortedError("the file has become shorter than we said")
            connection.sendall(piece)
            left -= len(piece)


def linger(connection: socket.socket) -> None:
    """Lets the client read the last answer before the connection is closed: what it still sends would have the system
    throw the answer away."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(1)
        for _ in range(100):
            if not connection.recv(PIECE):
                break


class Reader:
    """Reads requests from a connection; `buffer` has what has come and belongs to nobody yet."""

    __slots__ = ("connection", "buffer")

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.buffer = b""

    def head(self) -> bytes | None:
        """The first line and the headers of a request, None if there is no more. HTTPError 408 or 431."""
        if not self.buffer:
            self.buffer = self.connection.recv(PIECE)
            if not self.buffer:
                return None
        return self.until(b"\r\n\r\n", HEAD_LIMIT)

    def body(self, request: Request) -> bytes:
        """The body of a request. HTTPError 400, 408, 413, 417, 431 or 501."""
        is_chunked = request.is_chunked
        length = request.length
        if length > BODY_LIMIT:
            raise HTTPError(413)
        if not is_chunked and length == 0:
            return b""
        expected = request.headers.get("expect")
        if expected is not None:
            if expected.lower() != "100-continue":
                raise HTTPError(417)
            if not self.buffer:
                self.connection.sendall(CONTINUE)
        return self.chunks() if is_chunked else self.exactly(length)

    def chunks(self) -> bytes:
        """A body that comes in pieces; what may stand behind it is dropped."""
        parts: list[bytes] = []
        length = 0
        while size := chunk_size(self.until(b"\r\n", HEAD_LIMIT)):
            length += size
            if length > BODY_LIMIT:
                raise HTTPError(413)
            part = self.exactly(size + 2)
            if not part.endswith(b"\r\n"):
                raise HTTPError(400)
            parts.append(part[:-2])
        while self.until(b"\r\n", HEAD_LIMIT):
            pass
        return b"".join(parts)

    def until(self, end: bytes, limit: int) -> bytes:
        """All up to these bytes, which are dropped. HTTPError 408, or 431 behind `limit` bytes."""
        buffer = self.buffer
        place = buffer.find(end)
        deadline = 0.0 if place >= 0 else time.monotonic() + PATIENCE
        while place < 0 and len(buffer) <= limit:
            buffer += self.receive(deadline)
            place = buffer.find(end)
        if not 0 <= place <= limit:
            raise HTTPError(431)
        self.buffer = buffer[place + len(end):]
        return buffer[:place]

    def exactly(self, size: int) -> bytes:
        """So many bytes. HTTPError 408."""
        parts = [self.buffer]
        missing = size - len(self.buffer)
        deadline = 0.0 if missing <= 0 else time.monotonic() + PATIENCE
        while missing > 0:
            parts.append(self.receive(deadline))
            missing -= len(parts[-1])
        whole = b"".join(parts)
        self.buffer = whole[size:]
        return whole[:size]

    def receive(self, deadline: float) -> bytes:
        """What has come, waiting for it until a time. HTTPError 408; ConnectionResetError if no more comes."""
        try:
            self.connection.settimeout(max(deadline - time.monotonic(), 0.001))
            data = self.connection.recv(PIECE)
        except TimeoutError:
            raise HTTPError(408) from None
        self.connection.settimeout(IDLE)
        if not data:
            raise ConnectionResetError("the client has gone in the middle of a request")
        return data


def main(arguments: list[str]) -> None:
    """Serves on the port given, or on one that is free."""
    folder = Path(arguments[1] if len(arguments) > 1 else ".")
    Server(int(arguments[0]) if arguments else 0, Site(folder).serve).run()


if __name__ == "__main__":
    main(sys.argv[1:])
