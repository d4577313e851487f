"""Attributes and subscripts."""
from __future__ import annotations

import ast
import inspect
import typing
from types import FunctionType, ModuleType
from typing import Any, Optional

from transform import rpython
from transform.frontend.classes import ClassInfo, class_scope, closure_cells
from transform.frontend.displays import Displays
from transform.frontend.errors import Span, TranslationError
from transform.frontend.prebuilt import is_open
from transform.frontend.values import NONE, BoundMethod, FrontValue, Static, StaticType, TupleValue, is_none
from transform.ir.graph import Value
from transform.ir.types import (
    BOOL,
    CHAR,
    INT,
    VOID,
    Field,
    IntType,
    PointerType,
    RefType,
    StructType,
    TupleType,
    Type,
    pointer_to,
)
from transform.runtime import slices, table


class Attributes(Displays):
    """Translation of attributes and subscripts."""

    # Attributes.

    def expr_Attribute(self, node: ast.Attribute, expected: Optional[Type]) -> FrontValue:
        if isinstance(node.value, ast.Call) and is_super(node.value):
            return self.super_attribute(node)
        base = self.expression(node.value)
        return self.attribute(base, self.mangled(node.attr), node)

    def mangled(self, name: str) -> str:
        """``__name`` as a class keeps it: with the class's name before it."""
        if name.startswith("__") and not name.endswith("__") and self.spec.owner is not None:
            return f"_{self.spec.pyfunc.__qualname__.split('.')[-2].lstrip('_')}{name}"
        return name

    def super_attribute(self, node: ast.Attribute) -> FrontValue:
        """``super().name``: found from the base of the class that the code stands in."""
        owner = self.spec.owner
        defining = closure_cells(self.spec.pyfunc).get("__class__")
        if owner is None or defining not in owner.pyclass.__mro__:
            self.error("super() outside of a method", node)
        receiver = self.env.values[self.spec.params[0]]
        assert isinstance(receiver, Value)
        mro = owner.pyclass.__mro__
        for pyclass in mro[mro.index(defining) + 1:]:
            live = vars(table.CLASSES.get(pyclass, pyclass)).get(node.attr)
            if pyclass.__module__ == "builtins" and pyclass not in table.CLASSES:
                continue
            if isinstance(live, FunctionType):
                info = next((i for i in owner.chain() if table.CLASSES.get(pyclass, pyclass) is i.pyclass), owner)
                return SuperMethod(receiver, info, node.attr, live)
        if node.attr == "__init__":
            return SuperMethod(receiver, owner, node.attr, None)
        self.error(f"no base class of {owner} has '{node.attr}'", node)

    def attribute(self, base: FrontValue, name: str, node: ast.Attribute) -> FrontValue:
        if isinstance(base, Static):
            return self.static_attribute(base, name, node)
        if isinstance(base, StaticType) and isinstance(base.type, IntType):
            return Static(getattr(base.type, name))
        if isinstance(base, StaticType) and isinstance(base.type, RefType):
            info = self.info_of(base.type)
            if info is not None:
                return self.class_attribute(info, name, node)
        value = self.value(base, node.value)
        if isinstance(value.type, PointerType):
            return self.pointer_field(value, name, node)
        if not isinstance(value.type, RefType):
            if value.type is CHAR:
                value = self.coerce(value, self.str_type.ref, node)
            else:
                self.error(f"{value.type} has no attribute '{name}'", node)
        return self.object_attribute(value, name, node)

    def object_attribute(self, value: Value, name: str, node: ast.AST, live: Any = None) -> FrontValue:
        """An attribute of a run-time object: a field, method, property or class constant."""
        assert isinstance(value.type, RefType)
        field = value.type.cls.find_field(name)
        if field is not None:
            return self.get_field(value, field, node)
        info = self.info_of(value.type)
        member = None if info is None else info.find(name)
        if info is None or member is None:
            self.no_attribute(value.type, name, node)
        found = member.value
        value = self.non_null(value, node, f"the object with '{name}'")
        if isinstance(found, (FunctionType, staticmethod, classmethod)):
            return BoundMethod(value, info, name)
        if isinstance(found, property):
            return self.read_property(value, info, member.owner, name, found, node)
        return self.class_constant(value, info, name, found, node)

    def read_property(self, value: Value, info: ClassInfo, owner: ClassInfo, name: str, found: property,
                      node: ast.AST) -> FrontValue:
        if self.frontend.overridden(info, name):
            self.error(f"property {info}.{name} is overridden in a subclass", node, "call a method in it")
        assert isinstance(found.fget, FunctionType)
        return self.call_function(found.fget, [self.coerce(value, owner.type.ref, node)], {}, node, owner=owner)

    def class_constant(self, value: Value, info: ClassInfo, name: str, live: Any, node: ast.AST) -> FrontValue:
        """A class-level constant: one value, or by the object's class where it is overridden."""
        if not self.frontend.overridden(info, name):
            return Static(live)
        type = self._constant_type(info, name, live, node)
        slot = self.frontend.constant_slot(info, name, type)
        made: FrontValue = self.emit("get_class_constant", [self.coerce(value, slot.owner.ref, node)], type, slot)
        return made

    def _constant_type(self, info: ClassInfo, name: str, live: Any, node: ast.AST) -> Type:
        for base in info.chain():
            annotation = base.pyclass.__dict__.get("__annotations__", {}).get(name)
            if annotation is not None:
                try:
                    return self.frontend.annotations.resolve(annotation, base.bindings, class_scope(base.pyclass))
                except TranslationError as error:
                    self.error(f"{base}.{name}: {error.message}", node, error.hint)
        found = self.frontend.prebuilt.type_of(live)
        if found is None:
            self.error(f"{info}.{name} is overridden; its type is not clear", node,
                       f"annotate it: {name}: ClassVar[T] = ...")
        return found

    def get_field(self, value: Value, field: Field, node: ast.AST) -> FrontValue:
        assert isinstance(value.type, RefType)
        if value.type.cls.immediate is not None:
            made: Value = self.emit("immediate_value", [self.non_null(value, node, field.name)], field.type,
                                    value.type.cls)
            return made
        receiver = self.non_null(value, node, f"the object with '{field.name}'")
        receiver = self.coerce(receiver, field.owner.ref, node)
        read: Value = self.emit("getfield", [receiver], field.type, field)
        if field.may_be_unset and isinstance(field.type, RefType) and not field.type.optional:
            read = self.emit("check_not_none", [read], field.type, f"field '{field.name}' (never assigned)")
        path = path_of(node)
        narrowed = self.env.narrowed.get(path) if path else None
        if narrowed is not None and narrowed is not field.type and isinstance(field.type, RefType):
            if narrowed.cls is field.type.cls:
                return self.emit("check_not_none", [read], narrowed, f"'{path}' (tested before)")  # type: ignore
            if not narrowed.optional:
                return self.emit("check_cast", [read], narrowed, narrowed.cls)  # type: ignore[no-any-return]
        return read

    def pointer_field(self, pointer: Value, name: str, node: ast.AST) -> FrontValue:
        """``p.name`` of a pointer to a raw structure."""
        assert isinstance(pointer.type, PointerType)
        struct = pointer.type.target
        field = struct.fields.get(name) if isinstance(struct, StructType) else None
        if field is None:
            self.error(f"{pointer.type} has no attribute '{name}'", node)
        made: FrontValue
        if field.count is not None or isinstance(field.type, StructType):
            made = self.emit("raw_field_address", [pointer], pointer_to(field.type), field)
        else:
            made = self.emit("raw_get_field", [pointer], field.type, field)
        return made

    def static_attribute(self, base: Static, name: str, node: ast.Attribute) -> FrontValue:
        live = base.value
        if live is None:
            return self.suspect(f"None has no attribute '{name}'", node)
        if isinstance(live, (ModuleType, rpython.CLibrary)):
            return self._live_attribute(live, name, node)
        if isinstance(live, type):
            if table.CLASSES.get(live) is not None or self._is_rpython_class(live):
                parameters = getattr(table.CLASSES.get(live, live), "__parameters__", ())
                raw = inspect.getattr_static(live, name, None)
                if isinstance(raw, staticmethod):
                    return Static(raw.__func__)
                if not parameters:
                    return self.class_attribute(self.classes.info(live), name, node)
            return self._live_attribute(live, name, node)
        found = self.frontend.prebuilt.type_of(live)
        if isinstance(found, RefType) and self.classes.callable_signature(found) is None:
            field = found.cls.find_field(name)
            if field is not None and field.immutable:
                return Static(getattr(live, name))
            constant = self.static_constant(live, found)
            member_info = self.info_of(found)
            if field is None and member_info is not None:
                member = member_info.find(name)
                if member is not None and not isinstance(
                        member.value, (FunctionType, staticmethod, classmethod, property)):
                    return Static(member.value)
            return self.object_attribute(constant, name, node)
        return self._live_attribute(live, name, node)

    def _is_rpython_class(self, live: type) -> bool:
        if getattr(live, "_rpython_struct_", False) or issubclass(live, int):
            return False
        return live.__module__ != "builtins" or issubclass(live, BaseException)

    def class_attribute(self, info: ClassInfo, name: str, node: ast.Attribute) -> FrontValue:
        """``C.name``: an unbound method, a static method, or a constant of exactly C."""
        member = info.find(name)
        if member is None:
            if name == "__name__":
                return Static(info.pyclass.__name__)
            self.error(f"class {info} has no attribute '{name}'", node)
        live = member.value
        if isinstance(live, staticmethod):
            return Static(live.__func__)
        if isinstance(live, FunctionType):
            return UnboundMethod(member.owner, name, live)
        return Static(live)

    def _live_attribute(self, live: Any, name: str, node: ast.Attribute) -> FrontValue:
        try:
            found = getattr(live, name)
        except AttributeError as error:
            self.error(str(error), node)
        except Exception as error:  # code of the program ran, or the C of a CLibrary was compiled
            self.error(f"reading '{name}' raised {type(error).__name__}: {error}", node)
        if isinstance(live, ModuleType) and is_open(found):
            annotation = getattr(live, "__annotations__", {}).get(name)
            if annotation is not None:
                self.frontend.prebuilt.declare(
                    found, self.frontend.annotations.resolve(annotation, {}, vars(live)))
        return Static(found)

    def suspect(self, message: str, node: ast.AST) -> FrontValue:
        """A use of None that is an error unless a loop turns out to give the name another
        value: what follows is taken as unreachable for now."""
        self.suspects.append(TranslationError(message, Span.of(node, self.file), "the name is always None here",
                                              self.spec.pyfunc.__qualname__))
        if self.block is not None:
            self.abort(message)
        return NONE

    # Subscripts.

    def expr_Subscript(self, node: ast.Subscript, expected: Optional[Type]) -> FrontValue:
        base = self.expression(node.value)
        if isinstance(base, Static) and (isinstance(base.value, type) or typing.get_origin(base.value) is not None):
            return StaticType(self.type_expression(node))
        if is_none(base):
            return self.suspect("None cannot be indexed", node)
        if isinstance(node.slice, ast.Slice):
            return self.slice(base, node.slice, node)
        return self.item(base, node)

    def item(self, base: FrontValue, node: ast.Subscript) -> FrontValue:
        index = self.expression(node.slice)
        if isinstance(base, TupleValue) or isinstance(base, Static) and isinstance(base.value, tuple) or (
                isinstance(base, Value) and isinstance(base.type, TupleType)):
            if isinstance(index, Static):
                items = self.items_of(base, node)
                try:
                    return items[index.value]
                except (IndexError, TypeError):
                    self.error(f"the tuple has {len(items)} items", node)
            if isinstance(base, Static):
                base = Static(self.frontend.tuple_as_list(base.value))
            else:
                self.error("a tuple is indexed by constants", node.slice, "use a list")
        if isinstance(base, Static) and isinstance(index, Static) and isinstance(base.value, (str, bytes)):
            try:
                return Static(base.value[index.value])
            except (IndexError, TypeError) as error:
                self.error(str(error), node)
        holder = self.value(base, node.value)
        if isinstance(holder.type, PointerType):
            return self.pointer_item(holder, self.index_value(index, node.slice), node)
        if not isinstance(holder.type, RefType):
            self.error(f"{holder.type} cannot be indexed", node)
        if holder.type.cls is self.str_type:
            return self.call_method(holder, "char_at", [index], node)
        item = self.array_item(holder.type)
        if item is not None:
            array = self.non_null(holder, node, "what is indexed")
            made: FrontValue = self.emit("getitem", [array, self.index_value(index, node.slice)], item)
            return made
        return self.call_method(holder, "__getitem__", [index], node)

    def array_item(self, type: Type) -> Optional[Type]:
        """The item type of a GcArray, None for other types."""
        if isinstance(type, RefType):
            info = self.info_of(type)
            if info is not None and info.pyclass is rpython.GcArray:
                return info.arguments[0]
        return None

    def index_value(self, index: FrontValue, node: ast.AST) -> Value:
        value = self.value(index, node)
        if value.type is BOOL or isinstance(value.type, IntType) and value.type is not CHAR:
            return self.cast_int(value, INT)
        self.error(f"an index must be an integer, not {value.type}", node)

    def pointer_item(self, pointer: Value, index: Value, node: ast.AST) -> FrontValue:
        assert isinstance(pointer.type, PointerType)
        made: FrontValue
        if isinstance(pointer.type.target, StructType):
            made = self.emit("raw_add", [pointer, index], pointer.type)
        elif pointer.type.target is VOID:
            self.error("Ptr[None] has no items", node, "cast it to a typed pointer")
        else:
            made = self.emit("raw_load", [pointer, index], pointer.type.target)
        return made

    def slice(self, base: FrontValue, bounds: ast.Slice, node: ast.AST) -> FrontValue:
        if isinstance(base, Static) and isinstance(base.value, (str, bytes, tuple)) or isinstance(base, TupleValue):
            parts = [None if b is None else self.expression(b) for b in (bounds.lower, bounds.upper, bounds.step)]
            if all(p is None or isinstance(p, Static) for p in parts):
                chosen = slice(*(p.value if isinstance(p, Static) else None for p in parts))
                if isinstance(base, TupleValue):
                    return TupleValue(base.items[chosen])
                return Static(base.value[chosen])
        holder = self.value(base, node)
        start, stop, step = self.bounds(bounds)
        if isinstance(holder.type, TupleType):
            self.error("a tuple is sliced by constants", node)
        if step is not None:
            return self.call_method(holder, "get_slice_step", [start, stop, step], node)
        return self.call_method(holder, "get_slice", [start, stop], node)

    def bounds(self, bounds: ast.Slice) -> tuple[FrontValue, FrontValue, Optional[FrontValue]]:
        """Start, stop and step of a slice; missing bounds are as `runtime.slices` wants them."""
        step = None if bounds.step is None else self.expression(bounds.step)
        if isinstance(step, Static) and step.value in (1, None):
            step = None
        start = NONE if bounds.lower is None else self.expression(bounds.lower, INT)
        stop = NONE if bounds.upper is None else self.expression(bounds.upper, INT)
        if is_none(start):
            start = Static(0 if step is None else slices.MISSING)
        if is_none(stop):
            stop = Static(slices.TO_END if step is None else slices.MISSING)
        return start, stop, step


class SuperMethod(BoundMethod):
    """``super().name``; ``function`` is None where no base defines a constructor."""

    def __init__(self, receiver: Value, owner: ClassInfo, name: str, function: Optional[FunctionType]) -> None:
        super().__init__(receiver, owner, name, True)
        object.__setattr__(self, "function", function)

    function: Any  # a live function, or None


class UnboundMethod(Static):
    """``C.method``, to be called with the object as first argument."""

    def __init__(self, owner: ClassInfo, name: str, function: FunctionType) -> None:
        super().__init__(function)
        object.__setattr__(self, "owner", owner)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "function", function)

    owner: ClassInfo
    name: str
    function: Any  # a live function


def path_of(node: ast.AST) -> Optional[str]:
    """"x" or "x.y.z" for a name or attribute path, None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = path_of(node.value)
        return None if base is None else f"{base}.{node.attr}"
    return None


def is_super(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args
