"""What an engine cannot do: the tests that fail on it, with what they raise, and why."""

from dataclasses import dataclass

from tests.stackless.support import ENGINE


@dataclass(frozen=True)
class Difference:
    """A declared failure: the exception that the test gets, and the reason."""

    error: type[BaseException]
    reason: str


_PREEMPTION = Difference(NotImplementedError, "greenlets cannot be interrupted in the middle of Python code")
_PICKLING = Difference(NotImplementedError, "the state of a started greenlet is on a C stack")
_FRAMES = Difference(Exception, "CPython pickles neither frames nor what has some")
_THREADS = Difference(NotImplementedError, "greenlets cannot leave their thread")
_TRACING = Difference(NotImplementedError, "the greenlets of a thread share one trace function")
_GARBAGE = Difference(AssertionError, "the collector does not see what the frames of a greenlet refer to")

# engine -> name of the test (with the case in brackets, or without for all cases) -> difference
DIFFERENCES: dict[str, dict[str, Difference]] = {
    "emulation": {
        "test_preemption": _PREEMPTION,
        "test_pickling.test_started": _PICKLING,
        "test_pickling.test_channel_with_waiting_tasklets": _PICKLING,
        "test_freezing": _PICKLING,
        "test_freezing.test_inside_a_built_in": Difference(
            AssertionError, "all that have started are refused for one reason"),
        "test_freezing.test_frame_of_a_tasklet": _FRAMES,
        "test_frames": _FRAMES,
        "test_threads.test_bind_thread_of_a_started_tasklet": _THREADS,
        "test_tasklets.test_rebinding_a_started_tasklet": Difference(
            RuntimeError, "the frames of a started greenlet cannot be dropped"),
        "test_tasklets.test_trace_function_of_another": _TRACING,
        "test_lifetime.test_blocked_on_a_channel_that_only_it_knows": _GARBAGE,
        "test_coroutines.test_abandoned": _GARBAGE,
    },
    "bobbin": {},
}


def declared(name: str) -> Difference | None:
    """The difference of this engine for a test, given as MODULE.FUNCTION or MODULE.FUNCTION[CASE]."""
    known = DIFFERENCES[ENGINE]
    function = name.partition("[")[0]
    return known.get(name) or known.get(function) or known.get(function.partition(".")[0])
