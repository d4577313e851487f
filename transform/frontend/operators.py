"""Operators: arithmetic."""
from __future__ import annotations

import ast
import operator
from typing import Any, Callable, Optional

from transform.frontend.calls import Calls
from transform.frontend.values import NONE, FrontValue, Static, TupleValue
from transform.ir.graph import Branch, Constant, Value
from transform.ir.types import BOOL, CHAR, FLOAT, INT, UINT64, FloatType, IntType, PointerType, RefType, Type

BINARY: dict[type[ast.operator], tuple[str, str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", "add", operator.add), ast.Sub: ("-", "sub", operator.sub), ast.Mult: ("*", "mul", operator.mul),
    ast.Div: ("/", "truediv", operator.truediv), ast.FloorDiv: ("//", "floordiv", operator.floordiv),
    ast.Mod: ("%", "mod", operator.mod), ast.Pow: ("**", "pow", operator.pow),
    ast.LShift: ("<<", "lshift", operator.lshift), ast.RShift: (">>", "rshift", operator.rshift),
    ast.BitAnd: ("&", "and", operator.and_), ast.BitOr: ("|", "or", operator.or_),
    ast.BitXor: ("^", "xor", operator.xor), ast.MatMult: ("@", "matmul", operator.matmul),
}
UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert}
LITERALS = (bool, int, float, str, bytes, tuple)


class Operators(Calls):
    """Translation of operators on values."""

    # Arithmetic.

    def binary(self, kind: type[ast.operator], a: FrontValue, b: FrontValue, node: ast.AST,
               in_place: bool = False) -> FrontValue:
        """``a op b``; ``in_place`` tries the augmented form of objects first."""
        symbol, name, compute = BINARY[kind]
        if isinstance(a, Static) and isinstance(b, Static) and type(a.value) in LITERALS and type(b.value) in LITERALS:
            return self._fold(symbol, compute, a.value, b.value, node)
        if isinstance(a, TupleValue) and isinstance(b, TupleValue) and symbol == "+":
            return TupleValue(a.items + b.items)
        x, y = self._operands(a, b, node)
        x, y = (self.coerce(v, self.str_type.ref, node) if v.type is CHAR else v for v in (x, y))
        if isinstance(x.type, RefType) or isinstance(y.type, RefType):
            return self._object_binary(symbol, name, x, y, node, in_place)
        if isinstance(x.type, PointerType) or isinstance(y.type, PointerType):
            return self._pointer_arithmetic(symbol, x, y, node)
        if x.type is BOOL and y.type is BOOL and name in ("and", "or", "xor"):
            return self._bool_logic(name, x, y)
        if isinstance(x.type, FloatType) or isinstance(y.type, FloatType) or symbol == "/":
            return self._float_binary(symbol, name, x, y, node)
        x, y = self._same_int(x, y, symbol, node)
        return self.int_binary(name, x, y, node)

    def _fold(self, symbol: str, compute: Callable[[Any, Any], Any], x: Any, y: Any, node: ast.AST) -> FrontValue:
        try:
            if symbol in ("<<", "**") and isinstance(y, int) and y > 4096:
                raise OverflowError("the constant is too large")
            return Static(compute(x, y))
        except ZeroDivisionError:
            self.emit("check_nonzero", [Constant(0, INT)], INT)     # fails; what stands behind it must have a block
            return Static(0.0 if isinstance(x, float) or isinstance(y, float) or symbol == "/" else 0)
        except Exception as error:
            self.error(f"constant expression: {error}", node)

    def _operands(self, a: FrontValue, b: FrontValue, node: ast.AST) -> tuple[Value, Value]:
        """Both as values of the graph; a literal takes the other side's type where it fits."""
        if isinstance(a, Static) and not isinstance(b, Static):
            y = self.value(b, node)
            return self._literal(a, y.type, node), y
        x = self.value(a, node)
        if isinstance(b, Static):
            return x, self._literal(b, x.type, node)
        return x, self.value(b, node)

    def _literal(self, literal: Static, other: Type, node: ast.AST) -> Value:
        if type(literal.value) is int and isinstance(other, (IntType, FloatType)) and other is not CHAR:
            return self.coerce(literal, other, node)
        if isinstance(literal.value, str) and len(literal.value) == 1 and other is CHAR:
            return Constant(ord(literal.value), CHAR)
        if isinstance(literal.value, (list, dict)) and isinstance(other, RefType):
            return self.coerce(literal, other.cls.ref, node)
        return self.value(literal, node)

    def _same_int(self, x: Value, y: Value, symbol: str, node: ast.AST) -> tuple[Value, Value]:
        """Both integers in one type: bools count as int; different sizes do not mix."""
        if symbol in ("<<", ">>") and isinstance(x.type, IntType) and isinstance(y.type, IntType):
            return x, y
        if x.type is BOOL:
            x = self.cast_int(x, y.type if isinstance(y.type, IntType) else INT)
        if y.type is BOOL:
            y = self.cast_int(y, x.type if isinstance(x.type, IntType) else INT)
        if not isinstance(x.type, IntType) or not isinstance(y.type, IntType):
            self._unsupported(symbol, x.type, y.type, node)
        if x.type is not y.type:
            self.error(f"{x.type} {symbol} {y.type}: integers of different types do not mix", node,
                       f"convert one of them: {x.type}(y) or int(x)")
        return x, y

    def _unsupported(self, symbol: str, x: Type, y: Type, node: ast.AST) -> Any:
        hint = ""
        if isinstance(x, RefType) and x.optional or isinstance(y, RefType) and y.optional:
            hint = "one side may be None: test it before"
        elif str(self.str_type.ref) in (x.name, y.name) and symbol == "+":
            hint = "convert with str(x), or use an f-string"
        self.error(f"{x} {symbol} {y} is not defined", node, hint)

    def int_binary(self, name: str, x: Value, y: Value, node: ast.AST) -> FrontValue:
        """An integer operation on two values of one type (shifts: of any integer types)."""
        assert isinstance(x.type, IntType)
        if name in ("floordiv", "mod"):
            return self._divide(f"int_{name}", x, y)
        if name in ("lshift", "rshift"):
            return self._shift(name, x, y, node)
        if name == "pow":
            if x.type is not INT:
                self._unsupported("**", x.type, y.type, node)
            return self.runtime("int_pow", [x, y], node)
        if name not in ("add", "sub", "mul", "and", "or", "xor"):
            self._unsupported(name, x.type, y.type, node)
        made: FrontValue = self.emit(f"int_{name}", [x, y], x.type)
        return made

    def _divide(self, op: str, x: Value, y: Value) -> Value:
        if not (isinstance(y, Constant) and y.value):
            y = self.emit("check_nonzero", [y], y.type)
        result: Value = self.emit(op, [x, y], x.type)
        return result

    def _shift(self, name: str, x: Value, y: Value, node: ast.AST) -> FrontValue:
        assert isinstance(x.type, IntType) and isinstance(y.type, IntType)
        if isinstance(y, Constant) and 0 <= y.value < x.type.bits:
            made: FrontValue = self.emit(f"int_{name}", [x, y], x.type)
            return made
        count = self.cast_int(y, INT)
        pattern = self.emit("cast_int", [count], UINT64)
        fits = self.emit("int_lt", [pattern, Constant(x.type.bits, UINT64)], BOOL)
        type = x.type

        def beyond() -> FrontValue:
            self.runtime("check_shift", [count], node)
            if name == "lshift" or not type.signed:
                return Constant(0, type)
            emptied: FrontValue = self.emit("int_rshift", [x, Constant(type.bits - 1, INT)], type)
            return emptied

        return self.choose(fits, lambda: self.emit(f"int_{name}", [x, count], type), beyond, True)

    def choose(self, condition: Value, then: Callable[[], FrontValue], otherwise: Callable[[], FrontValue],
               likely: Optional[bool] = None) -> FrontValue:
        """One of two values, each computed only on its way."""
        yes, no, after = self.open_join(), self.open_join(), self.open_join()
        self.two_way(condition, yes, no, likely)
        for join, compute in ((yes, then), (no, otherwise)):
            self.finish(join)
            value = compute()
            if self.block is not None:
                self.env.values["$chosen"] = value
                self.jump(after)
        self.finish(after)
        return self.env.values.pop("$chosen")

    def two_way(self, condition: Value, on_true: Any, on_false: Any, likely: Optional[bool] = None) -> None:
        """End the block with a branch on a bool value."""
        then = self.edge(on_true, self.env.copy())
        otherwise = self.edge(on_false, self.env.copy())
        self.terminate(Branch(condition, then, otherwise, likely, self.position))

    def _float_binary(self, symbol: str, name: str, x: Value, y: Value, node: ast.AST) -> FrontValue:
        for side in (x, y):
            if not (isinstance(side.type, (IntType, FloatType)) or side.type is BOOL):
                self._unsupported(symbol, x.type, y.type, node)
        a, b = self.as_float(x, node), self.as_float(y, node)
        if name in ("add", "sub", "mul") or (name == "truediv" and isinstance(b, Constant) and b.value):
            made: FrontValue = self.emit(f"float_{name}", [a, b], FLOAT)
            return made
        if name == "truediv":
            zero, fine = self.open_join(), self.open_join()
            self.two_way(self.emit("float_eq", [b, Constant(0.0, FLOAT)], BOOL), zero, fine, False)
            self.finish(zero)
            self.raise_live(ZeroDivisionError("float division by zero"))
            self.finish(fine)
            quotient: FrontValue = self.emit("float_truediv", [a, b], FLOAT)
            return quotient
        if name not in ("floordiv", "mod", "pow"):
            self._unsupported(symbol, x.type, y.type, node)
        return self.runtime(f"float_{name}", [a, b], node)

    def raise_live(self, exception: BaseException) -> None:
        """Raise a prebuilt exception."""
        self.raise_value(self.static_constant(exception, self.classes.info(type(exception)).type.ref))

    def _bool_logic(self, name: str, x: Value, y: Value) -> Value:
        a, b = self.cast_int(x, INT), self.cast_int(y, INT)
        combined = self.emit(f"int_{name}", [a, b], INT)
        result: Value = self.emit("int_ne", [combined, Constant(0, INT)], BOOL)
        return result

    def _pointer_arithmetic(self, symbol: str, x: Value, y: Value, node: ast.AST) -> FrontValue:
        made: FrontValue
        if symbol == "-" and x.type is y.type:
            made = self.emit("raw_diff", [x, y], INT)
        elif symbol in "+-" and isinstance(x.type, PointerType) and isinstance(y.type, IntType):
            count = self.cast_int(y, INT)
            if symbol == "-":
                count = self.emit("int_neg", [count], INT)
            made = self.emit("raw_add", [x, count], x.type)
        else:
            self._unsupported(symbol, x.type, y.type, node)
        return made

    def _object_binary(self, symbol: str, name: str, x: Value, y: Value, node: ast.AST,
                       in_place: bool) -> FrontValue:
        for receiver, other, method in (
                (x, y, f"__i{name}__" if in_place else ""), (x, y, f"__{name}__"), (y, x, f"__r{name}__"),
                (y, x, "__mul__" if name == "mul" and isinstance(x.type, IntType) else "")):
            if method and isinstance(receiver.type, RefType) and not receiver.type.optional:
                info = self.info_of(receiver.type)
                if info is not None and info.find(method) is not None:
                    return self.call_method(receiver, method, [other], node)
        self._unsupported(symbol, x.type, y.type, node)
        return NONE

    def unary(self, kind: type[ast.unaryop], value: FrontValue, node: ast.AST) -> FrontValue:
        """``-x``, ``+x``, ``~x``; ``not`` is `truth`'s."""
        name = {ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert"}[kind]
        if isinstance(value, Static) and isinstance(value.value, (int, float)):
            try:
                return Static(UNARY[kind](value.value))
            except TypeError as error:
                self.error(str(error), node)
        x = self.value(value, node)
        if x.type is BOOL:
            x = self.cast_int(x, INT)
        if isinstance(x.type, RefType):
            return self.call_method(x, f"__{name}__", [], node)
        if name == "pos" and isinstance(x.type, (IntType, FloatType)):
            return x
        made: FrontValue
        if isinstance(x.type, IntType):
            made = self.emit(f"int_{name}", [x], x.type)
        elif isinstance(x.type, FloatType) and name == "neg":
            made = self.emit("float_neg", [x], x.type)
        else:
            self.error(f"unary operator is not defined for {x.type}", node)
        return made
