"""The text form of graphs and programs, written. `parser` reads it back.

    class Point(object) instantiated
      x: int
      next: Point?

    function f(a: int, p: Point) -> int
    entry:
      i = int_add a, 1
      v = call @g(i, p) fail handler(i)
      b = getfield p .x
      c = int_lt b, v
      branch c then done(b) else done(v) likely
    done(r: int):
      return r
    handler(j: int):
      e: IndexError = catch
      return j

Result types are shown where operation and operands do not fix them. Integer constants are
of type int, `'x'` is a char; other constants carry their type: ``1:uint8``,
``null:Point?``, ``&name`` is a prebuilt object. Names that are not plain stand in
back-quotes. Positions are not part of the text, except as comments.
"""
from __future__ import annotations

import json
import linecache
import re
from typing import Any, Iterable, Iterator, Optional, Sequence

from transform.ir.graph import (
    Block, Branch, CFunction, CInteger, Constant, Fail, Function, Jump, Link, Operation, Position, Program, Raise,
    Return, Switch, Terminator, Value, Variable,
)
from transform.ir.operands import TypeRuleError
from transform.ir.typerules import result_rule
from transform.ir.types import (
    CHAR, ClassType, CodeType, FLOAT, Field, INT, PointerType, Prebuilt, RefType, StructField, StructType, TupleType,
    Type, VtableSlot, code_of,
)

LITERALS = frozenset({"true", "false", "null", "inf", "nan"})
_PLAIN_NAME = re.compile(r"[A-Za-z_<][\w.<>]*(?:\[[^\[\]`\n]*(?:\[[^\[\]`\n]*\][^\[\]`\n]*)*\][\w.<>]*)?")


def print_function(function: Function, source: bool = False) -> str:
    """The text of one function; with ``source``, each new source line as a comment."""
    return "\n".join(_Printer().function(function, source)) + "\n"


def print_program(program: Program) -> str:
    """The text of a whole program, functions last."""
    return _Printer(program).program()


def quote_name(name: str) -> str:
    """A name as it stands in the text."""
    return name if _PLAIN_NAME.fullmatch(name) else f"`{name}`"


def _identifier(hint: str) -> str:
    """A name for a variable or block from what it is called in the source."""
    name = re.sub(r"\W", "_", hint) or "v"
    return f"v_{name}" if name[0].isdigit() or name in LITERALS else name


class _Unique:
    """Gives each object of a kind a name of its own, near the one that it asks for."""

    def __init__(self) -> None:
        self._names: dict[Any, str] = {}
        self._taken: dict[str, int] = {}  # with the number of the last copy

    def __call__(self, thing: Any, wanted: str) -> str:
        found = self._names.get(thing)
        if found is None:
            found, count = wanted, self._taken.get(wanted, 1)
            while found in self._taken:
                count += 1
                found = f"{wanted}_{count}"
            self._taken[wanted] = count
            self._taken.setdefault(found, 1)
            self._names[thing] = found
        return found


class _Printer:
    """Writes text. Without a program, names are taken as they are."""

    def __init__(self, program: Optional[Program] = None) -> None:
        self.source = program
        self.classes = _Unique()
        self.structs = _Unique()
        self.prebuilts = _Unique()
        self.externs: dict[CFunction, None] = {}
        self.reached_structs: dict[StructType, None] = {}
        self.reached_prebuilts: dict[Prebuilt, None] = {}

    # Names and values.

    def class_name(self, cls: ClassType) -> str:
        return quote_name(self.classes(cls, cls.name) if self.source else cls.name)

    def struct_name(self, struct: StructType) -> str:
        self.reached_structs.setdefault(struct)
        return quote_name(self.structs(struct, struct.name) if self.source else struct.name)

    def prebuilt_name(self, prebuilt: Prebuilt) -> str:
        self.reached_prebuilts.setdefault(prebuilt)
        return quote_name(self.prebuilts(prebuilt, prebuilt.name) if self.source else prebuilt.name)

    def type(self, type: Type | StructType) -> str:
        match type:
            case RefType():
                return self.class_name(type.cls) + ("?" if type.optional else "")
            case PointerType():
                return self.type(type.target) + "*"
            case StructType():
                return "struct " + self.struct_name(type)
            case TupleType():
                return f"({', '.join(self.type(t) for t in type.items)}{',' if len(type.items) == 1 else ''})"
            case CodeType():
                params = ", ".join(self.type(t) for t in type.signature.params)
                return f"code({params}) -> {self.type(type.signature.result)}"
        return type.name

    def plain(self, value: Any, type: Optional[Type] = None) -> str:
        """A plain value (what Constant and Prebuilt hold) whose type is known around it."""
        match value:
            case None:
                return "null"
            case bool():
                return "true" if value else "false"
            case CInteger():
                return f"${value.c_name}({int(value)})"
            case int() if type is CHAR and 32 <= value < 127 and value not in b"'\\":
                return f"'{chr(value)}'"
            case Prebuilt():
                return "&" + self.prebuilt_name(value)
            case Function():
                return "@" + quote_name(value.name)
            case tuple():
                return f"({', '.join(self.plain(item) for item in value)}{',' if len(value) == 1 else ''})"
        return repr(value)

    def constant(self, constant: Constant) -> str:
        value, type = constant.value, constant.type
        text = self.plain(value, type)
        match value:
            case bool() | CInteger():
                obvious = type is INT or isinstance(value, bool)
            case int():
                obvious = type is INT or text.startswith("'")
            case float():
                obvious = type is FLOAT
            case Prebuilt():
                obvious = type is value.cls.ref
            case Function():
                obvious = type is code_of(value.signature)
            case _:
                obvious = False
        return text if obvious else f"{text}:{self.type(type)}"

    # Functions.

    def function(self, function: Function, source: bool = False) -> Iterator[str]:
        names = _Unique()
        if function.graph is None:
            hints: Sequence[str] = function.param_names or ("",) * len(function.signature.params)
            params = [names(number, _identifier(hint)) for number, hint in enumerate(hints)]
        else:
            params = [names(param, _identifier(param.name)) for param in function.graph.entry.params]
        types = [self.type(t) for t in function.signature.params]
        header = f"function {quote_name(function.name)}(" + ", ".join(
            f"{name}: {type}" for name, type in zip(params, types)) + f") -> {self.type(function.signature.result)}"
        if function.inline != "auto":
            header += f" inline={function.inline}"
        if function.cold:
            header += " cold"
        if not function.can_raise:
            header += " noraise"
        if function.export is not None:
            header += f" export={json.dumps(function.export)}"
        if function.callback:
            header += " callback"
        for resume in function.resumed_by:
            header += f" resumed_by @{quote_name(resume.name)}"
        if source and function.position is not None:
            header += f"  # {function.position}"
        yield header
        if function.graph is not None:
            yield from _GraphPrinter(self, names, source).blocks(function)

    # Programs.

    def program(self) -> str:
        program = self.source
        assert program is not None
        for cls in program.classes:
            self.class_name(cls)
        functions = [line for function in program.functions for line in (*self.function(function), "")]
        classes = [line for cls in program.classes for line in self.class_lines(cls)]
        exceptions = [f"exception {quote_name(name)} = {self.plain(prebuilt)}"
                      for name, prebuilt in program.exceptions.items()]
        lines = [f"program @{quote_name(program.entry.name)}"]
        for option in ("headers", "libraries", "include_dirs", "library_dirs"):
            if getattr(program, option):
                lines.append(f"build {option} {' '.join(map(json.dumps, getattr(program, option)))}")
        lines += [f"build define {json.dumps(name)} {json.dumps(value)}" for name, value in program.defines]
        prebuilts = list(_growing(self.reached_prebuilts, self.prebuilt_line))
        structs = list(_growing(self.reached_structs, self.struct_line))
        externs = [self.extern_line(extern) for extern in self.externs]
        for section in (structs, classes, externs, prebuilts, exceptions):
            if section:
                lines += ["", *section]
        return "\n".join([*lines, "", *functions])

    def class_lines(self, cls: ClassType) -> Iterator[str]:
        header = f"class {self.class_name(cls)}"
        if cls.base is not None:
            header += f"({self.class_name(cls.base)})"
        if cls.immediate is not None:
            header += f" immediate={cls.immediate}"
        if cls.is_exception and not (cls.base is not None and cls.base.is_exception):
            header += " exception"
        if cls.instantiated:
            header += " instantiated"
        yield header
        for field in cls.fields.values():
            yield (f"  {field.name}: {self.type(field.type)}" + (" unset" if field.may_be_unset else "")
                   + (" immutable" if field.immutable else ""))
        if cls.varpart is not None:
            yield f"  var {self.type(cls.varpart)}"
        for slot in cls.slots.values():
            yield f"  slot {slot.name}: {self.type(slot.type)}"
        for slot, value in cls.vtable.items():
            yield f"  virtual {self.member(cls, slot)} = {self.plain(value, slot.type)}"

    def struct_line(self, struct: StructType) -> str:
        fields = ", ".join(
            f"{field.name}: " + (f"{field.count} of " if field.count is not None else "") + self.type(field.type)
            for field in struct.fields.values())
        c_name = f" {json.dumps(struct.c_name)}" if struct.c_name is not None else ""
        return f"struct {self.struct_name(struct)}{c_name} {{{fields}}}"

    def extern_line(self, extern: CFunction) -> str:
        params = ", ".join(self.type(t) for t in extern.signature.params)
        line = f"extern {quote_name(extern.name)}({params}) -> {self.type(extern.signature.result)}"
        return line + (" variadic" if extern.variadic else "") + "".join(
            f" {json.dumps(header)}" for header in extern.headers)

    def prebuilt_line(self, prebuilt: Prebuilt) -> str:
        line = f"prebuilt {self.prebuilt_name(prebuilt)}: {self.class_name(prebuilt.cls)}"
        if prebuilt.fields:
            fields = ", ".join(f"{name} = {self.plain(value)}" for name, value in prebuilt.fields.items())
            line += f" {{{fields}}}"
        if isinstance(prebuilt.items, bytes):
            line += f" {prebuilt.items!r}"
        elif prebuilt.items is not None:
            line += f" [{', '.join(self.plain(item) for item in prebuilt.items)}]"
        return line

    def member(self, cls: Optional[ClassType], member: Field | VtableSlot) -> str:
        """A field or slot, qualified where its name alone does not find it from ``cls``."""
        if cls is not None:
            found = cls.find_field(member.name) if isinstance(member, Field) else cls.find_slot(member.name)
            if found is member:
                return "." + member.name
        return f".{self.class_name(member.owner)}::{member.name}"


def _growing(reached: dict[Any, None], line: Any) -> Iterator[str]:
    """The lines of all that is reached, also of what only these lines reach."""
    done = 0
    while done < len(reached):
        batch = list(reached)[done:]
        done += len(batch)
        for thing in batch:
            yield line(thing)


class _GraphPrinter:
    """Writes the blocks of one function."""

    def __init__(self, printer: _Printer, names: _Unique, source: bool) -> None:
        self.printer = printer
        self.names = names
        self.labels = _Unique()
        self.source = source
        self.last: Optional[tuple[str, int]] = None

    def blocks(self, function: Function) -> Iterator[str]:
        assert function.graph is not None
        blocks = function.graph.blocks()
        for number, block in enumerate(blocks):
            self.label(block, number)
        for block in blocks:
            params = "" if block is function.graph.entry else self.params(block)
            yield f"{self.label(block)}{params}:"
            for op in block.ops:
                yield "  " + self.operation(op) + self.comment(op.position)
            yield "  " + self.exit(block.exit) + self.comment(block.exit.position)

    def comment(self, position: Optional[Position]) -> str:
        if not self.source or position is None or self.last == (position.file, position.line):
            return ""
        self.last = (position.file, position.line)
        return f"  # {position.line}: {linecache.getline(position.file, position.line).strip()}"

    def label(self, block: Block, number: int = 0) -> str:
        return self.labels(block, _identifier(block.name or ("entry" if number == 0 else f"b{number}")))

    def params(self, block: Block) -> str:
        if not block.params:
            return ""
        return "(" + ", ".join(f"{self.variable(p)}: {self.printer.type(p.type)}" for p in block.params) + ")"

    def variable(self, variable: Variable) -> str:
        return self.names(variable, _identifier(variable.name))

    def value(self, value: Value) -> str:
        if isinstance(value, Constant):
            return self.printer.constant(value)
        assert isinstance(value, Variable)
        return self.variable(value)

    def values(self, values: Iterable[Value]) -> str:
        return ", ".join(map(self.value, values))

    def link(self, link: Link) -> str:
        return self.label(link.target) + (f"({self.values(link.args)})" if link.args else "")

    def operation(self, op: Operation) -> str:
        text = self.payload(op)
        if op.fail is not None:
            text += f" fail {self.link(op.fail)}"
        if op.unwind is not None:
            text += f" unwind {self.link(op.unwind)}"
        if op.result is None:
            return text
        try:
            obvious = result_rule(op) is op.result.type
        except TypeRuleError:  # a broken graph is printed all the same
            obvious = False
        result = self.variable(op.result)
        return f"{result} = {text}" if obvious else f"{result}: {self.printer.type(op.result.type)} = {text}"

    def payload(self, op: Operation) -> str:
        """The operation with its operands and its static payload."""
        printer = self.printer
        match op.static:
            case None:
                static = ""
            case Function():
                if op.name == "code_address":
                    return f"{op.name} @{quote_name(op.static.name)}"
                return f"{op.name} @{quote_name(op.static.name)}({self.values(op.args)})"
            case CFunction():
                printer.externs.setdefault(op.static)
                return f"{op.name} {quote_name(op.static.name)}({self.values(op.args)})"
            case Field() | VtableSlot():
                receiver = op.args[0].type if op.args else None
                member = printer.member(receiver.cls if isinstance(receiver, RefType) else None, op.static)
                if op.name == "call_virtual":
                    return f"{op.name} {member}({self.values(op.args)})"
                return self.member_access(op, member)
            case StructField():
                return self.member_access(op, "." + op.static.name)
            case ClassType():
                static = printer.class_name(op.static)
                if op.name == "size_of":
                    static = "class " + static
            case Type() | StructType():
                static = printer.type(op.static)
            case str():
                static = json.dumps(op.static)
            case _:
                static = repr(op.static)
        operands = ", ".join(filter(None, (self.values(op.args), static)))
        return f"{op.name} {operands}" if operands else op.name

    def member_access(self, op: Operation, member: str) -> str:
        values = list(map(self.value, op.args))
        return f"{op.name} {values[0]} {member}" + "".join(f" = {value}" for value in values[1:])

    def exit(self, exit: Terminator) -> str:
        match exit:
            case Jump():
                return f"jump {self.link(exit.link)}"
            case Branch():
                likely = {True: " likely", False: " unlikely", None: ""}[exit.likely]
                return (f"branch {self.value(exit.condition)} then {self.link(exit.then)}"
                        f" else {self.link(exit.otherwise)}{likely}")
            case Switch():
                cases = [f"{number} -> {self.link(link)}" for number, link in exit.cases]
                if exit.default is not None:
                    cases.append(f"else {self.link(exit.default)}")
                return f"switch {self.value(exit.value)} of {', '.join(cases)}"
            case Return():
                return "return" if exit.value is None else f"return {self.value(exit.value)}"
            case Raise():
                return f"raise {self.value(exit.value)}"
            case Fail():
                return "fail"
        return "unreachable"


