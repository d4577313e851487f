"""The HTTP server of the examples, with little patience and handlers that misbehave.

    misbehaving.py PORT FOLDER [GRACE]
"""

import os
import sys

import httpserver
import tcpserver
from httpserver import Response, route

httpserver.PATIENCE = 2.0
if len(sys.argv) > 3:
    tcpserver.GRACE = float(sys.argv[3])

Request = httpserver.Request


@route("GET", "/fail")
def fail(request: Request) -> Response:
    """Has a mistake."""
    raise ValueError("a mistake")


@route("GET", "/spin")
def spin(request: Request) -> Response:
    """Never ends."""
    while True:
        pass


@route("GET", "/big")
def big(request: Request) -> Response:
    """More than the system keeps for a client that does not read."""
    return Response(b"x" * 20_000_000)


@route("GET", "/files")
def files(request: Request) -> Response:
    """How many files the server has open."""
    return Response(str(len(os.listdir("/proc/self/fd"))).encode())


if __name__ == "__main__":
    httpserver.main(sys.argv[1:3])
