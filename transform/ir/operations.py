"""The operations of the intermediate representation: one table.

Each operation declares how it fails, what memory it touches and whether it allocates, so
that passes ask the table instead of listing names.

fails      None         it cannot fail
           "call"       what the callee can raise (nothing, once analysis has shown so)
           "fatal"      a broken promise of the program: prints a traceback and aborts
           other        the name of the one built-in exception that it raises
effect     "pure"       depends on its arguments alone; may be removed, merged, hoisted
           "read"       also reads mutable memory
           "write"      writes memory (or has another visible effect)
allocates  may run the garbage collector
unwinds    may suspend the running chain of calls; then, as behind a call that does, the
           operation's ``unwind`` link is taken
static     what the operation's static payload is, or None

Integer operations work on any IntType: both operands and the result have one type.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class OpDef:
    """What one operation is. ``summary`` names its arguments and says what it computes."""

    name: str
    summary: str
    fails: Optional[str] = None
    effect: str = "pure"
    allocates: bool = False
    static: Optional[str] = None
    unwinds: bool = False


OPERATIONS: dict[str, OpDef] = {}


def _op(
    name: str,
    summary: str,
    fails: Optional[str] = None,
    effect: str = "pure",
    allocates: bool = False,
    static: Optional[str] = None,
    unwinds: bool = False,
) -> None:
    OPERATIONS[name] = OpDef(name, summary, fails, effect, allocates, static, unwinds)


# Integers. Wrapping two's complement.
for _name in ("add", "sub", "mul", "and", "or", "xor"):
    _op(f"int_{_name}", f"a, b: {_name}, wrapping")
    if _name in ("add", "sub", "mul"):
        _op(f"int_{_name}_ovf", f"a, b: {_name}; fails when it does not fit", "OverflowError")
_op("int_neg", "a: -a, wrapping")
_op("int_invert", "a: ~a")
_op("int_lshift", "a, n: a << n, wrapping; 0 <= n < bits is promised; n is of any IntType")
_op("int_rshift", "a, n: a >> n, arithmetic if signed; 0 <= n < bits is promised; n is of any IntType")
_op("int_floordiv", "a, b: Python's a // b; b != 0 is promised; minimum // -1 wraps")
_op("int_mod", "a, b: Python's a % b; b != 0 is promised")
_op("int_cdiv", "a, b: a / b truncated as in C; b != 0 is promised; minimum / -1 wraps")
_op("int_cmod", "a, b: a % b as in C; b != 0 is promised")
_op("int_mul_high", "a, b: upper half of the double-width product")
_op("int_clz", "a: leading zero bits; a != 0 is promised; result int")
_op("int_ctz", "a: trailing zero bits; a != 0 is promised; result int")
_op("int_popcount", "a: number of one bits; result int")
_op("cast_int", "a: an integer or bool converted to the result's IntType, wrapping")
_op("int_to_float", "a: the nearest float")
_op("float_to_int", "a: truncated; in range is promised")
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    _op(f"int_{_name}", f"a, b: comparison {_name}; bool")
    _op(f"float_{_name}", f"a, b: comparison {_name}; bool")

# Bools and floats.
_op("bool_not", "a: not a")
_op("bool_eq", "a, b: a == b")
for _name in ("add", "sub", "mul", "truediv"):
    _op(f"float_{_name}", f"a, b: {_name} by IEEE 754 (division by zero gives inf or nan)")
_op("float_neg", "a: -a")
_op("float_abs", "a: |a|")
_op("float_sqrt", "a: square root by IEEE 754 (nan below zero)")
_op("float_floor", "a: the greatest integral float that is not above a")
_op("cast_float", "a: conversion between FLOAT and FLOAT32")
_op("float_to_bits", "a: the bits of a float as int")
_op("bits_to_float", "a: the float with these bits")

# Checks. Each gives its first argument back, so that what depends on it stays behind it.
_op("check_index", "i, n: the index, n added to a negative one; fails outside 0 <= i < n", "IndexError")
_op("check_nonzero", "a: a itself; fails on 0", "ZeroDivisionError")
_op("check_not_none", "r: r as a non-optional reference; None aborts; static: what was None, for the message",
    "fatal", static="str")
_op("check_cast", "r: r as a reference to the static class; aborts on any other class or None", "fatal",
    effect="read", static="ClassType")

_op("fits_immediate_float", "a: whether the float can be an immediate; bool")

# Tuples.
_op("make_tuple", "items...: a tuple value")
_op("tuple_get", "t: item number `static`", static="int")

# Heap objects.
_op("new", "a zeroed object of the static class", "MemoryError", "write", True, "ClassType")
_op("new_var", "n: a zeroed object of the static class with n >= 0 items; its length is set",
    "MemoryError", "write", True, "ClassType")
_op("copy_object", "r: a new object of r's class with the same fields; the class has no variable part", "MemoryError",
    "write", True)
_op("getfield", "r: the static field of r", effect="read", static="Field")
_op("setfield", "r, v: store into the static field of r", effect="write", static="Field")
_op("getitem", "r, i: item i of r's variable part; 0 <= i < length is promised", effect="read")
_op("setitem", "r, i, v: store item i; 0 <= i < length is promised", effect="write")
_op("item_address", "r, i: raw pointer to item i; valid while r is alive", static=None)
_op("copy_items", "source, i, target, j, n: copies n items (the ranges may overlap)", effect="write")
_op("cast_ref", "r: the same reference with the result's type; the class is promised or known to be wider")
_op("isinstance", "r: whether r is of the static class or below; false for None", static="ClassType")
_op("is_exactly", "r: whether the class of r is exactly the static class; false for None", static="ClassType")
_op("same_class", "a, b: whether two non-None references have the same class")
_op("ref_eq", "a, b: the same object (immediates: the same word)")
_op("is_null", "p: whether a reference or raw pointer is None")
_op("ref_to_int", "r: the address (or word) of a reference as int: its identity")
_op("class_name", "r: the class name of r as a str", effect="pure")
_op("make_immediate", "a: the reference to an immediate of the static class", static="ClassType")
_op("immediate_value", "r: the int or float in an immediate of the static class", static="ClassType")
_op("get_class_constant", "r: the class-level constant in the static slot", static="VtableSlot")

_op("zero", "the value of zeroed memory, null for a non-optional reference too: for places that are not read")

# Calls. `static` says whom; the arguments follow.
_op("call", "args...: calls the static Function", "call", "write", True, "Function")
_op("call_virtual", "self, args...: calls what fills the static slot in self's class", "call", "write", True,
    "VtableSlot")
_op("call_value", "f, args...: calls a function value (an object with `code` and `bound`)", "call", "write",
    True)
_op("call_code", "p, args...: calls a C function through a raw code pointer; it cannot raise", effect="write")
_op("call_c", "args...: calls the static CFunction; it cannot raise", effect="write", static="CFunction")
_op("code_address", "the code pointer of the static Function", static="Function")

# Suspending and resuming: the stackless transform (transform/passes/stackless.py).
_op("switch_stack", "own, target: suspends the running chain of calls as Stack `own`, continues `target`; comes back "
    "when `own` is continued", effect="write", allocates=True, unwinds=True)
_op("unwind_stack", "moves the running chain of calls to the heap, and goes on with it", effect="write",
    allocates=True, unwinds=True)
_op("stack_is_low", "whether the C stack is nearly full, or the function is entered again; at its start only; bool",
    effect="read")
_op("is_resuming", "which of the two: whether the function is entered again; bool", effect="read")
_op("save_frame", "code, site: a new frame of the static class, linked behind those saved before; aborts when memory "
    "is out", "fatal", "write", True, "ClassType")
_op("resumed_frame", "the saved frame that is being entered again, which ends the entering; once", effect="write")
_op("continue_call", "args...: calls the static Function as the last thing, and hands its result on like set_result; "
    "`unwind` is also taken when it fails", effect="write", allocates=True, static="Function", unwinds=True)
_op("call_pinned", "args...: as call, where C waits for this function: a callee that is suspended goes on before this "
    "comes back", "call", "write", True, "Function")
_op("get_result", "the result of the call that the resumed frame waits for; fails if that failed", "call", "write")
_op("set_result", "v: hands v to the frame that waits for it, as the result of the call", effect="write")
_op("stack_space", "bytes that are left of the C stack; int", effect="read")
_op("callback_depth", "how many callbacks from C are on the C stack; int", effect="read")

# Raw memory.
_op("raw_alloc", "n: n * sizeof(static) zeroed bytes from malloc, as pointer", "MemoryError", "write",
    static="Type or StructType")
_op("raw_free", "p: frees what raw_alloc gave", effect="write")
_op("raw_load", "p, i: p[i]", effect="read")
_op("raw_store", "p, i, v: p[i] = v", effect="write")
_op("raw_get_field", "p: p->static", effect="read", static="StructField")
_op("raw_set_field", "p, v: p->static = v", effect="write", static="StructField")
_op("raw_field_address", "p: the address of p's static field (of its first item for an inline array)",
    static="StructField")
_op("raw_add", "p, n: p moved by n items (bytes for void *)")
_op("raw_diff", "p, q: distance in items (bytes for void *); int")
_op("raw_copy", "source, target, n: memmove of n items", effect="write")
_op("raw_fill", "p, byte, n: memset of n items' bytes", effect="write")
_op("raw_compare", "p, q, n: memcmp of n items' bytes; int", effect="read")
_op("cast_pointer", "p: the same address with the result's pointer type")
_op("pointer_to_int", "p: the address as int")
_op("int_to_pointer", "a: the pointer with that address")
_op("pointer_eq", "p, q: the same address")
_op("size_of", "bytes of the static type; int", static="Type, StructType or ClassType")

_op("get_errno", "C's errno; int", effect="read")
_op("set_errno", "a: C's errno = a", effect="write")

# Exceptions.
_op("catch", "the exception that is being raised, which stops being raised", effect="write")
_op("note_raise", "e: notes for tracebacks that e is raised here and caught in the same function", effect="write")
_op("print_traceback", "prints the traceback of the exception that was caught last to error output", effect="write")
_op("write_barrier", "r: tells the collector that references are about to be stored into r", effect="write")
_op("write_barrier_item", "r, i: the same, where only item i is to be stored into", effect="write")
_op("keepalive", "r: keeps r alive up to here", effect="write")
_op("debug_abort", "message: prints the str and a traceback, aborts", "fatal", "write")
