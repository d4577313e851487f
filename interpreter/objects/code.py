"""Code objects: what the compiler makes of a function, class or module."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.object import Map, Object, Type
from interpreter.objects.str import Str
from transform.rpython import GcArray, inline, int32, never_inline, new_array, not_none, unlikely


UNITS = 2
"""By how much offsets that programs see (`f_lasti`, `co_lines`) count an instruction: CPython's are in bytes, and library code halves them."""


class Flag:
    """Bits of `Code.flags`, with CPython's values."""
    OPTIMIZED = 0x1
    NEWLOCALS = 0x2
    VARARGS = 0x4
    VARKEYWORDS = 0x8
    NESTED = 0x10
    GENERATOR = 0x20
    COROUTINE = 0x80
    ITERABLE_COROUTINE = 0x100
    ASYNC_GENERATOR = 0x200
    FUTURE_ANNOTATIONS = 0x1000000
    RESUMABLE = GENERATOR | COROUTINE | ASYNC_GENERATOR


class Cache:
    """The inline cache of one instruction that looks up a name: a global, an attribute, a method.

    What it holds is right as long as what it was found in has the version (of a type) or the layout (of a dict), or is the `map`,
    that is noted here. `kind` says what was found (see eval/attributes.py and eval/names.py); `next` is an entry for another shape of object."""
    name: str
    kind: int
    index: int
    version: int
    second_version: int
    map: Optional[Map]
    next_map: Optional[Map]
    type: Optional[Type]
    value: Optional[Object]
    next: Optional[Cache]

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind = 0
        self.index = 0
        self.version = 0
        self.second_version = 0
        self.map = None
        self.next_map = None
        self.type = None
        self.value = None
        self.next = None

    def forget(self) -> None:
        """Empties it, so that it keeps nothing alive."""
        self.kind = 0
        self.version = 0
        self.second_version = 0
        self.map = None
        self.next_map = None
        self.type = None
        self.value = None
        self.next = None


class Code(Object):
    """The compiled form of a function, class or module body; `words` are instructions as bytecode.py describes.

    Registers: the parameters in the order of `varnames` (positional-only, positional, keyword-only, *args, **kwargs), the other local
    variables of `varnames`, cells that are no parameters, cells of the closure from `first_free` on (in the order of `freevars`),
    temporaries. The register of a parameter that is a cell too holds the cell once MAKE_CELL was run. `cell_registers` has the
    register of each of `cellvars`. `simple_count` is the number of arguments with which a call needs nothing but copying them and running
the code, or -1. The first constant of a function is its docstring, or None. After the fields are set, `ready` completes the object."""
    name: str
    qualname: str
    filename: str
    first_line: int
    flags: int
    argument_count: int
    positional_only_count: int
    keyword_only_count: int
    register_count: int
    simple_count: int
    first_free: int
    words: GcArray[int]
    constants: GcArray[Object]
    names: list[str]
    varnames: list[str]
    cellvars: list[str]
    freevars: list[str]
    cell_registers: list[int]
    cache_names: list[str]
    caches: GcArray[Optional[Cache]]
    positions: GcArray[int32]
    exception_table: GcArray[int32]
    live_temporaries: Optional[GcArray[int]]
    is_armed: bool

    def __init__(self, name: str, qualname: str, filename: str, first_line: int) -> None:
        self.name = name
        self.qualname = qualname
        self.filename = filename
        self.first_line = first_line
        self.flags = 0
        self.argument_count = 0
        self.positional_only_count = 0
        self.keyword_only_count = 0
        self.register_count = 0
        self.simple_count = -1
        self.first_free = 0
        self.words = new_array(int, 0)
        self.constants = new_array(Object, 0)
        self.names = []
        self.varnames = []
        self.cellvars = []
        self.freevars = []
        self.cell_registers = []
        self.cache_names = []
        self.caches = new_array(Optional[Cache], 0)
        self.positions = new_array(int32, 0)
        self.exception_table = new_array(int32, 0)
        self.live_temporaries = None
        self.is_armed = False

    def ready(self) -> None:
        """Makes what follows from the other fields."""
        self.caches = new_array(Optional[Cache], len(self.cache_names))
        if self.flags & (Flag.VARARGS | Flag.VARKEYWORDS | Flag.RESUMABLE) == 0 and self.keyword_only_count == 0:
            self.simple_count = self.argument_count

    @inline
    def forget_caches(self) -> None:
        """Empties the inline caches."""
        for i in range(len(self.caches)):
            cache = self.caches[i]
            if cache is not None:
                cache.forget()

    def cache(self, number: int) -> Cache:
        """An inline cache, made when its instruction is run for the first time."""
        found = self.caches[number]
        return self.new_cache(number) if unlikely(found is None) else not_none(found)

    @never_inline
    def new_cache(self, number: int) -> Cache:
        made = Cache(self.cache_names[number])
        self.caches[number] = made
        return made

    def handler_of(self, position: int) -> int:
        """Where an exception raised by an instruction is handled, or -1."""
        table = self.exception_table
        for i in range(0, len(table), 3):
            if int(table[i]) <= position < int(table[i + 1]):
                return int(table[i + 2])
        return -1

    def line_of(self, position: int) -> int:
        """The line of an instruction; where it has none, of the last one before it that has, or of the definition."""
        if 4 * position < len(self.positions):
            while position >= 0:
                line = int(self.positions[4 * position])
                if line > 0:
                    return line
                position -= 1
        return self.first_line

    def docstring(self) -> Optional[Object]:
        """The first constant of a function, if it is a string."""
        if self.flags & Flag.OPTIMIZED and len(self.constants) > 0:
            first = self.constants[0]
            if isinstance(first, Str):
                return first
        return None

    def copy(self) -> Code:
        """A code object with the same contents and caches of its own."""
        made = Code(self.name, self.qualname, self.filename, self.first_line)
        made.flags = self.flags
        made.argument_count = self.argument_count
        made.positional_only_count = self.positional_only_count
        made.keyword_only_count = self.keyword_only_count
        made.register_count = self.register_count
        made.first_free = self.first_free
        made.words = self.words
        made.constants = self.constants
        made.names = self.names
        made.varnames = self.varnames
        made.cellvars = self.cellvars
        made.freevars = self.freevars
        made.cell_registers = self.cell_registers
        made.cache_names = self.cache_names
        made.positions = self.positions
        made.exception_table = self.exception_table
        made.ready()
        return made
