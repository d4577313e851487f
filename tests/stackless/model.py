"""The scheduler of tasklets in plain Python: a machine that steps through scripts, without suspending anything.

It is what the engines are compared with, and the shortest exact description of them. A *program* gives a script for
each tasklet, "main" included: a list of operations such as ("send", "c", 1). Both the model and the engine (see
programs.py) write what happens into a log: the result or exception of each operation, the switches, the actions on
channels, the ends of tasklets. """

from typing import Any

Op = tuple[Any, ...]
Program = dict[str, list[Op]]


class Task:
    """A tasklet: a script and a place in it."""

    def __init__(self, name: str, script: list[Op]) -> None:
        self.name = name
        self.script = script
        self.position = 0
        self.bound = True           # has a function to call
        self.alive = False
        self.started = False
        self.value: Any = None      # what it gets when it goes on
        self.error: str | None = None
        self.channel: "Channel | None" = None
        self.sending = False
        self.block_trap = False
        self.suspended = False      # in the middle of an operation


class Channel:
    """A channel: those that wait, and its options."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: list[Task] = []
        self.preference = -1
        self.schedule_all = False
        self.closing = False

    def balance(self) -> int:
        return sum(1 if task.sending else -1 for task in self.waiting)


class Raised(Exception):
    """An operation that fails, with the name of the exception."""


class Ended(Exception):
    """The running tasklet has ended, with the name of the exception or None."""


class Model:
    """Runs a program. `ring` is the run queue: the running tasklet is the first, or in no queue in the middle of a
    switch."""

    def __init__(self, program: Program) -> None:
        self.tasks = {name: Task(name, script) for name, script in program.items()}
        self.channels = {name: Channel(name) for name in ("c", "d")}
        self.main = self.tasks["main"]
        self.main.alive = self.main.started = True
        self.current = self.main
        self.ring = [self.main]
        self.waiters: list[Task] = []
        self.trap = 0
        self.log: list[str] = []

    def run_program(self) -> list[str]:
        """The log, up to the end of main's script."""
        while not (self.current is self.main and self.main.position == len(self.main.script)):
            self.step()
        return self.log

    def step(self) -> None:
        """Goes on with the running tasklet: finishes the operation that it is in the middle of, or begins the next."""
        task = self.current
        if task.suspended:
            self.finish_operation(task)
        elif task.position == len(task.script):
            self.end(None)
        else:
            try:
                self.begin_operation(task)
            except Raised as error:
                self.report(task, f"! {error}")
            except Ended as error:
                self.end(error.args[0])

    def begin_operation(self, task: Task) -> None:
        op = task.script[task.position]
        switched, value = getattr(self, "op_" + op[0])(task, *op[1:])
        if switched:
            task.suspended = True
        else:
            self.report(task, f"= {value}")

    def finish_operation(self, task: Task) -> None:
        task.suspended = False
        value, error = task.value, task.error
        task.value = task.error = None
        if task.script[task.position][0] == "run":
            self.leave_run(task)
        if error is None:
            self.report(task, f"= {value}")
        elif error == "TaskletExit" and task is not self.main:
            self.end(None)
        else:
            self.report(task, f"! {error}")

    def report(self, task: Task, result: str) -> None:
        op = task.script[task.position]
        self.log.append(f"{task.name}: {' '.join(map(str, op))} {result}")
        task.position += 1

    # Switching

    def switch(self, target: Task | None = None) -> tuple[bool, Any]:
        """To `target`, by default the first of the ring. The result is what an operation returns: (True, None), for
        its own result comes later. So it does if the tasklet goes on at once."""
        if target is None:
            target = self.ring[0] if self.ring else self.when_empty(ended=False)
        self.turn_to(target)
        return True, None

    def turn_to(self, target: Task) -> None:
        place = self.ring.index(target)
        self.ring = self.ring[place:] + self.ring[:place]
        if target is not self.current:
            self.log.append(f"[{self.current.name} -> {target.name}]")
        self.current = target
        if not target.started:
            target.started = True
            target.bound = False
            if target.error is not None:
                error, target.error = target.error, None
                target.position = -1    # the script never begins, so its end is not logged
                self.end(None if error == "TaskletExit" else error)

    def end(self, error: str | None) -> None:
        """The running tasklet is over."""
        task = self.current
        if task.position >= 0:
            self.log.append(f"{task.name} ends")
        task.alive = False
        self.ring.remove(task)
        if error is not None:
            target = self.waiters[-1] if self.waiters else self.main
            self.raise_in(target, error)
        else:
            target = self.ring[0] if self.ring else self.when_empty(ended=True)
        self.turn_to(target)

    def when_empty(self, ended: bool) -> Task:
        waiter = self.waiters[-1] if self.waiters else self.main
        if waiter.channel is None:
            self.ring.append(waiter)
            return waiter
        victim = waiter if ended else self.current
        self.raise_in(victim, "RuntimeError")
        return victim

    def raise_in(self, task: Task, error: str) -> None:
        task.error, task.value = error, None
        if task.channel is not None:
            task.channel.waiting.remove(task)
            task.channel = None
        if task not in self.ring:
            self.ring.append(task)

    def check_trap(self, leaving: bool = False) -> None:
        if self.trap and not (leaving and self.ring == [self.main]):
            raise Raised("RuntimeError")

    # Operations: each returns (whether it suspended the tasklet, its result)

    def op_schedule(self, task: Task) -> tuple[bool, Any]:
        if len(self.ring) > 1:
            self.check_trap()
            task.value = task.name
            return self.switch(self.ring[1])
        return False, task.name

    def op_schedule_remove(self, task: Task) -> tuple[bool, Any]:
        self.check_trap(leaving=True)
        task.value = task.name
        self.ring.remove(task)
        return self.switch()

    def op_run(self, task: Task) -> tuple[bool, Any]:
        if len(self.ring) > 1:
            self.check_trap()
        self.waiters.append(task)
        self.ring.remove(task)
        return self.switch()

    def leave_run(self, task: Task) -> None:
        while task in self.waiters:
            popped = self.waiters.pop()
            if popped not in self.ring and popped.channel is None:
                self.ring.append(popped)
            if popped is task:
                break

    def op_start(self, task: Task, name: str) -> tuple[bool, Any]:
        """tasklet.setup"""
        target = self.tasks[name]
        if target.alive or not target.bound:
            raise Raised("RuntimeError")
        target.alive = True
        self.ring.append(target)
        return False, name

    def op_ready(self, task: Task, name: str) -> tuple[bool, Any]:
        """tasklet.bind with arguments"""
        target = self.tasks[name]
        if target is task or target in self.ring or target.channel is not None or target.started or not target.bound:
            raise Raised("RuntimeError")
        target.alive = True
        return False, name

    def check_runnable(self, target: Task) -> None:
        if target.channel is not None or not target.alive:
            raise Raised("RuntimeError")

    def op_insert(self, task: Task, name: str) -> tuple[bool, Any]:
        target = self.tasks[name]
        self.check_runnable(target)
        if target not in self.ring:
            self.ring.append(target)
        return False, name

    def op_remove(self, task: Task, name: str) -> tuple[bool, Any]:
        target = self.tasks[name]
        if target.channel is not None or target is task:
            raise Raised("RuntimeError")
        if target in self.ring:
            self.ring.remove(target)
        return False, name

    def op_run_tasklet(self, task: Task, name: str) -> tuple[bool, Any]:
        target = self.tasks[name]
        self.check_runnable(target)
        if target is task:
            return False, None
        self.check_trap()
        if target not in self.ring:
            self.ring.append(target)
        return self.switch(target)

    def op_switch_tasklet(self, task: Task, name: str) -> tuple[bool, Any]:
        target = self.tasks[name]
        self.check_runnable(target)
        if target is task:
            return False, None
        self.check_trap()
        if target not in self.ring:
            self.ring.append(target)
        self.ring.remove(task)
        return self.switch(target)

    def op_throw(self, task: Task, name: str, error: str, pending: int) -> tuple[bool, Any]:
        target = self.tasks[name]
        if target is task:
            if error == "TaskletExit" and task is not self.main:
                raise Ended(None)
            raise Raised(error)
        if not target.alive:
            if error == "TaskletExit":
                return False, None
            raise Raised("RuntimeError")
        if pending:
            self.raise_in(target, error)
            return False, None
        self.check_trap()
        self.raise_in(target, error)
        return self.switch(target)

    def op_fail(self, task: Task, error: str) -> tuple[bool, Any]:
        """An exception that leaves the tasklet (in main's script: that is raised and caught)."""
        if task is self.main:
            raise Raised(error)
        raise Ended(error)

    def op_send(self, task: Task, channel: str, value: Any) -> tuple[bool, Any]:
        return self.act(task, self.channels[channel], value, None, True)

    def op_send_error(self, task: Task, channel: str, error: str) -> tuple[bool, Any]:
        return self.act(task, self.channels[channel], None, error, True)

    def op_receive(self, task: Task, channel: str) -> tuple[bool, Any]:
        return self.act(task, self.channels[channel], None, None, False)

    def act(self, task: Task, channel: Channel, value: Any, error: str | None, sending: bool) -> tuple[bool, Any]:
        blocks = not channel.waiting or channel.waiting[0].sending is sending
        side = "sends" if sending else "receives"
        self.log.append(f"({task.name} {side} on {channel.name}{', blocks' if blocks else ''})")
        if blocks:
            if task.block_trap:
                raise Raised("RuntimeError")
            if channel.closing:
                raise Raised("ValueError")
            self.check_trap(leaving=True)
            task.value, task.error = value, error
            task.channel, task.sending = channel, sending
            channel.waiting.append(task)
            self.ring.remove(task)
            return self.switch()
        preferred = channel.preference == (-1 if sending else 1)
        if channel.schedule_all or preferred:
            self.check_trap()
        partner = channel.waiting.pop(0)
        partner.channel = None
        answer = partner.value, partner.error
        partner.value, partner.error = value, error
        if channel.schedule_all:
            task.value, task.error = answer
            self.ring.append(partner)
            return self.switch(self.ring[1])
        if preferred:
            task.value, task.error = answer
            self.ring.insert(1, partner)
            return self.switch(partner)
        self.ring.append(partner)
        if answer[1] is not None:
            if answer[1] == "TaskletExit" and task is not self.main:
                raise Ended(None)
            raise Raised(answer[1])
        return False, answer[0]

    def op_close(self, task: Task, channel: str) -> tuple[bool, Any]:
        self.channels[channel].closing = True
        return False, None

    def op_open(self, task: Task, channel: str) -> tuple[bool, Any]:
        self.channels[channel].closing = False
        return False, None

    def op_prefer(self, task: Task, channel: str, preference: int) -> tuple[bool, Any]:
        self.channels[channel].preference = preference
        return False, None

    def op_schedule_all(self, task: Task, channel: str, flag: int) -> tuple[bool, Any]:
        self.channels[channel].schedule_all = bool(flag)
        return False, None

    def op_block_trap(self, task: Task, flag: int) -> tuple[bool, Any]:
        task.block_trap = bool(flag)
        return False, None

    def op_switch_trap(self, task: Task, change: int) -> tuple[bool, Any]:
        level = self.trap
        self.trap += change
        return False, level

    # Questions

    def op_balance(self, task: Task, channel: str) -> tuple[bool, Any]:
        return False, self.channels[channel].balance()

    def op_runcount(self, task: Task) -> tuple[bool, Any]:
        return False, len(self.ring)

    def op_state(self, task: Task, name: str) -> tuple[bool, Any]:
        """The names of the state attributes that are true."""
        target = self.tasks[name]
        scheduled = target in self.ring or target.channel is not None
        states = {"alive": target.alive, "scheduled": scheduled, "blocked": target.channel is not None,
                  "paused": target.alive and not scheduled, "current": target is task}
        return False, "+".join(state for state, holds in states.items() if holds) or "-"

    def op_queue(self, task: Task) -> tuple[bool, Any]:
        """The run queue from the running tasklet on."""
        return False, ",".join(other.name for other in self.ring)
