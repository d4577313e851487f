"""Functions, methods, cells, static and class methods."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple
from transform.rpython import GcArray


class Cell(Object):
    """A variable that several functions share."""
    content: Optional[Object]

    def __init__(self, content: Optional[Object]) -> None:
        self.content = content


class Function(Object):
    """A Python function."""
    code: Code
    globals: Dict
    builtins: Dict
    defaults: Optional[Tuple]
    keyword_defaults: Optional[Dict]
    closure: Optional[GcArray[Cell]]
    name: str
    qualname: str
    module: Optional[Object]
    doc: Optional[Object]
    annotations: Optional[Object]
    attributes: Optional[Dict]

    def __init__(self, code: Code, globals: Dict, builtins: Dict) -> None:
        self.code = code
        self.globals = globals
        self.builtins = builtins
        self.defaults = None
        self.keyword_defaults = None
        self.closure = None
        self.name = code.name
        self.qualname = code.qualname
        self.module = globals.get_str("__name__")
        self.doc = None
        self.annotations = None
        self.attributes = None

    def get_member(self, index: int) -> Optional[Object]:
        return self.globals

    def has_attributes(self) -> bool:
        return True

    def get_own(self, name: str) -> Optional[Object]:
        return None if self.attributes is None else self.attributes.get_str(name)

    def set_own(self, name: str, value: Object) -> None:
        attributes = self.attributes
        if attributes is None:
            attributes = Dict()
            self.attributes = attributes
        attributes.set_str(name, value)

    def delete_own(self, name: str) -> bool:
        return False if self.attributes is None else self.attributes.delete_str(name)

    def get_dict(self) -> Optional[Object]:
        if self.attributes is None:
            self.attributes = Dict()
        return self.attributes

    def set_dict(self, value: Object) -> None:
        assert isinstance(value, Dict)
        self.attributes = value


class Method(Object):
    """A function bound to its first argument."""
    function: Object
    instance: Object

    def __init__(self, function: Object, instance: Object) -> None:
        self.function = function
        self.instance = instance

    def get_own(self, name: str) -> Optional[Object]:
        return self.function.get_own(name)


class StaticMethod(Object):
    function: Object

    def __init__(self, function: Object) -> None:
        self.function = function


class ClassMethod(Object):
    function: Object

    def __init__(self, function: Object) -> None:
        self.function = function

