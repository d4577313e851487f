"""Lines of source files, for tracebacks."""
from __future__ import annotations

from interpreter.compiler.source import decode_source
from interpreter.compiler.syntaxerrors import SyntaxFailure, line_of
from interpreter.errors import PyError
from interpreter.modules.compiler_services import services
from interpreter.modules.files import is_file, read_file
from interpreter.modules.state import system
from interpreter.objects.list import List
from interpreter.objects.str import Str


class SourceLines:
    """The file that was read last, which the next line of a traceback is likely to need again."""
    filename: str
    source: bytes

    def __init__(self) -> None:
        self.filename = ""
        self.source = b""

    def line(self, filename: str, number: int) -> str:
        """A line without its end, in the encoding that the file declares; empty if there is no such line or file."""
        if filename != self.filename:
            self.source = source_of(filename)
            self.filename = filename
        return line_of(self.source, number).decode().rstrip("\n") if number > 0 else ""

    def forget(self) -> None:
        """Lets go of the file, which may have another content when the next traceback is shown."""
        self.filename = ""
        self.source = b""


def source_of(filename: str) -> bytes:
    """A source file in UTF-8, its lines ended by newlines; empty if it cannot be read."""
    found = find_source(filename)
    if len(found) == 0:
        return b""
    try:
        return decode_source(read_file(found), services).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    except PyError:
        return b""
    except SyntaxFailure:
        return b""


def find_source(filename: str) -> str:
    """The file itself, or the one of the same name in a folder of ``sys.path``: code may have been compiled elsewhere."""
    if is_file(filename):
        return filename
    if filename.startswith("<"):
        return ""
    name = filename[filename.rfind("/") + 1:]
    search = system.get_str("path")
    if len(name) > 0 and isinstance(search, List):
        for entry in search.to_list():
            if isinstance(entry, Str):
                path = f"{entry.value}/{name}" if len(entry.value) > 0 else name
                if is_file(path):
                    return path
    return ""
