"""Raw pointers and structures.

``Ptr[T]`` points to items of type T: a machine integer, float, bool, another pointer, or a
structure; ``Ptr[None]`` is C's ``void *``. Translated, it is a C pointer. On CPython it is
real memory too, so pointers can be passed to C functions: each T has a subclass of Ptr,
made by `pointer_class`, that holds a cffi pointer. (cffi pointers index as fast as ctypes
pointers, and four times faster than ctypes' ``from_address``.)

    @struct
    class Node:
        value: int32
        next: Ptr["Node"]
        name: Annotated[Ptr[uint8], 16]     # an inline array of 16

The layout is C's. Fields are read and written through pointers: ``p.value = 5``.
"""
from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Annotated, Any, Callable, ClassVar, Generic, Optional, TypeVar, overload
from typing import get_args, get_origin, get_type_hints

import cffi  # type: ignore[import-untyped]

from transform.rpython.integers import SizedInt, char

T = TypeVar("T")
C = TypeVar("C")

ffi = cffi.FFI()

_C_NAMES: dict[type, str] = {int: "int64_t", float: "double", bool: "_Bool"}
_C_NAMES.update({cls: f"{cls.__name__}_t" for cls in SizedInt.__subclasses__()})


class Ptr(Generic[T]):
    """A raw pointer to items of type T. Null pointers are false; pointers to one address are equal.

    For a structure T, ``p[i]`` is the pointer to item i, and fields are attributes.
    Nothing is checked: reading through a null or dead pointer crashes."""

    __slots__ = ("_cdata",)

    _item_: ClassVar[Any] = None
    _ctype_: ClassVar[Any] = None  # the cffi type of _cdata

    def __init__(self, cdata: Any) -> None:
        if type(self) is Ptr:
            raise TypeError("pointers come from alloc, null, cast, pointer and C functions")
        self._cdata = cdata

    def __getitem__(self, index: int) -> T:
        raise TypeError(f"{type(self).__name__} cannot be indexed")

    def __setitem__(self, index: int, value: T) -> None:
        raise TypeError(f"items of {type(self).__name__} cannot be assigned")

    def __add__(self, count: int) -> Ptr[T]:
        return type(self)(self._cdata + count)

    @overload
    def __sub__(self, other: Ptr[T]) -> int: ...
    @overload
    def __sub__(self, other: int) -> Ptr[T]: ...
    def __sub__(self, other: Any) -> Any:
        """The distance in items (in bytes for ``Ptr[None]``), or the pointer moved back."""
        return self._cdata - other._cdata if isinstance(other, Ptr) else type(self)(self._cdata - other)

    def __bool__(self) -> bool:
        return bool(self._cdata)

    def __eq__(self, other: object) -> bool:
        return self._cdata == other._cdata if isinstance(other, Ptr) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._cdata)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {int(ffi.cast('uintptr_t', self._cdata)):#x}>"

    if TYPE_CHECKING:  # the fields of a structure T

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


class _PlainPtr(Ptr[T]):
    """To items that cffi reads and writes as the Python type wanted."""

    __slots__ = ()

    def __getitem__(self, index: int) -> T:
        return self._cdata[index]

    def __setitem__(self, index: int, value: T) -> None:
        self._cdata[index] = value


class _SizedPtr(_PlainPtr[T]):
    __slots__ = ()

    def __getitem__(self, index: int) -> T:
        return int.__new__(self._item_, self._cdata[index])


class _PointerPtr(Ptr[T]):
    __slots__ = ()

    def __getitem__(self, index: int) -> Any:
        return from_c(self._cdata[index], self._item_)

    def __setitem__(self, index: int, value: Any) -> None:
        self._cdata[index] = to_c(value, self._item_, self._ctype_.item)


class _StructPtr(Ptr[T]):
    """The subclass for each structure has a property for each field."""

    __slots__ = ()

    def __getitem__(self, index: int) -> Any:
        return type(self)(self._cdata + index)


class _VoidPtr(Ptr[T]):
    __slots__ = ()


def struct(cls: type[C]) -> type[C]:
    """Class decorator: a structure in raw memory, with the annotated fields. It has no instances and no base."""
    if cls.__bases__ != (object,):
        raise TypeError(f"structure {cls.__name__} cannot inherit")
    setattr(cls, "_rpython_struct_", True)
    setattr(cls, "_rpython_c_pointer_", staticmethod(_declare_once(cls)))
    return cls


def is_struct(item: object) -> bool:
    return isinstance(item, type) and "_rpython_struct_" in item.__dict__


def struct_fields(cls: type) -> dict[str, Any]:
    """The fields of a structure in order, with their types. An inline array is ``Annotated[Ptr[T], n]``."""
    return get_type_hints(cls, localns={cls.__name__: cls}, include_extras=True)


def inline_array(field_type: Any) -> Optional[tuple[Any, int]]:
    """(item type, count) of ``Annotated[Ptr[T], n]``; None for any other type."""
    if get_origin(field_type) is not Annotated:
        return None
    pointer_type, count = get_args(field_type)[:2]
    return get_args(pointer_type)[0], count


_struct_numbers = itertools.count()


def _declare_once(cls: type) -> Callable[[], Any]:
    """A function that gives cffi's type of pointers to the structure, declaring it at the first call."""
    declared: list[Any] = []

    def c_pointer() -> Any:
        if not declared:
            name = f"struct {cls.__name__}_{next(_struct_numbers)}"
            members = "".join(f" {_member(name, type)};" for name, type in struct_fields(cls).items())
            ffi.cdef(f"{name} {{{members} }};")
            declared.append(ffi.typeof(f"{name} *"))
        return declared[0]

    return c_pointer


def _member(name: str, field_type: Any) -> str:
    array = inline_array(field_type)
    item, suffix = (field_type, "") if array is None else (array[0], f"[{array[1]}]")
    return f"{item_c_name(item)} {name}{suffix}"


def item_c_name(item: Any) -> str:
    """The C type of items in memory, as cffi source. All pointers are ``void *`` there."""
    if get_origin(item) is Ptr:
        return "void *"
    if is_struct(item):
        return item._rpython_c_pointer_().item.cname
    if item in _C_NAMES:
        return _C_NAMES[item]
    hint = " (a char is stored as uint32)" if item is char else ""
    raise TypeError(f"{type_name(item)} cannot be stored in raw memory{hint}")


_pointer_classes: dict[Any, type[Ptr[Any]]] = {}


def pointer_class(item: Any) -> type[Ptr[Any]]:
    """The class of pointers to ``item``. TypeError for what raw memory cannot hold."""
    found = _pointer_classes.get(item)
    if found is None:
        found = _make_pointer_class(None if item is type(None) else item)
        _pointer_classes[item] = found
    return found


def _make_pointer_class(item: Any) -> type[Ptr[Any]]:
    if item is None:
        base: type[Ptr[Any]] = _VoidPtr
        ctype = ffi.typeof("uint8_t *")  # so that arithmetic counts bytes
    elif is_struct(item):
        base, ctype = _StructPtr, item._rpython_c_pointer_()
    else:
        if get_origin(item) is Ptr:
            base = _PointerPtr
        else:
            base = _SizedPtr if isinstance(item, type) and issubclass(item, SizedInt) else _PlainPtr
        ctype = ffi.typeof(f"{item_c_name(item)} *")
    name = f"Ptr[{type_name(item)}]"
    namespace: dict[str, Any] = {"__slots__": (), "_item_": item, "_ctype_": ctype}
    cls = type(name, (base,), namespace)
    _pointer_classes[item] = cls  # before the fields, which may be pointers to this structure
    if base is _StructPtr:
        c_fields = dict(c_struct_fields(ctype.item))
        for field_name, field_type in struct_fields(item).items():
            setattr(cls, field_name, _field_property(field_name, field_type, c_fields[field_name].type))
    return cls


def c_struct_fields(ctype: Any) -> list[tuple[str, Any]]:
    """The fields of a cffi structure type, those of its unnamed members included."""
    fields: list[tuple[str, Any]] = []
    for name, field in ctype.fields or ():
        fields += [(name, field)] if name else c_struct_fields(field.type)
    return fields


def type_name(item: Any) -> str:
    """The text of an RPython type of raw memory, for messages."""
    array = inline_array(item)
    if array is not None:
        return f"Annotated[Ptr[{type_name(array[0])}], {array[1]}]"
    if get_origin(item) is Ptr:
        return f"Ptr[{type_name(get_args(item)[0])}]"
    return "None" if item in (None, type(None)) else getattr(item, "__name__", str(item))


def _field_property(name: str, field_type: Any, ctype: Any) -> property:
    """The attribute of struct pointers for one field; inline arrays and structures are read as their address."""
    array = inline_array(field_type)
    if array is not None or is_struct(field_type):
        item = array[0] if array is not None else field_type

        def get_address(self: Ptr[Any]) -> Any:
            return _from_cdata(item, ffi.addressof(self._cdata[0], name))

        return property(get_address)

    def get(self: Ptr[Any]) -> Any:
        return from_c(getattr(self._cdata, name), field_type)

    def set(self: Ptr[Any], value: Any) -> None:
        setattr(self._cdata, name, to_c(value, field_type, ctype))

    return property(get, set)


def _from_cdata(item: Any, cdata: Any) -> Ptr[Any]:
    cls = pointer_class(item)
    return cls(ffi.cast(cls._ctype_, cdata))


def from_c(value: Any, type: Any) -> Any:
    """What cffi read, as a value of an RPython type."""
    if get_origin(type) is Ptr:
        return _from_cdata(get_args(type)[0], value)
    if isinstance(value, bytes):  # cffi reads a C char as bytes
        value = ord(value)
    return type(value)


def to_c(value: Any, type: Any, ctype: Any) -> Any:
    """A value of an RPython type, as cffi takes it for a C type. Integers wrap as in C."""
    if get_origin(type) is Ptr:
        return ffi.cast(ctype, checked_pointer(value, get_args(type)[0])._cdata)
    if type is float and isinstance(value, (int, float)):
        return float(value)
    if type is float or not isinstance(value, int):
        raise TypeError(f"expected {type.__name__}, found {value.__class__.__name__}")
    if ctype.cname == "char":
        return bytes([int(value) & 0xFF])
    return int(ffi.cast(ctype, value))


def checked_pointer(value: Any, item: Any) -> Ptr[Any]:
    """``value``, which must be a ``Ptr[item]``; for ``Ptr[None]`` any pointer is good."""
    void = item in (None, type(None))
    if not isinstance(value, Ptr if void else pointer_class(item)):
        raise TypeError(f"expected Ptr[{type_name(item)}], found {type(value).__name__}")
    return value


@overload
def null(item: None) -> Ptr[None]: ...
@overload
def null(item: type[T]) -> Ptr[T]: ...
def null(item: Any) -> Ptr[Any]:
    """The null pointer to items of that type."""
    return _from_cdata(item, 0)


@overload
def cast(item: None, p: Ptr[Any]) -> Ptr[None]: ...
@overload
def cast(item: type[T], p: Ptr[Any]) -> Ptr[T]: ...
def cast(item: Any, p: Ptr[Any]) -> Ptr[Any]:
    """The same address as a pointer to items of that type."""
    return _from_cdata(item, p._cdata)


@overload
def pointer(item: None, address: int) -> Ptr[None]: ...
@overload
def pointer(item: type[T], address: int) -> Ptr[T]: ...
def pointer(item: Any, address: int) -> Ptr[Any]:
    """The pointer with that address."""
    return _from_cdata(item, address)


def field_pointer(p: Ptr[Any], name: str) -> Ptr[Any]:
    """The address of a field of the structure that ``p`` points to. The name is constant."""
    field_type = struct_fields(p._item_)[name]
    array = inline_array(field_type)
    return _from_cdata(field_type if array is None else array[0], ffi.addressof(p._cdata[0], name))
