"""Bounds of slices, shared by all sequences.

A bound that the program leaves out is given as 0 or `TO_END` where there is no step, and as `MISSING` with one.
"""
from __future__ import annotations

from transform.rpython import inline

TO_END = (1 << 63) - 1
MISSING = -(1 << 63)


@inline
def clamp(bound: int, length: int) -> int:
    """A bound of a slice with step 1 as a position from 0 to ``length``."""
    if bound < 0:
        bound += length
        return 0 if bound < 0 else bound
    return length if bound > length else bound


def step_start(start: int, length: int, step: int) -> int:
    """The first position of a slice with a step; ValueError where the step is 0."""
    if step == 0:
        raise ValueError("slice step cannot be zero")
    if step > 0:
        return clamp(start, length)
    if start == MISSING:
        return length - 1
    return _clamp_backwards(start, length)


def step_count(first: int, stop: int, length: int, step: int) -> int:
    """How many positions a slice has that begins at ``first``, as `step_start` gave it."""
    if step > 0:
        end = length if stop == MISSING else clamp(stop, length)
        return 0 if end <= first else (end - first - 1) // step + 1
    end = -1 if stop == MISSING else _clamp_backwards(stop, length)
    return 0 if end >= first else (first - end - 1) // -step + 1


def _clamp_backwards(bound: int, length: int) -> int:
    """A bound of a slice with negative step as a position from -1 to ``length - 1``."""
    if bound < 0:
        bound += length
        return -1 if bound < 0 else bound
    return length - 1 if bound >= length else bound
