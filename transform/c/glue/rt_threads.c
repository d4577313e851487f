/* Threads, and the global lock.

   The lock is a word: free, held, or held while others may sleep on it (the third mutex of Ulrich Drepper's "Futexes Are
   Tricky"). A thread that yields does not take it again before another one had it. */
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "rt.h"

/* A function value of type Callable[[], None]. */
typedef struct {
    rt_header header;
    rt_bool (*code)(void *self);
} rt_function;

enum { FREE, HELD, CONTENDED };

rt_thread rt_main_thread;
rt_thread *rt_running = &rt_main_thread;
int64_t rt_gil_waiting;

static _Thread_local rt_thread *self = &rt_main_thread; /* of a thread started here, set when it starts */
static _Thread_local rt_bool is_known;  /* whether the thread is one of the program's */
static _Thread_local rt_bool gave_up;   /* whether it has given up the lock */
static int32_t gil = HELD; /* the main thread has it */
static int32_t turns;      /* how often somebody got the lock who had waited */
static int32_t yielding;   /* threads that wait for the next turn */


static void sleep_on(int32_t *word, int32_t value)
{
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void wake(int32_t *word, int count)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

/* What stands in variables of the glue while a thread runs, and is its own. */
static void on_thread_switch(rt_thread *from, rt_thread *to)
{
    rt_stackless_switch_thread(from == NULL ? NULL : &from->stackless, &to->stackless);
}

static RT_COLD void wait_for_lock(void)
{
    __atomic_add_fetch(&rt_gil_waiting, 1, __ATOMIC_SEQ_CST);
    while (__atomic_exchange_n(&gil, CONTENDED, __ATOMIC_SEQ_CST) != FREE)
        sleep_on(&gil, CONTENDED);
    __atomic_add_fetch(&turns, 1, __ATOMIC_SEQ_CST);
    __atomic_sub_fetch(&rt_gil_waiting, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&yielding, __ATOMIC_SEQ_CST) != 0)
        wake(&turns, INT_MAX);
}

void rt_gil_release(void)
{
    gave_up = 1;
    if (__atomic_exchange_n(&gil, FREE, __ATOMIC_SEQ_CST) == CONTENDED)
        wake(&gil, 1);
}

void rt_gil_acquire(void)
{
    int32_t expected = FREE;
    if (!__atomic_compare_exchange_n(&gil, &expected, HELD, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        wait_for_lock();
    gave_up = 0;
    if (rt_running != self) {
        on_thread_switch(rt_running, self);
        rt_running = self;
    }
}

void rt_gil_yield(void)
{
    if (__atomic_load_n(&rt_gil_waiting, __ATOMIC_SEQ_CST) == 0)
        return;
    int32_t turn = __atomic_load_n(&turns, __ATOMIC_SEQ_CST);
    rt_before_external_call();
    __atomic_add_fetch(&yielding, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&turns, __ATOMIC_SEQ_CST) == turn && __atomic_load_n(&rt_gil_waiting, __ATOMIC_SEQ_CST) != 0)
        sleep_on(&turns, turn);
    __atomic_sub_fetch(&yielding, 1, __ATOMIC_SEQ_CST);
    rt_after_external_call();
}

typedef struct {
    uintptr_t *stack_top;
    uintptr_t registers[RT_SAVED_REGISTERS];
} rt_left_behind;

void *rt_gil_begin_callback(void)
{
    if (!is_known)
        rt_fatal("C calls a function of the program in a thread that the program did not start", NULL);
    if (!gave_up)
        return NULL;
    rt_left_behind *place = malloc(sizeof *place);
    if (place == NULL)
        rt_fatal("out of memory in a function called by C", NULL);
    place->stack_top = self->stack_top;
    memcpy(place->registers, self->registers, sizeof place->registers);
    rt_gil_acquire();
    return place;
}

void rt_gil_end_callback(void *opaque)
{
    rt_left_behind *place = opaque;
    if (place != NULL) {
        self->stack_top = place->stack_top;
        memcpy(self->registers, place->registers, sizeof place->registers);
        free(place);
        rt_gil_release();
    }
}


/* The life of a thread */

void rt_threads_start(void)
{
    is_known = 1;
}

static int64_t call_function(int64_t unused, uint8_t **function)
{
    (void)unused;
    ((rt_function *)function)->code(function);
    return 0;
}

static void detach(void)
{
    rt_thread **link = &rt_main_thread.next;
    while (*link != self)
        link = &(*link)->next;
    *link = self->next;
    rt_running = NULL;
    rt_gc_thread_ended();
    rt_gil_release();
    free(self);
}

static void *run_thread(void *thread)
{
    self = thread;
    is_known = 1;
    self->stack_base = __builtin_frame_address(0);
    rt_gc_thread_started(self->stack_base);
    rt_gil_acquire();
    rt_run(call_function, 0, self->function);
    detach();
    return NULL;
}

rt_bool rt_thread_start(int64_t function, int64_t stack_size)
{
    const int64_t smallest = 9 << 20; /* more than the resume loop takes it for; untouched memory costs nothing */
    pthread_attr_t attributes;
    pthread_t created;
    rt_thread *thread = calloc(1, sizeof *thread);
    if (thread == NULL)
        return 0;
    thread->function = (void *)function;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, (size_t)(stack_size > smallest ? stack_size : smallest));
    thread->next = rt_main_thread.next;
    rt_main_thread.next = thread;
    int failed = pthread_create(&created, &attributes, run_thread, thread);
    pthread_attr_destroy(&attributes);
    if (failed) {
        rt_main_thread.next = thread->next;
        free(thread);
    }
    return !failed;
}

void rt_threads_after_fork(void)
{
    rt_thread **link = &rt_main_thread.next;
    while (*link != NULL) {
        rt_thread *thread = *link;
        if (thread == self) {
            link = &thread->next;
        } else {
            *link = thread->next;
            free(thread);
        }
    }
    if (self != &rt_main_thread)
        rt_main_thread.stack_top = rt_main_thread.stack_base; /* its stack is gone */
    gil = HELD;
    rt_gil_waiting = 0;
    yielding = 0;
}
