"""dict: a compact, ordered hash table.

Entries lie in the order of insertion, `entries[2 * i]` the key and the next the value; a deleted entry has no key. `index` is an
open-addressed table of entry numbers plus one (0 is empty, -1 was deleted), after R. Hettinger's design of 2012. `layout` changes
whenever the place of a key may have (insertion, deletion, clearing), not when a value does: inline caches of globals rely on it.

A comparison of keys may run Python code, which may change the dict: then the search begins anew."""
from __future__ import annotations

from typing import Optional

from interpreter.objects import object as kernel
from interpreter.objects.object import AttributeDicts, Object, versions
from interpreter.objects.str import EMPTY_STR, Str, intern
from transform.rpython import GcArray, copy_items, inline, int32, is_translated, never_inline, new_array, not_none, same_class, unlikely

_MISSING = -1
_CHANGED = -2


class Keys:
    """How keys are hashed and compared; protocols/compare.py puts it in, which stands on dicts itself."""

    def equals(self, a: Object, b: Object) -> bool:
        raise NotImplementedError

    def hash(self, key: Object) -> int:
        raise NotImplementedError


keys = Keys()


@inline
def is_exact(text: Str) -> bool:
    """Whether a str is of no class below str, which may hash and compare in its own way."""
    return same_class(text, EMPTY_STR)


class Dict(Object):
    """A dict."""
    count: int
    used: int
    free: int
    entries: GcArray[Optional[Object]]
    hashes: GcArray[int]
    index: GcArray[int32]
    layout: int

    def __init__(self) -> None:
        self.count = 0
        self.used = 0
        self.free = 0
        self.entries = _NO_ENTRIES
        self.hashes = _NO_HASHES
        self.index = _NO_INDEX
        self.layout = versions.next()
        if not is_translated():
            prebuilt.note(self)

    # Searching. The result is the number of an entry, or -1.

    @inline
    def find_str(self, key: str) -> int:
        """The entry of a string."""
        return self.search_str(key, hash(key))

    def search_str(self, key: str, hash_value: int) -> int:
        index = self.index
        mask = len(index) - 1
        if mask < 0:
            if self.used == 0:
                return _MISSING
            self.rebuild_index()
            index = self.index
            mask = len(index) - 1
        position = hash_value & mask
        perturb = hash_value
        while True:
            number = int(index[position])
            if number == 0:
                return _MISSING
            if number > 0 and self.hashes[number - 1] == hash_value:
                candidate = self.entries[2 * number - 2]
                if isinstance(candidate, Str) and is_exact(candidate):
                    if candidate.value is key or candidate.value == key:
                        return number - 1
                elif candidate is not None:
                    return self.search(Str(key), hash_value)
            perturb = (perturb >> 5) & 0x7FFFFFFFFFFFFFF
            position = (position * 5 + perturb + 1) & mask

    def find(self, key: Object) -> int:
        """The entry of any key. Raises what ``__hash__`` and ``__eq__`` raise."""
        if isinstance(key, Str) and is_exact(key):
            return self.search_str(key.value, hash(key.value))
        return self.search(key, keys.hash(key))

    def search(self, key: Object, hash_value: int) -> int:
        while True:
            found = self.search_once(key, hash_value)
            if found != _CHANGED:
                return found

    def search_once(self, key: Object, hash_value: int) -> int:
        if len(self.index) == 0:
            if self.used == 0:
                return _MISSING
            self.rebuild_index()
        index = self.index
        mask = len(index) - 1
        position = hash_value & mask
        perturb = hash_value
        while True:
            number = int(index[position])
            if number == 0:
                return _MISSING
            if number > 0 and self.hashes[number - 1] == hash_value:
                candidate = self.entries[2 * number - 2]
                if candidate is not None:
                    if candidate is key:
                        return number - 1
                    entries = self.entries
                    if keys.equals(candidate, key):
                        if self.entries is not entries or entries[2 * number - 2] is not candidate:
                            return _CHANGED
                        return number - 1
                    if self.entries is not entries or self.index is not index or entries[2 * number - 2] is not candidate:
                        return _CHANGED
            perturb = (perturb >> 5) & 0x7FFFFFFFFFFFFFF
            position = (position * 5 + perturb + 1) & mask

    # Reading.

    def get(self, key: Object) -> Optional[Object]:
        """The value of a key, or None."""
        number = self.find(key)
        return self.entries[2 * number + 1] if number >= 0 else None

    def get_str(self, key: str) -> Optional[Object]:
        number = self.find_str(key)
        return self.entries[2 * number + 1] if number >= 0 else None

    @inline
    def key_at(self, number: int) -> Optional[Object]:
        """The key of an entry; None where it was deleted."""
        return self.entries[2 * number]

    @inline
    def value_at(self, number: int) -> Object:
        return not_none(self.entries[2 * number + 1])

    # Writing.

    def set(self, key: Object, value: Object) -> None:
        if isinstance(key, Str) and is_exact(key):
            hash_value = hash(key.value)
            number = self.search_str(key.value, hash_value)
        else:
            hash_value = keys.hash(key)
            number = self.search(key, hash_value)
        if number >= 0:
            self.entries[2 * number + 1] = value
        else:
            self.insert(key, hash_value, value)

    def set_default(self, key: Object, value: Object) -> Object:
        """The value of a key, which becomes `value` if there is none."""
        hash_value = hash(key.value) if isinstance(key, Str) and is_exact(key) else keys.hash(key)
        number = self.search(key, hash_value)
        if number >= 0:
            return self.value_at(number)
        self.insert(key, hash_value, value)
        return value

    def add_hashed(self, key: Object, hash_value: int, value: Object) -> None:
        """Adds a key whose hash is known, unless it is there."""
        if self.search(key, hash_value) < 0:
            self.insert(key, hash_value, value)

    def hash_at(self, number: int) -> int:
        """The hash of an entry's key."""
        if len(self.index) == 0:
            self.rebuild_index()
        return self.hashes[number]

    def set_str(self, key: str, value: Object) -> None:
        number = self.find_str(key)
        if number >= 0:
            self.entries[2 * number + 1] = value
        else:
            self.insert(intern(key), hash(key), value)

    def insert(self, key: Object, hash_value: int, value: Object) -> None:
        """Adds a key that is not in the dict."""
        n = self.used
        if unlikely(self.free == 0):
            self.make_room()
            n = self.used
        self.entries[2 * n] = key
        self.entries[2 * n + 1] = value
        self.hashes[n] = hash_value
        self.used = n + 1
        self.free -= 1
        self.count += 1
        self.layout = versions.next()
        self.enter(hash_value, n)

    @inline
    def enter(self, hash_value: int, number: int) -> None:
        """Notes an entry in the index."""
        mask = len(self.index) - 1
        position = hash_value & mask
        perturb = hash_value
        while int(self.index[position]) > 0:
            perturb = (perturb >> 5) & 0x7FFFFFFFFFFFFFF
            position = (position * 5 + perturb + 1) & mask
        self.index[position] = int32(number + 1)

    def remove_entry(self, number: int) -> None:
        """Deletes an entry."""
        if len(self.index) == 0:
            self.rebuild_index()
        mask = len(self.index) - 1
        hash_value = self.hashes[number]
        position = hash_value & mask
        perturb = hash_value
        while int(self.index[position]) != number + 1:
            perturb = (perturb >> 5) & 0x7FFFFFFFFFFFFFF
            position = (position * 5 + perturb + 1) & mask
        self.index[position] = int32(-1)
        self.entries[2 * number] = None
        self.entries[2 * number + 1] = None
        self.count -= 1
        self.layout = versions.next()

    def remove_last(self, number: int) -> None:
        """Deletes the last entry, behind which all are deleted already: their room is used again."""
        self.remove_entry(number)
        self.used = number

    def delete(self, key: Object) -> bool:
        """Deletes a key; whether it was there."""
        number = self.find(key)
        if number < 0:
            return False
        self.remove_entry(number)
        return True

    def delete_str(self, key: str) -> bool:
        number = self.find_str(key)
        if number < 0:
            return False
        self.remove_entry(number)
        return True

    def next_entry(self, number: int) -> int:
        """The first entry from `number` on that was not deleted, or -1."""
        while number < self.used:
            if self.entries[2 * number] is not None:
                return number
            number += 1
        return -1

    def previous_entry(self, number: int) -> int:
        """The last entry up to `number` that was not deleted, or -1."""
        while number >= 0:
            if number < self.used and self.entries[2 * number] is not None:
                return number
            number -= 1
        return -1

    def keys(self) -> list[Object]:
        """The keys of now."""
        result: list[Object] = []
        for i in range(self.used):
            key = self.entries[2 * i]
            if key is not None:
                result.append(key)
        return result

    def clear(self) -> None:
        self.count = 0
        self.used = 0
        self.free = 0
        self.entries = _NO_ENTRIES
        self.hashes = _NO_HASHES
        self.index = _NO_INDEX
        self.layout = versions.next()

    def copy(self) -> Dict:
        """A new dict with the same entries."""
        result = Dict()
        if self.count == 0:
            return result
        if self.count == self.used and 2 * self.used > len(self.hashes) and len(self.index) > 0:
            result.entries = new_array(Optional[Object], len(self.entries))
            result.hashes = new_array(int, len(self.hashes))
            result.index = new_array(int32, len(self.index))
            copy_items(self.entries, 0, result.entries, 0, len(self.entries))
            copy_items(self.hashes, 0, result.hashes, 0, len(self.hashes))
            copy_items(self.index, 0, result.index, 0, len(self.index))
            result.used = self.used
            result.count = self.count
            result.free = self.free
            return result
        result.make_capacity(self.count)
        for i in range(self.used):
            key = self.entries[2 * i]
            if key is not None:
                n = result.used
                result.entries[2 * n] = key
                result.entries[2 * n + 1] = self.entries[2 * i + 1]
                result.hashes[n] = self.hashes[i]
                result.used = n + 1
        result.count = result.used
        result.free -= result.used
        result.index_entries()
        return result

    # Capacity.

    @never_inline
    def make_room(self) -> None:
        """Makes room for one entry more: a larger table, or the same without its deleted entries."""
        if len(self.index) == 0 and self.used > 0:
            self.rebuild_index()
        entries, hashes, used = self.entries, self.hashes, self.used
        self.make_capacity(self.count * 2 if self.count > 4 else 5)
        n = 0
        for i in range(used):
            key = entries[2 * i]
            if key is not None:
                self.entries[2 * n] = key
                self.entries[2 * n + 1] = entries[2 * i + 1]
                self.hashes[n] = hashes[i]
                n += 1
        self.used = n
        self.free -= n
        self.index_entries()

    def make_capacity(self, count: int) -> None:
        """Empty arrays for at least `count` entries; the index is at most two thirds full."""
        size = 4
        while size * 2 < count * 3:
            size *= 2
        capacity = size * 2 // 3
        self.entries = new_array(Optional[Object], 2 * capacity)
        self.hashes = new_array(int, capacity)
        self.index = new_array(int32, size)
        self.free = capacity

    def index_entries(self) -> None:
        for i in range(self.used):
            if self.entries[2 * i] is not None:
                self.enter(self.hashes[i], i)

    @never_inline
    def rebuild_index(self) -> None:
        """Hashes of strings differ between the translator's Python and the binary, so prebuilt dicts are indexed when they are first used."""
        size = 8
        while size * 2 < len(self.hashes) * 3:
            size *= 2
        self.index = new_array(int32, size)
        for i in range(self.used):
            key = self.entries[2 * i]
            if key is not None:
                self.hashes[i] = hash(key.value) if isinstance(key, Str) and is_exact(key) else keys.hash(key)
                self.enter(self.hashes[i], i)


_NO_ENTRIES = new_array(Optional[Object], 0)
_NO_HASHES = new_array(int, 0)
_NO_INDEX = new_array(int32, 0)


class PrebuiltDicts:
    """All dicts that are made while RPython modules are imported; they lose their index before they become static data."""
    dicts: list[Dict]

    def __init__(self) -> None:
        self.dicts = []
        self.is_open = True

    def note(self, made: Dict) -> None:
        if self.is_open:
            self.dicts.append(made)

    def forget_indexes(self) -> None:
        """Called once, by the program that is translated, at the end of its imports."""
        self.is_open = False
        for made in self.dicts:
            made.index = _NO_INDEX
        self.dicts = []


prebuilt = PrebuiltDicts()


class DictFunctions(AttributeDicts):
    """What the kernel of the object model does with the dict of an instance."""

    def get(self, attributes: Object, name: str) -> Optional[Object]:
        assert isinstance(attributes, Dict)
        return attributes.get_str(name)

    def set(self, attributes: Object, name: str, value: Object) -> None:
        assert isinstance(attributes, Dict)
        attributes.set_str(name, value)

    def delete(self, attributes: Object, name: str) -> bool:
        assert isinstance(attributes, Dict)
        return attributes.delete_str(name)

    def make(self, names: list[str], values: list[Object]) -> Object:
        result = Dict()
        for i in range(len(names)):
            result.set_str(names[i], values[i])
        return result


kernel.attribute_dicts = DictFunctions()

