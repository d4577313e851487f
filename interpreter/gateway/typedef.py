"""Which Python type stands for which RPython class.

`define` makes the type at once; what the class exposes is put into it by assemble.py when all modules are imported."""
from __future__ import annotations

import sys
from typing import Any, Callable, Optional

from interpreter.gateway.exposed import exposure_of
from interpreter.objects.object import Object, Type
from interpreter.objects.type import object_type


class Definition:
    """One built-in type."""

    def __init__(self, cls: type, type: Type, doc: Optional[str], functions: list[Any]) -> None:
        self.cls = cls
        self.type = type
        self.doc = doc
        self.functions = functions


definitions: list[Definition] = []


def define(cls: type, name: str, *, base: Optional[Type] = None, allocate: Optional[Callable[[Type], Object]] = None,
           final: bool = False, doc: Optional[str] = None, existing: Optional[Type] = None, module: str = "builtins",
           methods: str = "", prefix: str = "") -> Type:
    """The Python type whose instances are those of `cls` (and what is below it in RPython). `methods` names a module whose exposed functions are
    methods too; where it has those of several types, those whose RPython name begins with `prefix`.

    `allocate` makes an empty instance of a Python subclass; a type without it is final, that is, no base of others."""
    made = existing if existing is not None else Type(name, None, [object_type if base is None else base], {})
    made.allocate = allocate
    made.is_final = final or allocate is None
    made.module_name = module
    functions = _exposed_functions(methods, prefix) if methods else []
    definitions.append(Definition(cls, made, doc if doc is not None else cls.__doc__, functions))
    return made


def add_methods(type: Type, methods: str, prefix: str) -> None:
    """Gives a type that is defined the exposed functions of a module whose RPython names begin with `prefix`."""
    for definition in definitions:
        if definition.type is type:
            definition.functions += _exposed_functions(methods, prefix)


def _exposed_functions(module: str, prefix: str) -> list[Any]:
    return [f for f in vars(sys.modules[module]).values()
            if callable(f) and exposure_of(f) is not None and f.__module__ == module and f.__name__.startswith(prefix)]
