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
