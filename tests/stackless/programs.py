"""Programs for the model, run on the engine; and random ones."""

from typing import Any, Protocol

import stackless
from tests.stackless.model import Op, Program
from tests.stackless.support import Failed, queue

ERRORS: dict[str, type[BaseException]] = {"Failed": Failed, "ValueError": ValueError,
                                          "TaskletExit": stackless.TaskletExit}


class Machine:
    """Runs a program with real tasklets, and logs what the model logs."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.log: list[str] = []
        self.channels = {name: stackless.channel() for name in ("c", "d")}
        self.tasks = {name: stackless.tasklet(self.body) for name in program if name != "main"}
        self.tasks["main"] = stackless.getmain()
        self.names = {id(task): name for name, task in self.tasks.items()}

    def run_program(self) -> list[str]:
        """The log, up to the end of main's script."""
        channel_names = {id(channel): name for name, channel in self.channels.items()}

        def on_switch(previous: Any, following: Any) -> None:
            self.log.append(f"[{self.names[id(previous)]} -> {self.names[id(following)]}]")

        def on_action(channel: Any, task: Any, sending: int, willblock: int) -> None:
            side, blocks = "sends" if sending else "receives", ", blocks" if willblock else ""
            self.log.append(f"({self.names[id(task)]} {side} on {channel_names[id(channel)]}{blocks})")

        stackless.set_schedule_callback(on_switch)
        stackless.set_channel_callback(on_action)
        try:
            for op in self.program["main"]:
                self.perform("main", op)
        finally:
            stackless.set_schedule_callback(None)
            stackless.set_channel_callback(None)
        return list(self.log)

    def kill_all(self) -> None:
        """Ends what the program has left."""
        tasks = [task for task in self.tasks.values() if not task.is_main]
        while any(task.alive for task in tasks):    # they may start each other again
            for task in tasks:
                stackless.switch_trap(-stackless.switch_trap())
                try:
                    task.kill()
                except (Exception, stackless.TaskletExit):
                    pass    # what a script throws at main, meanwhile
        stackless.switch_trap(-stackless.switch_trap())
        stackless.getmain().block_trap = False

    def body(self, name: str) -> None:
        try:
            for op in self.program[name]:
                if op[0] == "fail":
                    raise ERRORS[op[1]]
                self.perform(name, op)
        finally:
            self.log.append(f"{name} ends")

    def perform(self, name: str, op: Op) -> None:
        try:
            value = getattr(self, "op_" + op[0])(*op[1:])
            result = f"= {self.names.get(id(value), value)}"
        except stackless.TaskletExit:
            if name != "main":
                raise
            result = "! TaskletExit"
        except Exception as error:
            result = f"! {type(error).__name__}"
        self.log.append(f"{name}: {' '.join(map(str, op))} {result}")

    def op_schedule(self) -> Any:
        return stackless.schedule()

    def op_schedule_remove(self) -> Any:
        return stackless.schedule_remove()

    def op_run(self) -> Any:
        return stackless.run()

    def op_start(self, name: str) -> Any:
        return self.tasks[name].setup(name)

    def op_ready(self, name: str) -> Any:
        return self.tasks[name].bind(None, (name,))

    def op_insert(self, name: str) -> Any:
        return self.tasks[name].insert()

    def op_remove(self, name: str) -> Any:
        return self.tasks[name].remove()

    def op_run_tasklet(self, name: str) -> Any:
        return self.tasks[name].run()

    def op_switch_tasklet(self, name: str) -> Any:
        return self.tasks[name].switch()

    def op_throw(self, name: str, error: str, pending: int) -> Any:
        return self.tasks[name].throw(ERRORS[error], pending=bool(pending))

    def op_fail(self, error: str) -> Any:
        raise ERRORS[error]

    def op_send(self, channel: str, value: Any) -> Any:
        return self.channels[channel].send(value)

    def op_send_error(self, channel: str, error: str) -> Any:
        return self.channels[channel].send_exception(ERRORS[error])

    def op_receive(self, channel: str) -> Any:
        return self.channels[channel].receive()

    def op_close(self, channel: str) -> Any:
        return self.channels[channel].close()

    def op_open(self, channel: str) -> Any:
        return self.channels[channel].open()

    def op_prefer(self, channel: str, preference: int) -> Any:
        self.channels[channel].preference = preference

    def op_schedule_all(self, channel: str, flag: int) -> Any:
        self.channels[channel].schedule_all = bool(flag)

    def op_block_trap(self, flag: int) -> Any:
        stackless.getcurrent().block_trap = bool(flag)

    def op_switch_trap(self, change: int) -> Any:
        return stackless.switch_trap(change)

    def op_balance(self, channel: str) -> Any:
        return self.channels[channel].balance

    def op_runcount(self) -> Any:
        return stackless.getruncount()

    def op_state(self, name: str) -> Any:
        task = self.tasks[name]
        states = {"alive": task.alive, "scheduled": task.scheduled, "blocked": task.blocked, "paused": task.paused,
                  "current": task.is_current}
        return "+".join(state for state, holds in states.items() if holds) or "-"

    def op_queue(self) -> Any:
        return ",".join(self.names[id(task)] for task in queue())


class Source(Protocol):
    """Where random choices come from."""

    def randrange(self, limit: int, /) -> int: ...


class Congruential:
    """Pseudo-random numbers that are the same everywhere (Knuth's MMIX generator)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def randrange(self, limit: int, /) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % limit


NAMES = ("a", "b", "e", "f")

# How often each kind of operation is drawn.
_WEIGHTS = {"schedule": 6, "schedule_remove": 2, "run": 3, "start": 4, "ready": 1, "insert": 2, "remove": 2,
            "run_tasklet": 2, "switch_tasklet": 2, "throw": 4, "fail": 1, "send": 8, "send_error": 1,
            "receive": 8, "close": 1, "open": 1, "prefer": 2, "schedule_all": 1, "block_trap": 1,
            "switch_trap": 1, "balance": 1, "runcount": 1, "state": 2, "queue": 2}
_KINDS = [kind for kind, weight in _WEIGHTS.items() for _ in range(weight)]


def random_program(source: Source) -> Program:
    """Four tasklets and main, each with a short script; main starts them all first."""
    program: Program = {name: [_random_op(source) for _ in range(source.randrange(8))] for name in NAMES}
    program["main"] = [("start", name) for name in NAMES[:source.randrange(len(NAMES) + 1)]]
    program["main"] += [_random_op(source) for _ in range(4 + source.randrange(12))]
    program["main"] += [("switch_trap", 0), ("queue",), ("balance", "c"), ("balance", "d")]
    return program


def _random_op(source: Source) -> Op:
    kind = _KINDS[source.randrange(len(_KINDS))]
    name = (*NAMES, "main")[source.randrange(len(NAMES) + 1)]
    channel = "cccd"[source.randrange(4)]
    error = ("TaskletExit", "TaskletExit", "Failed", "ValueError")[source.randrange(4)]
    number = source.randrange(3)
    if kind in ("start", "ready", "insert", "remove", "run_tasklet", "switch_tasklet", "state"):
        return kind, name
    if kind == "throw":
        return kind, name, error, number % 2
    if kind == "fail":
        return kind, "Failed"
    if kind == "send":
        return kind, channel, number
    if kind == "send_error":
        return kind, channel, error
    if kind == "prefer":
        return kind, channel, number - 1
    if kind == "schedule_all":
        return kind, channel, number % 2
    if kind in ("receive", "close", "open", "balance"):
        return kind, channel
    if kind == "block_trap":
        return kind, number % 2
    if kind == "switch_trap":
        return kind, (1, -1, 1)[number]
    return (kind,)
