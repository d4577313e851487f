"""``__setstate__`` of what is pickled in two steps, since it may refer to itself."""
from __future__ import annotations

from interpreter.eval.frame import Frame
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import add_methods
from interpreter.modules.freeze.frame import restore_frame
from interpreter.modules.freeze.function import restore_function
from interpreter.modules.freeze.generator import restore_generator
from interpreter.objects.async_generator_methods import async_generator_type
from interpreter.objects.function import Function
from interpreter.objects.function_methods import function_type
from interpreter.objects.generator import AsyncGenerator, Coroutine, Generator
from interpreter.objects.generator_methods import coroutine_type, generator_type
from interpreter.objects.introspection import frame_type
from interpreter.objects.object import Object


@exposed("__setstate__")
def frame_set_state(self: Frame, state: Object, /) -> None:
    """Set state information for unpickling."""
    restore_frame(self, state)


@exposed("__setstate__")
def generator_set_state(self: Generator, state: Object, /) -> None:
    """Set state information for unpickling."""
    restore_generator(self, state)


@exposed("__setstate__")
def coroutine_set_state(self: Coroutine, state: Object, /) -> None:
    """Set state information for unpickling."""
    restore_generator(self, state)


@exposed("__setstate__")
def async_generator_set_state(self: AsyncGenerator, state: Object, /) -> None:
    """Set state information for unpickling."""
    restore_generator(self, state)


@exposed("__setstate__")
def function_set_state(self: Function, state: Object, /) -> None:
    """Set state information for unpickling."""
    restore_function(self, state)


add_methods(frame_type, __name__, "frame_")
add_methods(generator_type, __name__, "generator_")
add_methods(coroutine_type, __name__, "coroutine_")
add_methods(async_generator_type, __name__, "async_generator_")
add_methods(function_type, __name__, "function_")
