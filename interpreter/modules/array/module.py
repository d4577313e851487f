"""This module defines an object type which can efficiently represent
an array of basic values: characters, integers, floating point
numbers.  Arrays are sequence types and behave very much like lists,
except that the type of objects stored in them is constrained."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.array.methods import array_type
from interpreter.modules.array.objects import TYPECODES
from interpreter.modules.array.pickling import reconstruct_array
from interpreter.objects.object import Object
from interpreter.objects.str import new_str


@exposed("_array_reconstructor")
def array_reconstructor(arraytype: Object, typecode: str, mformat_code: int, items: Object, /) -> Object:
    """Internal. Used for pickling support."""
    return reconstruct_array(arraytype, typecode, mformat_code, items)


define_module(__name__, "array", contents={"array": array_type, "ArrayType": array_type, "typecodes": new_str(TYPECODES)})
