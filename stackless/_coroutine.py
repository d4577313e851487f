"""Coroutines that switch to each other by name, and families of them that can be used inside each other.

A coroutine belongs to a family. Within one, coroutines are symmetric, as PyPy's are: whoever runs may switch to any
other, and goes on when somebody switches back. Families are independent, as PyPy's composable coroutines were: what a
piece of code does with a family of its own does not disturb those that it is used by, nor those that it uses. So
generators made of one family may run in threads made of another, which suspend them in the middle.

For that, think of the calls that are active as one stack. A coroutine that was entered is a *segment* of it: the calls
from its beginning to where another coroutine was entered, or to the top. The current coroutine of a family is that of
its topmost segment; where it has none, its main one, which stands for what is there anyway. A switch within a family
takes the segment of the current coroutine off, together with all above it, whoever these belong to, and puts on what
was once taken off with the target. So the other families find all as they left it when their part of the stack is back.

Each segment is a greenlet. Each tasklet, and each greenlet that a program makes itself, has a stack of its own, which
its coroutines do not leave."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

from greenlet import getcurrent as current_greenlet
from greenlet import greenlet


class CoroutineExit(SystemExit):
    """Ends a coroutine silently: what `kill` raises in it."""


class _Fibre(greenlet):
    """The greenlet of a coroutine. Its parent is that at the bottom of the stack, until it ends."""


class _Segment:
    """A part of a stack. `fibre` is the greenlet that goes on when it is at the top again; None if it has not begun."""

    def __init__(self) -> None:
        self.fibre: greenlet | None = None


class _Stack:
    """The segments, the innermost last, and what is below them; the main coroutines of families, as long as somebody
    knows them."""

    def __init__(self) -> None:
        self.bottom = _Segment()
        self.segments: list[coroutine] = []
        self.mains: weakref.WeakValueDictionary[costate, coroutine] = weakref.WeakValueDictionary()

    def top(self) -> _Segment:
        return self.segments[-1] if self.segments else self.bottom

    def take_off(self, segment: coroutine) -> None:
        """Takes a segment off, with all above it. A main coroutine has none."""
        if not segment._is_main:
            position = self.segments.index(segment)
            segment._taken_off = self.segments[position:]
            del self.segments[position:]

    def put_on(self, segment: coroutine) -> None:
        """Puts on what was taken off."""
        self.segments += segment._taken_off
        segment._taken_off = []


def _bottom() -> greenlet:
    """The greenlet that runs below all coroutines."""
    found = current_greenlet()
    while isinstance(found, _Fibre):
        assert found.parent is not None
        found = found.parent
    return found


def _stack() -> _Stack:
    """The stack that runs."""
    bottom: Any = _bottom()
    try:
        found: _Stack = bottom._stackless_coroutines
    except AttributeError:
        found = bottom._stackless_coroutines = _Stack()
    return found


class costate:
    """A family of coroutines."""

    def spawn(self, function: Callable[..., object] | None = None, *args: Any, **kwargs: Any) -> coroutine:
        """A new coroutine of the family, bound to a function if one is given."""
        made = coroutine(self)
        if function is not None:
            made.bind(function, *args, **kwargs)
        return made

    def getcurrent(self) -> coroutine:
        """The coroutine of the family that runs."""
        for segment in reversed(_stack().segments):
            if segment._costate is self:
                return segment
        return self.getmain()

    def getmain(self) -> coroutine:
        """The one that stands for what runs outside of the family's others, in this tasklet."""
        stack = _stack()
        found = stack.mains.get(self)
        if found is None:
            found = stack.mains[self] = coroutine(self)
            found._is_main = True
            found._home = stack
        return found


_shared = costate()


class coroutine(_Segment):
    """A function that can be left in the middle of its calls, however deep, and gone on with. It belongs to a family,
    by default to the one that all share.

    When the function ends, the coroutine that switched to this one last goes on, or the main one if that has ended,
    too. An exception that leaves the function is raised there. RuntimeError is raised by a switch to one that is not
    alive, that has begun in another tasklet, or that is active already: it has entered the one that runs, by way of
    another family."""

    def __init__(self, family: costate = _shared) -> None:
        super().__init__()
        self._costate = family
        self._is_main = False
        self._home: _Stack | None = None
        self._function: Callable[[], object] | None = None
        self._taken_off: list[coroutine] = []
        self._caller: coroutine | None = None

    def bind(self, function: Callable[..., object], *args: Any, **kwargs: Any) -> None:
        """Has it call a function. RuntimeError if it is alive."""
        if self.is_alive:
            raise RuntimeError("the coroutine is bound already")
        self._function = partial(function, *args, **kwargs)
        self._taken_off = [self]

    @property
    def is_alive(self) -> bool:
        """Whether it is bound to a function that has not ended."""
        return self._is_main or self._function is not None

    def switch(self) -> None:
        """Goes on with it. Comes back when somebody switches to the coroutine that runs."""
        self._go_on(None)

    def throw(self, exception: BaseException | type[BaseException]) -> None:
        """Goes on with it by an exception that is raised where it was left."""
        self._go_on(exception)

    def kill(self) -> None:
        """Ends it by a CoroutineExit, if it is alive. ``finally`` and ``with`` blocks are done."""
        if self.is_alive:
            self._go_on(CoroutineExit)

    @staticmethod
    def getcurrent() -> coroutine:
        """The coroutine of the shared family that runs."""
        return _shared.getcurrent()

    @staticmethod
    def getmain() -> coroutine:
        """The main coroutine of the shared family."""
        return _shared.getmain()

    def _go_on(self, exception: BaseException | type[BaseException] | None) -> None:
        own = self._costate.getcurrent()
        if own is self:
            if exception is not None:
                raise exception
            return
        stack = _stack()
        self._ensure_suspended(stack)
        self._caller = None if self._is_main else own
        stack.top().fibre = current_greenlet()
        stack.take_off(own)
        stack.put_on(self)
        fibre = stack.top().fibre
        if fibre is None:
            self._home = stack
            fibre = self.fibre = _Fibre(self._run, _bottom())
            fibre.switch(exception)
        elif exception is None:
            fibre.switch()
        else:
            fibre.throw(exception)

    def _ensure_suspended(self, stack: _Stack) -> None:
        if not self.is_alive:
            raise RuntimeError("the coroutine is not bound to a function, or has ended")
        if self._home is not None and self._home is not stack:
            raise RuntimeError("the coroutine belongs to another tasklet")
        if not self._is_main and not self._taken_off:
            raise RuntimeError("the coroutine is active already")

    def _run(self, exception: BaseException | type[BaseException] | None) -> None:
        """What its greenlet runs: calls the function, and then has the greenlet end in the one that goes on."""
        try:
            if exception is not None:
                raise exception
            assert self._function is not None
            self._function()
        except CoroutineExit:
            pass
        finally:
            self._function = None
            self._leave()

    def _leave(self) -> None:
        """Its function has ended: has another go on, unless it is ended because nobody refers to it any more."""
        stack = _stack()
        self.fibre = self._home = None
        if stack.top() is not self:
            return
        stack.segments.pop()
        caller = self._caller
        self._caller = None
        if caller is not None and caller._taken_off:
            stack.put_on(caller)
        following = stack.top().fibre
        assert following is not None
        current_greenlet().parent = following
