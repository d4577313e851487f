/* C that calls the program back: a function value of type Callable[[], None]. */
#include <stdint.h>
#include <stdlib.h>

static void call_back(int64_t function)
{
#ifdef RT_H
    struct {
        rt_header header;
        rt_bool (*code)(void *self);
    } *value = (void *)function;
    uintptr_t outer = rt_callback_begin();
    value->code(value);
    rt_callback_resume();
    rt_callback_end(outer);
#else /* on CPython, where it is looked at and not called */
    (void)function;
    abort();
#endif
}
