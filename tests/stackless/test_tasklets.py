"""The class `tasklet`: binding, states, options."""

import sys
from typing import Any

import stackless
from tests.stackless.support import Failed, raises, start
from tests.stackless.tables import table


def nothing(*args: Any, **kwargs: Any) -> None:
    """A function for a tasklet that does not matter."""


STATES = ("alive", "paused", "blocked", "scheduled", "is_current", "is_main")


def states(task: stackless.tasklet) -> set[str]:
    return {name for name in STATES if getattr(task, name)}


def test_states_of_main() -> None:
    assert states(stackless.main) == {"alive", "scheduled", "is_current", "is_main"}


def test_states_over_a_life() -> None:
    channel = stackless.channel()
    seen = []

    def body() -> None:
        seen.append(states(stackless.current))
        channel.receive()
        stackless.schedule_remove()

    task = stackless.tasklet()
    assert states(task) == set()
    task.bind(body)
    assert states(task) == set()
    task.bind(None, ())
    assert states(task) == {"alive", "paused"}
    task.insert()
    assert states(task) == {"alive", "scheduled"}
    stackless.run()
    assert seen == [{"alive", "scheduled", "is_current"}]
    assert states(task) == {"alive", "scheduled", "blocked"}
    channel.send(None)
    assert states(task) == {"alive", "paused"}
    task.run()
    assert states(task) == set()


def test_states_of_main_seen_from_a_tasklet() -> None:
    seen = []
    start(lambda: seen.append(states(stackless.main)))
    stackless.run()
    start(lambda: seen.append(states(stackless.main)))
    stackless.schedule()
    assert seen == [{"alive", "paused", "is_main"}, {"alive", "scheduled", "is_main"}]


@table(("positional", (1, 2), {}), ("named", (), {"x": 1}), ("both", (1,), {"y": 2}), ("none", (), {}),
       ("self and func as names", (), {"self": 1, "func": 2, "args": 3}))
def test_arguments(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """By call, by setup, by bind and by the constructor."""
    got: list[Any] = []

    class Recorder:
        """A callable that takes any name."""

        def __call__(*args: Any, **kwargs: Any) -> None:
            got.append((args[1:], kwargs))

    function = Recorder()
    if not set(kwargs) & {"self"}:
        stackless.tasklet(function)(*args, **kwargs)
        stackless.tasklet(function).setup(*args, **kwargs)
    stackless.tasklet(function).bind(None, args, kwargs).insert()
    stackless.tasklet(function, args, kwargs).insert()
    stackless.tasklet().bind(function, args, kwargs).insert()
    stackless.tasklet(func=function, args=args, kwargs=kwargs).insert()
    stackless.run()
    assert got and all(call == (args, kwargs) for call in got)


@table(("args only", ((1,), None), ((1,), {})), ("kwargs only", (None, {"a": 1}), ((), {"a": 1})),
       ("empty args", ((), None), ((), {})), ("a list", ([1, 2], None), ((1, 2), {})))
def test_bind_with_some_arguments(given: tuple[Any, Any], expected: tuple[Any, Any]) -> None:
    got = []
    task = stackless.tasklet(lambda *args, **kwargs: got.append((args, kwargs)))
    assert task.bind(None, *given) is task
    assert task.alive and not task.scheduled
    task.insert()
    stackless.run()
    assert got == [expected]


@table(("call", lambda task: task()), ("setup", lambda task: task.setup()), ("bind", lambda task: task.bind(nothing)),
       ("insert", lambda task: task.bind(nothing, ()).insert()),
       ("remove", lambda task: task().remove()), ("set_context", lambda task: task.set_context(_context())))
def test_returns_the_tasklet(method: Any) -> None:
    task = stackless.tasklet(nothing)
    assert method(task) is task


def _context() -> Any:
    import contextvars
    return contextvars.Context()


def test_binding_what_cannot_be_called() -> None:
    for function in (1, "f", object()):
        with raises(TypeError, "tasklet function must be a callable or None"):
            stackless.tasklet(function)  # type: ignore[arg-type]


def test_unbinding() -> None:
    task = stackless.tasklet(nothing, ())
    assert task.alive
    assert task.bind(None) is task
    assert not task.alive
    with raises(RuntimeError, "not bound"):
        task()


def test_calling_the_unbound() -> None:
    with raises(RuntimeError, "the tasklet was not bound to a function"):
        stackless.tasklet()()
    with raises(RuntimeError, "the tasklet was not bound to a function"):
        stackless.tasklet().bind(None, ())


def test_calling_the_alive() -> None:
    task = start(nothing)
    with raises(RuntimeError):
        task()


def test_binding_current_and_scheduled() -> None:
    with raises(RuntimeError, "can't (re)bind the current tasklet"):
        stackless.current.bind(nothing)
    with raises(RuntimeError, "tasklet is scheduled"):
        start(nothing).bind(nothing)
    channel = stackless.channel()
    task = start(channel.receive)
    stackless.run()
    with raises(RuntimeError, "tasklet is scheduled"):
        task.bind(nothing)


def test_rebinding_a_started_tasklet() -> None:
    """It forgets what it was doing, without running any more of it."""
    log = []

    def body() -> None:
        try:
            stackless.schedule_remove()
        finally:
            log.append("never")

    task = start(body)
    stackless.run()
    task.bind(log.append, ("new",)).insert()
    stackless.run()
    assert log == ["new"]


def test_rebinding_the_dead() -> None:
    log: list[Any] = []
    task = stackless.tasklet(log.append)(1)
    stackless.run()
    task.bind(log.append)(2)
    stackless.run()
    assert log == [1, 2]


def test_the_function_is_gone_after_the_call() -> None:
    task = start(nothing)
    stackless.run()
    with raises(RuntimeError, "not bound"):
        task()


@table(("insert", "insert", "You cannot run a blocked tasklet"), ("run", "run", "You cannot run a blocked tasklet"),
       ("switch", "switch", "You cannot run a blocked tasklet"),
       ("remove", "remove", "You cannot remove a blocked tasklet."))
def test_refused_for_the_blocked(method: str, message: str) -> None:
    channel = stackless.channel()
    task = start(channel.receive)
    stackless.run()
    with raises(RuntimeError, message):
        getattr(task, method)()
    assert task.blocked and channel.queue is task


@table(("insert", "insert"), ("run", "run"), ("switch", "switch"))
def test_refused_for_the_dead(method: str) -> None:
    task = start(nothing)
    stackless.run()
    with raises(RuntimeError, "You cannot run an unbound(dead) tasklet"):
        getattr(task, method)()
    with raises(RuntimeError, "You cannot run an unbound(dead) tasklet"):
        getattr(stackless.tasklet(nothing), method)()


def test_remove_of_the_current() -> None:
    with raises(RuntimeError, "The current tasklet cannot be removed."):
        stackless.current.remove()


def test_tempval_is_what_the_suspended_call_returns() -> None:
    results = []
    task = start(lambda: results.append(stackless.schedule_remove("first")))
    stackless.run()
    assert task.tempval == "first"
    task.tempval = "second"
    task.run()
    assert results == ["second"]


def test_tempval_of_schedule() -> None:
    results: list[Any] = []

    def body() -> None:
        results.append(stackless.schedule())
        results.append(stackless.schedule(None))
        results.append(stackless.schedule(5))
        results.append(stackless.schedule(retval=6))

    task = start(body)
    stackless.run()
    assert results == [task, None, 5, 6]


@table(("set_atomic", "set_atomic", "atomic"), ("set_ignore_nesting", "set_ignore_nesting", "ignore_nesting"))
def test_flag(method: str, attribute: str) -> None:
    task = stackless.tasklet(nothing)
    assert getattr(task, attribute) is False
    assert getattr(task, method)(True) is False
    assert getattr(task, attribute) is True
    assert getattr(task, method)(1) is True
    assert getattr(task, method)(0) is True
    assert getattr(task, attribute) is False
    with raises(TypeError):
        getattr(task, method)("yes")


def test_atomic_context_manager() -> None:
    assert not stackless.current.atomic
    with stackless.atomic():
        assert stackless.current.atomic
        with stackless.atomic():
            assert stackless.current.atomic
        assert stackless.current.atomic
    assert not stackless.current.atomic
    with raises(Failed), stackless.atomic():
        raise Failed
    assert not stackless.current.atomic


def test_atomic_is_of_one_tasklet() -> None:
    seen = []
    with stackless.atomic():
        start(lambda: seen.append(stackless.current.atomic))
        stackless.run()
    assert seen == [False]


def test_block_trap() -> None:
    task = stackless.current
    assert task.block_trap is False
    task.block_trap = True
    with raises(RuntimeError, "this tasklet does not like to be blocked."):
        stackless.channel().receive()
    with raises(TypeError, "block_trap must be set to a bool or integer"):
        task.block_trap = "yes"  # type: ignore[assignment]
    task.block_trap = 0
    assert task.block_trap is False


def test_restorable() -> None:
    task = stackless.tasklet(nothing)
    assert task.restorable
    assert task().restorable
    stackless.run()
    assert task.restorable


def test_nesting_level_outside_any_call() -> None:
    assert stackless.tasklet(nothing)().nesting_level == 0


def test_recursion_depth() -> None:
    depths = []

    def down(levels: int) -> None:
        depths.append(stackless.current.recursion_depth)
        if levels:
            down(levels - 1)
        else:
            stackless.schedule_remove()

    task = start(down, 3)
    stackless.run()
    assert [depth - depths[0] for depth in depths] == [0, 1, 2, 3]
    assert task.recursion_depth == depths[-1]
    assert start(nothing).recursion_depth == 0


def test_frame() -> None:
    def body() -> None:
        local = 42  # noqa: F841 (looked at from outside)
        stackless.schedule_remove()

    task = start(body)
    assert task.frame is None
    stackless.run()
    frame = task.frame
    assert frame is not None and frame.f_code is body.__code__ and frame.f_locals["local"] == 42
    del frame
    task.kill()
    assert task.frame is None


def test_frame_of_the_current() -> None:
    assert stackless.current.frame is sys._getframe()


def test_thread_id() -> None:
    import threading
    assert stackless.tasklet(nothing).thread_id == stackless.main.thread_id == threading.get_ident()


def test_trace_function_of_the_current() -> None:
    previous = sys.gettrace()
    assert stackless.current.trace_function is previous
    assert stackless.current.profile_function is sys.getprofile()


def test_trace_function_of_another() -> None:
    assert start(nothing).trace_function is None


def test_subclass() -> None:
    class Named(stackless.tasklet):
        """Has attributes, another constructor and another method."""

        def __init__(self, name: str) -> None:
            super().__init__(self.body)
            self.name = name
            self.log: list[Any] = []

        def body(self, *args: Any) -> None:
            current = stackless.current
            assert isinstance(current, Named)
            self.log.append((self.name, current is self, args))

    task = Named("fred")
    assert task(1, 2) is task
    stackless.run()
    assert task.log == [("fred", True, (1, 2))]


def test_subclass_without_init() -> None:
    class Lazy(stackless.tasklet):
        """Does not call the base's constructor."""

        def __init__(self) -> None:
            pass

    log: list[int] = []
    task = Lazy()
    assert not task.alive
    task.bind(log.append)(1)
    stackless.run()
    assert log == [1]


def test_subclass_overrides_call() -> None:
    class Doubled(stackless.tasklet):
        """Changes the arguments."""

        def __call__(self, *args: Any, **kwargs: Any) -> "Doubled":
            return super().__call__(*args, *args, **kwargs)

    log: list[Any] = []
    Doubled(lambda *args: log.append(args))(1)
    stackless.run()
    assert log == [(1, 1)]


def test_equality_and_hash() -> None:
    one, two = stackless.tasklet(nothing), stackless.tasklet(nothing)
    assert one == one and one != two
    assert len({one, two, one}) == 2


def test_repr() -> None:
    assert "tasklet object at 0x" in repr(stackless.tasklet(nothing))


def test_many_that_wait() -> None:
    """Each begins when the one before blocks: that must not add up to a deep recursion."""
    channel = stackless.channel()
    tasks = [start(channel.receive) for _ in range(2000)]
    stackless.run()
    assert channel.balance == -2000
    for task in tasks:
        channel.send(None)
    assert channel.balance == 0 and not any(task.alive for task in tasks[:-1])
    stackless.run()


def test_many_that_start_another() -> None:
    count = [0]

    def body() -> None:
        count[0] += 1
        if count[0] < 2000:
            start(body)

    start(body)
    stackless.run()
    assert count == [2000]
