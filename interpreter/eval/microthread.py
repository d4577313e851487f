"""Microthreads that run Python code: their state, how they begin, go on and give way.

The state of the one that runs is in `frame.state`. A switch moves it to the microthread and back, a few words. Python frames are on the heap, and
the loop keeps nothing else; so where a built-in function that switches is called by Python code, and no other call is on the C stack, the function
makes the state that of the next and raises ENTERED, by which the loop goes on with its frame. If the next has no frame yet, or calls on a C stack of
its own, the function raises SOFT_SWITCH, which ends the loop, and the scheduler's base goes on. So does what interrupts a microthread between two
instructions. Elsewhere the C stack is suspended."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import OPERATION, Op
from interpreter.errors import PyError, runtime_error
from interpreter.eval import loop
from interpreter.eval.arguments import frame_of_call, frame_of_tuple
from interpreter.eval.frame import Entered, Frame, state
from interpreter.eval.generators import is_stop
from interpreter.eval.loop import a_of, b_of, d_of
from interpreter.eval.pending import Attendant, work
from interpreter.eval.tracing import Tracing, park_tracing, unpark_tracing
from interpreter.objects.builtin_function import BoundBuiltin, BuiltinFunction
from interpreter.objects.code import Flag
from interpreter.objects.dict import Dict
from interpreter.objects.function import Function, Method
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.protocols.call import call_any
from scheduler.microthread import Microthread, RunQueue
from scheduler.scheduler import running
from transform.rpython import checked_cast, inline, int32, never_inline, not_none, unchecked_cast
from transform.rpython.coroutine import CoroutineError, check_switch
from transform.rpython.gcmodule import register_finalizer
from transform.rpython.weaktable import WeakTable


class SoftSwitch(Exception):
    """The microthread that ran gave way, and keeps nothing on the C stack."""


SOFT_SWITCH = SoftSwitch("a microthread gave way")


class Extras:
    """What few microthreads have: `keywords` to begin with; `main_greenlet`, what it is to other greenlets if it is none itself; and what
    `frame.state` seldom has, while another runs."""
    keywords: Optional[Dict]
    main_greenlet: Optional[Object]
    handled: Optional[Object]
    reprs: Optional[dict[Object, bool]]
    tracing: Optional[Tracing]

    def __init__(self) -> None:
        self.keywords = None
        self.main_greenlet = None
        self.handled = None
        self.reprs = None
        self.tracing = None

    @never_inline
    def park(self) -> None:
        self.handled = state.handled
        if len(state.reprs) > 0:
            none_yet: dict[Object, bool] = {}
            self.reprs = state.reprs
            state.reprs = none_yet
        self.tracing = park_tracing()

    @never_inline
    def unpark(self) -> None:
        state.handled = self.handled
        self.handled = None
        reprs = self.reprs
        if reprs is not None:
            state.reprs = reprs
            self.reprs = None
        tracing = self.tracing
        if tracing is not None:
            unpark_tracing(tracing)
            self.tracing = None


class PythonMicrothread(Microthread):
    """A microthread that runs a Python function, or any other object that can be called, or a frame.

    `called` is that object until it begins. `is_started` says that it has begun and not ended. `is_atomic` and `ignores_nesting` say when it may be
    interrupted, `block_trap` that it must not wait in channels. While it ends objects that were garbage, it `is_finalizing`. `object` is what stands
    for it in Python programs, made when one first asks. It `is_watched` if it is ended when nothing refers to it any more.
    The other fields have what `frame.state` has, while another runs.

    There may be millions of them, so the order is one that leaves no gaps behind the fields of the base class."""
    is_started: bool
    is_atomic: bool
    ignores_nesting: bool
    block_trap: bool
    is_finalizing: bool
    is_watched: bool
    depth: int32
    nesting: int32
    object: Optional[Object]
    called: Optional[Object]
    arguments: Tuple
    frame: Optional[Frame]
    context: Optional[Object]
    extras: Optional[Extras]

    def __init__(self, home: RunQueue) -> None:
        super().__init__(home)
        self.is_started = False
        self.is_atomic = False
        self.ignores_nesting = False
        self.block_trap = False
        self.is_finalizing = False
        self.is_watched = False
        self.depth = int32(0)
        self.nesting = int32(0)
        self.object = None
        self.called = None
        self.arguments = EMPTY_TUPLE
        self.frame = None
        self.context = None
        self.extras = None

    @never_inline
    def own_extras(self) -> Extras:
        extras = self.extras
        if extras is None:
            self.extras = extras = Extras()
        return extras

    @property
    def keywords(self) -> Optional[Dict]:
        extras = self.extras
        return None if extras is None else extras.keywords

    @keywords.setter
    def keywords(self, value: Optional[Dict]) -> None:
        if value is not None or self.extras is not None:
            self.own_extras().keywords = value

    @property
    def handled(self) -> Optional[Object]:
        extras = self.extras
        return None if extras is None else extras.handled

    @handled.setter
    def handled(self, value: Optional[Object]) -> None:
        if value is not None or self.extras is not None:
            self.own_extras().handled = value

    @property
    def tracing(self) -> Optional[Tracing]:
        extras = self.extras
        return None if extras is None else extras.tracing

    @tracing.setter
    def tracing(self, value: Optional[Tracing]) -> None:
        if value is not None or self.extras is not None:
            self.own_extras().tracing = value

    def park(self) -> None:
        self.frame = state.frame
        self.context = state.context
        self.depth = int32(state.depth)
        self.nesting = int32(state.nesting)
        if state.handled is not None or len(state.reprs) > 0 or work.is_urgent:
            self.own_extras().park()

    def unpark(self) -> None:
        state.frame = self.frame
        state.context = self.context
        state.depth = int(self.depth)
        state.nesting = int(self.nesting)
        extras = self.extras
        if extras is None:
            state.handled = None
        else:
            extras.unpark()
        self.frame = None

    def proceed(self) -> None:
        self.unpark()
        failure: Optional[PyError] = None
        result: Object = NONE
        try:
            result = self.begin() if self.called is not None else self.go_on()
        except SoftSwitch:
            return
        except PyError as error:
            failure = error
        own = current()  # it may have got these calls of the loop from this one
        state.nesting = 1
        own.is_started = False
        own.end_tracing()
        own.end(result, failure)

    def end_tracing(self) -> None:
        """What traces a microthread ends with it."""
        park_tracing()

    def forget_calls(self) -> None:
        """Drops what a microthread that was suspended softly has begun, so that it can begin anew."""
        self.frame = None
        self.handled = None
        self.tracing = None
        self.depth = int32(0)
        self.nesting = int32(0)
        self.value = None
        self.error = None
        self.is_started = False

    def begin(self) -> Object:
        """Calls the function, or runs the frame."""
        called = not_none(self.called)
        arguments = self.arguments
        keywords = self.keywords
        self.called = None
        self.arguments = EMPTY_TUPLE
        self.keywords = None
        self.is_started = True
        error = self.take_error()
        if error is not None:
            raise python_error(error)
        self.value = None
        if isinstance(called, Frame):
            return loop.execute(called, None)
        instance: Optional[Object] = None
        if isinstance(called, Method):
            instance = called.instance
            called = called.function
        elif not isinstance(called, Function):
            method = type_of(called).slots[Slot.CALL]
            if isinstance(method, Function):
                instance = called
                called = method
        frame: Optional[Frame] = None
        is_plain = isinstance(called, Function) and called.code.flags & Flag.RESUMABLE == 0
        if is_plain and keywords is None:
            frame = frame_of_tuple(checked_cast(Function, called), instance, arguments)
        if frame is None:
            given = arguments.items()
            if instance is not None:
                given.insert(0, instance)
            names: list[str] = []
            values: list[Object] = []
            if keywords is not None:
                names, values = keyword_lists(keywords)
            if not is_plain:
                state.nesting = 0 if is_switching(called) else 1
                return call_any(called, given, names, values)
            frame = frame_of_call(None, checked_cast(Function, called), given, names, values)
        frame.entered = Entered.FROM_RPYTHON
        return loop.execute(frame, None)

    def go_on(self) -> Object:
        """Goes on where it gave way softly: in the middle of an instruction, or in a built-in function that it was to call."""
        frame = state.frame
        error = self.take_error()
        if frame is None:
            if error is not None:
                raise python_error(error)
            return self.take_value()
        if error is not None:
            failure = python_error(error)
            return loop.proceed(None if ends_loop(frame, failure) else failure)
        finish_instruction(frame, self.take_value())
        return loop.proceed(None)

    def can_go_on_in_loop(self) -> bool:
        """Whether the evaluation loop of the one that gave way can go on with this one, without a way down to the scheduler and up again: both
        have nothing but frames."""
        stack = self.stack
        return self.frame is not None and self.called is None and self.error is None and (stack is None or not stack.is_suspended())

    def go_on_in_loop(self) -> None:
        """Has the loop that called the running function go on with this one. Does not return."""
        self.unpark()
        finish_instruction(not_none(state.frame), self.take_value())
        raise loop.ENTERED

    def leader(self) -> PythonMicrothread:
        """What its tasklet began with: itself, unless it is a greenlet."""
        return self

    def has_suspended_calls(self) -> bool:
        """Whether it is suspended with calls of built-in functions to keep, which are on a C stack."""
        stack = self.stack
        return self.nesting > 1 or stack is not None and stack.is_suspended()

    def take_value(self) -> Object:
        """What its switch gives, once."""
        value = self.value
        if value is None:
            return NONE
        self.value = None
        return unchecked_cast(Object, value)

    def end(self, result: Object, failure: Optional[PyError]) -> None:
        """What it called has returned, or has raised an error. Makes another the current one."""
        raise NotImplementedError


class WatchedMicrothread(PythonMicrothread):
    """One that is ended when it has been suspended and nothing refers to it any more: it `is_watched` from then on."""

    def park(self) -> None:
        super().park()
        self.watch()

    def watch(self) -> None:
        """Has it ended from now on."""
        if not self.is_watched:
            self.is_watched = True
            register_finalizer(self, end_watched)

    def end_abandoned(self) -> None:
        """Nobody can go on with it."""
        raise NotImplementedError


def end_watched(found: object) -> None:
    checked_cast(WatchedMicrothread, found).end_abandoned()


class MainMicrothread(PythonMicrothread):
    """What an OS thread began with: it runs before and after what it calls here, too. `living` counts the tasklets of the thread that have begun
    and not ended; `in_callback` says that one of its callbacks runs; `pickle_flags` are its own, or -1; `locals` has the thread's data of
    objects that have data for each thread; `at_end` is a lock that is to be released at the end of the thread;
    `watchdog` interrupts its tasklets."""
    result: Object
    failure: Optional[PyError]
    living: int
    in_callback: bool
    pickle_flags: int
    locals: WeakTable[Object, Object]
    at_end: Optional[Object]
    watchdog: Optional[Attendant]

    def __init__(self, home: RunQueue) -> None:
        super().__init__(home)
        self.nesting = int32(1)
        self.is_started = True
        self.at_end = None
        self.watchdog = None
        self.result = NONE
        self.failure = None
        self.living = 0
        self.in_callback = False
        self.pickle_flags = -1
        self.locals = WeakTable()

    def end_tracing(self) -> None:
        pass  # it goes on

    def end(self, result: Object, failure: Optional[PyError]) -> None:
        self.is_started = True
        self.result = result
        self.failure = failure
        running.scheduler.end_main()

    def call(self, called: Object, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Calls an object with nothing below on the C stack, so that calls from it can switch softly. Only while it runs, and calls nothing by
        this already."""
        self.called = called
        self.arguments = arguments
        self.keywords = keywords
        self.park()
        self.nesting = int32(0)
        running.scheduler.run_main()
        failure = self.failure
        result = self.result
        self.failure = None
        self.result = NONE
        if failure is not None:
            raise failure
        return result


running.scheduler.start(MainMicrothread(running.scheduler.queue))


def current() -> PythonMicrothread:
    """The microthread that runs."""
    return unchecked_cast(PythonMicrothread, running.scheduler.current)


def main_of_thread() -> MainMicrothread:
    return checked_cast(MainMicrothread, running.scheduler.main)


def python_error(error: Exception) -> PyError:
    """What Python code gets for an error that a microthread was given."""
    return error if isinstance(error, PyError) else runtime_error("deadlock")


def ensure_calls_can_be_suspended() -> None:
    """RuntimeError where C is below, which called the program."""
    try:
        check_switch()
    except CoroutineError:
        raise runtime_error("cannot switch: a C callback is on the stack")


@inline
def is_called_by_loop() -> bool:
    """Whether the evaluation loop, or the scheduler, called the function that runs, one that switches, and nothing else is on the C stack."""
    frame = state.frame
    if state.nesting != 1:
        return state.nesting == 0 and frame is None
    if frame is None or frame.pc == 0:
        return False
    word = frame.code.words[frame.pc - 1]
    operation = word & OPERATION  # without the mark of tracing
    if operation == Op.CALL or operation == Op.CALL_METHOD:
        return is_switching(frame.peek(b_of(word)))
    return is_called_unusually(frame)


@never_inline
def is_called_unusually(frame: Frame) -> bool:
    """The same where no plain call was made."""
    word = waiting_instruction(frame)
    match word & OPERATION:
        case Op.CALL_KW | Op.CALL_METHOD_KW | Op.CALL_EX:
            return is_switching(frame.peek(b_of(word)))
        case Op.FOR_ITER:
            return is_switching(type_of(frame.read(b_of(word))).slots[Slot.NEXT])
        case _:
            return False


def is_switching(called: Optional[Object]) -> bool:
    """Whether an object is a built-in function that may end by a soft switch."""
    if isinstance(called, BoundBuiltin):
        called = called.function
    return isinstance(called, BuiltinFunction) and called.switches


def is_between_instructions() -> bool:
    """Whether an attendant runs that the evaluation loop called, with nothing else on the C stack: at the end of a loop's turn, or where a frame was
    entered, perhaps that of a generator."""
    frame = state.frame
    if state.nesting != 2 or frame is None:
        return False
    if frame.pc == 0:
        return True
    operation = frame.code.words[frame.pc - 1] & OPERATION
    return operation == Op.JUMP_BACK or operation == Op.YIELD


def waiting_instruction(frame: Frame) -> int:
    """The instruction in which a frame waits that has begun."""
    word = frame.code.words[frame.pc - 1]
    if word & OPERATION == Op.NOP and frame.pc > 1:  # it has the names of the arguments of a call
        return frame.code.words[frame.pc - 2]
    return word


def finish_instruction(frame: Frame, value: Object) -> None:
    """Does what is left of the instruction in which a frame gave way softly."""
    if frame.pc == 0:
        return
    word = waiting_instruction(frame)
    match word & OPERATION:
        case Op.JUMP_BACK:
            frame.pc += d_of(word)
        case Op.YIELD:
            pass  # it was resumed: it has what it was sent
        case Op.FOR_ITER:
            frame.write(a_of(word), value)
            frame.pc += 1
        case _:
            frame.write(a_of(word), value)


def ends_loop(frame: Frame, error: PyError) -> bool:
    """Whether an error that a frame gets is the end of a loop, in which it waits for the next item."""
    return frame.pc > 0 and waiting_instruction(frame) & OPERATION == Op.FOR_ITER and is_stop(error)


def give_way_between_instructions(target: Microthread) -> None:
    """Gives way softly where `is_between_instructions`. Does not return."""
    state.nesting -= 1  # what the attendant is counted for
    running.scheduler.hand_over(target)
    raise SOFT_SWITCH


def go_on_with(target: Microthread) -> Object:
    """Gives way to a microthread; what the one that runs is given when it goes on. All that is to be known then must have been stored: a function
    that switches does not return here if it is called by Python code."""
    scheduler = running.scheduler
    own = current()
    if target is not own:
        if is_called_by_loop():
            has_loop = state.nesting == 1
            scheduler.hand_over(target)
            if has_loop and current().can_go_on_in_loop():
                current().go_on_in_loop()
            raise SOFT_SWITCH
        scheduler.switch(target)
    return given_to(own)


def given_to(own: PythonMicrothread) -> Object:
    """What the microthread that runs was given: a value, or an error that is raised."""
    error = own.take_error()
    if error is not None:
        raise python_error(error)
    return own.take_value()
