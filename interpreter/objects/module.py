"""Modules."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.dict import Dict
from interpreter.objects.object import Object, Type, versions
from interpreter.objects.type import object_type

module_type = Type("module", None, [object_type], {})


class Module(Object):
    """A module; its attributes are in a dict. `kind` is its type, which a program may replace by one below `module_type`."""
    dict: Dict
    kind: Type

    def __init__(self, dict: Dict) -> None:
        self.dict = dict
        self.kind = module_type

    def dynamic_type(self) -> Type:
        return self.kind

    def set_type(self, new_type: Type) -> bool:
        if new_type.member_count > 0:
            return False
        self.kind = new_type
        self.dict.layout = versions.next()
        return True

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
