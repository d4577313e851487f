"""bool: logic, short circuits, what is true."""
from typing import Optional

from tests.language.opaque import a_bool, a_str, an_int, some_bytes


def _log(calls: list[str], name: str, result: bool) -> bool:
    calls.append(name)
    return result


def conjunction_table() -> str:
    result = ""
    for a in [False, True]:
        for b in [False, True]:
            result += str(a and b) + " "
    return result


def disjunction_table() -> str:
    result = ""
    for a in [False, True]:
        for b in [False, True]:
            result += str(a or b) + " "
    return result


def negation() -> str:
    return f"{not a_bool(True)} {not a_bool(False)}"


def conjunction_stops_early() -> str:
    calls: list[str] = []
    if _log(calls, "a", False) and _log(calls, "b", True):
        calls.append("then")
    return ",".join(calls)


def disjunction_stops_early() -> str:
    calls: list[str] = []
    if _log(calls, "a", True) or _log(calls, "b", True):
        calls.append("then")
    return ",".join(calls)


def mixed_logic() -> str:
    calls: list[str] = []
    if _log(calls, "a", False) or _log(calls, "b", True) and not _log(calls, "c", False):
        calls.append("then")
    return ",".join(calls)


def logic_as_value() -> bool:
    x = an_int(5) > 3 and an_int(2) > 1
    y = an_int(5) > 6 or an_int(2) > 7
    return x and not y


def equality() -> str:
    return f"{a_bool(True) == a_bool(True)} {a_bool(True) == a_bool(False)} {a_bool(True) != a_bool(False)}"


def bitwise() -> str:
    t = a_bool(True)
    f = a_bool(False)
    return f"{t & f} {t | f} {t ^ t} {t ^ f}"


def identity_with_constants() -> bool:
    return a_bool(True) is True


def of_int() -> str:
    return f"{bool(an_int(0))} {bool(an_int(-3))}"


def of_containers() -> str:
    empty: list[int] = []
    table: dict[int, int] = {}
    return f"{bool(empty)} {bool([0])} {bool(table)} {bool(a_str(''))} {bool(a_str('x'))} {bool(some_bytes(b''))}"


def containers_as_conditions() -> str:
    result = ""
    items: list[int] = []
    if not items:
        result += "empty "
    items.append(0)
    if items:
        result += "filled"
    return result


def counting_truths() -> int:
    count = 0
    for i in range(20):
        count += int(i % 3 == 0) + int(i % 5 == 0)
    return count


def conditional_expression() -> int:
    return 1 if a_bool(True) else 2


def nested_conditional_expression() -> str:
    result = ""
    for i in [-5, 0, 5]:
        result += "neg" if i < 0 else "zero" if i == 0 else "pos"
    return result


def comparison_result_as_index() -> int:
    return [10, 20][int(an_int(3) > 2)]


def str_of_bool() -> str:
    return str(a_bool(True)) + str(a_bool(False))


def any_and_all() -> str:
    flags = [an_int(1) > 0, an_int(0) > 1]
    return f"{any(flags)} {all(flags)}"


class _Truthy:
    size: int

    def __init__(self, size: int) -> None:
        self.size = size

    def __bool__(self) -> bool:
        return self.size > 2


def custom_truth() -> str:
    return ("T" if _Truthy(3) else "F") + ("T" if _Truthy(2) else "F")


class _Sized:
    size: int

    def __init__(self, size: int) -> None:
        self.size = size

    def __len__(self) -> int:
        return self.size


def truth_by_length() -> str:
    return ("T" if _Sized(3) else "F") + ("T" if _Sized(0) else "F")


def _maybe(give: bool) -> Optional[_Sized]:
    return _Sized(1) if give else None


def optional_as_condition() -> str:
    result = ""
    for give in [True, False]:
        thing = _maybe(give)
        if thing is not None:
            result += "some "
        else:
            result += "none "
    return result


def while_condition_with_and() -> int:
    i = 0
    while i < 10 and i * i < 30:
        i += 1
    return i
