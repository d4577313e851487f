"""HTTP/1.1 messages (RFC 9110, RFC 9112): requests from bytes, responses to bytes. Nothing here waits for anybody."""

import time
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import unquote

REASONS = {status.value: status.phrase for status in HTTPStatus}
TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
VERSIONS = ("HTTP/1.1", "HTTP/1.0")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class HTTPError(Exception):
    """A request that is answered with a status of its own."""

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers or {}


@dataclass(slots=True)
class Request:
    """What the client wants. The names of `headers` are in small letters; a header that came twice has both values,
    with a comma. `stays` says whether the connection stays open after the answer."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    stays: bool
    body: bytes = b""

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in pieces, each behind its size. HTTPError 501 for what we do not know."""
        coding = self.headers.get("transfer-encoding")
        if coding is not None and coding.lower() != "chunked":
            raise HTTPError(501)
        return coding is not None

    @property
    def length(self) -> int:
        """How long the body is if it is not chunked. HTTPError 400."""
        text = self.headers.get("content-length", "0")
        if not (text.isascii() and text.isdigit()):
            raise HTTPError(400)
        return int(text)


@dataclass(slots=True)
class Response:
    """What the client gets: the body, or the first `length` bytes of a file, which is closed then."""

    body: bytes | BinaryIO = b""
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    length: int = 0

    def head(self, stays: bool) -> bytes:
        """All that goes before the body."""
        length = len(self.body) if isinstance(self.body, bytes) else self.length
        more = "".join([f"{name}: {value}\r\n" for name, value in self.headers.items()]) if self.headers else ""
        if not stays:
            more += "Connection: close\r\n"
        return (f"HTTP/1.1 {self.status} {REASONS[self.status]}\r\nDate: {http_date(int(time.time()))}\r\n"
                f"Content-Length: {length}\r\nContent-Type: {self.content_type}\r\n{more}\r\n").encode("latin-1")


def error_response(error: HTTPError) -> Response:
    """What the client gets who caused it."""
    return Response(f"{error.status} {REASONS[error.status]}\n".encode(), error.status, headers=error.headers)


@lru_cache(1)
def http_date(second: int) -> str:
    """A time as HTTP writes it."""
    return formatdate(second, usegmt=True)


def parse_head(head: bytes) -> Request:
    """The request whose first line and headers, without the empty line, these are. HTTPError 400 or 505."""
    first, *lines = head.decode("latin-1").split("\r\n")
    try:
        method, target, version = first.split(" ")
    except ValueError:
        raise HTTPError(400) from None
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or not TOKEN.issuperset(name):
            raise HTTPError(400)
        name, value = name.lower(), value.strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if version not in VERSIONS:
        raise HTTPError(505 if version.startswith("HTTP/") else 400)
    if version == "HTTP/1.1" and "host" not in headers:
        raise HTTPError(400)
    stays = version == "HTTP/1.1" and "close" not in headers.get("connection", "").lower()
    if "transfer-encoding" in headers and "content-length" in headers:
        raise HTTPError(400)        # where the body ends would be a matter of opinion
    if target.startswith("http://"):
        target = "/" + target[7:].partition("/")[2]
    path, _, query = target.partition("?")
    return Request(method, unquote(path) if "%" in path else path, query, headers, stays)


def chunk_size(line: bytes) -> int:
    """The size that stands before a chunk; what follows a semicolon is ignored. HTTPError 400."""
    digits = line.partition(b";")[0].strip()
    try:
        if not digits.isalnum():
            raise ValueError
        return int(digits, 16)
    except ValueError:
        raise HTTPError(400) from None
