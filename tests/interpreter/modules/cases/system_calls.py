"""time, errno, _stat, posix, _signal."""
import posix, time, errno, _stat, _signal
print(time.time() > 1e9, time.gmtime(0), time.strftime("%Y-%m-%d", time.gmtime(86400)), time.asctime(time.gmtime(5)))
print(errno.ENOENT, errno.errorcode[2], _stat.filemode(0o100644), _stat.filemode(0o41777))
print(posix.stat("/etc/passwd").st_mode, posix.stat("/").st_size >= 0, posix.stat("/etc/passwd")[:3], type(posix.stat("/").st_mtime))
try:
    posix.stat("/nonexist")
except OSError as e:
    print(repr(e), e.errno, e.filename, e)
print(sorted(posix.listdir("/usr")))
print(sorted((e.name, e.is_dir(), e.path) for e in posix.scandir("/usr")))
r, w = posix.pipe()
print(posix.write(w, b"hallo"), posix.read(r, 10))
print(posix.environ[b"HOME"], posix.getcwd(), len(posix.urandom(7)))
pid = posix.fork()
if pid == 0:
    posix._exit(3)
print(posix.waitstatus_to_exitcode(posix.waitpid(pid, 0)[1]))
def h(n, f): print("signal", n)
_signal.signal(10, h)
posix.kill(posix.getpid(), 10)
print(_signal.getsignal(2) is _signal.default_int_handler)
t=time.perf_counter(); time.sleep(0.05); print(time.perf_counter()-t>0.05)
print(posix.uname().sysname, time.struct_time(range(11)).tm_gmtoff)
