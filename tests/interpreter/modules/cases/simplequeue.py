"""`_queue`: what `queue.SimpleQueue` is."""
import _queue
import queue
import threading
import time

print(queue.SimpleQueue is _queue.SimpleQueue, queue.Empty is _queue.Empty, _queue.Empty.__module__, _queue.SimpleQueue.__doc__)
q = queue.SimpleQueue()
print(q.empty(), q.qsize())
for i in range(5):
    q.put(i)
q.put_nowait(5)
q.put(6, False, timeout=-3)
print(q.empty(), q.qsize(), [q.get() for _ in range(6)], q.get_nowait(), q.qsize())

for get in (lambda: q.get(False), q.get_nowait, lambda: q.get(timeout=0.01), lambda: q.get(timeout=0), lambda: q.get(block=True, timeout=-1),
            lambda: q.get(True, timeout=1e30), lambda: q.get(False, timeout=-1), lambda: q.get(timeout="x")):
    try:
        print(get())
    except Exception as error:
        print(type(error).__name__, error)


class Named(queue.SimpleQueue):
    def __init__(self, name):
        self.name = name


named = Named("a name")
named.put("x")
print(named.name, named.get(), queue.SimpleQueue[int])

# Threads that wait get what comes, each once.
taken = []


def consume():
    while (item := q.get()) is not None:
        taken.append(item)


threads = [threading.Thread(target=consume) for _ in range(3)]
for thread in threads:
    thread.start()
for i in range(300):
    q.put(i)
    if i % 100 == 0:
        time.sleep(0.005)
for _ in threads:
    q.put(None)
for thread in threads:
    thread.join()
print(sorted(taken) == list(range(300)), q.empty())
