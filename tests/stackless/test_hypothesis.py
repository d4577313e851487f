"""Random programs against the model, drawn and shrunk by hypothesis; and random exchanges between threads."""

import random
import threading

from hypothesis import given, settings
from hypothesis import strategies as st

import stackless
from tests.stackless.model import Model
from tests.stackless.programs import Machine, random_program


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_program(source: random.Random) -> None:
    program = random_program(source)
    machine = Machine(program)
    try:
        assert machine.run_program() == Model(program).run_program()
    finally:
        machine.kill_all()


@settings(max_examples=20, deadline=None)
@given(threads=st.integers(1, 4), tasklets=st.integers(1, 5), messages=st.integers(0, 20),
       preference=st.integers(-1, 1), schedule_all=st.booleans())
def test_threads_lose_nothing(threads: int, tasklets: int, messages: int, preference: int, schedule_all: bool) -> None:
    """Senders in some threads, a receiver in this one: all arrives, and in each sender's order."""
    channel = stackless.channel()
    channel.preference = preference
    channel.schedule_all = schedule_all
    received: list[tuple[int, int, int]] = []

    def sender(thread: int, task: int, done: stackless.channel) -> None:
        for number in range(messages):
            channel.send((thread, task, number))
        done.send(task)

    def body(thread: int) -> None:
        done = stackless.channel()
        for task in range(tasklets):
            stackless.tasklet(sender)(thread, task, done)
        for task in range(tasklets):
            done.receive()

    workers = [threading.Thread(target=body, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    for _ in range(threads * tasklets * messages):
        received.append(channel.receive())
    for worker in workers:
        worker.join()
    assert channel.balance == 0
    for thread in range(threads):
        for task in range(tasklets):
            assert [n for t, k, n in received if (t, k) == (thread, task)] == list(range(messages))
