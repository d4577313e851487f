"""A tasklet that survives a restart: it is pickled in the middle of its loop, and goes on in the next process.

    bobbin examples/survivor.py STATE       # again and again, until it says that it is done

Bobbin only: a greenlet that has started cannot be pickled.
"""

import pickle
import sys
from pathlib import Path

import stackless


def journey(stops: list[str]) -> None:
    """Knows where it is by its loop alone: nothing is kept anywhere else."""
    for day, stop in enumerate(stops, 1):
        print(f"day {day}: {stop}")
        stackless.schedule_remove()     # the night: it may be spent in a file
    print("done")


def main(arguments: list[str]) -> None:
    """One day of the journey."""
    state = Path(arguments[0])
    if state.exists():
        traveller = pickle.loads(state.read_bytes())
    else:
        traveller = stackless.tasklet(journey, (["Riga", "Tallinn", "Helsinki"],))
    traveller.run()
    if traveller.alive:
        state.write_bytes(pickle.dumps(traveller))
    else:
        state.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
