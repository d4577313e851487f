"""Runs generated code on CPython's own objects: the instruction set as a short program.

What the code generator promises can so be tested alone, without the interpreter. Frames of generators are Python
generators.
"""
from __future__ import annotations

import builtins
import operator
import types
from typing import Any, Callable, Iterator, Optional

from interpreter.bytecode import INSTRUCTIONS, SMALL_NUMBER, Op
from interpreter.compiler.listing import operands_of, operation_of
from interpreter.objects import make
from interpreter.objects.code import Code, Flag
from interpreter.objects.set import FrozenSet
from interpreter.numbers.bigint_text import to_text

_BINARY = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow,
           operator.matmul, operator.lshift, operator.rshift, operator.and_, operator.or_, operator.xor]
_INPLACE = [operator.iadd, operator.isub, operator.imul, operator.itruediv, operator.ifloordiv, operator.imod,
            operator.ipow, operator.imatmul, operator.ilshift, operator.irshift, operator.iand, operator.ior,
            operator.ixor]
_COMPARE = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]
_CONVERSIONS: list[Callable[[Any], str]] = [str, repr, ascii]
_TESTS: dict[int, Callable[[Any, Any], Any]] = {
    Op.IS: operator.is_, Op.IS_NOT: operator.is_not, Op.IN: lambda a, b: a in b, Op.NOT_IN: lambda a, b: a not in b,
    **{Op.ADD + i: function for i, function in enumerate(_BINARY)},
    **{Op.INPLACE_ADD + i: function for i, function in enumerate(_INPLACE)},
    **{Op.LT + i: function for i, function in enumerate(_COMPARE)},
    **{Op.LT_JUMP + i: function for i, function in enumerate(_COMPARE)},
}


class Empty:
    """What an empty register holds."""

    def __repr__(self) -> str:
        return "<empty>"


EMPTY = Empty()


class Wrapped:
    """A value that an asynchronous generator yields."""

    def __init__(self, value: Any) -> None:
        self.value = value


def python_value(constant: Any) -> Any:
    """A constant as CPython's object."""
    if isinstance(constant, make.Bool):
        return constant.value
    if isinstance(constant, make.Int):
        return constant.machine() if constant.fits() else int(to_text(constant.big(), 16), 16)
    if isinstance(constant, make.Float):
        return constant.number()
    if isinstance(constant, make.Complex):
        return complex(constant.real, constant.imag)
    if isinstance(constant, (make.Str, make.Bytes)):
        return constant.value
    if isinstance(constant, make.Tuple):
        return tuple(map(python_value, constant.items()))
    if isinstance(constant, FrozenSet):
        return frozenset(map(python_value, constant.items()))
    return {id(make.NONE): None, id(make.ELLIPSIS): Ellipsis}.get(id(constant), constant)


class Machine:
    """Runs code objects; `frames` are those that are active, `handled` the exception that is handled."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.handled: Optional[BaseException] = None

    def run_module(self, code: Code, names: dict[str, Any]) -> None:
        names.update(__builtins__=builtins, __build_class__=self.build_class, super=self.super_of_caller)
        Frame(self, code, [], [], names, names).run_to_end()

    def super_of_caller(self, *arguments: Any) -> Any:
        if arguments:
            return super(*arguments)
        frame = self.frames[-1]
        code = frame.code
        index = code.freevars.index("__class__")
        first = frame.registers[0]
        first = first.cell_contents if isinstance(first, types.CellType) else first
        return super(frame.registers[code.first_free + index].cell_contents, first)

    def build_class(self, body: Any, name: str, *bases: Any, **keywords: Any) -> Any:
        resolved = types.resolve_bases(bases)
        metaclass, namespace, keywords = types.prepare_class(name, resolved, keywords)
        if resolved is not bases:
            namespace["__orig_bases__"] = bases
        code, cells, names = body.__machine__
        Frame(self, code, [], cells, names, namespace).run_to_end()
        return metaclass(name, resolved, namespace, **keywords)

    def function(self, code: Code, names: dict[str, Any], defaults: Any, keyword_defaults: Any, annotations: Any,
                 cells: Any) -> Any:
        """A Python function with the signature of the code, which runs it."""
        parameters = [name.replace(".", "_") for name in code.varnames]
        positional = parameters[:code.argument_count]
        keyword_only = parameters[code.argument_count:code.argument_count + code.keyword_only_count]
        rest = code.argument_count + code.keyword_only_count
        shown = positional[:]
        if code.positional_only_count:
            shown.insert(code.positional_only_count, "/")
        values = positional + keyword_only
        if code.flags & Flag.VARARGS:
            shown.append("*" + parameters[rest])
            values.append(parameters[rest])
            rest += 1
        elif keyword_only:
            shown.append("*")
        shown += keyword_only
        if code.flags & Flag.VARKEYWORDS:
            shown.append("**" + parameters[rest])
            values.append(parameters[rest])
        held = () if cells is EMPTY else cells
        space: dict[str, Any] = {"run": lambda *arguments: self.call(code, list(arguments), held, names)}
        exec(f"def function({', '.join(shown)}): return run({', '.join(values)})", space)
        result = space["function"]
        result.__defaults__ = None if defaults is EMPTY else defaults
        result.__kwdefaults__ = None if keyword_defaults is EMPTY else keyword_defaults
        result.__annotations__ = {} if annotations is EMPTY else dict(zip(annotations[::2], annotations[1::2]))
        result.__name__, result.__qualname__, result.__module__ = code.name, code.qualname, names.get("__name__")
        first = python_value(code.constants[0]) if len(code.constants) else None
        result.__doc__ = first if isinstance(first, str) else None
        result.__machine__ = code, held, names
        return result

    def call(self, code: Code, arguments: list[Any], cells: Any, names: dict[str, Any]) -> Any:
        frame = Frame(self, code, arguments, cells, names, None)
        if code.flags & Flag.ASYNC_GENERATOR:
            return AsynchronousGenerator(frame)
        if code.flags & Flag.COROUTINE:
            return types.coroutine(frame.as_generator)()
        return frame.as_generator() if code.flags & Flag.GENERATOR else frame.run_to_end()


class AsynchronousGenerator:
    def __init__(self, frame: Frame) -> None:
        self.inner = frame.as_generator()

    def __aiter__(self) -> AsynchronousGenerator:
        return self

    def __anext__(self) -> Any:
        return self.asend(None)

    @types.coroutine
    def asend(self, value: Any) -> Iterator[Any]:
        try:
            produced = self.inner.send(value)
            while not isinstance(produced, Wrapped):
                produced = self.inner.send((yield produced))
        except StopIteration:
            raise StopAsyncIteration from None
        return produced.value


class Frame:
    def __init__(self, machine: Machine, code: Code, arguments: list[Any], cells: Any, names: dict[str, Any],
                 local_names: Any) -> None:
        self.machine = machine
        self.code = code
        self.names = names
        self.local_names = local_names
        self.registers: list[Any] = arguments + [EMPTY] * (code.register_count - len(arguments))
        self.registers[code.first_free:code.first_free + len(cells)] = cells
        self.position = 0
        self.words = [code.words[i] for i in range(len(code.words))]

    def run_to_end(self) -> Any:
        try:
            next(self.steps())
        except StopIteration as end:
            raised, value = end.value
            if raised:
                raise value from value.__cause__ if value.__suppress_context__ else None
            return value
        raise AssertionError("a plain function yields")

    def as_generator(self) -> Any:
        raised, value = yield from self.steps()
        if raised:
            raise value
        return value

    def steps(self) -> Any:
        """Runs to the end, yielding what YIELD yields; gives whether it raised, and the exception or the result."""
        machine = self.machine
        machine.frames.append(self)
        while True:
            index = self.position
            self.position += 1
            word = self.words[index]
            operation, numbers = operation_of(word), operands_of(word)
            try:
                if operation == Op.RETURN:
                    machine.frames.pop()
                    return False, self.read(numbers[0])
                if operation == Op.YIELD:
                    machine.frames.pop()
                    handled = machine.handled
                    try:
                        sent = yield self.read(numbers[1])
                    except GeneratorExit:
                        self.delegate_close()
                        raise
                    except BaseException as error:
                        sent = self.delegate_throw(error)
                    finally:
                        machine.frames.append(self)
                        machine.handled = handled
                    if sent is not EMPTY:
                        self.registers[numbers[0]] = sent
                else:
                    self.step(operation, numbers)
            except BaseException as error:
                target = self.code.handler_of(index)
                if machine.handled is not None and machine.handled is not error and error.__context__ is None:
                    error.__context__ = machine.handled
                if target < 0:
                    machine.frames.pop()
                    return True, error
                enter = operands_of(self.words[target])[0]
                self.registers[enter:enter + 2] = [error, machine.handled]
                machine.handled = error
                self.position = target + 1

    def delegate(self) -> Any:
        """The iterator that the frame, suspended at a YIELD, delegates to; None if it does not."""
        following = self.words[self.position]
        return self.read(operands_of(following)[1]) if operation_of(following) == Op.SEND else None

    def delegate_close(self) -> None:
        close = getattr(self.delegate(), "close", None)
        if close is not None:
            close()

    def delegate_throw(self, error: BaseException) -> Any:
        throw = getattr(self.delegate(), "throw", None)
        if throw is None:
            raise error
        numbers = operands_of(self.words[self.position])
        try:
            self.registers[numbers[0]] = throw(error)
            self.position += 1
        except StopIteration as end:
            self.registers[numbers[0]] = end.value
            self.position += 2
        return EMPTY

    def read(self, register: int) -> Any:
        value = self.registers[register]
        assert value is not EMPTY, f"{self.code.qualname} {self.position - 1}: register {register} is empty"
        return value

    def constant(self, index: int) -> Any:
        return python_value(self.code.constants[index])

    def cell(self, register: int) -> types.CellType:
        cell = self.registers[register]
        assert isinstance(cell, types.CellType)
        return cell

    def look_up(self, name: str, spaces: list[Any]) -> Any:
        for space in spaces:
            if name in space:
                return space[name]
        raise NameError(f"name '{name}' is not defined", name=name)

    def step(self, operation: int, n: list[int]) -> None:
        """Any operation that neither returns nor yields."""
        registers, code = self.registers, self.code
        name = INSTRUCTIONS[operation].name
        method = getattr(self, "do_" + name, None)
        if Op.LT_INT_JUMP <= operation <= Op.GE_INT_JUMP:
            registers[n[0]] = _COMPARE[operation - Op.LT_INT_JUMP](self.read(n[1]), n[2] - SMALL_NUMBER)
        elif operation in _TESTS:
            registers[n[0]] = _TESTS[operation](self.read(n[1]), self.read(n[2]))
        elif method is not None:
            method(*n)
        elif name == "LOAD_CONST":
            registers[n[0]] = self.constant(n[1])
        elif name == "LOAD_INT":
            registers[n[0]] = n[1]
        elif name == "MOVE":
            registers[n[0]] = registers[n[1]]
        elif name == "CLEAR":
            registers[n[0]] = EMPTY
        elif name == "LOAD_GLOBAL":
            registers[n[0]] = self.look_up(code.cache_names[n[1]], [self.names, vars(builtins)])
        elif name == "LOAD_NAME":
            registers[n[0]] = self.look_up(code.names[n[1]], [self.local_names, self.names, vars(builtins)])
        elif name == "LOAD_ATTR":
            registers[n[0]] = getattr(self.read(n[1]), code.cache_names[n[2]])
        elif name == "LOAD_METHOD":
            registers[n[0]:n[0] + 2] = [getattr(self.read(n[1]), code.cache_names[n[2]]), EMPTY]
        elif name in ("JUMP", "JUMP_BACK"):
            self.position += n[1]
        elif name.startswith("JUMP_IF"):
            value = self.read(n[0])
            holds = {"TRUE": lambda: bool(value), "FALSE": lambda: not value, "NONE": lambda: value is None,
                     "NOT_NONE": lambda: value is not None}[name[8:]]()
            if holds:
                self.position += n[1]
        else:
            raise AssertionError(f"{name} is not known")

    # Variables.

    def do_NOP(self) -> None:
        pass

    def do_CHECK_BOUND(self, a: int, d: int) -> None:
        if self.registers[a] is EMPTY:
            name = self.code.names[d]
            raise UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")

    def do_STORE_GLOBAL(self, a: int, d: int) -> None:
        self.names[self.code.names[d]] = self.read(a)

    def do_DELETE_GLOBAL(self, _: int, d: int) -> None:
        self.look_up(self.code.names[d], [self.names])
        del self.names[self.code.names[d]]

    def do_STORE_NAME(self, a: int, d: int) -> None:
        self.local_names[self.code.names[d]] = self.read(a)

    def do_DELETE_NAME(self, _: int, d: int) -> None:
        self.look_up(self.code.names[d], [self.local_names])
        del self.local_names[self.code.names[d]]

    def do_LOAD_CLASSDEREF(self, a: int, b: int, c: int) -> None:
        name = self.code.names[c]
        self.registers[a] = self.local_names[name] if name in self.local_names else self.cell(b).cell_contents

    def do_MAKE_CELL(self, a: int) -> None:
        value = self.registers[a]
        self.registers[a] = types.CellType() if value is EMPTY else types.CellType(value)

    def do_LOAD_DEREF(self, a: int, b: int, c: int) -> None:
        try:
            self.registers[a] = self.cell(b).cell_contents
        except ValueError:
            message = f"cannot access free variable '{self.code.names[c]}' where it is not associated with a value"
            raise NameError(message + " in enclosing scope") from None

    def do_STORE_DEREF(self, a: int, b: int) -> None:
        self.cell(a).cell_contents = self.read(b)

    def do_DELETE_DEREF(self, a: int, d: int) -> None:
        del self.cell(a).cell_contents

    # Attributes, items, operators.

    def do_STORE_ATTR(self, a: int, b: int, c: int) -> None:
        setattr(self.read(a), self.code.cache_names[c], self.read(b))

    def do_DELETE_ATTR(self, a: int, d: int) -> None:
        delattr(self.read(a), self.code.names[d])

    def do_LOAD_ITEM(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b)[self.read(c)]

    def do_STORE_ITEM(self, a: int, b: int, c: int) -> None:
        self.read(a)[self.read(b)] = self.read(c)

    def do_DELETE_ITEM(self, a: int, b: int) -> None:
        del self.read(a)[self.read(b)]

    def do_BUILD_SLICE(self, a: int, b: int) -> None:
        self.registers[a] = slice(*self.row(b, 3))

    def do_NEGATIVE(self, a: int, b: int) -> None:
        self.registers[a] = -self.read(b)

    def do_POSITIVE(self, a: int, b: int) -> None:
        self.registers[a] = +self.read(b)

    def do_INVERT(self, a: int, b: int) -> None:
        self.registers[a] = ~self.read(b)

    def do_NOT(self, a: int, b: int) -> None:
        self.registers[a] = not self.read(b)

    def do_ADD_INT(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b) + (c - SMALL_NUMBER) if c >= SMALL_NUMBER else self.read(b) - (SMALL_NUMBER - c)

    def do_MUL_INT(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b) * (c - SMALL_NUMBER)

    def do_FLOORDIV_INT(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b) // (c - SMALL_NUMBER)

    def do_MOD_INT(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b) % (c - SMALL_NUMBER)

    def do_RSHIFT_INT(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b) >> (c - SMALL_NUMBER)

    def do_AND_INT(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b) & (c - SMALL_NUMBER)

    def do_INPLACE_ADD_INT(self, a: int, b: int, c: int) -> None:
        value, add = self.read(b), c - SMALL_NUMBER
        self.registers[a] = operator.iadd(value, add) if add >= 0 else operator.isub(value, -add)

    # Iteration and displays.

    def row(self, first: int, count: int) -> list[Any]:
        return [self.read(first + i) for i in range(count)]

    def do_GET_ITER(self, a: int, b: int) -> None:
        self.registers[a] = iter(self.read(b))

    def do_FOR_ITER(self, a: int, b: int) -> None:
        try:
            self.registers[a] = next(self.read(b))
            self.position += 1
        except StopIteration:
            pass

    def do_UNPACK_SEQUENCE(self, a: int, b: int, c: int) -> None:
        values = list(self.read(b))
        if len(values) != c:
            raise ValueError("too many values to unpack" if len(values) > c else "not enough values to unpack")
        self.registers[a:a + c] = values

    def do_UNPACK_EX(self, a: int, b: int, c: int) -> None:
        values, before, behind = list(self.read(b)), c & 255, c >> 8
        if len(values) < before + behind:
            raise ValueError("not enough values to unpack")
        end = len(values) - behind
        self.registers[a:a + before + behind + 1] = [*values[:before], values[before:end], *values[end:]]

    def do_BUILD_TUPLE(self, a: int, b: int, c: int) -> None:
        self.registers[a] = tuple(self.row(b, c))

    def do_BUILD_LIST(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.row(b, c)

    def do_BUILD_SET(self, a: int, b: int, c: int) -> None:
        self.registers[a] = set(self.row(b, c))

    def do_BUILD_MAP(self, a: int, b: int, c: int) -> None:
        values = self.row(b, 2 * c)
        self.registers[a] = dict(zip(values[::2], values[1::2]))

    def do_BUILD_STRING(self, a: int, b: int, c: int) -> None:
        self.registers[a] = "".join(self.row(b, c))

    def do_LIST_APPEND(self, a: int, b: int) -> None:
        self.read(a).append(self.read(b))

    def do_SET_ADD(self, a: int, b: int) -> None:
        self.read(a).add(self.read(b))

    def do_MAP_ADD(self, a: int, b: int, c: int) -> None:
        self.read(a)[self.read(b)] = self.read(c)

    def do_LIST_EXTEND(self, a: int, b: int) -> None:
        self.read(a).extend(self.read(b))

    def do_SET_UPDATE(self, a: int, b: int) -> None:
        self.read(a).update(self.read(b))

    def do_DICT_UPDATE(self, a: int, b: int) -> None:
        self.read(a).update(self.read(b))

    def do_DICT_MERGE(self, a: int, b: int, c: int) -> None:
        into, added, function = self.read(a), self.read(b), self.read(c)
        for key in added:
            if key in into:
                name = f"{function.__module__}.{function.__qualname__}"
                raise TypeError(f"{name}() got multiple values for keyword argument '{key}'")
        into.update(added)

    def do_LIST_TO_TUPLE(self, a: int, b: int) -> None:
        self.registers[a] = tuple(self.read(b))

    def do_CONVERT(self, a: int, b: int, c: int) -> None:
        self.registers[a] = _CONVERSIONS[c](self.read(b))

    def do_FORMAT(self, a: int, b: int, c: int) -> None:
        specification = self.registers[c]
        self.registers[a] = format(self.read(b), "" if specification is EMPTY else specification)

    # Calls.

    def do_CALL(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b)(*self.row(b + 1, c))

    def do_CALL_METHOD(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.read(b)(*self.row(b + 2, c))

    def call_with_names(self, a: int, function: Any, arguments: list[Any]) -> None:
        names = self.constant(self.words[self.position] >> 32)
        count = len(arguments) - len(names)
        self.registers[a] = function(*arguments[:count], **dict(zip(names, arguments[count:])))

    def do_CALL_KW(self, a: int, b: int, c: int) -> None:
        self.call_with_names(a, self.read(b), self.row(b + 1, c))

    def do_CALL_METHOD_KW(self, a: int, b: int, c: int) -> None:
        self.call_with_names(a, self.read(b), self.row(b + 2, c))

    def do_CALL_EX(self, a: int, b: int) -> None:
        keywords = self.registers[b + 2]
        self.registers[a] = self.read(b)(*self.read(b + 1), **({} if keywords is EMPTY else keywords))

    def do_MAKE_FUNCTION(self, a: int, b: int, c: int) -> None:
        self.registers[a] = self.machine.function(self.constant(c), self.names, *self.registers[b:b + 4])

    def do_LOAD_BUILD_CLASS(self, a: int) -> None:
        self.registers[a] = self.machine.build_class

    # Suspension.

    def do_SEND(self, a: int, b: int, c: int) -> None:
        iterator, value = self.read(b), self.read(c)
        try:
            self.registers[a] = next(iterator) if value is None else iterator.send(value)
        except StopIteration as end:
            self.registers[a] = end.value
            self.position += 1

    def do_GET_YIELD_FROM_ITER(self, a: int, b: int) -> None:
        self.registers[a] = iter(self.read(b))

    def do_GET_AWAITABLE(self, a: int, b: int, c: int) -> None:
        awaited = self.read(b)
        self.registers[a] = awaited if isinstance(awaited, types.GeneratorType) else awaited.__await__()

    def do_GET_AITER(self, a: int, b: int) -> None:
        self.registers[a] = self.read(b).__aiter__()

    def do_GET_ANEXT(self, a: int, b: int) -> None:
        awaited = self.read(b).__anext__()
        self.registers[a] = awaited if isinstance(awaited, types.GeneratorType) else awaited.__await__()

    def do_ASYNC_GEN_WRAP(self, a: int, b: int) -> None:
        self.registers[a] = Wrapped(self.read(b))

    # Exceptions.

    def do_RAISE(self, a: int, b: int) -> None:
        exception, cause = self.registers[a], self.registers[b]
        if exception is EMPTY:
            if self.machine.handled is None:
                raise RuntimeError("No active exception to reraise")
            raise self.machine.handled
        if isinstance(exception, type):
            exception = exception()
        if cause is EMPTY:
            raise exception
        raise exception from cause

    def do_RERAISE(self, a: int) -> None:
        raise self.read(a)

    def do_EXCEPT_LEAVE(self, a: int) -> None:
        self.machine.handled = self.read(a)

    def do_EXCEPTION_MATCH(self, a: int, b: int, c: int) -> None:
        self.registers[a] = isinstance(self.read(b), self.read(c))

    def do_EXCEPTION_GROUP_MATCH(self, a: int, b: int, c: int) -> None:
        raised, kind = self.read(b), self.read(c)
        match, rest = None, raised
        if isinstance(raised, BaseExceptionGroup):
            match, rest = raised.split(kind)
        elif isinstance(raised, kind):
            match, rest = BaseExceptionGroup("", (raised,)), None
        self.registers[a:a + 2] = [match, rest]
        if match is not None:
            self.machine.handled = match

    def do_EXCEPTION_GROUP_RAISE(self, a: int, b: int, c: int) -> None:
        left = [error for error in self.read(c) if error is not None]
        if not left:
            self.registers[a] = None
        elif len(left) == 1:
            self.registers[a] = left[0]
        else:
            self.registers[a] = BaseExceptionGroup("", left)

    def do_END_ASYNC_FOR(self, a: int) -> None:
        if not isinstance(self.read(a), StopAsyncIteration):
            raise self.read(a)

    def do_LOAD_ASSERTION_ERROR(self, a: int) -> None:
        self.registers[a] = AssertionError

    def do_BEFORE_WITH(self, a: int, b: int) -> None:
        manager = self.read(b)
        leave = manager.__exit__
        self.registers[a:a + 2] = [leave, manager.__enter__()]

    def do_BEFORE_ASYNC_WITH(self, a: int, b: int) -> None:
        manager = self.read(b)
        leave = manager.__aexit__
        self.registers[a:a + 2] = [leave, manager.__aenter__()]

    def do_WITH_EXIT(self, a: int, b: int, c: int) -> None:
        error = self.registers[c]
        if error is EMPTY:
            self.registers[a] = self.read(b)(None, None, None)
        else:
            self.registers[a] = self.read(b)(type(error), error, error.__traceback__)

    # Imports, patterns, others.

    def do_IMPORT_NAME(self, a: int, b: int, c: int) -> None:
        level, names = self.row(b, 2)
        self.registers[a] = __import__(self.code.names[c], self.names, self.local_names, names, level)

    def do_IMPORT_FROM(self, a: int, b: int, c: int) -> None:
        try:
            self.registers[a] = getattr(self.read(b), self.code.names[c])
        except AttributeError as error:
            raise ImportError(str(error)) from None

    def do_IMPORT_STAR(self, a: int) -> None:
        module = self.read(a)
        for name in getattr(module, "__all__", None) or [key for key in vars(module) if key[0] != "_"]:
            self.local_names[name] = getattr(module, name)

    def do_MATCH_SEQUENCE(self, a: int, b: int) -> None:
        match self.read(b):
            case [*_]:
                self.registers[a] = True
            case _:
                self.registers[a] = False

    def do_MATCH_MAPPING(self, a: int, b: int) -> None:
        match self.read(b):
            case {**_rest}:
                self.registers[a] = True
            case _:
                self.registers[a] = False

    def do_MATCH_LENGTH(self, a: int, b: int) -> None:
        self.registers[a] = len(self.read(b))

    def do_MATCH_KEYS(self, a: int, b: int, c: int) -> None:
        mapping, keys = self.read(b), self.read(c)
        values: list[Any] = []
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise ValueError(f"mapping pattern checks duplicate key ({key!r})")
            values.append(mapping.get(key, EMPTY))
            if values[-1] is EMPTY:
                self.registers[a] = None
                return
        self.registers[a] = tuple(values)

    def do_MATCH_REST(self, a: int, b: int, c: int) -> None:
        rest = dict(self.read(b))
        for key in self.read(c):
            del rest[key]
        self.registers[a] = rest

    def do_MATCH_CLASS(self, a: int, b: int, c: int) -> None:
        subject, cls, names = self.row(b, 3)
        self.registers[a] = None
        if isinstance(subject, cls):
            if c == 1 and cls in (bool, bytes, dict, float, frozenset, int, list, set, str, tuple):
                found = [subject]
            else:
                found = [getattr(subject, name) for name in cls.__match_args__[:c]] if c else []
            try:
                self.registers[a] = (*found, *[getattr(subject, name) for name in names])
            except AttributeError:
                pass

    def do_SETUP_ANNOTATIONS(self) -> None:
        if "__annotations__" not in self.local_names:
            self.local_names["__annotations__"] = {}

    def do_PRINT_EXPRESSION(self, a: int) -> None:
        import sys
        sys.displayhook(self.read(a))
