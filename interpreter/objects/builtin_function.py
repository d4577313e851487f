"""Functions written in RPython, as Python programs see them."""
from __future__ import annotations

from typing import Callable, Optional

from interpreter.errors import PyError, type_error
from interpreter.objects.object import Object, Type
from transform.rpython import GcArray


class Kind:
    """How a built-in function sits in its type or module."""
    FUNCTION, METHOD, CLASS_METHOD, STATIC_METHOD, WRAPPER = range(5)


class BuiltinCallable(Object):
    """What is written in RPython and can be called: a function, a method in its type, or a method bound to an object."""

    def target(self) -> BuiltinFunction:
        """The function itself."""
        raise NotImplementedError

    def receiver(self) -> Optional[Object]:
        """What it is bound to."""
        return None


class BuiltinFunction(BuiltinCallable):
    """A function written in RPython.

    `code0` ... `code4` take exactly so many arguments by position, `code_any` takes one for each parameter, bound already; what is
    missing is empty there (also the dict of keywords, if there are none and `keywords_are_optional`). The gateway makes them
    (gateway/trampolines.py). A number of arguments that does not fit raises TypeError.

    `switches` says that it may end by a soft switch (eval/microthread.py)."""
    name: str
    qualname: str
    doc: Optional[str]
    signature: str
    kind: int
    owner: Optional[Type]
    module: Optional[str]
    parameters: list[str]
    positional_only_count: int
    positional_count: int
    required_count: int
    required_keywords: list[str]
    rest_index: int
    keywords_index: int
    keywords_are_optional: bool
    switches: bool
    code0: Callable[[BuiltinFunction], Object]
    code1: Callable[[BuiltinFunction, Object], Object]
    code2: Callable[[BuiltinFunction, Object, Object], Object]
    code3: Callable[[BuiltinFunction, Object, Object, Object], Object]
    code4: Callable[[BuiltinFunction, Object, Object, Object, Object], Object]
    code_any: Callable[[BuiltinFunction, GcArray[Optional[Object]]], Object]

    def __init__(self, name: str, kind: int, doc: Optional[str], signature: str, parameters: list[str]) -> None:
        self.name = name
        self.qualname = name
        self.kind = kind
        self.doc = doc
        self.signature = signature
        self.owner = None
        self.module = None
        self.parameters = parameters
        self.positional_only_count = 0
        self.positional_count = 0
        self.required_count = 0
        self.required_keywords = []
        self.rest_index = -1
        self.keywords_index = -1
        self.keywords_are_optional = False
        self.switches = False

    def target(self) -> BuiltinFunction:
        return self

    def called_name(self) -> str:
        """What messages call it: a type, where it makes or initialises instances."""
        if self.name == "__new__" or self.name == "__init__":
            owner = self.owner
            if owner is not None:
                return owner.name
        return self.name

    def full_name(self) -> str:
        """The name with that of the module, unless it is a built-in name."""
        return self.qualname if self.module is None or self.module == "builtins" else f"{self.module}.{self.qualname}"

    def hidden_count(self) -> int:
        """How many of the parameters are given by nobody: the one for the instance or the class."""
        return 0 if self.kind == Kind.FUNCTION or self.kind == Kind.STATIC_METHOD and self.name != "__new__" else 1

    def wrong_count(self, given: int) -> PyError:
        """The TypeError for a number of arguments by position that the function does not take; self counts in `given`."""
        hidden = self.hidden_count()
        given -= hidden
        least = self.required_count - hidden
        most = self.positional_count - hidden
        if given < 0:
            if self.name == "__new__":
                return type_error(f"{self.qualname}(): not enough arguments")
            return type_error(f"unbound method {self.qualname}() needs an argument")
        name = self.called_name()
        if self.positional_only_count < len(self.parameters) and self.rest_index < 0 and self.keywords_index < 0:
            return self.wrong_count_of_named(given, least, most, len(self.parameters) - hidden)
        if least == most:
            if self.kind == Kind.WRAPPER and name == self.name:
                return type_error(f"expected {most} argument{'' if most == 1 else 's'}, got {given}")
            shown = self.full_name()
            if most == 0:
                return type_error(f"{shown}() takes no arguments ({given} given)")
            if most == 1:
                return type_error(f"{shown}() takes exactly one argument ({given} given)")
            return type_error(f"{name} expected {most} arguments, got {given}")
        if given < least:
            return type_error(f"{name} expected at least {least} argument{'' if least == 1 else 's'}, got {given}")
        return type_error(f"{name} expected at most {most} argument{'' if most == 1 else 's'}, got {given}")

    def wrong_count_of_named(self, given: int, least: int, most: int, total: int) -> PyError:
        """The same for a function whose parameters may be given by name."""
        name = self.called_name()
        if given < least:
            position = len(self.parameters) - total + given
            return type_error(f"{name}() missing required argument '{self.parameters[position]}' (pos {given + 1})")
        bound = "exactly" if least == total else "at most"
        if given > total:
            return type_error(f"{name}() takes {bound} {total} argument{'' if total == 1 else 's'} ({given} given)")
        if most == 0:
            return type_error(f"{name}() takes no positional arguments")
        return type_error(f"{name}() takes {bound} {most} positional argument{'' if most == 1 else 's'} ({given} given)")


class BuiltinMethod(BuiltinFunction):
    """A method in its type: ``list.append``."""


class SlotWrapper(BuiltinFunction):
    """A special method in its type: ``list.__len__``."""


class BuiltinClassMethod(BuiltinFunction):
    """A class method in its type: ``dict.__dict__['fromkeys']``."""


CLASSES = {Kind.FUNCTION: BuiltinFunction, Kind.METHOD: BuiltinMethod, Kind.CLASS_METHOD: BuiltinClassMethod,
           Kind.STATIC_METHOD: BuiltinFunction, Kind.WRAPPER: SlotWrapper}
"""The class of functions of each kind."""


class BoundBuiltin(BuiltinCallable):
    """A method of a built-in type, bound to an object: ``[].append``."""
    function: BuiltinFunction
    instance: Object

    def __init__(self, function: BuiltinFunction, instance: Object) -> None:
        self.function = function
        self.instance = instance

    def target(self) -> BuiltinFunction:
        return self.function

    def receiver(self) -> Optional[Object]:
        return self.instance


class MethodWrapper(BoundBuiltin):
    """A special method of a built-in type, bound to an object: ``[].__len__``."""


def bound_to(function: BuiltinFunction, instance: Object) -> BoundBuiltin:
    """A method bound to an object."""
    return MethodWrapper(function, instance) if function.kind == Kind.WRAPPER else BoundBuiltin(function, instance)
