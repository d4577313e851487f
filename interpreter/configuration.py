"""What a command line and the environment mean for `sys`."""
from __future__ import annotations

from interpreter.hashseed import seed_of
from interpreter.modules.imp.frozen import switch
from interpreter.modules.io.opening import start_streams
from interpreter.modules.state import builtin_modules, builtins_dict, settings, system
from interpreter.numbers.bigint_text import conversion_limit
from interpreter.objects.dict import Dict
from interpreter.objects.int import FALSE, TRUE, new_bool, new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.struct_sequence import new_struct
from interpreter.options import Options, UsageError, number_in
from interpreter.paths import Installation, find_installation
from interpreter.process import environment_variable, errors_of_locale

_CACHE = ".cache/bobbin/pycache"
_FEWEST_DIGITS = 640


class Environment:
    """The environment variables whose names begin with PYTHON, unless they are ignored."""
    is_used: bool

    def __init__(self, options: Options) -> None:
        self.is_used = not options.has("E")

    def value(self, name: str) -> str:
        """The value; empty if it is not set."""
        return environment_variable("PYTHON" + name) if self.is_used else ""

    def option(self, options: Options, option: str, name: str) -> str:
        """The value of ``-X option``, or else that of a variable."""
        found = options.value_of(option)
        return found if len(found) > 0 else self.value(name)


def configure(options: Options, argv: list[str]) -> None:
    """Sets what depends on the command line. Raises UsageError."""
    environment = Environment(options)
    settings.optimize = min(options.count("O"), 2)
    if settings.optimize > 0:
        builtins_dict.set_str("__debug__", FALSE)
    settings.verbose = options.count("v")
    settings.warns_of_bytes = options.has("b")
    settings.tells_import_time = len(environment.option(options, "importtime", "PROFILEIMPORTTIME")) > 0
    set_frozen(options.value_of("frozen_modules"))
    is_dev = len(environment.option(options, "dev", "DEVMODE")) > 0
    limit = digits_limit(options, environment)
    if limit >= 0:
        conversion_limit.digits = limit
    system.set_str("flags", flags_of(options, environment, is_dev, limit))
    system.set_str("dont_write_bytecode", new_bool(options.has("B")))
    system.set_str("orig_argv", strings(argv))
    system.set_str("warnoptions", strings(warnings_of(options, is_dev)))
    system.set_str("_xoptions", named(options.implementation))
    installation = find_installation(argv[0], environment.is_used)
    set_installation(installation, environment)
    set_cache(options, environment, installation)
    builtin_modules["_imp"].set_own("check_hash_based_pycs", new_str(options.check_hash_based))


def set_streams(options: Options) -> None:
    """Makes the standard streams again where they shall not be what they are by themselves: ``PYTHONIOENCODING=encoding:errors``. Needs the import
    system, as most encodings are Python modules. Raises LookupError for an unknown encoding."""
    encoding, _, errors = Environment(options).value("IOENCODING").partition(":")
    if len(encoding) + len(errors) == 0 and not options.has("u"):
        return
    if len(errors) == 0:
        errors = "strict" if len(encoding) > 0 else errors_of_locale()
    start_streams(not options.has("u"), encoding if len(encoding) > 0 else "utf-8", errors)


def set_frozen(value: str) -> None:
    if value == "off":
        switch.is_on = False
    elif value not in ("", "1", "on"):
        raise UsageError("bad value for option -X frozen_modules (expected \"on\" or \"off\")", 1)


def digits_limit(options: Options, environment: Environment) -> int:
    """How many digits an int may have that is converted; -1 where nothing is said. Raises UsageError."""
    source = "-X int_max_str_digits"
    given = environment.value("INTMAXSTRDIGITS")
    is_given = len(given) > 0
    if is_given:
        source = "PYTHONINTMAXSTRDIGITS"
    for text in options.implementation:
        if text == "int_max_str_digits" or text.startswith("int_max_str_digits="):
            given = text[len("int_max_str_digits="):]
            source = "-X int_max_str_digits"
            is_given = True
    if not is_given:
        return -1
    limit = number_in(given, -1)
    if limit != 0 and limit < _FEWEST_DIGITS:
        raise UsageError(f"Fatal Python error: config_init_int_max_str_digits: {source}: invalid limit; must be >= {_FEWEST_DIGITS} "
                         "or 0 for unlimited.\nPython runtime state: preinitialized", 1)
    return limit


def flags_of(options: Options, environment: Environment, is_dev: bool, limit: int) -> Object:
    """``sys.flags``."""
    interactive = min(options.count("i"), 1)
    utf8 = environment.option(options, "utf8", "UTF8")
    warns = len(environment.option(options, "warn_default_encoding", "WARNDEFAULTENCODING")) > 0
    values: list[Object] = [new_int(n) for n in [
        options.count("d"), interactive, interactive, options.count("O"), min(options.count("B"), 1), min(options.count("s"), 1),
        min(options.count("S"), 1), min(options.count("E"), 1), options.count("v"), options.count("b"), min(options.count("q"), 1),
        0 if seed_of(options) == 0 else 1, min(options.count("I"), 1)]]
    values.append(new_bool(is_dev))
    values.append(new_int(1 if len(utf8) > 0 and utf8 != "0" else 0))
    values.append(new_int(1 if warns else 0))
    values.append(new_bool(options.has("P")))
    values.append(new_int(limit))
    return new_struct(type_of(system.get_str("flags") or FALSE), values)


def warnings_of(options: Options, is_dev: bool) -> list[str]:
    """``sys.warnoptions``; what comes later counts more."""
    found: list[str] = []
    if is_dev:
        found.append("default")
    for text in options.warnings:
        if text not in found:
            found.append(text)
    if options.has("b"):
        found.append("error::BytesWarning" if options.count("b") > 1 else "default::BytesWarning")
    return found


def named(texts: list[str]) -> Object:
    """``sys._xoptions``."""
    result = Dict()
    for text in texts:
        end = text.find("=")
        if end >= 0:
            result.set_str(text[:end], new_str(text[end + 1:]))
        else:
            result.set_str(text, TRUE)
    return result


def set_installation(found: Installation, environment: Environment) -> None:
    """Prefixes, the executable, and ``sys.path`` but for the folder of the program."""
    system.set_str("executable", new_str(found.executable))
    system.set_str("_base_executable", new_str(found.base_executable))
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"]:
        system.set_str(name, new_str(found.prefix))
    system.set_str("_stdlib_dir", new_str(found.library))
    system.set_str("_home", new_str(found.home) if len(found.home) > 0 else NONE)
    search = system.get_str("path")
    if not isinstance(search, List):
        return
    given = environment.value("PATH")
    if len(given) > 0:
        for folder in given.split(":"):
            search.push(new_str(folder))
    for folder in found.search:
        search.push(new_str(folder))


def set_cache(options: Options, environment: Environment, installation: Installation) -> None:
    """``sys.pycache_prefix``. A binary that uses a library that is not its own leaves no files there."""
    prefix = environment.value("PYCACHEPREFIX")
    for text in options.implementation:
        if text == "pycache_prefix" or text.startswith("pycache_prefix="):
            prefix = text[len("pycache_prefix="):]
    home = environment_variable("HOME")
    if len(prefix) == 0 and not installation.is_complete and len(home) > 0:
        prefix = f"{home}/{_CACHE}"
    system.set_str("pycache_prefix", new_str(prefix) if len(prefix) > 0 else NONE)


def strings(texts: list[str]) -> Object:
    return new_list([new_str(text) for text in texts])
