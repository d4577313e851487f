"""Built-in modules: which functions and values each has."""
from __future__ import annotations

import sys
from typing import Any, Callable, Optional, Sequence

from interpreter.gateway.exposed import exposure_of
from interpreter.objects.dict import Dict
from interpreter.objects.module import Module
from interpreter.objects.object import Object


class ModuleDefinition:
    """One built-in module. `contents` are its attributes that are no functions."""

    def __init__(self, name: str, doc: Optional[str], functions: list[Callable[..., Any]], contents: dict[str, Object], dict: Dict) -> None:
        self.name = name
        self.doc = doc
        self.functions = functions
        self.contents = contents
        self.module = Module(dict)


module_definitions: list[ModuleDefinition] = []


def define_module(python_module: str, name: str, *, contents: Optional[dict[str, Object]] = None, dict: Optional[Dict] = None,
                  parts: Sequence[str] = ()) -> Module:
    """A built-in module with the exposed functions of an RPython module: ``define_module(__name__, "math", contents={"pi": ...})``.
    `parts` are RPython modules whose exposed functions belong to it, too."""
    live = sys.modules[python_module]
    functions = [f for part in (*parts, python_module) for f in vars(sys.modules[part]).values()
                 if callable(f) and exposure_of(f) is not None and f.__module__ == part]
    definition = ModuleDefinition(name, live.__doc__, functions, contents or {}, dict if dict is not None else Dict())
    module_definitions.append(definition)
    return definition.module
