"""From an exposed RPython function to a `BuiltinFunction`.

For each function, Python text is made and compiled: a *trampoline* for each number of arguments by position that it takes (up to four), and one
that takes an array with a place for each parameter. For other numbers, where there are ``*args``, and for arrays where no parameter can be named,
all functions share those of convert.py. A trampoline converts arguments as the annotations say, calls, and wraps the result:

| annotation | argument | result |
|---|---|---|
| `Object` | any | as it is |
| `Optional[C]` | empty where it was not given; None too, unless C is `Object` | None for RPython's None |
| a class below `Object` | an instance, else TypeError | as it is |
| `int` | an int, or what ``__index__`` gives; OverflowError beyond 64 bits | int |
| `float` | a number | float |
| `bool` | the truth value of any object | bool |
| `str`, `bytes` | a str, a bytes object | str, bytes |
| `None` | | None |
"""
from __future__ import annotations

import inspect
import linecache
import types
import typing
from typing import Any, Callable, Optional

from interpreter.gateway import convert
from interpreter.gateway.exposed import Exposure
from interpreter.objects.builtin_function import CLASSES, BuiltinFunction, Kind
from interpreter.objects.object import Object, Type
from transform.rpython import GcArray

FIXED = 4
"""Up to so many arguments by position have a trampoline of their own."""

_UNWRAP = {int: "as_int", float: "as_float", bool: "as_bool", str: "as_str", bytes: "as_bytes"}
_WRAP = {int: "new_int", float: "new_float", bool: "new_bool", str: "new_str", bytes: "new_bytes"}


def make_function(function: Callable[..., Any], exposure: Exposure, owner: Optional[type], qualname: str, *,
                  has_strangers: bool = False) -> BuiltinFunction:
    """The Python function for an exposed RPython one; `owner` is its class, if it is a method. With `has_strangers` there are objects of
    that class whose Python type is none of those that have the method."""
    return _Maker(function, exposure, owner, qualname, has_strangers).make()


class _Maker:
    def __init__(self, function: Callable[..., Any], exposure: Exposure, owner: Optional[type], qualname: str,
                 has_strangers: bool) -> None:
        self.function = function
        self.has_strangers = has_strangers
        self.exposure = exposure
        self.owner = owner
        self.qualname = qualname
        self.is_method = owner is not None and exposure.kind == Kind.METHOD
        self.parameters = list(inspect.signature(function).parameters.values())
        self.hints = typing.get_type_hints(function)  # where functions stand in a class for order's sake, self is annotated
        self.scope: dict[str, Any] = {
            "__name__": getattr(function, "__module__"), "target": function, "Object": Object, "BuiltinFunction": BuiltinFunction,
            "Optional": Optional, "GcArray": GcArray}
        for name in vars(convert):
            if not name.startswith("_"):
                self.scope[name] = getattr(convert, name)
        self.lines: list[str] = []

    def make(self) -> BuiltinFunction:
        exposure = self.exposure
        made = CLASSES[self.kind()](exposure.name, self.kind(), inspect.getdoc(self.function), self.signature(), [p.name for p in self.parameters])
        made.qualname = self.qualname
        made.switches = exposure.switches
        special = [i for i, p in enumerate(self.parameters) if p.name in (exposure.rest, exposure.keywords)]
        plain = [p for i, p in enumerate(self.parameters) if i not in special]
        positional = [p for p in plain if p.kind is not inspect.Parameter.KEYWORD_ONLY]
        made.positional_only_count = sum(p.kind is inspect.Parameter.POSITIONAL_ONLY for p in plain)
        has_hidden = self.is_method or exposure.kind == Kind.CLASS_METHOD or exposure.kind == Kind.STATIC_METHOD and exposure.name == "__new__"
        if has_hidden and made.positional_only_count == 0:
            made.positional_only_count = 1
        made.positional_count = len(positional)
        made.required_count = sum(p.default is inspect.Parameter.empty for p in positional)
        made.required_keywords = [p.name for p in plain if p.kind is inspect.Parameter.KEYWORD_ONLY
                                  and p.default is inspect.Parameter.empty]
        for i, parameter in enumerate(self.parameters):
            if parameter.name == exposure.rest:
                made.rest_index = i
            elif parameter.name == exposure.keywords:
                made.keywords_index = i
                made.keywords_are_optional = parameter.default is None
        fixed = {n: not special and not made.required_keywords and made.required_count <= n <= made.positional_count
                 for n in range(FIXED + 1)}
        for n in range(FIXED + 1):
            if fixed[n]:
                self.fixed_trampoline(n)
        by_position = not special and made.positional_only_count == len(self.parameters) <= FIXED
        if not by_position:
            self.array_trampoline()
        self.compile()
        others = convert.BINDING if special or made.required_keywords else convert.REFUSING
        for n in range(FIXED + 1):
            setattr(made, f"code{n}", self.scope[f"call_{n}"] if fixed[n] else others[n])
        made.code_any = convert.call_by_count if by_position else self.scope["call_any"]
        return made

    def kind(self) -> int:
        if self.owner is None:
            return Kind.FUNCTION
        name = self.exposure.name
        if self.exposure.kind == Kind.METHOD and name.startswith("__") and name.endswith("__"):
            return Kind.WRAPPER
        return self.exposure.kind

    def signature(self) -> str:
        """The signature as ``inspect`` reads it: ``($self, item, /)``."""
        if self.exposure.signature is not None:
            return self.exposure.signature
        parts: list[str] = []
        marked_positional = False
        marked_keyword = False
        for i, p in enumerate(self.parameters):
            hidden = i == 0 and (self.is_method or self.exposure.kind == Kind.CLASS_METHOD)
            if p.name == self.exposure.rest:
                parts.append("*" + p.name)
                marked_keyword = True
                continue
            if p.name == self.exposure.keywords:
                parts.append("**" + p.name)
                continue
            if p.kind is inspect.Parameter.KEYWORD_ONLY and not marked_keyword:
                parts.append("*")
                marked_keyword = True
            text = ("$" if hidden else "") + p.name
            if p.default is not inspect.Parameter.empty:
                text += "=<unrepresentable>" if isinstance(p.default, Object) else f"={p.default!r}"
            parts.append(text)
            following = self.parameters[i + 1] if i + 1 < len(self.parameters) else None
            is_last = following is None or following.kind is not inspect.Parameter.POSITIONAL_ONLY
            if not marked_positional and is_last and (p.kind is inspect.Parameter.POSITIONAL_ONLY or hidden):
                parts.append("/")
                marked_positional = True
        return f"({', '.join(parts)})"

    def unwrap(self, index: int, value: str) -> str:
        """The text that converts an argument that was given."""
        if index == 0 and self.is_method:
            if self.owner is Object:
                return value
            if "self_of" not in self.scope:
                self.scope["self_of"] = None
                check = "not isinstance(x, target_class)" + (" or is_stranger(f, x)" if self.has_strangers else "")
                self.lines += ["def self_of(f: BuiltinFunction, x: Object) -> target_class:", f"    if {check}:",
                               "        raise wrong_self(f, x)", "    return x", ""]
            return f"self_of(f, {value})"
        parameter = self.parameters[index]
        annotation = self.hints.get(parameter.name)
        if annotation is None:
            raise TypeError(f"{self.qualname}: parameter '{parameter.name}' has no annotation")
        inner = _optional(annotation)
        if inner is not None:
            if inner is Object:
                return value
            return f"optional_{index}(f, {value})" if self.converter(index, inner, True) else value
        if annotation is Object:
            return value
        if annotation in _UNWRAP:
            if annotation is str or annotation is bytes:
                return f"{_UNWRAP[annotation]}(f, {value}, {index})"
            return f"{_UNWRAP[annotation]}({value})"
        if index == 0 and annotation is Type and self.exposure.name == "__new__":
            return f"as_class(f, {value})"
        self.converter(index, annotation, False)
        return f"checked_{index}(f, {value})"

    def converter(self, index: int, annotation: Any, optional: bool) -> bool:
        """Defines the function that checks the class of an argument."""
        name = f"class_{index}"
        if annotation in _UNWRAP:
            raise TypeError(f"{self.qualname}: Optional[{annotation.__name__}] has no room for None")
        first = f"optional_{index}" if optional else f"checked_{index}"
        if first in self.scope:
            return True
        self.scope[name] = annotation
        self.scope[first] = None
        result = f"Optional[{name}]" if optional else name
        self.lines += [f"def {first}(f: BuiltinFunction, x: Object) -> {result}:"]
        if optional:
            self.lines += ["    if x is NONE:", "        return None"]
        self.lines += [f"    if not isinstance(x, {name}):", f"        raise wrong_argument(f, {index}, {annotation.__name__!r}, x)",
                       "    return x", ""]
        return True

    def result(self, call: str) -> list[str]:
        """The statements that call, and return the wrapped result."""
        annotation = self.hints.get("return")
        if annotation is type(None) or annotation is None:
            return [call, "return NONE"]
        if annotation in _WRAP:
            return [f"return {_WRAP[annotation]}({call})"]
        if _optional(annotation) is not None:
            return [f"result = {call}", "return NONE if result is None else result"]
        return [f"return {call}"]

    def call(self, arguments: list[str]) -> str:
        """The text of the call; a method that stands in its class is called as one."""
        if self.is_method and getattr(self.owner, self.function.__name__, None) is self.function:
            return f"{arguments[0]}.{self.function.__name__}({', '.join(arguments[1:])})"
        return f"target({', '.join(arguments)})"

    def argument(self, index: int, value: str) -> str:
        parameter = self.parameters[index]
        prefix = f"{parameter.name}=" if parameter.kind is inspect.Parameter.KEYWORD_ONLY else ""
        return prefix + value

    def fixed_trampoline(self, count: int) -> None:
        names = [f"a{i}" for i in range(count)]
        parameters = "".join(f", {name}: Object" for name in names)
        body = self.result(self.call([self.unwrap(i, name) for i, name in enumerate(names)]))
        self.lines += [f"def call_{count}(f: BuiltinFunction{parameters}) -> Object:", *["    " + line for line in body], ""]

    def array_trampoline(self) -> None:
        arguments: list[str] = []
        for i, parameter in enumerate(self.parameters):
            value = f"given({i}, values)"
            if parameter.default is inspect.Parameter.empty:
                may_be_empty = _optional(self.hints.get(parameter.name)) is Object
                arguments.append(self.argument(i, f"values[{i}]" if may_be_empty else self.unwrap(i, value)))
            else:
                self.scope[f"default_{i}"] = parameter.default
                unwrapped = self.unwrap(i, value)
                arguments.append(self.argument(i, f"({unwrapped} if values[{i}] is not None else default_{i})"))
        self.lines += ["def call_any(f: BuiltinFunction, values: GcArray[Optional[Object]]) -> Object:",
                       *["    " + line for line in self.result(self.call(arguments))], ""]

    def compile(self) -> None:
        if self.is_method:
            self.scope["target_class"] = self.owner
        text = "\n".join(self.lines)
        file = f"<gateway of {self.scope['__name__']}.{self.function.__qualname__} as {self.qualname}>"
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        exec(compile(text, file, "exec"), self.scope)


def takes_nothing(function: Callable[..., Any]) -> bool:
    """Whether the last parameter of a function may be empty, by its annotation."""
    *_, last = inspect.signature(function).parameters
    return _optional(typing.get_type_hints(function).get(last)) is Object


def _optional(annotation: Any) -> Any:
    """C of ``Optional[C]``, None for other annotations."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        if len(inner) == 1:
            return inner[0]
    return None
