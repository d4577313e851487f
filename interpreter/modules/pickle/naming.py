"""Functions and classes by name: how a pickler finds names, and what names stood for in Python 2."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, attribute_error, runtime_error
from interpreter.modules.importing import import_full
from interpreter.modules.state import modules
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.compare import is_same
from interpreter.protocols.text import repr_of


_ATTRIBUTE_ERROR = EXCEPTIONS["AttributeError"]


def dotted_path(name: str) -> list[str]:
    """The parts of a qualified name. AttributeError where a part is local to a function."""
    path = name.split(".")
    for part in path:
        if part == "<locals>":
            raise attribute_error(f"Can't pickle local object {repr_of(new_str(name))}")
    return path


def parent_and_attribute(x: Object, path: list[str]) -> tuple[Object, Object]:
    """What a path of names leads to from an object, and the object that has it. AttributeError."""
    parent = x
    found = x
    for name in path:
        parent = found
        following = find_optional(parent, name)
        if following is None:
            raise attribute_error(f"Can't get attribute {repr_of(new_str(name))} on {repr_of(parent)}")
        found = following
    return parent, found


def leads_to(module: Object, path: list[str], x: Object) -> bool:
    try:
        _, found = parent_and_attribute(module, path)
    except PyError as error:
        if not error.type.is_subtype(_ATTRIBUTE_ERROR):
            raise
        return False
    return is_same(found, x)


def module_name_of(x: Object, path: list[str]) -> Object:
    """The name of the module in which a global is: as it says itself, or else of a module that has it."""
    known = find_optional(x, "__module__")
    if known is not None and known is not NONE:
        return known
    for name in modules.keys():
        module = modules.get(name)
        if module is None or module is NONE or isinstance(name, Str) and (name.value == "__main__" or name.value == "__mp_main__"):
            continue
        if leads_to(module, path, x):
            return name
    return new_str("__main__")


def table(module: str, name: str) -> Dict:
    """A table that a module of the library has. RuntimeError if it is no dict."""
    found = get_attribute(import_full(module), name)
    if not isinstance(found, Dict):
        raise runtime_error(f"{module}.{name} should be a dict, not {type_of(found).name}")
    return found


def renamed(module: str, name: str, prefix: str) -> tuple[str, str]:
    """The module and name for those of the other Python; the `prefix` of the tables tells the direction."""
    pair = table("_compat_pickle", prefix + "NAME_MAPPING").get(tuple2(new_str(module), new_str(name)))
    if isinstance(pair, Tuple) and pair.length == 2:
        new_module, new_name = pair.item(0), pair.item(1)
        if isinstance(new_module, Str) and isinstance(new_name, Str):
            return new_module.value, new_name.value
    known = table("_compat_pickle", prefix + "IMPORT_MAPPING").get(new_str(module))
    return known.value if isinstance(known, Str) else module, name
