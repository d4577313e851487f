"""A crawler: tasklets that fetch the pages of one site, each URL once, a few at a time.

    bobbin examples/crawler.py http://127.0.0.1:PORT/

A channel holds what is left to do: workers receive from it, and send what they find to the collector.
"""

import re
import socket
import sys
from urllib.parse import urljoin, urlsplit

import stackless
from stackless import blocking

WORKERS = 10
LINK = re.compile(rb"""href=["']([^"'#]+)""")


def fetch(url: str) -> bytes:
    """The body of a page; OSError if there is none."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as connection:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while data := connection.recv(65536):
            answer += data
    head, _, body = answer.partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n")[0]:
        raise OSError(f"{url}: {head.splitlines()[:1]}")
    return body


def work(todo: stackless.channel, found: stackless.channel) -> None:
    """A worker: a URL in, the URLs on that page out."""
    for url in todo:
        try:
            links = [urljoin(url, link.decode("latin-1")) for link in LINK.findall(fetch(url))]
        except OSError as error:
            print(error, file=sys.stderr)
            links = []
        found.send(links)


def crawl(start: str) -> list[str]:
    """All pages of the site that can be reached from one, in the order of finding."""
    todo, found = stackless.channel(), stackless.channel()
    for _ in range(WORKERS):
        stackless.tasklet(work)(todo, found)
    site = urlsplit(start).netloc
    seen, waiting, busy = [start], [start], 0
    while waiting or busy:
        while waiting and busy < WORKERS:
            todo.send(waiting.pop(0))
            busy += 1
        for url in found.receive():
            if urlsplit(url).netloc == site and url not in seen:
                seen.append(url)
                waiting.append(url)
        busy -= 1
    for _ in range(WORKERS):
        todo.send_exception(StopIteration)
    return seen


def main(arguments: list[str]) -> None:
    """Prints the pages of the site."""
    blocking.enable()
    for url in crawl(arguments[0]):
        print(url)


if __name__ == "__main__":
    main(sys.argv[1:])
