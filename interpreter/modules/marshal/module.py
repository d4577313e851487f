"""This module contains functions that can read and write Python values in
a binary format. The format is specific to Python, but independent of
machine architecture issues."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.marshal.format import VERSION
from interpreter.modules.marshal.reader import unmarshalled, unmarshalled_from
from interpreter.modules.marshal.writer import marshalled
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call1


@exposed("dump")
def dump(value: Object, file: Object, version: int = VERSION, /) -> Object:
    """Write the value on the open file."""
    return call1(get_attribute(file, "write"), marshalled(value, version))


@exposed("dumps")
def dumps(value: Object, version: int = VERSION, /) -> Object:
    """Return the bytes object that would be written to a file by dump(value, file)."""
    return marshalled(value, version)


@exposed("load")
def load(file: Object, /) -> Object:
    """Read one value from the open file and return it."""
    return unmarshalled_from(file)


@exposed("loads")
def loads(bytes: Object, /) -> Object:
    """Convert the bytes-like object to a value."""
    return unmarshalled(bytes_of(bytes))


define_module(__name__, "marshal", contents={"version": new_int(VERSION)})
