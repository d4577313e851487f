import io
from array import array, typecodes


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


a = array("i", [1, 2, 3])
print(a, len(a), a[1], a[-1], a[1:], a[::-1], a.typecode, a.itemsize, a.tobytes(), typecodes, list(a), 2 in a, a.tolist())
for code, items in (("b", [200]), ("B", [-1]), ("B", [300]), ("h", [40000]), ("H", [-1]), ("i", [2 ** 40]), ("i", [2 ** 70]), ("I", [-1]),
                    ("I", [2 ** 33]), ("l", [2 ** 64]), ("L", [2 ** 64]), ("q", [2 ** 64]), ("Q", [-1]), ("f", ["a"]), ("u", ["ab"]), ("u", "aé€"),
                    ("x", []), ("i", b"abcd"), ("i", b"abc"), ("i", "a"), ("i", [1.5]), ("d", [1.5, 2]), ("f", [0.1]), ("L", [2 ** 63]),
                    ("f", a), ("i", (1, 2)), ("B", b"ab")):
    show(lambda: array(code, items))
show(lambda: array())
show(lambda: array(1))
show(lambda: a[5])
show(lambda: a["x"])
show(lambda: a + [1])
show(lambda: a + array("f"))
show(lambda: a.pop(9))
show(lambda: array("i").pop())
show(lambda: a.remove(9))
show(lambda: a.index(9))
show(lambda: a.fromlist([1, "a"]))
show(lambda: a.frombytes(b"abc"))
show(lambda: a.extend(array("f")))
show(lambda: (a * 2, a + a, a < array("i", [1, 2, 4]), a == [1], a == array("f", [1, 2, 3]), a.index(2), a.count(1)))
a.append(4)
a.extend([5, 6])
a.insert(-1, 7)
a[1:3] = array("i", [9])
del a[0]
a.reverse()
a += array("i", [1])
a *= 2
a[::2] = array("i", [0] * len(a[::2]))
del a[::3]
print(a, a.pop(), a.pop(0), a)
a.byteswap()
print(a, bytes(a), b"".join([a]), hash(1), isinstance(a, array))


class Mine(array):
    pass


print(Mine("i", [1]), type(Mine("i")[:]).__name__, a.__reduce_ex__(2)[1][0])

numbers = array("i", [1])
for source, count in [(io.BytesIO(bytes(8)), 2), (io.BytesIO(bytes(9)), 3), (io.BytesIO(bytes(4)), 2), (io.StringIO("abcd"), 1), (io.BytesIO(), -1), (5, 1)]:
    try:
        print(numbers.fromfile(source, count), numbers)
    except (EOFError, ValueError, TypeError, AttributeError) as error:
        print(type(error).__name__, error, numbers)
