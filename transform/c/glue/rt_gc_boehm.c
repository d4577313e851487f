/* The Boehm-Demers-Weiser collector. */
#include <string.h>
#define GC_THREADS
#include <gc.h>
#include "rt.h"

static void ignore_warning(char *message, GC_word argument)
{
    (void)message;
    (void)argument;
}

void rt_gc_start(void)
{
    GC_INIT();
    GC_set_warn_proc(ignore_warning);
    GC_allow_register_threads();
}

void rt_gc_thread_started(void *stack_base)
{
    struct GC_stack_base base = {.mem_base = stack_base};
    GC_register_my_thread(&base);
}

void rt_gc_thread_ended(void)
{
    GC_unregister_my_thread();
}

void *rt_alloc(size_t size, uint32_t tid)
{
    rt_object *object = GC_MALLOC(size);
    if (rt_likely(object != NULL))
        object->header.tid = tid;
    return object;
}

void *rt_alloc_leaf(size_t size, uint32_t tid)
{
    rt_object *object = GC_MALLOC_ATOMIC(size);
    if (rt_likely(object != NULL)) {
        memset(object, 0, size);
        object->header.tid = tid;
    }
    return object;
}

void rt_gc_collect(int64_t generation)
{
    (void)generation;
    GC_gcollect();
}

int64_t rt_gc_statistic(int64_t number)
{
    (void)number;
    return 0;
}
