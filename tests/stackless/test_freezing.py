"""Tasklets that were interrupted or have given way, pickled and copied."""

import contextvars
import copy
import itertools
import pickle
import random
import sys
import threading
import traceback
import types
from typing import Any

import stackless
from tests.stackless import frozen
from tests.stackless.support import raises, start
from tests.stackless.tables import table

LOG: list[Any] = []


@table(*[(f"seed {seed}", seed) for seed in range(4)])
def test_interrupted_anywhere(seed: int) -> None:
    """What is loaded ends with the result that it would have had, and so does the original."""
    choices = random.Random(seed)
    kind, data = frozen.frozen(choices)
    expected = frozen.result_of(kind)
    assert frozen.thawed(data) == (kind, expected)
    task = None
    while task is None:
        task = frozen.interrupted(kind, choices.randrange(1, 4000))
    pickle.dumps(task)
    task.insert()
    stackless.run()
    assert frozen.RESULTS.pop() == (kind, expected)


def test_copy_of_an_interrupted_one() -> None:
    task = None
    while task is None:
        task = frozen.interrupted(3, random.randrange(1, 2000))
    deep = copy.deepcopy(task)
    for each in task, deep:
        each.insert()
        stackless.run()
        assert frozen.RESULTS.pop() == (3, frozen.result_of(3))


WAYS: list[Any] = [copy.copy, copy.deepcopy, lambda task: pickle.loads(pickle.dumps(task)), lambda task: task]


@table(*[(f"seed {seed}", seed) for seed in range(8)])
def test_chain_of_copies(seed: int) -> None:
    """Each copy takes the place of what it was made of, which is dropped, and killed sooner or later."""
    choices = random.Random(seed)
    stackless.tasklet(frozen.work)(seed)
    while (task := stackless.run(choices.randrange(1, 400))) is not None:
        choices.choice(WAYS)(task).insert()
        del task
    assert frozen.RESULTS.pop() == (seed, frozen.result_of(seed)) and not frozen.RESULTS


def countdown(limit: int) -> None:
    """Stops at each number."""
    for number in reversed(range(limit)):
        own: Any = stackless.current
        LOG.append((own.name, number))
        stackless.schedule_remove()


class Named(stackless.tasklet):
    name = "unnamed"


def test_fork() -> None:
    """A copy goes on by itself from the same place."""
    LOG.clear()
    task = Named(countdown)(3)
    task.name = "first"
    task.run()
    other = copy.copy(task)
    other.name = "second"
    for each in task, other, task, other:
        each.run()
    assert LOG == [("first", 2), ("first", 1), ("second", 1), ("first", 0), ("second", 0)]
    for each in task, other:
        each.run()
        assert not each.alive


def nested() -> Any:
    def inner() -> Any:
        for letter in "abc":
            yield letter
    for number, letter in enumerate(inner()):
        yield number
        yield letter


def walk() -> None:
    found = []
    for item in nested():
        found.append(item)
        stackless.schedule_remove()
    LOG.append(found)


def test_fork_inside_generators() -> None:
    """The generators that a loop runs are copied with it; what a variable holds is shared."""
    LOG.clear()
    task = start(walk)
    stackless.run()
    task.run()
    other = copy.copy(task)
    while task.alive or other.alive:
        for each in task, other:
            if each.alive:
                each.run()
    assert [len(found) for found in LOG] == [10, 10] and LOG[0] is LOG[1]


def swap(own: Any) -> None:
    """A loop over a generator that gives way in the middle."""
    def items() -> Any:
        for item in "xyz":
            own.append(stackless.schedule_remove(item))
            yield item
    for item in items():
        own.append(item)
    LOG.append(own)


def test_suspended_inside_a_generator() -> None:
    LOG.clear()
    task = start(swap, [])
    stackless.run()
    loaded, forked = pickle.loads(pickle.dumps(task)), copy.copy(task)
    for each in loaded, forked:
        while each.alive:
            each.run()
    assert LOG == [["x", "x", "y", "y", "z", "z"], ["x", "x", "y", "y", "z", "z"]]
    task.kill()


def itself(own: list[Any]) -> None:
    me = stackless.current
    own.append(me)
    stackless.schedule_remove()
    LOG.append((me is stackless.current, own[0] is me))


def test_that_refers_to_itself() -> None:
    LOG.clear()
    task = start(itself, [])
    stackless.run()
    pickle.loads(pickle.dumps(task)).run()
    copy.deepcopy(task).run()
    assert LOG == [(True, True), (True, True)]
    task.kill()


def receiver(channel: Any) -> None:
    for item in channel:
        LOG.append(item)
    LOG.append("end")


def test_blocked_takes_its_channel_along() -> None:
    """It waits in a copy of the channel."""
    LOG.clear()
    channel = stackless.channel()
    task = start(receiver, channel)
    stackless.run()
    loaded, loaded_channel = pickle.loads(pickle.dumps((task, channel)))
    assert loaded.blocked and loaded_channel.queue is loaded and loaded_channel.balance == -1 == channel.balance
    loaded_channel.send(1)
    assert LOG == [1] and loaded.blocked
    loaded_channel.send_exception(StopIteration)
    assert LOG == [1, "end"] and not loaded.alive
    task.kill()


def test_fork_of_a_blocked_one() -> None:
    LOG.clear()
    channel = stackless.channel()
    task = start(receiver, channel)
    stackless.run()
    other = copy.copy(task)
    assert other.blocked and channel.balance == -2
    for item in range(4):
        channel.send(item)
    assert LOG == [0, 1, 2, 3]
    for _ in range(2):
        channel.send_exception(StopIteration)
    assert not task.alive and not other.alive


def handler(own: list[Any]) -> None:
    try:
        raise KeyError("k")
    except KeyError as error:
        stackless.schedule_remove()
        own.append(repr(error))
        try:
            raise
        except KeyError as again:
            own.append(again is error)
    finally:
        stackless.schedule_remove()
        own.append("finally")
    LOG.append(own)


def test_inside_except_and_finally() -> None:
    LOG.clear()
    task = start(handler, [])
    stackless.run()
    for _ in range(2):
        loaded = pickle.loads(pickle.dumps(task))
        while loaded.alive:
            loaded.run()
        task.run()
    assert LOG == [["KeyError('k')", True, "finally"]] * 3 and not task.alive


def chained() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as error:
            raise ValueError("outer") from error
    except ValueError as error:
        stackless.schedule_remove()
        LOG.append((repr(error), repr(error.__cause__), error.__context__ is error.__cause__))
        LOG.append(error.__suppress_context__)
        try:
            raise TypeError
        except TypeError as last:
            LOG.append(last.__context__ is error)


def test_causes_and_contexts() -> None:
    LOG.clear()
    task = start(chained)
    stackless.run()
    pickle.loads(pickle.dumps(task)).run()
    assert LOG == [("ValueError('outer')", "KeyError('inner')", True), True, True]
    task.kill()


def fail(secret: Any) -> None:
    raise KeyError(secret is None)


def catching() -> None:
    def values() -> Any:
        try:
            fail(lambda: None)
        except KeyError:
            yield 1
            LOG.append(traceback.format_exc())
    for _ in values():
        try:
            fail(threading.Lock())    # which no pickle could have
        except KeyError as error:
            try:
                fail(None)
            except KeyError:
                stackless.schedule_remove()
                LOG.append(traceback.format_exc())
                frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
                LOG.append((frames[0] is sys._getframe(), frames[1].f_code.co_name, len(frames)))


def test_tracebacks() -> None:
    """Those of exceptions that are being handled read the same. A frame that has ended has no variables any more."""
    LOG.clear()
    task = start(catching)
    stackless.run()
    loaded = pickle.loads(pickle.dumps(task))
    for each in task, loaded:
        each.run()
    assert LOG[:3] == LOG[3:]
    assert LOG[0].count("in catching") == 2 and LOG[0].count("in fail") == 2 and LOG[0].count("raise KeyError") == 2
    assert LOG[1] == (True, "fail", 2)
    assert LOG[2].count("in values") == 1 and LOG[2].count("in fail") == 1


GLOBAL: contextvars.ContextVar[Any] = contextvars.ContextVar("has another name")


def reading() -> None:
    GLOBAL.set([GLOBAL.get()])
    stackless.schedule_remove()
    LOG.append(GLOBAL.get("nothing"))


def in_own_context(variable: contextvars.ContextVar[Any]) -> stackless.tasklet:
    """A suspended tasklet with a context in which two variables are set."""
    context = contextvars.Context()
    context.run(GLOBAL.set, 5)
    context.run(variable.set, 6)
    task = stackless.tasklet().bind(reading, ())
    task.set_context(context).insert()
    stackless.run()
    return task


def test_context_variables() -> None:
    """Its own context goes with a tasklet."""
    LOG.clear()
    task = in_own_context(GLOBAL)
    loaded = pickle.loads(pickle.dumps(task))
    for each in loaded, task:
        each.run()
    assert LOG == [[6], [6]]
    hidden: contextvars.ContextVar[int] = contextvars.ContextVar("hidden")
    task = in_own_context(hidden)
    with raises(RuntimeError, "which is no global variable of a module"):
        pickle.dumps(task)
    task.kill()


def test_killed_after_loading() -> None:
    """Its blocks are left as if it had run all the time."""
    own: list[Any] = []
    task = start(handler, own)
    stackless.run()
    copied = copy.copy(task)
    copied.throw(ValueError, pending=True)
    with raises(ValueError):
        copied.run()
        copied.run()
    assert own == ["finally"] and not copied.alive
    task.kill()


def called_in_every_way() -> None:
    first = stackless.schedule_remove(retval=1)
    second = stackless.schedule_remove(*(2,))
    third = stackless.schedule_remove(**{"retval": 3})
    LOG.extend([first, second, third])


def test_called_in_every_way() -> None:
    LOG.clear()
    task = start(called_in_every_way)
    stackless.run()
    while task.alive:
        task = pickle.loads(pickle.dumps(task))
        task.run()
    assert LOG == [1, 2, 3]


def answers() -> Any:
    """Is sent numbers, and gives way before it answers."""
    got = yield "ready"
    while got:
        stackless.schedule_remove()
        got = yield -got
    return "ended"


def asking() -> None:
    generator = answers()
    found = [next(generator), generator.send(5), generator.send(6)]
    try:
        generator.send(0)
    except StopIteration as end:
        found.append(end.value)
    LOG.append(found)


def test_inside_next_and_send() -> None:
    """They take no C stack, so what they resume can be pickled and copied."""
    LOG.clear()
    task = start(asking)
    stackless.run()
    assert task.nesting_level == 0 and task.recursion_depth == 2
    copies = [task]
    while task.alive:
        copies += [copy.copy(task), copy.deepcopy(task), pickle.loads(pickle.dumps(task))]
        task.run()
    for each in copies[1:]:
        while each.alive:
            each.run()
    assert LOG == [["ready", -5, -6, "ended"]] * len(copies)


def iterating() -> None:
    found = []
    for pair in itertools.pairwise(range(4)):
        for left in itertools.tee(pair)[0]:
            for letter in filter(None, itertools.islice("abcd", left, None)):
                found.append((pair, left, letter))
                stackless.schedule_remove()
    LOG.append(found)


def test_loops_over_nested_iterators() -> None:
    LOG.clear()
    task = start(iterating)
    stackless.run()
    while task.alive:
        task, before = copy.copy(task), task
        before.kill()
        task = pickle.loads(pickle.dumps(task))
        task.run()
    assert len(LOG[0]) == 15 and LOG[0] == [
        (pair, left, letter) for pair in [(0, 1), (1, 2), (2, 3)] for left in pair for letter in "abcd"[left:]]


class Callable:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        for self.count in range(5):
            stackless.schedule_remove()
        LOG.append(self.count)

    def method(self) -> None:
        self()


@table(("instance", Callable()), ("method", Callable().method))
def test_callable(called: Any) -> None:
    LOG.clear()
    task = start(called)
    stackless.run()
    task.run()
    loaded = pickle.loads(pickle.dumps(task))
    while loaded.alive:
        loaded.run()
    assert LOG == [4]
    task.kill()


def test_with_a_pending_exception() -> None:
    task = start(countdown_quietly, 3)
    stackless.run()
    task.throw(KeyError, "k", pending=True)
    loaded = pickle.loads(pickle.dumps(task))
    with raises(KeyError, "k"):
        loaded.run()
    assert not loaded.alive
    task.kill()


def countdown_quietly(limit: int) -> None:
    for _ in range(limit):
        stackless.schedule_remove()


def sorting() -> None:
    sorted([2, 1], key=lambda x: (stackless.schedule_remove(), x)[1])


def dividing() -> None:
    Divisor() // 2


def mapping() -> None:
    list(map(stackless.schedule_remove, [1]))


class Divisor:
    def __floordiv__(self, other: int) -> int:
        stackless.schedule_remove()
        return other


@table(("sort key", sorting, "inside sorted()"), ("operator", dividing, "inside the operation FLOORDIV_INT"),
       ("map", mapping, "inside list()"))
def test_inside_a_built_in(function: Any, reason: str) -> None:
    """It says where it is; pickled or copied."""
    task = start(function)
    stackless.run()
    for attempt in pickle.dumps, copy.copy, copy.deepcopy:
        with raises(RuntimeError, reason):
            attempt(task)
    task.kill()


def traced(limit: int) -> None:
    for _ in range(limit):
        stackless.schedule_remove()


def tracer(frame: Any, event: str, argument: object) -> Any:
    LOG.append((frame.f_code.co_name, event))
    return tracer


@table(("dropped", 0, False), ("preserved", stackless.PICKLEFLAGS_PRESERVE_TRACING_STATE, True))
def test_tracing(flags: int, is_kept: bool) -> None:
    LOG.clear()
    task = start(traced, 3)
    stackless.run()
    task.trace_function = tracer
    before = stackless.pickle_flags(flags)
    try:
        loaded = pickle.loads(pickle.dumps(task))
    finally:
        stackless.pickle_flags(max(before, 0))
    assert (loaded.trace_function is tracer) == is_kept
    for each in task, loaded:
        each.kill()


def test_frame_of_a_tasklet() -> None:
    """It shows where the tasklet stands, loaded by itself, too."""
    task = start(countdown_quietly, 3)
    stackless.run()
    original: Any = task.frame
    frame = pickle.loads(pickle.dumps(original))
    assert isinstance(frame, types.FrameType) and frame.f_back is None
    assert (frame.f_code, frame.f_lineno, frame.f_lasti) == (original.f_code, original.f_lineno, original.f_lasti)
    assert frame.f_locals == {"limit": 3, "_": 0} and frame.f_globals is globals()
    task.kill()


def test_recursion_depth_and_nesting() -> None:
    task = start(deep, 20)
    stackless.run()
    loaded = pickle.loads(pickle.dumps(task))
    assert (loaded.recursion_depth, loaded.nesting_level, loaded.paused, loaded.restorable) == (21, 0, True, True)
    loaded.run()
    assert LOG.pop() == 20
    task.kill()


def deep(levels: int) -> int:
    result = 1 + deep(levels - 1) if levels else stackless.schedule_remove(0)
    LOG.append(result)
    return result
