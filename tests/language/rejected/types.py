"""Values of the wrong type: assignment, return, arguments, operators, joins."""
from __future__ import annotations

from typing import Callable, Optional, Self

from tests.language.opaque import an_int, a_str
from transform.rpython import Ptr, alloc, cast, int32, uint8, uint32


class Animal:
    name: str

    def __init__(self, name: str) -> None:
        self.name = name


class Dog(Animal):
    def bark(self) -> int:
        return len(self.name)


class Stone:
    weight: float


def number(x: int) -> int:
    return x


def assignment_to_declared() -> int:
    x: int = "text"  # error: expected int, found str
    return x


def self_outside_of_a_class() -> int:
    x: Optional[Self] = None  # error: Self is only known in methods
    return 0 if x is None else 1


def assignment_changes_declared() -> int:
    x: int = 1
    x = 2.5  # error: expected int, found float
    return x


def assignment_to_field() -> int:
    animal = Animal("a")
    animal.name = 5  # error: expected str, found int
    return 1


def assignment_to_list_item() -> int:
    items = [1, 2]
    items[0] = "x"  # error: expected int, found str
    return items[0]


def result_of_wrong_type() -> int:
    return "text"  # error: expected int, found str


def result_missing() -> int:
    for i in range(3):  # error: may end without returning
        if i == 5:
            return i


def result_is_none() -> int:
    return  # error: expected int, found None


def result_of_procedure() -> int:
    _returns_value()
    return 1


def _returns_value() -> None:
    return 5  # error: expected None, found int


def argument_of_wrong_type() -> int:
    return number("five")  # error: argument 'x': expected int, found str


def float_where_int_is_wanted() -> int:
    return number(1.5)  # error: argument 'x': expected int, found float


def int_where_float_is_wanted() -> int:
    n = an_int(3)
    return int(half(n))  # error: argument 'x': expected float, found int


def half(x: float) -> float:
    return x / 2.0


def base_where_subclass_is_wanted() -> int:
    return pet(Animal("x"))  # error: expected Dog, found Animal


def pet(dog: Dog) -> int:
    return dog.bark()


def unrelated_class() -> int:
    return greet(Stone())  # error: expected Animal, found Stone


def greet(animal: Animal) -> int:
    return len(animal.name)


def find(name: str) -> Optional[Animal]:
    return Animal(name) if name else None


def optional_where_object_is_wanted() -> int:
    return greet(find("x"))  # error: expected Animal, found Animal?


def none_where_object_is_wanted() -> int:
    return greet(None)  # error: expected Animal, found None


def sizes_mixed() -> int:
    a = uint8(1)
    b = uint32(2)
    return int(a + b)  # error: integers of different types do not mix


def size_and_int_mixed() -> int:
    a = uint8(1)
    b = an_int(3)
    return int(a + b)  # error: integers of different types do not mix


def size_where_int_is_wanted() -> int:
    return number(int32(5))  # error: argument 'x': expected int, found int32


def literal_too_large() -> int:
    a = uint8(1)
    return int(a + 256)  # error: 256 does not fit in uint8


def str_plus_int() -> int:
    text = a_str("a") + 5  # error: expected str, found int
    return len(text)


def str_times_str() -> int:
    return len(a_str("a") * a_str("b"))  # error: expected int, found str


def list_plus_other_list() -> int:
    items = [1] + ["x"]  # error: expected
    return len(items)


def comparison_of_unlike() -> int:
    return 1 if an_int(3) < "x" else 0  # error: not defined


def join_of_unlike() -> int:
    if an_int(3) > 2:
        x = 1
    else:
        x = "text"
    return x  # error: is int on one way here and str on another


def join_of_unrelated_classes() -> int:
    x = Animal("a") if an_int(3) > 2 else Stone()  # error: is Animal on one way here and Stone on another
    return 1


def list_of_unlike() -> int:
    items = [an_int(3), "text"]  # error: cannot tell the type of this list's items
    return len(items)


def dict_of_unlike() -> int:
    table = {"a": an_int(3), "b": "text"}  # error: cannot tell the types of this dict's keys and values
    return len(table)


def wrong_key_type() -> int:
    table = {"a": 1}
    return table[an_int(1)]  # error: expected str, found int


def wrong_index_type() -> int:
    items = [1, 2]
    return items["a"]  # error: expected int, found str


def empty_list_without_type() -> int:
    items = []  # error: cannot tell the type of this list's items
    items.append(1)
    return len(items)


def empty_dict_without_type() -> int:
    table = {}  # error: cannot tell the types of this dict's keys and values
    table["a"] = 1
    return len(table)


def tuple_of_wrong_length() -> int:
    pair: tuple[int, int] = (1, 2, 3)  # error: expected (int, int)
    return pair[0]


def tuple_index_out_of_range() -> int:
    pair = (1, an_int(3))
    return pair[2]  # error: the tuple has 2 items


def tuple_index_not_constant() -> int:
    pair = (1, an_int(3))
    return pair[an_int(1)]  # error: a tuple is indexed by constants


def too_many_targets() -> int:
    a, b, c = (1, an_int(3))  # error: 3 targets for 2 values
    return a


def unpacking_of_int() -> int:
    a, b = an_int(3)  # error: int cannot be unpacked
    return a


def iteration_over_int() -> int:
    total = 0
    for i in an_int(3):  # error: int cannot be iterated over
        total += i
    return total


def indexing_of_int() -> int:
    return an_int(3)[0]  # error: int cannot be indexed


def length_of_int() -> int:
    return len(an_int(3))  # error: int has no len()


def callable_of_wrong_signature() -> int:
    function: Callable[[str], int] = number  # error: expected
    return function("x")


def identity_of_integers() -> int:
    a = an_int(3)
    return 1 if a is an_int(4) else 0  # error: 'is' compares objects


def containment_in_int() -> int:
    return 1 if 5 in an_int(3) else 0  # error: 'in' is not defined for int


def raising_of_int() -> int:
    raise an_int(3)  # error: expected an exception, found int


def catching_of_other_class() -> int:
    try:
        return number(1)
    except Animal:  # error: expected an exception class
        return 2


def context_manager_of_other_class() -> int:
    with Animal("x"):  # error: __enter__
        return 1


def str_of_object_without_str() -> int:
    return len(str(Stone()))  # error: has no conversion to str


def hash_of_list() -> int:
    return hash([1, 2])  # error: hash


def references_in_raw_memory() -> int:
    p = alloc(str, 2)  # error: raw memory cannot hold references
    return 1 if p else 0


def item_of_void_pointer() -> int:
    return _void_item(cast(None, alloc(uint8)))


def _void_item(p: Ptr[None]) -> int:
    return p[0]  # error: Ptr[None] has no items
