"""What trampolines use to convert arguments and results."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error
from interpreter.objects.builtin_function import BuiltinFunction, Kind
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.float import new_float
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.subclass import check_subtype
from interpreter.objects.type import object_type
from interpreter.protocols.call import bind_few
from interpreter.protocols.compare import is_true as as_bool
from interpreter.protocols.number import as_float, as_int
from transform.rpython import GcArray, inline, not_none, unchecked_cast

__all__ = ["NONE", "as_bool", "as_class", "as_bytes", "as_float", "as_int", "as_str", "given", "is_stranger",
           "new_bool", "new_bytes", "new_float", "new_int", "new_str", "wrong_argument", "wrong_self"]


@inline
def given(index: int, values: GcArray[Optional[Object]]) -> Object:
    """An argument that is known to be there."""
    return unchecked_cast(Object, values[index])


def is_stranger(f: BuiltinFunction, x: Object) -> bool:
    """Whether an object does not have the type whose method the function is."""
    return not type_of(x).is_subtype(not_none(f.owner))


def wrong_self(f: BuiltinFunction, x: Object) -> PyError:
    owner = f.owner
    name = "?" if owner is None else owner.name
    if f.kind == Kind.WRAPPER:
        return type_error(f"descriptor '{f.name}' requires a '{name}' object but received a '{type_of(x).name}'")
    return type_error(f"descriptor '{f.name}' for '{name}' objects doesn't apply to a '{type_of(x).name}' object")


def wrong_argument(f: BuiltinFunction, index: int, expected: str, x: Object) -> PyError:
    number = f" {index + 1 if f.kind == Kind.FUNCTION else index}"
    if f.kind == Kind.FUNCTION and len(f.parameters) == 1 and f.positional_only_count == 1:
        number = ""
    return type_error(f"{f.name}() argument{number} must be {expected.lower()}, not {type_of(x).name}")


def as_str(f: BuiltinFunction, x: Object, index: int) -> str:
    if isinstance(x, Str):
        return x.value
    raise wrong_argument(f, index, "str", x)


def as_bytes(f: BuiltinFunction, x: Object, index: int) -> bytes:
    if isinstance(x, Bytes):
        return x.value
    raise wrong_argument(f, index, "bytes", x)


@inline
def as_class(f: BuiltinFunction, x: Object) -> Type:
    """The class that a ``__new__`` is to make an instance of: that of the function, or one below it with the same layout."""
    owner = not_none(f.owner)
    return owner if x is owner else class_below(owner, x)


def class_below(owner: Type, x: Object) -> Type:
    if not isinstance(x, Type):
        raise type_error(f"{owner.name}.__new__(X): X is not a type object ({type_of(x).name})")
    if owner is not object_type:  # which looks itself
        check_subtype(x, owner)
    return x


def refuse0(f: BuiltinFunction) -> Object:
    raise f.wrong_count(0)


def refuse1(f: BuiltinFunction, a: Object) -> Object:
    raise f.wrong_count(1)


def refuse2(f: BuiltinFunction, a: Object, b: Object) -> Object:
    raise f.wrong_count(2)


def refuse3(f: BuiltinFunction, a: Object, b: Object, c: Object) -> Object:
    raise f.wrong_count(3)


def refuse4(f: BuiltinFunction, a: Object, b: Object, c: Object, d: Object) -> Object:
    raise f.wrong_count(4)


def bind0(f: BuiltinFunction) -> Object:
    return f.code_any(f, bind_few(f, 0, None, None, None, None))


def bind1(f: BuiltinFunction, a: Object) -> Object:
    return f.code_any(f, bind_few(f, 1, a, None, None, None))


def bind2(f: BuiltinFunction, a: Object, b: Object) -> Object:
    return f.code_any(f, bind_few(f, 2, a, b, None, None))


def bind3(f: BuiltinFunction, a: Object, b: Object, c: Object) -> Object:
    return f.code_any(f, bind_few(f, 3, a, b, c, None))


def bind4(f: BuiltinFunction, a: Object, b: Object, c: Object, d: Object) -> Object:
    return f.code_any(f, bind_few(f, 4, a, b, c, d))


REFUSING = [refuse0, refuse1, refuse2, refuse3, refuse4]
"""The code of functions that do not take so many arguments."""

BINDING = [bind0, bind1, bind2, bind3, bind4]
"""The code of functions with ``*args``, ``**kwargs`` or keywords that must be given."""


def call_by_count(f: BuiltinFunction, values: GcArray[Optional[Object]]) -> Object:
    """The code of functions of up to four parameters that have no names: that for the number of arguments."""
    count = 0
    while count < len(values) and values[count] is not None:
        count += 1
    match count:
        case 0:
            return f.code0(f)
        case 1:
            return f.code1(f, given(0, values))
        case 2:
            return f.code2(f, given(0, values), given(1, values))
        case 3:
            return f.code3(f, given(0, values), given(1, values), given(2, values))
        case _:
            return f.code4(f, given(0, values), given(1, values), given(2, values), given(3, values))
