import _struct as struct


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


for format, values in (("bBhHiIlLqQ", (-1, 255, -2, 65535, -3, 2 ** 32 - 1, -4, 2 ** 64 - 1, -5, 7)), (">hIq", (-2, 5, -6)), ("<fde", (0.1, 0.1, 0.1)),
                       ("=?c3s4p", (True, b"x", b"ab", b"abcdef")), ("!2h x i", (1, 2, 3)), ("nNP", (-1, 2, 3)), ("e", (65504.0,)), ("e", (1e-7,))):
    packed = struct.pack(format, *values)
    print(format, packed, struct.unpack(format, packed), struct.calcsize(format))
wrong = [("b", 200), ("B", -1), ("<h", 40000), ("H", -1), ("<I", -1), ("q", 2 ** 70), ("<Q", -1), ("Q", 2 ** 64), ("i", "a"), ("i", 1.5), ("f", "a"),
         ("<f", 1e300), ("e", 1e10), ("c", 1), ("3s", 1), ("i",), ("ii", 1), ("z",), ("3",), ("<n", 1), ("\xe9",), ()]
for arguments in wrong:
    show(lambda: struct.pack(*arguments))
show(lambda: (struct.pack("f", 1e300), struct.unpack("<e", b"\x00\x7c"), struct.pack("P", -1)))
show(lambda: struct.unpack("i", b"a"))
show(lambda: struct.unpack_from("i", b"abc", 1))
show(lambda: struct.unpack_from("i", b"abcdefgh", -4))
show(lambda: struct.unpack_from("i", b"abc", -5))
show(lambda: list(struct.iter_unpack("h", b"abcd")))
show(lambda: struct.iter_unpack("i", b"abc"))
show(lambda: struct.iter_unpack("", b""))
target = bytearray(8)
show(lambda: (struct.pack_into("<i", target, 2, 258), target))
show(lambda: (struct.pack_into("<h", memoryview(target), 0, 1), target))
show(lambda: struct.pack_into("i", bytearray(2), 0, 1))
show(lambda: struct.pack_into("i", b"abcd", 0, 1))
show(lambda: struct.pack_into("i", bytearray(9), -2, 1))
show(lambda: struct.pack_into("i", bytearray(9), 0))
show(lambda: struct.pack_into("i", bytearray(9)))
made = struct.Struct("<2i")
print(made.size, made.format, made.unpack(made.pack(1, 2)), made.unpack_from(b"x" + made.pack(3, 4), offset=1), list(made.iter_unpack(made.pack(5, 6))))


class Mine(struct.Struct):
    def __init__(self, more):
        super().__init__("h")
        self.more = more


print(Mine(3).pack(1), Mine(4).more, struct.error.__name__, struct.error.__module__)
