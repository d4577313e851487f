"""Import statements, and what an interactive statement shows."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error
from interpreter.eval.frame import Frame
from interpreter.eval.names import find_builtin, store_name
from interpreter.modules.state import modules, system
from interpreter.objects.module import Module
from interpreter.objects.module_methods import is_being_imported
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call, call1, call_any
from interpreter.protocols.iterate import list_of
from interpreter.protocols.text import repr_of

_IMPORT_ERROR = EXCEPTIONS["ImportError"]


def import_name(frame: Frame, name: str, level: Object, names: Object) -> Object:
    """IMPORT_NAME: ``__import__(name, globals, locals, names, level)``."""
    locals = frame.locals
    return call(find_builtin(frame, "__import__"), [new_str(name), frame.globals, NONE if locals is None else locals, names, level])


def import_from(module: Object, name: str) -> Object:
    """IMPORT_FROM: an attribute, or a submodule that is being imported."""
    found = find_optional(module, name)
    if found is not None:
        return found
    module_name = find_optional(module, "__name__")
    if isinstance(module_name, Str):
        submodule = modules.get_str(f"{module_name.value}.{name}")
        if submodule is not None:
            return submodule
    raise cannot_import(module, module_name, name)


def cannot_import(module: Object, module_name: Optional[Object], name: str) -> PyError:
    """ImportError for a name that a module does not have."""
    shown = repr_of(module_name) if isinstance(module_name, Str) else "'<unknown module name>'"
    start = f"cannot import name {repr_of(new_str(name))} from"
    file = module.dict.get_str("__file__") if isinstance(module, Module) else None
    if not isinstance(file, Str):
        message = f"{start} {shown} (unknown location)"
    elif is_being_imported(module):
        message = f"{start} partially initialized module {shown} (most likely due to a circular import) ({file.value})"
    else:
        message = f"{start} {shown} ({file.value})"
    return PyError(_IMPORT_ERROR, "", call_any(_IMPORT_ERROR, [new_str(message)], ["name", "path"], [
        NONE if module_name is None else module_name, file if isinstance(file, Str) else NONE]))


def import_star(frame: Frame, module: Object) -> None:
    """IMPORT_STAR: what ``__all__`` lists, or all names without an underscore."""
    listed = find_optional(module, "__all__")
    if listed is not None:
        for name in list_of(listed):
            if not isinstance(name, Str):
                raise not_a_name(module, "Item", "__all__", name)
            store_name(frame, name.value, get_attribute(module, name.value))
        return
    attributes = find_optional(module, "__dict__")
    if attributes is None:
        raise PyError(_IMPORT_ERROR, "from-import-* object has no __dict__ and no __all__")
    for key in list_of(attributes):
        if not isinstance(key, Str):
            raise not_a_name(module, "Key", "__dict__", key)
        if not key.value.startswith("_"):
            store_name(frame, key.value, get_attribute(module, key.value))


def not_a_name(module: Object, what: str, where: str, found: Object) -> PyError:
    """TypeError for something in a module's list or dict of names that is no string."""
    name = find_optional(module, "__name__")
    shown = name.value if isinstance(name, Str) else "?"
    return type_error(f"{what} in {shown}.{where} must be str, not {type_of(found).name}")


def display(value: Object) -> None:
    """PRINT_EXPRESSION."""
    hook = system.get_str("displayhook")
    if hook is None:
        raise runtime_error("lost sys.displayhook")
    call1(hook, value)
