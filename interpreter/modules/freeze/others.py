"""Pickling of what else frames refer to and CPython does not pickle: tracebacks, views of dicts, awaitables."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError
from interpreter.eval.frame import Frame
from interpreter.gateway.exposed import exposed
from interpreter.modules.freeze.names import own_function
from interpreter.objects.async_generator_methods import AnextAwaitable, AsyncSend, AsyncThrow
from interpreter.objects.dict import Dict
from interpreter.objects.dict_views import DictView, ItemsView, KeysView, ValuesView
from interpreter.objects.exceptions import ExceptionObject, MadeTraceback, Traceback, exception_object
from interpreter.objects.generator import AsyncGenerator, Coroutine
from interpreter.objects.generator_methods import CoroutineWrapper
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import new_tuple, tuple1, tuple2, tuple3


# Tracebacks.


@exposed("reduce_traceback")
def reduce_traceback(traceback: Traceback, /) -> Object:
    """Pickles keep the next level, the frame and the place in it."""
    following = traceback.next
    line = new_int(traceback.line()) if isinstance(traceback, MadeTraceback) else NONE
    return tuple2(own_function("traceback"), new_tuple([
        NONE if following is None else following, traceback.frame, new_int(traceback.last_instruction()), line]))


@exposed("traceback")
def traceback(next: Object, frame: Frame, instruction: int, line: Optional[Object], /) -> Object:
    """A level of a traceback. The line is given where a program has chosen it."""
    following = next if isinstance(next, Traceback) else None
    if isinstance(line, Int):
        return MadeTraceback(following, frame, instruction, line.machine())
    return Traceback(following, frame, instruction // 2)


# Views of dicts.


@exposed("reduce_view")
def reduce_view(view: DictView, /) -> Object:
    """Pickles keep the dict."""
    name = "values" if isinstance(view, ValuesView) else "keys" if isinstance(view, KeysView) else "items"
    return tuple2(own_function(name), tuple1(view.dict))


@exposed("keys")
def keys(dict: Dict, /) -> Object:
    """A view of a dict's keys."""
    return KeysView(dict)


@exposed("values")
def values(dict: Dict, /) -> Object:
    """A view of a dict's values."""
    return ValuesView(dict)


@exposed("items")
def items(dict: Dict, /) -> Object:
    """A view of a dict's items."""
    return ItemsView(dict)


# Awaitables.


@exposed("reduce_wrapper")
def reduce_wrapper(wrapper: CoroutineWrapper, /) -> Object:
    """Pickles keep the coroutine."""
    return tuple2(own_function("wrapper"), tuple1(wrapper.coroutine))


@exposed("wrapper")
def wrapper(coroutine: Coroutine, /) -> Object:
    """A coroutine as an iterator: what its ``__await__`` gives."""
    return CoroutineWrapper(coroutine)


@exposed("reduce_anext")
def reduce_anext(awaitable: AnextAwaitable, /) -> Object:
    """Pickles keep the awaitable and what stands for its end."""
    return tuple2(own_function("anext"), tuple2(awaitable.awaitable, awaitable.default))


@exposed("anext")
def anext(awaitable: Object, default: Object, /) -> Object:
    """What ``anext`` with a default gives."""
    return AnextAwaitable(awaitable, default)


@exposed("reduce_asend")
def reduce_asend(step: AsyncSend, /) -> Object:
    """Pickles keep the generator, the value that it is sent, and how far the step is."""
    return tuple2(own_function("asend"), tuple3(step.owner, step.value, new_int(step.state)))


@exposed("asend")
def asend(generator: AsyncGenerator, value: Object, state: int, /) -> Object:
    """A step of an asynchronous generator."""
    made = AsyncSend(generator, value)
    made.state = state
    return made


@exposed("reduce_athrow")
def reduce_athrow(step: AsyncThrow, /) -> Object:
    """Pickles keep the generator, the exception that it is thrown, and how far the step is."""
    error = step.error
    return tuple2(own_function("athrow"), tuple3(step.owner, NONE if error is None else exception_object(error), new_int(step.state)))


@exposed("athrow")
def athrow(generator: AsyncGenerator, error: Object, state: int, /) -> Object:
    """A step of an asynchronous generator that begins with an exception; None is that of ``aclose``."""
    made = AsyncThrow(generator, PyError(type_of(error), "", error) if isinstance(error, ExceptionObject) else None)
    made.state = state
    return made
