"""Writes an RPython program of N functions, to measure the translator with.

    python benchmarks/scale/generate.py N FOLDER     then: FOLDER/main.py prints a checksum, translated or not

The program is a chain of modules of about 100 functions and methods of about 30 lines each: loops over integers, lists,
dicts and strings, classes with virtual methods, exceptions. Functions call others of their own module and of earlier
ones. `FOLDER/main.py` calls each function once, and some of them with calls of calls.
"""
from __future__ import annotations

import argparse
import random
from pathlib import Path

FUNCTIONS_PER_MODULE = 100
HIERARCHIES = 3
SUBCLASSES = 3
METHODS_PER_MODULE = HIERARCHIES * (1 + SUBCLASSES) * 2

HEADER = '''"""Module {module} of a generated program."""
from __future__ import annotations

from typing import Optional

{imports}

LIMIT = {limit}
PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
NAMES = {{"alpha": {a}, "beta": {b}, "gamma": {c}}}


class Problem{module}(Exception):
    code: int

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code
'''

BASE_CLASS = '''

class Shape{module}_{h}:
    WEIGHT = {a}
    size: int
    name: str
    items: list[int]
    next: Optional[Shape{module}_{h}]

    def __init__(self, size: int, name: str) -> None:
        self.size = size
        self.name = name
        self.items = []
        self.next = None

    def grow(self, n: int) -> int:
        total = 0
        for i in range(n % {b} + 3):
            if i % 2 == 0:
                total += self.size * i
            else:
                total -= i
            if total > LIMIT:
                total = total % {c}
            self.items.append(total)
        while len(self.items) > 20:
            self.items.pop()
        self.size = (self.size + total) % 1009
        return self.size

    def measure(self, n: int) -> int:
        total = self.WEIGHT
        for item in self.items:
            total = (total * 31 + item) % 1000003
        following = self.next
        if following is not None and n > 0:
            total += following.measure(n - 1)
        if len(self.name) > {d} and total % 2 == 0:
            total += len(self.name)
        return total
'''

SUBCLASS = '''

class Special{module}_{h}_{s}(Shape{module}_{h}):
    WEIGHT = {a}
    extra: int

    def __init__(self, size: int, name: str, extra: int) -> None:
        super().__init__(size + {b}, name)
        self.extra = extra

    def grow(self, n: int) -> int:
        total = self.extra
        step = n % {c} + 1
        position = 0
        while position < {d}:
            position += step
            if position % 3 == 0:
                total += position
                continue
            if total > {e}:
                break
            total += self.extra * position
        self.items.append(total)
        if total % 2 == 1:
            self.extra += 1
        result = super().grow(n + total % 7)
        return result + self.extra

    def measure(self, n: int) -> int:
        result = 0
        for i in range(len(self.items)):
            item = self.items[i]
            if item < {e}:
                result += item * (i + 1)
            elif item % 2 == 0:
                result -= item
            else:
                result ^= item
        if n > 0:
            result += super().measure(n - 1)
        if self.name == "{name}":
            result += self.WEIGHT
        return result % 1000003
'''

FUNCTIONS = [
    '''

def {function}(n: int, depth: int) -> int:
    """Integers: loops and branches."""
    total = n
    count = 0
    for i in range({a}):
        if i % {b} == 0:
            total += i * {c}
        elif i % 7 == 3:
            total -= i
        else:
            total = total * 3 % 1000003
        j = i
        while j > 0:
            count += j & 1
            j >>= 1
        if total > LIMIT and count > {d}:
            total //= 2
            count -= 1
    a = total
    b = count + 1
    while b != 0:
        a, b = b, a % b
    total += a
    if depth > 0:
        total += {call1}(n // 2 + {e}, depth - 1)
        if total % 2 == 0:
            total -= {call2}(total % 100, depth - 1)
        else:
            total += {call3}(count, depth - 1)
    return total % 1000003
''',
    '''

def {function}(n: int, depth: int) -> int:
    """Lists: filling, filtering, sorting, summing."""
    items: list[int] = []
    x = n + {a}
    for i in range({b}):
        x = (x * 1103515245 + 12345) % 2147483648
        items.append(x % {c})
    small = [item for item in items if item < {d}]
    pairs = [(item, i) for i, item in enumerate(items[:10])]
    items.sort()
    total = 0
    for i in range(1, len(items)):
        if items[i] == items[i - 1]:
            total += 1
        total += items[i] - items[i - 1]
    for item, place in pairs:
        if item % 2 == 0:
            total += place * item
    for prime in PRIMES:
        if prime in small:
            total += prime
    if small:
        total += max(small) * len(small) - small[-1]
        small.reverse()
        total ^= small[0]
    if depth > 0:
        total += {call1}(len(small), depth - 1)
        total += {call2}(total % 50 + {e}, depth - 1)
        total -= {call3}(n + 1, depth - 1)
    return total % 1000003
''',
    '''

def {function}(n: int, depth: int) -> int:
    """Dicts and strings: counting words."""
    words = ["{name}", "beta", "gamma", "delta" + str(n % {a})]
    counts: dict[str, int] = {{}}
    for i in range({b}):
        word = words[(i * i + n) % len(words)]
        if i % 5 == 0:
            word += "s"
        counts[word] = counts.get(word, 0) + 1
    total = 0
    for word, count in counts.items():
        if word.startswith("{letter}") or "et" in word:
            total += count * len(word)
        else:
            total += count * ord(word[0])
    text = ",".join(words)
    for part in text.split(","):
        total += len(part)
        if part in NAMES:
            total += NAMES[part]
    position = text.find("{letter}")
    if position >= 0:
        total += position
        total += len(text[position:].upper())
    if depth > 0:
        total += {call1}(total % {c}, depth - 1)
        total ^= {call2}(n, depth - 1)
        total += {call3}(position + {e}, depth - 1)
    return total % 1000003
''',
    '''

def {function}(n: int, depth: int) -> int:
    """Exceptions: raised here and in functions called."""
    total = 0
    for i in range({a}):
        try:
            if (i + n) % {b} == 0:
                raise Problem{module}("number " + str(i), i)
            total += {c} // (i % 5)
            total += PRIMES[i]
        except ZeroDivisionError:
            total += 1
        except IndexError:
            total += 2
            break
        except Problem{module} as problem:
            total += problem.code * len(str(problem))
        finally:
            total += 3
    try:
        if depth > 0:
            total += {call1}(n // 3, depth - 1)
            total += {call2}(total % {d}, depth - 1)
            if total % 3 == 0:
                raise ValueError("third")
            total += {call3}({e}, depth - 1)
    except ValueError as error:
        total += len(str(error))
    else:
        total += 1
    return total % 1000003
''',
    '''

def {function}(n: int, depth: int) -> int:
    """Objects: virtual methods, chains, isinstance."""
    shapes: list[{shape}] = [
        {shape}(n % {a}, "plain"),
        {special0}(n % {b}, "{name}", {c}),
        {special1}(n % {c}, "second", 3),
        {special2}({d}, "third", n % 5),
    ]
    for i in range(1, len(shapes)):
        shapes[i].next = shapes[i - 1]
    total = 0
    for round in range(n % 3 + 2):
        for shape in shapes:
            total += shape.grow(round + n)
            if isinstance(shape, {special1}):
                total += shape.extra * {a}
    last: Optional[{shape}] = shapes[-1]
    while last is not None:
        total += last.measure(2) + last.WEIGHT
        if last.size > {e}:
            total -= last.size
        last = last.next
    first = shapes[0]
    assert not isinstance(first, {special0})
    if depth > 0:
        total += {call1}(first.size, depth - 1)
        total += {call2}(total % {d}, depth - 1)
        total ^= {call3}(len(shapes), depth - 1)
    return total % 1000003
''',
]

MAIN = '''"""The entry of a generated program: calls each function of each module."""
import sys

{imports}

ENTRIES = [{entries}]


def main(argv: list[str]) -> int:
    depth = int(argv[1]) if len(argv) > 1 else 2
    checksum = 0
    for functions in ENTRIES:
        for i, function in enumerate(functions):
            checksum = (checksum * 31 + function(i, 0)) % 1000000007
        checksum = (checksum * 31 + functions[0](7, depth)) % 1000000007
    print(checksum)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
'''


def numbers(rng: random.Random) -> dict[str, int]:
    """Small constants that make each function another one."""
    return {name: rng.randrange(5, 40) for name in "abcde"}


def module_text(module: int, rng: random.Random) -> str:
    """The source of one module; it imports from up to three of those before it."""
    count = FUNCTIONS_PER_MODULE - METHODS_PER_MODULE
    names = [f"work{module}_{i}" for i in range(count)]
    imported = sorted({f"work{earlier}_{rng.randrange(count)}"
                       for earlier in rng.sample(range(module), min(3, module)) for _ in range(5)})
    imports = "\n".join(f"from module{name[4:].partition('_')[0]} import {name}" for name in imported)
    parts = [HEADER.format(module=module, imports=imports, limit=rng.randrange(1000, 9999), **numbers(rng))]
    for h in range(HIERARCHIES):
        parts.append(BASE_CLASS.format(module=module, h=h, **numbers(rng)))
        for s in range(SUBCLASSES):
            parts.append(SUBCLASS.format(module=module, h=h, s=s, name=f"n{rng.randrange(99)}", **numbers(rng)))
    for i, name in enumerate(names):
        h = rng.randrange(HIERARCHIES)
        following = names[i + 1:] or imported or names
        parts.append(rng.choice(FUNCTIONS).format(
            module=module, function=name, call1=following[0], call2=rng.choice(following),
            call3=rng.choice(imported or following), name=rng.choice(["alpha", "omega", "kappa"]),
            letter=rng.choice("abdgko"), shape=f"Shape{module}_{h}", special0=f"Special{module}_{h}_0",
            special1=f"Special{module}_{h}_1", special2=f"Special{module}_{h}_2", **numbers(rng)))
    parts.append(f"\n\nFUNCTIONS = [{', '.join(names)}]\n")
    return "".join(parts)


def generate(functions: int, folder: Path) -> Path:
    """Write a program of about that many functions and methods; gives the path of its main module."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(functions)
    modules = range(max(1, round(functions / FUNCTIONS_PER_MODULE)))
    for module in modules:
        (folder / f"module{module}.py").write_text(module_text(module, rng))
    imports = "\n".join(f"import module{module}" for module in modules)
    entries = ", ".join(f"module{module}.FUNCTIONS" for module in modules)
    main = folder / "main.py"
    main.write_text(MAIN.format(imports=imports, entries=entries))
    return main


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write an RPython program of N functions.")
    parser.add_argument("functions", type=int, metavar="N")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    print(generate(arguments.functions, arguments.folder))
