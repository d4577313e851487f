"""Thread-local data: an object with attributes of its own in each thread."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error
from interpreter.eval.microthread import main_of_thread
from interpreter.gateway.exposed import exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.objects.type import object_type
from interpreter.protocols.call import invoke_any


class LocalData(MappedStorage, Object):
    """The attributes that an object has in one thread."""
    python_type = None

    def __init__(self, type: Type) -> None:
        self.start(type)


class Local(Object):
    """Thread-local data"""
    type: Type
    arguments: Tuple
    keywords: Dict

    def __init__(self, type: Type, arguments: Tuple, keywords: Dict) -> None:
        self.type = type
        self.arguments = arguments
        self.keywords = keywords
        self.add_data()

    def data(self) -> LocalData:
        """The attributes in the running thread. Where it has none yet, ``__init__`` is called again."""
        found = main_of_thread().locals.get(self)
        if isinstance(found, LocalData):
            return found
        made = self.add_data()
        initialiser = self.type.slots[Slot.INIT]
        if initialiser is not None and initialiser is not object_type.slots[Slot.INIT]:
            names, values = keyword_lists(self.keywords)
            invoke_any(initialiser, self, self.arguments.items(), names, values)
        return made

    def add_data(self) -> LocalData:
        made = LocalData(self.type)
        main_of_thread().locals.set(self, made)
        return made

    def has_attributes(self) -> bool:
        return True

    def get_own(self, name: str) -> Optional[Object]:
        return self.data().get_own(name)

    def set_own(self, name: str, value: Object) -> None:
        self.data().set_own(name, value)

    def delete_own(self, name: str) -> bool:
        return self.data().delete_own(name)

    def get_dict(self) -> Optional[Object]:
        return self.data().get_dict()

    def set_dict(self, value: Object) -> None:
        name = self.type.name if self.type.is_heap else "_thread._local"
        raise attribute_error(f"'{name}' object attribute '__dict__' is read-only")

    def get_member(self, index: int) -> Optional[Object]:
        return self.data().get_member(index)

    def set_member(self, index: int, value: Optional[Object]) -> None:
        self.data().set_member(index, value)

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
        """Create and return a new object."""
        if arguments.length + keywords.count > 0 and cls.slots[Slot.INIT] is object_type.slots[Slot.INIT]:
            raise type_error("Initialization arguments are not supported")
        return LocalInstance(cls, arguments, keywords) if cls.is_heap else Local(cls, arguments, keywords)


class LocalInstance(Local):
    """An instance of a class below ``_thread._local``."""
    python_type = None

    def dynamic_type(self) -> Type:
        return self.type


def allocate(type: Type) -> Object:
    return LocalInstance(type, EMPTY_TUPLE, Dict())


local_type = define(Local, "_local", allocate=allocate, module="_thread")
local_type.instances_have_dict = True
local_type.namespace["__dict__"] = DICT_DESCRIPTOR
