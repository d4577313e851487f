"""From a program to C files."""
from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources

from transform.c.control import CodeText, write_function
from transform.c.data import DataText, string_object, write_locations, write_object, write_places, write_vtables
from transform.c.declarations import Uses
from transform.c.foreign import c_symbol, source_files
from transform.c.names import short_name
from transform.c.options import Options
from transform.c.parts import Assembler, CFile, cut
from transform.c.program import Symbols
from transform.ir.graph import CFunction, Function, Program
from transform.ir.types import Prebuilt


class CompileError(Exception):
    """The C compiler or linker rejected what was generated: a bug of the translator, or a library that is not
    there. ``text`` is what it said, ``file`` where its input is kept."""

    def __init__(self, file: str, text: str) -> None:
        super().__init__(f"{file}:\n{text}")
        self.file = file
        self.text = text


@dataclass
class CProgram:
    """Everything that `build` needs.

    files         generated C, glue and its headers included
    functions     the lines of each function in them
    include_dirs, library_dirs, libraries, defines
                  what the program asks of the compiler
    """

    files: list[CFile]
    functions: dict[Function, list[str]] = field(default_factory=dict)
    include_dirs: list[str] = field(default_factory=list)
    library_dirs: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    defines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return sum(file.lines for file in self.files)


def generate(program: Program, options: Options) -> CProgram:
    """The C of a program. Raises CompileError if a header that it needs is missing."""
    names = _foreign_names(program, options)
    symbols = Symbols(program, options, names.identifiers, names.macros, names.functions)
    assembler = Assembler(symbols)
    functions = sorted(program.functions, key=lambda f: f.name)
    progress = options.progress or (lambda stage, done, total: None)
    codes: list[CodeText] = []
    for number, function in enumerate(functions):
        codes.append(write_function(symbols, function))
        if number % 64 == 0:
            progress("generate", number, len(functions))
    progress("generate", len(functions), len(functions))
    vtables = _vtables(symbols)
    entry = _entry(symbols)
    objects = _reachable_objects(symbols, [code.uses for code in codes] + [vtables.uses])
    target = options.part_lines
    files = [assembler.code(group)
             for group in cut(codes, lambda c: c.symbol, lambda c: len(c.lines), target)]
    files += [assembler.data("data", group)
              for group in cut(objects, lambda d: d.symbol, lambda d: len(d.lines), 4 * target)]
    files.append(assembler.data("classes", [vtables]))
    files.append(assembler.data("entry", [entry]))
    places: dict[tuple[str, str], int] = {}
    tables = write_locations([(c.symbol, c.locations) for c in codes if c.locations], places)
    files += [assembler.data("locations", group)
              for group in cut(tables, lambda d: d.symbol, lambda d: len(d.lines), 4 * target)]
    files.append(assembler.data("places", [write_places(places)]))
    called = {function for code in codes for function in code.uses.c_functions}
    files += [CFile(*file) for file in source_files(symbols.declarations, called)]
    texts = {code.function: code.lines for code in codes}
    return CProgram(files + glue_files(options), texts, program.include_dirs, program.library_dirs, program.libraries,
                    program.defines)


def glue_files(options: Options) -> list[CFile]:
    """The part of the runtime that is written in C, with the collector that was chosen."""
    folder = resources.files("transform.c") / "glue"
    names = ["rt.h", "rt_gc.h", "rt_stackless.h", "rt_threads.h", "rt.c", "rt_stackless.c", "rt_threads.c",
             f"rt_gc_{options.gc}.c"]
    return [CFile(name, (folder / name).read_text("utf-8")) for name in names]


def _vtables(symbols: Symbols) -> DataText:
    strings = [cls for cls in symbols.layout.classes if cls.name == "str"]
    names = {}
    if strings:
        names = {cls: string_object(strings[0], short_name(cls)) for cls in symbols.layout.classes}
    return write_vtables(symbols, names)


def _entry(symbols: Symbols) -> DataText:
    """The function that main in the glue calls."""
    uses = Uses()
    entry = symbols.program.entry
    uses.functions.add(entry)
    name = symbols.function(entry)
    call = f"{name}(argc, argv)" if symbols.program.frame_class is None else f"rt_run({name}, argc, argv)"
    lines = ["int64_t rt_entry(int64_t argc, uint8_t **argv)", "{", f"    return {call};", "}"]
    return DataText("rt_entry", lines, uses)


def _reachable_objects(symbols: Symbols, roots: Iterable[Uses]) -> list[DataText]:
    """The definitions of all static objects that the code or another object refers to, by name. Keys of dicts come
    first: they note their hashes when a dict is first used, so what a program writes to lies together."""
    seen: dict[Prebuilt, DataText] = {}
    work: list[Prebuilt] = []
    for uses in roots:
        work += sorted(uses.prebuilts, key=symbols.prebuilt)
    while work:
        prebuilt = work.pop()
        if prebuilt not in seen:
            text = seen[prebuilt] = write_object(symbols, prebuilt)
            work += text.uses.prebuilts
    keys = _keys_of_dicts(seen)
    order = sorted(seen, key=lambda prebuilt: (prebuilt not in keys, seen[prebuilt].symbol))
    return [seen[prebuilt] for prebuilt in order]


def _keys_of_dicts(objects: Iterable[Prebuilt]) -> set[Prebuilt]:
    """The first of each pair in arrays of pairs, which the entries of dicts are."""
    return {item[0] for prebuilt in objects if prebuilt.items and isinstance(prebuilt.items[0], tuple)
            for item in prebuilt.items if isinstance(item[0], Prebuilt)}


_word = re.compile(r"[A-Za-z_]\w*")
_macro = re.compile(r"^#define (\w+)", re.MULTILINE)


@dataclass
class ForeignNames:
    """Names that are not ours to give.

    functions     C functions that the program calls
    macros        macros of the headers that it includes
    identifiers   all identifiers in those headers, and the functions
    """

    functions: set[str]
    macros: set[str]
    identifiers: set[str]


def _foreign_names(program: Program, options: Options) -> ForeignNames:
    headers: dict[str, None] = dict.fromkeys(program.headers)
    called: set[CFunction] = set()
    for function in program.functions:
        if function.graph is not None:
            for block in function.graph.blocks():
                called.update(op.static for op in block.ops if op.opdef.name == "call_c")
    for c_function in called:
        headers.update(dict.fromkeys(c_function.headers))
    headers.pop("rt.h", None)
    functions = {name for c_function in called for name in (c_function.name, c_symbol(c_function))}
    text = "".join(f"#include <{header}>\n" for header in sorted(headers))
    flags = ["-D_GNU_SOURCE", *include_flags(program.include_dirs, program.defines)]
    declared = _preprocess(options, flags, text)
    macros = _preprocess(options, [*flags, "-dM"], text)
    return ForeignNames(functions, set(_macro.findall(macros)), functions.union(_word.findall(declared)))


def _preprocess(options: Options, flags: list[str], text: str) -> str:
    command = [options.cc, "-xc", "-E", *flags, "-"]
    result = subprocess.run(command, check=False, input=text, capture_output=True, text=True)
    if result.returncode:
        raise CompileError("the headers of the program", result.stderr)
    return result.stdout


def include_flags(include_dirs: Iterable[str], defines: Iterable[tuple[str, str]]) -> list[str]:
    """The compiler flags for the program's folders of headers and macros."""
    return [f"-I{folder}" for folder in include_dirs] + [
        f"-D{name}={value}" if value else f"-D{name}" for name, value in defines]
