"""The place of each instruction, and what else code objects tell, against CPython's."""
from __future__ import annotations

import dis
import sysconfig
from collections import defaultdict
from pathlib import Path
from types import CodeType
from typing import Iterator

import pytest

from interpreter.bytecode import INSTRUCTIONS, Op
from interpreter.compiler.listing import operation_of
from interpreter.objects.code import Code
from tests.interpreter.compiler.checker import all_codes
from tests.interpreter.compiler.compiling import compiled

LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = ["argparse", "contextlib", "dataclasses", "datetime", "difflib", "functools", "subprocess", "tempfile"]

KINDS = {
    "CALL": "CALL CALL_KW CALL_METHOD CALL_METHOD_KW WITH_EXIT",
    "CALL_FUNCTION_EX": "CALL_EX",
    "BINARY_SUBSCR": "LOAD_ITEM",
    "STORE_SUBSCR": "STORE_ITEM",
    "DELETE_SUBSCR": "DELETE_ITEM",
    "STORE_ATTR": "STORE_ATTR",
    "DELETE_ATTR": "DELETE_ATTR",
    "ATTRIBUTE": "LOAD_ATTR LOAD_METHOD",
    "COMPARE_OP": "LT LE EQ NE GT GE LT_JUMP LE_JUMP EQ_JUMP NE_JUMP GT_JUMP GE_JUMP "
                  "LT_INT_JUMP LE_INT_JUMP EQ_INT_JUMP NE_INT_JUMP GT_INT_JUMP GE_INT_JUMP",
    "CONTAINS_OP": "IN NOT_IN",
    "UNARY_NEGATIVE": "NEGATIVE",
    "RAISE_VARARGS": "RAISE",
    "LOAD_ASSERTION_ERROR": "LOAD_ASSERTION_ERROR",
    "GET_ITER": "GET_ITER",
    "FOR_ITER": "FOR_ITER",
    "IMPORT_NAME": "IMPORT_NAME",
    "IMPORT_FROM": "IMPORT_FROM",
    "MAKE_FUNCTION": "MAKE_FUNCTION",
    "LOAD_GLOBAL": "LOAD_GLOBAL",
    "BEFORE_WITH": "BEFORE_WITH",
    "YIELD_VALUE": "YIELD",
    "BUILD_SLICE": "BUILD_SLICE",
    "FORMAT_VALUE": "FORMAT",
    "BUILD_STRING": "BUILD_STRING",
    "BINARY_OP": " ".join(item.name for item in INSTRUCTIONS[Op.ADD:Op.INPLACE_ADD_INT + 1]),
}
"""CPython's operations, and ours that do the same."""

OURS = {name: kind for kind, names in KINDS.items() for name in names.split()}
THEIRS = {kind: kind for kind in KINDS} | {"LOAD_ATTR": "ATTRIBUTE", "LOAD_METHOD": "ATTRIBUTE"}

Places = dict[str, set[tuple[int | None, ...]]]


def code_types(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from code_types(constant)


def places(code: Code) -> Places:
    result: Places = defaultdict(set)
    for i in range(len(code.words)):
        name = INSTRUCTIONS[operation_of(code.words[i])].name
        if name in OURS:
            result[OURS[name]].add(tuple(int(code.positions[4 * i + j]) for j in range(4)))
    return result


def expected_places(code: CodeType) -> Places:
    result: Places = defaultdict(set)
    for instruction in dis.get_instructions(code):
        if instruction.opname in THEIRS and instruction.positions is not None:
            result[THEIRS[instruction.opname]].add(tuple(instruction.positions))
    return result


def facts(code: Code) -> tuple[object, ...]:
    return (code.flags, code.argument_count, code.positional_only_count, code.keyword_only_count,
            tuple(code.varnames), tuple(code.cellvars), tuple(code.freevars))


def expected_facts(code: CodeType) -> tuple[object, ...]:
    return (code.co_flags, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount,
            code.co_varnames, code.co_cellvars, code.co_freevars)


@pytest.mark.parametrize("name", FILES)
def test_library(name: str) -> None:
    source = (LIBRARY / f"{name}.py").read_bytes()
    ours = {(code.qualname, code.first_line): code for code in all_codes(compiled(source))}
    theirs = {(code.co_qualname, code.co_firstlineno): code
              for code in code_types(compile(source, "<test>", "exec", dont_inherit=True))}
    assert ours.keys() == theirs.keys()
    for key, code in theirs.items():
        assert facts(ours[key]) == expected_facts(code), key
        assert places(ours[key]) == expected_places(code), key
