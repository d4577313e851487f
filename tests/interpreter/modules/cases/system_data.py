"""Groups, limits, pickles of arrays, quoted-printable text."""
import array
import binascii
import copy
import grp
import pickle
import random
import resource

print(grp.getgrgid(0), grp.getgrnam("root").gr_gid, len(grp.getgrall()) > 3)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_maxrss > 0, len(usage), resource.getrlimit(resource.RLIMIT_CPU), resource.prlimit(0, resource.RLIMIT_CPU))
resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.getpagesize())
for wrong in [lambda: resource.getrlimit(99), lambda: grp.getgrnam("nope"), lambda: resource.setrlimit(7, (5, 4)), lambda: grp.getgrgid(1 << 40),
              lambda: resource.getrusage(77), lambda: resource.setrlimit(7, 3)]:
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)

for code in "bBuhHiIlLqQfd":
    made = array.array(code, "ab" if code == "u" else [1, 2])
    print(code, [pickle.loads(pickle.dumps(made, protocol)) == made for protocol in range(6)], copy.copy(made) == made)
for arguments in [("h", 5, b"\0\1"), ("u", 19, b"\0a"), ("d", 17, bytes(8)), ("b", 12, bytes(16)), ("x", 1, b""), ("b", 99, b""), ("h", 5, b"1"),
                  ("h", 5, "1")]:
    try:
        print(array._array_reconstructor(array.array, *arguments))
    except Exception as error:
        print(type(error).__name__, error)

print(binascii.b2a_qp(b"= \t\r\n\xff."), binascii.b2a_qp(b"a b_c", header=True), binascii.a2b_qp("=41_=\nx=zz==", header=True))
generator = random.Random(2)
for number in range(40):
    data = bytes(generator.choice(b"ab =.\n\r\t\xff_\x00") for _ in range(generator.randrange(120)))
    flags = number & 1, number & 2, number & 4
    encoded = binascii.b2a_qp(data, *flags)
    print(encoded, binascii.a2b_qp(encoded, number & 4) == data, binascii.a2b_qp(data))
