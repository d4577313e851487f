"""A byte-code interpreter for a small part of Lua: tagged values, a jump table over opcodes, arrays of structs.

    minilua PROGRAM SIZE      compiles the program and calls its function main with SIZE

The language has integers and arrays (`array(n)`, indexed from 0, `len(a)`), functions, local variables, `while`,
numeric `for`, `if`, `return` and `print`. The package luavm holds its compiler and its stack machine.
"""
import sys

from luavm.bytecode import LuaError, integer
from luavm.compiler import Compiler
from luavm.interpreter import execute
from textfile import read_file


def run(text: str, size: int) -> None:
    """Compile a program and call its function main."""
    functions = Compiler(text).program()
    if "main" not in functions or functions["main"].params != 1:
        raise LuaError("no function main with one parameter")
    execute(list(functions.values()), functions["main"], integer(size))


def main(argv: list[str]) -> int:
    if len(argv) != 3:
        print("usage: minilua PROGRAM SIZE")
        return 2
    try:
        run(read_file(argv[1]).decode(), int(argv[2]))
    except (LuaError, OSError) as error:
        print(f"error: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
