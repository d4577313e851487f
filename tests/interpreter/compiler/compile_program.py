"""A program that compiles the files named by its arguments and prints a checksum of each one's instructions.

It has no Python types, so files with constant sets of texts, whose items are hashed, are not for it.
"""
from __future__ import annotations

from interpreter.compiler.compile import Mode, compile_source
from interpreter.compiler.services import Services
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.objects.code import Code
from transform.rpython import CLibrary, alloc, data_pointer, free, make_bytes, uint8

libc = CLibrary(
    """
    int open(const char *path, int flags, ...);
    long read(int fd, void *buffer, size_t count);
    int close(int fd);
    #define O_RDONLY ...
    """,
    headers=["fcntl.h", "unistd.h"],
)

_CHUNK = 1 << 16


class Silent(Services):
    """Ignores warnings; knows no characters and encodings."""

    def warn(self, category: str, message: str, lineno: int) -> bool:
        return True

    def normalize(self, identifier: str) -> str:
        return identifier

    def character_named(self, name: str) -> str:
        return "?"

    def decode(self, data: bytes, encoding: str) -> str:
        raise LookupError(encoding)


def read_file(path: str) -> bytes:
    file = libc.open(data_pointer(path.encode() + bytes(1)), libc.O_RDONLY)
    buffer = alloc(uint8, _CHUNK)
    parts: list[bytes] = []
    while True:
        count = libc.read(file, buffer, _CHUNK)
        if count <= 0:
            break
        parts.append(make_bytes(buffer, count))
    free(buffer)
    libc.close(file)
    return b"".join(parts)


def checksum(code: Code) -> int:
    """A number that depends on all instructions, in this code object and those inside."""
    result = len(code.words)
    for i in range(len(code.words)):
        result = (result * 31 + (code.words[i] >> 16 & 0xFFFF) + (code.words[i] & 0xFFFF)) % 1000000007
    for i in range(len(code.constants)):
        constant = code.constants[i]
        if isinstance(constant, Code):
            result = (result * 31 + checksum(constant)) % 1000000007
    return result


def result_of(path: str) -> str:
    """What the program prints for a file."""
    try:
        return str(checksum(compile_source(read_file(path), path, Mode.EXEC, 0, 0, Silent())))
    except SyntaxFailure as error:
        return f"{error.kind} {error.message} {error.lineno}"


def main(argv: list[str]) -> int:
    for path in argv[1:]:
        print(result_of(path))
    return 0
