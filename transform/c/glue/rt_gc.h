/* The collector, as generated code sees it. A collector gives:

     rt_alloc(size, tid)       a zeroed object of the type, or NULL when memory is out
     rt_alloc_leaf(size, tid)  the same for a type without references
     rt_gc_start()             called first in main
     rt_write_barrier(r)       before references are stored into an object: for a collector that wants it (passes/barriers.py)
     RT_GC_PREBUILT            its half of the header of static objects

   Sizes are constants, or come from rt_alloc_var below. Static data of the binary may hold references. */
#ifndef RT_GC_H
#define RT_GC_H

void rt_gc_start(void);

/* What a program may ask of its collector (runtime/gc/program.py): to collect the young objects (0) or all (1), and a
   number of rpython.gcmodule.Statistic, which is 0 if the collector does not keep it. */
void rt_gc_collect(int64_t generation);
int64_t rt_gc_statistic(int64_t number);

/* Called by a thread that has begun, whose stack has its highest word there, and by one that ends. */
void rt_gc_thread_started(void *stack_base);
void rt_gc_thread_ended(void);

#if defined RT_GC_IMMIX

/* What is left of the current run of free lines; all zero. The collector's code is transform/runtime/gc. */
extern struct rt_gc_area {
    char *cursor, *limit;
    int64_t waiting; /* finalizers and callbacks of weak references that the program should call */
} rt_gc_area;

#define RT_GC_UNLOGGED 4 /* the bits of geometry.py: an object whose next write is to be logged */
#define RT_GC_STATIC 8
#define RT_GC_PREBUILT (RT_GC_UNLOGGED | RT_GC_STATIC)

RT_COLD void *rt_alloc_slow(size_t size, uint32_t tid);
RT_COLD rt_bool rt_gc_remember(int64_t object);
rt_bool rt_gc_remember_item(int64_t object, int64_t item);

RT_INLINE void *rt_alloc(size_t size, uint32_t tid)
{
    char *object = rt_gc_area.cursor;
    size = (size + 7) & ~(size_t)7;
    if (rt_unlikely(size > (size_t)(rt_gc_area.limit - object)))
        return rt_alloc_slow(size, tid);
    rt_gc_area.cursor = object + size;
    ((rt_object *)object)->header.tid = tid;
    return object;
}

#define rt_alloc_leaf rt_alloc

/* What runtime/gc/program.py calls; entry.py says what each does. */
void rt_gc_watch(int64_t entry);
void rt_gc_finalize(int64_t entry);
int64_t rt_gc_take_waiting(int64_t *where);
void rt_gc_take_selected(int64_t *where, int64_t count);

/* These collect first. */
int64_t rt_gc_find(int64_t what, int64_t object);
void rt_gc_freeze(void);
void rt_gc_unfreeze(void);
rt_bool rt_gc_dump(const uint8_t *path);

RT_INLINE int64_t rt_gc_waiting(void)
{
    return rt_gc_area.waiting;
}

#define rt_wants_barrier(object) ((((rt_object *)(object))->header.gc & RT_GC_UNLOGGED) != 0)

RT_INLINE void rt_write_barrier(void *object)
{
    if (rt_unlikely(rt_wants_barrier(object)))
        rt_gc_remember((int64_t)object);
}

/* The same, where only an item is stored into: of a large array, not all needs to be looked at then. */
RT_INLINE void rt_write_barrier_item(void *object, const void *item)
{
    if (rt_unlikely(((rt_object *)object)->header.gc & RT_GC_UNLOGGED))
        rt_gc_remember_item((int64_t)object, (int64_t)item);
}

#elif defined RT_GC_BOEHM

#define RT_GC_PREBUILT 0

void *rt_alloc(size_t size, uint32_t tid) __attribute__((malloc));
void *rt_alloc_leaf(size_t size, uint32_t tid) __attribute__((malloc));

#elif defined RT_GC_NONE

#define RT_GC_PREBUILT 0
extern char *rt_free, *rt_limit; /* what is left of the current chunk; all zero */

void *rt_alloc_slow(size_t size);

RT_INLINE void *rt_alloc(size_t size, uint32_t tid)
{
    char *object = rt_free;
    size = (size + 7) & ~(size_t)7;
    if (rt_unlikely(size > (size_t)(rt_limit - object))) {
        object = rt_alloc_slow(size);
        if (object == NULL)
            return NULL;
    } else
        rt_free = object + size;
    ((rt_object *)object)->header.tid = tid;
    return object;
}

#define rt_alloc_leaf rt_alloc

#else
#error "no collector was chosen"
#endif

#ifndef RT_GC_IMMIX
#define rt_write_barrier(object) ((void)0)
#define rt_wants_barrier(object) 0
/* What other collectors do not have: nothing is found, and nothing is ever to be told. */
#define rt_gc_watch(entry) ((void)(entry))
#define rt_gc_finalize(entry) ((void)(entry))
#define rt_gc_waiting() 0
#define rt_gc_take_waiting(where) ((void)(where), 0)
#define rt_gc_find(what, object) ((void)(what), (void)(object), 0)
#define rt_gc_take_selected(where, count) ((void)(where), (void)(count))
#define rt_gc_freeze() ((void)0)
#define rt_gc_unfreeze() ((void)0)
#define rt_gc_dump(path) ((void)(path), 0)
#endif

/* The size of an object with `n` items behind its fixed part; SIZE_MAX / 4 (which no collector has) if it is too
   large for a size. */
RT_INLINE size_t rt_var_size(size_t fixed, size_t item, int64_t n)
{
    size_t size;
    if (__builtin_mul_overflow((size_t)n, item, &size) || __builtin_add_overflow(size, fixed, &size))
        return SIZE_MAX / 4;
    return size < SIZE_MAX / 4 ? size : SIZE_MAX / 4;
}

#define RT_VAR_SIZE(type, n) rt_var_size(offsetof(type, items), sizeof ((type *)0)->items[0], n)

#endif
