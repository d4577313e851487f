"""Checks generated code: operands in range, jumps inside, every register written before it is read, on all ways."""
from __future__ import annotations

from typing import Iterator

from interpreter.bytecode import INSTRUCTIONS, Op
from interpreter.compiler.listing import Listing, operands_of, operation_of
from interpreter.objects.code import Code

COMPARE_AND_JUMP = range(Op.LT_JUMP, Op.GE_INT_JUMP + 1)
CONDITIONAL = (Op.JUMP_IF_TRUE, Op.JUMP_IF_FALSE, Op.JUMP_IF_NONE, Op.JUMP_IF_NOT_NONE)
SKIPPING = (Op.FOR_ITER, Op.SEND)
LEAVING = (Op.RETURN, Op.RAISE, Op.RERAISE)

State = frozenset[int]
"""The registers that hold something for sure."""


def all_codes(code: Code) -> Iterator[Code]:
    """A code object and all those inside of it."""
    yield code
    for i in range(len(code.constants)):
        constant = code.constants[i]
        if isinstance(constant, Code):
            yield from all_codes(constant)


def check(code: Code) -> None:
    """Asserts that a code object, and all inside of it, is well formed."""
    for each in all_codes(code):
        Checker(each).run()


class Checker:
    def __init__(self, code: Code) -> None:
        self.code = code
        self.words = [code.words[i] for i in range(len(code.words))]
        table = [int(code.exception_table[i]) for i in range(len(code.exception_table))]
        self.regions = [tuple(table[i:i + 3]) for i in range(0, len(table), 3)]

    def run(self) -> None:
        code = self.code
        assert len(code.positions) == 4 * len(self.words)
        assert len(code.cell_registers) == len(code.cellvars)
        for start, end, target in self.regions:
            assert 0 <= start < end <= len(self.words) and 0 <= target < len(self.words), self.describe(start)
            assert operation_of(self.words[target]) == Op.EXCEPT_ENTER, self.describe(target)
        self.handlers: list[int | None] = [None] * len(self.words)
        for start, end, target in reversed(self.regions):
            self.handlers[start:end] = [target] * (end - start)
        for index in range(len(self.words)):
            self.check_operands(index)
        self.check_flow()

    def describe(self, index: int) -> str:
        return f"{self.code.qualname} {index}: {Listing(self.code).instruction(index)}"

    def check_operands(self, index: int) -> None:
        word = self.words[index]
        operation = operation_of(word)
        limits = {"k": len(self.code.constants), "n": len(self.code.names), "c": len(self.code.cache_names)}
        kinds = INSTRUCTIONS[operation].operands
        for kind, number in zip(kinds, operands_of(word)):
            if kind in limits:
                assert 0 <= number < limits[kind], self.describe(index)
            elif kind == "j":
                assert 0 <= index + 1 + number < len(self.words), self.describe(index)
            elif kind not in ("i", "s", "-"):
                assert 0 <= number <= self.code.register_count, self.describe(index)
        for register in self.read(index) + self.written(index):
            assert register < self.code.register_count, self.describe(index)
        if operation in COMPARE_AND_JUMP:
            following = self.words[index + 1]
            assert operation_of(following) in (Op.JUMP_IF_TRUE, Op.JUMP_IF_FALSE), self.describe(index)
            assert operands_of(following)[0] == operands_of(word)[0], self.describe(index)
        if operation in SKIPPING:
            assert operation_of(self.words[index + 1]) in (Op.JUMP, Op.JUMP_BACK), self.describe(index)
        if operation in (Op.CALL_KW, Op.CALL_METHOD_KW):
            following = self.words[index + 1]
            assert operation_of(following) == Op.NOP
            assert 0 <= following >> 32 < len(self.code.constants)

    def row_length(self, index: int, kind: str) -> int:
        """How many registers an operand of the kinds ``r*`` and ``>*`` means."""
        word = self.words[index]
        operation, numbers = operation_of(word), operands_of(word)
        last = numbers[-1]
        if operation in (Op.CALL, Op.CALL_KW):
            return last + 1
        if operation in (Op.CALL_METHOD, Op.CALL_METHOD_KW):
            return last + 2
        if operation == Op.UNPACK_EX:
            return (last & 255) + (last >> 8) + 1
        if operation == Op.BUILD_MAP:
            return 2 * last
        if operation == Op.IMPORT_NAME:
            return 2
        if operation in (Op.BUILD_SLICE, Op.CALL_EX, Op.MATCH_CLASS):
            return 3
        return last

    def read(self, index: int) -> list[int]:
        result: list[int] = []
        for kind, number in zip(INSTRUCTIONS[operation_of(self.words[index])].operands, operands_of(self.words[index])):
            if kind in ("r", "rw", "r?"):
                result.append(number)
            elif kind in ("r*", "r4"):
                result += range(number, number + (4 if kind == "r4" else self.row_length(index, kind)))
        return result

    def must_hold(self, index: int) -> list[int]:
        """The registers that may not be empty, of those that are read."""
        operation = operation_of(self.words[index])
        if operation in (Op.MAKE_FUNCTION, Op.MAKE_CELL):
            return []
        numbers = operands_of(self.words[index])
        allowed = {number for kind, number in zip(INSTRUCTIONS[operation].operands, numbers) if kind == "r?"}
        if operation == Op.CALL_EX:
            allowed.add(numbers[1] + 2)
        if operation in (Op.CALL_METHOD, Op.CALL_METHOD_KW):
            allowed.add(numbers[1] + 1)
        return [register for register in self.read(index) if register not in allowed]

    def written(self, index: int) -> list[int]:
        result: list[int] = []
        for kind, number in zip(INSTRUCTIONS[operation_of(self.words[index])].operands, operands_of(self.words[index])):
            if kind in (">", "rw"):
                result.append(number)
            elif kind == ">2":
                result += [number, number + 1]
            elif kind == ">*":
                result += range(number, number + self.row_length(index, kind))
        return result

    def successors(self, index: int, before: State) -> Iterator[tuple[int, State]]:
        """The instructions that may come next, and what holds something there."""
        word = self.words[index]
        operation, numbers = operation_of(word), operands_of(word)
        handler = self.handlers[index]
        if handler is not None:
            yield handler, before
            if operation == Op.CLEAR:
                yield handler, before - {numbers[0]}
        after = before | frozenset(self.written(index))
        if operation == Op.CLEAR:
            after = before - {numbers[0]}
        elif operation == Op.CHECK_BOUND:
            after = before | {numbers[0]}
        elif operation == Op.MOVE and numbers[1] not in before:
            after = before - {numbers[0]}
        if operation in (Op.JUMP, Op.JUMP_BACK):
            yield index + 1 + numbers[1], after
        elif operation in CONDITIONAL:
            yield index + 1 + numbers[1], after
            yield index + 1, after
        elif operation == Op.FOR_ITER:
            yield index + 1, before
            yield index + 2, after
        elif operation == Op.SEND:
            yield index + 1, after
            yield index + 2, after
        elif operation not in LEAVING:
            yield index + 1, after

    def check_flow(self) -> None:
        code = self.code
        count = code.argument_count + code.keyword_only_count + bool(code.flags & 4) + bool(code.flags & 8)
        entry = frozenset(range(count)) | frozenset(range(code.first_free, code.first_free + len(code.freevars)))
        states: dict[int, State] = {0: entry}
        work = [0]
        while work:
            index = work.pop()
            before = states[index]
            for next_index, state in self.successors(index, before):
                assert next_index < len(self.words), f"{self.describe(index)}: runs off the end"
                known = states.get(next_index)
                merged = state if known is None else known & state
                if merged != known:
                    states[next_index] = merged
                    work.append(next_index)
        for index, before in states.items():
            for register in self.must_hold(index):
                assert register in before, f"{self.describe(index)}: register {register} may be empty"
        for index in range(len(self.words)):
            is_passed_by = operation_of(self.words[index]) in (Op.JUMP, Op.JUMP_BACK)  # jumps to it go on to its target
            assert index in states or is_passed_by, f"{self.describe(index)}: cannot be reached"
