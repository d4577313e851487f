"""The channel callback and the schedule callback."""

import sys
from typing import Any

import stackless
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table


@table(("channel", stackless.set_channel_callback, stackless.get_channel_callback),
       ("schedule", stackless.set_schedule_callback, stackless.get_schedule_callback))
def test_set_and_get(setter: Any, getter: Any) -> None:
    def one(*arguments: object) -> None:
        """A callback."""

    def two(*arguments: object) -> None:
        """Another."""

    assert getter() is None
    assert setter(one) is None
    assert getter() is one
    assert setter(two) is one
    assert setter(None) is two
    assert getter() is None
    with raises(TypeError, "callback must be callable"):
        setter(1)


def test_channel_callback() -> None:
    channel = stackless.channel()
    log, note = logger()
    stackless.set_channel_callback(lambda *arguments: note(arguments))
    task = start(channel.receive)
    stackless.run()
    channel.send(1)
    start(channel.send, 2)
    channel.receive()
    main = stackless.main
    assert log[:2] == [(channel, task, 0, 1), (channel, main, 1, 0)]
    assert [(entry[2], entry[3]) for entry in log[2:]] == [(0, 1), (1, 0)]


def test_channel_callback_sees_the_value() -> None:
    channel = stackless.channel()
    log, note = logger()
    stackless.set_channel_callback(lambda channel, task, sending, willblock: note(task.tempval))
    start(channel.receive)
    stackless.run()
    channel.send("value")
    assert log == [None, "value"]


def test_channel_callback_that_fails() -> None:
    channel = stackless.channel()

    def fails(*arguments: object) -> None:
        raise Failed

    stackless.set_channel_callback(fails)
    for action in (channel.receive, lambda: channel.send(1)):
        with raises(Failed):
            action()
    assert channel.balance == 0
    stackless.set_channel_callback(None)
    task = start(channel.receive)
    stackless.run()
    stackless.set_channel_callback(fails)
    with raises(Failed):
        channel.send(1)
    assert channel.queue is task


def test_channel_callback_must_not_communicate() -> None:
    channel = stackless.channel()
    stackless.set_channel_callback(lambda *arguments: channel.send(1))
    with raises(RuntimeError, "Recursive channel call due to callbacks!"):
        channel.receive()


def test_schedule_callback() -> None:
    log, note = logger()
    one, two = start(stackless.schedule), start(lambda: None)
    stackless.set_schedule_callback(lambda previous, following: note((previous, following)))
    stackless.run()
    main = stackless.main
    assert log == [(main, one), (one, two), (two, one), (one, main)]


def test_schedule_callback_is_called_before_the_switch() -> None:
    log, note = logger()
    stackless.set_schedule_callback(lambda previous, following: note(stackless.current is previous))
    start(stackless.schedule)
    stackless.run()
    assert log == [True, True]


def test_schedule_callback_without_a_switch() -> None:
    log, note = logger()
    stackless.set_schedule_callback(lambda *arguments: note(arguments))
    stackless.schedule()
    stackless.run()
    stackless.main.run()
    start(lambda: None).remove()
    assert log == []


def test_schedule_callback_on_channels() -> None:
    channel = stackless.channel()
    log, note = logger()
    task = start(channel.receive)
    stackless.set_schedule_callback(lambda previous, following: note((previous, following)))
    channel.send(1)
    stackless.run()
    main = stackless.main
    assert log == [(main, task), (task, main), (main, task), (task, main)][:len(log)] and len(log) in (2, 4)


def test_schedule_callback_that_fails() -> None:
    """The switch takes place, and the exception is reported."""
    reports: list[Any] = []
    previous_hook = sys.unraisablehook
    sys.unraisablehook = lambda report: reports.append(report.exc_type)

    def fails(*arguments: object) -> None:
        raise Failed

    log, note = logger()
    start(note, 1)
    stackless.set_schedule_callback(fails)
    try:
        stackless.run()
    finally:
        stackless.set_schedule_callback(None)
        sys.unraisablehook = previous_hook
    assert log == [1]
    assert reports == [Failed, Failed]


def test_schedule_callback_that_inserts() -> None:
    log, note = logger()
    late = stackless.tasklet(note, ("late",))

    def insert_once(*arguments: object) -> None:
        stackless.set_schedule_callback(None)
        late.insert()

    start(note, "early")
    stackless.set_schedule_callback(insert_once)
    stackless.run()
    assert log == ["early", "late"]
