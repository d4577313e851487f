"""How any object is copied and pickled: ``object.__reduce_ex__`` and what belongs to it (PEP 307)."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import add_methods
from interpreter.modules.importing import import_full
from interpreter.modules.state import modules
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.list import List
from interpreter.objects.member import Member
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple2
from interpreter.objects.type import object_type
from interpreter.protocols.attributes import get_attribute, lookup_special
from interpreter.protocols.call import call0, call2
from interpreter.protocols.iterate import iterator_of


@exposed("__reduce_ex__")
def reduce_ex(self: Object, protocol: int, /) -> Object:
    """Helper for pickle."""
    own = type_of(self).lookup("__reduce__")
    if own is not None and own is not object_type.namespace.get("__reduce__"):
        return call0(get_attribute(self, "__reduce__"))
    return reduced(self, protocol)


@exposed("__reduce__")
def reduce(self: Object) -> Object:
    """Helper for pickle."""
    return reduced(self, 0)


@exposed("__getstate__")
def getstate(self: Object) -> Object:
    """Helper for pickle."""
    return state_of(self)


def reduced(self: Object, protocol: int) -> Object:
    copyreg = modules.get_str("copyreg")
    if copyreg is None:
        copyreg = import_full("copyreg")
    if protocol < 2:
        return call2(get_attribute(copyreg, "_reduce_ex"), self, new_int(protocol))
    t = type_of(self)
    if t.allocate is None:
        raise type_error(f"cannot pickle '{t.name}' object")
    with_names = lookup_special(self, "__getnewargs_ex__")
    plain = lookup_special(self, "__getnewargs__")
    arguments: Object = EMPTY_TUPLE
    maker = get_attribute(copyreg, "__newobj__")
    items: list[Object] = [t]
    if with_names is not None:
        pair = call0(with_names)
        if not isinstance(pair, Tuple) or pair.length != 2:
            raise type_error(f"__getnewargs_ex__ should return a tuple, not '{type_of(pair).name}'")
        maker = get_attribute(copyreg, "__newobj_ex__")
        items.append(pair.item(0))
        items.append(pair.item(1))
    else:
        if plain is not None:
            arguments = call0(plain)
        if not isinstance(arguments, Tuple):
            raise type_error(f"__getnewargs__ should return a tuple, not '{type_of(arguments).name}'")
        for argument in arguments.items():
            items.append(argument)
        if plain is None and t.base is not None and not plain_layout(t):
            raise type_error(f"cannot pickle '{t.name}' object")
    state = call0(get_attribute(self, "__getstate__"))
    list_items: Object = iterator_of(self) if isinstance(self, List) else NONE
    dict_items: Object = iterator_of(call0(get_attribute(self, "items"))) if isinstance(self, Dict) else NONE
    return new_tuple([maker, new_tuple(items), state, list_items, dict_items])


def plain_layout(t: Type) -> bool:
    """Whether an empty instance and its state are all that there is to an object."""
    for above in t.mro:
        if not above.is_heap:
            return above is object_type or above.name == "list" or above.name == "dict" or above.is_subtype(_BASE_EXCEPTION)
    return True


_BASE_EXCEPTION = EXCEPTIONS["BaseException"]


def state_of(self: Object) -> Object:
    """The attributes: a dict, None, or a pair with those in members."""
    attributes = self.get_dict() if self.has_attributes() else None
    state: Object = NONE if attributes is None else attributes
    if isinstance(state, Dict) and state.count == 0:
        state = NONE
    if type_of(self).member_count == 0:
        return state
    members = Dict()
    for t in type_of(self).mro:
        if t.is_heap:
            for name in t.namespace:
                descriptor = t.namespace[name]
                if isinstance(descriptor, Member):
                    value = self.get_member(descriptor.index)
                    if value is not None:
                        members.set(new_str(name), value)
    if members.count > 0:
        return tuple2(state, members)
    return state


add_methods(object_type, __name__, "")
