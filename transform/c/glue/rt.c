/* The start of the program, its exceptions and its end by a fatal error. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>
#include "rt.h"

/* Made with the program: calls its entry function. */
int64_t rt_entry(int64_t argc, uint8_t **argv);


/* The traceback: a ring of the last places that an exception passed, innermost first. A raise puts a mark before
   them. Raising an exception again that was caught a little before (every `finally`, every `except` that does not
   match) puts a mark that leads back to where the ring stood when it was caught. */

#define RING 128 /* powers of two */
#define CAUGHT 8

typedef struct {
    const rt_location *at; /* NULL for a mark */
    uint64_t resume;       /* of a mark: go on before this entry; 0 ends the traceback */
} entry;

void *rt_exception;

static entry ring[RING];
static uint64_t recorded; /* entries ever written; entry number n stands at n % RING */

/* The exceptions that were caught last, with `recorded` at that time. */
static struct {
    void *exception;
    uint64_t at;
} caught[CAUGHT];
static uint64_t catches;

static void record(const rt_location *at, uint64_t resume)
{
    ring[recorded++ % RING] = (entry){at, resume};
}

void rt_raise(void *exception)
{
    record(NULL, 0);
    rt_exception = exception;
}

void rt_reraise(void *exception)
{
    uint64_t resume = 0;
    for (uint64_t i = 1; i <= CAUGHT && resume == 0; i++)
        if (caught[(catches - i) % CAUGHT].exception == exception)
            resume = caught[(catches - i) % CAUGHT].at;
    record(NULL, resume);
    rt_exception = exception;
}

void rt_traceback_add(const rt_location *at)
{
    if (!rt_is_unwinding())
        record(at, 0);
}

void *rt_catch(void)
{
    void *exception = rt_exception;
    caught[catches % CAUGHT].exception = exception;
    caught[catches++ % CAUGHT].at = recorded;
    rt_exception = NULL;
    return exception;
}

/* The line of the C function itself that all up to `at` was inlined into. */
static const rt_location *outermost(const rt_location *at)
{
    while (at->caller != 0)
        at -= at->caller;
    return at;
}

static void print_location(const rt_location *at)
{
    if (at->caller != 0)
        print_location(at - at->caller);
    const rt_place *place = &rt_places[at->place];
    fprintf(stderr, "  File \"%s\", line %u, in %s\n", place->file, at->line, place->function);
}

void rt_print_traceback(void)
{
    const rt_location *found[RING];
    int count = 0;
    uint64_t oldest = recorded > RING ? recorded - RING : 0;
    uint64_t i = recorded;
    while (i > oldest) {
        const entry *e = &ring[--i % RING];
        if (e->at != NULL) {
            found[count++] = e->at;
        } else if (e->resume > oldest) {
            /* The function that raises again is there already, with the line that it failed at first. */
            const rt_location *first = ring[(e->resume - 1) % RING].at;
            if (count > 0 && first != NULL && outermost(found[count - 1])->place == outermost(first)->place)
                count--;
            i = e->resume;
        } else {
            break;
        }
    }
    for (int k = 0; k < count; k++) /* the outermost call was recorded last */
        print_location(found[k]);
}


/* Fatal errors */

static _Noreturn void end(const rt_location *at)
{
    if (at != NULL) {
        fputs("RPython traceback:\n", stderr);
        print_location(at);
    }
    fflush(stderr);
    abort();
}

static void begin(void)
{
    fflush(stdout);
    fputs("Fatal RPython error: ", stderr);
}

void rt_fatal(const char *message, const rt_location *at)
{
    begin();
    fprintf(stderr, "%s\n", message);
    end(at);
}

void rt_fatal_none(const char *what, const rt_location *at)
{
    begin();
    fprintf(stderr, "%s is None\n", what);
    end(at);
}

void rt_fatal_cast(const char *expected, const rt_location *at)
{
    begin();
    fprintf(stderr, "object is no instance of %s\n", expected);
    end(at);
}

static void print_code_point(uint32_t c)
{
    if (c < 0x80)
        putc((int)c, stderr);
    else if (c < 0x800)
        fprintf(stderr, "%c%c", (int)(0xc0 | c >> 6), (int)(0x80 | (c & 63)));
    else if (c < 0x10000)
        fprintf(stderr, "%c%c%c", (int)(0xe0 | c >> 12), (int)(0x80 | (c >> 6 & 63)), (int)(0x80 | (c & 63)));
    else
        fprintf(stderr, "%c%c%c%c", (int)(0xf0 | c >> 18), (int)(0x80 | (c >> 12 & 63)),
                (int)(0x80 | (c >> 6 & 63)), (int)(0x80 | (c & 63)));
}

void rt_fatal_str(const uint8_t *message, int64_t bytes, int64_t count, const rt_location *at)
{
    int64_t width = count ? bytes / count : 1;
    begin();
    for (int64_t i = 0; i < count; i++) {
        uint32_t c = 0;
        memcpy(&c, message + i * width, (size_t)width);
        print_code_point(c);
    }
    putc('\n', stderr);
    end(at);
}

#ifdef RT_DEBUG
void rt_broken_promise(const char *promise, const char *file, int line)
{
    begin();
    fprintf(stderr, "broken promise: %s (%s:%d)\n", promise, file, line);
    end(NULL);
}
#endif


/* Memory */

void *rt_copy_object(const void *r)
{
    uint32_t tid = rt_tid(r);
    size_t size = ((const rt_type *)(rt_vtables + tid))->size;
    rt_object *copy = rt_alloc(size, tid);
    if (copy != NULL)
        memcpy(copy + 1, (const rt_object *)r + 1, size - sizeof *copy);
    return copy;
}

void *rt_raw_alloc(int64_t n, size_t size)
{
    if (n < 0)
        return NULL;
    return calloc(n ? (size_t)n : 1, size ? size : 1);
}

int64_t rt_get_errno(void)
{
    return errno;
}

void rt_set_errno(int64_t value)
{
    errno = (int)value;
}


/* A fault of the machine: most often the end of the C stack. The handler runs on a stack of its own. */

#ifndef RT_DEBUG /* in a debug build the sanitizer reports these */

#define STACK_MARGIN (64 << 10) /* a frame may touch memory this far from the stack pointer */

static uintptr_t stack_pointer(const ucontext_t *context)
{
#if defined __x86_64__
    return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined __aarch64__
    return (uintptr_t)context->uc_mcontext.sp;
#else
#error "the stack pointer of this machine is not known"
#endif
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    static const char overflow[] = "Fatal RPython error: C stack overflow\n";
    static const char fault[] = "Fatal RPython error: segmentation fault\n";
    uintptr_t distance = (uintptr_t)info->si_addr - stack_pointer(context) + STACK_MARGIN;
    (void)signal;
    ssize_t written = distance < 2 * STACK_MARGIN ? write(2, overflow, sizeof overflow - 1)
                                                  : write(2, fault, sizeof fault - 1);
    (void)written;
    abort();
}

static void watch_faults(void)
{
    static char stack[64 << 10];
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = on_fault;
    sigaltstack(&alternative, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

#else

static void watch_faults(void)
{
}

#endif

int main(int argc, char **argv)
{
    watch_faults();
    rt_gc_start();
    rt_threads_start();
    int64_t status = rt_entry(argc, (uint8_t **)argv);
    if (rt_exception != NULL) {
        fflush(stdout);
        fputs("RPython traceback (most recent call last):\n", stderr);
        rt_print_traceback();
        return 1;
    }
    return (int)status;
}
