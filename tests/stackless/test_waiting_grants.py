"""What is granted to a tasklet in which an exception is raised before it goes on is another's then: nothing is lost.
Bobbin only."""

import io
import os
import queue
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import stackless
from tests.stackless.support import Failed, logger, start
from tests.stackless.tables import table
from tests.stackless.waits import LIMIT, pipe

LOCKS: list[tuple[str, Callable[[], Any]]] = [
    ("lock", threading.Lock), ("rlock", threading.RLock), ("condition", threading.Condition)]


@table(*LOCKS)
def test_granted_and_killed(make: Callable[[], Any]) -> None:
    """The tasklet that was to be next is killed, and the one behind it is the next."""
    lock = make()
    log, note = logger()

    def body(name: str) -> None:
        with lock:
            note(name)

    lock.acquire()
    tasks = [start(body, name) for name in "abc"]
    stackless.schedule()
    lock.release()
    tasks[0].kill()
    stackless.run()
    assert log == ["b", "c"] and not tasks[0].alive
    assert lock.acquire(blocking=False)
    lock.release()


def test_items_of_a_queue() -> None:
    """Several that were granted one are killed."""
    items: queue.SimpleQueue[int] = queue.SimpleQueue()
    log, note = logger()
    tasks = [start(lambda: note(items.get())) for _ in range(5)]
    stackless.schedule()
    for number in range(3):
        items.put(number)
    tasks[0].kill()
    tasks[1].kill()
    stackless.schedule()
    stackless.schedule()
    assert log == [0, 1, 2] and items.empty()


class Section:
    """What one tasklet may be in at a time; `count` have been."""

    def __init__(self) -> None:
        self.is_taken = False
        self.count = 0

    def visit(self, choices: random.Random) -> None:
        assert not self.is_taken, "two at a time"
        self.is_taken = True
        try:
            for _ in range(choices.randrange(3)):
                time.sleep(0) if choices.randrange(2) else stackless.schedule()
        finally:
            self.is_taken = False
        self.count += 1


def visitor(lock: Any, section: Section, seed: int) -> None:
    """Enters again and again; now and then it waits for a short time only. Survives errors, but not TaskletExit."""
    choices = random.Random(seed)
    for _ in range(8):
        with suppress(Failed):
            if choices.randrange(4):
                with lock:
                    section.visit(choices)
            elif lock.acquire(timeout=choices.choice([0.0, 0.0001, 0.01])):
                try:
                    section.visit(choices)
                finally:
                    lock.release()


def disturb(tasks: list[stackless.tasklet], choices: random.Random) -> None:
    """Raises something in one of the tasklets, or lets them run."""
    task = choices.choice(tasks)
    match choices.randrange(6):
        case 0:
            task.kill(pending=bool(choices.randrange(2)))
        case 1:
            with suppress(Failed, RuntimeError):    # it has ended
                task.throw(Failed, pending=bool(choices.randrange(2)))
        case _:
            stackless.schedule()


@table(*[(f"{name}, seed {seed}", make, seed) for name, make in LOCKS for seed in range(5)])
def test_random_errors(make: Callable[[], Any], seed: int) -> None:
    lock, section, choices = make(), Section(), random.Random(seed)
    tasks = [start(visitor, lock, section, number) for number in range(6)]
    while any(task.alive for task in tasks):
        disturb(tasks, choices)
    assert section.count > 0
    assert lock.acquire(timeout=LIMIT)
    lock.release()


@table(*[(f"{name}, seed {seed}", make, seed) for name, make in LOCKS for seed in range(2)])
def test_random_errors_across_threads(make: Callable[[], Any], seed: int) -> None:
    """The errors come from another thread than the grants."""
    lock, section, choices = make(), Section(), random.Random(seed)
    tasks: list[stackless.tasklet] = []

    def body(thread: int) -> None:
        own = [start(visitor, lock, section, thread * 10 + number) for number in range(4)]
        tasks.extend(own)
        while any(task.alive for task in own):
            stackless.schedule()

    threads = [threading.Thread(target=body, args=(thread,)) for thread in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.0005)
        disturb(tasks or [start(int)], choices)
    assert section.count > 0
    assert lock.acquire(timeout=LIMIT)
    lock.release()


def test_condition_is_held_again() -> None:
    """Who waits in a condition leaves it with the lock held, whatever it is given meanwhile."""
    condition = threading.Condition()
    log, note = logger()

    def body(name: str) -> None:
        try:
            with condition:
                condition.wait()
                note(name)
        except BaseException as error:
            note((name, type(error).__name__))

    tasks = [start(body, name) for name in "abc"]
    stackless.schedule()
    with condition:
        condition.notify()
        for task in tasks[:2]:
            task.kill()
            task.throw(Failed)
        assert not log
    stackless.schedule()
    with condition:
        condition.notify_all()
    stackless.run()
    assert log == [("a", "Failed"), ("b", "Failed"), "c"]


def test_signal_at_the_moment_of_the_grant() -> None:
    """The handler raises in the main tasklet, which another thread has just handed the lock."""
    lock = threading.Lock()
    ends = threading.Event()

    armed: list[bool] = []

    def on_alarm(number: int, frame: Any) -> None:
        if armed:
            armed.clear()
            raise Failed

    def body() -> None:
        while not ends.is_set():
            with lock:
                time.sleep(0.0002)
                os.kill(os.getpid(), signal.SIGALRM)

    before = signal.signal(signal.SIGALRM, on_alarm)
    thread = threading.Thread(target=body)
    thread.start()
    errors = 0
    while errors < 20:
        is_held = False
        try:
            armed.append(True)
            is_held = lock.acquire(timeout=LIMIT)
            armed.clear()
            assert is_held, "the lock was lost"
        except Failed:
            errors += 1
        if is_held:
            lock.release()
    ends.set()
    thread.join()
    signal.signal(signal.SIGALRM, before)


def test_stream_in_use() -> None:
    """Those that wait for a stream come after each other, those that are killed meanwhile apart."""
    with pipe() as (reader, writer):
        stream = io.BufferedReader(io.FileIO(reader, closefd=False))
        log, note = logger()
        tasks = [start(lambda: note(stream.read(1))) for _ in range(4)]
        stackless.schedule()
        os.write(writer, b"a")
        tasks[1].kill()
        while len(log) < 1:
            stackless.schedule()
        tasks[2].kill()
        os.write(writer, b"b")
        stackless.run()
        assert log == [b"a", b"b"]


def test_waiters_of_other_threads_are_not_in_a_new_process() -> None:
    """They are granted nothing there."""
    lock, channel = threading.Lock(), stackless.channel()
    lock.acquire()

    def body() -> None:
        start(channel.send, 1)
        with lock:
            channel.receive()

    thread = threading.Thread(target=body)
    thread.start()
    while channel.balance == 0:
        time.sleep(0.001)
    process = os.fork()
    if process == 0:
        lock.release()
        start(channel.send, 2)
        stackless.schedule()
        os._exit(0 if lock.acquire(timeout=LIMIT) and channel.receive() == 2 else 1)
    assert os.waitpid(process, 0)[1] == 0
    lock.release()
    thread.join()


def test_waiting_in_a_callback() -> None:
    """A schedule callback must not give way, so a call that waits in it holds the thread up."""
    log, note = logger()
    stackless.set_schedule_callback(lambda previous, following: time.sleep(0.001))

    def body(name: str) -> None:
        stackless.schedule()
        note(name)

    start(body, "a")
    start(body, "b")
    stackless.run()
    stackless.set_schedule_callback(None)
    assert log == ["a", "b"] and stackless.runcount == 1
