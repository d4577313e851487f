"""From the arguments of a call to the registers of a new frame."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error
from interpreter.eval.frame import Frame, frame_from, new_frame
from interpreter.objects.code import Code, Flag
from interpreter.objects.dict import Dict
from interpreter.objects.function import Function
from interpreter.objects.object import Object
from interpreter.objects.str import Str, intern
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple
from transform.rpython import inline, never_inline, new_var, set_item

_NO_NAMES: list[str] = []
_NO_VALUES: list[Object] = []
_UNUSUAL = Flag.VARARGS | Flag.VARKEYWORDS


@inline
def frame_for(caller: Optional[Frame], function: Function) -> Frame:
    """A frame with the closure's cells, without arguments."""
    code = function.code
    frame = frame_from(caller, code, function.globals, function.builtins)
    fill_closure(frame, function)
    return frame


def frame_to_keep(function: Function) -> Frame:
    """The same for a generator, or a class body: no other call uses the frame."""
    frame = new_frame(function.code, function.globals, function.builtins)
    fill_closure(frame, function)
    return frame


@inline
def fill_closure(frame: Frame, function: Function) -> None:
    closure = function.closure
    if closure is not None:
        first = frame.code.first_free
        for i in range(len(closure)):
            frame.write(first + i, closure[i])


def is_simple(code: Code) -> bool:
    """Whether all parameters are positional ones."""
    return code.flags & _UNUSUAL == 0 and code.keyword_only_count == 0


def fill_defaults(function: Function, frame: Frame, given: int) -> None:
    """Completes a frame whose first `given` parameters were passed; all are positional. TypeError when some are missing."""
    count = function.code.argument_count
    if given > count:
        raise too_many(function, given, 0)
    defaults = function.defaults
    first = count - (0 if defaults is None else defaults.length)
    if given < first:
        raise missing(function, frame, given, first)
    if defaults is not None:
        for i in range(given, count):
            frame.write(i, defaults.item(i - first))


def frame_of_call(caller: Optional[Frame], function: Function, arguments: list[Object], names: list[str], values: list[Object]) -> Frame:
    """A frame for a call with any arguments."""
    code = function.code
    frame = frame_to_keep(function) if code.flags & Flag.RESUMABLE else frame_for(caller, function)
    given = len(arguments)
    if is_simple(code) and len(names) == 0 and given <= code.argument_count:
        for i in range(given):
            frame.write(i, arguments[i])
        if given < code.argument_count:
            fill_defaults(function, frame, given)
        return frame
    bind(function, frame, arguments, names, values)
    return frame


def frame_of_tuple(function: Function, instance: Optional[Object], arguments: Tuple) -> Optional[Frame]:
    """A frame for a call that no frame makes, with `instance`, if there is one, and positional arguments. None where these do not simply become
    the parameters. TypeError when some are missing."""
    code = function.code
    before = 0 if instance is None else 1
    given = before + arguments.length
    if not is_simple(code) or given > code.argument_count:
        return None
    frame = frame_for(None, function)
    if instance is not None:
        frame.write(0, instance)
    for i in range(arguments.length):
        frame.write(before + i, arguments.item(i))
    if given < code.argument_count:
        fill_defaults(function, frame, given)
    return frame


@never_inline
def frame_of_registers(caller: Frame, function: Function, instance: Optional[Object], first: int, count: int) -> Frame:
    """A frame for a call whose arguments by position are `instance`, if there is one, and `count` registers of the caller from `first` on."""
    frame = frame_of_positions(caller, function, instance, None, first, count)
    if frame is None:
        arguments: list[Object] = []
        if instance is not None:
            arguments.append(instance)
        for i in range(count):
            arguments.append(caller.read(first + i))
        return frame_of_call(caller, function, arguments, _NO_NAMES, _NO_VALUES)
    fill_missing(function, frame, count if instance is None else count + 1)
    return frame


def frame_of_names(caller: Frame, function: Function, instance: Optional[Object], first: int, count: int, names: Tuple) -> Optional[Frame]:
    """The same where the last registers have names. None if they do not fit."""
    plain = count - names.length
    frame = frame_of_positions(caller, function, instance, None, first, plain)
    if frame is None:
        return None
    for i in range(names.length):
        name = names.item(i)
        assert isinstance(name, Str)
        if not give(function.code, frame, name, caller.read(first + plain + i)):
            return None
    fill_missing(function, frame, plain if instance is None else plain + 1)
    return frame


def frame_of_unpacked(caller: Frame, function: Function, instance: Optional[Object], arguments: Tuple, keywords: Optional[Dict]) -> Optional[Frame]:
    """A frame for the arguments ``instance, *arguments, **keywords``. None if they do not fit."""
    frame = frame_of_positions(caller, function, instance, arguments, 0, arguments.length)
    if frame is None:
        return None
    if keywords is not None:
        for i in range(keywords.used):
            name = keywords.key_at(i)
            if name is not None:
                if not isinstance(name, Str) or not give(function.code, frame, name, keywords.value_at(i)):
                    return None
    fill_missing(function, frame, arguments.length if instance is None else arguments.length + 1)
    return frame


def frame_of_positions(caller: Frame, function: Function, instance: Optional[Object], arguments: Optional[Tuple], first: int,
                       count: int) -> Optional[Frame]:
    """A frame with `instance`, if there is one, and `count` arguments, of a tuple or in registers of the caller from `first` on; those that are too
    many for the parameters in ``*args``. None if there is no such parameter."""
    code = function.code
    before = 0 if instance is None else 1
    copied = min(count, code.argument_count - before)
    if copied < 0 or copied < count and not code.flags & Flag.VARARGS:
        return None
    frame = frame_to_keep(function) if code.flags & Flag.RESUMABLE else frame_for(caller, function)
    if instance is not None:
        frame.write(0, instance)
    for i in range(copied):
        frame.write(before + i, caller.read(first + i) if arguments is None else arguments.item(i))
    if code.flags & _UNUSUAL:
        register = code.argument_count + code.keyword_only_count
        if code.flags & Flag.VARARGS:
            if copied == count:
                frame.write(register, EMPTY_TUPLE)
            elif copied == 0 and arguments is not None:
                frame.write(register, arguments)
            else:
                rest = new_var(Tuple, count - copied)
                for i in range(copied, count):
                    set_item(rest, i - copied, caller.read(first + i) if arguments is None else arguments.item(i))
                frame.write(register, rest)
            register += 1
        if code.flags & Flag.VARKEYWORDS:
            frame.write(register, Dict())
    return frame


def give(code: Code, frame: Frame, name: Str, value: Object) -> bool:
    """Binds an argument with a name to its parameter, or puts it into ``**kwargs``. Whether there was a place for it."""
    total = code.argument_count + code.keyword_only_count
    position = position_of(code, name.value, total)
    if position >= 0:
        if frame.peek(position) is not None:
            return False
        frame.write(position, value)
        return True
    if not code.flags & Flag.VARKEYWORDS:
        return False
    others = frame.read(total + 1 if code.flags & Flag.VARARGS else total)
    assert isinstance(others, Dict)
    others.set(name, value)
    return True


@never_inline
def bind(function: Function, frame: Frame, arguments: list[Object], names: list[str], values: list[Object]) -> None:
    """Binds arguments to parameters by the rules of the language reference, 6.3.4."""
    code = function.code
    positional = code.argument_count
    total = positional + code.keyword_only_count
    given = len(arguments)
    for i in range(min(given, positional)):
        frame.write(i, arguments[i])
    next_register = total
    if code.flags & Flag.VARARGS:
        frame.write(next_register, new_tuple(arguments[positional:]) if given > positional else EMPTY_TUPLE)
        next_register += 1
    others: Optional[Dict] = None
    if code.flags & Flag.VARKEYWORDS:
        others = Dict()
        frame.write(next_register, others)
    for i in range(len(names)):
        name = names[i]
        position = position_of(code, name, total)
        if position >= 0:
            if frame.peek(position) is not None:
                raise type_error(f"{function.qualname}() got multiple values for argument '{name}'")
            frame.write(position, values[i])
        elif others is not None:
            others.set(intern(name), values[i])
        else:
            raise unexpected_keyword(function, names)
    if given > positional and not code.flags & Flag.VARARGS:
        raise too_many(function, given, keyword_only_given(code, frame))
    fill_missing(function, frame, min(given, positional))


def fill_missing(function: Function, frame: Frame, given: int) -> None:
    """Gives the parameters from `given` on that have no value their defaults."""
    code = function.code
    positional = code.argument_count
    defaults = function.defaults
    first = positional - (0 if defaults is None else defaults.length)
    for i in range(given, positional):
        if frame.peek(i) is None:
            if i < first or defaults is None:
                raise missing(function, frame, 0, first)
            frame.write(i, defaults.item(i - first))
    if code.keyword_only_count > 0:
        bind_keyword_only(function, frame, positional, positional + code.keyword_only_count)


def bind_keyword_only(function: Function, frame: Frame, positional: int, total: int) -> None:
    absent: list[str] = []
    defaults = function.keyword_defaults
    for i in range(positional, total):
        if frame.peek(i) is None:
            name = function.code.varnames[i]
            default = None if defaults is None else defaults.get_str(name)
            if default is None:
                absent.append(name)
            else:
                frame.write(i, default)
    if len(absent) > 0:
        raise type_error(missing_text(function, absent, "keyword-only"))


def position_of(code: Code, name: str, total: int) -> int:
    """The register of a parameter that can be given by name, or -1."""
    varnames = code.varnames
    for i in range(code.positional_only_count, total):
        known = varnames[i]
        if known is name or known == name:
            return i
    return -1


def keyword_only_given(code: Code, frame: Frame) -> int:
    count = 0
    for i in range(code.argument_count, code.argument_count + code.keyword_only_count):
        if frame.peek(i) is not None:
            count += 1
    return count


def unexpected_keyword(function: Function, names: list[str]) -> PyError:
    code = function.code
    wrong: list[str] = []
    for name in names:
        for i in range(code.positional_only_count):
            if code.varnames[i] == name:
                wrong.append(name)
    if len(wrong) > 0:
        return type_error(f"{function.qualname}() got some positional-only arguments passed as keyword arguments: "
                          f"'{', '.join(wrong)}'")
    for name in names:
        if position_of(code, name, code.argument_count + code.keyword_only_count) < 0:
            return type_error(f"{function.qualname}() got an unexpected keyword argument '{name}'")
    return type_error(f"{function.qualname}() got an unexpected keyword argument")


def missing(function: Function, frame: Frame, start: int, end: int) -> PyError:
    """TypeError naming the positional parameters that have no value."""
    absent = [function.code.varnames[i] for i in range(start, end) if frame.peek(i) is None]
    return type_error(missing_text(function, absent, "positional"))


def missing_text(function: Function, names: list[str], kind: str) -> str:
    quoted = [f"'{name}'" for name in names]
    if len(quoted) == 1:
        listed = quoted[0]
    elif len(quoted) == 2:
        listed = f"{quoted[0]} and {quoted[1]}"
    else:
        listed = ", ".join(quoted[:-1]) + ", and " + quoted[-1]
    plural = "" if len(names) == 1 else "s"
    return f"{function.qualname}() missing {len(names)} required {kind} argument{plural}: {listed}"


def too_many(function: Function, given: int, keyword_only: int) -> PyError:
    count = function.code.argument_count
    defaults = 0 if function.defaults is None else function.defaults.length
    plural = count != 1
    takes = str(count)
    if defaults > 0:
        takes = f"from {count - defaults} to {count}"
        plural = True
    with_names = ""
    if keyword_only > 0:
        with_names = (f" positional argument{'s' if given != 1 else ''} (and {keyword_only} keyword-only argument"
                      f"{'s' if keyword_only != 1 else ''})")
    verb = "was" if given == 1 and keyword_only == 0 else "were"
    return type_error(f"{function.qualname}() takes {takes} positional argument{'s' if plural else ''} but "
                      f"{given}{with_names} {verb} given")
