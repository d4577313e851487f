"""Threads: locks between them, data of their own, queues, pools, exceptions, the end."""
import _thread
import queue
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

# Those that wait for a lock get it in their order.
lock = _thread.allocate_lock()
lock.acquire()
order = []
waiting = []


def waits(number):
    waiting.append(number)
    with lock:
        order.append(number)


identities = set()
for number in range(3):
    identities.add(_thread.start_new_thread(waits, (number,)))
    while len(waiting) <= number:
        time.sleep(0.001)
    time.sleep(0.005)
print(waiting, order, len(identities), _thread.get_ident() in identities, _thread._count())
lock.release()
while len(order) < 3:
    time.sleep(0.001)
print(order)
lock.acquire()
begin = time.monotonic()
print(lock.acquire(timeout=0.05), time.monotonic() - begin >= 0.05, lock.acquire(False))
lock.release()

# Data of each thread.
local = threading.local()
local.x = 1
seen = []


class Counted(threading.local):
    made = 0

    def __init__(self, first):
        type(self).made += 1
        self.items = [first]


counted = Counted("begin")
counted.items.append("main")


def has_its_own():
    seen.append(hasattr(local, "x"))
    local.x = 2
    seen.append(local.x)
    seen.append(counted.items)


thread = threading.Thread(target=has_its_own)
thread.start()
thread.join()
print(seen, local.x, counted.items, Counted.made, thread.is_alive(), sorted(vars(local)))

# A recursive lock belongs to a thread.
recursive = threading.RLock()
results = []
with recursive:
    with recursive:
        thread = threading.Thread(target=lambda: results.append(recursive.acquire(blocking=False)))
        thread.start()
        thread.join()
try:
    recursive.release()
except RuntimeError as error:
    results.append(str(error))
print(results)

# Producers and consumers.
items = queue.Queue(2)


def produce(count):
    for number in range(count):
        items.put(number)
    items.put(None)


threading.Thread(target=produce, args=(20,)).start()
print(list(iter(items.get, None)))

# Conditions, events, semaphores, barriers, timers.
event = threading.Event()
print(event.wait(0.01))
threading.Timer(0.02, event.set).start()
print(event.wait(5))
condition = threading.Condition()
ready = []


def notifier():
    with condition:
        ready.append(True)
        condition.notify_all()


with condition:
    threading.Thread(target=notifier).start()
    print(condition.wait_for(lambda: ready, 5))
barrier = threading.Barrier(3)
places = []
threads = [threading.Thread(target=lambda: places.append(barrier.wait())) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(places))

# A pool.
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda x: x * x, range(8))))
    print(sorted(done.result() for done in as_completed([pool.submit(pow, 2, n) for n in range(5)])))
    failed = pool.submit(lambda: 1 // 0)
    print(repr(failed.exception()))

# Threads that compute take turns.
total = [0] * 4


def compute(place):
    for number in range(3000):
        total[place] += number


threads = [threading.Thread(target=compute, args=(place,)) for place in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)

# Exceptions.
caught = []
threading.excepthook = lambda arguments: caught.append((arguments.exc_type.__name__, str(arguments.exc_value)))
thread = threading.Thread(target=lambda: {}["missing"])
thread.start()
thread.join()
thread = threading.Thread(target=sys.exit, args=(3,))
thread.start()
thread.join()
print(caught)
thread = threading.Thread(target=lambda: caught.append(threading.current_thread() is threading.main_thread()))
thread.start()
thread.join()
print(caught[-1], threading.current_thread() is threading.main_thread())
for attempt in (lambda: thread.start(), lambda: threading.current_thread().join(), lambda: threading.stack_size(1)):
    try:
        attempt()
    except (RuntimeError, ValueError) as error:
        print(type(error).__name__, error)
print(threading.active_count(), threading.stack_size())

# Who waits at the end of the program is waited for.
threading.Thread(target=lambda: (time.sleep(0.05), print("last"))).start()
