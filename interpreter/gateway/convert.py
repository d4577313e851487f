"""What trampolines use to convert arguments and results."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error
from interpreter.objects.builtin_function import BuiltinFunction, Kind
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.float import new_float
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.call import bind_builtin
from interpreter.protocols.compare import is_true as as_bool
from interpreter.protocols.number import as_float, as_int
from transform.rpython import GcArray, inline, unchecked_cast

__all__ = ["NONE", "as_bool", "as_bytes", "as_float", "as_int", "as_str", "bound_0", "bound_1", "bound_2", "bound_3", "bound_4", "given",
           "new_bool", "new_bytes", "new_float", "new_int", "new_str", "wrong_argument", "wrong_self"]


@inline
def given(index: int, values: GcArray[Optional[Object]]) -> Object:
    """An argument that is known to be there."""
    return unchecked_cast(Object, values[index])


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


def bound_0(f: BuiltinFunction) -> GcArray[Optional[Object]]:
    return bind_builtin(f, [], [], [])


def bound_1(f: BuiltinFunction, a: Object) -> GcArray[Optional[Object]]:
    return bind_builtin(f, [a], [], [])


def bound_2(f: BuiltinFunction, a: Object, b: Object) -> GcArray[Optional[Object]]:
    return bind_builtin(f, [a, b], [], [])


def bound_3(f: BuiltinFunction, a: Object, b: Object, c: Object) -> GcArray[Optional[Object]]:
    return bind_builtin(f, [a, b, c], [], [])


def bound_4(f: BuiltinFunction, a: Object, b: Object, c: Object, d: Object) -> GcArray[Optional[Object]]:
    return bind_builtin(f, [a, b, c, d], [], [])
