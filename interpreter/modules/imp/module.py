"""(Extremely) low-level import machinery bits as used by importlib."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error
from interpreter.eval.execute import run_module_code
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.imp import frozen
from interpreter.modules.imp.frozen import Frozen, switch
from interpreter.modules.marshal.reader import unmarshalled
from interpreter.modules.marshal.writer import marshalled
from interpreter.modules.state import builtin_modules, builtins_dict, modules
from interpreter.modules.thread.locks import RLock
from interpreter.objects.bytes import new_bytes
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_bool
from interpreter.objects.list import empty_list, new_list
from interpreter.objects.module import Module
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import tuple3
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call_any
from transform.rpython import data_pointer, keepalive, siphash13, uint64
from transform.rpython.builders import BytesBuilder

_IMPORT_ERROR = EXCEPTIONS["ImportError"]
_EOF_ERROR = EXCEPTIONS["EOFError"]


class ImportLock:
    """The lock that the import system holds for moments. `depth` is how often it was acquired and not released."""
    lock: RLock
    depth: int

    def __init__(self) -> None:
        self.lock = RLock()
        self.depth = 0


_import_lock = ImportLock()


@exposed("lock_held")
def lock_held() -> bool:
    """Return True if the import lock is currently held, else False.

    On platforms without threads, return False."""
    return _import_lock.depth > 0


@exposed("acquire_lock")
def acquire_lock() -> None:
    """Acquires the interpreter's import lock for the current thread.

    This lock should be used by import hooks to ensure thread-safety when importing
    modules. On platforms without threads, this function does nothing."""
    _import_lock.lock.acquire(True, -1.0)
    _import_lock.depth += 1


@exposed("release_lock")
def release_lock() -> None:
    """Release the interpreter's import lock.

    On platforms without threads, this function does nothing."""
    if not _import_lock.lock.is_owned():
        raise runtime_error("not holding the import lock")
    _import_lock.depth -= 1
    _import_lock.lock.release()


@exposed("extension_suffixes")
def extension_suffixes() -> Object:
    """Returns the list of file suffixes used to identify extension modules."""
    return empty_list()


# Built-in modules.


@exposed("is_builtin")
def is_builtin(name: Str, /) -> int:
    """Returns True if the module name corresponds to a built-in module."""
    if name.value in builtin_modules:
        return -1 if name.value in ("sys", "builtins") else 1
    return 0


@exposed("create_builtin")
def create_builtin(spec: Object, /) -> Object:
    """Create an extension module."""
    name = get_attribute(spec, "name")
    if not isinstance(name, Str):
        raise type_error(f"name must be string, not {type_of(name).name}")
    found = builtin_modules.get(name.value)
    if found is None:
        return NONE
    if found.dict.get_str("__spec__") is NONE or name.value in ("sys", "builtins"):
        return found
    contents = found.dict.copy()  # it was imported before: the program gets a module of its own
    contents.set_str("__loader__", NONE)
    contents.set_str("__spec__", NONE)
    return Module(contents)


@exposed("exec_builtin")
def exec_builtin(mod: Object, /) -> int:
    """Initialize a built-in module."""
    return 0


# Frozen modules.


def used_frozen(name: Str) -> Frozen:
    """A frozen module; ImportError if there is none, or none that is to be used."""
    found = frozen.find(name.value)
    if found is None:
        reason = f"Frozen modules are disabled and the frozen object named '{name.value}' is not essential" \
            if name.value in frozen.names() else f"No such frozen object named '{name.value}'"
        raise import_error(reason, name)
    return found


def import_error(message: str, name: Object, path: Object = NONE) -> PyError:
    """ImportError with the name of a module, and its file."""
    return PyError(_IMPORT_ERROR, "", call_any(_IMPORT_ERROR, [new_str(message)], ["name", "path"], [name, path]))


@exposed("is_frozen")
def is_frozen(name: Str, /) -> bool:
    """Returns True if the module name corresponds to a frozen module."""
    return frozen.find(name.value) is not None


@exposed("is_frozen_package")
def is_frozen_package(name: Str, /) -> bool:
    """Returns True if the module name is of a frozen package."""
    return used_frozen(name).is_package


@exposed("find_frozen")
def find_frozen(name: Str, /, *, withdata: bool = False) -> Object:
    """Return info about the corresponding frozen module (if there is one) or None.

    The returned info (a 2-tuple):

     * data         the raw marshalled bytes
     * is_package   whether or not it is a package
     * origname     the originally frozen module's name, or None if not
                    a stdlib module (this will usually be the same as
                    the module's current name)"""
    found = frozen.find(name.value)
    if found is None:
        return NONE
    data: Object = marshalled(found.code, 4) if withdata else NONE
    return tuple3(data, new_bool(found.is_package), new_str(found.origin) if len(found.origin) > 0 else NONE)


@exposed("get_frozen_object")
def get_frozen_object(name: Str, data: Object = NONE, /) -> Object:
    """Create a code object for a frozen module."""
    if data is NONE:
        return used_frozen(name).code
    if not is_buffer(data):
        raise type_error(f"a bytes-like object is required, not '{type_of(data).name}'")
    found: Optional[Object] = None
    try:
        found = unmarshalled(bytes_of(data))
    except PyError as error:
        if not error.type.is_subtype(_EOF_ERROR) and error.type.name not in ("ValueError", "TypeError"):
            raise
    if found is None:
        raise import_error(f"Frozen object named '{name.value}' is invalid", name)
    if not isinstance(found, Code):
        raise type_error(f"frozen object {name.value} is not a code object")
    return found


@exposed("init_frozen")
def init_frozen(name: Str, /) -> Object:
    """Initializes a frozen module."""
    found = frozen.find(name.value)
    return NONE if found is None else run_frozen(name.value, found)


def run_frozen(name: str, found: Frozen) -> Module:
    """Runs a frozen module as a new one, in ``sys.modules``, without the import system."""
    contents = Dict()
    made = Module(contents)
    contents.set_str("__name__", new_str(name))
    for attribute in ["__doc__", "__package__", "__loader__", "__spec__"]:
        contents.set_str(attribute, NONE)
    contents.set_str("__builtins__", builtins_dict)
    if found.is_package:
        contents.set_str("__path__", empty_list())
    modules.set_str(name, made)
    run_module_code(found.code, contents)
    contents.set_str("__origname__", new_str(found.origin) if len(found.origin) > 0 else NONE)
    return made


@exposed("_frozen_module_names")
def frozen_module_names() -> Object:
    """Returns the list of available frozen modules."""
    return new_list([new_str(name) for name in frozen.names()])


@exposed("_override_frozen_modules_for_tests")
def override_frozen_modules(override: int, /) -> None:
    """(internal-only) Override PyConfig.use_frozen_modules.

    (-1: "off", 1: "on", 0: no override)
    See frozen_modules() in Lib/test/support/import_helper.py."""
    switch.override = override


# Files.


@exposed("_fix_co_filename")
def fix_filename(code: Code, path: Str, /) -> None:
    """Changes code.co_filename to specify the passed-in file path.

      code
        Code object to change.
      path
        File path to use."""
    if code.filename != path.value:
        rename_file(code, code.filename, path.value)


def rename_file(code: Code, before: str, after: str) -> None:
    """Gives code, and that of the functions and classes in it, another file, where it has the one before."""
    if code.filename != before:
        return
    code.filename = after
    for i in range(len(code.constants)):
        constant = code.constants[i]
        if isinstance(constant, Code):
            rename_file(constant, before, after)


@exposed("source_hash")
def source_hash(key: int, source: Object) -> Object:
    text = bytes_of(source)
    hashed = siphash13(data_pointer(text), len(text), uint64(key), uint64(0))
    keepalive(text)
    data = BytesBuilder()
    for i in range(8):
        data.append_byte(int(hashed >> (8 * i) & 0xFF))
    return new_bytes(data.build())


define_module(__name__, "_imp", contents={"check_hash_based_pycs": new_str("default")})
