"""Import of modules: built-in ones, and source files found along ``sys.path``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.eval.execute import run_module_code
from interpreter.modules.compilation import Mode, compile_text, decoded
from interpreter.modules.files import is_directory, is_file, read_file
from interpreter.modules.state import builtins_dict, modules, system
from interpreter.objects.dict import Dict
from interpreter.objects.list import new_list
from interpreter.objects.module import Module
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.compare import is_true
from interpreter.protocols.iterate import list_of

_MODULE_NOT_FOUND = EXCEPTIONS["ModuleNotFoundError"]
_IMPORT_ERROR = EXCEPTIONS["ImportError"]


def import_statement(name: str, globals: Object, names: Object, level: int) -> Object:
    """What ``__import__`` does: the module `name`, or its first package when no names are imported from it."""
    if level < 0:
        raise value_error("level must be >= 0")
    full = name if level == 0 else resolve(name, globals, level)
    if len(full) == 0:
        raise value_error("Empty module name")
    found = import_full(full)
    if names is NONE or not is_true(names):
        if level == 0:
            return import_full(name.split(".")[0])
        if len(name) == 0:
            return found
        return import_full(full[:len(full) - len(name) + name.find(".")] if "." in name else full)
    if find_optional(found, "__path__") is not None:
        import_submodules(found, full, names)
    return found


def import_submodules(package: Object, full: str, names: Object) -> None:
    for wanted in list_of(names):
        if not isinstance(wanted, Str):
            raise type_error(f"Item in ``from list'' must be str, not {type_of(wanted).name}")
        if wanted.value == "*":
            listed = find_optional(package, "__all__")
            if listed is not None:
                import_submodules(package, full, listed)
        elif find_optional(package, wanted.value) is None:
            try:
                import_full(f"{full}.{wanted.value}")
            except PyError as error:
                if not error.type.is_subtype(_MODULE_NOT_FOUND):
                    raise


def resolve(name: str, globals: Object, level: int) -> str:
    """The full name of a relative import."""
    package: Optional[Object] = None
    if isinstance(globals, Dict):
        package = globals.get_str("__package__")
        if not isinstance(package, Str):
            own = globals.get_str("__name__")
            if isinstance(own, Str):
                is_package = globals.get_str("__path__") is not None
                package = own if is_package else new_str(parent_of(own.value))
    if not isinstance(package, Str) or len(package.value) == 0:
        raise PyError(_IMPORT_ERROR, "attempted relative import with no known parent package")
    base = package.value
    for _ in range(level - 1):
        if "." not in base:
            raise PyError(_IMPORT_ERROR, "attempted relative import beyond top-level package")
        base = parent_of(base)
    return f"{base}.{name}" if len(name) > 0 else base


def parent_of(name: str) -> str:
    """The package of a module; empty for a top-level one."""
    end = name.rfind(".")
    return name[:end] if end >= 0 else ""


def import_full(name: str) -> Object:
    """The module of a full name, imported together with its packages."""
    known = modules.get_str(name)
    if known is not None:
        if known is NONE:
            raise PyError(_MODULE_NOT_FOUND, f"import of {name} halted; None in sys.modules")
        return known
    parent = parent_of(name)
    path: Object = NONE
    if len(parent) > 0:
        package = import_full(parent)
        made = modules.get_str(name)
        if made is not None:
            return made  # the package has put it there itself
        found_path = find_optional(package, "__path__")
        if found_path is None:
            raise PyError(_MODULE_NOT_FOUND, f"No module named '{name}'; '{parent}' is not a package")
        path = found_path
    else:
        system_path = system.get_str("path")
        if system_path is not None:
            path = system_path
    module = load(name, path)
    if len(parent) > 0:
        import_full(parent).set_own(name[len(parent) + 1:], module)
    return module


def load(name: str, path: Object) -> Object:
    file, folder = locate(name, path)
    if len(file) == 0:
        raise PyError(_MODULE_NOT_FOUND, f"No module named '{name}'")
    return load_source(name, file, folder)


def locate(name: str, path: Object) -> tuple[str, str]:
    """The source file of a module along a path, and the folder if it is a package; empty strings for what there is not."""
    last = name[name.rfind(".") + 1:]
    if path is not NONE:
        for entry in list_of(path):
            if isinstance(entry, Str):
                base = f"{entry.value}/{last}" if len(entry.value) > 0 else last
                if is_directory(base) and is_file(base + "/__init__.py"):
                    return base + "/__init__.py", base
                if is_file(base + ".py"):
                    return base + ".py", ""
    return "", ""


def load_source(name: str, file: str, package_path: str) -> Object:
    """Runs a source file as a new module."""
    contents = Dict()
    module = Module(contents)
    contents.set_str("__name__", new_str(name))
    contents.set_str("__file__", new_str(file))
    contents.set_str("__builtins__", builtins_dict)
    contents.set_str("__doc__", NONE)
    contents.set_str("__loader__", NONE)
    contents.set_str("__spec__", NONE)
    if len(package_path) > 0:
        contents.set_str("__path__", new_list([new_str(package_path)]))
        contents.set_str("__package__", new_str(name))
    else:
        contents.set_str("__package__", new_str(parent_of(name)))
    modules.set_str(name, module)
    try:
        run_module_code(compile_text(decoded(read_file(file), file), file, Mode.EXEC, 0, -1), contents)
    except PyError:
        modules.delete_str(name)
        raise
    found = modules.get_str(name)
    return module if found is None else found

