"""What several built-in modules share: ``sys.modules`` and the contents of ``sys``."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.dict import Dict
from interpreter.objects.module import Module
from interpreter.objects.object import Object

modules = Dict()
"""``sys.modules``."""

system = Dict()
"""The attributes of ``sys``."""

builtin_modules: dict[str, Module] = {}
"""All built-in modules by name, imported or not."""

builtins_dict = Dict()
"""The attributes of ``builtins``."""


class AsyncHooks:
    """What ``sys.set_asyncgen_hooks`` was given."""
    first: Optional[Object]
    finalizer: Optional[Object]

    def __init__(self) -> None:
        self.first = None
        self.finalizer = None


async_hooks = AsyncHooks()


class Settings:
    """What the command line settled. `optimize` is for everything that is compiled: 0, 1 (``-O``: no assertions) or 2 (``-OO``: no docstrings);
    `verbose` is how often ``-v`` was given; `tells_import_time` is ``-X importtime``; `warns_of_bytes` is ``-b``.
    `is_finalizing` is set when the program has come to its end."""
    optimize: int
    verbose: int
    tells_import_time: bool
    warns_of_bytes: bool
    is_finalizing: bool

    def __init__(self) -> None:
        self.optimize = 0
        self.verbose = 0
        self.tells_import_time = False
        self.warns_of_bytes = False
        self.is_finalizing = False


settings = Settings()
