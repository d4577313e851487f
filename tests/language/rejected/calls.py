"""Calls and names: arguments, attributes, methods, annotations, type variables."""
from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Callable, Final, Optional, TypeVar, Union

from tests.language.opaque import an_int
from transform.rpython import specialize, uint8

T = TypeVar("T")


class Animal:
    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def rename(self, name: str, loud: bool = False) -> int:
        self.name = name.upper() if loud else name
        return len(name)


class Shape(ABC):
    @abstractmethod
    def area(self) -> float:
        """Its area."""


def two(a: int, b: int) -> int:
    return a + b


def too_few_arguments() -> int:
    return two(1)  # error: two() misses argument 'b'


def too_many_arguments() -> int:
    return two(1, 2, 3)  # error: two() takes 2 positional arguments, 3 given


def unknown_keyword() -> int:
    return two(1, c=2)  # error: two() has no parameter 'c'


def argument_given_twice() -> int:
    return two(1, a=2)  # error: two() got two values for parameter 'a'


def starred_argument() -> int:
    numbers = [1, 2]
    return two(*numbers)  # error: expected a tuple


def method_with_too_few_arguments() -> int:
    return Animal("a").rename()  # error: rename() misses argument 'name'


def method_argument_of_wrong_type() -> int:
    return Animal("a").rename(5)  # error: argument 'name': expected str, found int


def constructor_with_too_few_arguments() -> int:
    return len(Animal().name)  # error: misses argument 'name'


def constructor_of_class_without_init() -> int:
    return Empty(5).x  # error: takes no arguments


class Empty:
    x: int = 1


def call_of_int() -> int:
    x = an_int(3)
    return x(1)  # error: int cannot be called


def function_value_with_too_many_arguments() -> int:
    function: Callable[[int, int], int] = two
    return function(1, 2, 3)  # error: takes 2 arguments, 3 given


def unknown_name() -> int:
    return undefined_name + 1  # error: name 'undefined_name' is not defined


def missing_attribute() -> int:
    return Animal("a").age  # error: has no attribute 'age'


def missing_method() -> int:
    return Animal("a").bark()  # error: has no attribute 'bark'


def missing_str_method() -> int:
    return len("abc".swapcase())  # error: has no attribute 'swapcase'


def assignment_to_missing_attribute() -> int:
    animal = Animal("a")
    animal.age = 5  # error: has no attribute 'age'
    return 1


def assignment_to_method() -> int:
    animal = Animal("a")
    animal.rename = two  # error: is not a field
    return 1


def abstract_class() -> int:
    return int(Shape().area())  # error: abstract


def parameter_without_annotation() -> int:
    return _no_annotation(1)


def _no_annotation(x) -> int:  # error: parameter 'x' has no annotation
    return x


def result_without_annotation() -> int:
    return _no_result(1)


def _no_result(x: int):  # error: the result has no annotation
    return x


def unknown_annotation() -> int:
    return _unknown_annotation(1)


def _unknown_annotation(x: Undefined) -> int:  # error: 'Undefined'
    return 1


def optional_int() -> int:
    return _optional_int(None)


def _optional_int(x: Optional[int]) -> int:  # error: Optional[int] has no room for None
    return 1


def union_of_classes() -> int:
    return _union(Animal("x"))


def _union(x: Union[Animal, str]) -> int:  # error: is not an RPython type
    return 1


def tuple_of_any_length() -> int:
    return _any_length((1, 2))


def _any_length(x: tuple[int, ...]) -> int:  # error: has no fixed length
    return 1


def callable_without_signature() -> int:
    return _no_signature(two)


def _no_signature(f: Callable) -> int:  # error: has no signature
    return 1


def variable_arguments() -> int:
    return _variable_arguments(1, 2)


def _variable_arguments(*x: int) -> int:  # error: *x is not RPython
    return 1


def variable_keywords() -> int:
    return _variable_keywords(a=1)


def _variable_keywords(**x: int) -> int:  # error: **x is not RPython
    return 1


def type_variable_not_inferred() -> int:
    return len(_make())


def _make() -> list[T]:  # error: type variable T is not bound here
    result: list[T] = []
    return result


def type_variable_of_two_types() -> int:
    return _same("a", an_int(3))  # error: argument 'b': expected str, found int


def _same(a: T, b: T) -> int:
    return 1 if a == b else 0


def specialised_on_variable() -> int:
    return _specialised(an_int(3))  # error: argument 'mode' must be a constant


@specialize("mode")
def _specialised(mode: int) -> int:
    return mode


def final_field() -> int:
    constant = Constant(1)
    constant.value = 2  # error: field 'value' is Final
    return constant.value


class Constant:
    value: Final[int]

    def __init__(self, value: int) -> None:
        self.value = value


def undeclared_field() -> int:
    return Undeclared(5).get()


class Undeclared:
    def __init__(self, x: int) -> None:
        self.x = x  # error: x

    def get(self) -> int:
        return 1


def builtin_outside_of_rpython() -> int:
    return len(dir())  # error: is not RPython


def keyword_of_builtin() -> int:
    return len(obj="abc")  # error: len() takes no keyword arguments


def conversion_of_list() -> int:
    return int([1])  # error: __int__


def sized_of_str() -> int:
    return int(uint8("5"))  # error: converts integers, not str
