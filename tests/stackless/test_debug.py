"""The helpers in `stackless.debug`."""

import io
import signal

import stackless
from stackless import debug
from tests.stackless.support import start


def waiting(channel: stackless.channel) -> None:
    """Blocks, one call down."""
    def inner() -> None:
        channel.receive()
    inner()


def test_names() -> None:
    task = stackless.tasklet(lambda: None)
    assert debug.get_name(task).startswith("tasklet-")
    assert debug.set_name(task, "fred") is task
    assert debug.get_name(task) == "fred"
    assert debug.get_name(stackless.main) == "main"


def test_states() -> None:
    channel = stackless.channel()
    assert debug.state(stackless.main) == "running"
    task = stackless.tasklet(waiting)
    assert debug.state(task) == "dead or unbound"
    task.bind(None, (channel,))
    assert debug.state(task) == "paused, not started"
    task.insert()
    assert debug.state(task) == "runnable, not started"
    stackless.run()
    assert debug.state(task) == "blocked"
    task.throw(ValueError, pending=True)
    assert debug.state(task) == "runnable"
    task.kill()
    assert debug.state(task) == "dead or unbound"


def test_stack() -> None:
    task = start(waiting, stackless.channel())
    assert debug.stack(task) == []
    stackless.run()
    assert [entry.name for entry in debug.stack(task)] == ["waiting", "inner"]
    assert debug.stack(stackless.main)[-1].name == "test_stack"


def test_all_tasklets() -> None:
    channel = stackless.channel()
    blocked = start(waiting, channel)
    stackless.run()
    runnable = [start(lambda: None) for _ in range(2)]
    tasks = debug.all_tasklets()
    expected = [stackless.main, *runnable, blocked]
    assert [task for task in tasks if task in expected] == expected


def test_report() -> None:
    task = debug.set_name(start(waiting, stackless.channel()), "the reader")
    stackless.run()
    text = debug.report()
    assert "main: running" in text and "the reader: blocked" in text and "channel.receive()" in text
    task.set_atomic(True)
    assert debug.describe(task).startswith("the reader: blocked, atomic (thread ")


def test_report_is_limited() -> None:
    tasks = [start(lambda: None) for _ in range(debug.REPORT_LIMIT + 5)]
    assert "... and 5 more" in debug.report(tasks)


def test_report_on_signal() -> None:
    output = io.StringIO()
    previous = signal.getsignal(signal.SIGUSR1)
    task = debug.set_name(start(waiting, stackless.channel()), "reader in the signal")
    stackless.run()
    try:
        debug.report_on_signal(file=output)
        signal.raise_signal(signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, previous)
    assert "reader in the signal: blocked" in output.getvalue()
    task.kill()


def test_report_at_exit() -> None:
    from tests.stackless.test_lifetime import run_program
    status, printed, errors = run_program("""
import stackless
from stackless import debug
debug.report_at_exit()
def body():
    stackless.schedule_remove()
task = debug.set_name(stackless.tasklet(body)(), "forgotten")
stackless.run()
""")
    assert status == 0
    assert errors.startswith("1 tasklets are left:\nforgotten: paused")
