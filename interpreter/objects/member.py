"""Members: attributes at a fixed place in instances, made by ``__slots__`` or belonging to built-in types."""
from __future__ import annotations

from interpreter.errors import attribute_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE


class Member(Object):
    """The descriptor of a member; instances of `owner` have its value at `index`."""
    name: str
    owner: Type
    index: int
    is_readonly: bool

    def __init__(self, name: str, owner: Type, index: int, is_readonly: bool = False) -> None:
        self.name = name
        self.owner = owner
        self.index = index
        self.is_readonly = is_readonly

    def check(self, instance: Object) -> None:
        if not type_of(instance).is_subtype(self.owner):
            raise type_error(f"descriptor '{self.name}' for '{self.owner.name}' objects doesn't apply to a '{type_of(instance).name}' object")

    def check_writable(self, instance: Object) -> None:
        self.check(instance)
        if self.is_readonly:
            raise attribute_error("readonly attribute")

    @exposed("__get__")
    def get(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        if instance is NONE:
            return self
        self.check(instance)
        value = instance.get_member(self.index)
        if value is None:
            raise attribute_error(f"'{type_of(instance).name}' object has no attribute '{self.name}'")
        return value

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        self.check_writable(instance)
        instance.set_member(self.index, value)

    @exposed("__delete__")
    def delete(self, instance: Object, /) -> None:
        """Delete an attribute of instance."""
        self.check_writable(instance)
        if instance.get_member(self.index) is None:
            raise attribute_error(self.name)
        instance.set_member(self.index, None)

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"<member '{self.name}' of '{self.owner.name}' objects>"

    @exposed_property("__name__")
    def get_name(self) -> str:
        return self.name

    @exposed_property("__objclass__")
    def get_owner(self) -> Object:
        return self.owner


define(Member, "member_descriptor", doc="")


def add_members(owner: Type, names: list[str], is_readonly: bool = False) -> None:
    """Gives a type members behind those of its bases."""
    base = owner.base
    first = 0 if base is None else base.member_count
    for i in range(len(names)):
        owner.namespace[names[i]] = Member(names[i], owner, first + i, is_readonly)
    owner.member_count = first + len(names)
