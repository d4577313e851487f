"""What Python's `str` can do beyond the `str` of RPython, which knows no letters outside of Latin-1.

Searching, splitting, stripping, joining and padding are RPython's own methods.
"""
from __future__ import annotations

from typing import Callable, Optional, TypeVar

from interpreter.text import characters
from interpreter.text.characters import (
    ALPHA, CAPITAL_SIGMA, CASED, CASE_IGNORABLE, DECIMAL, DIGIT, FINAL_SIGMA, LOWER, NUMERIC, PRINTABLE, SMALL_SIGMA,
    SPACE, SPECIAL, TITLE, UPPER, XID_CONTINUE, XID_START, flags_of,
)
from interpreter.text.codecs.errors import append_escape
from interpreter.text.codecs.memory import store_8, store_16, store_32, width_of
from interpreter.text.units import expand_tabs_of
from transform.rpython import Ptr, cast, inline, keepalive, specialize, str_pointer, str_width, uint8, uint16, uint32
from transform.rpython.builders import StrBuffer, StringBuilder

T = TypeVar("T", bound=int)


# Kinds of text.


@inline
@specialize("kinds")
def _all_are(text: str, kinds: int) -> bool:
    """Whether each character is of one of these kinds."""
    for c in text:
        if flags_of(ord(c)) & kinds == 0:
            return False
    return True


def is_alpha(text: str) -> bool:
    return len(text) > 0 and _all_are(text, ALPHA)


def is_decimal(text: str) -> bool:
    return len(text) > 0 and _all_are(text, DECIMAL)


def is_digit(text: str) -> bool:
    return len(text) > 0 and _all_are(text, DIGIT)


def is_numeric(text: str) -> bool:
    return len(text) > 0 and _all_are(text, NUMERIC)


def is_alnum(text: str) -> bool:
    return len(text) > 0 and _all_are(text, ALPHA | DECIMAL | DIGIT | NUMERIC)


def is_space(text: str) -> bool:
    return len(text) > 0 and _all_are(text, SPACE)


def is_printable(text: str) -> bool:
    return _all_are(text, PRINTABLE)


def is_identifier(text: str) -> bool:
    """Whether it is a name by the grammar (PEP 3131), keywords too."""
    if len(text) == 0 or flags_of(ord(text[0])) & XID_START == 0 and text[0] != "_":
        return False
    return _all_are(text, XID_CONTINUE)


@inline
@specialize("wanted", "unwanted")
def _is_cased(text: str, wanted: int, unwanted: int) -> bool:
    """Whether there is a character of the wanted case and none of the others."""
    found = False
    for c in text:
        flags = flags_of(ord(c))
        if flags & unwanted != 0:
            return False
        if flags & wanted != 0:
            found = True
    return found


def is_upper(text: str) -> bool:
    return _is_cased(text, UPPER, LOWER | TITLE)


def is_lower(text: str) -> bool:
    return _is_cased(text, LOWER, UPPER | TITLE)


def is_title(text: str) -> bool:
    """Whether capitals stand at the beginning of words and nowhere else."""
    found = False
    in_word = False
    for c in text:
        flags = flags_of(ord(c))
        if flags & (UPPER | TITLE) != 0:
            if in_word:
                return False
            in_word = True
            found = True
        elif flags & LOWER != 0:
            if not in_word:
                return False
            found = True
        else:
            in_word = False
    return found


# Case.


@inline
def _append_upper(builder: StringBuilder, code: int) -> None:
    simple = characters.upper_unless_special(code)
    if simple == SPECIAL:
        builder.append(characters.full_upper(code))
    else:
        builder.append_code(simple)


@inline
def _append_title(builder: StringBuilder, code: int) -> None:
    simple = characters.title_unless_special(code)
    if simple == SPECIAL:
        builder.append(characters.full_title(code))
    else:
        builder.append_code(simple)


@inline
def _append_lower(builder: StringBuilder, text: str, i: int) -> None:
    """Appends the small form of ``text[i]``, which depends on its place if it is a sigma."""
    code = ord(text[i])
    simple = characters.lower_unless_special(code)
    if simple == SMALL_SIGMA and code == CAPITAL_SIGMA:
        builder.append_code(FINAL_SIGMA if _is_final(text, i) else SMALL_SIGMA)
    elif simple == SPECIAL:
        builder.append(characters.full_lower(code))
    else:
        builder.append_code(simple)


def _is_final(text: str, i: int) -> bool:
    """Whether position ``i`` is the end of a word (Unicode 14.0, table 3-17, Final_Sigma)."""
    before = i - 1
    while before >= 0 and flags_of(ord(text[before])) & CASE_IGNORABLE != 0:
        before -= 1
    if before < 0 or flags_of(ord(text[before])) & CASED == 0:
        return False
    behind = i + 1
    while behind < len(text) and flags_of(ord(text[behind])) & CASE_IGNORABLE != 0:
        behind += 1
    return behind == len(text) or flags_of(ord(text[behind])) & CASED == 0


@inline
@specialize("first")
def _switch_ascii_case(text: str, first: int) -> str:
    """Text in ASCII with the other case for the 26 letters from ``first`` on."""
    source = str_pointer(text)
    buffer = StrBuffer(1, len(text))
    target = buffer.pointer()
    for i in range(len(text)):
        c = source[i]
        target[i] = c ^ uint8(32) if first <= int(c) < first + 26 else c
    keepalive(text)
    return buffer.build()


@specialize("change")
def _changed(text: str, change: Callable[[int], int]) -> Optional[str]:
    """Each character changed by itself. None where one is `SPECIAL`, or the result has another width."""
    memory = str_pointer(text)
    width = str_width(text)
    buffer = StrBuffer(width, len(text))
    target = buffer.pointer()
    if width == 1:
        union = _change_units(memory, len(text), target, change, store_8)
    elif width == 2:
        union = _change_units(cast(uint16, memory), len(text), cast(uint16, target), change, store_16)
    else:
        union = _change_units(cast(uint32, memory), len(text), cast(uint32, target), change, store_32)
    keepalive(text)
    return buffer.build() if union >= 0 and width_of(union) == width else None


@specialize("change", "store")
def _change_units(source: Ptr[T], count: int, target: Ptr[T], change: Callable[[int], int],
                  store: Callable[[Ptr[T], int, int], None]) -> int:
    """The bitwise union of the changed characters, negative if one is `SPECIAL`."""
    union = 0
    for i in range(count):
        code = change(int(source[i]))
        union |= code
        store(target, i, code)
    return union


def _lower_without_sigma(code: int) -> int:
    return SPECIAL if code == CAPITAL_SIGMA else characters.lower_unless_special(code)


def to_upper(text: str) -> str:
    if text.isascii():
        return _switch_ascii_case(text, 97)
    simple = _changed(text, characters.upper_unless_special)
    if simple is not None:
        return simple
    builder = StringBuilder()
    for c in text:
        _append_upper(builder, ord(c))
    return builder.build()


def to_lower(text: str) -> str:
    if text.isascii():
        return _switch_ascii_case(text, 65)
    simple = _changed(text, _lower_without_sigma)
    if simple is not None:
        return simple
    builder = StringBuilder()
    for i in range(len(text)):
        _append_lower(builder, text, i)
    return builder.build()


def to_casefold(text: str) -> str:
    """The form for caseless comparison."""
    if text.isascii():
        return _switch_ascii_case(text, 65)
    simple = _changed(text, characters.lower_unless_special)
    if simple is not None:
        return simple
    builder = StringBuilder()
    for c in text:
        code = ord(c)
        lower = characters.lower_unless_special(code)
        if lower == SPECIAL:
            builder.append(characters.full_fold(code))
        else:
            builder.append_code(lower)
    return builder.build()


def to_capitalized(text: str) -> str:
    if len(text) == 0:
        return text
    builder = StringBuilder()
    _append_title(builder, ord(text[0]))
    for i in range(1, len(text)):
        _append_lower(builder, text, i)
    return builder.build()


def to_title(text: str) -> str:
    builder = StringBuilder()
    in_word = False
    for i in range(len(text)):
        if in_word:
            _append_lower(builder, text, i)
        else:
            _append_title(builder, ord(text[i]))
        in_word = flags_of(ord(text[i])) & CASED != 0
    return builder.build()


def to_swapped_case(text: str) -> str:
    builder = StringBuilder()
    for i in range(len(text)):
        flags = flags_of(ord(text[i]))
        if flags & UPPER != 0:
            _append_lower(builder, text, i)
        elif flags & LOWER != 0:
            _append_upper(builder, ord(text[i]))
        else:
            builder.append_char(text[i])
    return builder.build()


# Changing characters.


class Translation:
    """What `translate` puts in place of each character."""

    def text_of(self, code: int) -> str:
        """The text for a character; the character itself if it stays, "" if it goes."""
        raise NotImplementedError


def translate(text: str, translation: Translation) -> str:
    """Asks once only for each character of ASCII."""
    builder = StringBuilder()
    known = [""] * 128
    is_known = [False] * 128
    for c in text:
        code = ord(c)
        if code >= 128:
            builder.append(translation.text_of(code))
        else:
            if not is_known[code]:
                known[code] = translation.text_of(code)
                is_known[code] = True
            builder.append(known[code])
    return builder.build()


def expand_tabs(text: str, size: int) -> str:
    """Spaces in place of each tab, up to the next multiple of ``size``. OverflowError."""
    return expand_tabs_of(text, _unit_of_str, size, " ", "", "new string is too long")


def _unit_of_str(text: str, i: int) -> int:
    return ord(text[i])


def number_in_ascii(text: str) -> str:
    """The text as `int` and `float` read it: decimal digits and spaces of any script in ASCII, what is neither as "?".

    Text in ASCII stays as it is."""
    if text.isascii():
        return text
    builder = StringBuilder()
    for c in text:
        code = ord(c)
        if code < 128:
            builder.append_code(code)
        elif characters.is_space(code):
            builder.append_code(32)
        else:
            digit = characters.decimal_value(code)
            builder.append_code(48 + digit if digit >= 0 else 63)
    return builder.build()


# Literals.


def escaped(text: str) -> str:
    """The text with escapes in place of what is not ASCII."""
    if text.isascii():
        return text
    builder = StringBuilder()
    for c in text:
        if ord(c) < 128:
            builder.append_code(ord(c))
        else:
            append_escape(builder, ord(c))
    return builder.build()


def repr_of(text: str) -> str:
    """``repr(text)``"""
    quote = 34 if "'" in text and '"' not in text else 39
    builder = StringBuilder()
    builder.append_code(quote)
    for c in text:
        code = ord(c)
        if code == quote or code == 92:
            builder.append_code(92)
            builder.append_code(code)
        elif 32 <= code < 127:
            builder.append_code(code)
        elif code == 9:
            builder.append("\\t")
        elif code == 10:
            builder.append("\\n")
        elif code == 13:
            builder.append("\\r")
        elif not characters.is_printable(code):
            append_escape(builder, code)
        else:
            builder.append_code(code)
    builder.append_code(quote)
    return builder.build()
