"""Comparison, membership and truth; conversion to str."""
from __future__ import annotations

import ast
import operator
from functools import partial
from typing import Any, Callable, Optional

from transform.frontend.environment import same_static
from transform.frontend.operators import LITERALS, Operators
from transform.frontend.values import NONE, BoundMethod, FrontValue, Static, TupleValue, TypeOf, is_none
from transform.ir.graph import Constant, Value
from transform.ir.types import BOOL, CHAR, FLOAT, INT, FloatType, IntType, PointerType, RefType, TupleType

COMPARISONS: dict[type[ast.cmpop], tuple[str, str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("==", "eq", operator.eq), ast.NotEq: ("!=", "ne", operator.ne), ast.Lt: ("<", "lt", operator.lt),
    ast.LtE: ("<=", "le", operator.le), ast.Gt: (">", "gt", operator.gt), ast.GtE: (">=", "ge", operator.ge),
}
MIRRORED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}


class Comparisons(Operators):
    """Translation of comparisons, conditions as values, and text of values."""

    # Comparison.

    def compare(self, kind: type[ast.cmpop], a: FrontValue, b: FrontValue, node: ast.AST) -> FrontValue:
        """One comparison: a bool value, or Static where it is known."""
        if kind in (ast.Is, ast.IsNot):
            return self._negate_if(kind is ast.IsNot, self.identical(a, b, node))
        if kind in (ast.In, ast.NotIn):
            return self._negate_if(kind is ast.NotIn, self.contains(b, a, node))
        symbol, name, compute = COMPARISONS[kind]
        if isinstance(a, Static) and isinstance(b, Static) and (
                type(a.value) in LITERALS and type(b.value) in LITERALS):
            try:
                return Static(compute(a.value, b.value))
            except TypeError as error:
                self.error(str(error), node)
        if is_none(a) or is_none(b):
            if name in ("eq", "ne"):
                return self._negate_if(name == "ne", self.identical(a, b, node))
            self.error(f"None {symbol} is not defined", node)
        if isinstance(a, TypeOf) and name in ("eq", "ne"):
            return self._negate_if(name == "ne", self._exact_class(a.subject, b, node))
        if isinstance(a, TupleValue) or isinstance(b, TupleValue):
            return self._compare_tuples(name, symbol, self.items_of(a, node), self.items_of(b, node), node)
        x, y = self._operands(a, b, node)
        return self.compare_values(name, symbol, x, y, node)

    def compare_values(self, name: str, symbol: str, x: Value, y: Value, node: Optional[ast.AST]) -> FrontValue:
        made: FrontValue
        if isinstance(x.type, TupleType) and isinstance(y.type, TupleType):
            return self._compare_tuples(name, symbol, tuple(self.untuple(x)), tuple(self.untuple(y)), node)
        if x.type is CHAR or y.type is CHAR:
            if x.type is y.type:
                made = self.emit(f"int_{name}", [x, y], BOOL)
                return made
            text = self.str_type.ref
            if self.str_type in (getattr(x.type, "cls", None), getattr(y.type, "cls", None)):
                x = self.coerce(x, text, node) if x.type is CHAR else x
                y = self.coerce(y, text, node) if y.type is CHAR else y
        if isinstance(x.type, RefType) and isinstance(y.type, RefType):
            return self._compare_objects(name, symbol, x, y, node)
        if isinstance(x.type, PointerType) and x.type is y.type and name in ("eq", "ne"):
            return self._negate_if(name == "ne", self.emit("pointer_eq", [x, y], BOOL))
        if isinstance(x.type, FloatType) or isinstance(y.type, FloatType):
            made = self.emit(f"float_{name}", [self.as_float(x, node), self.as_float(y, node)], BOOL)
            return made
        assert node is not None
        x, y = self._same_int(x, y, symbol, node)
        made = self.emit(f"int_{name}", [x, y], BOOL)
        return made

    def items_of(self, value: FrontValue, node: Optional[ast.AST]) -> tuple[FrontValue, ...]:
        """The items of a tuple, put together or not."""
        if isinstance(value, TupleValue):
            return value.items
        if isinstance(value, Static) and isinstance(value.value, tuple):
            return tuple(Static(v) for v in value.value)
        made = self.value(value, node)
        if not isinstance(made.type, TupleType):
            self.error(f"expected a tuple, found {made.type}", node)
        return tuple(self.untuple(made))

    def _compare_tuples(self, name: str, symbol: str, xs: tuple[FrontValue, ...], ys: tuple[FrontValue, ...],
                        node: Optional[ast.AST]) -> FrontValue:
        assert node is not None
        if len(xs) != len(ys):
            if name in ("eq", "ne"):
                return Static(name == "ne")
            self.error("tuples of different lengths are not ordered in RPython", node)
        if name in ("eq", "ne"):
            return self._negate_if(name == "ne", self.all_of([
                partial(self.compare, ast.Eq, x, y, node) for x, y in zip(xs, ys)]))
        # The first items that differ decide.
        after = self.open_join()
        for x, y in zip(xs[:-1], ys[:-1]):
            equal = self.compare(ast.Eq, x, y, node)
            same, differ = self.open_join(), self.open_join()
            self.two_way(self.value(equal, node, BOOL), same, differ)
            self.finish(differ)
            strict = {"lt": ast.Lt, "le": ast.Lt, "gt": ast.Gt, "ge": ast.Gt}[name]
            self.env.values["$order"] = self.value(self.compare(strict, x, y, node), node, BOOL)
            self.jump(after)
            self.finish(same)
        kind = {"lt": ast.Lt, "le": ast.LtE, "gt": ast.Gt, "ge": ast.GtE}[name]
        self.env.values["$order"] = self.value(self.compare(kind, xs[-1], ys[-1], node), node, BOOL) \
            if xs else Constant(name in ("le", "ge"), BOOL)
        self.jump(after)
        self.finish(after)
        result: FrontValue = self.env.values.pop("$order")
        return result

    def all_of(self, tests: list[Callable[[], FrontValue]]) -> FrontValue:
        """True if every test is, tried in order; stops at the first that is not. Static where that is known."""
        for number, test in enumerate(tests):
            found = test()
            if not isinstance(found, Static):
                return self._all_of(found, tests[number + 1:])
            if not found.value:
                return Static(False)
        return Static(True)

    def _all_of(self, found: FrontValue, tests: list[Callable[[], FrontValue]]) -> FrontValue:
        """Whether ``found`` and every test is true."""
        after = self.open_join()
        for test in tests:
            if not isinstance(found, Static):
                more, failed = self.open_join(), self.open_join()
                self.two_way(self.value(found, None, BOOL), more, failed)
                self.finish(failed)
                self.env.values["$all"] = Constant(False, BOOL)
                self.jump(after)
                self.finish(more)
            elif not found.value:
                break
            found = test()
        if self.block is not None:
            self.env.values["$all"] = self.value(found, None, BOOL)
            self.jump(after)
        self.finish(after)
        result: FrontValue = self.env.values.pop("$all")
        return result

    def _compare_objects(self, name: str, symbol: str, x: Value, y: Value, node: Optional[ast.AST]) -> FrontValue:
        assert isinstance(x.type, RefType) and isinstance(y.type, RefType)
        if name in ("eq", "ne"):
            info = self.info_of(x.type)
            member = None if info is None else info.find("__eq__")
            if member is None:
                other = self.info_of(y.type)
                if other is not None and other.find("__eq__") is not None:
                    return self._compare_objects(name, symbol, y, x, node)
                return self._negate_if(name == "ne", self.identical(x, y, node))
            return self._negate_if(name == "ne", self._equal_objects(x, y, node))
        for receiver, other_side, method in ((x, y, name), (y, x, MIRRORED[name])):
            assert isinstance(receiver.type, RefType)
            info = self.info_of(receiver.type)
            if info is not None and info.find(f"__{method}__") is not None and not receiver.type.optional:
                return self.call_method(receiver, f"__{method}__", [other_side], node)
        assert node is not None
        self._unsupported(symbol, x.type, y.type, node)
        return NONE

    def _equal_objects(self, x: Value, y: Value, node: Optional[ast.AST]) -> FrontValue:
        """``x == y`` by ``__eq__``; None is equal to None alone."""
        assert isinstance(x.type, RefType) and isinstance(y.type, RefType)
        if not x.type.optional and not y.type.optional:
            return self._call_eq(x, y, node)
        after = self.open_join()
        for side in (x, y):
            assert isinstance(side.type, RefType)
            if side.type.optional:
                null, present = self.open_join(), self.open_join()
                self.two_way(self.emit("is_null", [side], BOOL), null, present, False)
                self.finish(null)
                other = y if side is x else x
                both: Value = Constant(False, BOOL)
                if side is x and isinstance(other.type, RefType) and other.type.optional:
                    both = self.emit("is_null", [other], BOOL)
                self.env.values["$eq"] = both
                self.jump(after)
                self.finish(present)
        assert isinstance(x.type, RefType) and isinstance(y.type, RefType)
        a = self.coerce(self.narrow_cast(x, x.type.cls.ref), x.type.cls.ref, node)
        b = self.coerce(self.narrow_cast(y, y.type.cls.ref), y.type.cls.ref, node)
        self.env.values["$eq"] = self.value(self._call_eq(a, b, node), node, BOOL)
        self.jump(after)
        self.finish(after)
        result: FrontValue = self.env.values.pop("$eq")
        return result

    def narrow_cast(self, value: Value, type: RefType) -> Value:
        """A reference known to be of a narrower type."""
        if value.type is type:
            return value
        cast: Value = self.emit("cast_ref", [value], type)
        return cast

    def _call_eq(self, x: Value, y: Value, node: Optional[ast.AST]) -> FrontValue:
        result = self.call_method(x, "__eq__", [y], node)
        return Static(False) if is_none(result) else result

    def identical(self, a: FrontValue, b: FrontValue, node: Optional[ast.AST]) -> FrontValue:
        """``a is b``."""
        if is_none(a):
            a, b = b, a
        if is_none(b):
            if is_none(a):
                return Static(True)
            if isinstance(a, (Static, TupleValue, BoundMethod)):
                return Static(False)
            x = self.value(a, node)
            if isinstance(x.type, RefType):
                if not x.type.optional:
                    return Static(False)
                made: FrontValue = self.emit("is_null", [x], BOOL)
                return made
            return Static(False)
        if isinstance(a, Static) and isinstance(b, Static):
            return Static(a.value is b.value or same_static(a, b))
        if isinstance(a, TypeOf):
            return self._exact_class(a.subject, b, node)
        x, y = self.value(a, node), self.value(b, node)
        if isinstance(x.type, RefType) and isinstance(y.type, RefType):
            if not (x.type.cls.is_subclass(y.type.cls) or y.type.cls.is_subclass(x.type.cls)):
                return Static(False)
            root = self.classes.root.optional
            found: FrontValue = self.emit("ref_eq", [self.coerce(x, root, node), self.coerce(y, root, node)], BOOL)
            return found
        if x.type is BOOL and y.type is BOOL:
            equal: FrontValue = self.emit("bool_eq", [x, y], BOOL)
            return equal
        self.error(f"'is' compares objects, not {x.type} and {y.type}", node, "use ==")

    def _exact_class(self, subject: Value, other: FrontValue, node: Optional[ast.AST]) -> FrontValue:
        """``type(subject) is C``, or ``is type(other)``."""
        if isinstance(other, TypeOf):
            root = self.classes.root.ref
            present = [self.non_null(v, node, "the argument of type()") for v in (subject, other.subject)]
            same: FrontValue = self.emit("same_class", [self.coerce(v, root, node) for v in present], BOOL)
            return same
        wanted = self.type_argument(other, node)
        if not isinstance(subject.type, RefType) or not isinstance(wanted, RefType):
            return Static(subject.type is wanted)
        made: FrontValue = self.emit("is_exactly", [subject], BOOL, wanted.cls)
        return made

    def _negate_if(self, negate: bool, value: FrontValue) -> FrontValue:
        return self.negation(value) if negate else value

    def negation(self, value: FrontValue) -> FrontValue:
        if isinstance(value, Static):
            return Static(not value.value)
        made: FrontValue = self.emit("bool_not", [self.value(value, None, BOOL)], BOOL)
        return made

    def contains(self, container: FrontValue, item: FrontValue, node: ast.AST) -> FrontValue:
        """``item in container``. A constant tuple is a chain of comparisons."""
        if isinstance(container, Static) and isinstance(item, Static) and isinstance(
                container.value, (str, bytes, tuple, frozenset)) and isinstance(item.value, LITERALS):
            try:
                return Static(item.value in container.value)
            except TypeError as error:
                self.error(str(error), node)
        if isinstance(container, Static) and isinstance(container.value, (tuple, frozenset)) or isinstance(
                container, TupleValue) or (isinstance(container, Value) and isinstance(container.type, TupleType)):
            items = [Static(v) for v in container.value] if isinstance(container, Static) \
                else list(self.items_of(container, node))
            return self.negation(self.all_of([partial(self.compare, ast.NotEq, item, v, node) for v in items]))
        if isinstance(container, Static) and isinstance(container.value, str):
            value = self.value(item, node)
            if value.type is CHAR and len(container.value) <= 8:
                return self.contains(Static(tuple(container.value)), value, node)
        holder = self.value(container, node)
        if not isinstance(holder.type, RefType):
            self.error(f"'in' is not defined for {holder.type}", node)
        if holder.type.cls is self.classes.info(bytes).type and not isinstance(self.default_type(item), RefType):
            return self.call_method(holder, "contains_byte", [item], node)
        return self.call_method(holder, "__contains__", [item], node)

    # Truth.

    def truth(self, value: FrontValue, node: Optional[ast.AST]) -> FrontValue:
        """``bool(value)``: a bool value or Static."""
        if isinstance(value, Static):
            live = value.value
            if isinstance(live, (list, dict, set)) or isinstance(self.frontend.prebuilt.type_of(live), RefType) \
                    and not isinstance(live, (str, bytes)):
                return self.truth(self.value(value, node), node)
            return Static(bool(live))
        if isinstance(value, TupleValue):
            return Static(bool(value.items))
        x = self.value(value, node)
        made: FrontValue
        if x.type is BOOL:
            return x
        if isinstance(x.type, IntType):
            if x.type is CHAR:
                return Static(True)
            made = self.emit("int_ne", [x, Constant(0, x.type)], BOOL)
        elif isinstance(x.type, FloatType):
            made = self.emit("float_ne", [self.as_float(x, node), Constant(0.0, FLOAT)], BOOL)
        elif isinstance(x.type, PointerType):
            made = self.emit("bool_not", [self.emit("is_null", [x], BOOL)], BOOL)
        elif isinstance(x.type, TupleType):
            return Static(bool(x.type.items))
        else:
            assert isinstance(x.type, RefType)
            made = self._object_truth(x, node)
        return made

    def _object_truth(self, x: Value, node: Optional[ast.AST]) -> FrontValue:
        assert isinstance(x.type, RefType)
        info = self.info_of(x.type)
        method = next((m for m in ("__bool__", "__len__") if info is not None and info.find(m) is not None), None)
        if method is None:
            if not x.type.optional:
                return Static(True)
            made: FrontValue = self.emit("bool_not", [self.emit("is_null", [x], BOOL)], BOOL)
            return made
        if not x.type.optional:
            return self._truth_by(x, method, node)
        return self.all_of([
            lambda: self.negation(self.emit("is_null", [x], BOOL)),
            lambda: self._truth_by(self.narrow_cast(x, x.type.cls.ref), method, node)])  # type: ignore[attr-defined]

    def _truth_by(self, x: Value, method: str, node: Optional[ast.AST]) -> FrontValue:
        return self.truth(self.call_method(x, method, [], node), node)

    # Conversion to str.

    def to_str(self, value: FrontValue, node: Optional[ast.AST], represent: bool = False) -> FrontValue:
        """``str(value)``, or ``repr(value)``."""
        if isinstance(value, Static) and isinstance(value.value, (bool, int, float, str)) or is_none(value):
            assert isinstance(value, Static)
            return Static(repr(value.value) if represent else str(value.value))
        if isinstance(value, TupleValue) or isinstance(value, Value) and isinstance(value.type, TupleType):
            return self._tuple_to_str(value, node)
        x = self.value(value, node)
        text = self.str_type.ref
        if x.type is CHAR:
            x = self.coerce(x, text, node)
        if x.type is text and not represent:
            return x
        name = None
        if x.type is BOOL:
            name = "str_of_bool"
        elif isinstance(x.type, IntType):
            name = "str_of_int"
            if x.type.bits == 64 and not x.type.signed:
                name = "str_of_uint"
            else:
                x = self.cast_int(x, INT)
        elif isinstance(x.type, FloatType):
            name = "str_of_float"
            x = self.as_float(x, node)
        elif x.type is text:
            name = "repr_of_str"
        elif isinstance(x.type, RefType) and self.classes.info(bytes).type is x.type.cls:
            name = "repr_of_bytes"
        if name is not None:
            return self.runtime(name, [x], node)
        if isinstance(x.type, RefType):
            info = self.info_of(x.type)
            for method in ("__repr__",) if represent else ("__str__", "__repr__"):
                if info is not None and info.find(method) is not None:
                    return self.call_method(x, method, [], node)
        self.error(f"{x.type} has no conversion to str", node, "define __str__ in the class")

    def _tuple_to_str(self, value: FrontValue, node: Optional[ast.AST]) -> FrontValue:
        items = self.items_of(value, node)
        result: FrontValue = Static("(")
        for i, item in enumerate(items):
            if i:
                result = self.concatenate(result, Static(", "), node)
            result = self.concatenate(result, self.to_str(item, node, True), node)
        return self.concatenate(result, Static(",)" if len(items) == 1 else ")"), node)

    def concatenate(self, a: FrontValue, b: FrontValue, node: Optional[ast.AST]) -> FrontValue:
        """``a + b`` of two strings."""
        if isinstance(a, Static) and isinstance(b, Static):
            return Static(a.value + b.value)
        if isinstance(a, Static) and not a.value:
            return b
        if isinstance(b, Static) and not b.value:
            return a
        text = self.str_type.ref
        return self.call_method(self.coerce(a, text, node), "__add__", [self.coerce(b, text, node)], node)
