"""Streams of data through libbzip2. It is the module `_bz2`."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, memory_error, runtime_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.lazylibrary import loaded_on_demand
from interpreter.objects.bytes import new_bytes
from interpreter.objects.object import Object, Type
from interpreter.protocols.buffer import bytes_of
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, keepalive, make_bytes, uint8, uint64
from transform.rpython.builders import BytesBuilder
from transform.rpython.gcmodule import register_finalizer

libbz2 = CLibrary(
    """
    int library_is_there(void);
    void *new_stream(void);
    int start_stream(void *stream, int level);
    void free_stream(void *stream, int compresses);
    int run_stream(void *stream, int action, const unsigned char *data, unsigned long *sizes, unsigned char *result);
    #define BZ_RUN ...
    #define BZ_FINISH ...
    #define BZ_STREAM_END ...
    #define BZ_SEQUENCE_ERROR ...
    #define BZ_PARAM_ERROR ...
    #define BZ_MEM_ERROR ...
    #define BZ_DATA_ERROR ...
    #define BZ_DATA_ERROR_MAGIC ...
    #define BZ_UNEXPECTED_EOF ...
    """,
    headers=["bzlib.h", "stdlib.h"],
    source=loaded_on_demand("libbz2.so.1.0") + """
    static void *new_stream(void) { return calloc(1, sizeof(bz_stream)); }
    /* level 0: decompresses. */
    static int start_stream(void *stream, int level) {
        return level > 0 ? LAZY(BZ2_bzCompressInit)(stream, level, 0, 0) : LAZY(BZ2_bzDecompressInit)(stream, 0, 0);
    }
    static void free_stream(void *stream, int compresses) {
        compresses ? LAZY(BZ2_bzCompressEnd)(stream) : LAZY(BZ2_bzDecompressEnd)(stream);
        free(stream);
    }
    /* action -1: decompresses. sizes: bytes of data and of room; afterwards what is left of both. */
    static int run_stream(void *opaque, int action, const unsigned char *data, unsigned long *sizes, unsigned char *result) {
        bz_stream *stream = opaque;
        unsigned size = sizes[0] > 1u << 30 ? 1u << 30 : (unsigned)sizes[0];
        stream->next_in = (char *)data; stream->avail_in = size;
        stream->next_out = (char *)result; stream->avail_out = (unsigned)sizes[1];
        int code = action < 0 ? LAZY(BZ2_bzDecompress)(stream) : LAZY(BZ2_bzCompress)(stream, size < sizes[0] ? BZ_RUN : action);
        sizes[0] -= size - stream->avail_in;
        sizes[1] = stream->avail_out;
        return code;
    }
    """,
)

_DECOMPRESS = -1
_ROOM = 16384


def check(code: int) -> None:
    """Raises what a failure of the library is."""
    if code >= 0:
        return
    if code == libbz2.BZ_PARAM_ERROR:
        raise value_error("Internal error - invalid parameters passed to libbzip2")
    if code == libbz2.BZ_MEM_ERROR:
        raise memory_error()
    if code == libbz2.BZ_DATA_ERROR or code == libbz2.BZ_DATA_ERROR_MAGIC:
        raise PyError(EXCEPTIONS["OSError"], "Invalid data stream")
    if code == libbz2.BZ_UNEXPECTED_EOF:
        raise PyError(EXCEPTIONS["EOFError"], "Compressed file ended before the logical end-of-stream was detected")
    if code == libbz2.BZ_SEQUENCE_ERROR:
        raise runtime_error("Internal error - Invalid sequence of commands sent to libbzip2")
    raise PyError(EXCEPTIONS["OSError"], f"Unrecognized error from libbzip2: {code}")


class Stream(Object):
    """A stream of the library."""
    compresses = False
    stream: Ptr[None]

    def __init__(self, level: int) -> None:
        if libbz2.library_is_there() == 0:
            raise PyError(EXCEPTIONS["OSError"], "the bzip2 library cannot be loaded")
        self.stream = libbz2.new_stream()
        if not self.stream:
            raise memory_error()
        register_finalizer(self, free_stream)
        check(libbz2.start_stream(self.stream, level))

    def run(self, action: int, data: bytes, most: int) -> tuple[bytes, int, bool]:
        """Feeds data and takes out up to `most` bytes (-1: all); what came out, how much of the data was used, and whether that was the end."""
        sizes = alloc(uint64, 2)
        memory = alloc(uint8, _ROOM)
        builder = BytesBuilder()
        sizes[0] = uint64(len(data))
        try:
            while True:
                used = len(data) - int(sizes[0])
                room = _ROOM if most < 0 else min(_ROOM, most - len(builder))
                sizes[1] = uint64(room)
                code = libbz2.run_stream(self.stream, action, data_pointer(data) + used, sizes, memory)
                keepalive(data)
                check(code)
                builder.append(make_bytes(memory, room - int(sizes[1])))
                has_ended = code == libbz2.BZ_STREAM_END
                is_done = int(sizes[0]) == 0 and int(sizes[1]) > 0 and action != libbz2.BZ_FINISH
                if has_ended or is_done or 0 <= most <= len(builder):
                    return builder.build(), len(data) - int(sizes[0]), has_ended
        finally:
            free(sizes)
            free(memory)


def free_stream(stream: object) -> None:
    assert isinstance(stream, Stream)
    libbz2.free_stream(stream.stream, stream.compresses)


class Compressor(Stream):
    """Create a compressor object for compressing data incrementally."""
    compresses = True
    is_flushed: bool

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.is_flushed = False

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, compresslevel: int = 9, /) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        if not 1 <= compresslevel <= 9:
            raise value_error("compresslevel must be between 1 and 9")
        return Compressor(compresslevel)

    @exposed("compress")
    def compress(self, data: Object, /) -> bytes:
        """Provide data to the compressor object."""
        if self.is_flushed:
            raise value_error("Compressor has been flushed")
        contents = bytes_of(data)
        return self.run(libbz2.BZ_RUN, contents, -1)[0] if len(contents) > 0 else b""

    @exposed("flush")
    def flush(self) -> bytes:
        """Finish the compression process."""
        if self.is_flushed:
            raise value_error("Repeated call to flush()")
        self.is_flushed = True
        return self.run(libbz2.BZ_FINISH, b"", -1)[0]


class Decompressor(Stream):
    """Create a decompressor object for decompressing data incrementally."""
    waiting: bytes
    unused: bytes
    has_ended: bool
    wants_input: bool

    def __init__(self) -> None:
        super().__init__(0)
        self.waiting = b""
        self.unused = b""
        self.has_ended = False
        self.wants_input = True

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        return Decompressor()

    @exposed("decompress")
    def decompress(self, data: Object, max_length: int = -1) -> bytes:
        """Decompress *data*, returning uncompressed data as bytes."""
        contents = self.waiting + bytes_of(data)
        if self.has_ended:
            raise PyError(EXCEPTIONS["EOFError"], "End of stream already reached")
        output, used, self.has_ended = self.run(_DECOMPRESS, contents, max_length)
        rest = contents[used:]
        if self.has_ended:
            self.unused = rest
            rest = b""
        self.waiting = rest
        self.wants_input = not self.has_ended and len(rest) == 0
        return output

    @exposed_property("eof")
    def get_eof(self) -> bool:
        """True if the end-of-stream marker has been reached."""
        return self.has_ended

    @exposed_property("unused_data")
    def get_unused_data(self) -> Object:
        """Data found after the end of the compressed stream."""
        return new_bytes(self.unused)

    @exposed_property("needs_input")
    def get_needs_input(self) -> bool:
        """True if more input is needed before more decompressed data can be produced."""
        return self.wants_input


compressor_type = define(Compressor, "BZ2Compressor", module="_bz2")
decompressor_type = define(Decompressor, "BZ2Decompressor", module="_bz2")
define_module(__name__, "_bz2", contents={"BZ2Compressor": compressor_type, "BZ2Decompressor": decompressor_type})
