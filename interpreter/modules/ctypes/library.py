"""The libraries behind: libffi, which calls functions whose signature is known at run time only, and the dynamic linker."""
from __future__ import annotations

from interpreter.errors import runtime_error
from interpreter.modules.lazylibrary import loaded_on_demand
from transform.rpython import CLibrary, Ptr

libffi = CLibrary(
    """
    int library_is_there(void);
    void *scalar_type(int code);
    void *new_record_type(long size, int alignment, long count, unsigned char *elements);
    void free_record_type(void *type);
    int call_function(void *function, void *result_type, long count, unsigned char *arguments, void *result, int swaps_errno);
    int swap_own_errno(int number);
    void *new_callback(void *result_type, long count, unsigned char *types, void (*run)(long, void *, void *), long number, int swaps_errno);
    void *callback_address(void *callback);
    void free_callback(void *callback);
    #define FFI_OK ...
    """,
    headers=["errno.h", "ffi.h", "stdlib.h"],
    source=loaded_on_demand("libffi.so.8") + """
    /* Variables of the library. */
    #define FFI_TYPE(t) ((void *)dlsym(loaded_library, "ffi_type_" #t))
    static void *scalar_type(int code) {
        if (!library_is_there())
            return NULL;
        switch (code) {
        case 0: return FFI_TYPE(void);
        case 'b': return FFI_TYPE(sint8);
        case 'c': case 'B': case '?': return FFI_TYPE(uint8);
        case 'h': case 'v': return FFI_TYPE(sint16);
        case 'H': return FFI_TYPE(uint16);
        case 'i': case 'u': return FFI_TYPE(sint32);
        case 'I': return FFI_TYPE(uint32);
        case 'l': case 'q': return FFI_TYPE(sint64);
        case 'L': case 'Q': return FFI_TYPE(uint64);
        case 'f': return FFI_TYPE(float);
        case 'd': return FFI_TYPE(double);
        case 'g': return FFI_TYPE(longdouble);
        default: return FFI_TYPE(pointer);
        }
    }

    static void *new_record_type(long size, int alignment, long count, unsigned char *elements) {
        ffi_type *type = calloc(1, sizeof *type);
        ffi_type **copy = calloc((size_t)count + 1, sizeof *copy);
        if (type == NULL || copy == NULL) {
            free(type);
            free(copy);
            return NULL;
        }
        for (long i = 0; i < count; i++)
            copy[i] = ((ffi_type **)elements)[i];
        type->size = (size_t)size;
        type->alignment = (unsigned short)alignment;
        type->type = FFI_TYPE_STRUCT;
        type->elements = copy;
        return type;
    }
    static void free_record_type(void *opaque) {
        ffi_type *type = opaque;
        if (type != NULL)
            free(type->elements);
        free(type);
    }

    /* What programs see as errno: a copy for each thread, which is errno's value while a function runs that wants it so. */
    static __thread int own_errno;
    static int swap_own_errno(int number) {
        int before = own_errno;
        own_errno = number;
        return before;
    }
    static void swap_errno(void) {
        int number = errno;
        errno = own_errno;
        own_errno = number;
    }

    /* arguments: types of all, then addresses of all. */
    static int call_function(void *function, void *result_type, long count, unsigned char *arguments, void *result, int swaps_errno) {
        ffi_cif cif;
        ffi_type **types = (ffi_type **)arguments;
        ffi_status status = LAZY(ffi_prep_cif)(&cif, FFI_DEFAULT_ABI, (unsigned)count, result_type, types);
        if (status != FFI_OK)
            return status;
        if (swaps_errno)
            swap_errno();
        LAZY(ffi_call)(&cif, FFI_FN(function), result, (void **)(types + count));
        if (swaps_errno)
            swap_errno();
        return FFI_OK;
    }

    struct callback {
        ffi_closure *closure;
        void *address;
        void (*run)(long number, void *arguments, void *result);
        long number;
        int swaps_errno;
        ffi_cif cif;
        ffi_type *types[];
    };
    static void enter_callback(ffi_cif *cif, void *result, void **arguments, void *opaque) {
        struct callback *callback = opaque;
        (void)cif;
        if (callback->swaps_errno)
            swap_errno();
        callback->run(callback->number, arguments, result);
        if (callback->swaps_errno)
            swap_errno();
    }
    static void *new_callback(void *result_type, long count, unsigned char *types, void (*run)(long, void *, void *), long number,
                              int swaps_errno) {
        struct callback *callback = calloc(1, sizeof *callback + (size_t)count * sizeof(ffi_type *));
        if (callback == NULL || !library_is_there())
            return NULL;
        callback->run = run;
        callback->number = number;
        callback->swaps_errno = swaps_errno;
        for (long i = 0; i < count; i++)
            callback->types[i] = ((ffi_type **)types)[i];
        callback->closure = LAZY(ffi_closure_alloc)(sizeof(ffi_closure), &callback->address);
        if (callback->closure != NULL
            && LAZY(ffi_prep_cif)(&callback->cif, FFI_DEFAULT_ABI, (unsigned)count, result_type, callback->types) == FFI_OK
            && LAZY(ffi_prep_closure_loc)(callback->closure, &callback->cif, enter_callback, callback, callback->address) == FFI_OK)
            return callback;
        if (callback->closure != NULL)
            LAZY(ffi_closure_free)(callback->closure);
        free(callback);
        return NULL;
    }
    static void *callback_address(void *callback) { return ((struct callback *)callback)->address; }
    static void free_callback(void *callback) {
        LAZY(ffi_closure_free)(((struct callback *)callback)->closure);
        free(callback);
    }
    """,
)

linker = CLibrary(
    """
    void *dlopen(const char *file, int mode);
    int dlclose(void *library);
    void *dlsym(void *library, const char *name);
    char *dlerror(void);
    double read_float(const unsigned char *p);
    void write_float(unsigned char *p, double x);
    double read_long_double(const unsigned char *p);
    void write_long_double(unsigned char *p, double x);
    long address_of_memmove(void);
    long address_of_memset(void);
    long address_of_built_in(int number);
    #define RTLD_NOW ...
    #define RTLD_GLOBAL ...
    #define RTLD_LOCAL ...
    """,
    headers=["dlfcn.h", "string.h"],
    source="""
    static double read_float(const unsigned char *p) { float x; memcpy(&x, p, sizeof x); return x; }
    static void write_float(unsigned char *p, double value) { float x = (float)value; memcpy(p, &x, sizeof x); }
    static double read_long_double(const unsigned char *p) { long double x; memcpy(&x, p, sizeof x); return (double)x; }
    static void write_long_double(unsigned char *p, double value) { long double x = value; memcpy(p, &x, 10); }
    static long address_of_memmove(void) { return (long)memmove; }
    static long address_of_memset(void) { return (long)memset; }
    /* Addresses of their own for functions that are none of C. */
    static char built_in[3];
    static long address_of_built_in(int number) { return (long)&built_in[number]; }
    """,
)


def check_there() -> None:
    """RuntimeError without libffi."""
    if libffi.library_is_there() == 0:
        raise runtime_error("the library libffi.so.8 cannot be loaded")


def scalar_type(code: str) -> Ptr[None]:
    """What libffi calls a simple type."""
    check_there()
    return libffi.scalar_type(ord(code[0]))


def void_type() -> Ptr[None]:
    check_there()
    return libffi.scalar_type(0)
