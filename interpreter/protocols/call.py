"""Calling any object.

`call0` ... `call4` take arguments by position, `call` a list of them, `call_any` names too. `invoke1` ... `invoke4` call what a look-up in a type
found, with the object as the first argument, which a descriptor may bind in another way."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error
from interpreter.objects.builtin_function import BoundBuiltin, BuiltinFunction, Kind, bound_to
from interpreter.objects.dict import Dict
from interpreter.objects.function import Function, Method, StaticMethod
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple
from interpreter.objects.type import type_type
from transform.rpython import GcArray, inline, never_inline, new_array, new_var, not_none, set_item

_NO_NAMES: list[str] = []
_NO_OBJECTS: list[Object] = []


class Runner:
    """How Python functions are run and types called: eval/run.py and protocols/types.py put this in, which stand on calls themselves."""

    def run0(self, function: Function) -> Object:
        raise NotImplementedError

    def run1(self, function: Function, a: Object) -> Object:
        raise NotImplementedError

    def run2(self, function: Function, a: Object, b: Object) -> Object:
        raise NotImplementedError

    def run3(self, function: Function, a: Object, b: Object, c: Object) -> Object:
        raise NotImplementedError

    def run(self, function: Function, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
        raise NotImplementedError

    def call_type(self, called: Type, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
        raise NotImplementedError

    def call_type_few(self, called: Type, count: int, a: Optional[Object], b: Optional[Object], c: Optional[Object]) -> Object:
        raise NotImplementedError


runner = Runner()


def call0(f: Object) -> Object:
    if isinstance(f, Function):
        return runner.run0(f)
    if isinstance(f, BuiltinFunction):
        return f.code0(f)
    if isinstance(f, Method):
        return call1(f.function, f.instance)
    if isinstance(f, BoundBuiltin):
        return f.function.code1(f.function, f.instance)
    return call_few(f, 0, None, None, None)


def call1(f: Object, a: Object) -> Object:
    if isinstance(f, Function):
        return runner.run1(f, a)
    if isinstance(f, BuiltinFunction):
        return f.code1(f, a)
    if isinstance(f, Method):
        return call2(f.function, f.instance, a)
    if isinstance(f, BoundBuiltin):
        return f.function.code2(f.function, f.instance, a)
    return call_few(f, 1, a, None, None)


def call2(f: Object, a: Object, b: Object) -> Object:
    if isinstance(f, Function):
        return runner.run2(f, a, b)
    if isinstance(f, BuiltinFunction):
        return f.code2(f, a, b)
    if isinstance(f, Method):
        return call3(f.function, f.instance, a, b)
    if isinstance(f, BoundBuiltin):
        return f.function.code3(f.function, f.instance, a, b)
    return call_few(f, 2, a, b, None)


def call3(f: Object, a: Object, b: Object, c: Object) -> Object:
    if isinstance(f, Function):
        return runner.run3(f, a, b, c)
    if isinstance(f, BuiltinFunction):
        return f.code3(f, a, b, c)
    if isinstance(f, BoundBuiltin):
        return f.function.code4(f.function, f.instance, a, b, c)
    if isinstance(f, Method):
        return call_any(f.function, [f.instance, a, b, c], _NO_NAMES, _NO_OBJECTS)
    return call_few(f, 3, a, b, c)


def call4(f: Object, a: Object, b: Object, c: Object, d: Object) -> Object:
    if isinstance(f, BuiltinFunction):
        return f.code4(f, a, b, c, d)
    return call_any(f, [a, b, c, d], _NO_NAMES, _NO_OBJECTS)


@never_inline
def call_few(f: Object, count: int, a: Optional[Object], b: Optional[Object], c: Optional[Object]) -> Object:
    """A call with up to three arguments of what is neither a function nor a method."""
    t = type_of(f)
    method = t.slots[Slot.CALL]
    if isinstance(f, Type) and method is type_type.slots[Slot.CALL]:
        return runner.call_type_few(f, count, a, b, c)
    if method is None:
        raise type_error(f"'{t.name}' object is not callable")
    enter_recursion(" while calling a Python object")
    try:
        return invoke_few(method, f, count, a, b, c)
    finally:
        leave_recursion()


def call(f: Object, arguments: list[Object]) -> Object:
    return call_any(f, arguments, _NO_NAMES, _NO_OBJECTS)


def call_any(f: Object, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
    """Calls `f` with `arguments` by position and `values` by the names beside them."""
    if isinstance(f, Function):
        return runner.run(f, arguments, names, values)
    if isinstance(f, BuiltinFunction):
        return call_builtin(f, arguments, names, values)
    if isinstance(f, Method):
        return call_any(f.function, prepend(f.instance, arguments), names, values)
    if isinstance(f, BoundBuiltin):
        return call_builtin(f.function, prepend(f.instance, arguments), names, values)
    if isinstance(f, StaticMethod):
        return call_any(f.function, arguments, names, values)
    if isinstance(f, Type) and type_of(f).slots[Slot.CALL] is type_type.slots[Slot.CALL]:
        return runner.call_type(f, arguments, names, values)
    method = type_of(f).slots[Slot.CALL]
    if method is None:
        raise type_error(f"'{type_of(f).name}' object is not callable")
    enter_recursion(" while calling a Python object")  # __call__ may be an object of the same kind
    try:
        return invoke_any(method, f, arguments, names, values)
    finally:
        leave_recursion()


def call_tuples(f: Object, first: Tuple, second: Tuple) -> Object:
    """``f(*first, *second)``."""
    count = first.length + second.length
    if count > 3:
        return call_any(f, first.items() + second.items(), _NO_NAMES, _NO_OBJECTS)
    if count == 0:
        return call0(f)
    a = item_of(first, second, 0)
    if count == 1:
        return call1(f, a)
    b = item_of(first, second, 1)
    return call2(f, a, b) if count == 2 else call3(f, a, b, item_of(first, second, 2))


@inline
def item_of(first: Tuple, second: Tuple, i: int) -> Object:
    return first.item(i) if i < first.length else second.item(i - first.length)


def prepend(first: Object, arguments: list[Object]) -> list[Object]:
    result = [first]
    for argument in arguments:
        result.append(argument)
    return result


def call_builtin(f: BuiltinFunction, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
    """Calls a built-in function, by the short way if there are few arguments by position."""
    if len(names) == 0:
        match len(arguments):
            case 0:
                return f.code0(f)
            case 1:
                return f.code1(f, arguments[0])
            case 2:
                return f.code2(f, arguments[0], arguments[1])
            case 3:
                return f.code3(f, arguments[0], arguments[1], arguments[2])
            case 4:
                return f.code4(f, arguments[0], arguments[1], arguments[2], arguments[3])
    return f.code_any(f, bind_builtin(f, arguments, names, values))


def bind_builtin(f: BuiltinFunction, arguments: list[Object], names: list[str], values: list[Object]) -> GcArray[Optional[Object]]:
    """One place for each parameter; TypeError as CPython's where they do not fit."""
    bound = new_array(Optional[Object], len(f.parameters))
    given = len(arguments)
    if given > f.positional_count:
        if f.rest_index < 0:
            raise f.wrong_count(given)
        bound[f.rest_index] = new_tuple(arguments[f.positional_count:])
        given = f.positional_count
    elif f.rest_index >= 0:
        bound[f.rest_index] = EMPTY_TUPLE
    for i in range(given):
        bound[i] = arguments[i]
    others: Optional[Dict] = None
    unknown = False
    if f.keywords_index >= 0 and (len(names) > 0 or not f.keywords_are_optional):
        others = Dict()
        bound[f.keywords_index] = others
    for i in range(len(names)):
        name = names[i]
        position = parameter_position(f, name)
        if position < 0:
            if others is None:
                if leaves_keywords(f, arguments):
                    continue
                if not takes_names(f):
                    shown = f.full_name() if f.called_name() == f.name else f.called_name()
                    raise type_error(f"{shown}() takes no keyword arguments")
                unknown = True
            else:
                others.set(Str(name), values[i])
        elif bound[position] is not None:
            raise type_error(f"argument for {f.name}() given by name ('{name}') and position ({position + 1})")
        else:
            bound[position] = values[i]
    check_required(f, bound, given)
    if unknown:
        raise unknown_name(f, names)
    return bound


def unknown_name(f: BuiltinFunction, names: list[str]) -> PyError:
    """The TypeError for the first name that is not that of a parameter."""
    strangers = [name for name in names if parameter_position(f, name) < 0]
    return type_error(f"'{strangers[0]}' is an invalid keyword argument for {f.called_name()}()")


def bind_few(f: BuiltinFunction, given: int, a: Optional[Object], b: Optional[Object], c: Optional[Object],
             d: Optional[Object]) -> GcArray[Optional[Object]]:
    """The same for up to four arguments by position."""
    bound = new_array(Optional[Object], len(f.parameters))
    rest = given - f.positional_count
    if rest > 0:
        if f.rest_index < 0:
            raise f.wrong_count(given)
        others = new_var(Tuple, rest)
        for i in range(rest):
            set_item(others, i, not_none(one_of(f.positional_count + i, a, b, c, d)))
        bound[f.rest_index] = others
        given = f.positional_count
    elif f.rest_index >= 0:
        bound[f.rest_index] = EMPTY_TUPLE
    for i in range(given):
        bound[i] = one_of(i, a, b, c, d)
    if f.keywords_index >= 0 and not f.keywords_are_optional:
        bound[f.keywords_index] = Dict()
    check_required(f, bound, given)
    return bound


@inline
def one_of(i: int, a: Optional[Object], b: Optional[Object], c: Optional[Object], d: Optional[Object]) -> Optional[Object]:
    if i == 0:
        return a
    if i == 1:
        return b
    return c if i == 2 else d


def check_required(f: BuiltinFunction, bound: GcArray[Optional[Object]], given: int) -> None:
    """TypeError when a parameter without default has no argument."""
    for i in range(given, f.required_count):
        if bound[i] is None:
            if i < f.positional_only_count:
                raise f.wrong_count(given)
            raise type_error(f"{f.called_name()}() missing required argument '{f.parameters[i]}' (pos {i + 1 - f.hidden_count()})")
    for name in f.required_keywords:
        if bound[parameter_position(f, name)] is None:
            raise type_error(f"{f.name}() missing required keyword-only argument: '{name}'")


def takes_names(f: BuiltinFunction) -> bool:
    """Whether some parameter can be given by name."""
    for i in range(f.positional_only_count, len(f.parameters)):
        if i != f.rest_index:
            return True
    return False


def leaves_keywords(f: BuiltinFunction, arguments: list[Object]) -> bool:
    """Whether a constructor is called for a subclass that has the other one of ``__new__`` and ``__init__`` itself, so that names are meant for
    that."""
    owner = f.owner
    if owner is None or len(arguments) == 0:
        return False
    first = arguments[0]
    if f.name == "__new__":
        return isinstance(first, Type) and first.slots[Slot.INIT] is not owner.slots[Slot.INIT]
    return f.name == "__init__" and type_of(first).slots[Slot.NEW] is not owner.slots[Slot.NEW]


def parameter_position(f: BuiltinFunction, name: str) -> int:
    for i in range(f.positional_only_count, len(f.parameters)):
        if f.parameters[i] == name and i != f.rest_index and i != f.keywords_index:
            return i
    return -1


def descriptor_get(found: Object, instance: Optional[Object], owner: Type) -> Object:
    """What an attribute found in a type is for an instance of it (None: for the type itself)."""
    if isinstance(found, Function):
        return found if instance is None else Method(found, instance)
    if isinstance(found, BuiltinFunction):
        if found.kind == Kind.METHOD or found.kind == Kind.WRAPPER:
            return found if instance is None else bound_to(found, instance)
        if found.kind == Kind.CLASS_METHOD:
            return BoundBuiltin(found, owner)
        return found
    if isinstance(found, StaticMethod):
        return found.function
    method = type_of(found).slots[Slot.GET]
    if method is None:
        return found
    return invoke3(method, found, NONE if instance is None else instance, owner)


def takes_self(method: Object) -> bool:
    """Whether a special method found in a type is called with the object as first argument, as nearly all are."""
    if isinstance(method, Function):
        return True
    return isinstance(method, BuiltinFunction) and (method.kind == Kind.METHOD or method.kind == Kind.WRAPPER)


def bound(method: Object, instance: Object) -> Object:
    enter_recursion(" while calling a Python object")
    try:
        return descriptor_get(method, instance, type_of(instance))
    finally:
        leave_recursion()


def invoke1(method: Object, a: Object) -> Object:
    if takes_self(method):
        return call1(method, a)
    return call0(bound(method, a))


def invoke2(method: Object, a: Object, b: Object) -> Object:
    if takes_self(method):
        return call2(method, a, b)
    return call1(bound(method, a), b)


def invoke3(method: Object, a: Object, b: Object, c: Object) -> Object:
    if takes_self(method):
        return call3(method, a, b, c)
    return call2(bound(method, a), b, c)


def invoke4(method: Object, a: Object, b: Object, c: Object, d: Object) -> Object:
    if takes_self(method):
        return call4(method, a, b, c, d)
    return call3(bound(method, a), b, c, d)


def invoke_few(method: Object, x: Object, count: int, a: Optional[Object], b: Optional[Object], c: Optional[Object]) -> Object:
    """Calls a special method of `x` with `count` arguments more."""
    match count:
        case 0:
            return invoke1(method, x)
        case 1:
            return invoke2(method, x, not_none(a))
        case 2:
            return invoke3(method, x, not_none(a), not_none(b))
        case _:
            return invoke4(method, x, not_none(a), not_none(b), not_none(c))


def invoke_any(method: Object, a: Object, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
    if takes_self(method):
        return call_any(method, prepend(a, arguments), names, values)
    return call_any(bound(method, a), arguments, names, values)


def special(x: Object, slot: int, name: str) -> Object:
    """The special method of an object; TypeError if it has none."""
    method = type_of(x).slots[slot]
    if method is None:
        raise missing_special(x, name)
    return method


def missing_special(x: Object, name: str) -> PyError:
    return type_error(f"'{type_of(x).name}' object has no method {name}")
