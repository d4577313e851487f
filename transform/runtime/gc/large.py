"""The space of large objects: each has a run of pages of its own.

A table says for each page which object it belongs to, so that an address inside leads to the object at once.
Free runs are in lists by the power of two that their length reaches, each in the order of addresses after a collection.
A run is looked for among those of its own power, of which only some are long enough, and then taken from the next list
that has one (segregated fits, see Wilson et al., "Dynamic Storage Allocation: A Survey and Critical Review", 1995). New
pages are used only where there is none: so the address space in use, with its tables, is bounded by what is alive.
"""
from __future__ import annotations

from transform.rpython import Ptr, address, clz, cold, fill, inline, int32, null, pointer, uint8, uint64
from transform.runtime.gc.geometry import GRANULE_SHIFT, PAGE_SHIFT, PAGE_SIZE
from transform.runtime.gc.objects import header_of
from transform.runtime.gc.system import commit, map_table, release, unreserve
from transform.runtime.gc.vectors import AddressVector

COMMITTED = 256  # pages that are made usable at a time, at least
TRIES = 16  # free runs that an allocation looks at in a list in which some are too short
LISTS = 32  # of free runs
RELEASED = 64  # pages that a freed run must have to go back to the system at once


class LargeSpace:
    """All large objects.

    written      addresses of the items of old objects that were written to since the last collection
    objects      their addresses, those that are old first: the first ``old``
    used         pages of all
    opened       bytes allocated since the last collection
    owner        for each page the number of the first page of its object, plus 1; 0 for a free page
    pages        for the first page of an object or a free run: its pages
    dirty        for the first page of a free run: whether some byte of it may not be zero
    next         for the first page of a free run: that of the next one in its list, plus 1; 0 for none
    first, last  for each list of free runs the same of its first and last one
    noted        for each 8 bytes a bit: whether an item begins there that is among ``written``
    high         pages that were ever used: the first ones; no free run ends there after a collection
    committed    pages that can be used
    """

    base: int
    size: int
    written: AddressVector
    objects: AddressVector
    old: int
    used: int
    opened: int
    owner: Ptr[int32]
    pages: Ptr[int32]
    dirty: Ptr[uint8]
    next: Ptr[int32]
    first: Ptr[int32]
    last: Ptr[int32]
    noted: Ptr[uint64]
    high: int
    committed: int

    def __init__(self) -> None:
        self.base = 0
        self.size = 0
        self.written = AddressVector()
        self.objects = AddressVector()
        self.old = 0
        self.used = 0
        self.opened = 0
        self.owner = null(int32)
        self.pages = null(int32)
        self.dirty = null(uint8)
        self.next = null(int32)
        self.first = null(int32)
        self.last = null(int32)
        self.noted = null(uint64)
        self.high = 0
        self.committed = 0

    @cold
    def open(self, base: int, size: int) -> bool:
        """Takes reserved address space. False if there is no memory for the tables."""
        pages = size >> PAGE_SHIFT
        owner = map_table(pages * 4)
        counts = map_table(pages * 4)
        dirty = map_table(pages)
        links = map_table((pages + 2 * LISTS) * 4)
        noted = map_table(size >> GRANULE_SHIFT >> 3)
        if owner == 0 or counts == 0 or dirty == 0 or links == 0 or noted == 0:
            return False
        self.base = base
        self.size = size
        self.owner = pointer(int32, owner)
        self.pages = pointer(int32, counts)
        self.dirty = pointer(uint8, dirty)
        self.first = pointer(int32, links)
        self.last = self.first + LISTS
        self.next = self.last + LISTS
        self.noted = pointer(uint64, noted)
        return True

    @cold
    def close(self) -> None:
        """Gives the tables back."""
        pages = self.size >> PAGE_SHIFT
        unreserve(address(self.owner), pages * 4)
        unreserve(address(self.pages), pages * 4)
        unreserve(address(self.dirty), pages)
        unreserve(address(self.first), (pages + 2 * LISTS) * 4)
        unreserve(address(self.noted), self.size >> GRANULE_SHIFT >> 3)
        self.objects.close()
        self.written.close()

    @inline
    def contains(self, address: int) -> bool:
        """Whether an address is in the space of large objects."""
        return uint64(address - self.base) < uint64(self.size)

    def object_at(self, address: int) -> int:
        """The object that an address in this space points into; 0 if it is none."""
        owner = int(self.owner[(address - self.base) >> PAGE_SHIFT])
        return 0 if owner == 0 else self.base + ((owner - 1) << PAGE_SHIFT)

    def allocate(self, size: int) -> int:
        """Zeroed memory for an object; 0 if there is none."""
        count = (size + PAGE_SIZE - 1) >> PAGE_SHIFT
        page = self._find(count)
        if page < 0:
            page = self.high
            if not self._extend(count):
                return 0
        first = page + 1
        for i in range(page, page + count):
            self.owner[i] = int32(first)
        self.pages[page] = int32(count)
        self.used += count
        self.opened += count << PAGE_SHIFT
        object = self.base + (page << PAGE_SHIFT)
        self.objects.push(object)
        return object

    def _find(self, count: int) -> int:
        """A free run of that many pages below ``high``, zeroed; -1 if there is none."""
        list = _list_of(count)
        before = 0
        found = int(self.first[list])
        tries = 0
        while found != 0 and tries < TRIES:
            if int(self.pages[found - 1]) >= count:
                return self._take(list, before, found, count)
            before = found
            found = int(self.next[found - 1])
            tries += 1
        for longer in range(list + 1, LISTS):
            found = int(self.first[longer])
            if found != 0:
                return self._take(longer, 0, found, count)
        return -1

    def _take(self, list: int, before: int, found: int, count: int) -> int:
        """Takes the first pages of a free run of a list, in which it stands behind ``before``; puts the others back."""
        after = self.next[found - 1]
        if before == 0:
            self.first[list] = after
        else:
            self.next[before - 1] = after
        if int(after) == 0:
            self.last[list] = int32(before)
        page = found - 1
        length = int(self.pages[page])
        self._cut(page, count, length)
        if length > count:
            self._put_first(page + count, length - count)
        return page

    def _put_first(self, page: int, count: int) -> None:
        """Puts a free run at the begin of its list."""
        list = _list_of(count)
        self.next[page] = self.first[list]
        self.first[list] = int32(page + 1)
        if int(self.next[page]) == 0:
            self.last[list] = int32(page + 1)

    def _put_last(self, page: int, count: int) -> None:
        """Puts a free run at the end of its list."""
        list = _list_of(count)
        self.next[page] = int32(0)
        last = int(self.last[list])
        if last == 0:
            self.first[list] = int32(page + 1)
        else:
            self.next[last - 1] = int32(page + 1)
        self.last[list] = int32(page + 1)

    def _cut(self, page: int, count: int, found: int) -> None:
        """Takes the first pages of a free run."""
        dirty = self.dirty[page]
        if found > count:
            self.pages[page + count] = int32(found - count)
            self.dirty[page + count] = dirty
        if int(dirty) != 0:
            fill(pointer(uint8, self.base + (page << PAGE_SHIFT)), 0, count << PAGE_SHIFT)
        self.dirty[page] = uint8(0)

    def _extend(self, count: int) -> bool:
        """Moves ``high`` up over pages that were not used yet."""
        wanted = self.high + count
        total = self.size >> PAGE_SHIFT
        if wanted > total:
            return False
        if wanted > self.committed:
            more = wanted - self.committed
            if more < COMMITTED:
                more = COMMITTED
            if more > total - self.committed:
                more = total - self.committed
            if not commit(self.base + (self.committed << PAGE_SHIFT), more << PAGE_SHIFT):
                return False
            self.committed += more
        self.high = wanted
        return True

    # The write barrier.

    def note_written(self, item: int) -> None:
        """Notes that the item of an old object at an address is written to."""
        place = (item - self.base) >> GRANULE_SHIFT
        bits = self.noted[place >> 6]
        bit = uint64(1) << uint64(place & 63)
        if int(bits & bit) == 0:
            self.noted[place >> 6] = bits | bit
            self.written.push(item)

    def forget_written(self, item: int) -> int:
        """Takes the note about an item back, and gives the object that it belongs to."""
        self.noted[(item - self.base) >> GRANULE_SHIFT >> 6] = uint64(0)
        return self.object_at(item)

    # After marking.

    def sweep(self, first: int, epoch: int) -> int:
        """Frees the objects from number ``first`` on that are not marked; gives their pages."""
        objects = self.objects
        kept = first
        freed = 0
        for i in range(first, objects.length):
            object = objects.items[i]
            if int(header_of(object).gc) & epoch != 0:
                objects.items[kept] = object
                kept += 1
            else:
                freed += self._free(object)
        objects.length = kept
        self.old = kept
        self.opened = 0
        self.used -= freed
        if freed != 0:
            self._join_free_runs()
        return freed

    def _free(self, object: int) -> int:
        page = (object - self.base) >> PAGE_SHIFT
        count = int(self.pages[page])
        for i in range(page, page + count):
            self.owner[i] = int32(0)
        if count >= RELEASED:
            release(object, count << PAGE_SHIFT)
        else:
            self.dirty[page] = uint8(1)
        return count

    def _join_free_runs(self) -> None:
        """Makes one of free runs that lie side by side, and the lists; the last one goes back to the unused pages."""
        for i in range(2 * LISTS):
            self.first[i] = int32(0)
        page = 0
        last = -1  # the free run that ends at `page`
        while page < self.high:
            count = int(self.pages[page])
            if int(self.owner[page]) != 0:
                if last >= 0:
                    self._put_last(last, page - last)
                last = -1
            elif last < 0:
                last = page
            else:
                self.pages[last] = int32(int(self.pages[last]) + count)
                if int(self.dirty[page]) != 0:
                    self.dirty[last] = uint8(1)
                    self.dirty[page] = uint8(0)
            page += count
        if last >= 0:
            if int(self.dirty[last]) != 0:
                release(self.base + (last << PAGE_SHIFT), (self.high - last) << PAGE_SHIFT)
                self.dirty[last] = uint8(0)
            self.high = last

    def release_free(self) -> None:
        """Gives the memory of all free runs back to the system."""
        page = 0
        while page < self.high:
            count = int(self.pages[page])
            if int(self.owner[page]) == 0 and int(self.dirty[page]) != 0:
                release(self.base + (page << PAGE_SHIFT), count << PAGE_SHIFT)
                self.dirty[page] = uint8(0)
            page += count


@inline
def _list_of(count: int) -> int:
    """The list for free runs of that many pages."""
    return 63 - clz(count)
