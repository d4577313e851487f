"""Exceptions: thrown into tasklets, leaving them, and the errors of throwing."""

import sys
from types import TracebackType
from typing import Any

import stackless
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table


class Catcher:
    """A tasklet that waits and notes what is thrown into it."""

    def __init__(self, wait: Any = stackless.schedule_remove) -> None:
        self.caught: list[BaseException] = []
        self.wait = wait
        self.task = start(self.body)
        stackless.run()

    def body(self) -> None:
        try:
            self.wait()
        except BaseException as error:
            self.caught.append(error)


@table(("a class", (Failed,), ()), ("an instance", (Failed(1, 2),), (1, 2)), ("a value", (Failed, 1), (1,)),
       ("a tuple", (Failed, (1, 2)), (1, 2)), ("an instance as value", (Failed, Failed(3)), (3,)))
def test_throw(arguments: tuple[Any, ...], args: tuple[Any, ...]) -> None:
    for pending in (False, True):
        catcher = Catcher()
        throw: Any = catcher.task.throw
        assert throw(*arguments, pending=pending) is None
        assert bool(catcher.caught) is not pending
        stackless.run()
        assert type(catcher.caught[0]) is Failed and catcher.caught[0].args == args


def test_throw_of_an_instance_throws_that_instance() -> None:
    error = Failed()
    catcher = Catcher()
    catcher.task.throw(error)
    assert catcher.caught[0] is error


def test_throw_with_a_traceback() -> None:
    def origin() -> TracebackType:
        try:
            raise Failed
        except Failed as error:
            assert error.__traceback__ is not None
            return error.__traceback__

    traceback = origin()
    catcher = Catcher()
    catcher.task.throw(Failed, None, traceback)
    codes = []
    step = catcher.caught[0].__traceback__
    while step is not None:
        codes.append(step.tb_frame.f_code.co_name)
        step = step.tb_next
    assert "origin" in codes


@table(("a number", (1,)), ("a string", ("x",)), ("a class that is no exception", (int,)),
       ("an instance and a value", (Failed(), 1)), ("no traceback", (Failed, None, 1)))
def test_throw_type_error(arguments: tuple[Any, ...]) -> None:
    catcher = Catcher()
    with raises(TypeError):
        catcher.task.throw(*arguments)
    assert not catcher.caught and catcher.task.paused


def test_raise_exception() -> None:
    catcher = Catcher()
    catcher.task.raise_exception(Failed, 1, 2)
    assert catcher.caught[0].args == (1, 2)


def test_raise_exception_type_error() -> None:
    catcher = Catcher()
    raise_exception: Any = catcher.task.raise_exception
    for arguments in ((), (1,), (Failed(),)):
        with raises(TypeError):
            raise_exception(*arguments)
    assert catcher.task.paused


def test_raise_exception_in_the_dead() -> None:
    task = start(lambda: None)
    stackless.run()
    with raises(RuntimeError, "You cannot throw to a dead tasklet"):
        task.raise_exception(Failed)
    assert task.raise_exception(stackless.TaskletExit) is None


@table(("paused", stackless.schedule_remove), ("receiving", lambda: stackless.channel().receive()),
       ("sending", lambda: stackless.channel().send(1)))
def test_kill(wait: Any) -> None:
    catcher = Catcher(wait)
    catcher.task.kill()
    assert type(catcher.caught[0]) is stackless.TaskletExit
    assert not catcher.task.alive
    assert catcher.task.kill() is None


def test_kill_pending() -> None:
    catcher = Catcher()
    assert catcher.task.kill(pending=True) is None
    assert not catcher.caught and catcher.task.scheduled
    stackless.run()
    assert type(catcher.caught[0]) is stackless.TaskletExit


def test_kill_that_is_refused() -> None:
    log, note = logger()

    def stubborn() -> None:
        for _ in range(3):
            try:
                stackless.schedule_remove()
            except stackless.TaskletExit:
                note("no")

    task = start(stubborn)
    stackless.run()
    for _ in range(2):
        task.kill()
        assert task.alive
    task.kill()
    assert not task.alive and log == ["no"] * 3


def test_kill_runs_finally_blocks() -> None:
    log, note = logger()

    def body() -> None:
        try:
            try:
                stackless.schedule_remove()
            finally:
                note("inner")
                stackless.schedule()
        finally:
            note("outer")

    task = start(body)
    stackless.run()
    task.kill()
    assert log == ["inner"] and task.scheduled
    stackless.run()
    assert log == ["inner", "outer"]


def test_kill_of_oneself() -> None:
    log, note = logger()

    def body() -> None:
        note(1)
        stackless.current.kill()
        note(2)

    start(body)
    stackless.run()
    assert log == [1]


@table(*[(error.__name__, error) for error in (Failed, ValueError, KeyboardInterrupt, SystemExit, GeneratorExit,
                                               StopIteration, RuntimeError)])
def test_uncaught(error: type[BaseException]) -> None:
    """It is raised by main's run, and the tasklet is dead."""
    def body() -> None:
        raise error("text")

    task = start(body)
    with raises(error, "text"):
        stackless.run()
    assert not task.alive and stackless.runcount == 1


def test_uncaught_keeps_identity_and_traceback() -> None:
    error = Failed()

    def body() -> None:
        raise error

    start(body)
    with raises(Failed) as caught:
        stackless.run()
    assert caught[0] is error
    names = []
    step = error.__traceback__
    while step is not None:
        names.append(step.tb_frame.f_code.co_name)
        step = step.tb_next
    assert names[-1] == "body" and "test_uncaught_keeps_identity_and_traceback" in names


def test_uncaught_leaves_the_others_in_the_queue() -> None:
    def fails() -> None:
        raise Failed

    log, note = logger()
    start(fails)
    other = start(note, "ran")
    with raises(Failed):
        stackless.run()
    assert other.scheduled and log == []
    stackless.run()
    assert log == ["ran"]


def test_tasklet_exit_from_inside() -> None:
    def body() -> None:
        raise stackless.TaskletExit

    task = start(body)
    assert stackless.run() is None
    assert not task.alive


def test_subclass_of_tasklet_exit_is_silent() -> None:
    class Quit(stackless.TaskletExit):
        """Another way to go."""

    def body() -> None:
        raise Quit

    start(body)
    stackless.run()


def test_error_handler() -> None:
    log, note = logger()

    def handler(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        note((kind, error.args, traceback is not None, stackless.current is not stackless.main))

    def fails() -> None:
        raise Failed(1)

    assert stackless.set_error_handler(handler) is None
    start(fails)
    stackless.run()
    assert log == [(Failed, (1,), True, True)]
    assert stackless.set_error_handler(None) is handler


def test_error_handler_that_fails() -> None:
    def handler(*arguments: object) -> None:
        raise ValueError("from the handler")

    def fails() -> None:
        raise Failed

    stackless.set_error_handler(handler)
    start(fails)
    with raises(ValueError, "from the handler"):
        stackless.run()


def test_error_handler_does_not_see_tasklet_exit() -> None:
    log, note = logger()
    stackless.set_error_handler(lambda *arguments: note(arguments))
    task = start(stackless.schedule_remove)
    stackless.run()
    task.kill()
    assert log == []


def test_error_handler_must_be_callable() -> None:
    with raises(TypeError):
        stackless.set_error_handler(1)  # type: ignore[arg-type]


def test_handled_exceptions_are_of_each_tasklet() -> None:
    log, note = logger()

    def body(number: int) -> None:
        try:
            raise Failed(number)
        except Failed:
            stackless.schedule()
            note(sys.exc_info()[1].args)  # type: ignore[union-attr]
            stackless.schedule()
        note(sys.exc_info()[1])

    start(body, 1)
    start(body, 2)
    try:
        raise ValueError
    except ValueError as error:
        stackless.run()
        assert sys.exc_info()[1] is error
    assert log == [(1,), (2,), None, None]


def test_context_of_a_thrown_exception() -> None:
    def body() -> None:
        try:
            raise ValueError("first")
        except ValueError:
            stackless.schedule_remove()

    task = start(body)
    stackless.run()
    with raises(Failed) as caught:
        task.throw(Failed)
    assert isinstance(caught[0].__context__, ValueError)


def test_throw_into_main() -> None:
    main = stackless.main
    start(lambda: main.throw(Failed("from below")))
    with raises(Failed, "from below"):
        stackless.run()


def test_system_exit_can_be_caught_in_main() -> None:
    def body() -> None:
        sys.exit(3)

    start(body)
    try:
        stackless.run()
    except SystemExit as error:
        assert error.code == 3
    else:
        raise AssertionError("no SystemExit")
