"""What is done with objects that nothing refers to any more: ``__del__`` is called (PEP 442), suspended generators are closed, coroutines that were
never awaited are complained about.

The collector finds such objects; the evaluation loop calls what they have to do when any code may run (`Attendant`)."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.generators import close
from interpreter.eval.pending import Attendant, work
from interpreter.eval.collect import collect, run_finalizers
from interpreter.modules.importing import import_full
from interpreter.modules.state import modules, settings
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects import object as kernel
from interpreter.objects.dict import Dict
from interpreter.objects.int import TRUE
from interpreter.objects.module import Module
from interpreter.objects.generator import AsyncGenerator, Coroutine, Generator, GeneratorState
from interpreter.objects.object import Endings, Object, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.str import new_str
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call1, call2, invoke1
from transform.rpython import checked_cast
from transform.rpython.gcmodule import ALL, WeakRef, register_finalizer
from transform.rpython.weaktable import WeakTable

_RUNTIME_WARNING = EXCEPTIONS["RuntimeWarning"]


class CollectedEndings(Endings):
    """Objects end when the collector finds them. `any` is whether there ever was one that has something to do then."""
    any: bool
    ended: WeakTable[Object, Object]

    def __init__(self) -> None:
        self.any = False
        self.ended = WeakTable[Object, Object]()

    def watch(self, x: Object) -> None:
        self.any = True
        register_finalizer(x, finalize)

    def end(self, x: Object) -> None:
        finalize(x)

    def report(self, error: Exception, source: Object) -> None:
        if isinstance(error, PyError):
            print_unraisable(error, source)


endings = CollectedEndings()
kernel.endings = endings


class FinalizerAttendant(Attendant):
    """Ends objects between the instructions of a program."""

    def attend(self) -> None:
        run_finalizers()


work.register(FinalizerAttendant())


def finalize(ended: object) -> None:
    """Ends one object. Exceptions are reported; they are raised nowhere."""
    x = checked_cast(Object, ended)
    if isinstance(x, Generator):
        finalize_generator(x)
        return
    if was_ended(x):
        return
    endings.ended.set(x, TRUE)
    method = type_of(x).slots[Slot.DEL]
    if method is not None:
        try:
            invoke1(method, x)
        except PyError as error:
            print_unraisable(error, method)


def was_ended(x: Object) -> bool:
    """Whether ``__del__`` of an object that is still there was called: something refers to it again."""
    return endings.ended.get(x) is not None


def finalize_generator(x: Generator) -> None:
    """Closes a generator, or has the event loop do it for an asynchronous one."""
    if x.status == GeneratorState.CLOSED or x.status == GeneratorState.RUNNING:
        return
    try:
        if isinstance(x, Coroutine) and x.status == GeneratorState.CREATED:
            warn_unawaited(x)
        elif isinstance(x, AsyncGenerator) and x.finalizer is not None and not x.is_closed:
            call1(x.finalizer, x)
        else:
            close(x)
    except PyError as error:
        print_unraisable(error, x)


def warn_unawaited(x: Coroutine) -> None:
    warnings = import_full("warnings")
    tell = find_optional(warnings, "_warn_unawaited_coroutine")
    if tell is not None:
        call1(tell, x)
    else:
        call2(get_attribute(warnings, "warn"), new_str(f"coroutine '{x.qualname}' was never awaited"), _RUNTIME_WARNING)


def end_program() -> None:
    """Ends what the modules of a program refer to, so that it has its chance before the process ends."""
    settings.is_finalizing = True
    if not endings.any:
        return
    variables: list[WeakRef[Dict]] = []
    for name in modules.keys():
        module = modules.get(name)
        if isinstance(module, Module) and module.dict.get_str("__builtins__") is not None:
            variables.append(WeakRef[Dict](module.dict))
            modules.delete(name)
    collect(ALL)
    for reference in variables:
        left = reference.get()
        if left is not None:
            end_values(left)


def end_values(variables: Dict) -> None:
    """Ends the objects that are variables of a module which something still refers to."""
    for name in variables.keys():
        value = variables.get(name)
        if value is not None and (isinstance(value, Generator) or type_of(value).slots[Slot.DEL] is not None):
            finalize(value)
