"""Ranges of integers: what an operation can give, from what its operands can be."""
from __future__ import annotations

from typing import Callable, Optional

from transform.ir.graph import Constant, Operation, Value
from transform.ir.types import BOOL, IntType, Type

Range = tuple[int, int]  # the least and the greatest value


def of_type(type: Type) -> Range:
    if type is BOOL:
        return 0, 1
    assert isinstance(type, IntType)
    return type.minimum, type.maximum


def of_constant(value: Value) -> Optional[Range]:
    if isinstance(value, Constant) and (isinstance(value.type, IntType) or value.type is BOOL):
        return int(value.value), int(value.value)
    return None


def fits(range: Range, type: Type) -> bool:
    low, high = of_type(type)
    return low <= range[0] and range[1] <= high


def exact(name: str, a: Range, b: Range) -> Optional[Range]:
    """The range of a sum, difference or product before it is wrapped."""
    if name == "int_add":
        return a[0] + b[0], a[1] + b[1]
    if name == "int_sub":
        return a[0] - b[1], a[1] - b[0]
    if name == "int_mul":
        products = [x * y for x in a for y in b]
        return min(products), max(products)
    return None


def transfer(op: Operation, range_of: Callable[[Value], Range]) -> Range:
    """The range of the result of an operation on integers (of the result's type, where
    nothing better is known)."""
    assert op.result is not None
    everything = of_type(op.result.type)
    name = op.opdef.name
    rule = _RULES.get(name)
    if rule is not None:
        found = rule([range_of(arg) for arg in op.args])
    elif name in ("int_add", "int_sub", "int_mul"):
        found = exact(name, range_of(op.args[0]), range_of(op.args[1]))
    elif name.endswith("_ovf"):
        found = exact(name.removesuffix("_ovf"), range_of(op.args[0]), range_of(op.args[1]))
        assert found is not None
        return max(found[0], everything[0]), min(found[1], everything[1])
    elif name == "cast_int":
        found = range_of(op.args[0])
    else:
        return everything
    return found if found is not None and fits(found, op.result.type) else everything


def _and(args: list[Range]) -> Optional[Range]:
    limits = [high for low, high in args if low >= 0]
    return (0, min(limits)) if limits else None


def _or(args: list[Range]) -> Optional[Range]:
    (a_low, a_high), (b_low, b_high) = args
    if a_low < 0 or b_low < 0:
        return None
    return max(a_low, b_low), (1 << max(a_high, b_high).bit_length()) - 1


def _xor(args: list[Range]) -> Optional[Range]:
    found = _or(args)
    return None if found is None else (0, found[1])


def _rshift(args: list[Range]) -> Optional[Range]:
    (low, high), (n_low, n_high) = args
    if n_low < 0 or n_high > 64:
        return (0, high) if low >= 0 else None
    return min(low >> n_low, low >> n_high), max(high >> n_low, high >> n_high)


def _lshift(args: list[Range]) -> Optional[Range]:
    (low, high), (n_low, n_high) = args
    if n_low < 0 or n_high > 64:
        return None
    return min(low << n_low, low << n_high), max(high << n_low, high << n_high)


def _quotient(args: list[Range]) -> Optional[Range]:
    (low, high), (b_low, b_high) = args
    if low < 0 or b_low <= 0:
        return None
    return low // b_high, high // b_low


def _python_remainder(args: list[Range]) -> Optional[Range]:
    (low, high), (b_low, b_high) = args
    if b_low <= 0:
        return None
    return (0, min(high, b_high - 1)) if low >= 0 else (0, b_high - 1)


def _c_remainder(args: list[Range]) -> Optional[Range]:
    return _python_remainder(args) if args[0][0] >= 0 else None


def _check_nonzero(args: list[Range]) -> Optional[Range]:
    low, high = args[0]
    return (low + (low == 0), high - (high == 0)) if low < high else None


def _check_index(args: list[Range]) -> Optional[Range]:
    (low, high), (_, n_high) = args
    if n_high <= 0:
        return None  # always fails
    if low >= 0:
        return low, max(low, min(high, n_high - 1))
    return 0, n_high - 1


def _bit_count(args: list[Range]) -> Optional[Range]:
    return 0, 64


_RULES: dict[str, Callable[[list[Range]], Optional[Range]]] = {
    "int_and": _and,
    "int_or": _or,
    "int_xor": _xor,
    "int_rshift": _rshift,
    "int_lshift": _lshift,
    "int_floordiv": _quotient,
    "int_cdiv": _quotient,
    "int_mod": _python_remainder,
    "int_cmod": _c_remainder,
    "check_nonzero": _check_nonzero,
    "check_index": _check_index,
    "int_clz": _bit_count,
    "int_ctz": _bit_count,
    "int_popcount": _bit_count,
}
