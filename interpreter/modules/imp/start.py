"""The start of the import system: importlib is run from its frozen code and installs its importers."""
from __future__ import annotations

from interpreter.errors import system_error
from interpreter.modules.imp import frozen
from interpreter.modules.imp.module import run_frozen
from interpreter.modules.importing import import_full
from interpreter.modules.state import builtin_modules, modules, system
from interpreter.objects.importlib import importlib, of_importlib
from interpreter.objects.list import List
from interpreter.objects.object import Object
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call2
from transform.rpython import not_none


def start_importing() -> None:
    """Called once, when `sys` has what the command line says."""
    modules.set_str("_imp", builtin_modules["_imp"])
    importlib.module = run_frozen("_frozen_importlib", not_none(frozen.find("_frozen_importlib")))
    call2(of_importlib("_install"), builtin_modules["sys"], builtin_modules["_imp"])
    call0(of_importlib("_install_external_importers"))
    add_zip_importer()


def add_zip_importer() -> None:
    """Puts the importer of ZIP files first among those of paths."""
    hooks = system.get_str("path_hooks")
    if not isinstance(hooks, List):
        raise system_error("sys.path_hooks must be a list of import hooks")
    importer: Object = get_attribute(import_full("zipimport"), "zipimporter")
    first = hooks.to_list()
    hooks.clear_from(0)
    hooks.push(importer)
    for hook in first:
        hooks.push(hook)
