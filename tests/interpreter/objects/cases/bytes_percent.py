# bytes and bytearray: the operator %.
class Given:
    def __bytes__(self): return b"given"

print(b"%s %b %d %x %5.1f|%-4c|%c" % (b"a", Given(), 3, 255, 2.25, 65, b"z"), b"%(k)s%%" % {b"k": memoryview(b"v")})
print(bytearray(b"%r") % (1,), b"%a" % [1], type(bytearray(b"%d") % 1))
for format, values in ((b"%s", 3), (b"%c", 256), (b"%c", b"ab"), (b"%d", "x"), (b"%(k)s", b""), (b"", 1), (b"%z", 1)):
    try:
        print(format % values)
    except (TypeError, OverflowError, ValueError) as error:
        print(type(error).__name__, error)
