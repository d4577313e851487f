"""Handlers of signals.

A handler in C notes that a signal came; Python's handler runs when the evaluation loop, or a call that a signal interrupted, asks `check_signals`."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.eval.frame import state
from interpreter.eval.pending import LEFT, Attendant, work
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error, text_at
from interpreter.modules.tracebacks import write_error
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object
from interpreter.objects.set import Set
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.protocols.attributes import lookup_special
from interpreter.protocols.call import call2
from interpreter.protocols.number import as_int
from scheduler.grants import Waiting
from scheduler.scheduler import running
from scheduler.sleeper import HEADERS, WAKE_IN_C
from scheduler.threads import schedulers
from transform.rpython import CLibrary, get_errno, item_address

libc = CLibrary(
    """
    int install_handler(int number, int how);
    int how_handled(int number);
    int take_pending(void);
    void note_signal(int number);
    int any_pending(void);
    int set_wakeup(int file, int warns);
    int check_wakeup(int file);
    int take_wakeup_error(void);
    void set_attention(long *word);
    void set_sleeper(int *words);
    int kill(int process, int number);
    unsigned int alarm(unsigned int seconds);
    int getpid(void);
    int interrupt_calls(int number, int flag);
    char *strsignal(int number);
    """,
    headers=["errno.h", "fcntl.h", "signal.h", "string.h", "sys/stat.h"] + HEADERS,
    source=WAKE_IN_C + """
    static volatile sig_atomic_t pending[65], is_any_pending;
    static volatile int wakeup_file = -1, warns_when_full = 1, wakeup_error;
    static volatile long *attention;
    static int *sleeper;

    static void note_signal(int number) {
        int before = errno;
        pending[number] = 1;
        is_any_pending = 1;
        if (attention != NULL) *attention = 0;
        if (sleeper != NULL) wake_sleeper(sleeper);
        if (wakeup_file >= 0) {
            unsigned char byte = (unsigned char)number;
            if (write(wakeup_file, &byte, 1) < 0 && (warns_when_full || (errno != EAGAIN && errno != EWOULDBLOCK)))
                wakeup_error = errno;
        }
        errno = before;
    }

    static int take_wakeup_error(void) { int found = wakeup_error; wakeup_error = 0; return found; }

    static int check_wakeup(int file) {
        struct stat status;
        if (fstat(file, &status) != 0) return -1;
        int flags = fcntl(file, F_GETFL);
        return flags < 0 ? -1 : (flags & O_NONBLOCK) != 0;
    }

    static int install_handler(int number, int how) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_handler = how == 0 ? SIG_DFL : how == 1 ? SIG_IGN : note_signal;
        return sigaction(number, &action, NULL);
    }

    static int interrupt_calls(int number, int interrupts) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) != 0) return -1;
        action.sa_flags = interrupts ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
        return sigaction(number, &action, NULL);
    }

    static int how_handled(int number) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) != 0) return -1;
        return action.sa_handler == SIG_DFL ? 0 : action.sa_handler == SIG_IGN ? 1 : 2;
    }

    static int any_pending(void) { return is_any_pending; }

    static int take_pending(void) {
        is_any_pending = 0;
        for (int number = 1; number < 65; number++)
            if (pending[number]) {
                pending[number] = 0;
                is_any_pending = 1;
                return number;
            }
        return 0;
    }

    static void set_attention(long *word) { attention = word; }
    static void set_sleeper(int *words) { sleeper = words; }

    static int set_wakeup(int file, int warns) {
        int before = wakeup_file;
        wakeup_file = file;
        warns_when_full = warns;
        return before;
    }
    """,
)

COUNT = 65
DEFAULT, IGNORE, CALLED = range(3)
_KEYBOARD_INTERRUPT = EXCEPTIONS["KeyboardInterrupt"]


class Handlers:
    """Python's handler of each signal. Tasklets in the ring `awaiting` go on when one has run."""
    by_number: list[Object]
    awaiting: Waiting

    def __init__(self) -> None:
        self.by_number = [NONE] * COUNT
        self.awaiting = Waiting()


handlers = Handlers()


def trip(number: int) -> None:
    """Has the handler of a signal run as if the signal had come, if there is one in Python."""
    if libc.how_handled(number) == CALLED:
        libc.note_signal(number)


def check_signals() -> None:
    """Runs the Python handlers of signals that came, in the main thread; what they raise, this raises."""
    if libc.any_pending() != 0 and is_main_thread():
        run_handlers()


def is_main_thread() -> bool:
    """Whether the main thread runs."""
    return running.scheduler is schedulers.by_number[0]


class SignalAttendant(Attendant):
    """Runs Python handlers between the instructions of a program."""

    def attend(self) -> None:
        check_signals()


work.register(SignalAttendant())


def run_handlers() -> None:
    failure = libc.take_wakeup_error()
    if failure != 0:
        write_error("Exception ignored when trying to write to the signal wakeup fd:\n")
        print_unraisable(os_error(failure), NONE)
    while True:
        number = libc.take_pending()
        if number == 0:
            return
        for waiting in handlers.awaiting.items():
            waiting.end_wait()
        handler = handlers.by_number[number]
        if not isinstance(handler, Int) and handler is not NONE:
            frame = state.frame
            if frame is not None:
                frame.escaped = True
            call2(handler, new_int(number), NONE if frame is None else frame)


def checked_number(number: int) -> None:
    if not 1 <= number < COUNT:
        raise value_error("signal number out of range")


@exposed("signal")
def set_handler(signalnum: int, handler: Object, /) -> Object:
    """Set the action for the given signal."""
    checked_number(signalnum)
    if not is_main_thread():
        raise value_error("signal only works in main thread of the main interpreter")
    how = CALLED
    if isinstance(handler, Int):
        value = as_int(handler)
        if value != DEFAULT and value != IGNORE:
            raise type_error("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        how = value
    elif lookup_special(handler, "__call__") is None:
        raise type_error("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    check_signals()
    before = handlers.by_number[signalnum]
    if libc.install_handler(signalnum, how) != 0:
        raise os_error(get_errno())
    handlers.by_number[signalnum] = handler
    return before


@exposed("getsignal")
def get_handler(signalnum: int, /) -> Object:
    """Return the current action for the given signal."""
    checked_number(signalnum)
    return handlers.by_number[signalnum]


@exposed("default_int_handler")
def default_int_handler(signalnum: int, frame: Object, /) -> None:
    """The default handler for SIGINT installed by Python."""
    raise PyError(_KEYBOARD_INTERRUPT, "")


@exposed("raise_signal")
def raise_signal(signalnum: int, /) -> None:
    """Send a signal to the executing process."""
    if libc.kill(libc.getpid(), signalnum) != 0:
        raise os_error(get_errno())
    check_signals()


@exposed("alarm")
def alarm(seconds: int, /) -> int:
    """Arrange for SIGALRM to arrive after the given number of seconds."""
    return int(libc.alarm(seconds))


@exposed("siginterrupt")
def interrupt_calls(signalnum: int, flag: int, /) -> None:
    """Change system call restart behaviour."""
    checked_number(signalnum)
    if libc.interrupt_calls(signalnum, flag) != 0:
        raise os_error(get_errno())


@exposed("strsignal")
def describe(signalnum: int, /) -> Object:
    """Return the system description of the given signal."""
    checked_number(signalnum)
    text = text_at(libc.strsignal(signalnum))
    return NONE if text.startswith("Unknown signal") else new_str(text)


@exposed("valid_signals")
def valid_signals() -> Object:
    """Return a set of valid signal numbers on this platform."""
    found = Set()
    for number in range(1, COUNT):
        if number != 32 and number != 33:
            found.add(new_int(number))
    return found


@exposed("set_wakeup_fd")
def set_wakeup_file(fd: int, /, *, warn_on_full_buffer: bool = True) -> int:
    """Sets the fd to be written to (with the signal number) when a signal comes in."""
    if not is_main_thread():
        raise value_error("set_wakeup_fd only works in main thread of the main interpreter")
    if fd != -1:
        found = libc.check_wakeup(fd)
        if found < 0:
            raise os_error(get_errno())
        if found == 0:
            raise value_error(f"the fd {fd} must be in non-blocking mode")
    return libc.set_wakeup(fd, 1 if warn_on_full_buffer else 0)


def take_main_thread() -> None:
    """Has signals wake the running thread, which is the main one, wherever it sleeps."""
    libc.set_sleeper(running.scheduler.queue.sleeper.place())


def start() -> None:
    """Takes over what the process was started with, and makes Ctrl-C a KeyboardInterrupt."""
    libc.set_attention(item_address(LEFT, 0))
    take_main_thread()
    for number in range(1, COUNT):
        how = libc.how_handled(number)
        if how == DEFAULT or how == IGNORE:
            handlers.by_number[number] = new_int(how)
    libc.install_handler(_SIGPIPE, IGNORE)
    handlers.by_number[_SIGPIPE] = new_int(IGNORE)
    if libc.how_handled(_SIGINT) != IGNORE:
        libc.install_handler(_SIGINT, CALLED)
        found = attributes.get_str("default_int_handler")
        if found is not None:
            handlers.by_number[_SIGINT] = found


_SIGINT = 2
_SIGPIPE = 13
attributes = Dict()
