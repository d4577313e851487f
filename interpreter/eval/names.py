"""Variables that are not in registers: globals, built-ins, names of class and module bodies, cells."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, NamedError, PyError, name_error, undefined_name
from interpreter.eval.frame import Frame
from interpreter.objects.code import Cache, Code
from interpreter.objects.dict import Dict
from interpreter.objects.function import Cell
from interpreter.objects.object import Object
from interpreter.objects.str import intern
from interpreter.protocols.item import delete_item, find_item, set_item
from transform.rpython import checked_cast, inline, never_inline, unchecked_cast

_IN_GLOBALS = 1
_IN_BUILTINS = 2


@inline
def load_global(frame: Frame, cache: Cache) -> Object:
    """A global or built-in. The cache has the number of its entry as long as the dict keeps its layout."""
    globals = frame.globals
    if cache.version == globals.layout:
        if cache.kind == _IN_GLOBALS:
            return unchecked_cast(Object, globals.entries[2 * cache.index + 1])
        if cache.second_version == frame.builtins.layout:
            return unchecked_cast(Object, frame.builtins.entries[2 * cache.index + 1])
    return look_up_global(frame, cache)


@never_inline
def look_up_global(frame: Frame, cache: Cache) -> Object:
    globals = frame.globals
    if globals.python_type is None or frame.builtins.python_type is None:
        found = find_in(globals, cache.name)
        return found if found is not None else load_builtin(frame, cache.name)
    number = globals.find_str(cache.name)
    if number >= 0:
        cache.kind = _IN_GLOBALS
        cache.version = globals.layout
        cache.index = number
        return globals.value_at(number)
    builtins = frame.builtins
    number = builtins.find_str(cache.name)
    if number >= 0:
        cache.kind = _IN_BUILTINS
        cache.version = globals.layout
        cache.second_version = builtins.layout
        cache.index = number
        return builtins.value_at(number)
    raise undefined_name(cache.name)


def find_global(frame: Frame, name: str) -> Object:
    found = frame.globals.get_str(name)
    return found if found is not None else load_builtin(frame, name)


def load_builtin(frame: Frame, name: str) -> Object:
    found = find_in(frame.builtins, name)
    if found is None:
        raise undefined_name(name)
    return found


def find_in(names: Dict, name: str) -> Optional[Object]:
    """An entry of globals or built-ins, as a class below dict gives it."""
    return find_item(names, intern(name)) if names.python_type is None else names.get_str(name)


def locals_of(frame: Frame) -> Object:
    """The locals of a class or module body, a dict or any mapping: the globals for a function that was made of a module's code."""
    locals = frame.locals
    return frame.globals if locals is None else locals


def find_local(frame: Frame, name: str) -> Optional[Object]:
    """A name in the locals of a class or module body."""
    locals = locals_of(frame)
    if isinstance(locals, Dict) and locals.python_type is not None:
        return locals.get_str(name)
    return find_item(locals, intern(name))


def load_name(frame: Frame, name: str) -> Object:
    found = find_local(frame, name)
    return found if found is not None else find_global(frame, name)


def store_name(frame: Frame, name: str, value: Object) -> None:
    locals = locals_of(frame)
    if isinstance(locals, Dict) and locals.python_type is not None:
        locals.set_str(name, value)
    else:
        set_item(locals, intern(name), value)


def delete_name(frame: Frame, name: str) -> None:
    locals = locals_of(frame)
    if isinstance(locals, Dict) and locals.python_type is not None:
        if not locals.delete_str(name):
            raise undefined_name(name)
    elif find_item(locals, intern(name)) is None:
        raise undefined_name(name)
    else:
        delete_item(locals, intern(name))


def delete_global(frame: Frame, name: str) -> None:
    if not frame.globals.delete_str(name):
        raise undefined_name(name)


def load_class_cell(frame: Frame, cell: Object, name: int) -> Object:
    found = find_local(frame, frame.code.names[name])
    return found if found is not None else load_cell(frame, cell, name)


@inline
def load_cell(frame: Frame, cell: Object, name: int) -> Object:
    """The content of a cell; `name` is the number of its name."""
    content = checked_cast(Cell, cell).content
    if content is None:
        raise empty_cell(frame.code, frame.code.names[name])
    return content


def store_cell(cell: Object, value: Object) -> None:
    checked_cast(Cell, cell).content = value


def delete_cell(frame: Frame, cell: Object, name: int) -> None:
    variable = checked_cast(Cell, cell)
    if variable.content is None:
        raise empty_cell(frame.code, frame.code.names[name])
    variable.content = None


def empty_cell(code: Code, name: str) -> PyError:
    if name in code.freevars:
        return NamedError(_NAME_ERROR, f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope",
                          name)
    return unbound(code, name)


def unbound(code: Code, name: str) -> PyError:
    """The error for a local variable that has no value."""
    if name in code.freevars:
        return empty_cell(code, name)
    return PyError(_UNBOUND_LOCAL_ERROR, f"cannot access local variable '{name}' where it is not associated with a value")


def raise_unbound(code: Code, name: str) -> None:
    """CHECK_BOUND of an empty register."""
    raise unbound(code, name)


_NAME_ERROR = EXCEPTIONS["NameError"]
_UNBOUND_LOCAL_ERROR = EXCEPTIONS["UnboundLocalError"]


def annotations_of(frame: Frame) -> None:
    """Makes ``__annotations__`` in the locals unless it is there."""
    if find_local(frame, "__annotations__") is None:
        store_name(frame, "__annotations__", Dict())


def find_builtin(frame: Frame, name: str) -> Object:
    found = frame.builtins.get_str(name)
    if found is None:
        raise name_error(f"{name} not found")
    return found
