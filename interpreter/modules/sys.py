"""The module `sys`: what belongs to the interpreter itself."""
from __future__ import annotations

import sys as host
from typing import Iterable, Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error
from interpreter.eval.frame import Frame, state
from interpreter.eval.microthread import PythonMicrothread
from interpreter.eval.tracing import call_traced, set_profiler, set_tracer
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules import syshooks
from interpreter.modules.state import async_hooks, builtins_dict, modules, settings, system
from interpreter.modules.thread.locks import thread_identity
from interpreter.modules.tracebacks import print_exception, write_error
from interpreter.modules.unraisable import arguments_type, show_arguments
from interpreter.numbers.bigint_text import conversion_limit
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.float import new_float
from interpreter.objects.int import FALSE, TRUE, new_int
from interpreter.objects.list import empty_list
from interpreter.objects.namespace import Namespace, namespace_type
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.set import FrozenSet
from interpreter.objects.singletons import NONE
from interpreter.objects.str import EMPTY_STR, Str, intern_str, new_str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.tuple import Tuple, new_tuple, tuple3
from interpreter.protocols.attributes import find_optional, get_attribute, lookup_special
from interpreter.protocols.call import call
from interpreter.protocols.codec import decode_object, encode_text
from interpreter.protocols.text import repr_of
from interpreter.errors import type_error, value_error
from scheduler.scheduler import running
from scheduler.threads import schedulers
from transform.rpython import unchecked_cast


@exposed("exit")
def exit(status: Object = NONE, /) -> None:
    """Exit the interpreter by raising SystemExit(status)."""
    arguments: list[Object] = []
    if isinstance(status, Tuple):
        arguments = status.items()
    elif status is not NONE:
        arguments = [status]
    made = call(_SYSTEM_EXIT, arguments)
    raise PyError(_SYSTEM_EXIT, "", made)


_SYSTEM_EXIT = EXCEPTIONS["SystemExit"]


@exposed("exc_info")
def exception_info() -> Object:
    """Return current exception information: (type, value, traceback)."""
    return information_of(state.handled)


def information_of(handled: Optional[Object]) -> Object:
    """A handled exception as ``exc_info`` gives it."""
    if isinstance(handled, ExceptionObject):
        traceback = handled.traceback
        return tuple3(type_of(handled), handled, NONE if traceback is None else traceback)
    return tuple3(NONE, NONE, NONE)


@exposed("exception")
def current_exception() -> Object:
    """Return the current exception."""
    handled = state.handled
    return NONE if handled is None else handled


@exposed("getrecursionlimit")
def get_recursion_limit() -> int:
    """Return the current value of the recursion limit."""
    return state.recursion_limit


_LEAST_LIMIT = 640


@exposed("get_int_max_str_digits")
def get_int_max_str_digits() -> int:
    """Return the maximum string digits limit for non-binary int<->str conversions."""
    return conversion_limit.digits


@exposed("set_int_max_str_digits")
def set_int_max_str_digits(maxdigits: int) -> None:
    """Set the maximum string digits limit for non-binary int<->str conversions."""
    if maxdigits != 0 and maxdigits < _LEAST_LIMIT:
        raise value_error(f"maxdigits must be 0 or larger than {_LEAST_LIMIT}")
    conversion_limit.digits = maxdigits


@exposed("setrecursionlimit")
def set_recursion_limit(limit: int, /) -> None:
    """Set the maximum depth of the Python interpreter stack to n."""
    if limit < 1:
        raise value_error("recursion limit must be greater or equal than 1")
    if state.depth >= limit:
        raise PyError(_RECURSION_ERROR, f"cannot set the recursion limit to {limit} at the recursion depth {state.depth}: the limit is too low")
    state.recursion_limit = limit


_RECURSION_ERROR = EXCEPTIONS["RecursionError"]


@exposed("intern")
def intern_string(string: Object, /) -> Object:
    """``Intern'' the given string."""
    if not isinstance(string, Str) or string.python_type is None:
        raise type_error(f"can't intern {type_of(string).name}")
    return intern_str(string)


@exposed("_getframe")
def get_frame(depth: int = 0, /) -> Object:
    """Return a frame object from the call stack."""
    frame = state.frame
    for _ in range(depth):
        if frame is None:
            break
        frame = frame.back
    if frame is None:
        raise value_error("call stack is not deep enough")
    found: Frame = frame
    found.escaped = True
    return found


@exposed("settrace")
def set_trace(function: Object, /) -> None:
    """Set the global debug tracing function."""
    set_tracer(None if function is NONE else function)


@exposed("gettrace")
def get_trace() -> Object:
    """Return the global debug tracing function set with sys.settrace."""
    function = state.tracer
    return NONE if function is None else function


@exposed("setprofile")
def set_profile(function: Object, /) -> None:
    """Set the profiling function."""
    set_profiler(None if function is NONE else function)


@exposed("getprofile")
def get_profile() -> Object:
    """Return the profiling function set with sys.setprofile."""
    function = state.profiler
    return NONE if function is None else function


@exposed("call_tracing")
def call_tracing(func: Object, args: Tuple, /) -> Object:
    """Call func(*args), while tracing is enabled."""
    return call_traced(func, args.items())


@exposed("_current_frames")
def get_current_frames() -> Object:
    """Return a dict mapping each thread's thread id to its current stack frame."""
    frames = Dict()
    thread_identity()
    for scheduler in schedulers.all():
        frame = state.frame if scheduler is running.scheduler else unchecked_cast(PythonMicrothread, scheduler.current).frame
        if frame is not None:
            frame.escaped = True
            frames.set(new_int(scheduler.queue.thread_id), frame)
    return frames


@exposed("getrefcount")
def get_reference_count(object: Object, /) -> int:
    """Return a number; objects are not counted here."""
    return _SOME_REFERENCES


_SOME_REFERENCES = 3


@exposed("getsizeof")
def get_size(object: Object, default: Object = NONE) -> Object:
    """getsizeof(object [, default]) -> int"""
    found = lookup_special(object, "__sizeof__")
    return new_int(64) if found is None else call(found, [])


@exposed("getdefaultencoding")
def get_default_encoding() -> str:
    """Return the current default encoding used by the Unicode implementation."""
    return "utf-8"


@exposed("getfilesystemencoding")
def get_file_system_encoding() -> str:
    """Return the encoding used to convert Unicode filenames to OS filenames."""
    return "utf-8"


@exposed("getfilesystemencodeerrors")
def get_file_system_errors() -> str:
    """Return the error mode used for Unicode to OS filename conversion."""
    return "surrogateescape"


@exposed("is_finalizing")
def is_finalizing() -> bool:
    """Return True if Python is exiting."""
    return settings.is_finalizing


@exposed("displayhook")
def display_hook(object: Object, /) -> None:
    """Print an object to sys.stdout and also save it in builtins._"""
    if object is NONE:
        return
    builtins_dict.set_str("_", NONE)
    out = system.get_str("stdout")
    if out is None:
        raise runtime_error("lost sys.stdout")
    write_shown(out, repr_of(object) + "\n")
    builtins_dict.set_str("_", object)


def write_shown(out: Object, text: str) -> None:
    """Writes to a stream; what it cannot encode is written with backslashes."""
    try:
        call(get_attribute(out, "write"), [new_str(text)])
    except PyError as error:
        if not error.type.is_subtype(_ENCODE_ERROR):
            raise
        encoding = get_attribute(out, "encoding")
        name = encoding.value if isinstance(encoding, Str) else "ascii"
        data = encode_text(text, name, "backslashreplace")
        buffer = find_optional(out, "buffer")
        if buffer is not None:
            call(get_attribute(buffer, "write"), [data])
        else:
            call(get_attribute(out, "write"), [decode_object(data, name, "strict")])


_ENCODE_ERROR = EXCEPTIONS["UnicodeEncodeError"]


@exposed("set_asyncgen_hooks")
def set_async_hooks(firstiter: Optional[Object] = None, finalizer: Optional[Object] = None) -> None:
    """Set a finalizer for async generators objects."""
    if firstiter is not None:
        async_hooks.first = None if firstiter is NONE else firstiter
    if finalizer is not None:
        async_hooks.finalizer = None if finalizer is NONE else finalizer


@exposed("get_asyncgen_hooks")
def get_async_hooks() -> Object:
    """Return the installed asynchronous generators hooks."""
    first = async_hooks.first
    finalizer = async_hooks.finalizer
    return new_struct(_hooks_type, [NONE if first is None else first, NONE if finalizer is None else finalizer])


_hooks_type = struct_type("asyncgen_hooks", "sys", ["firstiter", "finalizer"])


@exposed("set_coroutine_origin_tracking_depth")
def set_origin_depth(depth: int) -> None:
    """Enable or disable origin tracking for coroutine objects in this thread."""
    if depth < 0:
        raise value_error("depth must be >= 0")
    state.origin_depth = depth


@exposed("get_coroutine_origin_tracking_depth")
def get_origin_depth() -> int:
    """Check status of origin tracking for coroutine objects in this thread."""
    return state.origin_depth


@exposed("_current_exceptions")
def get_current_exceptions() -> Object:
    """Return a dict mapping each thread's identifier to its current raised exception."""
    found = Dict()
    thread_identity()
    for scheduler in schedulers.all():
        handled = state.handled if scheduler is running.scheduler else unchecked_cast(PythonMicrothread, scheduler.current).handled
        found.set(new_int(scheduler.queue.thread_id), information_of(handled))
    return found


@exposed("excepthook")
def exception_hook(exctype: Object, value: Object, traceback: Object, /) -> None:
    """Handle an exception by displaying it with a traceback on sys.stderr."""
    if isinstance(value, ExceptionObject):
        print_exception(value)
    else:
        write_error(f"TypeError: print_exception(): Exception expected for value, {type_of(value).name} found")


@exposed("unraisablehook")
def unraisable_hook(unraisable: Object, /) -> None:
    """Handle an unraisable exception."""
    show_arguments(unraisable)


def _flags() -> Object:
    names = ["debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment", "verbose",
             "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path",
             "int_max_str_digits"]
    kind = struct_type("flags", "sys", names, is_sealed=True)
    return new_struct(kind, [FALSE if n in ("dev_mode", "safe_path") else new_int(4300 if n == "int_max_str_digits" else 0) for n in names])


def _named(name: str, live: object) -> Object:
    """One of CPython's tuples about the machine, with the same values."""
    names = list(getattr(type(live), "__match_args__"))
    values: list[Object] = []
    for field in names:
        value = getattr(live, field)
        values.append(new_str(value) if isinstance(value, str) else new_float(value) if isinstance(value, float)
                      else NONE if value is None else new_int(value))
    return new_struct(struct_type(name, "sys", names), values)


def _version(kind: Type) -> Object:
    return new_struct(kind, [new_int(3), new_int(11), new_int(host.version_info.micro), new_str("final"), new_int(0)])


def _implementation(version: Object) -> Object:
    made = Namespace(namespace_type)
    namespace_type.instances_have_dict = True
    made.set_own("name", new_str("bobbin"))
    made.set_own("cache_tag", new_str("bobbin-311"))
    made.set_own("version", version)
    made.set_own("hexversion", new_int(host.hexversion))
    made.set_own("_multiarch", new_str("x86_64-linux-gnu"))
    return made


_version_type = struct_type("version_info", "sys", ["major", "minor", "micro", "releaselevel", "serial"], is_sealed=True)
_version_info = _version(_version_type)
def _frozen_set(names: Iterable[str]) -> Object:
    made = FrozenSet()
    for name in sorted(names):
        made.add(new_str(name))
    return made


_names_of_stdlib = _frozen_set(host.stdlib_module_names)

def add_originals() -> None:
    """Keeps the hooks as they are at the start: ``sys.__excepthook__`` and so on."""
    for name in ["breakpointhook", "displayhook", "excepthook", "unraisablehook"]:
        system.set_str(f"__{name}__", system.get_str(name) or NONE)


define_module(__name__, "sys", dict=system, parts=[syshooks.__name__], contents={
    "implementation": _implementation(_version_info), "version_info": _version_info, "hexversion": new_int(host.hexversion),
    "version": new_str(f"{host.version.split()[0]} (Bobbin)"), "flags": _flags(), "float_info": _named("float_info", host.float_info),
    "int_info": _named("int_info", host.int_info), "hash_info": _named("hash_info", host.hash_info),
    "thread_info": _named("thread_info", host.thread_info), "warnoptions": empty_list(), "dont_write_bytecode": TRUE,
    "prefix": new_str(host.prefix), "exec_prefix": new_str(host.prefix), "base_prefix": new_str(host.prefix),
    "base_exec_prefix": new_str(host.prefix), "executable": new_str(""), "copyright": new_str("MIT licence"), "api_version": new_int(1013),
    "meta_path": empty_list(), "path_hooks": empty_list(), "path_importer_cache": Dict(), "platlibdir": new_str("lib"),
    "stdlib_module_names": _names_of_stdlib, "float_repr_style": new_str("short"), "abiflags": EMPTY_STR, "pycache_prefix": NONE,
    "orig_argv": empty_list(), "_git": new_tuple([new_str("Bobbin"), EMPTY_STR, EMPTY_STR]),
    "builtin_module_names": new_tuple([]),
    "UnraisableHookArgs": arguments_type,
    "modules": modules, "path": empty_list(), "argv": empty_list(), "maxsize": new_int(0x7FFFFFFFFFFFFFFF),
    "maxunicode": new_int(0x10FFFF), "byteorder": new_str(host.byteorder), "platform": new_str("linux")})
