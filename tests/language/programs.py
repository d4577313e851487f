"""Strategies that write RPython functions: arithmetic, control flow, lists, dicts, strings.

Each strategy of `KINDS` gives the body of a function without parameters that returns str. Operations that may fail
stand in a `try`, so that each function comes to an end; values come through `opaque` functions, so that nothing is
known to the translator.
"""
from __future__ import annotations

from typing import Callable

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[str]], str]
Source = st.SearchStrategy[str]

IMPORTS = """\
from tests.language.opaque import a_float, a_str, an_int
from transform.rpython import (
    add_ovf, cdiv, cmod, int8, int16, int32, mul_ovf, never_inline, sub_ovf, uint8, uint16, uint32, uint64, wrap)
"""

FAILURES = """\
    except ZeroDivisionError:
        return "ZeroDivisionError"
    except OverflowError:
        return "OverflowError"
"""

EDGES = [0, 1, -1, 2, 3, 7, 10, 63, 64, 100, 127, 128, 255, 256, -128, 32767, 65535, 2**31 - 1, -(2**31), 2**32 - 1,
         2**32, 2**53, 2**62, 2**63 - 1, -(2**63)]
INTEGERS = st.one_of(st.sampled_from(EDGES), st.integers(-(2**63), 2**63 - 1)).map(str)


def expressions(leaves: Source, grow: Callable[[Source], Source]) -> Source:
    """Expressions in parentheses over some leaves."""
    return st.recursive(leaves, grow, max_leaves=12)


def applied(template: str, *arguments: Source) -> Source:
    """The template with an argument for each pair of braces."""
    return st.tuples(*arguments).map(lambda parts: template.format(*parts))


# Integers: everything that can leave 64 bits is wrapped, which changes nothing in the translated program.

INT_OPERATIONS = [
    "wrap({} + {})", "wrap({} - {})", "wrap({} * {})", "({} & {})", "({} | {})", "({} ^ {})", "wrap({} // {})",
    "({} % {})", "wrap(cdiv({}, {}))", "cmod({}, {})", "min({}, {})", "max({}, {})", "add_ovf({}, {})",
    "sub_ovf({}, {})", "mul_ovf({}, {})", "wrap({} << ({} & 63))", "({} >> ({} & 63))", "int({} < {})", "int({} == {})",
]
INT_SINGLE = ["wrap(-{})", "(~{})", "wrap(abs({}))", "int(not {})", "({} >> 3)", "({} // 7)", "({} % 10)", "({} % -8)"]


def int_expressions(names: str) -> Source:
    """Expressions of type int over variables of one letter."""
    leaves = st.one_of(st.sampled_from(list(names)), INTEGERS.map(lambda text: f"({text})"))
    return expressions(leaves, lambda inner: st.one_of(
        *[applied(template, inner, inner) for template in INT_OPERATIONS],
        *[applied(template, inner) for template in INT_SINGLE],
        applied("({} if {} < {} else {})", inner, inner, inner, inner)))


def int_functions() -> Source:
    values = st.tuples(INTEGERS, INTEGERS, INTEGERS)
    return st.tuples(values, int_expressions("abc")).map(lambda drawn: (
        "".join(f"    {name} = an_int({value})\n" for name, value in zip("abc", drawn[0]))
        + f"    try:\n        return str({drawn[1]})\n" + FAILURES))


# Sized integers wrap by themselves.

SIZED = {"int8": 8, "int16": 16, "int32": 32, "uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64}


def sized_functions() -> Source:
    return st.sampled_from(sorted(SIZED)).flatmap(_functions_of_size)


def _functions_of_size(size: str) -> Source:
    bits = SIZED[size] - 1
    operations = ["({} + {})", "({} - {})", "({} * {})", "({} & {})", "({} | {})", "({} ^ {})", "({} // {})",
                  "({} % {})", "min({}, {})", f"({{}} << ({{}} & {bits}))", f"({{}} >> ({{}} & {bits}))",
                  f"{size}(int({{}} < {{}}))"]
    single = ["(-{})", "(~{})", "({} + 1)", "({} >> 2)", "({} * 3)"]
    single += [f"{size}({other}({{}}))" for other in SIZED if other != size]
    expression = expressions(st.sampled_from("abc"), lambda inner: st.one_of(
        *[applied(template, inner, inner) for template in operations],
        *[applied(template, inner) for template in single]))
    return st.tuples(st.tuples(INTEGERS, INTEGERS, INTEGERS), expression).map(lambda drawn: (
        "".join(f"    {name} = {size}(an_int({value}))\n" for name, value in zip("abc", drawn[0]))
        + f"    try:\n        return str({drawn[1]})\n" + FAILURES))


# Floats.

FLOATS = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 0.5, 0.1, 3.0, 1e16, 1e-5, 1e308, 5e-324, 123456.789]),
    st.floats(allow_nan=False, allow_infinity=False)).map(repr)
FLOAT_OPERATIONS = ["({} + {})", "({} - {})", "({} * {})", "({} / {})", "({} // {})", "({} % {})", "float({} < {})",
                    "float({} == {})", "float({} >= {})"]
FLOAT_SINGLE = ["(-{})", "abs({})", "({} * 2)", "(1 + {})", "({} / 3)"]


def float_functions() -> Source:
    expression = expressions(st.sampled_from("abc"), lambda inner: st.one_of(
        *[applied(template, inner, inner) for template in FLOAT_OPERATIONS],
        *[applied(template, inner) for template in FLOAT_SINGLE],
        applied("({} if {} < {} else {})", inner, inner, inner, inner)))
    return st.tuples(st.tuples(FLOATS, FLOATS, FLOATS), expression).map(lambda drawn: (
        "".join(f"    {name} = a_float({value})\n" for name, value in zip("abc", drawn[0]))
        + f"    try:\n        return str({drawn[1]})\n" + FAILURES))


# Control flow over three integers: loops end, as each counts its rounds.

SMALL_INTS = st.integers(-9, 20).map(str)


def indent(block: str) -> str:
    return "".join("    " + line + "\n" for line in block.splitlines())


def simple_statements() -> Source:
    small = st.one_of(st.sampled_from("abc"), SMALL_INTS)
    return st.one_of(
        applied("{} = ({} + {}) % 1000", st.sampled_from("abc"), small, small),
        applied("{} = ({} * {}) % 1009", st.sampled_from("abc"), small, small),
        applied("{} = {} // {}", st.sampled_from("abc"), small, small),
        applied("{}, {} = {}, {}", st.sampled_from("abc"), st.sampled_from("abc"), small, small),
        applied("log += str({})", small))


def statements() -> Source:
    """Blocks of statements, each with a line's end."""
    condition = applied("{} {} {}", st.sampled_from("abc"), st.sampled_from(["<", "<=", "==", "!="]), SMALL_INTS)

    def grow(inner: Source) -> Source:
        block = st.lists(inner, min_size=1, max_size=3).map("\n".join).map(indent)
        jump = applied("if {}:\n    {}", condition, st.sampled_from(["break", "continue"])).map(indent)
        return st.one_of(
            applied("if {}:\n{}", condition, block),
            applied("if {}:\n{}else:\n{}", condition, block, block),
            applied("for i in range({}):\n{}", st.integers(0, 5).map(str), block),
            applied("for i in range({}):\n{}{}{}", st.integers(1, 5).map(str), block, jump, block),
            applied("for i in range({}):\n    if rounds > 200:\n        break\n    rounds += 1\n{}else:\n{}",
                    st.integers(1, 9).map(str), block, block),
            applied("while {} and rounds < 100:\n    rounds += 1\n{}", condition, block),
            applied("while {} and rounds < 100:\n    rounds += 1\n{}{}", condition, jump, block),
            applied("try:\n{}except ZeroDivisionError:\n{}", block, block),
            applied("try:\n{}finally:\n{}", block, block),
            applied("try:\n{}    if {}:\n        raise ValueError(log)\nexcept ValueError as error:\n"
                    "    log = str(error) + '!'\n{}else:\n{}finally:\n{}", block, condition, block, block, block),
            applied("match {} % 4:\n    case 0:\n{}    case 1 | 2:\n{}", st.sampled_from("abc"), block.map(indent),
                    block.map(indent)))

    statement = st.recursive(simple_statements(), grow, max_leaves=14)
    return st.lists(statement, min_size=1, max_size=4).map("\n".join)


def control_functions() -> Source:
    start = st.tuples(SMALL_INTS, SMALL_INTS, SMALL_INTS)
    return st.tuples(start, statements()).map(lambda drawn: (
        "".join(f"    {name} = an_int({value})\n" for name, value in zip("abc", drawn[0]))
        + "    log = a_str('')\n    rounds = 0\n    try:\n" + indent(indent(drawn[1]))
        + "    except ZeroDivisionError:\n        log += ' zero'\n"
        + "    return f'{a} {b} {c} {log}'\n"))


# Containers: a sequence of operations, each of which may fail by itself; the log and the last state are the result.


def logged(operations: Source, start: str, end: str) -> Source:
    """Functions that do operations on what ``start`` makes; ``end`` is an expression for its last state."""
    def function(chosen: list[str]) -> str:
        text = "    log = a_str('')\n" + indent(start)
        for operation in chosen:
            text += "    try:\n" + indent(indent(operation))
            for error in ("IndexError", "KeyError", "ValueError"):
                text += f"    except {error}:\n        log += ' {error}'\n"
        return text + f"    return log + ' | ' + {end}\n"

    return st.lists(operations, min_size=1, max_size=12).map(function)


def list_functions() -> Source:
    index = st.integers(-6, 6).map(lambda n: f"an_int({n})")
    value = st.integers(-3, 9).map(lambda n: f"an_int({n})")
    bounds = st.one_of(
        applied("{}:{}", index, index), applied("{}:", index), applied(":{}", index), st.just(":"))
    display = st.lists(value, min_size=1, max_size=4).map(lambda parts: "[" + ", ".join(parts) + "]")
    operations = st.one_of(
        applied("items.append({})", value), applied("items.insert({}, {})", index, value),
        applied("log += str(items.pop())"), applied("log += str(items.pop({}))", index),
        applied("items.remove({})", value), applied("log += str(items.index({}))", value),
        applied("log += str(items.count({}))", value), applied("log += str({} in items)", value),
        applied("items[{}] = {}", index, value), applied("items[{}] += {}", index, value),
        applied("log += str(items[{}])", index), applied("del items[{}]", index),
        applied("items = items[{}]", bounds), applied("items[{}] = {}", bounds, display),
        applied("del items[{}]", bounds), applied("items.extend({})", display),
        applied("items += {}", display), applied("items = items + {}", display),
        applied("items = items[::{}]", st.sampled_from(["2", "-1", "-2", "3"])),
        st.just("items.sort()"), st.just("items.reverse()"), st.just("items = sorted(items)"),
        st.just("items = (items * 2)[:20]"), st.just("items = items.copy()"),
        st.just("log += str(len(items))"), st.just("log += str(sum(items))"), st.just("log += str(max(items))"),
        applied("log += str(items == {})", display),
        applied("for x in items:\n    log += str(x)\n    if x == {}:\n        break", value))
    return logged(operations, "items = [an_int(5), an_int(-1), an_int(3)]", "','.join([str(x) for x in items])")


def dict_functions() -> Source:
    texts = st.sampled_from(["", "a", "b", "ab", "é", "€", "😀"]).map(lambda s: f"a_str({s!r})")
    numbers = st.integers(-2, 5).map(lambda n: f"an_int({n} * 4294967296)")
    return st.one_of(_dicts_of("str", texts, "key"), _dicts_of("int", numbers, "str(key)"))


def _dicts_of(key_type: str, key: Source, shown: str) -> Source:
    value = SMALL_INTS
    operations = st.one_of(
        applied("table[{}] = {}", key, value), applied("table[{}] += {}", key, value),
        applied("log += str(table[{}])", key), applied("del table[{}]", key),
        applied("log += str(table.pop({}))", key), applied("log += str(table.pop({}, {}))", key, value),
        applied("log += str(table.get({}, {}))", key, value), applied("log += str({} in table)", key),
        applied("log += str(table.setdefault({}, {}))", key, value), applied("table.update({{{}: {}}})", key, value),
        st.just("log += str(len(table))"), st.just("table = table.copy()"), st.just("table.clear()"),
        st.just(f"key, number = table.popitem()\nlog += {shown} + str(number)"),
        st.just(f"for key in table:\n    log += {shown}"),
        st.just("for number in table.values():\n    log += str(number)"),
        applied("table = {{key: number for key, number in table.items() if number != {}}}", value))
    shown_items = f"','.join([{shown} + ':' + str(number) for key, number in table.items()])"
    return logged(operations, f"table: dict[{key_type}, int] = {{}}", shown_items)


def string_functions() -> Source:
    text = st.sampled_from(["", "a", "b", "ab", "abc", " ", "  a", "é", "€", "😀", "a€", ",", "b,a", "x" * 9]).map(
        lambda s: f"a_str({s!r})")
    some = st.sampled_from(["a", "b", "ab", " ", ",", "é", "€", "😀"]).map(lambda s: f"a_str({s!r})")
    index = st.integers(-7, 7).map(lambda n: f"an_int({n})")
    operations = st.one_of(
        applied("s += {}", text), applied("s = {} + s", text), applied("s = (s * {})[:40]", st.integers(0, 3).map(str)),
        applied("s = s[{}:{}]", index, index), applied("s = s[{}:]", index), applied("s = s[:{}]", index),
        applied("s = s[::{}]", st.sampled_from(["2", "-1", "-3"])), applied("log += s[{}]", index),
        applied("log += str(ord(s[{}]))", index), applied("log += str(s.find({}))", text),
        applied("log += str(s.rfind({}))", some), applied("log += str(s.index({}))", text),
        applied("log += str(s.find({}, {}))", some, st.integers(0, 8).map(str)),
        applied("log += str(s.count({}))", some), applied("s = s.replace({}, {})", some, text),
        applied("log += '/'.join(s.split({}))", some), st.just("log += '/'.join(s.split())"),
        applied("s = {}.join(s.split(','))", text), applied("s = {}.join([c + '.' for c in s[:9]])", text),
        applied("log += str(s.startswith({}))", text), applied("log += str(s.endswith({}))", text),
        applied("log += str({} in s)", text), applied("log += str(s == {})", text), applied("log += str(s < {})", text),
        applied("log += str(s >= {})", text), st.just("s = s.strip()"), st.just("s = s.lstrip()"),
        st.just("s = s.rstrip()"), applied("s = s.strip({})", some), st.just("log += str(len(s))"),
        st.just("log += str(len(s.encode()))"),
        st.just("s = s.encode().decode()"), applied("s = s.rjust({})", st.integers(0, 12).map(str)),
        applied("head, middle, s = s.partition({})\nlog += head + '|' + middle", some),
        st.just("for c in s:\n    log += str(ord(c)) + ' '"),
        applied("log += f'{{s:>{}}}'", st.integers(1, 12).map(str)),
        st.just("log += str(hash(s) == hash(s[:] + a_str('')))"))
    return logged(operations, "s = a_str('a,b c')", "s")


KINDS: dict[str, Callable[[], Source]] = {
    "integers": int_functions,
    "sized": sized_functions,
    "floats": float_functions,
    "control": control_functions,
    "lists": list_functions,
    "dicts": dict_functions,
    "strings": string_functions,
}
