"""Runs one of CPython's test files on the Python that runs this, and records what each of its cases does.

    python driver.py MODULE RECORD LIBRARY PATTERN [WITHOUT...]

MODULE is a name below `test`, RECORD the file that lines are appended to, LIBRARY the standard library that `test`
comes from (all else is this Python's own), PATTERN selects cases (fnmatch), WITHOUT are patterns of cases that do not
run. A line of the record is an event, fields separated by tabs, written before anything else happens, so that it is
there if the process dies in the next moment:

    plan NAME           before the first case, for each of them
    start NAME          the case begins
    pass NAME           it passed (or failed as it should)
    fail NAME           it failed, raised an exception or succeeded where it must not; without `start`, a fixture failed
    skip NAME           it, or all cases whose name starts with NAME, were skipped
    import TEXT         the file cannot be imported, with the exception
    unsupported TEXT    the file says that this platform cannot run it
    end                 all cases have run

Each example of a doctest is a case, as `doctest` itself counts: ``NAME[3]`` is the fourth of NAME.

It must run on a Python that lacks much: it needs `os`, `signal`, `sys` and `unittest`.
"""
import os
import signal
import sys


class Recorder:
    """Appends events to the record; opens the file for each, as tests close descriptors that they do not know."""

    def __init__(self, path, module):
        self.path = os.path.abspath(path)
        self.prefix = module + "."
        self.process = os.getpid()
        self.open, self.write, self.close, self.getpid = os.open, os.write, os.close, os.getpid

    def event(self, verb, text=""):
        if self.getpid() != self.process:       # a child that a test forked
            return
        line = f"{verb}\t{text}".replace("\n", " ").replace("\r", " ") + "\n"
        descriptor = self.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        self.write(descriptor, line.encode("utf-8", "backslashreplace"))
        self.close(descriptor)

    def name(self, case):
        """The name of a case below its module; of a failed fixture (`setUpClass (module.Class)`) what it is for."""
        identifier = case.id()
        if identifier.endswith(")") and " (" in identifier and not hasattr(case, "run_case"):
            head, _, inside = identifier.partition(" (")
            if head in ("setUpClass", "tearDownClass", "setUpModule", "tearDownModule"):
                identifier = inside[:-1] + "." + head
        return identifier.removeprefix(self.prefix)

    def names(self, case):
        """The names of what counts as a case: the test, or each example of a doctest."""
        name = self.name(case)
        return [f"{name}[{i}]" for i in range(len(case._dt_test.examples))] if is_doctest(case) else [name]

    def events(self, verb, case):
        for name in self.names(case):
            self.event(verb, name)


def is_doctest(case):
    return hasattr(case, "_dt_test")


def note_failing_examples(failing):
    """Has `doctest` add the examples that fail to a list."""
    import doctest

    def noting(report):
        def note(self, out, test, example, *results):
            failing.append(example)
            report(self, out, test, example, *results)
        return note

    for name in ("report_failure", "report_unexpected_exception"):
        setattr(doctest.DocTestRunner, name, noting(getattr(doctest.DocTestRunner, name)))


def cases_of(suite):
    """All cases of a suite, in the order in which they run."""
    import unittest
    pending = [suite]
    while pending:
        item = pending.pop()
        if isinstance(item, unittest.TestSuite):
            pending.extend(reversed(list(item)))
        else:
            yield item


def result_class(recorder):
    """The class of test results that tells the recorder, and prints as unittest does."""
    import unittest
    failing: list[object] = []  # examples of doctests
    if "doctest" in sys.modules:
        note_failing_examples(failing)

    class Result(unittest.TextTestResult):
        failed_parts = False        # whether a subtest of the current case failed
        skipped_parts = False       # whether one was skipped: unittest calls that no success

        def startTest(self, test):
            self.failed_parts = self.skipped_parts = False
            recorder.event("start", recorder.name(test))
            super().startTest(test)

        def addSuccess(self, test):
            recorder.events("fail" if self.failed_parts else "pass", test)
            super().addSuccess(test)

        def addSubTest(self, test, subtest, err):
            if err is not None:
                self.failed_parts = True
                recorder.event("fail", recorder.name(test))
            super().addSubTest(test, subtest, err)

        def addError(self, test, err):
            recorder.events("fail", test)
            super().addError(test, err)

        def addFailure(self, test, err):
            if is_doctest(test):
                for name, example in zip(recorder.names(test), test._dt_test.examples):
                    recorder.event("fail" if any(example is one for one in failing) else "pass", name)
            else:
                recorder.event("fail", recorder.name(test))
            super().addFailure(test, err)

        def addExpectedFailure(self, test, err):
            recorder.event("pass", recorder.name(test))
            super().addExpectedFailure(test, err)

        def addUnexpectedSuccess(self, test):
            recorder.event("fail", recorder.name(test))
            super().addUnexpectedSuccess(test)

        def addSkip(self, test, reason):
            if hasattr(test, "test_case"):
                self.skipped_parts = True
            else:
                recorder.events("skip", test)
            super().addSkip(test, reason)

        def stopTest(self, test):
            if self.skipped_parts:
                recorder.event("fail" if self.failed_parts else "skip", recorder.name(test))
            super().stopTest(test)

    return Result


LOOPBACK = {"test_socketserver", "test_timeout"}
"""The files whose network is this machine's own: all of their cases, or all but those in unsteady.txt."""


def prepare_support(module):
    """What regrtest prepares for a run that is quiet and has no resource (display, memory, the world outside)."""
    from test import support
    support.verbose = False
    support.use_resources = ["network"] if module in LOOPBACK else []
    support.record_original_stdout(sys.stdout)


def load(name):
    """The suite of the module called `name`, its `load_tests` respected."""
    import importlib
    import unittest
    module = importlib.import_module(name)
    return unittest.TestLoader().loadTestsFromModule(module)


def select(suite, pattern, without, recorder):
    from fnmatch import fnmatchcase
    import unittest
    named = [(recorder.name(case), case) for case in cases_of(suite)]
    return unittest.TestSuite(case for name, case in named if fnmatchcase(name, pattern)
                              and not any(fnmatchcase(name, other) for other in without))


def main(module, record, library, pattern, *without):
    # Whoever runs this in the background may have Ctrl-C ignored, and cases would be skipped.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    recorder = Recorder(record, "test." + module)
    sys.argv[1:] = []
    sys.path[0] = library
    try:
        import test     # noqa: F401, the modules below it are found through it from now on
        del sys.path[0]
        import unittest
        prepare_support(module)
        suite = load("test." + module)
    except BaseException as error:
        verb = "unsupported" if type(error).__name__ in ("SkipTest", "ResourceDenied") else "import"
        recorder.event(verb, f"{type(error).__name__}: {error}")
        if verb == "unsupported":
            return 0
        raise
    if pattern != "*" or without:
        suite = select(suite, pattern, without, recorder)
    for case in cases_of(suite):
        recorder.events("plan", case)
    runner = unittest.TextTestRunner(stream=sys.stderr, verbosity=1, resultclass=result_class(recorder))
    result = runner.run(suite)
    recorder.event("end")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
