"""What Python's names become: the one place where the translator learns it.

The frontend compiles the classes and functions below as it does those of a program. `str` and `Str`, `list` and `List`
and so on are one type when translated.
"""
from __future__ import annotations

from typing import Any, Callable

from transform.rpython import builders, customdict, gcmodule, threads
from transform.rpython.hashing import set_hash_key
from transform.rpython.memory import data_pointer, make_bytes, make_str, str_pointer, str_width
from transform.runtime import (
    bytestrings, dicts, entry, exceptions, float_text, formatting, hashing, integer_text, lists, numbers, output,
    quoting, sets, strings, utf8,
)
from transform.runtime import threads as runtime_threads
from transform.runtime.builders import BytesBuffer, BytesBuilder, StrBuffer, StrBuilder
from transform.runtime.customdict import CustomDict
from transform.runtime.gc import program as gc_program

CLASSES: dict[type, type] = {
    str: strings.Str,
    bytes: bytestrings.Bytes,
    list: lists.List,
    dict: dicts.Dict,
    set: sets.Set,
    BaseException: exceptions.ExceptionObject,
    builders.StringBuilder: StrBuilder,
    builders.BytesBuilder: BytesBuilder,
    builders.StrBuffer: StrBuffer,
    builders.BytesBuffer: BytesBuffer,
    customdict.CustomDict: CustomDict,
    gcmodule.WeakRef: gc_program.WeakRef,
    gcmodule.Ephemeron: gc_program.Ephemeron,
    gcmodule.NotifyingRef: gc_program.NotifyingRef,
}
"""Python class -> class of the runtime that has its methods and operators. Generic ones take the same parameters."""

METHODS: dict[tuple[type, str, int], str] = {
    (str, "count", 1): "count_of",  # `count` is a field
    (str, "count", 2): "count_of",
    (str, "count", 3): "count_of",
    (bytes, "count", 1): "count_of",
    (bytes, "count", 2): "count_of",
    (bytes, "count", 3): "count_of",
    (dict, "get", 1): "get_optional",  # for V that are references
    (dict, "pop", 2): "pop_default",
}
"""(Python class, method, number of arguments) -> name of the method of the runtime class, where it differs."""

LIVE_FUNCTIONS: dict[Callable[..., Any], Callable[..., Any]] = {
    data_pointer: bytestrings.data_pointer,
    make_bytes: bytestrings.make_bytes,
    str_pointer: strings.str_pointer,
    str_width: strings.str_width,
    make_str: strings.make_str,
    set_hash_key: hashing.set_hash_key,
    gcmodule.collect: gc_program.collect,
    gcmodule.statistic: gc_program.statistic,
    gcmodule.register_finalizer: gc_program.register_finalizer,
    gcmodule.run_finalizers: gc_program.run_finalizers,
    gcmodule.finalizers_wait: gc_program.finalizers_wait,
    gcmodule.get_objects: gc_program.get_objects,
    gcmodule.get_referrers: gc_program.get_referrers,
    gcmodule.get_referents: gc_program.get_referents,
    gcmodule.freeze: gc_program.freeze,
    gcmodule.unfreeze: gc_program.unfreeze,
    gcmodule.dump_heap: gc_program.dump_heap,
    threads.start_thread: runtime_threads.start_thread,
    threads.before_external_call: runtime_threads.before_external_call,
    threads.begin_callback: runtime_threads.begin_callback,
    threads.end_callback: runtime_threads.end_callback,
    threads.after_external_call: runtime_threads.after_external_call,
    threads.lock_is_wanted: runtime_threads.lock_is_wanted,
    threads.yield_lock: runtime_threads.yield_lock,
    threads.forget_other_threads: runtime_threads.forget_other_threads,
}
"""Function that programs call -> function of the runtime."""

FUNCTIONS: dict[str, Callable[..., Any]] = {
    # Text of values: str(x), repr(x), f"{x:spec}".
    "str_of_int": integer_text.str_of_int,
    "str_of_uint": integer_text.str_of_uint,  # uint64
    "str_of_float": float_text.str_of_float,
    "str_of_bool": integer_text.str_of_bool,
    "str_of_char": strings.str_of_char,
    "repr_of_str": quoting.repr_of_str,
    "repr_of_bytes": quoting.repr_of_bytes,
    "format_int": formatting.format_int,
    "format_float": formatting.format_float,
    "format_bool": formatting.format_bool,
    "format_str": formatting.format_str,
    # Values of text: int(s), int(s, base), float(s), chr(i), ord(s); s.encode() and b.decode(), strict or (True) with
    # escaped surrogates.
    "parse_int": integer_text.parse_int,
    "parse_float": float_text.parse_float,
    "chr": strings.chr_of_int,
    "ord": strings.ord_of_str,
    "encode": utf8.encode_utf8,
    "decode": utf8.decode_utf8,
    "bytes_of_list": bytestrings.bytes_of_list,
    "bytes_of_zeros": bytestrings.bytes_of_zeros,
    # Arithmetic.
    "float_floordiv": numbers.float_floordiv,
    "float_mod": numbers.float_mod,
    "float_pow": numbers.float_pow,
    "int_pow": numbers.int_pow,
    "check_shift": numbers.check_shift,
    "float_to_int": numbers.float_to_int,  # int(x)
    "round_to_int": numbers.round_to_int,  # round(x)
    "round_float": float_text.round_float,  # round(x, n)
    # hash(x); for a tuple, combine_hashes(state, hash(item)) over the items from state 0 on. Where a class has no
    # __hash__: hash_of_identity(identity(x)).
    "hash_of_int": hashing.hash_of_int,
    "hash_of_bool": hashing.hash_of_bool,
    "hash_of_float": hashing.hash_of_float,
    "hash_of_identity": hashing.hash_of_identity,
    "combine_hashes": hashing.combine_hashes,
    # print()
    "print_str": output.print_str,
    "print_newline": output.print_newline,
    # The entry of the program, specialised on the user's main.
    "run_program": entry.run_program,
}
"""Operation -> function of the runtime that does it."""

FAILURES: dict[str, str] = exceptions.FAILURES
"""Exception that an operation raises -> its message."""
