"""The functions in this module allow compression and decompression using the
zlib library, which is based on GNU zip."""
from __future__ import annotations

import zlib as host

from interpreter.errors import PyError, memory_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.zlib.library import error_type, libz, load, zlib_error
from interpreter.modules.zlib.streams import Compress, Decompress
from interpreter.objects.bytes import EMPTY_BYTES
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.number import index
from interpreter.numbers.bigint import BigInt
from transform.rpython import Ptr, data_pointer, keepalive

_DEFAULT_LEVEL = host.Z_DEFAULT_COMPRESSION
_MASK = BigInt.from_int(0xFFFFFFFF)


@exposed("compress")
def compress(data: Object, /, level: int = _DEFAULT_LEVEL, wbits: int = libz.MAX_WBITS) -> bytes:
    """Returns a bytes object containing compressed data."""
    contents = bytes_of(data)
    stream = Compress()
    code = libz.start_deflate(stream.stream, level, libz.Z_DEFLATED, wbits, host.DEF_MEM_LEVEL, host.Z_DEFAULT_STRATEGY)
    if code == libz.Z_MEM_ERROR:
        raise memory_error()
    if code == libz.Z_STREAM_ERROR:
        raise PyError(error_type, "Bad compression level")
    if code != libz.Z_OK:
        raise zlib_error(code, stream.stream, "while compressing data")
    progress = stream.run(contents, libz.Z_FINISH, -1)
    if progress.code != libz.Z_STREAM_END:
        raise zlib_error(progress.code, stream.stream, "while compressing data")
    stream.end("while finishing compression")
    return progress.output


@exposed("decompress")
def decompress(data: Object, /, wbits: int = libz.MAX_WBITS, bufsize: int = host.DEF_BUF_SIZE) -> bytes:
    """Returns a bytes object containing the uncompressed data."""
    contents = bytes_of(data)
    if bufsize < 0:
        raise value_error("bufsize must be non-negative")
    stream = Decompress()
    code = libz.start_inflate(stream.stream, wbits)
    if code != libz.Z_OK:
        raise zlib_error(code, stream.stream, "while preparing to decompress data")
    progress = stream.run(contents, libz.Z_SYNC_FLUSH, -1)
    if progress.code != libz.Z_STREAM_END:
        code = libz.Z_BUF_ERROR if progress.code == libz.Z_OK else progress.code
        raise zlib_error(code, stream.stream, "while decompressing data")
    stream.end("while finishing decompression")
    return progress.output


@exposed("compressobj")
def compressobj(level: int = _DEFAULT_LEVEL, method: int = libz.Z_DEFLATED, wbits: int = libz.MAX_WBITS, memLevel: int = host.DEF_MEM_LEVEL,
                strategy: int = host.Z_DEFAULT_STRATEGY, zdict: Object = NONE) -> Object:
    """Return a compressor object."""
    made = Compress()
    if zdict is not NONE:
        made.dictionary = bytes_of(zdict)
    check_start(libz.start_deflate(made.stream, level, method, wbits, memLevel, strategy), made.stream, "while creating compression object")
    if zdict is not NONE:
        made.use_dictionary()
    return made


@exposed("decompressobj")
def decompressobj(wbits: int = libz.MAX_WBITS, zdict: Object = EMPTY_BYTES) -> Object:
    """Return a decompressor object."""
    if not is_buffer(zdict):
        raise type_error("zdict argument must support the buffer protocol")
    made = Decompress()
    dictionary = bytes_of(zdict)
    check_start(libz.start_inflate(made.stream, wbits), made.stream, "while creating decompression object")
    if len(dictionary) > 0:
        made.dictionary = dictionary
        if wbits < 0:
            made.use_dictionary()
    return made


def check_start(code: int, stream: Ptr[None], what: str) -> None:
    if code == libz.Z_MEM_ERROR:
        raise memory_error()
    if code == libz.Z_STREAM_ERROR:
        raise value_error("Invalid initialization option")
    if code != libz.Z_OK:
        raise zlib_error(code, stream, what)


def low_bits(value: Object) -> int:
    """The lower 32 bits of an int of any size."""
    return index(value).big().and_(_MASK).to_int()


@exposed("crc32")
def crc32(data: Object, value: Object = new_int(0), /) -> int:
    """Compute a CRC-32 checksum of data."""
    contents, before = bytes_of(data), low_bits(value)
    load()
    result = int(libz.add_crc32(before, data_pointer(contents), len(contents)))
    keepalive(contents)
    return result


@exposed("adler32")
def adler32(data: Object, value: Object = new_int(1), /) -> int:
    """Compute an Adler-32 checksum of data."""
    contents, before = bytes_of(data), low_bits(value)
    load()
    result = int(libz.add_adler32(before, data_pointer(contents), len(contents)))
    keepalive(contents)
    return result


_constants: dict[str, Object] = {name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)}
define_module(__name__, "zlib", contents={
    **_constants, "error": error_type, "ZLIB_VERSION": new_str(host.ZLIB_VERSION), "ZLIB_RUNTIME_VERSION": new_str(host.ZLIB_RUNTIME_VERSION),
    "__version__": new_str("1.0")})
