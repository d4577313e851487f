"""The class `tasklet`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextvars import Context
from types import FrameType, TracebackType
from typing import Any, TypeVar

import greenlet

from stackless._emulation import scheduler as scheduling
from stackless._emulation.errors import Bomb, TaskletExit, make_exception, make_exception_of
from stackless._emulation.scheduler import Scheduler, current_context, local, schedulers
from stackless._emulation.task import ITSELF, Task

Self = TypeVar("Self", bound="tasklet")

# Where frames are the emulation's own, and of no interest to who looks at a tasklet.
_PACKAGE = "stackless._emulation."


class tasklet(Task):
    """tasklet(func=None, args=None, kwargs=None)

    A function that runs in turns with others: `tasklet(func)(*args)` queues a call of it."""

    __slots__ = ()

    def __new__(cls: type[Self], *args: Any, **kwargs: Any) -> Self:
        self = super().__new__(cls)
        self._clear(local.scheduler)
        return self

    def __init__(self, func: Callable[..., object] | None = None, args: Iterable[Any] | None = None,
                 kwargs: Mapping[str, Any] | None = None) -> None:
        self.bind(func, args, kwargs)

    def __del__(self) -> None:
        if self._fibre is not None and not self._scheduler.ended and self is not self._scheduler.main:
            self.kill()

    def __repr__(self) -> str:
        return f"<{type(self).__module__}.{type(self).__qualname__} object at {id(self):#x}>"

    # Making it run

    def bind(self: Self, func: Callable[..., object] | None = None, args: Iterable[Any] | None = None,
             kwargs: Mapping[str, Any] | None = None) -> Self:
        """Sets what it will run; with arguments it is ready then. All None unbinds it.

        RuntimeError if it is current, scheduled, or has started; TypeError if `func` cannot be called."""
        if func is not None and not callable(func):
            raise TypeError("tasklet function must be a callable or None")
        if self._scheduler.current is self:
            raise RuntimeError("can't (re)bind the current tasklet")
        if self.scheduled:
            raise RuntimeError("tasklet is scheduled")
        if self._fibre is not None:
            raise RuntimeError("tasklet has C state on its stack")
        if args is None and kwargs is None:
            self._func, self._args, self._kwargs = func, None, None
        else:
            if func is None:
                func = self._func
                if func is None:
                    raise RuntimeError("the tasklet was not bound to a function")
            positional = () if args is None else tuple(args)
            named = {} if kwargs is None else dict(kwargs)
            self._func, self._args, self._kwargs = func, positional, named
        if func is not None:
            self._context = current_context()
        self._tempval = None
        return self

    def setup(self: Self, *args: Any, **kwargs: Any) -> Self:
        """Gives it the arguments and queues it. RuntimeError if it is alive already or has no function."""
        if self.alive:
            raise RuntimeError("tasklet is alive")
        if self._func is None:
            raise RuntimeError("the tasklet was not bound to a function")
        self._args, self._kwargs = args, kwargs
        self.insert()
        return self

    __call__ = setup

    def insert(self: Self) -> Self:
        """Puts it at the end of the run queue, if it is not in there. RuntimeError if it is blocked or dead."""
        self._check_runnable()
        if self._next is None:
            scheduler = self._scheduler
            with scheduling.lock:
                scheduler.insert(self)
                scheduler.wake()
        return self

    def _check_runnable(self) -> None:
        if self._channel is not None:
            raise RuntimeError("You cannot run a blocked tasklet")
        if not self.alive:
            raise RuntimeError("You cannot run an unbound(dead) tasklet")
        if self._scheduler.ended:
            raise RuntimeError("Target thread isn't initialized")

    def remove(self: Self) -> Self:
        """Takes it out of the run queue. RuntimeError if it is current or blocked."""
        if self._channel is not None:
            raise RuntimeError("You cannot remove a blocked tasklet.")
        scheduler = self._scheduler
        if scheduler.current is self:
            raise RuntimeError("The current tasklet cannot be removed.")
        with scheduling.lock:
            if self._next is not None:
                scheduler.remove(self)
        return self

    def run(self) -> Any:
        """Runs it now; the caller stays in the queue. RuntimeError if it is blocked or dead. In another thread it comes
        next, and the caller goes on."""
        self._check_runnable()
        here, there = local.scheduler, self._scheduler
        if there is not here:
            self._run_elsewhere()
            return None
        if here.current is not self:
            here.check_trap(leaving=False)
        with scheduling.lock:
            if self._next is None:
                here.insert(self)
            here.head = self
        return here.switch()

    def _run_elsewhere(self) -> None:
        there = self._scheduler
        with scheduling.lock:
            if self._next is not None:
                return
            if there.head is None or there.asleep:
                there.insert(self)
                there.head = self
            else:
                there.insert_second(self)
            there.wake()

    def switch(self) -> Any:
        """Runs it now; the caller is paused. RuntimeError if it is blocked, dead, or of another thread."""
        self._check_runnable()
        here = local.scheduler
        if self._scheduler is not here:
            raise RuntimeError("can't switch to a different thread.")
        if here.current is not self:
            here.check_trap(leaving=False)
            with scheduling.lock:
                if self._next is None:
                    here.insert(self)
                here.remove(here.current)
                here.head = self
        return here.switch()

    # Ending it

    def raise_exception(self, exc_class: type[BaseException], *args: Any) -> Any:
        """Raises `exc_class(*args)` in it, at once. RuntimeError if it is dead, but TaskletExit does nothing then."""
        return self._throw(make_exception_of(exc_class, args, "tasklet.raise_exception"), False)

    def throw(self, exc: type[BaseException] | BaseException, val: object = None, tb: TracebackType | None = None,
              pending: bool = False) -> Any:
        """Raises an exception in it, at once or, if `pending`, when it runs next. RuntimeError if it is dead, but
        TaskletExit does nothing then."""
        return self._throw(make_exception(exc, val, tb), pending)

    def kill(self, pending: bool = False) -> Any:
        """Raises TaskletExit in it, at once or, if `pending`, when it runs next. Does nothing if it is dead."""
        if self._scheduler.ended:
            self._fibre = None
        return self._throw(TaskletExit(), pending)

    def _throw(self, error: BaseException, pending: bool) -> Any:
        here, there = local.scheduler, self._scheduler
        if here.current is self:
            raise error
        if there.ended or not self.alive:
            if isinstance(error, TaskletExit):
                return None
            raise RuntimeError("You cannot throw to a dead tasklet")
        at_once = there is here and not pending
        if at_once:
            here.check_trap(leaving=False)
        with scheduling.lock:
            there.raise_in(self, error)
            if at_once:
                here.head = self
        return here.switch() if at_once else None

    # Options

    def set_atomic(self, flag: int) -> bool:
        """Whether it must not be preempted; returns what was set before."""
        if not isinstance(flag, int):
            raise TypeError("set_atomic needs exactly one bool or integer")
        previous, self._atomic = self._atomic, bool(flag)
        return previous

    def set_ignore_nesting(self, flag: int) -> bool:
        """Whether it may be preempted at any nesting level; returns what was set before."""
        if not isinstance(flag, int):
            raise TypeError("set_ignore_nesting needs exactly one bool or integer")
        previous, self._ignore_nesting = self._ignore_nesting, bool(flag)
        return previous

    def bind_thread(self, thread_id: int = -1) -> None:
        """Moves it to another thread's scheduler, by default this one's. RuntimeError if it is runnable, ValueError if
        there is no such thread, NotImplementedError if it has started: a greenlet cannot leave its thread."""
        there = local.scheduler if thread_id == -1 else schedulers.get(thread_id)
        if there is self._scheduler:
            return
        if self._next is not None and self._channel is None:
            raise RuntimeError("can't (re)bind a runnable tasklet")
        if self._fibre is not None:
            raise NotImplementedError("greenlets cannot move a started tasklet to another thread")
        if there is None:
            raise ValueError("bad thread")
        self._scheduler = there

    def set_context(self: Self, context: Context) -> Self:
        """Sets the context that it runs in. RuntimeError if it is inside `Context.run`."""
        if not isinstance(context, Context):
            raise TypeError("tasklet.set_context() argument must be Context, not " + type(context).__name__)
        if self._scheduler is not local.scheduler and (self.is_current or self.scheduled):
            raise RuntimeError("tasklet belongs to a different thread")
        old = self._get_context()
        if old is not context:
            _check_not_entered(old)
            self._put_context(context)
        return self

    def context_run(self, callable: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Calls a function in the tasklet's context."""
        here = greenlet.getcurrent()
        own = current_context()
        here.gr_context = self._get_context()
        try:
            return callable(*args, **kwargs)
        finally:
            here.gr_context = own

    def _get_context(self) -> Context:
        if self is local.scheduler.current:
            return current_context()
        context = self._context if self._fibre is None else self._fibre.gr_context
        if context is None:
            context = Context()
            self._put_context(context)
        return context

    def _put_context(self, context: Context) -> None:
        if self._fibre is None:
            self._context = context
        else:
            self._fibre.gr_context = context

    # State

    @property
    def paused(self) -> bool:
        """Alive, but neither runnable nor blocked."""
        return self.alive and not self.scheduled

    @property
    def blocked(self) -> bool:
        """Waiting at a channel."""
        return self._channel is not None

    @property
    def restorable(self) -> bool:
        """Whether it could go on after pickling: greenlets are not picklable."""
        return self._fibre is None

    @property
    def is_current(self) -> bool:
        """Whether it is the one that runs in its thread."""
        return self._scheduler.current is self

    @property
    def is_main(self) -> bool:
        """Whether it is its thread's main tasklet."""
        return self._scheduler.main is self

    @property
    def atomic(self) -> bool:
        """See set_atomic."""
        return self._atomic

    @property
    def ignore_nesting(self) -> bool:
        """See set_ignore_nesting."""
        return self._ignore_nesting

    @property
    def block_trap(self) -> bool:
        """While it is true, blocking on a channel is a RuntimeError."""
        return self._block_trap

    @block_trap.setter
    def block_trap(self, flag: int) -> None:
        if not isinstance(flag, int):
            raise TypeError("block_trap must be set to a bool or integer")
        self._block_trap = bool(flag)

    @property
    def tempval(self) -> Any:
        """What the call that suspended it will return."""
        value = self._tempval
        if value is ITSELF:
            return self
        return value.error if type(value) is Bomb else value

    @tempval.setter
    def tempval(self, value: object) -> None:
        self._tempval = value

    @property
    def nesting_level(self) -> int:
        """Always 0: greenlets do not count C functions."""
        return 0

    @property
    def recursion_depth(self) -> int:
        """How many Python frames it has."""
        depth = 0
        frame = self.frame
        while frame is not None:
            depth += not _is_own(frame)
            frame = frame.f_back
        return depth

    @property
    def thread_id(self) -> int:
        """Its thread, or -1 if that has ended."""
        return -1 if self._scheduler.ended else self._scheduler.thread_id

    @property
    def next(self) -> tasklet | None:
        """The next one in the run queue, or waiting at the same channel."""
        return self._next  # type: ignore[return-value]

    @property
    def prev(self) -> tasklet | None:
        """The one before it in the run queue, or waiting at the same channel."""
        return self._prev  # type: ignore[return-value]

    @property
    def frame(self) -> FrameType | None:
        """Its innermost frame."""
        if self is local.scheduler.current:
            frame: FrameType | None = sys._getframe(1)
        elif self._scheduler.current is self:
            frame = sys._current_frames().get(self._scheduler.thread_id)
        else:
            frame = None if self._fibre is None else self._fibre.gr_frame
        while frame is not None and _is_own(frame):
            frame = frame.f_back
        return frame

    @property
    def cstate(self) -> greenlet.greenlet | None:
        """Its greenlet, while it has one."""
        return self._fibre

    @property
    def context_id(self) -> int:
        """The id of its context."""
        return id(self._get_context())

    @property
    def trace_function(self) -> Any:
        """The trace function of the current tasklet; greenlets of a thread share it, so NotImplementedError for
        others."""
        self._check_tracing()
        return sys.gettrace()

    @trace_function.setter
    def trace_function(self, function: Any) -> None:
        self._check_tracing()
        sys.settrace(function)

    @property
    def profile_function(self) -> Any:
        """The profile function of the current tasklet; NotImplementedError for others."""
        self._check_tracing()
        return sys.getprofile()

    @profile_function.setter
    def profile_function(self, function: Any) -> None:
        self._check_tracing()
        sys.setprofile(function)

    def _check_tracing(self) -> None:
        if self is not local.scheduler.current:
            raise NotImplementedError("greenlets of a thread share its trace and profile functions")

    # Pickling

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        if self._scheduler.current is self:
            raise RuntimeError("You cannot __reduce__ the tasklet which is current.")
        if self._fibre is not None:
            raise NotImplementedError("greenlets cannot pickle a tasklet that has started")
        options = self._atomic, self._ignore_nesting, self._block_trap
        return type(self), (), (options, self._func, self._args, self._kwargs, getattr(self, "__dict__", None))

    def __setstate__(self: Self, state: tuple[Any, ...]) -> Self:
        if self.alive:
            raise RuntimeError("tasklet is alive")
        (self._atomic, self._ignore_nesting, self._block_trap), self._func, self._args, self._kwargs, attributes = state
        self._context = current_context()
        if attributes:
            self.__dict__.update(attributes)
        return self


def _is_own(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).startswith(_PACKAGE)


def _check_not_entered(context: Context) -> None:
    try:
        context.run(int)
    except RuntimeError:
        raise RuntimeError("cannot switch context: the tasklet is inside Context.run") from None


Scheduler.main_class = tasklet
