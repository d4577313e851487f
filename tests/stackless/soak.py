"""Threads full of tasklets that exchange messages over shared channels: nothing may be lost or doubled, and all must
come to their end.

    python -m tests.stackless.soak [SECONDS [THREADS [TASKLETS]]]
"""

import random
import sys
import threading
import time
from contextlib import suppress

import stackless

CHANNELS_OF_A_THREAD = 16


class Tally:
    """How many messages there were, and two sums of them, by which a lost or doubled one is noticed."""

    def __init__(self) -> None:
        self.count = self.sum = self.parity = 0

    def add(self, message: int) -> None:
        self.count += 1
        self.sum += message
        self.parity ^= message

    def total(self) -> tuple[int, int, int]:
        return self.count, self.sum, self.parity


class Side:
    """A thread and its tasklets: what these have sent and received."""

    def __init__(self, soak: "Soak", number: int) -> None:
        self.soak = soak
        self.number = number
        self.next = 0
        self.sent = Tally()
        self.received = Tally()

    def send(self, channel: stackless.channel) -> None:
        self.next += 1
        message = self.number << 40 | self.next
        channel.send(message)
        self.sent.add(message)

    def receive(self, channel: stackless.channel) -> None:
        self.received.add(channel.receive())

    def worker(self, seed: int) -> None:
        """Mostly meets who waits: if all chose at random, all would wait in the end."""
        choices = random.Random(seed)
        while time.monotonic() < self.soak.end:
            for _ in range(20):
                channel = choices.choice(self.soak.channels)
                balance = channel.balance
                if balance < 0 or balance == 0 and choices.randrange(2):
                    self.send(channel)
                else:
                    self.receive(channel)
                if choices.randrange(4) == 0:
                    stackless.schedule()

    def run(self) -> None:
        """What the thread does. When its tasklets all wait, its main tasklet helps out, which must not wait itself."""
        tasks = [stackless.tasklet(self.worker)(self.number << 20 | seed) for seed in range(self.soak.tasklets)]
        main = stackless.getcurrent()
        while any(task.alive for task in tasks):
            stackless.run()
            main.block_trap = True
            for channel in self.soak.channels:
                with suppress(RuntimeError):
                    if channel.balance > 0:
                        self.receive(channel)
                    elif channel.balance < 0:
                        self.send(channel)
            main.block_trap = False
            time.sleep(0)


class Soak:
    """All threads, and the channels that they share, of each kind of preference."""

    def __init__(self, seconds: float, threads: int, tasklets: int) -> None:
        self.end = time.monotonic() + seconds
        self.tasklets = tasklets
        self.channels = [stackless.channel() for _ in range(threads * CHANNELS_OF_A_THREAD)]
        for number, channel in enumerate(self.channels):
            channel.preference = number % 3 - 1
            channel.schedule_all = number % 5 == 0
        self.sides = [Side(self, number) for number in range(threads)]

    def run(self) -> int:
        """The number of messages. AssertionError if one was lost or doubled."""
        threads = [threading.Thread(target=side.run) for side in self.sides]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sent = [side.sent.total() for side in self.sides]
        received = [side.received.total() for side in self.sides]
        count = sum(one[0] for one in sent)
        assert count == sum(one[0] for one in received), f"{sent} sent, {received} received"
        assert sum(one[1] for one in sent) == sum(one[1] for one in received), "others were received than were sent"
        parity = 0
        for one in sent + received:
            parity ^= one[2]
        assert parity == 0, "others were received than were sent"
        assert all(channel.balance == 0 and channel.queue is None for channel in self.channels), "somebody waits still"
        return count


if __name__ == "__main__":
    arguments = [float(argument) for argument in sys.argv[1:]] + [60, 8, 1000][len(sys.argv) - 1:]
    soak = Soak(arguments[0], int(arguments[1]), int(arguments[2]))
    print(f"{soak.run():,} messages, none lost")
