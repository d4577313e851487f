"""`termios`, `tty` and `pty` on a pseudo-terminal; and small modules that stand on C: `syslog`, `_crypt`, `_uuid`, `_posixshmem`."""
import os
import pty
import syslog
import termios
import tty

import _crypt
import _posixshmem
import _uuid


def shown(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)


master, slave = os.openpty()
attributes = termios.tcgetattr(slave)
print(attributes)
raw = attributes[:]
raw[6] = attributes[6][:]
raw[3] &= ~(termios.ICANON | termios.ECHO)
raw[6][termios.VMIN] = 3
raw[6][termios.VTIME] = b"\x01"
termios.tcsetattr(slave, termios.TCSANOW, raw)
changed = termios.tcgetattr(slave)
print(changed[3] == raw[3], changed[6][termios.VMIN], changed[6][termios.VTIME], changed[6][termios.VINTR])
print(termios.tcgetwinsize(slave), termios.tcsetwinsize(slave, (24, 80)), termios.tcgetwinsize(slave), os.get_terminal_size(slave))
print(termios.tcflush(slave, termios.TCIOFLUSH), termios.tcflow(slave, termios.TCOON), termios.tcsendbreak(slave, 0), termios.tcdrain(slave))
tty.setraw(slave)
print(termios.tcgetattr(slave) != changed)
os.write(slave, b"to the master")
print(os.read(master, 100))
os.write(master, b"to the slave\n")
print(os.read(slave, 100))
reader, writer = os.pipe()
shown(lambda: termios.tcgetattr(reader))
shown(lambda: termios.tcsetattr(slave, 0, [1, 2]))
shown(lambda: termios.tcsetattr(slave, 0, [0] * 7))
shown(lambda: termios.tcsetattr(slave, 0, attributes[:6] + [[None] * 32]))
shown(lambda: termios.tcsetwinsize(slave, 5))
shown(lambda: termios.tcsetwinsize(slave, (1 << 16, 0)))
shown(lambda: termios.tcgetattr(-1))
shown(lambda: termios.tcgetattr("x"))
print(termios.error.__mro__, termios.tcgetattr.__doc__.splitlines()[0])
child, terminal = pty.fork()
if child == 0:
    os.write(1, b"isatty %d" % os.isatty(0))
    os._exit(0)
print(os.read(terminal, 100), os.waitpid(child, 0)[1])

print(syslog.setlogmask(syslog.LOG_UPTO(syslog.LOG_ERR)), syslog.setlogmask(0), syslog.LOG_MASK(3), syslog.LOG_UPTO(3))
print(syslog.openlog("tests", logoption=syslog.LOG_PID), syslog.syslog(syslog.LOG_DEBUG, "nobody reads this"), syslog.closelog())
for arguments in (), (1, 2, 3), (1, 2), (None,), ("\0",):
    shown(lambda: syslog.syslog(*arguments))

print(_crypt.crypt("a word", "ab"), _crypt.crypt("a word", "$6$salt"))
shown(lambda: _crypt.crypt("\0", "ab"))
shown(lambda: _crypt.crypt(b"a", "ab"))
made, safety = _uuid.generate_time_safe()
print(len(made), made != _uuid.generate_time_safe()[0], type(safety), _uuid.has_uuid_generate_time_safe)

name = f"/tests-{os.getpid()}"
file = _posixshmem.shm_open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600)
os.ftruncate(file, 10)
os.write(file, b"shared")
other = _posixshmem.shm_open(name, os.O_RDONLY)
print(os.read(other, 20), _posixshmem.shm_unlink(name))
shown(lambda: _posixshmem.shm_unlink("/no such thing"))
shown(lambda: _posixshmem.shm_open("/no such thing", os.O_RDWR))
shown(lambda: _posixshmem.shm_open("a\0b", 0))
