"""list[T]: indexing, slices, growth, searching, sorting, iteration while it changes."""
from tests.language.opaque import a_str, an_int


def _shown(items: list[int]) -> str:
    return "[" + ", ".join([str(x) for x in items]) + "]"


def display() -> str:
    return _shown([1, an_int(2), 3])


def empty() -> str:
    items: list[int] = []
    return _shown(items) + str(len(items))


def indexing() -> int:
    items = [10, 20, 30]
    return items[0] + items[an_int(1)] * 10 + items[-1] * 100


def index_error() -> str:
    items = [1, 2, 3]
    try:
        return str(items[an_int(3)])
    except IndexError:
        return "IndexError"


def negative_index_error() -> str:
    items = [1, 2, 3]
    try:
        return str(items[an_int(-4)])
    except IndexError:
        return "IndexError"


def index_error_in_empty() -> str:
    items: list[str] = []
    try:
        return items[an_int(0)]
    except IndexError:
        return "IndexError"


def item_assignment() -> str:
    items = [1, 2, 3]
    items[an_int(1)] = 20
    items[-1] = 30
    return _shown(items)


def item_assignment_error() -> str:
    items = [1]
    try:
        items[an_int(1)] = 2
    except IndexError:
        return "IndexError " + _shown(items)
    return "assigned"


def augmented_item() -> str:
    items = [1, 2, 3]
    items[an_int(0)] += 10
    items[an_int(-1)] *= 5
    return _shown(items)


def augmented_item_evaluates_index_once() -> str:
    items = [1, 2, 3]
    places = [0, 1, 2]
    items[places.pop()] += 100
    return _shown(items) + _shown(places)


def append() -> str:
    items = [1]
    for i in range(20):
        items.append(i * i)
    return _shown(items)


def append_many() -> int:
    items: list[int] = []
    for i in range(10000):
        items.append(i)
    return sum(items) + len(items)


def extend() -> str:
    items = [1]
    items.extend([2, 3])
    items += [4]
    items.extend(items)
    return _shown(items)


def insert() -> str:
    items = [1, 2, 3]
    items.insert(0, 0)
    items.insert(2, 15)
    items.insert(100, 4)
    items.insert(-1, 35)
    items.insert(-100, -1)
    return _shown(items)


def pop() -> str:
    items = [1, 2, 3, 4]
    return f"{items.pop()} {items.pop(0)} {items.pop(-2)} {_shown(items)}"


def pop_from_empty() -> str:
    items: list[int] = []
    try:
        return str(items.pop())
    except IndexError:
        return "IndexError"


def pop_out_of_range() -> str:
    items = [1, 2]
    try:
        return str(items.pop(an_int(2)))
    except IndexError:
        return "IndexError"


def remove() -> str:
    items = [1, 2, 3, 2]
    items.remove(2)
    return _shown(items)


def remove_missing() -> str:
    items = [1]
    try:
        items.remove(an_int(2))
    except ValueError:
        return "ValueError"
    return "removed"


def delete_item() -> str:
    items = [1, 2, 3, 4]
    del items[an_int(1)]
    del items[-1]
    return _shown(items)


def delete_out_of_range() -> str:
    items = [1]
    try:
        del items[an_int(5)]
    except IndexError:
        return "IndexError"
    return "deleted"


def delete_slice() -> str:
    items = [0, 1, 2, 3, 4, 5]
    del items[1:3]
    del items[-2:]
    return _shown(items)


def slices() -> str:
    items = [0, 1, 2, 3, 4]
    return _shown(items[1:3]) + _shown(items[:2]) + _shown(items[3:]) + _shown(items[:])


def slices_negative() -> str:
    items = [0, 1, 2, 3, 4]
    return _shown(items[-2:]) + _shown(items[:-2]) + _shown(items[-3:-1])


def slices_out_of_range() -> str:
    items = [0, 1, 2]
    return _shown(items[1:100]) + _shown(items[-100:1]) + _shown(items[2:1]) + _shown(items[5:])


def slices_with_step() -> str:
    items = [0, 1, 2, 3, 4, 5, 6]
    return _shown(items[::2]) + _shown(items[1:6:3]) + _shown(items[::-1]) + _shown(items[5:1:-2])


def slice_is_copy() -> str:
    items = [1, 2, 3]
    other = items[:]
    other[0] = 100
    return _shown(items) + _shown(other)


def slice_assignment() -> str:
    items = [0, 1, 2, 3, 4]
    items[1:3] = [10, 20, 30]
    return _shown(items)


def slice_assignment_shrinks() -> str:
    items = [0, 1, 2, 3, 4]
    items[1:4] = [9]
    return _shown(items)


def slice_assignment_inserts() -> str:
    items = [0, 1]
    items[1:1] = [5, 6]
    items[:0] = [7]
    items[len(items):] = [8]
    return _shown(items)


def slice_assignment_of_itself() -> str:
    items = [1, 2, 3]
    items[1:2] = items
    return _shown(items)


def concatenation() -> str:
    a = [1, 2]
    b = [3]
    c = a + b
    c.append(4)
    return _shown(a) + _shown(b) + _shown(c)


def repetition() -> str:
    return _shown([1, 2] * an_int(3)) + _shown([0] * an_int(4)) + _shown([1] * an_int(-1)) + _shown(2 * [7])


def aliasing() -> str:
    a = [1]
    b = a
    b.append(2)
    return _shown(a)


def containment() -> str:
    items = [1, 2, 3]
    return f"{an_int(2) in items} {an_int(4) in items} {an_int(4) not in items}"


def containment_of_strings() -> bool:
    return a_str("a") + a_str("b") in ["x", "ab"]


def index_of() -> int:
    return [5, 6, 7, 6].index(an_int(6))


def index_of_missing() -> str:
    try:
        return str([1].index(an_int(2)))
    except ValueError:
        return "ValueError"


def count() -> int:
    return [1, 2, 1, 1].count(an_int(1))


def reverse() -> str:
    items = [1, 2, 3, 4]
    items.reverse()
    return _shown(items)


def clear() -> str:
    items = [1, 2]
    items.clear()
    items.append(3)
    return _shown(items)


def copy() -> str:
    items = [1, 2]
    other = items.copy()
    other.append(3)
    return _shown(items) + _shown(other)


def equality() -> str:
    return f"{[1, 2] == [1, an_int(2)]} {[1, 2] == [1, 3]} {[1] != [1, 2]}"


def equality_of_strings() -> bool:
    return ["a", "bc"] == ["a", a_str("b") + "c"]


def equality_of_nested() -> bool:
    return [[1], [2, 3]] == [[1], [2, an_int(3)]]


def sort() -> str:
    items = [5, 3, 9, -1, 0, 3]
    items.sort()
    return _shown(items)


def sort_many() -> bool:
    items: list[int] = []
    x = 12345
    for _ in range(1000):
        x = (x * 1103515245 + 12345) % 2147483648
        items.append(x % 500)
    items.sort()
    for i in range(1, len(items)):
        if items[i - 1] > items[i]:
            return False
    return True


def sort_strings() -> str:
    items = ["pear", "apple", "fig", "Zoo", ""]
    items.sort()
    return ",".join(items)


def sort_floats() -> str:
    items = [2.5, -1.0, 0.0, 1e10]
    items.sort()
    return ",".join([str(x) for x in items])


def sorted_copy() -> str:
    items = [3, 1, 2]
    return _shown(sorted(items)) + _shown(items)


def iteration() -> int:
    total = 0
    for x in [1, 2, 3]:
        total = total * 10 + x
    return total


def iteration_sees_appended() -> str:
    items = [1, 2, 3]
    seen: list[int] = []
    for x in items:
        seen.append(x)
        if len(items) < 6:
            items.append(x * 10)
    return _shown(seen)


def iteration_sees_removed() -> str:
    items = [1, 2, 3, 4]
    seen: list[int] = []
    for x in items:
        seen.append(x)
        items.pop(0)
    return _shown(seen) + _shown(items)


def enumerated() -> int:
    total = 0
    for i, x in enumerate([5, 6, 7]):
        total += i * x
    return total


def enumerated_from() -> int:
    total = 0
    for i, x in enumerate([5, 6, 7], 10):
        total += i * x
    return total


def zipped() -> str:
    result = ""
    for x, s in zip([1, 2, 3], ["a", "b"]):
        result += str(x) + s
    return result


def reversed_list() -> str:
    result: list[int] = []
    for x in reversed([1, 2, 3]):
        result.append(x)
    return _shown(result)


def list_of_range() -> str:
    return _shown(list(range(5))) + _shown(list(range(2, 11, 3))) + _shown(list(range(3, 0, -1)))


def list_of_list() -> str:
    items = [1, 2]
    other = list(items)
    other.append(3)
    return _shown(items) + _shown(other)


def sums_and_extremes() -> str:
    items = [3, -1, 7]
    return f"{sum(items)} {min(items)} {max(items)}"


def extreme_of_empty() -> str:
    items: list[int] = []
    try:
        return str(max(items))
    except ValueError:
        return "ValueError"


def nested() -> str:
    grid = [[0] * 3 for _ in range(2)]
    grid[0][1] = 5
    grid[1][-1] = 7
    return _shown(grid[0]) + _shown(grid[1])


def nested_alias() -> str:
    row = [0, 0]
    grid = [row, row]
    grid[0][0] = 1
    return _shown(grid[1])


def list_of_floats() -> float:
    items = [0.5] * 4
    items[2] = 2.0
    return items[0] + items[2]


def list_of_bools() -> str:
    items = [True, False]
    items.append(an_int(1) == 1)
    return f"{items[0]} {items[1]} {items[2]}"


def list_of_tuples() -> str:
    items = [(1, "a"), (2, "b")]
    items.append((an_int(3), "c"))
    result = ""
    for number, name in items:
        result += name + str(number)
    return result


def list_of_lists_of_strings() -> str:
    table: list[list[str]] = []
    table.append(["a", "b"])
    table.append([])
    return str(len(table)) + table[0][1] + str(len(table[1]))


def unpacking() -> int:
    a, b, c = [1, 2, an_int(3)]
    return a * 100 + b * 10 + c


def unpacking_wrong_length() -> str:
    items = [1, 2, 3]
    items.append(an_int(4))
    try:
        a, b, c = items
    except ValueError:
        return "ValueError"
    return str(a + b + c)


def swap() -> str:
    items = [1, 2, 3]
    items[0], items[2] = items[2], items[0]
    return _shown(items)


def swap_with_index() -> str:
    items = [1, 0, 2]
    i = an_int(0)
    i, items[i] = 2, 9
    return str(i) + _shown(items)


def identity() -> str:
    a = [1]
    b = a
    c = [1]
    return f"{a is b} {a is c} {a is not b}"


def truth() -> str:
    empty: list[int] = []
    return ("T" if empty else "F") + ("T" if [0] else "F")


def bubble_sort() -> str:
    items = [5, 2, 9, 1, 5, 6]
    for i in range(len(items)):
        for j in range(len(items) - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
    return _shown(items)


def sieve() -> int:
    composite = [False] * 1000
    count = 0
    for i in range(2, 1000):
        if not composite[i]:
            count += 1
            for j in range(i * i, 1000, i):
                composite[j] = True
    return count


def matrix_product() -> str:
    a = [[1, 2], [3, 4]]
    b = [[5, 6], [7, 8]]
    result: list[int] = []
    for i in range(2):
        for j in range(2):
            result.append(sum([a[i][k] * b[k][j] for k in range(2)]))
    return _shown(result)


def stack_and_queue() -> str:
    items: list[int] = []
    result: list[int] = []
    for i in range(5):
        items.append(i)
    while items:
        result.append(items.pop())
        if items:
            result.append(items.pop(0))
    return _shown(result)


def list_as_default_is_not_shared_between_calls() -> str:
    return _shown(_collect(1, None)) + _shown(_collect(2, None)) + _shown(_collect(3, [0]))


def _collect(x: int, into: list[int] | None) -> list[int]:
    if into is None:
        into = []
    into.append(x)
    return into


def slices_with_variable_step() -> str:
    items = [0, 1, 2, 3, 4, 5, 6]
    result = ""
    for step in [1, 2, 3, -1, -2, -9]:
        step = an_int(step)
        for part in [items[::step], items[2::step], items[:4:step], items[-2:1:step], items[None:None:step]]:
            result += "".join([str(n) for n in part]) + " "
        result += "abcdefg"[::step] + "abcdefg"[2::step] + "abcdefg"[:2:step] + b"abcdefg"[::step].decode()
    return result


def slice_with_step_zero() -> str:
    try:
        return str(len([1, 2][::an_int(0)]))
    except ValueError as error:
        return str(error)
