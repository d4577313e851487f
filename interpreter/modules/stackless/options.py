"""Settings of tasklets."""
from __future__ import annotations


class Options:
    """Settings of the whole program: whether switches may go without the C stack, whether calls that wait park the tasklet alone, and the flags
    for pickling."""
    softswitch: bool
    parks_calls: bool
    pickle_flags: int

    def __init__(self) -> None:
        self.softswitch = True
        self.parks_calls = True
        self.pickle_flags = 0


options = Options()
