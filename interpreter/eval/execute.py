"""Running the code of a module, of ``exec`` and of ``eval``."""
from __future__ import annotations

from interpreter.eval.frame import Entered, Frame, new_frame, state
from interpreter.eval.loop import execute
from interpreter.eval.microthread import main_of_thread
from interpreter.eval.names import unbound
from interpreter.modules.state import builtins_dict
from interpreter.objects.code import Code, Flag
from interpreter.objects.dict import Dict
from interpreter.objects.generator import new_generator
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple


def run_code(code: Code, globals: Dict, locals: Object) -> Object:
    """Runs code that has no parameters; gives what it returns, or the coroutine that it makes."""
    frame = frame_of_code(code, globals, locals)
    if code.flags & Flag.RESUMABLE:  # it awaits, as PyCF_ALLOW_TOP_LEVEL_AWAIT permits
        return new_generator(frame, code.name, code.qualname)
    frame.back = state.frame
    return execute(frame, None)


def frame_of_code(code: Code, globals: Dict, locals: Object) -> Frame:
    """A frame for code that has no parameters. Raises UnboundLocalError if it has some: it relies on their values."""
    if code.argument_count + code.keyword_only_count > 0 or code.flags & (Flag.VARARGS | Flag.VARKEYWORDS) != 0:
        raise unbound(code, code.varnames[0])
    frame = new_frame(code, globals, builtins_of(globals))
    frame.locals = locals
    frame.entered = Entered.FROM_RPYTHON
    return frame


def run_closure(code: Code, globals: Dict, locals: Object, cells: Tuple) -> Object:
    """The same for code with free variables."""
    frame = frame_of_code(code, globals, locals)
    frame.back = state.frame
    for i in range(cells.length):
        frame.write(code.first_free + i, cells.item(i))
    return execute(frame, None)


def run_module_code(code: Code, contents: Dict) -> Object:
    return run_code(code, contents, contents)


def run_main_code(code: Code, contents: Dict) -> Object:
    """The same for the program itself, which may switch between tasklets without the C stack."""
    return main_of_thread().call(frame_of_code(code, contents, contents), EMPTY_TUPLE)


def builtins_of(globals: Dict) -> Dict:
    """The built-in names for code with these globals, which get ``__builtins__`` if they lack it."""
    found = globals.get_str("__builtins__")
    if isinstance(found, Module):
        return found.dict
    if isinstance(found, Dict):
        return found
    globals.set_str("__builtins__", builtins_dict)
    return builtins_dict
