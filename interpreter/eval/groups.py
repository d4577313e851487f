"""What `except*` needs of exception groups (PEP 654)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, type_error
from interpreter.eval.frame import Frame, state
from interpreter.eval.unwind import matches
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.generator import Generator
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import EMPTY_STR
from interpreter.objects.tuple import Tuple, tuple1
from interpreter.objects.type import is_exception_type
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1, call2
from transform.rpython import checked_cast

_BASE_GROUP = EXCEPTIONS["BaseExceptionGroup"]
_GROUP = EXCEPTIONS["ExceptionGroup"]


def match_group(frame: Frame, register: int, value: Object, wanted: Object) -> None:
    """EXCEPTION_GROUP_MATCH: the part that matches, and the rest."""
    check_wanted(wanted)
    matched: Object = NONE
    rest: Object = value
    if value is NONE:
        rest = NONE
    elif matches(value, wanted):
        rest = NONE
        matched = value
        if not type_of(value).is_subtype(_BASE_GROUP):
            matched = call2(_GROUP, EMPTY_STR, tuple1(value))
            checked_cast(ExceptionObject, matched).traceback = checked_cast(ExceptionObject, value).traceback
    elif type_of(value).is_subtype(_BASE_GROUP):
        parts = checked_cast(Tuple, call1(get_attribute(value, "split"), wanted))
        matched = parts.item(0)
        rest = value if matched is NONE else parts.item(1)
    if matched is not NONE:
        state.handled = matched
        owner = frame.owner
        if isinstance(owner, Generator):
            owner.handled = matched
    frame.write(register, matched)
    frame.write(register + 1, rest)


def check_wanted(wanted: Object) -> None:
    if isinstance(wanted, Tuple):
        for i in range(wanted.length):
            check_wanted(wanted.item(i))
    elif is_exception_type(wanted):
        if matches_group(wanted):
            raise type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")


def matches_group(wanted: Object) -> bool:
    return wanted is _BASE_GROUP or wanted is _GROUP


def group_to_raise(original: Object, raised: Object) -> Object:
    """EXCEPTION_GROUP_RAISE: one exception for all that the handlers raised or left, or None."""
    found: list[Object] = []
    for candidate in checked_cast(List, raised).to_list():
        if candidate is not NONE:
            found.append(candidate)
    if len(found) == 0:
        return NONE
    if not type_of(original).is_subtype(_BASE_GROUP):
        return found[0]
    fresh: list[Object] = []
    left: list[Object] = []
    for candidate in found:
        if is_part_of(candidate, original):
            collect_leaves(candidate, left)
        else:
            fresh.append(candidate)
    remaining = projection(original, left)
    if len(fresh) == 0:
        return NONE if remaining is None else remaining
    if remaining is not None:
        fresh.append(remaining)
    if len(fresh) == 1:
        return fresh[0]
    return call2(_GROUP, EMPTY_STR, new_list(fresh))


def is_part_of(candidate: Object, original: Object) -> bool:
    """Whether an exception was raised again rather than anew: it shares what `split` copies."""
    if not isinstance(candidate, ExceptionObject) or not isinstance(original, ExceptionObject):
        return False
    return (type_of(candidate).is_subtype(_BASE_GROUP) and candidate.traceback is original.traceback
            and candidate.cause is original.cause and candidate.context is original.context)


def collect_leaves(group: Object, leaves: list[Object]) -> None:
    if type_of(group).is_subtype(_BASE_GROUP):
        members = checked_cast(Tuple, get_attribute(group, "exceptions"))
        for i in range(members.length):
            collect_leaves(members.item(i), leaves)
    else:
        leaves.append(group)


def projection(group: Object, leaves: list[Object]) -> Optional[Object]:
    """The part of a group that has only some leaves."""
    if not type_of(group).is_subtype(_BASE_GROUP):
        for leaf in leaves:
            if leaf is group:
                return group
        return None
    kept: list[Object] = []
    members = checked_cast(Tuple, get_attribute(group, "exceptions"))
    for i in range(members.length):
        part = projection(members.item(i), leaves)
        if part is not None:
            kept.append(part)
    if len(kept) == 0:
        return None
    made = call1(get_attribute(group, "derive"), new_list(kept))
    if isinstance(made, ExceptionObject) and isinstance(group, ExceptionObject):
        made.traceback = group.traceback
        made.cause = group.cause
        made.context = group.context
    return made
