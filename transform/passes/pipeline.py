"""The passes in order.

What is known of the program as a whole comes first: what is reached, which fields never
change, which calls are direct. Inlining wants simple bodies, and leaves behind what escape
analysis and the proofs about indices work on. The exception analysis comes last, when all
checks that can go are gone. The passes simplify what they change. The stackless transform
(see `transform.driver`) follows where it is wanted; no other pass knows what it makes.
"""
from __future__ import annotations

from typing import Callable, Optional, Sequence

from transform.ir.graph import Program
from transform.ir.verifier import verify_program
from transform.passes import (
    barriers, bounds, devirtualise, escape, exceptions, immutability, inline, prune, simplify, tuples,
)

Pass = tuple[str, Callable[[Program], object]]

PASSES: list[Pass] = [
    ("prune", prune.run),
    ("immutability", immutability.run),
    ("devirtualise", devirtualise.run),
    ("simplify", simplify.run),
    ("inline", inline.run),
    ("prune again", prune.run),
    ("tuples", tuples.run),
    ("escape", escape.run),
    ("bounds", bounds.run),
    ("exceptions", exceptions.run),
    ("barriers", barriers.run),
]

Observer = Callable[[str, Program], None]


def run(program: Program, observer: Optional[Observer] = None, verify: bool = False,
        passes: Sequence[Pass] = PASSES) -> None:
    """Runs these passes on the program, in place. ``observer(name, program)`` is called after
    each; with ``verify``, the verifier runs before the first and after each (VerifyError)."""
    if verify:
        verify_program(program)
    for name, run_pass in passes:
        run_pass(program)
        if verify:
            verify_program(program)
        if observer is not None:
            observer(name, program)
