"""The life of a TCP server with a tasklet for each connection; `echo.py` and `httpserver.py` stand on it.

It takes connections until Ctrl-C or SIGTERM, then lets those who are being served finish. Whatever goes wrong with one
connection ends that one alone: a client that vanishes, a handler that fails, and in Bobbin also one that never ends,
since a watchdog makes it give way to the others.
"""

import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from types import FrameType

import stackless
from stackless import blocking

BACKLOG = 4096      # connections that the system keeps while the server is busy
PAUSE = 0.1         # seconds before the next try when no connection can be taken
GRACE = 5.0         # seconds that connections have to finish when the server stops
SIGNALS = (signal.SIGINT, signal.SIGTERM)
SLICE = 100_000     # instructions that a tasklet may run before the watchdog bites


class Server:
    """Serves each connection by `handle`, which has it to itself and blocks as it likes; it is closed behind it."""

    def __init__(self, port: int, handle: Callable[[socket.socket], None]) -> None:
        """Listens on a port of this machine, or with 0 on one that is free. OSError."""
        blocking.enable()
        self.listener = socket.create_server(("127.0.0.1", port), backlog=BACKLOG)
        self.handle = handle
        self.connections: dict[socket.socket, stackless.tasklet] = {}
        self.is_stopping = False

    def run(self) -> None:
        """Serves until a signal comes."""
        for number in SIGNALS:
            signal.signal(number, self._stop)
        stackless.tasklet(self._accept)()
        print(f"listening on port {self.listener.getsockname()[1]}", flush=True)
        run_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)   # a second one ends the program at once
        self.is_stopping = True
        self.listener.shutdown(socket.SHUT_RDWR)    # `accept` fails, also one that waits

    def _accept(self) -> None:
        while not self.is_stopping:
            try:
                connection, _ = self.listener.accept()
            except ConnectionAbortedError:
                continue                            # has gone already
            except OSError as error:
                if not self.is_stopping:            # EMFILE, say: until somebody has left
                    print(f"no connection could be taken: {error}", file=sys.stderr)
                    time.sleep(PAUSE)
                continue
            self.connections[connection] = stackless.tasklet(self._serve)(connection)
        self._finish()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                self.handle(connection)
        except (ConnectionError, TimeoutError):
            pass                                    # the client has gone, or does not read
        except Exception:
            traceback.print_exc()
        finally:
            del self.connections[connection]

    def _finish(self) -> None:
        """The handlers find that no more comes from their clients, and those that take too long are killed."""
        self.listener.close()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RD)
            except OSError:
                pass                                # has gone already
        deadline = time.monotonic() + GRACE
        while self.connections and time.monotonic() < deadline:
            time.sleep(0.01)
        for task in list(self.connections.values()):
            task.kill()


def run_all() -> None:
    """Runs tasklets until none is left. One that takes too long is interrupted and goes on when its turn comes again;
    greenlets cannot be interrupted, so in the emulation it holds up the others."""
    try:
        while (interrupted := stackless.run(SLICE, ignore_nesting=True)) is not None:
            interrupted.insert()
    except NotImplementedError:
        stackless.run()
