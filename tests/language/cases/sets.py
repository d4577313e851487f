"""set[K]: membership, growth, iteration."""
from tests.language.opaque import a_str, an_int


def _shown(items: set[int]) -> str:
    return "{" + ", ".join([str(x) for x in sorted(items)]) + "}"


def display() -> str:
    return _shown({3, 1, an_int(2), 1})


def empty() -> int:
    items: set[int] = set()
    return len(items)


def add() -> str:
    items: set[int] = set()
    items.add(1)
    items.add(an_int(2))
    items.add(1)
    return _shown(items) + str(len(items))


def containment() -> str:
    items = {"a", "b"}
    return f"{a_str('a') in items} {a_str('c') in items} {a_str('c') not in items}"


def discard() -> str:
    items = {1, 2, 3}
    items.discard(2)
    items.discard(an_int(7))
    return _shown(items)


def remove() -> str:
    items = {1, 2, 3}
    items.remove(an_int(1))
    return _shown(items)


def remove_missing() -> str:
    items = {1}
    try:
        items.remove(an_int(2))
    except KeyError:
        return "KeyError"
    return "removed"


def iteration() -> int:
    total = 0
    for x in {10, 20, 30}:
        total += x
    return total


def of_tuples() -> int:
    seen: set[tuple[int, int]] = set()
    x = 0
    y = 0
    for step in range(100):
        seen.add((x, y))
        if step % 4 == 0:
            x += 1
        elif step % 4 == 1:
            y += 1
        elif step % 4 == 2:
            x -= 1
        else:
            y -= 1
    return len(seen)


def of_strings() -> int:
    words: set[str] = set()
    for word in a_str("the cat and the dog and the bird").split():
        words.add(word)
    return len(words)


def truth() -> str:
    empty_set: set[int] = set()
    return ("T" if empty_set else "F") + ("T" if {0} else "F")


def growth() -> int:
    items: set[int] = set()
    for i in range(1000):
        items.add(i * i % 101)
    return len(items)


def visited_in_search() -> int:
    seen: set[int] = set()
    pending = [1]
    while pending:
        x = pending.pop()
        if x > 100 or x in seen:
            continue
        seen.add(x)
        pending.append(x * 2)
        pending.append(x * 3)
    return len(seen)
