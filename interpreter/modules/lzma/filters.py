"""Chains of filters, as Python programs describe them: a list of dicts, each with an "id" and what the filter can be told."""
from __future__ import annotations

import _lzma as host

from interpreter.errors import PyError, memory_error, overflow_error, type_error, value_error
from interpreter.modules.lzma.library import check, error_type, liblzma, load
from interpreter.objects.bytes import new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import List
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, intern
from interpreter.objects.tuple import Tuple
from interpreter.protocols.compare import length
from interpreter.protocols.item import find_item, get_item
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import index
from transform.rpython import Ptr, alloc, data_pointer, free, keepalive, make_bytes, uint8

MOST_FILTERS = 4
_LZMA1, _LZMA2, _DELTA = host.FILTER_LZMA1, host.FILTER_LZMA2, host.FILTER_DELTA
_JUMPS = [host.FILTER_X86, host.FILTER_POWERPC, host.FILTER_IA64, host.FILTER_ARM, host.FILTER_ARMTHUMB, host.FILTER_SPARC]
_OPTIONS = ["preset", "dict_size", "lc", "lp", "pb", "mode", "nice_len", "mf", "depth"]
"""Those of the LZMA filters, by the numbers that library.py gives them."""
_PROPERTIES = {_LZMA1: [2, 3, 4, 1], _LZMA2: [1]}


def new_filters() -> Ptr[None]:
    filters = liblzma.new_filters()
    if not filters:
        raise memory_error()
    return filters


def filter_chain(specifiers: Object) -> Ptr[None]:
    """The chain that a list of dicts describes; the caller frees it."""
    count = length(specifiers)
    if count > MOST_FILTERS:
        raise value_error(f"Too many filters - liblzma supports a maximum of {MOST_FILTERS}")
    load()
    filters = new_filters()
    try:
        for i in range(count):
            add_filter(filters, i, get_item(specifiers, new_int(i)))
    except PyError:
        liblzma.free_filters(filters)
        raise
    return filters


def add_filter(filters: Ptr[None], number: int, specifier: Object) -> None:
    """Adds what a dict describes to a chain."""
    if type_of(specifier).slots[Slot.GETITEM] is None or isinstance(specifier, Str) or isinstance(specifier, List) or isinstance(specifier, Tuple):
        raise type_error("Filter specifier must be a dict or dict-like object")
    found = find_item(specifier, intern("id"))
    if found is None:
        raise value_error('Filter specifier must have an "id" entry')
    id = filter_number(found)
    if id == _LZMA1 or id == _LZMA2:
        add_lzma(filters, number, id, specifier)
    elif id == _DELTA:
        liblzma.add_delta(filters, number, only_option(specifier, "dist", 1, "delta"))
    elif id in _JUMPS:
        liblzma.add_jumps(filters, number, id, only_option(specifier, "start_offset", 0, "BCJ"))
    else:
        raise value_error(f"Invalid filter ID: {id}")


def filter_number(x: Object) -> int:
    """The number of a filter: they have 62 bits."""
    number = unsigned(x)
    if not number.fits():
        raise overflow_error("Value too large for lzma_vli type")
    return number.machine()


def unsigned(x: Object) -> Int:
    number = index(x)
    if number.big().size < 0:
        raise overflow_error("can't convert negative int to unsigned")
    return number


def add_lzma(filters: Ptr[None], number: int, id: int, specifier: Object) -> None:
    preset = option_of(specifier, _OPTIONS[0], host.PRESET_DEFAULT)
    if liblzma.add_lzma(filters, number, id, preset) == 0:
        raise PyError(error_type, f"Invalid compression preset: {preset}")
    check_names(specifier, _OPTIONS, "LZMA")
    try:
        for option in range(1, len(_OPTIONS)):
            if find_item(specifier, intern(_OPTIONS[option])) is not None:
                liblzma.set_lzma(filters, number, option, option_of(specifier, _OPTIONS[option], 0))
    except PyError as error:
        raise invalid_specifier("LZMA") from error


def invalid_specifier(kind: str) -> PyError:
    return value_error(f"Invalid filter specifier for {kind} filter")


def check_names(specifier: Object, allowed: list[str], kind: str) -> None:
    """ValueError if a filter is told what it does not know."""
    for name in list_of(specifier):
        if not isinstance(name, Str) or name.value != "id" and name.value not in allowed:
            raise invalid_specifier(kind)


def only_option(specifier: Object, name: str, default: int, kind: str) -> int:
    """The option of a filter that has just one. ValueError."""
    check_names(specifier, [name], kind)
    try:
        return option_of(specifier, name, default)
    except PyError as error:
        raise invalid_specifier(kind) from error


def option_of(specifier: Object, name: str, default: int) -> int:
    """An option of 32 bits."""
    found = find_item(specifier, intern(name))
    return default if found is None else as_uint32(found)


def as_uint32(x: Object) -> int:
    number = unsigned(x)
    if not number.fits() or number.machine() > 0xFFFFFFFF:
        raise overflow_error("Value too large for uint32_t type")
    return number.machine()


def encoded_properties(specifier: Object) -> Object:
    """The options of a filter as the header of a file has them."""
    load()
    filters = new_filters()
    try:
        add_filter(filters, 0, specifier)
        size = liblzma.properties_size(filters)
        if size < 0:
            check(-size)
        memory = alloc(uint8, max(size, 1))
        try:
            check(liblzma.encode_properties(filters, memory))
            return new_bytes(make_bytes(memory, size))
        finally:
            free(memory)
    finally:
        liblzma.free_filters(filters)


def decoded_properties(id: int, properties: bytes) -> Object:
    """The dict that describes the filter of such properties."""
    load()
    filters = new_filters()
    try:
        check(liblzma.decode_properties(filters, id, data_pointer(properties), len(properties)))
        keepalive(properties)
        result = Dict()
        result.set_str("id", new_int(id))
        if id in _PROPERTIES:
            for option in _PROPERTIES[id]:
                result.set_str(_OPTIONS[option], new_int(int(liblzma.get_lzma(filters, option))))
        elif id == _DELTA:
            result.set_str("dist", new_int(liblzma.delta_distance(filters)))
        elif id in _JUMPS:
            offset = liblzma.jumps_offset(filters)
            if offset >= 0:
                result.set_str("start_offset", new_int(offset))
        else:
            raise value_error(f"Invalid filter ID: {id}")
        return result
    finally:
        liblzma.free_filters(filters)


def is_single_lzma1(specifiers: Object) -> bool:
    """Whether a chain is what files of the old format can have."""
    if length(specifiers) != 1:
        return False
    found = find_item(get_item(specifiers, new_int(0)), intern("id"))
    return isinstance(found, Int) and found.fits() and found.machine() == _LZMA1
