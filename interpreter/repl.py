"""The interactive interpreter: reads a statement, runs it, shows what it gives."""
from __future__ import annotations

from interpreter.compiler.compile import compile_ast
from interpreter.compiler.options import CompilerFlag
from interpreter.compiler.parser import Mode, parse
from interpreter.compiler.source import decode_source
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.errors import EXCEPTIONS, PyError
from interpreter.eval.execute import run_module_code
from interpreter.exits import exit_status, is_exit, show
from interpreter.modules.compilation import compile_text, decoded, syntax_error
from interpreter.modules.compiler_services import WarningServices, services
from interpreter.modules.files import libc, read_file
from interpreter.modules.signals import check_signals
from interpreter.modules.state import settings, system
from interpreter.modules.tracebacks import flush_output, write_error
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import exception_object
from interpreter.objects.str import new_str
from interpreter.options import Options
from interpreter.process import environment_variable
from interpreter.protocols.call import call0
from interpreter.protocols.text import str_of
from transform.rpython import alloc, free, get_errno, make_bytes, uint8

_KEYBOARD_INTERRUPT = EXCEPTIONS["KeyboardInterrupt"]
_CHUNK = 4096
_FILENAME = "<stdin>"
typed_services = WarningServices(_FILENAME)
_PROMPT = CompilerFlag.ALLOW_INCOMPLETE_INPUT | CompilerFlag.DONT_IMPLY_DEDENT


class LineReader:
    """Standard input, line by line."""
    pending: bytes

    def __init__(self) -> None:
        self.pending = b""

    def read_line(self, prompt: str) -> bytes:
        """The next line with its newline; empty at the end of the input."""
        flush_output()
        write_error(prompt)
        while True:
            end = self.pending.find(b"\n") + 1
            if end > 0:
                line = self.pending[:end]
                self.pending = self.pending[end:]
                return line
            more = read_some()
            if len(more) == 0:
                line = self.pending
                self.pending = b""
                return line + b"\n" if len(line) > 0 else line
            self.pending += more


def read_some() -> bytes:
    """What can be read from standard input; empty at its end. Raises what handlers of signals raise, KeyboardInterrupt first of all."""
    buffer = alloc(uint8, _CHUNK)
    try:
        count = libc.read(0, buffer, _CHUNK)
        while count < 0 and get_errno() == libc.EINTR:
            check_signals()
            count = libc.read(0, buffer, _CHUNK)
        return make_bytes(buffer, max(count, 0))
    finally:
        free(buffer)


def prompt_of(name: str) -> str:
    """The text of ``sys.ps1`` or ``sys.ps2``; empty if the program deleted it or it has no text."""
    prompt = system.get_str(name)
    if prompt is None:
        return ""
    try:
        return str_of(prompt).value
    except PyError:
        return ""


def run_startup(options: Options, contents: Dict) -> None:
    """Runs the file that PYTHONSTARTUP names, and ``sys.__interactivehook__``, before an interactive session; shows what goes wrong."""
    name = "" if options.has("E") else environment_variable("PYTHONSTARTUP")
    try:
        if len(name) > 0:
            run_file(name, contents)
    except PyError as error:
        show(error)
    try:
        hook = system.get_str("__interactivehook__")
        if hook is not None:
            call0(hook)
    except PyError as error:
        write_error("Failed calling sys.__interactivehook__\n")
        show(error)


def run_file(name: str, contents: Dict) -> None:
    try:
        source = read_file(name)
    except PyError as error:
        write_error("Could not open PYTHONSTARTUP\n")
        raise error
    run_module_code(compile_text(decoded(source, name), name, Mode.EXEC, 0, -1), contents)


def interact(contents: Dict) -> int:
    """Runs statements from standard input in a module until it ends; the exit status."""
    if system.get_str("ps1") is None:
        system.set_str("ps1", new_str(">>> "))
    if system.get_str("ps2") is None:
        system.set_str("ps2", new_str("... "))
    reader = LineReader()
    flags = 0
    while True:
        try:
            source = read_statement(reader)
        except PyError as error:
            if not error.type.is_subtype(_KEYBOARD_INTERRUPT):
                raise
            reader.pending = b""
            write_error("\nKeyboardInterrupt\n")
            continue
        if len(source) == 0:
            write_error("\n")
            return 0
        try:
            flags |= run_statement(source, flags, contents)
        except PyError as error:
            if is_exit(error):
                return exit_status(exception_object(error))
            status = show(error)
            if status >= 0:
                return status


def read_statement(reader: LineReader) -> bytes:
    """Lines that make up a statement, or that can be no beginning of one; empty at the end of the input."""
    source = reader.read_line(prompt_of("ps1"))
    while is_blank(source) and len(source) > 0:
        source = reader.read_line(prompt_of("ps1"))
    while len(source) > 0 and is_incomplete(source):
        line = reader.read_line(prompt_of("ps2"))
        if len(line) == 0:
            break
        source += line
    return source


def is_blank(line: bytes) -> bool:
    text = line.strip(b" \t\f\r\n")
    return len(text) == 0 or text.startswith(b"#")


def is_incomplete(source: bytes) -> bool:
    """Whether further lines can make a statement of this, or must: what needs its last newline, as a block does, goes on until an
    empty line (the rule of the module `codeop`)."""
    try:
        parse(source[:-1], Mode.SINGLE, services, _PROMPT)
        return False
    except SyntaxFailure:
        pass
    try:
        parse(source, Mode.SINGLE, services, _PROMPT)
        return True
    except SyntaxFailure as failure:
        return failure.message == "incomplete input"


def run_statement(source: bytes, flags: int, contents: Dict) -> int:
    """Runs one statement, which shows its value; the features of ``__future__`` that it asks for."""
    try:
        tree = parse(decode_source(source, services), Mode.SINGLE, typed_services)
        code = compile_ast(tree, _FILENAME, flags, settings.optimize, typed_services)
    except SyntaxFailure as failure:
        raise syntax_error(failure, _FILENAME) from failure
    run_module_code(code, contents)
    return code.flags & CompilerFlag.FUTURES
