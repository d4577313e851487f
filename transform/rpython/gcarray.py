"""Heap objects with a variable part: a class whose instances end in ``length`` equal items.

`GcArray` is the plain array that lists, dicts and strings are built on. Access is unchecked
when translated: the program promises that indexes are in range, and `check_index` is how
it keeps the promise. On CPython indexes are asserted; items that are numbers live in raw
memory, so that `item_address` works, and all others in a Python list.
"""
from __future__ import annotations

from functools import cache
from typing import Any, Callable, ClassVar, Generic, TypeVar, cast, get_args, get_origin, get_type_hints, overload

from transform.rpython.hints import inline
from transform.rpython.integers import SizedInt, char
from transform.rpython.pointers import Ptr, ffi, item_c_name, null, pointer_class

C = TypeVar("C")
T = TypeVar("T")


def varsize(item: Any) -> Callable[[type[C]], type[C]]:
    """Class decorator: instances have a variable part of items of that type (a type variable too).

    The class has a field ``length: int``; instances are made by `new_var` only."""

    def decorate(cls: type[C]) -> type[C]:
        setattr(cls, "_rpython_varsize_", item)
        return cls

    return decorate


@varsize(T)  # type: ignore[misc]
class GcArray(Generic[T]):
    """A fixed number of items on the heap."""

    length: int

    @inline
    def __getitem__(self, index: int) -> T:
        return get_item(self, index)

    @inline
    def __setitem__(self, index: int, value: T) -> None:
        set_item(self, index, value)

    @inline
    def __len__(self) -> int:
        return self.length


@overload
def new_array(item: type[T], count: int) -> GcArray[T]: ...
@overload
def new_array(item: Any, count: int) -> GcArray[Any]: ...  # Optional[C] is no type[T] for a type checker
def new_array(item: Any, count: int) -> Any:
    """An array of ``count`` zeros of that type (0, 0.0, False, None, null; tuples of these). MemoryError."""
    return _new_var(GcArray, {GcArray._rpython_varsize_: item}, count)  # type: ignore[attr-defined]


def new_var(cls: type[C], count: int) -> C:
    """An instance of ``cls`` with ``count`` items, all fields and items zero. MemoryError."""
    origin = get_origin(cls) or cls
    return _new_var(origin, dict(zip(getattr(origin, "__parameters__", ()), get_args(cls))), count)


def _new_var(cls: type[C], binding: dict[Any, Any], count: int) -> C:
    assert count >= 0, "negative length"
    result = cls.__new__(cls)
    for name, type_ in _field_types(cast(Any, cls)):
        setattr(result, name, zero(binding.get(type_, type_)))
    item = cls._rpython_varsize_  # type: ignore[attr-defined]
    setattr(result, "_items_", _new_items(binding.get(item, item), count))
    setattr(result, "length", count)
    return result


@cache
def _field_types(cls: type) -> list[tuple[str, Any]]:
    return [(name, t) for name, t in get_type_hints(cls).items() if get_origin(t) is not ClassVar]


def _is_number(item: Any) -> bool:
    return item in (int, float, bool) or isinstance(item, type) and issubclass(item, SizedInt)


def _new_items(item: Any, count: int) -> Any:
    """The variable part: a list, or a Ptr that owns its memory."""
    if _is_number(item):
        return pointer_class(item)(ffi.new(f"{item_c_name(item)}[]", count))
    return [zero(item)] * count


def zero(item: Any) -> Any:
    """The value whose bits are all zero. An unbound type variable counts as a reference: None."""
    if get_origin(item) is tuple:
        return tuple(zero(part) for part in get_args(item))
    if get_origin(item) is Ptr:
        return null(get_args(item)[0])
    if item is char:
        return char(0)
    return item() if _is_number(item) else None


def _check_range(obj: Any, start: int, count: int) -> None:
    assert 0 <= start and 0 <= count and start + count <= obj.length, f"items {start}..{start + count} of {obj.length}"


def get_item(obj: Any, index: int) -> Any:
    """Item ``index`` of the variable part; 0 <= index < length is promised."""
    assert 0 <= index < obj.length, f"item {index} of {obj.length}"
    return obj._items_[index]


def set_item(obj: Any, index: int, value: Any) -> None:
    """Stores item ``index`` of the variable part; 0 <= index < length is promised."""
    assert 0 <= index < obj.length, f"item {index} of {obj.length}"
    obj._items_[index] = value


def item_address(obj: Any, index: int) -> Ptr[Any]:
    """The address of item ``index`` (0 <= index <= length), valid while ``obj`` is alive.

    On CPython for numbers only: NotImplementedError for other items."""
    assert 0 <= index <= obj.length, f"item {index} of {obj.length}"
    items = obj._items_
    if not isinstance(items, Ptr):
        raise NotImplementedError("on CPython, only numbers in an array have addresses")
    return type(items)(items._cdata + index)


def copy_items(source: Any, i: int, target: Any, j: int, count: int) -> None:
    """Copies ``count`` items from source[i] on to target[j] on; the ranges, which may overlap, are promised."""
    _check_range(source, i, count)
    _check_range(target, j, count)
    values = [source._items_[i + k] for k in range(count)]
    for k in range(count):
        target._items_[j + k] = values[k]


def check_index(index: int, length: int) -> int:
    """The index, with ``length`` added to a negative one. IndexError outside the range."""
    result = index + length if index < 0 else index
    if not 0 <= result < length:
        raise IndexError("index out of range")
    return result


def check_nonzero(a: T) -> T:
    """``a`` itself. ZeroDivisionError on 0."""
    if cast(Any, a) == 0:
        raise ZeroDivisionError("division by zero")
    return a
