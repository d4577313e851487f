"""The passes in order.

What is known of the program as a whole comes first: what is reached, which fields never
change, which calls are direct. Inlining wants simple bodies, and leaves behind what escape
analysis and the proofs about indices work on. The exception analysis comes last, when all
checks that can go are gone. The passes simplify what they change.
"""
from __future__ import annotations

from typing import Callable, Optional

from transform.ir.graph import Program
from transform.ir.verifier import verify_program
from transform.passes import bounds, devirtualise, escape, exceptions, immutability, inline, prune, simplify, tuples

PASSES: list[tuple[str, Callable[[Program], None]]] = [
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
]

Observer = Callable[[str, Program], None]


def run(program: Program, observer: Optional[Observer] = None, verify: bool = False) -> None:
    """Runs all passes on the program, in place. ``observer(name, program)`` is called after
    each; with ``verify``, the verifier runs before the first and after each (VerifyError)."""
    if verify:
        verify_program(program)
    for name, run_pass in PASSES:
        run_pass(program)
        if verify:
            verify_program(program)
        if observer is not None:
            observer(name, program)
