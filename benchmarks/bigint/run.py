"""Times big integers against CPython's int and GMP's mpz, in one run on the same numbers.

    python benchmarks/bigint/run.py [--digits N ...] [--operations NAME ...]

Nanoseconds for one operation, the shortest of several runs, and the time in relation to CPython's. CPython's times have
the interpreter's loop in them, which is about 10 ns. GMP is called from C, where its header is installed.
"""
from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path
from typing import Any, Callable, Optional

import cffi  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
RUNS = 3
RUN_SECONDS = 0.02
# By name: the statement in Python. The exponent of pow has 20 digits.
OPERATIONS = {"add": "a + b", "mul": "a * b", "square": "a * a", "divmod": "divmod(c, b)", "pow": "pow(a, e, b)",
              "str": "str(a)", "parse": "int(t)"}
FLOATS = ["0.1", "123.456", "3.141592653589793", "1e+22", "1.7976931348623157e+308"]
FLOAT_OPERATIONS = {"float-repr": "repr(x)", "float-parse": "float(t)", ".2f": "format(x, '.2f')",
                    ".6g": "format(x, '.6g')", ".3e": "format(x, '.3e')"}
GMP_SOURCE = """
    #include <gmp.h>
    #include <stdlib.h>
    #include <string.h>
    #include <time.h>

    static long measure(const char *operation, long count, const char *at, const char *bt, const char *ct)
    {
        mpz_t a, b, c, r, s;
        mpz_init_set_str(a, at, 10);
        mpz_init_set_str(b, bt, 10);
        mpz_init_set_str(c, ct, 10);
        mpz_init(r);
        mpz_init(s);
        long start = clock();
        for (long i = 0; i < count; i++) {
            if (!strcmp(operation, "add")) mpz_add(r, a, b);
            else if (!strcmp(operation, "mul")) mpz_mul(r, a, b);
            else if (!strcmp(operation, "square")) mpz_mul(r, a, a);
            else if (!strcmp(operation, "divmod")) mpz_fdiv_qr(r, s, c, b);
            else if (!strcmp(operation, "pow")) mpz_powm(r, a, c, b);
            else if (!strcmp(operation, "str")) free(mpz_get_str(NULL, 10, a));
            else mpz_set_str(r, at, 10);
        }
        long result = clock() - start;
        mpz_clears(a, b, c, r, s, NULL);
        return result * 1000;
    }
"""


class Operands:
    """Numbers of so many digits; ``b`` is odd, ``c`` has twice as many, and ``e`` is an exponent."""

    def __init__(self, digits: int) -> None:
        generator = random.Random(digits)
        self.a = generator.randrange(10 ** (digits - 1), 10**digits)
        self.b = generator.randrange(10 ** (digits - 1), 10**digits) | 1
        self.c = self.a * self.b + self.a // 3
        self.e = generator.randrange(10**19, 10**20)
        self.t = str(self.a)

    def for_operation(self, operation: str) -> list[str]:
        """What `operations.py` reads."""
        return [self.t, str(self.b), str(self.e if operation == "pow" else self.c)]


def shortest(measure: Callable[[int], float]) -> float:
    """Nanoseconds for one operation; ``measure`` does so many and gives the time."""
    count = 1
    while (taken := measure(count)) < RUN_SECONDS * 1e9 and count < 1 << 40:
        count *= 2 if taken > 0.1 * RUN_SECONDS * 1e9 else 8
    return min(measure(count) for _ in range(RUNS)) / count


def time_cpython(statement: str, names: dict[str, Any]) -> float:
    timer = timeit.Timer(statement, globals=names, timer=time.process_time)
    return shortest(lambda count: timer.timeit(count) * 1e9)


def time_program(binary: Path, operation: str, operands: list[str]) -> float:
    file = binary.with_suffix(".operands")
    file.write_text("\n".join(operands))

    def measure(count: int) -> float:
        command = [str(binary), operation, str(count), str(file)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    return shortest(measure)


def load_gmp(folder: Path) -> Optional[Any]:
    """The library that times GMP; None where its header is missing."""
    builder = cffi.FFI()
    builder.cdef("static long measure(const char *, long, const char *, const char *, const char *);")
    builder.set_source("bigint_gmp", GMP_SOURCE, libraries=["gmp"], extra_compile_args=["-O2"])
    try:
        builder.compile(str(folder))
    except cffi.VerificationError:
        return None
    sys.path.insert(0, str(folder))
    import bigint_gmp  # type: ignore[import-not-found]
    return bigint_gmp.lib


def time_gmp(library: Any, operation: str, operands: list[str]) -> float:
    encoded = [operand.encode() for operand in operands]
    return shortest(lambda count: library.measure(operation.encode(), count, *encoded))


def build(folder: Path) -> Path:
    binary = folder / "operations"
    subprocess.run([sys.executable, "-m", "transform", HERE / "operations.py", "-o", binary, "--quiet"], check=True)
    return binary


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--digits", type=int, nargs="*", default=[10, 20, 40, 100, 1000, 10000, 100000])
    parser.add_argument("--operations", nargs="*", default=[*OPERATIONS, *FLOAT_OPERATIONS])
    options = parser.parse_args()
    sys.set_int_max_str_digits(0)
    table = Table("operation", "digits", "Bobbin", "CPython", "GMP", "Bobbin / CPython", "Bobbin / GMP")

    def add_row(operation: str, size: str, own: float, cpython: float, gmp: Optional[float]) -> None:
        ratios = [f"{own / cpython:.2f}", "" if gmp is None else f"{own / gmp:.2f}"]
        table.add_row(operation, size, f"{own:,.0f}", f"{cpython:,.0f}", "" if gmp is None else f"{gmp:,.0f}", *ratios)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        binary = build(folder)
        library = load_gmp(folder)
        for operation in options.operations:
            if operation in OPERATIONS:
                for digits in options.digits:
                    operands = Operands(digits)
                    texts = operands.for_operation(operation)
                    own = time_program(binary, operation, texts)
                    gmp = None if library is None else time_gmp(library, operation, texts)
                    add_row(operation, str(digits), own, time_cpython(OPERATIONS[operation], vars(operands)), gmp)
            else:
                for text in FLOATS:
                    own = time_program(binary, operation, [text])
                    names = {"x": float(text), "t": text}
                    add_row(operation, text, own, time_cpython(FLOAT_OPERATIONS[operation], names), None)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
