"""Where the fields of a structure or union lie, as gcc places them."""
from __future__ import annotations

from interpreter.modules.ctypes.layout import Layout, RecordLayout, SimpleLayout
from interpreter.modules.ctypes.values import is_integer


def takes_bits(layout: Layout) -> bool:
    """Whether there are bit fields of a type."""
    return isinstance(layout, SimpleLayout) and (is_integer(layout.code[0]) or layout.code == "?")


def item_format(layout: Layout) -> str:
    """The format of a field."""
    if len(layout.shape) == 0:
        return layout.format
    extents = ",".join([str(extent) for extent in layout.shape])
    return f"({extents}){layout.format}"


class Placement:
    """Places one field after the other. `offset` is where the last one lies, from its bit `low` on. No field has a larger alignment than `limit`,
    unless that is 0. While bit fields can be put together, `open_bits` is how many their unit has and `used_bits` how many are in use."""
    layout: RecordLayout
    is_union: bool
    is_big: bool
    limit: int
    is_packed: bool
    open_bits: int
    used_bits: int
    end: int
    offset: int
    low: int

    def __init__(self, base: RecordLayout, is_union: bool, is_big: bool, limit: int) -> None:
        """`base` is the layout that fields are added to; a `limit` of -1 is none."""
        self.layout = RecordLayout()
        self.layout.take_over(base)
        self.layout.alignment = max(base.alignment, 1)
        self.is_union = is_union
        self.is_big = is_big
        self.is_packed = limit >= 0
        self.limit = max(limit, 0)
        self.open_bits = 0
        self.used_bits = 0
        self.end = base.size
        self.offset = 0
        self.low = 0
        self.layout.format = "B" if is_union or self.is_packed else "T{"

    def place(self, name: str, field: Layout, bits: int) -> None:
        """Places a field of some bits, or with 0 one that is no bit field."""
        layout = self.layout
        if self.is_union:
            self.open_bits = 0
            self.end = 0
        unit = field.size * 8
        if bits > 0 and unit <= self.open_bits and self.used_bits + bits <= self.open_bits:
            self.join(field, bits)
        elif bits > 0 and 0 < self.open_bits <= unit and self.used_bits + bits <= unit:
            self.end += field.size - self.open_bits // 8
            self.open_bits = unit
            self.join(field, bits)
        else:
            self.begin(field, bits)
        layout.size = max(layout.size, self.end)
        layout.length += 1
        layout.parts.append(field)
        layout.has_pointers = layout.has_pointers or field.has_pointers
        if not self.is_union and not self.is_packed:
            layout.format += f"{item_format(field)}:{name}:"

    def begin(self, field: Layout, bits: int) -> None:
        """Places a field behind the others, aligned."""
        alignment = max(field.alignment if self.limit == 0 else min(self.limit, field.alignment), 1)
        self.offset = (self.end + alignment - 1) // alignment * alignment
        self.end = self.offset + field.size
        self.layout.alignment = max(self.layout.alignment, alignment)
        self.open_bits = field.size * 8 if bits > 0 else 0
        self.used_bits = 0
        self.take(bits)

    def join(self, field: Layout, bits: int) -> None:
        """Places a bit field beside the ones before it."""
        self.offset = self.end - field.size
        self.take(bits)

    def take(self, bits: int) -> None:
        self.low = self.open_bits - self.used_bits - bits if self.is_big else self.used_bits
        self.used_bits += bits

    def finish(self) -> RecordLayout:
        """The layout, when all fields are placed."""
        layout = self.layout
        if not self.is_union and not self.is_packed:
            layout.format += "}"
        layout.size = (layout.size + layout.alignment - 1) // layout.alignment * layout.alignment
        return layout
