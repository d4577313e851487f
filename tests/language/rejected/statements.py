"""Statements and expressions that are not RPython, and names that are not assigned."""
from __future__ import annotations

from typing import Callable, Iterator

from tests.language.opaque import an_int

total = 0
items = [1, 2, 3]


def apply(f: Callable[[int], int], x: int) -> int:
    return f(x)


def yielding() -> int:
    for n in _generator(3):
        return n
    return 0


def _generator(n: int) -> Iterator[int]:
    for i in range(n):
        yield i  # error: is not RPython


def awaiting() -> int:
    _coroutine()
    return 1


async def _coroutine() -> None:  # error: async functions are not RPython
    pass


def global_statement() -> int:
    global total  # error: Global is not RPython
    total = 5
    return total


def lambda_with_free_variable() -> int:
    step = an_int(3)
    return apply(lambda x: x + step, 1)  # error: the lambda uses the local variable 'step'


def nested_function() -> int:
    def double(x: int) -> int:  # error: FunctionDef is not RPython
        return x * 2

    return double(1)


def class_in_function() -> int:
    class Local:  # error: ClassDef is not RPython
        pass

    return 1


def import_in_function() -> int:
    import sys  # error: import inside a function is not RPython

    return 1


def deletion_of_name() -> int:
    x = 1
    del x  # error: del of a name is not RPython
    return 1


def deletion_of_attribute() -> int:
    holder = _Holder()
    del holder.x  # error: del of an attribute is not RPython
    return 1


class _Holder:
    x: int = 0


def starred_target() -> int:
    first, *rest = items  # error: a starred target is not RPython
    return first


def slice_with_step_assigned() -> int:
    items[::2] = [1, 2]  # error: assignment to a slice with a step is not RPython
    return 1


def assignment_to_global_item_of_wrong_type() -> int:
    items[0] = "x"  # error: expected int, found str
    return 1


def unassigned_in_one_branch() -> int:
    if an_int(3) > 2:
        x = 1
    return x  # error: 'x'


def unassigned_before_use() -> int:
    y = x + 1  # error: 'x' is not assigned here
    x = y
    return x


def unassigned_after_loop() -> int:
    for i in range(an_int(0)):
        pass
    return i  # error: 'i'


def declared_twice() -> int:
    x: int = 1
    x: str = "a"  # error: 'x' was declared as int before
    return 1


def complex_number() -> int:
    return int(abs(1 + 2j))  # error: complex


def large_integer() -> int:
    return 9223372036854775808  # error: does not fit in int


def format_not_constant() -> int:
    width = an_int(3)
    return len(f"{5:{width}}")  # error: a format specification must be a constant


def matrix_product() -> int:
    return an_int(3) @ an_int(3)  # error: not defined


def sequence_pattern() -> int:
    match an_int(3):
        case [1, 2]:  # error: is not an RPython pattern
            return 1
    return 0


def bare_raise() -> int:
    raise  # error: a bare raise outside of an except clause


def starred_display() -> int:
    more = [*items, 4]  # error: is not RPython
    return len(more)


def dict_unpacking() -> int:
    table = {"a": 1}
    more = {**table, "b": 2}  # error: ** in a dict display is not RPython
    return len(more)


def exception_group() -> int:
    x = 0
    try:  # error: TryStar is not RPython
        x = an_int(3)
    except* ValueError:
        pass
    return x
