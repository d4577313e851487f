"""Reads what `transform.rpython.gcmodule.dump_heap` wrote.

    reading.py    the file -> a Heap
    retained.py   what goes when an object goes: dominators
    __main__.py   ``python -m transform.heapdump FILE``: a summary by type
"""
