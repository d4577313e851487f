"""The built-in function `input`."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.state import system
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call1
from interpreter.protocols.text import str_of

_EOF_ERROR = EXCEPTIONS["EOFError"]
_EXCEPTION = EXCEPTIONS["Exception"]


@exposed("input")
def read_line(prompt: Object = NONE, /) -> Object:
    """Read a string from standard input.  The trailing newline is stripped.

    The prompt string, if given, is printed to standard output without a
    trailing newline before reading input.

    If the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.
    On *nix systems, readline is used if available."""
    source = stream("stdin")
    target = stream("stdout")
    flush(stream("stderr"))
    if prompt is not NONE:
        call1(get_attribute(target, "write"), str_of(prompt))
    flush(target)
    line = call0(get_attribute(source, "readline"))
    if not isinstance(line, Str):
        raise type_error("object.readline() returned non-string")
    if len(line.value) == 0:
        raise PyError(_EOF_ERROR, "EOF when reading a line")
    return new_str(line.value[:-1]) if line.value.endswith("\n") else line


def flush(file: Object) -> None:
    """Flushes a stream. It may have no method for it, and it does not matter here if that fails."""
    try:
        call0(get_attribute(file, "flush"))
    except PyError as error:
        if not error.type.is_subtype(_EXCEPTION):
            raise


def stream(name: str) -> Object:
    """A standard stream of `sys`. RuntimeError if the program has taken it away."""
    found = system.get_str(name)
    if found is None or found is NONE:
        raise runtime_error(f"input(): lost sys.{name}")
    return found
