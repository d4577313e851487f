"""Live annotations become types, and generic annotations are matched against types.

An annotation is whatever Python's import left: a class, a ``typing`` or ``types`` alias, a
string, a TypeVar. `resolve` turns it into a Type under a binding of type variables;
`match` runs it backwards: given the type of an argument, it finds the bindings."""
from __future__ import annotations

import collections.abc
import types
import typing
from typing import Any, Mapping, Optional, TypeVar

from transform import rpython
from transform.frontend.errors import TranslationError
from transform.ir.types import (
    BOOL,
    CHAR,
    FLOAT,
    INT,
    INT8,
    INT16,
    INT32,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    VOID,
    PointerType,
    RefType,
    Signature,
    TupleType,
    Type,
    pointer_to,
    tuple_of,
)
from transform.runtime import table

if typing.TYPE_CHECKING:
    from transform.frontend.classes import Classes

Bindings = Mapping[TypeVar, Type]

SIMPLE: dict[Any, Type] = {
    None: VOID, type(None): VOID, bool: BOOL, int: INT, float: FLOAT, rpython.int8: INT8, rpython.int16: INT16,
    rpython.int32: INT32, rpython.uint8: UINT8, rpython.uint16: UINT16, rpython.uint32: UINT32,
    rpython.uint64: UINT64, rpython.char: CHAR,
}
CALLABLE = (typing.Callable, collections.abc.Callable)
SELF: Any = typing.Self  # bound in each class, as a type variable, to the class


def evaluate(annotation: Any, scope: Mapping[str, Any]) -> Any:
    """A string annotation evaluated in ``scope``; anything else as it is."""
    while isinstance(annotation, (str, typing.ForwardRef)):
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        try:
            annotation = eval(text, {}, scope)  # type: ignore[arg-type]
        except Exception as error:
            raise TranslationError(f"annotation '{text}' cannot be evaluated: {error}") from None
    return annotation


def is_class_variable(annotation: Any) -> bool:
    if isinstance(annotation, str):
        return annotation.replace("typing.", "").startswith("ClassVar")
    return annotation is typing.ClassVar or typing.get_origin(annotation) is typing.ClassVar


def strip_final(annotation: Any) -> tuple[Any, bool]:
    """The annotation without Final[...], and whether it was there."""
    if typing.get_origin(annotation) is typing.Final:
        return typing.get_args(annotation)[0], True
    return annotation, False


class Annotations:
    """Resolution of annotations against one program's classes."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes

    def resolve(self, annotation: Any, bindings: Bindings, scope: Mapping[str, Any]) -> Type:
        """The type that an annotation stands for; TranslationError where there is none."""
        annotation = evaluate(annotation, scope)
        try:
            simple = SIMPLE.get(annotation)
        except TypeError:
            simple = None
        if simple is not None:
            return simple
        if isinstance(annotation, Type):
            return annotation
        if isinstance(annotation, TypeVar):
            bound = bindings.get(annotation)
            if bound is None:
                raise TranslationError(f"type variable {annotation.__name__} is not bound here")
            return bound
        if annotation is SELF:
            own = bindings.get(SELF)
            if own is None:
                raise TranslationError("Self is only known in methods", hint="name the class")
            return own
        origin = typing.get_origin(annotation)
        args = typing.get_args(annotation)
        if origin is typing.Annotated:
            return self.resolve(args[0], bindings, scope)
        if origin in (typing.Union, types.UnionType):
            return self._optional(annotation, args, bindings, scope)
        if origin is tuple or annotation is tuple:
            if not args or Ellipsis in args:
                raise TranslationError(f"{_show(annotation)} has no fixed length",
                                       hint="use list[T], or give the type of each item: tuple[int, str]")
            return tuple_of(*(self.value_type(a, bindings, scope) for a in args if a != ()))
        if origin in CALLABLE or annotation in CALLABLE:
            if len(args) != 2 or not isinstance(args[0], list):
                raise TranslationError(f"{_show(annotation)} has no signature",
                                       hint="write Callable[[int, str], bool]")
            params = tuple(self.value_type(a, bindings, scope) for a in args[0])
            return self.classes.callable_class(Signature(params, self.resolve(args[1], bindings, scope))).ref
        if origin is rpython.Ptr:
            return pointer_to(self.pointer_target(args[0], bindings, scope))
        if origin is typing.ClassVar:
            return self.resolve(args[0], bindings, scope)
        if annotation is object:
            return self.classes.root.ref
        pyclass = origin if origin is not None else annotation
        if isinstance(pyclass, type):
            if getattr(pyclass, "_rpython_struct_", False):
                raise TranslationError(f"structure {pyclass.__name__} is not a value",
                                       hint=f"use a pointer: Ptr[{pyclass.__name__}]")
            if issubclass(pyclass, int):
                return INT  # an IntEnum or another plain int
            arguments = tuple(self.value_type(a, bindings, scope) for a in args)
            return self.classes.info(pyclass, arguments).type.ref
        raise TranslationError(f"{_show(annotation)} is not an RPython type")

    def value_type(self, annotation: Any, bindings: Bindings, scope: Mapping[str, Any]) -> Type:
        """As `resolve`, for a place that holds a value: None is refused."""
        found = self.resolve(annotation, bindings, scope)
        if found is VOID:
            raise TranslationError("None is not the type of a value", hint="use Optional[C] for a class C")
        return found

    def _optional(self, annotation: Any, args: tuple[Any, ...], bindings: Bindings, scope: Mapping[str, Any]) -> Type:
        others = [a for a in args if a is not type(None)]
        if len(others) != 1 or len(others) == len(args):
            raise TranslationError(f"{_show(annotation)} is not an RPython type",
                                   hint="a union can only join one class with None; use a common base class")
        inner = self.resolve(others[0], bindings, scope)
        if isinstance(inner, PointerType):
            return inner
        if not isinstance(inner, RefType):
            raise TranslationError(f"Optional[{inner}] has no room for None",
                                   hint="only references to objects can be None; use a flag or a special value")
        return inner.cls.optional

    def pointer_target(self, annotation: Any, bindings: Bindings, scope: Mapping[str, Any]) -> Any:
        """What a Ptr points to: a Type, VOID for Ptr[None], or a StructType."""
        annotation = evaluate(annotation, scope)
        if isinstance(annotation, type) and getattr(annotation, "_rpython_struct_", False):
            return self.classes.struct(annotation)
        found = self.resolve(annotation, bindings, scope)
        if isinstance(found, RefType):
            raise TranslationError(f"raw memory cannot hold references ({found})",
                                   hint="the collector does not look there; keep objects in fields or lists")
        return found

    def match(self, annotation: Any, found: Type, bindings: dict[TypeVar, Type], scope: Mapping[str, Any]) -> None:
        """Bind the type variables in ``annotation`` so that it covers ``found``, where it can."""
        annotation = evaluate(annotation, scope)
        if isinstance(annotation, TypeVar):
            known = bindings.get(annotation)
            if known is None:
                bindings[annotation] = found
            elif known is not found:
                joined = common_type(known, found)
                if joined is not None:
                    bindings[annotation] = joined
            return
        origin = typing.get_origin(annotation)
        args = typing.get_args(annotation)
        if not args or not _has_variables(annotation):
            return
        if origin in (typing.Union, types.UnionType):
            if isinstance(found, RefType):
                found = found.cls.ref
            for arg in args:
                if arg is not type(None):
                    self.match(arg, found, bindings, scope)
        elif origin is typing.Annotated:
            self.match(args[0], found, bindings, scope)
        elif origin is tuple and isinstance(found, TupleType):
            for arg, item in zip(args, found.items):
                self.match(arg, item, bindings, scope)
        elif origin in CALLABLE:
            signature = self.classes.callable_signature(found)
            if signature is not None and isinstance(args[0], list):
                for arg, item in zip(args[0], signature.params):
                    self.match(arg, item, bindings, scope)
                self.match(args[1], signature.result, bindings, scope)
        elif origin is rpython.Ptr and isinstance(found, PointerType):
            if isinstance(found.target, Type):
                self.match(args[0], found.target, bindings, scope)
        elif isinstance(found, RefType):
            info = self.classes.by_type.get(found.cls)
            wanted = table.CLASSES.get(origin, origin)
            while info is not None and info.pyclass is not wanted:
                info = info.base
            if info is not None:
                for arg, item in zip(args, info.arguments):
                    self.match(arg, item, bindings, scope)


def _has_variables(annotation: Any) -> bool:
    return isinstance(annotation, TypeVar) or any(
        _has_variables(a) for arg in typing.get_args(annotation) for a in (arg if isinstance(arg, list) else [arg]))


def _show(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")


def common_class(a: RefType, b: RefType) -> Optional[RefType]:
    """The nearest reference type that covers both, the root only if one of them is it."""
    x, y = a.cls, b.cls
    while x is not y:
        if x.depth >= y.depth:
            if x.base is None:
                return None
            x = x.base
        else:
            assert y.base is not None
            y = y.base
    if x.base is None and a.cls is not x and b.cls is not x:
        return None
    return x.optional if a.optional or b.optional else x.ref


def common_type(a: Type, b: Type) -> Optional[Type]:
    """The type of a name that holds an ``a`` on one way and a ``b`` on the other."""
    if a is b:
        return a
    if isinstance(a, RefType) and isinstance(b, RefType):
        return common_class(a, b)
    if {a, b} == {BOOL, INT}:
        return INT
    if isinstance(a, TupleType) and isinstance(b, TupleType) and len(a.items) == len(b.items):
        items = [common_type(x, y) for x, y in zip(a.items, b.items)]
        if all(item is not None for item in items):
            return tuple_of(*[item for item in items if item is not None])
    return None
