"""What Python programs can do with ``int | str`` (PEP 604), and how types make it."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import add_methods, define
from interpreter.objects.generic_alias import GenericAlias, Union
from interpreter.objects.generic_alias_methods import generic_alias_type
from interpreter.objects.int import new_bool
from interpreter.objects.object import Object, Type
from interpreter.objects.operators import Operators
from interpreter.objects.set import FrozenSet
from interpreter.objects.singleton_methods import none_type
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.objects.type import type_type
from interpreter.objects.type_parameters import parameters_of, repr_of_argument, substituted
from interpreter.protocols.compare import EQ, NE, equals, hash_of
from interpreter.protocols.number import binary
from interpreter.protocols.types import is_instance, is_subclass


def is_type(x: Object) -> bool:
    """Whether ``|`` makes a union of it."""
    return x is NONE or isinstance(x, Type) or isinstance(x, GenericAlias) or isinstance(x, Union)


def unite(a: Object, b: Object) -> Object:
    """``a | b`` of types."""
    if not is_type(a) or not is_type(b):
        return NOT_IMPLEMENTED
    members: list[Object] = []
    add_members(members, a)
    add_members(members, b)
    return members[0] if len(members) == 1 else Union(new_tuple(members))


def add_members(members: list[Object], x: Object) -> None:
    if isinstance(x, Union):
        for member in x.arguments.items():
            add_member(members, member)
    else:
        add_member(members, none_type if x is NONE else x)


def add_member(members: list[Object], x: Object) -> None:
    for member in members:
        if member is x or isinstance(member, GenericAlias) and isinstance(x, GenericAlias) and equals(member, x):
            return
    members.append(x)


def parameters(union: Union) -> Tuple:
    found = union.parameters
    if found is None:
        found = parameters_of(union.arguments)
        union.parameters = found
    return found


@exposed("__repr__")
def union_repr(self: Union) -> str:
    """Return repr(self)."""
    return " | ".join(["None" if member is none_type else repr_of_argument(member) for member in self.arguments.items()])


@exposed("__hash__")
def union_hash(self: Union) -> int:
    """Return hash(self)."""
    return hash_of(member_set(self))


def member_set(union: Union) -> FrozenSet:
    result = FrozenSet()
    for member in union.arguments.items():
        result.add(member)
    return result


def compare(operation: int, a: Union, b: Object) -> Object:
    """Whatever the order of the members; only == and !=."""
    if not isinstance(b, Union) or operation != EQ and operation != NE:
        return NOT_IMPLEMENTED
    return new_bool(equals(member_set(a), member_set(b)) == (operation == EQ))


@exposed("__instancecheck__")
def union_instancecheck(self: Union, instance: Object, /) -> bool:
    """Check if an object is an instance of any member."""
    for member in self.arguments.items():
        if isinstance(member, GenericAlias):
            raise type_error("isinstance() argument 2 cannot be a parameterized generic")
        if is_instance(instance, member):
            return True
    return False


@exposed("__subclasscheck__")
def union_subclasscheck(self: Union, subclass: Object, /) -> bool:
    """Check if a class is a subclass of any member."""
    if not isinstance(subclass, Type):
        raise type_error("issubclass() arg 1 must be a class")
    for member in self.arguments.items():
        if isinstance(member, GenericAlias):
            raise type_error("issubclass() argument 2 cannot be a parameterized generic")
        if is_subclass(subclass, member):
            return True
    return False


@exposed("__getitem__")
def union_get(self: Union, key: Object, /) -> Object:
    """Return self[key]."""
    members = substituted(self, self.arguments, parameters(self), key)
    result = members.item(0)
    for i in range(1, members.length):
        result = binary(Slot.OR, result, members.item(i))
    return result


@exposed_property("__args__")
def union_arguments(self: Union) -> Object:
    return self.arguments


@exposed_property("__parameters__")
def union_parameters(self: Union) -> Object:
    """Type variables in the types.UnionType."""
    return parameters(self)


operators = Operators(Union, __name__, "union_")
_lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(compare)
_or, _ror = operators.mixed("or", "|", unite)
_type_or, _type_ror = Operators(Type, __name__, "type_").mixed("or", "|", unite)
_alias_or, _alias_ror = Operators(GenericAlias, __name__, "alias_").mixed("or", "|", unite)

define(Union, "UnionType", methods=__name__, prefix="union_", module="types",
                    doc="Represent a PEP 604 union type\n\nE.g. for int | str")
add_methods(type_type, __name__, "type_")
add_methods(generic_alias_type, __name__, "alias_")
