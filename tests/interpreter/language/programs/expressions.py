"""Operators, comparisons, conditions, displays, strings, slices, constants."""
x, y, z = 3, 0, -2
print(x + y * z - 7 // 2 ** 2 % 3 << 1 >> 1 & 6 | 8 ^ 1, -x, +x, ~x, not x, x / 2, 7 // -2, 7 % -2)
print(1 < 2 < 3, 1 < 2 > 3, x if y else z, y or z, x and z, not (x and y), not x == 3, x is not None, x not in [3], not x in [3])
print([i for i in (0, 1, "", "a", [], [0]) if i], [bool(i and x or y) for i in (0, 1)])


def conditions(a, b, c):
    result = []
    if a and b or c:
        result.append(1)
    if a or b and c:
        result.append(2)
    if not (a or b) and not c:
        result.append(3)
    if (a if b else c):
        result.append(4)
    if a < b < c:
        result.append(5)
    if not a < b < c:
        result.append(6)
    if not (a and not b) or c is None:
        result.append(7)
    if a != b and (a is not c or b in (0, 1)):
        result.append(8)
    while a and not b:
        a -= 1
        result.append(9)
    result.append(a and b and c)
    result.append(a or b or c)
    result.append(a < b < c or (b, c))
    return result


for a in range(3):
    for b in range(2):
        for c in (0, 2, None) if a == b == 9 else (0, 2):
            print(a, b, c, conditions(a, b, c))

text = "value"
print(f"{text}", f"{text!r:>10}|{x:>{x + 2}}|{y:03d}", f"{{}}", f"{text=}", f"{x!s}{x!a}", f"", f"a{1}b", f"{x:{'>'}{5}}")
print("implicit" " join", b"bytes" b"too", r"\n", "\x41", 'it''s')
s = list(range(10))
print(s[1:5], s[::2], s[:-1:3], s[-3:], s[:], s[5:2:-1], "abc"[1], (1, 2, 3)[-1])
s[2:5] = [20, 30]
del s[::3]
print(s)
s[0] += 5
s[-1:] += [1, 2]
print(s)


class Matrix:
    def __init__(self, *log):
        self.log = list(log)

    def __getitem__(self, key):
        return key

    def __matmul__(self, other):
        return "matmul"

    def __iadd__(self, other):
        self.log.append(("iadd", other))
        return self

    def __isub__(self, other):
        self.log.append(("isub", other))
        return self

    def __add__(self, other):
        return ("add", other)

    def __sub__(self, other):
        return ("sub", other)

    def __radd__(self, other):
        return ("radd", other)


m = Matrix()
print(m[1, 2:3, ...], m[:], m[1:2, ::3], m @ m, m + 1, m - 1, 1 + m, m[(*[1, 2], 3)], m[*[1], 2])
m += 1
m -= 2
m += 100000
print(m.log)
print((1, 2) + (3,), "a" * 3, [0] * 2, 2 ** 10, 10 ** 30, -2 ** 2, 1_000, 0xff, 0o17, 0b11, 1e3, 1j * 1j, -0.0, 0.0, 1.0, True, 1)
print({1: "a", 2: "b", **{3: "c"}}, {1, 2} | {2, 3}, [*range(3), *"ab"], (*(), 1), {**{}, "k": 0})
print(3 in [1, 2, 3], 3 in {1, 2}, "a" in ("a", "b"), [i for i in [1, 2, 3]], all(i in {0, 1} for i in [0, 1]))
print(max(*[1, 5], 3, key=lambda v: -v), "{}-{k}".format(*[1], **{"k": 2}), sorted([3, 1, 2], reverse=True)[0])
print((lambda a, b=2: a + b)(1), [(lambda: i)() for i in range(2)], [f() for f in [lambda: i for i in range(3)]])
print(__debug__, __name__, ..., None is None, [] is not [])
big = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, x]
print(len(big), big[-1], len([x] * 5 + [y]), 5 % 3 and 4)
print("%s and %r, %d%%" % ("text", "quoted", 5), "%(k)s" % {"k": 1}, "%s" % (1,), "%5s|%-5s|" % ("a", "b"))
for i in [1, 2]:
    for j in {3}:
        print(i, j, end=" ")
print()
print("yes" if 1 else "no", "yes" if () else "no", 1 if x > 2 else 2 if x > 1 else 3)
if 0:
    print("never")
elif "":
    print("never")
else:
    print("always")
while 0:
    print("never")
print((1, (2, 3), "a", b"b", 1.5, None, True, ...), ((),), -1, - 5.5, ~7, not 0, "abc"[0], (1, 2)[1])
print("%s" % (1,), "%5s|%-5s|%.2s|%6.1r|%-4a" % ("a", "b", "cde", "f", "ü"), "%%%s%%" % (x,), "%r%r" % (1, "2"))
for wrong in [lambda: "%s" % (), lambda: "%s" % (1, 2), lambda: "%s %" % (1,), lambda: "%y" % (1,)]:
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
