"""Which temporaries of a frame are still needed.

Registers of temporaries keep what they held until something else is written to them, and so keep objects alive that the program has let go. That is
cheap, and does no harm until somebody asks for garbage to be collected now: then `forget_dead_temporaries` empties them.

A temporary is live at an instruction if some way from there reads it before it is written (a backward data flow). Sets of temporaries are
bits of an int; those that have no bit count as live."""
from __future__ import annotations

from interpreter.bytecode import INSTRUCTIONS, Op
from interpreter.eval.frame import Frame, state
from interpreter.objects.code import Code
from interpreter.objects.generator import Generator, GeneratorState
from transform.rpython import GcArray, new_array

_BITS = 62

_WRITES_FIRST = [1 if i.operands[:1] == (">",) else 2 if i.operands[:1] == (">2",) else 0 for i in INSTRUCTIONS]
"""How many registers from A on an operation surely writes."""


def _reads(position: int) -> list[bool]:
    return [len(i.operands) > position and i.operands[position] in ("r", "r?", "rw") for i in INSTRUCTIONS]


_READS_A, _READS_B, _READS_C = _reads(0), _reads(1), _reads(2)


def _is_call(name: str) -> bool:
    return name in ("CALL", "CALL_METHOD", "CALL_KW", "CALL_METHOD_KW", "CALL_EX")


_IS_CALL = [_is_call(i.name) for i in INSTRUCTIONS]
"""Operations that copy all that they read before Python code can run."""


def forget_dead_temporaries() -> None:
    """Empties the temporaries that nothing reads any more, and the inline caches, in all frames that are being run."""
    frame = state.frame
    while frame is not None:
        forget_in(frame)
        frame.code.forget_caches()
        frame = frame.back


def forget_in(frame: Frame) -> None:
    code = frame.code
    pc = frame.pc
    if pc == 0:
        return
    live = needed_in(frame)
    word = code.words[pc - 1]
    first = first_temporary(code)
    if not _IS_CALL[word & 0xFF]:
        live |= read_by(word, first)
    for i in range(min(code.register_count - first, _BITS)):
        if live >> i & 1 == 0:
            frame.clear(first + i)


def needed_in(frame: Frame) -> int:
    """The temporaries that a frame still needs when the instruction in which it waits has ended. The frame has begun."""
    code = frame.code
    position = frame.pc - 1
    live = live_after(code, position, live_table(code))
    first = first_temporary(code)
    operation = code.words[position] & 0xFF
    if operation == Op.NOP and position > 0:  # it has the names of the arguments of a call
        live &= ~written_by(code.words[position - 1], first)
    elif operation != Op.YIELD or not is_resumed(frame):
        live &= ~written_by(code.words[position], first)
    target = code.handler_of(position)
    return live if target < 0 else live | live_at(code, target)


def is_resumed(frame: Frame) -> bool:
    """Whether the frame of a generator was resumed, and has what its ``yield`` gives."""
    owner = frame.owner
    return isinstance(owner, Generator) and owner.status == GeneratorState.RUNNING


def is_needed(frame: Frame, needed: int, register: int) -> bool:
    """Whether a register is a variable, or a temporary among those that are needed."""
    number = register - first_temporary(frame.code)
    return not 0 <= number < _BITS or needed >> number & 1 != 0


def first_temporary(code: Code) -> int:
    return code.first_free + len(code.freevars)


def live_at(code: Code, position: int) -> int:
    """The temporaries that are live in front of an instruction."""
    known = live_table(code)
    return known[position] if position < len(known) else 0


def live_table(code: Code) -> GcArray[int]:
    """The temporaries that are live in front of each instruction."""
    known = code.live_temporaries
    if known is None:
        known = find_live(code)
        code.live_temporaries = known
    return known


def find_live(code: Code) -> GcArray[int]:
    count = len(code.words)
    first = first_temporary(code)
    live = new_array(int, count)
    changed = True
    while changed:
        changed = False
        for i in range(count - 1, -1, -1):
            word = code.words[i]
            found = (live_after(code, i, live) & ~written_by(word, first)) | read_by(word, first)
            handler = code.handler_of(i)
            if handler >= 0:
                found |= live[handler]
            if found != live[i]:
                live[i] = found
                changed = True
    return live


def live_after(code: Code, position: int, live: GcArray[int]) -> int:
    """The temporaries that are live behind an instruction, wherever it leads, if `live` has those in front of each."""
    word = code.words[position]
    operation = word & 0xFF
    count = len(code.words)
    after = 0
    if falls_through(operation) and position + 1 < count:
        after = live[position + 1]
        if skips(operation) and position + 2 < count:
            after |= live[position + 2]
    if jumps(operation):
        after |= live[position + 1 + (word >> 32)]
    return after


def falls_through(operation: int) -> bool:
    return operation not in (Op.JUMP, Op.JUMP_BACK, Op.RETURN, Op.RAISE, Op.RERAISE)


def skips(operation: int) -> bool:
    return operation == Op.FOR_ITER or operation == Op.SEND


def jumps(operation: int) -> bool:
    return Op.JUMP <= operation <= Op.JUMP_IF_NOT_NONE


def written_by(word: int, first: int) -> int:
    return row((word >> 16) & 0xFFFF, _WRITES_FIRST[word & 0xFF], first)


def read_by(word: int, first: int) -> int:
    """The temporaries that an instruction reads."""
    operation = word & 0xFF
    a, b, c = (word >> 16) & 0xFFFF, (word >> 32) & 0xFFFF, (word >> 48) & 0xFFFF
    found = 0
    if _READS_A[operation]:
        found |= row(a, 1, first)
    if _READS_B[operation]:
        found |= row(b, 1, first)
    if _READS_C[operation]:
        found |= row(c, 1, first)
    return found | row(b, row_length(operation, c), first)


def row_length(operation: int, c: int) -> int:
    """How many registers from B on an operation reads that takes a row of them."""
    match operation:
        case Op.CALL | Op.CALL_KW:
            return c + 1
        case Op.CALL_METHOD | Op.CALL_METHOD_KW:
            return c + 2
        case Op.CALL_EX | Op.MATCH_CLASS | Op.BUILD_SLICE:
            return 3
        case Op.IMPORT_NAME:
            return 2
        case Op.MAKE_FUNCTION:
            return 4
        case Op.BUILD_TUPLE | Op.BUILD_LIST | Op.BUILD_SET | Op.BUILD_STRING:
            return c
        case Op.BUILD_MAP:
            return 2 * c
        case _:
            return 0


def row(register: int, count: int, first: int) -> int:
    """A row of registers as bits of the temporaries among them."""
    found = 0
    for i in range(max(register - first, 0), min(register - first + count, _BITS)):
        found |= 1 << i
    return found


def _check_rows() -> None:
    """Each operation of the table that reads a row has a length here."""
    for instruction in INSTRUCTIONS:
        if any(operand in ("r*", "r4") for operand in instruction.operands):
            assert row_length(instruction.number, 1) > 0, instruction.name


_check_rows()
