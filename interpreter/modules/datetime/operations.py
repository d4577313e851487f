"""Comparing and subtracting datetimes, with and without time zones (PEP 495 for those that are shown twice)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.modules.datetime.delta import TimeDelta, delta_of_machine
from interpreter.modules.datetime.moments import DateTime
from interpreter.modules.datetime.zones import same_offset, utc_offset
from interpreter.protocols.compare import EQ, NE, compare_values


def utc_total(x: DateTime) -> int:
    """As `DateTime.total`, in UTC if the time zone says how far that is."""
    offset = utc_offset(x.zone, x)
    return x.total() if offset is None else x.total() - offset.machine()


def hash_number(x: DateTime) -> int:
    """What a datetime is known by in a dict. It does not depend on the fold, since times that differ in that alone may be equal."""
    return utc_total(x if x.fold == 0 else x.with_zone(x.zone, 0))


def is_fold_relevant(x: DateTime, offset: Optional[TimeDelta]) -> bool:
    """Whether the time zone is shifted at a time, so that the fold tells two times apart. Such a time equals none in another time zone."""
    return not same_offset(offset, utc_offset(x.zone, x.with_zone(x.zone, 1 - x.fold)))


def compare_datetimes(operation: int, a: DateTime, b: DateTime) -> bool:
    """TypeError for the order of times of which one has a time zone."""
    if a.zone is b.zone:
        return compare_values(operation, a.total(), b.total())
    offset = utc_offset(a.zone, a)
    others = utc_offset(b.zone, b)
    is_equality = operation == EQ or operation == NE
    if (offset is None) != (others is None):
        if is_equality:
            return operation == NE
        raise type_error("can't compare offset-naive and offset-aware datetimes")
    own_total = a.total() - (0 if offset is None else offset.machine())
    other_total = b.total() - (0 if others is None else others.machine())
    if is_equality and own_total == other_total and (is_fold_relevant(a, offset) or is_fold_relevant(b, others)):
        return operation == NE
    return compare_values(operation, own_total, other_total)


def difference(a: DateTime, b: DateTime) -> TimeDelta:
    """TypeError where one has a time zone."""
    if a.zone is b.zone:
        return delta_of_machine(a.total() - b.total())
    if (utc_offset(a.zone, a) is None) != (utc_offset(b.zone, b) is None):
        raise type_error("can't subtract offset-naive and offset-aware datetimes")
    return delta_of_machine(utc_total(a) - utc_total(b))
