"""The HTTP server on asyncio's streams: messages, router and timeouts are those of examples/httpserver.py, only what
waits is written anew. `python asyncio_http.py PORT`"""

import asyncio
import sys
from pathlib import Path

from httpmessages import HTTPError, error_response, parse_head
from httpserver import BODY_LIMIT, HEAD_LIMIT, IDLE, PATIENCE, Site


async def read_head(reader: asyncio.StreamReader) -> bytes | None:
    """The first line and the headers of a request, None if there is no more. HTTPError 431; TimeoutError."""
    try:
        async with asyncio.timeout(IDLE):
            return (await reader.readuntil(b"\r\n\r\n"))[:-4]
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise HTTPError(431) from None


async def handle(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers requests until the client has enough, or makes no sense."""
    try:
        while (head := await read_head(reader)) is not None:
            request = parse_head(head)
            length = request.length
            if request.is_chunked or length > BODY_LIMIT:
                raise HTTPError(501 if request.is_chunked else 413)
            if length > 0:
                async with asyncio.timeout(PATIENCE):
                    request.body = await reader.readexactly(length)
            try:
                response = site.answer(request)
            except HTTPError as error:
                response = error_response(error)
            assert isinstance(response.body, bytes)
            writer.write(response.head(request.stays) + response.body)
            await writer.drain()
            if not request.stays:
                break
    except HTTPError as error:
        response = error_response(error)
        assert isinstance(response.body, bytes)
        writer.write(response.head(False) + response.body)
    except (ConnectionError, TimeoutError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Serves until it is killed."""
    site = Site(Path("."))
    server = await asyncio.start_server(lambda reader, writer: handle(site, reader, writer), "127.0.0.1",
                                        int(sys.argv[1]), limit=HEAD_LIMIT, backlog=4096)
    print(f"listening on port {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
