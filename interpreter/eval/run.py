"""Entering the evaluation loop from RPython code: calls of Python functions, and what generators are resumed with."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.arguments import fill_defaults, frame_for, frame_of_call, is_simple
from interpreter.eval.frame import Entered, Frame, state
from interpreter.eval.loop import execute
from interpreter.objects.code import Flag
from interpreter.objects.function import Function
from interpreter.objects.generator import new_generator
from interpreter.objects.object import Object, Type
from interpreter.protocols import call as call_protocol
from interpreter.protocols.call import Runner
from interpreter.protocols.types import call_type, call_type_few


def run_frame(frame: Frame, function: Function) -> Object:
    """Runs a frame to its end; of a generator function, makes the generator."""
    if function.code.flags & Flag.RESUMABLE:
        return new_generator(frame, function.name, function.qualname)
    back = state.frame
    frame.back = back
    frame.entered = Entered.FROM_RPYTHON
    if back is not None:
        back.spare = frame
    return execute(frame, None)


class LoopRunner(Runner):
    """Runs Python functions by the evaluation loop."""

    def run0(self, function: Function) -> Object:
        code = function.code
        if is_simple(code):
            frame = frame_for(state.frame, function)
            if code.argument_count != 0:
                fill_defaults(function, frame, 0)
            return run_frame(frame, function)
        return self.run(function, [], [], [])

    def run1(self, function: Function, a: Object) -> Object:
        code = function.code
        if is_simple(code) and code.argument_count >= 1:
            frame = frame_for(state.frame, function)
            frame.write(0, a)
            if code.argument_count != 1:
                fill_defaults(function, frame, 1)
            return run_frame(frame, function)
        return self.run(function, [a], [], [])

    def run2(self, function: Function, a: Object, b: Object) -> Object:
        code = function.code
        if is_simple(code) and code.argument_count >= 2:
            frame = frame_for(state.frame, function)
            frame.write(0, a)
            frame.write(1, b)
            if code.argument_count != 2:
                fill_defaults(function, frame, 2)
            return run_frame(frame, function)
        return self.run(function, [a, b], [], [])

    def run3(self, function: Function, a: Object, b: Object, c: Object) -> Object:
        code = function.code
        if is_simple(code) and code.argument_count >= 3:
            frame = frame_for(state.frame, function)
            frame.write(0, a)
            frame.write(1, b)
            frame.write(2, c)
            if code.argument_count != 3:
                fill_defaults(function, frame, 3)
            return run_frame(frame, function)
        return self.run(function, [a, b, c], [], [])

    def run(self, function: Function, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
        return run_frame(frame_of_call(state.frame, function, arguments, names, values), function)

    def call_type(self, called: Type, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
        return call_type(called, arguments, names, values)

    def call_type_few(self, called: Type, count: int, a: Optional[Object], b: Optional[Object], c: Optional[Object]) -> Object:
        return call_type_few(called, count, a, b, c)


call_protocol.runner = LoopRunner()
