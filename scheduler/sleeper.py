"""How an OS thread sleeps until another wakes it."""
from __future__ import annotations

from transform.rpython import CLibrary, Ptr, alloc, free, int32, null
from transform.rpython.threads import after_external_call, before_external_call

WAKE_IN_C = """
    /* The words are those of a Sleeper. */
    static void wake_sleeper(int *words) {
        static const long one = 1;
        words[0] = 1;
        if (words[1] < 0)
            syscall(SYS_futex, words, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
        else if (write(words[1], &one, sizeof one) < 0)
            return;
    }
"""
"""`wake_sleeper`, for the handlers of signals as well. It needs HEADERS."""

HEADERS = ["linux/futex.h", "sys/syscall.h", "time.h", "unistd.h"]

libc = CLibrary(
    "void wait_for_word(int *word, long nanoseconds); void wake_sleeper(int *words); long monotonic_time(void);",
    headers=HEADERS,
    source=WAKE_IN_C + """
    static void wait_for_word(int *word, long nanoseconds) {
        struct timespec left = {nanoseconds / 1000000000, nanoseconds % 1000000000};
        syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, nanoseconds < 0 ? NULL : &left, NULL, 0);
    }

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

NO_FILE = -1


class Sleeper:
    """The place where one thread sleeps: two words that C code knows, too, since handlers of signals wake a thread.

    The first is 1 as soon as the thread is to wake. The second is the file that it sleeps in, one of eventfd(2), if it
    waits for other files as well; else NO_FILE, and it sleeps in futex(2), which needs no file. The thread `is_lost`
    if only another can wake it; it is counted in `population.sleeping` then."""
    words: Ptr[int32]
    is_asleep: bool
    is_lost: bool

    def __init__(self) -> None:
        self.words = null(int32)
        self.is_asleep = False
        self.is_lost = False

    def place(self) -> Ptr[int32]:
        """The two words, which stay where they are until `end`."""
        words = self.words
        if not words:
            self.words = words = alloc(int32, 2)
            words[1] = int32(NO_FILE)
        return words

    def prepare(self, file: int) -> None:
        """From now on `wake` keeps the thread from falling asleep in a file or, with NO_FILE, in `sleep`."""
        words = self.place()
        words[0] = int32(0)
        words[1] = int32(file)
        self.is_asleep = True

    def sleep(self, nanoseconds: int, is_lost: bool) -> None:
        """Gives up the lock and sleeps until `wake`, for that long at most, or until a signal comes; takes the lock. A
        negative time is unlimited."""
        if is_lost:
            self.is_lost = True
            population.sleeping += 1
        before_external_call()
        libc.wait_for_word(self.words, nanoseconds)
        after_external_call()
        self.rise()

    def rise(self) -> None:
        """The thread has woken, or does not sleep after all."""
        self.is_asleep = False
        self.words[1] = int32(NO_FILE)
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
            libc.wake_sleeper(self.words)

    def end(self) -> None:
        """The thread is at its end."""
        if self.words:
            free(self.words)
            self.words = null(int32)
