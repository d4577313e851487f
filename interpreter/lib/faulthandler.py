"""faulthandler module.

Tracebacks on demand, after a time, and for signals that a program names. A fault of the machine (SIGSEGV and the like) ends this interpreter
without a traceback of Python functions: `enable` checks its arguments and is remembered, no more.
"""
import _thread
import os
import signal
import sys

__all__ = ["cancel_dump_traceback_later", "disable", "dump_traceback", "dump_traceback_later", "enable", "is_enabled", "register",
           "unregister"]

_MOST_FRAMES = 100
_FATAL = {signal.SIGSEGV, signal.SIGFPE, signal.SIGABRT, signal.SIGBUS, signal.SIGILL}

_enabled = None      # the file, while the fault handler is enabled
_registered = {}     # by signal: the handler before
_watch = None        # the lock that ends the thread of dump_traceback_later


def _descriptor(file):
    """The number of an open file, given as itself or as a file."""
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError("unable to get sys.stderr")
    if isinstance(file, int):
        if file < 0:
            raise ValueError("file is not a valid file descripter")
        return file
    number = file.fileno()
    if not isinstance(number, int) or number < 0:
        raise RuntimeError("file.fileno() is not a valid file descriptor")
    file.flush()
    return number


def _write(descriptor, text):
    os.write(descriptor, text.encode("ascii", "backslashreplace"))


def _dump_frames(descriptor, frame):
    count = 0
    while frame is not None:
        if count == _MOST_FRAMES:
            _write(descriptor, "  ...\n")
            return
        _write(descriptor, f'  File "{frame.f_code.co_filename}", line {frame.f_lineno} in {frame.f_code.co_name}\n')
        frame = frame.f_back
        count += 1


def _dump(descriptor, frame, all_threads):
    """The frames of the running thread, from `frame` on, behind those of the others."""
    if not all_threads:
        _write(descriptor, "Stack (most recent call first):\n")
        _dump_frames(descriptor, frame)
        return
    own = _thread.get_ident()
    for identity, other in sys._current_frames().items():
        if identity != own:
            _write(descriptor, f"Thread 0x{identity:016x} (most recent call first):\n")
            _dump_frames(descriptor, other)
            _write(descriptor, "\n")
    if frame is not None:
        _write(descriptor, f"Current thread 0x{own:016x} (most recent call first):\n")
        _dump_frames(descriptor, frame)


def dump_traceback(file=None, all_threads=True):
    """dump_traceback(file=sys.stderr, all_threads=True): dump the traceback of the current thread,
    or of all threads if all_threads is True, into file"""
    _dump(_descriptor(file), sys._getframe(1), all_threads)


def enable(file=None, all_threads=True):
    """enable(file=sys.stderr, all_threads=True): enable the fault handler"""
    global _enabled
    _descriptor(file)
    _enabled = sys.stderr if file is None else file


def disable():
    """disable(): disable the fault handler"""
    global _enabled
    was_enabled = _enabled is not None
    _enabled = None
    return was_enabled


def is_enabled():
    """is_enabled()->bool: check if the handler is enabled"""
    return _enabled is not None


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """dump_traceback_later(timeout, repeat=False, file=sys.stderrn, exit=False):
    dump the traceback of all threads in timeout seconds,
    or each timeout seconds if repeat is True. If exit is True, call _exit(1) which is not safe."""
    global _watch
    if timeout <= 0:
        raise ValueError("timeout must be greater than 0")
    if timeout > _thread.TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")
    descriptor = _descriptor(file)
    cancel_dump_traceback_later()
    seconds = int(timeout)
    title = f"Timeout ({seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    fraction = int((timeout - seconds) * 1e6)
    title += f".{fraction:06}" if fraction else ""

    def watch(lock):
        while not lock.acquire(timeout=timeout):
            _write(descriptor, title + ")!\n")
            _dump(descriptor, None, True)
            if exit:
                os._exit(1)
            if not repeat:
                return

    _watch = _thread.allocate_lock()
    _watch.acquire()
    _thread.start_new_thread(watch, (_watch,))


def cancel_dump_traceback_later():
    """cancel_dump_traceback_later():
    cancel the previous call to dump_traceback_later()."""
    global _watch
    lock, _watch = _watch, None
    if lock is not None:
        lock.release()


def register(signum, file=None, all_threads=True, chain=False):
    """register(signum, file=sys.stderr, all_threads=True, chain=False): register a handler for the signal 'signum':
    dump the traceback of the current thread, or of all threads if all_threads is True, into file"""
    if signum in _FATAL:
        raise RuntimeError(f"signal {signum} cannot be registered, use enable() instead")
    if not 1 <= signum < signal.NSIG:
        raise ValueError("signal number out of range")
    descriptor = _descriptor(file)
    before = _registered[signum] if signum in _registered else signal.getsignal(signum)

    def show(number, frame):
        _dump(descriptor, frame, all_threads)
        if not chain:
            return
        if callable(before):
            before(number, frame)
        elif before == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
            signal.signal(number, show)

    _registered[signum] = before
    signal.signal(signum, show)


def unregister(signum):
    """unregister(signum): unregister the handler of the signal 'signum' registered by register()"""
    if not 1 <= signum < signal.NSIG:
        raise ValueError("signal number out of range")
    if signum not in _registered:
        return False
    signal.signal(signum, _registered.pop(signum))
    return True


if "faulthandler" in sys._xoptions or sys.flags.dev_mode or (not sys.flags.ignore_environment and os.environ.get("PYTHONFAULTHANDLER")):
    if sys.stderr is not None:
        enable()
