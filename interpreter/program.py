"""Finding the program that a command line names: a file, a folder, a module, a text, standard input."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.modules.files import c_string, error_text, is_directory, is_file, libc, read_all, read_file
from interpreter.modules.importing import import_full, locate, parent_of
from interpreter.modules.state import modules, system
from interpreter.objects.exceptions import exception_object
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import EMPTY_STR, new_str
from interpreter.options import Options, Run
from interpreter.process import absolute_path, current_folder
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.text import str_of
from transform.rpython import data_pointer, get_errno

_MODULE_NOT_FOUND = EXCEPTIONS["ModuleNotFoundError"]


class StartError(Exception):
    """There is no such program; the message says why, `status` is the exit status."""
    message: str
    status: int

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class Program:
    """A program's source in its own encoding, with the attributes that ``__main__`` gets. `first_argument` is ``sys.argv[0]``;
    `is_file` tells whether there is a ``__file__``."""
    source: bytes
    filename: str
    first_argument: str
    package: Object
    is_file: bool

    def __init__(self, source: bytes, filename: str, first_argument: str, package: Object, is_file: bool) -> None:
        self.source = source
        self.filename = filename
        self.first_argument = first_argument
        self.package = package
        self.is_file = is_file


def first_folder(options: Options) -> str:
    """What stands first in ``sys.path``: where the program comes from."""
    match options.run:
        case Run.SCRIPT:
            path = absolute_path(options.target[2:] if options.target.startswith("./") else options.target)
            return path if is_directory(path) else path[:max(path.rfind("/"), 1)]
        case Run.MODULE:
            return current_folder()
        case _:
            return ""


def find_program(options: Options) -> Program:
    """The program. Raises StartError, and Python exceptions of packages that had to be imported on the way."""
    match options.run:
        case Run.COMMAND:
            return Program(options.target.encode() + b"\n", "<string>", "-c", NONE, False)
        case Run.MODULE:
            return find_module(options.target)
        case Run.SCRIPT:
            program = find_script(options.target)
            if options.has("x"):
                program.source = b"\n" + program.source[program.source.find(b"\n") + 1:]
            return program
        case _:
            return Program(read_all(0, "<stdin>"), "<stdin>", options.target, NONE, False)


def find_script(target: str) -> Program:
    """A source file, or a folder that has a ``__main__.py``."""
    path = absolute_path(target)
    if is_directory(path):
        inside = path + "/__main__.py"
        if not is_file(inside):
            raise StartError(f"can't find '__main__' module in '{path}'", 1)
        return Program(read_file(inside), inside, target, EMPTY_STR, True)
    file = libc.open(data_pointer(c_string(path)), libc.O_RDONLY | libc.O_CLOEXEC)
    if file < 0:
        number = get_errno()
        raise StartError(f"can't open file '{path}': [Errno {number}] {error_text(number)}", 2)
    source = read_all(file, path)
    libc.close(file)
    return Program(source, path, target, NONE, True)


def find_module(name: str) -> Program:
    """A module along ``sys.path``, or ``__main__`` of a package; the packages around it are imported (PEP 338)."""
    if name.startswith("."):
        raise StartError("Relative module names not supported", 1)
    file, folder = locate(name, search_path(name))
    package = parent_of(name)
    if len(folder) > 0:
        if name == "__main__" or name.endswith(".__main__"):
            raise StartError("Cannot use package as __main__ module", 1)
        package = name
        file, folder = locate(name + ".__main__", search_path(name + ".__main__"))
        if len(file) == 0:
            raise StartError(f"No module named {name}.__main__; '{name}' is a package and cannot be directly executed", 1)
    if len(file) == 0:
        if modules.get_str(name) is not None:
            raise StartError(f"No code object available for {name}", 1)
        raise StartError(f"No module named {name}", 1)
    return Program(read_file(file), absolute_path(file), absolute_path(file), new_str(package), True)


def search_path(name: str) -> Object:
    """Where a module is looked for: ``sys.path``, or the path of its package."""
    parent = parent_of(name)
    if len(parent) == 0:
        path = system.get_str("path")
        return NONE if path is None else path
    try:
        package = import_full(parent)
    except PyError as error:
        reason = str_of(exception_object(error)).value
        if not error.type.is_subtype(_MODULE_NOT_FOUND) or not is_about(reason, parent):
            raise
        raise no_specification(name, reason) from error
    found = find_optional(package, "__path__")
    if found is None:
        raise no_specification(name, f"__path__ attribute not found on '{parent}' while trying to find '{name}'")
    return found


def is_about(reason: str, package: str) -> bool:
    """Whether the text of an exception says that a package, or one around it, was not found: not a module that it imports."""
    while len(package) > 0:
        if reason.startswith(f"No module named '{package}'"):
            return True
        package = parent_of(package)
    return False


def no_specification(name: str, reason: str) -> StartError:
    return StartError(f"Error while finding module specification for '{name}' (ModuleNotFoundError: {reason})", 1)
