"""Equality of code objects: the same instructions for the same names, constants and lines."""
from __future__ import annotations

from interpreter.bytecode import TRACED
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import add_methods
from interpreter.objects.code import Code
from interpreter.objects.int import new_bool
from interpreter.objects.introspection import code_type
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.protocols.compare import equals
from interpreter.protocols.text import repr_of
from transform.rpython import GcArray, int32, wrap


@exposed("__eq__")
def eq(self: Code, value: Object, /) -> Object:
    """Return self==value."""
    if not isinstance(value, Code):
        return NOT_IMPLEMENTED
    return new_bool(same_code(self, value))


@exposed("__hash__")
def hash_value(self: Code) -> int:
    """Return hash(self)."""
    result = hash(self.name)
    for i in range(len(self.words)):
        result = wrap(result * 31 ^ self.words[i] & ~TRACED)
    return result


def same_code(a: Code, b: Code) -> bool:
    return (a is b or a.name == b.name and a.first_line == b.first_line and a.flags == b.flags and a.argument_count == b.argument_count
            and a.positional_only_count == b.positional_only_count and a.keyword_only_count == b.keyword_only_count
            and same_names(a.names, b.names) and same_names(a.cache_names, b.cache_names) and same_names(a.varnames, b.varnames)
            and same_names(a.cellvars, b.cellvars) and same_names(a.freevars, b.freevars) and same_words(a.words, b.words)
            and same_numbers(a.positions, b.positions) and same_numbers(a.exception_table, b.exception_table)
            and same_constants(a.constants, b.constants))


def same_names(a: list[str], b: list[str]) -> bool:
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if a[i] != b[i]:
            return False
    return True


def same_words(a: GcArray[int], b: GcArray[int]) -> bool:
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if a[i] & ~TRACED != b[i] & ~TRACED:
            return False
    return True


def same_numbers(a: GcArray[int32], b: GcArray[int32]) -> bool:
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if a[i] != b[i]:
            return False
    return True


def same_constants(a: GcArray[Object], b: GcArray[Object]) -> bool:
    """Constants are the same if they are equal and look the same: so 0, 0.0 and -0.0 differ, in tuples too."""
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        first, second = a[i], b[i]
        if isinstance(first, Code):
            if not isinstance(second, Code) or not same_code(first, second):
                return False
        elif type_of(first) is not type_of(second) or not equals(first, second) or repr_of(first) != repr_of(second):
            return False
    return True


add_methods(code_type, __name__, "")
