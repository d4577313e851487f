"""Users and groups that processes act for, and numbers of devices."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import bytes_at, os_error
from interpreter.modules.posix.paths import decoded, encoded
from interpreter.modules.posix.processes import identity_number
from interpreter.objects.int import new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple, tuple3
from interpreter.protocols.iterate import list_of
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, int32, keepalive, uint32

libc = CLibrary(
    """
    typedef unsigned int... uid_t; typedef unsigned int... gid_t;
    int getresuid(uid_t *real, uid_t *effective, uid_t *saved);
    int getresgid(gid_t *real, gid_t *effective, gid_t *saved);
    int setresuid(uid_t real, uid_t effective, uid_t saved);
    int setresgid(gid_t real, gid_t effective, gid_t saved);
    int setreuid(uid_t real, uid_t effective);
    int setregid(gid_t real, gid_t effective);
    int setgroups(size_t count, const gid_t *groups);
    int initgroups(const char *user, gid_t group);
    int getgrouplist(const char *user, gid_t group, gid_t *groups, int *count);
    char *getlogin(void);
    unsigned int major_of(unsigned long device);
    unsigned int minor_of(unsigned long device);
    unsigned long device_of(unsigned int major, unsigned int minor);
    """,
    headers=["grp.h", "sys/sysmacros.h", "unistd.h"],
    source="""
    static unsigned int major_of(unsigned long device) { return major(device); }
    static unsigned int minor_of(unsigned long device) { return minor(device); }
    static unsigned long device_of(unsigned int major, unsigned int minor) { return makedev(major, minor); }
    """,
)

_MOST_GROUPS = 65536


def check(result: int) -> None:
    """OSError after a call that failed."""
    if result != 0:
        raise os_error(get_errno())


def three(numbers: Ptr[uint32]) -> Object:
    return tuple3(new_int(int(numbers[0])), new_int(int(numbers[1])), new_int(int(numbers[2])))


@exposed("getresuid")
def get_users() -> Object:
    """Return a tuple of the current process's real, effective, and saved user ids."""
    numbers = alloc(uint32, 3)
    try:
        check(libc.getresuid(numbers, numbers + 1, numbers + 2))
        return three(numbers)
    finally:
        free(numbers)


@exposed("getresgid")
def get_groups() -> Object:
    """Return a tuple of the current process's real, effective, and saved group ids."""
    numbers = alloc(uint32, 3)
    try:
        check(libc.getresgid(numbers, numbers + 1, numbers + 2))
        return three(numbers)
    finally:
        free(numbers)


@exposed("setresuid")
def set_users(ruid: Object, euid: Object, suid: Object, /) -> None:
    """Set the current process's real, effective, and saved user ids."""
    check(libc.setresuid(identity_number(ruid, "uid"), identity_number(euid, "uid"), identity_number(suid, "uid")))


@exposed("setresgid")
def set_groups(rgid: Object, egid: Object, sgid: Object, /) -> None:
    """Set the current process's real, effective, and saved group ids."""
    check(libc.setresgid(identity_number(rgid, "gid"), identity_number(egid, "gid"), identity_number(sgid, "gid")))


@exposed("setreuid")
def set_two_users(ruid: Object, euid: Object, /) -> None:
    """Set the current process's real and effective user ids."""
    check(libc.setreuid(identity_number(ruid, "uid"), identity_number(euid, "uid")))


@exposed("setregid")
def set_two_groups(rgid: Object, egid: Object, /) -> None:
    """Set the current process's real and effective group ids."""
    check(libc.setregid(identity_number(rgid, "gid"), identity_number(egid, "gid")))


@exposed("setgroups")
def set_further_groups(groups: Object, /) -> None:
    """Set the groups of the current process to list."""
    if not isinstance(groups, List) and not isinstance(groups, Tuple):
        raise type_error("setgroups argument must be a sequence")
    given = list_of(groups)
    numbers = alloc(uint32, len(given) + 1)
    try:
        for i in range(len(given)):
            numbers[i] = uint32(identity_number(given[i], "gid"))
        check(libc.setgroups(len(given), numbers))
    finally:
        free(numbers)


@exposed("initgroups")
def set_groups_of(username: str, gid: Object, /) -> None:
    """Initialize the group access list.

    Call the system initgroups() to initialize the group access list with all of
    the groups of which the specified username is a member, plus the specified
    group id."""
    name = encoded(username) + b"\0"
    check(libc.initgroups(data_pointer(name), identity_number(gid, "gid")))
    keepalive(name)


@exposed("getgrouplist")
def groups_of(user: str, group: Object, /) -> Object:
    """Returns a list of groups to which a user belongs.

    user
      username to lookup
    group
      base group id of the user"""
    name = encoded(user) + b"\0"
    numbers = alloc(uint32, _MOST_GROUPS)
    count = alloc(int32)
    count[0] = int32(_MOST_GROUPS)
    try:
        if libc.getgrouplist(data_pointer(name), identity_number(group, "gid"), numbers, count) < 0:
            raise os_error(get_errno())
        keepalive(name)
        return new_list([new_int(int(numbers[i])) for i in range(int(count[0]))])
    finally:
        free(numbers)
        free(count)


@exposed("getlogin")
def login_name() -> Object:
    """Return the actual login name."""
    found = libc.getlogin()
    if not found:
        raise os_error(get_errno())
    return decoded(bytes_at(found))


@exposed("major")
def major_number(device: int, /) -> int:
    """Extracts a device major number from a raw device number."""
    return int(libc.major_of(device))


@exposed("minor")
def minor_number(device: int, /) -> int:
    """Extracts a device minor number from a raw device number."""
    return int(libc.minor_of(device))


@exposed("makedev")
def device_number(major: int, minor: int, /) -> int:
    """Composes a raw device number from the major and minor device numbers."""
    return int(libc.device_of(major, minor))
