"""Decorators that make RPython functions and methods visible to Python programs.

    class List(Object):
        @exposed
        def append(self, item: Object, /) -> None:
            "Append object to the end of the list."

Methods stand in the class, or as functions in a module of their own, with the class as annotation of the first parameter
(``define(List, "list", methods=__name__)``).

The signature says everything: names, kinds (`/` and `*`) and defaults of parameters are those of Python's signature; annotations say how
arguments are converted and results wrapped (see trampolines.py). Special methods are given their Python name: ``@exposed("__len__")``.
`rest` and `keywords` name the parameters (a Tuple, a Dict) that take what ``*args`` and ``**kwargs`` would.
"""
from __future__ import annotations

from typing import Any, Callable, Optional, TypeVar, Union, overload

from interpreter.objects.builtin_function import Kind

F = TypeVar("F", bound=Callable[..., Any])


class Exposure:
    """What a decorator said of a function."""
    name: str
    kind: int
    rest: str
    keywords: str
    role: str
    signature: Optional[str]
    switches: bool

    def __init__(self, name: str, kind: int, rest: str = "", keywords: str = "", role: str = "function",
                 signature: Optional[str] = None, switches: bool = False) -> None:
        self.name = name
        self.kind = kind
        self.rest = rest
        self.keywords = keywords
        self.role = role
        self.signature = signature
        self.switches = switches


def exposure_of(function: object) -> Optional[Exposure]:
    """What `exposed` noted on a function, or None."""
    return getattr(function, "_exposure", None)


def _mark(function: F, exposure: Exposure) -> F:
    setattr(function, "_exposure", exposure)
    return function


@overload
def exposed(name: F) -> F: ...


@overload
def exposed(name: str = "", *, rest: str = "", keywords: str = "", signature: Optional[str] = None,
            switches: bool = False) -> Callable[[F], F]: ...


def exposed(name: Union[str, F] = "", *, rest: str = "", keywords: str = "",
            signature: Optional[str] = None, switches: bool = False) -> Union[F, Callable[[F], F]]:
    """A function of a module, or a method of a type (whose first parameter is ``self``). One that `switches` does nothing behind a call of
    `microthread.go_on_with`."""
    if not isinstance(name, str):
        return _mark(name, Exposure(name.__name__, Kind.METHOD))

    def mark(function: F) -> F:
        return _mark(function, Exposure(name or function.__name__, Kind.METHOD, rest, keywords, signature=signature, switches=switches))
    return mark


def exposed_static(name: str = "", *, rest: str = "", keywords: str = "") -> Callable[[Any], Any]:
    """A static method of a type; in a class, written above ``@staticmethod``. ``__new__``, whose first parameter is a `Type`, is one."""
    def mark(function: Any) -> Any:
        plain = getattr(function, "__func__", function)
        _mark(plain, Exposure(name or plain.__name__, Kind.STATIC_METHOD, rest, keywords))
        return function
    return mark


def exposed_class(name: str = "", *, rest: str = "", keywords: str = "") -> Callable[[Any], Any]:
    """A class method of a type, whose first parameter is a `Type`; in a class, written above ``@staticmethod``."""
    def mark(function: Any) -> Any:
        plain = getattr(function, "__func__", function)
        _mark(plain, Exposure(name or plain.__name__, Kind.CLASS_METHOD, rest, keywords))
        return function
    return mark


def exposed_property(name: str = "") -> Callable[[F], F]:
    """An attribute: a method without arguments computes it."""
    def mark(function: F) -> F:
        return _mark(function, Exposure(name or function.__name__, Kind.METHOD, role="getter"))
    return mark


def exposed_setter(name: str) -> Callable[[F], F]:
    """What is called when the attribute is set; the value is None when it is deleted, if the annotation is Optional."""
    def mark(function: F) -> F:
        return _mark(function, Exposure(name, Kind.METHOD, role="setter"))
    return mark
