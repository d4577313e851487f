/* Suspending and resuming, as generated code sees it (see the section on it in ARCHITECTURE.md).

   A call that is suspended fails like one that raises an exception; the mark `rt_unwinding` stands in the place of the
   exception. Each caller then saves its frame and fails too, down to the resume loop, which enters frames again. */
#ifndef RT_STACKLESS_H
#define RT_STACKLESS_H

/* A call that was left in the middle. What it needs to go on follows in the layouts of the stackless transform. */
typedef struct rt_frame rt_frame;
struct rt_frame {
    rt_header header;
    rt_frame *next;        /* the caller's */
    rt_bool (*code)(void); /* enters the function again, in the middle; 0 if it fails */
    int64_t site;          /* at which call */
};

extern rt_object rt_unwinding;

#define rt_is_unwinding() (rt_exception == (void *)&rt_unwinding)

/* The result of the call that just ended, for the frame that waits for it. */
#define RT_RESULT_SIZE 256
extern char rt_result[RT_RESULT_SIZE];

#define RT_SET_RESULT(type, ...) do { \
        _Static_assert(sizeof(type) <= RT_RESULT_SIZE, "a result is too large"); \
        *(type *)rt_result = (__VA_ARGS__); \
    } while (0)

/* A frame linked behind those that were saved before it in this unwinding. */
void *rt_save_frame(size_t size, uint32_t tid, rt_bool (*code)(void), int64_t site);

/* Start unwinding: to suspend the running chain of calls as Stack `own` and continue the Stack `target`; or to go on
   with the same calls once they are all on the heap. */
void rt_switch_stack(void *own, void *target);
RT_COLD void rt_unwind_stack(void);

/* Calls `entry` and sees to all that is suspended until it returns. */
int64_t rt_run(int64_t (*entry)(int64_t, uint8_t **), int64_t argc, uint8_t **argv);

/* Called by a collector that does not look into static data: gives it the references that are held here. */
void rt_stackless_roots(void (*add)(void *));

/* What is of one thread. All else here is used between two calls only, where no thread gives way to another. */
typedef struct {
    uintptr_t check;     /* what a function compares with the address of its frame at entry: `limit`, or the highest
                            address while the resume loop enters a function again */
    uintptr_t limit;     /* the lowest address that a function with a stack check may have its frame at */
    uintptr_t end;       /* the lowest that there is */
    int64_t callbacks;   /* that are on the C stack */
    rt_frame *resumed;   /* the frame that is entered again */
} rt_stackless_state;

extern rt_stackless_state rt_stackless;

/* Puts aside what is of one thread (if it goes on), and makes what is of another valid. */
void rt_stackless_switch_thread(rt_stackless_state *from, const rt_stackless_state *to);

/* Whether the function that found the stack to be low is entered again. */
#define rt_is_resuming() (rt_stackless.check != rt_stackless.limit)

/* No address of a frame, for which the compiler would set up a frame pointer. */
RT_INLINE uintptr_t rt_stack_pointer(void)
{
    uintptr_t address;
#if defined __x86_64__
    __asm__("movq %%rsp, %0" : "=r"(address));
#elif defined __aarch64__
    __asm__("mov %0, sp" : "=r"(address));
#else
#error "the stack pointer of this machine is not known"
#endif
    return address;
}

/* The frame that is entered again; from here on calls are entered at their start. */
RT_INLINE rt_frame *rt_take_resumed(void)
{
    rt_stackless.check = rt_stackless.limit;
    return rt_stackless.resumed;
}

/* Around a call by a function that C called. Below it on the stack is C that cannot be unwound, so there is no switch
   until it has come back (transform.rpython.coroutine sees to that), and if the stack is low only what is above is moved.
   rt_callback_resume says whether the call was suspended, and has come to its end only now. */
uintptr_t rt_callback_begin(void);
rt_bool rt_callback_resume(void);
void rt_callback_end(uintptr_t outer);

/* The value of such a call of type T; `result` is that if it was suspended, `failure` says that it raised an exception. */
#define RT_PINNED(T, call, result, failure) ({ \
        uintptr_t outer_ = rt_callback_begin(); \
        T value_ = call; \
        if (rt_callback_resume()) \
            value_ = rt_exception == NULL ? result : failure; \
        rt_callback_end(outer_); \
        value_; \
    })

#ifdef RT_CHAOS
/* Whether the stack check of a function is to unwind: each one, or at random if BOBBIN_CHAOS is set to a seed. The same
   check never does so twice in a row, for what it unwinds may be a function that is called again then. */
rt_bool rt_chaos(const char *function);
#define rt_stack_is_low() (rt_is_resuming() || rt_chaos(__func__))
#else
#define rt_stack_is_low() (rt_stack_pointer() < rt_stackless.check)
#endif

#define rt_stack_space() ((int64_t)(rt_stack_pointer() - rt_stackless.limit))

#endif
