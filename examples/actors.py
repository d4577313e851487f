"""Actors: a rumour in a town of many people, each a tasklet with a mailbox.

    bobbin examples/actors.py [PEOPLE]

Whoever hears the rumour for the first time tells it to some others. 100,000 people are no problem for Bobbin; greenlets
take more than ten times the memory.
"""

import sys

import stackless

FRIENDS = 4


class Person:
    """An actor: a mailbox, and a tasklet that reads it."""

    def __init__(self, number: int, town: "Town") -> None:
        self.number = number
        self.town = town
        self.mailbox = stackless.channel()
        self.mailbox.preference = 0     # who tells goes on talking; the listener's turn comes
        self.task = stackless.tasklet(self.live)()

    def live(self) -> None:
        """Waits for the rumour, and spreads it. Hearing it again is no news."""
        self.mailbox.receive()
        self.town.informed += 1
        for step in range(1, FRIENDS + 1):
            friend = self.town.people[(self.number * FRIENDS + step) % len(self.town.people)]
            if friend.mailbox.balance < 0:
                friend.mailbox.send("rumour")


class Town:
    """All people, and how many have heard."""

    def __init__(self, size: int) -> None:
        self.informed = 0
        self.people: list[Person] = []
        self.people.extend(Person(number, self) for number in range(size))

    def tell_first(self) -> None:
        """Starts the rumour, and waits until it has come to rest."""
        stackless.run()     # everybody begins to listen
        self.people[0].mailbox.send("rumour")
        stackless.run()


def main(arguments: list[str]) -> None:
    """Prints how far the rumour got."""
    town = Town(int(arguments[0]) if arguments else 100_000)
    town.tell_first()
    print(f"{town.informed} of {len(town.people)} have heard")


if __name__ == "__main__":
    main(sys.argv[1:])
