"""Expressions, and conditions with what they tell about types."""
from __future__ import annotations

import ast
import builtins
import inspect
import sys
import typing
from types import FunctionType, MethodType, ModuleType
from typing import Any, Callable, Optional, Sequence

from transform import rpython
from transform.frontend.classes import ClassInfo
from transform.frontend.core import Env, Join, Narrowed
from transform.frontend.errors import TranslationError
from transform.frontend.operators import Operators
from transform.frontend.values import (
    NONE, BoundMethod, FrontValue, LambdaValue, Static, StaticType, TupleValue, Unusable, is_none)
from transform.ir.graph import Branch, Constant, Value
from transform.ir.types import (
    BOOL, CHAR, INT, VOID, ClassType, Field, IntType, PointerType, RefType, StructType, TupleType, Type)
from transform.runtime import table

Fact = tuple[Optional[str], Optional[RefType], Optional[RefType]]  # path, type if true, type if false
Intrinsic = Callable[["Expressions", ast.Call, Optional[Type]], FrontValue]
UNBOUNDED = sys.maxsize
BUILTIN_CLASSES = {stand_in: builtin for builtin, stand_in in table.CLASSES.items()}


class Expressions(Operators):
    """Translation of expressions."""

    intrinsics: dict[int, Intrinsic]

    def expression(self, node: ast.expr, expected: Optional[Type] = None) -> FrontValue:
        """The value of an expression; ``expected`` is the type that its place wants."""
        self.at(node)
        if self.block is None:
            return NONE  # behind an operation that does not come back
        method = getattr(self, "expr_" + type(node).__name__, None)
        if method is None:
            self.error(f"{type(node).__name__} is not RPython", node)
        value: FrontValue = method(node, expected)
        return value

    def read(self, node: ast.expr, expected: Optional[Type] = None) -> Value:
        """The value of an expression as a value of the graph."""
        return self.value(self.expression(node, expected), node)

    def coerced(self, node: ast.expr, type: Type, what: str = "") -> Value:
        """The value of an expression converted to ``type``."""
        return self.coerce(self.expression(node, type), type, node, what)

    # Literals and displays.

    def expr_Constant(self, node: ast.Constant, expected: Optional[Type]) -> FrontValue:
        if isinstance(node.value, complex) or node.value is Ellipsis:
            self.error(f"{type(node.value).__name__} is not RPython", node)
        return Static(node.value)

    def expr_Tuple(self, node: ast.Tuple, expected: Optional[Type]) -> FrontValue:
        wanted: tuple[Optional[Type], ...] = (None,) * len(node.elts)
        if isinstance(expected, TupleType) and len(expected.items) == len(node.elts):
            wanted = expected.items
        items: list[FrontValue] = []
        for element, type in zip(node.elts, wanted):
            if isinstance(element, ast.Starred):
                items.extend(self.items_of(self.expression(element.value), element))
            else:
                items.append(self.settled(self.expression(element, type), element))
        if all(isinstance(item, Static) for item in items):
            return Static(tuple(item.value for item in items if isinstance(item, Static)))
        return TupleValue(tuple(items))

    def settled(self, value: FrontValue, node: ast.expr) -> FrontValue:
        if isinstance(value, Unusable):
            self.error(value.reason, node, value.hint)
        return value

    def expr_List(self, node: ast.List, expected: Optional[Type]) -> FrontValue:
        item = self._item_type(expected, table.CLASSES[list])
        bare = [] if item is not None else [e for e in node.elts if is_empty_display(e)]
        values = [NONE if e in bare else self.settled(self.expression(e, item), e) for e in node.elts]
        if item is None:
            known = [v for v, e in zip(values, node.elts) if e not in bare]
            item = self.join_values(known) if known else None
            values = [self.expression(e, item) if e in bare else v for v, e in zip(values, node.elts)]
            if item is None:
                self.error("cannot tell the type of this list's items", node,
                           "annotate it: x: list[T] = [...]" if not values else
                           "the items have no common type; annotate the list with one that covers them")
        return self.list_of(item, [self.coerce(v, item, e, "list item") for v, e in zip(values, node.elts)], node)

    def list_of(self, item: Type, values: Sequence[Value], node: ast.AST) -> Value:
        """A new list of these values, of type ``item``. It is made with room for them, so they are stored without
        the tests of ``append``, which the passes would have to prove needless one after the other."""
        made = self.new_list(item, len(values), node)
        assert isinstance(made.type, RefType)
        if values:
            fields = made.type.cls.fields
            items = self.emit("getfield", [made], fields["items"].type, fields["items"])
            for number, value in enumerate(values):
                self.emit("setitem", [items, Constant(number, INT), value])
            self.emit("setfield", [made, Constant(len(values), INT)], static=fields["length"])
        return made

    def new_list(self, item: Type, capacity: int | Value, node: ast.AST) -> Value:
        """An empty list with room for ``capacity`` items."""
        count: FrontValue = Static(capacity) if isinstance(capacity, int) else capacity
        made = self.construct(self.classes.info(list, (item,)), [count], {}, node)
        assert isinstance(made, Value)
        return made

    def _item_type(self, expected: Optional[Type], pyclass: type, number: int = 0) -> Optional[Type]:
        if isinstance(expected, RefType):
            info = self.info_of(expected)
            if info is not None and info.pyclass is pyclass:
                return info.arguments[number]
        return None

    def expr_Dict(self, node: ast.Dict, expected: Optional[Type]) -> FrontValue:
        key_type = self._item_type(expected, table.CLASSES[dict], 0)
        value_type = self._item_type(expected, table.CLASSES[dict], 1)
        keys: list[FrontValue] = []
        values: list[FrontValue] = []
        for key, value in zip(node.keys, node.values):
            if key is None:
                self.error("** in a dict display is not RPython", value, "use update()")
            keys.append(self.expression(key, key_type))
            values.append(self.expression(value, value_type))
        if key_type is None or value_type is None:
            key_type = self.join_values(keys) if keys else None
            value_type = self.join_values(values) if values else None
            if key_type is None or value_type is None:
                self.error("cannot tell the types of this dict's keys and values", node,
                           "annotate it: x: dict[K, V] = {...}")
        made = self.construct(self.classes.info(dict, (key_type, value_type)), [], {}, node)
        assert isinstance(made, Value)
        for k, v, place in zip(keys, values, node.values):
            self.call_method(made, "__setitem__", [self.coerce(k, key_type, place, "key"),
                                                   self.coerce(v, value_type, place, "value")], place)
        return made

    def expr_Set(self, node: ast.Set, expected: Optional[Type]) -> FrontValue:
        item = self._item_type(expected, table.CLASSES[set])
        values = [self.expression(e, item) for e in node.elts]
        item = item or self.join_values(values)
        if item is None:
            self.error("cannot tell the type of this set's items", node, "annotate it: x: set[T] = {...}")
        made = self.construct(self.classes.info(set, (item,)), [], {}, node)
        assert isinstance(made, Value)
        for value, element in zip(values, node.elts):
            self.call_method(made, "add", [self.coerce(value, item, element, "set item")], element)
        return made

    def expr_JoinedStr(self, node: ast.JoinedStr, expected: Optional[Type]) -> FrontValue:
        parts: list[FrontValue] = []
        for part in node.values:
            value = Static(part.value) if isinstance(part, ast.Constant) else self.formatted(part)
            if parts and isinstance(parts[-1], Static) and isinstance(value, Static):
                parts[-1] = Static(parts[-1].value + value.value)
            else:
                parts.append(value)
        if len(parts) > 3:
            made = self.list_of(self.str_type.ref, [self.coerce(v, self.str_type.ref, node) for v in parts], node)
            return self.call_method(self.coerce(Static(""), self.str_type.ref, node), "join", [made], node)
        result: FrontValue = Static("")
        for value in parts:
            result = self.concatenate(result, value, node)
        return result

    def formatted(self, part: ast.expr) -> FrontValue:
        """One ``{...}`` of an f-string."""
        assert isinstance(part, ast.FormattedValue)
        value = self.expression(part.value)
        if part.conversion != -1:
            if chr(part.conversion) == "a":
                self.error("!a is not RPython", part.value, "use !r")
            value = self.to_str(value, part.value, part.conversion == ord("r"))
        if part.format_spec is None:
            return self.to_str(value, part.value)
        assert isinstance(part.format_spec, ast.JoinedStr)
        spec = self.expr_JoinedStr(part.format_spec, None)
        if not isinstance(spec, Static):
            self.error("a format specification must be a constant", part.value)
        if isinstance(value, Static):
            return Static(format(value.value, spec.value))
        x = self.value(value, part.value)
        if x.type is CHAR:
            x = self.coerce(x, self.str_type.ref, part.value)
        name = "format_str" if x.type is self.str_type.ref else \
            "format_int" if isinstance(x.type, IntType) else "format_float"
        if name == "format_int":
            kind = spec.value[-1:]
            if kind in "eEfFgG%" and kind:
                x, name = self.as_float(x, part.value), "format_float"
            else:
                x = self.cast_int(x, INT)
        elif name == "format_float":
            x = self.as_float(x, part.value)
        made: FrontValue = self.runtime(name, [x, spec], part.value)
        return made

    # Names.

    def expr_Name(self, node: ast.Name, expected: Optional[Type]) -> FrontValue:
        name = node.id
        value = self.env.values.get(name)
        if value is not None:
            if isinstance(value, Unusable):
                self.error(value.reason, node, value.hint)
            if isinstance(value, Value):
                narrowed = self.env.narrowed.get(name)
                if narrowed is not None and narrowed is not value.type:
                    return self.narrow_cast(value, narrowed)
            return value
        if name in self.local_names:
            self.error(f"'{name}' is not assigned here", node, "assign it on every way that leads here")
        return self.global_value(name, node)

    local_names: frozenset[str] = frozenset()

    def global_value(self, name: str, node: ast.AST) -> FrontValue:
        """A name of the enclosing functions, the module or Python."""
        if name in self.spec.statics:
            live = self.spec.statics[name]
            return StaticType(live) if isinstance(live, Type) else Static(live)
        scope = self.spec.scope
        if name in scope:
            live = scope[name]
            if isinstance(live, typing.TypeVar):
                bound = self.spec.bindings.get(live)
                if bound is not None:
                    return StaticType(bound)
            elif isinstance(live, (list, dict, set)):
                self._declare_global(name, live)
            return Static(live)
        if hasattr(builtins, name):
            return Static(getattr(builtins, name))
        self.error(f"name '{name}' is not defined", node)

    def _declare_global(self, name: str, live: Any) -> None:
        """Give a module-level list or dict the type that it is annotated with."""
        pyfunc = self.spec.pyfunc
        module = sys.modules.get(pyfunc.__module__)
        annotation = getattr(module, "__annotations__", {}).get(name)
        if annotation is not None and pyfunc.__globals__.get(name) is live:
            try:
                self.frontend.prebuilt.declare(
                    live, self.frontend.annotations.resolve(annotation, {}, pyfunc.__globals__))
            except TranslationError:
                pass  # an annotation that is not RPython's says nothing here

    def expr_NamedExpr(self, node: ast.NamedExpr, expected: Optional[Type]) -> FrontValue:
        value = self.expression(node.value, self.declared.get(node.target.id))
        self.assign_name(node.target.id, value, node.target)
        return self.expression(node.target)

    def assign_name(self, name: str, value: FrontValue, node: ast.AST) -> None:
        """Bind a local name; where it is declared, the value must fit."""
        if isinstance(value, Unusable):
            self.error(value.reason, node, value.hint)
        self.env.forget(name)
        declared = self.declared.get(name)
        if declared is not None:
            converted = self.coerce(value, declared, node, f"'{name}'")
            found = self.default_type(value)
            if isinstance(declared, RefType) and isinstance(found, RefType) and found is not declared:
                self.env.narrowed[name] = found
            if isinstance(converted, Constant) and not isinstance(declared, RefType):
                self.env.values[name] = value if isinstance(value, Static) and declared in (INT, BOOL) else converted
            else:
                self.env.values[name] = converted
            return
        if isinstance(value, TupleValue) and not all(
                isinstance(i, (Value, Static, TupleValue)) for i in value.items):
            self.error("this tuple cannot be stored", node)
        self.env.values[name] = value

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
        if owner is None or "self" not in self.env.values and not self.spec.params:
            self.error("super() outside of a method", node)
        receiver = self.env.values[self.spec.params[0]]
        assert isinstance(receiver, Value)
        defining = self.spec.pyfunc.__qualname__.rpartition(".")[0].rpartition(".")[2]
        mro = owner.pyclass.__mro__
        start = next((i for i, c in enumerate(mro) if c.__name__ == defining), 0)
        for pyclass in mro[start + 1:]:
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
        value = self.non_null(value, node, f"'{name}' of None")
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
                from transform.frontend.classes import class_scope
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
        receiver = self.non_null(value, node, f"'{field.name}' of None")
        receiver = self.coerce(receiver, field.owner.ref, node)
        read: Value = self.emit("getfield", [receiver], field.type, field)
        if field.may_be_unset and isinstance(field.type, RefType) and not field.type.optional:
            read = self.emit("check_not_none", [read], field.type, f"field '{field.name}' is not set")
        path = path_of(node)
        narrowed = self.env.narrowed.get(path) if path else None
        if narrowed is not None and narrowed is not field.type and isinstance(field.type, RefType):
            if narrowed.cls is field.type.cls:
                return self.emit("check_not_none", [read], narrowed, f"'{path}' is None again")  # type: ignore
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
            from transform.ir.types import pointer_to
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
        if isinstance(live, ModuleType) and isinstance(found, (list, dict, set)):
            annotation = getattr(live, "__annotations__", {}).get(name)
            if annotation is not None:
                self.frontend.prebuilt.declare(
                    found, self.frontend.annotations.resolve(annotation, {}, vars(live)))
        return Static(found)

    def suspect(self, message: str, node: ast.AST) -> FrontValue:
        """A use of None that is an error unless a loop turns out to give the name another
        value: what follows is taken as unreachable for now."""
        from transform.frontend.errors import Span
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
            array = self.non_null(holder, node, "index of None")
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
        """Start, stop and step of a slice; missing bounds are those of the whole."""
        step = None if bounds.step is None else self.expression(bounds.step)
        if isinstance(step, Static) and step.value in (1, None):
            step = None
        if step is not None and (bounds.lower is None or bounds.upper is None):
            if not isinstance(step, Static):
                self.error("a slice with a variable step needs both bounds", bounds.step)
            backward = step.value < 0
        else:
            backward = False
        start: FrontValue = Static(UNBOUNDED if backward else 0)
        stop: FrontValue = Static(-UNBOUNDED - 1 if backward else UNBOUNDED)
        if bounds.lower is not None:
            start = self.expression(bounds.lower, INT)
        if bounds.upper is not None:
            stop = self.expression(bounds.upper, INT)
        return start if not is_none(start) else Static(0), stop if not is_none(stop) else Static(UNBOUNDED), step

    # Operators.

    def expr_BinOp(self, node: ast.BinOp, expected: Optional[Type]) -> FrontValue:
        left = self.expression(node.left, expected if isinstance(node.left, (ast.List, ast.IfExp, ast.BinOp)) else None)
        wanted = expected if isinstance(node.right, ast.List) else None
        if isinstance(left, Value) and isinstance(left.type, IntType):
            wanted = left.type  # what literals in the choices of ``a + (1 if c else 2)`` become
        right = self.expression(node.right, wanted)
        if self.block is None:
            return NONE
        self.at(node)
        return self.binary(type(node.op), left, right, node)

    def expr_UnaryOp(self, node: ast.UnaryOp, expected: Optional[Type]) -> FrontValue:
        if isinstance(node.op, ast.Not):
            return self.condition_value(node)
        return self.unary(type(node.op), self.expression(node.operand), node)

    def expr_Compare(self, node: ast.Compare, expected: Optional[Type]) -> FrontValue:
        if len(node.ops) == 1:
            return self.comparison(node.left, node.ops[0], node.comparators[0], node)
        return self.condition_value(node)

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr, node: ast.AST) -> FrontValue:
        a = self.expression(left)
        b = self.expression(right)
        if self.block is None:
            return NONE
        return self.compare(type(op), a, b, node)

    def expr_BoolOp(self, node: ast.BoolOp, expected: Optional[Type]) -> FrontValue:
        """``and``/``or`` for their value: that of the operand that decided."""
        after = self.open_join()
        is_and = isinstance(node.op, ast.And)
        for operand in node.values[:-1]:
            value = self.expression(operand, expected)
            test = self.truth(value, operand)
            if isinstance(test, Static):
                if bool(test.value) != is_and:
                    self.env.values["$value"] = value
                    self.jump(after)
                    break
                continue
            if self.block is None:
                break
            decided, more = self.open_join(), self.open_join()
            facts = self.facts(operand, value)
            decided_env, more_env = self.env.copy(), self.env.copy()
            self.apply(facts, is_and, more_env)
            self.apply(facts, not is_and, decided_env)
            kept = value
            if not is_and and isinstance(value, Value) and isinstance(value.type, RefType) and value.type.optional:
                kept = Narrowed(value, value.type.cls.ref)
            decided_env.values["$value"] = kept
            then = self.edge(more if is_and else decided, more_env if is_and else decided_env)
            otherwise = self.edge(decided if is_and else more, decided_env if is_and else more_env)
            self.terminate(Branch(self.value(test, operand, BOOL), then, otherwise, None, self.position))
            self.finish(decided)
            held = self.env.values["$value"]
            if isinstance(held, Narrowed):
                self.env.values["$value"] = self.narrow_cast(held.wide, held.type)  # type: ignore[arg-type]
            self.jump(after)
            self.finish(more)
        else:
            self.env.values["$value"] = self.expression(node.values[-1], expected)
            self.jump(after)
        if not self.finish(after):
            return NONE
        result = self.env.values.pop("$value")
        return self.settled(result, node)

    def expr_IfExp(self, node: ast.IfExp, expected: Optional[Type]) -> FrontValue:
        then, otherwise, after = self.open_join(), self.open_join(), self.open_join()
        self.condition(node.test, then, otherwise)
        for join, branch in ((then, node.body), (otherwise, node.orelse)):
            if self.finish(join):
                value = self.expression(branch, expected)
                if expected is not None and self.block is not None and self.fits(value, expected):
                    value = self.coerce(value, expected, branch)
                if self.block is not None:
                    self.env.values["$value"] = value
                    self.jump(after)
        if not self.finish(after):
            return NONE
        return self.settled(self.env.values.pop("$value"), node)

    def fits(self, value: FrontValue, type: Type) -> bool:
        """Whether a branch of a conditional expression can take the type that its place wants."""
        if isinstance(value, Static):
            return is_none(value) and isinstance(type, RefType) and type.optional or (
                builtins.type(value.value) is int and isinstance(type, IntType)
                and type.minimum <= value.value <= type.maximum)
        found = self.default_type(value)
        return found is not None and self._converts(found, type)

    def expr_Lambda(self, node: ast.Lambda, expected: Optional[Type]) -> FrontValue:
        return LambdaValue(node)

    # Conditions.

    def condition_value(self, node: ast.expr) -> FrontValue:
        """A condition as a bool value."""
        yes, no, after = self.open_join(), self.open_join(), self.open_join()
        self.condition(node, yes, no)
        for join, truth in ((yes, True), (no, False)):
            if self.finish(join):
                self.env.values["$truth"] = Static(truth)
                self.jump(after)
        if not self.finish(after):
            return NONE
        return self.env.values.pop("$truth")

    def condition(self, node: ast.expr, on_true: Join, on_false: Join, likely: Optional[bool] = None) -> None:
        """Branch on an expression. Each way knows what the test told about types."""
        self.at(node)
        if self.block is None:
            return
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.condition(node.operand, on_false, on_true, None if likely is None else not likely)
        elif isinstance(node, ast.BoolOp):
            for operand in node.values[:-1]:
                more = self.open_join()
                if isinstance(node.op, ast.And):
                    self.condition(operand, more, on_false, likely)
                else:
                    self.condition(operand, on_true, more, likely)
                if not self.finish(more):
                    return
            self.condition(node.values[-1], on_true, on_false, likely)
        elif isinstance(node, ast.Compare) and len(node.ops) > 1:
            self._chain(node, on_true, on_false, likely)
        else:
            self._simple_condition(node, on_true, on_false, likely)

    def _chain(self, node: ast.Compare, on_true: Join, on_false: Join, likely: Optional[bool]) -> None:
        left = self.expression(node.left)
        for op, right_node in zip(node.ops, node.comparators):
            right = self.expression(right_node)
            if self.block is None:
                return
            test = self.compare(type(op), left, right, node)
            last = right_node is node.comparators[-1]
            more = on_true if last else self.open_join()
            self._branch(test, [], more, on_false, likely, node)
            if not last and not self.finish(more):
                return
            left = right

    def _simple_condition(self, node: ast.expr, on_true: Join, on_false: Join, likely: Optional[bool]) -> None:
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            function = self._hint(node.func)
            if function is not None:
                self.condition(node.args[0], on_true, on_false, function is rpython.likely)
                return
        value = self.expression(node)
        if self.block is None:
            return
        facts = self.facts(node, value)
        self._branch(self.truth(value, node), facts, on_true, on_false, likely, node)

    def _hint(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Name) and node.id not in self.env.values:
            live = self.spec.scope.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            live = getattr(self.spec.scope.get(node.value.id), node.attr, None)
        else:
            return None
        return live if live is rpython.likely or live is rpython.unlikely else None

    def _branch(self, test: FrontValue, facts: list[Fact], on_true: Join, on_false: Join, likely: Optional[bool],
                node: ast.AST) -> None:
        if self.block is None:
            return
        if isinstance(test, Static):
            self.apply(facts, bool(test.value), self.env)
            self.jump(on_true if test.value else on_false)
            return
        condition = self.value(test, node, BOOL)
        true_env, false_env = self.env.copy(), self.env.copy()
        self.apply(facts, True, true_env)
        self.apply(facts, False, false_env)
        then = self.edge(on_true, true_env)
        otherwise = self.edge(on_false, false_env)
        self.terminate(Branch(condition, then, otherwise, likely, self.position))

    def facts(self, node: ast.expr, value: FrontValue) -> list[Fact]:
        """What a test tells about the type of a name or attribute path, either way."""
        if isinstance(node, ast.NamedExpr):
            return self.facts(node.target, value)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and is_none_node(node.comparators[0]):
            subject = node.left.target if isinstance(node.left, ast.NamedExpr) else node.left
            found = self.known_type(subject)
            path = path_of(subject)
            if path and isinstance(found, RefType) and found.optional:
                if isinstance(node.ops[0], (ast.IsNot, ast.NotEq)):
                    return [(path, found.cls.ref, None)]
                if isinstance(node.ops[0], (ast.Is, ast.Eq)):
                    return [(path, None, found.cls.ref)]
            return []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance" \
                and len(node.args) == 2:
            subject = node.args[0].target if isinstance(node.args[0], ast.NamedExpr) else node.args[0]
            return self._isinstance_facts(subject, node.args[1])
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.Is, ast.Eq)) \
                and isinstance(node.left, ast.Call) and isinstance(node.left.func, ast.Name) \
                and node.left.func.id == "type" and len(node.left.args) == 1:
            return self._isinstance_facts(node.left.args[0], node.comparators[0])
        path = path_of(node)
        if path:
            found = self.known_type(node)
            if isinstance(found, RefType) and found.optional:
                return [(path, found.cls.ref, None)]
        return []

    def _isinstance_facts(self, subject: ast.expr, classes: ast.expr) -> list[Fact]:
        path, found = path_of(subject), self.known_type(subject)
        if not path or not isinstance(found, RefType) or isinstance(classes, ast.Tuple):
            return [(path, found.cls.ref, None)] if path and isinstance(found, RefType) and found.optional else []
        target = self.class_operand(classes)
        if target is None:
            return []
        if target.is_subclass(found.cls) and (target is not found.cls or found.optional):
            return [(path, target.ref, None)]
        if found.optional and found.cls.is_subclass(target):
            return [(path, found.cls.ref, None)]
        return []

    def class_operand(self, node: ast.expr) -> Optional[ClassType]:
        """The class that the second argument of isinstance names."""
        found = self.type_expression(node)
        return found.cls if isinstance(found, RefType) else None

    def known_type(self, node: ast.expr) -> Optional[Type]:
        """The type of a name or attribute path as known here, without evaluating it."""
        path = path_of(node)
        if path is None:
            return None
        if path in self.env.narrowed:
            return self.env.narrowed[path]
        if isinstance(node, ast.Name):
            value = self.env.values.get(node.id)
            return value.type if isinstance(value, Value) else None
        assert isinstance(node, ast.Attribute)
        base = self.known_type(node.value)
        if isinstance(base, RefType):
            field = base.cls.find_field(node.attr)
            return None if field is None else field.type
        return None

    def apply(self, facts: list[Fact], truth: bool, env: Env) -> None:
        for path, if_true, if_false in facts:
            found = if_true if truth else if_false
            if found is not None:
                env.narrowed[path] = found  # type: ignore[index]

    # Calls.

    def expr_Call(self, node: ast.Call, expected: Optional[Type]) -> FrontValue:
        function = self._callee(node)
        self.at(node)
        if isinstance(function, Evaluated):
            return function.value
        if isinstance(function, Static):
            intrinsic = self.intrinsics.get(id(function.value))
            if intrinsic is not None:
                return intrinsic(self, node, expected)
        if is_none(function):
            return self.suspect("None cannot be called", node)
        args: list[Any] = []
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                args.extend(self.items_of(self.expression(arg.value), arg))
            else:
                args.append(arg)
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                self.error("** in a call is not RPython", keyword.value)
            keywords[keyword.arg] = keyword.value
        self.in_source_order(function, args, keywords)
        result = self.call(function, args, keywords, node, expected)
        self.at(node)
        return result

    def in_source_order(self, function: FrontValue, args: list[Any], keywords: dict[str, Any]) -> None:
        """Evaluate keyword arguments now where the parameters' order is not that of the call."""
        live = function.value if isinstance(function, Static) else None
        member = function.owner.find(function.name) if isinstance(function, BoundMethod) else None
        if member is not None:
            live = member.value
        elif isinstance(live, type):
            live = getattr(live, "__init__", None)
        if len(keywords) < 2 or not isinstance(live, FunctionType):
            return
        order = [name for name in live.__code__.co_varnames if name in keywords]
        if order != list(keywords):
            for i, arg in enumerate(args):
                args[i] = self.early(arg)
            for name, arg in keywords.items():
                keywords[name] = self.early(arg)

    def early(self, node: Any) -> Any:
        """The value of an argument, unless it is one that cannot change."""
        simple = (ast.Constant, ast.Lambda, ast.List, ast.Dict)
        return node if not isinstance(node, ast.expr) or isinstance(node, simple) else self.expression(node)

    def _callee(self, node: ast.Call) -> FrontValue:
        """What a call calls. A method of a built-in class may have another name in the runtime."""
        if isinstance(node.func, ast.Attribute) and not (
                isinstance(node.func.value, ast.Call) and is_super(node.func.value)):
            base = self.expression(node.func.value)
            if isinstance(base, Static) and isinstance(base.value, (str, bytes, list, dict, set)):
                base = self.value(base, node.func.value)
            if isinstance(base, Value) and isinstance(base.type, RefType):
                info = self.info_of(base.type)
                stands_for = BUILTIN_CLASSES.get(info.pyclass) if info is not None else None
                if stands_for is not None and info is not None:
                    special = self.method_intrinsic(node, self.non_null(base, node, f"'{node.func.attr}' of None"))
                    if special is not None:
                        return Evaluated(special)
                    name = table.METHODS.get((stands_for, node.func.attr, len(node.args)), node.func.attr)
                    if info.find(name) is not None:
                        return BoundMethod(self.non_null(base, node, f"'{name}' of None"), info, name)
            return self.attribute(base, self.mangled(node.func.attr), node.func)
        return self.expression(node.func)

    def method_intrinsic(self, node: ast.Call, held: Value) -> Optional[FrontValue]:
        """A call of a method of a built-in class that is more than a call; None for others."""
        raise NotImplementedError

    def call(self, function: FrontValue, args: list[Any], keywords: dict[str, Any], node: ast.Call,
             expected: Optional[Type]) -> FrontValue:
        if isinstance(function, SuperMethod):
            if function.function is None:
                if args or keywords:
                    self.error("the base class takes no arguments", node)
                return NONE
            receiver = self.coerce(function.receiver, function.owner.type.ref, node)
            return self.call_function(function.function, [receiver, *args], keywords, node, owner=function.owner)
        if isinstance(function, UnboundMethod):
            if not args:
                self.error(f"{function.owner}.{function.name}() needs an object", node)
            receiver = self.coerce(self.argument(args[0], None), function.owner.type.ref, node, "self")
            return self.call_function(function.function, [receiver, *args[1:]], keywords, node, owner=function.owner)
        if isinstance(function, BoundMethod):
            exact = isinstance(function.receiver, Constant)
            member = function.owner.find(function.name)
            assert member is not None
            return self.call_member(function.receiver, function.owner, member, function.name, args, keywords, node,
                                    exact, expected)
        if isinstance(function, StaticType):
            if isinstance(function.type, RefType):
                info = self.info_of(function.type)
                if info is not None:
                    return self.construct_or_convert(info, args, keywords, node, expected)
            return self.convert_number(function.type, args, node)
        if isinstance(function, Static):
            return self.call_static(function.value, args, keywords, node, expected)
        value = self.value(function, node)
        if keywords:
            self.error("a function value takes no keyword arguments", node)
        return self.call_value(value, args, node)

    def construct_or_convert(self, info: ClassInfo, args: list[Any], keywords: dict[str, Any], node: ast.Call,
                             expected: Optional[Type]) -> FrontValue:
        args = [self.expression(a) if isinstance(a, ast.expr) else a for a in args]
        if info.pyclass in (table.CLASSES[list], table.CLASSES[dict], table.CLASSES[set]) and args \
                and isinstance(self.default_type(args[0]), RefType):
            made = self.construct(info, [], {}, node)
            assert isinstance(made, Value)
            method = "extend" if info.pyclass is table.CLASSES[list] else "update"
            self.call_method(made, method, args, node)
            return made
        return self.construct(info, args, keywords, node)

    def call_static(self, live: Any, args: list[Any], keywords: dict[str, Any], node: ast.Call,
                    expected: Optional[Type]) -> FrontValue:
        """Call of something known at translation."""
        if isinstance(live, FunctionType):
            return self.call_function(live, args, keywords, node, expected=expected)
        if isinstance(live, MethodType):
            receiver = self.value(Static(live.__self__), node)
            return self.call_method(receiver, live.__func__.__name__, args, node, keywords, True, expected)
        if isinstance(live, rpython.CFunction):
            if keywords:
                self.error("a C function takes no keyword arguments", node)
            return self.call_c(live, args, node)
        if isinstance(live, type):
            sized = self._number_type(live)
            if sized is not None:
                return self.convert_number(sized, args, node)
            if getattr(table.CLASSES.get(live, live), "__parameters__", ()):
                info, given = self.generic_class(table.CLASSES.get(live, live), args, node, expected)
                return self.construct(info, given, keywords, node)
            return self.construct(self.resolved_class(live, node), args, keywords, node)
        found = self.frontend.prebuilt.type_of(live)
        if isinstance(found, RefType):
            return self.call_method(self.static_constant(live, found), "__call__", args, node, keywords, True)
        name = getattr(live, "__name__", repr(live))
        self.error(f"{name} is not RPython", node)

    def resolved_class(self, live: type, node: ast.AST) -> ClassInfo:
        try:
            return self.classes.info(live)
        except TranslationError as error:
            self.error(error.message, node, error.hint)

    def _number_type(self, live: type) -> Optional[Type]:
        from transform.frontend.annotations import SIMPLE
        found = SIMPLE.get(live)
        return found if isinstance(found, IntType) and live is not int else None

    def convert_number(self, type: Type, args: list[Any], node: ast.AST) -> FrontValue:
        """``uint8(x)``: an integer converted, wrapping."""
        if not isinstance(type, IntType) or len(args) != 1:
            self.error(f"{type} cannot be called like this", node)
        value = self.argument(args[0], None)
        if isinstance(value, Static) and isinstance(value.value, int):
            return Constant(type.wrap(value.value), type)
        number = self.value(value, node)
        if not isinstance(number.type, IntType) and number.type is not BOOL:
            self.error(f"{type}(...) converts integers, not {number.type}", node,
                       "convert a float with int(x) before")
        return self.cast_int(number, type)


class Evaluated(Static):
    """The result of a call that was translated together with what it calls."""


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


def is_none_node(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def is_empty_display(node: ast.expr) -> bool:
    """``[]`` or ``{}``: takes its type from its neighbours."""
    return isinstance(node, ast.List) and not node.elts or isinstance(node, ast.Dict) and not node.keys


def is_super(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args
