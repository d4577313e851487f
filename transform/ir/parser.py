"""The text form of programs, read. `printer` describes the text, `graph_parser` reads the
bodies of functions.

Declarations may refer to what comes later. Inside a function, blocks stand behind those
that dominate them, so each variable is defined before it is used.
"""
from __future__ import annotations

from typing import Any, Callable, Optional, TypeVar

from transform.ir.graph import CFunction, Constant, Function, Program
from transform.ir.graph_parser import GraphParser
from transform.ir.scanner import ParseError, Scanner, strip_comment
from transform.ir.types import (
    BOOL, CHAR, ClassType, FLOAT, INT, PRIMITIVES, Prebuilt, Signature, StructField, StructType, Type, VtableSlot,
    code_of, pointer_to, tuple_of,
)

T = TypeVar("T")

_DECLARATIONS = ("program", "build", "struct", "class", "extern", "prebuilt", "exception", "function")


def parse_program(text: str) -> Program:
    """The program that the text describes. Its entry is what the line ``program @name``
    says, else the first function. The root class ``object`` need not be declared.

    ParseError where the text is wrong."""
    return ProgramParser(text).parse()


def parse_function(text: str) -> Function:
    """The first function of a program text."""
    return parse_program(text).functions[0]


class _Section:
    """A declaration: its first line and the lines below it. ``name`` is what it declares."""

    def __init__(self, kind: str, head: Scanner) -> None:
        self.kind = kind
        self.name = ""
        self.head = head
        self.body: list[Scanner] = []


def _split(text: str) -> list[_Section]:
    sections: list[_Section] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = strip_comment(line)
        if not line.strip():
            continue
        scanner = Scanner(line, number)
        kind = next((kind for kind in _DECLARATIONS if line.startswith(kind + " ")), None)
        if kind is not None:
            scanner.expect(kind)
            sections.append(_Section(kind, scanner))
        elif not sections:
            raise scanner.error("expected a declaration")
        else:
            sections[-1].body.append(scanner)
    return sections


class ProgramParser:
    """Reads declarations: first all names, then what they stand for."""

    def __init__(self, text: str) -> None:
        self.sections = _split(text)
        self.structs: dict[str, StructType] = {}
        self.classes: dict[str, ClassType] = {}
        self.externs: dict[str, CFunction] = {}
        self.prebuilts: dict[str, Prebuilt] = {}
        self.functions: dict[str, Function] = {}
        self.exceptions: dict[str, Any] = {}
        self.entry: Optional[str] = None
        self.options: dict[str, Any] = {}

    def parse(self) -> Program:
        self.each("struct", self.declare_struct)
        self.declare_classes()
        self.each("prebuilt", self.declare_prebuilt)
        self.each("extern", self.extern)
        self.each("function", self.declare_function)
        self.each("struct", self.struct)
        self.each("class", self.class_body)
        self.each("prebuilt", self.prebuilt)
        self.each("exception", self.exception)
        self.each("program", self.program)
        self.each("build", self.build)
        self.each("function", self.function_body)
        for section in self.sections:
            section.head.expect_end()
        if not self.functions:
            raise ParseError("the text declares no function")
        entry = self.functions[self.entry] if self.entry is not None else next(iter(self.functions.values()))
        return Program(entry, list(self.functions.values()), list(self.classes.values()), self.exceptions,
                       **self.options)

    def each(self, kind: str, read: Callable[[_Section], None]) -> None:
        for section in self.sections:
            if section.kind == kind:
                read(section)

    def find(self, table: dict[str, T], scanner: Scanner, what: str) -> T:
        name = scanner.name(f"the name of a {what}")
        if name not in table:
            raise scanner.error(f"unknown {what} {name!r}")
        return table[name]

    # Types.

    def type(self, scanner: Scanner) -> Type:
        result = self.target(scanner)
        if isinstance(result, StructType):
            raise scanner.error(f"structure {result} is no value type")
        return result

    def target(self, scanner: Scanner) -> Type | StructType:
        """A type, or a structure where a pointer may lead."""
        result = self.simple_type(scanner)
        while scanner.accept("*"):
            result = pointer_to(result)
        return result

    def simple_type(self, scanner: Scanner) -> Type | StructType:
        if scanner.looking_at("("):
            return tuple_of(*self.types(scanner))
        if scanner.accept("struct"):
            return self.find(self.structs, scanner, "structure")
        if scanner.looking_at("code("):
            scanner.expect("code")
            params = self.types(scanner)
            scanner.expect("->")
            return code_of(Signature(params, self.type(scanner)))
        start = scanner.position
        name = scanner.name("a type")
        if name in PRIMITIVES:
            return PRIMITIVES[name]
        if name not in self.classes:
            scanner.position = start
            raise scanner.error(f"unknown type {name!r}")
        cls = self.classes[name]
        return cls.optional if scanner.accept("?") else cls.ref

    def types(self, scanner: Scanner) -> tuple[Type, ...]:
        scanner.expect("(")
        types: list[Type] = []
        while not scanner.accept(")"):
            types.append(self.type(scanner))
            if not scanner.accept(","):
                scanner.expect(")")
                break
        return tuple(types)

    # Plain values.

    def plain(self, scanner: Scanner) -> tuple[Any, Type | None]:
        """A value, and its type where the text alone gives it."""
        if scanner.accept("true"):
            return True, BOOL
        if scanner.accept("false"):
            return False, BOOL
        if scanner.accept("null"):
            return None, None
        if scanner.accept("&"):
            prebuilt = self.find(self.prebuilts, scanner, "prebuilt object")
            return prebuilt, prebuilt.cls.ref
        if scanner.accept("@"):
            function = self.find(self.functions, scanner, "function")
            return function, code_of(function.signature)
        if scanner.accept("("):
            items = []
            while not scanner.accept(")"):
                items.append(self.plain(scanner)[0])
                if not scanner.accept(","):
                    scanner.expect(")")
                    break
            return tuple(items), None
        char = scanner.char()
        if char is not None:
            return char, CHAR
        number = scanner.number_literal()
        if number is None:
            raise scanner.error("expected a value")
        return number, INT if isinstance(number, int) else FLOAT

    def constant(self, scanner: Scanner) -> Constant:
        value, type = self.plain(scanner)
        if scanner.accept(":"):
            type = self.type(scanner)
        if type is None:
            raise scanner.error("this constant needs a type")
        return Constant(value, type)

    # Declarations.

    def declare_struct(self, section: _Section) -> None:
        section.name = section.head.name("the name of a structure")
        c_name = section.head.string() if section.head.at_string() else None
        self.structs[section.name] = StructType(section.name, c_name)

    def struct(self, section: _Section) -> None:
        scanner = section.head
        fields = self.structs[section.name].fields
        scanner.expect("{")
        while not scanner.accept("}"):
            name = scanner.word("the name of a field")
            scanner.expect(":")
            count = scanner.number_literal()
            if count is not None:
                scanner.expect("of")
            fields[name] = StructField(name, self.target(scanner), None if count is None else int(count))
            if not scanner.accept(","):
                scanner.expect("}")
                break

    def declare_classes(self) -> None:
        bases: dict[str, tuple[Optional[str], Scanner]] = {}
        for section in self.sections:
            if section.kind == "class":
                section.name = section.head.name("the name of a class")
                base = None
                if section.head.accept("("):
                    base = section.head.name("the name of a class")
                    section.head.expect(")")
                bases[section.name] = base, section.head
        if "object" not in bases:
            self.classes["object"] = ClassType("object", None)
        waiting = list(bases)
        while waiting:
            ready = [name for name in waiting if bases[name][0] is None or bases[name][0] in self.classes]
            if not ready:
                raise bases[waiting[0]][1].error("unknown base class")
            for name in ready:
                base = bases[name][0]
                self.classes[name] = ClassType(name, None if base is None else self.classes[base])
            waiting = [name for name in waiting if name not in self.classes]
        for name in bases:  # back into the order of the text
            self.classes[name] = self.classes.pop(name)

    def class_body(self, section: _Section) -> None:
        scanner = section.head
        cls = self.classes[section.name]
        if scanner.accept("immediate="):
            cls.immediate = scanner.word("int or float")
        if scanner.accept("exception") or (cls.base is not None and cls.base.is_exception):
            cls.is_exception = True
        cls.instantiated = scanner.accept("instantiated")
        for line in section.body:
            if line.accept("var "):
                cls.varpart = self.type(line)
            elif line.accept("slot "):
                name = line.word("the name of a slot")
                line.expect(":")
                cls.slots[name] = VtableSlot(name, cls, self.type(line))
            elif not line.accept("virtual "):
                name = line.word("the name of a field")
                line.expect(":")
                field = cls.add_field(name, self.type(line))
                field.may_be_unset = line.accept("unset")
                field.immutable = line.accept("immutable")
                line.expect_end()
        for line in section.body:
            if line.text.split()[0] == "virtual":
                slot = self.member(line, cls, ClassType.find_slot)
                line.expect("=")
                cls.vtable[slot] = self.plain(line)[0]
                line.expect_end()

    def member(self, scanner: Scanner, cls: Optional[ClassType], find: Callable[[ClassType, str], Optional[T]]) -> T:
        """``.name`` looked up from ``cls``, or ``.Owner::name``."""
        scanner.expect(".")
        start = scanner.position
        name = scanner.name("a member")
        if scanner.accept("::"):
            cls = self.classes.get(name)
            name = scanner.word("a member")
        found = None if cls is None else find(cls, name)
        if found is None:
            scanner.position = start
            raise scanner.error(f"{cls} has no member {name!r}")
        return found

    def declare_prebuilt(self, section: _Section) -> None:
        section.name = section.head.name("the name of a prebuilt object")
        section.head.expect(":")
        self.prebuilts[section.name] = Prebuilt(self.find(self.classes, section.head, "class"), section.name)

    def prebuilt(self, section: _Section) -> None:
        scanner = section.head
        prebuilt = self.prebuilts[section.name]
        if scanner.accept("{"):
            while not scanner.accept("}"):
                name = scanner.word("the name of a field")
                scanner.expect("=")
                prebuilt.fields[name] = self.plain(scanner)[0]
                if not scanner.accept(","):
                    scanner.expect("}")
                    break
        prebuilt.items = scanner.bytes()
        if prebuilt.items is None and scanner.accept("["):
            prebuilt.items = []
            while not scanner.accept("]"):
                prebuilt.items.append(self.plain(scanner)[0])
                if not scanner.accept(","):
                    scanner.expect("]")
                    break

    def exception(self, section: _Section) -> None:
        name = section.head.name("the name of an exception")
        section.head.expect("=")
        self.exceptions[name] = self.plain(section.head)[0]

    def program(self, section: _Section) -> None:
        section.head.expect("@")
        self.entry = self.find(self.functions, section.head, "function").name

    def build(self, section: _Section) -> None:
        option = section.head.word("a build option")
        values = []
        while section.head.at_string():
            values.append(section.head.string())
        if option == "define":
            self.options.setdefault("defines", []).append(tuple(values))
        else:
            self.options.setdefault(option, []).extend(values)

    def extern(self, section: _Section) -> None:
        scanner = section.head
        name = scanner.name("the name of a C function")
        params = self.types(scanner)
        scanner.expect("->")
        result = self.type(scanner)
        variadic = scanner.accept("variadic")
        headers = []
        while scanner.at_string():
            headers.append(scanner.string())
        self.externs[name] = CFunction(name, Signature(params, result), tuple(headers), variadic)

    def declare_function(self, section: _Section) -> None:
        scanner = section.head
        name = section.name = scanner.name("the name of a function")
        scanner.expect("(")
        params: dict[str, Type] = {}
        while not scanner.accept(")"):
            param = scanner.word("the name of a parameter")
            scanner.expect(":")
            params[param] = self.type(scanner)
            if not scanner.accept(","):
                scanner.expect(")")
                break
        scanner.expect("->")
        signature = Signature(tuple(params.values()), self.type(scanner))
        function = Function(name, signature, param_names=tuple(params))
        if scanner.accept("inline="):
            function.inline = scanner.word("always, never or auto")
        function.cold = scanner.accept("cold")
        function.can_raise = not scanner.accept("noraise")
        if scanner.accept("export="):
            function.export = scanner.string()
        function.callback = scanner.accept("callback")
        if name in self.functions:
            raise scanner.error(f"function {name!r} is declared twice")
        self.functions[name] = function

    def function_body(self, section: _Section) -> None:
        function = self.functions[section.name]
        while section.head.accept("resumed_by"):
            section.head.expect("@")
            function.resumed_by.append(self.find(self.functions, section.head, "function"))
        if section.body:
            function.graph = GraphParser(self, function).parse(section.body)
