"""Constant folding: operations on constants, by the semantics of the operations table.

Where an operation promises something of its operands (``b != 0``) and a constant breaks
the promise, nothing is folded: the code may be unreachable. A float result that is not a
number is left to the machine, which knows its bits. Arithmetic on an integer with a C name
is left to the C compiler, so that the generated C keeps the name; only comparisons, which
may make a branch disappear, look at its value.
"""
from __future__ import annotations

import math
import operator
import struct
from typing import Any, Callable, Optional, Sequence

from transform.ir.graph import CInteger, Constant, Operation, Value
from transform.ir.types import BOOL, Field, FloatType, INT, IntType, Prebuilt, RefType, TupleType, Type

TRUE = Constant(True, BOOL)
FALSE = Constant(False, BOOL)


def bool_constant(value: bool) -> Constant:
    return TRUE if value else FALSE


def constant_key(constant: Constant) -> Any:
    """What equal constants have in common: their type and value, 0.0 and -0.0 apart."""
    return constant.type, _value_key(constant.value)


def _value_key(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    return tuple(map(_value_key, value)) if isinstance(value, tuple) else value


def same_value(a: Value, b: Value) -> bool:
    """Whether both are one variable, or equal constants."""
    return a is b or (isinstance(a, Constant) and isinstance(b, Constant) and constant_key(a) == constant_key(b))


def fold(op: Operation, args: Sequence[Value]) -> Optional[Constant]:
    """The result of a pure operation on these operands where all are constants and it can
    be computed; None otherwise."""
    folder = _FOLDERS.get(op.opdef.name)
    if folder is None or op.result is None:
        return None
    values = []
    for arg in args:
        if arg.__class__ is not Constant:
            return None
        values.append(arg.value)  # type: ignore[attr-defined]
    return folder(op, args, values)


def truncated_division(a: int, b: int) -> int:
    """The quotient rounded towards zero, as in C."""
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def divide(a: float, b: float) -> float:
    """IEEE 754 division."""
    if b != 0.0:
        return a / b
    if a == 0.0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def floor(a: float) -> float:
    """The greatest integral float not above ``a``; keeps -0.0, infinities and nan."""
    return a if math.isinf(a) or math.isnan(a) or a == 0.0 else float(math.floor(a))


def round_to(type: FloatType, value: float) -> float:
    """The nearest float of that type."""
    if type.bits == 64:
        return value
    try:
        return struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


_Folder = Callable[[Operation, Sequence[Value], list[Any]], Optional[Constant]]


def _int(compute: Callable[[int, int], int]) -> _Folder:
    def folder(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
        type = args[0].type
        assert isinstance(type, IntType)
        if values[0].__class__ is CInteger or values[1].__class__ is CInteger:
            return None
        return Constant(type.wrap(compute(values[0], values[1])), type)

    return folder


def _int_checked(compute: Callable[[int, int], int]) -> _Folder:
    """An operation that fails when its result does not fit."""

    def folder(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
        type = args[0].type
        assert isinstance(type, IntType)
        result = compute(values[0], values[1])
        if not type.minimum <= result <= type.maximum or CInteger in map(_class, values):
            return None
        return Constant(result, type)

    return folder


def _division(compute: Callable[[int, int], int]) -> _Folder:
    fold_int = _int(compute)
    return lambda op, args, values: fold_int(op, args, values) if values[1] != 0 else None


def _shift(compute: Callable[[int, int], int]) -> _Folder:
    fold_int = _int(compute)

    def folder(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
        type = args[0].type
        assert isinstance(type, IntType)
        return fold_int(op, args, values) if 0 <= values[1] < type.bits else None

    return folder


def _mul_high(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    type = args[0].type
    assert isinstance(type, IntType)
    return Constant(type.wrap((values[0] * values[1]) >> type.bits), type)


def _int_unary(compute: Callable[[int], int]) -> _Folder:
    def folder(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
        type = args[0].type
        assert isinstance(type, IntType)
        return None if values[0].__class__ is CInteger else Constant(type.wrap(compute(values[0])), type)

    return folder


def _bits(compute: Callable[[int, int], int], of_zero: bool = False) -> _Folder:
    """``compute(value as unsigned, width)``."""

    def folder(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
        type = args[0].type
        assert isinstance(type, IntType)
        bits = values[0] & ((1 << type.bits) - 1)
        return Constant(compute(bits, type.bits), INT) if bits or of_zero else None

    return folder


def _compare(compute: Callable[[Any, Any], bool]) -> _Folder:
    return lambda op, args, values: bool_constant(compute(values[0], values[1]))


def _cast_int(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert op.result is not None and isinstance(op.result.type, IntType)
    type = op.result.type
    value = values[0]
    wrapped = type.wrap(int(value))
    if value.__class__ is CInteger:
        return Constant(value, type) if wrapped == value else None
    return Constant(wrapped, type)


def _float_result(value: float, type: Type) -> Optional[Constant]:
    assert isinstance(type, FloatType)
    return None if math.isnan(value) else Constant(round_to(type, value), type)


def _float(compute: Callable[..., float]) -> _Folder:
    return lambda op, args, values: _float_result(compute(*values), args[0].type)


def _to_float(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert op.result is not None and isinstance(op.result.type, FloatType)
    value = values[0]
    if value.__class__ is CInteger or (op.result.type.bits == 32 and isinstance(value, int) and abs(value) > 1 << 53):
        return None  # rounding twice is not the same as rounding once
    return _float_result(float(value), op.result.type)


def _float_to_int(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert op.result is not None and isinstance(op.result.type, IntType)
    type = op.result.type
    if not math.isfinite(values[0]) or not type.minimum <= math.trunc(values[0]) <= type.maximum:
        return None
    return Constant(math.trunc(values[0]), type)


def _sqrt(value: float) -> float:
    return math.nan if value < 0.0 else math.sqrt(value)


def _float_to_bits(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    if math.isnan(values[0]):
        return None
    return Constant(struct.unpack("q", struct.pack("d", values[0]))[0], INT)


def _bits_to_float(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert op.result is not None
    return _float_result(struct.unpack("d", struct.pack("q", values[0]))[0], op.result.type)


def _check_index(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    index, length = values
    if index.__class__ is CInteger or not -length <= index < length:
        return None
    return Constant(index + length if index < 0 else index, args[0].type)


def _check_nonzero(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    return Constant(values[0], args[0].type) if values[0] != 0 else None


def _make_tuple(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert op.result is not None
    return Constant(tuple(values), op.result.type)


def _tuple_get(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert isinstance(args[0].type, TupleType)
    return Constant(values[0][op.static], args[0].type.items[op.static])


def _ref_eq(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    a, b = values
    if a is b:
        return TRUE
    if a is None or b is None or not (a.cls.immediate and b.cls.immediate):
        return FALSE
    return None  # equal immediates are one word


def _is_null(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    return bool_constant(values[0] is None)


def _isinstance(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    return bool_constant(values[0] is not None and values[0].cls.is_subclass(op.static))


def _is_exactly(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    return bool_constant(values[0] is not None and values[0].cls is op.static)


def _same_class(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    return None if None in values else bool_constant(values[0].cls is values[1].cls)


def _cast_ref(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert op.result is not None and isinstance(op.result.type, RefType)
    value, type = values[0], op.result.type
    fits = type.optional if value is None else value.cls.is_subclass(type.cls)
    return Constant(value, type) if fits else None  # a wrong promise, in code that is never reached


def _cast_pointer(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    assert op.result is not None
    return Constant(None, op.result.type) if values[0] is None else None


def _getfield(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    """A field of a prebuilt object that is never written."""
    field: Field = op.static
    prebuilt = values[0]
    if not isinstance(prebuilt, Prebuilt) or not is_constant_field(field) or field.name not in prebuilt.fields:
        return None
    if prebuilt.cls.find_field(field.name) is not field:
        return None  # hidden by a field of a subclass
    return Constant(prebuilt.fields[field.name], field.type)


def is_constant_field(field: Field) -> bool:
    """Whether each read of the field gives the same value."""
    return field.immutable and not field.may_be_unset


def _class_constant(op: Operation, args: Sequence[Value], values: list[Any]) -> Optional[Constant]:
    if isinstance(values[0], Prebuilt) and op.static in values[0].cls.vtable:
        return Constant(values[0].cls.vtable[op.static], op.static.type)
    return None


_class = type

_FOLDERS: dict[str, _Folder] = {
    "int_add": _int(operator.add),
    "int_sub": _int(operator.sub),
    "int_mul": _int(operator.mul),
    "int_and": _int(operator.and_),
    "int_or": _int(operator.or_),
    "int_xor": _int(operator.xor),
    "int_add_ovf": _int_checked(operator.add),
    "int_sub_ovf": _int_checked(operator.sub),
    "int_mul_ovf": _int_checked(operator.mul),
    "int_neg": _int_unary(operator.neg),
    "int_invert": _int_unary(operator.invert),
    "int_lshift": _shift(operator.lshift),
    "int_rshift": _shift(operator.rshift),
    "int_floordiv": _division(operator.floordiv),
    "int_mod": _division(operator.mod),
    "int_cdiv": _division(truncated_division),
    "int_cmod": _division(lambda a, b: a - b * truncated_division(a, b)),
    "int_mul_high": _mul_high,
    "int_clz": _bits(lambda bits, width: width - bits.bit_length()),
    "int_ctz": _bits(lambda bits, width: (bits & -bits).bit_length() - 1),
    "int_popcount": _bits(lambda bits, width: bits.bit_count(), of_zero=True),
    "cast_int": _cast_int,
    "int_to_float": _to_float,
    "float_to_int": _float_to_int,
    **{f"{kind}_{name}": _compare(getattr(operator, name))
       for kind in ("int", "float") for name in ("eq", "ne", "lt", "le", "gt", "ge")},
    "bool_not": lambda op, args, values: bool_constant(not values[0]),
    "bool_eq": _compare(operator.eq),
    "float_add": _float(operator.add),
    "float_sub": _float(operator.sub),
    "float_mul": _float(operator.mul),
    "float_truediv": _float(divide),
    "float_neg": _float(operator.neg),
    "float_abs": _float(abs),
    "float_sqrt": _float(_sqrt),
    "float_floor": _float(floor),
    "cast_float": _to_float,
    "float_to_bits": _float_to_bits,
    "bits_to_float": _bits_to_float,
    "check_index": _check_index,
    "check_nonzero": _check_nonzero,
    "make_tuple": _make_tuple,
    "tuple_get": _tuple_get,
    "ref_eq": _ref_eq,
    "is_null": _is_null,
    "isinstance": _isinstance,
    "is_exactly": _is_exactly,
    "same_class": _same_class,
    "cast_ref": _cast_ref,
    "cast_pointer": _cast_pointer,
    "getfield": _getfield,
    "get_class_constant": _class_constant,
}
