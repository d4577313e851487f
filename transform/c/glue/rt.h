/* What all generated C relies on. Small: every part includes it. */
#ifndef RT_H
#define RT_H

#include <stddef.h>
#include <stdint.h>

#define rt_likely(c) __builtin_expect(!!(c), 1)
#define rt_unlikely(c) __builtin_expect(!!(c), 0)
#define RT_COLD __attribute__((cold, noinline))
#define RT_INLINE static inline __attribute__((always_inline))

/* A truth value. As a result, 2 says that the function failed. */
typedef signed char rt_bool;


/* Objects and their classes */

/* The head of every object on the heap. `tid` is the offset of its class's table in rt_vtables. */
typedef union {
    struct {
        uint32_t tid;
        uint32_t gc; /* belongs to the collector */
    };
    uint64_t word;
} rt_header;

/* A type id, or the size of a range of them: the address of a symbol that the part with the tables defines. */
#define RT_TID(symbol) ((uint32_t)(uintptr_t)(symbol))

/* The head of a static object. */
#define RT_PREBUILT(symbol) {.word = (uint64_t)(uintptr_t)(symbol) + ((uint64_t)RT_GC_PREBUILT << 32)}

typedef struct {
    rt_header header;
} rt_object;

/* The head of every virtual table: what the collector and the printing of class names need. */
typedef struct {
    uint32_t size;         /* of the object, its variable part not included */
    uint32_t item_size;    /* of one item of the variable part; 0 without one */
    uint32_t length_at;    /* offset of the number of items */
    uint32_t items_at;     /* offset of the variable part */
    uint16_t refs;         /* number of references in the fixed part */
    uint16_t weak;         /* offset of a field that the collector does not follow, and its kind */
    uint32_t item_refs;    /* and in one item */
    const uint32_t *offsets; /* of the references in the fixed part, then in one item */
    void *name;              /* a str */
} rt_type;

/* Kinds of such fields, in the low bits of `weak`: those of runtime/gc/weak.py. */
enum { RT_WEAK_REFERENCE = 1, RT_WEAK_EPHEMERON, RT_WEAK_HIDDEN };

/* All virtual tables, in preorder of the class tree. */
extern const char rt_vtables[];

/* The table of the class of `r`, which is no immediate, as the struct of class `cls`. */
#define RT_VTABLE(cls, r) ((const struct vtable_##cls *)(rt_vtables + (r)->header.tid))
/* The same where `r` may be an immediate of the types INT and FLOAT. */
#define RT_VTABLE_TAGGED(cls, r, INT, FLOAT) ((const struct vtable_##cls *)(rt_vtables + rt_tid_tagged(r, INT, FLOAT)))

RT_INLINE uint32_t rt_tid(const void *r)
{
    return ((const rt_object *)r)->header.tid;
}

RT_INLINE rt_bool rt_is_int(const void *r)
{
    return (uintptr_t)r & 1;
}

RT_INLINE rt_bool rt_is_float(const void *r)
{
    return ((uintptr_t)r & 3) == 2;
}

/* Whether `r` points to an object. */
RT_INLINE rt_bool rt_is_pointer(const void *r)
{
    return !((uintptr_t)r & 3);
}

RT_INLINE uint32_t rt_tid_tagged(const void *r, uint32_t int_tid, uint32_t float_tid)
{
    return rt_is_int(r) ? int_tid : rt_is_float(r) ? float_tid : rt_tid(r);
}

/* Whether a type id is one of the `size` bytes of tables from `first`: a class and those below it. */
RT_INLINE rt_bool rt_in_range(uint32_t tid, uint32_t first, uint32_t size)
{
    return tid - first < size;
}


/* Immediates: small integers carry tag bit 1, floats the tag bits 10 with the double's bits rotated left by
   three, which puts the upper exponent bits (equal for all floats that fit) where the tag goes. */

#define RT_FLOAT_ZERO UINT64_C(0x8000000000000002)
#define RT_FLOAT_COLLIDING UINT64_C(0x3000000000000000) /* the one float whose word would be that of 0.0 */

RT_INLINE uint64_t rt_float_bits(double x)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}

RT_INLINE double rt_bits_float(uint64_t bits)
{
    double x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

RT_INLINE rt_bool rt_fits_int(int64_t x)
{
    return x << 1 >> 1 == x;
}

RT_INLINE rt_bool rt_fits_float(double x)
{
    uint64_t bits = rt_float_bits(x);
    /* The three bits below the sign are 011 or 100: 2**-255 < |x| < 2**257. */
    return (((bits >> 60) - 3) & 6) == 0 ? bits != RT_FLOAT_COLLIDING : bits == 0;
}

RT_INLINE void *rt_make_int(int64_t x)
{
    return (void *)((uint64_t)x << 1 | 1);
}

RT_INLINE int64_t rt_int_value(const void *r)
{
    return (int64_t)r >> 1;
}

RT_INLINE void *rt_make_float(double x)
{
    uint64_t bits = rt_float_bits(x);
    if (bits == 0)
        return (void *)RT_FLOAT_ZERO;
    return (void *)(((bits << 3 | bits >> 61) & ~UINT64_C(3)) | 2);
}

RT_INLINE double rt_float_value(const void *r)
{
    uint64_t word = (uint64_t)r;
    if (word == RT_FLOAT_ZERO)
        return 0.0;
    word = (2 - (word >> 63)) | (word & ~UINT64_C(3));
    return rt_bits_float(word >> 3 | word << 61);
}


/* Integers */

/* Python's // and %. The quotient of the minimum by -1 wraps (the machine instruction would trap). */
RT_INLINE int64_t rt_floordiv(int64_t a, int64_t b)
{
    if (rt_unlikely(b == -1))
        return -a;
    int64_t quotient = a / b;
    return quotient - ((a % b != 0) & ((a ^ b) < 0));
}

RT_INLINE int64_t rt_mod(int64_t a, int64_t b)
{
    if (rt_unlikely(b == -1))
        return 0;
    int64_t rest = a % b;
    return rest != 0 && (rest ^ b) < 0 ? rest + b : rest;
}

RT_INLINE int64_t rt_cdiv(int64_t a, int64_t b)
{
    return rt_unlikely(b == -1) ? -a : a / b;
}

RT_INLINE int64_t rt_cmod(int64_t a, int64_t b)
{
    return rt_unlikely(b == -1) ? 0 : a % b;
}


/* Exceptions and fatal errors */

/* A place in RPython source: a line of a function (an index into rt_places). Where that function was inlined, the
   place of its call is `caller` entries before this one in the same table; 0 otherwise. */
typedef struct {
    uint32_t line;
    uint32_t place;
    uint32_t caller;
} rt_location;

typedef struct {
    const char *file;
    const char *function;
} rt_place;

extern const rt_place rt_places[];

/* The exception that is being raised, or NULL. */
extern void *rt_exception;

/* Starts raising an exception; the caller records its own location next. */
RT_COLD void rt_raise(void *exception);
/* The same, where it may be an exception that was caught shortly before: then its traceback goes on. */
RT_COLD void rt_reraise(void *exception);
/* Records that an exception passes a location. */
RT_COLD void rt_traceback_add(const rt_location *at);
/* Stops raising, and gives the exception. */
void *rt_catch(void);
/* Prints where the exception came from that was raised last, to stderr, the outermost call first. */
void rt_print_traceback(void);

/* These print a message and the location, and abort. */
RT_COLD _Noreturn void rt_fatal(const char *message, const rt_location *at);
RT_COLD _Noreturn void rt_fatal_none(const char *what, const rt_location *at);
RT_COLD _Noreturn void rt_fatal_cast(const char *expected, const rt_location *at);
/* The message is a str: `bytes` bytes that hold `count` code points. */
RT_COLD _Noreturn void rt_fatal_str(const uint8_t *message, int64_t bytes, int64_t count, const rt_location *at);

/* A promise of the generated code, verified in debug builds. */
#ifdef RT_DEBUG
RT_COLD _Noreturn void rt_broken_promise(const char *promise, const char *file, int line);
#define rt_promise(c) ((c) ? (void)0 : rt_broken_promise(#c, __FILE__, __LINE__))
#else
#define rt_promise(c) ((void)0)
#endif

/* Goes to the label at an address. No two uses are alike to the compiler, which would otherwise merge the copies of the
   code that stands before each, and with them the jumps. */
#define rt_dispatch(label) do { __asm__ volatile("" : : "i"(__COUNTER__)); goto *(label); } while (0)

/* An index that is promised to be in range. */
RT_INLINE int64_t rt_index(int64_t i, int64_t length)
{
    rt_promise(0 <= i && i < length);
    return i;
}


/* Whether the variable i is no index of a sequence of n items. To a negative index n is added: that is looked at only
   when the first test is true, off the straight way. */
#define rt_bad_index(i, n) \
    (rt_unlikely((uint64_t)(i) >= (uint64_t)(n)) && (uint64_t)((i) += (n)) >= (uint64_t)(n))


/* Memory */

/* A new object with the fields of one that has no variable part, or NULL. */
void *rt_copy_object(const void *r);

/* n * size zeroed bytes from malloc, or NULL. */
void *rt_raw_alloc(int64_t n, size_t size);

/* C's errno, of which generated code does not include the header: it is a macro, and any name may be a variable's. */
int64_t rt_get_errno(void);
void rt_set_errno(int64_t value);

/* Memory at this address will be looked at soon. */
#define rt_prefetch(address) __builtin_prefetch(address)

#define rt_keepalive(r) __asm__ volatile("" : : "r"(r) : "memory")

#include "rt_gc.h"
#include "rt_stackless.h"
#include "rt_threads.h"

#endif
