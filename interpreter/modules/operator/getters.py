"""attrgetter, itemgetter and methodcaller."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.functools.partial import partial_type
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.str import Str, intern, intern_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call_any
from interpreter.protocols.item import get_item
from interpreter.protocols.text import repr_of


def single(name: str, arguments: Tuple, keywords: Optional[Dict]) -> Object:
    """The one argument that a getter takes."""
    if keywords is not None and keywords.count > 0:
        raise type_error(f"{name}() takes no keyword arguments")
    if arguments.length != 1:
        raise type_error(f"{name} expected 1 argument, got {arguments.length}")
    return arguments.item(0)


def check_creation(name: str, arguments: Tuple, keywords: Optional[Dict]) -> None:
    if keywords is not None and keywords.count > 0:
        raise type_error(f"{name}() takes no keyword arguments")
    if arguments.length == 0:
        raise type_error(f"{name} expected 1 argument, got 0")


def text_of(owner: Object, parts: list[Object], names: list[str], values: list[Object]) -> str:
    """``operator.itemgetter(1, 2)``."""
    name = f"operator.{type_of(owner).name}"
    if not enter_repr(owner):
        return f"{name}(...)"
    try:
        texts = [repr_of(part) for part in parts]
        for i in range(len(names)):
            texts.append(f"{names[i]}={repr_of(values[i])}")
        return f"{name}({', '.join(texts)})"
    finally:
        leave_repr(owner)


class AttrGetter(Object):
    """attrgetter(attr, ...) --> attrgetter object

    `paths` are the attributes, each split at its dots."""
    names: Tuple
    paths: list[list[str]]

    def __init__(self, names: Tuple, paths: list[list[str]]) -> None:
        self.names = names
        self.paths = paths

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Create and return a new object."""
        check_creation("attrgetter", arguments, keywords)
        paths: list[list[str]] = []
        for name in arguments.items():
            if not isinstance(name, Str):
                raise type_error("attribute name must be a string")
            paths.append([intern(part).value for part in name.value.split(".")])
        return AttrGetter(arguments, paths)

    @exposed("__call__", rest="arguments", keywords="keywords")
    def call(self, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Call self as a function."""
        x = single("attrgetter", arguments, keywords)
        if len(self.paths) == 1:
            return attribute_along(x, self.paths[0])
        return new_tuple([attribute_along(x, path) for path in self.paths])

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return text_of(self, self.names.items(), [], [])

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling"""
        return tuple2(type_of(self), self.names)


def attribute_along(x: Object, path: list[str]) -> Object:
    for name in path:
        x = get_attribute(x, name)
    return x


class ItemGetter(Object):
    """itemgetter(item, ...) --> itemgetter object"""
    keys: Tuple

    def __init__(self, keys: Tuple) -> None:
        self.keys = keys

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Create and return a new object."""
        check_creation("itemgetter", arguments, keywords)
        return ItemGetter(arguments)

    @exposed("__call__", rest="arguments", keywords="keywords")
    def call(self, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Call self as a function."""
        x = single("itemgetter", arguments, keywords)
        if self.keys.length == 1:
            return get_item(x, self.keys.item(0))
        return new_tuple([get_item(x, key) for key in self.keys.items()])

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return text_of(self, self.keys.items(), [], [])

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling"""
        return tuple2(type_of(self), self.keys)


class MethodCaller(Object):
    """methodcaller(name, ...) --> methodcaller object"""
    name: Str
    arguments: Tuple
    keywords: Dict

    def __init__(self, name: Str, arguments: Tuple, keywords: Dict) -> None:
        self.name = name
        self.arguments = arguments
        self.keywords = keywords

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Create and return a new object."""
        if arguments.length == 0:
            raise type_error("methodcaller needs at least one argument, the method name")
        name = arguments.item(0)
        if not isinstance(name, Str):
            raise type_error("method name must be a string")
        return MethodCaller(intern_str(name), new_tuple(arguments.items()[1:]), Dict() if keywords is None else keywords)

    @exposed("__call__", rest="arguments", keywords="keywords")
    def call(self, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Call self as a function."""
        x = single("methodcaller", arguments, keywords)
        names, values = keyword_lists(self.keywords)
        return call_any(get_attribute(x, self.name.value), self.arguments.items(), names, values)

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        names, values = keyword_lists(self.keywords)
        return text_of(self, self.with_name(), names, values)

    def with_name(self) -> list[Object]:
        parts: list[Object] = [self.name]
        return parts + self.arguments.items()

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling"""
        if self.keywords.count == 0:
            return tuple2(type_of(self), new_tuple(self.with_name()))
        names, values = keyword_lists(self.keywords)
        return tuple2(call_any(partial_type, [type_of(self), self.name], names, values), self.arguments)


attrgetter_type = define(AttrGetter, "attrgetter", module="operator")
itemgetter_type = define(ItemGetter, "itemgetter", module="operator")
methodcaller_type = define(MethodCaller, "methodcaller", module="operator")
