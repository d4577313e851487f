"""allow programmer to define multiple exit functions to be executed upon normal program termination."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import lookup_special
from interpreter.protocols.call import call_any
from interpreter.protocols.compare import equals

_SYSTEM_EXIT = EXCEPTIONS["SystemExit"]


class Registration:
    """A function to be called at the end, with its arguments."""
    function: Object
    arguments: Tuple
    keywords: Dict

    def __init__(self, function: Object, arguments: Tuple, keywords: Dict) -> None:
        self.function = function
        self.arguments = arguments
        self.keywords = keywords

    def run(self) -> None:
        names: list[str] = []
        values: list[Object] = []
        for i in range(self.keywords.used):
            key = self.keywords.key_at(i)
            if isinstance(key, Str):
                names.append(key.value)
                values.append(self.keywords.value_at(i))
        call_any(self.function, self.arguments.items(), names, values)


class Registry:
    """The functions, in the order in which they were registered."""
    functions: list[Registration]

    def __init__(self) -> None:
        self.functions = []


registry = Registry()


@exposed("register", rest="args", keywords="kwargs")
def register(func: Object, /, args: Tuple, kwargs: Dict) -> Object:
    """Register a function to be executed upon normal program termination"""
    if lookup_special(func, "__call__") is None:
        raise type_error("the first argument must be callable")
    registry.functions.append(Registration(func, args, kwargs))
    return func


@exposed("unregister")
def unregister(func: Object, /) -> None:
    """Unregister an exit function which was previously registered using"""
    registry.functions = [known for known in registry.functions if not equals(known.function, func)]


@exposed("_clear")
def clear() -> None:
    """Clear the list of previously registered exit functions."""
    none: list[Registration] = []
    registry.functions = none


@exposed("_ncallbacks")
def count() -> int:
    """Return the number of registered exit functions."""
    return len(registry.functions)


@exposed("_run_exitfuncs")
def run_all() -> None:
    """Run all registered exit functions."""
    while len(registry.functions) > 0:
        last = registry.functions.pop()
        try:
            last.run()
        except PyError as error:
            if not error.type.is_subtype(_SYSTEM_EXIT):
                print_unraisable(error, last.function)


define_module(__name__, "atexit")
