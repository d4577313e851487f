"""Random programs do the same before and after each pass."""
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.transform.ir.evaluate import Machine, OutOfSteps
from tests.transform.ir.generate import random_program
from transform.ir.parser import parse_program
from transform.ir.printer import print_program
from transform.ir.verifier import verify_program
from transform.passes import (
    bounds, devirtualise, escape, exceptions, immutability, inline, pipeline, prune, simplify, tuples,
)

ARGUMENTS = [(0, 0, None), (1, -3, None), (5, 2**62, "origin"), (-2**63, 7, None)]


def outcomes(program):
    results = []
    for a, b, p in ARGUMENTS:
        machine = Machine(program, steps=3000)
        point = None if p is None else machine.instance(next(c for c in program.classes if c.name == "Point"))
        try:
            results.append(machine.outcome(program.entry, a, b, point))
        except OutOfSteps:
            results.append(None)
    return results


def same(before, after):
    """A run that took too long before shows nothing."""
    return all(a is None or a == b for a, b in zip(before, after))



def immutability_and_simplify(program):
    """Only simplification uses what the analysis finds."""
    immutability.run(program)
    simplify.run(program)


PASSES = {"simplify": simplify.run, "devirtualise": devirtualise.run, "inline": inline.run, "prune": prune.run,
          "immutability": immutability_and_simplify,
          "exceptions": exceptions.run, "escape": escape.run, "tuples": tuples.run, "bounds": bounds.run,
          "all": lambda program: pipeline.run(program, verify=True)}


@pytest.mark.parametrize("name", PASSES)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_passes_keep_behaviour(name, seed):
    program = random_program(Random(seed))
    verify_program(program)
    before = outcomes(program)
    text = print_program(program)
    PASSES[name](program)
    try:
        verify_program(program)
        after = outcomes(program)
    except Exception:
        print(text)
        raise
    assert same(before, after), f"{before}\n{after}\n{text}\n{print_program(program)}"


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_text_round_trip(seed):
    program = random_program(Random(seed))
    text = print_program(program)
    again = parse_program(text)
    verify_program(again)
    assert print_program(again) == text
    assert outcomes(again) == outcomes(program)


