"""Tasklets and channels of several threads."""

import functools
import threading
import time
from collections.abc import Callable
from typing import Any

import stackless
from tests.stackless.soak import Soak
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table


class Thread(threading.Thread):
    """Runs a function, and raises its exception at join."""

    def __init__(self, function: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.function = function
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.function()
        except BaseException as error:
            self.error = error

    def finish(self) -> None:
        """Joins it, and raises what it raised."""
        self.join(10)
        assert not self.is_alive(), "the thread hangs"
        if self.error is not None:
            raise self.error


def in_thread(function: Callable[[], object]) -> None:
    """Runs it in a thread of its own to its end."""
    Thread(function).finish()


def wait_until(condition: Callable[[], object]) -> None:
    """Waits for another thread."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)


def test_each_thread_has_its_own_main() -> None:
    main = stackless.main

    def body() -> None:
        assert stackless.main is stackless.current is not main
        assert stackless.main.is_main and stackless.main.thread_id == threading.get_ident()
        assert stackless.runcount == 1

    in_thread(body)
    assert stackless.main is main


def test_scheduling_in_a_thread() -> None:
    log, note = logger()

    def body() -> None:
        def task(name: str) -> None:
            for number in range(2):
                note((name, number, threading.get_ident() == thread))
                stackless.schedule()

        thread = threading.get_ident()
        start(task, "a")
        start(task, "b")
        stackless.run()

    in_thread(body)
    assert log == [("a", 0, True), ("b", 0, True), ("a", 1, True), ("b", 1, True)]


def test_threads_lists_them() -> None:
    inside: list[int] = []

    def body() -> None:
        assert stackless.main.is_main
        inside.extend([*stackless.threads, threading.get_ident()])

    in_thread(body)
    assert inside[0] == stackless.main.thread_id
    assert inside[-1] in inside[1:-1]
    assert inside[-1] not in stackless.threads


def test_get_thread_info_of_another() -> None:
    channel = stackless.channel()
    mains: list[Any] = []

    def body() -> None:
        mains.append(stackless.main)
        start(channel.receive)
        channel.receive()

    thread = Thread(body)
    wait_until(lambda: channel.balance == -2)
    info = stackless.get_thread_info(mains[0].thread_id)
    assert info[0] is mains[0] and info[2] == 0
    channel.send(1)
    channel.send(2)
    thread.finish()


@table(("this thread receives", True), ("this thread sends", False))
def test_channel_between_mains(receiving: bool) -> None:
    channel = stackless.channel()
    if receiving:
        thread = Thread(lambda: channel.send_sequence(range(100)))
        assert [channel.receive() for _ in range(100)] == list(range(100))
    else:
        received: list[int] = []
        thread = Thread(lambda: received.extend(channel.receive() for _ in range(100)))
        channel.send_sequence(range(100))
    thread.finish()
    assert channel.balance == 0
    if not receiving:
        assert received == list(range(100))


@table(*[(f"preference {preference}, schedule_all {flag}", preference, flag) for preference in (-1, 0, 1)
         for flag in (False, True)])
def test_request_and_answer(preference: int, flag: bool) -> None:
    requests, answers = stackless.channel(), stackless.channel()
    for channel in (requests, answers):
        channel.preference, channel.schedule_all = preference, flag

    def server() -> None:
        for number in requests:
            answers.send(number * number)

    thread = Thread(server)
    results = []
    for number in range(50):
        requests.send(number)
        results.append(answers.receive())
    requests.send_exception(StopIteration)
    thread.finish()
    assert results == [number * number for number in range(50)]


def test_tasklets_of_two_threads() -> None:
    channel = stackless.channel()
    received: list[int] = []

    def sender(first: int, done: stackless.channel) -> None:
        channel.send_sequence(range(first, first + 10))
        done.send(None)

    def body() -> None:
        done = stackless.channel()
        for first in range(0, 50, 10):
            start(sender, first, done)
        for _ in range(5):
            done.receive()

    thread = Thread(body)
    for _ in range(5):
        start(lambda: received.extend(channel.receive() for _ in range(10)))
    while len(received) < 50:
        stackless.run(threadblock=True)
    thread.finish()
    assert sorted(received) == list(range(50))


def test_exception_over_a_channel() -> None:
    channel = stackless.channel()
    thread = Thread(channel.receive)
    channel.send_exception(Failed, "across")
    with raises(Failed, "across"):
        thread.finish()


def test_channel_callback_comes_after_the_action() -> None:
    channel = stackless.channel()
    log, note = logger()
    main = stackless.main
    thread = Thread(channel.receive)
    wait_until(lambda: channel.balance == -1)
    stackless.set_channel_callback(lambda channel, task, sending, willblock:
                                   note((task is main, sending, willblock, channel.balance)))
    channel.send(1)
    stackless.set_channel_callback(None)
    thread.finish()
    assert log == [(True, 1, 0, 0)]


def waiting_thread(*tasks: Callable[[], object]) -> tuple[Thread, list[stackless.tasklet], stackless.channel]:
    """A thread in which tasklets run, whose main tasklet receives from the channel given back."""
    channel = stackless.channel()
    made: list[stackless.tasklet] = []

    def body() -> None:
        made.extend(start(task) for task in tasks)
        channel.receive()

    thread = Thread(body)
    wait_until(lambda: channel.balance == -1)
    return thread, made, channel


@table(("insert", lambda task: task.insert()), ("run", lambda task: task.run()),
       ("throw pending", lambda task: task.throw(Failed, pending=True)), ("throw", lambda task: task.throw(Failed)),
       ("kill", lambda task: task.kill()), ("kill pending", lambda task: task.kill(pending=True)))
def test_waking_a_tasklet_of_another_thread(action: Any) -> None:
    log, note = logger()

    def body() -> None:
        try:
            stackless.schedule_remove()
        except Failed:
            pass
        finally:
            note(threading.get_ident())

    thread, tasks, channel = waiting_thread(body)
    wait_until(lambda: tasks[0].paused)
    action(tasks[0])
    wait_until(lambda: not tasks[0].alive)
    channel.send(None)
    thread.finish()
    assert log == [thread.ident]


def test_removing_a_tasklet_of_another_thread() -> None:
    log, note = logger()
    task: Any = None

    def body() -> None:
        nonlocal task
        task = start(note, "never")
        ready.set()
        stackless.switch_trap(1)    # so that the whole thread waits, not this tasklet alone
        go.wait(10)
        stackless.switch_trap(-1)
        stackless.run()

    ready, go = threading.Event(), threading.Event()
    thread = Thread(body)
    ready.wait(10)
    assert task.scheduled
    assert task.remove() is task
    assert not task.scheduled
    go.set()
    thread.finish()
    assert log == []


def test_switch_to_another_thread() -> None:
    thread, tasks, channel = waiting_thread(stackless.schedule_remove)
    wait_until(lambda: tasks[0].paused)
    with raises(RuntimeError, "can't switch to a different thread."):
        tasks[0].switch()
    tasks[0].kill()
    channel.send(None)
    thread.finish()


def test_bind_thread() -> None:
    log, note = logger()
    thread, tasks, channel = waiting_thread()
    task = stackless.tasklet(lambda: note(threading.get_ident()), ())
    assert thread.ident is not None
    task.bind_thread(thread.ident)
    assert task.thread_id == thread.ident
    task.insert()
    wait_until(lambda: not task.alive)
    channel.send(None)
    thread.finish()
    assert log == [thread.ident]


def test_bind_thread_to_this_one() -> None:
    made: list[stackless.tasklet] = []
    log, note = logger()
    in_thread(lambda: made.append(stackless.tasklet(note, ("ran",))))
    task = made[0]
    assert task.thread_id == -1
    with raises(RuntimeError, "Target thread isn't initialized"):
        task.insert()
    task.bind_thread()
    assert task.thread_id == threading.get_ident()
    task.insert()
    stackless.run()
    assert log == ["ran"]


def test_bind_thread_errors() -> None:
    with raises(ValueError):
        stackless.tasklet(lambda: None).bind_thread(1)
    thread, tasks, channel = waiting_thread()
    assert thread.ident is not None
    with raises(RuntimeError, "can't (re)bind a runnable tasklet"):
        start(lambda: None).bind_thread(thread.ident)
    stackless.run()
    channel.send(None)
    thread.finish()


def test_bind_thread_of_a_started_tasklet() -> None:
    log, note = logger()

    def body() -> None:
        stackless.schedule_remove()
        note(threading.get_ident())

    task = start(body)
    stackless.run()
    thread, tasks, channel = waiting_thread()
    assert thread.ident is not None
    try:
        task.bind_thread(thread.ident)
        task.insert()
        wait_until(lambda: not task.alive)
    finally:
        channel.send(None)
        thread.finish()
    assert log == [thread.ident]


def test_the_end_of_a_thread_kills_its_tasklets() -> None:
    log, note = logger()
    made: list[stackless.tasklet] = []

    def task() -> None:
        try:
            stackless.schedule_remove()
        finally:
            note(threading.get_ident())

    def body() -> None:
        made.append(start(task))
        stackless.run()
        note(threading.get_ident())

    thread = Thread(body)
    thread.finish()
    wait_until(lambda: made[0].thread_id == -1)
    assert log == [thread.ident, thread.ident]
    assert not made[0].alive
    assert made[0].kill() is None


def test_main_of_an_ended_thread() -> None:
    mains: list[stackless.tasklet] = []
    in_thread(lambda: mains.append(stackless.main))
    wait_until(lambda: mains[0].thread_id == -1)
    assert not mains[0].alive
    with raises(RuntimeError, "You cannot throw to a dead tasklet"):
        mains[0].throw(Failed)


def test_deadlock_of_a_thread() -> None:
    """This thread could still send, so the other sleeps; when this one sleeps too, it is a deadlock."""
    mine, theirs = stackless.channel(), stackless.channel()
    thread = Thread(theirs.receive)
    wait_until(lambda: theirs.balance == -1)
    with raises(RuntimeError, "Deadlock"):
        mine.receive()
    theirs.send(None)
    thread.finish()


def test_deadlock_when_the_last_other_thread_ends() -> None:
    channel = stackless.channel()
    Thread(lambda: time.sleep(0.05))
    with raises(RuntimeError, "Deadlock"):
        channel.receive()


def test_run_with_threadblock_returns_without_other_threads() -> None:
    log, note = logger()
    start(note, 1)
    stackless.run(threadblock=True)
    assert log == [1]


def test_run_with_threadblock_waits() -> None:
    channel = stackless.channel()
    log, note = logger()
    start(lambda: note(channel.receive()))

    def body() -> None:
        wait_until(lambda: channel.balance == -1)
        time.sleep(0.02)
        channel.send("late")

    thread = Thread(body)
    stackless.run(threadblock=True)
    thread.finish()
    assert log == ["late"]


def test_run_without_threadblock_does_not_wait() -> None:
    channel = stackless.channel()
    task = start(channel.receive)
    event = threading.Event()
    thread = Thread(lambda: event.wait(10))
    stackless.run()
    assert task.blocked
    event.set()
    thread.finish()


def test_uncaught_exception_in_a_thread() -> None:
    def fails() -> None:
        raise Failed

    def body() -> None:
        start(fails)
        stackless.run()

    with raises(Failed):
        in_thread(body)


def test_switch_trap_is_of_one_thread() -> None:
    def body() -> None:
        start(lambda: None)
        stackless.run()

    stackless.switch_trap(1)
    try:
        in_thread(body)
    finally:
        stackless.switch_trap(-1)


def test_channels_of_many_threads() -> None:
    """Eight threads, twenty tasklets each, one channel for all: what goes in comes out."""
    channel = stackless.channel()
    total: list[int] = []

    def body(number: int) -> None:
        done = stackless.channel()

        def task(index: int) -> None:
            if number % 2:
                channel.send_sequence(range(25))
            else:
                total.append(sum(channel.receive() for _ in range(25)))
            done.send(None)

        for index in range(20):
            start(task, index)
        for _ in range(20):
            done.receive()

    threads = [Thread(functools.partial(body, number)) for number in range(8)]
    for thread in threads:
        thread.finish()
    assert channel.balance == 0
    assert sum(total) == 4 * 20 * sum(range(25))


def test_soak() -> None:
    """A short one; see soak.py."""
    assert Soak(0.3, 4, 20).run() > 0
