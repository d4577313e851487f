"""Names of types as messages show them."""
from __future__ import annotations

from interpreter.objects.object import Type


def c_name(t: Type) -> str:
    """The name that CPython's C code has for a type: that of a built-in module's type has the module."""
    return t.name if t.is_heap or t.module_name == "builtins" else f"{t.module_name}.{t.name}"
