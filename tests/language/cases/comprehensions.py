"""Comprehensions of lists, dicts and sets."""
from tests.language.opaque import a_str, an_int


def _shown(items: list[int]) -> str:
    return " ".join([str(x) for x in items])


def simple() -> str:
    return _shown([x * x for x in range(an_int(6))])


def with_condition() -> str:
    return _shown([x for x in range(20) if x % 3 == 0])


def with_two_conditions() -> str:
    return _shown([x for x in range(40) if x % 2 == 0 if x % 3 == 0])


def two_loops() -> str:
    return _shown([x * 10 + y for x in range(3) for y in range(x)])


def two_loops_with_condition() -> str:
    return _shown([x * y for x in range(1, 5) if x != 2 for y in range(x, 5) if y % 2 == 0])


def nested() -> str:
    grid = [[x * y for y in range(3)] for x in range(3)]
    return _shown(grid[1]) + "|" + _shown(grid[2])


def over_list() -> str:
    items = [3, 1, 2]
    return _shown([x + 1 for x in items])


def over_str() -> str:
    return "".join([c + "." for c in a_str("abc")])


def over_bytes() -> str:
    return _shown([x for x in b"abc"])


def over_dict() -> str:
    table = {"a": 1, "b": 2}
    return ",".join([key for key in table]) + _shown([value for value in table.values()])


def over_items() -> str:
    table = {"a": 1, "b": 2}
    return ",".join([f"{key}{value}" for key, value in table.items()])


def over_enumerate() -> str:
    return ",".join([f"{i}{word}" for i, word in enumerate(["x", "y"])])


def over_zip() -> str:
    return _shown([x * y for x, y in zip([1, 2, 3], [4, 5, 6])])


def over_tuples() -> str:
    return _shown([a - b for a, b in [(5, 3), (10, an_int(1))]])


def scope_is_own() -> int:
    x = an_int(100)
    items = [x for x in range(3)]
    return x + len(items)


def uses_outer_variable() -> str:
    factor = an_int(7)
    return _shown([x * factor for x in range(4)])


def of_conditional() -> str:
    return " ".join(["even" if x % 2 == 0 else "odd" for x in range(3)])


def of_tuples() -> str:
    pairs = [(x, str(x)) for x in range(3)]
    return pairs[2][1] + str(pairs[1][0])


def calls_function() -> str:
    return _shown([_triple(x) for x in range(3)])


def _triple(x: int) -> int:
    return x * 3


def that_raises() -> str:
    try:
        return _shown([100 // x for x in [5, an_int(0), 1]])
    except ZeroDivisionError:
        return "ZeroDivisionError"


def dict_comprehension() -> str:
    table = {x: x * x for x in range(5) if x != 2}
    return ",".join([f"{key}:{value}" for key, value in table.items()])


def dict_comprehension_from_pairs() -> int:
    table = {name: value for name, value in [("a", 1), ("b", an_int(2))]}
    return table["a"] * 10 + table["b"]


def set_comprehension() -> int:
    return len({x % 7 for x in range(100)})


def empty_result() -> int:
    return len([x for x in range(5) if x > an_int(10)])


def sum_of_generator() -> int:
    return sum(x * x for x in range(an_int(5)))


def join_of_generator() -> str:
    return ",".join(str(x) for x in range(4))


def any_and_all_of_generator() -> str:
    items = [2, 4, 7]
    return f"{any(x % 2 == 1 for x in items)} {all(x % 2 == 0 for x in items)}"


def transposition() -> str:
    grid = [[1, 2, 3], [4, 5, 6]]
    columns = [[row[i] for row in grid] for i in range(3)]
    return "|".join([_shown(column) for column in columns])


def flattening() -> str:
    grid = [[1], [], [2, 3]]
    return _shown([x for row in grid for x in row])


def over_slice() -> str:
    items = [0, 1, 2, 3, 4, 5]
    return _shown([x for x in items[1:4]])


def quicksort() -> str:
    return _shown(_quicksort([3, 6, 1, 8, 2, 9, 2]))


def _quicksort(items: list[int]) -> list[int]:
    if len(items) <= 1:
        return items
    pivot = items[0]
    rest = items[1:]
    return _quicksort([x for x in rest if x < pivot]) + [pivot] + _quicksort([x for x in rest if x >= pivot])
