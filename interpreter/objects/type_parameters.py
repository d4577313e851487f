"""Type variables among the arguments of generic aliases and unions: finding them and putting types in their places.

Type variables, defined by the module `typing`, are known by their method ``__typing_subst__``."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import ELLIPSIS, NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple, new_tuple, tuple1
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call1, call2
from interpreter.protocols.compare import is_same, is_true
from interpreter.protocols.item import get_item_any
from interpreter.protocols.text import repr_of


def parameters_of(arguments: Tuple) -> Tuple:
    """The type variables in the arguments, each once."""
    found: list[Object] = []
    for argument in arguments.items():
        if isinstance(argument, Type):
            continue
        if find_optional(argument, "__typing_subst__") is not None:
            add_parameter(found, argument)
            continue
        nested = find_optional(argument, "__parameters__")
        if isinstance(nested, Tuple):
            for parameter in nested.items():
                add_parameter(found, parameter)
    return new_tuple(found)


def add_parameter(found: list[Object], parameter: Object) -> None:
    if position_of(found, parameter) < 0:
        found.append(parameter)


def position_of(items: list[Object], wanted: Object) -> int:
    for i in range(len(items)):
        if is_same(items[i], wanted):
            return i
    return -1


def substituted(owner: Object, arguments: Tuple, parameters: Tuple, item: Object) -> Tuple:
    """The arguments with types in the places of the parameters. TypeError where their numbers differ."""
    if parameters.length == 0:
        raise type_error(f"{repr_of(owner)} is not a generic class")
    wanted = parameters.items()
    for parameter in wanted:
        prepare = find_optional(parameter, "__typing_prepare_subst__")
        if prepare is not None and prepare is not NONE:
            item = call2(prepare, owner, item if isinstance(item, Tuple) else tuple1(item))
    given = item if isinstance(item, Tuple) else tuple1(item)
    if given.length != len(wanted):
        few = "many" if given.length > len(wanted) else "few"
        raise type_error(f"Too {few} arguments for {repr_of(owner)}; actual {given.length}, expected {len(wanted)}")
    result: list[Object] = []
    for argument in arguments.items():
        if isinstance(argument, Type):
            result.append(argument)
            continue
        replacement = replaced(argument, wanted, given)
        if is_unpacked(argument) and isinstance(replacement, Tuple):
            for part in replacement.items():
                result.append(part)
        else:
            result.append(replacement)
    return new_tuple(result)


def replaced(argument: Object, parameters: list[Object], given: Tuple) -> Object:
    """One argument, after substitution."""
    substitute = find_optional(argument, "__typing_subst__")
    if substitute is not None:
        return call1(substitute, given.item(position_of(parameters, argument)))
    nested = find_optional(argument, "__parameters__")
    if not isinstance(nested, Tuple) or nested.length == 0:
        return argument
    values: list[Object] = []
    for parameter in nested.items():
        position = position_of(parameters, parameter)
        value = given.item(position) if position >= 0 else parameter
        if is_variadic(parameter) and isinstance(value, Tuple):
            for part in value.items():
                values.append(part)
        else:
            values.append(value)
    return get_item_any(argument, new_tuple(values))


def is_unpacked(argument: Object) -> bool:
    """Whether an argument is an unpacked TypeVarTuple."""
    found = find_optional(argument, "__typing_is_unpacked_typevartuple__")
    return found is not None and is_true(found)


def is_variadic(parameter: Object) -> bool:
    """Whether a parameter is a TypeVarTuple."""
    return find_optional(parameter, "__typing_prepare_subst__") is not None and find_optional(parameter, "__bound__") is None


def repr_of_argument(argument: Object) -> str:
    """A type by its name, all else by its repr."""
    if argument is ELLIPSIS:
        return "..."
    if find_optional(argument, "__origin__") is not None and find_optional(argument, "__args__") is not None:
        return repr_of(argument)
    name = find_optional(argument, "__qualname__")
    module = find_optional(argument, "__module__")
    if not isinstance(name, Str) or module is None or module is NONE:
        return repr_of(argument)
    if isinstance(module, Str) and module.value != "builtins":
        return f"{module.value}.{name.value}"
    return name.value
