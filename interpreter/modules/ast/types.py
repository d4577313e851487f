"""The Python types of syntax trees, made from the compiler's node classes.

They are types like those that class statements make: programs derive from them, and the library changes them."""
from __future__ import annotations

from typing import Iterable, Sequence

from interpreter.compiler import ast as tree
from interpreter.compiler.nodes import Evaluated, Field, Node
from interpreter.compiler.operators import ENUMERATIONS
from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.instance_dict import DICT_DESCRIPTOR, WEAK_REFERENCE_DESCRIPTOR
from interpreter.objects.object import Instance, Object, Type, new_instance, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple3
from interpreter.objects.type import object_type
from interpreter.protocols.attributes import find_type_attribute, set_attribute
from interpreter.protocols.compare import equals
from interpreter.protocols.iterate import list_of
from interpreter.protocols.text import repr_of
from transform.rpython import not_none

POSITIONS = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_PLACED = (tree.stmt, tree.expr, tree.pattern, tree.excepthandler, tree.arg, tree.keyword, tree.alias)
"""The node classes whose instances have a place in the source, with all below them."""


class NodeType:
    """A Python type of nodes; `is_placed`: whether its instances have a place in the source."""
    type: Type
    is_placed: bool

    def __init__(self, type: Type, is_placed: bool) -> None:
        self.type = type
        self.is_placed = is_placed


NODE_TYPES: dict[str, NodeType] = {}
"""All types by name."""


@exposed_static("__new__", rest="arguments", keywords="keywords")
def new(cls: Type, arguments: Object, keywords: Object) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    return new_instance(cls)


@exposed("__init__", rest="arguments", keywords="keywords")
def init(self: Instance, arguments: Tuple, keywords: Dict) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    cls = type_of(self)
    names = fields_of(cls)
    if arguments.length > len(names):
        plural = "" if len(names) == 1 else "s"
        raise type_error(f"{cls.name} constructor takes at most {len(names)} positional argument{plural}")
    for i in range(arguments.length):
        name = names[i]
        if not isinstance(name, Str):
            raise type_error(f"attribute name must be string, not '{type_of(name).name}'")
        set_attribute(self, name.value, arguments.item(i))
    for i in range(keywords.used):
        key = keywords.key_at(i)
        if isinstance(key, Str):
            for j in range(arguments.length):
                if equals(names[j], key):
                    raise type_error(f"{cls.name} got multiple values for argument {repr_of(key)}")
            set_attribute(self, key.value, keywords.value_at(i))


def fields_of(cls: Type) -> list[Object]:
    """The items of ``_fields``."""
    found = find_type_attribute(cls, "_fields")
    if found is None:
        return []
    return list_of(found)


@exposed("__reduce__")
def reduce(self: Instance) -> Object:
    """Helper for pickle."""
    return tuple3(type_of(self), EMPTY_TUPLE, not_none(self.get_dict()))


def is_optional(field: Field) -> bool:
    """Whether a field may be absent, or None. The level of an import may, which the compiler then has as 0."""
    return field.name == "level" or field.is_optional and not field.is_list


def _make(name: str, base: Type, doc: str | None, fields: Sequence[Field] = (), *, placed: bool = False) -> Type:
    """Defines one type. `placed`: whether it adds the attributes of a place, beside those of its base."""
    made = Type(name, None, [base], {})
    define(Instance, name, base=base, allocate=new_instance, existing=made, methods=__name__ if base is object_type else "")
    made.is_heap = True
    made.instances_have_dict = True
    names = _names([field.name for field in fields])
    made.namespace["_fields"] = made.namespace["__match_args__"] = names
    made.namespace["__module__"] = new_str("ast")
    made.namespace["__doc__"] = NONE if doc is None else new_str(doc)
    if base is object_type or placed:
        made.namespace["_attributes"] = _names(POSITIONS if placed else ())
    absent = [field.name for field in fields if is_optional(field)]
    for optional in absent + (list(POSITIONS[2:]) if placed and name != "pattern" else []):
        made.namespace[optional] = NONE
    NODE_TYPES[name] = NodeType(made, placed or base.name in NODE_TYPES and NODE_TYPES[base.name].is_placed)
    return made


def _names(texts: Iterable[str]) -> Tuple:
    return new_tuple([new_str(text) for text in texts])


def _signature(cls: type[Node]) -> str:
    """A node class as the grammar of trees writes it (CPython's Parser/Python.asdl)."""
    if not cls.FIELDS:
        return cls.__name__
    return f"{cls.__name__}({', '.join(_declaration(field) for field in cls.FIELDS)})"


def _declaration(field: Field) -> str:
    kind = {"Object": "constant", "AnyPattern": "pattern", "str": "identifier"}.get(field.type, field.type)
    if kind == "identifier" and field.name in ("type_comment", "kind", "tag"):
        kind = "string"
    return f"{kind}{'*' if field.is_list else '?' if is_optional(field) else ''} {field.name}"


def _alternatives(name: str, texts: Iterable[str], separator: str) -> str:
    return f"{name} = " + separator.join(texts)


def groups() -> list[type[Node]]:
    """The classes of nodes that derive from no other: groups, and parts of nodes, which have no classes below them."""
    return [cls for cls in vars(tree).values() if isinstance(cls, type) and cls.__module__ == tree.__name__ and cls.__base__ in (Node, Evaluated)]


def _make_all() -> None:
    """Defines a type for each node class and each constant of the compiler."""
    root = _make("AST", object_type, None)
    root.namespace["__dict__"] = DICT_DESCRIPTOR
    root.namespace["__weakref__"] = WEAK_REFERENCE_DESCRIPTOR
    for group in groups():
        members = group.__subclasses__()
        if members:
            separator = "\n" + " " * (len(group.__name__) + 1) + "| "
            doc = _alternatives(group.__name__, [_signature(cls) for cls in members], separator)
            made = _make(group.__name__, root, doc, placed=group in _PLACED)
            for cls in members:
                _make(cls.__name__, made, _signature(cls), cls.FIELDS)
        else:
            _make(group.__name__, root, _signature(group), group.FIELDS, placed=group in _PLACED)
    for name, enumeration in ENUMERATIONS.items():
        made = _make(name, root, _alternatives(name, enumeration.names, " | "))
        for constant in enumeration.names:
            _make(constant, made, constant)


_make_all()
