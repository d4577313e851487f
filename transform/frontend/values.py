"""What an expression can evaluate to while a function is translated.

Besides the values of the graph (Variable, Constant) there are values that exist only at
translation: live Python objects, tuples whose items are still apart, methods bound to a
receiver. They become graph values when they are coerced to a type."""
from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

from transform.ir.graph import Value
from transform.ir.types import Type

if TYPE_CHECKING:
    from transform.frontend.classes import ClassInfo


@dataclass(frozen=True, eq=False)
class Static:
    """A live Python object, known at translation. Literals are Static too, so that ``0``
    can become an int, a uint8 or a float."""

    value: Any


@dataclass(frozen=True, eq=False)
class StaticType:
    """A type used as a value: a type variable's binding, ``list[int]`` in an expression."""

    type: Type


@dataclass(frozen=True, eq=False)
class TupleValue:
    """A tuple display whose items were not put together yet."""

    items: tuple[FrontValue, ...]


@dataclass(frozen=True, eq=False)
class BoundMethod:
    """``receiver.name`` before it is called. ``owner`` is where the look-up starts;
    ``direct`` calls exactly that implementation (super(), Class.method)."""

    receiver: Value
    owner: ClassInfo
    name: str
    direct: bool = False


@dataclass(frozen=True, eq=False)
class LambdaValue:
    """A lambda in the source; its parameter types come from where it is used."""

    node: ast.Lambda


@dataclass(frozen=True, eq=False)
class Unusable:
    """A name that cannot be read here, and why."""

    reason: str
    hint: str = ""


@dataclass(frozen=True, eq=False)
class TypeOf:
    """``type(x)``: only good for being compared with a class or another one."""

    subject: Value


FrontValue = Union[Value, Static, StaticType, TupleValue, BoundMethod, LambdaValue, TypeOf, Unusable]

NONE = Static(None)


def is_none(value: Optional[FrontValue]) -> bool:
    return isinstance(value, Static) and value.value is None
