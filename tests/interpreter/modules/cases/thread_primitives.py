import _thread


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except BaseException as error:
        print(type(error).__name__, error)


def plain(x):
    """A text without what differs from run to run."""
    text = str(x)
    start = text.find(" at 0x")
    return text[:start]


lock = _thread.allocate_lock()
print(plain(lock), lock.locked(), lock.acquire(), lock.locked(), plain(lock))
print(lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
attempt(lock.release)
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -2)
attempt(lock.acquire, True, 1e20)
with lock as held:
    print(held, lock.locked())
print(lock.locked(), isinstance(lock, _thread.LockType), _thread.LockType)
print(_thread.error is RuntimeError, _thread.TIMEOUT_MAX)

r = _thread.RLock()
print(r.acquire(), r.acquire(), r._is_owned(), r._recursion_count())
saved = r._release_save()
print(saved == (2, _thread.get_ident()), r._is_owned())
r._acquire_restore(saved)
r.release()
r.release()
attempt(r.release)
attempt(r._release_save)
with r:
    with r:
        print(r._recursion_count())
print(plain(r))

print(_thread.get_ident() == _thread.get_ident() > 0, _thread.get_native_id() > 0, _thread._count())
attempt(_thread.exit)
attempt(_thread.start_new_thread, 3, ())
attempt(_thread.start_new_thread, print, [])
attempt(_thread.start_new_thread, print, (), 3)
attempt(_thread.interrupt_main, 1000)

local = _thread._local()
local.x = 1
print(local.x, local.__dict__)
attempt(_thread._local, 1)


class Mine(_thread._local):
    default = 5

    def __init__(self, x):
        self.x = x


print(Mine(3).x, Mine(4).default, Mine(1).__dict__)
for each in local, Mine(1):
    attempt(setattr, each, "__dict__", {})
    attempt(delattr, each, "__dict__")
