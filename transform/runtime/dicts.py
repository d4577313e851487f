"""`dict[K, V]`: a compact hash table that keeps the order of insertion."""
from __future__ import annotations

from typing import Generic, Optional, TypeVar

from transform.rpython import (
    GcArray, cold, copy_items, get_item, inline, likely, never_inline, new_array, set_item, uint32, uint64,
    unchecked_cast, unlikely, zero,
)
from transform.runtime.lists import EMPTY_ITEMS, List

K = TypeVar("K")
V = TypeVar("V")

# The index of each dict that has none of its own. It is never written to.
NO_INDEX = new_array(uint64, 2)
NO_INDEX_SHIFT = 63

_MIN_SIZE = 8
_SPREAD = uint64(0x9E3779B97F4A7C15)  # 2 ** 64 divided by the golden ratio
_ENTRY_MASK = uint64(0xFFFFFFFF)


@inline
def _spread(hash_value: int) -> uint64:
    """The hash as it is looked up: its upper bits depend on all bits of ``hash_value``, so near ones go far apart."""
    return uint64(hash_value) * _SPREAD


@inline
def _home(spread: uint64, shift: int) -> int:
    """The place in an index where the search for a hash, or a slot made of one, begins."""
    return int(spread >> (shift & 63))  # `shift` is below 64; so the C compiler sees that too


@inline
def _usable(size: int) -> int:
    """How many entries an index of that size serves: five eighths."""
    return (size >> 1) + (size >> 3)


def _put_slot(index: GcArray[uint64], shift: int, slot: uint64) -> None:
    """Stores a slot at the first free place from its home on."""
    mask = len(index) - 1
    i = _home(slot, shift)
    while get_item(index, i) != 0:
        i = i + 1 & mask
    set_item(index, i, slot)


class Dict(Generic[K, V]):
    """A dict from K to V.

    ``entries``  the items in order; the first ``used`` places are taken, ``count`` of them by items and the others by
                 deleted ones, which `dead` marks. The places behind are zero.
    ``index``    a power of two of slots: 0 where free, or the upper half of the spread hash and, in the lower half, the
                 number of the entry + 1. The upper ``64 - shift`` bits of a slot are its home, the place where the
                 search for it begins; it goes on upwards to the next free one. A hash that is equal in 32 bits nearly
                 always means the key, so entries that do not matter are not looked at.

    A prebuilt dict of n items has ``count = used = n``, ``entries`` of n items or more, ``index = NO_INDEX``,
    ``shift = NO_INDEX_SHIFT`` and ``dead = None``: nothing that depends on hashes at translation. The first search
    finds nothing in that index, notices and builds a real one. An empty dict has the same index, and `EMPTY_ITEMS`.

    While keys are compared, the comparison must not change the dict."""

    count: int
    used: int
    shift: int
    index: GcArray[uint64]
    entries: GcArray[tuple[K, V]]
    dead: Optional[GcArray[bool]]

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self.count = 0
        self.used = 0
        self.shift = NO_INDEX_SHIFT
        self.index = NO_INDEX
        self.entries = unchecked_cast(GcArray[tuple[K, V]], EMPTY_ITEMS)
        self.dead = None

    # What `CustomDict` replaces.

    @inline
    def hash_key(self, key: K) -> int:
        return hash(key)

    @inline
    def same_key(self, a: K, b: K) -> bool:
        return a == b

    # Searching.

    def _find(self, key: K, spread: uint64) -> int:
        """The number of the entry with that key, or -1."""
        index = self.index
        i = _home(spread, self.shift)
        slot = get_item(index, i)
        while slot != 0:
            if (slot ^ spread) >> 32 == 0:
                entry = int(slot & _ENTRY_MASK) - 1
                if likely(self.same_key(get_item(self.entries, entry)[0], key)):
                    return entry
            i = i + 1 & len(index) - 1
            slot = get_item(index, i)
        if unlikely(self.shift == NO_INDEX_SHIFT and self.used != 0):
            self._build_index()
            return self._find(key, spread)
        return -1

    @inline
    def find_entry(self, key: K) -> int:
        return self._find(key, _spread(self.hash_key(key)))

    @inline
    def __len__(self) -> int:
        return self.count

    @inline
    def __contains__(self, key: K) -> bool:
        return self.find_entry(key) >= 0

    @cold
    def missing(self, key: K) -> KeyError:
        """The error for a key that is not there, whose message shows keys of the simple types."""
        if isinstance(key, (int, float, bool, str, bytes)):
            return KeyError(repr(key))
        return KeyError("key not found")

    @inline
    def __getitem__(self, key: K) -> V:
        entry = self.find_entry(key)
        if unlikely(entry < 0):
            raise self.missing(key)
        return get_item(self.entries, entry)[1]

    @inline
    def get(self, key: K, default: V) -> V:
        entry = self.find_entry(key)
        return default if entry < 0 else get_item(self.entries, entry)[1]

    def get_optional(self, key: K) -> Optional[V]:
        """``get(key)``, where V is a reference."""
        entry = self.find_entry(key)
        return None if entry < 0 else get_item(self.entries, entry)[1]

    # Storing.

    def __setitem__(self, key: K, value: V) -> None:
        spread = _spread(self.hash_key(key))
        entry = self._find(key, spread)
        if entry >= 0:
            set_item(self.entries, entry, (get_item(self.entries, entry)[0], value))
        else:
            self._append(key, spread, value)

    def setdefault(self, key: K, default: V) -> V:
        spread = _spread(self.hash_key(key))
        entry = self._find(key, spread)
        if entry >= 0:
            return get_item(self.entries, entry)[1]
        self._append(key, spread, default)
        return default

    def update(self, other: Dict[K, V]) -> None:
        entry = other.next_entry(0)
        while entry >= 0:
            self[other.key_at(entry)] = other.value_at(entry)
            entry = other.next_entry(entry + 1)

    @inline
    def _append(self, key: K, spread: uint64, value: V) -> None:
        """Adds an item whose key is not there."""
        entry = self.used
        if unlikely(entry == len(self.entries)):
            self._resize()
            entry = self.used
        set_item(self.entries, entry, (key, value))
        _put_slot(self.index, self.shift, (spread >> 32 << 32) + uint64(entry + 1))
        self.used = entry + 1
        self.count += 1

    # The index and its size.

    @never_inline
    def _build_index(self) -> None:
        """Makes the index of a prebuilt dict."""
        size = _MIN_SIZE
        shift = 61
        while _usable(size) < len(self.entries):
            size *= 2
            shift -= 1
        index = new_array(uint64, size)
        for entry in range(self.used):
            spread = _spread(self.hash_key(self.key_at(entry)))
            _put_slot(index, shift, (spread >> 32 << 32) + uint64(entry + 1))
        self.index = index
        self.shift = shift

    @cold
    @never_inline
    def _resize(self) -> None:
        """Makes room for half as many items again or more, without the places of deleted ones.

        The slots know all that is needed of the hashes, so no key is asked for its own."""
        size = _MIN_SIZE
        shift = 61
        while _usable(size) <= self.count + (self.count >> 1):
            size *= 2
            shift -= 1
        if shift < 32:
            raise MemoryError("dict too large")
        index = new_array(uint64, size)
        entries = new_array(tuple[K, V], _usable(size))  # type: ignore[misc]
        old_index = self.index
        if self.dead is None:
            copy_items(self.entries, 0, entries, 0, self.used)
            for i in range(len(old_index)):
                slot = get_item(old_index, i)
                if slot != 0:
                    _put_slot(index, shift, slot)
        else:
            numbers = self._compact(entries)
            for i in range(len(old_index)):
                slot = get_item(old_index, i)
                if slot != 0:
                    number = get_item(numbers, int(slot & _ENTRY_MASK) - 1)
                    _put_slot(index, shift, (slot >> 32 << 32) + uint64(number))
        self.index = index
        self.shift = shift
        self.entries = entries
        self.used = self.count
        self.dead = None

    def _compact(self, target: GcArray[tuple[K, V]]) -> GcArray[uint32]:
        """Copies the live entries; gives for each old entry the number of the new one + 1."""
        numbers = new_array(uint32, self.used)
        n = 0
        entry = self.next_entry(0)
        while entry >= 0:
            set_item(target, n, get_item(self.entries, entry))
            n += 1
            set_item(numbers, entry, uint32(n))
            entry = self.next_entry(entry + 1)
        return numbers

    # Deleting.

    def __delitem__(self, key: K) -> None:
        spread = _spread(self.hash_key(key))
        entry = self._find(key, spread)
        if unlikely(entry < 0):
            raise self.missing(key)
        self._delete(entry, spread)

    def pop(self, key: K) -> V:
        """Takes out an item; KeyError where there is none."""
        spread = _spread(self.hash_key(key))
        entry = self._find(key, spread)
        if unlikely(entry < 0):
            raise self.missing(key)
        value = self.value_at(entry)
        self._delete(entry, spread)
        return value

    def pop_default(self, key: K, default: V) -> V:
        """``pop(key, default)``"""
        spread = _spread(self.hash_key(key))
        entry = self._find(key, spread)
        if entry < 0:
            return default
        value = self.value_at(entry)
        self._delete(entry, spread)
        return value

    def popitem(self) -> tuple[K, V]:
        """Takes out the last item."""
        if self.count == 0:
            raise KeyError("popitem(): dictionary is empty")
        entry = self.used - 1  # the last place is never dead
        item = get_item(self.entries, entry)
        spread = _spread(self.hash_key(item[0]))
        if self.shift == NO_INDEX_SHIFT:
            self._build_index()
        self._delete(entry, spread)
        return item

    def clear(self) -> None:
        self._reset()

    def _delete(self, entry: int, spread: uint64) -> None:
        self._free_slot(entry, spread)
        set_item(self.entries, entry, zero(tuple[K, V]))
        self.count -= 1
        if entry != self.used - 1:
            self._mark_dead(entry)
            return
        self.used = entry
        dead = self.dead
        if dead is not None:
            while self.used > 0 and get_item(dead, self.used - 1):
                self.used -= 1
                set_item(dead, self.used, False)

    def _mark_dead(self, entry: int) -> None:
        dead = self.dead
        if dead is None:
            dead = new_array(bool, len(self.entries))
            self.dead = dead
        set_item(dead, entry, True)

    def _free_slot(self, entry: int, spread: uint64) -> None:
        """Frees the slot of an entry and moves those behind it up, so that no search ends too early."""
        index = self.index
        mask = len(index) - 1
        free = _home(spread, self.shift)
        while int(get_item(index, free) & _ENTRY_MASK) != entry + 1:
            free = free + 1 & mask
        i = free
        while True:
            i = i + 1 & mask
            slot = get_item(index, i)
            if slot == 0:
                break
            home = _home(slot, self.shift)
            if (i - home & mask) >= (i - free & mask):  # the free place lies between its home and its place
                set_item(index, free, slot)
                free = i
        set_item(index, free, uint64(0))

    # Walking: entry = next_entry(0); while entry >= 0: ... key_at(entry) ...; entry = next_entry(entry + 1)

    @inline
    def next_entry(self, entry: int) -> int:
        """The first live entry from that number on, or -1."""
        if unlikely(self.dead is not None):
            return self._next_live_entry(entry)
        return entry if entry < self.used else -1

    def _next_live_entry(self, entry: int) -> int:
        dead = self.dead
        while entry < self.used and dead is not None and get_item(dead, entry):
            entry += 1
        return entry if entry < self.used else -1

    @inline
    def advance(self, entry: int, count: int) -> int:
        """`next_entry` for a loop that began with ``count`` items: RuntimeError if their number has changed."""
        if unlikely(self.count != count):
            raise RuntimeError("dictionary changed size during iteration")
        return self.next_entry(entry)

    @inline
    def key_at(self, entry: int) -> K:
        """The key of a live entry."""
        return get_item(self.entries, entry)[0]

    @inline
    def value_at(self, entry: int) -> V:
        return get_item(self.entries, entry)[1]

    @inline
    def item_at(self, entry: int) -> tuple[K, V]:
        return get_item(self.entries, entry)

    def __iter__(self) -> KeyIterator[K, V]:
        return KeyIterator[K, V](self)

    def keys(self) -> KeyIterator[K, V]:
        return KeyIterator[K, V](self)

    def values(self) -> ValueIterator[K, V]:
        return ValueIterator[K, V](self)

    def items(self) -> ItemIterator[K, V]:
        return ItemIterator[K, V](self)

    def key_list(self) -> List[K]:
        """``list(self)``"""
        result = List[K](self.count)
        entry = self.next_entry(0)
        while entry >= 0:
            result.append(self.key_at(entry))
            entry = self.next_entry(entry + 1)
        return result

    def value_list(self) -> List[V]:
        """``list(self.values())``"""
        result = List[V](self.count)
        entry = self.next_entry(0)
        while entry >= 0:
            result.append(self.value_at(entry))
            entry = self.next_entry(entry + 1)
        return result

    def item_list(self) -> List[tuple[K, V]]:
        """``list(self.items())``"""
        result = List[tuple[K, V]](self.count)
        entry = self.next_entry(0)
        while entry >= 0:
            result.append(self.item_at(entry))
            entry = self.next_entry(entry + 1)
        return result

    # Whole dicts.

    def copy(self) -> Dict[K, V]:
        result = Dict[K, V]()
        result.copy_from(self)
        return result

    def copy_from(self, other: Dict[K, V]) -> None:
        """Makes this dict, which is empty, equal to ``other``, without its deleted entries."""
        if other.count == 0:
            return
        if other.shift == NO_INDEX_SHIFT:
            other._build_index()
        self.count = other.count
        self.used = other.used
        self.shift = other.shift
        self.index = other.index
        self.entries = other.entries
        self.dead = other.dead
        self._resize()  # which makes new arrays

    def __or__(self, other: Dict[K, V]) -> Dict[K, V]:
        result = self.copy()
        result.update(other)
        return result

    def __ior__(self, other: Dict[K, V]) -> Dict[K, V]:
        self.update(other)
        return self

    def __eq__(self, other: Dict[K, V]) -> bool:  # type: ignore[override]
        if self.count != other.count:
            return False
        entry = self.next_entry(0)
        while entry >= 0:
            found = other.find_entry(self.key_at(entry))
            if found < 0 or not (other.value_at(found) == self.value_at(entry)):
                return False
            entry = self.next_entry(entry + 1)
        return True


class KeyIterator(Generic[K, V]):
    """What ``iter(d)`` and ``d.keys()`` give."""

    table: Dict[K, V]
    count: int
    entry: int

    def __init__(self, table: Dict[K, V]) -> None:
        self.table = table
        self.count = table.count
        self.entry = 0

    def __len__(self) -> int:
        return self.table.count

    def __contains__(self, key: K) -> bool:
        return key in self.table

    @inline
    def __iter__(self) -> KeyIterator[K, V]:
        return self

    @inline
    def __next__(self) -> K:
        entry = self.table.advance(self.entry, self.count)
        if entry < 0:
            raise StopIteration
        self.entry = entry + 1
        return self.table.key_at(entry)


class ValueIterator(Generic[K, V]):
    """What ``d.values()`` gives."""

    table: Dict[K, V]
    count: int
    entry: int

    def __init__(self, table: Dict[K, V]) -> None:
        self.table = table
        self.count = table.count
        self.entry = 0

    def __len__(self) -> int:
        return self.table.count

    @inline
    def __iter__(self) -> ValueIterator[K, V]:
        return self

    @inline
    def __next__(self) -> V:
        entry = self.table.advance(self.entry, self.count)
        if entry < 0:
            raise StopIteration
        self.entry = entry + 1
        return self.table.value_at(entry)


class ItemIterator(Generic[K, V]):
    """What ``d.items()`` gives."""

    table: Dict[K, V]
    count: int
    entry: int

    def __init__(self, table: Dict[K, V]) -> None:
        self.table = table
        self.count = table.count
        self.entry = 0

    def __len__(self) -> int:
        return self.table.count

    @inline
    def __iter__(self) -> ItemIterator[K, V]:
        return self

    @inline
    def __next__(self) -> tuple[K, V]:
        entry = self.table.advance(self.entry, self.count)
        if entry < 0:
            raise StopIteration
        self.entry = entry + 1
        return self.table.item_at(entry)
