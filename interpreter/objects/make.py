"""Constructors of the common Python objects, in one place for those who make many kinds: the compiler, built-in modules."""
from __future__ import annotations

from interpreter.numbers.bigint_text import from_digits
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.float import Complex, Float, new_complex, new_float
from interpreter.objects.int import FALSE, TRUE, Bool, Int, int_from_big, new_bool, new_int
from interpreter.objects.list import List, empty_list, new_list
from interpreter.objects.object import Object
from interpreter.objects.singletons import ELLIPSIS, NONE, NOT_IMPLEMENTED
from interpreter.objects.str import EMPTY_STR, Str, intern, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple2, tuple3

__all__ = ["Bool", "Bytes", "Complex", "ELLIPSIS", "EMPTY_STR", "EMPTY_TUPLE", "FALSE", "Float", "Int", "List", "NONE",
           "NOT_IMPLEMENTED", "Object", "Str", "TRUE", "Tuple", "empty_list", "int_from_big", "int_from_literal", "intern", "new_bool",
           "new_bytes", "new_complex", "new_float", "new_int", "new_list", "new_str", "new_tuple", "tuple1", "tuple2", "tuple3"]


def int_from_literal(digits: str, base: int) -> Int:
    """The int of a literal without prefix and underscores."""
    if len(digits) <= 15:
        return new_int(int(digits, base))
    return int_from_big(from_digits(digits.encode(), base))
