"""The type of character databases: one for each version of Unicode."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.objects.float import new_float
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str, new_str
from interpreter.text import names
from interpreter.text.database import CURRENT, Database
from interpreter.text.normalization import Form, form_of_name, is_normalized, normalize

_KEY_ERROR = EXCEPTIONS["KeyError"]


class CharacterDatabase(Object):
    """A version of the Unicode Character Database."""
    database: Database

    def __init__(self, database: Database) -> None:
        self.database = database


_UNASSIGNED = "Cn"



def code_of(function: str, x: Object, argument: str = "argument") -> int:
    """The code point of a str of one character."""
    if not isinstance(x, Str) or len(x.value) != 1:
        raise type_error(f"{function}() {argument} must be a unicode character, not {type_of(x).name}")
    return ord(x.value[0])


def form_of(form: str) -> Form:
    try:
        return form_of_name(form)
    except ValueError as error:
        raise value_error("invalid normalization form") from error


@exposed("category")
def database_category(self: CharacterDatabase, chr: Object, /) -> str:
    """Returns the general category assigned to the character chr as string."""
    return self.database.category(code_of("category", chr))


@exposed("bidirectional")
def database_bidirectional(self: CharacterDatabase, chr: Object, /) -> str:
    """Returns the bidirectional class assigned to the character chr as string."""
    return self.database.bidirectional(code_of("bidirectional", chr))


@exposed("combining")
def database_combining(self: CharacterDatabase, chr: Object, /) -> int:
    """Returns the canonical combining class assigned to the character chr as integer."""
    return self.database.combining(code_of("combining", chr))


@exposed("mirrored")
def database_mirrored(self: CharacterDatabase, chr: Object, /) -> int:
    """Returns the mirrored property assigned to the character chr as integer."""
    return self.database.mirrored(code_of("mirrored", chr))


@exposed("east_asian_width")
def database_east_asian_width(self: CharacterDatabase, chr: Object, /) -> str:
    """Returns the east asian width assigned to the character chr as string."""
    return self.database.east_asian_width(code_of("east_asian_width", chr))


@exposed("decomposition")
def database_decomposition(self: CharacterDatabase, chr: Object, /) -> str:
    """Returns the character decomposition mapping assigned to the character chr as string."""
    return self.database.decomposition(code_of("decomposition", chr))


def given(default: Optional[Object], message: str) -> Object:
    """The default for a character without the property. ValueError without one."""
    if default is None:
        raise value_error(message)
    return default


@exposed("decimal")
def database_decimal(self: CharacterDatabase, chr: Object, default: Optional[Object] = None, /) -> Object:
    """Converts a Unicode character into its equivalent decimal value."""
    value = self.database.decimal_value(code_of("decimal", chr, "argument 1"))
    if value < 0:
        return given(default, "not a decimal")
    return new_int(value)


@exposed("digit")
def database_digit(self: CharacterDatabase, chr: Object, default: Optional[Object] = None, /) -> Object:
    """Converts a Unicode character into its equivalent digit value."""
    value = self.database.digit_value(code_of("digit", chr, "argument 1"))
    if value < 0:
        return given(default, "not a digit")
    return new_int(value)


@exposed("numeric")
def database_numeric(self: CharacterDatabase, chr: Object, default: Optional[Object] = None, /) -> Object:
    """Converts a Unicode character into its equivalent numeric value."""
    code = code_of("numeric", chr, "argument 1")
    if not self.database.has_number(code):
        return given(default, "not a numeric character")
    return new_float(self.database.numeric_value(code))


@exposed("name")
def database_name(self: CharacterDatabase, chr: Object, default: Optional[Object] = None, /) -> Object:
    """Returns the name assigned to the character chr as a string."""
    code = code_of("name", chr, "argument 1")
    found = names.name_of(code)
    if found == "" or self.database is not CURRENT and self.database.category(code) == _UNASSIGNED:
        return given(default, "no such name")
    return new_str(found)


@exposed("lookup")
def database_lookup(self: CharacterDatabase, name: str, /) -> str:
    """Look up character by name."""
    found = names.text_of(name)
    if found == "" or self.database is not CURRENT and (len(found) > 1 or self.database.category(ord(found[0])) == _UNASSIGNED):
        raise PyError(_KEY_ERROR, f"undefined character name '{name}'")
    return found


@exposed("normalize")
def database_normalize(self: CharacterDatabase, form: str, unistr: str, /) -> str:
    """Return the normal form 'form' for the Unicode string unistr."""
    return normalize(self.database, form_of(form), unistr)


@exposed("is_normalized")
def database_is_normalized(self: CharacterDatabase, form: str, unistr: str, /) -> bool:
    """Return whether the Unicode string unistr is in the normal form 'form'."""
    return is_normalized(self.database, form_of(form), unistr)


@exposed_property("unidata_version")
def database_version(self: CharacterDatabase) -> str:
    return self.database.version


database_type = define(CharacterDatabase, "UCD", methods=__name__, prefix="database_", module="unicodedata", doc="")
