"""The names of the module, and its functions where they are not about scheduling."""

import builtins

import stackless
from stackless._current import engine
from tests.stackless.support import queue, raises, start
from tests.stackless.tables import table

NAMES = """PICKLEFLAGS_PRESERVE_AG_FINALIZER PICKLEFLAGS_PRESERVE_TRACING_STATE PICKLEFLAGS_RESET_AG_FINALIZER
TaskletExit
    atomic channel current enable_softswitch get_channel_callback get_schedule_callback get_thread_info getcurrent
    getmain getruncount main pickle_flags pickle_flags_default run runcount schedule schedule_remove
    set_channel_callback set_error_handler set_schedule_callback switch_trap tasklet threads""".split()

TASKLET_METHODS = """bind setup __call__ insert remove run switch raise_exception throw kill set_atomic
    set_ignore_nesting bind_thread set_context context_run __reduce_ex__ __setstate__""".split()

TASKLET_ATTRIBUTES = """alive paused blocked scheduled restorable is_current is_main atomic ignore_nesting block_trap
    nesting_level recursion_depth thread_id next prev frame tempval cstate context_id trace_function
    profile_function""".split()

CHANNEL_METHODS = """send receive send_exception send_throw send_sequence open close __iter__ __next__""".split()

CHANNEL_ATTRIBUTES = "closing closed balance queue preference schedule_all".split()


@table(*[(name, name) for name in NAMES])
def test_name(name: str) -> None:
    assert hasattr(stackless, name)
    assert name in stackless.__all__


@table(*[(name, name) for name in TASKLET_METHODS])
def test_tasklet_method(name: str) -> None:
    assert callable(getattr(stackless.tasklet, name))


@table(*[(name, name) for name in TASKLET_ATTRIBUTES])
def test_tasklet_attribute(name: str) -> None:
    getattr(stackless.getcurrent(), name)


@table(*[(name, name) for name in TASKLET_ATTRIBUTES if name not in ("block_trap", "tempval", "trace_function",
                                                                      "profile_function")])
def test_tasklet_attribute_is_read_only(name: str) -> None:
    with raises(AttributeError):
        setattr(stackless.getcurrent(), name, None)


@table(*[(name, name) for name in CHANNEL_METHODS])
def test_channel_method(name: str) -> None:
    assert callable(getattr(stackless.channel, name))


@table(*[(name, name) for name in CHANNEL_ATTRIBUTES])
def test_channel_attribute(name: str) -> None:
    getattr(stackless.channel(), name)


@table(*[(name, name) for name in CHANNEL_ATTRIBUTES if name not in ("preference", "schedule_all")])
def test_channel_attribute_is_read_only(name: str) -> None:
    with raises(AttributeError):
        setattr(stackless.channel(), name, None)


def test_unknown_name() -> None:
    with raises(AttributeError, "no attribute 'nothing'"):
        getattr(stackless, "nothing")


def test_dir_has_the_computed_names() -> None:
    assert {"current", "main", "runcount", "threads", "tasklet"} <= set(dir(stackless))


def test_tasklet_exit() -> None:
    assert issubclass(stackless.TaskletExit, SystemExit)
    assert getattr(builtins, "TaskletExit") is stackless.TaskletExit
    assert stackless.TaskletExit.__name__ == "TaskletExit"


def test_current_and_main_of_the_main_program() -> None:
    assert stackless.current is stackless.main is stackless.getcurrent() is stackless.getmain()
    assert stackless.current.is_main and stackless.current.is_current
    assert isinstance(stackless.main, stackless.tasklet)


def test_current_in_a_tasklet() -> None:
    seen = []
    task = start(lambda: seen.append((stackless.current, stackless.getcurrent(), stackless.main)))
    stackless.run()
    assert seen == [(task, task, stackless.getmain())]


def test_runcount() -> None:
    assert stackless.runcount == stackless.getruncount() == 1
    for number in range(5):
        start(lambda: None)
        assert stackless.runcount == number + 2
    stackless.run()
    assert stackless.runcount == 1


def test_runcount_without_main() -> None:
    counts: list[int] = []
    start(lambda: counts.append(stackless.runcount))
    start(lambda: counts.append(stackless.runcount))
    stackless.run()
    assert counts == [2, 1]


def test_next_and_prev_make_a_ring() -> None:
    tasks = [start(lambda: None) for _ in range(3)]
    assert queue() == [stackless.main, *tasks]
    for task, following in zip(queue(), [*tasks, stackless.main]):
        assert task.next is following and following.prev is task


def test_next_alone() -> None:
    assert stackless.main.next is stackless.main
    assert stackless.main.prev is stackless.main


def test_next_of_a_paused_tasklet() -> None:
    task = stackless.tasklet(lambda: None)
    assert task.next is None and task.prev is None


def test_get_thread_info() -> None:
    assert stackless.get_thread_info(stackless.main.thread_id) == (stackless.main, stackless.main, 1)
    start(lambda: None)
    assert stackless.get_thread_info(-1)[2] == 2


def test_get_thread_info_of_no_thread() -> None:
    with raises(RuntimeError, "Thread id not found"):
        stackless.get_thread_info(1)


def test_threads_has_this_one_first() -> None:
    assert stackless.threads[0] == stackless.main.thread_id


def test_enable_softswitch() -> None:
    before = stackless.enable_softswitch(None)
    assert isinstance(before, bool)
    assert stackless.enable_softswitch(False) is before
    assert stackless.enable_softswitch(before) is False
    assert stackless.enable_softswitch(None) is before


def test_pickle_flag_values() -> None:
    flags = (stackless.PICKLEFLAGS_PRESERVE_TRACING_STATE, stackless.PICKLEFLAGS_PRESERVE_AG_FINALIZER,
             stackless.PICKLEFLAGS_RESET_AG_FINALIZER)
    assert flags == (1, 2, 4)


@table(("per thread", "pickle_flags"), ("default", "pickle_flags_default"))
def test_pickle_flags(name: str) -> None:
    function = getattr(stackless, name)
    before = function()
    assert function(3, 7) == before
    assert function() == 3
    assert function(4, 4) == 3      # bits outside the mask stay
    assert function(0, 2) == 7
    assert function(0, 7) == 5
    assert function(-1) == 0
    with raises(ValueError):
        function(8, 8)
    assert function() == 0


@table(("level", [1, 1, -2], [0, 1, 2]), ("question", [0, 0], [0, 0]))
def test_switch_trap_returns_the_level_before(changes: list[int], expected: list[int]) -> None:
    assert [stackless.switch_trap(change) for change in changes] == expected
    assert stackless.switch_trap() == 0


def test_switch_trap_message() -> None:
    start(lambda: None)
    stackless.switch_trap(1)
    with raises(RuntimeError, "switch_trap"):
        stackless.schedule()


def test_gettasklets() -> None:
    blocked, paused = start(stackless.channel().receive), start(stackless.schedule_remove)
    stackless.run()
    runnable = start(lambda: None)
    tasks = engine.gettasklets()
    for task in (runnable, blocked, paused, stackless.main):
        assert tasks.count(task) == 1
    stackless.run()
    assert runnable not in engine.gettasklets()
