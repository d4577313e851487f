"""The command line: `bobbin [option] ... [-c command | file] [argument] ...`."""
from __future__ import annotations

import sys

from interpreter import space
from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.execute import run_module_code
from interpreter.modules.compilation import Mode, compile_text, decoded
from interpreter.modules.files import read_file
from interpreter.modules.startup import start
from interpreter.modules.state import builtins_dict, modules, system
from interpreter.modules.streams import standard_error, standard_output
from interpreter.modules.tracebacks import print_exception
from interpreter.objects.dict import Dict, prebuilt
from interpreter.objects.exceptions import ExceptionObject, exception_object
from interpreter.objects.int import Int
from interpreter.objects.list import List, new_list
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.protocols.text import str_of

_SYSTEM_EXIT = EXCEPTIONS["SystemExit"]


def run_main(source: bytes, filename: str) -> int:
    """Runs a program as the module `__main__`; its exit status."""
    contents = Dict()
    contents.set_str("__name__", new_str("__main__"))
    contents.set_str("__file__", new_str(filename))
    contents.set_str("__builtins__", builtins_dict)
    contents.set_str("__doc__", NONE)
    contents.set_str("__package__", NONE)
    contents.set_str("__spec__", NONE)
    contents.set_str("__loader__", NONE)
    modules.set_str("__main__", Module(contents))
    status = 0
    try:
        run_module_code(compile_text(decoded(source, filename), filename, Mode.EXEC, 0, 0), contents)
    except PyError as error:
        status = report(error)
    try:
        standard_output.flush()
    except PyError as error:
        status = report(error)
    return status


def report(error: PyError) -> int:
    """Shows an exception that left the program; the exit status."""
    value = exception_object(error)
    if error.type.is_subtype(_SYSTEM_EXIT):
        return exit_status(value)
    standard_output.flush()
    print_exception(value)
    return 1


def exit_status(value: ExceptionObject) -> int:
    """What SystemExit asks for; a text is shown."""
    if value.arguments.length == 0:
        return 0
    code = value.arguments.item(0)
    if code is NONE:
        return 0
    if isinstance(code, Int):
        return code.machine() & 0xFF if code.fits() else 255
    standard_error.write(str_of(code).value + "\n")
    return 1


def main(argv: list[str]) -> int:
    start()
    if len(argv) < 2:
        standard_error.write("usage: bobbin [-c command | file] [argument] ...\n")
        return 2
    try:
        arguments: list[Object] = []
        if argv[1] == "-c":
            if len(argv) < 3:
                standard_error.write("Argument expected for the -c option\n")
                return 2
            source, filename, path = argv[2].encode(), "<string>", ""
            arguments.append(new_str("-c"))
            rest = argv[3:]
        else:
            filename = argv[1]
            source = read_file(filename)
            end = filename.rfind("/")
            path = filename[:end] if end >= 0 else ""
            arguments.append(new_str(filename))
            rest = argv[2:]
        for text in rest:
            arguments.append(new_str(text))
        system.set_str("argv", new_list(arguments))
        search = system.get_str("path")
        if isinstance(search, List):
            search.push(new_str(path))
            for folder in space.LIBRARY:
                search.push(new_str(folder))
        return run_main(source, filename)
    except PyError as error:
        return report(error)


prebuilt.forget_indexes()

if __name__ == "__main__":
    sys.exit(main(sys.argv))
