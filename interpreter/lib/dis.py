"""Disassembler of the instructions of Bobbin's register machine.

The functions and classes are those of CPython 3.11's module; what they show is this machine's own. Offsets count two for each instruction, as
`f_lasti` and `co_lines` do. Caches are kept beside the code and not specialised in place, so `show_caches` and `adaptive` change nothing.
"""
import collections
import io
import sys
import types

from _opcode import decode as _decode, handlers as _handlers
from opcode import *  # noqa: F403
from opcode import __all__ as _opcode_names, hasjrel, operands, opname

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code", "get_instructions",
           "Instruction", "Bytecode", *_opcode_names]

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
}

_UNIT = 2
_WORD = 8
_NAME_WIDTH = 21
_WITH_CODE = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

Positions = collections.namedtuple("Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)


class Instruction(collections.namedtuple("_Instruction", [
        "opname", "opcode", "arg", "argval", "argrepr", "offset", "starts_line", "is_jump_target", "positions"], defaults=[None])):
    """An instruction.

    opname, opcode: its name and number
    arg: its operands as numbers, a tuple
    argval: what they stand for, a tuple: names of variables, constants, offsets of jumps, numbers
    argrepr: the operands as text
    offset: where it stands
    starts_line: the line that begins with it, or None
    is_jump_target: whether other instructions, or exceptions, lead to it
    positions: where it stands in the source
    """

    __slots__ = ()

    def _disassemble(self, lineno_width=3, mark_as_current=False, offset_width=4):
        """The instruction as a line of a table."""
        line = "" if self.starts_line is None else str(self.starts_line)
        fields = [line.rjust(lineno_width)] if lineno_width else []
        fields += ["-->" if mark_as_current else "   ", ">>" if self.is_jump_target else "  ", str(self.offset).rjust(offset_width),
                   self.opname.ljust(_NAME_WIDTH), self.argrepr]
        return " ".join(fields).rstrip()


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Disassemble a class, function, method, generator, code object, module or source text, with what is nested inside; the last traceback if
    nothing is given.

    `depth` limits how many levels of nested code are shown. Raises TypeError for other objects."""
    if x is None:
        distb(file=file)
        return
    for attribute in ("__func__", "__code__", "gi_code", "ag_code", "cr_code"):
        x = getattr(x, attribute, None) or x
    if hasattr(x, "__dict__"):
        for name, value in sorted(vars(x).items()):
            if isinstance(value, _WITH_CODE):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(value, file=file, depth=depth)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    elif hasattr(x, "co_code"):
        _disassemble_nested(x, file, depth)
    elif isinstance(x, str):
        _disassemble_nested(_compiled(x), file, depth)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Disassemble the innermost frame of a traceback, by default the last one. Raises RuntimeError if there is none."""
    if tb is None:
        tb = getattr(sys, "last_traceback", None)
        if tb is None:
            raise RuntimeError("no last traceback to disassemble")
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Disassemble a code object alone; the instruction at `lasti` is marked."""
    _show(co, lasti, co.co_firstlineno, file)


disco = disassemble


def _disassemble_nested(co, file, depth):
    disassemble(co, file=file)
    if depth is None or depth > 0:
        for constant in co.co_consts:
            if hasattr(constant, "co_code"):
                print(file=file)
                print(f"Disassembly of {constant!r}:", file=file)
                _disassemble_nested(constant, file, None if depth is None else depth - 1)


def _show(co, lasti, first_line, file):
    instructions = list(_instructions(co, first_line - co.co_firstlineno))
    line_width = max([3, *(len(str(each.starts_line)) for each in instructions if each.starts_line is not None)])
    offset_width = max([4, *(len(str(each.offset)) for each in instructions)])
    for each in instructions:
        if each.starts_line is not None and each.offset > 0:
            print(file=file)
        print(each._disassemble(line_width, each.offset == lasti, offset_width), file=file)
    entries = _handlers(co)
    if entries:
        print("ExceptionTable:", file=file)
        for start, end, target in entries:
            print(f"  {start} to {end - _UNIT} -> {target}", file=file)


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    """Iterate over the `Instruction`s of a function, method, generator, code object or source text. `first_line` is what the first line is to be
    numbered."""
    co = _code_of(x)
    return _instructions(co, 0 if first_line is None else first_line - co.co_firstlineno)


def _instructions(co, line_shift):
    starts = dict(findlinestarts(co))
    targets = {*findlabels(co.co_code), *(target for _, _, target in _handlers(co))}
    for index, ((opcode, arg, argval), place) in enumerate(zip(_decode(co), co.co_positions())):
        offset = index * _UNIT
        line = starts.get(offset)
        starts_line = None if line is None else line + line_shift
        yield Instruction(opname[opcode], opcode, arg, argval, _text(operands[opcode], argval), offset, starts_line, offset in targets,
                          Positions(*place))


def _text(kinds, values):
    parts = []
    for kind, value in zip(kinds, values):
        if kind == "j":
            parts.append(f"to {value}")
        elif kind == "k":
            parts.append(repr(value))
        elif kind != "-":
            parts.append(str(value))
    return " ".join(parts)


def findlinestarts(code):
    """Iterate over (offset, line) of the instructions with which lines begin."""
    last = None
    for start, end, line in code.co_lines():
        if start < end and line is not None and line != last:
            last = line
            yield start, line


def findlabels(code):
    """The offsets to which jumps in instructions, the bytes of `co_code`, lead."""
    labels = []
    for index in range(len(code) // _WORD):
        opcode = int.from_bytes(code[index * _WORD:index * _WORD + 2], "little")
        if opcode in hasjrel:
            distance = int.from_bytes(code[index * _WORD + 4:index * _WORD + 8], "little", signed=True)
            label = (index + 1 + distance) * _UNIT
            if label not in labels:
                labels.append(label)
    return labels


def code_info(x):
    """A text that tells about a function, method, generator, code object or source text."""
    co = _code_of(x)
    lines = []
    for title, value in (("Name", co.co_name), ("Filename", co.co_filename), ("Argument count", co.co_argcount),
                         ("Positional-only arguments", co.co_posonlyargcount), ("Kw-only arguments", co.co_kwonlyargcount),
                         ("Number of locals", co.co_nlocals), ("Registers", co.co_stacksize), ("Flags", pretty_flags(co.co_flags))):
        lines.append(f"{title + ':':<18} {value}")
    for title, items in (("Constants", [repr(constant) for constant in co.co_consts]), ("Names", co.co_names),
                         ("Variable names", co.co_varnames), ("Free variables", co.co_freevars), ("Cell variables", co.co_cellvars)):
        if items:
            lines.append(f"{title}:")
            lines += [f"{index:4}: {item}" for index, item in enumerate(items)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print what `code_info` tells."""
    print(code_info(co), file=file)


def pretty_flags(flags):
    """The names of the bits of `co_flags`."""
    names = []
    for bit in range(32):
        flag = 1 << bit
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
            flags ^= flag
    if flags:
        names.append(hex(flags))
    return ", ".join(names) or hex(0)


def _compiled(source, name="<dis>"):
    """The code of an expression or else of statements."""
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def _code_of(x):
    for attribute in ("__func__", "__code__", "gi_code", "ag_code", "cr_code"):
        x = getattr(x, attribute, None) or x
    if isinstance(x, str):
        x = _compiled(x, "<disassembly>")
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _find_imports(co):
    """Iterate over (name, level, names) of the import statements in a code object: what `modulefinder` asks for."""
    known = {}
    for each in _instructions(co, 0):
        if each.opname in ("LOAD_CONST", "LOAD_INT"):
            known[each.arg[0]] = each.argval[1]
        elif each.opname == "IMPORT_NAME":
            row = each.arg[1]
            yield each.argval[2], known.get(row), known.get(row + 1)


def _find_store_names(co):
    """Iterate over the names that a code object gives values to in its module."""
    for each in _instructions(co, 0):
        if each.opname in ("STORE_NAME", "STORE_GLOBAL"):
            yield each.argval[1]


class Bytecode:
    """The instructions of a function, method, generator, code object or source text; iterable.

    `info` gives the text of `code_info`, `dis` that of `dis` without nested code. `current_offset` is marked in it."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self._original_object = x
        self.current_offset = current_offset
        self.exception_entries = _handlers(self.codeobj)

    def __iter__(self):
        return _instructions(self.codeobj, self.first_line - self.codeobj.co_firstlineno)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """That of the innermost frame of a traceback."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        """What is known about the code."""
        return code_info(self.codeobj)

    def dis(self):
        """The instructions as text."""
        output = io.StringIO()
        _show(self.codeobj, -1 if self.current_offset is None else self.current_offset, self.first_line, output)
        return output.getvalue()


def main():
    """``python -m dis [FILE]``: a source, from standard input by default."""
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument("infile", type=argparse.FileType("rb"), nargs="?", default="-")
    arguments = parser.parse_args()
    with arguments.infile as infile:
        source = infile.read()
    dis(compile(source, arguments.infile.name, "exec"))


if __name__ == "__main__":
    main()
