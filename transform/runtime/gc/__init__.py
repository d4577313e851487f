"""The collector: conservative-root sticky Immix, linked into each program that is built with ``--gc=immix``.

    geometry.py    sizes of blocks and lines, the bits of a header
    system.py      memory from the operating system, settings from the environment
    vectors.py     growable arrays of addresses outside of the heap
    objects.py     what an object is to the collector: its type, its size, its header
    blocks.py      the space of small objects: blocks, lines, runs of free lines, the start map
    large.py       the space of large objects: runs of pages
    marker.py      tracing
    weak.py        weak references and finalizers
    inspection.py  all objects, referrers, referents
    dump.py        the heap as a file
    policy.py      when to collect, and which kind of collection
    heap.py        a heap: allocation's slow path, the barrier's log, the phases of a collection
    entry.py       the program's heap, and the functions that C calls
    program.py     what `transform.rpython.gcmodule` is when translated: not part of the collector, but on top of it

Nothing here but program.py allocates objects of the heap or raises: `transform.passes.barriers` checks that in each
program. On CPython the same code runs on real memory, with types and roots that a test gives it.
"""
