"""Import statements, and what an interactive statement shows."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, runtime_error
from interpreter.eval.frame import Frame
from interpreter.eval.names import find_builtin, store_name
from interpreter.modules.state import modules, system
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call, call1
from interpreter.protocols.iterate import list_of

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
    raise cannot_import(module, module_name.value if isinstance(module_name, Str) else "<unknown module name>", name)


def cannot_import(module: Object, module_name: str, name: str) -> PyError:
    file = find_optional(module, "__file__")
    place = file.value if isinstance(file, Str) else "unknown location"
    spec = find_optional(module, "__spec__")
    initialising = None if spec is None else find_optional(spec, "_initializing")
    if initialising is not None and initialising is not NONE and file is not None:
        return PyError(_IMPORT_ERROR, f"cannot import name '{name}' from partially initialized module '{module_name}' "
                                      f"(most likely due to a circular import) ({place})")
    return PyError(_IMPORT_ERROR, f"cannot import name '{name}' from '{module_name}' ({place})")


def import_star(frame: Frame, module: Object) -> None:
    """IMPORT_STAR: what ``__all__`` lists, or all names without an underscore."""
    listed = find_optional(module, "__all__")
    if listed is not None:
        for name in list_of(listed):
            assert isinstance(name, Str)
            store_name(frame, name.value, get_attribute(module, name.value))
        return
    attributes = module.get_dict()
    if not isinstance(attributes, Dict):
        raise PyError(_IMPORT_ERROR, "from-import-* object has no __dict__ and no __all__")
    for i in range(attributes.used):
        key = attributes.key_at(i)
        if isinstance(key, Str) and not key.value.startswith("_"):
            store_name(frame, key.value, attributes.value_at(i))


def display(value: Object) -> None:
    """PRINT_EXPRESSION."""
    hook = system.get_str("displayhook")
    if hook is None:
        raise runtime_error("lost sys.displayhook")
    call1(hook, value)
