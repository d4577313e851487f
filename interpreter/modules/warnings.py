"""_warnings provides basic warning filtering support.
It is a helper module to speed up interpreter start-up."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error, value_error
from interpreter.eval.frame import Frame, state
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.state import builtins_dict, modules, system
from interpreter.objects.dict import Dict
from interpreter.objects.int import TRUE, new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple2, tuple3
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call, call1
from interpreter.protocols.compare import equals, is_true
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of, str_of
from interpreter.protocols import warning
from interpreter.protocols.types import is_subclass
from interpreter.protocols.warning import Warner
from transform.rpython import not_none

_WARNING = EXCEPTIONS["Warning"]
_USER_WARNING = EXCEPTIONS["UserWarning"]


def filter_of(action: str, category: str, module: str = "") -> Tuple:
    """One of the filters that there are at the start."""
    return new_tuple([new_str(action), NONE, EXCEPTIONS[category], new_str(module) if module else NONE, new_int(0)])


filters = new_list([filter_of("default", "DeprecationWarning", "__main__"), filter_of("ignore", "DeprecationWarning"),
                    filter_of("ignore", "PendingDeprecationWarning"), filter_of("ignore", "ImportWarning"),
                    filter_of("ignore", "ResourceWarning")])
once_registry = Dict()
DEFAULT_ACTION = new_str("default")


class Version:
    """How often the filters have changed: what registries know about warnings is right for one version."""
    number: int

    def __init__(self) -> None:
        self.number = 0


version = Version()


class Origin:
    """Where a warning comes from. `registry` has the warnings that were shown for that module; None if there is none."""
    filename: Object
    lineno: int
    module: Object
    registry: Optional[Dict]

    def __init__(self, filename: Object, lineno: int, module: Object, registry: Optional[Dict]) -> None:
        self.filename = filename
        self.lineno = lineno
        self.module = module
        self.registry = registry


# What Python programs call.


@exposed("warn")
def warn_object(message: Object, category: Object = NONE, stacklevel: int = 1, source: Object = NONE) -> None:
    """Issue a warning, or maybe ignore it or raise an exception."""
    issue(message, category_of(message, category), origin_at(stacklevel), source)


@exposed("warn_explicit")
def warn_explicit(message: Object, category: Object, filename: Object, lineno: int, module: Object = NONE, registry: Object = NONE,
                  module_globals: Object = NONE, source: Object = NONE) -> None:
    """Low-level interface to warnings functionality."""
    if module_globals is not NONE and not isinstance(module_globals, Dict):
        raise type_error(f"module_globals must be a dict, not '{type_of(module_globals).name}'")
    if registry is not NONE and not isinstance(registry, Dict):
        raise type_error("'registry' must be a dict or None")
    known = registry if isinstance(registry, Dict) else None
    origin = Origin(filename, lineno, module_of(filename) if module is NONE else module, known)
    issue(message, category, origin, source)


@exposed("_filters_mutated")
def filters_mutated() -> None:
    """Tells that the filters have changed."""
    version.number += 1


# What RPython code calls.


def warn(category: str, text: str, stacklevel: int = 1) -> None:
    """Issues a warning at the Python code that runs, or at a caller of it. Raises it where a filter says so."""
    issue(new_str(text), EXCEPTIONS[category], origin_at(stacklevel), NONE)


class ModuleWarner(Warner):
    """How operations on objects warn."""

    def warn(self, category: str, text: str) -> None:
        warn(category, text)


warning.warner = ModuleWarner()


def warn_at(category: str, text: str, filename: str, lineno: int) -> None:
    """Issues a warning at a line of a source. Raises it where a filter says so."""
    name = new_str(filename)
    issue(new_str(text), EXCEPTIONS[category], Origin(name, lineno, module_of(name), None), NONE)


# How a warning is issued.


def category_of(message: Object, category: Object) -> Object:
    if type_of(message).is_subtype(_WARNING):
        return type_of(message)
    if category is NONE:
        return _USER_WARNING
    if not isinstance(category, Type) or not category.is_subtype(_WARNING):
        raise type_error(f"category must be a Warning subclass, not '{type_of(category).name}'")
    return category


def origin_at(stacklevel: int) -> Origin:
    """The place `stacklevel` frames up; frames of the import do not count, unless the first one is of that kind."""
    frame = state.frame
    skips = stacklevel > 1 and frame is not None and not is_of_import(frame)
    for _ in range(stacklevel - 1):
        if frame is None:
            break
        frame = frame.back
        while skips and frame is not None and is_of_import(frame):
            frame = frame.back
    if frame is None:
        contents = system
        filename: Object = new_str("sys")
        lineno = 1
    else:
        contents = frame.globals
        filename = new_str(frame.code.filename)
        lineno = frame.code.line_of(frame.pc - 1)
    registry = contents.get_str("__warningregistry__")
    if not isinstance(registry, Dict):
        registry = Dict()
        contents.set_str("__warningregistry__", registry)
    module = contents.get_str("__name__")
    return Origin(filename, lineno, new_str("<string>") if module is None or module is NONE else module, registry)


def is_of_import(frame: Frame) -> bool:
    return "importlib" in frame.code.filename and "_bootstrap" in frame.code.filename


def module_of(filename: Object) -> Object:
    """What a file is called where there is no module."""
    if not isinstance(filename, Str):
        return filename
    if len(filename.value) == 0:
        return new_str("<unknown>")
    return new_str(filename.value.removesuffix(".py"))


def issue(message: Object, category: Object, origin: Origin, source: Object) -> None:
    """Does with a warning what the filters say. Raises it where they make it an error."""
    if type_of(message).is_subtype(_WARNING):
        text: Object = str_of(message)
        warning = message
        category = type_of(message)
    else:
        text = message
        warning = call1(category, message)
    registry = origin.registry
    key = tuple3(text, category, new_int(origin.lineno))
    if registry is not None and was_shown(registry, key):
        return
    found = matching_filter(text, category, origin)
    action = default_action().value if found is None else found.action.value
    if action == "error":
        raise PyError(type_of(warning), "", warning)
    if action == "ignore":
        return
    if action != "always":
        if registry is not None:
            registry.set(key, TRUE)
        if action == "once":
            if noted(once_registry_of() if registry is None else registry, tuple2(text, category)):
                return
        elif action == "module":
            if registry is not None and noted(registry, tuple2(text, category)):
                return
        elif action != "default":
            item = NONE if found is None else found.item
            raise runtime_error(f"Unrecognized action ({repr_of(new_str(action))}) in warnings.filters:\n {repr_of(item)}")
    show(warning, category, origin, source)


def was_shown(registry: Dict, key: Object) -> bool:
    """Whether a registry that is up to date has a key; one that is not is emptied."""
    known = registry.get_str("version")
    if known is None or not equals(known, new_int(version.number)):
        registry.clear()
        registry.set_str("version", new_int(version.number))
        return False
    shown = registry.get(key)
    return shown is not None and is_true(shown)


def noted(registry: Dict, key: Object) -> bool:
    """Whether a registry has a key, which it has from now on."""
    if was_shown(registry, key):
        return True
    registry.set(key, TRUE)
    return False


class Filter:
    """An item of ``warnings.filters`` that fits, and its action."""
    item: Object
    action: Str

    def __init__(self, item: Object, action: Str) -> None:
        self.item = item
        self.action = action


def matching_filter(text: Object, category: Object, origin: Origin) -> Optional[Filter]:
    current = attribute("filters")
    if current is None:
        current = filters
    if not isinstance(current, List):
        raise value_error("_warnings.filters must be a list")
    i = 0
    while i < current.length:
        item = current.items[i]
        if not isinstance(item, Tuple) or item.length != 5:
            raise value_error(f"_warnings.filters item {i} isn't a 5-tuple")
        action = item.item(0)
        if not isinstance(action, Str):
            raise type_error(f"action must be a string, not '{type_of(action).name}'")
        if (matches(item.item(1), text) and is_subclass(category, item.item(2)) and matches(item.item(3), origin.module)
                and as_int(item.item(4)) in (0, origin.lineno)):
            return Filter(item, action)
        i += 1
    return None


def matches(pattern: Object, text: Object) -> bool:
    """Whether a filter's text, or compiled regular expression, fits; None always does."""
    if pattern is NONE:
        return True
    if isinstance(pattern, Str):
        return equals(pattern, text)
    return is_true(call1(get_attribute(pattern, "match"), text))


def attribute(name: str) -> Optional[Object]:
    """An attribute of the module `warnings`, if that was imported."""
    module = modules.get_str("warnings")
    return None if module is None else find_optional(module, name)


def default_action() -> Str:
    found = attribute("defaultaction")
    if found is None:
        return DEFAULT_ACTION
    if not isinstance(found, Str):
        raise type_error(f"_warnings.defaultaction must be a string, not '{type_of(found).name}'")
    return found


def once_registry_of() -> Dict:
    found = attribute("onceregistry")
    if found is None:
        return once_registry
    if not isinstance(found, Dict):
        raise type_error(f"_warnings.onceregistry must be a dict, not '{type_of(found).name}'")
    return found


def show(warning: Object, category: Object, origin: Origin, source: Object) -> None:
    """Hands a warning to the module `warnings`, which is imported for it."""
    module = call1(not_none(builtins_dict.get_str("__import__")), new_str("warnings"))
    shower = find_optional(module, "_showwarnmsg")
    if shower is None:
        return  # the module is being imported
    if type_of(shower).slots[Slot.CALL] is None:
        raise type_error("warnings._showwarnmsg() must be set to a callable")
    maker = find_optional(module, "WarningMessage")
    if maker is None:
        raise runtime_error("unable to get warnings.WarningMessage")
    call1(shower, call(maker, [warning, category, origin.filename, new_int(origin.lineno), NONE, NONE, source]))


define_module(__name__, "_warnings", contents={"filters": filters, "_defaultaction": DEFAULT_ACTION, "_onceregistry": once_registry})
