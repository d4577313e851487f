"""What came out of running one test file."""
from __future__ import annotations

from dataclasses import dataclass, field


ENDED = "ended"


@dataclass(frozen=True)
class Outcome:
    """What the cases of one file did, each case in one of four sets.

    `ending` says how the process ended: "ended" (all cases ran), "unsupported: ..." (the file is not for this
    platform), "import: ..." (with the exception), "crash SIGSEGV", "exit 3", "timeout", "memory"; the last four with
    "at exit" if all cases had run.
    `running` is the case that did not end.
    """

    ending: str
    passed: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    """Cases that the process did not come to, the one that it died in included."""
    running: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def cases(self) -> int:
        return len(self.passed) + len(self.failed) + len(self.skipped) + len(self.lost)


FIXTURES = ("setUpClass", "tearDownClass", "setUpModule", "tearDownModule")


def outcome_of(record: str, death: str, seconds: float) -> Outcome:
    """Reads the record of `driver.py`. `death` is how the process ended: "exit 0", "crash SIGABRT", "timeout".

    A fixture that fails is counted as a failed case; the cases that did not run for it are lost.
    """
    planned: list[str] = []
    results: dict[str, str] = {}
    running = ""
    ending = ""
    for line in record.splitlines():
        verb, _, name = line.partition("\t")
        match verb:
            case "plan":
                planned.append(name)
            case "start":
                running = name
            case "pass" | "fail" | "skip":
                running = ""
                for case in covered(name, planned) if verb == "skip" else [name]:
                    if results.get(case) != "fail":
                        results[case] = verb
            case "import" | "unsupported":
                ending = f"{verb}: {name}"
            case "end":
                ending = ENDED
    if ending == ENDED and death not in ("exit 0", "exit 1"):
        ending = f"{death} at exit"

    def named(verb: str) -> frozenset[str]:
        return frozenset(case for case, result in results.items() if result == verb)
    return Outcome(ending or death, named("pass"), named("fail"), named("skip"), frozenset(planned) - results.keys(),
                   running, seconds)


def covered(name: str, planned: list[str]) -> list[str]:
    """The cases that are skipped when `name` is: those of its class or module if it is a fixture."""
    prefix, _, last = name.rpartition(".")
    if last not in FIXTURES:
        return [name]
    return [case for case in planned if case.startswith(f"{prefix}." if prefix else "")]
