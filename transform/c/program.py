"""What the writers of functions and data share: the symbols of one program."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transform.c.declarations import Declarations, Uses, result_type
from transform.c.layout import Layout
from transform.c.literals import float_literal, int_literal
from transform.c.names import KEYWORDS, digest, identifier
from transform.c.options import Options
from transform.ir.graph import CInteger, Function, Program
from transform.ir.types import BOOL, ClassType, CodeType, FloatType, IntType, Prebuilt, RefType, TupleType, Type


class Symbols:
    """The names of a program's functions and static data, and the spelling of constants.

    reserved         names that types, functions and static data cannot have
    macros           those that members cannot have either
    local_reserved   names that no local variable may have: keywords, macros of the headers that the program includes,
                     its functions, what the text of a function itself declares
    """

    def __init__(self, program: Program, options: Options, reserved: Iterable[str] = (),
                 macros: Iterable[str] = (), c_functions: Iterable[str] = ()) -> None:
        self.program = program
        self.options = options
        self.layout = Layout(program.classes)
        self.declarations = Declarations(self.layout, reserved, macros, program.headers)
        self._functions: dict[Function, str] = {}
        self._prebuilts: dict[Prebuilt, str] = {}
        self._shared: dict[str, tuple[Prebuilt, str]] = {}
        space = self.declarations.symbols
        for function in program.functions:
            if function.export:
                self._functions[function] = space.give(function.export)
        for function in sorted(program.functions, key=lambda f: f.name):
            if not function.export:
                self._functions[function] = space.give(function.name)
        self.local_reserved = KEYWORDS.union(macros, c_functions, self._functions.values(), ("at", "failed"))

    def function(self, function: Function) -> str:
        """The C name of a function of the program. KeyError for one that is not in ``program.functions``."""
        return self._functions[function]

    def is_defined(self, function: Function) -> bool:
        return function in self._functions

    def head(self, function: Function, names: Iterable[str], uses: Uses) -> str:
        """The head of a function with these parameter names."""
        spelled = self.declarations
        params = []
        for type, name in zip(function.signature.params, names):
            uses.type(type)
            text = spelled.ctype(type)
            params.append(text + name if text.endswith("*") or not name else f"{text} {name}")
        uses.type(function.signature.result)
        return spelled.prototype(self.function(function), params, result_type(spelled, function.signature.result))

    # Static data

    def canonical(self, prebuilt: Prebuilt) -> Prebuilt:
        """The object that stands for ``prebuilt``: equal strings are one."""
        self.prebuilt(prebuilt)
        if is_string(prebuilt):
            return self._shared[_content_key(prebuilt)][0]
        return prebuilt

    def prebuilt(self, prebuilt: Prebuilt) -> str:
        """The C name of a static object: by content for strings, by its hint otherwise."""
        found = self._prebuilts.get(prebuilt)
        if found is None:
            if is_string(prebuilt):
                key = _content_key(prebuilt)
                if key not in self._shared:
                    readable = identifier(_readable(prebuilt))[:24].strip("_")
                    name = f"{prebuilt.cls.name}_{readable}_{digest(key)}"
                    self._shared[key] = prebuilt, self.declarations.symbols.give(name)
                found = self._shared[key][1]
            else:
                found = self.declarations.symbols.give("prebuilt_" + (prebuilt.name or prebuilt.cls.name))
            self._prebuilts[prebuilt] = found
        return found

    def address(self, prebuilt: Prebuilt, uses: Uses) -> str:
        """A reference to a static object, as a constant expression. Immediates are words."""
        kind = prebuilt.cls.immediate
        if kind is not None:
            (value,) = prebuilt.fields.values()
            return f"((void *){immediate_word(kind, value)}UL)"
        uses.prebuilts.add(self.canonical(prebuilt))
        return "&" + self.prebuilt(prebuilt)

    # Constants

    def constant(self, value: Any, type: Type, uses: Uses, exact: bool = False) -> str:
        """A constant expression for a plain value of a type. Tuples are given without their type: ``{1, 2}``."""
        if isinstance(type, IntType):
            if isinstance(value, CInteger):
                uses.headers.update(self.program.headers)
                return f"(({self.declarations.ctype(type)}){value.c_name})"
            return int_literal(int(value), type, exact)
        if type is BOOL:
            return "1" if value else "0"
        if isinstance(type, FloatType):
            return float_literal(float(value), type)
        if isinstance(type, TupleType):
            return "{" + ", ".join(self.constant(v, t, uses, True) for v, t in zip(value, type.items)) + "}"
        if value is None:
            return "NULL"
        if isinstance(value, Prebuilt):
            text = self.address(value, uses)
            if isinstance(type, RefType) and type.cls is not value.cls and value.cls.immediate is None:
                uses.type(type)
                text = f"({self.declarations.ctype(type)}){text}"
            return text
        if isinstance(type, CodeType):
            return self.code(value, type, uses)
        if isinstance(value, int):  # a raw pointer with a fixed address
            return f"({self.declarations.ctype(type)}){value}UL"
        raise TypeError(f"{value!r} is no constant of type {type}")

    def code(self, function: Function, type: CodeType | None, uses: Uses) -> str:
        """The address of a function, converted to a function-pointer type."""
        uses.functions.add(function)
        name = self.function(function)
        if type is None:
            return name
        uses.type(type)
        return f"({self.declarations.ctype(type)}){name}"

    def class_range(self, cls: ClassType, uses: Uses) -> tuple[str, str]:
        """The constants for the type id of a class and for the size of its range of ids. They are symbols of the
        linker, so that a new class, which moves the ids of others, leaves the text of parts alone."""
        uses.classes.add(cls)
        tag = self.declarations.tag(cls)
        return f"RT_TID(RT_TID_{tag})", f"RT_TID(RT_TIDS_{tag})"


def is_string(prebuilt: Prebuilt) -> bool:
    """Whether an object is named by its content and may stand for an equal one."""
    return prebuilt.cls.name in ("str", "bytes")


def _item_bytes(prebuilt: Prebuilt) -> bytes:
    return bytes(prebuilt.items or b"")


def _content_key(prebuilt: Prebuilt) -> str:
    count = prebuilt.fields.get("count", 0)
    return f"{prebuilt.cls.name}:{count}:{_item_bytes(prebuilt).hex()}"


def _readable(prebuilt: Prebuilt) -> str:
    return "".join(chr(b) for b in _item_bytes(prebuilt)[:40] if b < 128)


def immediate_word(kind: str, value: int | float) -> int:
    """The reference of an immediate; the encoding is that of rt.h."""
    import struct

    if kind == "int":
        return (int(value) << 1 | 1) & 0xFFFFFFFFFFFFFFFF
    bits: int = struct.unpack("<Q", struct.pack("<d", value))[0]
    if bits == 0:
        return 0x8000000000000002
    if (bits >> 60) & 7 not in (3, 4) or bits == 0x3000000000000000:
        raise ValueError(f"{value!r} is not representable as an immediate")
    return (bits << 3 | bits >> 61) & 0xFFFFFFFFFFFFFFFC | 2
