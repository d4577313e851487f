"""What Python programs can do with modules."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, attribute_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.importlib import of_importlib
from interpreter.objects.list import new_list
from interpreter.objects.module import Module, module_type
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.subclass import ModuleInstance
from interpreter.protocols.attributes import find_attribute, find_optional, get_attribute
from interpreter.protocols.call import call0, call1
from interpreter.protocols.compare import is_true
from interpreter.protocols.iterate import list_of
from interpreter.protocols.text import repr_of, str_of


def new_module(type: Type) -> Object:
    return ModuleInstance(type) if type is not module_type else Module(Dict())


@exposed("__init__")
def module_init(self: Module, name: Str, doc: Object = NONE) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    self.dict.set_str("__name__", name)
    self.dict.set_str("__doc__", doc)
    for other in ["__package__", "__loader__", "__spec__"]:
        self.dict.set_str(other, NONE)


@exposed("__getattribute__")
def module_getattribute(self: Module, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    found = find_attribute(self, name.value)
    if found is not None:
        return found
    fallback = self.dict.get_str("__getattr__")
    if fallback is not None:
        return call1(fallback, name)
    raise missing(self, name)


def missing(self: Module, name: Str) -> PyError:
    """AttributeError for what a module does not have, with the reason if that is known: it is still being imported."""
    own = self.dict.get_str("__name__")
    wanted = repr_of(name)
    if not isinstance(own, Str):
        return attribute_error(f"module has no attribute {wanted}")
    if is_being_imported(self):
        return attribute_error(f"partially initialized module {repr_of(own)} has no attribute {wanted} (most likely due to a circular import)")
    if is_submodule_being_imported(self, name):
        return attribute_error(f"cannot access submodule {wanted} of module {repr_of(own)} (most likely due to a circular import)")
    return attribute_error(f"module {repr_of(own)} has no attribute {wanted}")


def is_being_imported(module: Object) -> bool:
    """Whether the body of a module has not run to its end yet."""
    spec = module.dict.get_str("__spec__") if isinstance(module, Module) else find_optional(module, "__spec__")
    if spec is None or spec is NONE:
        return False
    found = find_optional(spec, "_initializing")
    return found is not None and is_true(found)


def is_submodule_being_imported(module: Module, name: Str) -> bool:
    spec = module.dict.get_str("__spec__")
    if spec is None or spec is NONE:
        return False
    found = find_optional(spec, "_uninitialized_submodules")
    if found is None:
        return False
    for other in list_of(found):
        if isinstance(other, Str) and other.value == name.value:
            return True
    return False


@exposed("__repr__")
def module_repr(self: Module) -> str:
    """Return repr(self)."""
    return str_of(call1(of_importlib("_module_repr"), self)).value


@exposed("__dir__")
def module_dir(self: Module) -> Object:
    """__dir__() -> list\nspecialized dir() implementation"""
    contents = get_attribute(self, "__dict__")
    if not isinstance(contents, Dict):
        raise type_error("<module>.__dict__ is not a dictionary")
    own = contents.get_str("__dir__")
    if own is not None:
        return call0(own)
    return new_list(contents.keys())


@exposed_property("__dict__")
def module_get_dict(self: Module) -> Object:
    return self.dict


@exposed_property("__annotations__")
def module_get_annotations(self: Module) -> Object:
    found = self.dict.get_str("__annotations__")
    if found is None:
        found = Dict()
        self.dict.set_str("__annotations__", found)
    return found


@exposed_setter("__annotations__")
def module_set_annotations(self: Module, value: Optional[Object]) -> None:
    if value is not None:
        self.dict.set_str("__annotations__", value)
    elif not self.dict.delete_str("__annotations__"):
        raise attribute_error("__annotations__")


define(Module, "module", existing=module_type, allocate=new_module, methods=__name__, prefix="module_", doc="""Create a module object.

The name must be a string; the optional docstring can have any type.""")
