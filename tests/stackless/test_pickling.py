"""Pickling of tasklets and channels."""

import pickle
from typing import Any

import stackless
from tests.stackless.support import raises, start
from tests.stackless.tables import table

LOG: list[Any] = []


def note(*args: Any, **kwargs: Any) -> None:
    """What the tasklets here run: pickled by name."""
    LOG.append((args, kwargs))


def count(limit: int) -> None:
    """Stops after each number."""
    total = 0
    for number in range(limit):
        total += number
        stackless.schedule_remove()
    LOG.append(total)


class Named(stackless.tasklet):
    """Has an attribute."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.name = "unnamed"


PROTOCOLS = [(f"protocol {protocol}", protocol) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]


@table(*PROTOCOLS)
def test_ready(protocol: int) -> None:
    LOG.clear()
    task = stackless.tasklet(note, (1, 2), {"x": 3})
    loaded = pickle.loads(pickle.dumps(task, protocol))
    assert type(loaded) is stackless.tasklet and loaded.alive and loaded.paused
    loaded.insert()
    stackless.run()
    assert LOG == [((1, 2), {"x": 3})] and task.alive


@table(*PROTOCOLS)
def test_unbound_and_bound(protocol: int) -> None:
    LOG.clear()
    assert not pickle.loads(pickle.dumps(stackless.tasklet(), protocol)).alive
    loaded = pickle.loads(pickle.dumps(stackless.tasklet(note), protocol))
    assert not loaded.alive
    loaded(1)
    stackless.run()
    assert LOG == [((1,), {})]


def test_queued() -> None:
    LOG.clear()
    task = start(note, 1)
    loaded = pickle.loads(pickle.dumps(task))
    assert loaded.alive and not loaded.scheduled
    task.remove()


@table(("atomic", lambda task: task.set_atomic(True), "atomic"),
       ("ignore_nesting", lambda task: task.set_ignore_nesting(True), "ignore_nesting"),
       ("block_trap", lambda task: setattr(task, "block_trap", True), "block_trap"))
def test_option(set_option: Any, name: str) -> None:
    task = stackless.tasklet(note, ())
    set_option(task)
    assert getattr(pickle.loads(pickle.dumps(task)), name) is True


def test_subclass() -> None:
    task = Named(note, (1,))
    task.name = "fred"
    loaded = pickle.loads(pickle.dumps(task))
    assert type(loaded) is Named and loaded.name == "fred" and loaded.alive


def test_current() -> None:
    with raises(RuntimeError):
        pickle.dumps(stackless.current)


def test_function_that_cannot_be_pickled() -> None:
    with raises(Exception):
        pickle.dumps(stackless.tasklet(open(__file__).close, ()))


@table(*PROTOCOLS)
def test_started(protocol: int) -> None:
    """It goes on where it was, as often as it is loaded."""
    LOG.clear()
    task = start(count, 4)
    stackless.run()
    task.run()
    pickled = pickle.dumps(task, protocol)
    for _ in range(2):
        loaded = pickle.loads(pickled)
        while loaded.alive:
            loaded.run()
    assert LOG == [6, 6]
    task.kill()


@table(*PROTOCOLS)
def test_channel(protocol: int) -> None:
    channel = stackless.channel()
    channel.preference, channel.schedule_all = 1, True
    channel.close()
    loaded = pickle.loads(pickle.dumps(channel, protocol))
    assert (loaded.preference, loaded.schedule_all, loaded.closing, loaded.balance) == (1, True, True, 0)


def test_channel_with_waiting_tasklets() -> None:
    channel = stackless.channel()
    start(channel.send, 1)
    start(channel.send, 2)
    stackless.run()
    loaded = pickle.loads(pickle.dumps(channel))
    assert loaded.balance == 2
    assert [loaded.receive(), loaded.receive()] == [1, 2]


def test_arguments_are_pickled_along() -> None:
    """The channel of a tasklet and the tasklet stay together."""
    channel = stackless.channel()
    task = stackless.tasklet(stackless.channel.send, (channel, 5))
    loaded_task, loaded_channel = pickle.loads(pickle.dumps((task, channel)))
    loaded_task.insert()
    assert loaded_channel.receive() == 5
    assert channel.balance == 0
