"""Compress and Decompress: streams of data through zlib."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import memory_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.zlib.library import libz, load, zlib_error
from interpreter.objects.bytes import new_bytes
from interpreter.objects.object import Object
from interpreter.protocols.buffer import bytes_of
from transform.rpython import Ptr, alloc, data_pointer, free, keepalive, make_bytes, not_none, uint8, uint64
from transform.rpython.builders import BytesBuilder
from transform.rpython.gcmodule import register_finalizer

ROOM = 16384


class Progress:
    """What came out, up to where the input was used, and the library's last code."""
    output: bytes
    position: int
    code: int

    def __init__(self, output: bytes, position: int, code: int) -> None:
        self.output = output
        self.position = position
        self.code = code


class Stream(Object):
    """A compression or decompression that is going on."""
    deflates = False
    stream: Ptr[None]
    dictionary: Optional[bytes]

    def __init__(self) -> None:
        load()
        self.stream = libz.new_stream()
        self.dictionary = None
        if not self.stream:
            raise memory_error()
        register_finalizer(self, free_stream)

    def run(self, data: bytes, flush: int, most: int) -> Progress:
        """Feeds data, and takes out up to `most` bytes (-1: all that comes)."""
        sizes = alloc(uint64, 2)
        memory = alloc(uint8, ROOM)
        builder = BytesBuilder()
        left = len(data)
        code = libz.Z_OK
        try:
            while True:
                room = ROOM if most < 0 else min(ROOM, most - len(builder))
                sizes[0], sizes[1] = uint64(left), uint64(room)
                code = libz.run_stream(self.stream, self.deflates, data_pointer(data) + (len(data) - left), sizes, memory, flush)
                keepalive(data)
                left = int(sizes[0])
                builder.append(make_bytes(memory, room - int(sizes[1])))
                if code == libz.Z_NEED_DICT and self.dictionary is not None:
                    self.use_dictionary()
                    continue
                goes_on = code == libz.Z_OK or code == libz.Z_BUF_ERROR
                is_done = int(sizes[1]) > 0 and (left == 0 or code == libz.Z_BUF_ERROR)
                if not goes_on or is_done or 0 <= most <= len(builder):
                    return Progress(builder.build(), len(data) - left, code)
        finally:
            free(sizes)
            free(memory)

    def use_dictionary(self) -> None:
        """Hands the dictionary over, now that the library is ready for it."""
        data = not_none(self.dictionary)
        code = libz.set_dictionary(self.stream, self.deflates, data_pointer(data), len(data))
        keepalive(data)
        if code == libz.Z_STREAM_ERROR and self.deflates:
            raise value_error("Invalid dictionary")
        if code != libz.Z_OK:
            raise zlib_error(code, self.stream, "while setting zdict")

    def copy_from(self, other: Stream) -> None:
        """Takes the state of another stream."""
        code = libz.copy_stream(self.stream, other.stream, self.deflates)
        if code == libz.Z_STREAM_ERROR:
            raise value_error("Inconsistent stream state")
        if code == libz.Z_MEM_ERROR:
            raise memory_error()
        if code != libz.Z_OK:
            raise zlib_error(code, other.stream, "while copying compression object" if self.deflates else "while copying decompression object")
        self.dictionary = other.dictionary

    def end(self, what: str) -> None:
        """Gives back what the library has of the stream. Whoever uses it still gets an error."""
        code = libz.end_stream(self.stream, self.deflates)
        if code != libz.Z_OK:
            raise zlib_error(code, self.stream, what)


def free_stream(stream: object) -> None:
    assert isinstance(stream, Stream)
    libz.end_stream(stream.stream, stream.deflates)
    libz.free_stream(stream.stream)


class Compress(Stream):
    """A compressor."""
    deflates = True

    def copied(self) -> Object:
        made = Compress()
        made.copy_from(self)
        return made


class Decompress(Stream):
    """A decompressor. `unused` is what came behind the end of the compressed data, `tail` what there was no room for yet."""
    unused: bytes
    tail: bytes
    has_ended: bool

    def __init__(self) -> None:
        super().__init__()
        self.unused = b""
        self.tail = b""
        self.has_ended = False

    def copied(self) -> Object:
        made = Decompress()
        made.copy_from(self)
        made.unused = self.unused
        made.tail = self.tail
        made.has_ended = self.has_ended
        return made

    def note_rest(self, data: bytes, progress: Progress) -> None:
        """Keeps what was not used of the data."""
        rest = data[progress.position:]
        if progress.code == libz.Z_STREAM_END:
            self.unused += rest
            self.has_ended = True
        elif len(rest) > 0:
            self.tail = rest
        if len(self.tail) > 0:
            self.tail = rest


@exposed("compress")
def compress_compress(self: Compress, data: Object, /) -> bytes:
    """Returns a bytes object containing compressed data."""
    progress = self.run(bytes_of(data), libz.Z_NO_FLUSH, -1)
    if progress.code == libz.Z_STREAM_ERROR:
        raise zlib_error(progress.code, self.stream, "while compressing data")
    return progress.output


@exposed("flush")
def compress_flush(self: Compress, mode: int = libz.Z_FINISH, /) -> bytes:
    """Return a bytes object containing any remaining compressed data."""
    if mode == libz.Z_NO_FLUSH:
        return b""
    progress = self.run(b"", mode, -1)
    if progress.code == libz.Z_STREAM_ERROR:
        raise zlib_error(progress.code, self.stream, "while flushing")
    if progress.code == libz.Z_STREAM_END and mode == libz.Z_FINISH:
        self.end("while finishing compression")
    elif progress.code != libz.Z_OK and progress.code != libz.Z_BUF_ERROR:
        raise zlib_error(progress.code, self.stream, "while flushing")
    return progress.output


@exposed("copy")
def compress_copy(self: Compress) -> Object:
    """Return a copy of the compression object."""
    return self.copied()


@exposed("__copy__")
def compress_copy_protocol(self: Compress) -> Object:
    return self.copied()


@exposed("__deepcopy__")
def compress_deep_copy(self: Compress, memo: Object, /) -> Object:
    return self.copied()


@exposed("decompress")
def decompress_decompress(self: Decompress, data: Object, /, max_length: int = 0) -> bytes:
    """Return a bytes object containing the decompressed version of the data."""
    if max_length < 0:
        raise value_error("max_length must be non-negative")
    contents = bytes_of(data)
    progress = self.run(contents, libz.Z_SYNC_FLUSH, -1 if max_length == 0 else max_length)
    self.note_rest(contents, progress)
    if progress.code != libz.Z_STREAM_END and progress.code != libz.Z_OK and progress.code != libz.Z_BUF_ERROR:
        raise zlib_error(progress.code, self.stream, "while decompressing data")
    return progress.output


@exposed("flush")
def decompress_flush(self: Decompress, length: int = ROOM, /) -> bytes:
    """Return a bytes object containing any remaining decompressed data."""
    if length <= 0:
        raise value_error("length must be greater than zero")
    contents = self.tail
    progress = self.run(contents, libz.Z_FINISH, -1)
    self.note_rest(contents, progress)
    if progress.code == libz.Z_STREAM_END:
        self.end("while finishing decompression")
    elif progress.code != libz.Z_OK and progress.code != libz.Z_BUF_ERROR:
        raise zlib_error(progress.code, self.stream, "while decompressing data")
    return progress.output


@exposed("copy")
def decompress_copy(self: Decompress) -> Object:
    """Return a copy of the decompression object."""
    return self.copied()


@exposed("__copy__")
def decompress_copy_protocol(self: Decompress) -> Object:
    return self.copied()


@exposed("__deepcopy__")
def decompress_deep_copy(self: Decompress, memo: Object, /) -> Object:
    return self.copied()


@exposed_property("unused_data")
def decompress_unused_data(self: Decompress) -> Object:
    return new_bytes(self.unused)


@exposed_property("unconsumed_tail")
def decompress_unconsumed_tail(self: Decompress) -> Object:
    return new_bytes(self.tail)


@exposed_property("eof")
def decompress_eof(self: Decompress) -> bool:
    return self.has_ended


compress_type = define(Compress, "Compress", methods=__name__, prefix="compress_", module="zlib", doc="")
decompress_type = define(Decompress, "Decompress", methods=__name__, prefix="decompress_", module="zlib", doc="")
