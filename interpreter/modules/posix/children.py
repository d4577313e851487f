"""Waiting for child processes, and what became of them."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error
from interpreter.modules.parking import Attempts
from interpreter.modules.posix.paths import path_of
from interpreter.modules.resource import USAGE_FIELDS, USAGE_IN_C, usage_of
from interpreter.modules.waiting import (FOREVER, READABLE, before_external_call, close_file, finish, interrupted, parks,
                                         wait_for_file)
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.tuple import tuple2, tuple3
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, int32, keepalive

libc = CLibrary(
    """
    typedef int... pid_t;
    pid_t wait_with_usage(pid_t process, int *status, int options, long *usage);
    int wait_for_change(int kind, int number, int options, long *about);
    int open_process(pid_t process, unsigned int flags);
    int system(const char *command);
    pid_t start_command(const char *command);
    int exit_status(int status);
    int stop_or_term_signal(int status);
    int has_exited(int status);
    int was_killed(int status);
    int has_stopped(int status);
    int has_continued(int status);
    int dumped_core(int status);
    #define WNOHANG ...
    #define WUNTRACED ...
    #define WCONTINUED ...
    #define WSTOPPED ...
    #define P_PID ...
    #define P_PIDFD ...
    """,
    headers=["errno.h", "spawn.h", "stdlib.h", "sys/resource.h", "sys/syscall.h", "sys/wait.h", "unistd.h"],
    source=USAGE_IN_C + """
    static pid_t wait_with_usage(pid_t process, int *status, int options, long *usage) {
        struct rusage found;
        pid_t ended = wait4(process, status, options, &found);
        if (ended > 0) put_usage(&found, usage);
        return ended;
    }

    static int wait_for_change(int kind, int number, int options, long *about) {
        siginfo_t found = {0};
        int failed = waitid(kind, number, &found, options);
        about[0] = found.si_pid; about[1] = found.si_uid; about[2] = found.si_signo; about[3] = found.si_status; about[4] = found.si_code;
        return failed;
    }

    /* A file that is readable when the process has ended. */
    static int open_process(pid_t process, unsigned int flags) { return syscall(SYS_pidfd_open, process, flags); }

    static pid_t start_command(const char *command) {
        char *arguments[] = {"sh", "-c", (char *)command, NULL};
        pid_t process;
        errno = posix_spawn(&process, "/bin/sh", NULL, NULL, arguments, environ);
        return errno == 0 ? process : -1;
    }

    static int exit_status(int status) { return WEXITSTATUS(status); }
    static int stop_or_term_signal(int status) { return WIFSTOPPED(status) ? WSTOPSIG(status) : WTERMSIG(status); }
    static int has_exited(int status) { return WIFEXITED(status); }
    static int was_killed(int status) { return WIFSIGNALED(status); }
    static int has_stopped(int status) { return WIFSTOPPED(status); }
    static int has_continued(int status) { return WIFCONTINUED(status); }
    static int dumped_core(int status) { return WCOREDUMP(status); }
    """,
)

_ABOUT = ["si_pid", "si_uid", "si_signo", "si_status", "si_code"]
waitid_result_type = struct_type("waitid_result", "posix", _ABOUT)


def wait_for(process: int, options: int, usage: Ptr[int]) -> tuple[int, int]:
    """wait4(2): the process, 0 if none has ended and WNOHANG is given, and its status; writes what it used. OSError."""
    status = alloc(int32)
    status[0] = int32(0)
    attempts = Attempts()
    try:
        while True:
            parking = options & libc.WNOHANG == 0 and parks()
            before_external_call()
            found = finish(int(libc.wait_with_usage(process, status, options | libc.WNOHANG if parking else options, usage)))
            if found > 0 or found == 0 and not parking:
                return found, int(status[0])
            if found < 0:
                interrupted()
            elif process <= 0 or options & (libc.WUNTRACED | libc.WCONTINUED) != 0 or not park_for_process(process):
                attempts.wait()
    finally:
        free(status)


def park_for_process(process: int) -> bool:
    """Parks the running tasklet until a process has ended; False where the system has no file for it."""
    file = libc.open_process(process, 0)
    if file < 0:
        return False
    try:
        return wait_for_file(file, READABLE, FOREVER)
    finally:
        close_file(file)


def new_usage() -> Ptr[int]:
    """Memory for what a process used, all 0."""
    usage = alloc(int, len(USAGE_FIELDS))
    for i in range(len(USAGE_FIELDS)):
        usage[i] = 0
    return usage


@exposed("waitpid")
def waitpid(pid: int, options: int, /) -> Object:
    """Wait for completion of a given child process."""
    usage = new_usage()
    try:
        found, status = wait_for(pid, options, usage)
        return tuple2(new_int(found), new_int(status))
    finally:
        free(usage)


@exposed("wait")
def wait() -> Object:
    """Wait for completion of a child process."""
    return waitpid(-1, 0)


@exposed("wait4")
def wait4(pid: int, options: int) -> Object:
    """Wait for completion of a specific child process."""
    usage = new_usage()
    try:
        found, status = wait_for(pid, options, usage)
        return tuple3(new_int(found), new_int(status), usage_of(usage))
    finally:
        free(usage)


@exposed("wait3")
def wait3(options: int) -> Object:
    """Wait for completion of a child process."""
    return wait4(-1, options)


@exposed("waitid")
def waitid(idtype: int, id: int, options: int, /) -> Object:
    """Returns the result of waiting for a process or processes."""
    about = alloc(int, len(_ABOUT))
    attempts = Attempts()
    try:
        while True:
            parking = options & libc.WNOHANG == 0 and parks()
            before_external_call()
            failed = finish(libc.wait_for_change(idtype, id, options | libc.WNOHANG if parking else options, about))
            if failed != 0:
                interrupted()
            elif about[0] != 0:
                return new_struct(waitid_result_type, [new_int(about[i]) for i in range(len(_ABOUT))])
            elif not parking:
                return NONE
            elif idtype == libc.P_PIDFD:
                wait_for_file(id, READABLE, FOREVER)
            elif idtype != libc.P_PID or options & (libc.WSTOPPED | libc.WCONTINUED) != 0 or not park_for_process(id):
                attempts.wait()
    finally:
        free(about)


@exposed("pidfd_open")
def pidfd_open(pid: int, flags: int = 0) -> int:
    """Return a file descriptor referring to the process *pid*."""
    file = libc.open_process(pid, flags)
    if file < 0:
        raise os_error(get_errno())
    return file


@exposed("system")
def system(command: Object) -> int:
    """Execute the command in a subshell."""
    line = path_of(command, "system").name
    start = data_pointer(line)
    if parks():
        process = int(libc.start_command(start))
        keepalive(line)
        if process < 0:
            raise os_error(get_errno())
        usage = new_usage()
        try:
            return wait_for(process, 0, usage)[1]
        finally:
            free(usage)
    before_external_call()
    status = finish(libc.system(start))
    keepalive(line)
    return status


@exposed("WIFEXITED")
def has_exited(status: int) -> bool:
    """Return True if the process returning status exited via the exit() system call."""
    return libc.has_exited(status) != 0


@exposed("WEXITSTATUS")
def exit_status(status: int) -> int:
    """Return the process return code from status."""
    return libc.exit_status(status)


@exposed("WIFSIGNALED")
def was_killed(status: int) -> bool:
    """Return True if the process returning status was terminated by a signal."""
    return libc.was_killed(status) != 0


@exposed("WTERMSIG")
def termination_signal(status: int) -> int:
    """Return the signal that terminated the process that provided the status value."""
    return libc.stop_or_term_signal(status)


@exposed("WIFSTOPPED")
def has_stopped(status: int) -> bool:
    """Return True if the process returning status was stopped."""
    return libc.has_stopped(status) != 0


@exposed("WSTOPSIG")
def stop_signal(status: int) -> int:
    """Return the signal that stopped the process that provided the status value."""
    return libc.exit_status(status)


@exposed("WIFCONTINUED")
def has_continued(status: int) -> bool:
    """Return True if a particular process was continued from a job control stop."""
    return libc.has_continued(status) != 0


@exposed("WCOREDUMP")
def dumped_core(status: int, /) -> bool:
    """Return True if the process returning status was dumped to a core file."""
    return libc.dumped_core(status) != 0


@exposed("waitstatus_to_exitcode")
def exit_code_of(status: int) -> int:
    """Convert a wait status to an exit code."""
    if libc.has_exited(status) != 0:
        return libc.exit_status(status)
    if libc.was_killed(status) != 0:
        return -libc.stop_or_term_signal(status)
    if libc.has_stopped(status) != 0:
        raise value_error(f"process stopped by delivery of signal {libc.exit_status(status)}")
    raise value_error(f"invalid wait status: {status}")
