"""Fast profiler: what `cProfile` stands on.

How often each function is called and how long it runs, altogether and by who calls it, from the events of `sys.setprofile`. Functions written in
Python are known by their code, built-in ones by a text."""
import collections
import sys
import time
import types

__all__ = ["Profiler", "profiler_entry", "profiler_subentry"]

profiler_entry = collections.namedtuple("profiler_entry", "code callcount reccallcount totaltime inlinetime calls")
profiler_entry.__module__ = "_lsprof"
profiler_subentry = collections.namedtuple("profiler_subentry", "code callcount reccallcount totaltime inlinetime")
profiler_subentry.__module__ = "_lsprof"


class Totals:
    """Numbers of calls and times, of a function or of a function as called by another one. `depth` is how many of these calls are running."""
    __slots__ = ("callcount", "depth", "inline", "recursive", "total")

    def __init__(self):
        self.total = self.inline = 0
        self.callcount = self.recursive = self.depth = 0

    def add(self, total, inline):
        """A call has ended."""
        self.depth -= 1
        if self.depth == 0:
            self.total += total
        else:
            self.recursive += 1
        self.inline += inline
        self.callcount += 1


class Entry(Totals):
    """The totals of a function; `calls` has those of what it calls, by function. `cProfile` knows functions by identity, so `key` is the same
    object wherever the function occurs."""
    __slots__ = ("calls", "key")

    def __init__(self, key):
        super().__init__()
        self.key = key
        self.calls = {}


class Call:
    """A running call: of what function, since when, and the time spent in calls that it made. `part` is what its caller knows of the function."""
    __slots__ = ("begin", "entry", "inner", "key", "part")

    def __init__(self, key, entry, part):
        self.key = key
        self.entry = entry
        self.part = part
        self.inner = 0


class Profiler:
    """Profiler(timer=None, timeunit=None, subcalls=True, builtins=True)

    Builds a profiler object using the specified timer function.
    The default timer is a fast built-in one based on real time.
    For custom timer functions returning integers, 'timeunit' can
    be a float specifying a scale (that is, how long each integer unit
    is, in seconds)."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = time.perf_counter_ns if timer is None else _guarded(timer)
        self._unit = 1e-9 if timer is None else timeunit or 1.0
        self._entries = {}
        self._running = []
        self._subcalls, self._builtins = subcalls, builtins

    def enable(self, subcalls=None, builtins=None):
        """enable(subcalls=True, builtins=True)

        Start collecting profiling information.
        If 'subcalls' is True, also records for each function
        statistics separated according to its current caller.
        If 'builtins' is True, records the time spent in
        built-in functions separately from their caller."""
        if subcalls is not None:
            self._subcalls = bool(subcalls)
        if builtins is not None:
            self._builtins = bool(builtins)
        sys.setprofile(self)

    def disable(self):
        """disable()

        Stop collecting profiling information."""
        sys.setprofile(None)
        while self._running:
            self._leave()

    def clear(self):
        """clear()

        Clear all profiling information collected so far."""
        self._entries.clear()
        self._running.clear()

    def getstats(self):
        """getstats() -> list of profiler_entry objects"""
        unit = self._unit
        return [profiler_entry(key, entry.callcount, entry.recursive, entry.total * unit, entry.inline * unit,
                               [profiler_subentry(called, part.callcount, part.recursive, part.total * unit, part.inline * unit)
                                for called, part in entry.calls.items() if part.callcount] or None)
                for key, entry in self._entries.items() if entry.callcount]

    def __call__(self, frame, event, argument):
        """An event of `sys.setprofile`."""
        if event == "call":
            if frame.f_code is _DISABLE:
                if self._builtins:
                    self._enter("<method 'disable' of '_lsprof.Profiler' objects>")
                sys.setprofile(None)
            else:
                self._enter(frame.f_code)
        elif event == "return":
            if self._running and self._running[-1].key is frame.f_code:
                self._leave()
        elif self._builtins:
            if event == "c_call":
                self._enter(_text_of(argument))
            elif self._running and self._running[-1].key == _text_of(argument):
                self._leave()

    def _enter(self, key):
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = Entry(key)
        key = entry.key
        entry.depth += 1
        part = None
        if self._subcalls and self._running:
            calls = self._running[-1].entry.calls
            part = calls.get(key)
            if part is None:
                part = calls[key] = Totals()
            part.depth += 1
        call = Call(key, entry, part)
        self._running.append(call)
        call.begin = self._timer()

    def _leave(self):
        call = self._running.pop()
        total = self._timer() - call.begin
        inline = total - call.inner
        if self._running:
            self._running[-1].inner += total
        call.entry.add(total, inline)
        if call.part is not None:
            call.part.add(total, inline)


_DISABLE = Profiler.disable.__code__


def _guarded(timer):
    """A timer of the program; when it fails, that is reported, and the time is 0."""
    def read():
        try:
            return timer()
        except Exception as error:
            sys.unraisablehook(types.SimpleNamespace(exc_type=type(error), exc_value=error, exc_traceback=error.__traceback__, err_msg=None,
                                                     object=timer))
            return 0
    return read


def _text_of(function):
    """The name of a built-in function, as profiles show it."""
    owner = getattr(function, "__self__", None)
    if owner is None and not hasattr(function, "__module__"):
        return repr(function)
    if owner is not None and not isinstance(owner, types.ModuleType):
        method = getattr(type(owner), function.__name__, None)
        if method is not None:
            return repr(method)
    module = getattr(function, "__module__", None)
    name = function.__name__ if module is None else f"{module}.{function.__name__}"
    return f"<built-in method {name}>"
