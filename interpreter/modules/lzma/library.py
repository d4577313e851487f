"""liblzma, loaded when it is first needed."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, memory_error
from interpreter.gateway.typedef import define
from interpreter.modules.lazylibrary import loaded_on_demand
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Type
from transform.rpython import CLibrary

liblzma = CLibrary(
    """
    int library_is_there(void);
    void *new_stream(void);
    void free_stream(void *stream);
    int start_encoder(void *stream, int format, int check, unsigned int preset, void *filters);
    int start_decoder(void *stream, int format, unsigned long limit, void *filters);
    int run_stream(void *stream, int action, const unsigned char *data, unsigned long *sizes, unsigned char *result);
    int check_of(void *stream);
    int check_is_supported(int check);

    void *new_filters(void);
    void free_filters(void *filters);
    int add_lzma(void *filters, int number, unsigned long id, unsigned int preset);
    void set_lzma(void *filters, int number, int option, unsigned int value);
    unsigned int get_lzma(void *filters, int option);
    void add_delta(void *filters, int number, unsigned int distance);
    unsigned int delta_distance(void *filters);
    void add_jumps(void *filters, int number, unsigned long id, unsigned int offset);
    long jumps_offset(void *filters);
    int properties_size(void *filters);
    int encode_properties(void *filters, unsigned char *result);
    int decode_properties(void *filters, unsigned long id, const unsigned char *data, size_t size);

    #define LZMA_OK ...
    #define LZMA_STREAM_END ...
    #define LZMA_NO_CHECK ...
    #define LZMA_UNSUPPORTED_CHECK ...
    #define LZMA_GET_CHECK ...
    #define LZMA_MEM_ERROR ...
    #define LZMA_MEMLIMIT_ERROR ...
    #define LZMA_FORMAT_ERROR ...
    #define LZMA_OPTIONS_ERROR ...
    #define LZMA_DATA_ERROR ...
    #define LZMA_BUF_ERROR ...
    #define LZMA_PROG_ERROR ...
    #define LZMA_RUN ...
    #define LZMA_FINISH ...
    """,
    headers=["lzma.h", "stdlib.h"],
    source=loaded_on_demand("liblzma.so.5") + """
    enum { FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW };      /* the numbers that Python programs know */
    enum { PRESET, DICT_SIZE, LC, LP, PB, MODE, NICE_LEN, MF, DEPTH };

    static void *new_stream(void) { return calloc(1, sizeof(lzma_stream)); }
    static void free_stream(void *stream) {
        LAZY(lzma_end)(stream);
        free(stream);
    }
    static int start_encoder(void *stream, int format, int check, unsigned int preset, void *opaque) {
        lzma_filter *filters = opaque;
        lzma_options_lzma options;
        if (format == FORMAT_XZ)
            return filters == NULL ? LAZY(lzma_easy_encoder)(stream, preset, check) : LAZY(lzma_stream_encoder)(stream, filters, check);
        if (format == FORMAT_RAW)
            return LAZY(lzma_raw_encoder)(stream, filters);
        if (filters != NULL)
            return LAZY(lzma_alone_encoder)(stream, filters[0].options);
        return LAZY(lzma_lzma_preset)(&options, preset) ? LZMA_OPTIONS_ERROR : LAZY(lzma_alone_encoder)(stream, &options);
    }
    static int start_decoder(void *stream, int format, unsigned long limit, void *filters) {
        const unsigned flags = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
        switch (format) {
            case FORMAT_AUTO: return LAZY(lzma_auto_decoder)(stream, limit, flags);
            case FORMAT_XZ: return LAZY(lzma_stream_decoder)(stream, limit, flags);
            case FORMAT_ALONE: return LAZY(lzma_alone_decoder)(stream, limit);
            default: return LAZY(lzma_raw_decoder)(stream, filters);
        }
    }
    /* sizes: bytes of data and of room; afterwards what is left of both. */
    static int run_stream(void *opaque, int action, const unsigned char *data, unsigned long *sizes, unsigned char *result) {
        lzma_stream *stream = opaque;
        stream->next_in = data; stream->avail_in = sizes[0];
        stream->next_out = result; stream->avail_out = sizes[1];
        int code = LAZY(lzma_code)(stream, action);
        sizes[0] = stream->avail_in;
        sizes[1] = stream->avail_out;
        return code;
    }
    static int check_of(void *stream) { return LAZY(lzma_get_check)(stream); }
    static int check_is_supported(int check) { return LAZY(lzma_check_is_supported)(check); }

    /* A chain of filters, ended by one without a number. */
    static void *new_filters(void) {
        lzma_filter *filters = calloc(LZMA_FILTERS_MAX + 1, sizeof(lzma_filter));
        for (int i = 0; filters != NULL && i <= LZMA_FILTERS_MAX; i++) filters[i].id = LZMA_VLI_UNKNOWN;
        return filters;
    }
    static void free_filters(void *opaque) {
        lzma_filter *filters = opaque;
        for (int i = 0; i < LZMA_FILTERS_MAX; i++) free(filters[i].options);
        free(filters);
    }
    static void *add_filter(lzma_filter *filters, int number, unsigned long id, size_t size) {
        void *options = calloc(1, size);
        if (options == NULL) abort();
        filters[number].options = options;
        filters[number].id = id;
        return options;
    }
    /* Whether there is such a preset. */
    static int add_lzma(void *filters, int number, unsigned long id, unsigned int preset) {
        return !LAZY(lzma_lzma_preset)(add_filter(filters, number, id, sizeof(lzma_options_lzma)), preset);
    }
    static void set_lzma(void *filters, int number, int option, unsigned int value) {
        lzma_options_lzma *options = ((lzma_filter *)filters)[number].options;
        switch (option) {
            case DICT_SIZE: options->dict_size = value; break;
            case LC: options->lc = value; break;
            case LP: options->lp = value; break;
            case PB: options->pb = value; break;
            case MODE: options->mode = value; break;
            case NICE_LEN: options->nice_len = value; break;
            case MF: options->mf = value; break;
            case DEPTH: options->depth = value; break;
        }
    }
    static unsigned int get_lzma(void *filters, int option) {
        lzma_options_lzma *options = ((lzma_filter *)filters)->options;
        return option == DICT_SIZE ? options->dict_size : option == LC ? options->lc : option == LP ? options->lp : options->pb;
    }
    static void add_delta(void *filters, int number, unsigned int distance) {
        lzma_options_delta *options = add_filter(filters, number, LZMA_FILTER_DELTA, sizeof(lzma_options_delta));
        options->type = LZMA_DELTA_TYPE_BYTE;
        options->dist = distance;
    }
    static unsigned int delta_distance(void *filters) { return ((lzma_options_delta *)((lzma_filter *)filters)->options)->dist; }
    static void add_jumps(void *filters, int number, unsigned long id, unsigned int offset) {
        lzma_options_bcj *options = add_filter(filters, number, id, sizeof(lzma_options_bcj));
        options->start_offset = offset;
    }
    /* -1: not told. */
    static long jumps_offset(void *filters) {
        lzma_options_bcj *options = ((lzma_filter *)filters)->options;
        return options == NULL ? -1 : (long)options->start_offset;
    }
    /* Bytes, or the negative code of an error. */
    static int properties_size(void *filters) {
        uint32_t size;
        int code = LAZY(lzma_properties_size)(&size, filters);
        return code == LZMA_OK ? (int)size : -code;
    }
    static int encode_properties(void *filters, unsigned char *result) { return LAZY(lzma_properties_encode)(filters, result); }
    static int decode_properties(void *opaque, unsigned long id, const unsigned char *data, size_t size) {
        lzma_filter *filters = opaque;
        filters[0].id = id;
        return LAZY(lzma_properties_decode)(filters, NULL, data, size);
    }
    """,
)

error_type = Type("LZMAError", None, [EXCEPTIONS["Exception"]], {})
define(ExceptionObject, "LZMAError", existing=error_type, allocate=new_exception, module="_lzma", doc="Call to liblzma failed.")

_TEXTS = {
    liblzma.LZMA_UNSUPPORTED_CHECK: "Unsupported integrity check",
    liblzma.LZMA_MEMLIMIT_ERROR: "Memory usage limit exceeded",
    liblzma.LZMA_FORMAT_ERROR: "Input format not supported by decoder",
    liblzma.LZMA_OPTIONS_ERROR: "Invalid or unsupported options",
    liblzma.LZMA_DATA_ERROR: "Corrupt input data",
    liblzma.LZMA_BUF_ERROR: "Insufficient buffer space",
    liblzma.LZMA_PROG_ERROR: "Internal error",
}


def load() -> None:
    """OSError if the library cannot be loaded."""
    if liblzma.library_is_there() == 0:
        raise PyError(EXCEPTIONS["OSError"], "the lzma library cannot be loaded")


def check(code: int) -> None:
    """Raises what a result of the library says."""
    if code in (liblzma.LZMA_OK, liblzma.LZMA_STREAM_END, liblzma.LZMA_NO_CHECK, liblzma.LZMA_GET_CHECK):
        return
    if code == liblzma.LZMA_MEM_ERROR:
        raise memory_error()
    raise PyError(error_type, _TEXTS[code] if code in _TEXTS else f"Unrecognized error from liblzma: {code}")
