"""groupby."""
from __future__ import annotations

from typing import Optional

from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.itertools.common import refusing, state_part, state_tuple
from interpreter.objects.iterators import Iterator, by_iter
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, tuple2, tuple3
from interpreter.protocols.call import call1
from interpreter.protocols.compare import equals
from interpreter.protocols.iterate import iterator_of, next_of


class GroupBy(Iterator):
    """make an iterator that returns consecutive keys and groups from the iterable

    `value` is an item that was taken from the iterable and not yet given out, `key` its key; `target` is the key of the present group, which
    `group` iterates over."""
    iterator: Object
    function: Object
    target: Optional[Object]
    key: Optional[Object]
    value: Optional[Object]
    group: Optional[Group]

    def __init__(self, iterator: Object, function: Object) -> None:
        self.iterator = iterator
        self.function = function
        self.target = None
        self.key = None
        self.value = None
        self.group = None

    def advance(self) -> Optional[Object]:
        self.group = None
        while True:
            key = self.key
            if key is not None:
                target = self.target
                if target is None or not equals(target, key):
                    break
            if not self.step():
                return None
        self.target = key
        group = Group(self, key)
        self.group = group
        return tuple2(key, group)

    def step(self) -> bool:
        """Takes the next item; whether there was one."""
        value = next_of(self.iterator)
        if value is None:
            return False
        key = value if self.function is NONE else call1(self.function, value)
        self.value = value
        self.key = key
        return True

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, key: Object = NONE) -> Object:
        """Create and return a new object."""
        check_subtype(cls, groupby_type)
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return GroupBy(iterator, key)
        made = GroupByInstance(iterator, key)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        key, value, target = self.key, self.value, self.target
        arguments = tuple2(self.iterator, self.function)
        if key is None or value is None or target is None:
            return tuple2(type_of(self), arguments)
        return tuple3(type_of(self), arguments, tuple3(key, value, target))

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        parts = state_tuple(state)
        target = state_part(parts, 2)
        self.key = state_part(parts, 0)
        self.value = state_part(parts, 1)
        self.target = target


class GroupByInstance(MappedStorage, GroupBy):
    """An instance of a class below groupby."""
    python_type = None


class Group(Iterator):
    """One group of a groupby. It ends when the groupby goes on."""
    parent: GroupBy
    target: Object

    def __init__(self, parent: GroupBy, target: Object) -> None:
        self.parent = parent
        self.target = target

    def advance(self) -> Optional[Object]:
        parent = self.parent
        if parent.group is not self:
            return None
        if parent.value is None and not parent.step():
            return None
        key = parent.key
        if key is None or not equals(self.target, key):
            return None
        result = parent.value
        parent.value = None
        parent.key = None
        return result

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, parent: GroupBy, target: Object, /) -> Object:
        """Create and return a new object."""
        made = Group(parent, target)
        parent.group = made
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        if self.parent.group is not self:
            return by_iter(EMPTY_TUPLE)
        return tuple2(type_of(self), tuple2(self.parent, self.target))


groupby_type = define(GroupBy, "groupby", allocate=refusing(), module="itertools")
group_type = define(Group, "_grouper", module="itertools", doc="")
