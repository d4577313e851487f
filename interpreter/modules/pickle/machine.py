"""The machine that pickles are programs of: a stack, and what codes do to it.

Data may be damaged or hostile: whatever it holds, the outcome is an object or an exception."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error, value_error
from interpreter.modules.pickle.errors import unpickling_error
from interpreter.modules.pickle.source import Source
from interpreter.objects.dict import Dict
from interpreter.objects.list import List, new_list
from interpreter.objects.list_methods import list_type
from interpreter.objects.dict_methods import dict_type
from interpreter.objects.memoryview import toreadonly, view_of
from interpreter.objects.object import Instance, Object, Type, type_of
from interpreter.objects.set import AnySet, FrozenSet
from interpreter.objects.set_operations import update
from interpreter.objects.singletons import NONE
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.str import EMPTY_STR, Str, intern_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple2, tuple3
from interpreter.protocols.attributes import find_optional, get_attribute, set_attribute
from interpreter.protocols.call import call, call1, call_any, call_tuples
from interpreter.protocols.item import set_item
from interpreter.protocols.iterate import next_of
from transform.rpython import inline



class Machine(Object):
    """The base of unpicklers. Below `fence`, the place of the last mark, the stack is not touched.

    `memo` has the objects that can be referred to; those with numbers that nobody expects are in `sparse_memo`."""
    source: Source
    stack: list[Object]
    marks: list[int]
    fence: int
    memo: list[Object]
    sparse_memo: dict[int, Object]
    buffers: Optional[Object]
    protocol: int

    def __init__(self) -> None:
        self.source = Source(b"")
        self.stack = []
        self.marks = []
        self.fence = 0
        self.memo = []
        self.sparse_memo = {}
        self.buffers = None
        self.protocol = 0

    def underflow(self) -> PyError:
        return unpickling_error("unexpected MARK found" if len(self.marks) > 0 else "unpickling stack underflow")

    # The stack.

    @inline
    def push(self, x: Object) -> None:
        self.stack.append(x)

    def pop(self) -> Object:
        if len(self.stack) <= self.fence:
            raise self.underflow()
        return self.stack.pop()

    def top(self) -> Object:
        if len(self.stack) <= self.fence:
            raise self.underflow()
        return self.stack[len(self.stack) - 1]

    def mark(self) -> None:
        self.fence = len(self.stack)
        self.marks.append(self.fence)

    def marked(self) -> int:
        """The place of the last mark, which is taken away. UnpicklingError."""
        if len(self.marks) == 0:
            raise unpickling_error("could not find MARK")
        start = self.marks.pop()
        self.fence = self.marks[len(self.marks) - 1] if len(self.marks) > 0 else 0
        return start

    def pop_from(self, start: int) -> list[Object]:
        """The items from a place on, which are taken off."""
        if start < self.fence:
            raise self.underflow()
        items = self.stack[start:]
        del self.stack[start:]
        return items

    def discard(self) -> None:
        """Takes off the last item, or the last mark if nothing is above it."""
        if len(self.marks) > 0 and self.marks[len(self.marks) - 1] == len(self.stack):
            self.marked()
        else:
            self.pop()

    def make_pair(self) -> None:
        second = self.pop()
        self.push(tuple2(self.pop(), second))

    def make_triple(self) -> None:
        third = self.pop()
        second = self.pop()
        self.push(tuple3(self.pop(), second, third))

    # The memo.

    def remember(self, number: int) -> None:
        """Gives the last item a number."""
        x = self.top()
        if number == len(self.memo):
            self.memo.append(x)
        elif 0 <= number < len(self.memo):
            self.memo[number] = x
        elif number < 0:
            raise value_error("negative PUT argument")
        else:
            self.sparse_memo[number] = x

    def next_number(self) -> int:
        return len(self.memo) + len(self.sparse_memo)

    def recall(self, number: int) -> None:
        """Pushes the item that has a number. UnpicklingError."""
        if 0 <= number < len(self.memo):
            self.push(self.memo[number])
            return
        found = self.sparse_memo.get(number)
        if found is None:
            raise unpickling_error(f"Memo value not found at index {number}")
        self.push(found)

    # Containers.

    def make_dict(self) -> None:
        items = self.pop_from(self.marked())
        if len(items) % 2 != 0:
            raise unpickling_error("odd number of items for DICT")
        result = Dict()
        for i in range(0, len(items), 2):
            result.set(items[i], items[i + 1])
        self.push(result)

    def make_frozen_set(self) -> None:
        result = FrozenSet()
        for item in self.pop_from(self.marked()):
            result.add(item)
        self.push(result)

    def container_below(self, start: int) -> Object:
        """The item under a place, to which what is above it is added."""
        if start > len(self.stack) or start <= self.fence:
            raise self.underflow()
        return self.stack[start - 1]

    def append_from(self, start: int) -> None:
        """Appends the items from a place on to what is below them."""
        target = self.container_below(start)
        items = self.pop_from(start)
        if len(items) == 0:
            return
        if isinstance(target, List) and type_of(target) is list_type:
            for item in items:
                target.push(item)
            return
        extend = find_optional(target, "extend")
        if extend is not None:
            call1(extend, new_list(items))
            return
        append = get_attribute(target, "append")
        for item in items:
            call1(append, item)

    def set_from(self, start: int) -> None:
        """Makes the pairs from a place on items of what is below them."""
        target = self.container_below(start)
        items = self.pop_from(start)
        if len(items) % 2 != 0:
            raise unpickling_error("odd number of items for SETITEMS")
        if isinstance(target, Dict) and type_of(target) is dict_type:
            for i in range(0, len(items), 2):
                target.set(items[i], items[i + 1])
            return
        for i in range(0, len(items), 2):
            set_item(target, items[i], items[i + 1])

    def add_from(self, start: int) -> None:
        """Adds the items from a place on to the set below them."""
        target = self.container_below(start)
        items = self.pop_from(start)
        if len(items) == 0:
            return
        if isinstance(target, AnySet):
            update(target, new_list(items))
            return
        add = get_attribute(target, "add")
        for item in items:
            call1(add, item)

    # Other objects.

    def reduce(self) -> None:
        arguments = self.pop()
        f = self.pop()
        if not isinstance(arguments, Tuple):
            raise type_error("argument list must be a tuple")
        self.push(call_tuples(f, arguments, EMPTY_TUPLE))

    def make_new(self, code: str, with_names: bool) -> None:
        """``cls.__new__(cls, *args)``, or with names also."""
        keywords: Object = self.pop() if with_names else NONE
        arguments = self.pop()
        cls = self.pop()
        if not isinstance(cls, Type):
            raise unpickling_error(f"{code} class argument must be a type, not {type_of(cls).name}")
        if not isinstance(arguments, Tuple):
            raise unpickling_error(f"{code} args argument must be a tuple, not {type_of(arguments).name}")
        maker = get_attribute(cls, "__new__")
        if not with_names:
            if arguments.length == 0:
                self.push(call1(maker, cls))
            else:
                self.push(call_tuples(maker, new_tuple([cls]), arguments))
            return
        if not isinstance(keywords, Dict):
            raise unpickling_error(f"{code} kwargs argument must be a dict, not {type_of(keywords).name}")
        names: list[str] = []
        values: list[Object] = []
        for key in keywords.keys():
            value = keywords.get(key)
            if not isinstance(key, Str):
                raise type_error("keywords must be strings")
            if value is not None:
                names.append(key.value)
                values.append(value)
        given: list[Object] = [cls]
        for argument in arguments.items():
            given.append(argument)
        self.push(call_any(maker, given, names, values))

    def instantiate(self, cls: Object, arguments: list[Object]) -> None:
        """An instance of a class of Python 2, whose ``__init__`` is called if there are arguments only."""
        if len(arguments) == 0 and isinstance(cls, Type) and find_optional(cls, "__getinitargs__") is None:
            self.push(call1(get_attribute(cls, "__new__"), cls))
        else:
            self.push(call(cls, arguments))

    def make_object(self) -> None:
        start = self.marked()
        if len(self.stack) - start < 1:
            raise self.underflow()
        arguments = self.pop_from(start + 1)
        self.instantiate(self.pop(), arguments)

    def build(self) -> None:
        """Gives the last item but one its state."""
        if len(self.stack) - 2 < self.fence:
            raise self.underflow()
        state = self.pop()
        target = self.top()
        setter = find_optional(target, "__setstate__")
        if setter is not None:
            call1(setter, state)
            return
        in_slots: Object = NONE
        if isinstance(state, Tuple) and state.length == 2:
            in_slots = state.item(1)
            state = state.item(0)
        if state is not NONE:
            if not isinstance(state, Dict):
                raise unpickling_error("state is not a dictionary")
            set_attributes(target, state)
        if in_slots is not NONE:
            if not isinstance(in_slots, Dict):
                raise unpickling_error("slot state is not a dictionary")
            for key in in_slots.keys():
                value = in_slots.get(key)
                if value is not None:
                    set_attribute(target, attribute_name(key), value)

    # Buffers.

    def next_buffer(self) -> None:
        buffers = self.buffers
        if buffers is None:
            raise unpickling_error("pickle stream refers to out-of-band data but no *buffers* argument was given")
        buffer = next_of(buffers)
        if buffer is None:
            raise unpickling_error("not enough out-of-band buffers")
        self.push(buffer)

    def make_buffer_read_only(self) -> None:
        view = view_of(self.top())
        if not view.is_read_only():
            self.stack[len(self.stack) - 1] = toreadonly(view)


def attribute_name(key: Object) -> str:
    if not isinstance(key, Str):
        raise type_error(f"attribute name must be string, not '{type_of(key).name}'")
    return key.value


def set_attributes(target: Object, state: Dict) -> None:
    """Adds a state to an object's ``__dict__``."""
    if isinstance(target, Instance) and target.has_attributes() and type_of(target).lookup("__dict__") is DICT_DESCRIPTOR:
        number = state.next_entry(0)
        while number >= 0:
            key = state.key_at(number)
            if not isinstance(key, Str) or type_of(key) is not type_of(EMPTY_STR):
                break
            target.set_own(intern_str(key).value, state.value_at(number))
            number = state.next_entry(number + 1)
        if number < 0:
            return
    attributes = get_attribute(target, "__dict__")
    for key in state.keys():
        value = state.get(key)
        if value is not None:
            set_item(attributes, intern_str(key) if isinstance(key, Str) and type_of(key) is type_of(EMPTY_STR) else key, value)
