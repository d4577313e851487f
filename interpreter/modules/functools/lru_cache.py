"""The callables that functools.lru_cache makes."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.function import Method
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.int import Int, SmallInt, new_int
from interpreter.objects.make import new_tuple
from interpreter.objects.object import MappedStorage, Object, Type, new_instance, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.objects.type import object_type
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call, call_any, call_tuples
from interpreter.protocols.compare import hash_of
from transform.rpython import not_none

UNBOUNDED = -1


class Entry(Object):
    """One result in a cache, and its place in the ring of entries from the least to the most recently used."""
    key: Object
    hash: int
    result: Object
    before: Optional[Entry]
    after: Optional[Entry]

    def __init__(self, key: Object, hash: int, result: Object) -> None:
        self.key = key
        self.hash = hash
        self.result = result
        self.before = None
        self.after = None

    def unlink(self) -> None:
        before, after = not_none(self.before), not_none(self.after)
        before.after = after
        after.before = before

    def link_before(self, other: Entry) -> None:
        """Puts the entry in front of another."""
        before = not_none(other.before)
        self.before = before
        self.after = other
        before.after = self
        other.before = self


class LruCache(MappedStorage, Object):
    """Create a cached callable that wraps another function.

    `root` is the end of the ring: after it comes the least recently used entry, before it the most recently used. `limit` is -1 where there
    is none; then the ring is empty."""
    function: Object
    limit: int
    is_typed: bool
    info_type: Object
    entries: Dict
    root: Entry
    hits: int
    misses: int

    def __init__(self, type: Type, function: Object, limit: int, is_typed: bool, info_type: Object) -> None:
        self.start(type)
        self.function = function
        self.limit = limit
        self.is_typed = is_typed
        self.info_type = info_type
        self.entries = Dict()
        self.root = new_root()
        self.hits = 0
        self.misses = 0

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, user_function: Object, maxsize: Object, typed: bool, cache_info_type: Object) -> Object:
        """Create and return a new object."""
        if type_of(user_function).slots[Slot.CALL] is None:
            raise type_error("the first argument must be callable")
        limit = UNBOUNDED
        if maxsize is not NONE:
            if not isinstance(maxsize, Int):
                raise type_error("maxsize should be integer or None")
            if maxsize.fits():
                limit = max(maxsize.machine(), 0)
            elif maxsize.big().sign() < 0:
                limit = 0
        return LruCache(cls, user_function, limit, typed, cache_info_type)

    @exposed("__call__", rest="arguments", keywords="keywords")
    def call(self, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Call self as a function."""
        if self.limit == 0:
            self.misses += 1
            return self.compute(arguments, keywords)
        key = make_key(arguments, keywords, self.is_typed)
        hash_value = hash_of(key)
        entry = self.find(key, hash_value)
        if entry is not None:
            self.hits += 1
            if self.limit != UNBOUNDED:
                entry.unlink()
                entry.link_before(self.root)
            return entry.result
        self.misses += 1
        result = self.compute(arguments, keywords)
        if self.find(key, hash_value) is None:  # the function may have called itself with the same arguments
            self.add(Entry(key, hash_value, result))
        return result

    def compute(self, arguments: Tuple, keywords: Optional[Dict]) -> Object:
        if keywords is None:
            return call_tuples(self.function, arguments, EMPTY_TUPLE)
        names, values = keyword_lists(keywords)
        return call_any(self.function, arguments.items(), names, values)

    def find(self, key: Object, hash_value: int) -> Optional[Entry]:
        number = self.entries.search(key, hash_value)
        if number < 0:
            return None
        entry = self.entries.value_at(number)
        assert isinstance(entry, Entry)
        return entry

    def add(self, entry: Entry) -> None:
        """Takes up a new entry, in the place of the least recently used one if the cache is full."""
        if self.limit != UNBOUNDED:
            oldest = not_none(self.root.after)
            if self.entries.count >= self.limit and oldest is not self.root:
                oldest.unlink()
                number = self.entries.search(oldest.key, oldest.hash)
                if number >= 0:
                    self.entries.remove_entry(number)
            entry.link_before(self.root)
        self.entries.insert(entry.key, entry.hash, entry)

    @exposed("cache_info")
    def info(self) -> Object:
        """Report cache statistics"""
        limit: Object = NONE if self.limit == UNBOUNDED else new_int(self.limit)
        return call(self.info_type, [new_int(self.hits), new_int(self.misses), limit, new_int(self.entries.count)])

    @exposed("cache_clear")
    def clear(self) -> None:
        """Clear the cache and cache statistics"""
        self.entries = Dict()
        self.root = new_root()
        self.hits = 0
        self.misses = 0

    @exposed("__get__")
    def bind(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        return self if instance is NONE else Method(self, instance)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return get_attribute(self, "__qualname__")

    @exposed("__copy__")
    def copy(self) -> Object:
        """The cache itself."""
        return self

    @exposed("__deepcopy__")
    def deep_copy(self, memo: Object, /) -> Object:
        """The cache itself."""
        return self


def new_root() -> Entry:
    root = Entry(NONE, 0, NONE)
    root.before = root
    root.after = root
    return root


def make_key(arguments: Tuple, keywords: Optional[Dict], is_typed: bool) -> Object:
    """What stands for the arguments of a call: they themselves, a mark before the keywords and, in a typed cache, their types."""
    if not is_typed and (keywords is None or keywords.count == 0):
        if arguments.length == 1:
            only = arguments.item(0)
            if isinstance(only, SmallInt) or (isinstance(only, Str) and only.python_type is not None):
                return only
        return arguments
    parts = arguments.items()
    names, values = keyword_lists(keywords)
    if keywords is not None and len(names) > 0:
        parts.append(_KEYWORD_MARK)
        for key in keywords.keys():
            parts.append(key)
            value = keywords.get(key)
            if value is not None:
                parts.append(value)
    if is_typed:
        for argument in arguments.items():
            parts.append(type_of(argument))
        for value in values:
            parts.append(type_of(value))
    return new_tuple(parts)


def allocate(type: Type) -> Object:
    raise type_error(f"object.__new__({type.name}) is not safe, use {type.name}.__new__()")


_KEYWORD_MARK = new_instance(object_type)

lru_cache_type = define(LruCache, "_lru_cache_wrapper", allocate=allocate, module="functools")
lru_cache_type.instances_have_dict = True
lru_cache_type.namespace["__dict__"] = DICT_DESCRIPTOR
