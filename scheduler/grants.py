"""Waiting for something that is granted to one at a time: a lock, an item of a queue."""
from __future__ import annotations

from scheduler.microthread import Microthread, Ring


class Waiting(Ring):
    """Those that wait for something that is no tasklet. `heirs` were granted it and have not gone on yet."""
    heirs: list[Microthread]

    def __init__(self) -> None:
        super().__init__(True)
        self.heirs = []

    def grant(self) -> bool:
        """Lets the first go on, if there is one; whether there is."""
        self.drop_ended()
        first = self.first
        if first is None:
            return False
        self.heirs.append(first)
        first.end_wait()
        return True

    def decline(self) -> None:
        """An heir fails before it could take what it was granted: now it is another's."""
        self.grant()

    def ends_for(self, item: Microthread, is_failing: bool) -> bool:
        """One goes on; whether it takes what it was granted."""
        if item not in self.heirs:
            return False
        self.heirs.remove(item)
        if is_failing:
            self.decline()
        return not is_failing
