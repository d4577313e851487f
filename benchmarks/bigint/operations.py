"""Times the operations of big integers, and float text.

    operations OPERATION COUNT FILE

does the operation COUNT times and prints the processor time in nanoseconds. FILE has the operands in decimal, one a
line: a, b and c, or one float. What an operation does with them stands in run.py.
"""
from __future__ import annotations

from interpreter.modules.files import read_file
from interpreter.numbers.bigint_text import conversion_limit, parse_integer, to_text
from interpreter.numbers.floattext import parse_float
from interpreter.numbers.formatspec import format_float
from interpreter.numbers.modular import power_modulo
from transform.rpython import CLibrary

libc = CLibrary("long clock(void);", headers=["time.h"])


def main(argv: list[str]) -> int:
    operation = argv[1]
    count = int(argv[2])
    lines = read_file(argv[3]).decode().split()
    if len(lines) == 1:
        print(time_floats(operation, count, lines[0]))
    else:
        print(time_integers(operation, count, lines))
    return 0


def time_integers(operation: str, count: int, lines: list[str]) -> int:
    text = lines[0]
    conversion_limit.digits = 0
    a, b, c = parse_integer(text, 10), parse_integer(lines[1], 10), parse_integer(lines[2], 10)
    start = libc.clock()
    if operation == "add":
        for _ in range(count):
            a.add(b)
    elif operation == "mul":
        for _ in range(count):
            a.mul(b)
    elif operation == "square":
        for _ in range(count):
            a.mul(a)
    elif operation == "divmod":
        for _ in range(count):
            c.divmod(b)
    elif operation == "pow":
        for _ in range(count):
            power_modulo(a, c, b)
    elif operation == "str":
        for _ in range(count):
            to_text(a, 10)
    else:
        for _ in range(count):
            parse_integer(text, 10)
    return (libc.clock() - start) * 1000


def time_floats(operation: str, count: int, text: str) -> int:
    x = parse_float(text)
    start = libc.clock()
    if operation == "float-repr":
        for _ in range(count):
            repr(x)
    elif operation == "float-parse":
        for _ in range(count):
            parse_float(text)
    else:
        for _ in range(count):
            format_float(x, operation)
    return (libc.clock() - start) * 1000
