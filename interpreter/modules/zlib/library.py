"""The zlib library, and its errors."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.typedef import define
from interpreter.modules.files import text_at
from interpreter.modules.lazylibrary import loaded_on_demand
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Type
from interpreter.objects.str import new_str
from transform.rpython import CLibrary, Ptr

libz = CLibrary(
    """
    int library_is_there(void);
    void *new_stream(void);
    int end_stream(void *stream, int deflates);
    void free_stream(void *stream);
    int start_deflate(void *stream, int level, int method, int window, int memory, int strategy);
    int start_inflate(void *stream, int window);
    int set_dictionary(void *stream, int deflates, const unsigned char *data, unsigned long size);
    int copy_stream(void *to, void *from, int deflates);
    int run_stream(void *stream, int deflates, const unsigned char *data, unsigned long *sizes, unsigned char *result, int flush);
    const char *stream_message(void *stream);
    unsigned long add_crc32(unsigned long before, const unsigned char *data, unsigned long size);
    unsigned long add_adler32(unsigned long before, const unsigned char *data, unsigned long size);
    #define Z_OK ...
    #define Z_STREAM_END ...
    #define Z_NEED_DICT ...
    #define Z_STREAM_ERROR ...
    #define Z_DATA_ERROR ...
    #define Z_MEM_ERROR ...
    #define Z_BUF_ERROR ...
    #define Z_VERSION_ERROR ...
    #define Z_NO_FLUSH ...
    #define Z_SYNC_FLUSH ...
    #define Z_FINISH ...
    #define Z_DEFLATED ...
    #define MAX_WBITS ...
    #define DEF_MEM_LEVEL ...
    """,
    headers=["stdlib.h", "zlib.h"],
    defines=[("DEF_MEM_LEVEL", "8")],
    source=loaded_on_demand("libz.so.1") + """
    static void *new_stream(void) { return calloc(1, sizeof(z_stream)); }
    static int end_stream(void *stream, int deflates) { return deflates ? LAZY(deflateEnd)(stream) : LAZY(inflateEnd)(stream); }
    static void free_stream(void *stream) { free(stream); }
    static int start_deflate(void *stream, int level, int method, int window, int memory, int strategy) {
        return LAZY(deflateInit2_)(stream, level, method, window, memory, strategy, ZLIB_VERSION, (int)sizeof(z_stream));
    }
    static int start_inflate(void *stream, int window) { return LAZY(inflateInit2_)(stream, window, ZLIB_VERSION, (int)sizeof(z_stream)); }
    static int set_dictionary(void *stream, int deflates, const unsigned char *data, unsigned long size) {
        return deflates ? LAZY(deflateSetDictionary)(stream, data, (uInt)size) : LAZY(inflateSetDictionary)(stream, data, (uInt)size);
    }
    static int copy_stream(void *to, void *from, int deflates) {
        return deflates ? LAZY(deflateCopy)(to, from) : LAZY(inflateCopy)(to, from);
    }
    /* sizes: bytes of data and of room; afterwards what is left of both. */
    static int run_stream(void *opaque, int deflates, const unsigned char *data, unsigned long *sizes, unsigned char *result, int flush) {
        z_stream *stream = opaque;
        uInt size = sizes[0] > 1u << 30 ? 1u << 30 : (uInt)sizes[0], room = sizes[1] > 1u << 30 ? 1u << 30 : (uInt)sizes[1];
        stream->next_in = (unsigned char *)data; stream->avail_in = size;
        stream->next_out = result; stream->avail_out = room;
        int how = size < sizes[0] ? Z_NO_FLUSH : flush;
        int code = deflates ? LAZY(deflate)(stream, how) : LAZY(inflate)(stream, how);
        sizes[0] -= size - stream->avail_in;
        sizes[1] -= room - stream->avail_out;
        return code;
    }
    static const char *stream_message(void *stream) { return ((z_stream *)stream)->msg; }
    static unsigned long add_crc32(unsigned long before, const unsigned char *data, unsigned long size) {
        return LAZY(crc32_z)(before, data, size);
    }
    static unsigned long add_adler32(unsigned long before, const unsigned char *data, unsigned long size) {
        return LAZY(adler32_z)(before, data, size);
    }
    """,
)

error_type = Type("error", None, [EXCEPTIONS["Exception"]], {"__module__": new_str("zlib")})
define(ExceptionObject, "error", existing=error_type, allocate=new_exception, module="zlib", doc="")


def zlib_error(code: int, stream: Ptr[None], what: str) -> PyError:
    """The exception for a code that the library gave."""
    message = libz.stream_message(stream)
    text = ""
    if code == libz.Z_VERSION_ERROR:
        text = "library version mismatch"
    elif message:
        text = text_at(message)
    elif code == libz.Z_BUF_ERROR:
        text = "incomplete or truncated stream"
    elif code == libz.Z_STREAM_ERROR:
        text = "inconsistent stream state"
    elif code == libz.Z_DATA_ERROR:
        text = "invalid input data"
    return PyError(error_type, f"Error {code} {what}: {text}" if text else f"Error {code} {what}")


def load() -> None:
    """Must have been called before anything else of the library."""
    if libz.library_is_there() == 0:
        raise PyError(error_type, "the zlib library cannot be loaded")
