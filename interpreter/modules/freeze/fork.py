"""Copying suspended frames, so that two go on from the same place.

The objects in a frame are shared with the copy. What belongs to the frame alone is copied along: the generators that it is running, and the iterators
of its loops, which the program never sees; also those that such an iterator iterates over in turn, as `enumerate` does. An iterator that a variable
holds, too, is shared."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.frame import Frame, new_frame
from interpreter.eval.liveness import first_temporary, is_needed, needed_in
from interpreter.objects.generator import AsyncGenerator, Generator, GeneratorState, new_generator
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call, call1
from interpreter.objects.int import new_int
from transform.rpython import not_none

_PROTOCOL = 2


class Fork:
    """One copying: `copies` has what was copied already."""
    copies: dict[Object, Object]

    def __init__(self) -> None:
        self.copies = {}

    def frame(self, frame: Frame) -> Frame:
        """A copy of a suspended frame, without its caller."""
        made = new_frame(frame.code, frame.globals, frame.builtins)
        made.locals = frame.locals
        made.owner = frame.owner
        made.pc = frame.pc
        made.return_register = frame.return_register
        made.entered = frame.entered
        made.escaped = True
        needed = needed_in(frame) if frame.pc > 0 else 0
        first = first_temporary(frame.code)
        for i in range(frame.code.register_count):
            content = frame.peek(i)
            if content is not None and (frame.pc == 0 or is_needed(frame, needed, i)):
                made.write(i, self.own_iterator(frame, content) if i >= first else self.variable(content))
        return made

    def variable(self, content: Object) -> Object:
        """What the copy of a frame has in a variable: the same, unless that is a generator that is running."""
        if isinstance(content, Generator) and content.status == GeneratorState.RUNNING:
            return self.copies.get(content, content)
        return content

    def own_iterator(self, frame: Frame, content: Object) -> Object:
        """What the copy of a frame has in place of what a temporary holds."""
        for i in range(first_temporary(frame.code)):
            if frame.peek(i) is content:
                return self.variable(content)
        return self.iterator(content)

    def iterator(self, x: Object) -> Object:
        """A copy of an iterator that goes on by itself. Anything else is shared."""
        known = self.copies.get(x)
        if known is not None:
            return known
        if isinstance(x, Generator) and not isinstance(x, AsyncGenerator):
            return x if x.frame is None else self.generator(x)
        if not isinstance(x, Iterator) or x.python_type is None:
            return x
        parts = call1(get_attribute(x, "__reduce_ex__"), new_int(_PROTOCOL))
        if not isinstance(parts, Tuple):
            return x
        made = call(parts.item(0), self.items_of(parts.item(1)).items())
        self.copies[x] = made
        if parts.length > 2:
            call1(get_attribute(made, "__setstate__"), self.part(parts.item(2)))
        return made

    def part(self, x: Object) -> Object:
        return self.items_of(x) if isinstance(x, Tuple) else self.iterator(x)

    def items_of(self, x: Object) -> Tuple:
        """A tuple with copies of the iterators in it."""
        assert isinstance(x, Tuple)
        return new_tuple([self.part(x.item(i)) for i in range(x.length)])

    def generator(self, generator: Generator) -> Generator:
        """A copy of a generator that has not ended."""
        frame = not_none(generator.frame)
        made = new_generator(new_frame(frame.code, frame.globals, frame.builtins), generator.name, generator.qualname)
        self.copies[generator] = made
        self.copy_into(made, generator)
        return made

    def copy_into(self, made: Generator, generator: Generator) -> None:
        """Lets a generator go on from where another stands."""
        frame = self.frame(not_none(generator.frame))
        frame.owner = made
        made.frame = frame
        made.status = generator.status
        copy_handled(made, generator)

    def chain(self, innermost: Optional[Frame]) -> Optional[Frame]:
        """Copies of a frame and of its callers. Generators among these are copied, whoever refers to them."""
        frame = innermost
        running: list[Frame] = []
        while frame is not None:
            running.append(frame)
            owner = frame.owner
            if isinstance(owner, Generator):
                made = new_generator(new_frame(frame.code, frame.globals, frame.builtins), owner.name, owner.qualname)
                made.status = GeneratorState.RUNNING
                self.copies[owner] = made
            frame = frame.back
        result: Optional[Frame] = None
        for i in range(len(running) - 1, -1, -1):
            copied = self.frame(running[i])
            copied.back = result
            owner = running[i].owner
            if isinstance(owner, Generator):
                made_for = self.copies[owner]
                assert isinstance(made_for, Generator)
                copied.owner = made_for
                made_for.frame = copied
                copy_handled(made_for, owner)
            result = copied
        return result


def copy_handled(made: Generator, generator: Generator) -> None:
    made.handled = generator.handled
    made.outer_handled = generator.outer_handled
