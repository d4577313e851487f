"""match: all kinds of patterns."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Color:
    RED = 1
    GREEN = 2


def classify(value):
    match value:
        case None:
            return "none"
        case True | False as b:
            return f"bool {b}"
        case 0 | 1 | -1:
            return "small"
        case 1.5 | 2 + 3j:
            return "number"
        case Color.GREEN:
            return "green"
        case int(n) if n > 100:
            return f"large {n}"
        case int() as n:
            return f"int {n}"
        case "":
            return "empty text"
        case str(text):
            return f"text {text}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, y] if x == y:
            return f"pair of {x}"
        case [Point(x=0), *rest]:
            return f"origin {len(rest)}"
        case [1, *_, 9]:
            return "one to nine"
        case [first, *_, last] if first == "f":
            return f"f to {last}"
        case (1, [a, *b], {"k": c}):
            return f"nested {a} {b} {c}"
        case [_, _, _]:
            return "three"
        case [*everything]:
            return f"list {everything}"
        case {"type": "a", "value": v}:
            return f"a {v}"
        case {"type": t, **rest} if rest:
            return f"{t} {rest}"
        case {1: one, Color.RED: also} | {2: one, 3: also}:
            return f"numbers {one} {also}"
        case {}:
            return "mapping"
        case Point(0, y) | Point(y, 0):
            return f"axis {y}"
        case Point(x, y=Point(x=z)):
            return f"deep {x} {z}"
        case Point():
            return "point"
        case _:
            return "other"


for value in [None, True, 0, -1, 1.5, 2 + 3j, 2, 101, 50, "", "t", [], [3], [4, 4], [Point(0, 1), 2, 3], [1, 5, 9], [1, 9],
              ["f", "g", "h"], (1, [2, 3, 4], {"k": 5}), [1, 2, 3], (1, 2), [1, 2, 3, 4], {"type": "a", "value": 1},
              {"type": "b", "x": 1}, {"type": "b"}, {2: "p", 3: "q"}, {}, {"z": 1}, Point(0, 5), Point(6, 0),
              Point(1, Point(7, 8)), Point(1, 2), object]:
    print(classify(value))


def bindings(value):
    x = "before"
    match value:
        case [x, 1]:
            pass
        case [y, 2] if y > 5:
            pass
    return x


print(bindings([3, 1]), bindings([3, 2]), bindings(0))


def alternatives(value):
    match value:
        case [a, b, "x"] | [b, a, "y"] | {"a": a, "b": b}:
            return a, b
    return None


print(alternatives([1, 2, "x"]), alternatives([1, 2, "y"]), alternatives({"a": 3, "b": 4}), alternatives(5))


def guards(x):
    match x:
        case y if (x := 5) and y == 1:
            return "first", x
        case y if x == 5:
            return "second", y


print(guards(1), guards(2))
match 5:
    case top:
        print(top)
match [1, 2, 3]:
    case 1, *middle, 3:
        print(middle)


# Texts are no sequences, nor are classes whose first base with an opinion is a mapping.
import collections  # noqa: E402
import collections.abc  # noqa: E402


def shape(x):
    match x:
        case ["x"]:
            return "list of x"
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"
        case _:
            return "other"


class SequenceFirst(collections.UserList, collections.abc.Mapping):
    pass


class MappingFirst(collections.UserDict, collections.abc.Sequence):
    pass


class Late:
    def __len__(self):
        return 0


collections.abc.Sequence.register(Late)
print([shape(x) for x in ("x", b"x", bytearray(b"x"), ["x"], (), {}, range(3), SequenceFirst(), MappingFirst(), Late(), type("L", (Late,), {})())])
for source in ("{0: _, False: _}", "{0: _, 0.0: _}", "{0: _, -0: _}", "f''", "{f'': _}", "{'a': _, 'a': _}"):
    try:
        compile(f"match x:\n  case {source}: pass", "source", "exec")
    except SyntaxError as error:
        print(error)
key = collections.namedtuple("Key", "name")("a")
try:
    match {"a": 1, "b": 2}:
        case {key.name: _, "a": _}:
            print("matched")
except ValueError as error:
    print(error)
