"""Names in the file system: listing, making, renaming and removing them."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.files import bytes_at, os_error
from interpreter.modules.posix.paths import AT_FDCWD, Path, decoded, directory_of, fspath_of, path_of, same_kind
from interpreter.modules.posix.status import link_flags, status_of
from interpreter.modules.stat import has_type, libc as types
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.iterators import Iterator
from interpreter.objects.int import Int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.struct_sequence import StructSequence
from interpreter.protocols.text import repr_of
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, make_bytes, set_errno, uint8, uint64

libc = CLibrary(
    """
    typedef int... mode_t; typedef int... dev_t;
    struct dirent { unsigned long d_ino; unsigned char d_type; ...; };
    void *opendir(const char *path);
    void *fdopendir(int file);
    struct dirent *readdir(void *directory);
    const char *name_of(struct dirent *entry);
    int closedir(void *directory);
    void rewinddir(void *directory);
    int dup(int file);
    int mkdirat(int directory, const char *path, mode_t mode);
    int unlinkat(int directory, const char *path, int flags);
    int renameat(int from_directory, const char *from, int to_directory, const char *to);
    int linkat(int from_directory, const char *from, int to_directory, const char *to, int flags);
    int symlinkat(const char *target, int directory, const char *path);
    ssize_t readlinkat(int directory, const char *path, char *buffer, size_t size);
    int mkfifoat(int directory, const char *path, mode_t mode);
    int mknodat(int directory, const char *path, mode_t mode, dev_t device);
    int chdir(const char *path);
    int fchdir(int file);
    int chroot(const char *path);
    char *getcwd(char *buffer, size_t size);
    #define AT_REMOVEDIR ...
    #define AT_SYMLINK_FOLLOW ...
    #define DT_UNKNOWN ...
    #define DT_DIR ...
    #define DT_LNK ...
    #define DT_REG ...
    """,
    headers=["dirent.h", "fcntl.h", "stdio.h", "sys/stat.h", "unistd.h"],
    source="static const char *name_of(struct dirent *entry) { return entry->d_name; }",
)


@libc.struct("struct dirent")
class RawEntry:
    d_ino: uint64
    d_type: uint8


_NOT_FOUND = EXCEPTIONS["FileNotFoundError"]


class Entry:
    """What a directory says of a name in it."""
    name: bytes
    inode: int
    kind: int

    def __init__(self, name: bytes, inode: int, kind: int) -> None:
        self.name = name
        self.inode = inode
        self.kind = kind


def entries_of(path: Path) -> list[Entry]:
    """All names in a directory but ``.`` and ``..``."""
    directory = libc.fdopendir(libc.dup(path.file)) if path.file >= 0 else libc.opendir(data_pointer(path.name))
    if not directory:
        raise os_error(get_errno(), filename=path.given)
    found: list[Entry] = []
    while True:
        set_errno(0)
        entry = libc.readdir(directory)
        if not entry:
            break
        name = bytes_at(libc.name_of(entry))
        if name != b"." and name != b"..":
            found.append(Entry(name, int(entry.d_ino), int(entry.d_type)))
    number = get_errno()
    if path.file >= 0:
        libc.rewinddir(directory)  # its position is that of the open file
    libc.closedir(directory)
    if number != 0:
        raise os_error(number, filename=path.given)
    return found


def directory_path(path: Object, function: str) -> Path:
    """A directory; the current one where none is given."""
    if path is NONE:
        return Path(NONE, b".\0", -1, False)
    return path_of(path, function, True)


@exposed("listdir")
def list_directory(path: Object = NONE) -> Object:
    """Return a list containing the names of the files in the directory."""
    found = directory_path(path, "listdir")
    names: list[Object] = [same_kind(found, entry.name) for entry in entries_of(found)]
    return new_list(names)


class DirEntry(Object):
    """A name in a directory, with what is known of it without asking the system."""
    directory: Path
    name: Object
    path: Object
    raw: Entry
    status: Optional[Object]
    link_status: Optional[Object]

    def __init__(self, directory: Path, name: Object, path: Object, raw: Entry) -> None:
        self.directory = directory
        self.name = name
        self.path = path
        self.raw = raw
        self.status = None
        self.link_status = None

    def ask(self, follow_symlinks: bool) -> Object:
        known = self.status if follow_symlinks else self.link_status
        if known is not None:
            return known
        start = self.directory.file if self.directory.file >= 0 else AT_FDCWD
        result = status_of(path_of(self.path, "stat"), start, link_flags(follow_symlinks))
        if follow_symlinks:
            self.status = result
        else:
            self.link_status = result
        return result

    def has_kind(self, kind: int, mode: int, follow_symlinks: bool) -> bool:
        known = self.raw.kind
        if known != libc.DT_UNKNOWN and not (follow_symlinks and known == libc.DT_LNK):
            return known == kind
        try:
            status = self.ask(follow_symlinks)
        except PyError as error:
            if error.type is not _NOT_FOUND:
                raise
            return False
        assert isinstance(status, StructSequence)
        found = status.item(0)
        return isinstance(found, Int) and has_type(found.machine(), mode)

    @exposed("is_dir")
    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Return True if the entry is a directory; cached per entry."""
        return self.has_kind(libc.DT_DIR, types.S_IFDIR, follow_symlinks)

    @exposed("is_file")
    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """Return True if the entry is a file; cached per entry."""
        return self.has_kind(libc.DT_REG, types.S_IFREG, follow_symlinks)

    @exposed("is_symlink")
    def is_symlink(self) -> bool:
        """Return True if the entry is a symbolic link; cached per entry."""
        return self.has_kind(libc.DT_LNK, types.S_IFLNK, False)

    @exposed("stat")
    def stat(self, *, follow_symlinks: bool = True) -> Object:
        """Return stat_result object for the entry; cached per entry."""
        return self.ask(follow_symlinks)

    @exposed("inode")
    def inode(self) -> int:
        """Return inode of the entry; cached per entry."""
        return self.raw.inode

    @exposed_property("name")
    def get_name(self) -> Object:
        """the entry's base filename, relative to scandir() "path" argument"""
        return self.name

    @exposed_property("path")
    def get_path(self) -> Object:
        """the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"""
        return self.path

    @exposed("__fspath__")
    def fspath(self) -> Object:
        """Returns the path for the entry."""
        return self.path

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"<DirEntry {repr_of(self.name)}>"

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


class ScandirIterator(Iterator):
    """What `scandir` gives: the entries, read at once."""
    directory: Path
    entries: list[Entry]
    position: int

    def __init__(self, directory: Path, entries: list[Entry]) -> None:
        self.directory = directory
        self.entries = entries
        self.position = 0

    def advance(self) -> Optional[Object]:
        if self.position >= len(self.entries):
            return None
        entry = self.entries[self.position]
        self.position += 1
        directory = self.directory
        path = entry.name
        if directory.file < 0 and directory.given is not NONE:
            folder = directory.name[:len(directory.name) - 1]
            path = folder + path if folder.endswith(b"/") or len(folder) == 0 else folder + b"/" + path
        elif directory.file < 0:
            path = b"./" + path
        return DirEntry(directory, same_kind(directory, entry.name), same_kind(directory, path), entry)

    @exposed("close")
    def close(self) -> None:
        """Close the iterator."""
        self.position = len(self.entries)

    @exposed("__enter__")
    def enter(self) -> Object:
        return self

    @exposed("__exit__", rest="arguments")
    def exit(self, arguments: Object) -> None:
        self.close()


dir_entry_type = define(DirEntry, "DirEntry", module="posix", doc="")
define(ScandirIterator, "ScandirIterator", module="posix", doc="")


@exposed("scandir")
def scan_directory(path: Object = NONE) -> Object:
    """Return an iterator of DirEntry objects for given path."""
    found = directory_path(path, "scandir")
    return ScandirIterator(found, entries_of(found))


def check(failed: bool, path: Path) -> None:
    if failed:
        raise os_error(get_errno(), filename=path.given)


@exposed("mkdir")
def make_directory(path: Object, mode: int = 0o777, *, dir_fd: Object = NONE) -> None:
    """Create a directory."""
    found = path_of(path, "mkdir")
    check(libc.mkdirat(directory_of(dir_fd), data_pointer(found.name), mode) != 0, found)


@exposed("rmdir")
def remove_directory(path: Object, *, dir_fd: Object = NONE) -> None:
    """Remove a directory."""
    found = path_of(path, "rmdir")
    check(libc.unlinkat(directory_of(dir_fd), data_pointer(found.name), libc.AT_REMOVEDIR) != 0, found)


@exposed("unlink")
def unlink(path: Object, *, dir_fd: Object = NONE) -> None:
    """Remove a file (same as remove())."""
    found = path_of(path, "unlink")
    check(libc.unlinkat(directory_of(dir_fd), data_pointer(found.name), 0) != 0, found)


@exposed("remove")
def remove(path: Object, *, dir_fd: Object = NONE) -> None:
    """Remove a file (same as unlink())."""
    found = path_of(path, "remove")
    check(libc.unlinkat(directory_of(dir_fd), data_pointer(found.name), 0) != 0, found)


def move(source: Path, target: Path, from_directory: int, to_directory: int) -> None:
    if libc.renameat(from_directory, data_pointer(source.name), to_directory, data_pointer(target.name)) != 0:
        raise os_error(get_errno(), filename=source.given, second=target.given)


@exposed("rename")
def rename(src: Object, dst: Object, *, src_dir_fd: Object = NONE, dst_dir_fd: Object = NONE) -> None:
    """Rename a file or directory."""
    move(path_of(src, "rename", False, "src"), path_of(dst, "rename", False, "dst"), directory_of(src_dir_fd), directory_of(dst_dir_fd))


@exposed("replace")
def replace(src: Object, dst: Object, *, src_dir_fd: Object = NONE, dst_dir_fd: Object = NONE) -> None:
    """Rename a file or directory, overwriting the destination."""
    move(path_of(src, "replace", False, "src"), path_of(dst, "replace", False, "dst"), directory_of(src_dir_fd), directory_of(dst_dir_fd))


@exposed("link")
def link(src: Object, dst: Object, *, src_dir_fd: Object = NONE, dst_dir_fd: Object = NONE, follow_symlinks: bool = True) -> None:
    """Create a hard link to a file."""
    source, target = path_of(src, "link", False, "src"), path_of(dst, "link", False, "dst")
    flags = libc.AT_SYMLINK_FOLLOW if follow_symlinks else 0
    if libc.linkat(directory_of(src_dir_fd), data_pointer(source.name), directory_of(dst_dir_fd), data_pointer(target.name), flags) != 0:
        raise os_error(get_errno(), filename=source.given, second=target.given)


@exposed("symlink")
def symbolic_link(src: Object, dst: Object, target_is_directory: bool = False, *, dir_fd: Object = NONE) -> None:
    """Create a symbolic link pointing to src named dst."""
    source, target = path_of(src, "symlink", False, "src"), path_of(dst, "symlink", False, "dst")
    if libc.symlinkat(data_pointer(source.name), directory_of(dir_fd), data_pointer(target.name)) != 0:
        raise os_error(get_errno(), filename=source.given, second=target.given)


_LONGEST = 4096


@exposed("readlink")
def read_link(path: Object, *, dir_fd: Object = NONE) -> Object:
    """Return a string representing the path to which the symbolic link points."""
    found = path_of(path, "readlink")
    buffer = alloc(uint8, _LONGEST)
    length = libc.readlinkat(directory_of(dir_fd), data_pointer(found.name), buffer, _LONGEST)
    target = make_bytes(buffer, length) if length >= 0 else b""
    free(buffer)
    check(length < 0, found)
    return same_kind(found, target)


@exposed("mkfifo")
def make_fifo(path: Object, mode: int = 0o666, *, dir_fd: Object = NONE) -> None:
    """Create a "fifo" (a POSIX named pipe)."""
    found = path_of(path, "mkfifo")
    check(libc.mkfifoat(directory_of(dir_fd), data_pointer(found.name), mode) != 0, found)


@exposed("mknod")
def make_node(path: Object, mode: int = 0o600, device: int = 0, *, dir_fd: Object = NONE) -> None:
    """Create a node in the file system."""
    found = path_of(path, "mknod")
    check(libc.mknodat(directory_of(dir_fd), data_pointer(found.name), mode, device) != 0, found)


@exposed("chdir")
def change_directory(path: Object) -> None:
    """Change the current working directory to the specified path."""
    found = path_of(path, "chdir", True)
    check((libc.fchdir(found.file) if found.file >= 0 else libc.chdir(data_pointer(found.name))) != 0, found)


@exposed("fchdir")
def change_to_open_directory(fd: int) -> None:
    """Change to the directory of the given file descriptor."""
    if libc.fchdir(fd) != 0:
        raise os_error(get_errno())


@exposed("chroot")
def change_root(path: Object) -> None:
    """Change root directory to path."""
    found = path_of(path, "chroot")
    check(libc.chroot(data_pointer(found.name)) != 0, found)


def current_directory() -> bytes:
    buffer: Ptr[uint8] = alloc(uint8, _LONGEST)
    found = libc.getcwd(buffer, _LONGEST)
    number = get_errno()
    result = bytes_at(found) if found else b""
    free(buffer)
    if len(result) == 0:
        raise os_error(number)
    return result


@exposed("getcwd")
def get_current_directory() -> Object:
    """Return a unicode string representing the current working directory."""
    return decoded(current_directory())


@exposed("getcwdb")
def get_current_directory_bytes() -> bytes:
    """Return a bytes string representing the current working directory."""
    return current_directory()


@exposed("fspath")
def fspath(path: Object) -> Object:
    """Return the file system path representation of the object."""
    return fspath_of(path)
