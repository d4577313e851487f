"""Where two microthreads meet: one sends, one receives, and who comes first waits."""
from __future__ import annotations

from scheduler.microthread import Microthread, Ring
from transform.rpython import unlikely

SEND = 1
RECEIVE = -1


class Channel(Ring):
    """Microthreads that wait, the first to come first; all of them send, or all of them receive.

    direction      SEND or RECEIVE: what those do that wait, if there are any
    preference     who goes on at once when two meet: RECEIVE, SEND, or 0 for the one that is running
    schedule_all   the one that was waiting goes to the end of the run queue, and the next in it goes on
    is_closing     who would have to wait must not"""
    direction: int
    preference: int
    schedule_all: bool
    is_closing: bool

    def __init__(self) -> None:
        super().__init__()
        self.direction = SEND
        self.preference = RECEIVE
        self.schedule_all = False
        self.is_closing = False

    def balance(self) -> int:
        """How many wait: more than 0 to send, less than 0 to receive."""
        return self.count * self.direction

    def has_partner(self, direction: int) -> bool:
        """Whether somebody waits whom an action in this direction meets."""
        first = self.first
        if first is None or self.direction == direction:
            return False
        if unlikely(first.home.has_ended):
            self.drop_ended()
        return self.count > 0

    def append_waiting(self, item: Microthread, direction: int) -> None:
        """Lets a microthread wait that is in no ring; nobody waits in the other direction."""
        self.direction = direction
        self.append(item)


def direction_of(item: Microthread) -> int:
    """SEND or RECEIVE if a microthread waits in a channel, else 0."""
    ring = item.ring
    return ring.direction if isinstance(ring, Channel) else 0


def exchange(sender: Microthread, receiver: Microthread) -> None:
    """What one sends, a value or an error, becomes what the other gets, who gave nothing."""
    receiver.value = sender.value
    receiver.error = sender.error
    sender.value = None
    sender.error = None
