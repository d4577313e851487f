"""Pickling of code objects: as marshalled data, with a stamp of the machine for which they were compiled."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.exposed import exposed
from interpreter.magic import magic
from interpreter.modules.freeze.names import own_function
from interpreter.modules.marshal.format import VERSION
from interpreter.modules.marshal.reader import unmarshalled
from interpreter.modules.marshal.writer import marshalled
from interpreter.objects.code import Code
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.tuple import tuple2
from interpreter.protocols.buffer import bytes_of

_IMPORT_ERROR = EXCEPTIONS["ImportError"]

_STAMP = magic()
"""Another one means another instruction set, or another compiler, so that a frame's registers would mean something else."""


@exposed("reduce_code")
def reduce_code(code: Code, /) -> Object:
    """Pickles keep the stamp of the machine and the marshalled code."""
    return tuple2(own_function("code"), tuple2(new_int(_STAMP), marshalled(code, VERSION)))


@exposed("code")
def code(stamp: int, data: Object, /) -> Object:
    """Code that was pickled. ImportError if it was compiled for another machine."""
    if stamp != _STAMP:
        raise PyError(_IMPORT_ERROR, f"the pickle has code for another version of Bobbin (stamp {stamp}, this is {_STAMP})")
    return unmarshalled(bytes_of(data))
