from array import array


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


data = bytearray(range(16))
view = memoryview(data)
words = view.cast("I")
print(words.tolist(), words.format, words.itemsize, words.nbytes, words.shape, words.strides, len(words), words[1], words[-1], list(words[::2]))
words[0] = 7
words[1:3] = array("I", [1, 2])
print(data, words.tobytes() == bytes(data), words.cast("B") == view, words == view, words[1:] == array("I", [1, 2, 252579084]))
doubles = memoryview(array("d", [1.5, 2.5]))
doubles[1] = 4
print(doubles.tolist(), doubles.format, doubles.obj, doubles[::-1].tolist(), doubles[::-1].tobytes(), doubles.contiguous, doubles[::-1].contiguous)
print(memoryview(b"abcd").cast("c")[1], memoryview(b"\xff").cast("b")[0], memoryview(b"ab").cast("@H").tolist(), memoryview(b"ab")[1])
show(lambda: words.cast("d"))
show(lambda: view[1:].cast("I"))
show(lambda: view[::2].cast("I"))
show(lambda: view.cast("z"))
show(lambda: words.__setitem__(0, -1))
show(lambda: words.__setitem__(0, "a"))
show(lambda: words.__setitem__(slice(0, 1), b"abcd"))
show(lambda: doubles.__setitem__(0, "a"))
show(lambda: memoryview(b"a").__setitem__(0, 1))
show(lambda: memoryview(3))

# Views of several dimensions.
m = memoryview(bytearray(range(24))).cast("B", [2, 3, 4])
for line in """
m.shape, m.strides, m.ndim, m.nbytes, len(m)
m.tolist()
m[1, 2, 3], m[0, 0, -1], m[1:2].tolist()
m[0]
m[0, 0]
m[0, 0, 0, 0]
m[2, 0, 0]
m[0, 0:1, 0]
m[0:1, 0:1]
list(m)
m.cast('B').shape, m.cast('B', [24]).ndim, memoryview(m).shape
m.cast('B', [4, 6])
m == m, m == m.cast('B')
m.__setitem__((0, 0, 0), 9)
m.tolist()[0][0][0], bytes(m)[:3]
memoryview(b'abcd').cast('H', [1, 2]).tolist()
memoryview(b'abcd').cast('B', [3])
memoryview(b'abcd').cast('B', 3)
memoryview(b'abcd').cast('B', [0])
memoryview(b'abcd').cast('B', ['x'])
memoryview(b'abcd')[(1,)]
""".strip().splitlines():
    try:
        print(eval(line))
    except Exception as error:
        print(type(error).__name__, error)

scalar = memoryview(bytearray(b"abcd")).cast("i", [])
print(scalar.ndim, scalar.shape, scalar.strides, scalar[()], scalar[...].nbytes, scalar.tolist(), bytes(scalar), scalar.contiguous, len(scalar))
scalar[()] = 5
scalar[...] = scalar[()] + 1
for wrong in (lambda: scalar[0], lambda: scalar[0:1], lambda: list(scalar), lambda: memoryview(b"abcdefgh").cast("i", [])):
    try:
        print(wrong())
    except TypeError as error:
        print(error)
print(scalar.cast("B").tolist(), scalar == memoryview(bytes(scalar)).cast("i"), scalar == memoryview(bytes(scalar)).cast("i", []))

# A `with` keeps the size as it is; what was taken from a view that is gone does not.
data = bytearray(b"received by somebody")
for _ in range(3):
    part = bytes(memoryview(data)[:5])
    del data[:5]
    print(part, data)
with memoryview(data) as view:
    show(lambda: data.append(1))
    show(lambda: data.clear())
    view[0] = 0x2b
show(view.tobytes)
data += b"!"
print(data)
