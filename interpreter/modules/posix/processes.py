"""Processes: identities, fork, exec, wait, kill; and what the system says of itself."""
from __future__ import annotations

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import error_text, libc as files, os_error, text_at
from interpreter.modules.posix.paths import path_of
from interpreter.modules.signals import check_signals
from interpreter.objects.dict import Dict
from interpreter.objects.float import new_float
from interpreter.objects.int import new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.str import new_str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.tuple import Tuple, tuple3
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import index
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, keepalive, make_bytes, null, set_errno, uint8, uint32

libc = CLibrary(
    """
    typedef int... pid_t; typedef int... uid_t; typedef int... gid_t; typedef int... clock_t;
    int execv(const char *path, char **arguments);
    int execve(const char *path, char **arguments, char **environment);
    int kill(pid_t process, int number);
    int killpg(pid_t group, int number);
    void _exit(int status);
    void abort(void);
    pid_t getpid(void);
    pid_t getppid(void);
    pid_t getpgid(pid_t process);
    pid_t getpgrp(void);
    pid_t getsid(pid_t process);
    int setpgid(pid_t process, pid_t group);
    pid_t setsid(void);
    uid_t getuid(void);
    uid_t geteuid(void);
    gid_t getgid(void);
    gid_t getegid(void);
    int setuid(uid_t user);
    int setgid(gid_t group);
    int seteuid(uid_t user);
    int setegid(gid_t group);
    int getgroups(int size, gid_t *groups);
    int nice(int increment);
    int sched_yield(void);
    long sysconf(int name);
    ssize_t getrandom(void *buffer, size_t size, unsigned int flags);
    int getloadavg(double *averages, int count);
    struct tms { clock_t tms_utime; clock_t tms_stime; clock_t tms_cutime; clock_t tms_cstime; ...; };
    clock_t times(struct tms *result);
    void name_system(char **names);
    #define _SC_NPROCESSORS_ONLN ...
    #define _SC_CLK_TCK ...
    """,
    headers=["sched.h", "signal.h", "stdlib.h", "sys/random.h", "sys/times.h", "sys/utsname.h", "unistd.h"],
    source="""
    static void name_system(char **names) {
        static struct utsname found;
        uname(&found);
        names[0] = found.sysname; names[1] = found.nodename; names[2] = found.release; names[3] = found.version; names[4] = found.machine;
    }
    """,
)


@libc.struct("struct tms")
class ProcessTimes:
    tms_utime: int
    tms_stime: int
    tms_cutime: int
    tms_cstime: int


def checked(result: int) -> int:
    """A result of C; OSError for a negative one."""
    if result < 0:
        raise os_error(get_errno())
    return result


def identity_number(x: Object, name: str) -> int:
    """The number of a user or group; -1 stands for none. TypeError, OverflowError."""
    if type_of(x).slots[Slot.INDEX] is None:
        raise type_error(f"{name} should be integer, not {type_of(x).name}")
    number = index(x)
    if not number.fits() and number.big().sign() > 0:
        raise overflow_error(f"{name} is greater than maximum")
    if not number.fits() or not -1 <= number.machine() <= 0xFFFFFFFF:
        raise overflow_error(f"{name} is less than minimum")  # CPython's words for both sides
    return number.machine()


@exposed("getpid")
def getpid() -> int:
    """Return the current process id."""
    return int(libc.getpid())


@exposed("getppid")
def getppid() -> int:
    """Return the parent's process id."""
    return int(libc.getppid())


@exposed("getpgid")
def getpgid(pid: int) -> int:
    """Call the system call getpgid(), and return the result."""
    return checked(int(libc.getpgid(pid)))


@exposed("getpgrp")
def getpgrp() -> int:
    """Return the current process group id."""
    return int(libc.getpgrp())


@exposed("getsid")
def getsid(pid: int, /) -> int:
    """Call the system call getsid(pid) and return the result."""
    return checked(int(libc.getsid(pid)))


@exposed("setpgid")
def setpgid(pid: int, pgrp: int, /) -> None:
    """Call the system call setpgid(pid, pgrp)."""
    checked(libc.setpgid(pid, pgrp))


@exposed("setpgrp")
def setpgrp() -> None:
    """Make the current process the leader of its process group."""
    checked(libc.setpgid(0, 0))


@exposed("setsid")
def setsid() -> None:
    """Call the system call setsid()."""
    checked(int(libc.setsid()))


@exposed("getuid")
def getuid() -> int:
    """Return the current process's user id."""
    return int(libc.getuid())


@exposed("geteuid")
def geteuid() -> int:
    """Return the current process's effective user id."""
    return int(libc.geteuid())


@exposed("getgid")
def getgid() -> int:
    """Return the current process's group id."""
    return int(libc.getgid())


@exposed("getegid")
def getegid() -> int:
    """Return the current process's effective group id."""
    return int(libc.getegid())


@exposed("setuid")
def setuid(uid: Object, /) -> None:
    """Set the current process's user id."""
    checked(libc.setuid(identity_number(uid, "uid")))


@exposed("setgid")
def setgid(gid: Object, /) -> None:
    """Set the current process's group id."""
    checked(libc.setgid(identity_number(gid, "gid")))


@exposed("seteuid")
def seteuid(euid: Object, /) -> None:
    """Set the current process's effective user id."""
    checked(libc.seteuid(identity_number(euid, "uid")))


@exposed("setegid")
def setegid(egid: Object, /) -> None:
    """Set the current process's effective group id."""
    checked(libc.setegid(identity_number(egid, "gid")))


@exposed("getgroups")
def getgroups() -> Object:
    """Return list of supplemental group IDs for the process."""
    count = checked(libc.getgroups(0, null(uint32)))
    groups = alloc(uint32, count + 1)
    count = libc.getgroups(count, groups)
    found: list[Object] = [new_int(int(groups[i])) for i in range(count)]
    free(groups)
    return new_list(found)


@exposed("nice")
def nice(increment: int, /) -> int:
    """Add increment to the priority of process and return the new priority."""
    set_errno(0)
    result = libc.nice(increment)
    if result == -1 and get_errno() != 0:
        raise os_error(get_errno())
    return result


class CStrings:
    """An array of C strings, with NULL at the end. `texts` keeps them alive."""
    texts: list[bytes]
    array: Ptr[Ptr[uint8]]

    def __init__(self, texts: list[bytes]) -> None:
        self.texts = texts
        self.array = alloc(Ptr[uint8], len(texts) + 1)
        for i in range(len(texts)):
            self.array[i] = data_pointer(texts[i])

    def free(self) -> None:
        free(self.array)


def arguments_of(argv: Object, function: str) -> list[bytes]:
    if not isinstance(argv, List) and not isinstance(argv, Tuple):
        raise type_error(f"{function}() arg 2 must be a tuple or list")
    found = [path_of(argument, function).name for argument in list_of(argv)]
    if len(found) == 0:
        raise value_error(f"{function}() arg 2 must not be empty")
    if len(found[0]) == 1:
        raise value_error(f"{function}() arg 2 first element cannot be empty")
    return found


@exposed("execv")
def execv(path: Object, argv: Object, /) -> None:
    """Execute an executable path with arguments, replacing current process."""
    found = path_of(path, "execv")
    strings = CStrings(arguments_of(argv, "execv"))
    libc.execv(data_pointer(found.name), strings.array)
    number = get_errno()
    strings.free()
    keepalive(strings)
    raise os_error(number, filename=found.given)


def environment_of(env: Object) -> list[bytes]:
    """``NAME=value`` for each pair of a mapping."""
    if not isinstance(env, Dict):
        raise type_error("execve: environment must be a mapping object")
    found: list[bytes] = []
    for i in range(env.used):
        key = env.key_at(i)
        if key is not None:
            name = path_of(key, "execve").name
            if b"=" in name:
                raise value_error("illegal environment variable name")
            found.append(name[:len(name) - 1] + b"=" + path_of(env.value_at(i), "execve").name)
    return found


@exposed("execve")
def execve(path: Object, argv: Object, env: Object) -> None:
    """Execute an executable path with arguments, replacing current process."""
    found = path_of(path, "execve")
    strings = CStrings(arguments_of(argv, "execve"))
    environment = CStrings(environment_of(env))
    libc.execve(data_pointer(found.name), strings.array, environment.array)
    number = get_errno()
    strings.free()
    environment.free()
    keepalive(strings)
    keepalive(environment)
    raise os_error(number, filename=found.given)


@exposed("_exit")
def exit_now(status: int) -> None:
    """Exit to the system with specified status, without normal exit processing."""
    libc._exit(status)


@exposed("abort")
def abort() -> None:
    """Abort the interpreter immediately."""
    libc.abort()


@exposed("kill")
def kill(pid: int, signal: int, /) -> None:
    """Kill a process with a signal."""
    checked(libc.kill(pid, signal))
    check_signals()


@exposed("killpg")
def killpg(pgid: int, signal: int, /) -> None:
    """Kill a process group with a signal."""
    checked(libc.killpg(pgid, signal))
    check_signals()


@exposed("strerror")
def strerror(code: int, /) -> str:
    """Translate an error code to a message string."""
    return error_text(code)


def random_bytes(size: int, flags: int) -> bytes:
    if size < 0:
        raise value_error("negative argument not allowed")
    buffer = alloc(uint8, size + 1)
    done = 0
    try:
        while done < size:
            count = libc.getrandom(buffer + done, size - done, flags)
            if count >= 0:
                done += count
            elif get_errno() == files.EINTR:
                check_signals()
            else:
                raise os_error(get_errno())
        return make_bytes(buffer, size)
    finally:
        free(buffer)


@exposed("urandom")
def urandom(size: int, /) -> bytes:
    """Return a bytes object containing random bytes suitable for cryptographic use."""
    return random_bytes(size, 0)


@exposed("getrandom")
def getrandom(size: int, flags: int = 0) -> bytes:
    """Obtain a series of random bytes."""
    return random_bytes(size, flags)


@exposed("cpu_count")
def cpu_count() -> int:
    """Return the number of CPUs in the system; return None if indeterminable."""
    return libc.sysconf(libc._SC_NPROCESSORS_ONLN)


@exposed("sched_yield")
def sched_yield() -> None:
    """Voluntarily relinquish the CPU."""
    checked(libc.sched_yield())


@exposed("getloadavg")
def getloadavg() -> Object:
    """Return average recent system load information."""
    averages = alloc(float, 3)
    count = libc.getloadavg(averages, 3)
    result = tuple3(new_float(averages[0]), new_float(averages[1]), new_float(averages[2]))
    free(averages)
    if count != 3:
        raise os_error(0)
    return result


times_result_type = struct_type("times_result", "posix", ["user", "system", "children_user", "children_system", "elapsed"])
uname_result_type = struct_type("uname_result", "posix", ["sysname", "nodename", "release", "version", "machine"])


@exposed("times")
def times() -> Object:
    """Return a collection containing process timing information."""
    found = alloc(ProcessTimes)
    elapsed = int(libc.times(found))
    unit = float(libc.sysconf(libc._SC_CLK_TCK))
    result = new_struct(times_result_type, [
        new_float(float(found.tms_utime) / unit), new_float(float(found.tms_stime) / unit), new_float(float(found.tms_cutime) / unit),
        new_float(float(found.tms_cstime) / unit), new_float(float(elapsed) / unit)])
    free(found)
    return result


@exposed("uname")
def uname() -> Object:
    """Return an object identifying the current operating system."""
    names = alloc(Ptr[uint8], 5)
    libc.name_system(names)
    items: list[Object] = [new_str(text_at(names[i])) for i in range(5)]
    free(names)
    return new_struct(uname_result_type, items)
