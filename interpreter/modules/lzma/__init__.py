"""Streams of data through liblzma. It is the module `_lzma`."""
from __future__ import annotations

import _lzma as host

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.lzma import filters
from interpreter.modules.lzma.library import error_type, liblzma, load
from interpreter.modules.lzma.streams import compressor_type, decompressor_type
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.protocols.buffer import bytes_of


@exposed("is_check_supported")
def check_is_supported(check_id: int, /) -> bool:
    """Test whether the given integrity check is supported.

    Always returns True for CHECK_NONE and CHECK_CRC32."""
    load()
    return liblzma.check_is_supported(check_id) != 0


@exposed("_encode_filter_properties")
def encode_filter_properties(filter: Object, /) -> Object:
    """Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).

    The result does not include the filter ID itself, only the options."""
    return filters.encoded_properties(filter)


@exposed("_decode_filter_properties")
def decode_filter_properties(filter_id: Object, encoded_props: Object, /) -> Object:
    """Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).

    The result does not include the filter ID itself, only the options."""
    return filters.decoded_properties(filters.filter_number(filter_id), bytes_of(encoded_props))


define_module(__name__, "_lzma", contents={
    "LZMAError": error_type, "LZMACompressor": compressor_type, "LZMADecompressor": decompressor_type,
    **{name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)}})
