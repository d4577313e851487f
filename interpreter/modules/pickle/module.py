"""Optimized C implementation for the Python pickle module."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.pickle.buffer_methods import buffer_type
from interpreter.modules.pickle.errors import pickle_error_type, pickling_error_type, unpickling_error_type
from interpreter.modules.pickle.pickler import Pickler, pickler_type
from interpreter.modules.pickle.source import Source
from interpreter.modules.pickle.unpickler import Unpickler, unpickler_type
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.protocols.buffer import bytes_of


@exposed("dump")
def dump(obj: Object, file: Object, protocol: Object = NONE, *, fix_imports: bool = True, buffer_callback: Object = NONE) -> None:
    """Write a pickled representation of obj to the open file object file."""
    pickler = Pickler(pickler_type)
    pickler.prepare(protocol, fix_imports, buffer_callback)
    pickler.open(file)
    pickler.pickle(obj)


@exposed("dumps")
def dumps(obj: Object, protocol: Object = NONE, *, fix_imports: bool = True, buffer_callback: Object = NONE) -> bytes:
    """Return the pickled representation of the object as a bytes object."""
    pickler = Pickler(pickler_type)
    pickler.prepare(protocol, fix_imports, buffer_callback)
    return pickler.pickle(obj)


@exposed("load")
def load(file: Object, *, fix_imports: bool = True, encoding: str = "ASCII", errors: str = "strict", buffers: Object = NONE) -> Object:
    """Read and return an object from the pickle data stored in a file."""
    unpickler = Unpickler(unpickler_type)
    unpickler.prepare(fix_imports, encoding, errors, buffers)
    unpickler.source.open(file)
    return unpickler.load()


@exposed("loads")
def loads(data: Object, /, *, fix_imports: bool = True, encoding: str = "ASCII", errors: str = "strict", buffers: Object = NONE) -> Object:
    """Read and return an object from the given pickle data."""
    unpickler = Unpickler(unpickler_type)
    unpickler.prepare(fix_imports, encoding, errors, buffers)
    unpickler.source = Source(bytes_of(data))
    return unpickler.load()


define_module(__name__, "_pickle", contents={
    "PickleBuffer": buffer_type, "PickleError": pickle_error_type, "Pickler": pickler_type, "PicklingError": pickling_error_type,
    "Unpickler": unpickler_type, "UnpicklingError": unpickling_error_type})
