"""RPython functions that C calls: where a C function takes a function pointer, it can be given a function.

For each function and C signature there is one more RPython function, made here, which takes and gives what C does. On
CPython cffi turns it into a C function, translated it is one. It is left by returning only: no exception passes through
the C code between, and nothing below it can be suspended (see the stackless transform).
"""
from __future__ import annotations

import linecache
import threading
from types import FunctionType
from typing import Any, Sequence, get_args, get_origin

from transform.rpython.hints import class_name, fatal, print_traceback
from transform.rpython.pointers import Ptr, cast, type_name
from transform.rpython.threads import begin_callback, end_callback


class Callbacks(threading.local):
    """On CPython: how many calls of the program by C have not come back yet, in a thread."""

    depth = 0


callbacks = Callbacks()


class CallbackType:
    """The type of a parameter that is a C function pointer.

    arg_types, result_type   RPython types with the sizes that C says; ``result_type`` may be None
    c_type                   what cffi calls it
    """

    def __init__(self, arg_types: Sequence[Any], result_type: Any, c_type: Any) -> None:
        self.arg_types = tuple(arg_types)
        self.result_type = result_type
        self.c_type = c_type

    def __repr__(self) -> str:
        names = ", ".join(map(type_name, self.arg_types))
        return f"Callable[[{names}], {type_name(self.result_type)}]"


_made: dict[tuple[Any, ...], FunctionType] = {}


def callback_function(target: FunctionType, wanted: CallbackType) -> FunctionType:
    """The function that C calls for ``target``. TypeError where the parameters of the two do not agree in number."""
    key = target, wanted.arg_types, wanted.result_type
    found = _made.get(key)
    if found is None:
        found = _made[key] = _make(target, wanted)
    return found


def _make(target: FunctionType, wanted: CallbackType) -> FunctionType:
    count = target.__code__.co_argcount
    if count != len(wanted.arg_types):
        raise TypeError(f"{target.__qualname__} takes {count} arguments, C passes {len(wanted.arg_types)}")
    scope: dict[str, Any] = {"target": target, "Ptr": Ptr, "cast": cast, "class_name": class_name, "fatal": fatal,
                             "print_traceback": print_traceback, "begin_callback": begin_callback,
                             "end_callback": end_callback, "__name__": __name__}
    annotations = {name: _annotation(target, name) for name in (*target.__code__.co_varnames[:count], "return")}
    params, args = [], []
    for number, (declared, passed) in enumerate(zip(list(annotations.values()), wanted.arg_types)):
        scope[f"C{number}"] = passed
        params.append(f"a{number}: C{number}")
        args.append(_conversion(f"a{number}", declared, f"R{number}", scope))
    scope["CR"] = wanted.result_type
    call = f"target({', '.join(args)})"
    lines = [
        f"def {target.__name__}_callback({', '.join(params)}) -> CR:",
        "    place = begin_callback()",
        "    try:",
        f"        {'' if wanted.result_type is None else 'result = '}{call}",
        "    except BaseException as error:",
        "        print_traceback()",
        "        fatal(f'{class_name(error)} in a function called by C: {error}')",
    ]
    lines.append("    end_callback(place)")
    if wanted.result_type is not None:
        lines.append(f"    return {_conversion('result', wanted.result_type, 'CR', scope)}")
    source = "\n".join(lines) + "\n"
    file = f"<callback {target.__module__}.{target.__qualname__} {wanted!r}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    exec(compile(source, file, "exec", dont_inherit=True), scope)
    made = scope[f"{target.__name__}_callback"]
    assert isinstance(made, FunctionType)
    return made


def _annotation(function: FunctionType, name: str) -> Any:
    annotation = function.__annotations__.get(name)
    return eval(annotation, function.__globals__) if isinstance(annotation, str) else annotation


def _conversion(value: str, wanted: Any, name: str, scope: dict[str, Any]) -> str:
    """The expression that makes ``value`` a ``wanted``, which the scope gets under that name."""
    if get_origin(wanted) is Ptr:
        scope[name] = get_args(wanted)[0]
        return f"cast({'None' if scope[name] in (None, type(None)) else name}, {value})"
    scope[name] = wanted
    return f"{name}({value})"
