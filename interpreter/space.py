"""Imports everything that makes up the interpreter, and assembles the built-in types and modules."""
from __future__ import annotations

import os

from interpreter.eval import resume, run  # noqa: F401  (puts the evaluation loop where calls look for it)
from interpreter.gateway.assemble import assemble
from interpreter.modules import builtins, sys, weakref  # noqa: F401
from interpreter.modules import itertools  # noqa: F401
from interpreter.modules.sre import module as sre  # noqa: F401
from interpreter.modules.codecs import module as codecs  # noqa: F401
from interpreter.modules import cmath, math, random  # noqa: F401
from interpreter.modules.struct import module as struct  # noqa: F401
from interpreter.modules import string  # noqa: F401
from interpreter.modules.ucd import module as unicodedata  # noqa: F401
from interpreter.objects import (  # noqa: F401
    async_generator_methods, bytearray_methods, bytes_methods, descriptors, exception_methods, exceptions, function_methods, generator_methods, group_methods, introspection, member, memoryview, object_methods, property,
    str_methods, type_methods,
)
from interpreter.objects import bool_methods, complex_methods, dict_methods, float_methods, int_methods, set_methods  # noqa: F401
from interpreter.objects import iterator_tools, list_methods, range_methods, singleton_methods, slice_methods, tuple_methods, union_methods  # noqa: F401
from interpreter.protocols import compare  # noqa: F401

LIBRARY: list[str] = [os.path.dirname(os.__file__)]
"""Where the standard library's Python files are."""

assemble()
builtins.add_types()
