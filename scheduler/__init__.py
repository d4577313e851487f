"""Microthreads: run queues, channels, OS threads and the global lock. Knows nothing of Python objects.

    microthread.py   a chain of calls that can be suspended, and the rings in which it waits
    channel.py       where two microthreads meet
    scheduler.py     one for each OS thread: which microthread runs, how one gives way to another
    timers.py        which microthreads wait for a time
    poller.py        which wait for files: epoll
    helpers.py       a few OS threads for calls that block and that epoll knows nothing of
    sleeper.py       how an OS thread sleeps until another wakes it
    threads.py       starting OS threads; the global lock round calls that block
"""
