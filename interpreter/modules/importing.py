"""Import statements and ``__import__`` (Python language reference, "The import system").

What is in ``sys.modules`` already is found here; all else is the work of importlib, which is frozen in (see modules/imp)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, key_error, type_error, value_error
from interpreter.modules.import_time import Measurement
from interpreter.modules.state import builtin_modules, modules, settings
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import Traceback, exception_object
from interpreter.objects.importlib import of_importlib
from interpreter.objects.int import new_int
from interpreter.objects.module_methods import is_being_imported
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call1, call2, call3
from interpreter.protocols.compare import equals, is_true
from interpreter.protocols.text import repr_of

_IMPORT_ERROR = EXCEPTIONS["ImportError"]
_IMPORT_WARNING = EXCEPTIONS["ImportWarning"]


def import_statement(name: str, globals: Object, names: Object, level: int) -> Object:
    """What ``__import__`` does: the module `name`, or its first package when no names are imported from it."""
    try:
        return import_level(name, globals, names, level)
    except PyError as error:
        hide_importlib(error)
        raise


def import_full(name: str) -> Object:
    """The module of a full name, imported together with its packages."""
    import_statement(name, NONE, NONE, 0)
    found = modules.get_str(name)
    if found is None:
        raise PyError(_IMPORT_ERROR, f"No module named '{name}'")
    return found


def import_level(name: str, globals: Object, names: Object, level: int) -> Object:
    if level < 0:
        raise value_error("level must be >= 0")
    full = name if level == 0 else resolve(name, globals, level)
    if len(full) == 0:
        raise value_error("Empty module name")
    found = find_or_load(full)
    if names is not NONE and is_true(names):
        return with_submodules(found, names)
    end = name.find(".")
    if end < 0:
        return found
    if level == 0:
        return import_level(name[:end], NONE, NONE, 0)
    first = full[:len(full) - (len(name) - end)]
    package = modules.get_str(first)
    if package is None:
        raise key_error(new_str(f"'{first}' not in sys.modules as expected"))
    return package


def find_or_load(full: str) -> Object:
    """The module of a full name. One that another thread is still importing is waited for."""
    found = modules.get_str(full)
    if found is None or found is NONE:
        return load_timed(full) if settings.tells_import_time else load(full)
    if is_being_imported(found):
        call1(of_importlib("_lock_unlock_module"), new_str(full))
    return found


def load(full: str) -> Object:
    return call2(of_importlib("_find_and_load"), new_str(full), _builtin_import())


def load_timed(full: str) -> Object:
    measurement = Measurement()
    try:
        return load(full)
    finally:
        measurement.end(full)


def _builtin_import() -> Object:
    return get_attribute(builtin_modules["builtins"], "__import__")


def with_submodules(module: Object, names: Object) -> Object:
    """The module from which names are imported; if it is a package, those names that are submodules are imported."""
    if has_names(module, names) or find_optional(module, "__path__") is None:
        return module
    return call3(of_importlib("_handle_fromlist"), module, names, _builtin_import())


def has_names(module: Object, names: Object) -> bool:
    """Whether all the names are attributes of a module, so that nothing is left to import."""
    if not isinstance(names, Tuple):
        return False
    for i in range(names.length):
        name = names.item(i)
        if not isinstance(name, Str) or name.value == "*" or module.get_own(name.value) is None:
            return False
    return True


# Relative names.


def resolve(name: str, globals: Object, level: int) -> str:
    """The full name of a relative import."""
    if globals is NONE:
        raise key_error(new_str("'__name__' not in globals"))
    if not isinstance(globals, Dict):
        raise type_error("globals must be a dict")
    base = package_of(globals)
    if len(base) == 0:
        raise PyError(_IMPORT_ERROR, "attempted relative import with no known parent package")
    for _ in range(level - 1):
        end = base.rfind(".")
        if end < 0:
            raise PyError(_IMPORT_ERROR, "attempted relative import beyond top-level package")
        base = base[:end]
    return f"{base}.{name}" if len(name) > 0 else base


def package_of(globals: Dict) -> str:
    """The package that code with these globals belongs to (PEP 366), empty if there is none."""
    package = given(globals, "__package__")
    spec = given(globals, "__spec__")
    if package is not None:
        if not isinstance(package, Str):
            raise type_error("package must be a string")
        if spec is not None:
            parent = get_attribute(spec, "parent")
            if not equals(package, parent):
                warn(f"__package__ != __spec__.parent ({repr_of(package)} != {repr_of(parent)})")
        return package.value
    if spec is not None:
        parent = get_attribute(spec, "parent")
        if not isinstance(parent, Str):
            raise type_error("__spec__.parent must be a string")
        return parent.value
    warn("can't resolve package from __spec__ or __package__, falling back on __name__ and __path__")
    own = globals.get_str("__name__")
    if own is None:
        raise key_error(new_str("'__name__' not in globals"))
    if not isinstance(own, Str):
        raise type_error("__name__ must be a string")
    if globals.get_str("__path__") is not None:
        return own.value
    return own.value[:max(own.value.rfind("."), 0)]


def given(globals: Dict, name: str) -> Optional[Object]:
    """A global variable, None if it is missing or Python's None."""
    found = globals.get_str(name)
    return None if found is NONE else found


def warn(message: str) -> None:
    """Issues an ImportWarning for the running code."""
    call3(get_attribute(builtin_modules["_warnings"], "warn"), new_str(message), _IMPORT_WARNING, new_int(1))


# Tracebacks.

_FILES = ["<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>"]
_VISIBLE_BELOW = "_call_with_frames_removed"


def hide_importlib(error: PyError) -> None:
    """Takes importlib's own frames out of a traceback: all of an ImportError; of another exception, those behind which the imported code
    (which importlib calls through one function) is to be seen."""
    if settings.verbose > 0:
        return
    value = exception_object(error)
    always = error.type.is_subtype(_IMPORT_ERROR)
    last_shown: Optional[Traceback] = None
    level = value.traceback
    while level is not None:
        first = level
        below: Optional[Traceback] = level
        last = level
        while below is not None and below.frame.code.filename in _FILES:
            last = below
            below = below.next
        if below is first:
            last_shown = first
            level = first.next
            continue
        if always or last.frame.code.name == _VISIBLE_BELOW:
            if last_shown is None:
                value.traceback = below
            else:
                last_shown.next = below
        else:
            last_shown = last
        level = below


