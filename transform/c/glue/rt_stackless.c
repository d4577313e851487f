/* The resume loop, the one caller that is never suspended.

   `rest` is the chain of frames that wait below the C stack; on the C stack is what was entered since. When that
   returns, the innermost frame of `rest` is entered with its result or exception. When it unwinds, the frames that it
   saves are put before `rest`, and another chain (or the same one) is gone on with. So a switch costs the frames that
   were entered since the last one, however deep the chain is. */
#include <stdlib.h>
#include <sys/resource.h>
#include "rt.h"

/* transform.rpython.coroutine.Stack: a suspended chain of calls, or one that was not started. */
typedef struct rt_stack rt_stack;

/* A function value of type Callable[[], Stack]. */
typedef struct {
    rt_header header;
    rt_stack *(*code)(void *self);
} rt_start;

struct rt_stack {
    rt_header header;
    rt_frame *frames;
    rt_start *start;
};

rt_object rt_unwinding;
_Alignas(16) char rt_result[RT_RESULT_SIZE];
rt_stackless_state rt_stackless;

/* What stands at the end of a chain: its outermost call was that of the loop itself, or that of a Stack's start. */
static rt_frame end_of_loop, end_of_stack;

/* The frames saved so far: the chain behind `before_saved`, innermost first, to `saved_last`. */
static rt_frame before_saved;
static rt_frame *saved_last = &before_saved;

/* The switch for which the C stack is unwound; NULL if the same chain goes on. */
static rt_stack *switched_from, *switched_to;


/* Frames. Those of a chain that were entered again are used for the next that are saved: mostly the same functions are
   suspended again, so that the frames fit, one after the other, and need not even be linked anew. */

/* The first that can be used, of those up to rt_stackless.resumed. Not seen by the collector: none after a collection. */
static rt_frame *spare;

static RT_COLD rt_frame *new_frame(size_t size, uint32_t tid)
{
    rt_frame *frame = rt_alloc(size, tid);
    if (frame == NULL)
        rt_fatal("out of memory while calls are suspended", NULL);
    return frame;
}

static void link_frames(rt_frame *frame, rt_frame *next)
{
    if (frame != &before_saved)
        rt_write_barrier(frame);
    frame->next = next;
}

static void take_spare(void)
{
    spare = spare == rt_stackless.resumed ? NULL : spare->next;
}

static __attribute__((noinline)) void *append_anew(rt_frame *frame)
{
    link_frames(saved_last, frame);
    saved_last = frame;
    return frame;
}

static void *append(rt_frame *frame, rt_bool (*code)(void), int64_t site)
{
    frame->code = code;
    frame->site = site;
    if (saved_last->next != frame)
        return append_anew(frame);
    saved_last = frame;
    return frame;
}

static RT_COLD void *save_slowly(size_t size, uint32_t tid, rt_bool (*code)(void), int64_t site)
{
    rt_frame *frame = spare;
    if (frame != NULL)
        take_spare();
    if (frame == NULL || frame->header.tid != tid)
        frame = new_frame(size, tid);
    else
        rt_write_barrier(frame); /* it is old; the caller writes its fields before anything is allocated */
    return append(frame, code, site);
}

/* Half of the time that a switch takes is here. Nothing is called on the usual way: so no register is saved. */
void *rt_save_frame(size_t size, uint32_t tid, rt_bool (*code)(void), int64_t site)
{
    rt_frame *frame = spare;
    if (rt_unlikely(frame == NULL || frame->header.tid != tid || rt_wants_barrier(frame)))
        return save_slowly(size, tid, code, site);
    take_spare();
    return append(frame, code, site);
}

void rt_stackless_switch_thread(rt_stackless_state *from, const rt_stackless_state *to)
{
    if (from != NULL)
        *from = rt_stackless;
    rt_stackless = *to;
    spare = NULL;
}


void rt_stackless_roots(void (*add)(void *))
{
    spare = NULL;
    add(before_saved.next); /* leads to all others */
    add(switched_from);
    add(switched_to);
    for (size_t i = 0; i < RT_RESULT_SIZE / sizeof(void *); i++)
        add(((void **)rt_result)[i]);
}


/* Unwinding */

void rt_unwind_stack(void)
{
    rt_exception = &rt_unwinding;
}

void rt_switch_stack(void *own, void *target)
{
    switched_from = own;
    switched_to = target;
    rt_unwind_stack();
}

/* The chain that was suspended: what was saved from the C stack, before `rest`. */
static rt_frame *take_saved(rt_frame *rest)
{
    rt_frame *chain = rest;
    if (saved_last != &before_saved) {
        if (saved_last->next != rest)
            link_frames(saved_last, rest);
        chain = before_saved.next;
        before_saved.next = NULL;
        saved_last = &before_saved;
    }
    spare = NULL;
    rt_exception = NULL;
    return chain;
}

/* Takes the chain of a Stack that is to be gone on with. One that was not started is called here; NULL if that
   returned or unwound already. */
static rt_frame *take_chain(rt_stack *stack)
{
    rt_frame *chain = stack->frames;
    rt_start *start = stack->start;
    stack->frames = NULL;
    stack->start = NULL;
    if (chain == NULL) {
        if (start == NULL)
            rt_fatal("a stack was continued that is not suspended", NULL);
        *(rt_stack **)rt_result = start->code(start);
    }
    return chain;
}

/* The Stack to go on with behind the end of one: what its start returned. */
static rt_stack *successor(void)
{
    if (rt_exception != NULL) {
        rt_print_traceback();
        rt_fatal("an exception left the start of a stack", NULL);
    }
    return *(rt_stack **)rt_result;
}


/* The loop */

#define RESERVE (256 << 10) /* for what has no stack checks, C functions above all */

static void set_stack_limit(void)
{
    size_t size = 8 << 20;
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < size)
        size = limit.rlim_cur;
    rt_stackless.end = (uintptr_t)__builtin_frame_address(0) - size;
    rt_stackless.limit = rt_stackless.end + (size > 2 * RESERVE ? RESERVE : size / 2);
    rt_stackless.check = rt_stackless.limit;
}

/* Sees to all that is suspended, from what the entry of the loop just did until it is at its end. */
static void loop(void)
{
    rt_frame *rest = &end_of_loop;
    for (;;) {
        rt_stack *next = NULL;
        if (rt_is_unwinding()) {
            rest = take_saved(rest);
            next = switched_to;
            if (next != NULL) {
                rt_write_barrier(switched_from);
                switched_from->frames = rest;
                switched_from = switched_to = NULL;
            }
        } else if (rest == &end_of_loop) {
            return;
        } else if (rest == &end_of_stack) {
            next = successor();
        }
        if (next != NULL) {
            rest = &end_of_stack;
            spare = NULL;
            rt_frame *chain = take_chain(next);
            if (chain == NULL)
                continue;
            rest = chain;
        }
        rt_frame *frame = rest;
        rest = frame->next;
        if (spare == NULL)
            spare = frame;
        rt_stackless.resumed = frame;
        rt_stackless.check = UINTPTR_MAX;
        frame->code();
    }
}

int64_t rt_run(int64_t (*entry)(int64_t, uint8_t **), int64_t argc, uint8_t **argv)
{
    set_stack_limit();
    *(int64_t *)rt_result = entry(argc, argv);
    loop();
    return *(int64_t *)rt_result;
}


/* Callbacks */

uintptr_t rt_callback_begin(void)
{
    const size_t least = RESERVE / 4; /* what the program gets in a callback on a stack that is low */
    uintptr_t outer = rt_stackless.limit;
    uintptr_t limit = (uintptr_t)__builtin_frame_address(0) - least;
    if (limit < outer) {
        if (limit < rt_stackless.end + least)
            rt_fatal("the C stack is full: callbacks from C are inside each other", NULL);
        rt_stackless.check = rt_stackless.limit = limit;
    }
    rt_stackless.callbacks++;
    return outer;
}

rt_bool rt_callback_resume(void)
{
    rt_bool unwound = rt_is_unwinding();
    if (unwound)
        loop();
    return unwound;
}

void rt_callback_end(uintptr_t outer)
{
    rt_stackless.callbacks--;
    rt_stackless.check = rt_stackless.limit = outer;
}


#ifdef RT_CHAOS

rt_bool rt_chaos(const char *function)
{
    static const char *last;
    static uint64_t state;
    static rt_bool random = 2;
    if (random == 2) {
        const char *seed = getenv("BOBBIN_CHAOS");
        random = seed != NULL;
        state = random ? strtoull(seed, NULL, 10) * 2 + 1 : 0;
    }
    if (!random) {
        last = function == last ? NULL : function;
        return last != NULL;
    }
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return state >> 62 == 0;
}

#endif
