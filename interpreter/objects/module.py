"""Modules."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.dict import Dict
from interpreter.objects.object import Object


class Module(Object):
    """A module; its attributes are in a dict."""
    dict: Dict

    def __init__(self, dict: Dict) -> None:
        self.dict = dict

    def has_attributes(self) -> bool:
        return True

    def get_own(self, name: str) -> Optional[Object]:
        return self.dict.get_str(name)

    def set_own(self, name: str, value: Object) -> None:
        self.dict.set_str(name, value)

    def delete_own(self, name: str) -> bool:
        return self.dict.delete_str(name)

    def get_dict(self) -> Optional[Object]:
        return self.dict
