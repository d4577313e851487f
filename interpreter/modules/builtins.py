"""Built-in functions, types, exceptions, and other objects."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.compiler.options import CompilerFlag
from interpreter.eval.entering import enter_by_function
from interpreter.eval.arguments import frame_to_keep
from interpreter.eval.frame import Frame, state
from interpreter.eval.generators import next_value
from interpreter.eval.execute import run_closure, run_code
from interpreter.eval.locals import locals_of
from interpreter.eval.run import run_frame
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define, definitions
from interpreter.modules import prompting
from interpreter.modules.compilation import Mode, compile_text, compile_tree, is_tree, parse_text
from interpreter.modules.compile_arguments import filename_of, inherited_flags, mode_number, source_bytes
from interpreter.modules.importing import import_statement
from interpreter.modules.state import builtins_dict, system
from interpreter.numbers.bigint_text import to_text
from interpreter.objects import list_methods
from interpreter.objects.async_generator_methods import AnextAwaitable
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.function import Cell, Function
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.generator import Generator
from interpreter.objects.int import FALSE, TRUE, SmallInt, new_int
from interpreter.objects.iterators import Iterator, by_iter
from interpreter.objects.list import empty_list, new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import ELLIPSIS, NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import EMPTY_STR, Str, intern, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple2
from interpreter.objects.type import type_type
from interpreter.protocols import number, text, types
from interpreter.protocols.attributes import delete_attribute, find_optional, get_attribute, set_attribute
from interpreter.protocols.call import call0, call1, call_any, invoke1, invoke2, invoke3
from interpreter.protocols.compare import GT, LT, compare, equals, hash_of, is_true, length
from interpreter.protocols.iterate import iterator_of, list_of, next_of
from transform.rpython import identity, not_none

ZERO = new_int(0)
_STOP_ITERATION = EXCEPTIONS["StopIteration"]


@exposed("__build_class__", rest="bases", keywords="keywords")
def build_class(func: Function, name: Str, /, bases: Tuple, keywords: Dict) -> Object:
    """__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class

    Internal helper function used by the class statement."""
    resolved = resolve_bases(bases)
    metaclass = keywords.get_str("metaclass")
    if metaclass is not None:
        keywords.delete_str("metaclass")
    chosen: Object = type_type
    if metaclass is not None:
        chosen = metaclass
    elif resolved.length > 0:
        chosen = type_of(resolved.item(0))
    if isinstance(chosen, Type):
        chosen = types.winning_metatype(chosen, resolved.items())
    names, values = keyword_lists(keywords)
    prepare = find_optional(chosen, "__prepare__")
    namespace: Object = Dict()
    if prepare is not None:
        namespace = call_any(prepare, [name, resolved], names, values)
        if type_of(namespace).slots[Slot.GETITEM] is None:
            shown = chosen.name if isinstance(chosen, Type) else "<metaclass>"
            raise type_error(f"{shown}.__prepare__() must return a mapping, not {type_of(namespace).name}")
    cell = run_body(func, namespace)
    if resolved is not bases:
        set_in(namespace, "__orig_bases__", bases)
    made = call_any(chosen, [name, resolved, namespace], names, values)
    if isinstance(cell, Cell) and isinstance(made, Type):
        content = cell.content
        if content is None:
            raise PyError(EXCEPTIONS["RuntimeError"], f"__class__ not set defining '{name.value}' as {text.repr_of(made)}. "
                                                      "Was __classcell__ propagated to type.__new__?")
        if content is not made:
            raise type_error(f"__class__ set to {text.repr_of(content)} defining '{name.value}' as {text.repr_of(made)}")
    return made


def set_in(mapping: Object, name: str, value: Object) -> None:
    if isinstance(mapping, Dict):
        mapping.set_str(name, value)
    else:
        invoke3(not_none(type_of(mapping).slots[Slot.SETITEM]), mapping, intern(name), value)


def resolve_bases(bases: Tuple) -> Tuple:
    """The bases with ``__mro_entries__`` in place of what is no class (PEP 560)."""
    result: list[Object] = []
    changed = False
    for i in range(bases.length):
        base = bases.item(i)
        entries = None if isinstance(base, Type) else find_optional(base, "__mro_entries__")
        if entries is None:
            result.append(base)
            continue
        replaced = call1(entries, bases)
        if not isinstance(replaced, Tuple):
            raise type_error("__mro_entries__ must return a tuple")
        changed = True
        for j in range(replaced.length):
            result.append(replaced.item(j))
    return new_tuple(result) if changed else bases


def run_body(body: Function, namespace: Object) -> Object:
    """Runs the body of a class in a namespace; what it returns: the cell of ``__class__``, or None."""
    frame = frame_to_keep(body)
    frame.locals = namespace
    frame.escaped = True
    return run_frame(frame, body)


@exposed("__import__")
def import_module(name: Object, globals: Object = NONE, locals: Object = NONE, fromlist: Object = EMPTY_TUPLE, level: int = 0) -> Object:
    """Import a module."""
    if not isinstance(name, Str):
        raise type_error("module name must be a string")
    return import_statement(name.value, globals, fromlist, level)


@exposed("abs")
def absolute(x: Object, /) -> Object:
    """Return the absolute value of the argument."""
    method = type_of(x).slots[Slot.ABS]
    if method is None:
        raise type_error(f"bad operand type for abs(): '{type_of(x).name}'")
    return invoke1(method, x)


@exposed("all")
def all_true(iterable: Object, /) -> bool:
    """Return True if bool(x) is True for all values x in the iterable.

    If the iterable is empty, return True."""
    iterator = iterator_of(iterable)
    while True:
        item = next_of(iterator)
        if item is None:
            return True
        if not is_true(item):
            return False


@exposed("any")
def any_true(iterable: Object, /) -> bool:
    """Return True if bool(x) is True for any x in the iterable.

    If the iterable is empty, return False."""
    iterator = iterator_of(iterable)
    while True:
        item = next_of(iterator)
        if item is None:
            return False
        if is_true(item):
            return True


@exposed("ascii")
def to_ascii(obj: Object, /) -> Object:
    """Return an ASCII-only representation of an object."""
    return text.ascii_object(obj)


@exposed("bin")
def to_binary(number: Object, /) -> Object:
    """Return the binary representation of an integer."""
    return prefixed(number, 2, "0b")


@exposed("oct")
def to_octal(number: Object, /) -> Object:
    """Return the octal representation of an integer."""
    return prefixed(number, 8, "0o")


@exposed("hex")
def to_hexadecimal(number: Object, /) -> Object:
    """Return the hexadecimal representation of an integer."""
    return prefixed(number, 16, "0x")


def prefixed(x: Object, base: int, prefix: str) -> Object:
    digits = to_text(number.index(x).big(), base)
    if digits.startswith("-"):
        return new_str("-" + prefix + digits[1:])
    return new_str(prefix + digits)


@exposed("breakpoint", rest="args", keywords="kws")
def break_here(args: Tuple, kws: Dict) -> Object:
    """breakpoint(*args, **kws)

    Call sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept
    whatever arguments are passed.

    By default, this drops you into the pdb debugger."""
    hook = system.get_str("breakpointhook")
    if hook is None:
        raise PyError(EXCEPTIONS["RuntimeError"], "lost sys.breakpointhook")
    names, values = keyword_lists(kws)
    return call_any(hook, args.items(), names, values)


@exposed("callable")
def is_callable(obj: Object, /) -> bool:
    """Return whether the object is callable (i.e., some kind of function)."""
    return type_of(obj).slots[Slot.CALL] is not None


@exposed("chr")
def character(i: int, /) -> str:
    """Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."""
    if not 0 <= i <= 0x10FFFF:
        raise value_error("chr() arg not in range(0x110000)")
    return chr(i)


@exposed("ord")
def ordinal(c: Object, /) -> int:
    """Return the Unicode code point for a one-character string."""
    if isinstance(c, Str):
        if len(c.value) == 1:
            return ord(c.value[0])
        raise type_error(f"ord() expected a character, but string of length {len(c.value)} found")
    if isinstance(c, Bytes):
        if len(c.value) == 1:
            return c.value[0]
        raise type_error(f"ord() expected a character, but string of length {len(c.value)} found")
    if isinstance(c, ByteArray):
        if c.length == 1:
            return int(c.items[0])
        raise type_error(f"ord() expected a character, but string of length {c.length} found")
    raise type_error(f"ord() expected string of length 1, but {type_of(c).name} found")


@exposed("compile")
def compile_object(source: Object, filename: Object, mode: Str, flags: int = 0, dont_inherit: bool = False, optimize: int = -1, *,
                   _feature_version: int = -1) -> Object:
    """Compile source into a code object that can be executed by exec() or eval()."""
    name = filename_of(filename)
    if flags & ~CompilerFlag.COMPILE != 0:
        raise value_error("compile(): unrecognised flags")
    if not -1 <= optimize <= 2:
        raise value_error("compile(): invalid optimize value")
    gives_tree = flags & CompilerFlag.ONLY_AST != 0
    kind = mode_number(mode.value, gives_tree)
    all_flags = inherited_flags(flags, dont_inherit)
    if is_tree(source):
        return source if gives_tree else compile_tree(source, name, kind, all_flags, optimize)
    data = source_bytes(source, "compile", "string, bytes or AST object")
    if gives_tree:
        return parse_text(data, name, kind, all_flags, _feature_version)
    return compile_text(data, name, kind, all_flags, optimize)


@exposed("exec")
def execute_code(source: Object, globals: Object = NONE, locals: Object = NONE, /, *, closure: Object = NONE) -> None:
    """Execute the given source in the context of globals and locals."""
    scope = scope_of("exec", globals)
    names = locals_for("exec", globals, locals, scope)
    if isinstance(source, Code):
        if len(source.freevars) > 0:
            run_closure(source, scope, names, closure_for(source, closure))
            return
        if closure is not NONE:
            raise type_error("cannot use a closure with this code object")
        code = source
    else:
        if closure is not NONE:
            raise type_error("closure can only be used when source is a code object")
        code = compile_text(source_bytes(source, "exec", "string, bytes or code object"), "<string>", Mode.EXEC, inherited_flags(0, False), -1)
    run_code(code, scope, names)


def closure_for(code: Code, cells: Object) -> Tuple:
    """The argument `closure` of exec, if it has a cell for each of the free variables of `code`."""
    if isinstance(cells, Tuple) and cells.length == len(code.freevars) \
            and all([isinstance(cells.item(i), Cell) for i in range(cells.length)]):
        return cells
    if cells is NONE:
        raise type_error("code object passed to exec() may not contain free variables")
    raise type_error(f"code object requires a closure of exactly length {len(code.freevars)}")


@exposed("eval")
def evaluate(source: Object, globals: Object = NONE, locals: Object = NONE, /) -> Object:
    """Evaluate the given source in the context of globals and locals."""
    scope = scope_of("eval", globals)
    names = locals_for("eval", globals, locals, scope)
    if isinstance(source, Code):
        if len(source.freevars) > 0:
            raise type_error("code object passed to eval() may not contain free variables")
        return run_code(source, scope, names)
    data = source_bytes(source, "eval", "string, bytes or code object").lstrip(b" \t")
    return run_code(compile_text(data, "<string>", Mode.EVAL, inherited_flags(0, False), -1), scope, names)


def scope_of(function: str, globals: Object) -> Dict:
    if globals is NONE:
        return calling_frame().globals
    if not isinstance(globals, Dict):
        raise type_error(f"{function}() globals must be a dict, not {type_of(globals).name}")
    return globals


def locals_for(function: str, globals: Object, locals: Object, scope: Dict) -> Object:
    if locals is not NONE:
        if type_of(locals).slots[Slot.GETITEM] is None:
            raise type_error(f"locals must be a mapping or None, not {type_of(locals).name}")
        return locals
    return locals_of(calling_frame()) if globals is NONE else scope


@exposed("delattr")
def delete(obj: Object, name: Object, /) -> None:
    """Deletes the named attribute from the given object."""
    if not isinstance(name, Str):
        raise type_error(f"attribute name must be string, not '{type_of(name).name}'")
    delete_attribute(obj, name.value)


@exposed("dir", rest="arguments")
def names_of(arguments: Tuple) -> Object:
    """Show attributes of an object."""
    check_at_most_one("dir", arguments)
    if arguments.length == 0:
        names = list_of(local_names())
    else:
        x = arguments.item(0)
        names = list_of(invoke1(not_none(type_of(x).slots[Slot.DIR]), x))
    result = new_list(names)
    call0(get_attribute(result, "sort"))
    return result


def check_at_most_one(function: str, arguments: Tuple) -> None:
    if arguments.length > 1:
        raise type_error(f"{function} expected at most 1 argument, got {arguments.length}")


def local_names() -> Object:
    return call0(get_attribute(locals_of(calling_frame()), "keys"))


@exposed("divmod")
def quotient_and_remainder(x: Object, y: Object, /) -> Object:
    """Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."""
    method = type_of(x).slots[Slot.DIVMOD]
    result: Object = NOT_IMPLEMENTED
    if method is not None:
        result = invoke2(method, x, y)
    if result is NOT_IMPLEMENTED:
        method = type_of(y).slots[Slot.RDIVMOD]
        if method is not None:
            result = invoke2(method, y, x)
    if result is NOT_IMPLEMENTED:
        raise type_error(f"unsupported operand type(s) for divmod(): '{type_of(x).name}' and '{type_of(y).name}'")
    return result


@exposed("format")
def format_value(value: Object, format_spec: Object = EMPTY_STR, /) -> Object:
    """Return type(value).__format__(value, format_spec)"""
    if not isinstance(format_spec, Str):
        raise type_error(f"format() argument 2 must be str, not {type_of(format_spec).name}")
    return text.format_object(value, format_spec)


@exposed("getattr")
def get(obj: Object, name: Object, default: Optional[Object] = None, /) -> Object:
    """Get a named attribute from an object."""
    if not isinstance(name, Str):
        raise type_error(f"attribute name must be string, not '{type_of(name).name}'")
    if default is None:
        return get_attribute(obj, name.value)
    found = find_optional(obj, name.value)
    return default if found is None else found


@exposed("globals")
def global_variables() -> Object:
    """Return the dictionary containing the current scope's global variables."""
    return calling_frame().globals


@exposed("locals")
def local_variables() -> Object:
    """Return a dictionary containing the current scope's local variables."""
    return locals_of(calling_frame())


@exposed("vars", rest="arguments")
def variables(arguments: Tuple) -> Object:
    """Show vars."""
    check_at_most_one("vars", arguments)
    if arguments.length == 0:
        return locals_of(calling_frame())
    found = find_optional(arguments.item(0), "__dict__")
    if found is None:
        raise type_error("vars() argument must have __dict__ attribute")
    return found


@exposed("hasattr")
def has(obj: Object, name: Object, /) -> bool:
    """Return whether the object has an attribute with the given name."""
    if not isinstance(name, Str):
        raise type_error(f"attribute name must be string, not '{type_of(name).name}'")
    return find_optional(obj, name.value) is not None


@exposed("hash")
def hash_value(obj: Object, /) -> int:
    """Return the hash value for the given object."""
    return hash_of(obj)


@exposed("id")
def identity_of(obj: Object, /) -> int:
    """Return the identity of an object."""
    return identity(obj)


@exposed("isinstance")
def is_instance(obj: Object, class_or_tuple: Object, /) -> bool:
    """Return whether an object is an instance of a class or of a subclass thereof."""
    return types.is_instance(obj, class_or_tuple)


@exposed("issubclass")
def is_subclass(cls: Object, class_or_tuple: Object, /) -> bool:
    """Return whether 'cls' is derived from another class or is the same class."""
    return types.is_subclass(cls, class_or_tuple)


@exposed("iter")
def iterate(object: Object, sentinel: Optional[Object] = None, /) -> Object:
    """Get an iterator from an object."""
    if sentinel is None:
        return iterator_of(object)
    if type_of(object).slots[Slot.CALL] is None:
        raise type_error("iter(v, w): v must be callable")
    return CallIterator(object, sentinel)


@exposed("len")
def length_of(obj: Object, /) -> int:
    """Return the number of items in a container."""
    return length(obj)


@exposed("max", rest="values")
def maximum(values: Tuple, *, key: Object = NONE, default: Optional[Object] = None) -> Object:
    """max(iterable, *[, default=obj, key=func]) -> value
    max(arg1, arg2, *args, *[, key=func]) -> value

    With a single iterable argument, return its biggest item. The
    default keyword-only argument specifies an object to return if
    the provided iterable is empty.
    With two or more arguments, return the largest argument."""
    return extreme("max", GT, values, key, default)


@exposed("min", rest="values")
def minimum(values: Tuple, *, key: Object = NONE, default: Optional[Object] = None) -> Object:
    """min(iterable, *[, default=obj, key=func]) -> value
    min(arg1, arg2, *args, *[, key=func]) -> value

    With a single iterable argument, return its smallest item. The
    default keyword-only argument specifies an object to return if
    the provided iterable is empty.
    With two or more arguments, return the smallest argument."""
    return extreme("min", LT, values, key, default)


def extreme(name: str, operation: int, values: Tuple, key: Object, default: Optional[Object]) -> Object:
    if values.length == 0:
        raise type_error(f"{name} expected at least 1 argument, got 0")
    source: Object = values
    if values.length == 1:
        source = values.item(0)
    elif default is not None:
        raise type_error(f"Cannot specify a default for {name}() with multiple positional arguments")
    iterator = iterator_of(source)
    best = next_of(iterator)
    if best is None:
        if default is None:
            raise value_error(f"{name}() arg is an empty sequence")
        return default
    best_key = best if key is NONE else call1(key, best)
    while True:
        item = next_of(iterator)
        if item is None:
            return best
        item_key = item if key is NONE else call1(key, item)
        if is_true(compare(operation, item_key, best_key)):
            best = item
            best_key = item_key


@exposed("aiter")
def async_iterator(async_iterable: Object, /) -> Object:
    """Return an AsyncIterator for an AsyncIterable object."""
    method = type_of(async_iterable).slots[Slot.AITER]
    if method is None:
        raise type_error(f"'{type_of(async_iterable).name}' object is not an async iterable")
    found = invoke1(method, async_iterable)
    if type_of(found).slots[Slot.ANEXT] is None:
        raise type_error(f"aiter() returned not an async iterator of type '{type_of(found).name}'")
    return found


@exposed("anext")
def async_next(aiterator: Object, default: Optional[Object] = None, /) -> Object:
    """Return the next item from the async iterator."""
    method = type_of(aiterator).slots[Slot.ANEXT]
    if method is None:
        raise type_error(f"'{type_of(aiterator).name}' object is not an async iterator")
    awaitable = invoke1(method, aiterator)
    return awaitable if default is None else AnextAwaitable(awaitable, default)


@exposed("next")
def next_item(iterator: Object, default: Optional[Object] = None, /) -> Object:
    """Return the next item from the iterator."""
    if isinstance(iterator, Generator) and default is not None:
        item = next_value(iterator)
        return default if item is None else item
    method = type_of(iterator).slots[Slot.NEXT]
    if method is None:
        raise type_error(f"'{type_of(iterator).name}' object is not an iterator")
    if default is None:
        if isinstance(iterator, Generator):
            enter_by_function(iterator, NONE, "next")
        return invoke1(method, iterator)
    found = next_of(iterator)
    return default if found is None else found


@exposed("pow")
def power(base: Object, exp: Object, mod: Object = NONE) -> Object:
    """Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."""
    if mod is NONE:
        return number.binary(Slot.POW, base, exp)
    method = type_of(base).slots[Slot.POW]
    if method is not None:
        result = invoke3(method, base, exp, mod)
        if result is not NOT_IMPLEMENTED:
            return result
    raise type_error(f"unsupported operand type(s) for ** or pow(): '{type_of(base).name}', '{type_of(exp).name}', '{type_of(mod).name}'")


@exposed("print", rest="values")
def print_values(values: Tuple, *, sep: Object = NONE, end: Object = NONE, file: Object = NONE, flush: bool = False) -> None:
    """Prints the values to a stream, or to sys.stdout by default."""
    if file is NONE:
        found = system.get_str("stdout")
        if found is None:
            raise PyError(EXCEPTIONS["RuntimeError"], "lost sys.stdout")
        if found is NONE:
            return
        file = found
    separator = print_option(sep, "sep", " ")
    ending = print_option(end, "end", "\n")
    write = get_attribute(file, "write")
    for i in range(values.length):
        if i > 0:
            call1(write, separator)
        call1(write, text.str_of(values.item(i)))
    call1(write, ending)
    if flush:
        call0(get_attribute(file, "flush"))


def print_option(given: Object, name: str, default: str) -> Object:
    if given is NONE:
        return new_str(default)
    if not isinstance(given, Str):
        raise type_error(f"{name} must be None or a string, not {type_of(given).name}")
    return given


@exposed("repr")
def representation(obj: Object, /) -> Object:
    """Return the canonical string representation of the object."""
    return text.repr_object(obj)


@exposed("round")
def rounded(number: Object, ndigits: Object = NONE) -> Object:
    """Round a number to a given precision in decimal digits."""
    method = type_of(number).slots[Slot.ROUND]
    if method is None:
        raise type_error(f"type {type_of(number).name} doesn't define __round__ method")
    return invoke1(method, number) if ndigits is NONE else invoke2(method, number, ndigits)


@exposed("setattr")
def set(obj: Object, name: Object, value: Object, /) -> None:
    """Sets the named attribute on the given object to the specified value."""
    if not isinstance(name, Str):
        raise type_error(f"attribute name must be string, not '{type_of(name).name}'")
    set_attribute(obj, name.value, value)


@exposed("sorted", keywords="keywords")
def sorted_list(iterable: Object, /, keywords: Optional[Dict] = None) -> Object:
    """Return a new list containing all items from the iterable in ascending order."""
    result = empty_list()
    list_methods.extend(result, iterable)
    key: Object = NONE
    reverse = False
    names, values = keyword_lists(keywords)
    for i in range(len(names)):
        if names[i] == "key":
            key = values[i]
        elif names[i] == "reverse":
            reverse = is_true(values[i])
        else:
            raise type_error(f"'{names[i]}' is an invalid keyword argument for sort()")
    list_methods.sort(result, key=key, reverse=reverse)
    return result


@exposed("sum")
def total(iterable: Object, /, start: Object = ZERO) -> Object:
    """Return the sum of a 'start' value (default: 0) plus an iterable of numbers"""
    if isinstance(start, Str):
        raise type_error("sum() can't sum strings [use ''.join(seq) instead]")
    if isinstance(start, Bytes):
        raise type_error("sum() can't sum bytes [use b''.join(seq) instead]")
    if isinstance(start, ByteArray):
        raise type_error("sum() can't sum bytearray [use b''.join(seq) instead]")
    result = start
    iterator = iterator_of(iterable)
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        if isinstance(result, SmallInt) and isinstance(item, SmallInt):
            result = new_int(result.value + item.value)
        else:
            result = number.binary(Slot.ADD, result, item)


class CallIterator(Iterator):
    """``iter(function, sentinel)``."""
    function: Optional[Object]
    sentinel: Object

    def __init__(self, function: Object, sentinel: Object) -> None:
        self.function = function
        self.sentinel = sentinel

    def advance(self) -> Optional[Object]:
        function = self.function
        if function is None:
            return None
        try:
            result = call0(function)
        except PyError as error:
            if not error.type.is_subtype(_STOP_ITERATION):
                raise
            self.function = None
            return None
        if self.function is None:  # the call itself has reached the end
            return None
        if equals(result, self.sentinel):
            self.function = None
            return None
        return result

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        function = self.function
        if function is None:
            return by_iter(EMPTY_TUPLE)
        return tuple2(not_none(builtins_dict.get_str("iter")), tuple2(function, self.sentinel))


define(CallIterator, "callable_iterator")


def calling_frame() -> Frame:
    """The frame that called a built-in function."""
    return not_none(state.frame)


define_module(__name__, "builtins", dict=builtins_dict, parts=[prompting.__name__], contents={
    "EnvironmentError": EXCEPTIONS["OSError"], "IOError": EXCEPTIONS["OSError"],
    "None": NONE, "True": TRUE, "False": FALSE, "Ellipsis": ELLIPSIS, "NotImplemented": NOT_IMPLEMENTED,
    "__debug__": TRUE, **EXCEPTIONS})


def add_types() -> None:
    """Built-in types by name; called when all are defined."""
    names = ["bool", "bytearray", "bytes", "classmethod", "complex", "dict", "enumerate", "filter", "float", "frozenset", "int", "list", "map",
             "memoryview", "object", "property", "range", "reversed", "set", "slice", "staticmethod", "str", "super", "tuple", "type", "zip"]
    for definition in definitions:
        if definition.type.name in names:
            builtins_dict.set_str(definition.type.name, definition.type)
    for name in ["EnvironmentError", "IOError"]:
        builtins_dict.set_str(name, EXCEPTIONS["OSError"])
