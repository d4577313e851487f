"""What pickles need to make running things again."""
from __future__ import annotations

from interpreter.eval.frame import Frame
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import definitions
from interpreter.modules.freeze import code, frame, function, generator, others, states  # noqa: F401 (states adds methods)
from interpreter.modules.freeze.names import NAME, own_function
from interpreter.objects.async_generator_methods import AnextAwaitable, AsyncSend, AsyncThrow
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.dict_views import ItemsView, KeysView, ValuesView
from interpreter.objects.exceptions import Traceback
from interpreter.objects.function import Cell, Function
from interpreter.objects.generator import AsyncGenerator, Coroutine, Generator
from interpreter.objects.generator_methods import CoroutineWrapper
from interpreter.objects.module import Module
from interpreter.objects.object import Object, Type


@exposed("reducers")
def reducers() -> Object:
    """For each type of what is pickled, the function that `copyreg` is to be given."""
    result = Dict()
    for kind, name in _REDUCERS:
        result.set(kind, own_function(name))
    return result


def _type_of(cls: type) -> Type:
    return next(definition.type for definition in definitions if definition.cls is cls)


_CLASSES: dict[str, list[type]] = {
    "reduce_code": [Code], "reduce_frame": [Frame], "reduce_generator": [Generator, Coroutine, AsyncGenerator], "reduce_function": [Function],
    "reduce_cell": [Cell], "reduce_module": [Module], "reduce_traceback": [Traceback], "reduce_view": [KeysView, ValuesView, ItemsView],
    "reduce_wrapper": [CoroutineWrapper], "reduce_anext": [AnextAwaitable], "reduce_asend": [AsyncSend], "reduce_athrow": [AsyncThrow]}

_REDUCERS = [(_type_of(cls), name) for name, classes in _CLASSES.items() for cls in classes]

define_module(__name__, NAME, parts=[part.__name__ for part in (code, frame, function, generator, others)])
