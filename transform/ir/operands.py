"""What type rules are made of: families of types, whether a value may stand for another, and checks of operands.

The checks raise TypeRuleError where an operand is not what the rule wants (see `typerules`).
"""
from __future__ import annotations

from typing import Callable, NamedTuple, Sequence, Union

from transform.ir.graph import Operation, Value
from transform.ir.types import (
    VOID, ClassType, CodeType, Field, FloatType, IntType, PointerType, RefType, Signature, StructType, TupleType,
    Type, VtableSlot,
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


# Small checks that the rules are made of.

def failure(message: str) -> TypeRuleError:
    """The error of an operation that breaks its rule."""
    return TypeRuleError(message)


def operands(op: Operation, count: int) -> list[Value]:
    """The operands, which must be so many."""
    if len(op.args) != count:
        raise failure(f"takes {count} operands, got {len(op.args)}")
    return op.args


def expect(value: Value, type: Type, what: str = "operand") -> None:
    """Checks that a value may stand where that type is expected."""
    if not is_assignable(value.type, type):
        raise failure(f"{what} must be {type}, got {value.type}")


def int_operand(value: Value) -> IntType:
    """The type of a value that must be an integer."""
    if not isinstance(value.type, IntType):
        raise failure(f"operand must be an integer, got {value.type}")
    return value.type


def float_operand(value: Value) -> FloatType:
    """The type of a value that must be a float."""
    if not isinstance(value.type, FloatType):
        raise failure(f"operand must be a float, got {value.type}")
    return value.type


def reference_operand(value: Value) -> RefType:
    """The type of a value that must be a reference."""
    if not isinstance(value.type, RefType):
        raise failure(f"operand must be a reference, got {value.type}")
    return value.type


def object_operand(value: Value) -> ClassType:
    """The class of an operand that must be a reference other than None."""
    type = reference_operand(value)
    if type.optional:
        raise failure(f"operand may be None: {type}")
    return type.cls


def pointer_operand(value: Value) -> PointerType:
    """The type of a value that must be a pointer."""
    if not isinstance(value.type, PointerType):
        raise failure(f"operand must be a raw pointer, got {value.type}")
    return value.type


def static_class(op: Operation) -> ClassType:
    """The static payload, which must be a class."""
    if not isinstance(op.static, ClassType):
        raise failure(f"static payload must be a class, got {op.static!r}")
    return op.static


def static_field(op: Operation) -> Field:
    """The static payload, which must be a field."""
    if not isinstance(op.static, Field):
        raise failure(f"static payload must be a field, got {op.static!r}")
    if not object_operand(op.args[0]).is_subclass(op.static.owner):
        raise failure(f"{op.args[0].type} has no field {op.static!r}")
    return op.static


def static_slot(op: Operation) -> VtableSlot:
    """The static payload, which must be a slot of a vtable."""
    if not isinstance(op.static, VtableSlot):
        raise failure(f"static payload must be a virtual slot, got {op.static!r}")
    if not object_operand(op.args[0]).is_subclass(op.static.owner):
        raise failure(f"{op.args[0].type} has no virtual slot {op.static!r}")
    return op.static


def item_type(value: Value) -> Type:
    """The item type of the variable part of an object operand."""
    cls: ClassType | None = object_operand(value)
    while cls is not None:
        if cls.varpart is not None:
            return cls.varpart
        cls = cls.base
    raise failure(f"{value.type} has no variable part")


def target_type(value: Value) -> Type:
    """What a typed pointer to plain values points to."""
    target = pointer_operand(value).target
    if isinstance(target, StructType) or target is VOID:
        raise failure(f"no value can be loaded or stored through {value.type}")
    return target


def apply_signature(signature: Signature, args: Sequence[Value], variadic: bool = False) -> Type:
    """The result of a call, its arguments checked."""
    if len(args) != len(signature.params) and not (variadic and len(args) > len(signature.params)):
        raise failure(f"takes {len(signature.params)} arguments, got {len(args)}")
    for number, (arg, param) in enumerate(zip(args, signature.params)):
        expect(arg, param, f"argument {number}")
    return signature.result
