/* No collector: objects are cut off large chunks and never freed. */
#include <sys/mman.h>
#include "rt.h"

#define CHUNK ((size_t)64 << 20)

char *rt_free, *rt_limit;

void rt_gc_start(void)
{
}

static char *map(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* An object that does not fit into the current chunk: one of its own if it is large, else the first of a new chunk. */
void *rt_alloc_slow(size_t size)
{
    if (size > CHUNK / 4)
        return map(size);
    char *chunk = map(CHUNK);
    if (chunk == NULL)
        return NULL;
    rt_free = chunk + size;
    rt_limit = chunk + CHUNK;
    return chunk;
}

void rt_gc_collect(int64_t generation)
{
    (void)generation;
}

void rt_gc_thread_started(void *stack_base)
{
    (void)stack_base;
}

void rt_gc_thread_ended(void)
{
}

int64_t rt_gc_statistic(int64_t number)
{
    (void)number;
    return 0;
}
