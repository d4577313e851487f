"""Thread-local data. As long as there is one thread, an object has one set of attributes."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple
from interpreter.objects.type import object_type


class Local(MappedStorage, Object):
    """Thread-local data"""

    def __init__(self, type: Type) -> None:
        self.start(type)

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
        """Create and return a new object."""
        if arguments.length + keywords.count > 0 and cls.slots[Slot.INIT] is object_type.slots[Slot.INIT]:
            raise type_error("Initialization arguments are not supported")
        return Local(cls)


def allocate(type: Type) -> Object:
    return Local(type)


local_type = define(Local, "_local", allocate=allocate, module="_thread")
local_type.instances_have_dict = True
local_type.namespace["__dict__"] = DICT_DESCRIPTOR
