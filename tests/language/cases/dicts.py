"""dict[K, V]: insertion order, missing keys, keys of every kind, change during iteration."""
from tests.language.opaque import a_bool, a_str, an_int
from transform.rpython import CustomDict


def _shown(table: dict[str, int]) -> str:
    return "{" + ", ".join([key + ":" + str(value) for key, value in table.items()]) + "}"


def display() -> str:
    return _shown({"a": 1, "b": an_int(2)})


def empty() -> str:
    table: dict[str, int] = {}
    return _shown(table) + str(len(table))


def getting() -> int:
    return {"a": 1, "b": 2}[a_str("b")]


def key_error() -> str:
    try:
        return str({"a": 1}[a_str("b")])
    except KeyError:
        return "KeyError"


def key_error_of_int() -> str:
    table = {1: "a"}
    try:
        return table[an_int(2)]
    except KeyError:
        return "KeyError"


def setting() -> str:
    table = {"a": 1}
    table["b"] = 2
    table[a_str("a")] = 3
    return _shown(table)


def augmented() -> str:
    table = {"a": 1}
    table[a_str("a")] += 5
    try:
        table[a_str("x")] += 1
    except KeyError:
        table["missing"] = -1
    return _shown(table)


def order_of_insertion() -> str:
    table: dict[str, int] = {}
    for key in ["z", "a", "m", "b"]:
        table[key] = len(table)
    table["a"] = 100
    return _shown(table)


def order_after_deletion() -> str:
    table = {"a": 1, "b": 2, "c": 3}
    del table["a"]
    table["a"] = 4
    return _shown(table)


def duplicate_in_display() -> str:
    return _shown({"a": 1, "b": 2, a_str("a"): 3})


def deletion_of_missing() -> str:
    table = {"a": 1}
    try:
        del table[a_str("b")]
    except KeyError:
        return "KeyError " + _shown(table)
    return "deleted"


def containment() -> str:
    table = {"a": 1}
    return f"{a_str('a') in table} {a_str('b') in table} {a_str('b') not in table}"


def get_with_default() -> int:
    table = {"a": 1}
    return table.get(a_str("a"), 50) * 100 + table.get(a_str("b"), 50)


def get_optional() -> str:
    table = {"a": "x"}
    found = table.get("a")
    missing = table.get("b")
    return ("none" if found is None else found) + ("none" if missing is None else missing)


def pop() -> str:
    table = {"a": 1, "b": 2}
    return f"{table.pop('a')} {table.pop('x', 9)} {_shown(table)}"


def pop_missing() -> str:
    table = {"a": 1}
    try:
        return str(table.pop(a_str("b")))
    except KeyError:
        return "KeyError"


def popitem() -> str:
    table = {"a": 1, "b": 2}
    key, value = table.popitem()
    return f"{key}{value}{_shown(table)}"


def popitem_of_empty() -> str:
    table: dict[str, int] = {}
    try:
        key, value = table.popitem()
    except KeyError:
        return "KeyError"
    return key


def setdefault() -> str:
    table = {"a": 1}
    x = table.setdefault("a", 10)
    y = table.setdefault("b", 20)
    return f"{x} {y} {_shown(table)}"


def update() -> str:
    table = {"a": 1, "b": 2}
    table.update({"b": 3, "c": 4})
    return _shown(table)


def clear() -> str:
    table = {"a": 1}
    table.clear()
    table["b"] = 2
    return _shown(table)


def copy() -> str:
    table = {"a": 1}
    other = table.copy()
    other["b"] = 2
    return _shown(table) + _shown(other)


def equality() -> str:
    a = {"x": 1, "y": 2}
    b = {"y": 2, "x": 1}
    return f"{a == b} {a == {'x': 1}} {a != {'x': 1, 'y': 3}}"


def iteration_over_keys() -> str:
    result = ""
    for key in {"b": 1, "a": 2}:
        result += key
    return result


def iteration_over_values() -> int:
    total = 0
    for value in {"b": 1, "a": 2}.values():
        total = total * 10 + value
    return total


def iteration_over_items() -> str:
    result = ""
    for key, value in {"b": 1, "a": 2}.items():
        result += f"{key}={value};"
    return result


def explicit_keys() -> str:
    return ",".join(list({"b": 1, "a": 2}.keys()))


def list_of_dict() -> str:
    return ",".join(list({"b": 1, "a": 2}))


def list_of_values() -> int:
    values = list({"b": 1, "a": 2}.values())
    values.append(3)
    return values[0] * 100 + values[1] * 10 + values[2]


def sorted_keys() -> str:
    return ",".join(sorted({"b": 1, "c": 3, "a": 2}))


def growth_during_iteration() -> str:
    table = {1: 1}
    try:
        for key in table:
            table[key + 1] = 1
    except RuntimeError:
        return "RuntimeError"
    return "finished"


def deletion_during_iteration() -> str:
    table = {1: 1, 2: 2, 3: 3}
    try:
        for key in table:
            del table[key]
    except RuntimeError:
        return "RuntimeError"
    return "finished"


def replacement_during_iteration() -> int:
    table = {1: 1, 2: 2}
    for key in table:
        table[key] = key * 10
    return table[1] + table[2]


def deletion_over_copy_of_keys() -> int:
    table = {i: i for i in range(10)}
    for key in list(table):
        if key % 2 == 0:
            del table[key]
    return sum(list(table.values()))


def int_keys() -> int:
    table: dict[int, int] = {}
    for i in range(-50, 50):
        table[i * 1000003] = i
    return table[-50 * 1000003] * 100 + table[an_int(49) * 1000003]


def colliding_int_keys() -> int:
    table: dict[int, int] = {}
    for i in range(200):
        table[i << 40] = i
    total = 0
    for i in range(200):
        total += table[i << 40]
    return total


def extreme_int_keys() -> int:
    table = {0: 1, -1: 2, 0x7FFFFFFFFFFFFFFF: 3, -0x8000000000000000: 4}
    return table[an_int(-1)] * 100 + table[an_int(-0x8000000000000000)] * 10 + table[an_int(0x7FFFFFFFFFFFFFFF)]


def bool_keys() -> str:
    table = {True: "yes", False: "no"}
    return table[a_bool(False)] + table[a_bool(True)]


def tuple_keys() -> int:
    table: dict[tuple[int, int], int] = {}
    for x in range(5):
        for y in range(5):
            table[(x, y)] = x * 10 + y
    return table[(an_int(3), 4)] + len(table)


def tuple_keys_with_strings() -> int:
    table = {("a", 1): 10, ("a", 2): 20, ("b", 1): 30}
    return table[(a_str("a"), an_int(2))]


def wide_str_keys() -> int:
    table = {"é": 1, "€": 2, "😀": 3}
    return table["é"] * 100 + table[a_str("€")] * 10 + table[a_str("a😀")[1:]]


def instance_keys() -> str:
    a = _Plain()
    b = _Plain()
    table = {a: "first"}
    table[b] = "second"
    return table[a] + table[b] + str(_Plain() in table)


class _Plain:
    pass


class _Point:
    x: int
    y: int

    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Point) and self.x == other.x and self.y == other.y

    def __hash__(self) -> int:
        return self.x * 31 + self.y


def keys_with_own_equality() -> int:
    table: dict[_Point, int] = {}
    table[_Point(1, 2)] = 5
    table[_Point(1, 2)] = 6
    table[_Point(2, 1)] = 7
    return table[_Point(1, 2)] * 100 + table[_Point(2, an_int(1))] * 10 + len(table)


class _BadHash:
    value: int

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _BadHash) and self.value == other.value

    def __hash__(self) -> int:
        return 1


def keys_with_equal_hashes() -> int:
    table: dict[_BadHash, int] = {}
    for i in range(30):
        table[_BadHash(i)] = i
    total = 0
    for i in range(30):
        total += table[_BadHash(i)]
    return total


class _FailingKey:
    def __hash__(self) -> int:
        raise OSError("no hash")

    def __eq__(self, other: object) -> bool:
        return False


def keys_that_raise() -> str:
    table: dict[_FailingKey, int] = {}
    try:
        table[_FailingKey()] = 1
    except OSError as error:
        return str(error) + str(len(table))
    return "stored"


def values_are_lists() -> str:
    groups: dict[int, list[str]] = {}
    for word in ["one", "two", "three", "four", "five", "six"]:
        if len(word) not in groups:
            groups[len(word)] = []
        groups[len(word)].append(word)
    return ";".join([str(size) + ":" + ",".join(words) for size, words in groups.items()])


def values_are_tuples() -> int:
    table = {"a": (1, 2)}
    table["b"] = (3, an_int(4))
    first, second = table["b"]
    return first * 10 + second + table["a"][0]


def values_are_optional() -> str:
    table: dict[str, _Point | None] = {"a": None, "b": _Point(1, 2)}
    result = ""
    for value in table.values():
        result += "none " if value is None else f"{value.x} "
    return result


def nested() -> int:
    table: dict[str, dict[str, int]] = {}
    table["a"] = {"x": 1}
    table["a"]["y"] = 2
    table["b"] = table["a"]
    table["b"]["z"] = 3
    return len(table["a"]) * 10 + table["a"]["z"]


def growth() -> int:
    table: dict[int, int] = {}
    for i in range(5000):
        table[i * 7] = i
    total = 0
    for i in range(5000):
        total += table[i * 7] ^ i
    return total + len(table)


def growth_past_small_sizes() -> str:
    result = ""
    for size in [1, 5, 6, 8, 11, 200, 256, 300]:
        table = {i: i for i in range(size)}
        result += f"{len(table)}:{sum(list(table.values()))} "
    return result


def many_deletions() -> str:
    table: dict[int, int] = {}
    for i in range(1000):
        table[i] = i
        if i >= 10:
            del table[i - 10]
    return " ".join([str(key) for key in table])


def reuse_after_deletions() -> int:
    table: dict[int, int] = {}
    for i in range(100000):
        table[i % 7] = i
        if i % 3 == 0:
            del table[i % 7]
    return len(table)


def random_operations() -> str:
    table: dict[int, int] = {}
    x = 1
    log = 0
    for i in range(3000):
        x = (x * 1103515245 + 12345) % 2147483648
        key = (x >> 8) % 100
        if x % 3 == 0 and key in table:
            log = (log * 31 + table.pop(key)) % 1000007
        else:
            table[key] = i
    order = 0
    for key, value in table.items():
        order = (order * 31 + key * 7 + value) % 1000007
    return f"{len(table)} {log} {order}"


def truth() -> str:
    empty: dict[int, int] = {}
    return ("T" if empty else "F") + ("T" if {0: 0} else "F")


def dict_of_functions_results() -> int:
    memo: dict[int, int] = {}
    return _fibonacci(50, memo)


def _fibonacci(n: int, memo: dict[int, int]) -> int:
    if n < 2:
        return n
    if n not in memo:
        memo[n] = _fibonacci(n - 1, memo) + _fibonacci(n - 2, memo)
    return memo[n]


def inverted() -> str:
    table = {"a": 1, "b": 2}
    inverse = {value: key for key, value in table.items()}
    return inverse[1] + inverse[an_int(2)]


def float_values() -> float:
    prices = {"a": 1.5, "b": 2.25}
    total = 0.0
    for price in prices.values():
        total += price
    return total


def key_errors_name_the_key() -> str:
    result = ""
    by_name: dict[str, int] = {}
    by_number: dict[int, int] = {}
    by_bytes: dict[bytes, int] = {}
    by_truth: dict[bool, int] = {}
    for number in range(6):
        try:
            if number == 0:
                by_name[a_str("it's")] += 1
            elif number == 1:
                del by_number[an_int(-7)]
            elif number == 2:
                by_bytes.pop(b"x")
            elif number == 3:
                by_truth[a_bool(True)] += 1
            else:
                {a_str("set")}.remove("other")
        except KeyError as error:
            result += str(error) + ";"
    return result


def _same_letters(a: str, b: str) -> bool:
    return a.lower() == b.lower()


def _length(text: str) -> int:
    return len(text)


class _Names:
    numbers: CustomDict[str, int]

    def __init__(self) -> None:
        self.numbers = CustomDict(_same_letters, _length)


_prebuilt_custom: CustomDict[str, int] = CustomDict(_same_letters, _length)
_prebuilt_custom["One"] = 1
_prebuilt_custom["TWO"] = 2
_prebuilt_names = _Names()
_prebuilt_names.numbers["three"] = 3


def prebuilt_custom_dict() -> str:
    _prebuilt_names.numbers[a_str("THREE")] = 33
    _prebuilt_names.numbers["four"] = 4
    result = f"{_prebuilt_custom[a_str('oNE')]} {'two' in _prebuilt_custom} {'three' in _prebuilt_custom}"
    return result + " " + " ".join([f"{name}={n}" for name, n in _prebuilt_names.numbers.items()])
