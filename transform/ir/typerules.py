"""The type rule of every operation: what it takes and what it gives.

`result_rule(op)` checks the operands and the static payload of an operation and says what
type its result has: a `Type` (VOID where there is no result), or a `Family` where the
operation leaves the choice to its result ("any integer type"). The parser infers result
types from it, the printer leaves out what it infers, the verifier checks with it.
"""
from __future__ import annotations

from typing import Callable, Sequence

from transform.ir.graph import CFunction, Function, Operation
from transform.ir.operands import (
    ANY_EXCEPTION, ANY_FLOAT, ANY_INT, ANY_POINTER, ANY_REFERENCE, ANY_VALUE, Rule, apply_signature, expect, failure,
    float_operand, int_operand, item_type, object_operand, operands, pointer_operand, reference_operand, static_class,
    static_field, static_slot, target_type,
)
from transform.ir.operations import OPERATIONS
from transform.ir.types import (
    BOOL, FLOAT, INT, VOID, ClassType, CodeType, PointerType, RefType, Signature, StructField, StructType, TupleType,
    Type, code_of, pointer_to, tuple_of,
)


def result_rule(op: Operation) -> Rule:
    """The type rule of the result of ``op``. TypeRuleError where its operands are wrong."""
    return _RULES[op.opdef.name](op)


# The rules.

def _int_binary(op: Operation) -> Rule:
    a, b = operands(op, 2)
    expect(b, int_operand(a), "second operand")
    return a.type


def _int_unary(op: Operation) -> Rule:
    return int_operand(operands(op, 1)[0])


def _shift(op: Operation) -> Rule:
    a, n = operands(op, 2)
    int_operand(n)
    return int_operand(a)


def _bit_count(op: Operation) -> Rule:
    int_operand(operands(op, 1)[0])
    return INT


def _int_compare(op: Operation) -> Rule:
    _int_binary(op)
    return BOOL


def _cast_int(op: Operation) -> Rule:
    if operands(op, 1)[0].type is not BOOL:
        int_operand(op.args[0])
    return ANY_INT


def _int_to_float(op: Operation) -> Rule:
    int_operand(operands(op, 1)[0])
    return ANY_FLOAT


def _float_to_int(op: Operation) -> Rule:
    float_operand(operands(op, 1)[0])
    return ANY_INT


def _float_binary(op: Operation) -> Rule:
    a, b = operands(op, 2)
    expect(b, float_operand(a), "second operand")
    return a.type


def _float_unary(op: Operation) -> Rule:
    return float_operand(operands(op, 1)[0])


def _float_compare(op: Operation) -> Rule:
    _float_binary(op)
    return BOOL


def _cast_float(op: Operation) -> Rule:
    float_operand(operands(op, 1)[0])
    return ANY_FLOAT


def _fixed(params: Sequence[Type], result: Type) -> Callable[[Operation], Rule]:
    """The rule of an operation on fixed types."""

    def rule(op: Operation) -> Rule:
        for value, type in zip(operands(op, len(params)), params):
            expect(value, type)
        return result

    return rule



def _check_index(op: Operation) -> Rule:
    i, n = operands(op, 2)
    expect(n, int_operand(i), "length")
    return i.type


def _check_not_none(op: Operation) -> Rule:
    return reference_operand(operands(op, 1)[0]).cls.ref


def _check_cast(op: Operation) -> Rule:
    reference_operand(operands(op, 1)[0])
    return static_class(op).ref


def _make_tuple(op: Operation) -> Rule:
    return tuple_of(*[arg.type for arg in op.args])


def _tuple_get(op: Operation) -> Rule:
    type = operands(op, 1)[0].type
    if not isinstance(type, TupleType):
        raise failure(f"operand must be a tuple, got {type}")
    if not isinstance(op.static, int) or not 0 <= op.static < len(type.items):
        raise failure(f"{type} has no item {op.static!r}")
    return type.items[op.static]


def _new(op: Operation) -> Rule:
    operands(op, 0)
    return static_class(op).ref


def _new_var(op: Operation) -> Rule:
    expect(operands(op, 1)[0], INT, "length")
    return static_class(op).ref


def _getfield(op: Operation) -> Rule:
    operands(op, 1)
    return static_field(op).type


def _setfield(op: Operation) -> Rule:
    _, value = operands(op, 2)
    expect(value, static_field(op).type, "value")
    return VOID


def _getitem(op: Operation) -> Rule:
    r, i = operands(op, 2)
    expect(i, INT, "index")
    return item_type(r)


def _setitem(op: Operation) -> Rule:
    r, i, value = operands(op, 3)
    expect(i, INT, "index")
    expect(value, item_type(r), "value")
    return VOID


def _item_address(op: Operation) -> Rule:
    r, i = operands(op, 2)
    expect(i, INT, "index")
    return pointer_to(item_type(r))


def _copy_items(op: Operation) -> Rule:
    source, i, target, j, n = operands(op, 5)
    if item_type(source) is not item_type(target):
        raise failure(f"cannot copy items from {source.type} to {target.type}")
    for value in (i, j, n):
        expect(value, INT, "index")
    return VOID


def _cast_ref(op: Operation) -> Rule:
    reference_operand(operands(op, 1)[0])
    return ANY_REFERENCE


def _class_test(op: Operation) -> Rule:
    reference_operand(operands(op, 1)[0])
    static_class(op)
    return BOOL


def _same_class(op: Operation) -> Rule:
    for value in operands(op, 2):
        object_operand(value)
    return BOOL


def _ref_eq(op: Operation) -> Rule:
    for value in operands(op, 2):
        reference_operand(value)
    return BOOL


def _is_null(op: Operation) -> Rule:
    if not isinstance(operands(op, 1)[0].type, (RefType, PointerType, CodeType)):
        raise failure(f"operand must be a reference or pointer, got {op.args[0].type}")
    return BOOL


def _ref_to_int(op: Operation) -> Rule:
    reference_operand(operands(op, 1)[0])
    return INT


def _class_name(op: Operation) -> Rule:
    object_operand(operands(op, 1)[0])
    return ANY_REFERENCE


def _immediate_field(cls: ClassType) -> Type:
    if cls.immediate is None:
        raise failure(f"{cls} is no immediate class")
    return cls.all_fields()[0].type


def _make_immediate(op: Operation) -> Rule:
    expect(operands(op, 1)[0], _immediate_field(static_class(op)))
    return static_class(op).ref


def _immediate_value(op: Operation) -> Rule:
    object_operand(operands(op, 1)[0])
    return _immediate_field(static_class(op))


def _get_class_constant(op: Operation) -> Rule:
    operands(op, 1)
    return static_slot(op).type


def _call(op: Operation) -> Rule:
    if not isinstance(op.static, Function):
        raise failure(f"static payload must be a function, got {op.static!r}")
    return apply_signature(op.static.signature, op.args)


def _continue_call(op: Operation) -> Rule:
    _call(op)
    return VOID


def _call_virtual(op: Operation) -> Rule:
    if not op.args:
        raise failure("takes the receiver as first operand")
    slot = static_slot(op)
    if not isinstance(slot.type, CodeType):
        raise failure(f"{slot!r} is no method")
    return apply_signature(slot.type.signature, op.args)


def _call_value(op: Operation) -> Rule:
    if not op.args:
        raise failure("takes the function value as first operand")
    code = object_operand(op.args[0]).find_field("code")
    if code is None or not isinstance(code.type, CodeType):
        raise failure(f"{op.args[0].type} is no function value")
    return apply_signature(code.type.signature, op.args[1:] + op.args[:1])


def _call_code(op: Operation) -> Rule:
    if not op.args or not isinstance(op.args[0].type, CodeType):
        raise failure("takes a code pointer as first operand")
    return apply_signature(op.args[0].type.signature, op.args[1:])


def _call_c(op: Operation) -> Rule:
    if not isinstance(op.static, CFunction):
        raise failure(f"static payload must be a C function, got {op.static!r}")
    return apply_signature(op.static.signature, op.args, op.static.variadic)


def _code_address(op: Operation) -> Rule:
    operands(op, 0)
    if not isinstance(op.static, Function):
        raise failure(f"static payload must be a function, got {op.static!r}")
    return code_of(op.static.signature)


def _raw_alloc(op: Operation) -> Rule:
    expect(operands(op, 1)[0], INT, "count")
    if not isinstance(op.static, (Type, StructType)):
        raise failure(f"static payload must be a type or structure, got {op.static!r}")
    return pointer_to(op.static)


def _raw_free(op: Operation) -> Rule:
    pointer_operand(operands(op, 1)[0])
    return VOID


def _raw_load(op: Operation) -> Rule:
    p, i = operands(op, 2)
    int_operand(i)
    return target_type(p)


def _raw_store(op: Operation) -> Rule:
    p, i, value = operands(op, 3)
    int_operand(i)
    expect(value, target_type(p), "value")
    return VOID


def _struct_field(op: Operation) -> StructField:
    target = pointer_operand(op.args[0]).target
    if not isinstance(op.static, StructField):
        raise failure(f"static payload must be a structure's field, got {op.static!r}")
    if not isinstance(target, StructType) or op.static.name not in target.fields:
        raise failure(f"{op.args[0].type} has no field {op.static.name}")
    return op.static


def _plain_struct_field(op: Operation) -> Type:
    field = _struct_field(op)
    if isinstance(field.type, StructType) or field.count is not None:
        raise failure(f"field {field.name} has an address, but is no plain value")
    return field.type


def _raw_get_field(op: Operation) -> Rule:
    operands(op, 1)
    return _plain_struct_field(op)


def _raw_set_field(op: Operation) -> Rule:
    _, value = operands(op, 2)
    expect(value, _plain_struct_field(op), "value")
    return VOID


def _raw_field_address(op: Operation) -> Rule:
    operands(op, 1)
    return pointer_to(_struct_field(op).type)


def _raw_add(op: Operation) -> Rule:
    p, n = operands(op, 2)
    int_operand(n)
    return pointer_operand(p)


def _raw_diff(op: Operation) -> Rule:
    p, q = operands(op, 2)
    expect(q, pointer_operand(p), "second operand")
    return INT


def _raw_copy(op: Operation) -> Rule:
    source, target, n = operands(op, 3)
    expect(target, pointer_operand(source), "target")
    int_operand(n)
    return VOID


def _raw_fill(op: Operation) -> Rule:
    p, byte, n = operands(op, 3)
    pointer_operand(p)
    int_operand(byte)
    int_operand(n)
    return VOID


def _raw_compare(op: Operation) -> Rule:
    p, q, n = operands(op, 3)
    expect(q, pointer_operand(p), "second operand")
    int_operand(n)
    return INT


def _cast_pointer(op: Operation) -> Rule:
    if not isinstance(operands(op, 1)[0].type, (PointerType, CodeType)):
        raise failure(f"operand must be a pointer, got {op.args[0].type}")
    return ANY_POINTER


def _pointer_to_int(op: Operation) -> Rule:
    _cast_pointer(op)
    return INT


def _int_to_pointer(op: Operation) -> Rule:
    int_operand(operands(op, 1)[0])
    return ANY_POINTER


def _pointer_eq(op: Operation) -> Rule:
    for value in operands(op, 2):
        if not isinstance(value.type, (PointerType, CodeType)):
            raise failure(f"operand must be a pointer, got {value.type}")
    return BOOL


def _size_of(op: Operation) -> Rule:
    operands(op, 0)
    if not isinstance(op.static, (Type, StructType, ClassType)):
        raise failure(f"static payload must be a type, structure or class, got {op.static!r}")
    return INT


def _zero(op: Operation) -> Rule:
    operands(op, 0)
    return ANY_VALUE


def _copy_object(op: Operation) -> Rule:
    (value,) = operands(op, 1)
    object_operand(value)
    return value.type


def _catch(op: Operation) -> Rule:
    operands(op, 0)
    return ANY_EXCEPTION


def _switch_stack(op: Operation) -> Rule:
    for value in operands(op, 2):
        object_operand(value)
    return VOID


def _save_frame(op: Operation) -> Rule:
    code, site = operands(op, 2)
    expect(code, code_of(Signature((), VOID)), "code")
    expect(site, INT, "site")
    return static_class(op).ref


def _resumed_frame(op: Operation) -> Rule:
    operands(op, 0)
    return ANY_REFERENCE


def _get_result(op: Operation) -> Rule:
    operands(op, 0)
    return VOID if op.result is None else ANY_VALUE


def _set_result(op: Operation) -> Rule:
    operands(op, 1)
    return VOID


def _keepalive(op: Operation) -> Rule:
    reference_operand(operands(op, 1)[0])
    return VOID


def _write_barrier_item(op: Operation) -> Rule:
    r, i = operands(op, 2)
    expect(i, INT, "index")
    item_type(r)
    return VOID


_RULES: dict[str, Callable[[Operation], Rule]] = {
    **{f"int_{name}": _int_binary for name in (
        "add", "sub", "mul", "and", "or", "xor", "add_ovf", "sub_ovf", "mul_ovf", "floordiv", "mod", "cdiv", "cmod",
        "mul_high")},
    **{f"int_{name}": _int_compare for name in ("eq", "ne", "lt", "le", "gt", "ge")},
    **{f"float_{name}": _float_compare for name in ("eq", "ne", "lt", "le", "gt", "ge")},
    **{f"float_{name}": _float_binary for name in ("add", "sub", "mul", "truediv")},
    **{f"float_{name}": _float_unary for name in ("neg", "abs", "sqrt", "floor")},
    **{f"int_{name}": _bit_count for name in ("clz", "ctz", "popcount")},
    "int_neg": _int_unary,
    "int_invert": _int_unary,
    "int_lshift": _shift,
    "int_rshift": _shift,
    "cast_int": _cast_int,
    "int_to_float": _int_to_float,
    "float_to_int": _float_to_int,
    "bool_not": _fixed((BOOL,), BOOL),
    "bool_eq": _fixed((BOOL, BOOL), BOOL),
    "cast_float": _cast_float,
    "float_to_bits": _fixed((FLOAT,), INT),
    "bits_to_float": _fixed((INT,), FLOAT),
    "check_index": _check_index,
    "check_nonzero": _int_unary,
    "check_not_none": _check_not_none,
    "check_cast": _check_cast,
    "make_tuple": _make_tuple,
    "tuple_get": _tuple_get,
    "new": _new,
    "copy_object": _copy_object,
    "new_var": _new_var,
    "getfield": _getfield,
    "setfield": _setfield,
    "getitem": _getitem,
    "setitem": _setitem,
    "item_address": _item_address,
    "copy_items": _copy_items,
    "cast_ref": _cast_ref,
    "isinstance": _class_test,
    "is_exactly": _class_test,
    "same_class": _same_class,
    "ref_eq": _ref_eq,
    "is_null": _is_null,
    "ref_to_int": _ref_to_int,
    "class_name": _class_name,
    "make_immediate": _make_immediate,
    "immediate_value": _immediate_value,
    "get_class_constant": _get_class_constant,
    "call": _call,
    "call_virtual": _call_virtual,
    "call_value": _call_value,
    "call_code": _call_code,
    "call_c": _call_c,
    "code_address": _code_address,
    "raw_alloc": _raw_alloc,
    "raw_free": _raw_free,
    "raw_load": _raw_load,
    "raw_store": _raw_store,
    "raw_get_field": _raw_get_field,
    "raw_set_field": _raw_set_field,
    "raw_field_address": _raw_field_address,
    "raw_add": _raw_add,
    "raw_diff": _raw_diff,
    "raw_copy": _raw_copy,
    "raw_fill": _raw_fill,
    "raw_compare": _raw_compare,
    "cast_pointer": _cast_pointer,
    "pointer_to_int": _pointer_to_int,
    "int_to_pointer": _int_to_pointer,
    "pointer_eq": _pointer_eq,
    "size_of": _size_of,
    "switch_stack": _switch_stack,
    "unwind_stack": _fixed((), VOID),
    "stack_is_low": _fixed((), BOOL),
    "is_resuming": _fixed((), BOOL),
    "continue_call": _continue_call,
    "call_pinned": _call,
    "save_frame": _save_frame,
    "resumed_frame": _resumed_frame,
    "get_result": _get_result,
    "set_result": _set_result,
    "stack_space": _fixed((), INT),
    "callback_depth": _fixed((), INT),
    "zero": _zero,
    "catch": _catch,
    "fits_immediate_float": _fixed((FLOAT,), BOOL),
    "get_errno": _fixed((), INT),
    "set_errno": _fixed((INT,), VOID),
    "print_traceback": _fixed((), VOID),
    "write_barrier": _keepalive,
    "write_barrier_item": _write_barrier_item,
    "keepalive": _keepalive,
    "note_raise": _keepalive,
    "debug_abort": _keepalive,
}

assert _RULES.keys() == OPERATIONS.keys(), _RULES.keys() ^ OPERATIONS.keys()
