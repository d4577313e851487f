"""The passes in order.

Devirtualisation comes first, as it makes calls that can be inlined and analysed. Inlining
wants simple bodies, and leaves behind what escape analysis and the proofs about indices
work on. Those make code dead, so simplification comes again. The exception analysis comes
late, with the removal of the handlers that it frees. The stackless transform, where it is wanted, is the last pass.
"""
from __future__ import annotations

from typing import Callable, Optional, Sequence

from transform.ir.graph import Program
from transform.ir.verifier import verify_program
from transform.passes import bounds, devirtualise, escape, exceptions, inline, prune, simplify

Pass = tuple[str, Callable[[Program], object]]

PASSES: list[Pass] = [
    ("prune", prune.run),
    ("devirtualise", devirtualise.run),
    ("simplify", simplify.run),
    ("inline", inline.run),
    ("prune again", prune.run),
    ("escape", escape.run),
    ("bounds", bounds.run),
    ("exceptions", exceptions.run),
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
