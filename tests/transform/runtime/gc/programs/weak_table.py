"""A table with weak keys: values that refer to their keys, dead keys, growth."""
from __future__ import annotations

from typing import Optional

from transform.rpython import never_inline
from transform.rpython.gcmodule import collect
from transform.rpython.weaktable import WeakTable

COUNT = 1000


class Key:
    number: int

    def __init__(self, number: int) -> None:
        self.number = number


class Value:
    key: Key
    text: str

    def __init__(self, key: Key, text: str) -> None:
        self.key = key
        self.text = text


class World:
    kept: list[Key]
    table: WeakTable[Key, Value]

    def __init__(self) -> None:
        self.kept = []
        self.table = WeakTable()


@never_inline
def fill(world: World) -> None:
    for i in range(COUNT):
        key = Key(i)
        world.table.set(key, Value(key, f"value {i}"))
        if i % 4 == 0:
            world.kept.append(key)


@never_inline
def overwrite_stack(depth: int) -> int:
    """Leaves no old references behind on the stack."""
    return 0 if depth == 0 else overwrite_stack(depth - 1) % 7 + depth


def text_of(value: Optional[Value]) -> str:
    return "none" if value is None else f"{value.text} of {value.key.number}"


@never_inline
def look(world: World) -> None:
    right = 0
    for key in world.kept:
        if text_of(world.table.get(key)) == f"value {key.number} of {key.number}":
            right += 1
    print("right", right)


@never_inline
def change(world: World) -> None:
    first, second = world.kept[0], world.kept[1]
    world.table.set(first, Value(second, "new"))
    print(text_of(world.table.get(first)), world.table.remove(second), world.table.remove(second),
          second in world.table, first in world.table, text_of(world.table.get(Key(3))))


def main(argv: list[str]) -> int:
    world = World()
    fill(world)
    look(world)
    overwrite_stack(100)
    collect()
    print("living", len(world.table.keys()))
    look(world)
    change(world)
    world.table.purge()
    print("used", world.table.used)
    return 0


if __name__ == "__main__":
    main([])
