"""An RPython program that does to lists, dicts, sets, strings, bytes and numbers what its arguments say, and prints the
results.

It runs unchanged on CPython, so the same arguments must print the same in both worlds:

    machines.py list "append 3" "insert 0 7"
"""
from __future__ import annotations

from typing import Callable, TypeVar

from transform.rpython import mul_ovf
from transform.rpython.builders import BytesBuilder, StringBuilder
from transform.rpython.customdict import CustomDict

K = TypeVar("K")


class Point:
    """A key with its own equality; the hash is the same for many."""

    x: int
    label: str

    def __init__(self, x: int, label: str) -> None:
        self.x = x
        self.label = label

    def __eq__(self, other: Point) -> bool:  # type: ignore[override]
        return self.x == other.x and self.label == other.label

    def __hash__(self) -> int:
        return self.x & 1


def show(values: list[int]) -> str:
    return " ".join([str(v) for v in values])


def codes(s: str) -> str:
    """A string in ASCII."""
    return "'" + ".".join([str(ord(c)) for c in s]) + "'"


def byte_codes(data: bytes) -> str:
    return "b'" + ".".join([str(b) for b in data]) + "'"


def parse_str(word: str) -> str:
    """A string from the numbers of its code points: "97.98"."""
    builder = StringBuilder()
    if word != "-":
        for part in word.split("."):
            builder.append_code(int(part))
    return builder.build()


def parse_bytes(word: str) -> bytes:
    builder = BytesBuilder()
    if word != "-":
        for part in word.split("."):
            builder.append_byte(int(part) & 127)
    return builder.build()


# Lists.


def list_step(a: list[int], words: list[str]) -> str:
    action = words[0]
    i = int(words[1])
    j = int(words[2])
    result = ""
    if action == "append":
        a.append(i)
    elif action == "insert":
        a.insert(i, j)
    elif action == "pop":
        result = str(a.pop())
    elif action == "popat":
        result = str(a.pop(i))
    elif action == "remove":
        a.remove(i)
    elif action == "store":
        a[i] = j
    elif action == "load":
        result = str(a[i])
    elif action == "delete":
        del a[i]
    elif action == "extend":
        a.extend([i, j, i])
    elif action == "extendself":
        a.extend(a)
    elif action == "slice":
        result = show(a[i:j]) + "|" + show(a[i:]) + "|" + show(a[:j]) + "|" + show(a[:])
    elif action == "step":
        result = show(a[::-1]) + "|" + show(a[i::-2]) + "|" + show(a[:j:2]) + "|" + show(a[i:j:j])
    elif action == "assign":
        a[i:j] = [7, 8, 9]
    elif action == "cut":
        del a[i:j]
    elif action == "reverse":
        a.reverse()
    elif action == "sort":
        a.sort()
    elif action == "sortdown":
        a[:] = sorted(a, key=lambda x: x & 3, reverse=True)
    elif action == "repeat":
        result = show(a * (i & 3)) + "|" + show(a + [j] + a)
    elif action == "find":
        result = f"{i in a} {a.count(i)} {a == a[:]} {a == [i]} {a.index(i)}"
    elif action == "clear":
        a.clear()
    elif action == "many":
        for k in range(100):
            a.append(k * i % 17)
    if len(a) > 300:
        del a[5:]
    return result + " -> " + show(a)


# Dicts. The same steps are done with keys of each kind.


def dict_step(d: dict[K, int], key: K, value: int, action: str) -> str:
    if action == "set":
        d[key] = value
    elif action == "delete":
        del d[key]
    elif action == "pop":
        return str(d.pop(key))
    elif action == "popdefault":
        return str(d.pop(key, value))
    elif action == "setdefault":
        return str(d.setdefault(key, value))
    elif action == "popitem":
        return str(d.popitem()[1])
    elif action == "get":
        return f"{d.get(key, value)} {key in d} {d[key]}"
    elif action == "copy":
        other = d.copy()
        same = other == d
        other[key] = value
        return f"{same} {len(other)} {len(d)}"
    elif action == "clear":
        d.clear()
    elif action == "change":
        for k in d:
            d.pop(k)
    return ""


def dict_values(d: dict[K, int]) -> str:
    """The values in order, in all the ways that there are to run over a dict."""
    by_key = show([d[k] for k in d])
    assert by_key == show(list(d.values()))
    assert by_key == show([v for _, v in d.items()])
    assert len(d) == len(list(d))
    return by_key


def keyed_step(d: dict[K, int], key: K, words: list[str]) -> str:
    try:
        result = dict_step(d, key, int(words[2]), words[0])
    except KeyError:
        result = "KeyError"
    except RuntimeError as error:
        result = str(error)
    return result + " -> " + dict_values(d)


class Dicts:
    """A dict for each kind of key. Those at hand from the beginning are prebuilt."""

    ints: dict[int, int]
    strs: dict[str, int]
    byte_strings: dict[bytes, int]
    pairs: dict[tuple[int, str], int]
    points: dict[Point, int]
    bools: dict[bool, int]
    floats: dict[float, int]

    def __init__(self) -> None:
        self.ints = {i: i for i in range(9)}
        self.strs = {str(i): i for i in range(9)}
        self.byte_strings = {b"1": 1}
        self.pairs = {(i, str(i)): i for i in range(30)}
        self.points = {Point(i, "p"): i for i in range(5)}
        self.bools = {True: 1}
        self.floats = {0.5: 1, -0.0: 2}


prebuilt_dicts = Dicts()


def dicts_step(all: Dicts, words: list[str]) -> str:
    i = int(words[1])
    results = [
        keyed_step(all.ints, i, words),
        keyed_step(all.strs, str(i), words),
        keyed_step(all.byte_strings, bytes([i & 127]), words),
        keyed_step(all.pairs, (i, str(i)), words),
        keyed_step(all.points, Point(i, "p"), words),
        keyed_step(all.bools, i > 3, words),
        keyed_step(all.floats, i * 0.5, words),
    ]
    return "\n  ".join(results)


def custom_step(d: CustomDict[str, int], key: str, words: list[str]) -> str:
    value = int(words[2])
    action = words[0]
    result = ""
    try:
        if action == "set":
            d[key] = value
        elif action == "delete":
            del d[key]
        elif action == "pop":
            result = str(d.pop(key))
        elif action == "setdefault":
            result = str(d.setdefault(key, value))
        elif action == "get":
            result = f"{d.get(key, value)} {key in d} {d[key]}"
        elif action == "clear":
            d.clear()
    except KeyError:
        result = "KeyError"
    return result + " -> " + show([d[k] for k in d.keys()]) + show([v for _, v in d.items()])


# Sets.


def set_step(s: set[int], words: list[str]) -> str:
    action = words[0]
    i = int(words[1])
    other = {i, i + 1, int(words[2])}
    result = ""
    if action == "add":
        s.add(i)
    elif action == "discard":
        s.discard(i)
    elif action == "remove":
        s.remove(i)
    elif action == "update":
        s.update(other)
    elif action == "clear":
        s.clear()
    elif action == "combine":
        result = " ".join([show(sorted(x)) for x in [s | other, s & other, s - other, s ^ other]])
    elif action == "inplace":
        same = s
        same |= other
        same -= {i}
        same &= other
        result = f"{same is s}"
    elif action == "compare":
        result = f"{s == other} {s <= other} {s < other} {s >= other} {s > other} {s.isdisjoint(other)} {i in s}"
    return result + " -> " + show(sorted(s))


# Strings and bytes: the step works on two registers and leaves its result in the first.


class Texts:
    s: str
    b: bytes

    def __init__(self, s: str, b: bytes) -> None:
        self.s = s
        self.b = b


def parts(values: list[str]) -> str:
    return " ".join([codes(v) for v in values])


def byte_parts(values: list[bytes]) -> str:
    return " ".join([byte_codes(v) for v in values])


def str_step(texts: Texts, words: list[str]) -> str:
    action = words[0]
    s = texts.s
    i = int(words[2])
    j = int(words[3])
    t = parse_str(words[1])
    result = ""
    if action == "load":
        texts.s = t
    elif action == "add":
        texts.s = (s + t)[:40]
    elif action == "repeat":
        texts.s = (s * (i & 3))[:40]
    elif action == "slice":
        texts.s = s[i:j]
    elif action == "step":
        result = codes(s[::-1]) + codes(s[i::2]) + codes(s[i:j:j])
    elif action == "index":
        result = f"{ord(s[i])} {codes(s[j])}"
    elif action == "find":
        result = f"{s.find(t)} {s.find(t, i, j)} {s.rfind(t)} {s.rfind(t, i, j)} {s.count(t)} {t in s}"
    elif action == "compare":
        result = f"{s == t} {s < t} {s <= t} {s > t} {s >= t} {s.startswith(t)} {s.endswith(t)} {s.startswith(t, i)}"
    elif action == "split":
        result = parts(s.split()) + " | " + parts(s.split(t, i)) + " | " + parts(s.rsplit(t, j))
    elif action == "lines":
        result = parts(s.splitlines()) + " | " + parts(s.splitlines(True)) + " | " + parts(s.rsplit())
    elif action == "partition":
        before, middle, after = s.partition(t)
        last, end, rest = s.rpartition(t)
        result = parts([before, middle, after, last, end, rest])
    elif action == "replace":
        texts.s = s.replace(t, "<€>", i)[:40]
    elif action == "strip":
        result = parts([s.strip(), s.lstrip(), s.rstrip(), s.strip(t), s.lstrip(t), s.rstrip(t)])
    elif action == "join":
        result = codes(t.join([s, "é", "", s]))
    elif action == "pad":
        result = parts([s.ljust(i), s.rjust(i), s.center(i), s.zfill(i), s.rjust(j, "*")])
    elif action == "kind":
        result = f"{s.isspace()}"
        if all(ord(c) < 256 for c in s):
            result = f"{s.isdigit()} {s.isalpha()} {s.isalnum()} {s.isupper()} {s.islower()} "
            result += codes(s.upper()) + codes(s.lower())
    elif action == "encode":
        data = s.encode()
        result = byte_codes(data) + codes(data.decode())
    elif action == "repr":
        result = codes(repr(s)) + codes(f"{s:>12}|{s!r:*^9}|{s:.3}")
    elif action == "hash":
        result = f"{hash(s) == hash(s[:i] + s[i:])}"
    elif action == "walk":
        for c in s:
            result += str(ord(c)) + ("!" if c == "a" or c in "bcé" else ",")
    return result + " -> " + codes(texts.s)


def bytes_step(texts: Texts, words: list[str]) -> str:
    action = words[0]
    s = texts.b
    i = int(words[2])
    j = int(words[3])
    t = parse_bytes(words[1])
    result = ""
    if action == "load":
        texts.b = t
    elif action == "add":
        texts.b = (s + t)[:40]
    elif action == "repeat":
        texts.b = (s * (i & 3))[:40]
    elif action == "slice":
        texts.b = s[i:j]
    elif action == "step":
        result = byte_codes(s[::-1]) + byte_codes(s[i::2]) + byte_codes(s[i:j:j])
    elif action == "index":
        result = f"{s[i]} {s[j]}"
    elif action == "find":
        result = f"{s.find(t)} {s.find(t, i, j)} {s.rfind(t)} {s.rfind(t, i, j)} {s.count(t)} {t in s}"
    elif action == "compare":
        result = f"{s == t} {s < t} {s <= t} {s > t} {s >= t} {s.startswith(t)} {s.endswith(t)}"
    elif action == "split":
        result = byte_parts(s.split()) + " | " + byte_parts(s.split(t, i)) + " | " + byte_parts(s.rsplit(t, j))
    elif action == "lines":
        result = byte_parts(s.splitlines()) + " | " + byte_parts(s.rsplit())
    elif action == "partition":
        before, middle, after = s.partition(t)
        result = byte_parts([before, middle, after])
    elif action == "replace":
        texts.b = s.replace(t, b"<x>", i)[:40]
    elif action == "strip":
        result = byte_parts([s.strip(), s.lstrip(), s.rstrip(), s.strip(t)])
    elif action == "join":
        result = byte_codes(t.join([s, b"e", b"", s]))
    elif action == "kind":
        result = f"{s.isspace()} {s.isdigit()} {s.isalpha()} {s.isalnum()} {byte_codes(s.upper() + s.lower())}"
    elif action == "repr":
        result = codes(repr(s))
    elif action == "hash":
        result = f"{hash(s) == hash(s[:i] + s[i:])}"
    return result + " -> " + byte_codes(texts.b)


# Numbers.


def int_step(words: list[str]) -> str:
    i = mul_ovf(int(words[0], int(words[1])), 1)  # CPython's int has no end
    return (f"{i} {i:d} {i:x} {i:#X} {i:08b} {i:+,} {i:_} {i:>10} {i:<5}| {i:^9} {i:o} {float(i)} {i:.2f} {i:e} "
            f"{str(i)} {i!r}")


def float_step(words: list[str]) -> str:
    x = float(words[0])
    y = float(words[1])
    results = [f"{x} {x:.3f} {x:12.4e} {x:g} {x:+.1f} {x:<10}| {x:010.2f} {x:,.2f} {x:%} {x:.5} {x!r}"]
    operations: list[Callable[[float, float], str]] = [
        lambda a, b: str(a + b), lambda a, b: str(a / b), lambda a, b: str(a // b), lambda a, b: str(a % b),
        lambda a, b: str(int(within_range(a))), lambda a, b: str(round(within_range(a))), lambda a, b: str(round(a, 2)),
        lambda a, b: str(a < b), lambda a, b: str(a != a or hash(a) == hash(a + 0.0)),
    ]
    for operation in operations:
        results.append(attempt(operation, x, y))
    return " ".join(results)


def within_range(x: float) -> float:
    """``x``, or another float where CPython's int has no end."""
    return 0.5 if 9.2e18 < abs(x) < 1e309 else x


def attempt(operation: Callable[[float, float], str], x: float, y: float) -> str:
    try:
        return operation(x, y)
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        return str(error)


class State:
    """What the steps work on."""

    numbers: list[int]
    dicts: Dicts
    custom: CustomDict[str, int]
    members: set[int]
    texts: Texts

    def __init__(self) -> None:
        self.numbers = []
        self.dicts = Dicts()
        self.custom = CustomDict(lambda a, b: len(a) == len(b), lambda s: len(s))
        self.members = set()
        self.texts = Texts("", b"")


def step(machine: str, state: State, words: list[str]) -> str:
    if machine == "list":
        return list_step(state.numbers, words)
    if machine == "dict":
        return dicts_step(state.dicts, words)
    if machine == "prebuilt":
        return dicts_step(prebuilt_dicts, words)
    if machine == "echo":
        return " ".join(words)
    if machine == "custom":
        return custom_step(state.custom, "x" * (int(words[1]) & 15), words)
    if machine == "set":
        return set_step(state.members, words)
    if machine == "str":
        return str_step(state.texts, words)
    if machine == "bytes":
        return bytes_step(state.texts, words)
    if machine == "int":
        return int_step(words)
    return float_step(words)


def run(machine: str, scripts: list[str]) -> list[str]:
    """The results of all steps. An exception is a result too."""
    state = State()
    results: list[str] = []
    for script in scripts:
        try:
            result = step(machine, state, script.split(" "))
        except IndexError:
            result = "IndexError"
        except KeyError:
            result = "KeyError"
        except OverflowError:
            result = "OverflowError"
        except UnicodeError:
            result = "UnicodeError"
        except ValueError as error:
            result = f"ValueError {message(str(error))}"
        results.append(result)
    return results


def fail(text: str) -> None:
    raise RuntimeError(text)


def message(text: str) -> str:
    """Part of a message that is the same in both worlds."""
    return text if text.startswith("invalid") or text.startswith("could not") else ""


def main(argv: list[str]) -> int:
    if argv[1] == "exit":
        return int(argv[2])
    if argv[1] == "fail":
        print("before")
        fail(argv[2])
    for result in run(argv[1], argv[2:]):
        print(result)
    return 0
