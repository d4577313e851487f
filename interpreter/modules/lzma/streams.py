"""Compressors and decompressors."""
from __future__ import annotations

import _lzma as host

from interpreter.errors import EXCEPTIONS, PyError, memory_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.lzma.filters import as_uint32, filter_chain, is_single_lzma1
from interpreter.modules.lzma.library import check, liblzma, load
from interpreter.modules.waiting import before_external_call, finish
from interpreter.objects.bytes import new_bytes
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import index
from transform.rpython import Ptr, alloc, data_pointer, free, keepalive, make_bytes, null, uint8, uint64
from transform.rpython.builders import BytesBuilder
from transform.rpython.gcmodule import register_finalizer

_ROOM = 32768
_NO_LIMIT = -1


class Stream(Object):
    """A stream of the library."""
    stream: Ptr[None]

    def __init__(self) -> None:
        load()
        self.stream = liblzma.new_stream()
        if not self.stream:
            raise memory_error()
        register_finalizer(self, free_stream)

    def run(self, action: int, data: bytes, most: int) -> Progress:
        """Feeds data and takes out up to `most` bytes (-1: all)."""
        sizes = alloc(uint64, 2)
        memory = alloc(uint8, _ROOM)
        builder = BytesBuilder()
        sizes[0] = uint64(len(data))
        knows_check = False
        try:
            while True:
                used = len(data) - int(sizes[0])
                room = _ROOM if most < 0 else min(_ROOM, most - len(builder))
                sizes[1] = uint64(room)
                before_external_call()
                code = finish(liblzma.run_stream(self.stream, action, data_pointer(data) + used, sizes, memory))
                keepalive(data)
                is_starved = int(sizes[0]) == 0 and int(sizes[1]) > 0
                if code != liblzma.LZMA_BUF_ERROR or not is_starved:  # which is no error: there was no more input
                    check(code)
                if code == liblzma.LZMA_GET_CHECK or code == liblzma.LZMA_NO_CHECK:
                    knows_check = True
                builder.append(make_bytes(memory, room - int(sizes[1])))
                has_ended = code == liblzma.LZMA_STREAM_END
                if has_ended or is_starved and action != liblzma.LZMA_FINISH or 0 <= most <= len(builder):
                    return Progress(builder.build(), len(data) - int(sizes[0]), has_ended, knows_check)
        finally:
            free(sizes)
            free(memory)


class Progress:
    """What feeding a stream came to: what came out, how much of the data was used, whether that was the end, and whether the kind of check is
    known now."""
    output: bytes
    used: int
    has_ended: bool
    knows_check: bool

    def __init__(self, output: bytes, used: int, has_ended: bool, knows_check: bool) -> None:
        self.output = output
        self.used = used
        self.has_ended = has_ended
        self.knows_check = knows_check


def free_stream(stream: object) -> None:
    assert isinstance(stream, Stream)
    liblzma.free_stream(stream.stream)


class Compressor(Stream):
    """Create a compressor object for compressing data incrementally."""
    is_flushed: bool

    def __init__(self, format: int, integrity: int, preset: int, filters: Object) -> None:
        super().__init__()
        self.is_flushed = False
        chain = null(None) if filters is NONE else filter_chain(filters)
        try:
            check(liblzma.start_encoder(self.stream, format, integrity, preset, chain))
        finally:
            if chain:
                liblzma.free_filters(chain)

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, format: int = host.FORMAT_XZ, check: int = -1, preset: Object = NONE, filters: Object = NONE) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        if preset is not NONE and filters is not NONE:
            raise value_error("Cannot specify both preset and filter chain")
        level = host.PRESET_DEFAULT if preset is NONE else as_uint32(preset)
        if format != host.FORMAT_XZ and check != -1 and check != host.CHECK_NONE:
            raise value_error("Integrity checks are only supported by FORMAT_XZ")
        if format == host.FORMAT_RAW and filters is NONE:
            raise value_error("Must specify filters for FORMAT_RAW")
        if format == host.FORMAT_ALONE and filters is not NONE and not is_single_lzma1(filters):
            raise value_error("Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter")
        if format not in (host.FORMAT_XZ, host.FORMAT_ALONE, host.FORMAT_RAW):
            raise value_error(f"Invalid container format: {format}")
        return Compressor(format, host.CHECK_CRC64 if check == -1 else check, level, filters)

    @exposed("compress")
    def compress(self, data: Object, /) -> bytes:
        """Provide data to the compressor object.

        Returns a chunk of compressed data if possible, or b'' otherwise.

        When you have finished providing data to the compressor, call the
        flush() method to finish the compression process."""
        contents = bytes_of(data)
        if self.is_flushed:
            raise value_error("Compressor has been flushed")
        return self.run(liblzma.LZMA_RUN, contents, -1).output

    @exposed("flush")
    def flush(self) -> bytes:
        """Finish the compression process.

        Returns the compressed data left in internal buffers.

        The compressor object may not be used after this method is called."""
        if self.is_flushed:
            raise value_error("Repeated call to flush()")
        self.is_flushed = True
        return self.run(liblzma.LZMA_FINISH, b"", -1).output


class Decompressor(Stream):
    """Create a decompressor object for decompressing data incrementally."""
    waiting: bytes
    unused: bytes
    integrity: int
    has_ended: bool
    wants_input: bool

    def __init__(self, format: int, limit: int, filters: Object) -> None:
        super().__init__()
        self.waiting = b""
        self.unused = b""
        self.integrity = host.CHECK_NONE if format == host.FORMAT_ALONE or format == host.FORMAT_RAW else host.CHECK_UNKNOWN
        self.has_ended = False
        self.wants_input = True
        chain = null(None) if filters is NONE else filter_chain(filters)
        try:
            check(liblzma.start_decoder(self.stream, format, limit, chain))
        finally:
            if chain:
                liblzma.free_filters(chain)

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, format: int = host.FORMAT_AUTO, memlimit: Object = NONE, filters: Object = NONE) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        limit = _NO_LIMIT
        if memlimit is not NONE:
            if format == host.FORMAT_RAW:
                raise value_error("Cannot specify memory limit with FORMAT_RAW")
            given = index(memlimit)
            if given.fits():
                limit = given.machine()
        if format == host.FORMAT_RAW and filters is NONE:
            raise value_error("Must specify filters for FORMAT_RAW")
        if format != host.FORMAT_RAW and filters is not NONE:
            raise value_error("Cannot specify filters except with FORMAT_RAW")
        if format not in (host.FORMAT_AUTO, host.FORMAT_XZ, host.FORMAT_ALONE, host.FORMAT_RAW):
            raise value_error(f"Invalid container format: {format}")
        return Decompressor(format, limit, filters)

    @exposed("decompress")
    def decompress(self, data: Object, max_length: int = -1) -> bytes:
        """Decompress *data*, returning uncompressed data as bytes.

        If *max_length* is nonnegative, returns at most *max_length* bytes of
        decompressed data. If this limit is reached and further output can be
        produced, *self.needs_input* will be set to ``False``. In this case, the next
        call to *decompress()* may provide *data* as b'' to obtain more of the output.

        If all of the input data was decompressed and returned (either because this
        was less than *max_length* bytes, or because *max_length* was negative),
        *self.needs_input* will be set to True.

        Attempting to decompress data after the end of stream is reached raises an
        EOFError.  Any data found after the end of the stream is ignored and saved in
        the unused_data attribute."""
        contents = self.waiting + bytes_of(data)
        if self.has_ended:
            raise PyError(EXCEPTIONS["EOFError"], "Already at end of stream")
        progress = self.run(liblzma.LZMA_RUN, contents, max_length)
        self.has_ended = progress.has_ended
        if progress.knows_check:
            self.integrity = liblzma.check_of(self.stream)
        rest = contents[progress.used:]
        if self.has_ended:
            self.unused = rest
            rest = b""
        self.waiting = rest
        is_full = 0 <= max_length <= len(progress.output)
        self.wants_input = not self.has_ended and len(rest) == 0 and not is_full
        return progress.output

    @exposed_property("check")
    def get_check(self) -> int:
        """ID of the integrity check used by the input stream."""
        return self.integrity

    @exposed_property("eof")
    def get_eof(self) -> bool:
        """True if the end-of-stream marker has been reached."""
        return self.has_ended

    @exposed_property("needs_input")
    def get_needs_input(self) -> bool:
        """True if more input is needed before more decompressed data can be produced."""
        return self.wants_input

    @exposed_property("unused_data")
    def get_unused_data(self) -> Object:
        """Data found after the end of the compressed stream."""
        return new_bytes(self.unused)


compressor_type = define(Compressor, "LZMACompressor", module="_lzma")
decompressor_type = define(Decompressor, "LZMADecompressor", module="_lzma")
