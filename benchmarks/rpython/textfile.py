"""Reading a file through the C library: RPython has no files of its own."""
from transform.rpython import CLibrary, alloc, data_pointer, free, keepalive, make_bytes, uint8

libc = CLibrary(
    """
    #define O_RDONLY ...
    int open(const char *path, int flags, ...);
    ssize_t read(int file, void *buffer, size_t size);
    int64_t lseek(int file, int64_t offset, int whence);
    int close(int file);
    #define SEEK_SET ...
    #define SEEK_END ...
    """,
    headers=["fcntl.h", "unistd.h"],
)


def read_file(path: str) -> bytes:
    """The content of a regular file. OSError when it cannot be read."""
    name = path.encode() + b"\0"
    file = libc.open(data_pointer(name), libc.O_RDONLY)
    keepalive(name)
    if file < 0:
        raise OSError(f"cannot open {path}")
    try:
        size = libc.lseek(file, 0, libc.SEEK_END)
        libc.lseek(file, 0, libc.SEEK_SET)
        return read_exactly(file, size)
    finally:
        libc.close(file)


def read_exactly(file: int, size: int) -> bytes:
    """The next ``size`` bytes of an open file. OSError when there are fewer."""
    buffer = alloc(uint8, size + 1)
    try:
        done = 0
        while done < size:
            count = libc.read(file, buffer + done, size - done)
            if count <= 0:
                raise OSError("cannot read the file")
            done += count
        return make_bytes(buffer, size)
    finally:
        free(buffer)
