"""C implementation of the Python queue module.
This module is an implementation detail, please do not use it directly."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.clocks import as_nanoseconds
from interpreter.modules.parking import FOREVER, Waiting, deadline_after, wait_in
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple

empty_type = Type("Empty", None, [EXCEPTIONS["Exception"]], {})
define(ExceptionObject, "Empty", existing=empty_type, allocate=new_exception, module="_queue",
       doc="Exception raised by Queue.get(block=0)/get_nowait().")


class SimpleQueue(Object):
    """Simple, unbounded, reentrant FIFO queue."""
    items: list[Optional[Object]]
    first: int
    waiting: Optional[Waiting]

    def __init__(self) -> None:
        self.items = []
        self.first = 0
        self.waiting = None

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        if arguments.length + keywords.count > 0 and cls.slots[Slot.INIT] is queue_type.slots[Slot.INIT]:
            raise type_error(f"{cls.name}() takes no arguments")
        return allocate(cls)

    def count(self) -> int:
        return len(self.items) - self.first

    def take(self) -> Object:
        """The oldest item, of a queue that has some. What was taken leaves its place when it is half of the list."""
        item = self.items[self.first]
        assert item is not None
        self.items[self.first] = None
        self.first += 1
        if 2 * self.first >= len(self.items):
            self.items = self.items[self.first:]
            self.first = 0
        return item

    @exposed("put")
    def put(self, item: Object, block: bool = True, timeout: Object = NONE) -> None:
        """Put the item on the queue.

        The optional 'block' and 'timeout' arguments are ignored, as this method
        never blocks.  They are provided for compatibility with the Queue class."""
        self.items.append(item)
        if self.waiting is not None:
            self.waiting.grant()

    @exposed("put_nowait")
    def put_nowait(self, item: Object) -> None:
        """Put an item into the queue without blocking.

        This is exactly equivalent to `put(item)` and is provided for
        compatibility with the Queue class."""
        self.put(item)

    @exposed("get")
    def get(self, block: bool = True, timeout: Object = NONE) -> Object:
        """Remove and return an item from the queue.

        If optional args 'block' is true and 'timeout' is None (the default),
        block if necessary until an item is available. If 'timeout' is
        a non-negative number, it blocks at most 'timeout' seconds and raises
        the Empty exception if no item was available within that time.
        Otherwise ('block' is false), return an item if one is immediately
        available, else raise the Empty exception ('timeout' is ignored
        in that case)."""
        deadline = deadline_of(timeout) if block and timeout is not NONE else FOREVER
        while self.count() == 0:
            if not block or not wait_in(self.getters(), deadline) and self.count() == 0:
                raise PyError(empty_type, "")
        return self.take()

    def getters(self) -> Waiting:
        """Those that wait for an item."""
        waiting = self.waiting
        if waiting is None:
            self.waiting = waiting = Waiting()
        return waiting

    @exposed("get_nowait")
    def get_nowait(self) -> Object:
        """Remove and return an item from the queue without blocking.

        Only get an item if one is immediately available. Otherwise
        raise the Empty exception."""
        return self.get(False)

    @exposed("empty")
    def is_empty(self) -> bool:
        """Return True if the queue is empty, False otherwise (not reliable!)."""
        return self.count() == 0

    @exposed("qsize")
    def size(self) -> int:
        """Return the approximate size of the queue (not reliable!)."""
        return self.count()

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_getitem(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


def deadline_of(timeout: Object) -> int:
    nanoseconds = as_nanoseconds(timeout)
    if nanoseconds < 0:
        raise value_error("'timeout' must be a non-negative number")
    return deadline_after(nanoseconds)


class SimpleQueueInstance(MappedStorage, SimpleQueue):
    """An instance of a class below SimpleQueue."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


def allocate(type: Type) -> Object:
    return SimpleQueueInstance(type) if type.is_heap else SimpleQueue()


queue_type = define(SimpleQueue, "SimpleQueue", allocate=allocate, module="_queue")
define_module(__name__, "_queue", contents={"Empty": empty_type, "SimpleQueue": queue_type})
