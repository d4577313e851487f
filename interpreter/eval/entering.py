"""Built-in functions that go on with a generator: ``next(g)``, ``g.send(x)``, ``g.__next__()``, and the same of coroutines.

Where the evaluation loop called one, nothing is to be done behind the next ``yield`` but to take its value. So the function only makes the
generator's frame the running one and raises ENTERED, by which the loop begins again with that frame: no C stack is taken, and a tasklet that gives
way inside the generator can do so softly."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import OPERATION, Op
from interpreter.eval import calls
from interpreter.eval.frame import Entered, Frame, state
from interpreter.eval.loop import ENTERED, a_of, b_of
from interpreter.objects.builtin_function import BoundBuiltin, BuiltinFunction
from interpreter.objects.generator import Generator, GeneratorState
from interpreter.objects.object import Object, type_of


def enter_by_method(owner: Generator, value: Object) -> None:
    """For methods of generators. Does nothing where another function than the loop called the method, or the generator has ended."""
    frame = state.frame
    if frame is not None and owner.status != GeneratorState.CLOSED:
        called = called_in(frame)
        if called is not None and called.owner is type_of(owner):
            enter(frame, owner, value)


def enter_by_function(owner: Generator, value: Object, name: str) -> None:
    """The same for a function of that name."""
    frame = state.frame
    if frame is not None and owner.status != GeneratorState.CLOSED:
        called = called_in(frame)
        if called is not None and called.owner is None and called.name == name:
            enter(frame, owner, value)


def called_in(frame: Frame) -> Optional[BuiltinFunction]:
    """The built-in function that a frame is calling, if that is all that it does."""
    if frame.pc == 0:
        return None
    word = frame.code.words[frame.pc - 1]
    operation = word & OPERATION
    if operation != Op.CALL and operation != Op.CALL_METHOD:
        return None
    called = frame.peek(b_of(word))
    if isinstance(called, BoundBuiltin):
        return called.function
    return called if isinstance(called, BuiltinFunction) else None


def enter(frame: Frame, owner: Generator, value: Object) -> None:
    """Makes the frame of a generator the running one. Does not return."""
    calls.resume_in_loop(frame, owner, Entered.RESUME, value, a_of(frame.code.words[frame.pc - 1]))
    raise ENTERED
