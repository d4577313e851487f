"""The command line: `bobbin [option] ... [-c command | -m module | file | -] [argument] ...`."""
from __future__ import annotations

import sys

from interpreter import space
from interpreter.errors import PyError
from interpreter.eval.execute import run_main_code
from interpreter.exits import finish, report, show
from interpreter.modules.compilation import Mode, compile_text, decoded
from interpreter.modules.io.opening import start_streams
from interpreter.modules.startup import start
from interpreter.modules.state import builtins_dict, modules, settings, system
from interpreter.modules.tracebacks import write_error, write_to
from interpreter.objects.dict import Dict, prebuilt
from interpreter.objects.int import FALSE, TRUE, new_bool, new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.module import Module
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.struct_sequence import new_struct
from interpreter.options import OPTIONS_HELP, Options, Run, UsageError, parse_options, usage
from interpreter.process import absolute_path, environment_variable, is_terminal
from interpreter.program import Program, StartError, find_program, first_folder
from interpreter.repl import interact

VERSION = "0.1.0"
LANGUAGE_VERSION = f"3.11.{sys.version_info.micro}"
GREETING = f'Bobbin {VERSION} (Python {LANGUAGE_VERSION})\nType "help", "copyright", "credits" or "license" for more information.\n'


def main(argv: list[str]) -> int:
    start()
    try:
        options = parse_options(argv[1:])
    except UsageError as error:
        write_error(f"{error.message}\n{usage(argv[0])}Try `bobbin -h' for more information.\n")
        return 2
    if options.run == Run.VERSION:
        write_to("stdout", f"Bobbin {VERSION} (Python {LANGUAGE_VERSION})\n")
        return finish(0)
    if options.run == Run.HELP:
        write_to("stdout", usage(argv[0]) + OPTIONS_HELP)
        return finish(0)
    configure(options, argv)
    return finish(run(options, argv[0]))


def run(options: Options, interpreter: str) -> int:
    """Runs what the command line names, and goes on interactively if it says so; the exit status."""
    contents = main_contents()
    if options.run == Run.INPUT and (options.has("i") or is_terminal(0)):
        set_arguments(options, options.target)
        if not options.has("q"):
            write_error(GREETING)
        return interact(contents)
    status = 0
    try:
        set_arguments(options, "-m")
        program = find_program(options)
        set_arguments(options, program.first_argument)
        run_program(program, contents)
    except StartError as error:
        write_error(f"{interpreter}: {error.message}\n")
        status = error.status
    except PyError as error:
        if options.has("i"):
            show(error)
        else:
            status = report(error)
    if options.has("i"):
        return interact(contents)
    return status


def main_contents() -> Dict:
    """The attributes of a new module ``__main__``."""
    contents = Dict()
    contents.set_str("__name__", new_str("__main__"))
    for name in ["__doc__", "__package__", "__loader__", "__spec__"]:
        contents.set_str(name, NONE)
    contents.set_str("__annotations__", Dict())
    contents.set_str("__builtins__", builtins_dict)
    modules.set_str("__main__", Module(contents))
    return contents


def run_program(program: Program, contents: Dict) -> None:
    contents.set_str("__package__", program.package)
    if program.is_file:
        contents.set_str("__file__", new_str(program.filename))
        contents.set_str("__cached__", NONE)
    source = decoded(program.source, program.filename)
    run_main_code(compile_text(source, program.filename, Mode.EXEC, 0, -1), contents)


# What the options say, in `sys`.


def configure(options: Options, argv: list[str]) -> None:
    """Sets what depends on the command line."""
    settings.optimize = min(options.count("O"), 2)
    if options.has("u"):
        start_streams(is_buffered=False)
    system.set_str("flags", flags_of(options))
    system.set_str("dont_write_bytecode", new_bool(options.has("B")))
    system.set_str("orig_argv", strings(argv))
    system.set_str("warnoptions", strings(options.warnings))
    named = Dict()
    for text in options.implementation:
        end = text.find("=")
        if end >= 0:
            named.set_str(text[:end], new_str(text[end + 1:]))
        else:
            named.set_str(text, TRUE)
    system.set_str("_xoptions", named)
    system.set_str("executable", new_str(executable(argv[0])))
    set_search_path(options)


def flags_of(options: Options) -> Object:
    """``sys.flags``."""
    interactive = min(options.count("i"), 1)
    values: list[Object] = [new_int(n) for n in [
        options.count("d"), interactive, interactive, options.count("O"), options.count("B"), options.count("s"), options.count("S"),
        options.count("E"), options.count("v"), options.count("b"), options.count("q"), 1, options.count("I")]]
    values.append(new_bool("dev" in options.implementation))
    values.append(new_int(1 if "utf8" in options.implementation else 0))
    values.append(new_int(0))
    values.append(new_bool(options.has("P")))
    values.append(new_int(_MOST_DIGITS))
    return new_struct(type_of(system.get_str("flags") or FALSE), values)


_MOST_DIGITS = 4300


def set_search_path(options: Options) -> None:
    """``sys.path``: where the program is, PYTHONPATH, the standard library."""
    search = system.get_str("path")
    if not isinstance(search, List):
        return
    if not options.has("P"):
        search.push(new_str(first_folder(options)))
    if not options.has("E"):
        given = environment_variable("PYTHONPATH")
        if len(given) > 0:
            for folder in given.split(":"):
                search.push(new_str(folder))
    for folder in space.LIBRARY:
        search.push(new_str(folder))


def set_arguments(options: Options, first: str) -> None:
    """``sys.argv``."""
    system.set_str("argv", strings([first] + options.arguments))


def executable(name: str) -> str:
    """The absolute path of the interpreter; empty if it was not started by a path."""
    return absolute_path(name) if "/" in name else ""


def strings(texts: list[str]) -> Object:
    return new_list([new_str(text) for text in texts])


prebuilt.forget_indexes()

if __name__ == "__main__":
    sys.exit(main(sys.argv))
