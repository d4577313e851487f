"""How a pickler writes what is neither a number nor a string nor a container: globals, and what ``__reduce_ex__`` says of other objects (PEP 307)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, EXCEPTIONS
from interpreter.modules.importing import import_full
from interpreter.modules.pickle.containers import ContainerWriter
from interpreter.modules.pickle.errors import pickling_error
from interpreter.modules.pickle.naming import dotted_path, module_name_of, parent_and_attribute, renamed, table
from interpreter.modules.pickle.opcodes import Op
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple2
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call_any
from interpreter.protocols.codec import utf8_of
from interpreter.protocols.compare import is_same
from interpreter.protocols.text import repr_of

_EXCEPTION = EXCEPTIONS["Exception"]
_ATTRIBUTE_ERROR = EXCEPTIONS["AttributeError"]


def optional(value: Object) -> Optional[Object]:
    """None for Python's None."""
    return None if value is NONE else value


def is_callable(x: Object) -> bool:
    return type_of(x).slots[Slot.CALL] is not None


class ReducingWriter(ContainerWriter):
    """A pickler of all objects."""

    # Globals.

    def save_global(self, x: Object, given_name: Optional[Str]) -> None:
        """An object by its module and qualified name, which must lead to it. PicklingError."""
        name = global_name(x) if given_name is None else given_name.value
        path = dotted_path(name)
        module_name = module_name_of(x, path)
        if not isinstance(module_name, Str):
            raise pickling_error(f"Can't pickle {repr_of(x)}: import of module {repr_of(module_name)} failed")
        module, parent = self.checked_parent(x, name, path, module_name)
        if self.protocol >= 2 and self.save_extension(x, module_name, new_str(name)):
            return
        if is_same(parent, module):
            name = path[len(path) - 1]
        if self.protocol >= 4:
            self.save(module_name)
            self.save(new_str(name))
            self.output.byte(Op.STACK_GLOBAL)
        elif not is_same(parent, module):
            getter = get_attribute(import_full("builtins"), "getattr")
            self.save_reduction(new_tuple([getter, tuple2(parent, new_str(path[len(path) - 1]))]), x)
            return
        else:
            self.save_global_lines(module_name.value, name)
        self.memoize(x)

    def checked_parent(self, x: Object, name: str, path: list[str], module_name: Str) -> tuple[Object, Object]:
        """The module, and what has the object as an attribute, which may be a class in the module."""
        try:
            module = import_full(module_name.value)
        except PyError as error:
            if not error.type.is_subtype(_EXCEPTION):
                raise
            raise pickling_error(f"Can't pickle {repr_of(x)}: import of module {repr_of(module_name)} failed") from error
        try:
            parent, found = parent_and_attribute(module, path)
        except PyError as error:
            if not error.type.is_subtype(_ATTRIBUTE_ERROR):
                raise
            raise pickling_error(f"Can't pickle {repr_of(x)}: attribute lookup {name} on {module_name.value} failed") from error
        if not is_same(found, x):
            raise pickling_error(f"Can't pickle {repr_of(x)}: it's not the same object as {module_name.value}.{name}")
        return module, parent

    def save_extension(self, x: Object, module_name: Str, name: Str) -> bool:
        """Writes the number that a global has in copyreg's registry of extensions, if it has one; whether it has."""
        code = table("copyreg", "_extension_registry").get(tuple2(module_name, name))
        if code is None:
            return False
        if not isinstance(code, Int):
            raise pickling_error(f"Can't pickle {repr_of(x)}: extension code {repr_of(code)} isn't an integer")
        number = code.machine() if code.fits() else 0
        output = self.output
        if not 0 < number <= 0x7FFFFFFF:
            raise pickling_error(f"Can't pickle {repr_of(x)}: extension code {number} is out of range")
        if number < 1 << 8:
            output.byte(Op.EXT1)
            output.number(number, 1)
        elif number < 1 << 16:
            output.byte(Op.EXT2)
            output.number(number, 2)
        else:
            output.byte(Op.EXT4)
            output.number(number, 4)
        return True

    def save_global_lines(self, module: str, name: str) -> None:
        """The names on lines: in protocol 3 they may be of any characters, before that they are ASCII, and those of Python 2 if that is wanted."""
        if self.fixes_imports:
            module, name = renamed(module, name, "REVERSE_")
        if self.protocol < 3 and not module.isascii():
            raise pickling_error(f"can't pickle module identifier '{module}' using pickle protocol {self.protocol}")
        if self.protocol < 3 and not name.isascii():
            raise pickling_error(f"can't pickle global identifier '{name}' using pickle protocol {self.protocol}")
        output = self.output
        output.byte(Op.GLOBAL)
        output.append(utf8_of(module))
        output.byte(10)
        output.append(utf8_of(name))
        output.byte(10)

    # Objects by what makes them anew.

    def save_call(self, f: Object, arguments: Tuple, x: Object) -> None:
        """An object as a call of a function."""
        self.save_reduction(tuple2(f, arguments), x)

    def save_reduction(self, reduction: Tuple, x: Optional[Object]) -> None:
        """What ``__reduce_ex__`` returned for an object; None for one that is of no use but to others."""
        count = reduction.length
        if not 2 <= count <= 6:
            raise pickling_error("tuple returned by __reduce__ must contain 2 through 6 elements")
        f = reduction.item(0)
        arguments = reduction.item(1)
        if not is_callable(f):
            raise pickling_error("first item of the tuple returned by __reduce__ must be callable")
        if not isinstance(arguments, Tuple):
            raise pickling_error("second item of the tuple returned by __reduce__ must be a tuple")
        state = optional(reduction.item(2)) if count > 2 else None
        items = iterator_at(reduction, 3, "fourth")
        pairs = iterator_at(reduction, 4, "fifth")
        setter = optional(reduction.item(5)) if count > 5 else None
        if setter is not None and not is_callable(setter):
            raise pickling_error("sixth element of the tuple returned by __reduce__ must be a function, "
                                 f"not {type_of(setter).name}")
        self.save_maker(f, arguments, x)
        if x is not None:
            if x in self.memo:
                self.output.byte(Op.POP)
                self.refer(x)
                return
            self.memoize(x)
        if items is not None:
            self.append_all(items)
        if pairs is not None:
            self.set_all(pairs)
        if state is not None:
            self.save_state(state, setter, x)

    def save_maker(self, f: Object, arguments: Tuple, x: Optional[Object]) -> None:
        """A call that makes an object; from protocol 2 on, those of ``copyreg.__newobj__`` and ``__newobj_ex__`` have codes."""
        output = self.output
        name = function_name(f) if self.protocol >= 2 else ""
        if name == "__newobj_ex__":
            self.save_new_with_names(arguments)
        elif name == "__newobj__":
            if arguments.length < 1:
                raise pickling_error("__newobj__ arglist is empty")
            cls = arguments.item(0)
            if not isinstance(cls, Type):
                raise pickling_error("args[0] from __newobj__ args is not a type")
            if x is not None and get_attribute(x, "__class__") is not cls:
                raise pickling_error("args[0] from __newobj__ args has the wrong class")
            self.save(cls)
            self.save(EMPTY_TUPLE if arguments.length == 1 else new_tuple(arguments.items()[1:]))
            output.byte(Op.NEWOBJ)
        else:
            self.save(f)
            self.save(arguments)
            output.byte(Op.REDUCE)

    def save_new_with_names(self, arguments: Tuple) -> None:
        if arguments.length != 3:
            raise pickling_error(f"length of the NEWOBJ_EX argument tuple must be exactly 3, not {arguments.length}")
        cls, positional, keywords = arguments.item(0), arguments.item(1), arguments.item(2)
        if not isinstance(cls, Type):
            raise pickling_error(f"first item from NEWOBJ_EX argument tuple must be a class, not {type_of(cls).name}")
        if not isinstance(positional, Tuple):
            raise pickling_error(f"second item from NEWOBJ_EX argument tuple must be a tuple, not {type_of(positional).name}")
        if not isinstance(keywords, Dict):
            raise pickling_error(f"third item from NEWOBJ_EX argument tuple must be a dict, not {type_of(keywords).name}")
        if self.protocol >= 4:
            self.save(cls)
            self.save(positional)
            self.save(keywords)
            self.output.byte(Op.NEWOBJ_EX)
            return
        names: list[str] = []
        values: list[Object] = []
        for key in keywords.keys():
            value = keywords.get(key)
            if isinstance(key, Str) and value is not None:
                names.append(key.value)
                values.append(value)
        partial = get_attribute(import_full("functools"), "partial")
        given: list[Object] = [get_attribute(cls, "__new__"), cls]
        for argument in positional.items():
            given.append(argument)
        self.save(call_any(partial, given, names, values))
        self.save(EMPTY_TUPLE)
        self.output.byte(Op.REDUCE)

    def save_state(self, state: Object, setter: Optional[Object], x: Optional[Object]) -> None:
        output = self.output
        if setter is None:
            self.save(state)
            output.byte(Op.BUILD)
            return
        self.save(setter)
        self.save(NONE if x is None else x)
        self.save(state)
        output.byte(Op.TUPLE2)
        output.byte(Op.REDUCE)
        output.byte(Op.POP)


def global_name(x: Object) -> str:
    """The name by which an object is found in its module."""
    found = find_optional(x, "__qualname__")
    if found is None:
        found = get_attribute(x, "__name__")
    if not isinstance(found, Str):
        raise pickling_error(f"Can't pickle {repr_of(x)}: its name is no string")
    return found.value


def function_name(f: Object) -> str:
    found = find_optional(f, "__name__")
    return found.value if isinstance(found, Str) else ""


def iterator_at(reduction: Tuple, i: int, place: str) -> Optional[Object]:
    """The iterator that a reduction may have at an index."""
    if i >= reduction.length or reduction.item(i) is NONE:
        return None
    found = reduction.item(i)
    if type_of(found).slots[Slot.NEXT] is None:
        raise pickling_error(f"{place} element of the tuple returned by __reduce__ must be an iterator, not {type_of(found).name}")
    return found
