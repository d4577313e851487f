"""Exceptions that nobody handled, shown as CPython does (its documentation, module `traceback`; PEP 654, 657, 678)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.modules.carets import caret_line, indentation
from interpreter.modules.source_lines import SourceLines
from interpreter.modules.state import system
from interpreter.modules.suggestions import suggestion_for
from interpreter.objects.exceptions import ExceptionObject, Traceback
from interpreter.objects.group_methods import members_of
from interpreter.objects.int import Int
from interpreter.objects.list import List
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call
from interpreter.protocols.text import repr_of, str_of

_BASE_GROUP = EXCEPTIONS["BaseExceptionGroup"]
_SYNTAX_ERROR = EXCEPTIONS["SyntaxError"]

_CAUSE = "The above exception was the direct cause of the following exception:"
_CONTEXT = "During handling of the above exception, another exception occurred:"
_MOST_FRAMES = 1000
_MOST_REPEATED = 3
_MOST_MEMBERS = 15
_DEEPEST_GROUP = 10


def error_stream() -> Optional[Object]:
    """``sys.stderr``, unless it is missing or None."""
    stream = system.get_str("stderr")
    return None if stream is NONE else stream


def write_error(text: str) -> None:
    """Writes to ``sys.stderr``, whatever that is now; errors of it are left alone."""
    write_to("stderr", text)


def write_to(name: str, text: str) -> None:
    """Writes to a stream of `sys`; errors of it are left alone."""
    stream = system.get_str(name)
    if stream is None or stream is NONE:
        return
    try:
        call(get_attribute(stream, "write"), [new_str(text)])
        call(get_attribute(stream, "flush"), [])
    except PyError:
        pass


def flush_output() -> None:
    """Writes out what ``sys.stdout`` keeps, so that errors come behind it."""
    stream = system.get_str("stdout")
    if stream is not None and stream is not NONE:
        try:
            call(get_attribute(stream, "flush"), [])
        except PyError:
            pass


def print_exception(value: ExceptionObject) -> None:
    """Writes an exception with its causes, its traceback and its notes to ``sys.stderr``."""
    flush_output()
    write_error(format_exception(value))


def format_exception(value: ExceptionObject) -> str:
    """What `print_exception` writes."""
    writer = ExceptionWriter()
    writer.write_with_reasons(value)
    return "".join(writer.parts)


def frame_limit() -> int:
    """The most frames that a traceback shows: ``sys.tracebacklimit``."""
    limit = system.get_str("tracebacklimit")
    if not isinstance(limit, Int):
        return _MOST_FRAMES
    if limit.fits():
        return limit.machine()
    return 0 if limit.big().sign() < 0 else _MOST_FRAMES


def type_text(value: ExceptionObject) -> str:
    """The name of an exception's class, with its module unless everybody knows it."""
    kind = type_of(value)
    module = kind.namespace.get("__module__")
    if module is None:
        module = find_optional(kind, "__module__")
    if not isinstance(module, Str):
        return f"<unknown>.{kind.qualname}"
    if module.value == "builtins" or module.value == "__main__":
        return kind.qualname
    return f"{module.value}.{kind.qualname}"


class ExceptionWriter:
    """Collects the text of one exception that is shown. `depth` counts the groups around what is written now, whose frame is
    drawn in the margin; `needs_close` is whether the innermost frame still lacks its last line."""
    parts: list[str]
    seen: list[ExceptionObject]
    lines: SourceLines
    depth: int
    needs_close: bool

    def __init__(self) -> None:
        self.parts = []
        self.seen = []
        self.lines = SourceLines()
        self.depth = 0
        self.needs_close = False

    def write(self, text: str) -> None:
        self.parts.append(text)

    def write_indented(self, text: str) -> None:
        """Text behind the margin."""
        self.indent()
        if self.depth > 0:
            self.write("| ")
        self.write(text)

    def indent(self) -> None:
        self.write(" " * (2 * self.depth))

    # Chains and groups.

    def write_with_reasons(self, value: ExceptionObject) -> None:
        """An exception below its cause, or what was handled when it was raised."""
        self.seen.append(value)
        cause = value.cause
        context = value.context
        if cause is not None:
            if isinstance(cause, ExceptionObject) and not self.was_seen(cause):
                self.write_reason(cause, _CAUSE)
        elif isinstance(context, ExceptionObject) and not value.suppresses_context and not self.was_seen(context):
            self.write_reason(context, _CONTEXT)
        if type_of(value).is_subtype(_BASE_GROUP):
            self.write_group(value)
        else:
            self.write_one(value)

    def was_seen(self, value: ExceptionObject) -> bool:
        for other in self.seen:
            if other is value:
                return True
        return False

    def write_reason(self, value: ExceptionObject, message: str) -> None:
        needs_close = self.needs_close
        self.needs_close = False
        self.write_with_reasons(value)
        self.needs_close = needs_close
        self.write_indented("\n")
        self.write_indented(message + "\n")
        self.write_indented("\n")

    def write_group(self, group: ExceptionObject) -> None:
        """A group, and its members in a frame."""
        if self.depth > _DEEPEST_GROUP:
            self.write_indented(f"... (max_group_depth is {_DEEPEST_GROUP})\n")
            return
        is_outermost = self.depth == 0
        if is_outermost:
            self.depth = 1
        self.write_one(group)
        members = members_of(group)
        self.needs_close = False
        count = min(members.length, _MOST_MEMBERS + 1)
        for i in range(count):
            if i == count - 1:
                self.needs_close = True
            self.indent()
            self.write("+-" if i == 0 else "  ")
            title = f"{i + 1}" if i < _MOST_MEMBERS else "..."
            self.write(f"+---------------- {title} ----------------\n")
            self.depth += 1
            member = members.item(i)
            if i >= _MOST_MEMBERS:
                left = members.length - _MOST_MEMBERS
                self.write_indented(f"and {left} more exception{'s' if left > 1 else ''}\n")
            elif isinstance(member, ExceptionObject):
                self.write_with_reasons(member)
            if i == count - 1 and self.needs_close:
                self.indent()
                self.write("+------------------------------------\n")
                self.needs_close = False
            self.depth -= 1
        if is_outermost:
            self.depth = 0

    # One exception.

    def write_one(self, value: ExceptionObject) -> None:
        """An exception by itself: traceback, place in a source, message, notes."""
        is_group = type_of(value).is_subtype(_BASE_GROUP)
        traceback = value.traceback
        limit = frame_limit()
        if traceback is not None and limit > 0:
            self.indent()
            if self.depth > 0:
                self.write("+ " if is_group and self.depth == 1 else "| ")
            self.write("Exception Group Traceback (most recent call last):\n" if is_group else "Traceback (most recent call last):\n")
            self.write_traceback(traceback, limit)
        notes = notes_of(value)
        shown: Optional[Object] = None
        if type_of(value).is_subtype(_SYNTAX_ERROR):
            shown = self.write_place(value)
        self.write_message(value, value if shown is None else shown)
        if notes is not None:
            self.write_notes(notes)

    def write_message(self, value: ExceptionObject, shown: Object) -> None:
        self.write_indented(type_text(value))
        if shown is not NONE:
            try:
                text = str_of(shown).value
                self.write(f": {text}" if len(text) > 0 else "")
            except PyError:
                self.write(": <exception str() failed>")
        suggestion = suggestion_for(value)
        if suggestion is not None:
            self.write(f". Did you mean: {repr_of(new_str(suggestion))}?")
        self.write("\n")

    def write_notes(self, notes: Object) -> None:
        if isinstance(notes, List):
            items = notes.to_list()
        elif isinstance(notes, Tuple):
            items = notes.items()
        else:
            try:
                self.write_indented(repr_of(notes))
            except PyError:
                self.write_indented("<__notes__ repr() failed>")
            return
        for note in items:
            try:
                text = str_of(note).value
            except PyError:
                text = "<note str() failed>"
            for line in text.split("\n"):
                self.write_indented(line + "\n")

    # Frames.

    def write_traceback(self, first: Traceback, limit: int) -> None:
        """The last `limit` levels of a traceback; what repeats itself is counted."""
        depth = 0
        level: Optional[Traceback] = first
        while level is not None:
            depth += 1
            level = level.next
        level = first
        while level is not None and depth > limit:
            depth -= 1
            level = level.next
        filename, line, name, count = "", -1, "", 0
        while level is not None:
            code = level.frame.code
            here = level.line()
            if line != here or name != code.name or filename != code.filename:
                self.write_repeated(count)
                filename, line, name, count = code.filename, here, code.name, 0
            count += 1
            if count <= _MOST_REPEATED:
                self.write_frame(level)
            level = level.next
        self.write_repeated(count)

    def write_repeated(self, count: int) -> None:
        more = count - _MOST_REPEATED
        if more > 0:
            self.write(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")

    def write_frame(self, level: Traceback) -> None:
        """One level: file, line and function, the line itself, and marks below what failed."""
        code = level.frame.code
        number = level.line()
        self.write_indented(f'  File "{code.filename}", line {number}, in {code.name}\n')
        line = self.lines.line(code.filename, number)
        if len(line.strip()) == 0:
            return
        self.write_indented("    " + line[indentation(line):] + "\n")
        place = 4 * level.position
        if place < 0 or place + 3 >= len(code.positions):
            return
        column = int(code.positions[place + 2])
        end_column = int(code.positions[place + 3])
        if int(code.positions[place]) != number or column < 0 or end_column < 0:
            return
        marks = caret_line(line, column, end_column, int(code.positions[place + 1]) != number)
        if len(marks) > 0:
            self.write_indented("    " + marks + "\n")

    # Syntax errors.

    def write_place(self, value: ExceptionObject) -> Optional[Object]:
        """File, line and marks of a SyntaxError; its message, or None when it names no place."""
        line = value.get_member(2)
        if not isinstance(line, Int) or not line.fits():
            return None
        filename = value.get_member(1)
        name = str_of(filename).value if filename is not None and filename is not NONE else "<string>"
        number = line.machine()
        self.write_indented(f'  File "{name}", line {number}\n')
        text = value.get_member(4)
        if isinstance(text, Str):
            end_line = number_or(value.get_member(5), number)
            beyond = len(text.value.encode()) + 1
            end = beyond - 1 if end_line > number else min(number_or(value.get_member(6), -1), beyond)
            self.write_marked(text.value, number_or(value.get_member(3), -1), end)
        message = value.get_member(0)
        return NONE if message is None else message

    def write_marked(self, text: str, offset: int, end: int) -> None:
        """The line of a SyntaxError with marks below characters `offset` to `end`, which count from 1."""
        repetitions = end - offset if end > 0 and end > offset else 1
        removed = indentation(text)
        text = text[removed:]
        length = len(text.encode())
        if text.endswith("\n"):
            length -= 1
        offset = min(offset - 1 - removed, length)
        newline = text.find("\n")
        while 0 <= newline < offset:
            text = text[newline + 1:]
            offset -= newline + 1
            newline = text.find("\n")
        self.write("    " + text + ("" if text.endswith("\n") else "\n"))
        if offset >= 0:
            self.write("    " + " " * offset + "^" * repetitions + "\n")


def notes_of(value: ExceptionObject) -> Optional[Object]:
    """``__notes__`` of an exception, if it has them."""
    try:
        return find_optional(value, "__notes__")
    except PyError:
        return None


def number_or(value: Optional[Object], otherwise: int) -> int:
    """An int as a number, anything else as `otherwise`."""
    return value.machine() if isinstance(value, Int) and value.fits() else otherwise
