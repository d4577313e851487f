"""Terminals and pseudo-terminals."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.modules.files import bytes_at, os_error
from interpreter.modules.posix.descriptors import file_number
from interpreter.modules.posix.forking import fork_process
from interpreter.modules.posix.paths import decoded
from interpreter.modules.waiting import close_file
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.tuple import tuple2
from transform.rpython import CLibrary, alloc, free, get_errno, null, uint8

libc = CLibrary(
    """
    int open_pair(long *files);
    int login_tty(int file);
    char *ctermid(char *buffer);
    typedef int... pid_t;
    pid_t tcgetpgrp(int file);
    int tcsetpgrp(int file, pid_t group);
    """,
    headers=["fcntl.h", "pty.h", "stdio.h", "stdlib.h", "unistd.h", "utmp.h"],
    source="""
    /* The two ends of a new pseudo-terminal, which children do not inherit. */
    static int open_pair(long *files) {
        int master, slave;
        if (openpty(&master, &slave, NULL, NULL, NULL) != 0) return -1;
        if (fcntl(master, F_SETFD, FD_CLOEXEC) != 0 || fcntl(slave, F_SETFD, FD_CLOEXEC) != 0) return -1;
        files[0] = master; files[1] = slave;
        return 0;
    }
    """,
)


def open_pair() -> tuple[int, int]:
    """The master and the slave of a new pseudo-terminal. OSError."""
    files = alloc(int, 2)
    result = libc.open_pair(files)
    master, slave = files[0], files[1]
    free(files)
    if result != 0:
        raise os_error(get_errno())
    return master, slave


@exposed("openpty")
def open_terminal() -> Object:
    """Open a pseudo-terminal.

    Return a tuple of (master_fd, slave_fd) containing open file descriptors
    for both the master and slave ends."""
    master, slave = open_pair()
    return tuple2(new_int(master), new_int(slave))


@exposed("forkpty")
def fork_terminal() -> Object:
    """Fork a new process with a new pseudo-terminal as controlling tty.

    Returns a tuple of (pid, master_fd).
    Like fork(), return pid of 0 to the child process,
    and pid of child to the parent process.
    To both, return fd of newly opened pseudo-terminal."""
    master, slave = open_pair()
    process = fork_process(True)
    if process == 0:
        if libc.login_tty(slave) != 0:
            raise os_error(get_errno())
    else:
        close_file(slave)
    return tuple2(new_int(process), new_int(master))


@exposed("login_tty")
def log_in(fd: Object, /) -> None:
    """Prepare the tty of which fd is a file descriptor for a new login session.

    Make the calling process a session leader; make the tty the
    controlling tty, the stdin, the stdout, and the stderr of the
    calling process; close fd."""
    if libc.login_tty(file_number(fd)) != 0:
        raise os_error(get_errno())


@exposed("ctermid")
def terminal_name() -> Object:
    """Return the name of the controlling terminal for this process."""
    return decoded(bytes_at(libc.ctermid(null(uint8))))


@exposed("tcgetpgrp")
def get_foreground(fd: int, /) -> int:
    """Return the process group associated with the terminal specified by fd."""
    group = int(libc.tcgetpgrp(fd))
    if group < 0:
        raise os_error(get_errno())
    return group


@exposed("tcsetpgrp")
def set_foreground(fd: int, pgid: int, /) -> None:
    """Set the process group associated with the terminal specified by fd."""
    if libc.tcsetpgrp(fd, pgid) < 0:
        raise os_error(get_errno())
