"""`_multiprocessing`: semaphores, and what the library makes of them."""
import _multiprocessing
import os
import threading
import time
from _multiprocessing import SemLock


def shown(call, *arguments):
    try:
        print(call(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


name = f"/bobbin-test-{os.getpid()}"
print(_multiprocessing.flags, SemLock.SEM_VALUE_MAX, SemLock.__name__, SemLock.__module__)
semaphore = SemLock(1, 2, 3, name, False)
print(semaphore.kind, semaphore.maxvalue, semaphore.name == name, semaphore.handle != 0, semaphore._get_value(), semaphore._is_zero())
try:
    SemLock(1, 1, 1, name, True)
except FileExistsError as error:
    print(error.strerror)
print(semaphore.acquire(), semaphore.acquire(True, 1.5), semaphore.acquire(False), semaphore.acquire(timeout=0.01), semaphore.acquire(True, -5))
print(semaphore._get_value(), semaphore._is_zero(), semaphore._count(), semaphore._is_mine())
again = SemLock._rebuild(semaphore.handle, 1, 3, name)
again.release()
print(semaphore._get_value(), again._count())
_multiprocessing.sem_unlink(name)
for call in (lambda: _multiprocessing.sem_unlink(name), lambda: SemLock._rebuild(0, 1, 1, name), lambda: SemLock(2, 1, 1, name, True),
             lambda: SemLock(1, -1, 1, name, True), lambda: SemLock(1, 1, 1, "a\0b", True), lambda: semaphore.acquire(True, "a")):
    shown(call)
semaphore.release(), semaphore.release()
shown(semaphore.release)
semaphore._after_fork()
print(semaphore._count())

lock = SemLock(0, 1, 1, name, True)
print(lock.name, lock.acquire(), lock.acquire(), lock._count(), lock._is_mine(), lock._get_value())
lock.release()
found = []
thread = threading.Thread(target=lambda: found.extend([lock._is_mine(), lock.acquire(False), lock.acquire(True, 0.02)]))
thread.start()
thread.join()
print(found)
thread = threading.Thread(target=lambda: shown(lock.release))
thread.start()
thread.join()
lock.release()
shown(lock.release)
with lock:
    print(lock._is_zero())
print(lock._is_zero())


# A thread that waits gets it when another process gives it back.
class Counting(SemLock):
    pass


lock = Counting(1, 0, 1, name, True)
child = os.fork()
if child == 0:
    time.sleep(0.05)
    lock.release()
    os._exit(0)
print(lock.acquire(True, 10), isinstance(lock, SemLock))
os.waitpid(child, 0)

from multiprocessing import get_context


def square(number):
    return number * number


def work(queue, event):
    event.wait()
    for number in range(3):
        queue.put(square(number))


context = get_context("fork")
queue, event = context.Queue(), context.Event()
process = context.Process(target=work, args=(queue, event))
process.start()
event.set()
print([queue.get(timeout=10) for _ in range(3)])
process.join()
print(process.exitcode)
with context.Pool(2) as pool:
    print(pool.map(square, range(10)), pool.apply_async(square, (7,)).get(10))
