"""What Python programs can do with exception groups (PEP 654)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, type_error, value_error
from interpreter.eval.unwind import matches
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import add_methods
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.list import List, new_list
from interpreter.objects.member import add_members
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple1, tuple2
from interpreter.objects.type import is_exception_type
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1, call2
from interpreter.protocols.compare import is_true
from interpreter.protocols.iterate import list_of
from transform.rpython import checked_cast, not_none

_BASE_GROUP = EXCEPTIONS["BaseExceptionGroup"]
_GROUP = EXCEPTIONS["ExceptionGroup"]
_EXCEPTION = EXCEPTIONS["Exception"]


@exposed_static("__new__", rest="arguments")
def group_new(cls: Type, arguments: Tuple) -> Object:
    """Create and return a new object."""
    if arguments.length != 2:
        raise type_error(f"BaseExceptionGroup.__new__() takes exactly 2 arguments ({arguments.length} given)")
    message = arguments.item(0)
    exceptions = arguments.item(1)
    if not isinstance(message, Str):
        raise type_error(f"argument 1 must be str, not {type_of(message).name}")
    if type_of(exceptions).slots[Slot.GETITEM] is None or type_of(exceptions).is_mapping:
        raise type_error("second argument (exceptions) must be a sequence")
    members = list_of(exceptions)
    if len(members) == 0:
        raise value_error("second argument (exceptions) must be a non-empty sequence")
    only_exceptions = True
    for i in range(len(members)):
        if not is_exception_type(type_of(members[i])):
            raise value_error(f"Item {i} of second argument (exceptions) is not an exception")
        only_exceptions = only_exceptions and type_of(members[i]).is_subtype(_EXCEPTION)
    if cls is _BASE_GROUP and only_exceptions:
        cls = _GROUP
    elif not only_exceptions:
        if cls is _GROUP:
            raise type_error("Cannot nest BaseExceptions in an ExceptionGroup")
        if cls.is_subtype(_EXCEPTION):
            raise type_error(f"Cannot nest BaseExceptions in '{cls.name}'")
    made = ExceptionObject(cls, tuple2(message, exceptions))
    made.set_member(0, message)
    made.set_member(1, new_tuple(members))
    return made


@exposed("__init__", rest="arguments")
def group_init(self: ExceptionObject, arguments: Tuple) -> None:
    """Initialize self."""
    self.arguments = arguments


@exposed("__str__")
def group_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    message = self.get_member(0)
    count = members_of(self).length
    return new_str(f"{message.value if isinstance(message, Str) else ''} ({count} sub-exception{'' if count == 1 else 's'})")


def members_of(group: Object) -> Tuple:
    return checked_cast(Tuple, not_none(checked_cast(ExceptionObject, group).get_member(1)))


@exposed("derive")
def group_derive(self: ExceptionObject, excs: Object, /) -> Object:
    """Return a group of the same message with other exceptions."""
    return call2(_BASE_GROUP, not_none(self.get_member(0)), excs)


@exposed("subgroup")
def group_subgroup(self: ExceptionObject, condition: Object, /) -> Object:
    """Return the part of the group for which a condition (a type, several, a predicate) holds, or None."""
    check_condition(condition)
    found = part(self, condition, True)
    return NONE if found is None else found


@exposed("split")
def group_split(self: ExceptionObject, condition: Object, /) -> Object:
    """Return the part of the group for which a condition holds, and the rest; each may be None."""
    check_condition(condition)
    matching = part(self, condition, True)
    rest = part(self, condition, False)
    return tuple2(NONE if matching is None else matching, NONE if rest is None else rest)


@exposed_class("__class_getitem__")
def group_class_getitem(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item if isinstance(item, Tuple) else tuple1(item))


def check_condition(condition: Object) -> None:
    if is_exception_type(condition):
        return
    if isinstance(condition, Tuple):
        all_types = True
        for i in range(condition.length):
            all_types = all_types and is_exception_type(condition.item(i))
        if all_types:
            return
    elif not isinstance(condition, Type) and type_of(condition).slots[Slot.CALL] is not None:
        return
    raise type_error("expected a function, exception type or tuple of exception types")


def holds(condition: Object, exception: Object) -> bool:
    if isinstance(condition, Tuple) or is_exception_type(condition):
        return matches(exception, condition)
    return is_true(call1(condition, exception))


def part(exception: Object, condition: Object, wanted: bool) -> Optional[Object]:
    """The part of a group whose exceptions meet the condition, or (not `wanted`) do not; None when there is none."""
    if holds(condition, exception):
        return exception if wanted else None
    if not type_of(exception).is_subtype(_BASE_GROUP):
        return None if wanted else exception
    members = members_of(exception)
    kept: list[Object] = []
    enter_recursion(" in exceptiongroup_split_recursive")
    try:
        for i in range(members.length):
            found = part(members.item(i), condition, wanted)
            if found is not None:
                kept.append(found)
    finally:
        leave_recursion()
    if len(kept) == 0:
        return None
    return derived(checked_cast(ExceptionObject, exception), new_list(kept))


def derived(group: ExceptionObject, members: List) -> Object:
    """A group made by ``derive`` that shares traceback, cause, context and notes."""
    made = call1(get_attribute(group, "derive"), members)
    if not isinstance(made, ExceptionObject) or not type_of(made).is_subtype(_BASE_GROUP):
        raise type_error("derive must return an instance of BaseExceptionGroup")
    made.traceback = group.traceback
    made.cause = group.cause
    made.context = group.context
    notes = group.get_own("__notes__")
    if notes is not None and type_of(notes).slots[Slot.GETITEM] is not None:
        made.set_own("__notes__", new_list(list_of(notes)))
    return made


add_methods(_BASE_GROUP, __name__, "group_")
add_members(_BASE_GROUP, ["message", "exceptions"], is_readonly=True)
