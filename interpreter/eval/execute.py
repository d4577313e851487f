"""Running the code of a module, of ``exec`` and of ``eval``."""
from __future__ import annotations

from interpreter.eval.frame import Entered, new_frame, state
from interpreter.eval.loop import execute
from interpreter.modules.state import builtins_dict
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple


def run_code(code: Code, globals: Dict, locals: Object) -> Object:
    """Runs code that has no parameters; gives what it returns."""
    frame = new_frame(code, globals, builtins_of(globals))
    frame.locals = locals
    frame.back = state.frame
    frame.entered = Entered.FROM_RPYTHON
    return execute(frame, None)


def run_closure(code: Code, globals: Dict, locals: Object, cells: Tuple) -> Object:
    """The same for code with free variables."""
    frame = new_frame(code, globals, builtins_of(globals))
    frame.locals = locals
    frame.back = state.frame
    frame.entered = Entered.FROM_RPYTHON
    for i in range(cells.length):
        frame.write(code.first_free + i, cells.item(i))
    return execute(frame, None)


def run_module_code(code: Code, contents: Dict) -> Object:
    return run_code(code, contents, contents)


def builtins_of(globals: Dict) -> Dict:
    """The built-in names for code with these globals, which get ``__builtins__`` if they lack it."""
    found = globals.get_str("__builtins__")
    if isinstance(found, Module):
        return found.dict
    if isinstance(found, Dict):
        return found
    globals.set_str("__builtins__", builtins_dict)
    return builtins_dict
