"""Calls in the evaluation loop: a call of a Python function enters a frame, without recursion in C."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error
from interpreter.eval.arguments import frame_for, frame_of_call, frame_of_names, frame_of_registers, frame_of_unpacked
from interpreter.eval import generators
from interpreter.eval.frame import Entered, Frame, state
from interpreter.eval.pending import attend, tick
from interpreter.eval.unwind import stop_value
from interpreter.objects.builtin_function import BoundBuiltin, BuiltinFunction
from interpreter.objects.code import Flag
from interpreter.objects.dict import Dict
from interpreter.objects.function import Function, Method
from interpreter.objects.exceptions import exception_object
from interpreter.objects.generator import Generator, GeneratorState, new_generator
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.objects.type import object_type, type_type
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call1, call2, call3, call_any, call_builtin, call_tuples, check_required, parameter_position
from interpreter.protocols.iterate import list_of
from interpreter.protocols.item import get_item_any
from interpreter.protocols.text import str_of
from interpreter.protocols.types import new_object
from transform.rpython import GcArray, inline, likely, never_inline, new_array, not_none, uint8, uint16

_NO_NAMES: list[str] = []
_NO_VALUES: list[Object] = []


@inline
def enter_function(frame: Frame, function: Function, first: int, count: int, destination: int) -> Frame:
    """The frame to go on with after a call of a Python function whose `count` arguments are in registers from `first` on."""
    if likely(function.code.simple_count == count):
        callee = frame_for(frame, function)
        for i in range(count):
            callee.write(i, frame.read(first + i))
        return push(frame, callee, destination)
    return enter_unusual(frame, function, first, count, destination)


@inline
def push(frame: Frame, callee: Frame, destination: int, entered: uint8 = Entered.CALL) -> Frame:
    """Enters a frame whose arguments are in place; it is kept for the next call."""
    callee.back = frame
    callee.return_register = uint16(destination)
    callee.entered = entered
    state.depth += 1
    if state.depth > state.recursion_limit:
        raise too_deep()
    frame.spare = callee
    state.frame = callee
    return attended(callee) if tick() else callee


@never_inline
def attended(entered: Frame) -> Frame:
    """A frame that was entered, when work waits."""
    attend()
    return entered


def too_deep() -> PyError:
    state.depth -= 1
    return PyError(_RECURSION_ERROR, "maximum recursion depth exceeded")


_RECURSION_ERROR = EXCEPTIONS["RecursionError"]


@never_inline
def enter_unusual(frame: Frame, function: Function, first: int, count: int, destination: int) -> Frame:
    """A call with defaults, of a generator function, with ``*args``, or with a wrong number of arguments."""
    return enter_or_make(frame, frame_of_registers(frame, function, None, first, count), function, destination)


def enter_or_make(frame: Frame, callee: Frame, function: Function, destination: int) -> Frame:
    """Enters a frame; or makes the generator that it is for, and stays."""
    if function.code.flags & Flag.RESUMABLE:
        frame.write(destination, new_generator(callee, function.name, function.qualname))
        return frame
    return push(frame, callee, destination)


def registers(frame: Frame, first: int, count: int) -> list[Object]:
    """The contents of some registers."""
    result: list[Object] = []
    for i in range(count):
        result.append(frame.read(first + i))
    return result


@inline
def call_builtin_function(frame: Frame, function: BuiltinFunction, first: int, count: int) -> Object:
    match count:
        case 0:
            return function.code0(function)
        case 1:
            return function.code1(function, frame.read(first))
        case 2:
            return function.code2(function, frame.read(first), frame.read(first + 1))
        case 3:
            return function.code3(function, frame.read(first), frame.read(first + 1), frame.read(first + 2))
        case 4:
            return function.code4(function, frame.read(first), frame.read(first + 1), frame.read(first + 2), frame.read(first + 3))
        case _:
            return call_builtin(function, registers(frame, first, count), _NO_NAMES, _NO_VALUES)


@never_inline
def call_other(frame: Frame, called: Object, first: int, count: int, destination: int) -> Frame:
    """A call of what is neither a Python function nor a built-in one."""
    if isinstance(called, Method):
        function = called.function
        if isinstance(function, Function):
            return enter_or_make(frame, frame_of_registers(frame, function, called.instance, first, count), function, destination)
    elif isinstance(called, Type):
        initialiser = python_initialiser(called)
        if initialiser is not None:
            instance = new_object(called, 0)
            return enter_initialiser(frame, frame_of_registers(frame, initialiser, instance, first, count), instance, destination)
    elif not isinstance(called, BoundBuiltin):
        method = type_of(called).slots[Slot.CALL]
        if isinstance(method, Function):
            return enter_or_make(frame, frame_of_registers(frame, method, called, first, count), method, destination)
    match count:
        case 0:
            result = call0(called)
        case 1:
            result = call1(called, frame.read(first))
        case 2:
            result = call2(called, frame.read(first), frame.read(first + 1))
        case 3:
            result = call3(called, frame.read(first), frame.read(first + 1), frame.read(first + 2))
        case _:
            result = call_any(called, registers(frame, first, count), _NO_NAMES, _NO_VALUES)
    frame.write(destination, result)
    return frame


def enter_with(frame: Frame, function: Function, first: Optional[Object], arguments: list[Object], names: list[str],
               values: list[Object], destination: int) -> Frame:
    """A call of a Python function with arguments in lists, `first` before them."""
    if first is not None:
        arguments.insert(0, first)
    callee = frame_of_call(frame, function, arguments, names, values)
    return enter_or_make(frame, callee, function, destination)


def call_class(frame: Frame, called: Type, arguments: list[Object], names: list[str], values: list[Object],
               destination: int) -> Frame:
    """An instance of a class: its ``__init__``, if it is a Python function, is entered."""
    initialiser = python_initialiser(called)
    if initialiser is not None:
        instance = new_object(called, 0)
        arguments.insert(0, instance)
        return enter_initialiser(frame, frame_of_call(frame, initialiser, arguments, names, values), instance, destination)
    frame.write(destination, call_any(called, arguments, names, values))
    return frame


def python_initialiser(called: Type) -> Optional[Function]:
    """The ``__init__`` of a class whose calls do nothing but make an instance and run it."""
    if called.metatype is type_type and called.slots[Slot.NEW] is object_type.slots[Slot.NEW]:
        initialiser = called.slots[Slot.INIT]
        if isinstance(initialiser, Function) and initialiser.code.flags & Flag.RESUMABLE == 0:
            return initialiser
    return None


def enter_initialiser(frame: Frame, callee: Frame, instance: Object, destination: int) -> Frame:
    callee.owner = instance
    return push(frame, callee, destination, Entered.INIT)


def check_init_result(result: Object) -> PyError:
    return type_error(f"__init__() should return None, not '{type_of(result).name}'")


@never_inline
def call_with_names(frame: Frame, called: Object, first: int, count: int, names: Object, instance: Optional[Object],
                    destination: int) -> Frame:
    """CALL_KW and CALL_METHOD_KW: the last of `count` arguments have names, a tuple; `instance` comes before them."""
    assert isinstance(names, Tuple)
    target = target_of(called, instance)
    if target is not None:
        callee = frame_of_names(frame, target.function, target.instance, first, count, names)
        if callee is not None:
            return target.enter(frame, callee, destination)
    elif isinstance(called, BuiltinFunction):
        bound = bound_names(frame, called, instance, first, count, names)
        if bound is not None:
            frame.write(destination, called.code_any(called, bound))
            return frame
    words: list[str] = []
    for i in range(names.length):
        name = names.item(i)
        assert isinstance(name, Str)
        words.append(name.value)
    plain = count - names.length
    arguments: list[Object] = []
    if instance is not None:
        arguments.append(instance)
    for i in range(plain):
        arguments.append(frame.read(first + i))
    values = registers(frame, first + plain, names.length)
    return call_lists(frame, called, arguments, words, values, destination)


def bound_names(frame: Frame, function: BuiltinFunction, instance: Optional[Object], first: int, count: int,
                names: Tuple) -> Optional[GcArray[Optional[Object]]]:
    """The arguments of a call in registers, the last of which have names: a place for each parameter. None if they do not fit, or if there is a
    parameter that takes several."""
    before = 0 if instance is None else 1
    plain = count - names.length
    if function.rest_index >= 0 or function.keywords_index >= 0 or before + plain > function.positional_count:
        return None
    bound = new_array(Optional[Object], len(function.parameters))
    if instance is not None:
        bound[0] = instance
    for i in range(plain):
        bound[before + i] = frame.read(first + i)
    for i in range(names.length):
        name = names.item(i)
        assert isinstance(name, Str)
        position = parameter_position(function, name.value)
        if position < 0 or bound[position] is not None:
            return None
        bound[position] = frame.read(first + plain + i)
    check_required(function, bound, before + plain)
    return bound


class Target:
    """The Python function that a call enters, and what it gets as first argument. For a class that is the new instance, which is also what the call
    gives."""
    function: Function
    instance: Optional[Object]
    is_new: bool

    def __init__(self, function: Function, instance: Optional[Object], is_new: bool) -> None:
        self.function = function
        self.instance = instance
        self.is_new = is_new

    def enter(self, frame: Frame, callee: Frame, destination: int) -> Frame:
        if self.is_new:
            return enter_initialiser(frame, callee, not_none(self.instance), destination)
        return enter_or_make(frame, callee, self.function, destination)


@inline
def target_of(called: Object, instance: Optional[Object]) -> Optional[Target]:
    """What a call enters; `instance` comes before the arguments. None where that is no Python function."""
    if isinstance(called, Function):
        return Target(called, instance, False)
    if instance is None:
        if isinstance(called, Method):
            function = called.function
            if isinstance(function, Function):
                return Target(function, called.instance, False)
        elif isinstance(called, Type):
            initialiser = python_initialiser(called)
            if initialiser is not None:
                return Target(initialiser, new_object(called, 0), True)
    return None


def call_lists(frame: Frame, called: Object, arguments: list[Object], names: list[str], values: list[Object],
               destination: int) -> Frame:
    if isinstance(called, Function):
        return enter_with(frame, called, None, arguments, names, values, destination)
    if isinstance(called, Method):
        function = called.function
        if isinstance(function, Function):
            return enter_with(frame, function, called.instance, arguments, names, values, destination)
    if isinstance(called, Type):
        return call_class(frame, called, arguments, names, values, destination)
    frame.write(destination, call_any(called, arguments, names, values))
    return frame


@never_inline
def call_unpacked(frame: Frame, called: Object, arguments: Object, keywords: Optional[Object], destination: int) -> Frame:
    """CALL_EX: ``called(*arguments, **keywords)``."""
    if type_of(arguments).slots[Slot.ITER] is None and type_of(arguments).slots[Slot.GETITEM] is None:
        raise type_error(f"{callee_name(called)} argument after * must be an iterable, not {type_of(arguments).name}")
    if isinstance(arguments, Tuple) and arguments.python_type is not None:
        plain = keywords if isinstance(keywords, Dict) and keywords.python_type is not None else None
        if keywords is None or plain is not None:
            target = target_of(called, None)
            if target is not None:
                callee = frame_of_unpacked(frame, target.function, target.instance, arguments, plain)
                if callee is not None:
                    return target.enter(frame, callee, destination)
            elif keywords is None:
                frame.write(destination, call_tuples(called, arguments, EMPTY_TUPLE))
                return frame
    positional = list_of(arguments)
    names: list[str] = []
    values: list[Object] = []
    if keywords is not None:
        for key in keyword_names(called, keywords):
            if not isinstance(key, Str):
                raise type_error("keywords must be strings")
            if not isinstance(keywords, Dict) and key.value in names:
                raise repeated_keyword(called, key)
            names.append(key.value)
            values.append(get_item_any(keywords, key))
    return call_lists(frame, called, positional, names, values, destination)


def keyword_names(called: Object, keywords: Object) -> list[Object]:
    if isinstance(keywords, Dict):
        result: list[Object] = []
        for i in range(keywords.used):
            key = keywords.key_at(i)
            if key is not None:
                result.append(key)
        return result
    if type_of(keywords).lookup("keys") is None:
        raise type_error(f"{callee_name(called)} argument after ** must be a mapping, not {type_of(keywords).name}")
    return list_of(call_any(get_attribute(keywords, "keys"), [], _NO_NAMES, _NO_VALUES))


def callee_name(called: Object) -> str:
    """How messages name what is called."""
    if isinstance(called, Function):
        return f"{qualified(called)}()"
    if isinstance(called, Method):
        return callee_name(called.function)
    if isinstance(called, BuiltinFunction):
        return f"{called.qualname}()"
    if isinstance(called, Type):
        return called.name + "()"
    return str_of(called).value


def repeated_keyword(called: Object, key: Object) -> PyError:
    return type_error(f"{callee_name(called)} got multiple values for keyword argument '{str_of(key).value}'")


def qualified(function: Function) -> str:
    module = function.module
    return f"{module.value}.{function.qualname}" if isinstance(module, Str) and module.value != "builtins" else function.qualname


# Leaving frames that a frame of Python code entered. An instruction that skips is followed by a jump.


@inline
def return_to(frame: Frame, result: Object) -> Frame:
    """The frame that goes on when `frame` has returned."""
    back = not_none(frame.back)
    if likely(frame.entered == Entered.CALL):
        frame.retire(back)
        back.write(int(frame.return_register), result)
        return back
    return return_unusually(frame, back, result)


@never_inline
def return_unusually(frame: Frame, back: Frame, result: Object) -> Frame:
    owner = not_none(frame.owner)
    if frame.entered == Entered.INIT:
        if result is not NONE:
            raise check_init_result(result)
        frame.owner = None
        frame.retire(back)
        back.write(int(frame.return_register), owner)
        return back
    assert isinstance(owner, Generator)
    frame.back = None
    generators.finish(owner)
    if frame.entered == Entered.SEND:
        back.write(int(frame.return_register), result)
        back.pc += 1
    elif frame.entered == Entered.RESUME:
        raise generators.end_of(owner, result)
    return back


def yield_to(frame: Frame, result: Object) -> Frame:
    """The frame that goes on when `frame` has yielded."""
    back = not_none(frame.back)
    frame.back = None
    back.write(int(frame.return_register), result)
    if frame.entered == Entered.FOR_ITER:
        back.pc += 1
    return back


def resume_for(frame: Frame, iterator: Generator, destination: int) -> Frame:
    """FOR_ITER over a generator."""
    return resume_in_loop(frame, iterator, Entered.FOR_ITER, NONE, destination)


def resume_in_loop(frame: Frame, owner: Generator, entered: uint8, value: Object, destination: int) -> Frame:
    callee = generators.enter(owner, frame, entered, value)
    callee.return_register = uint16(destination)
    state.depth += 1
    state.frame = callee
    if state.depth > state.recursion_limit:
        raise PyError(_RECURSION_ERROR, "maximum recursion depth exceeded")
    return attended(callee) if tick() else callee


@never_inline
def send(frame: Frame, iterator: Object, value: Object, destination: int) -> Frame:
    """SEND."""
    if isinstance(iterator, Generator):
        if iterator.status != GeneratorState.CLOSED:
            return resume_in_loop(frame, iterator, Entered.SEND, value, destination)
        if iterator.kind_name() == "coroutine":
            raise runtime_error("cannot reuse already awaited coroutine")
        frame.write(destination, NONE)
        frame.pc += 1
        return frame
    try:
        frame.write(destination, generators.send_to(iterator, value))
    except PyError as error:
        if not generators.is_stop(error):
            raise
        frame.write(destination, stop_value(exception_object(error)))
        frame.pc += 1
    return frame
