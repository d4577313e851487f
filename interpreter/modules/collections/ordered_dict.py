"""collections.OrderedDict: a dict whose entries can be moved to either end."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import key_error, type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import dict_type, merge, same_entries
from interpreter.objects.dict_views import key_of
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.int import new_bool
from interpreter.objects.list import new_list
from interpreter.objects.make import new_tuple
from interpreter.objects.object import MappedStorage, Object, Type, type_of, versions
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import new_str
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call1
from interpreter.protocols.compare import EQ, NE, equals
from interpreter.protocols.item import set_item_any
from interpreter.protocols.iterate import iterator_of, list_of
from interpreter.protocols.text import repr_of
from transform.rpython import GcArray


class OrderedDict(MappedStorage, Dict):
    """Dictionary that remembers insertion order

    `first` is a number up to which there is no entry in `first_entries`, so that taking entries from the front does not walk over those that
    were taken before. It says nothing once the dict has other arrays."""
    first: int
    first_entries: GcArray[Optional[Object]]

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.first = 0
        self.first_entries = self.entries
        self.start(type)

    # The order of entries.

    def first_entry(self) -> int:
        """The number of the first entry, or -1."""
        number = self.next_entry(self.first if self.first_entries is self.entries else 0)
        self.first = max(number, 0)
        self.first_entries = self.entries
        return number

    def remove_entry(self, number: int) -> None:
        super().remove_entry(number)
        if self.count == 0:  # new entries begin at the front again
            self.first = 0

    def move_to_back(self, number: int) -> None:
        key, value, hash_value = key_of(self, number), self.value_at(number), self.hashes[number]
        self.remove_entry(number)
        self.insert(key, hash_value, value)

    def move_to_front(self, number: int) -> None:
        key, value, hash_value = key_of(self, number), self.value_at(number), self.hashes[number]
        if number == self.first_entry():
            return
        self.remove_entry(number)
        front = self.first_entry()
        if front == 0:
            self.open_front()
            front = self.first
        self.entries[2 * front - 2] = key
        self.entries[2 * front - 1] = value
        self.hashes[front - 1] = hash_value
        self.first = front - 1
        self.count += 1
        self.layout = versions.next()
        self.enter(hash_value, front - 1)

    def open_front(self) -> None:
        """Makes room for as many entries as there are in front of them."""
        entries, hashes, used = self.entries, self.hashes, self.used
        number = self.count
        self.make_capacity(3 * self.count + 1)
        self.first = number
        self.first_entries = self.entries
        for i in range(used):
            if entries[2 * i] is not None:
                self.entries[2 * number] = entries[2 * i]
                self.entries[2 * number + 1] = entries[2 * i + 1]
                self.hashes[number] = hashes[i]
                number += 1
        self.used = number
        self.free -= number
        self.index_entries()

    # Methods.

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
        """Create and return a new object."""
        check_subtype(cls, ordered_dict_type)
        return OrderedDict(cls)

    @exposed("__init__", rest="arguments", keywords="keywords")
    def init(self, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
        """Initialize self."""
        self.update(arguments, keywords)

    @exposed("update", rest="arguments", keywords="keywords")
    def update(self, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
        """D.update([E, ]**F) -> None.  Update D from dict/iterable E and F."""
        if arguments.length > 1:
            raise type_error(f"update() takes at most 1 positional argument ({arguments.length} given)")
        if arguments.length == 1:
            self.take_over(arguments.item(0))
        names, values = keyword_lists(keywords)
        for i in range(len(names)):
            set_item_any(self, new_str(names[i]), values[i])

    def take_over(self, source: Object) -> None:
        """Adds the entries of a mapping or of an iterable of pairs, in the way that the class sets items."""
        if type_of(self).slots[Slot.SETITEM] is dict_type.slots[Slot.SETITEM]:
            merge(self, source)
            return
        contents = Dict()
        merge(contents, source)
        for key in contents.keys():
            value = contents.get(key)
            if value is not None:
                set_item_any(self, key, value)

    @exposed("move_to_end")
    def move_to_end(self, key: Object, last: bool = True) -> None:
        """Move an existing element to the end (or beginning if last is false)."""
        number = self.find(key)
        if number < 0:
            raise key_error(key)
        if last:
            self.move_to_back(number)
        else:
            self.move_to_front(number)

    @exposed("popitem")
    def pop_item(self, last: bool = True) -> Object:
        """Remove and return a (key, value) pair from the dictionary."""
        number = self.previous_entry(self.used - 1) if last else self.first_entry()
        if number < 0:
            raise key_error(new_str("dictionary is empty"))
        result = tuple2(key_of(self, number), self.value_at(number))
        self.remove_entry(number)
        return result

    @exposed("pop")
    def pop_key(self, key: Object, default: Optional[Object] = None) -> Object:
        """od.pop(key[,default]) -> v, remove specified key and return the corresponding value."""
        number = self.find(key)
        if number < 0:
            if default is None:
                raise key_error(key)
            return default
        result = self.value_at(number)
        self.remove_entry(number)
        return result

    @exposed("setdefault")
    def set_default(self, key: Object, default: Object = NONE) -> Object:
        """Insert key with a value of default if key is not in the dictionary."""
        found = self.get(key)
        if found is not None:
            return found
        set_item_any(self, key, default)
        return default

    @exposed("copy")
    def copied(self) -> Object:
        """od.copy() -> a shallow copy of od"""
        made = call0(type_of(self))
        for key in self.keys():
            value = self.get(key)
            if value is not None:
                set_item_any(made, key, value)
        return made

    @exposed("__repr__")
    def describe(self) -> str:
        """Return repr(self)."""
        name = type_of(self).name
        if self.count == 0:
            return f"{name}()"
        if not enter_repr(self):
            return "..."
        try:
            return f"{name}({repr_of(new_list(list_of(call0(get_attribute(self, 'items')))))})"
        finally:
            leave_repr(self)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling"""
        attributes: Optional[Object] = None
        if self.map.is_dict or self.map.count > self.map.type.member_count:
            attributes = self.get_dict()
        items = iterator_of(call0(get_attribute(self, "items")))
        return new_tuple([type_of(self), EMPTY_TUPLE, NONE if attributes is None else attributes, NONE, items])

    @exposed("__or__")
    def union(self, value: Object, /) -> Object:
        """Return self|value."""
        if not isinstance(value, Dict):
            return NOT_IMPLEMENTED
        return united(type_of(self), self, value)

    @exposed("__ror__")
    def union_reflected(self, value: Object, /) -> Object:
        """Return value|self."""
        if not isinstance(value, Dict):
            return NOT_IMPLEMENTED
        return united(type_of(self), value, self)

    @exposed("__ior__")
    def merge_in_place(self, value: Object, /) -> Object:
        """Return self|=value."""
        self.take_over(value)
        return self


def united(type: Type, a: Dict, b: Dict) -> Object:
    made = call1(type, a)
    assert isinstance(made, OrderedDict)
    made.take_over(b)
    return made


def compare_ordered(operation: int, a: OrderedDict, b: Object) -> Object:
    """By entries; their order counts if both are OrderedDicts. Only == and !=."""
    if not isinstance(b, Dict) or operation != EQ and operation != NE:
        return NOT_IMPLEMENTED
    same = same_entries(a, b)
    if same and isinstance(b, OrderedDict):
        left, right = a.keys(), b.keys()
        for i in range(len(left)):
            same = same and i < len(right) and equals(left[i], right[i])
    return new_bool(same == (operation == EQ))


_lt, _le, _eq, _ne, _gt, _ge = Operators(OrderedDict, __name__).comparisons(compare_ordered)


def allocate(type: Type) -> Object:
    return OrderedDict(type)


ordered_dict_type = define(OrderedDict, "OrderedDict", base=dict_type, allocate=allocate, methods=__name__, module="collections")
ordered_dict_type.is_mapping = True
ordered_dict_type.instances_have_dict = True
ordered_dict_type.namespace["__dict__"] = DICT_DESCRIPTOR
