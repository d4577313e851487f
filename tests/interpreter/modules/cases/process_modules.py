"""atexit, gc, fcntl, pwd."""
import atexit
import fcntl
import gc
import posix
import pwd


def last(*args, **kw):
    print("last", args, kw)


atexit.register(print, "first registered")
atexit.register(last, 1, b=2)
atexit.register(print, "gone")
atexit.unregister(print)
atexit.register(print, "registered again")
print(pwd.getpwuid(0).pw_name, pwd.getpwnam("root")[2:4], len(pwd.getpwall()) > 1)
try:
    pwd.getpwnam("nobody of that name")
except KeyError as e:
    print(e)
r, w = posix.pipe()
flags = fcntl.fcntl(r, fcntl.F_GETFL)
fcntl.fcntl(r, fcntl.F_SETFL, flags | posix.O_NONBLOCK)
print(posix.get_blocking(r), posix.get_blocking(w))
try:
    posix.read(r, 1)
except BlockingIOError as e:
    print(e)
try:
    fcntl.flock(-1, fcntl.LOCK_EX)
except ValueError as e:
    print(e)
gc.disable()
print(gc.isenabled(), gc.collect() >= 0, gc.garbage)
gc.enable()

# faulthandler
import faulthandler
import os
import signal
import sys
import tempfile

with tempfile.TemporaryFile("w+") as file:
    def dumping():
        faulthandler.dump_traceback(file, all_threads=False)
    dumping()
    faulthandler.register(signal.SIGUSR1, file, all_threads=False)
    os.kill(os.getpid(), signal.SIGUSR1)
    print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
    file.seek(0)
    print(file.read().replace(__file__, "FILE"))
for wrong in [lambda: faulthandler.register(signal.SIGSEGV), lambda: faulthandler.unregister(0), lambda: faulthandler.dump_traceback_later(0),
              lambda: faulthandler.dump_traceback("name")]:
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
faulthandler.enable(sys.stdout)
print(faulthandler.is_enabled(), faulthandler.disable(), faulthandler.disable())

import sys
import threading

entered, leave = threading.Event(), threading.Event()


def fail():
    try:
        raise ValueError("in a thread")
    except ValueError:
        entered.set()
        leave.wait()


other = threading.Thread(target=fail)
other.start()
entered.wait()
found = sys._current_exceptions()
print(found[threading.get_ident()], found[other.ident][:2], len(found))
leave.set()
other.join()
for sealed in [sys.flags, sys.version_info]:
    try:
        print(type(sealed)(tuple(sealed)))
    except TypeError as error:
        print(error)
print(object().__sizeof__() > 0)


def straight():
    fail(
        entered)


print([position[0] - straight.__code__.co_firstlineno for position in straight.__code__.co_positions() if position[2] is not None][-1])
