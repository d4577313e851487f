"""The instruction set of Bobbin's register machine, by the names that CPython's module has for its own.

An instruction is one word of 64 bits: the operation in the lowest 16, then operands of 16 bits, or one of 16 and one of 32. There are no
prefixes and no inline caches between the instructions. `operands` says what each operand of an operation is (see `_opcode`)."""
import _opcode

__all__ = ["cmp_op", "hasarg", "hasconst", "hasname", "hasjrel", "hasjabs", "haslocal", "hascompare", "hasfree", "opname", "opmap",
           "operands", "HAVE_ARGUMENT", "hasnargs", "stack_effect"]

cmp_op = ("<", "<=", "==", "!=", ">", ">=")

opname = [name for name, _, _ in _opcode.instructions]
opmap = {name: number for number, name in enumerate(opname)}
operands = [kinds for _, kinds, _ in _opcode.instructions]


def _having(*wanted):
    """The operations that have an operand of one of these kinds."""
    return [number for number, kinds in enumerate(operands) if any(kind in wanted for kind in kinds)]


hasarg = [number for number, kinds in enumerate(operands) if kinds]
hasconst = _having("k")
hasname = _having("n", "c")
hasjrel = _having("j")
hasjabs = []
haslocal = []
hasfree = []
hasnargs = []
hascompare = [opmap[name + suffix] for name in ("LT", "LE", "EQ", "NE", "GT", "GE") for suffix in ("", "_JUMP")]

HAVE_ARGUMENT = 1
"""Only NOP, operation 0, and few others have none; see `hasarg`."""


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Raises ValueError: instructions work on registers."""
    raise ValueError("the instructions of a register machine have no stack effect")
