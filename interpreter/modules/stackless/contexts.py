"""The context variables of tasklets in their pickles.

A tasklet shares the context of the one that has bound it, unless it is given another. A shared one is not the tasklet's, so nothing of it is
kept: what is loaded shares the context of the one that loads it. One of its own is kept by its values. The variables themselves must be those of
the process that loads it, and an object has no name that leads to it; so each has to be a global variable of a module, and the pickle says of
which."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.modules.contextvars.context import Context, ContextVar, current_context
from interpreter.modules.freeze.names import state_parts
from interpreter.modules.stackless.objects import Tasklet
from interpreter.modules.stackless.obstacles import refusal
from interpreter.modules.state import modules
from interpreter.objects.dict import Dict
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple, new_tuple, tuple2, tuple3
from interpreter.protocols.text import repr_of
from transform.rpython import not_none


def reduced_context(self: Tasklet) -> Object:
    """What pickles keep: for each variable its module, its name there and its value; None for a shared context. RuntimeError for a variable that is
    in no module."""
    context = self.microthread.context
    if not isinstance(context, Context) or context is current_context():
        return NONE
    rows: list[Object] = []
    for variable in context.values.keys():
        place = place_of_variable(self, variable)
        rows.append(tuple3(place.item(0), place.item(1), not_none(context.values.get(variable))))
    return new_tuple(rows)


def place_of_variable(self: Tasklet, variable: Object) -> Tuple:
    """The module that has a context variable, and its name there."""
    for name in modules.keys():
        module = modules.get(name)
        if isinstance(module, Module):
            for key in module.dict.keys():
                if module.dict.get(key) is variable:
                    return tuple2(module, key)
    raise refusal(self, f"has a value of {repr_of(variable)}, which is no global variable of a module")


def restored_context(kept: Object) -> Context:
    """The context of a tasklet that is loaded. ValueError if a module does not have the variable any more."""
    if not isinstance(kept, Tuple):
        return current_context()
    values = Dict()
    for i in range(kept.length):
        parts = state_parts(kept.item(i), 3)
        module = parts.item(0)
        name = parts.item(1)
        variable = module.dict.get(name) if isinstance(module, Module) else None
        if not isinstance(variable, ContextVar):
            raise value_error(f"the pickle has a value of the context variable {repr_of(name)}, which {repr_of(module)} does not have")
        values.set(variable, parts.item(2))
    return Context(values)
