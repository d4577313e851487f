"""Which Python type stands for which RPython class.

`define` makes the type at once; what the class exposes is put into it by assemble.py when all modules are imported."""
from __future__ import annotations

from typing import Callable, Optional

from interpreter.objects.object import Object, Type


class Definition:
    """One built-in type."""
    cls: type
    type: Type
    doc: Optional[str]

    def __init__(self, cls: type, type: Type, doc: Optional[str]) -> None:
        self.cls = cls
        self.type = type
        self.doc = doc


definitions: list[Definition] = []


def define(cls: type, name: str, *, base: Optional[Type] = None, allocate: Optional[Callable[[Type], Object]] = None,
           final: bool = False, doc: Optional[str] = None, type: Optional[Type] = None, module: str = "builtins") -> Type:
    """The Python type whose instances are those of `cls` (and what is below it in RPython).

    `allocate` makes an empty instance of a Python subclass; a type without it is final, that is, no base of others."""
    if type is None:
        bases = [base] if base is not None else [Object.python_type] if Object.python_type is not None else []
        type = Type(name, None, bases, {})  # type: ignore[arg-type]
    type.allocate = allocate
    type.is_final = final or allocate is None
    type.module_name = module
    definitions.append(Definition(cls, type, doc if doc is not None else cls.__doc__))
    return type
