/* OS threads and the lock that one of them holds at a time, the GIL (global interpreter lock): who has it may touch the
   heap.

   A thread that gives the lock up for a while leaves its registers and the end of its stack behind, so that a collection
   of another thread finds what it refers to. Until it has the lock again it must not read or write a reference. */
#ifndef RT_THREADS_H
#define RT_THREADS_H

#define RT_SAVED_REGISTERS 6

typedef struct rt_thread rt_thread;
struct rt_thread {
    rt_thread *next;        /* in the list of all */
    uintptr_t *stack_base;  /* the highest word of its stack that is looked at */
    void *function;         /* what it runs, a function value that the program keeps alive until it is called */

    /* While it does not have the lock. */
    uintptr_t *stack_top;   /* the lowest word of its stack in use; NULL before its start */
    uintptr_t registers[RT_SAVED_REGISTERS];

    /* What other parts of the glue keep for each thread: valid while another one has the lock. */
    rt_stackless_state stackless;
};

/* The first of all threads that have a stack, the main one. */
extern rt_thread rt_main_thread;
/* The one that has the lock, or had it last. */
extern rt_thread *rt_running;
/* How many wait for the lock. */
extern int64_t rt_gil_waiting;

/* Starts a thread that runs a function value of type Callable[[], None], with the lock. False if the system refuses. */
rt_bool rt_thread_start(int64_t function, int64_t stack_size);

/* In a new process that fork made: only the calling thread is in it. */
void rt_threads_after_fork(void);

void rt_gil_release(void);
void rt_gil_acquire(void);

/* Round a function that C calls: a thread that has given up the lock gets it for so long. `rt_gil_begin_callback` gives what
   the other one takes: where the thread stood when it gave the lock up, or NULL if it had not. In a thread that the program did
   not start this is fatal. */
void *rt_gil_begin_callback(void);
void rt_gil_end_callback(void *place);

/* The main thread begins. */
void rt_threads_start(void);

/* Before a call of C that may block: other threads run from here on. */
RT_INLINE void rt_before_external_call(void)
{
    rt_thread *self = rt_running;
#if defined __x86_64__
    __asm__ volatile("movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\tmovq %%r13, 24(%0)\n\t"
                     "movq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)\n\tmovq %%rsp, %1"
                     : : "r"(self->registers), "m"(self->stack_top) : "memory");
#else
#error "the registers of this machine are not known"
#endif
    rt_gil_release();
}

/* Behind it. */
RT_INLINE void rt_after_external_call(void)
{
    rt_gil_acquire();
}

/* Whether a thread waits. */
RT_INLINE rt_bool rt_gil_is_wanted(void)
{
    return __atomic_load_n(&rt_gil_waiting, __ATOMIC_RELAXED) != 0;
}

/* Lets a thread run that waits, if there is one. */
RT_COLD void rt_gil_yield(void);

#endif
