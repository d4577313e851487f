"""Imports everything that makes up the interpreter, and assembles the built-in types and modules."""
from __future__ import annotations

import importlib
import pkgutil

from interpreter import modules, objects
from interpreter.eval import resume, run  # noqa: F401  (puts the evaluation loop where calls look for it)
from interpreter.gateway.assemble import assemble
from interpreter.gateway.modules import module_definitions
from interpreter.modules import builtins, io, sys
from interpreter.modules.state import system
from interpreter.objects.str import new_str
from interpreter.objects.tuple import new_tuple

for _package in (objects, modules):
    for _found in pkgutil.walk_packages(_package.__path__, _package.__name__ + "."):
        importlib.import_module(_found.name)

assemble()
builtins.add_types()
sys.add_originals()
system.set_str("builtin_module_names", new_tuple([new_str(definition.name) for definition in
                                                  sorted(module_definitions, key=lambda definition: definition.name)]))
io.add_open()
