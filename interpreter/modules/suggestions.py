"""What was probably meant where an attribute or a name is not found: the similar name of those that there are."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.modules.state import builtins_dict
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.attributes import lookup_special
from interpreter.protocols.call import call0
from interpreter.protocols.iterate import list_of

_ATTRIBUTE_ERROR = EXCEPTIONS["AttributeError"]
_NAME_ERROR = EXCEPTIONS["NameError"]

_MOST_CANDIDATES = 750
_LONGEST = 40
_MOVE = 2
_CASE = 1
_FAR = 1 << 30


def suggestion_for(error: ExceptionObject) -> Optional[str]:
    """The name that was probably meant where an AttributeError or NameError was raised."""
    name = error.get_member(0) if error.map.type.member_count > 0 else None
    if not isinstance(name, Str):
        return None
    if type_of(error) is _ATTRIBUTE_ERROR:
        owner = error.get_member(1)
        return None if owner is None or owner is NONE else closest(name.value, attribute_names(owner))
    if type_of(error) is _NAME_ERROR:
        return variable_like(name.value, error)
    return None


def attribute_names(owner: Object) -> list[str]:
    """``dir(owner)``; nothing if that fails."""
    try:
        method = lookup_special(owner, "__dir__")
        return [] if method is None else sorted(texts_among(list_of(call0(method))))
    except PyError:
        return []


def variable_like(name: str, error: ExceptionObject) -> Optional[str]:
    """A local, global or built-in name of the innermost frame."""
    level = error.traceback
    if level is None:
        return None
    while level.next is not None:
        level = level.next
    frame = level.frame
    found = closest(name, frame.code.varnames)
    if found is None:
        found = closest(name, names_of(frame.globals))
    if found is None:
        found = closest(name, names_of(builtins_dict))
    return found


def names_of(variables: Dict) -> list[str]:
    return texts_among(variables.keys())


def texts_among(objects: list[Object]) -> list[str]:
    found: list[str] = []
    for x in objects:
        if isinstance(x, Str):
            found.append(x.value)
    return found


def closest(name: str, candidates: list[str]) -> Optional[str]:
    """The candidate that differs least from a name, if it does by no more than a third."""
    if len(candidates) >= _MOST_CANDIDATES:
        return None
    found: Optional[str] = None
    least = _FAR
    for candidate in candidates:
        if candidate == name:
            continue
        limit = min((len(name) + len(candidate) + 3) * _MOVE // 6, least - 1)
        distance = distance_between(name, candidate, limit)
        if distance <= limit:
            found = candidate
            least = distance
    return found


def distance_between(a: str, b: str, limit: int) -> int:
    """The Levenshtein distance of two words in which a change of case counts half; any number above `limit` if it is above that."""
    while len(a) > 0 and len(b) > 0 and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while len(a) > 0 and len(b) > 0 and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if len(a) == 0 or len(b) == 0:
        return (len(a) + len(b)) * _MOVE
    if len(a) > _LONGEST or len(b) > _LONGEST or abs(len(a) - len(b)) * _MOVE > limit:
        return limit + 1
    row = [(i + 1) * _MOVE for i in range(len(a))]
    result = 0
    for j in range(len(b)):
        diagonal = j * _MOVE
        result = diagonal
        least = _FAR
        for i in range(len(a)):
            substituted = diagonal + substitution_cost(ord(a[i]), ord(b[j]))
            diagonal = row[i]
            result = min(min(result, diagonal) + _MOVE, substituted)
            row[i] = result
            least = min(least, result)
        if least > limit:
            return limit + 1
    return result


def substitution_cost(a: int, b: int) -> int:
    if a == b:
        return 0
    return _CASE if lower(a) == lower(b) else _MOVE


def lower(code: int) -> int:
    return code + 32 if 65 <= code <= 90 else code
