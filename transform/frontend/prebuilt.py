"""Live Python objects become static data of the program.

An object is registered when it is first met and laid out later from a queue, so object
graphs may be cyclic and arbitrarily deep. The same live object is always the same
Prebuilt; strings and bytes are shared by value."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import count
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Optional

from transform import rpython
from transform.frontend.annotations import common_type
from transform.frontend.classes import ClassInfo
from transform.frontend.errors import TranslationError
from transform.ir.graph import CInteger, Function
from transform.ir.types import (
    BOOL,
    CHAR,
    FLOAT,
    INT,
    UINT8,
    ClassType,
    FloatType,
    IntType,
    PointerType,
    Prebuilt,
    RefType,
    Signature,
    TupleType,
    Type,
    VoidType,
    tuple_of,
)
from transform.rpython import builders
from transform.rpython.customdict import CustomDict
from transform.runtime import dicts, table

if TYPE_CHECKING:
    from transform.frontend.program import Frontend


class PrebuiltObjects:
    """The prebuilt objects of one program."""

    def __init__(self, frontend: Frontend) -> None:
        self.frontend = frontend
        self.classes = frontend.classes
        self._by_identity: dict[tuple[int, ClassType], tuple[Any, Prebuilt]] = {}
        self._by_value: dict[tuple[type, Any], Prebuilt] = {}
        self._queue: deque[tuple[Any, Prebuilt, str]] = deque()
        self._types: dict[int, tuple[Any, Type]] = {}
        self._keep: list[Any] = []

    # Types of live objects.

    def type_of(self, value: Any) -> Optional[Type]:
        """The type that a live object has by itself; None where it has none (an empty
        list, a module). Lists, dicts and tuples take it from their items."""
        simple = {bool: BOOL, int: INT, float: FLOAT}.get(type(value))
        if simple is not None:
            return simple
        if isinstance(value, (str, bytes)):
            return self.classes.info(type(value)).type.ref
        if isinstance(value, int):
            sized = self.frontend.classes.annotations.resolve(type(value), {}, {})
            return sized if isinstance(sized, IntType) else INT
        if isinstance(value, tuple):
            items = [self.type_of(item) for item in value]
            known = [t for t in items if t is not None]
            return tuple_of(*known) if len(known) == len(items) else None
        if isinstance(value, (list, dict, set, frozenset)):
            return self._container_type(value)
        if isinstance(value, FunctionType):
            return self.classes.callable_class(self.frontend.function(value).ir.signature).ref
        if isinstance(value, MethodType):
            spec = self.frontend.method_spec(value)
            signature = spec.ir.signature
            return self.classes.callable_class(type(signature)(signature.params[1:], signature.result)).ref
        if isinstance(value, rpython.Ptr):
            return None
        pyclass = type(value)
        if isinstance(value, type) or pyclass.__module__ == "builtins" and not isinstance(value, BaseException):
            return None
        if isinstance(value, rpython.GcArray):
            return self._array_type(value)
        if getattr(pyclass, "__parameters__", ()):
            if id(value) in self._types:
                return self._types[id(value)][1]
            alias = getattr(value, "__orig_class__", None)
            return None if alias is None else self.classes.annotations.resolve(alias, {}, {})
        return self.classes.info(pyclass).type.ref

    def _array_type(self, value: rpython.GcArray[Any]) -> Optional[Type]:
        items = value._items_  # type: ignore[attr-defined]
        if isinstance(items, rpython.Ptr):
            item: Optional[Type] = self.classes.annotations.resolve(type(items)._item_, {}, {})
        else:
            joined = self._container_type(items)
            item = self.classes.by_type[joined.cls].arguments[0] if isinstance(joined, RefType) else None
        return None if item is None else self.classes.info(rpython.GcArray, (item,)).type.ref

    def _container_type(self, value: Any) -> Optional[Type]:
        cached = self._types.get(id(value))
        if cached is not None:
            return cached[1]
        parts = [list(value), list(value.values())] if isinstance(value, dict) else [list(value)]
        arguments = []
        for part in parts:
            joined: Optional[Type] = None
            has_none = any(item is None for item in part)
            for item in part:
                found = None if item is None else self.type_of(item)
                if found is None and item is not None:
                    return None
                if found is not None:
                    joined = found if joined is None else common_type(joined, found)
                    if joined is None:
                        return None
            if joined is None:
                return None
            if has_none:
                if not isinstance(joined, RefType):
                    return None
                joined = joined.cls.optional
            arguments.append(joined)
        pyclass = set if isinstance(value, frozenset) else type(value)
        type_ = self.classes.info(pyclass, tuple(arguments)).type.ref
        self._types[id(value)] = (value, type_)
        return type_

    def declare(self, value: Any, found: Type) -> None:
        """Remember the annotated type of a live object (see `is_open`)."""
        self._types.setdefault(id(value), (value, found))

    # Values.

    def plain(self, value: Any, wanted: Type, where: str) -> Any:
        """``value`` as data of that type: what a Constant or a field of a Prebuilt holds."""
        if isinstance(wanted, VoidType):
            return None
        if isinstance(wanted, RefType):
            if value is None and wanted.optional:
                return None
            return self.object(value, wanted.cls, where)
        if isinstance(wanted, TupleType):
            if isinstance(value, tuple) and len(value) == len(wanted.items):
                return tuple(self.plain(v, t, where) for v, t in zip(value, wanted.items))
        elif wanted is BOOL:
            if isinstance(value, bool):
                return value
        elif wanted is CHAR:
            if isinstance(value, str) and len(value) == 1:
                return ord(value)
            if isinstance(value, int):
                return int(value)
        elif isinstance(wanted, IntType):
            if isinstance(value, int):
                if not wanted.minimum <= value <= wanted.maximum:
                    raise TranslationError(f"{value} does not fit in {wanted}", hint="wrap it where it is made")
                name = getattr(value, "c_name", None)
                return CInteger(value, name) if name is not None else int(value)
        elif isinstance(wanted, FloatType):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return float(value)
        elif isinstance(wanted, PointerType):
            if value is None or not value:
                return None
            raise TranslationError(f"{where} holds a pointer into this process's memory",
                                   hint="only null pointers can be prebuilt; allocate at run time")
        raise TranslationError(f"{where} is {_describe(value)}, expected {wanted}")

    def object(self, value: Any, wanted: ClassType, where: str) -> Prebuilt:
        """The prebuilt object for a live one, which must be of class ``wanted`` or below."""
        if isinstance(value, (str, bytes)):
            cls = self.classes.info(type(value)).type
            key = (type(value), value)
            shared = self._by_value.get(key)
            if shared is None:
                shared = self._by_value[key] = self._register(value, cls, where)
            self._check(value, shared, wanted, where)
            return shared
        cls = self._class_of(value, wanted, where)
        found = self._by_identity.get((id(value), cls))
        if found is None:
            found = (value, self._register(value, cls, where))
            self._by_identity[id(value), cls] = found
        self._check(value, found[1], wanted, where)
        return found[1]

    def function_value(self, target: Function, cls: ClassType, signature: Signature) -> Prebuilt:
        """The function value of a function that has no live object."""
        cls.instantiated = True
        return Prebuilt(cls, target.name, {"code": self.frontend.thunk(target, cls, signature, False), "bound": None})

    def _check(self, value: Any, found: Prebuilt, wanted: ClassType, where: str) -> None:
        if not found.cls.is_subclass(wanted):
            raise TranslationError(f"{where} is {found.cls}, expected {wanted}")

    def _class_of(self, value: Any, wanted: ClassType, where: str) -> ClassType:
        if self.classes.callable_signature(wanted.ref) is not None:
            return wanted
        info = self.classes.by_type.get(wanted)
        if info is not None and isinstance(value, (list, dict, set, frozenset, rpython.GcArray)):
            kind = set if isinstance(value, frozenset) else type(value)
            if info.pyclass is self.classes.info(kind, info.arguments).pyclass:
                return wanted
        if info is not None and info.arguments and table.CLASSES.get(type(value), type(value)) is info.pyclass:
            return wanted
        found = self.type_of(value)
        if not isinstance(found, RefType):
            raise TranslationError(f"{where} is {_describe(value)}, expected {wanted}",
                                   hint="annotate the list or dict where it is made" if not value else "")
        return found.cls

    def _register(self, value: Any, cls: ClassType, where: str) -> Prebuilt:
        where = own_name(value, cls) or where
        prebuilt = Prebuilt(cls, where)
        self._queue.append((value, prebuilt, where))
        info = self.classes.by_type.get(cls)
        if info is not None:
            self.frontend.instantiate(info)
        else:
            cls.instantiated = True
        return prebuilt

    def pending(self) -> bool:
        """Whether some object waits to be laid out."""
        return bool(self._queue)

    def lay_out_pending(self) -> None:
        """Fill in the objects that were met since the last call, and those they reach."""
        while self._queue:
            value, prebuilt, where = self._queue.popleft()
            self._fill(value, prebuilt, where)

    def _fill(self, value: Any, prebuilt: Prebuilt, where: str) -> None:
        cls = prebuilt.cls
        if isinstance(value, str):
            width = _width(value)
            codec = {1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}[width]
            data = value.encode(codec, "surrogatepass") if width > 1 else value.encode(codec)
            prebuilt.fields = {"hash": 0, "length": len(data), "count": len(value)}
            prebuilt.items = data
        elif isinstance(value, bytes):
            prebuilt.fields = {"hash": 0, "length": len(value)}
            prebuilt.items = value
        elif self.classes.callable_signature(cls.ref) is not None:
            prebuilt.fields = self.frontend.function_value_fields(value, cls)
        elif isinstance(value, list):
            item = self._argument(cls, 0)
            prebuilt.fields = {"length": len(value), "items": self._array(value, item, where)}
        elif isinstance(value, dict):
            self._fill_dict(prebuilt, list(value.items()), where)
        elif isinstance(value, CustomDict):
            self._fill_dict(prebuilt, list(value.items()), where)
            for name, function in (("equal", value.equal), ("hash", value.hash)):
                prebuilt.fields[name] = self.plain(function, prebuilt.cls.fields[name].type, f"{where}_{name}")
        elif isinstance(value, (set, frozenset)):
            self._fill_set(prebuilt, value, where)
        elif isinstance(value, builders.StringBuilder):
            self._fill_string_builder(prebuilt, value.build(), where)
        elif isinstance(value, builders.BytesBuilder):
            data = value.build()
            prebuilt.fields = {"items": self._array(list(data), UINT8, where), "used": len(data)}
        else:
            self._fill_instance(value, prebuilt, where)

    def _argument(self, cls: ClassType, number: int) -> Type:
        return self.classes.by_type[cls].arguments[number]

    def _array(self, values: list[Any], item: Type, where: str, labels: Iterable[Any] | None = None) -> Prebuilt:
        """``labels`` tell the items apart in names, by default their numbers do."""
        info: ClassInfo = self.classes.info(rpython.GcArray, (item,))
        info.type.instantiated = True
        data = Prebuilt(info.type, f"{where}_items", {"length": len(values)})
        data.items = [self.plain(v, item, f"{where}_{label}") for label, v in zip(labels or count(), values)]
        return data

    def _fill_dict(self, prebuilt: Prebuilt, items: list[tuple[Any, Any]], where: str) -> None:
        """A dict as `runtime.dicts.Dict` wants it: entries in order, the index to be made at the first use."""
        key, item = self._argument(prebuilt.cls, 0), self._argument(prebuilt.cls, 1)
        labels = [name if isinstance(name, str) else number for number, (name, _) in enumerate(items)]
        entries = self._array(items, tuple_of(key, item), where, labels)
        index_field = prebuilt.cls.find_field("index")
        assert index_field is not None and isinstance(index_field.type, RefType)
        prebuilt.fields = {
            "count": len(items), "used": len(items), "shift": dicts.NO_INDEX_SHIFT, "entries": entries,
            "index": self.object(dicts.NO_INDEX, index_field.type.cls, "NO_INDEX"), "dead": None}

    def _fill_set(self, prebuilt: Prebuilt, value: set[Any] | frozenset[Any], where: str) -> None:
        info = self.classes.info(dict, (self._argument(prebuilt.cls, 0), BOOL))
        items = dict.fromkeys(sorted(value, key=repr) if isinstance(value, frozenset) else list(value), True)
        self._keep.append(items)
        prebuilt.fields = {"table": self.object(items, info.type, f"{where}_table")}

    def _fill_string_builder(self, prebuilt: Prebuilt, text: str, where: str) -> None:
        """A builder whose text is full: what is appended goes into a new one, so that this one may be shared."""
        made = self.object(text, self.classes.info(str).type, where)
        prebuilt.fields = {"text": made, "used": len(text), "shift": _width(text) >> 1}

    def _fill_instance(self, value: Any, prebuilt: Prebuilt, where: str) -> None:
        info = self.classes.by_type[prebuilt.cls]
        item = prebuilt.cls.varpart
        if item is not None:
            live_items = [rpython.get_item(value, i) for i in range(value.length)]
            prebuilt.items = bytes(live_items) if item is UINT8 else [
                self.plain(v, item, f"{where}_{i}") for i, v in enumerate(live_items)]
        for field in prebuilt.cls.all_fields():
            if prebuilt.cls.is_exception and field.name == "message":
                live: Any = str(value)
            else:
                try:
                    live = getattr(value, field.name)
                except AttributeError:
                    if type(value) in table.CLASSES:  # its runtime class has fields of its own
                        raise TranslationError(f"{where} is a {type(value).__name__}, which cannot be prebuilt",
                                               hint="make it at run time") from None
                    prebuilt.fields[field.name] = zero(field.type)
                    continue
            try:
                prebuilt.fields[field.name] = self.plain(live, field.type, f"{where}.{field.name}")
            except TranslationError as error:
                raise TranslationError(f"prebuilt {info} object {where}: {error.message}", error.span,
                                       error.hint) from None


def own_name(value: Any, cls: ClassType) -> str:
    """What an object calls itself, if anything. Better in C than the way by which it was found first: that changes when
    an unrelated part of the program does, and all C that refers to the object would be compiled again."""
    for field in ("qualname", "name"):
        if cls.find_field(field) is not None:
            name = getattr(value, field, None)
            if isinstance(name, str) and name:
                return f"{cls.name}_{name}"
    return ""


def is_open(value: Any) -> bool:
    """Whether an annotation says more of a live object's type than the object itself does."""
    return isinstance(value, (list, dict, set)) or bool(getattr(type(value), "__parameters__", ()))


def zero(wanted: Type) -> Any:
    """The value of zeroed memory."""
    if isinstance(wanted, TupleType):
        return tuple(zero(t) for t in wanted.items)
    if isinstance(wanted, FloatType):
        return 0.0
    if wanted is BOOL:
        return False
    return 0 if isinstance(wanted, IntType) else None


def _width(text: str) -> int:
    """Bytes of a code point of a string: as few as its highest one needs."""
    highest = max(text, default="\0")
    return 1 if highest < "\u0100" else 2 if highest < "\U00010000" else 4


def _describe(value: Any) -> str:
    if value is None:
        return "None"
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) < 40 else text[:37] + '...'}"
