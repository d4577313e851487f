"""Prebuilt objects and virtual tables as static C data: no code runs to make them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from transform.c.declarations import Uses
from transform.c.function import Location
from transform.c.literals import bytes_literal
from transform.c.program import Symbols
from transform.ir.graph import Function
from transform.ir.types import UINT8, ClassType, CodeType, Prebuilt, RefType, TupleType, Type, VtableSlot

LINE = 110  # characters of a line of items


class DataText:
    """A static object in C: its name, its text and what the text mentions."""

    def __init__(self, symbol: str, lines: list[str], uses: Uses) -> None:
        self.symbol = symbol
        self.lines = lines
        self.uses = uses


def write_object(symbols: Symbols, prebuilt: Prebuilt) -> DataText:
    """The definition of a static object."""
    uses = Uses()
    declarations = symbols.declarations
    cls = prebuilt.cls
    uses.aggregates.add(cls)
    symbol = symbols.prebuilt(prebuilt)
    uses.classes.add(cls)
    tag = declarations.tag(cls)
    # Left to themselves, C compilers align what is larger than 32 bytes to as many.
    lines = [f"struct {tag} {symbol} __attribute__((aligned(8))) = {{", f"    .header = RT_PREBUILT(RT_TID_{tag}),"]
    for field in cls.all_fields():
        value = prebuilt.fields.get(field.name)
        if value is not None and (value or isinstance(value, (float, tuple, Prebuilt))):
            text = symbols.constant(value, field.type, uses)
            lines.append(f"    .{declarations.field_name(field)} = {text},")
    if prebuilt.items is not None and len(prebuilt.items):
        lines += _items(symbols, prebuilt, uses)
    lines.append("};")
    return DataText(symbol, lines, uses)


def _items(symbols: Symbols, prebuilt: Prebuilt, uses: Uses) -> list[str]:
    cls: ClassType | None = prebuilt.cls
    while cls is not None and cls.varpart is None:
        cls = cls.base
    assert cls is not None and cls.varpart is not None, prebuilt
    if cls.varpart is UINT8:
        return [f"    .items = {bytes_literal(bytes(prebuilt.items), LINE)},"]
    lines = ["    .items = {"]
    line: list[str] = []
    size = 0
    for item in prebuilt.items:
        text = symbols.constant(item, cls.varpart, uses)
        if size + len(text) > LINE - 10 and line:
            lines.append("        " + ", ".join(line) + ",")
            line, size = [], 0
        line.append(text)
        size += len(text) + 2
    lines.append("        " + ", ".join(line) + ",")
    return lines + ["    },"]


def string_object(cls: ClassType, text: str) -> Prebuilt:
    """A static str: 1, 2 or 4 bytes a code point, the narrowest that fits."""
    widest = max(map(ord, text), default=0)
    width = 1 if widest < 0x100 else 2 if widest < 0x10000 else 4
    data = b"".join(ord(c).to_bytes(width, "little") for c in text)
    return Prebuilt(cls, "", {"hash": 0, "length": len(data), "count": len(text)}, data)


def reference_paths(type: Type) -> Iterator[str]:
    """Where a value of this type holds references: "" for itself, ".item1" in a tuple."""
    if isinstance(type, RefType):
        yield ""
    elif isinstance(type, TupleType):
        for number, item in enumerate(type.items):
            for path in reference_paths(item):
                yield f".item{number}{path}"


def write_vtables(symbols: Symbols, names: dict[ClassType, Prebuilt]) -> DataText:
    """The region of all virtual tables, in the order of type ids, and the symbols for these."""
    uses = Uses()
    declarations = symbols.declarations
    members: list[str] = ["    uint64_t none; /* no class has the id 0 */"]
    asserts: list[str] = []
    ids: list[str] = []
    lines: list[str] = []
    tables: list[str] = []
    for cls in symbols.layout.classes:
        tag = declarations.tag(cls)
        uses.aggregates.update((cls, declarations.vtable(cls)))
        members.append(f"    struct vtable_{tag} {tag};")
        first = symbols.layout.first[cls]
        asserts.append(f'_Static_assert(offsetof(struct all_vtables, {tag}) == {first}, "type id");')
        for name, value in ((f"RT_TID_{tag}", first), (f"RT_TIDS_{tag}", symbols.layout.size[cls])):
            ids.append(f'    ".globl {name}\\n.set {name}, {value}\\n"')
        lines += _reference_table(symbols, cls, uses)
        tables.append(_table(symbols, cls, names.get(cls), uses))
    lines += ["struct all_vtables {", *members, "};", *asserts, "", "__asm__(", *ids, ");", ""]
    lines += ['const struct all_vtables all_vtables __asm__("rt_vtables") = {', *tables, "};"]
    return DataText("rt_vtables", lines, uses)


def _reference_offsets(symbols: Symbols, cls: ClassType, uses: Uses) -> tuple[list[str], list[str]]:
    """Offset expressions of the references in the fixed part and in one item."""
    declarations = symbols.declarations
    tag = declarations.tag(cls)
    weak = cls.weak[1] if cls.weak is not None else ()
    fixed = [f"offsetof(struct {tag}, {declarations.field_name(field)}{path})"
             for field in cls.all_fields() if field.name not in weak for path in reference_paths(field.type)]
    varpart = _varpart(cls)
    items: list[str] = []
    if isinstance(varpart, TupleType):
        uses.aggregates.add(varpart)
        spelled = declarations.ctype(varpart)
        items = [f"offsetof({spelled}, {path[1:]})" for path in reference_paths(varpart)]
    elif isinstance(varpart, RefType):
        items = ["0"]
    return fixed, items


def _varpart(cls: ClassType) -> Type | None:
    found: ClassType | None = cls
    while found is not None:
        if found.varpart is not None:
            return found.varpart
        found = found.base
    return None


def _reference_table(symbols: Symbols, cls: ClassType, uses: Uses) -> list[str]:
    fixed, items = _reference_offsets(symbols, cls, uses)
    if not fixed and not items:
        return []
    return [f"static const uint32_t references_{symbols.declarations.tag(cls)}[] = {{{', '.join(fixed + items)}}};"]


def _table(symbols: Symbols, cls: ClassType, name: Prebuilt | None, uses: Uses) -> str:
    declarations = symbols.declarations
    tag = declarations.tag(cls)
    fixed, items = _reference_offsets(symbols, cls, uses)
    varpart = _varpart(cls)
    parts = [f".size = sizeof(struct {tag})"]
    if varpart is not None:
        uses.type(varpart)
        length = cls.find_field("length")
        assert length is not None, cls
        parts.append(f".item_size = sizeof({declarations.ctype(varpart)})")
        parts.append(f".length_at = offsetof(struct {tag}, {declarations.field_name(length)})")
        parts.append(f".items_at = offsetof(struct {tag}, items)")
    if fixed or items:
        parts.append(f".refs = {len(fixed)}, .item_refs = {len(items)}, .offsets = references_{tag}")
    if cls.weak is not None:
        kind, fields = cls.weak
        field = cls.find_field(fields[0])
        assert field is not None, cls
        parts.append(f".weak = offsetof(struct {tag}, {declarations.field_name(field)}) | RT_WEAK_{kind.upper()}")
    if name is not None:
        parts.append(f".name = {symbols.address(name, uses)}")
    lines = [f"    .{tag} = {{", f"        .type = {{{', '.join(parts)}}},"]
    for slot in cls.all_slots():
        text = _slot_value(symbols, cls, slot, uses)
        if text is not None:
            lines.append(f"        .{declarations.slot_name(slot)} = {text},")
    return "\n".join(lines + ["    },"])


def _slot_value(symbols: Symbols, cls: ClassType, slot: VtableSlot, uses: Uses) -> str | None:
    """What fills a slot. A method of a class without instances may have been dropped from the program."""
    if slot not in cls.vtable:
        return None
    value: Any = cls.vtable[slot]
    if isinstance(value, Function):
        if not symbols.is_defined(value) and not cls.instantiated:
            return None
        assert isinstance(slot.type, CodeType), slot
        return symbols.code(value, slot.type, uses)
    return symbols.constant(value, slot.type, uses)


def write_locations(symbols: list[tuple[str, list[Location]]], places: dict[tuple[str, str], int]) -> list[DataText]:
    """The tables of source locations of functions: (symbol, locations) each. Numbers new places in ``places``."""
    texts = []
    for symbol, locations in symbols:
        items = []
        for number, location in enumerate(locations):
            place = places.setdefault((location.file, location.function), len(places))
            back = 0 if location.caller is None else number - location.caller
            items.append(f"{{{location.line}, {place}, {back}}}")
        text = f"const rt_location {symbol}__places[] = {{{', '.join(items)}}};"
        texts.append(DataText(symbol + "__places", [text], Uses()))
    return texts


def write_places(places: Iterable[tuple[str, str]]) -> DataText:
    """The table of files and functions that locations refer to."""
    lines = ["const rt_place rt_places[] = {"]
    for file, function in places:
        lines.append(f"    {{{bytes_literal(file.encode())}, {bytes_literal(function.encode())}}},")
    if len(lines) == 1:
        lines.append("    {NULL, NULL},")
    return DataText("rt_places", lines + ["};"], Uses())
