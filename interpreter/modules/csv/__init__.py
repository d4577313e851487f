"""CSV parsing and writing."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.csv import dialect, reader, writer
from interpreter.modules.csv.dialect import dialect_type, error_type, registered, registry, with_dialect_keyword
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.number import as_int


@exposed("register_dialect", rest="arguments", keywords="keywords")
def register_dialect(arguments: Tuple, keywords: Dict) -> None:
    """Create a mapping from a string name to a dialect class."""
    if not 1 <= arguments.length <= 2:
        raise type_error(f" expected at {'least 1 argument' if arguments.length < 1 else 'most 2 arguments'}, got {arguments.length}")
    name = arguments.item(0)
    if not isinstance(name, Str):
        raise type_error("dialect name must be a string")
    registry.dialects.set(name, with_dialect_keyword(arguments.item(1) if arguments.length == 2 else None, keywords))


@exposed("unregister_dialect")
def unregister_dialect(name: Object) -> None:
    """Delete the name/dialect mapping associated with a string name."""
    registered(name)
    registry.dialects.delete(name)


@exposed("get_dialect")
def get_dialect(name: Object) -> Object:
    """Return the dialect instance associated with name."""
    return registered(name)


@exposed("list_dialects")
def list_dialects() -> Object:
    """Return a list of all known dialect names."""
    return new_list(registry.dialects.keys())


@exposed("field_size_limit")
def field_size_limit(new_limit: Optional[Object] = None) -> int:
    """Sets an upper limit on parsed fields."""
    before = registry.limit
    if new_limit is not None:
        if not isinstance(new_limit, Int):
            raise type_error("limit must be an integer")
        registry.limit = as_int(new_limit)
    return before


define_module(__name__, "_csv", parts=[reader.__name__, writer.__name__], contents={
    "__version__": new_str("1.0"), "_dialects": registry.dialects, "Error": error_type, "Dialect": dialect_type,
    "Reader": reader.reader_type, "Writer": writer.writer_type, "QUOTE_MINIMAL": new_int(dialect.MINIMAL), "QUOTE_ALL": new_int(dialect.ALL),
    "QUOTE_NONNUMERIC": new_int(dialect.NONNUMERIC), "QUOTE_NONE": new_int(dialect.NEVER)})
