"""`mmap`."""
import mmap
import os
import tempfile


def shown(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


page = mmap.PAGESIZE
file = tempfile.TemporaryFile()
file.write(b"one two\nthree four\n" + b"x" * (2 * page - 19))
file.flush()
m = mmap.mmap(file.fileno(), 0)
print(m, len(m) == 2 * page, m[0], m[:7], m[-3:], m[0:14:2], m[6::-2], m.size() == 2 * page, m.tell())
print(m.find(b"two"), m.find(b"o", 5), m.find(b"o", 5, 6), m.rfind(b"four"), m.rfind(b"o", 0, 8), m.find(b"no such"), m.find(b""), m.rfind(b"", 0, 4))
print(m.readline(), m.readline(), m.read(3), m.read_byte(), m.tell(), len(m.read()) == 2 * page - 23, m.readline(), m.read(5))
m.seek(0)
m.write(b"ONE")
m.write_byte(33)
m[4:7] = b"TWO"
m[0:3:2] = b"!!"
m[7] = 10
m.move(20, 0, 8)
m.seek(-5, 2)
print(m.tell(), m[:32], m.flush(), m.flush(page, page), m.madvise(mmap.MADV_NORMAL))
m.seek(3)
m.seek(2, 1)
print(m.tell(), os.pread(file.fileno(), 8, 0), bytes(m[:3]), m[:3] in m, 33 in m)
m.resize(page)
print(len(m) == page, os.fstat(file.fileno()).st_size == page)
for call in (lambda: m[page], lambda: m["x"], lambda: m.seek(-1), lambda: m.seek(1, 9), lambda: m.seek(1 << 40), lambda: m.__setitem__(0, 300),
             lambda: m.__setitem__(0, "x"), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: m.move(0, 1, page), lambda: m.flush(-1), lambda: m.resize(-5),
             lambda: m.write_byte(300), lambda: m.write("text"), lambda: m.find("text"), lambda: m.madvise(0, page), lambda: m.madvise(0, 0, -1),
             lambda: m.madvise(-5)):
    shown(call)
m.seek(0, 2)
shown(lambda: m.write(b"x"))
shown(lambda: m.write_byte(1))
shown(m.read_byte)

with mmap.mmap(file.fileno(), 100, access=mmap.ACCESS_READ) as reader:
    print(reader, reader[:3])
    shown(lambda: reader.write(b"x"))
    shown(lambda: reader.__setitem__(0, 1))
    shown(lambda: reader.resize(10))
print(reader, reader.closed)
for call in (reader.tell, lambda: reader[0], lambda: len(reader), reader.read, lambda: reader.seek(0), lambda: reader.__enter__(), reader.close):
    shown(call)
private = mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_COPY)
private[0:3] = b"abc"
print(private[:5], m[:5], mmap.mmap(file.fileno(), 5, prot=mmap.PROT_READ), mmap.mmap(-1, 5, flags=mmap.MAP_PRIVATE))
anonymous = mmap.mmap(-1, 20)
anonymous.write(b"in memory")
print(anonymous[:10], anonymous.write(b""))
for arguments, keywords in (((-1, -1), {}), ((-1, 1 << 70), {}), ((file.fileno(), page * 8), {}), ((file.fileno(), 0), {"offset": page * 8}), ((99999, 10), {}),
                            ((-1, 10), {"access": 9}), ((-1, 10), {"access": 1, "flags": 2}), ((-1, 10), {"offset": -1}), (("x", 10), {}),
                            ((file.fileno(), 10), {"offset": 5})):
    shown(lambda: mmap.mmap(*arguments, **keywords))
empty = tempfile.TemporaryFile()
shown(lambda: mmap.mmap(empty.fileno(), 0))


class Named(mmap.mmap):
    def __new__(cls, name, size):
        made = super().__new__(cls, -1, size)
        made.name = name
        return made


named = Named("a name", 10)
print(named.name, len(named), named.closed)
print({name: value for name, value in vars(mmap).items() if isinstance(value, int)})


class Closing:
    def __index__(self):
        closed.close()
        return 1


for access in (lambda: closed[Closing()], lambda: closed[Closing():3], lambda: closed[Closing():4:2], lambda: closed.__setitem__(Closing(), 1),
               lambda: closed.__setitem__(slice(Closing(), 2), b"x"), lambda: closed.__setitem__(0, Closing()), lambda: closed.read(Closing()),
               lambda: closed.find(b"", Closing()), lambda: closed.rfind(b"", 0, Closing()), lambda: closed.move(0, Closing(), 1)):
    closed = mmap.mmap(-1, 10)
    shown(access)

# A memoryview shares the memory, and holds it while it is in a `with`.
m = mmap.mmap(-1, page)
m[:5] = b"first"
view = memoryview(m)
view[0] = ord("F")
print(m[:5], view[:5].tobytes(), len(view) == page, view.readonly, view.format, view.obj is m)
with view:
    shown(m.close)
    shown(lambda: m.resize(2 * page))
shown(view.tobytes)
m.close()
file = tempfile.TemporaryFile()
file.write(b"read-only")
file.flush()
m = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
with memoryview(m) as view:
    print(view.readonly, view.tobytes())
    shown(lambda: view.__setitem__(0, 1))
m.close()
