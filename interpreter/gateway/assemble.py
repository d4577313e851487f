"""Puts what RPython classes and modules expose into Python types and modules. Runs once, at import time, when all of them are there."""
from __future__ import annotations

from typing import Any, Optional

from interpreter.gateway.exposed import Exposure, exposure_of
from interpreter.gateway.modules import ModuleDefinition, module_definitions
from interpreter.gateway.trampolines import make_function, takes_nothing
from interpreter.gateway.typedef import Definition, definitions
from interpreter.modules.state import builtin_modules, modules
from interpreter.objects.builtin_function import BuiltinFunction, Kind
from interpreter.objects.function import StaticMethod
from interpreter.objects.module import Module
from interpreter.objects.object import Instance, Object, Type
from interpreter.objects.property import BuiltinProperty
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.subclass import TupleInstance
from interpreter.objects.type import ready, type_type


def assemble() -> None:
    """Fills all built-in types and modules."""
    for definition in definitions:
        if definition.type.metatype is None:
            definition.type.metatype = type_type
    for definition in definitions:
        definition.cls.python_type = None if _has_map(definition.cls) else definition.type  # type: ignore[attr-defined]
    for definition in definitions:
        _fill_type(definition)
    done: set[int] = set()
    for definition in definitions:
        _ready(definition.type, done)
    for module in module_definitions:
        builtin_modules[module.name] = _make_module(module)
    for name in ("sys", "builtins"):
        modules.set_str(name, builtin_modules[name])


def _has_map(cls: type) -> bool:
    """Whether each instance knows its own type: it has a map, or something that has one."""
    return issubclass(cls, (TupleInstance, Type, Module)) or any("map" in vars(base).get("__annotations__", {}) for base in cls.__mro__)


def _ready(type: Type, done: set[int]) -> None:
    if id(type) in done:
        return
    done.add(id(type))
    for base in type.bases:
        _ready(base, done)
    ready(type)


def _members(cls: type) -> list[Any]:
    """What an RPython class has, with what it inherits from classes that stand for no Python type."""
    defined = {definition.cls for definition in definitions}
    found: dict[str, Any] = {}
    for current in cls.__mro__:
        if current is not cls and current in defined:
            break
        for name, member in vars(current).items():
            found.setdefault(name, member)
    return list(found.values())


def _fill_type(definition: Definition) -> None:
    owner = definition.type
    namespace = owner.namespace
    for live in [*_members(definition.cls), *definition.functions]:
        function = live.__func__ if isinstance(live, (staticmethod, classmethod)) else live
        exposure = exposure_of(function)
        if exposure is not None and exposure.name not in namespace:
            namespace[exposure.name] = _member(definition, function, exposure)
        elif exposure is not None:
            _extend(namespace[exposure.name], definition, function, exposure)
    if "__eq__" in namespace and "__hash__" not in namespace:
        namespace["__hash__"] = NONE
    if definition.doc is not None and "__doc__" not in namespace:
        namespace["__doc__"] = new_str(definition.doc)


def _member(definition: Definition, function: Any, exposure: Exposure) -> Object:
    if exposure.role in ("getter", "setter"):
        made = BuiltinProperty(exposure.name, definition.type)
        _extend(made, definition, function, exposure)
        return made
    found = _function(definition, function, exposure)
    return StaticMethod(found) if exposure.kind == Kind.STATIC_METHOD else found


def _extend(made: Object, definition: Definition, function: Any, exposure: Exposure) -> None:
    """Adds the getter or the setter to a property."""
    assert isinstance(made, BuiltinProperty), f"{definition.type.name}.{exposure.name} is exposed twice"
    if exposure.role == "getter":
        made.getter = _function(definition, function, exposure)
        made.doc = made.getter.doc
    else:
        made.setter = _function(definition, function, exposure)
        made.may_delete = takes_nothing(function)


def _function(definition: Definition, function: Any, exposure: Exposure) -> BuiltinFunction:
    qualname = f"{definition.type.name}.{exposure.name}"
    made = make_function(function, exposure, definition.cls, qualname, has_strangers=_has_strangers(definition))
    made.owner = definition.type
    return made


def _has_strangers(definition: Definition) -> bool:
    """Whether objects of the RPython class may have another type than the definition's: all classes of programs share one, and so do exceptions."""
    return definition.cls is Instance or any(other.cls is definition.cls and not _is_below(other.type, definition.type) for other in definitions)


def _is_below(type: Optional[Type], base: Type) -> bool:
    """Whether a type is `base` or derived from it, before there are orders of look-up."""
    while type is not None and type is not base:
        type = type.base
    return type is base


def _make_module(definition: ModuleDefinition) -> Module:
    made = definition.module
    contents = made.dict
    contents.set_str("__name__", new_str(definition.name))
    contents.set_str("__doc__", NONE if definition.doc is None else new_str(definition.doc))
    contents.set_str("__package__", new_str(""))
    contents.set_str("__loader__", NONE)
    contents.set_str("__spec__", NONE)
    for function in definition.functions:
        exposure: Optional[Exposure] = exposure_of(function)
        assert exposure is not None
        built = make_function(function, exposure, None, exposure.name)
        built.module = definition.name
        contents.set_str(exposure.name, built)
    for name, value in definition.contents.items():
        contents.set_str(name, value)
    return made
