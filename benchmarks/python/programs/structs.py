"""struct: records packed and unpacked."""
import struct
import sys

RECORD = struct.Struct("<IHhdq8s")


def run(n):
    total = 0
    for i in range(n):
        packed = RECORD.pack(i, i & 0xFFFF, -(i & 0x7FFF), i * 0.5, -i, b"name")
        number, small, negative, ratio, large, name = RECORD.unpack(packed)
        total += number + small + negative + int(ratio) + large + len(name)
        total += struct.unpack(">HI", struct.pack(">HI", 7, i))[1] + struct.unpack_from("<H", packed, 4)[0]
    buffer = bytearray(RECORD.size * 100)
    for i in range(n):
        RECORD.pack_into(buffer, RECORD.size * (i % 100), i, 1, 2, 3.0, 4, b"x")
    return total, sum(number for number, *_ in RECORD.iter_unpack(buffer))


print(run(int(sys.argv[1])))
