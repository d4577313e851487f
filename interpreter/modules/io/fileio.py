"""FileIO: an open file without a buffer."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.modules.files import os_error
from interpreter.modules.io.base import IOBase, describe, put_into, raw_base_type, room_in, size_argument, stream_type, unsupported
from interpreter.modules.posix import descriptors
from interpreter.modules.posix.descriptors import libc, read_bytes, write_bytes
from interpreter.modules.posix.opening import open_path
from interpreter.modules.posix.paths import AT_FDCWD, path_of
from interpreter.modules.posix.status import libc as status_calls
from interpreter.modules.stat import has_type, libc as types
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call2
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of
from transform.rpython import CLibrary, alloc, free, get_errno

flags_of_c = CLibrary(
    """
    #define O_RDONLY ...
    #define O_WRONLY ...
    #define O_RDWR ...
    #define O_CREAT ...
    #define O_EXCL ...
    #define O_TRUNC ...
    #define O_APPEND ...
    #define EISDIR ...
    """,
    headers=["errno.h", "fcntl.h"],
)

_BLOCKING = EXCEPTIONS["BlockingIOError"]
_CHUNK = 1 << 16


class FileIO(IOBase):
    """``FileIO(file, mode='r', closefd=True, opener=None)``. `seek_state`: 0 not known, 1 seekable, -1 not."""
    file: int
    can_read: bool
    can_write: bool
    appends: bool
    creates: bool
    closes: bool
    seek_state: int

    def __init__(self, type: Type) -> None:
        super().__init__(type)
        self.file = -1
        self.can_read = False
        self.can_write = False
        self.appends = False
        self.creates = False
        self.closes = True
        self.seek_state = 0

    def check(self) -> None:
        if self.file < 0:
            raise value_error("I/O operation on closed file")

    def check_readable(self) -> None:
        self.check()
        if not self.can_read:
            raise unsupported("File not open for reading")

    def check_writable(self) -> None:
        self.check()
        if not self.can_write:
            raise unsupported("File not open for writing")

    def take_mode(self, mode: str) -> int:
        """Notes what a mode allows; the flags of open(2) for it."""
        bad = value_error("Must have exactly one of create/read/write/append mode and at most one plus")
        flags = 0
        is_known = False
        has_plus = False
        for c in mode:
            if c == "b":
                continue
            if c == "+":
                if has_plus:
                    raise bad
                has_plus = True
                continue
            if c != "r" and c != "w" and c != "a" and c != "x":
                raise value_error(f"invalid mode: {mode}")
            if is_known:
                raise bad
            is_known = True
            if c == "r":
                self.can_read = True
            else:
                self.can_write = True
                flags = flags_of_c.O_CREAT
                if c == "w":
                    flags |= flags_of_c.O_TRUNC
                elif c == "x":
                    flags |= flags_of_c.O_EXCL
                    self.creates = True
                else:
                    flags |= flags_of_c.O_APPEND
                    self.appends = True
        if not is_known:
            raise bad
        if has_plus:
            self.can_read = True
            self.can_write = True
        if self.can_read and self.can_write:
            return flags | flags_of_c.O_RDWR
        return flags | (flags_of_c.O_RDONLY if self.can_read else flags_of_c.O_WRONLY)

    @exposed("__init__")
    def initialise(self, file: Object, mode: str = "r", closefd: bool = True, opener: Object = NONE) -> None:
        """Initialize self."""
        if self.file >= 0 and self.closes:
            self.close()
        self.can_read = self.can_write = self.appends = self.creates = False
        self.is_closed = False
        self.seek_state = 0
        flags = self.take_mode(mode)
        self.closes = closefd
        if isinstance(file, Int):
            self.file = as_int(file)
            if self.file < 0:
                raise value_error("negative file descriptor")
        else:
            if not closefd:
                raise value_error("Cannot use closefd=False with file name")
            if opener is NONE:
                self.file = open_path(path_of(file, "open"), flags, 0o666, AT_FDCWD)
            else:
                opened = call2(opener, file, new_int(flags))
                if not isinstance(opened, Int):
                    raise type_error("expected integer from opener")
                self.file = as_int(opened)
                if self.file < 0:
                    raise value_error(f"opener returned {self.file}")
        self.set_own("name", file)
        self.check_kind(file)
        if self.appends:
            libc.lseek(self.file, 0, 2)

    def check_kind(self, name: Object) -> None:
        """OSError for a directory and for a number that is no open file; sets how many bytes are read at once."""
        status = alloc(status_calls.struct_stat)
        failed = status_calls.fstat(self.file, status) != 0
        number = get_errno()
        is_directory = not failed and has_type(int(status.st_mode), types.S_IFDIR)
        block = int(status.st_blksize)
        free(status)
        if failed or is_directory:
            if self.closes and not isinstance(name, Int):
                libc.close(self.file)
            self.file = -1
            raise os_error(flags_of_c.EISDIR if is_directory else number, filename=name)
        self.set_own("_blksize", new_int(block if block > 1 else 8192))

    @exposed("read")
    def read(self, size: Object = NONE, /) -> Object:
        """Read at most size bytes, returned as bytes."""
        self.check_readable()
        count = size_argument(size)
        if count < 0:
            return self.readall()
        return self.read_once(count)

    def read_once(self, count: int) -> Object:
        """Up to `count` bytes; None where nothing is there yet."""
        try:
            return new_bytes(read_bytes(self.file, count))
        except PyError as error:
            if error.type is not _BLOCKING:
                raise
            return NONE

    @exposed("readall")
    def readall(self) -> Object:
        """Read all data from the file, returned as bytes."""
        self.check_readable()
        parts: list[bytes] = []
        while True:
            data = self.read_once(_CHUNK)
            if data is NONE and len(parts) == 0:
                return NONE
            if data is NONE or len(bytes_of(data)) == 0:
                return new_bytes(b"".join(parts))
            parts.append(bytes_of(data))

    @exposed("readinto")
    def readinto(self, buffer: Object, /) -> Object:
        """Same as RawIOBase.readinto()."""
        self.check_readable()
        data = self.read_once(room_in(buffer))
        if data is NONE:
            return NONE
        put_into(buffer, bytes_of(data))
        return new_int(len(bytes_of(data)))

    @exposed("write")
    def write(self, b: Object, /) -> Object:
        """Write buffer b to file, return number of bytes written."""
        self.check_writable()
        if isinstance(b, Str):
            raise type_error("a bytes-like object is required, not 'str'")
        try:
            return new_int(write_bytes(self.file, bytes_of(b)))
        except PyError as error:
            if error.type is not _BLOCKING:
                raise
            return NONE

    @exposed("seek")
    def seek(self, pos: int, whence: int = 0, /) -> int:
        """Move to new file position and return the file position."""
        self.check()
        return descriptors.seek(self.file, pos, whence)

    @exposed("tell")
    def tell(self) -> int:
        """Current file position."""
        self.check()
        return descriptors.seek(self.file, 0, 1)

    @exposed("truncate")
    def truncate(self, size: Object = NONE, /) -> int:
        """Truncate the file to at most size bytes and return the truncated size."""
        self.check_writable()
        length = self.tell() if size is NONE else as_int(size)
        descriptors.truncate_file(self.file, length)
        return length

    @exposed("close")
    def close(self) -> None:
        """Close the file."""
        file = self.file
        self.file = -1
        self.is_closed = True
        if file >= 0 and self.closes:
            descriptors.close(file)

    @exposed_property("closed")
    def get_closed(self) -> bool:
        """True if the file is closed"""
        return self.file < 0

    @exposed("fileno")
    def fileno(self) -> int:
        """Return the underlying file descriptor (an integer)."""
        self.check()
        return self.file

    @exposed("isatty")
    def isatty(self) -> bool:
        """True if the file is connected to a TTY device."""
        self.check()
        return libc.isatty(self.file) != 0

    @exposed("seekable")
    def seekable(self) -> bool:
        """True if file supports random-access."""
        self.check()
        if self.seek_state == 0:
            self.seek_state = 1 if libc.lseek(self.file, 0, 1) >= 0 else -1
        return self.seek_state > 0

    @exposed("readable")
    def readable(self) -> bool:
        """True if file was opened in a read mode."""
        self.check()
        return self.can_read

    @exposed("writable")
    def writable(self) -> bool:
        """True if file was opened in a write mode."""
        self.check()
        return self.can_write

    @exposed_property("closefd")
    def get_closefd(self) -> bool:
        """True if the file descriptor will be closed by close()."""
        return self.closes

    @exposed_property("mode")
    def get_mode(self) -> str:
        """String giving the file mode"""
        return self.mode()

    def mode(self) -> str:
        if self.creates:
            return "xb+" if self.can_read else "xb"
        if self.appends:
            return "ab+" if self.can_read else "ab"
        if self.can_read:
            return "rb+" if self.can_write else "rb"
        return "wb"

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        if self.file < 0:
            return "<_io.FileIO [closed]>"
        closes = "True" if self.closes else "False"
        if self.get_own("name") is None:
            return f"<_io.FileIO fd={self.file} mode={repr_of(Str(self.mode()))} closefd={closes}>"
        return describe(self, f" mode={repr_of(Str(self.mode()))} closefd={closes}")


def allocate_file(type: Type) -> Object:
    return FileIO(type)


file_type = stream_type(FileIO, "FileIO", raw_base_type, allocate_file, doc="Open a file.")
