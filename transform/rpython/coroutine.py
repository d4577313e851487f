"""Suspending calls that are running, and continuing them later.

`switch_stack` is the one primitive, over `Stack` objects; `Coroutine` is built on it in RPython. Translated, a
suspended stack is a chain of small objects on the heap (see the stackless transform in ARCHITECTURE.md). On CPython
each stack is a greenlet.
"""
from __future__ import annotations

from typing import Any, Callable, Optional

from greenlet import GreenletExit, getcurrent, greenlet

from transform.rpython.callbacks import callbacks
from transform.rpython.hints import FatalError, cold, is_translated, not_none
from transform.rpython.pointers import Ptr

# The fields of these classes are known to transform/c/glue/rt_stackless.{h,c}.


class SavedCall:
    """A suspended call. What it needs to go on is in classes below that the translator makes (see
    transform/passes/frames.py); there are no instances on CPython."""

    next: Optional[SavedCall]  # the caller's
    code: Ptr[None]  # the function that enters it again
    site: int  # at which call


class SavedState(SavedCall):
    """A suspended call of a function that is resumed by hand: ``state`` is the first object that it was called with."""

    state: object


class Stack:
    """A chain of calls that is suspended, or one that was not started yet, or a place for one.

    ``start``, called when the stack is first continued, gives back the stack that is continued after its own end. No
    exception may leave it."""

    frames: Optional[SavedCall]  # the innermost suspended call; on CPython the greenlet
    start: Optional[Callable[[], Stack]]

    def __init__(self, start: Optional[Callable[[], Stack]] = None) -> None:
        self.frames = None
        self.start = start

    def is_suspended(self) -> bool:
        """Whether it can be continued."""
        return self.frames is not None or self.start is not None

    def copy(self, copy_state: Optional[Callable[[object], object]] = None) -> Stack:
        """A second stack that goes on where this one does, so that the same calls can end more than once. It has its
        own local variables, and shares the objects that they refer to. The state of a function that is resumed by hand
        is no local variable: the copy has what ``copy_state`` makes of it. This stack stays as it is, and must not be
        continued by ``copy_state``. CoroutineError on CPython, and where there is such a state and no ``copy_state``.
        """
        if not is_translated():
            raise CoroutineError("a stack cannot be copied on CPython")
        copy = Stack(self.start)
        copy.frames = call = self.frames
        last: Optional[SavedCall] = None
        while call is not None and call.next is not None:
            copied = copy_call(call)
            if isinstance(copied, SavedState):
                if copy_state is None:
                    raise CoroutineError("a stack cannot be copied: a state in it has no copy")
                copied.state = copy_state(copied.state)
            if last is None:
                copy.frames = copied
            else:
                last.next = copied
            last = copied
            call = call.next
        return copy

    def depth(self, limit: int = 1 << 62) -> int:
        """How many suspended calls it consists of, counted up to ``limit``. A call of which nothing but its result is
        wanted by its caller is none, nor is a start that was not called. Not known on CPython: 0."""
        count = 0
        if is_translated():
            call = self.frames
            while call is not None and call.next is not None and count < limit:  # the last marks the end
                count += 1
                call = call.next
        return count

    def state(self, index: int = 0) -> Optional[object]:
        """The object that a suspended call was called with, if it is of a function that is resumed by hand (see
        `resumes`), else None; ``index`` counts the calls, the innermost first. Not known on CPython: None."""
        if is_translated():
            call = self.frames
            while index > 0 and call is not None:
                index -= 1
                call = call.next
            if isinstance(call, SavedState):
                return call.state
        return None


def switch_stack(own: Stack, target: Stack) -> None:
    """Suspends the calls that are running as ``own``, and continues ``target``, which must be suspended (else the
    program aborts). Returns when ``own`` is continued, which can be done once. CoroutineError, with nothing changed,
    while C waits for a callback to come back."""
    check_switch()
    switch_unchecked(own, target)


def check_switch() -> None:
    """CoroutineError if the running calls cannot be suspended: C is among them, which called the program."""
    if callback_depth() > 0:
        _refuse_switch()


@cold
def _refuse_switch() -> None:
    raise CoroutineError("cannot switch: a C callback is on the stack")


def switch_unchecked(own: Stack, target: Stack) -> None:
    """`switch_stack` without its check."""
    suspended: Any = getcurrent()
    own.frames = suspended
    _take_greenlet(target).switch()


def copy_call(call: SavedCall) -> SavedCall:
    """A copy of a suspended call."""
    raise FatalError("there are no suspended calls to copy on CPython")


def callback_depth() -> int:
    """How many calls of the program by C have not come back yet."""
    return callbacks.depth


def stack_space() -> int:
    """About how many bytes of the C stack are left. On CPython a large number."""
    return 1 << 40


def _take_greenlet(stack: Stack) -> Any:
    suspended: Any = stack.frames
    start = stack.start
    stack.frames = stack.start = None
    if suspended is not None:
        return suspended
    if start is None:
        raise FatalError("a stack was continued that is not suspended")
    main = getcurrent()
    while main.parent is not None:
        main = main.parent

    def run(*_: object) -> None:
        # A greenlet that ends continues its parent.
        getcurrent().parent = _take_greenlet(start())

    return greenlet(run, main)


class CoroutineExit(BaseException):
    """What `Coroutine.kill` throws; ends the coroutine and goes no further."""


class CoroutineError(Exception):
    """What makes no sense: continuing a coroutine that has no function or has ended, binding one while it has one, a
    switch out of a callback from C, copying a stack that cannot be copied."""


class CoroutineFamily:
    """Coroutines that switch among each other, and the one of them that is running.

    Families know nothing of each other: what runs in a coroutine of one may use another, as long as it leaves that
    where it found it before it switches in its own."""

    current: Coroutine

    def __init__(self) -> None:
        main = Coroutine(self)
        main.alive = True
        self.current = main


class Coroutine:
    """A function that can be left in the middle of its calls and gone on with.

    When it ends, the coroutine that continued it last goes on; an exception that leaves it is raised there."""

    family: CoroutineFamily
    stack: Stack
    alive: bool
    _function: Optional[Callable[[], None]]
    _resumer: Optional[Coroutine]
    _thrown: Optional[BaseException]

    def __init__(self, family: CoroutineFamily) -> None:
        self.family = family
        self.stack = Stack()
        self.alive = False
        self._function = None
        self._resumer = None
        self._thrown = None

    def bind(self, function: Callable[[], None]) -> None:
        """Gives the coroutine its function, also a further one after its end. CoroutineError while it is alive."""
        if self.alive:
            raise CoroutineError("the coroutine has a function already")
        self.alive = True
        self._function = function
        self.stack.start = self._run

    def is_alive(self) -> bool:
        """Whether it has a function that did not end."""
        return self.alive

    def switch(self) -> None:
        """Suspends the running coroutine and continues this one. CoroutineError if this one is not alive, or where
        `switch_stack` raises it; what `throw` threw into the running one meanwhile."""
        if not self.alive:
            raise CoroutineError("the coroutine is not alive")
        current = self.family.current
        if self is not current:
            check_switch()
            self._resumer = current
            self.family.current = self
            switch_unchecked(current.stack, self.stack)
        current._raise_thrown()

    def throw(self, error: BaseException) -> None:
        """Continues the coroutine with an exception raised where it was suspended."""
        if not self.alive:
            raise CoroutineError("the coroutine is not alive")
        if self is not self.family.current:
            check_switch()
        self._thrown = error
        self.switch()

    def kill(self) -> None:
        """Ends the coroutine with a CoroutineExit, after its ``finally`` blocks. Nothing if it is not alive."""
        if self.alive and self.stack.start is not None:
            self.stack.start = None
            self.alive = False
        elif self.alive:
            self.throw(CoroutineExit())

    def _raise_thrown(self) -> None:
        error = self._thrown
        if error is not None:
            self._thrown = None
            raise error

    def _run(self) -> Stack:
        resumer_error: Optional[BaseException] = None
        try:
            self._raise_thrown()
            not_none(self._function)()
        except CoroutineExit:
            pass
        except BaseException as error:
            if not is_translated() and isinstance(error, (FatalError, GreenletExit)):
                raise
            resumer_error = error
        self.alive = False
        resumer = not_none(self._resumer)
        resumer._thrown = resumer_error
        self.family.current = resumer
        return resumer.stack
