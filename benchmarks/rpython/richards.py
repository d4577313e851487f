"""Richards: the task scheduler of a small operating system, with virtual methods, linked lists and small objects.

    richards RUNS      prints how many packets were queued and how often a task was held

After Martin Richards' benchmark: an idle task, a worker, two handlers and two devices pass packets to each other. Each
run must queue 23246 packets and hold tasks 9297 times.
"""
from __future__ import annotations

import sys
from typing import Optional

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
TASKS = 6
KIND_DEVICE, KIND_WORK = range(2)
DATA_SIZE = 4
IDLE_ROUNDS = 10000

# The state of a task is a set of these.
RUNNING = 0
RUNNABLE = 1
SUSPENDED = 2
HELD = 4


class Packet:
    """A message for a task: four bytes of data, linked into the queue of its receiver."""

    link: Optional[Packet]
    receiver: int
    kind: int
    datum: int
    data: list[int]

    def __init__(self, link: Optional[Packet], receiver: int, kind: int) -> None:
        self.link = link
        self.receiver = receiver
        self.kind = kind
        self.datum = 0
        self.data = [0] * DATA_SIZE

    def append_to(self, queue: Optional[Packet]) -> Packet:
        """The queue with this packet behind its last one."""
        self.link = None
        if queue is None:
            return self
        last = queue
        while (following := last.link) is not None:
            last = following
        last.link = self
        return queue


class Task:
    """A task: its place in the scheduler's list, its state, its waiting packets; subclasses say what it does."""

    scheduler: Scheduler
    link: Optional[Task]
    identity: int
    priority: int
    queue: Optional[Packet]
    state: int

    def __init__(self, scheduler: Scheduler, identity: int, priority: int, queue: Optional[Packet]) -> None:
        self.scheduler = scheduler
        self.link = scheduler.tasks
        self.identity = identity
        self.priority = priority
        self.queue = queue
        self.state = SUSPENDED if queue is None else SUSPENDED | RUNNABLE
        scheduler.tasks = self
        scheduler.by_identity[identity] = self

    def work(self, packet: Optional[Packet]) -> Optional[Task]:
        """Handle a packet, or None when the task is run without; gives the task to run next."""
        raise NotImplementedError

    def is_blocked(self) -> bool:
        return (self.state & HELD) != 0 or self.state == SUSPENDED

    def run(self) -> Optional[Task]:
        """Take the next packet if the task waited for one, and work."""
        if self.state != SUSPENDED | RUNNABLE:
            return self.work(None)
        packet = self.queue
        assert packet is not None
        self.queue = packet.link
        self.state = RUNNING if self.queue is None else RUNNABLE
        return self.work(packet)

    def receive(self, packet: Packet, sender: Task) -> Task:
        """Put a packet into the queue; gives the one of the two tasks that is to run next."""
        if self.queue is None:
            self.queue = packet
            self.state |= RUNNABLE
            if self.priority > sender.priority:
                return self
        else:
            self.queue = packet.append_to(self.queue)
        return sender


class Scheduler:
    """Runs the tasks by priority until all are held or wait."""

    tasks: Optional[Task]
    by_identity: list[Optional[Task]]
    current: Optional[Task]
    queued: int
    held: int

    def __init__(self) -> None:
        self.tasks = None
        self.by_identity = [None] * TASKS
        self.current = None
        self.queued = 0
        self.held = 0

    def run(self) -> None:
        task = self.tasks
        while task is not None:
            if task.is_blocked():
                task = task.link
            else:
                self.current = task
                task = task.run()

    def running(self) -> Task:
        task = self.current
        assert task is not None
        return task

    def hold_current(self) -> Optional[Task]:
        """Hold the running task until it is released."""
        task = self.running()
        self.held += 1
        task.state |= HELD
        return task.link

    def suspend_current(self) -> Optional[Task]:
        """Let the running task wait for a packet."""
        task = self.running()
        task.state |= SUSPENDED
        return task

    def release(self, identity: int) -> Optional[Task]:
        """End the hold of a task; gives the one to run next."""
        task = self.by_identity[identity]
        if task is None:
            return None
        task.state &= ~HELD
        current = self.running()
        return task if task.priority > current.priority else current

    def send(self, packet: Packet) -> Optional[Task]:
        """Hand a packet of the running task to its receiver."""
        receiver = self.by_identity[packet.receiver]
        if receiver is None:
            return None
        self.queued += 1
        current = self.running()
        packet.link = None
        packet.receiver = current.identity
        return receiver.receive(packet, current)


class IdleTask(Task):
    """Releases one of the devices at a pseudo-random choice, a fixed number of times."""

    seed: int
    rounds: int

    def __init__(self, scheduler: Scheduler, rounds: int) -> None:
        super().__init__(scheduler, IDLE, 0, None)
        self.state = RUNNING
        self.seed = 1
        self.rounds = rounds

    def work(self, packet: Optional[Packet]) -> Optional[Task]:
        self.rounds -= 1
        if self.rounds == 0:
            return self.scheduler.hold_current()
        if self.seed & 1 == 0:
            self.seed >>= 1
            return self.scheduler.release(DEVICE_A)
        self.seed = self.seed >> 1 ^ 0xD008
        return self.scheduler.release(DEVICE_B)


class WorkerTask(Task):
    """Fills packets with letters and sends them to the two handlers in turn."""

    handler: int
    letter: int

    def __init__(self, scheduler: Scheduler, queue: Packet) -> None:
        super().__init__(scheduler, WORKER, 1000, queue)
        self.handler = HANDLER_A
        self.letter = 0

    def work(self, packet: Optional[Packet]) -> Optional[Task]:
        if packet is None:
            return self.scheduler.suspend_current()
        self.handler = HANDLER_B if self.handler == HANDLER_A else HANDLER_A
        packet.receiver = self.handler
        packet.datum = 0
        for i in range(DATA_SIZE):
            self.letter += 1
            if self.letter > 26:
                self.letter = 1
            packet.data[i] = self.letter
        return self.scheduler.send(packet)


class HandlerTask(Task):
    """Passes the data of work packets on to a device, one datum in each device packet."""

    works: Optional[Packet]
    devices: Optional[Packet]

    def __init__(self, scheduler: Scheduler, identity: int, priority: int, queue: Packet) -> None:
        super().__init__(scheduler, identity, priority, queue)
        self.works = None
        self.devices = None

    def work(self, packet: Optional[Packet]) -> Optional[Task]:
        if packet is not None:
            if packet.kind == KIND_WORK:
                self.works = packet.append_to(self.works)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.works
        if work is None:
            return self.scheduler.suspend_current()
        position = work.datum
        if position >= DATA_SIZE:
            self.works = work.link
            return self.scheduler.send(work)
        device = self.devices
        if device is None:
            return self.scheduler.suspend_current()
        self.devices = device.link
        device.datum = work.data[position]
        work.datum = position + 1
        return self.scheduler.send(device)


class DeviceTask(Task):
    """Keeps one packet for as long as it is held, then sends it back."""

    pending: Optional[Packet]

    def __init__(self, scheduler: Scheduler, identity: int, priority: int) -> None:
        super().__init__(scheduler, identity, priority, None)
        self.pending = None

    def work(self, packet: Optional[Packet]) -> Optional[Task]:
        if packet is not None:
            self.pending = packet
            return self.scheduler.hold_current()
        pending = self.pending
        if pending is None:
            return self.scheduler.suspend_current()
        self.pending = None
        return self.scheduler.send(pending)


def packets(count: int, receiver: int, kind: int) -> Packet:
    """A queue of ``count`` packets."""
    queue = Packet(None, receiver, kind)
    for _ in range(count - 1):
        queue = Packet(queue, receiver, kind)
    return queue


def run_once() -> Scheduler:
    scheduler = Scheduler()
    IdleTask(scheduler, IDLE_ROUNDS)
    WorkerTask(scheduler, packets(2, WORKER, KIND_WORK))
    HandlerTask(scheduler, HANDLER_A, 2000, packets(3, DEVICE_A, KIND_DEVICE))
    HandlerTask(scheduler, HANDLER_B, 3000, packets(3, DEVICE_B, KIND_DEVICE))
    DeviceTask(scheduler, DEVICE_A, 4000)
    DeviceTask(scheduler, DEVICE_B, 5000)
    scheduler.run()
    return scheduler


def main(argv: list[str]) -> int:
    runs = int(argv[1]) if len(argv) > 1 else 1
    queued = 0
    held = 0
    for _ in range(runs):
        scheduler = run_once()
        queued += scheduler.queued
        held += scheduler.held
    print(f"queued {queued} held {held}")
    return 0 if queued == 23246 * runs and held == 9297 * runs else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
