"""Instructions, labels, constants and tables of one code object while it is made.

The assembler follows the flow of control as instructions come: behind a jump or a return nothing can be reached until a label is
placed that something jumps to, and what is emitted there is dropped. With it goes the set of local variables that are surely
bound, by which the code generator knows where `CHECK_BOUND` is needed.
"""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import MAX_OPERAND, Op
from interpreter.compiler.constants import constant_key
from interpreter.compiler.failures import failure
from interpreter.compiler.nodes import Node
from interpreter.objects.code import Code
from interpreter.objects.make import Object
from transform.rpython import int32, new_array, wrap

_BITS = 60  # of a word of a VariableSet


class VariableSet:
    """A set of registers of local variables."""
    words: list[int]

    def __init__(self, words: list[int]) -> None:
        self.words = words

    def __contains__(self, register: int) -> bool:
        return self.words[register // _BITS] >> register % _BITS & 1 != 0

    def add(self, register: int) -> None:
        self.words[register // _BITS] |= 1 << register % _BITS

    def discard(self, register: int) -> None:
        self.words[register // _BITS] &= ~(1 << register % _BITS)

    def copy(self) -> VariableSet:
        return VariableSet(self.words[:])

    def intersect(self, other: VariableSet) -> None:
        for i in range(len(self.words)):
            self.words[i] &= other.words[i]

    def remove(self, other: VariableSet) -> None:
        for i in range(len(self.words)):
            self.words[i] &= ~other.words[i]


def empty_set(count: int) -> VariableSet:
    """The empty set of as many registers."""
    return VariableSet([0] * (count // _BITS + 1))


class Label:
    """A place that is jumped to. `bound` is what is surely bound there by the jumps so far; None when there are none."""
    position: int
    bound: Optional[VariableSet]

    def __init__(self) -> None:
        self.position = -1
        self.bound = None

    def is_used(self) -> bool:
        return self.bound is not None


class Handler:
    """The place where exceptions of a region of code go. `bound` is what is surely bound at the start of the region."""
    position: int
    bound: Optional[VariableSet]
    is_used: bool

    def __init__(self) -> None:
        self.position = -1
        self.bound = None
        self.is_used = False


class _Jump:
    """An instruction whose distance is not known yet."""
    index: int
    label: Label

    def __init__(self, index: int, label: Label) -> None:
        self.index = index
        self.label = label


class _Region:
    """Instructions whose exceptions go to a handler."""
    start: int
    end: int
    handler: Handler

    def __init__(self, start: int, end: int, handler: Handler) -> None:
        self.start = start
        self.end = end
        self.handler = handler


class Assembler:
    """Makes the instructions and tables of one code object.

    `here` is the node that the next instructions come from; `bound` the variables that are surely bound at this point, None where it
    cannot be reached; `deletable` those that the function unbinds somewhere."""
    here: Node
    bound: Optional[VariableSet]
    deletable: VariableSet
    handler: Optional[Handler]
    _words: list[int]
    _nodes: list[Node]
    _jumps: list[_Jump]
    _regions: list[_Region]
    _region_start: int
    _last_target: int
    _region_handler: Optional[Handler]
    _constants: list[Object]
    _constant_indexes: dict[str, int]
    _names: list[str]
    _name_indexes: dict[str, int]
    _cache_names: list[str]

    def __init__(self, here: Node, variable_count: int) -> None:
        self.here = here
        self.bound = empty_set(variable_count)
        self.deletable = empty_set(variable_count)
        self.handler = None
        self._words = []
        self._nodes = []
        self._jumps = []
        self._regions = []
        self._region_start = 0
        self._last_target = 0
        self._region_handler = None
        self._constants = []
        self._constant_indexes = {}
        self._names = []
        self._name_indexes = {}
        self._cache_names = []

    def is_reachable(self) -> bool:
        return self.bound is not None

    def is_bound(self, register: int) -> bool:
        """Whether the local variable surely holds a value here."""
        bound = self.bound
        return bound is None or register in bound

    def mark_bound(self, register: int) -> None:
        bound = self.bound
        if bound is not None:
            bound.add(register)

    def mark_unbound(self, register: int) -> None:
        bound = self.bound
        if bound is not None:
            bound.discard(register)

    # Instructions.

    def emit(self, operation: int, a: int = 0, b: int = 0, c: int = 0) -> None:
        """An instruction with up to three operands of 16 bits."""
        if a > MAX_OPERAND or b > MAX_OPERAND or c > MAX_OPERAND:
            raise self.too_complex()
        self._append(operation | a << 16 | b << 32 | c << 48)

    def emit_wide(self, operation: int, a: int, d: int) -> None:
        """An instruction whose second operand has 32 bits."""
        self._append(operation | a << 16 | d << 32)

    def _append(self, word: int) -> None:
        if self.bound is None:
            return
        handler = self.handler
        if handler is not self._region_handler:
            self._end_region()
            self._region_handler = handler
            self._region_start = len(self._words)
        self._words.append(wrap(word))
        self._nodes.append(self.here)

    def last_place(self) -> Node:
        """Where the last instruction comes from."""
        return self._nodes[-1] if self._nodes else self.here

    def is_join(self) -> bool:
        """Whether jumps lead to this point."""
        return self._last_target == len(self._words)

    def leave(self, operation: int, a: int = 0, b: int = 0) -> None:
        """An instruction behind which control does not go on: a return, a raise."""
        self.emit(operation, a, b)
        self.bound = None

    def too_complex(self) -> Exception:
        """The error for code that exceeds the limits of the instruction format."""
        return failure("the code is too complex: too many variables, names or nested expressions", self.here)

    # Flow of control.

    def jump(self, label: Label) -> None:
        """Goes on at a label that is placed later."""
        self._branch(Op.JUMP, 0, label)
        self.bound = None

    def jump_back(self, label: Label) -> None:
        """Goes on at a label that was placed with `place_loop`."""
        if self.bound is not None:
            self._jumps.append(_Jump(len(self._words), label))
            self.emit(Op.JUMP_BACK)
            self.bound = None

    def jump_again(self, label: Label) -> None:
        """Goes on at a label that was placed with `place_reentry`, if the instruction in front does not skip this one."""
        self._branch(Op.JUMP, 0, label)

    def branch(self, operation: int, register: int, label: Label) -> None:
        """A conditional jump to a label that is placed later."""
        self._branch(operation, register, label)

    def _branch(self, operation: int, register: int, label: Label) -> None:
        bound = self.bound
        if bound is None:
            return
        known = label.bound
        if known is None:
            label.bound = bound.copy()
        else:
            known.intersect(bound)
        self._jumps.append(_Jump(len(self._words), label))
        self.emit(operation, register)

    def place(self, label: Label) -> None:
        """The label is here."""
        self._drop_jump_to(label)
        self._set_position(label)
        known = label.bound
        if known is not None:
            bound = self.bound
            if bound is None:
                self.bound = known.copy()
            else:
                bound.intersect(known)

    def place_reentry(self, label: Label, after: Label) -> None:
        """The label is here, in front of `after`: it is reached only by jumps back from there, and nothing is bound or unbound in
        between."""
        self._set_position(label)
        known = after.bound
        self.bound = known.copy() if known is not None else None

    def place_loop(self, label: Label) -> None:
        """The label is here, and is jumped back to: a variable that is deleted anywhere may be unbound."""
        self._set_position(label)
        bound = self.bound
        if bound is not None:
            bound.remove(self.deletable)
            label.bound = bound.copy()

    def protect(self, handler: Handler) -> None:
        """Exceptions of the instructions that follow go to a handler, until `handler` of the assembler is set back."""
        bound = self.bound
        if bound is not None:
            entry = bound.copy()
            entry.remove(self.deletable)
            handler.bound = entry
        self.handler = handler

    def place_handler(self, handler: Handler) -> None:
        """The handler is here; it cannot be reached when its region is empty."""
        self._end_region()
        handler.position = self._last_target = len(self._words)
        self.bound = handler.bound if handler.is_used else None

    def _set_position(self, label: Label) -> None:
        label.position = self._last_target = len(self._words)

    def _drop_jump_to(self, label: Label) -> None:
        """Takes back the last instruction if it jumps to the label that is placed now, and nothing else means the place behind it."""
        if not self._jumps or self._last_target == len(self._words):
            return
        last = self._jumps[-1]
        if last.label is label and last.index == len(self._words) - 1 and self._words[-1] & 0xFFFF == Op.JUMP:
            self._jumps.pop()
            self._words.pop()
            self._nodes.pop()

    def _end_region(self) -> None:
        handler = self._region_handler
        self._region_handler = None
        if handler is not None and self._region_start < len(self._words):
            handler.is_used = True
            self._regions.append(_Region(self._region_start, len(self._words), handler))

    # Tables.

    def constant(self, value: Object) -> int:
        """The index of a constant, shared with equal ones."""
        key = constant_key(value)
        index = self._constant_indexes.get(key, -1)
        if index < 0:
            index = self.own_constant(value)
            self._constant_indexes[key] = index
        return index

    def own_constant(self, value: Object) -> int:
        """The index of a constant that is not shared: code."""
        self._constants.append(value)
        return len(self._constants) - 1

    def name(self, name: str) -> int:
        """The index of a name."""
        index = self._name_indexes.get(name, -1)
        if index < 0:
            index = len(self._names)
            self._names.append(name)
            self._name_indexes[name] = index
        return index

    def cache(self, name: str) -> int:
        """The index of a new inline cache for a name."""
        self._cache_names.append(name)
        return len(self._cache_names) - 1

    # The result.

    def finish(self, code: Code) -> None:
        """Puts all that was made into a code object."""
        self._end_region()
        self._resolve_jumps()
        words = new_array(int, len(self._words))
        for i in range(len(self._words)):
            words[i] = self._words[i]
        constants = new_array(Object, len(self._constants))
        for i in range(len(self._constants)):
            constants[i] = self._constants[i]
        code.words = words
        code.constants = constants
        code.names = self._names
        code.cache_names = self._cache_names
        self._write_positions(code)
        self._write_exception_table(code)

    def _resolve_jumps(self) -> None:
        """Writes the distances. A jump to a jump goes where that goes, so that no way is longer than it must be."""
        destinations: dict[int, Label] = {}
        for jump in self._jumps:
            if self._words[jump.index] & 0xFFFF in (Op.JUMP, Op.JUMP_BACK):
                destinations[jump.index] = jump.label
        for jump in self._jumps:
            operation = self._words[jump.index] & 0xFFFF
            target = jump.label.position
            for _ in range(len(destinations)):
                next = destinations.get(target)
                if next is None or self._words[target] & 0xFFFF == Op.JUMP_BACK and operation != Op.JUMP:
                    break
                if self._words[target] & 0xFFFF == Op.JUMP_BACK:
                    operation = Op.JUMP_BACK
                target = next.position
            distance = target - jump.index - 1
            self._words[jump.index] = wrap(self._words[jump.index] & 0xFFFF0000 | operation | distance << 32)

    def _write_positions(self, code: Code) -> None:
        positions = new_array(int32, 4 * len(self._nodes))
        for i in range(len(self._nodes)):
            node = self._nodes[i]
            positions[4 * i] = int32(node.lineno)
            positions[4 * i + 1] = int32(node.end_lineno)
            positions[4 * i + 2] = int32(node.col_offset)
            positions[4 * i + 3] = int32(node.end_col_offset)
        code.positions = positions

    def _write_exception_table(self, code: Code) -> None:
        table = new_array(int32, 3 * len(self._regions))
        for i in range(len(self._regions)):
            region = self._regions[i]
            table[3 * i] = int32(region.start)
            table[3 * i + 1] = int32(region.end)
            table[3 * i + 2] = int32(region.handler.position)
        code.exception_table = table
