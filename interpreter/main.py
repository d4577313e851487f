"""The command line: `bobbin [option] ... [-c command | -m module | file | -] [argument] ...`."""
from __future__ import annotations

import sys
import time

from interpreter import space  # noqa: F401  (puts everything together)
from interpreter.configuration import configure, set_streams, strings
from interpreter.errors import PyError
from interpreter.exits import finish, report, show
from interpreter.hashseed import seed_hashes
from interpreter.modules.imp.start import start_importing
from interpreter.modules.importing import import_full
from interpreter.modules.startup import start
from interpreter.modules.state import builtins_dict, modules, system
from interpreter.modules.tracebacks import write_error, write_to
from interpreter.objects.dict import Dict, prebuilt
from interpreter.objects.importlib import of_importlib
from interpreter.objects.list import List
from interpreter.objects.module import Module
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.options import ENVIRONMENT_HELP, IMPLEMENTATION_HELP, OPTIONS_HELP, Options, Run, UsageError, parse_options, usage
from interpreter.process import environment_variable, is_terminal, write_error_output
from interpreter.program import StartError, add_first_folder, run_program
from interpreter.repl import interact, run_startup

VERSION = "0.1.0"
LANGUAGE_VERSION = f"3.11.{sys.version_info.micro}"
FULL_VERSION = f"{LANGUAGE_VERSION} (Bobbin {VERSION}, {time.strftime('%b %d %Y, 00:00:00')}) [RPython]"
GREETING = f'Python {FULL_VERSION} on linux\nType "help", "copyright", "credits" or "license" for more information.\n'

system.set_str("version", new_str(FULL_VERSION))


def main(argv: list[str]) -> int:
    try:
        options = parse_options(argv[1:])
        seed_hashes(options)
        start()
        if options.run == Run.VERSION:
            write_to("stdout", f"Python {FULL_VERSION if options.count('V') > 1 else LANGUAGE_VERSION}\n")
            return finish(0)
        if options.run == Run.HELP:
            write_to("stdout", help_text(options, argv[0]))
            return finish(0)
        configure(options, argv)
    except UsageError as error:
        return refuse(error, argv[0])
    contents = main_contents()
    try:
        start_library(options, contents)
    except PyError as error:
        return finish(report(error))
    return finish(run(options, argv[0], contents))


def refuse(error: UsageError, name: str) -> int:
    """Says what is wrong with the command line, perhaps before anything was started; the exit status."""
    text = f"{error.message}\n"
    if error.status != 1:
        text += f"{usage(name)}Try `bobbin -h' for more information.\n"
    write_error_output(text)
    return error.status


def help_text(options: Options, name: str) -> str:
    if options.topic == "env":
        return ENVIRONMENT_HELP
    if options.topic == "xoptions":
        return IMPLEMENTATION_HELP
    text = usage(name) + OPTIONS_HELP
    return text + ENVIRONMENT_HELP + IMPLEMENTATION_HELP if options.topic == "all" else text


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


def start_library(options: Options, contents: Dict) -> None:
    """The import system, and the modules that every program gets."""
    start_importing()
    set_streams(options)
    contents.set_str("__loader__", of_importlib("BuiltinImporter"))
    filters = system.get_str("warnoptions")
    if isinstance(filters, List) and filters.length > 0:
        import_full("warnings")
    if not options.has("S"):
        import_full("site")


def run(options: Options, interpreter: str, contents: Dict) -> int:
    """Runs what the command line names, and goes on interactively if it says so; the exit status."""
    if options.run == Run.INPUT and (options.has("i") or is_terminal(0)):
        set_arguments(options, options.target)
        add_first_folder(options, "")
        if not options.has("q"):
            write_error(GREETING)
        run_startup(options, contents)
        return interact(contents)
    status = 0
    try:
        set_arguments(options, first_argument(options))
        run_program(options, contents)
    except StartError as error:
        write_error(f"{error.message}\n" if options.run == Run.COMMAND else f"{interpreter}: {error.message}\n")
        status = error.status
    except PyError as error:
        if inspects(options):
            show(error)
        else:
            status = report(error)
    if inspects(options) and (options.has("i") or is_terminal(0)):
        return interact(contents)
    return status


def inspects(options: Options) -> bool:
    """Whether an interactive session follows the program, which may have decided it itself."""
    return options.has("i") or not options.has("E") and len(environment_variable("PYTHONINSPECT")) > 0


def first_argument(options: Options) -> str:
    """``sys.argv[0]`` when the program is looked for."""
    if options.run == Run.COMMAND:
        return "-c"
    return "-m" if options.run == Run.MODULE else options.target


def set_arguments(options: Options, first: str) -> None:
    """``sys.argv``."""
    system.set_str("argv", strings([first] + options.arguments))


prebuilt.forget_indexes()

if __name__ == "__main__":
    sys.exit(main(sys.argv))
