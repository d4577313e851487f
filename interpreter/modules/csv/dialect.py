"""Dialects: how a CSV file is written, and the registry of their names."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int

error_type = Type("Error", None, [EXCEPTIONS["Exception"]], {"__module__": new_str("_csv")})
define(ExceptionObject, "Error", existing=error_type, allocate=new_exception, module="_csv", doc="")

MINIMAL, ALL, NONNUMERIC, NEVER = range(4)
NOT_SET = -2
"""Stands for a character that there is none of."""

_OPTIONS = ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"]


def csv_error(text: str) -> PyError:
    return PyError(error_type, text)


class Dialect(Object):
    """CSV dialect

    The Dialect type records CSV parsing and generation options."""
    delimiter: int
    doubles_quotes: bool
    escape: int
    line_end: str
    quote: int
    quoting: int
    skips_space: bool
    is_strict: bool

    def __init__(self, options: list[Optional[Object]]) -> None:
        self.delimiter = character(options[0], "delimiter", ",", False)
        self.doubles_quotes = truth(options[1], True)
        self.escape = character(options[2], "escapechar", "", True)
        end = options[3]
        if end is not None and end is not NONE and not isinstance(end, Str):
            raise type_error('"lineterminator" must be a string')
        self.line_end = end.value if isinstance(end, Str) else "\r\n"
        self.quote = character(options[4], "quotechar", '"', True)
        quoting = options[5]
        if quoting is not None and not isinstance(quoting, Int):
            raise type_error('"quoting" must be an integer')
        self.quoting = as_int(quoting) if quoting is not None else MINIMAL
        self.skips_space = truth(options[6], False)
        self.is_strict = truth(options[7], False)
        if not 0 <= self.quoting <= NEVER:
            raise type_error('bad "quoting" value')
        if options[4] is NONE and quoting is None:
            self.quoting = NEVER
        if self.quoting != NEVER and self.quote == NOT_SET:
            raise type_error("quotechar must be set if quoting enabled")
        if end is NONE:
            raise type_error("lineterminator must be set")


def truth(value: Optional[Object], default: bool) -> bool:
    return default if value is None else is_true(value)


def character(value: Optional[Object], name: str, default: str, may_lack: bool) -> int:
    """The code of a character, or NOT_SET. TypeError."""
    if value is None:
        return ord(default[0]) if len(default) > 0 else NOT_SET
    if value is NONE and may_lack:
        return NOT_SET
    if not isinstance(value, Str):
        raise type_error(f'"{name}" must be string{" or None" if may_lack else ""}, not {type_of(value).name}')
    if len(value.value) != 1:
        raise type_error(f'"{name}" must be a 1-character string')
    return ord(value.value[0])


def shown(code: int) -> Object:
    return NONE if code == NOT_SET else new_str(chr(code))


class Registry:
    """Dialects by their names."""
    dialects: Dict
    limit: int

    def __init__(self) -> None:
        self.dialects = Dict()
        self.limit = 128 * 1024


registry = Registry()


def registered(name: Object) -> Object:
    found = registry.dialects.get(name)
    if found is None:
        raise csv_error("unknown dialect")
    return found


def make_dialect(base: Optional[Object], keywords: Dict) -> Dialect:
    """The dialect that a name or an object with its settings as attributes means, changed by keywords."""
    if isinstance(base, Str):
        base = registered(base)
    options: list[Optional[Object]] = []
    known = 0
    for name in _OPTIONS:
        option = keywords.get_str(name)
        if option is not None:
            known += 1
        elif base is not None:
            option = find_optional(base, name)
        options.append(option)
    if keywords.count > known:
        for key in keywords.keys():
            if isinstance(key, Str) and key.value not in _OPTIONS:
                raise type_error(f"'{key.value}' is an invalid keyword argument for this function")
    if isinstance(base, Dialect) and known == 0:
        return base
    return Dialect(options)


def dialect_argument(arguments: Tuple, keywords: Dict) -> Dialect:
    """The dialect that a reader or a writer is made with: its second argument, and keywords."""
    if not 1 <= arguments.length <= 2:
        bound, plural = ("least 1 argument", arguments.length) if arguments.length < 1 else ("most 2 arguments", arguments.length)
        raise type_error(f" expected at {bound}, got {plural}")
    return with_dialect_keyword(arguments.item(1) if arguments.length == 2 else None, keywords)


def with_dialect_keyword(base: Optional[Object], keywords: Dict) -> Dialect:
    named = keywords.get_str("dialect")
    if named is None:
        return make_dialect(None if base is NONE else base, keywords)
    if base is not None:
        raise type_error("argument for function given by name ('dialect') and position (1)")
    others = keywords.copy()
    others.delete(new_str("dialect"))
    return make_dialect(None if named is NONE else named, others)


@exposed_static("__new__", rest="arguments", keywords="keywords")
def dialect_new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    return with_dialect_keyword(arguments.item(0) if arguments.length > 0 else None, keywords)


@exposed("__reduce__", rest="arguments")
def dialect_reduce(self: Dialect, arguments: Tuple) -> Object:
    """raises an exception to avoid pickling"""
    raise type_error("cannot pickle 'Dialect' instances")


@exposed("__reduce_ex__", rest="arguments")
def dialect_reduce_ex(self: Dialect, arguments: Tuple) -> Object:
    """raises an exception to avoid pickling"""
    raise type_error("cannot pickle 'Dialect' instances")


@exposed_property("delimiter")
def dialect_delimiter(self: Dialect) -> Object:
    return shown(self.delimiter)


@exposed_property("doublequote")
def dialect_doublequote(self: Dialect) -> bool:
    return self.doubles_quotes


@exposed_property("escapechar")
def dialect_escapechar(self: Dialect) -> Object:
    return shown(self.escape)


@exposed_property("lineterminator")
def dialect_lineterminator(self: Dialect) -> str:
    return self.line_end


@exposed_property("quotechar")
def dialect_quotechar(self: Dialect) -> Object:
    return shown(self.quote)


@exposed_property("quoting")
def dialect_quoting(self: Dialect) -> Object:
    return new_int(self.quoting)


@exposed_property("skipinitialspace")
def dialect_skipinitialspace(self: Dialect) -> bool:
    return self.skips_space


@exposed_property("strict")
def dialect_strict(self: Dialect) -> bool:
    return self.is_strict


dialect_type = define(Dialect, "Dialect", methods=__name__, prefix="dialect_", module="_csv")
