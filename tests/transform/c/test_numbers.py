"""Every operation on numbers against Python, for edge values of each type; compiled with three compilers' modes."""
from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.transform.c.harness import Workbench
from transform.ir.types import CHAR, INT, PRIMITIVES, IntType

INT_TYPES = [t for t in PRIMITIVES.values() if isinstance(t, IntType) and t is not CHAR]


def edges(t: IntType) -> list[int]:
    values = {0, 1, 2, 3, 7, 100, t.minimum, t.minimum + 1, t.maximum, t.maximum - 1, t.maximum // 2, -1, -2, -7, -113}
    return sorted(v for v in values if t.minimum <= v <= t.maximum)


def cdiv(a: int, b: int) -> int:
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


BINARY: dict[str, Callable[[int, int], int]] = {
    "int_add": lambda a, b: a + b,
    "int_sub": lambda a, b: a - b,
    "int_mul": lambda a, b: a * b,
    "int_and": lambda a, b: a & b,
    "int_or": lambda a, b: a | b,
    "int_xor": lambda a, b: a ^ b,
}
DIVISIONS: dict[str, Callable[[int, int], int]] = {
    "int_floordiv": lambda a, b: a // b,
    "int_mod": lambda a, b: a % b,
    "int_cdiv": cdiv,
    "int_cmod": lambda a, b: a - b * cdiv(a, b),
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
}


class Case:
    """A loop in the program that applies one operation to a table of operands, and what it must print.

    Each operand pair also appears with constants in the code, for some of the pairs."""

    def __init__(self, name: str, ops: list[str], operands: str, result: str, rows: list[tuple[Any, ...]],
                 expected: list[str]) -> None:
        self.name = name
        self.ops = ops
        self.operands = operands
        self.result = result
        self.rows = rows
        self.expected = expected

    def text(self) -> Iterator[str]:
        width = len(self.rows[0])
        flat = [item for row in self.rows for item in row]
        array = f"Array_{self.operands}"
        yield f"prebuilt table_{self.name}: {array} {{length = {len(flat)}}} [{', '.join(map(constant, flat))}]"
        names = "abc"[:width]
        params = ", ".join(f"{n}: {self.operands}" for n in names)
        yield f"function {self.name}({params}) -> {self.result} inline=never noraise\nentry:"
        yield from ("  " + op for op in self.ops)
        yield "  return r"
        yield f"function loop_{self.name}() -> void noraise\nentry:\n  jump head(0)"
        yield "head(i: int):"
        yield f"  more = int_lt i, {len(flat)}\n  branch more then body else done\nbody:"
        for number, n in enumerate(names):
            yield f"  i{number} = int_add i, {number}\n  {n} = getitem &table_{self.name}, i{number}"
        yield f"  r = call @{self.name}({', '.join(names)})"
        printer = {"float": "print_float", "bool": "print_bool"}.get(self.result, "print_int")
        if printer == "print_int" and self.result != "int":
            yield "  p: int = cast_int r\n  call @print_int(p)"
        else:
            yield f"  call @{printer}(r)"
        yield f"  next = int_add i, {width}\n  jump head(next)\ndone:\n  return"


def constant(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def as_int(value: int) -> str:
    return str(INT.wrap(value))


def integer_cases() -> Iterator[Case]:
    for t in INT_TYPES:
        values = edges(t)
        pairs = [(a, b) for a in values for b in values]
        name = t.name
        for op, compute in BINARY.items():
            yield Case(f"{op}_{name}", [f"r = {op} a, b"], name, name, pairs,
                       [as_int(t.wrap(compute(a, b))) for a, b in pairs])
        nonzero = [(a, b) for a, b in pairs if b]
        for op, compute in DIVISIONS.items():
            yield Case(f"{op}_{name}", [f"r = {op} a, b"], name, name, nonzero,
                       [as_int(t.wrap(compute(a, b))) for a, b in nonzero])
            for divisor in (3, -1 if t.signed else 1, 16):
                yield Case(f"{op}_{name}_by{abs(divisor)}", [f"r = {op} a, {divisor}:{name}"], name, name,
                           [(a,) for a in values], [as_int(t.wrap(compute(a, divisor))) for a in values])
        yield Case(f"mul_high_{name}", ["r = int_mul_high a, b"], name, name, pairs,
                   [as_int(t.wrap((a * b) >> t.bits)) for a, b in pairs])
        for op, compare in COMPARISONS.items():
            yield Case(f"int_{op}_{name}", [f"r = int_{op} a, b"], name, "bool", pairs,
                       [as_int(compare(a, b)) for a, b in pairs])
        shifts = [(a, n) for a in values for n in sorted({0, 1, t.bits // 2, t.bits - 1})]
        yield Case(f"lshift_{name}", ["r = int_lshift a, b"], name, name, shifts,
                   [as_int(t.wrap(a << n)) for a, n in shifts])
        yield Case(f"rshift_{name}", ["r = int_rshift a, b"], name, name, shifts,
                   [as_int(a >> n) for a, n in shifts])
        single = [(a,) for a in values]
        yield Case(f"neg_{name}", ["r = int_neg a"], name, name, single, [as_int(t.wrap(-a)) for a in values])
        yield Case(f"invert_{name}", ["r = int_invert a"], name, name, single, [as_int(t.wrap(~a)) for a in values])
        bits = {a: a & ((1 << t.bits) - 1) for a in values}
        some = [a for a in values if a]
        rows = [(a,) for a in some]
        yield Case(f"clz_{name}", ["r = int_clz a"], name, "int", rows,
                   [str(t.bits - bits[a].bit_length()) for a in some])
        yield Case(f"ctz_{name}", ["r = int_ctz a"], name, "int", rows,
                   [str((bits[a] & -bits[a]).bit_length() - 1) for a in some])
        yield Case(f"popcount_{name}", ["r = int_popcount a"], name, "int", single,
                   [str(bits[a].bit_count()) for a in values])
        for target in INT_TYPES:
            yield Case(f"cast_{name}_{target.name}", [f"r: {target.name} = cast_int a"], name, target.name, single,
                       [as_int(target.wrap(a)) for a in values])
        yield Case(f"to_float_{name}", ["r: float = int_to_float a"], name, "float", single,
                   [hexadecimal(float(a)) for a in values])
        # Several operations in one expression: wrapping happens at each of them.
        yield Case(f"nested_{name}", ["s = int_add a, b", "m = int_mul s, a", "n = int_neg m",
                                      "c = int_lt n, b", "r: int = cast_int c"], name, "int", pairs,
                   [as_int(t.wrap(-t.wrap(t.wrap(a + b) * a)) < b) for a, b in pairs])


FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, -2.5, 1e300, -1e300, 5e-324, 2.0**53, 1e16, 0.1, math.inf,
          -math.inf, math.nan]


def hexadecimal(x: float) -> str:
    """What printf("%a") gives."""
    if math.isnan(x):
        return "nan"
    return x.hex()


def same_float(printed: str, expected: str) -> bool:
    if "nan" in expected:
        return "nan" in printed
    a, b = float.fromhex(printed), float.fromhex(expected)
    return a == b and math.copysign(1, a) == math.copysign(1, b)


def guarded(compute: Callable[[], float]) -> float:
    try:
        return compute()
    except OverflowError:
        return math.inf


def divide(a: float, b: float) -> float:
    if b:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


def float_cases() -> Iterator[Case]:
    pairs = [(a, b) for a in FLOATS for b in FLOATS]
    single = [(a,) for a in FLOATS]
    binary: dict[str, Callable[[float, float], float]] = {
        "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "truediv": divide}
    for op, compute in binary.items():
        yield Case(f"float_{op}", [f"r = float_{op} a, b"], "float", "float", pairs,
                   [hexadecimal(compute(a, b)) for a, b in pairs])
    for op, compare in COMPARISONS.items():
        yield Case(f"float_{op}", [f"r = float_{op} a, b"], "float", "bool", pairs,
                   [as_int(compare(a, b)) for a, b in pairs])
        yield Case(f"float_not_{op}", [f"c = float_{op} a, b", "r = bool_not c"], "float", "bool", pairs,
                   [as_int(not compare(a, b)) for a, b in pairs])
    unary: dict[str, Callable[[float], float]] = {
        "neg": lambda a: -a,
        "abs": abs,
        "sqrt": lambda a: math.sqrt(a) if not a < 0 else math.nan,
        "floor": lambda a: a if math.isinf(a) or math.isnan(a) or not a else float(math.floor(a)),
    }
    for op, apply in unary.items():
        yield Case(f"float_{op}", [f"r = float_{op} a"], "float", "float", single,
                   [hexadecimal(apply(a)) for a in FLOATS])
    small = [a for a in FLOATS if abs(a) < 2**60]
    yield Case("float_to_int", ["r: int = float_to_int a"], "float", "int", [(a,) for a in small],
               [str(int(a)) for a in small])
    proper = [a for a in FLOATS if not math.isnan(a)]
    yield Case("float_to_bits", ["r = float_to_bits a"], "float", "int", [(a,) for a in proper],
               [str(struct.unpack("<q", struct.pack("<d", a))[0]) for a in proper])
    yield Case("bits_to_float", ["b = float_to_bits a", "c = int_xor b, 1", "r = bits_to_float c"], "float", "float",
               [(0.5,), (-3.0,)], ["0x1.0000000000001p-1", "-0x1.8000000000001p+1"])
    moderate = [a for a in FLOATS if abs(a) < 1e30]
    yield Case("float32", ["s: float32 = cast_float a", "r: float = cast_float s"], "float", "float",
               [(a,) for a in moderate], [hexadecimal(struct.unpack("f", struct.pack("f", a))[0]) for a in moderate])


def program(cases: list[Case]) -> str:
    lines = [f"class Array_{name}(object) instantiated\n  length: int\n  var {name}"
             for name in sorted({case.operands for case in cases})]
    for case in cases:
        lines += case.text()
    lines.append("function main(argc: int, argv: uint8**) -> int\nentry:")
    for case in cases:
        lines.append(f"  call @loop_{case.name}()")
    lines.append("  return 0")
    return "\n".join(lines)


@pytest.mark.parametrize("mode", ["gcc", "debug", "clang"])
def test_numbers(tmp_path: Path, cache: Path, mode: str) -> None:
    """All operations, one binary."""
    cases = [*integer_cases(), *float_cases()]
    bench = Workbench(tmp_path, cache, mode)
    printed = iter(bench.run(program(cases)))
    for case in cases:
        for row, expected in zip(case.rows, case.expected, strict=True):
            found = next(printed)
            right = same_float(found, expected) if case.result == "float" else found == expected
            assert right, f"{case.name}{row} gave {found}, not {expected}"
    assert next(printed, None) is None


FOLDED = [
    ("int_add 9223372036854775807, 1", "int", -(2**63)),
    ("int_mul 4611686018427387904, 2", "int", -(2**63)),
    ("int_sub -9223372036854775808, 1", "int", 2**63 - 1),
    ("int_lshift 1, 40", "int", 1 << 40),
    ("int_lshift 1, 63", "int", -(2**63)),
    ("int_neg -9223372036854775808", "int", -(2**63)),
    ("int_neg -5", "int", 5),
    ("int_invert 0", "int", -1),
    ("int_floordiv -7, 2", "int", -4),
    ("int_mod -7, 2", "int", 1),
    ("int_add 4294967295:uint32, 1:uint32", "uint32", 0),
    ("int_add 200:uint8, 100:uint8", "uint8", 44),
    ("int_sub 0:uint64, 1:uint64", "uint64", -1),
    ("int_rshift 18446744073709551615:uint64, 63", "uint64", 1),
    ("int_sub 1, -1", "int", 2),
]


def test_constants_have_the_width_of_their_type(bench: Workbench) -> None:
    body = []
    for number, (op, type, _) in enumerate(FOLDED):
        body.append(f"  r{number} = {op}")
        value = f"r{number}"
        if type != "int":
            body.append(f"  w{number}: int = cast_int {value}")
            value = f"w{number}"
        body.append(f"  call @print_int({value})")
    text = "function main(argc: int, argv: uint8**) -> int\nentry:\n" + "\n".join(body) + "\n  return 0"
    assert bench.run(text) == [str(expected) for _, _, expected in FOLDED]


def test_overflow_checks(bench: Workbench) -> None:
    """The *_ovf operations fail exactly when the result does not fit."""
    lines: list[str] = []
    expected: list[str] = []
    for t in INT_TYPES:
        for op, compute in (("add", BINARY["int_add"]), ("sub", BINARY["int_sub"]), ("mul", BINARY["int_mul"])):
            name = f"{op}_{t.name}"
            lines.append(f"function {name}(a: {t.name}, b: {t.name}) -> int inline=never noraise\nentry:\n"
                         f"  r = int_{op}_ovf a, b fail over\n  i: int = cast_int r\n  return i\n"
                         f"over:\n  e: BaseException = catch\n  return 77777\n"
                         f"function loop_{name}() -> void\nentry:")
            for a in edges(t)[::2]:
                for b in edges(t):
                    key = len(expected)
                    lines.append(f"  r{key} = call @{name}({a}:{t.name}, {b}:{t.name})\n  call @print_int(r{key})")
                    result = compute(a, b)
                    expected.append(as_int(result) if t.minimum <= result <= t.maximum else "77777")
            lines.append("  return")
    lines.append("function main(argc: int, argv: uint8**) -> int\nentry:")
    lines += [f"  call @loop_{op}_{t.name}()" for t in INT_TYPES for op in ("add", "sub", "mul")]
    lines.append("  return 0")
    assert bench.run("\n".join(lines)) == expected
