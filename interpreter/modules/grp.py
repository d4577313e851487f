"""Access to the Unix group database."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.files import bytes_at
from interpreter.modules.posix.paths import decoded, encoded
from interpreter.modules.posix.processes import identity_number
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object
from interpreter.objects.str import Str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.protocols.text import repr_of
from transform.rpython import CLibrary, Ptr, data_pointer, keepalive, uint8, uint32

libc = CLibrary(
    """
    typedef int... gid_t;
    struct group { char *gr_name; char *gr_passwd; gid_t gr_gid; char **gr_mem; ...; };
    struct group *getgrgid(gid_t group);
    struct group *getgrnam(const char *name);
    struct group *getgrent(void);
    void setgrent(void);
    void endgrent(void);
    """,
    headers=["grp.h"],
)


@libc.struct("struct group")
class Group:
    gr_name: Ptr[uint8]
    gr_passwd: Ptr[uint8]
    gr_gid: uint32
    gr_mem: Ptr[Ptr[uint8]]


_KEY_ERROR = EXCEPTIONS["KeyError"]
struct_group_type = struct_type("struct_group", "grp", ["gr_name", "gr_passwd", "gr_gid", "gr_mem"])


def entry_of(found: Ptr[Group]) -> Object:
    members: list[Object] = []
    while found.gr_mem[len(members)]:
        members.append(decoded(bytes_at(found.gr_mem[len(members)])))
    return new_struct(struct_group_type, [
        decoded(bytes_at(found.gr_name)), decoded(bytes_at(found.gr_passwd)), new_int(int(found.gr_gid)), new_list(members)])


@exposed("getgrgid")
def by_number(id: Object) -> Object:
    """Return the group database entry for the given numeric group ID."""
    number = identity_number(id, "gid")
    found = libc.getgrgid(number)
    if not found:
        raise PyError(_KEY_ERROR, f"getgrgid(): gid not found: {number}")
    return entry_of(found)


@exposed("getgrnam")
def by_name(name: Str) -> Object:
    """Return the group database entry for the given group name."""
    text = encoded(name.value) + b"\0"
    found = libc.getgrnam(data_pointer(text))
    keepalive(text)
    if not found:
        raise PyError(_KEY_ERROR, f"getgrnam(): name not found: {repr_of(name)}")
    return entry_of(found)


@exposed("getgrall")
def all_entries() -> Object:
    """Return a list of all available group entries, in arbitrary order."""
    entries: list[Object] = []
    libc.setgrent()
    while True:
        found = libc.getgrent()
        if not found:
            break
        entries.append(entry_of(found))
    libc.endgrent()
    return new_list(entries)


define_module(__name__, "grp", contents={"struct_group": struct_group_type})
