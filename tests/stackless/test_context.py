"""Context variables."""

import contextvars
from typing import Any

import stackless
from tests.stackless.support import Failed, raises, start

variable: contextvars.ContextVar[Any] = contextvars.ContextVar("variable", default="unset")


def test_shared_with_the_creator() -> None:
    """A tasklet runs in its creator's context, not in a copy."""
    variable.set("from main")
    seen = []

    def body() -> None:
        seen.append(variable.get())
        variable.set("from the tasklet")

    start(body)
    stackless.run()
    assert seen == ["from main"] and variable.get() == "from the tasklet"


def test_own_context() -> None:
    variable.set("main")
    seen: list[Any] = []

    def body(name: str) -> None:
        variable.set(name)
        stackless.schedule()
        seen.append(variable.get())

    for name in ("a", "b"):
        start(body, name).set_context(contextvars.copy_context())
    stackless.run()
    assert seen == ["a", "b"] and variable.get() == "main"


def test_context_follows_a_switch() -> None:
    variable.set("main")
    context = contextvars.Context()
    context.run(variable.set, "other")
    seen = []

    def body() -> None:
        seen.append(variable.get())
        stackless.schedule_remove()
        seen.append(variable.get())

    task = start(body).set_context(context)
    stackless.run()
    assert variable.get() == "main"
    task.run()
    assert seen == ["other", "other"]


def test_set_context_of_a_suspended_tasklet() -> None:
    seen = []

    def body() -> None:
        stackless.schedule_remove()
        seen.append(variable.get())

    task = start(body)
    stackless.run()
    context = contextvars.Context()
    context.run(variable.set, "new")
    task.set_context(context)
    task.run()
    assert seen == ["new"]


def test_set_context_of_the_current() -> None:
    before = contextvars.copy_context()
    context = contextvars.Context()
    context.run(variable.set, "inside")
    try:
        stackless.current.set_context(context)
        assert variable.get() == "inside"
    finally:
        stackless.current.set_context(before)


def test_context_run() -> None:
    variable.set("main")
    context = contextvars.Context()
    context.run(variable.set, "task's")
    task = stackless.tasklet(lambda: None).set_context(context)
    assert task.context_run(variable.get) == "task's"
    task.context_run(variable.set, "changed")
    assert context[variable] == "changed" and variable.get() == "main"


def test_context_run_passes_arguments_and_exceptions() -> None:
    task = stackless.tasklet(lambda: None)
    assert task.context_run(lambda *args, **kwargs: (args, kwargs), 1, x=2) == ((1,), {"x": 2})

    def fails() -> None:
        raise Failed

    with raises(Failed):
        task.context_run(fails)


def test_context_run_of_a_suspended_tasklet() -> None:
    task = start(lambda: (variable.set("inside"), stackless.schedule_remove()))
    task.set_context(contextvars.copy_context())
    stackless.run()
    assert task.context_run(variable.get) == "inside"
    copied = task.context_run(contextvars.copy_context)
    assert copied[variable] == "inside"


def test_context_id() -> None:
    one, two = stackless.tasklet(lambda: None), stackless.tasklet(lambda: None)
    assert one.context_id == two.context_id == stackless.current.context_id
    context = contextvars.Context()
    two.set_context(context)
    assert two.context_id == id(context) != one.context_id


def test_set_context_errors() -> None:
    with raises(TypeError):
        stackless.current.set_context(1)  # type: ignore[arg-type]
    with raises(RuntimeError):
        contextvars.Context().run(lambda: stackless.current.set_context(contextvars.Context()))


def test_switching_inside_context_run() -> None:
    variable.set("main")
    seen = []
    start(lambda: seen.append(variable.get()))

    def inside() -> None:
        variable.set("inside")
        stackless.run()
        seen.append(variable.get())

    contextvars.copy_context().run(inside)
    assert seen == ["main", "inside"] and variable.get() == "main"
