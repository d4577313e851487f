"""Pickling of functions that cannot be found by their name (lambdas, functions in functions), of cells and of modules."""
from __future__ import annotations

from interpreter.errors import runtime_error, type_error, value_error
from interpreter.eval.execute import builtins_of
from interpreter.gateway.exposed import exposed
from interpreter.modules.freeze.frame import NO_GLOBALS, or_empty, reduced_globals, restored_globals
from interpreter.modules.freeze.names import own_function, state_parts
from interpreter.modules.importing import import_full
from interpreter.modules.state import builtins_dict, modules
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.function import Cell, Function
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE, or_none
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple2, tuple3
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.text import repr_of
from transform.rpython import new_array



@exposed("reduce_function")
def reduce_function(function: Function, /) -> Object:
    """Pickles keep the name of a function that is found by it; of another one the code, and what `restore_function` takes."""
    if is_found(function):
        return new_str(function.qualname)
    return tuple3(own_function("function"), tuple1(function.code), function_state(function))


def is_found(function: Function) -> bool:
    """Whether the qualified name leads to the function, from the module that it says."""
    module = function.module
    found = modules.get(module) if isinstance(module, Str) else None
    for name in function.qualname.split("."):
        if found is not None:
            found = find_optional(found, name)
    return found is function


@exposed("function")
def function(code: Code, /) -> Object:
    """A function without state."""
    return Function(code, NO_GLOBALS, builtins_dict)


def function_state(function: Function) -> Tuple:
    """What there is to a function, in the order in which `restore_function` takes it."""
    closure = function.closure
    cells: Object = NONE
    if closure is not None:
        cells = new_tuple([closure[i] for i in range(len(closure))])
    attributes = function.attributes
    defaults = function.defaults
    keyword_defaults = function.keyword_defaults
    return new_tuple([
        reduced_globals(function.globals), cells, NONE if defaults is None else defaults, NONE if keyword_defaults is None else keyword_defaults,
        new_str(function.name), new_str(function.qualname), or_none(function.module), or_none(function.doc), or_none(function.annotations),
        NONE if attributes is None else attributes])


def restore_function(function: Function, state: Object) -> None:
    """Fills an empty function."""
    if function.globals is not NO_GLOBALS:
        raise runtime_error("the function has its state already")
    parts = state_parts(state, 10)
    function.globals = restored_globals(parts.item(0))
    function.builtins = builtins_of(function.globals)
    restore_closure(function, parts.item(1))
    defaults = parts.item(2)
    keyword_defaults = parts.item(3)
    name = parts.item(4)
    qualname = parts.item(5)
    attributes = parts.item(9)
    if isinstance(defaults, Tuple):
        function.defaults = defaults
    if isinstance(keyword_defaults, Dict):
        function.keyword_defaults = keyword_defaults
    if isinstance(name, Str) and isinstance(qualname, Str):
        function.name = name.value
        function.qualname = qualname.value
    function.module = or_empty(parts.item(6))
    function.doc = or_empty(parts.item(7))
    function.annotations = or_empty(parts.item(8))
    if isinstance(attributes, Dict):
        function.attributes = attributes


def restore_closure(function: Function, kept: Object) -> None:
    count = len(function.code.freevars)
    cells = kept if isinstance(kept, Tuple) else EMPTY_TUPLE
    if cells.length != count:
        raise value_error(f"damaged pickle: {function.code.qualname} has {count} free variables, not {cells.length}")
    if count == 0:
        return
    closure = new_array(Cell, count)
    for i in range(count):
        cell = cells.item(i)
        if not isinstance(cell, Cell):
            raise value_error("damaged pickle: a closure consists of cells")
        closure[i] = cell
    function.closure = closure


@exposed("reduce_cell")
def reduce_cell(cell: Cell, /) -> Object:
    """Pickles keep the content, if there is one: as an attribute, which pickle sets when the cell is there."""
    content = cell.content
    if content is None:
        return tuple2(own_function("cell"), EMPTY_TUPLE)
    attributes = Dict()
    attributes.set_str("cell_contents", content)
    return tuple3(own_function("cell"), EMPTY_TUPLE, tuple2(NONE, attributes))


@exposed("cell")
def cell() -> Object:
    """An empty cell."""
    return Cell(None)


@exposed("reduce_module")
def reduce_module(module: Module, /) -> Object:
    """Pickles keep the name. TypeError if the module is not found by it."""
    name = module.dict.get_str("__name__")
    if not isinstance(name, Str) or modules.get_str(name.value) is not module:
        raise type_error(f"cannot pickle {repr_of(module)}: it is not in sys.modules by its name")
    return tuple2(own_function("module"), tuple1(name))


@exposed("module")
def module(name: str, /) -> Object:
    """The module of a full name."""
    return import_full(name)
