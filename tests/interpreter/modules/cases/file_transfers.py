"""Functions of posix that read and write at positions, with several buffers, and from file to file."""
import os
import socket
import tempfile

data = bytes(range(256)) * 40
file = tempfile.TemporaryFile()
file.write(data)
file.flush()
number = file.fileno()


def show(function, *arguments, **named):
    try:
        print(function.__name__, function(*arguments, **named))
    except (BufferError, OSError, TypeError) as error:
        print(function.__name__, type(error).__name__, error)


show(os.pread, number, 4, 254)
show(os.pread, number, 4, len(data))
show(os.pread, number, -1, 0)
show(os.pwrite, number, b"xyz", 3)
first, second = bytearray(4), bytearray(3)
show(os.preadv, number, [first, memoryview(second)], 1)
print(first, second)
show(os.preadv, number, [first, second], 1, 0)
show(os.pwritev, number, (b"a", bytearray(b"bc"), b""), 10)
print(os.pread(number, 6, 9))
show(os.preadv, number, 3, 1)
show(os.preadv, number, [b"x"], 1)
show(os.preadv, number, [memoryview(b"x")], 1)
show(os.preadv, number, [7], 1)
show(os.pwritev, number, ["x"], 1)
show(os.preadv, number, [first], -1)
reader, writer = os.pipe()
show(os.writev, writer, [b"one", b"", b"two"])
show(os.readv, reader, [first, second])
print(first, second)
show(os.writev, writer, {1})
show(os.writev, writer, [b"x"] * 2000)
show(os.readv, reader, 5)
left, right = socket.socketpair()
show(os.sendfile, left.fileno(), number, 0, 5)
print(right.recv(10))
file.seek(20)
show(os.sendfile, left.fileno(), number, None, 5)
print(right.recv(10), os.lseek(number, 0, os.SEEK_CUR))
show(os.sendfile, out_fd=left.fileno(), in_fd=number, offset=len(data) - 3, count=10)
print(right.recv(10))
show(os.sendfile, left.fileno(), number, len(data), 10)
show(os.sendfile, left.fileno(), number, -1, 10)
show(os.sendfile, left.fileno(), 1000, 0, 10)
show(os.sendfile, left.fileno(), number, "x", 10)
print(left.sendfile(file, 3, 6), right.recv(10), file.tell())
left.setblocking(False)
total = 0
try:
    while True:
        total += os.sendfile(left.fileno(), number, 0, len(data))
except BlockingIOError as error:
    print(total > len(data), error.errno)
for side in (left, right):
    side.close()
os.close(reader)
os.close(writer)
file.close()
