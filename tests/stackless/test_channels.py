"""The class `channel`."""

from typing import Any

import stackless
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table

DEADLOCK = "Deadlock: the last runnable tasklet cannot be blocked."


def test_new() -> None:
    channel = stackless.channel()
    assert (channel.balance, channel.queue, channel.preference, channel.schedule_all) == (0, None, -1, False)
    assert (channel.closing, channel.closed) == (False, False)


VALUES: list[Any] = [None, 0, "", (), [], False, stackless.channel, Failed()]


@table(*[(repr(value), value) for value in VALUES])
def test_value(value: Any) -> None:
    """Any object goes through as it is, exceptions too."""
    channel = stackless.channel()
    start(channel.send, value)
    assert channel.receive() is value
    received: list[Any] = []
    start(lambda: received.append(channel.receive()))
    stackless.schedule()
    channel.send(value)
    assert len(received) == 1 and received[0] is value


def test_send_returns_none() -> None:
    channel = stackless.channel()
    results: list[Any] = []
    send: Any = channel.send
    start(lambda: results.append(send(1)))
    channel.receive()
    stackless.run()
    start(channel.receive)
    stackless.schedule()
    results.append(send(2))
    assert results == [None, None]


@table(("a class", lambda c: c.send_exception(Failed, 1, 2), (1, 2)),
       ("no arguments", lambda c: c.send_exception(Failed), ()),
       ("throw a class", lambda c: c.send_throw(Failed), ()),
       ("throw an instance", lambda c: c.send_throw(Failed(1)), (1,)),
       ("throw with a value", lambda c: c.send_throw(Failed, 5), (5,)),
       ("throw with a tuple", lambda c: c.send_throw(Failed, (5, 6)), (5, 6)),
       ("throw with an instance as value", lambda c: c.send_throw(Failed, Failed(7)), (7,)))
def test_exception(send: Any, args: tuple[Any, ...]) -> None:
    for waiting in (False, True):
        channel = stackless.channel()
        got = []

        def receiver() -> None:
            try:
                channel.receive()
            except Failed as error:
                got.append(error.args)

        order: list[tuple[Any, ...]] = [(send, channel), (receiver,)]
        for function, *arguments in (reversed(order) if waiting else order):
            start(function, *arguments)
        stackless.run()
        assert got == [args]


def test_send_throw_keeps_the_traceback() -> None:
    try:
        raise Failed
    except Failed as error:
        traceback = error.__traceback__
        code = traceback.tb_frame.f_code if traceback else None
    channel = stackless.channel()
    start(lambda: channel.send_throw(Failed, None, traceback))
    with raises(Failed) as caught:
        channel.receive()
    codes = []
    step = caught[0].__traceback__
    while step is not None:
        codes.append(step.tb_frame.f_code)
        step = step.tb_next
    assert code in codes


@table(("send_exception, no class", lambda c: c.send_exception(1)),
       ("send_throw, no exception", lambda c: c.send_throw(1)),
       ("send_throw, an instance and a value", lambda c: c.send_throw(Failed(), 1)),
       ("send_throw, no traceback", lambda c: c.send_throw(Failed, None, 1)),
       ("send_exception, nothing", lambda c: c.send_exception()), ("send_throw, nothing", lambda c: c.send_throw()),
       ("send, nothing", lambda c: c.send()), ("receive, something", lambda c: c.receive(1)),
       ("preference, a string", lambda c: setattr(c, "preference", "x")),
       ("schedule_all, a string", lambda c: setattr(c, "schedule_all", "x")),
       ("send_sequence, a number", lambda c: c.send_sequence(1)))
def test_type_error(action: Any) -> None:
    channel = stackless.channel()
    with raises(TypeError):
        action(channel)
    assert channel.balance == 0


@table(("list", [1, 2, 3]), ("tuple", (1,)), ("empty", []), ("string", "abc"), ("range", range(4)))
def test_send_sequence(items: Any) -> None:
    channel = stackless.channel()
    counts = []
    received = []

    def receiver() -> None:
        for item in channel:
            received.append(item)

    start(receiver)
    start(lambda: counts.append(channel.send_sequence(items)))
    stackless.run()
    assert received == list(items) and counts == [len(items)]


def test_send_sequence_of_a_generator_that_switches() -> None:
    channel = stackless.channel()
    received = []

    def items() -> Any:
        yield 1
        stackless.schedule()
        yield 2

    start(channel.send_sequence, items())
    start(lambda: received.extend([channel.receive(), channel.receive()]))
    stackless.run()
    assert received == [1, 2]


def test_iteration_ends_with_stop_iteration() -> None:
    channel = stackless.channel()
    received: list[Any] = []

    def receiver() -> None:
        received.extend(channel)
        received.append("end")

    def sender() -> None:
        channel.send(1)
        channel.send_exception(StopIteration)

    start(receiver)
    start(sender)
    stackless.run()
    assert received == [1, "end"]


def test_iteration_ends_when_closed() -> None:
    channel = stackless.channel()
    start(channel.send, 1)
    start(channel.send, 2)
    stackless.run()
    channel.close()
    assert list(channel) == [1, 2]


def test_iterator_is_the_channel() -> None:
    channel = stackless.channel()
    assert iter(channel) is channel


def test_close() -> None:
    channel = stackless.channel()
    start(channel.send, 1)
    stackless.run()
    channel.close()
    assert channel.closing and not channel.closed
    assert channel.receive() == 1
    assert channel.closing and channel.closed
    with raises(ValueError, "Send/receive operation on a closed channel"):
        channel.receive()
    with raises(ValueError, "Send/receive operation on a closed channel"):
        channel.send(1)
    with raises(StopIteration):
        next(channel)
    channel.open()
    assert not channel.closing and not channel.closed


@table(("-5", -5, -1), ("-1", -1, -1), ("0", 0, 0), ("1", 1, 1), ("7", 7, 1), ("True", True, 1))
def test_preference_values(value: int, expected: int) -> None:
    channel = stackless.channel()
    channel.preference = value
    assert channel.preference == expected


@table(("receivers", False), ("senders", True))
def test_balance_and_queue(sending: bool) -> None:
    channel = stackless.channel()
    tasks = []
    for number in range(1, 4):
        tasks.append(start(channel.send, number) if sending else start(channel.receive))
        stackless.run()
        assert channel.balance == (number if sending else -number)
    assert channel.queue is tasks[0]
    assert [task.next for task in tasks] == [tasks[1], tasks[2], None]
    assert [task.prev for task in tasks] == [None, tasks[0], tasks[1]]
    tasks[1].kill()
    assert channel.queue is tasks[0] and tasks[0].next is tasks[2] and tasks[2].prev is tasks[0]
    tasks[0].kill()
    assert channel.queue is tasks[2] and channel.balance == (1 if sending else -1)
    tasks[2].kill()
    assert channel.queue is None and channel.balance == 0


def test_many_messages_in_order() -> None:
    channel = stackless.channel()
    received: list[int] = []
    start(lambda: received.extend(channel.receive() for _ in range(1000)))
    start(channel.send_sequence, range(1000))
    stackless.run()
    assert received == list(range(1000))


@table(*[(f"preference {preference}, schedule_all {schedule_all}, {senders} to {receivers}", preference, schedule_all,
          senders, receivers)
         for preference in (-1, 0, 1) for schedule_all in (False, True)
         for senders, receivers in ((1, 1), (3, 1), (1, 3), (4, 4))])
def test_nothing_is_lost(preference: int, schedule_all: bool, senders: int, receivers: int) -> None:
    channel = stackless.channel()
    channel.preference, channel.schedule_all = preference, schedule_all
    received: list[tuple[int, int]] = []
    for name in range(senders):
        start(channel.send_sequence, [(name, number) for number in range(12)])
    for _ in range(receivers):
        start(lambda: received.extend(channel.receive() for _ in range(12 * senders // receivers)))
    stackless.run()
    assert channel.balance == 0 and stackless.runcount == 1
    assert sorted(received) == [(name, number) for name in range(senders) for number in range(12)]


def test_deadlock_messages() -> None:
    channel = stackless.channel()
    with raises(RuntimeError, DEADLOCK):
        channel.receive()
    with raises(RuntimeError, DEADLOCK):
        channel.send(1)
    start(stackless.schedule)
    with raises(RuntimeError, "the main tasklet is receiving without a sender available."):
        channel.receive()
    start(stackless.schedule)
    with raises(RuntimeError, "the main tasklet is sending without a receiver available."):
        channel.send(1)
    assert channel.balance == 0


def test_deadlock_is_raised_in_the_last_one() -> None:
    channel = stackless.channel()
    log, note = logger()

    def last() -> None:
        try:
            channel.receive()
        except RuntimeError as error:
            note(str(error).partition("\n")[0])
            channel.send("from the last one")

    start(last)
    assert channel.receive() == "from the last one"
    assert log == [DEADLOCK]


def test_deadlock_names_the_waiting() -> None:
    channel = stackless.channel()
    task = start(channel.receive)
    stackless.debug.set_name(task, "the waiting one")
    with raises(RuntimeError) as caught:
        start(channel.receive)
        stackless.run()
        channel.receive()
    notes = "".join(caught[0].__notes__)
    assert "the waiting one: blocked" in notes and "main: " in notes


def test_subclass() -> None:
    class Counting(stackless.channel):
        """Counts what it is asked to send."""

        def __init__(self) -> None:
            super().__init__()
            self.sent = 0

        def send(self, value: object) -> None:
            self.sent += 1
            super().send(value)

    channel = Counting()
    start(channel.send_sequence, "abc")
    assert [channel.receive() for _ in range(3)] == ["a", "b", "c"]
    assert channel.sent == 3


def test_subclass_receive_is_used_by_iteration() -> None:
    class Doubling(stackless.channel):
        """Doubles."""

        def receive(self) -> Any:
            return 2 * super().receive()

    channel = Doubling()
    start(channel.send, 4)
    assert next(channel) == 8


def test_value_is_not_kept() -> None:
    import gc
    import weakref

    class Value:
        """Can be referenced weakly."""

    channel = stackless.channel()
    start(channel.receive)
    stackless.schedule()
    value = Value()
    reference = weakref.ref(value)
    channel.send(value)
    stackless.run()
    del value
    gc.collect()
    assert reference() is None
