"""Threads and the lock on CPython."""
from __future__ import annotations

import threading

from transform.rpython.threads import (
    after_external_call, before_external_call, lock_is_wanted, start_thread, yield_lock,
)


def test_one_thread_runs_at_a_time() -> None:
    log: list[str] = []
    done = threading.Event()

    def work() -> None:
        for i in range(3):
            log.append(f"a{i}")
            yield_lock()
            log.append(f"b{i}")
        before_external_call()
        after_external_call()
        done.set()

    for _ in range(3):
        start_thread(work)
    assert log == []  # this thread has the lock
    before_external_call()
    assert done.wait(10)
    while len(log) < 18:
        threading.Event().wait(0.001)
    after_external_call()
    assert sorted(log) == sorted(3 * [f"{c}{i}" for c in "ab" for i in range(3)])
    assert not lock_is_wanted()
