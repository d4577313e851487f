"""The types `object` and `type` themselves, and what belongs to all types: linearisation, making and naming."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, type_error
from interpreter.objects.object import Object, Type
from transform.rpython.gcmodule import WeakRef

object_type = Type("object", None, [], {})
type_type = Type("type", None, [object_type], {})


def linearise(bases: list[Type], owner: Type) -> list[Type]:
    """The method resolution order (C3: Barrett and others, 1996). TypeError when there is none."""
    rows: list[list[Type]] = [list(base.mro) for base in bases]
    rows.append(list(bases))
    result = [owner]
    while True:
        candidate = owner
        empty = True
        for row in rows:
            if len(row) == 0:
                continue
            empty = False
            if not in_a_tail(row[0], rows):
                candidate = row[0]
                break
        if empty:
            return result
        if candidate is owner:
            raise type_error(_conflict(rows))
        result.append(candidate)
        for row in rows:
            if len(row) > 0 and row[0] is candidate:
                row.pop(0)


def in_a_tail(candidate: Type, rows: list[list[Type]]) -> bool:
    for row in rows:
        for i in range(1, len(row)):
            if row[i] is candidate:
                return True
    return False


def _conflict(rows: list[list[Type]]) -> str:
    names: list[str] = []
    for row in rows:
        if len(row) > 0 and row[0].name not in names:
            names.append(row[0].name)
    return "Cannot create a consistent method resolution\norder (MRO) for bases " + ", ".join(names)


def ready(made: Type) -> None:
    """Completes a type whose bases are complete: its order, its special methods, its place below its bases."""
    if len(made.bases) == 0 and made is not object_type:
        made.bases = [object_type]
        made.base = object_type
    base = made.base
    if base is not None:
        made.member_count = max(made.member_count, base.member_count)
        made.instances_have_dict = made.instances_have_dict or base.instances_have_dict
    made.mro = linearise(made.bases, made)
    made.update_slots()
    for above in made.bases:
        above.subclasses.append(WeakRef[Type](made))


def is_exception_type(candidate: Object) -> bool:
    """Whether an object is a class of exceptions."""
    return isinstance(candidate, Type) and candidate.is_subtype(_BASE_EXCEPTION)


_BASE_EXCEPTION = EXCEPTIONS["BaseException"]
