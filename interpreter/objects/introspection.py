"""What Python programs can do with code objects, frames and tracebacks."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import TRACED, Op
from interpreter.errors import attribute_error, runtime_error, type_error, value_error
from interpreter.eval.frame import Frame
from interpreter.eval.jumps import set_line
from interpreter.eval.locals import locals_of
from interpreter.eval.tracing import trace_of
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.bytes import new_bytes
from interpreter.objects.code import Code, Flag
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import MadeTraceback, Traceback
from interpreter.objects.generator import Generator
from interpreter.objects.int import FALSE, TRUE, Int, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import Object, Type, end_now, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, intern, new_str
from interpreter.objects.tuple import new_tuple
from interpreter.protocols.text import repr_of
from transform.rpython.builders import BytesBuilder


def names_tuple(names: list[str]) -> Object:
    result: list[Object] = []
    for name in names:
        result.append(intern(name))
    return new_tuple(result)


# Code objects.


@exposed("__repr__")
def code_repr(self: Code) -> str:
    """Return repr(self)."""
    return f'<code object {self.name} at {address_of(self)}, file "{self.filename}", line {self.first_line}>'


@exposed_property("co_name")
def code_get_name(self: Code) -> Object:
    return intern(self.name)


@exposed_property("co_qualname")
def code_get_qualname(self: Code) -> Object:
    return intern(self.qualname)


@exposed_property("co_filename")
def code_get_filename(self: Code) -> str:
    return self.filename


@exposed_property("co_firstlineno")
def code_get_first_line(self: Code) -> int:
    return self.first_line


@exposed_property("co_flags")
def code_get_flags(self: Code) -> int:
    return self.flags


@exposed_property("co_argcount")
def code_get_argument_count(self: Code) -> int:
    return self.argument_count


@exposed_property("co_posonlyargcount")
def code_get_positional_only_count(self: Code) -> int:
    return self.positional_only_count


@exposed_property("co_kwonlyargcount")
def code_get_keyword_only_count(self: Code) -> int:
    return self.keyword_only_count


@exposed_property("co_nlocals")
def code_get_local_count(self: Code) -> int:
    return len(self.varnames)


@exposed_property("co_stacksize")
def code_get_stack_size(self: Code) -> int:
    return self.register_count


@exposed_property("co_varnames")
def code_get_varnames(self: Code) -> Object:
    return names_tuple(self.varnames)


@exposed_property("co_cellvars")
def code_get_cellvars(self: Code) -> Object:
    return names_tuple(self.cellvars)


@exposed_property("co_freevars")
def code_get_freevars(self: Code) -> Object:
    return names_tuple(self.freevars)


@exposed_property("co_names")
def code_get_names(self: Code) -> Object:
    all_names: list[str] = []
    for name in self.names:
        if name not in all_names:
            all_names.append(name)
    for name in self.cache_names:
        if name not in all_names:
            all_names.append(name)
    return names_tuple(all_names)


@exposed_property("co_consts")
def code_get_constants(self: Code) -> Object:
    result: list[Object] = []
    for i in range(len(self.constants)):
        result.append(self.constants[i])
    for i in range(len(self.words)):  # small ints are in the instructions
        if self.words[i] & 0xFFFF & ~TRACED == Op.LOAD_INT:
            result.append(new_int(self.words[i] >> 32))
    return new_tuple(result)


@exposed_property("co_code")
def code_get_words(self: Code) -> Object:
    data = BytesBuilder()
    for i in range(len(self.words)):
        word = self.words[i] & ~TRACED
        for shift in range(0, 64, 8):
            data.append_byte(word >> shift & 0xFF)
    return new_bytes(data.build())


@exposed("co_lines")
def code_lines(self: Code) -> Object:
    """Iterate over (start, end, line) of the instructions, which count two each, as library code expects. The first row, of no instruction, has the
    line of the definition, as CPython's has (PEP 626); that of a module is 0."""
    first = self.first_line if self.flags & Flag.OPTIMIZED or self.name != "<module>" else 0
    rows: list[Object] = [new_tuple([new_int(0), new_int(0), new_int(first)])]
    count = len(self.words)
    start = 0
    for i in range(count + 1):
        if i == count or (i > start and self.positions[4 * i] != self.positions[4 * start]):
            if i > start:
                line = int(self.positions[4 * start])
                rows.append(new_tuple([new_int(2 * start), new_int(2 * i), new_int(line) if line > 0 else NONE]))
            start = i
    return RowIterator(rows)


@exposed("co_positions")
def code_positions(self: Code) -> Object:
    """Iterate over (line, end line, column, end column) of the instructions."""
    rows: list[Object] = []
    for i in range(len(self.words)):
        row: list[Object] = []
        for j in range(4):
            number = int(self.positions[4 * i + j])
            row.append(new_int(number) if number >= 0 else NONE)
        rows.append(new_tuple(row))
    return RowIterator(rows)


@exposed("replace", keywords="keywords")
def code_replace(self: Code, keywords: Dict) -> Object:
    """Return a copy of the code object with new values for the specified fields."""
    made = self.copy()
    for i in range(keywords.used):
        key = keywords.key_at(i)
        if isinstance(key, Str):
            replace_field(made, key.value, keywords.value_at(i))
    return made


def replace_field(made: Code, name: str, value: Object) -> None:
    if name == "co_name" and isinstance(value, Str):
        made.name = value.value
    elif name == "co_qualname" and isinstance(value, Str):
        made.qualname = value.value
    elif name == "co_filename" and isinstance(value, Str):
        made.filename = value.value
    elif name == "co_firstlineno" and isinstance(value, Int):
        made.first_line = value.machine()
    elif name == "co_flags" and isinstance(value, Int):
        made.flags = value.machine()
        made.ready()
    elif name.startswith("co_"):
        raise value_error(f"code: the field {name} cannot be replaced")
    else:
        raise type_error(f"replace() got an unexpected keyword argument '{name}'")


class RowIterator(Iterator):
    """Goes over rows that were computed."""
    rows: list[Object]
    position: int

    def __init__(self, rows: list[Object]) -> None:
        self.rows = rows
        self.position = 0

    def advance(self) -> Optional[Object]:
        if self.position >= len(self.rows):
            return None
        self.position += 1
        return self.rows[self.position - 1]


define(RowIterator, "positions_iterator", doc="")
code_type = define(Code, "code", methods=__name__, prefix="code_", doc="Create a code object.")


# Frames.


@exposed("__repr__")
def frame_repr(self: Frame) -> str:
    """Return repr(self)."""
    return (f"<frame at {address_of(self)}, file {repr_of(new_str(self.code.filename))}, line {self.code.line_of(self.pc - 1)}, "
            f"code {self.code.name}>")


@exposed("clear")
def frame_clear(self: Frame) -> None:
    """clear(): clear most references held by the frame"""
    if self.is_running():
        raise runtime_error("cannot clear an executing frame")
    owner = self.owner
    if isinstance(owner, Generator):
        end_now(owner)
    for i in range(self.length):
        self.clear(i)
    self.locals = None


@exposed_property("f_back")
def frame_get_back(self: Frame) -> Object:
    back = self.back
    if back is None:
        return NONE
    back.escaped = True
    return back


@exposed_property("f_code")
def frame_get_code(self: Frame) -> Object:
    return self.code


@exposed_property("f_globals")
def frame_get_globals(self: Frame) -> Object:
    return self.globals


@exposed_property("f_builtins")
def frame_get_builtins(self: Frame) -> Object:
    return self.builtins


@exposed_property("f_locals")
def frame_get_locals(self: Frame) -> Object:
    return locals_of(self)


@exposed_property("f_lineno")
def frame_get_line(self: Frame) -> int:
    return self.code.line_of(self.pc - 1)


@exposed_setter("f_lineno")
def frame_set_line(self: Frame, value: Optional[Object]) -> None:
    if value is None:
        raise attribute_error("cannot delete attribute")
    if not isinstance(value, Int):
        raise value_error("lineno must be an integer")
    set_line(self, value.machine())


@exposed_property("f_lasti")
def frame_get_last_instruction(self: Frame) -> int:
    return 2 * (self.pc - 1) if self.pc > 0 else -1


@exposed_property("f_trace")
def frame_get_trace(self: Frame) -> Object:
    function = trace_of(self).function
    return NONE if function is None else function


@exposed_setter("f_trace")
def frame_set_trace(self: Frame, value: Optional[Object]) -> None:
    trace_of(self).function = None if value is NONE else value


@exposed_property("f_trace_lines")
def frame_get_trace_lines(self: Frame) -> bool:
    return trace_of(self).lines


@exposed_setter("f_trace_lines")
def frame_set_trace_lines(self: Frame, value: Object) -> None:
    trace_of(self).lines = checked_bool(value)


@exposed_property("f_trace_opcodes")
def frame_get_trace_opcodes(self: Frame) -> bool:
    return trace_of(self).opcodes


@exposed_setter("f_trace_opcodes")
def frame_set_trace_opcodes(self: Frame, value: Object) -> None:
    trace_of(self).opcodes = checked_bool(value)


def checked_bool(value: Object) -> bool:
    if value is not TRUE and value is not FALSE:
        raise type_error("attribute value type must be bool")
    return value is TRUE


frame_type = define(Frame, "frame", methods=__name__, prefix="frame_", doc="")


# Tracebacks.


@exposed_static("__new__")
def traceback_new(cls: Type, tb_next: Object, tb_frame: Frame, tb_lasti: int, tb_lineno: int) -> Object:
    """Create a new traceback object."""
    if tb_next is not NONE and not isinstance(tb_next, Traceback):
        raise type_error(f"expected traceback object or None, got '{type_of(tb_next).name}'")
    return MadeTraceback(tb_next if isinstance(tb_next, Traceback) else None, tb_frame, tb_lasti, tb_lineno)


@exposed_property("tb_next")
def traceback_get_next(self: Traceback) -> Object:
    following = self.next
    return NONE if following is None else following


@exposed_setter("tb_next")
def traceback_set_next(self: Traceback, value: Object) -> None:
    if value is NONE:
        self.next = None
        return
    if not isinstance(value, Traceback):
        raise type_error(f"expected traceback object, got '{type_of(value).name}'")
    current: Optional[Traceback] = value
    while current is not None:
        if current is self:
            raise value_error("traceback loop detected")
        current = current.next
    self.next = value


@exposed_property("tb_frame")
def traceback_get_frame(self: Traceback) -> Object:
    return self.frame


@exposed_property("tb_lasti")
def traceback_get_last_instruction(self: Traceback) -> int:
    return self.last_instruction()


@exposed_property("tb_lineno")
def traceback_get_line(self: Traceback) -> int:
    return self.line()


define(Traceback, "traceback", methods=__name__, prefix="traceback_", doc="Create a new traceback object.")

