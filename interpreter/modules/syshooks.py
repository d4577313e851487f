"""What `sys` offers to tools: audit events, the hook of `breakpoint`, numbers that only CPython's own machinery heeds."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.importing import import_full
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.object import Object
from interpreter.modules.turns import turns
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.process import environment_variable
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call_any, call2
from transform.rpython import truncate

_EXCEPTION = EXCEPTIONS["Exception"]
_IMPORT_ERROR = EXCEPTIONS["ImportError"]
_RUNTIME_WARNING = EXCEPTIONS["RuntimeWarning"]


class Tools:
    """`hooks` are called for audit events (PEP 578). The others are what was set: a program that asks gets it back."""
    hooks: list[Object]
    loader_flags: int

    def __init__(self) -> None:
        self.hooks = []
        self.loader_flags = 2


_tools = Tools()


@exposed("audit", rest="args")
def audit(event: Str, /, args: Tuple) -> None:
    """Passes the event to any hooks that are attached."""
    for hook in _tools.hooks:
        call2(hook, event, args)


@exposed("addaudithook")
def add_audit_hook(hook: Object) -> None:
    """Adds a new audit hook callback."""
    try:
        audit(new_str("sys.addaudithook"), new_tuple([]))
    except PyError as error:
        if not error.type.is_subtype(_EXCEPTION):
            raise
        return
    _tools.hooks.append(hook)


@exposed("breakpointhook", rest="args", keywords="kws")
def breakpoint_hook(args: Tuple, kws: Dict) -> Object:
    """This hook function is called by built-in breakpoint()."""
    given = environment_variable("PYTHONBREAKPOINT")
    name = given if len(given) > 0 else "pdb.set_trace"
    if name == "0":
        return NONE
    end = name.rfind(".")
    found: Object = NONE
    try:
        if end != 0:
            attribute = find_optional(import_full(name[:end] if end >= 0 else "builtins"), name[end + 1:])
            if attribute is not None:
                found = attribute
    except PyError as error:
        if not error.type.is_subtype(_IMPORT_ERROR):
            raise
    if found is NONE:
        warn = find_optional(import_full("warnings"), "warn")
        if warn is not None:
            call2(warn, new_str(f'Ignoring unimportable $PYTHONBREAKPOINT: "{name}"'), _RUNTIME_WARNING)
        return NONE
    names, values = keyword_lists(kws)
    return call_any(found, args.items(), names, values)


@exposed("getswitchinterval")
def get_switch_interval() -> float:
    """Return the current thread switch interval; see sys.setswitchinterval()."""
    return turns.slice / 1e9


@exposed("setswitchinterval")
def set_switch_interval(interval: float, /) -> None:
    """Set the ideal thread switching delay inside the Python interpreter."""
    if interval <= 0.0:
        raise value_error("switch interval must be strictly positive")
    turns.slice = truncate(min(interval, _LONGEST_INTERVAL) * 1e9)


_LONGEST_INTERVAL = 1e9


@exposed("getdlopenflags")
def get_loader_flags() -> int:
    """Return the current value of the flags that are used for dlopen calls."""
    return _tools.loader_flags


@exposed("setdlopenflags")
def set_loader_flags(flags: int, /) -> None:
    """Set the flags used by the interpreter for dlopen calls."""
    _tools.loader_flags = flags


@exposed("getallocatedblocks")
def get_allocated_blocks() -> int:
    """Return the number of memory blocks currently allocated; here, none is counted."""
    return 0


@exposed("_clear_type_cache")
def clear_type_cache() -> None:
    """Clear the internal type lookup cache."""
