"""The module `_frozen_importlib`, as it was started: programs may take it out of ``sys.modules``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import system_error
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.protocols.attributes import get_attribute


class Importlib:
    """`module` is None until the import system is started."""
    module: Optional[Module]

    def __init__(self) -> None:
        self.module = None


importlib = Importlib()


def of_importlib(name: str) -> Object:
    """A function of importlib."""
    module = importlib.module
    if module is None:
        raise system_error("the import system has not been started")
    return get_attribute(module, name)
