"""How an OS thread sleeps until another wakes it."""
from __future__ import annotations

from transform.rpython import CLibrary, Ptr, alloc, free, int32, null
from transform.rpython.threads import after_external_call, before_external_call

libc = CLibrary(
    "void wait_for_word(int *word, long nanoseconds); void wake_word(int *word); long monotonic_time(void);",
    headers=["linux/futex.h", "sys/syscall.h", "time.h", "unistd.h"],
    source="""
    static void wait_for_word(int *word, long nanoseconds) {
        struct timespec left = {nanoseconds / 1000000000, nanoseconds % 1000000000};
        syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, nanoseconds < 0 ? NULL : &left, NULL, 0);
    }

    static void wake_word(int *word) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0); }

    static long monotonic_time(void) {
        struct timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return time.tv_sec * 1000000000L + time.tv_nsec;
    }
    """)


def now() -> int:
    """Nanoseconds of a clock that only goes on."""
    return libc.monotonic_time()


class Population:
    """How many OS threads there are, and how many of them sleep until another has something for them and have got
    nothing yet."""
    threads: int
    sleeping: int

    def __init__(self) -> None:
        self.threads = 1
        self.sleeping = 0

    def can_be_woken(self) -> bool:
        """Whether there is another thread that could wake the running one."""
        return self.threads - self.sleeping > 1


population = Population()


class Sleeper:
    """The place where one thread sleeps: a word that is 1 as soon as it is to wake. The thread `is_lost` if only
    another can wake it; it is counted in `population.sleeping` then."""
    word: Ptr[int32]
    is_asleep: bool
    is_lost: bool

    def __init__(self) -> None:
        self.word = null(int32)
        self.is_asleep = False
        self.is_lost = False

    def sleep(self, nanoseconds: int, is_lost: bool) -> None:
        """Gives up the lock and sleeps until `wake`, for that long at most, or until a signal comes; takes the lock. A
        negative time is unlimited."""
        word = self.word
        if not word:
            self.word = word = alloc(int32)
        word[0] = int32(0)
        self.is_asleep = True
        if is_lost:
            self.is_lost = True
            population.sleeping += 1
        before_external_call()
        libc.wait_for_word(word, nanoseconds)
        after_external_call()
        self.is_asleep = False
        self.find()

    def find(self) -> None:
        """The thread has something to do. That counts from now on, not from when it gets the lock: others that would
        sleep meanwhile can rely on it."""
        if self.is_lost:
            self.is_lost = False
            population.sleeping -= 1

    def wake(self) -> None:
        """Wakes the thread if it sleeps; called with the lock."""
        if self.is_asleep:
            self.find()
            self.word[0] = int32(1)
            libc.wake_word(self.word)

    def end(self) -> None:
        """The thread is at its end."""
        if self.word:
            free(self.word)
            self.word = null(int32)
