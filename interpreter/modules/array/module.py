"""This module defines an object type which can efficiently represent
an array of basic values: characters, integers, floating point
numbers.  Arrays are sequence types and behave very much like lists,
except that the type of objects stored in them is constrained."""
from __future__ import annotations

from interpreter.gateway.modules import define_module
from interpreter.modules.array.methods import array_type
from interpreter.modules.array.objects import TYPECODES
from interpreter.objects.str import new_str

define_module(__name__, "array", contents={"array": array_type, "ArrayType": array_type, "typecodes": new_str(TYPECODES)})
