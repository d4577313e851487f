"""Settings of tasklets."""
from __future__ import annotations


class Options:
    """Settings of the whole program: whether switches may go without the C stack, and whether calls that wait park the tasklet alone."""
    softswitch: bool
    parks_calls: bool

    def __init__(self) -> None:
        self.softswitch = True
        self.parks_calls = True


options = Options()
