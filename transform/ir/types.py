"""Types of the intermediate representation.

Value types are immutable and compared by identity or structure, so ``a is b`` or
``a == b`` both work for primitives:

    VOID BOOL INT(64, signed) int8..uint64 FLOAT FLOAT32
    TupleType       a C struct passed by value; never allocated
    RefType         a reference to a garbage-collected object; ``optional`` admits None
    PointerType     raw memory: to a primitive, to a StructType, or VOID for ``void *``
    CodeType        a C function pointer with a Signature

Every heap object (instance, str, bytes, array, function value) is described by one
kind of layout, `ClassType`: an 8-byte header, typed fields, and optionally a variable
part (``varpart``) of equal items behind them, counted by the field ``length``.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Iterator, Optional

if TYPE_CHECKING:
    from transform.ir.graph import Function


class Type:
    """Base of all value types.

    name    the textual form
    owner   a class or structure of which the type is made: it keeps the type, so both live equally long
    """

    def __init__(self, name: str, owner: Optional[ClassType | StructType] = None) -> None:
        self.name = name
        self.owner = owner

    def __repr__(self) -> str:
        return self.name


class VoidType(Type):
    """The type of no value (an RPython result of None)."""

    def __init__(self) -> None:
        super().__init__("void")


class BoolType(Type):
    """True or False."""

    def __init__(self) -> None:
        super().__init__("bool")


class IntType(Type):
    """A machine integer of ``bits`` bits; arithmetic wraps."""

    def __init__(self, bits: int, signed: bool) -> None:
        super().__init__("int" if (bits, signed) == (64, True) else f"{'' if signed else 'u'}int{bits}")
        self.bits = bits
        self.signed = signed

    @property
    def minimum(self) -> int:
        return -(1 << (self.bits - 1)) if self.signed else 0

    @property
    def maximum(self) -> int:
        return (1 << (self.bits - (1 if self.signed else 0))) - 1

    def wrap(self, value: int) -> int:
        """``value`` reduced to the range of this type, modulo 2**bits."""
        value &= (1 << self.bits) - 1
        if self.signed and value >> (self.bits - 1):
            value -= 1 << self.bits
        return value


class FloatType(Type):
    """IEEE 754 binary floating point of 64 or 32 bits."""

    def __init__(self, bits: int) -> None:
        super().__init__("float" if bits == 64 else f"float{bits}")
        self.bits = bits


VOID = VoidType()
BOOL = BoolType()
INT8, INT16, INT32, INT = (IntType(bits, True) for bits in (8, 16, 32, 64))
UINT8, UINT16, UINT32, UINT64 = (IntType(bits, False) for bits in (8, 16, 32, 64))
CHAR = IntType(32, False)  # one code point: what indexing a str gives until a str is needed
CHAR.name = "char"
FLOAT = FloatType(64)
FLOAT32 = FloatType(32)
PRIMITIVES: dict[str, Type] = {
    t.name: t
    for t in (VOID, BOOL, INT8, INT16, INT32, INT, UINT8, UINT16, UINT32, UINT64, CHAR, FLOAT, FLOAT32)
}


_derived: dict[Any, Any] = {}  # the types made of primitives


def _first_owner(parts: tuple[Type, ...]) -> Optional[ClassType | StructType]:
    for part in parts:
        if part.owner is not None:
            return part.owner
    return None


class TupleType(Type):
    """A fixed sequence of values, passed by value as a C struct. Made by `tuple_of`."""

    def __init__(self, items: tuple[Type, ...]) -> None:
        super().__init__("(" + ", ".join([t.name for t in items]) + ("," if len(items) == 1 else "") + ")",
                         _first_owner(items))
        self.items = items


def tuple_of(*items: Type) -> TupleType:
    """The tuple type with these items (one object for equal items)."""
    owner = _first_owner(items)
    derived = _derived if owner is None else owner.derived
    found: Optional[TupleType] = derived.get(items)
    if found is None:
        found = derived[items] = TupleType(items)
    return found


@dataclass(frozen=True)
class Signature:
    """Parameter types and result type of a function."""

    params: tuple[Type, ...]
    result: Type

    def __repr__(self) -> str:
        return f"({', '.join(t.name for t in self.params)}) -> {self.result.name}"


class CodeType(Type):
    """A bare C function pointer. Made by `code_of`."""

    def __init__(self, signature: Signature) -> None:
        super().__init__(f"code{signature!r}", _first_owner((*signature.params, signature.result)))
        self.signature = signature


def code_of(signature: Signature) -> CodeType:
    """The function-pointer type of a signature (one object for equal signatures)."""
    owner = _first_owner((*signature.params, signature.result))
    derived = _derived if owner is None else owner.derived
    found: Optional[CodeType] = derived.get(signature)
    if found is None:
        found = derived[signature] = CodeType(signature)
    return found


@dataclass(eq=False)
class StructField:
    """A field of a raw structure. ``count`` items in a row where it is an inline array."""

    name: str
    type: Type | StructType
    count: Optional[int] = None


class StructType:
    """A structure in raw memory. ``c_name`` names a type that a C header declares
    ("struct stat"); without it the translator declares the structure itself."""

    def __init__(self, name: str, c_name: Optional[str] = None) -> None:
        self.name = name
        self.c_name = c_name
        self.fields: dict[str, StructField] = {}
        self.derived: dict[Any, Any] = {}  # the types of which this is the owner

    def __repr__(self) -> str:
        return self.name


class PointerType(Type):
    """A raw pointer; None is the null pointer. Made by `pointer_to`.

    The target is a primitive, another pointer, a StructType, or VOID."""

    def __init__(self, target: Type | StructType) -> None:
        super().__init__(f"{target.name}*", target if isinstance(target, StructType) else target.owner)
        self.target = target


def pointer_to(target: Type | StructType) -> PointerType:
    """The type of raw pointers to ``target`` (one object for each target)."""
    owner = target if isinstance(target, StructType) else target.owner
    derived = _derived if owner is None else owner.derived
    found: Optional[PointerType] = derived.get(target)
    if found is None:
        found = derived[target] = PointerType(target)
    return found


@dataclass(eq=False)
class Field:
    """A field of a heap object.

    ``may_be_unset``: the constructor does not surely assign it, so a read of a
    non-optional reference is checked. ``immutable``: never written after construction."""

    name: str
    type: Type
    owner: ClassType
    may_be_unset: bool = False
    immutable: bool = False

    def __repr__(self) -> str:
        return f"{self.owner.name}.{self.name}"


@dataclass(eq=False)
class VtableSlot:
    """One entry of the virtual tables of ``owner`` and its subclasses: a method (``type``
    is a CodeType whose first parameter is a reference to ``owner``) or a class-level
    constant (any other type).

    ``can_raise``: False once analysis has shown that no exception leaves any of the methods."""

    name: str
    owner: ClassType
    type: Type
    can_raise: bool = True

    def __repr__(self) -> str:
        return f"{self.owner.name}.{self.name}"


class ClassType:
    """The layout of one class of heap objects.

    fields         own fields only, in layout order; `all_fields` includes inherited ones
    varpart        item type of the variable part, counted by the int field ``length``
    slots          virtual slots that this class introduces
    vtable         what fills each slot (own and inherited) for exact instances of this
                   class: a Function, or a constant's value; abstract ones are missing
    immediate      "int" (low bit of the word set) or "float" (low bits 10): instances are
                   never allocated, their one field lives in the reference itself
    instantiated   some object of exactly this class can exist at run time
    is_exception   derives from BaseException
    weak           fields that the collector does not follow: (kind, names), see `rpython.gcmodule.weak_fields`
    """

    def __init__(self, name: str, base: Optional[ClassType]) -> None:
        self.name = name
        self.base = base
        self.fields: dict[str, Field] = {}
        self.varpart: Optional[Type] = None
        self.slots: dict[str, VtableSlot] = {}
        self.vtable: dict[VtableSlot, Function | Any] = {}
        self.subclasses: list[ClassType] = []
        self.immediate: Optional[str] = None
        self.instantiated = False
        self.weak: Optional[tuple[str, tuple[str, ...]]] = None
        self.is_exception: bool = base is not None and base.is_exception
        self.depth: int = 0 if base is None else base.depth + 1
        self.derived: dict[Any, Any] = {}  # the types of which this is the owner
        self.ref = RefType(self, False)
        self.optional = RefType(self, True)
        if base is not None:
            base.subclasses.append(self)

    def __repr__(self) -> str:
        return self.name

    def add_field(self, name: str, type: Type) -> Field:
        field_ = self.fields[name] = Field(name, type, self)
        return field_

    def find_field(self, name: str) -> Optional[Field]:
        """The own or inherited field of that name."""
        cls: Optional[ClassType] = self
        while cls is not None:
            if name in cls.fields:
                return cls.fields[name]
            cls = cls.base
        return None

    def find_slot(self, name: str) -> Optional[VtableSlot]:
        """The own or inherited virtual slot of that name."""
        cls: Optional[ClassType] = self
        while cls is not None:
            if name in cls.slots:
                return cls.slots[name]
            cls = cls.base
        return None

    def all_fields(self) -> list[Field]:
        """Inherited fields, then own ones: the order in memory."""
        inherited = [] if self.base is None else self.base.all_fields()
        return inherited + list(self.fields.values())

    def all_slots(self) -> list[VtableSlot]:
        """Inherited slots, then own ones: the order in the virtual table."""
        inherited = [] if self.base is None else self.base.all_slots()
        return inherited + list(self.slots.values())

    def is_subclass(self, other: ClassType) -> bool:
        cls: Optional[ClassType] = self
        while cls is not None and cls.depth > other.depth:
            cls = cls.base
        return cls is other

    def walk(self) -> Iterator[ClassType]:
        """This class and all below it, in preorder."""
        yield self
        for sub in self.subclasses:
            yield from sub.walk()

    def has_immediates(self) -> bool:
        """Whether a reference to this class may hold an immediate."""
        return any(cls.immediate for cls in self.walk())


class RefType(Type):
    """A reference to an object of ``cls`` or a subclass; None too where ``optional``.
    Taken from ``cls.ref`` and ``cls.optional``."""

    def __init__(self, cls: ClassType, optional: bool) -> None:
        super().__init__(cls.name + ("?" if optional else ""), cls)
        self.cls = cls
        self.optional = optional


@dataclass(eq=False)
class Prebuilt:
    """An object that exists before the program starts: static data of the binary.

    ``fields`` maps every field (inherited too) to its value: a Python number or bool, a
    Prebuilt, None, a tuple of such values for a TupleType, a Function for a CodeType.
    ``items`` holds the variable part: a list of such values, or bytes for uint8 items.
    ``name`` hints at a stable symbol name."""

    cls: ClassType
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    items: Any = None

    def __repr__(self) -> str:
        return f"<{self.name}: {self.cls.name}>"


def is_reference(type: Type) -> bool:
    return isinstance(type, RefType)


def holds_references(type: Type) -> bool:
    """Whether a value of this type contains references (itself or in a tuple)."""
    if isinstance(type, TupleType):
        return any(holds_references(t) for t in type.items)
    return isinstance(type, RefType)
