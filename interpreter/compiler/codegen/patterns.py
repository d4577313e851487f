"""match: each case is tests that jump to the next case when they fail.

What a pattern captures stays in temporaries until the whole pattern has matched; only then the names are bound. Temporaries are not
given back while a pattern is tested, so each value that a test took apart stays where it is.
"""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.assembler import Label
from interpreter.compiler.codegen.comprehensions import Comprehensions
from interpreter.compiler.codegen.core import ANY
from interpreter.compiler.constants import name_tuple
from interpreter.objects.dict import Dict
from interpreter.objects.make import NONE, new_int
from interpreter.protocols.text import repr_of


class Captures:
    """The names that a pattern has captured so far, and where the values are."""
    names: list[str]
    registers: list[int]
    fail: Label

    def __init__(self, fail: Label) -> None:
        self.names = []
        self.registers = []
        self.fail = fail


class Patterns(Comprehensions):
    def visit_Match(self, node: ast.Match) -> None:
        mark = self.unit.next
        subject = self.temporary(node.subject)
        end = Label()
        last = len(node.cases) - 1
        for i in range(len(node.cases)):
            case = node.cases[i]
            if i < last and case.guard is None:
                self.refuse_irrefutable(case.pattern)
            self.match_case(case, subject, end, i == last)
        self.asm.place(end)
        self.release(mark)

    def match_case(self, case: ast.match_case, subject: int, end: Label, is_last: bool) -> None:
        asm = self.asm
        outer = asm.here
        mark = self.unit.next
        next = Label()
        captures = Captures(next)
        self.match_pattern(case.pattern, subject, captures)
        asm.here = case.pattern
        for i in range(len(captures.names)):
            self.store_name(captures.names[i], captures.registers[i])
        self.release(mark)
        guard = case.guard
        if guard is not None:
            self.jump_if(guard, False, next)
        asm.here = outer
        self.visit_body(case.body)
        if not is_last:
            asm.jump(end)
        asm.place(next)

    def match_pattern(self, node: ast.pattern, subject: int, captures: Captures) -> None:
        """Tests a pattern on the value of a register; jumps to `captures.fail` if it does not match.

        What comes behind a part of a pattern has the place of that part, in CPython too."""
        self.asm.here = node
        if isinstance(node, ast.MatchValue):
            self.match_value(node, subject, captures)
        elif isinstance(node, ast.MatchSingleton):
            self.match_singleton(node, subject, captures)
        elif isinstance(node, ast.MatchSequence):
            self.match_sequence(node, subject, captures)
        elif isinstance(node, ast.MatchMapping):
            self.match_mapping(node, subject, captures)
        elif isinstance(node, ast.MatchClass):
            self.match_class(node, subject, captures)
        elif isinstance(node, ast.MatchAs):
            pattern, name = node.pattern, node.name
            if pattern is not None:
                self.match_pattern(pattern, subject, captures)
            if name is not None:
                self.capture(name, subject, captures)
        elif isinstance(node, ast.MatchOr):
            self.match_or(node, subject, captures)

    def capture(self, name: str, register: int, captures: Captures) -> None:
        self.refuse_debug(name, "assign to", self.asm.here)
        if name in captures.names:
            raise self.error(f"multiple assignments to name '{name}' in pattern", self.asm.here)
        captures.names.append(name)
        captures.registers.append(register)

    def fail_unless(self, register: int, captures: Captures) -> None:
        self.branch_if(register, False, captures.fail)

    # Literals.

    def match_value(self, node: ast.MatchValue, subject: int, captures: Captures) -> None:
        value = node.value
        if not isinstance(value, ast.Attribute) and (isinstance(value, ast.JoinedStr) or self.constant_of(value) is None):
            raise self.error("patterns may only match literals and attribute lookups", node)
        mark = self.unit.next
        register = self.value(value)
        self.compare_values(subject, Op.EQ_JUMP, register, captures, mark)

    def compare_values(self, subject: int, operation: int, other: int, captures: Captures, mark: int) -> None:
        """Fails unless the comparison, which is in front of a jump, holds."""
        outcome = self.allocate()
        self.asm.emit(operation, outcome, subject, other)
        self.fail_unless(outcome, captures)
        self.release(mark)

    def match_singleton(self, node: ast.MatchSingleton, subject: int, captures: Captures) -> None:
        if node.value is NONE:
            self.asm.branch(Op.JUMP_IF_NOT_NONE, subject, captures.fail)
            return
        mark = self.unit.next
        register = self.load_constant(node.value, ANY)
        self.compare_values(subject, Op.IS, register, captures, mark)

    # Sequences.

    def match_sequence(self, node: ast.MatchSequence, subject: int, captures: Captures) -> None:
        asm = self.asm
        star = -1
        only_wildcards = True
        for i in range(len(node.patterns)):
            pattern = node.patterns[i]
            if isinstance(pattern, ast.MatchStar):
                if star >= 0:
                    raise self.error("multiple starred names in sequence pattern", node)
                star = i
            only_wildcards = only_wildcards and is_wildcard(pattern)
        self.test(Op.MATCH_SEQUENCE, subject, captures)
        needed = len(node.patterns) - (1 if star >= 0 else 0)
        length = self.allocate()
        if star < 0 or needed > 0:
            asm.emit(Op.MATCH_LENGTH, length, subject)
            mark = self.unit.next
            count = self.load_constant(new_int(needed), ANY)
            self.compare_values(length, Op.EQ_JUMP if star < 0 else Op.GE_JUMP, count, captures, mark)
        if only_wildcards:
            return
        if star >= 0 and is_wildcard(node.patterns[star]):
            self.match_items(node.patterns, star, subject, length, captures)
        else:
            self.match_unpacked(node.patterns, star, subject, captures)

    def test(self, operation: int, subject: int, captures: Captures) -> None:
        mark = self.unit.next
        outcome = self.allocate()
        self.asm.emit(operation, outcome, subject)
        self.fail_unless(outcome, captures)
        self.release(mark)

    def match_items(self, patterns: list[ast.pattern], star: int, subject: int, length: int, captures: Captures) -> None:
        """With ``*_``: only the items that patterns look at are fetched, one by one."""
        for i in range(len(patterns)):
            pattern = patterns[i]
            if is_wildcard(pattern):
                continue
            item = self.allocate()
            if i < star:
                self.load_constant(new_int(i), item)
            else:
                self.load_constant(new_int(len(patterns) - i), item)
                self.asm.emit(Op.SUB, item, length, item)
            self.asm.emit(Op.LOAD_ITEM, item, subject, item)
            self.match_pattern(pattern, item, captures)

    def match_unpacked(self, patterns: list[ast.pattern], star: int, subject: int, captures: Captures) -> None:
        first = self.allocate_row(len(patterns))
        if star < 0:
            self.asm.emit(Op.UNPACK_SEQUENCE, first, subject, len(patterns))
        else:
            behind = len(patterns) - star - 1
            if star > 255 or behind > 255:
                raise self.error("too many expressions in star-unpacking sequence pattern", self.asm.here)
            self.asm.emit(Op.UNPACK_EX, first, subject, star | behind << 8)
        for i in range(len(patterns)):
            pattern = patterns[i]
            if isinstance(pattern, ast.MatchStar):
                name = pattern.name
                if name is not None:
                    self.capture(name, first + i, captures)
            else:
                self.match_pattern(pattern, first + i, captures)

    def allocate_row(self, count: int) -> int:
        first = self.unit.next
        for _ in range(count):
            self.allocate()
        return first

    # Mappings and classes.

    def match_mapping(self, node: ast.MatchMapping, subject: int, captures: Captures) -> None:
        asm, rest = self.asm, node.rest
        self.test(Op.MATCH_MAPPING, subject, captures)
        count = len(node.keys)
        if count == 0 and rest is None:
            return
        if count > 0:
            mark = self.unit.next
            length = self.allocate()
            asm.emit(Op.MATCH_LENGTH, length, subject)
            needed = self.load_constant(new_int(count), ANY)
            self.compare_values(length, Op.GE_JUMP, needed, captures, mark)
        self.check_keys(node)
        keys = self.allocate()
        row = self.row(node.keys, 0, count)
        asm.emit(Op.BUILD_TUPLE, keys, row, count)
        self.release(keys + 1)
        values = self.allocate()
        asm.emit(Op.MATCH_KEYS, values, subject, keys)
        asm.branch(Op.JUMP_IF_NONE, values, captures.fail)
        first = self.allocate_row(count)
        asm.emit(Op.UNPACK_SEQUENCE, first, values, count)
        for i in range(count):
            if not is_wildcard(node.patterns[i]):
                self.match_pattern(node.patterns[i], first + i, captures)
        if rest is not None:
            others = self.allocate()
            asm.emit(Op.MATCH_REST, others, subject, keys)
            self.capture(rest, others, captures)

    def check_keys(self, node: ast.MatchMapping) -> None:
        seen = Dict()
        for key in node.keys:
            constant = None if isinstance(key, ast.JoinedStr) else self.constant_of(key)
            if constant is not None:
                if seen.get(constant) is not None:
                    raise self.error(f"mapping pattern checks duplicate key ({repr_of(constant)})", node)
                seen.set(constant, constant)
            elif not isinstance(key, ast.Attribute):
                raise self.error("mapping pattern keys may only match literals and attribute lookups", node)

    def match_class(self, node: ast.MatchClass, subject: int, captures: Captures) -> None:
        asm = self.asm
        self.check_attributes(node)
        patterns = node.patterns + node.kwd_patterns
        mark = self.unit.next
        arguments = self.allocate()
        asm.emit(Op.MOVE, arguments, subject)
        self.temporary(node.cls)
        self.load_constant(name_tuple(node.kwd_attrs), self.allocate())
        values = self.result(ANY, mark)
        asm.emit(Op.MATCH_CLASS, values, arguments, len(node.patterns))
        asm.branch(Op.JUMP_IF_NONE, values, captures.fail)
        first = self.allocate_row(len(patterns))
        asm.emit(Op.UNPACK_SEQUENCE, first, values, len(patterns))
        for i in range(len(patterns)):
            if not is_wildcard(patterns[i]):
                self.match_pattern(patterns[i], first + i, captures)

    def check_attributes(self, node: ast.MatchClass) -> None:
        seen: dict[str, bool] = {}
        for i in range(len(node.kwd_attrs)):
            name = node.kwd_attrs[i]
            self.refuse_debug(name, "assign to", node)
            if name in seen:
                raise self.error(f"attribute name repeated in class pattern: {name}", node.kwd_patterns[i])
            seen[name] = True

    # Alternatives.

    def match_or(self, node: ast.MatchOr, subject: int, captures: Captures) -> None:
        """Each alternative binds the same names; their values come into the same registers."""
        asm = self.asm
        matched = Label()
        names: list[str] = []
        first_register = 0
        last = len(node.patterns) - 1
        for i in range(len(node.patterns)):
            alternative = node.patterns[i]
            next = Label()
            inner = Captures(captures.fail if i == last else next)
            if i < last:
                self.refuse_irrefutable(alternative)
            self.match_pattern(alternative, subject, inner)
            if i == 0:
                names = inner.names
                first_register = self.allocate_row(len(names))
            elif not same_names(names, inner.names):
                raise self.error("alternative patterns bind different names", self.asm.here)
            self.move_captures(inner, names, first_register)
            if i < last:
                asm.jump(matched)
                asm.place(next)
        asm.place(matched)
        for i in range(len(names)):
            self.capture(names[i], first_register + i, captures)

    def move_captures(self, captures: Captures, names: list[str], first_register: int) -> None:
        for i in range(len(names)):
            self.moved(captures.registers[captures.names.index(names[i])], first_register + i)

    def refuse_irrefutable(self, node: ast.pattern) -> None:
        """Raises for a pattern that always matches, in front of others."""
        name = irrefutable_name(node)
        if name is None:
            return
        if name == "":
            raise self.error("wildcard makes remaining patterns unreachable", node)
        raise self.error(f"name capture '{name}' makes remaining patterns unreachable", node)


def is_wildcard(node: ast.pattern) -> bool:
    """``_`` or ``*_``."""
    if isinstance(node, ast.MatchAs):
        return node.pattern is None and node.name is None
    return isinstance(node, ast.MatchStar) and node.name is None


def irrefutable_name(node: ast.pattern) -> Optional[str]:
    """The name that a pattern captures that always matches, "" for a wildcard; None for others."""
    if isinstance(node, ast.MatchAs):
        pattern, name = node.pattern, node.name
        if pattern is None:
            return name if name is not None else ""
        return irrefutable_name(pattern)
    if isinstance(node, ast.MatchOr):
        for alternative in node.patterns:
            name = irrefutable_name(alternative)
            if name is not None:
                return name
    return None


def same_names(names: list[str], others: list[str]) -> bool:
    if len(names) != len(others):
        return False
    for name in names:
        if name not in others:
            return False
    return True
