"""What RPython source imports. Every name also works when the source runs on CPython.

See README.md in this folder: the language reference.
"""
from __future__ import annotations

from transform.rpython.cinterface import CConstant, CFunction, CLibrary, CTypeError, get_errno, set_errno
from transform.rpython.coroutine import (
    Coroutine,
    CoroutineError,
    CoroutineExit,
    CoroutineFamily,
    Stack,
    callback_depth,
    stack_space,
    switch_stack,
)
from transform.rpython.customdict import CustomDict
from transform.rpython.gcarray import (
    GcArray,
    check_index,
    check_nonzero,
    copy_items,
    get_item,
    item_address,
    new_array,
    new_var,
    set_item,
    varsize,
    zero,
)
from transform.rpython.hashing import set_hash_key, siphash13
from transform.rpython.hints import (
    FatalError,
    checked_cast,
    class_name,
    cold,
    fatal,
    identity,
    inline,
    is_translated,
    keepalive,
    likely,
    mixin,
    never_inline,
    not_none,
    print_traceback,
    resumes,
    same_class,
    specialize,
    unchecked_cast,
    unlikely,
    unroll,
)
from transform.rpython.immediates import (
    decode_immediate_float,
    encode_immediate_float,
    fits_immediate_float,
    fits_immediate_int,
    immediate,
)
from transform.rpython.integers import (
    add_ovf,
    bits_to_float,
    cdiv,
    char,
    clz,
    cmod,
    ctz,
    float_to_bits,
    int8,
    int16,
    int32,
    int64,
    mul_high,
    mul_ovf,
    popcount,
    sub_ovf,
    truncate,
    uint8,
    uint16,
    uint32,
    uint64,
    umul_high,
    wrap,
)
from transform.rpython.memory import (
    address,
    alloc,
    compare,
    copy,
    data_pointer,
    fill,
    free,
    live_allocations,
    make_bytes,
    make_str,
    sizeof,
    str_pointer,
    str_width,
)
from transform.rpython.pointers import Ptr, cast, field_pointer, null, pointer, struct

__all__ = [
    "CConstant", "CFunction", "CLibrary", "CTypeError", "Coroutine", "CoroutineError", "CoroutineExit",
    "CoroutineFamily", "CustomDict", "FatalError", "GcArray", "Ptr", "Stack", "add_ovf", "address", "alloc",
    "bits_to_float", "callback_depth", "cast", "cdiv", "char", "check_index", "check_nonzero", "checked_cast",
    "class_name", "clz", "cmod", "cold", "compare", "copy", "copy_items", "ctz", "data_pointer",
    "decode_immediate_float", "encode_immediate_float", "fatal", "field_pointer", "fill", "fits_immediate_float",
    "fits_immediate_int", "float_to_bits", "free", "get_errno", "get_item", "identity", "immediate", "inline",
    "int16", "int32", "int64", "int8", "is_translated", "item_address", "keepalive", "likely", "live_allocations",
    "make_bytes", "make_str", "mixin", "mul_high", "mul_ovf", "never_inline", "new_array", "new_var", "not_none",
    "null", "pointer", "popcount", "print_traceback", "resumes", "same_class", "set_errno", "set_hash_key", "set_item",
    "siphash13", "sizeof", "specialize", "stack_space", "str_pointer", "str_width", "struct", "sub_ovf",
    "switch_stack", "truncate", "uint16", "uint32", "uint64", "uint8", "umul_high", "unchecked_cast", "unlikely",
    "unroll", "varsize", "wrap", "zero",
]
