"""Pickling of generators, coroutines and asynchronous generators: their frame, and how far they are."""
from __future__ import annotations

from interpreter.errors import runtime_error, type_error, value_error
from interpreter.eval.frame import Frame
from interpreter.gateway.exposed import exposed
from interpreter.modules.freeze.flags import PRESERVE_AG_FINALIZER, RESET_AG_FINALIZER, has_flag
from interpreter.modules.freeze.fork import Fork
from interpreter.modules.freeze.frame import blank_frame, or_empty
from interpreter.modules.freeze.names import own_function, state_parts
from interpreter.modules.state import async_hooks
from interpreter.objects.code import Code, Flag
from interpreter.objects.generator import AsyncGenerator, Coroutine, Generator, GeneratorState, new_generator
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE, or_none
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple3
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of


@exposed("reduce_generator")
def reduce_generator(generator: Generator, /) -> Object:
    """Pickles keep the code, and what `restore_generator` takes. TypeError if it is running in the tasklet that pickles it."""
    frame = generator.frame
    if frame is not None and generator.status == GeneratorState.RUNNING and frame.is_running():
        raise type_error(f"cannot pickle {repr_of(generator)}: it is running")
    return tuple3(own_function("generator"), tuple1(generator.code), generator_state(generator))


@exposed("generator")
def generator(code: Code, /) -> Object:
    """A generator of any kind, without state."""
    if code.flags & Flag.RESUMABLE == 0:
        raise value_error("damaged pickle: the code is not that of a generator")
    return blank_generator(code)


def blank_generator(code: Code) -> Generator:
    made = new_generator(blank_frame(code), code.name, code.qualname)
    made.frame = None
    made.status = GeneratorState.CLOSED
    return made


def generator_state(generator: Generator) -> Tuple:
    """What there is to a generator, in the order in which `restore_generator` takes it."""
    own: Object = NONE
    if isinstance(generator, Coroutine):
        own = or_none(generator.origin)
    elif isinstance(generator, AsyncGenerator):
        own = async_state(generator)
    frame = generator.frame
    return new_tuple([NONE if frame is None else frame, new_int(generator.status), new_str(generator.name), new_str(generator.qualname), own])


def restore_generator(generator: Generator, state: Object) -> None:
    """Fills an empty generator. A frame that is another generator's is copied: so `copy.copy` makes a second one that goes on by itself."""
    if generator.frame is not None:
        raise runtime_error("the generator has its state already")
    parts = state_parts(state, 5)
    frame = parts.item(0)
    name = parts.item(2)
    qualname = parts.item(3)
    if isinstance(name, Str) and isinstance(qualname, Str):
        generator.name = name.value
        generator.qualname = qualname.value
    if isinstance(frame, Frame):
        owner = frame.owner
        if isinstance(owner, Generator) and owner is not generator:
            if owner.status == GeneratorState.RUNNING:
                raise value_error(f"{generator.kind_name()} already executing")
            Fork().copy_into(generator, owner)
        else:
            frame.owner = generator
            generator.frame = frame
            generator.status = as_int(parts.item(1))
    if isinstance(generator, Coroutine):
        generator.origin = or_empty(parts.item(4))
    elif isinstance(generator, AsyncGenerator):
        restore_async_state(generator, parts.item(4))


def async_state(generator: AsyncGenerator) -> Object:
    """The state of an asynchronous generator beyond that of others. The hook that ends it is kept if the flags say so; otherwise it will be that of
    the loading thread, unless the flags say that the generator shall call its hooks anew."""
    is_reset = has_flag(RESET_AG_FINALIZER)
    kept: Object = EMPTY_TUPLE
    if has_flag(PRESERVE_AG_FINALIZER):
        kept = tuple1(or_none(generator.finalizer))
    return new_tuple([new_bool(generator.hooks_called and not is_reset), new_bool(generator.is_running), new_bool(generator.is_closed), kept])


def restore_async_state(generator: AsyncGenerator, state: Object) -> None:
    parts = state_parts(state, 4)
    generator.hooks_called = is_true(parts.item(0))
    generator.is_running = is_true(parts.item(1))
    generator.is_closed = is_true(parts.item(2))
    kept = parts.item(3)
    if isinstance(kept, Tuple) and kept.length == 1:
        generator.finalizer = or_empty(kept.item(0))
    elif generator.hooks_called:
        generator.finalizer = async_hooks.finalizer
