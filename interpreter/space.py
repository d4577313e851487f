"""Imports everything that makes up the interpreter, and assembles the built-in types and modules."""
from __future__ import annotations

from interpreter.eval import run  # noqa: F401  (puts the evaluation loop where calls look for it)
from interpreter.gateway.assemble import assemble
from interpreter.objects import exceptions, object_methods, property, type_methods  # noqa: F401
from interpreter.protocols import compare  # noqa: F401

assemble()
