"""Bytes and byte arrays: sliced, searched, changed, joined."""
import sys


def checksum(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def encode(data):
    """Run lengths."""
    result = bytearray()
    i = 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        result.append(j - i)
        result.append(data[i])
        i = j
    return bytes(result)


def decode(data):
    return b"".join([data[i + 1:i + 2] * data[i] for i in range(0, len(data), 2)])


def run(n):
    total = 0
    for i in range(n):
        line = (b"abc" + str(i).encode()) * 20 + b"\0" * 200
        packed = encode(line)
        assert decode(packed) == line
        total += checksum(packed) + line.find(b"c" + str(i % 10).encode()) + len(line.replace(b"a", b"").split())
        total += int.from_bytes(packed[:4], "big") + len(packed.hex())
    return total


print(run(int(sys.argv[1])))
