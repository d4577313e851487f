"""Files in memory."""
from __future__ import annotations

import mmap as host
from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, index_error, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.files import os_error
from interpreter.modules.waiting import close_file
from interpreter.objects.bytes import new_bytes
from interpreter.objects.bytes_methods import buffer_of
from interpreter.objects.int import new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_slice, slice_index, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple
from interpreter.protocols.buffer import Memory
from interpreter.protocols.number import as_index, index
from transform.rpython import CLibrary, Ptr, address, compare as compare_memory, copy, data_pointer, get_errno, keepalive, make_bytes, null, uint8
from transform.rpython.builders import BytesBuilder
from transform.rpython.gcmodule import register_finalizer

libc = CLibrary(
    """
    unsigned char *map_file(int file, size_t size, int protection, int flags, long offset);
    unsigned char *resize_map(void *memory, size_t size, size_t new_size);
    int munmap(void *memory, size_t size);
    int msync(void *memory, size_t size, int flags);
    int madvise(void *memory, size_t size, int advice);
    int duplicate(int file);
    long size_of_file(int file);
    int set_size(int file, long size);
    void *memmem(const void *text, size_t size, const void *wanted, size_t wanted_size);
    void *memchr(const void *text, int byte, size_t size);
    #define MS_SYNC ...
    """,
    headers=["fcntl.h", "string.h", "sys/mman.h", "sys/stat.h", "unistd.h"],
    source="""
    static unsigned char *map_file(int file, size_t size, int protection, int flags, long offset) {
        void *made = mmap(NULL, size, protection, flags, file, offset);
        return made == MAP_FAILED ? NULL : made;
    }
    static unsigned char *resize_map(void *memory, size_t size, size_t new_size) {
        void *made = mremap(memory, size, new_size, MREMAP_MAYMOVE);
        return made == MAP_FAILED ? NULL : made;
    }
    static int duplicate(int file) { return fcntl(file, F_DUPFD_CLOEXEC, 0); }
    /* -1: an error, -2: no regular file. */
    static long size_of_file(int file) {
        struct stat status;
        if (fstat(file, &status) != 0) return -1;
        return S_ISREG(status.st_mode) ? (long)status.st_size : -2;
    }
    static int set_size(int file, long size) { return ftruncate(file, size); }
    """,
)

_MAP_SHARED, _MAP_PRIVATE, _MAP_ANONYMOUS = host.MAP_SHARED, host.MAP_PRIVATE, host.MAP_ANONYMOUS
_PROT_READ, _PROT_WRITE = host.PROT_READ, host.PROT_WRITE
_DEFAULT, _READ, _WRITE, _COPY = host.ACCESS_DEFAULT, host.ACCESS_READ, host.ACCESS_WRITE, host.ACCESS_COPY
_ACCESSES = ["ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"]
_PAGE_SIZE = host.PAGESIZE
_NO_FILE = -1
_SEEK_SET, _SEEK_CURRENT, _SEEK_END = 0, 1, 2
_BUFFER_ERROR = EXCEPTIONS["BufferError"]


class Map(Memory):
    """Memory that stands for a part of a file, or for none; `address` is null when it is closed."""
    file: int
    offset: int
    access: int
    position: int

    def __init__(self, memory: Ptr[uint8], size: int, file: int, offset: int, access: int) -> None:
        self.address = memory
        self.size = size
        self.pins = 0
        self.file = file
        self.offset = offset
        self.access = access
        self.position = 0
        register_finalizer(self, end_map)

    def contents(self) -> bytes:
        return self.part(0, self.size)

    def part(self, start: int, count: int) -> bytes:
        """A copy of bytes that are there."""
        self.check()
        return make_bytes(self.address + start, count) if count > 0 else b""

    def check(self) -> None:
        if not self.address:
            raise value_error("mmap closed or invalid")

    def check_unpinned(self, text: str) -> None:
        if self.pins > 0:
            raise PyError(_BUFFER_ERROR, text)

    def is_read_only(self) -> bool:
        return self.access == _READ

    def extents(self) -> list[int]:
        self.check()
        return [self.size]

    def check_writable(self) -> None:
        self.check()
        if self.access == _READ:
            raise type_error("mmap can't modify a readonly memory map.")

    def put(self, start: int, data: bytes) -> None:
        """Overwrites bytes from `start` on; there is room."""
        copy(data_pointer(data), self.address + start, len(data))
        keepalive(data)

    def give_back(self) -> None:
        if self.address:
            libc.munmap(self.address, self.size)
            self.address = null(uint8)
            self.size = 0
        if self.file != _NO_FILE:
            close_file(self.file)
            self.file = _NO_FILE

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, fileno: int, length: Object, flags: int = _MAP_SHARED, prot: int = _PROT_READ | _PROT_WRITE, access: int = _DEFAULT,
            offset: int = 0) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        size = size_given(length)
        if size < 0:
            raise overflow_error("memory mapped length must be positive")
        if offset < 0:
            raise overflow_error("memory mapped offset must be positive")
        if access != _DEFAULT and (flags != _MAP_SHARED or prot != _PROT_READ | _PROT_WRITE):
            raise value_error("mmap can't specify both access and flags, prot.")
        if access == _READ:
            flags, prot = _MAP_SHARED, _PROT_READ
        elif access == _WRITE:
            flags, prot = _MAP_SHARED, _PROT_READ | _PROT_WRITE
        elif access == _COPY:
            flags, prot = _MAP_PRIVATE, _PROT_READ | _PROT_WRITE
        elif access != _DEFAULT:
            raise value_error("mmap invalid access parameter.")
        elif prot & (_PROT_READ | _PROT_WRITE) == _PROT_READ:
            access = _READ
        elif prot & (_PROT_READ | _PROT_WRITE) == _PROT_WRITE:
            access = _WRITE
        if fileno != _NO_FILE:
            size = size_in_file(fileno, size, offset)
        else:
            flags |= _MAP_ANONYMOUS
        file = _NO_FILE if fileno == _NO_FILE else libc.duplicate(fileno)
        if fileno != _NO_FILE and file < 0:
            raise os_error(get_errno())
        memory = libc.map_file(file, size, prot, flags, offset)
        if not memory:
            number = get_errno()
            if file != _NO_FILE:
                close_file(file)
            raise os_error(number)
        return MapInstance(cls, memory, size, file, offset, access) if cls.is_heap else Map(memory, size, file, offset, access)

    @exposed("close")
    def close(self) -> None:
        """Close the mmap."""
        self.check_unpinned("cannot close exported pointers exist")
        self.give_back()

    @exposed("__enter__")
    def enter(self) -> Object:
        """Enter the context of an open mmap."""
        self.check()
        return self

    @exposed("__exit__", rest="arguments")
    def exit(self, arguments: Tuple) -> None:
        """Close the mmap."""
        self.check_unpinned("cannot close exported pointers exist")
        self.give_back()

    @exposed_property("closed")
    def is_closed(self) -> bool:
        return not self.address

    @exposed("__len__")
    def length(self) -> int:
        """Return len(self)."""
        self.check()
        return self.size

    @exposed("__getitem__")
    def get(self, key: Object, /) -> Object:
        """Return self[key]."""
        self.check()
        if not isinstance(key, Slice):
            return new_int(int(self.address[self.place(key)]))
        start, stop, step = unpack_slice(key)
        self.check()
        first, _, count = adjust_slice(start, stop, step, self.size)
        if step == 1:
            return new_bytes(self.part(first, count))
        builder = BytesBuilder()
        for i in range(count):
            builder.append_byte(int(self.address[first + i * step]))
        return new_bytes(builder.build())

    def place(self, key: Object) -> int:
        """The place of an item. TypeError, IndexError."""
        if type_of(key).slots[Slot.INDEX] is None:
            raise type_error("mmap indices must be integers")
        i = as_index(key)
        self.check()
        if i < 0:
            i += self.size
        if not 0 <= i < self.size:
            raise index_error("mmap index out of range")
        return i

    @exposed("__setitem__")
    def set(self, key: Object, value: Object, /) -> None:
        """Set self[key] to value."""
        self.check_writable()
        if not isinstance(key, Slice):
            place = self.place(key)
            if type_of(value).slots[Slot.INDEX] is None:
                raise type_error("mmap item value must be an int")
            byte = index(value)
            if not byte.fits() or not 0 <= byte.machine() <= 255:
                raise value_error("mmap item value must be in range(0, 256)")
            self.check()
            self.address[place] = uint8(byte.machine())
            return
        data = buffer_of(value)
        start, stop, step = unpack_slice(key)
        self.check()
        first, _, count = adjust_slice(start, stop, step, self.size)
        if len(data) != count:
            raise index_error("mmap slice assignment is wrong size")
        for i in range(count):
            self.address[first + i * step] = uint8(data[i])

    @exposed("find", rest="arguments")
    def find(self, arguments: Tuple) -> int:
        """Return the lowest index in the mmap where a subsequence is found, or -1."""
        wanted, first, last = self.searched("find", arguments)
        if len(wanted) > last - first:
            return -1
        found = libc.memmem(self.address + first, last - first, data_pointer(wanted), len(wanted))
        keepalive(wanted)
        return address(found) - address(self.address) if found else -1

    @exposed("rfind", rest="arguments")
    def find_last(self, arguments: Tuple) -> int:
        """Return the highest index in the mmap where a subsequence is found, or -1."""
        wanted, first, last = self.searched("rfind", arguments)
        at = last - len(wanted)
        while at >= first:
            if compare_memory(self.address + at, data_pointer(wanted), len(wanted)) == 0:
                return at
            at -= 1
        return -1

    def searched(self, function: str, arguments: Tuple) -> tuple[bytes, int, int]:
        """What is searched for, and between which places."""
        if not 1 <= arguments.length <= 3:
            raise type_error(f"{function}() takes from 1 to 3 arguments ({arguments.length} given)")
        wanted = buffer_of(arguments.item(0))
        first = slice_index(arguments.item(1)) if arguments.length > 1 else self.position if function == "find" else 0
        last = slice_index(arguments.item(2)) if arguments.length > 2 else self.size
        self.check()
        return wanted, self.clamped(first), self.clamped(last)

    def clamped(self, place: int) -> int:
        return min(max(place + self.size if place < 0 else place, 0), self.size)

    @exposed("read")
    def read(self, n: Object = NONE, /) -> bytes:
        """Read up to n bytes, all by default."""
        self.check()
        left = max(self.size - self.position, 0)
        count = left if n is NONE else as_index(n)
        self.check()
        if not 0 <= count <= left:
            count = left
        data = self.part(self.position, count)
        self.position += count
        return data

    @exposed("read_byte")
    def read_byte(self) -> int:
        """Return the byte at the current position."""
        self.check()
        if self.position >= self.size:
            raise value_error("read byte out of range")
        self.position += 1
        return int(self.address[self.position - 1])

    @exposed("readline")
    def read_line(self) -> bytes:
        """Return a line, up to the next newline."""
        self.check()
        left = max(self.size - self.position, 0)
        found = libc.memchr(self.address + self.position, 10, left)
        return self.read(new_int(address(found) - address(self.address) - self.position + 1 if found else left))

    @exposed("write")
    def write(self, data: Object, /) -> int:
        """Write bytes at the current position."""
        contents = buffer_of(data)
        self.check_writable()
        if self.position > self.size or self.size - self.position < len(contents):
            raise value_error("data out of range")
        self.put(self.position, contents)
        self.position += len(contents)
        return len(contents)

    @exposed("write_byte")
    def write_byte(self, byte: int, /) -> None:
        """Write a byte at the current position."""
        if not 0 <= byte <= 255:
            raise overflow_error("unsigned byte integer is greater than maximum" if byte > 255 else
                                 "unsigned byte integer is less than minimum")
        self.check_writable()
        if self.position >= self.size:
            raise value_error("write byte out of range")
        self.address[self.position] = uint8(byte)
        self.position += 1

    @exposed("move")
    def move(self, dest: int, src: int, count: int, /) -> None:
        """Copy bytes from one place to another."""
        self.check_writable()
        if dest < 0 or src < 0 or count < 0 or self.size - dest < count or self.size - src < count:
            raise value_error("source, destination, or count out of range")
        copy(self.address + src, self.address + dest, count)

    @exposed("seek")
    def seek(self, dist: int, how: int = 0, /) -> None:
        """Set the current position."""
        self.check()
        if not _SEEK_SET <= how <= _SEEK_END:
            raise value_error("unknown seek type")
        target = dist + (self.position if how == _SEEK_CURRENT else self.size if how == _SEEK_END else 0)
        if not 0 <= target <= self.size:
            raise value_error("seek out of range")
        self.position = target

    @exposed("tell")
    def tell(self) -> int:
        """Return the current position."""
        self.check()
        return self.position

    @exposed("size")
    def file_size(self) -> int:
        """Return the length of the file, which may be larger than the mapped part."""
        self.check()
        size = libc.size_of_file(self.file)
        if size == -1:
            raise os_error(get_errno())
        return max(size, 0)

    @exposed("__iter__")
    def iterate(self) -> Object:
        """Implement iter(self)."""
        self.check()
        return MapIterator(self)

    @exposed("resize")
    def resize(self, newsize: int, /) -> None:
        """Resize the map and the file below it."""
        self.check()
        if self.access != _DEFAULT and self.access != _WRITE:
            raise type_error("mmap can't resize a readonly or copy-on-write memory map.")
        self.check_unpinned("mmap can't resize with extant buffers exported.")
        if newsize < 0 or self.offset > _LARGEST - newsize:
            raise value_error("new size out of range")
        if self.file != _NO_FILE and libc.set_size(self.file, self.offset + newsize) != 0:
            raise os_error(get_errno())
        memory = libc.resize_map(self.address, self.size, newsize)
        if not memory:
            raise os_error(get_errno())
        self.address = memory
        self.size = newsize

    @exposed("flush")
    def flush(self, offset: int = 0, size: Optional[Object] = None, /) -> None:
        """Write changes back to the file."""
        self.check()
        count = self.size if size is None else as_index(size)
        self.check()
        if offset < 0 or count < 0 or self.size - offset < count:
            raise value_error("flush values out of range")
        if self.access == _READ or self.access == _COPY:
            return
        if libc.msync(self.address + offset, count, libc.MS_SYNC) != 0:
            raise os_error(get_errno())

    @exposed("madvise")
    def advise(self, option: int, start: int = 0, length: Optional[Object] = None, /) -> None:
        """Tell the system how the memory is going to be used."""
        self.check()
        count = self.size if length is None else as_index(length)
        self.check()
        if not 0 <= start < self.size:
            raise value_error("madvise start out of bounds")
        if count < 0:
            raise value_error("madvise length invalid")
        if count > _LARGEST - start:
            raise overflow_error("madvise length too large")
        if libc.madvise(self.address + start, min(count, self.size - start), option) != 0:
            raise os_error(get_errno())

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        owner = type_of(self)
        name = f"{owner.module_name}.{owner.name}" if not owner.is_heap else owner.name
        if not self.address:
            return f"<{name} closed=True>"
        return (f"<{name} closed=False, access={_ACCESSES[self.access]}, length={self.size}, pos={self.position}, "
                f"offset={self.offset}>")


_LARGEST = 0x7FFFFFFFFFFFFFFF


def size_given(length: Object) -> int:
    number = index(length)
    if not number.fits():
        raise overflow_error("Python int too large to convert to C ssize_t")
    return number.machine()


def size_in_file(file: int, size: int, offset: int) -> int:
    """How much of a file to map; a size of 0 means the rest. ValueError if it has not as much."""
    there = libc.size_of_file(file)
    if there == -1:
        raise os_error(get_errno())
    if there < 0:
        return size
    if size == 0:
        if there == 0:
            raise value_error("cannot mmap an empty file")
        if offset >= there:
            raise value_error("mmap offset is greater than file size")
        return there - offset
    if offset > there or there - offset < size:
        raise value_error("mmap length is greater than file size")
    return size


def end_map(map: object) -> None:
    assert isinstance(map, Map)
    map.give_back()


class MapInstance(MappedStorage, Map):
    """An instance of a class below mmap."""
    python_type = None

    def __init__(self, type: Type, memory: Ptr[uint8], size: int, file: int, offset: int, access: int) -> None:
        super().__init__(memory, size, file, offset, access)
        self.start(type)


class MapIterator(Iterator):
    """Gives the bytes of a map as bytes objects."""
    source: Map
    position: int

    def __init__(self, source: Map) -> None:
        self.source = source
        self.position = 0

    def advance(self) -> Optional[Object]:
        if self.position >= self.source.length():
            return None
        self.position += 1
        return new_bytes(self.source.part(self.position - 1, 1))


define(MapIterator, "iterator", module="mmap", doc="")


def allocate(type: Type) -> Object:
    raise type_error("mmap.__new__() must be called with a file")


map_type = define(Map, "mmap", allocate=allocate, module="mmap", doc="")
define_module(__name__, "mmap", contents={
    "error": EXCEPTIONS["OSError"], "mmap": map_type, **{name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)}})
