"""Rewriting of single operations: identities that hold wherever the operation stands.

Each rule gets one operation whose operands are as simple as they get. It gives the value
to use in place of the result, or None; it may also turn the operation into a cheaper one
in place. Canonical forms that the other rules and the search for equal expressions count
on: a constant stands on the right of a commutative operation and of a comparison.
"""
from __future__ import annotations

from typing import Callable, Optional, Protocol, Sequence

from transform.ir.graph import CInteger, Constant, Operation, Value, Variable
from transform.ir.operations import OPERATIONS
from transform.ir.operands import is_assignable
from transform.ir.types import BOOL, CodeType, FloatType, IntType, RefType, TupleType, Type
from transform.passes.folding import FALSE, TRUE, bool_constant, fold


class Context(Protocol):
    """What a rule may ask about its surroundings."""

    def definition(self, value: Value) -> Optional[Operation]:
        """The operation that computes the value; None for a constant or parameter."""

    def root(self, value: Value) -> Value:
        """The reference that the value is a cast or checked copy of."""

    def is_known_not_null(self, value: Value) -> bool:
        """Whether checks or branches on the way here exclude None."""

    def emit(self, op: Operation) -> Value:
        """Puts an operation in front of the current one; gives its result."""


Rule = Callable[[Operation, Context], Optional[Value]]

INVERSE = {"int_eq": "int_ne", "int_ne": "int_eq", "int_lt": "int_ge", "int_ge": "int_lt", "int_gt": "int_le",
           "int_le": "int_gt", "float_eq": "float_ne", "float_ne": "float_eq"}
MIRRORED = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}


def rewrite(op: Operation, context: Context) -> Optional[Value]:
    """Applies constant folding and the rules. Gives what replaces the result, or None."""
    if not op.args or op.args[0].__class__ is Constant:  # most operations have a variable there
        constant = fold(op, op.args)
        if constant is not None:
            return constant
    rule = _RULES.get(op.opdef.name)
    return None if rule is None else rule(op, context)


def become(op: Operation, name: str, args: Sequence[Value]) -> None:
    """Turns an operation into another without static payload and side exit."""
    op.opdef = OPERATIONS[name]
    op.args = list(args)
    op.static = None
    op.fail = None


def _number(value: Value) -> Optional[int]:
    """The value of an integer constant without a C name."""
    if value.__class__ is Constant and isinstance(value.type, IntType) \
            and value.value.__class__ is not CInteger:  # type: ignore[attr-defined]
        return value.value  # type: ignore[attr-defined]
    return None


def _constant(value: int, type: Type) -> Constant:
    assert isinstance(type, IntType)
    return Constant(type.wrap(value), type)


def _swap_constant(op: Operation) -> None:
    a, b = op.args
    if a.__class__ is Constant and b.__class__ is not Constant:
        op.args = [b, a]


# Integers.

def _commutative(neutral: int, absorbing: Optional[int] = None) -> Rule:
    """An associative and commutative operation with these special constants."""

    def rule(op: Operation, context: Context) -> Optional[Value]:
        _swap_constant(op)
        a, b = op.args
        number = _number(b)
        if number is None:
            return None
        type = a.type
        assert isinstance(type, IntType)
        if number == type.wrap(neutral):
            return a
        if absorbing is not None and number == type.wrap(absorbing):
            return b
        inner = context.definition(a)
        if inner is not None and inner.opdef is op.opdef and _number(inner.args[1]) is not None:
            # (x + 1) + 2 is x + 3
            combined = fold(op, [inner.args[1], b])
            if combined is not None:
                op.args = [inner.args[0], combined]
        return None

    return rule


_multiply = _commutative(1, absorbing=0)
_add = _commutative(0)
_xor_constant = _commutative(0)


def _sub(op: Operation, context: Context) -> Optional[Value]:
    a, b = op.args
    if a is b:
        return _constant(0, a.type)
    return a if _number(b) == 0 else None


def _idempotent(combine: Rule) -> Rule:
    return lambda op, context: op.args[0] if op.args[0] is op.args[1] else combine(op, context)


def _xor(op: Operation, context: Context) -> Optional[Value]:
    if op.args[0] is op.args[1]:
        return _constant(0, op.args[0].type)
    return _xor_constant(op, context)


def _checked(neutral: int, commutes: bool) -> Rule:
    """An operation that fails on overflow."""

    def rule(op: Operation, context: Context) -> Optional[Value]:
        if commutes:
            _swap_constant(op)
        return op.args[0] if _number(op.args[1]) == neutral else None

    return rule


def _shift(op: Operation, context: Context) -> Optional[Value]:
    return op.args[0] if _number(op.args[1]) == 0 else None


def _power_of_two(value: Value) -> Optional[int]:
    """The exponent, where the value is a constant power of two."""
    number = _number(value)
    return number.bit_length() - 1 if number is not None and number > 0 and number & (number - 1) == 0 else None


def _quotient(op: Operation, context: Context) -> Optional[Value]:
    """Division by a power of two is a shift: it rounds down, as Python's division does
    (C's only for unsigned numbers)."""
    a, b = op.args
    number = _number(b)
    if number == 1:
        return a
    exponent = _power_of_two(b)
    assert isinstance(a.type, IntType)
    if exponent is not None and (op.name == "int_floordiv" or not a.type.signed):
        become(op, "int_rshift", [a, _constant(exponent, a.type)])
    elif number == -1:
        become(op, "int_neg", [a])
    return None


def _remainder(op: Operation, context: Context) -> Optional[Value]:
    a, b = op.args
    number = _number(b)
    assert isinstance(a.type, IntType)
    if number in (1, -1):
        return _constant(0, a.type)
    if _power_of_two(b) is not None and (op.name == "int_mod" or not a.type.signed):
        assert number is not None
        become(op, "int_and", [a, _constant(number - 1, a.type)])
    return None


def _involution(op: Operation, context: Context) -> Optional[Value]:
    """An operation that undoes itself."""
    inner = context.definition(op.args[0])
    return inner.args[0] if inner is not None and inner.opdef is op.opdef else None


def _range(type: Type) -> tuple[int, int]:
    if isinstance(type, IntType):
        return type.minimum, type.maximum
    assert type is BOOL
    return 0, 1


def _cast_int(op: Operation, context: Context) -> Optional[Value]:
    """A chain of conversions is one where the first loses nothing, or where it only loses
    what the last one drops as well."""
    assert op.result is not None
    target = op.result.type
    value = op.args[0]
    inner = context.definition(value)
    if inner is not None and inner.opdef is op.opdef:
        source = inner.args[0]
        low, high = _range(source.type)
        middle_low, middle_high = _range(value.type)
        assert isinstance(target, IntType) and isinstance(value.type, IntType)
        if (middle_low <= low and high <= middle_high) or target.bits <= value.type.bits:
            op.args = [source]
            value = source
    return value if value.type is target else None


# Comparisons and bools.

def _int_compare(op: Operation, context: Context) -> Optional[Value]:
    relation = op.opdef.name[4:]
    a, b = op.args
    if a is b:
        return bool_constant(relation in ("eq", "le", "ge"))
    if a.__class__ is Constant:
        relation = MIRRORED[relation]
        become(op, f"int_{relation}", [b, a])
        a, b = b, a
    number = _number(b)
    if number is None:
        return None
    low, high = _range(a.type)
    if relation in ("lt", "ge") and number == low or relation in ("gt", "le") and number == high:
        return bool_constant(relation in ("ge", "le"))
    inner = context.definition(a)
    if inner is not None and inner.opdef.name == "cast_int":
        return _compare_converted(op, relation, inner.args[0], number)
    return None


def _compare_converted(op: Operation, relation: str, source: Value, number: int) -> Optional[Value]:
    """Comparison of a widened integer or bool with a constant: compares what it was."""
    widened = op.args[0].type
    low, high = _range(source.type)
    widened_low, widened_high = _range(widened)
    if not (widened_low <= low and high <= widened_high):
        return None
    if source.type is BOOL:
        if relation not in ("eq", "ne"):
            return None
        if number not in (0, 1):
            return bool_constant(relation == "ne")
        if (number == 1) == (relation == "eq"):
            return source
        become(op, "bool_not", [source])
    elif low <= number <= high:
        op.args = [source, Constant(number, source.type)]
    elif relation in ("eq", "ne"):
        return bool_constant(relation == "ne")
    return None


def _float_compare(op: Operation, context: Context) -> Optional[Value]:
    relation = op.opdef.name[6:]
    a, b = op.args
    if a.__class__ is Constant:
        become(op, f"float_{MIRRORED[relation]}", [b, a])
    return None


def _bool_not(op: Operation, context: Context) -> Optional[Value]:
    inner = context.definition(op.args[0])
    if inner is None:
        return None
    if inner.opdef.name == "bool_not":
        return inner.args[0]
    if inner.opdef.name in INVERSE:
        become(op, INVERSE[inner.opdef.name], inner.args)
    return None


def _bool_eq(op: Operation, context: Context) -> Optional[Value]:
    _swap_constant(op)
    a, b = op.args
    if a is b:
        return TRUE
    if isinstance(b, Constant):
        if b.value:
            return a
        become(op, "bool_not", [a])
    return None


# Floats. Identities that also hold for -0.0, infinities and nan.

def _float_identity(neutral: float, commutes: bool) -> Rule:
    def rule(op: Operation, context: Context) -> Optional[Value]:
        if commutes:
            _swap_constant(op)
        a, b = op.args
        return a if isinstance(b, Constant) and repr(b.value) == repr(neutral) else None

    return rule


def _cast_float(op: Operation, context: Context) -> Optional[Value]:
    assert op.result is not None
    value = op.args[0]
    inner = context.definition(value)
    if inner is not None and inner.opdef is op.opdef and isinstance(value.type, FloatType) and value.type.bits == 64:
        value = op.args[0] = inner.args[0]
    return value if value.type is op.result.type else None


# Checks.

def _check_index(op: Operation, context: Context) -> Optional[Value]:
    """An index that was checked against the same length is in range."""
    i, n = op.args
    inner = context.definition(i)
    return i if inner is not None and inner.opdef is op.opdef and inner.args[1] is n else None


def _check_nonzero(op: Operation, context: Context) -> Optional[Value]:
    inner = context.definition(op.args[0])
    return op.args[0] if inner is not None and inner.opdef is op.opdef else None


def _check_not_none(op: Operation, context: Context) -> Optional[Value]:
    value = op.args[0]
    assert isinstance(value.type, RefType)
    if context.is_known_not_null(value) or not (value.type.optional or _may_be_unset(value, context)):
        become(op, "cast_ref", [value])
        return _cast_ref(op, context)
    return None


def _may_be_unset(value: Value, context: Context) -> bool:
    """Whether a reference is null in spite of its type, before the check behind its load."""
    definition = context.definition(value)
    return definition is not None and definition.opdef.name == "getfield" and definition.static.may_be_unset


def _check_cast(op: Operation, context: Context) -> Optional[Value]:
    value = op.args[0]
    return value if is_assignable(value.type, op.static.ref) else None


# Tuples and references.

def _make_tuple(op: Operation, context: Context) -> Optional[Value]:
    """A tuple of all items of another tuple, in order, is that tuple."""
    whole: Optional[Value] = None
    for number, arg in enumerate(op.args):
        inner = context.definition(arg)
        if inner is None or inner.opdef.name != "tuple_get" or inner.static != number:
            return None
        if number and inner.args[0] is not whole:
            return None
        whole = inner.args[0]
    if whole is None or op.result is None or whole.type is not op.result.type:
        return None
    return whole


def _tuple_get(op: Operation, context: Context) -> Optional[Value]:
    value = op.args[0]
    inner = context.definition(value)
    if inner is not None and inner.opdef.name == "make_tuple":
        return inner.args[op.static]
    if isinstance(value, Constant):
        assert isinstance(value.type, TupleType)
        return Constant(value.value[op.static], value.type.items[op.static])
    return None


def _cast_ref(op: Operation, context: Context) -> Optional[Value]:
    assert op.result is not None
    value = op.args[0]
    inner = context.definition(value)
    if inner is not None and inner.opdef.name == "cast_ref":
        value = inner.args[0]
        op.args = [value]
    return value if is_assignable(value.type, op.result.type) else None


def _is_null(op: Operation, context: Context) -> Optional[Value]:
    value = op.args[0]
    if not isinstance(value.type, RefType):
        return None
    if not value.type.optional or context.is_known_not_null(value):
        return FALSE
    root = op.args[0] = context.root(value)
    return None if isinstance(root.type, RefType) and root.type.optional else FALSE


def _class_test(op: Operation, context: Context) -> Optional[Value]:
    """isinstance and is_exactly, as far as the static type of the operand decides."""
    value = op.args[0]
    assert isinstance(value.type, RefType)
    cls = value.type.cls
    if not cls.is_subclass(op.static) and not op.static.is_subclass(cls):
        return FALSE
    if op.opdef.name == "isinstance" and cls.is_subclass(op.static):
        return not_null(op, value, context)
    op.args = [context.root(value)]
    return None


def not_null(op: Operation, value: Value, context: Context) -> Optional[Value]:
    """Turns a test that only None does not pass into a test for None."""
    assert isinstance(value.type, RefType)
    if not value.type.optional or context.is_known_not_null(value):
        return TRUE
    null = context.emit(Operation("is_null", [context.root(value)], Variable(BOOL, "null"), position=op.position))
    become(op, "bool_not", [null])
    return None


def _ref_eq(op: Operation, context: Context) -> Optional[Value]:
    _swap_constant(op)
    a, b = map(context.root, op.args)
    if a is b:
        return TRUE
    if isinstance(b, Constant) and b.value is None:
        become(op, "is_null", [op.args[0]])
        return _is_null(op, context)
    assert isinstance(op.args[0].type, RefType) and isinstance(op.args[1].type, RefType)
    one, other = op.args[0].type, op.args[1].type
    if not (one.optional and other.optional):
        if not one.cls.is_subclass(other.cls) and not other.cls.is_subclass(one.cls):
            return FALSE
    op.args = [a, b]
    return None


def _same_class(op: Operation, context: Context) -> Optional[Value]:
    a, b = map(context.root, op.args)
    return TRUE if a is b else None


def _immediate_value(op: Operation, context: Context) -> Optional[Value]:
    inner = context.definition(context.root(op.args[0]))
    if inner is not None and inner.opdef.name == "make_immediate" and inner.static is op.static:
        return inner.args[0]
    return None


def _make_immediate(op: Operation, context: Context) -> Optional[Value]:
    inner = context.definition(op.args[0])
    if inner is None or inner.opdef.name != "immediate_value" or inner.static is not op.static:
        return None
    value = inner.args[0]
    return value if value.type is op.static.ref else None


# Pointers and calls.

def _cast_pointer(op: Operation, context: Context) -> Optional[Value]:
    assert op.result is not None
    value = op.args[0]
    inner = context.definition(value)
    if inner is not None and inner.opdef is op.opdef:
        value = op.args[0] = inner.args[0]
    return value if value.type is op.result.type else None


def _raw_add(op: Operation, context: Context) -> Optional[Value]:
    return op.args[0] if _number(op.args[1]) == 0 else None


def _pointer_eq(op: Operation, context: Context) -> Optional[Value]:
    _swap_constant(op)
    a, b = op.args
    if a is b:
        return TRUE
    if isinstance(b, Constant) and b.value is None:
        become(op, "is_null", [a])
    return None


def _call_code(op: Operation, context: Context) -> Optional[Value]:
    """A call through a known code pointer is a direct call where the callee cannot raise
    (`call_code` cannot either)."""
    inner = context.definition(op.args[0])
    if inner is not None and inner.opdef.name == "code_address" and not inner.static.can_raise:
        assert isinstance(op.args[0].type, CodeType)
        op.opdef = OPERATIONS["call"]
        op.static = inner.static
        op.args = op.args[1:]
    return None


_RULES: dict[str, Rule] = {
    "int_add": _add,
    "int_sub": _sub,
    "int_mul": _multiply,
    "int_and": _idempotent(_commutative(-1, absorbing=0)),
    "int_or": _idempotent(_commutative(0, absorbing=-1)),
    "int_xor": _xor,
    "int_add_ovf": _checked(0, commutes=True),
    "int_sub_ovf": _checked(0, commutes=False),
    "int_mul_ovf": _checked(1, commutes=True),
    "int_lshift": _shift,
    "int_rshift": _shift,
    "int_floordiv": _quotient,
    "int_cdiv": _quotient,
    "int_mod": _remainder,
    "int_cmod": _remainder,
    "int_neg": _involution,
    "int_invert": _involution,
    "cast_int": _cast_int,
    **{f"int_{relation}": _int_compare for relation in MIRRORED},
    **{f"float_{relation}": _float_compare for relation in MIRRORED},
    "bool_not": _bool_not,
    "bool_eq": _bool_eq,
    "float_add": _float_identity(-0.0, commutes=True),
    "float_sub": _float_identity(0.0, commutes=False),
    "float_mul": _float_identity(1.0, commutes=True),
    "float_truediv": _float_identity(1.0, commutes=False),
    "float_neg": _involution,
    "cast_float": _cast_float,
    "check_index": _check_index,
    "check_nonzero": _check_nonzero,
    "check_not_none": _check_not_none,
    "check_cast": _check_cast,
    "make_tuple": _make_tuple,
    "tuple_get": _tuple_get,
    "cast_ref": _cast_ref,
    "is_null": _is_null,
    "isinstance": _class_test,
    "is_exactly": _class_test,
    "ref_eq": _ref_eq,
    "same_class": _same_class,
    "immediate_value": _immediate_value,
    "make_immediate": _make_immediate,
    "cast_pointer": _cast_pointer,
    "raw_add": _raw_add,
    "pointer_eq": _pointer_eq,
    "call_code": _call_code,
}
