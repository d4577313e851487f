"""The module `_sre`: what the package `re` has its patterns matched by."""
from __future__ import annotations

from interpreter.errors import overflow_error, runtime_error, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.sre import match as _match, pattern as _pattern  # noqa: F401  (define the types)
from interpreter.modules.sre.objects import Pattern
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.list import List
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.buffer import is_buffer
from interpreter.protocols.number import index
from interpreter.regex.opcodes import MAGIC, MAXGROUPS, MAXREPEAT
from interpreter.regex.validate import CodeError
from interpreter.text import characters

_CODE_SIZE = 4


@exposed("compile")
def compile_pattern(pattern: Object, flags: int, code: List, groups: int, groupindex: Dict, indexgroup: Tuple) -> Object:
    """Makes a pattern of the code that re._compiler has written."""
    if pattern is not NONE and not isinstance(pattern, Str) and not is_buffer(pattern):
        raise type_error(f"expected string or bytes-like object, got '{type_of(pattern).name}'")
    words: list[int] = []
    for item in code.to_list():
        number = index(item)
        if not number.fits() or not 0 <= number.machine() <= MAXREPEAT:
            raise overflow_error("regular expression code size limit exceeded")
        words.append(number.machine())
    try:
        return Pattern(pattern, flags, words, groups, groupindex, indexgroup)
    except CodeError as error:
        raise runtime_error("invalid SRE code") from error


@exposed("getcodesize")
def get_code_size() -> int:
    return _CODE_SIZE


@exposed("ascii_iscased")
def ascii_is_cased(character: int, /) -> bool:
    return 0 <= character < 128 and characters.is_alpha(character)


@exposed("unicode_iscased")
def unicode_is_cased(character: int, /) -> bool:
    lower = characters.to_lower(character)
    return character != lower or character != characters.to_upper(character)


@exposed("ascii_tolower")
def ascii_to_lower(character: int, /) -> int:
    return character + 32 if 65 <= character <= 90 else character


@exposed("unicode_tolower")
def unicode_to_lower(character: int, /) -> int:
    return characters.to_lower(character)


define_module(__name__, "_sre", contents={
    "MAGIC": new_int(MAGIC), "CODESIZE": new_int(_CODE_SIZE), "MAXREPEAT": new_int(MAXREPEAT), "MAXGROUPS": new_int(MAXGROUPS),
    "copyright": new_str(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ")})
