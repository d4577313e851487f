"""Running the code of a module, of ``exec`` and of ``eval``."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.eval.frame import Entered, Frame, new_frame, state
from interpreter.eval.loop import execute
from interpreter.eval.microthread import main_of_thread
from interpreter.modules.state import builtins_dict
from interpreter.objects.code import Code, Flag
from interpreter.objects.dict import Dict
from interpreter.objects.function import Cell, Function
from interpreter.objects.generator import new_generator
from interpreter.objects.module import Module
from interpreter.objects.object import Object, type_of
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.protocols.call import call0
from transform.rpython import checked_cast, new_array


def run_code(code: Code, globals: Dict, locals: Object) -> Object:
    """Runs code; gives what it returns, or the coroutine that it makes. Code with parameters is called without arguments."""
    if has_parameters(code):
        return call0(Function(code, globals, builtins_of(globals)))
    frame = frame_of_code(code, globals, locals)
    if code.flags & Flag.RESUMABLE:  # it awaits, as PyCF_ALLOW_TOP_LEVEL_AWAIT permits
        return new_generator(frame, code.name, code.qualname)
    frame.back = state.frame
    return execute(frame, None)


def frame_of_code(code: Code, globals: Dict, locals: Object) -> Frame:
    """A frame for code that has no parameters."""
    frame = new_frame(code, globals, builtins_of(globals))
    frame.locals = locals
    frame.entered = Entered.FROM_RPYTHON
    return frame


def run_closure(code: Code, globals: Dict, locals: Object, cells: Tuple) -> Object:
    """The same for code with free variables."""
    if has_parameters(code):
        function = Function(code, globals, builtins_of(globals))
        function.closure = new_array(Cell, cells.length)
        for i in range(cells.length):
            function.closure[i] = checked_cast(Cell, cells.item(i))
        return call0(function)
    frame = frame_of_code(code, globals, locals)
    frame.back = state.frame
    for i in range(cells.length):
        frame.write(code.first_free + i, cells.item(i))
    return execute(frame, None)


def has_parameters(code: Code) -> bool:
    return code.argument_count + code.keyword_only_count > 0 or code.flags & (Flag.VARARGS | Flag.VARKEYWORDS) != 0


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
    if found is not None:
        raise type_error(f"__builtins__ must be a module or a dict, not {type_of(found).name}")
    globals.set_str("__builtins__", builtins_dict)
    return builtins_dict
