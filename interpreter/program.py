"""Running the program that a command line names: a text, a file, a folder or archive, a module, standard input."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.errors import EXCEPTIONS, PyError, runtime_error
from interpreter.eval.execute import run_main_code
from interpreter.modules.compilation import Mode, compile_text, decoded, syntax_error
from interpreter.modules.files import c_string, error_text, is_directory, libc, read_all
from interpreter.modules.importing import import_full
from interpreter.modules.signals import check_signals
from interpreter.modules.state import system
from interpreter.objects.bytes import Bytes
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import exception_object
from interpreter.objects.int import FALSE, TRUE
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.options import Options, Run
from interpreter.paths import first_folder
from interpreter.process import absolute_path, current_folder
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1, call2
from interpreter.protocols.codec import encode_text
from interpreter.protocols.text import str_of
from transform.rpython import data_pointer, get_errno

_IMPORT_ERROR = EXCEPTIONS["ImportError"]


class StartError(Exception):
    """There is no such program; the message says why, `status` is the exit status."""
    message: str
    status: int

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def run_program(options: Options, contents: Dict) -> None:
    """Runs the program in the module ``__main__``. Raises StartError, and the Python exception that leaves the program."""
    match options.run:
        case Run.COMMAND:
            add_first_folder(options, "")
            run_command(options.target, contents)
        case Run.MODULE:
            add_first_folder(options, current_folder())
            run_as_main(options.target, TRUE)
        case Run.SCRIPT:
            run_script(options, contents)
        case _:
            add_first_folder(options, "")
            run_source(read_all(0, "<stdin>"), "<stdin>", contents)


def add_first_folder(options: Options, folder: str) -> None:
    """Puts the folder of the program first into ``sys.path``, unless that is not wanted."""
    if not options.has("P"):
        put_first(folder)


def put_first(entry: str) -> None:
    search = system.get_str("path")
    if isinstance(search, List):
        search.replace_range(0, 0, new_list([new_str(entry)]).items, 1)


def run_command(text: str, contents: Dict) -> None:
    """The program of ``-c``, which is always in UTF-8."""
    try:
        source = encode_text(text + "\n", "utf-8", "strict")
    except PyError as error:
        raise StartError(f"Unable to decode the command from the command line:\n{type_and_text(error)}", 1) from error
    assert isinstance(source, Bytes)
    run_main(compile_text(source.value, "<string>", Mode.EXEC, 0, -1), contents)


def type_and_text(error: PyError) -> str:
    return f"{error.type.name}: {str_of(exception_object(error)).value}"


def run_main(code: Code, contents: Dict) -> None:
    """Runs the program itself. Signals that came during the start are its first."""
    check_signals()
    run_main_code(code, contents)


def run_source(source: bytes, filename: str, contents: Dict) -> None:
    end = source.find(b"\0")
    if end >= 0:
        line = decoded(source[:end], filename).count(b"\n") + 1
        raise syntax_error(SyntaxFailure("SyntaxError", "source code cannot contain null bytes", line, 0, line, 0, ""), filename)
    run_main(compile_text(decoded(source, filename), filename, Mode.EXEC, 0, -1), contents)


def run_as_main(name: str, changes_argument: Object) -> None:
    """Runs a module as a program, or what ``sys.path[0]`` has as ``__main__`` (PEP 338)."""
    call2(get_attribute(import_full("runpy"), "_run_module_as_main"), new_str(name), changes_argument)


def run_script(options: Options, contents: Dict) -> None:
    """A source file, a byte-code file, a folder or an archive that has a ``__main__``."""
    path = absolute_path(options.target)
    if is_importable(path):
        put_first(path)
        run_as_main("__main__", FALSE)
        return
    add_first_folder(options, first_folder(options.target))
    file = libc.open(data_pointer(c_string(path)), libc.O_RDONLY | libc.O_CLOEXEC)
    if file < 0:
        number = get_errno()
        raise StartError(f"can't open file {quoted(path)}: [Errno {number}] {error_text(number)}", 2)
    if is_directory(path):
        libc.close(file)
        raise StartError(f"{quoted(path)} is a directory, cannot continue", 1)
    source = read_all(file, path)
    libc.close(file)
    contents.set_str("__file__", new_str(path))
    contents.set_str("__cached__", NONE)
    if path.endswith(".pyc"):
        run_byte_code(path, contents)
        return
    contents.set_str("__loader__", loader_of("SourceFileLoader", path))
    if options.has("x"):
        source = b"\n" + source[source.find(b"\n") + 1:]
    run_source(source, path, contents)


def quoted(path: str) -> str:
    return f"'{path}'"


def loader_of(kind: str, path: str) -> Object:
    """A loader of importlib for the program."""
    return call2(get_attribute(import_full("_frozen_importlib_external"), kind), new_str("__main__"), new_str(path))


def run_byte_code(path: str, contents: Dict) -> None:
    loader = loader_of("SourcelessFileLoader", path)
    contents.set_str("__loader__", loader)
    try:
        code: Optional[Object] = call1(get_attribute(loader, "get_code"), new_str("__main__"))
    except PyError as error:
        if not error.type.is_subtype(_IMPORT_ERROR):
            raise
        raise runtime_error("Bad magic number in .pyc file") from error
    if not isinstance(code, Code):
        raise runtime_error("Bad code object in .pyc file")
    run_main(code, contents)


def is_importable(path: str) -> bool:
    """Whether an entry of ``sys.path`` could be this file: a folder, or an archive that an import hook knows."""
    hooks = system.get_str("path_hooks")
    cache = system.get_str("path_importer_cache")
    if not isinstance(hooks, List) or not isinstance(cache, Dict):
        return False
    for hook in hooks.to_list():
        try:
            cache.set_str(path, call1(hook, new_str(path)))
            return True
        except PyError as error:
            if not error.type.is_subtype(_IMPORT_ERROR):
                raise
    cache.set_str(path, NONE)
    return False
