"""How types are spelled and declared in C.

`Declarations` belongs to the program: it names structs and writes each definition once (``symbols`` gives out the
names of functions, static data and typedefs). `Uses` belongs to a
function or a piece of data: it collects what its text mentions, so that a part declares exactly that. Changing
one function then changes the text of one part.

References inside tuples and function-pointer types are plain ``void *``: fewer types, and tuples of equal shape
are one C type.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Union

from transform.c.layout import Layout
from transform.c.names import KEYWORDS, LocalNames, NameSpace, digest
from transform.ir.graph import CFunction, Function
from transform.ir.types import (
    BOOL,
    CHAR,
    FLOAT,
    FLOAT32,
    VOID,
    ClassType,
    CodeType,
    Field,
    IntType,
    PointerType,
    Prebuilt,
    RefType,
    StructType,
    TupleType,
    Type,
    VtableSlot,
    is_reference,
)

# What a struct definition can be asked for: by value, or as a typedef of a function pointer.
Aggregate = Union[ClassType, StructType, TupleType, CodeType, "VtableOf"]

_PRIMITIVES: dict[Type, str] = {VOID: "void", BOOL: "rt_bool", FLOAT: "double", FLOAT32: "float"}


class VtableOf:
    """Stands for the struct of a class's virtual table among the aggregates."""

    def __init__(self, cls: ClassType) -> None:
        self.cls = cls


def result_type(declarations: Declarations, type: Type) -> str:
    """The C type that a function gives back: that of the value, or whether it succeeded."""
    return "rt_bool" if type is VOID else declarations.ctype(type)


class Uses:
    """What a piece of C mentions and must therefore be declared before it.

    tags         structs that are pointed to
    aggregates   structs and typedefs that must be complete
    functions    RPython functions called
    prebuilts    static objects referred to
    classes      classes whose type ids appear (CLASS_FIRST, CLASS_SIZE)
    c_functions  C functions called
    headers      further headers
    """

    __slots__ = ("aggregates", "c_functions", "classes", "functions", "headers", "prebuilts", "tags")

    def __init__(self) -> None:
        self.tags: set[ClassType | StructType] = set()
        self.aggregates: set[Any] = set()
        self.functions: set[Function] = set()
        self.prebuilts: set[Prebuilt] = set()
        self.classes: set[ClassType] = set()
        self.c_functions: set[CFunction] = set()
        self.headers: set[str] = set()

    def update(self, other: Uses) -> None:
        """Adds what ``other`` mentions."""
        self.tags |= other.tags
        self.aggregates |= other.aggregates
        self.functions |= other.functions
        self.prebuilts |= other.prebuilts
        self.classes |= other.classes
        self.c_functions |= other.c_functions
        self.headers |= other.headers

    def type(self, type: Type | StructType) -> None:
        """Notes a type that is spelled out."""
        while isinstance(type, PointerType):
            type = type.target
        if isinstance(type, RefType):
            self.tags.add(type.cls)
        elif isinstance(type, StructType):
            self.tags.add(type)
        elif isinstance(type, (TupleType, CodeType)):
            self.aggregates.add(type)


class Declarations:
    """Names and definitions of the program's types."""

    def __init__(self, layout: Layout, reserved: Iterable[str] = (), macros: Iterable[str] = (),
                 headers: Iterable[str] = ()) -> None:
        self.layout = layout
        self.headers = tuple(headers)  # they declare the external structs
        self._tags = NameSpace(KEYWORDS.union(reserved))
        self.symbols = NameSpace(KEYWORDS.union(reserved))
        self._members = KEYWORDS.union(macros)
        self._names: dict[Any, str] = {}
        self._ctypes: dict[Any, str] = {}
        self._field_names: dict[Any, str] = {}
        self._vtables: dict[ClassType, VtableOf] = {}
        self._by_shape: dict[str, str] = {}
        self._definitions: dict[Any, tuple[str, Uses]] = {}
        for cls in layout.classes:
            self._names[cls] = self._tags.give(cls.name)

    # Names

    def ctype(self, type: Type | StructType) -> str:
        """The spelling of a value's type: ``int64_t``, ``struct Point *``."""
        found = self._ctypes.get(type)
        if found is None:
            found = self._ctypes[type] = self._spell(type)
        return found

    def _spell(self, type: Type | StructType) -> str:
        if type in _PRIMITIVES:
            return _PRIMITIVES[type]  # type: ignore[index]
        if isinstance(type, IntType):
            return f"{'' if type.signed else 'u'}int{type.bits}_t"
        if isinstance(type, RefType):
            return f"struct {self.tag(type.cls)} *"
        if isinstance(type, PointerType):
            target = self.ctype(type.target)
            return target + ("*" if target.endswith("*") else " *")
        if isinstance(type, StructType) and type.c_name:
            return type.c_name
        if isinstance(type, CodeType):
            return self.tag(type)
        return f"struct {self.tag(type)}"

    def erased(self, type: Type) -> str:
        """The spelling of an item of a tuple or a parameter behind a function pointer."""
        return "void *" if is_reference(type) else self.ctype(type)

    def tag(self, type: Any) -> str:
        """The name of a struct, or of the typedef of a function pointer."""
        found = self._names.get(type)
        if found is None:
            if isinstance(type, TupleType):
                found = self._shape_name("tuple", (self._shape(t) for t in type.items), self._tags)
            elif isinstance(type, CodeType):
                signature = type.signature
                items = [self._shape(t) for t in signature.params] + ["", self._shape(signature.result)]
                found = self._shape_name("code", items, self.symbols)
            else:
                found = self._tags.give(type.name)
            self._names[type] = found
        return found

    def _shape(self, type: Type) -> str:
        if is_reference(type):
            return "ref"
        if isinstance(type, PointerType):
            return "ptr_" + (self._shape(type.target) if isinstance(type.target, Type) else self.tag(type.target))
        if isinstance(type, (TupleType, CodeType)):
            return self.tag(type)
        return type.name

    def _shape_name(self, kind: str, items: Iterable[str], space: NameSpace) -> str:
        """One name for all types of one shape. Long ones are cut and hashed."""
        text = "_".join((kind, *items))
        found = self._by_shape.get(text)
        if found is None:
            short = text if len(text) <= 60 else f"{text[:50]}_{digest(text)}"
            found = self._by_shape[text] = space.give(short)
        return found

    def prototype(self, name: str, params: Iterable[str], result: str) -> str:
        """The head of a function, without a semicolon."""
        result += "" if result.endswith("*") else " "
        return f"{result}{name}({', '.join(params) or 'void'})"

    def field_name(self, field: Field) -> str:
        """The member of a field of a heap object."""
        found = self._field_names.get(field)
        if found is None:
            self._name_fields(field.owner)
            found = self._field_names[field]
        return found

    def _name_fields(self, cls: ClassType) -> None:
        """Inherited fields have the names that they have in the base class."""
        taken = set(self._members) | {"header", "items"}
        if cls.base is not None:
            taken.update(self.field_name(f) for f in cls.base.all_fields())
        names = LocalNames(taken)
        for field in cls.fields.values():
            self._field_names[field] = names.give(field.name)

    def slot_name(self, slot: VtableSlot) -> str:
        """The member of a virtual slot in the struct of a virtual table."""
        found = self._field_names.get(slot)
        if found is None:
            depth = sum(1 for s in slot.owner.all_slots() if s.name == slot.name) - 1
            base = LocalNames(self._members | {"type"}).give(slot.name)
            found = self._field_names[slot] = base if not depth else f"{base}_{depth + 1}"
        return found

    def member(self, name: str) -> str:
        """The member of a raw structure of ours."""
        return name + "_" if name in KEYWORDS else name

    def vtable(self, cls: ClassType) -> VtableOf:
        """The key of a class's virtual table struct in ``Uses.aggregates``."""
        found = self._vtables.get(cls)
        if found is None:
            found = self._vtables[cls] = VtableOf(cls)
        return found

    # Definitions

    def definition(self, type: Any) -> tuple[str, Uses]:
        """The text that completes a type, and what that text mentions."""
        found = self._definitions.get(type)
        if found is None:
            uses = Uses()
            if isinstance(type, ClassType):
                text = self._class_text(type, uses)
            elif isinstance(type, TupleType):
                text = self._tuple_text(type, uses)
            elif isinstance(type, CodeType):
                text = self._code_text(type, uses)
            elif isinstance(type, VtableOf):
                text = self._vtable_text(type.cls, uses)
            else:
                text = self._struct_text(type, uses)
            found = self._definitions[type] = text, uses
        return found

    def _class_text(self, cls: ClassType, uses: Uses) -> str:
        lines = [f"struct {self.tag(cls)} {{", "    rt_header header;"]
        for field in cls.all_fields():
            uses.type(field.type)
            lines.append(f"    {_declare(self.ctype(field.type), self.field_name(field))};")
        if cls.varpart is not None:
            uses.type(cls.varpart)
            lines.append(f"    {_declare(self.ctype(cls.varpart), 'items[]')};")
        return "\n".join(lines + ["};"])

    def _tuple_text(self, type: TupleType, uses: Uses) -> str:
        lines = [f"struct {self.tag(type)} {{"]
        for number, item in enumerate(type.items):
            if not is_reference(item):
                uses.type(item)
            lines.append(f"    {_declare(self.erased(item), f'item{number}')};")
        return "\n".join(lines + ["};"])

    def _code_text(self, type: CodeType, uses: Uses) -> str:
        for t in (*type.signature.params, type.signature.result):
            if not is_reference(t):
                uses.type(t)
        params = ", ".join(self.erased(t) for t in type.signature.params) or "void"
        result = type.signature.result
        spelled = "rt_bool" if result is VOID else self.erased(result)
        return f"typedef {_declare(spelled, f'(*{self.tag(type)})({params})')};"

    def _vtable_text(self, cls: ClassType, uses: Uses) -> str:
        lines = [f"struct vtable_{self.tag(cls)} {{", "    rt_type type;"]
        for slot in cls.all_slots():
            uses.type(slot.type)
            spelled = self.ctype(slot.type)
            lines.append(f"    {_declare(spelled, self.slot_name(slot))} __attribute__((aligned(8)));")
        return "\n".join(lines + ["};"])

    def _struct_text(self, struct: StructType, uses: Uses) -> str:
        if struct.c_name:
            uses.headers.update(self.headers)
            return ""
        lines = [f"struct {self.tag(struct)} {{"]
        for field in struct.fields.values():
            uses.type(field.type)
            if isinstance(field.type, StructType):
                uses.aggregates.add(field.type)
            name = self.member(field.name) + ("" if field.count is None else f"[{field.count}]")
            lines.append(f"    {_declare(self.ctype(field.type), name)};")
        return "\n".join(lines + ["};"])

    def shape_key(self, type: Any) -> Any:
        """Equal for aggregates that share one C definition."""
        return self.tag(type) if isinstance(type, (TupleType, CodeType)) else type

    def all_definitions(self, uses: Uses) -> list[str]:
        """Everything that completes ``uses.aggregates``, dependencies first. Adds what the definitions mention to
        ``uses`` (tags and headers)."""
        done: set[Any] = set()
        texts: list[str] = []
        for root in sorted(uses.aggregates, key=self._sort_key):
            stack: list[tuple[Any, Iterator[Any]]] = []
            self._enter(root, done, stack)
            while stack:
                type, needs = stack[-1]
                need = next(needs, None)
                if need is not None:
                    self._enter(need, done, stack)
                    continue
                stack.pop()
                text, mentioned = self.definition(type)
                uses.tags |= mentioned.tags
                uses.headers |= mentioned.headers
                if text:
                    texts.append(text)
        return texts

    def _enter(self, type: Any, done: set[Any], stack: list[tuple[Any, Iterator[Any]]]) -> None:
        key = self.shape_key(type)
        if key not in done:
            done.add(key)
            needs = sorted(self.definition(type)[1].aggregates, key=self._sort_key)
            stack.append((type, iter(needs)))

    def _sort_key(self, type: Any) -> tuple[str, str]:
        if isinstance(type, VtableOf):
            return "v", self.tag(type.cls)
        return type.__class__.__name__, self.tag(type)

    def tag_lines(self, uses: Uses) -> list[str]:
        """Forward declarations of the structs that are pointed to. Where C has only another name for one, its header is
        added to ``uses``."""
        lines = set()
        for type in uses.tags:
            name = type.c_name if isinstance(type, StructType) and type.c_name else f"struct {self.tag(type)}"
            if name.startswith(("struct ", "union ")):
                lines.add(name + ";")
            else:
                uses.headers.update(self.headers)
        return sorted(lines)


def _declare(spelled: str, name: str) -> str:
    return spelled + name if spelled.endswith("*") else f"{spelled} {name}"


declare = _declare
__all__ = ["CHAR", "Declarations", "Uses", "VtableOf", "declare", "result_type"]
