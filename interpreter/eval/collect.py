"""Collecting garbage when a program asks for it, so that nothing stays which it has let go.

The collector takes every word of the C stack for a reference, also those that calls have left there which ended long ago. So the running calls are
suspended while it works: then all that they need is in frames on the heap, and the C stack is empty."""
from __future__ import annotations

from interpreter.eval.liveness import forget_dead_temporaries
from interpreter.eval.microthread import current
from interpreter.objects.object import method_cache
from transform.rpython import CLibrary, Stack, callback_depth, gcmodule, is_translated, switch_stack

libc = CLibrary(
    "void clear_stack(void);",
    headers=["string.h"],
    source="""
    /* What was left below the running calls by others, so that it is not found in gaps of the calls that come. */
    static void clear_stack(void) {
        char room[1 << 16];
        memset(room, 0, sizeof room);
        __asm__ volatile ("" : : "r" (room) : "memory");
    }
    """,
)


class Collection:
    """One collection, on a stack of its own."""
    generation: int
    caller: Stack

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self.caller = Stack()

    def run(self) -> Stack:
        libc.clear_stack()
        gcmodule.collect(self.generation)
        libc.clear_stack()
        return self.caller


def collect(generation: int) -> None:
    """Collects the garbage of a generation (`gcmodule.ALL` or `YOUNG`) and ends what has ended."""
    forget_dead_temporaries()
    method_cache.clear()
    if is_translated() and callback_depth() == 0:
        collection = Collection(generation)
        switch_stack(collection.caller, Stack(collection.run))
    else:
        gcmodule.collect(generation)
    run_finalizers()


def run_finalizers() -> None:
    """Ends the objects that were found to be garbage, unless this is called by what ends one: two objects that end may need the same lock."""
    own = current()
    if gcmodule.finalizers_wait() and not own.is_finalizing:
        own.is_finalizing = True
        try:
            gcmodule.run_finalizers()
        finally:
            own.is_finalizing = False
