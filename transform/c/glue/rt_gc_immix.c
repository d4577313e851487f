/* The collector of transform/runtime/gc: what it needs of C, which is the machine's stack and registers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "rt.h"

/* Made from transform/runtime/gc/entry.py. */
int64_t rt_gc_open(struct rt_gc_area *area, int64_t types);
int64_t rt_gc_collection_wanted(int64_t size);
int64_t rt_gc_allocate(int64_t size, int64_t tid);
rt_bool rt_gc_begin(int64_t kind);
rt_bool rt_gc_add_root(int64_t word);
rt_bool rt_gc_finish(void);
int64_t rt_gc_paused(int64_t nanoseconds);
int64_t rt_gc_number(int64_t statistic);
rt_bool rt_gc_add_watched(int64_t entry);
rt_bool rt_gc_add_finalization(int64_t entry);
int64_t rt_gc_next_waiting(int64_t *where);
int64_t rt_gc_select(int64_t what, int64_t object);
rt_bool rt_gc_copy_selected(int64_t *where, int64_t count);
rt_bool rt_gc_freeze_all(void);
rt_bool rt_gc_plan_dump(void);
int64_t rt_gc_write_dump(const uint8_t *path);
rt_bool rt_gc_unfreeze_all(void);

/* Kinds of collections, see policy.py. */
enum { YOUNG = 1, EVERYTHING };

/* Numbers of statistics, see entry.py. */
enum { YOUNG_COLLECTIONS, FULL_COLLECTIONS, LIVE, USED, PEAK, ALLOCATED, VISITED_BLOCKS };

struct rt_gc_area rt_gc_area;

void rt_gc_start(void)
{
    /* A little above this frame: what main calls next has its frame in the same place. */
    rt_main_thread.stack_base = (uintptr_t *)__builtin_frame_address(0) + 8;
    if (!rt_gc_open(&rt_gc_area, (int64_t)(uintptr_t)rt_vtables)) {
        fputs("Fatal RPython error: no memory for the garbage collector\n", stderr);
        exit(1);
    }
}

/* Gives each word of a range to the collector. The sanitizer takes some words of a stack for no variables. */
__attribute__((no_sanitize("address", "undefined"))) static void add_words(const uintptr_t *word, const uintptr_t *end)
{
    for (; word < end; word++)
        rt_gc_add_root((int64_t)*word);
}

/* The stacks of all threads: that of this one above this frame. */
static __attribute__((noinline)) void add_stacks(void)
{
    add_words(__builtin_frame_address(0), rt_running->stack_base);
    for (const rt_thread *thread = &rt_main_thread; thread != NULL; thread = thread->next)
        if (thread != rt_running && thread->stack_top != NULL) {
            add_words(thread->stack_top, thread->stack_base);
            add_words(thread->registers, thread->registers + RT_SAVED_REGISTERS);
        }
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
    return rt_gc_number(number);
}

static __attribute__((noinline)) int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void write_log(int64_t kind, int64_t used, int64_t nanoseconds)
{
    fprintf(stderr, "[gc] %s %lld: %.1f MiB, %.1f MiB live, %.3f ms, %lld blocks\n", kind == EVERYTHING ? "full" : "young",
            (long long)rt_gc_statistic(kind == EVERYTHING ? FULL_COLLECTIONS : YOUNG_COLLECTIONS),
            (double)used / (1 << 20), (double)rt_gc_statistic(LIVE) / (1 << 20), (double)nanoseconds / 1e6,
            (long long)rt_gc_statistic(VISITED_BLOCKS));
}

static void add_root(void *word)
{
    rt_gc_add_root((int64_t)(uintptr_t)word);
}

/* A collection with the roots in this frame, into which the registers that belong to callers are written, and in all
   above it. Nothing else is in this frame: what an unused slot of it happens to hold would be taken for a root. */
static __attribute__((noinline)) void trace_and_sweep(int64_t kind)
{
    __builtin_unwind_init();
    rt_gc_begin(kind);
    add_stacks();
    add_root(rt_exception);
    rt_stackless_roots(add_root);
    rt_gc_finish();
}

/* Overwrites what earlier calls left behind below the frame of the caller. */
static __attribute__((noinline)) void clear_dead_stack(void)
{
    char dead[4096];
    memset(dead, 0, sizeof dead);
    rt_keepalive(dead);
}

static __attribute__((noinline)) void collect(int64_t kind)
{
    clear_dead_stack();
    int64_t used = rt_gc_statistic(USED), start = now();
    trace_and_sweep(kind);
    int64_t nanoseconds = now() - start;
    if (rt_gc_paused(nanoseconds))
        write_log(kind, used, nanoseconds);
}

void rt_gc_collect(int64_t generation)
{
    collect(generation == 0 ? YOUNG : EVERYTHING);
}

void rt_gc_watch(int64_t entry)
{
    rt_gc_add_watched(entry);
}

void rt_gc_finalize(int64_t entry)
{
    rt_gc_add_finalization(entry);
}

int64_t rt_gc_take_waiting(int64_t *where)
{
    return rt_gc_next_waiting(where);
}

void rt_gc_take_selected(int64_t *where, int64_t count)
{
    rt_gc_copy_selected(where, count);
}

int64_t rt_gc_find(int64_t what, int64_t object)
{
    collect(EVERYTHING);
    return rt_gc_select(what, object);
}

void rt_gc_freeze(void)
{
    collect(EVERYTHING);
    rt_gc_freeze_all();
}

void rt_gc_unfreeze(void)
{
    collect(EVERYTHING);
    rt_gc_unfreeze_all();
}

rt_bool rt_gc_dump(const uint8_t *path)
{
    rt_gc_plan_dump();
    collect(EVERYTHING);
    return (rt_bool)rt_gc_write_dump(path);
}

void *rt_alloc_slow(size_t size, uint32_t tid)
{
    int64_t kind;
    if (size >= SIZE_MAX / 8)
        return NULL;
    while ((kind = rt_gc_collection_wanted((int64_t)size)) != 0)
        collect(kind);
    int64_t object = rt_gc_allocate((int64_t)size, tid);
    if (object == 0) {
        collect(EVERYTHING);
        object = rt_gc_allocate((int64_t)size, tid);
    }
    return (void *)object;
}
