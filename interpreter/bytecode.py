"""The instruction set of the register machine: one table.

An instruction is one 64-bit word:

    bits  0..15   the operation, an index into `INSTRUCTIONS`, perhaps with the bit `TRACED`
    bits 16..31   A    unsigned
    bits 32..47   B    unsigned
    bits 48..63   C    unsigned
    bits 32..63   D    signed, in place of B and C

Registers are numbered from 0 in each frame: parameters, other local variables, cells (own ones, then those of the closure),
temporaries. A register may be empty: an unbound local variable. Only `CHECK_BOUND` and the operations that say so may meet an
empty one; the code generator checks each use of a variable that may be unbound.

Jumps count from the instruction behind the jump. An operation that *skips* does, in one of its outcomes, not run the
instruction behind it, which is a `JUMP`: so no operation has both three operands and a distance.

`operands` names what each operand is, in the order A, B, C or A, D:
    >    a register that is written            (>2: it and the next)
    r    a register that is read               (r?: or empty; r*: the first of a row; r4: the first of four)
    rw   a register that is read and written
    i    a number                              (j: a signed 32-bit distance of a jump; s: a small number, see SMALL_NUMBER)
    k    an index into the constants           c    an index into the inline caches
    n    an index into the names               -    not used
"""
from __future__ import annotations

MAX_OPERAND = 0xFFFF

SMALL_NUMBER = 0x8000
"""What is added to a small number, an int of 16 bits with a sign, to make an operand of it."""

OPERATION = 0xFF
"""Masks an operation, also of a traced instruction."""

TRACED = 0x100
"""A bit of an operation: the evaluation loop reports the instruction before it runs it (eval/tracing.py)."""


class Instruction:
    """A line of the table."""
    name: str
    operands: tuple[str, ...]
    description: str
    number: int

    def __init__(self, name: str, operands: str, description: str) -> None:
        self.name = name
        self.operands = tuple(operands.split())
        self.description = description
        self.number = -1


def _table() -> list[Instruction]:
    I = Instruction  # noqa: E741
    binary = [("ADD", "+"), ("SUB", "-"), ("MUL", "*"), ("TRUEDIV", "/"), ("FLOORDIV", "//"), ("MOD", "%"),
              ("POW", "**"), ("MATMUL", "@"), ("LSHIFT", "<<"), ("RSHIFT", ">>"), ("AND", "&"), ("OR", "|"), ("XOR", "^")]
    small = [("MUL", "*"), ("FLOORDIV", "//"), ("MOD", "%"), ("RSHIFT", ">>"), ("AND", "&")]
    compare = [("LT", "<"), ("LE", "<="), ("EQ", "=="), ("NE", "!="), ("GT", ">"), ("GE", ">=")]
    return [
        # Moves
        I("NOP", "", "nothing"),
        I("LOAD_CONST", "> k", "A = constants[D]"),
        I("LOAD_INT", "> i", "A = the int D"),
        I("MOVE", "> r", "A = B"),
        I("CLEAR", ">", "empties A"),
        I("CHECK_BOUND", "r? n", "UnboundLocalError for the name D (NameError if it is a free variable) when A is empty"),
        # Variables
        I("LOAD_GLOBAL", "> c", "A = the global or built-in that the cache D names"),
        I("STORE_GLOBAL", "r n", "global D = A"),
        I("DELETE_GLOBAL", "- n", "del of the global D"),
        I("LOAD_NAME", "> n", "A = the name D, in the locals of a class or module body, the globals, the built-ins"),
        I("STORE_NAME", "r n", "D = A in the locals of a class or module body"),
        I("DELETE_NAME", "- n", "del D in the locals of a class or module body"),
        I("LOAD_CLASSDEREF", "> r n", "A = the name C in the locals of a class body, or else the content of the cell B"),
        I("LOAD_LOCALS", ">", "A = the locals of a class or module body, a mapping"),
        I("MAKE_CELL", "rw", "A = a new cell with what A holds (perhaps nothing)"),
        I("LOAD_DEREF", "> r n", "A = the content of the cell B; NameError for the name C when it is empty"),
        I("STORE_DEREF", "r r", "content of the cell A = B"),
        I("DELETE_DEREF", "r n", "empties the cell A; NameError for D when it is empty"),
        # Attributes and items
        I("LOAD_ATTR", "> r c", "A = B.name; the cache C has the name"),
        I("STORE_ATTR", "r r c", "A.name = B"),
        I("DELETE_ATTR", "r n", "del A.name D"),
        I("LOAD_METHOD", ">2 r c", "A, A+1 = what CALL_METHOD needs for B.name: a function and self, or the attribute and nothing"),
        I("LOAD_ITEM", "> r r", "A = B[C]"),
        I("STORE_ITEM", "r r r", "A[B] = C"),
        I("DELETE_ITEM", "r r", "del A[B]"),
        I("BUILD_SLICE", "> r*", "A = slice(B, B+1, B+2)"),
        # Operators
        I("NEGATIVE", "> r", "A = -B"),
        I("POSITIVE", "> r", "A = +B"),
        I("INVERT", "> r", "A = ~B"),
        I("NOT", "> r", "A = not B"),
        *[I(name, "> r r", f"A = B {symbol} C") for name, symbol in binary],
        *[I("INPLACE_" + name, "> r r", f"A = B; A {symbol}= C") for name, symbol in binary],
        I("ADD_INT", "> r s", "A = B + C for the small number C; when it is negative, B - -C"),
        *[I(name + "_INT", "> r s", f"A = B {symbol} C for the small number C") for name, symbol in small],
        I("INPLACE_ADD_INT", "> r s", "A = B; A += C for the small number C; when it is negative, A -= -C"),
        *[I(name, "> r r", f"A = B {symbol} C") for name, symbol in compare],
        I("IS", "> r r", "A = B is C"),
        I("IS_NOT", "> r r", "A = B is not C"),
        I("IN", "> r r", "A = B in C"),
        I("NOT_IN", "> r r", "A = B not in C"),
        *[I(name + "_JUMP", "> r r", f"as {name}; the next instruction is JUMP_IF_TRUE or JUMP_IF_FALSE on A, nothing else reads "
            "A, and for numbers it is done at once without writing A") for name, _ in compare],
        *[I(name + "_INT_JUMP", "> r s", f"the same for the small number C: as {name}_JUMP") for name, _ in compare],
        # Jumps
        I("JUMP", "- j", "jumps D instructions"),
        I("JUMP_BACK", "- j", "the same, backwards; here signals are seen and tasklets preempted"),
        I("JUMP_IF_TRUE", "r j", "jumps if A is true"),
        I("JUMP_IF_FALSE", "r j", "jumps if A is false"),
        I("JUMP_IF_NONE", "r j", "jumps if A is None"),
        I("JUMP_IF_NOT_NONE", "r j", "jumps if A is not None"),
        # Iteration
        I("GET_ITER", "> r", "A = iter(B)"),
        I("FOR_ITER", "> r", "A = next(B) and skips the jump behind; at the end does not skip"),
        I("UNPACK_SEQUENCE", ">* r i", "A ... = the C items of B; ValueError for another number, and nothing is written"),
        I("UNPACK_EX", ">* r i", "A ... = C & 255 items of B, a list of the middle, C >> 8 items"),
        # Displays
        I("BUILD_TUPLE", "> r* i", "A = the tuple of C registers from B"),
        I("BUILD_LIST", "> r* i", "A = the list of C registers from B"),
        I("BUILD_SET", "> r* i", "A = the set of C registers from B"),
        I("BUILD_MAP", "> r* i", "A = the dict of C keys and values from B, alternately"),
        I("BUILD_STRING", "> r* i", "A = the C strings from B, joined"),
        I("LIST_APPEND", "r r", "A.append(B), A a list"),
        I("SET_ADD", "r r", "A.add(B), A a set"),
        I("MAP_ADD", "r r r", "A[B] = C, A a dict"),
        I("LIST_EXTEND", "r r", "extends the list A; TypeError \"Value after * must be an iterable\""),
        I("SET_UPDATE", "r r", "adds the items of B to the set A"),
        I("DICT_UPDATE", "r r", "A.update(B); TypeError \"'int' object is not a mapping\""),
        I("DICT_MERGE", "r r r", "A.update(B) for ** in a call of C; TypeError on a key that A has"),
        I("LIST_TO_TUPLE", "> r", "A = tuple(B), B a list"),
        I("CONVERT", "> r i", "A = str(B), repr(B), ascii(B) for C = 0, 1, 2"),
        I("FORMAT", "> r r?", "A = format(B, C); an empty C is the empty specification"),
        # Calls. The callable is in a register, its arguments in those behind it
        I("CALL", "> r* i", "A = B(B+1, ...) with C arguments"),
        I("CALL_METHOD", "> r* i", "A = B(B+1, B+2 ...) with C arguments behind B+1, which LOAD_METHOD may have left empty"),
        I("CALL_KW", "> r* i", "as CALL; the last arguments have names: a tuple, constants[D] of the instruction behind, a NOP"),
        I("CALL_METHOD_KW", "> r* i", "as CALL_METHOD with names as in CALL_KW"),
        I("CALL_EX", "> r*", "A = B(*B+1, **B+2): a tuple or any iterable, a dict or empty"),
        I("MAKE_FUNCTION", "> r4 k", "A = function of the code constants[C]; from B: the tuple of defaults, the dict of keyword defaults, the tuple "
          "of the names and values of annotations, alternately, the tuple of cells; each may be empty"),
        I("LOAD_BUILD_CLASS", ">", "A = builtins.__build_class__"),
        # Leaving
        I("RETURN", "r", "returns A"),
        I("YIELD", "> r", "yields B; A = what is sent"),
        I("SEND", "> r r", "sends C to the iterator B (next when it is None): A = what it yields; when it ends A = its result, and skips the "
          "instruction behind. Always behind the YIELD of what it gave: so a frame that is suspended in front of a SEND delegates to B"),
        I("GET_YIELD_FROM_ITER", "> r", "A = the iterator for `yield from B`"),
        I("GET_AWAITABLE", "> r i", "A = the iterator for `await B`; C: 0 await, 1 result of __aenter__, 2 of __aexit__ (error messages)"),
        I("GET_AITER", "> r", "A = aiter(B)"),
        I("GET_ANEXT", "> r", "A = the iterator for `await anext(B)`"),
        I("ASYNC_GEN_WRAP", "> r", "A = B wrapped as a value that an asynchronous generator yields"),
        # Exceptions
        I("RAISE", "r? r?", "raise A from B; both may be empty (raise again what is handled; no cause)"),
        I("RERAISE", "r", "raises A again as it is, its traceback goes on"),
        I("EXCEPT_ENTER", ">2", "first instruction of a handler: A = the exception raised, A+1 = what was handled before (None if nothing); "
          "it is handled now"),
        I("EXCEPT_LEAVE", "r", "what was handled before, kept in A by EXCEPT_ENTER in its second register, is handled again"),
        I("EXCEPTION_MATCH", "> r r", "A = whether the exception B is one of C (a class or tuple); TypeError for other things"),
        I("EXCEPTION_GROUP_MATCH", ">2 r r", "A, A+1 = the part of B (or None) that matches C, the rest; None for nothing; "
          "the part is handled now (except*)"),
        I("EXCEPTION_GROUP_RAISE", "> r r", "A = what except* raises at the end: B the original, C the list of what the handlers raised or left; "
          "None for nothing"),
        I("STOP_ITERATION_VALUE", "> r", "A = B.value if the exception B is a StopIteration, raises B again otherwise"),
        I("END_ASYNC_FOR", "r", "nothing if the exception A is a StopAsyncIteration, raises it again otherwise"),
        I("LOAD_ASSERTION_ERROR", ">", "A = AssertionError"),
        I("BEFORE_WITH", ">2 r", "A = the bound __exit__ of B, A+1 = the result of its __enter__"),
        I("BEFORE_ASYNC_WITH", ">2 r", "the same with __aexit__ and __aenter__ (to be awaited)"),
        I("WITH_EXIT", "> r r?", "A = B(type(C), C, its traceback); with None three times when C is empty"),
        # Imports
        I("IMPORT_NAME", "> r* n", "A = __import__(name C, globals, locals, fromlist B+1, level B)"),
        I("IMPORT_FROM", "> r n", "A = attribute or submodule C of the module B"),
        I("IMPORT_STAR", "r", "all public names of the module A into the locals"),
        # Pattern matching
        I("MATCH_SEQUENCE", "> r", "A = whether B is a sequence for match"),
        I("MATCH_MAPPING", "> r", "A = whether B is a mapping for match"),
        I("MATCH_LENGTH", "> r", "A = len(B)"),
        I("MATCH_KEYS", "> r r", "A = the tuple of values of the keys C (a tuple) in the mapping B, or None"),
        I("MATCH_REST", "> r r", "A = a new dict of the mapping B without the keys C (a tuple)"),
        I("MATCH_CLASS", "> r* i", "A = tuple of attributes, or None: subject B, class B+1, tuple of keyword names B+2; C positional ones"),
        # Other
        I("SETUP_ANNOTATIONS", "", "__annotations__ = {} in the locals unless it is there"),
        I("PRINT_EXPRESSION", "r", "sys.displayhook(A)"),
    ]


INSTRUCTIONS = _table()
"""All operations, by number."""


class Op:
    """The number of each operation, by name: ``Op.ADD``."""
    (NOP, LOAD_CONST, LOAD_INT, MOVE, CLEAR, CHECK_BOUND,
     LOAD_GLOBAL, STORE_GLOBAL, DELETE_GLOBAL, LOAD_NAME, STORE_NAME, DELETE_NAME, LOAD_CLASSDEREF, LOAD_LOCALS,
     MAKE_CELL, LOAD_DEREF, STORE_DEREF, DELETE_DEREF,
     LOAD_ATTR, STORE_ATTR, DELETE_ATTR, LOAD_METHOD, LOAD_ITEM, STORE_ITEM, DELETE_ITEM, BUILD_SLICE,
     NEGATIVE, POSITIVE, INVERT, NOT,
     ADD, SUB, MUL, TRUEDIV, FLOORDIV, MOD, POW, MATMUL, LSHIFT, RSHIFT, AND, OR, XOR,
     INPLACE_ADD, INPLACE_SUB, INPLACE_MUL, INPLACE_TRUEDIV, INPLACE_FLOORDIV, INPLACE_MOD, INPLACE_POW, INPLACE_MATMUL,
     INPLACE_LSHIFT, INPLACE_RSHIFT, INPLACE_AND, INPLACE_OR, INPLACE_XOR,
     ADD_INT, MUL_INT, FLOORDIV_INT, MOD_INT, RSHIFT_INT, AND_INT, INPLACE_ADD_INT,
     LT, LE, EQ, NE, GT, GE, IS, IS_NOT, IN, NOT_IN,
     LT_JUMP, LE_JUMP, EQ_JUMP, NE_JUMP, GT_JUMP, GE_JUMP,
     LT_INT_JUMP, LE_INT_JUMP, EQ_INT_JUMP, NE_INT_JUMP, GT_INT_JUMP, GE_INT_JUMP,
     JUMP, JUMP_BACK, JUMP_IF_TRUE, JUMP_IF_FALSE, JUMP_IF_NONE, JUMP_IF_NOT_NONE,
     GET_ITER, FOR_ITER, UNPACK_SEQUENCE, UNPACK_EX,
     BUILD_TUPLE, BUILD_LIST, BUILD_SET, BUILD_MAP, BUILD_STRING,
     LIST_APPEND, SET_ADD, MAP_ADD, LIST_EXTEND, SET_UPDATE, DICT_UPDATE, DICT_MERGE, LIST_TO_TUPLE, CONVERT, FORMAT,
     CALL, CALL_METHOD, CALL_KW, CALL_METHOD_KW, CALL_EX, MAKE_FUNCTION, LOAD_BUILD_CLASS,
     RETURN, YIELD, SEND, GET_YIELD_FROM_ITER, GET_AWAITABLE, GET_AITER, GET_ANEXT, ASYNC_GEN_WRAP,
     RAISE, RERAISE, EXCEPT_ENTER, EXCEPT_LEAVE, EXCEPTION_MATCH, EXCEPTION_GROUP_MATCH, EXCEPTION_GROUP_RAISE,
     STOP_ITERATION_VALUE, END_ASYNC_FOR, LOAD_ASSERTION_ERROR, BEFORE_WITH, BEFORE_ASYNC_WITH, WITH_EXIT,
     IMPORT_NAME, IMPORT_FROM, IMPORT_STAR,
     MATCH_SEQUENCE, MATCH_MAPPING, MATCH_LENGTH, MATCH_KEYS, MATCH_REST, MATCH_CLASS,
     SETUP_ANNOTATIONS, PRINT_EXPRESSION) = range(149)


for _number, _instruction in enumerate(INSTRUCTIONS):
    assert getattr(Op, _instruction.name) == _number, f"{_instruction.name}: the order of Op is not that of the table"
    _instruction.number = _number
