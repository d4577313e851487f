"""The type rule of every operation: what it takes and what it gives.

`result_rule(op)` checks the operands and the static payload of an operation and says what
type its result has: a `Type` (VOID where there is no result), or a `Family` where the
operation leaves the choice to its result ("any integer type"). The parser infers result
types from it, the printer leaves out what it infers, the verifier checks with it.
"""
from __future__ import annotations

from typing import Callable, NamedTuple, Sequence, Union

from transform.ir.graph import CFunction, Function, Operation, Value
from transform.ir.operations import OPERATIONS
from transform.ir.types import (
    BOOL, ClassType, CodeType, FLOAT, Field, FloatType, INT, IntType, PointerType, RefType, Signature,
    StructField, StructType, TupleType, Type, VOID, VtableSlot, code_of, pointer_to, tuple_of,
)


class TypeRuleError(Exception):
    """An operation breaks its type rule. The message says how."""


class Family(NamedTuple):
    """The result types that an operation admits where its operands do not fix one."""

    name: str
    admits: Callable[[Type], bool]


Rule = Union[Type, Family]

ANY_INT = Family("an integer type", lambda t: isinstance(t, IntType))
ANY_FLOAT = Family("a float type", lambda t: isinstance(t, FloatType))
ANY_REFERENCE = Family("a reference type", lambda t: isinstance(t, RefType))
ANY_VALUE = Family("a value", lambda t: t is not VOID)
ANY_EXCEPTION = Family("a reference to an exception", lambda t: isinstance(t, RefType) and t.cls.is_exception)
ANY_POINTER = Family("a pointer type", lambda t: isinstance(t, (PointerType, CodeType)))


def is_assignable(source: Type, target: Type) -> bool:
    """Whether a value of type ``source`` can stand where ``target`` is expected: the same
    type, or a reference to a subclass (non-optional where the target is), also inside a
    tuple. So passes may put a value of a narrower type in the place of another, and the C
    backend casts where the types differ."""
    if source is target:
        return True
    if isinstance(source, TupleType) and isinstance(target, TupleType):
        return len(source.items) == len(target.items) and all(map(is_assignable, source.items, target.items))
    if isinstance(source, RefType) and isinstance(target, RefType):
        return source.cls.is_subclass(target.cls) and (target.optional or not source.optional)
    return False


def admits(rule: Rule, type: Type) -> bool:
    """Whether a result of that type follows the rule."""
    return rule.admits(type) if isinstance(rule, Family) else is_assignable(rule, type)


def result_rule(op: Operation) -> Rule:
    """The type rule of the result of ``op``. TypeRuleError where its operands are wrong."""
    return _RULES[op.opdef.name](op)


# Small checks that the rules are made of.

def _fail(message: str) -> TypeRuleError:
    return TypeRuleError(message)


def _operands(op: Operation, count: int) -> list[Value]:
    if len(op.args) != count:
        raise _fail(f"takes {count} operands, got {len(op.args)}")
    return op.args


def _expect(value: Value, type: Type, what: str = "operand") -> None:
    if not is_assignable(value.type, type):
        raise _fail(f"{what} must be {type}, got {value.type}")


def _int(value: Value) -> IntType:
    if not isinstance(value.type, IntType):
        raise _fail(f"operand must be an integer, got {value.type}")
    return value.type


def _float(value: Value) -> FloatType:
    if not isinstance(value.type, FloatType):
        raise _fail(f"operand must be a float, got {value.type}")
    return value.type


def _reference(value: Value) -> RefType:
    if not isinstance(value.type, RefType):
        raise _fail(f"operand must be a reference, got {value.type}")
    return value.type


def _object(value: Value) -> ClassType:
    """The class of an operand that must be a reference other than None."""
    type = _reference(value)
    if type.optional:
        raise _fail(f"operand may be None: {type}")
    return type.cls


def _pointer(value: Value) -> PointerType:
    if not isinstance(value.type, PointerType):
        raise _fail(f"operand must be a raw pointer, got {value.type}")
    return value.type


def _static_class(op: Operation) -> ClassType:
    if not isinstance(op.static, ClassType):
        raise _fail(f"static payload must be a class, got {op.static!r}")
    return op.static


def _static_field(op: Operation) -> Field:
    if not isinstance(op.static, Field):
        raise _fail(f"static payload must be a field, got {op.static!r}")
    if not _object(op.args[0]).is_subclass(op.static.owner):
        raise _fail(f"{op.args[0].type} has no field {op.static!r}")
    return op.static


def _static_slot(op: Operation) -> VtableSlot:
    if not isinstance(op.static, VtableSlot):
        raise _fail(f"static payload must be a virtual slot, got {op.static!r}")
    if not _object(op.args[0]).is_subclass(op.static.owner):
        raise _fail(f"{op.args[0].type} has no virtual slot {op.static!r}")
    return op.static


def _item(value: Value) -> Type:
    """The item type of the variable part of an object operand."""
    cls: ClassType | None = _object(value)
    while cls is not None:
        if cls.varpart is not None:
            return cls.varpart
        cls = cls.base
    raise _fail(f"{value.type} has no variable part")


def _target(value: Value) -> Type:
    """What a typed pointer to plain values points to."""
    target = _pointer(value).target
    if isinstance(target, StructType) or target is VOID:
        raise _fail(f"no value can be loaded or stored through {value.type}")
    return target


def _apply(signature: Signature, args: Sequence[Value], variadic: bool = False) -> Type:
    """The result of a call, its arguments checked."""
    if len(args) != len(signature.params) and not (variadic and len(args) > len(signature.params)):
        raise _fail(f"takes {len(signature.params)} arguments, got {len(args)}")
    for number, (arg, param) in enumerate(zip(args, signature.params)):
        _expect(arg, param, f"argument {number}")
    return signature.result


# The rules.

def _int_binary(op: Operation) -> Rule:
    a, b = _operands(op, 2)
    _expect(b, _int(a), "second operand")
    return a.type


def _int_unary(op: Operation) -> Rule:
    return _int(_operands(op, 1)[0])


def _shift(op: Operation) -> Rule:
    a, n = _operands(op, 2)
    _int(n)
    return _int(a)


def _bit_count(op: Operation) -> Rule:
    _int(_operands(op, 1)[0])
    return INT


def _int_compare(op: Operation) -> Rule:
    _int_binary(op)
    return BOOL


def _cast_int(op: Operation) -> Rule:
    if _operands(op, 1)[0].type is not BOOL:
        _int(op.args[0])
    return ANY_INT


def _int_to_float(op: Operation) -> Rule:
    _int(_operands(op, 1)[0])
    return ANY_FLOAT


def _float_to_int(op: Operation) -> Rule:
    _float(_operands(op, 1)[0])
    return ANY_INT


def _float_binary(op: Operation) -> Rule:
    a, b = _operands(op, 2)
    _expect(b, _float(a), "second operand")
    return a.type


def _float_unary(op: Operation) -> Rule:
    return _float(_operands(op, 1)[0])


def _float_compare(op: Operation) -> Rule:
    _float_binary(op)
    return BOOL


def _cast_float(op: Operation) -> Rule:
    _float(_operands(op, 1)[0])
    return ANY_FLOAT


def _fixed(params: Sequence[Type], result: Type) -> Callable[[Operation], Rule]:
    """The rule of an operation on fixed types."""

    def rule(op: Operation) -> Rule:
        for value, type in zip(_operands(op, len(params)), params):
            _expect(value, type)
        return result

    return rule



def _check_index(op: Operation) -> Rule:
    i, n = _operands(op, 2)
    _expect(n, _int(i), "length")
    return i.type


def _check_not_none(op: Operation) -> Rule:
    return _reference(_operands(op, 1)[0]).cls.ref


def _check_cast(op: Operation) -> Rule:
    _reference(_operands(op, 1)[0])
    return _static_class(op).ref


def _make_tuple(op: Operation) -> Rule:
    return tuple_of(*[arg.type for arg in op.args])


def _tuple_get(op: Operation) -> Rule:
    type = _operands(op, 1)[0].type
    if not isinstance(type, TupleType):
        raise _fail(f"operand must be a tuple, got {type}")
    if not isinstance(op.static, int) or not 0 <= op.static < len(type.items):
        raise _fail(f"{type} has no item {op.static!r}")
    return type.items[op.static]


def _new(op: Operation) -> Rule:
    _operands(op, 0)
    return _static_class(op).ref


def _new_var(op: Operation) -> Rule:
    _expect(_operands(op, 1)[0], INT, "length")
    return _static_class(op).ref


def _getfield(op: Operation) -> Rule:
    _operands(op, 1)
    return _static_field(op).type


def _setfield(op: Operation) -> Rule:
    _, value = _operands(op, 2)
    _expect(value, _static_field(op).type, "value")
    return VOID


def _getitem(op: Operation) -> Rule:
    r, i = _operands(op, 2)
    _expect(i, INT, "index")
    return _item(r)


def _setitem(op: Operation) -> Rule:
    r, i, value = _operands(op, 3)
    _expect(i, INT, "index")
    _expect(value, _item(r), "value")
    return VOID


def _item_address(op: Operation) -> Rule:
    r, i = _operands(op, 2)
    _expect(i, INT, "index")
    return pointer_to(_item(r))


def _copy_items(op: Operation) -> Rule:
    source, i, target, j, n = _operands(op, 5)
    if _item(source) is not _item(target):
        raise _fail(f"cannot copy items from {source.type} to {target.type}")
    for value in (i, j, n):
        _expect(value, INT, "index")
    return VOID


def _cast_ref(op: Operation) -> Rule:
    _reference(_operands(op, 1)[0])
    return ANY_REFERENCE


def _class_test(op: Operation) -> Rule:
    _reference(_operands(op, 1)[0])
    _static_class(op)
    return BOOL


def _same_class(op: Operation) -> Rule:
    for value in _operands(op, 2):
        _object(value)
    return BOOL


def _ref_eq(op: Operation) -> Rule:
    for value in _operands(op, 2):
        _reference(value)
    return BOOL


def _is_null(op: Operation) -> Rule:
    if not isinstance(_operands(op, 1)[0].type, (RefType, PointerType, CodeType)):
        raise _fail(f"operand must be a reference or pointer, got {op.args[0].type}")
    return BOOL


def _ref_to_int(op: Operation) -> Rule:
    _reference(_operands(op, 1)[0])
    return INT


def _class_name(op: Operation) -> Rule:
    _object(_operands(op, 1)[0])
    return ANY_REFERENCE


def _immediate_field(cls: ClassType) -> Type:
    if cls.immediate is None:
        raise _fail(f"{cls} is no immediate class")
    return cls.all_fields()[0].type


def _make_immediate(op: Operation) -> Rule:
    _expect(_operands(op, 1)[0], _immediate_field(_static_class(op)))
    return _static_class(op).ref


def _immediate_value(op: Operation) -> Rule:
    _object(_operands(op, 1)[0])
    return _immediate_field(_static_class(op))


def _get_class_constant(op: Operation) -> Rule:
    _operands(op, 1)
    return _static_slot(op).type


def _call(op: Operation) -> Rule:
    if not isinstance(op.static, Function):
        raise _fail(f"static payload must be a function, got {op.static!r}")
    return _apply(op.static.signature, op.args)


def _continue_call(op: Operation) -> Rule:
    _call(op)
    return VOID


def _call_virtual(op: Operation) -> Rule:
    if not op.args:
        raise _fail("takes the receiver as first operand")
    slot = _static_slot(op)
    if not isinstance(slot.type, CodeType):
        raise _fail(f"{slot!r} is no method")
    return _apply(slot.type.signature, op.args)


def _call_value(op: Operation) -> Rule:
    if not op.args:
        raise _fail("takes the function value as first operand")
    code = _object(op.args[0]).find_field("code")
    if code is None or not isinstance(code.type, CodeType):
        raise _fail(f"{op.args[0].type} is no function value")
    return _apply(code.type.signature, op.args[1:] + op.args[:1])


def _call_code(op: Operation) -> Rule:
    if not op.args or not isinstance(op.args[0].type, CodeType):
        raise _fail("takes a code pointer as first operand")
    return _apply(op.args[0].type.signature, op.args[1:])


def _call_c(op: Operation) -> Rule:
    if not isinstance(op.static, CFunction):
        raise _fail(f"static payload must be a C function, got {op.static!r}")
    return _apply(op.static.signature, op.args, op.static.variadic)


def _code_address(op: Operation) -> Rule:
    _operands(op, 0)
    if not isinstance(op.static, Function):
        raise _fail(f"static payload must be a function, got {op.static!r}")
    return code_of(op.static.signature)


def _raw_alloc(op: Operation) -> Rule:
    _expect(_operands(op, 1)[0], INT, "count")
    if not isinstance(op.static, (Type, StructType)):
        raise _fail(f"static payload must be a type or structure, got {op.static!r}")
    return pointer_to(op.static)


def _raw_free(op: Operation) -> Rule:
    _pointer(_operands(op, 1)[0])
    return VOID


def _raw_load(op: Operation) -> Rule:
    p, i = _operands(op, 2)
    _int(i)
    return _target(p)


def _raw_store(op: Operation) -> Rule:
    p, i, value = _operands(op, 3)
    _int(i)
    _expect(value, _target(p), "value")
    return VOID


def _struct_field(op: Operation) -> StructField:
    target = _pointer(op.args[0]).target
    if not isinstance(op.static, StructField):
        raise _fail(f"static payload must be a structure's field, got {op.static!r}")
    if not isinstance(target, StructType) or op.static.name not in target.fields:
        raise _fail(f"{op.args[0].type} has no field {op.static.name}")
    return op.static


def _plain_struct_field(op: Operation) -> Type:
    field = _struct_field(op)
    if isinstance(field.type, StructType) or field.count is not None:
        raise _fail(f"field {field.name} has an address, but is no plain value")
    return field.type


def _raw_get_field(op: Operation) -> Rule:
    _operands(op, 1)
    return _plain_struct_field(op)


def _raw_set_field(op: Operation) -> Rule:
    _, value = _operands(op, 2)
    _expect(value, _plain_struct_field(op), "value")
    return VOID


def _raw_field_address(op: Operation) -> Rule:
    _operands(op, 1)
    return pointer_to(_struct_field(op).type)


def _raw_add(op: Operation) -> Rule:
    p, n = _operands(op, 2)
    _int(n)
    return _pointer(p)


def _raw_diff(op: Operation) -> Rule:
    p, q = _operands(op, 2)
    _expect(q, _pointer(p), "second operand")
    return INT


def _raw_copy(op: Operation) -> Rule:
    source, target, n = _operands(op, 3)
    _expect(target, _pointer(source), "target")
    _int(n)
    return VOID


def _raw_fill(op: Operation) -> Rule:
    p, byte, n = _operands(op, 3)
    _pointer(p)
    _int(byte)
    _int(n)
    return VOID


def _raw_compare(op: Operation) -> Rule:
    p, q, n = _operands(op, 3)
    _expect(q, _pointer(p), "second operand")
    _int(n)
    return INT


def _cast_pointer(op: Operation) -> Rule:
    if not isinstance(_operands(op, 1)[0].type, (PointerType, CodeType)):
        raise _fail(f"operand must be a pointer, got {op.args[0].type}")
    return ANY_POINTER


def _pointer_to_int(op: Operation) -> Rule:
    _cast_pointer(op)
    return INT


def _int_to_pointer(op: Operation) -> Rule:
    _int(_operands(op, 1)[0])
    return ANY_POINTER


def _pointer_eq(op: Operation) -> Rule:
    for value in _operands(op, 2):
        if not isinstance(value.type, (PointerType, CodeType)):
            raise _fail(f"operand must be a pointer, got {value.type}")
    return BOOL


def _size_of(op: Operation) -> Rule:
    _operands(op, 0)
    if not isinstance(op.static, (Type, StructType, ClassType)):
        raise _fail(f"static payload must be a type, structure or class, got {op.static!r}")
    return INT


def _zero(op: Operation) -> Rule:
    _operands(op, 0)
    return ANY_VALUE


def _copy_object(op: Operation) -> Rule:
    (value,) = _operands(op, 1)
    _object(value)
    return value.type


def _catch(op: Operation) -> Rule:
    _operands(op, 0)
    return ANY_EXCEPTION


def _switch_stack(op: Operation) -> Rule:
    for value in _operands(op, 2):
        _object(value)
    return VOID


def _save_frame(op: Operation) -> Rule:
    code, site = _operands(op, 2)
    _expect(code, code_of(Signature((), VOID)), "code")
    _expect(site, INT, "site")
    return _static_class(op).ref


def _resumed_frame(op: Operation) -> Rule:
    _operands(op, 0)
    return ANY_REFERENCE


def _get_result(op: Operation) -> Rule:
    _operands(op, 0)
    return VOID if op.result is None else ANY_VALUE


def _set_result(op: Operation) -> Rule:
    _operands(op, 1)
    return VOID


def _keepalive(op: Operation) -> Rule:
    _reference(_operands(op, 1)[0])
    return VOID


def _write_barrier_item(op: Operation) -> Rule:
    r, i = _operands(op, 2)
    _expect(i, INT, "index")
    _item(r)
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
