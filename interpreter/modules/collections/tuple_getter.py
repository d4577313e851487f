"""The attributes of named tuples: descriptors of one item of a tuple."""
from __future__ import annotations

from interpreter.errors import attribute_error, index_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.text import repr_of


class TupleGetter(Object):
    """An item of a tuple as an attribute."""
    index: int
    doc: Object

    def __init__(self, index: int, doc: Object) -> None:
        self.index = index
        self.doc = doc

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, index: int, doc: Object, /) -> Object:
        """Create and return a new object."""
        return TupleGetter(index, doc)

    @exposed("__get__")
    def get(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        if not isinstance(instance, Tuple):
            if instance is NONE:
                return self
            raise type_error(f"descriptor for index '{self.index}' for tuple subclasses doesn't apply to '{type_of(instance).name}' object")
        if not 0 <= self.index < instance.length:
            raise index_error("tuple index out of range")
        return instance.item(self.index)

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        raise attribute_error("can't set attribute")

    @exposed("__delete__")
    def delete(self, instance: Object, /) -> None:
        """Delete an attribute of instance."""
        raise attribute_error("can't delete attribute")

    @exposed_property("__doc__")
    def get_doc(self) -> Object:
        return self.doc

    @exposed_setter("__doc__")
    def set_doc(self, value: Object) -> None:
        self.doc = value

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling"""
        return tuple2(type_of(self), tuple2(new_int(self.index), self.doc))

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"{type_of(self).name}({self.index}, {repr_of(self.doc)})"


tuple_getter_type = define(TupleGetter, "_tuplegetter", module="collections")
