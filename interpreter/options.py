"""The options of the command line and what they mean (Python documentation, "Command line and environment")."""
from __future__ import annotations

from interpreter.process import environment_variable

_FLAGS = "bBdEhiIOPqRsStuvVx?"
_WITH_ARGUMENT = "cmWX"

OPTIONS_HELP = """Options (and corresponding environment variables):
-b     : issue warnings about comparing bytes with str (-bb: errors)
-B     : do not write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : run a program given as text (ends the options)
-d     : accepted for compatibility
-E     : ignore the environment variables PYTHON*
-h     : print this text and exit (also -? or --help)
-i     : go on interactively after the program; also PYTHONINSPECT=x
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run a module as a program (ends the options)
-O     : leave out assertions, __debug__ is False; also PYTHONOPTIMIZE=x
-OO    : leave out docstrings too
-P     : do not put the program's folder into sys.path; also PYTHONSAFEPATH
-q     : no greeting when interactive
-s     : no user's folder in sys.path; also PYTHONNOUSERSITE
-S     : do not import site at the start
-u     : standard output and error output are unbuffered; also PYTHONUNBUFFERED=x
-v     : tell what is imported; also PYTHONVERBOSE=x
-V     : print the version and exit (also --version)
-W arg : control of warnings, action:message:category:module:lineno; also PYTHONWARNINGS=arg
-x     : skip the first line of the source
-X opt : option of the implementation
--check-hash-based-pycs always|default|never:
         whether .pyc files with hashes are checked against their sources
Arguments:
file   : run a program from a file
-      : run a program from standard input (default; interactive on a terminal)
arg ...: arguments of the program, sys.argv[1:]
"""

ENVIRONMENT_HELP = """Environment variables that change behavior:
PYTHONSTARTUP     : file that is run before the first statement of an interactive session
PYTHONPATH        : folders that come before the library in sys.path, separated by ':'
PYTHONHOME        : folder whose lib/python3.11 is the library
PYTHONPYCACHEPREFIX: folder for all .pyc files, in place of __pycache__ beside the sources
PYTHONIOENCODING  : encoding[:errors] of standard input, output and error output
PYTHONHASHSEED    : number from which hashes of strings are made; 0, or random (default)
PYTHONINTMAXSTRDIGITS: most digits of an int that is converted to or from text; 0 for no limit
PYTHONUSERBASE    : folder for the user's site-packages
PYTHONDEVMODE     : development mode (-X dev)
PYTHONUTF8        : UTF-8 mode (-X utf8)
PYTHONPROFILEIMPORTTIME: tell how long each import takes (-X importtime)
BOBBIN_GC_MAX     : most bytes that the heap may have, as 500M or 4G; then there are MemoryErrors
BOBBIN_GC_GROWTH  : per cent of the most bytes alive of late that the heap grows to before all is collected (180)
BOBBIN_GC_VERBOSE : 1: tell on error output of each collection
"""

IMPLEMENTATION_HELP = """Options of the implementation (-X):
-X dev            : development mode: more warnings
-X utf8           : UTF-8 mode, whatever the locale
-X importtime     : tell on error output how long each import takes
-X frozen_modules=on|off : whether the copies of library modules in the binary are used
-X int_max_str_digits=number : most digits of an int that is converted to or from text
-X pycache_prefix=PATH : folder for all .pyc files
-X faulthandler, tracemalloc, showrefcount, no_debug_ranges, warn_default_encoding : accepted
"""


class Run:
    """What the command line says is to be run."""
    INPUT, SCRIPT, COMMAND, MODULE, VERSION, HELP = range(6)


class UsageError(Exception):
    """A command line that makes no sense; the message says why. The exit status is 2 for what is unknown, 1 for a wrong value."""
    message: str
    status: int

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class Options:
    """A command line that was understood. `target` is the command, the module or the file; `arguments` are those of the program;
    `topic` is what more than the options help is wanted for: "env", "xoptions" or "all". Options are counted by the codes of their letters, not
    in a dict, as they say how strings are to be hashed."""
    run: int
    target: str
    arguments: list[str]
    counts: list[int]
    warnings: list[str]
    implementation: list[str]
    check_hash_based: str
    topic: str

    def __init__(self) -> None:
        self.check_hash_based = "default"
        self.topic = ""
        self.run = Run.INPUT
        self.target = ""
        self.arguments = []
        self.counts = [0] * 128
        self.warnings = []
        self.implementation = []

    def count(self, flag: str) -> int:
        """How often an option of one letter was given."""
        return self.counts[ord(flag)]

    def has(self, flag: str) -> bool:
        return self.count(flag) > 0

    def value_of(self, name: str) -> str:
        """What ``-X name=value`` says; empty if there is no such option, "1" if it has no value."""
        found = ""
        for text in self.implementation:
            if text == name:
                found = "1"
            elif text.startswith(name + "="):
                found = text[len(name) + 1:]
        return found

    def add(self, flag: str) -> None:
        self.counts[ord(flag)] += 1


def usage(interpreter: str) -> str:
    """The first line of help."""
    return f"usage: {interpreter} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"


def parse_options(arguments: list[str]) -> Options:
    """The options before the program, and the program, from all arguments behind the interpreter's name. Raises UsageError."""
    options = Options()
    i = 0
    while i < len(arguments):
        argument = arguments[i]
        if argument == "-" or not argument.startswith("-"):
            options.run = Run.INPUT if argument == "-" else Run.SCRIPT
            options.target = argument
            options.arguments = arguments[i + 1:]
            break
        i += 1
        if argument == "--":
            if i < len(arguments):
                options.run = Run.SCRIPT
                options.target = arguments[i]
                options.arguments = arguments[i + 1:]
            break
        if argument.startswith("--"):
            i += parse_long(options, argument, arguments[i] if i < len(arguments) else "")
        elif parse_letters(options, argument, arguments, i):
            i += 1
        if options.run == Run.COMMAND or options.run == Run.MODULE:
            options.arguments = arguments[i:]
            break
    if options.has("h") or options.has("?"):
        options.run = Run.HELP
    elif options.has("V"):
        options.run = Run.VERSION
    if options.has("I"):
        for implied in ["E", "P", "s"]:
            options.add(implied)
    if not options.has("E"):
        take_environment(options)
    return options


def parse_long(options: Options, argument: str, following: str) -> int:
    """An option that begins with two hyphens; the number of further arguments that belong to it. `following` is the next one, or empty."""
    if argument == "--help":
        options.add("h")
    elif argument in ("--help-all", "--help-env", "--help-xoptions"):
        options.add("h")
        options.topic = argument[len("--help-"):]
    elif argument == "--version":
        options.add("V")
    elif argument == "--check-hash-based-pycs":
        if len(following) == 0:
            raise UsageError("Argument expected for the --check-hash-based-pycs options")
        if following not in ("always", "never", "default"):
            raise UsageError("--check-hash-based-pycs must be one of 'default', 'always', or 'never'")
        options.check_hash_based = following
        return 1
    else:
        raise UsageError(f"unknown option {argument}")
    return 0


def parse_letters(options: Options, argument: str, arguments: list[str], following: int) -> bool:
    """One argument with options of one letter; whether the argument that follows belongs to the last of them."""
    for i in range(1, len(argument)):
        letter = argument[i:i + 1]
        if letter in _WITH_ARGUMENT:
            value = argument[i + 1:]
            takes_next = len(value) == 0
            if takes_next:
                if following >= len(arguments):
                    raise UsageError(f"Argument expected for the -{letter} option")
                value = arguments[following]
            take_value(options, letter, value)
            return takes_next
        if letter not in _FLAGS:
            raise UsageError(f"Unknown option: -{letter}")
        options.add(letter)
    return False


def take_value(options: Options, letter: str, value: str) -> None:
    """An option with a value."""
    if letter == "W":
        options.warnings.append(value)
    elif letter == "X":
        options.implementation.append(value)
    else:
        options.run = Run.COMMAND if letter == "c" else Run.MODULE
        options.target = value


def take_environment(options: Options) -> None:
    """Options that environment variables give. A number says how often the option is given; other texts count as once."""
    for name, flag in [("DONTWRITEBYTECODE", "B"), ("INSPECT", "i"), ("NOUSERSITE", "s"), ("SAFEPATH", "P"), ("DEBUG", "d"),
                       ("UNBUFFERED", "u"), ("VERBOSE", "v"), ("OPTIMIZE", "O")]:
        value = environment_variable("PYTHON" + name)
        if len(value) > 0:
            wanted = max(number_in(value, 1), 0) if name in ("VERBOSE", "OPTIMIZE", "DEBUG") else 1
            options.counts[ord(flag)] = max(options.count(flag), wanted)
    warnings = environment_variable("PYTHONWARNINGS")
    if len(warnings) > 0:
        options.warnings = warnings.split(",") + options.warnings


def number_in(text: str, otherwise: int) -> int:
    """The number that a text is, or `otherwise` if it is none that fits 31 bits."""
    digits = text[1:] if text.startswith("-") else text
    if not 0 < len(digits) <= 9 or not digits.isdigit() or not digits.isascii():
        return otherwise
    return int(text)
