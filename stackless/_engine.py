"""What an engine gives: the contract between the package `stackless` and what stands below it.

There are two engines. In Bobbin it is the built-in module `_stackless`; elsewhere the package `stackless._emulation`,
which makes the same objects from greenlets. `stackless/__init__.py` takes one of them and adds what is the same for
both (`atomic`, the attributes `current`, `main`, `runcount` and `threads`, the helpers in `stackless.debug`). The
classes below are protocols for the type checker and the reference for an engine's author; nothing derives from them.

The semantics are those of Stackless Python 3.8. What its documentation leaves open, or where an engine could choose,
is fixed here.

The run queue
    One for each OS thread: a ring of the tasklets that are runnable, in which the running one stands first. `insert`
    puts a tasklet at the end, which is before the running one. Running a tasklet from the middle of the ring only
    turns the ring (nothing changes places), so those behind it come next. `runcount` is the length of the ring, the
    running tasklet included.

Switching
    Each tasklet has a `tempval`: what the call that suspended it will return. It is taken (and becomes None) when the
    tasklet goes on. An exception for a tasklet travels in the same place. `schedule(retval)` sets it to `retval`, by
    default the tasklet itself, and switches to the next in the ring.

Channels
    An action that finds a partner exchanges the two values. Then, for partners of one thread:
    - with `schedule_all` the partner goes to the end of the ring, and the next in the ring runs;
    - if the partner is preferred (a receiver with `preference` -1, a sender with 1), it is put right behind the running
      tasklet and runs at once, so the running one becomes the last;
    - otherwise the partner goes to the end, and the running tasklet goes on.
    A partner of another thread goes to the end of its thread's ring, its thread is woken, and the running tasklet goes
    on. An action that finds none blocks: ValueError if the channel is closing, RuntimeError if the tasklet has
    `block_trap`. The channel callback runs before the action, with the value to be sent in the tasklet's `tempval`
    (with a partner of another thread: after the action); an exception from it leaves the action undone. A channel
    action inside a callback is a RuntimeError.

Blocking
    When the running tasklet blocks, pauses or ends and the ring is empty, the tasklet that called the innermost `run`
    goes on, or else the main tasklet, if it is paused. If it is blocked on a channel too, or if `run` was called with
    `threadblock`, the thread sleeps until another thread makes a tasklet of it runnable. If no other thread could (all
    sleep so, or there is none), a `run` with `threadblock` returns; else it is a deadlock: RuntimeError in the tasklet
    that blocks, or, if that one has ended, in the main tasklet, which leaves its channel. The exception is first given
    to the deadlock hook.

Calls that wait
    A tasklet that waits in a call, for a socket, a time or a lock, leaves the ring, and nobody can run or remove it; it
    can be killed and thrown to, and what it gets is raised by the call. While one waits there is no deadlock, `run`
    does not return, and the thread sleeps when nothing else can run. In Bobbin all calls that wait do this (see
    `stackless.blocking`), on CPython those that `stackless.blocking` replaces.

The end of a tasklet
    The next in the ring runs. TaskletExit is silent. Any other exception, SystemExit included, is given to the error
    handler if there is one; without, or if the handler fails, it is raised in the tasklet that called the innermost
    `run`, or else in the main tasklet, at once, wherever that one waits. A tasklet that has started and becomes
    garbage is killed where the last reference went. So are those that are left when their thread ends or the
    interpreter exits. `finally` blocks run.

Killing and throwing
    The exception is made by the caller. It interrupts whatever suspended the target (which leaves its channel). At
    once: the target, if it is not in a ring, is put at the end, and runs. Pending: it is only put there. A tasklet
    that has not started ends without running its function.

Traps
    An operation that would switch while `switch_trap` is not zero raises RuntimeError and changes nothing. The level is
    one for each thread. The end of a tasklet is no such operation.

The schedule callback
    It is called with both tasklets before each switch, while the first is still current. For a thread's first use of
    the module it is called with (None, main), and at the thread's end with (main, None). Its exceptions go to
    `sys.unraisablehook`.

Context variables
    A tasklet runs in the `contextvars.Context` of the tasklet that bound it: the same object, not a copy.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import Context
from types import FrameType, TracebackType
from typing import Any, Protocol

# The parameters of a callback are (channel, tasklet, sending, willblock), the last two 0 or 1, and (previous, next).
ChannelCallback = Callable[["Channel", "Tasklet", int, int], object]
ScheduleCallback = Callable[["Tasklet | None", "Tasklet | None"], object]
ErrorHandler = Callable[[type[BaseException], BaseException, TracebackType | None], object]
DeadlockHook = Callable[[RuntimeError], object]
ThrowType = type[BaseException] | BaseException


class Tasklet(Protocol):
    """The class `tasklet`: may be subclassed, and referenced weakly.

    States: unbound (no function), bound (a function but no arguments), then alive: paused (in no queue), scheduled in
    the ring, or blocked on a channel; at last dead, from where `bind` starts again."""

    def __init__(self, func: Callable[..., object] | None = None, args: Iterable[Any] | None = None,
                 kwargs: Mapping[str, Any] | None = None) -> None: ...

    # Making it run. All give back the tasklet, save run and switch: these give the caller's tempval.
    def bind(self, func: Callable[..., object] | None = None, args: Iterable[Any] | None = None,
             kwargs: Mapping[str, Any] | None = None) -> "Tasklet": ...
    def setup(self, *args: Any, **kwargs: Any) -> "Tasklet": ...
    def __call__(self, *args: Any, **kwargs: Any) -> "Tasklet": ...
    def insert(self) -> "Tasklet": ...
    def remove(self) -> "Tasklet": ...
    def run(self) -> Any: ...
    def switch(self) -> Any: ...

    # Ending it.
    def raise_exception(self, exc_class: type[BaseException], *args: Any) -> Any: ...
    def throw(self, exc: ThrowType, val: object = None, tb: TracebackType | None = None,
              pending: bool = False) -> Any: ...
    def kill(self, pending: bool = False) -> Any: ...

    # Its options.
    def set_atomic(self, flag: int) -> bool: ...
    def set_ignore_nesting(self, flag: int) -> bool: ...
    def bind_thread(self, thread_id: int = -1) -> None: ...
    def set_context(self, context: Context) -> "Tasklet": ...
    def context_run(self, callable: Callable[..., Any], *args: Any, **kwargs: Any) -> Any: ...
    block_trap: bool
    tempval: Any
    trace_function: Any
    profile_function: Any

    # Its state.
    @property
    def alive(self) -> bool: ...
    @property
    def paused(self) -> bool: ...
    @property
    def blocked(self) -> bool: ...
    @property
    def scheduled(self) -> bool:
        """In the ring or blocked on a channel."""
    @property
    def restorable(self) -> bool:
        """Whether it could go on after pickling."""
    @property
    def is_current(self) -> bool: ...
    @property
    def is_main(self) -> bool: ...
    @property
    def atomic(self) -> bool: ...
    @property
    def ignore_nesting(self) -> bool: ...
    @property
    def nesting_level(self) -> int:
        """How many C functions stand between the tasklet's Python frames; 0 if the engine cannot know."""
    @property
    def recursion_depth(self) -> int:
        """How many Python frames it has."""
    @property
    def thread_id(self) -> int:
        """-1 after the end of its thread."""
    @property
    def next(self) -> "Tasklet | None":
        """The neighbour in the ring, or in the channel's queue: there it ends with None."""
    @property
    def prev(self) -> "Tasklet | None": ...
    @property
    def frame(self) -> FrameType | None:
        """The innermost frame of Python code, None before the start and after the end."""
    @property
    def cstate(self) -> object:
        """The engine's own, for a look at."""
    @property
    def context_id(self) -> int:
        """`id` of its context."""


class Channel(Protocol):
    """The class `channel`: may be subclassed, and referenced weakly; all its methods may be called from any thread."""

    preference: int
    schedule_all: bool

    def __init__(self) -> None: ...
    def send(self, value: object) -> None: ...
    def receive(self) -> Any: ...
    def send_exception(self, exc_class: type[BaseException], *args: Any) -> None: ...
    def send_throw(self, exc: ThrowType, val: object = None, tb: TracebackType | None = None) -> None: ...
    def send_sequence(self, seq: Iterable[object]) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __next__(self) -> Any:
        """`receive`; StopIteration if the channel is closed."""
    def open(self) -> None: ...
    def close(self) -> None: ...
    @property
    def closing(self) -> bool: ...
    @property
    def closed(self) -> bool:
        """Closing and empty."""
    @property
    def balance(self) -> int: ...
    @property
    def queue(self) -> Tasklet | None: ...


class Engine(Protocol):
    """The names of an engine module."""

    TaskletExit: type[SystemExit]               # also put into builtins
    tasklet: type[Tasklet]
    channel: type[Channel]
    PICKLEFLAGS_PRESERVE_TRACING_STATE: int     # 1
    PICKLEFLAGS_PRESERVE_AG_FINALIZER: int      # 2
    PICKLEFLAGS_RESET_AG_FINALIZER: int         # 4

    def schedule(self, retval: object = ...) -> Any: ...
    def schedule_remove(self, retval: object = ...) -> Any: ...
    def run(self, timeout: int = 0, threadblock: bool = False, soft: bool = False, ignore_nesting: bool = False,
            totaltimeout: bool = False) -> Tasklet | None: ...
    def getcurrent(self) -> Tasklet: ...
    def getmain(self) -> Tasklet: ...
    def getruncount(self) -> int: ...
    def getthreads(self) -> list[int]:
        """Ids of the threads that have a scheduler and live, the main thread's first."""
    def get_thread_info(self, thread_id: int = -1) -> tuple[Tasklet | None, Tasklet | None, int]: ...
    def gettasklets(self) -> list[Tasklet]:
        """The tasklets that are runnable, or have started and not ended, of all threads, in no order. May take its time
        (it may search the heap)."""
    def set_channel_callback(self, callable: ChannelCallback | None) -> ChannelCallback | None: ...
    def get_channel_callback(self) -> ChannelCallback | None: ...
    def set_schedule_callback(self, callable: ScheduleCallback | None) -> ScheduleCallback | None: ...
    def get_schedule_callback(self) -> ScheduleCallback | None: ...
    def set_error_handler(self, handler: ErrorHandler | None) -> ErrorHandler | None: ...
    def set_deadlock_hook(self, hook: DeadlockHook | None) -> DeadlockHook | None:
        """Called with the RuntimeError of a deadlock before it is raised; returns the previous one. Its exceptions go
        to `sys.unraisablehook`."""
    def switch_trap(self, change: int = 0) -> int: ...
    def enable_softswitch(self, flag: bool | None) -> bool: ...
    def pickle_flags(self, new: int = -1, mask: int = -1) -> int:
        """Gives the old flags of this thread (-1: none set, the default's count). `new` -1 only asks; bits outside
        `mask` stay. ValueError on undefined bits."""
    def pickle_flags_default(self, new: int = -1, mask: int = -1) -> int: ...
    def reducers(self) -> dict[type, Callable[[Any], tuple[Any, ...]]]:
        """For `copyreg`: how what CPython does not pickle is pickled with a tasklet, or by itself: frames, generators,
        functions without a name ..."""
