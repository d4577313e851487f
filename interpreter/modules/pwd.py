"""This module provides access to the Unix password database."""
from __future__ import annotations

from interpreter.errors import PyError, EXCEPTIONS
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.files import bytes_at
from interpreter.modules.posix.paths import decoded, encoded
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object
from interpreter.objects.str import Str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.protocols.text import repr_of
from transform.rpython import CLibrary, Ptr, data_pointer, uint8, uint32

libc = CLibrary(
    """
    typedef int... uid_t; typedef int... gid_t;
    struct passwd { char *pw_name; char *pw_passwd; uid_t pw_uid; gid_t pw_gid; char *pw_gecos; char *pw_dir; char *pw_shell; ...; };
    struct passwd *getpwuid(uid_t user);
    struct passwd *getpwnam(const char *name);
    struct passwd *getpwent(void);
    void setpwent(void);
    void endpwent(void);
    """,
    headers=["pwd.h"],
)


@libc.struct("struct passwd")
class Password:
    pw_name: Ptr[uint8]
    pw_passwd: Ptr[uint8]
    pw_uid: uint32
    pw_gid: uint32
    pw_gecos: Ptr[uint8]
    pw_dir: Ptr[uint8]
    pw_shell: Ptr[uint8]


_KEY_ERROR = EXCEPTIONS["KeyError"]
struct_passwd_type = struct_type("struct_passwd", "pwd", ["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"])


def entry_of(found: Ptr[Password]) -> Object:
    return new_struct(struct_passwd_type, [
        decoded(bytes_at(found.pw_name)), decoded(bytes_at(found.pw_passwd)), new_int(int(found.pw_uid)), new_int(int(found.pw_gid)),
        decoded(bytes_at(found.pw_gecos)), decoded(bytes_at(found.pw_dir)), decoded(bytes_at(found.pw_shell))])


@exposed("getpwuid")
def by_number(uid: int, /) -> Object:
    """Return the password database entry for the given numeric user ID."""
    found = libc.getpwuid(uid)
    if not found:
        raise PyError(_KEY_ERROR, f"getpwuid(): uid not found: {uid}")
    return entry_of(found)


@exposed("getpwnam")
def by_name(name: Str, /) -> Object:
    """Return the password database entry for the given user name."""
    found = libc.getpwnam(data_pointer(encoded(name.value) + b"\0"))
    if not found:
        raise PyError(_KEY_ERROR, f"getpwnam(): name not found: {repr_of(name)}")
    return entry_of(found)


@exposed("getpwall")
def all_entries() -> Object:
    """Return a list of all available password database entries, in arbitrary order."""
    entries: list[Object] = []
    libc.setpwent()
    while True:
        found = libc.getpwent()
        if not found:
            break
        entries.append(entry_of(found))
    libc.endpwent()
    return new_list(entries)


define_module(__name__, "pwd", contents={"struct_passwd": struct_passwd_type})
