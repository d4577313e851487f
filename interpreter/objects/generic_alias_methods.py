"""What Python programs can do with ``list[int]`` (PEP 585)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.state import builtins_dict
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import new_bool
from interpreter.objects.iterators import Iterator, by_iter
from interpreter.objects.object import Object, Type
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.str import Str
from interpreter.objects.subclass import GenericAliasInstance, check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, tuple1, tuple2
from interpreter.objects.type_parameters import parameters_of, repr_of_argument, substituted
from interpreter.protocols.attributes import find_attribute, get_attribute, no_attribute, set_attribute
from interpreter.protocols.call import call_any
from interpreter.protocols.compare import EQ, NE, equals, hash_of
from transform.rpython import not_none

_ATTRIBUTE_ERROR = EXCEPTIONS["AttributeError"]
_TYPE_ERROR = EXCEPTIONS["TypeError"]

_OWN_ATTRIBUTES = [
    "__class__", "__origin__", "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__", "__mro_entries__",
    "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__"]
"""All others are those of the origin."""


@exposed_static("__new__")
def new(cls: Type, origin: Object, args: Object, /) -> Object:
    """Create and return a new object."""
    check_subtype(cls, generic_alias_type)
    return GenericAliasInstance(cls, origin, args) if cls.is_heap else GenericAlias(origin, args)


def allocate(type: Type) -> Object:
    return GenericAliasInstance(type, NONE, EMPTY_TUPLE)


def parameters(alias: GenericAlias) -> Tuple:
    found = alias.parameters
    if found is None:
        found = parameters_of(alias.arguments)
        alias.parameters = found
    return found


@exposed("__repr__")
def to_repr(self: GenericAlias) -> str:
    """Return repr(self)."""
    star = "*" if self.is_unpacked else ""
    if self.arguments.length == 0:
        return f"{star}{repr_of_argument(self.origin)}[()]"
    return f"{star}{repr_of_argument(self.origin)}[{', '.join([repr_of_argument(a) for a in self.arguments.items()])}]"


@exposed("__getattribute__")
def getattribute(self: GenericAlias, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    if name.value not in _OWN_ATTRIBUTES:
        return get_attribute(self.origin, name.value)
    found = find_attribute(self, name.value)
    if found is None:
        raise no_attribute(self, name.value)
    return found


@exposed("__call__", rest="arguments", keywords="keywords")
def call(self: GenericAlias, arguments: Tuple, keywords: Dict) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    made = call_any(self.origin, arguments.items(), names, values)
    try:
        set_attribute(made, "__orig_class__", self)
    except PyError as error:
        if not (error.type.is_subtype(_ATTRIBUTE_ERROR) or error.type.is_subtype(_TYPE_ERROR)):
            raise
    return made


@exposed("__getitem__")
def get(self: GenericAlias, key: Object, /) -> Object:
    """Return self[key]."""
    result = GenericAlias(self.origin, substituted(self, self.arguments, parameters(self), key))
    result.is_unpacked = self.is_unpacked
    return result


@exposed("__mro_entries__")
def mro_entries(self: GenericAlias, bases: Object, /) -> Object:
    return tuple1(self.origin)


@exposed("__instancecheck__")
def instancecheck(self: GenericAlias, instance: Object, /) -> Object:
    raise type_error("isinstance() argument 2 cannot be a parameterized generic")


@exposed("__subclasscheck__")
def subclasscheck(self: GenericAlias, subclass: Object, /) -> Object:
    raise type_error("issubclass() argument 2 cannot be a parameterized generic")


@exposed("__hash__")
def hash_value(self: GenericAlias) -> int:
    """Return hash(self)."""
    return hash_of(self.origin) ^ hash_of(self.arguments)


def compare(operation: int, a: GenericAlias, b: Object) -> Object:
    if not isinstance(b, GenericAlias) or operation != EQ and operation != NE:
        return NOT_IMPLEMENTED
    same = a.is_unpacked == b.is_unpacked and equals(a.origin, b.origin) and equals(a.arguments, b.arguments)
    return new_bool(same == (operation == EQ))


_lt, _le, _eq, _ne, _gt, _ge = Operators(GenericAlias, __name__).comparisons(compare)


class UnpackIterator(Iterator):
    """``*alias`` in a subscript: gives the alias once, marked as unpacked."""
    alias: Optional[GenericAlias]

    def __init__(self, alias: GenericAlias) -> None:
        self.alias = alias

    def advance(self) -> Optional[Object]:
        alias = self.alias
        if alias is None:
            return None
        self.alias = None
        result = GenericAlias(alias.origin, alias.arguments)
        result.is_unpacked = True
        return result

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        alias = self.alias
        return by_iter(EMPTY_TUPLE if alias is None else alias)


@exposed("__iter__")
def iterate(self: GenericAlias) -> Object:
    """Implement iter(self)."""
    return UnpackIterator(self)


@exposed("__reduce__")
def reduce(self: GenericAlias) -> Object:
    """Return state information for pickling."""
    if self.is_unpacked:
        return tuple2(not_none(builtins_dict.get_str("next")), tuple1(UnpackIterator(GenericAlias(self.origin, self.arguments))))
    return tuple2(generic_alias_type, tuple2(self.origin, self.arguments))


@exposed_property("__origin__")
def get_origin(self: GenericAlias) -> Object:
    return self.origin


@exposed_property("__args__")
def get_arguments(self: GenericAlias) -> Object:
    return self.arguments


@exposed_property("__parameters__")
def get_parameters(self: GenericAlias) -> Object:
    """Type variables in the GenericAlias."""
    return parameters(self)


@exposed_property("__unpacked__")
def get_unpacked(self: GenericAlias) -> bool:
    return self.is_unpacked


@exposed_property("__typing_unpacked_tuple_args__")
def get_unpacked_tuple_arguments(self: GenericAlias) -> Object:
    is_tuple = isinstance(self.origin, Type) and self.origin.name == "tuple" and not self.origin.is_heap
    return self.arguments if self.is_unpacked and is_tuple else NONE


generic_alias_type = define(GenericAlias, "GenericAlias", allocate=allocate, methods=__name__, module="types",
                            doc="Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).")
define(UnpackIterator, "generic_alias_iterator", doc="")
