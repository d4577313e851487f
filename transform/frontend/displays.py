"""Literals, displays, f-strings and names."""
from __future__ import annotations

import ast
import builtins
import sys
import typing
from typing import Any, Optional, Sequence

from transform.frontend.comparisons import Comparisons
from transform.frontend.errors import TranslationError
from transform.frontend.prebuilt import is_open
from transform.frontend.values import NONE, FrontValue, Static, StaticType, TupleValue, Unusable
from transform.ir.graph import Constant, Value
from transform.ir.types import BOOL, CHAR, INT, IntType, RefType, TupleType, Type
from transform.runtime import table


class Displays(Comparisons):
    """Translation of literals, displays and names."""

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
            elif is_open(live):
                self._declare_global(name, live)
            return Static(live)
        if hasattr(builtins, name):
            return Static(getattr(builtins, name))
        self.error(f"name '{name}' is not defined", node)

    def _declare_global(self, name: str, live: Any) -> None:
        """Give a module-level object the type that it is annotated with."""
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


def is_empty_display(node: ast.expr) -> bool:
    """``[]`` or ``{}``: takes its type from its neighbours."""
    return isinstance(node, ast.List) and not node.elts or isinstance(node, ast.Dict) and not node.keys
