"""A POSIX helper for the subprocess module. It is the module `_posixsubprocess`.

Between fork and exec the child is this program still, with one thread. What goes wrong there is written to a pipe, as ``class:errno:text``, and
raised by `subprocess` in the parent."""
from __future__ import annotations

from interpreter.errors import PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.files import write_all
from interpreter.modules.posix.descriptors import libc as files
from interpreter.modules.posix.forking import fork_process
from interpreter.modules.posix.paths import path_of
from interpreter.modules.posix.processes import CStrings, identity_number, libc as processes
from interpreter.objects.int import Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, alloc, data_pointer, free, get_errno, keepalive, uint32

libc = CLibrary(
    """
    typedef unsigned int... mode_t; typedef unsigned int... uid_t; typedef unsigned int... gid_t;
    int chdir(const char *path);
    mode_t umask(mode_t mask);
    int setgroups(size_t count, const gid_t *groups);
    int setregid(gid_t real, gid_t effective);
    int setreuid(uid_t real, uid_t effective);
    int close_range(unsigned int first, unsigned int last, int flags);
    void restore_signals(void);
    #define ENOENT ...
    #define ENOTDIR ...
    """,
    headers=["errno.h", "grp.h", "signal.h", "sys/stat.h", "unistd.h"],
    source="""
    static void restore_signals(void) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    """,
)

_LAST_FILE = 0xFFFFFFFF


class StepFailed(Exception):
    """A step between fork and exec failed with this errno."""
    number: int

    def __init__(self, number: int) -> None:
        super().__init__("")
        self.number = number


def step(result: int) -> int:
    """The result of a C function; StepFailed for a negative one."""
    if result < 0:
        raise StepFailed(get_errno())
    return result


class Child:
    """What the new process is to do."""
    arguments: CStrings
    paths: list[bytes]
    environment: CStrings
    has_environment: bool
    closes_files: bool
    kept_files: list[int]
    folder: bytes
    own_files: list[int]
    parent_files: list[int]
    error_file: int
    restores_signals: bool
    new_session: bool
    group_of_processes: int
    group: int
    groups: list[int]
    sets_groups: bool
    user: int
    mask: int
    function: Object

    def run(self) -> None:
        """In the new process: all steps up to exec, which does not return."""
        reached_function = False
        text = "OSError:0:"
        try:
            self.arrange_files()
            self.become()
            reached_function = True
            if self.function is not NONE:
                try:
                    call(self.function, [])
                except PyError:
                    write_all(self.error_file, b"SubprocessError:0:Exception occurred in preexec_fn.")
                    return
            if self.closes_files:
                self.close_other_files()
            text = f"OSError:{self.execute():X}:"
        except StepFailed as failure:
            text = f"OSError:{failure.number:X}:" + ("" if reached_function else "noexec")
        write_all(self.error_file, text.encode())

    def arrange_files(self) -> None:
        """Puts the child's ends of the pipes to 0, 1 and 2."""
        for file in self.kept_files:
            if file != self.error_file:
                self.let_inherit(file)
        for file in self.parent_files:
            if file >= 0:
                files.close(file)
        ends = self.own_files
        if ends[1] == 0:
            ends[1] = step(files.dup(ends[1]))
        while ends[2] == 0 or ends[2] == 1:
            ends[2] = step(files.dup(ends[2]))
        for target in range(3):
            if ends[target] == target:
                self.let_inherit(target)
            elif ends[target] >= 0:
                step(files.dup2(ends[target], target))

    def let_inherit(self, file: int) -> None:
        flags = step(files.fcntl(file, files.F_GETFD, 0))
        step(files.fcntl(file, files.F_SETFD, flags & ~files.FD_CLOEXEC))

    def become(self) -> None:
        """Folder, mask, signals, session, groups and user."""
        if len(self.folder) > 0:
            step(libc.chdir(data_pointer(self.folder)))
        if self.mask >= 0:
            libc.umask(self.mask)
        if self.restores_signals:
            libc.restore_signals()
        if self.new_session:
            step(int(processes.setsid()))
        if self.group_of_processes >= 0:
            step(processes.setpgid(0, self.group_of_processes))
        if self.sets_groups:
            groups = alloc(uint32, len(self.groups) + 1)
            for i in range(len(self.groups)):
                groups[i] = uint32(self.groups[i])
            step(libc.setgroups(len(self.groups), groups))
            free(groups)
        if self.group >= 0:
            step(libc.setregid(self.group, self.group))
        if self.user >= 0:
            step(libc.setreuid(self.user, self.user))

    def close_other_files(self) -> None:
        """Closes all files from 3 on but those that are kept."""
        first = 3
        for file in self.kept_files:
            if file >= first:
                if file > first:
                    libc.close_range(first, file - 1, 0)
                first = file + 1
        libc.close_range(first, _LAST_FILE, 0)

    def execute(self) -> int:
        """Tries the paths; the errno of the most telling failure."""
        number = 0
        for path in self.paths:
            if self.has_environment:
                processes.execve(data_pointer(path), self.arguments.array, self.environment.array)
            else:
                processes.execv(data_pointer(path), self.arguments.array)
            last = get_errno()
            if number == 0 or last != libc.ENOENT and last != libc.ENOTDIR:
                number = last
        return number

    def free(self) -> None:
        self.arguments.free()
        self.environment.free()
        keepalive(self)


def kept_numbers(pass_fds: Tuple) -> list[int]:
    """The numbers of files, which must ascend."""
    found: list[int] = []
    for item in pass_fds.items():
        number = as_int(item) if isinstance(item, Int) else -1
        if not 0 <= number <= 0x7FFFFFFF or len(found) > 0 and number <= found[-1]:
            raise value_error("bad value(s) in fds_to_keep")
        found.append(number)
    return found


def terminated(item: Object) -> bytes:
    """A C string of bytes that ``os.fsencode`` gave already."""
    data = bytes_of(item)
    if b"\0" in data:
        raise value_error("embedded null byte")
    return data + b"\0"


def number_or_none(x: Object, name: str) -> int:
    return -1 if x is NONE else identity_number(x, name)


@exposed("fork_exec")
def fork_exec(args: Object, executable_list: Object, close_fds: bool, pass_fds: Tuple, cwd: Object, env: Object, p2cread: int, p2cwrite: int,
              c2pread: int, c2pwrite: int, errread: int, errwrite: int, errpipe_read: int, errpipe_write: int, restore_signals: bool,
              call_setsid: bool, pgid_to_set: int, gid: Object, groups_list: Object, uid: Object, child_umask: int, preexec_fn: Object,
              allow_vfork: bool, /) -> int:
    """Forks a child process, closes parent file descriptors as appropriate in the
    child and dups the few that are needed before calling exec() in the child
    process."""
    if close_fds and errpipe_write < 3:
        raise value_error("errpipe_write must be >= 3")
    child = Child()
    child.kept_files = kept_numbers(pass_fds)
    child.paths = [terminated(path) for path in list_of(executable_list)]
    child.has_environment = env is not NONE
    variables: list[bytes] = []
    if child.has_environment:
        variables = [terminated(variable) for variable in list_of(env)]
    if args is NONE:
        raise type_error(f"expected sequence, got {type_of(args).name}")
    child.folder = b"" if cwd is NONE else path_of(cwd, "fork_exec").name
    child.own_files = [p2cread, c2pwrite, errwrite]
    child.parent_files = [p2cwrite, c2pread, errread, errpipe_read]
    child.error_file = errpipe_write
    child.closes_files = close_fds
    child.restores_signals = restore_signals
    child.new_session = call_setsid
    child.group_of_processes = pgid_to_set
    child.group = number_or_none(gid, "gid")
    child.user = number_or_none(uid, "uid")
    child.sets_groups = groups_list is not NONE
    child.groups = []
    if child.sets_groups:
        child.groups = [identity_number(group, "gid") for group in list_of(groups_list)]
    child.mask = child_umask
    child.function = preexec_fn
    child.arguments = CStrings([path_of(argument, "fork_exec").name for argument in list_of(args)])
    child.environment = CStrings(variables)
    try:
        process = fork_process(preexec_fn is not NONE)
        if process == 0:
            child.run()
            processes._exit(255)
        return process
    finally:
        child.free()


define_module(__name__, "_posixsubprocess")
