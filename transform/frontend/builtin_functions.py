"""Python's built-in functions, by the live object that a name refers to."""
from __future__ import annotations

import ast
import math
from functools import partial
from typing import Any, Callable, Optional

from transform.frontend.comprehensions import Comprehensions
from transform.frontend.expressions import Intrinsic
from transform.frontend.values import NONE, FrontValue, LambdaValue, Static, TupleValue, TypeOf, is_none
from transform.ir.graph import Constant, Value, Variable
from transform.ir.types import (
    BOOL, CHAR, FLOAT, INT, ClassType, FloatType, IntType, RefType, Signature, TupleType, Type,
)
from transform.runtime import table

INTRINSICS: dict[int, Intrinsic] = {}
_live: list[Any] = []  # keeps the objects alive whose ids are the keys


def intrinsic(*functions: Any) -> Callable[[Callable[..., FrontValue]], Callable[..., FrontValue]]:
    """Register the translation of calls of these live objects."""
    def register(translate: Callable[..., FrontValue]) -> Callable[..., FrontValue]:
        for function in functions:
            INTRINSICS[id(function)] = translate
            _live.append(function)
        return translate
    return register


def arguments(b: Comprehensions, node: ast.Call, least: int, most: int) -> list[ast.expr]:
    """The positional arguments, whose number is checked."""
    name = ast.unparse(node.func)
    for keyword in node.keywords:
        b.error(f"{name}() takes no keyword arguments in RPython", keyword.value)
    if not least <= len(node.args) <= most:
        count = str(least) if least == most else f"{least} to {most}"
        b.error(f"{name}() takes {count} arguments, {len(node.args)} given", node)
    return node.args


@intrinsic(len)
def builtin_len(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.expression(arg)
    if isinstance(value, Static) and isinstance(value.value, (str, bytes, tuple)):
        return Static(len(value.value))
    if isinstance(value, TupleValue):
        return Static(len(value.items))
    if is_none(value):
        return b.suspect("len() of None", node)
    held = b.value(value, arg)
    if isinstance(held.type, TupleType):
        return Static(len(held.type.items))
    if not isinstance(held.type, RefType):
        b.error(f"{held.type} has no len()", arg)
    return b.call_method(held, "__len__", [], node)


@intrinsic(isinstance)
def builtin_isinstance(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    subject, classes = arguments(b, node, 2, 2)
    value = b.expression(subject)
    if is_none(value):
        return Static(False)
    found = b.default_type(value)
    if not isinstance(found, RefType):
        return Static(any(found is t for t in b.type_expressions(classes)))
    held = b.value(value, subject)

    def test(cls: Optional[ClassType]) -> FrontValue:
        if cls is None:
            return Static(False)
        if found.cls.is_subclass(cls):
            return b.negation(b.emit("is_null", [held], BOOL)) if found.optional else Static(True)
        if not cls.is_subclass(found.cls):
            return Static(False)
        made: FrontValue = b.emit("isinstance", [held], BOOL, cls)
        return made

    def fails(cls: Optional[ClassType]) -> FrontValue:
        return b.negation(test(cls))

    return b.negation(b.all_of([partial(fails, cls) for cls in b.class_operands(classes)]))


@intrinsic(type)
def builtin_type(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    return TypeOf(b.read(arg))


def conversion_operand(b: Comprehensions, arg: ast.expr) -> FrontValue:
    value = b.expression(arg)
    return b.coerce(value, b.str_type.ref, arg) if isinstance(value, Value) and value.type is CHAR else value


@intrinsic(int)
def builtin_int(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 0, 2)
    if not args:
        return Static(0)
    value = conversion_operand(b, args[0])
    if isinstance(value, Static) and not isinstance(value.value, (str, bytes)) and len(args) == 1:
        try:
            return Static(int(value.value))
        except (TypeError, ValueError, OverflowError) as error:
            b.error(str(error), node)
    held = b.value(value, args[0])
    if isinstance(held.type, IntType) or held.type is BOOL:
        return b.cast_int(held, INT)
    if isinstance(held.type, FloatType):
        return b.runtime("float_to_int", [b.as_float(held, node)], node)
    if held.type is b.str_type.ref:
        return b.runtime("parse_int", [held, *args[1:]], node)
    if isinstance(held.type, RefType):
        return b.call_method(held, "__int__", [], node)
    b.error(f"int() cannot convert {held.type}", node)


@intrinsic(float)
def builtin_float(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 0, 1)
    if not args:
        return Static(0.0)
    value = conversion_operand(b, args[0])
    if isinstance(value, Static) and isinstance(value.value, (int, float)):
        return Static(float(value.value))
    held = b.value(value, args[0])
    if held.type is b.str_type.ref:
        return b.runtime("parse_float", [held], node)
    if isinstance(held.type, RefType):
        return b.call_method(held, "__float__", [], node)
    return b.as_float(held, node)


@intrinsic(bool)
def builtin_bool(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 0, 1)
    return b.truth(b.expression(args[0]), args[0]) if args else Static(False)


@intrinsic(str)
def builtin_str(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 0, 1)
    return b.to_str(b.expression(args[0]), args[0]) if args else Static("")


@intrinsic(repr)
def builtin_repr(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    return b.to_str(b.expression(arg), arg, True)


@intrinsic(bytes)
def builtin_bytes(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 0, 1)
    if not args:
        return Static(b"")
    held = b.read(args[0], b.classes.info(list, (INT,)).type.ref)
    if isinstance(held.type, IntType):
        return b.runtime("bytes_of_zeros", [held], node)
    if held.type is b.classes.info(bytes).type.ref:
        return held
    return b.runtime("bytes_of_list", [held], node)


@intrinsic(ord)
def builtin_ord(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.expression(arg)
    if isinstance(value, Static) and isinstance(value.value, str) and len(value.value) == 1:
        return Static(ord(value.value))
    held = b.value(value, arg)
    if held.type is CHAR:
        return b.cast_int(held, INT)
    return b.runtime("ord", [held], node)


@intrinsic(chr)
def builtin_chr(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.expression(arg)
    if isinstance(value, Static) and isinstance(value.value, int):
        return Static(chr(value.value))
    return b.runtime("chr", [value], node)


@intrinsic(print)
def builtin_print(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    end: FrontValue = Static("\n")
    for keyword in node.keywords:
        if keyword.arg != "end":
            b.error("print() takes only end= in RPython", keyword.value)
        end = b.expression(keyword.value)
    text: FrontValue = Static("")
    for i, arg in enumerate(node.args):
        if i:
            text = b.concatenate(text, Static(" "), node)
        text = b.concatenate(text, b.to_str(b.expression(arg), arg), node)
        if b.block is None:
            return NONE
    if isinstance(end, Static) and end.value == "\n":
        if not (isinstance(text, Static) and text.value == ""):
            b.runtime("print_str", [text], node)
        b.runtime("print_newline", [], node)
    else:
        b.runtime("print_str", [b.concatenate(text, end, node)], node)
    return NONE


@intrinsic(hash)
def builtin_hash(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    return hash_of(b, b.expression(arg), arg)


def hash_of(b: Comprehensions, value: FrontValue, node: ast.AST) -> FrontValue:
    """``hash(value)``, chosen by its type."""
    if isinstance(value, TupleValue) or isinstance(b.default_type(value), TupleType):
        state: FrontValue = Static(0)
        for item in b.items_of(value, node):
            state = b.runtime("combine_hashes", [state, hash_of(b, item, node)], node)
        return state
    held = b.value(value, node)
    if held.type is CHAR:
        held = b.coerce(held, b.str_type.ref, node)
    if held.type is BOOL:
        return b.runtime("hash_of_bool", [held], node)
    if isinstance(held.type, IntType):
        return b.runtime("hash_of_int", [b.cast_int(held, INT)], node)
    if isinstance(held.type, FloatType):
        return b.runtime("hash_of_float", [b.as_float(held, node)], node)
    if isinstance(held.type, RefType):
        info = b.info_of(held.type)
        if info is not None and info.find("__hash__") is not None:
            return b.call_method(held, "__hash__", [], node)
        if info is not None and info.find("__eq__") is not None:
            b.error(f"{held.type} defines __eq__ without __hash__", node)
        address = b.emit("ref_to_int", [held], INT)
        return b.runtime("hash_of_identity", [address], node)
    b.error(f"{held.type} has no hash", node)


@intrinsic(id)
def builtin_id(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("ref_to_int", [b.read(arg)], INT)
    return made


@intrinsic(abs)
def builtin_abs(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.expression(arg)
    if isinstance(value, Static) and isinstance(value.value, (int, float)):
        return Static(abs(value.value))
    held = b.value(value, arg)
    made: FrontValue
    if isinstance(held.type, FloatType):
        made = b.emit("float_abs", [b.as_float(held, arg)], FLOAT)
        return made
    if held.type is BOOL:
        return b.cast_int(held, INT)
    if not isinstance(held.type, IntType):
        return b.call_method(held, "__abs__", [], node)
    type = held.type
    return b.choose(b.emit("int_ge", [held, Constant(0, type)], BOOL), lambda: held,
                    lambda: b.emit("int_neg", [held], type))


@intrinsic(min, max)
def builtin_extreme(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    assert isinstance(node.func, (ast.Name, ast.Attribute))
    is_min = b.known_function(node.func) is min
    args = arguments(b, node, 1, 99)
    if len(args) == 1:
        return _extreme_of_list(b, node, args[0], is_min)
    values = [b.expression(arg) for arg in args]
    if all(isinstance(v, Static) for v in values):
        live = [v.value for v in values if isinstance(v, Static)]
        return Static(min(live) if is_min else max(live))
    best = values[0]
    for value, arg in zip(values[1:], args[1:]):
        best = _better(b, best, value, arg, is_min)
    return best


def _better(b: Comprehensions, best: FrontValue, value: FrontValue, node: ast.AST, is_min: bool) -> FrontValue:
    x, y = b._operands(best, value, node)
    test = b.compare(ast.Lt if is_min else ast.Gt, y, x, node)
    return b.choose(b.value(test, node, BOOL), lambda: y, lambda: x)


def _extreme_of_list(b: Comprehensions, node: ast.Call, arg: ast.expr, is_min: bool) -> FrontValue:
    held = b.read(arg)
    info = b.info_of(held.type) if isinstance(held.type, RefType) else None
    if info is None or info.pyclass is not table.CLASSES[list]:
        b.error(f"{'min' if is_min else 'max'}() takes a list or several values, not {held.type}", node)
    empty, filled = b.open_join(), b.open_join()
    length = b.value(b.call_method(held, "__len__", [], node), node)
    b.two_way(b.emit("int_eq", [length, Constant(0, INT)], BOOL), empty, filled, False)
    b.finish(empty)
    b.raise_live(ValueError(f"{'min' if is_min else 'max'}() arg is an empty sequence"))
    b.finish(filled)
    name = b.hidden_name()
    b.env.values[name] = b.call_method(held, "__getitem__", [Static(0)], node)
    iteration = b.iteration_over(held, node)

    def take(item: FrontValue) -> None:
        b.env.values[name] = _better(b, b.env.values[name], item, node, is_min)

    b.run_through(iteration, {name}, take)
    return b.env.values.pop(name)


@intrinsic(sum)
def builtin_sum(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 1, 2)
    held = b.read(args[0])
    info = b.info_of(held.type) if isinstance(held.type, RefType) else None
    if info is None or not info.arguments:
        b.error(f"sum() takes a list, not {held.type}", node)
    start = b.expression(args[1]) if len(args) == 2 else Static(0)
    name = b.hidden_name()
    b.env.values[name] = b.coerce(start, info.arguments[0], node)
    iteration = b.iteration_over(held, node)

    def take(item: FrontValue) -> None:
        b.env.values[name] = b.binary(ast.Add, b.env.values[name], item, node)

    b.run_through(iteration, {name}, take)
    return b.env.values.pop(name)


@intrinsic(any, all)
def builtin_any_all(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    assert isinstance(node.func, (ast.Name, ast.Attribute))
    is_any = b.known_function(node.func) is any
    if not isinstance(arg, (ast.GeneratorExp, ast.ListComp)):
        name = ast.Name(b.hidden_name(), ast.Load())
        ast.copy_location(name, arg)
        target = ast.copy_location(ast.Name(name.id, ast.Store()), arg)
        generators, element = [ast.comprehension(target, arg, [], 0)], [name]
        clauses, elements = generators, list[ast.expr](element)
    else:
        clauses, elements = b.own_names(arg.generators, [arg.elt])
    decided, after = b.open_join(), b.open_join()

    def body() -> None:
        go_on = b.open_join()
        if is_any:
            b.condition(elements[0], decided, go_on)
        else:
            b.condition(elements[0], go_on, decided)
        b.finish(go_on)

    b.for_each(clauses, body)
    targets = {n.id for g in clauses for n in ast.walk(g.target) if isinstance(n, ast.Name)}
    for ending, truth in ((None, not is_any), (decided, is_any)):
        if ending is None and b.block is None or ending is not None and not b.finish(ending):
            continue
        for name_ in targets:
            b.env.values.pop(name_, None)
        b.env.values["$any"] = Static(truth)
        b.jump(after)
    if not b.finish(after):
        return NONE
    return b.env.values.pop("$any")


@intrinsic(list)
def builtin_list(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 0, 1)
    item = b._item_type(expected, table.CLASSES[list])
    if not args:
        if item is None:
            b.error("cannot tell the type of this list's items", node, "annotate it: x: list[T] = []")
        return b.new_list(item, 0, node)
    name = ast.copy_location(ast.Name(b.hidden_name(), ast.Load()), args[0])
    target = ast.copy_location(ast.Name(name.id, ast.Store()), args[0])
    return b.list_from(node, [ast.comprehension(target, args[0], [], 0)], name, expected)


@intrinsic(dict, set)
def builtin_container(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 0, 1)
    assert isinstance(node.func, (ast.Name, ast.Attribute))
    kind = b.known_function(node.func)
    info = b.info_of(expected) if isinstance(expected, RefType) else None
    if args:
        source = b.read(args[0])
        if isinstance(source.type, RefType):
            found = b.info_of(source.type)
            if found is not None and found.pyclass is table.CLASSES[kind]:
                info = found
            elif found is not None and kind is set and len(found.arguments) == 1:
                info = b.classes.info(set, found.arguments)
        if info is None:
            b.error(f"{kind.__name__}() cannot be made from {source.type}", node)
        made = b.construct(info, [], {}, node)
        assert isinstance(made, Value)
        b.call_method(made, "update", [source], node)
        return made
    if info is None or info.pyclass is not table.CLASSES[kind]:
        b.error(f"cannot tell the types of this {kind.__name__}'s items", node, "annotate the variable")
    return b.construct(info, [], {}, node)


@intrinsic(tuple)
def builtin_tuple(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    return TupleValue(b.items_of(b.expression(arg), arg))


@intrinsic(sorted)
def builtin_sorted(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    keywords = {k.arg: k.value for k in node.keywords}
    if len(node.args) != 1 or set(keywords) - {"key", "reverse"}:
        b.error("sorted() takes an iterable, key= and reverse=", node)
    plain = ast.copy_location(ast.Call(node.func, [node.args[0]], []), node)
    made = builtin_list(b, plain, expected)
    assert isinstance(made, Value)
    sort_list(b, made, keywords, node)
    return made


def method_intrinsic(b: Comprehensions, node: ast.Call, held: Value) -> Optional[FrontValue]:
    """Calls of methods of built-in classes that are more than a call; None for all others."""
    assert isinstance(node.func, ast.Attribute) and isinstance(held.type, RefType)
    info = b.info_of(held.type)
    if info is None:
        return None
    name = node.func.attr
    if name == "sort" and info.pyclass is table.CLASSES[list] and not node.args:
        sort_list(b, held, {k.arg: k.value for k in node.keywords}, node)
        return NONE
    if name == "encode" and held.type.cls is b.str_type or name == "decode" and info.pyclass is table.CLASSES[bytes]:
        return encode_or_decode(b, node, held)
    return None


def encode_or_decode(b: Comprehensions, node: ast.Call, held: Value) -> FrontValue:
    """``s.encode()`` or ``data.decode()``: UTF-8, strictly or with escaped surrogates."""
    assert isinstance(node.func, ast.Attribute)
    given = [b.expression(arg) for arg in [*node.args, *(k.value for k in node.keywords)]]
    words = [v.value if isinstance(v, Static) else None for v in given]
    if words[:1] not in ([], ["utf-8"], ["utf8"], ["UTF-8"]) or words[1:] not in ([], ["strict"], ["surrogateescape"]):
        b.error(f"{node.func.attr}() knows 'utf-8', and 'strict' and 'surrogateescape' for errors", node)
    escape = Static(words[1:] == ["surrogateescape"])
    return b.runtime(node.func.attr, [held, escape], node)


def sort_list(b: Comprehensions, held: Value, keywords: dict[Optional[str], ast.expr], node: ast.AST) -> None:
    """``held.sort(key=..., reverse=...)``"""
    named: dict[str, Any] = {k: v for k, v in keywords.items() if k is not None}
    key = named.pop("key", None)
    if key is None:
        b.call_method(held, "sort", [], node, named)
        return
    value = b.expression(key)
    if isinstance(value, LambdaValue):
        assert isinstance(held.type, RefType)
        info = b.info_of(held.type)
        assert info is not None
        value = lambda_with_result(b, value, info.arguments[0])
    b.call_method(held, "sort_by_key", [value], node, named)


def lambda_with_result(b: Comprehensions, value: LambdaValue, item: Type) -> FrontValue:
    """A lambda of one parameter of type ``item``; the result's type is found by trying."""
    name = value.node.args.args[0].arg

    def attempt() -> Optional[Type]:
        b.env.values[name] = Variable(item, name)
        found = b.expression(value.node.body)
        return b.join_values([found])

    result = b.probe(attempt)
    if result is None:
        b.error("cannot tell the type of this lambda's result", value.node)
    return b.coerce(value, b.classes.callable_class(Signature((item,), result)).ref, value.node)


@intrinsic(divmod)
def builtin_divmod(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    first, second = arguments(b, node, 2, 2)
    x, y = b.expression(first), b.expression(second)
    return TupleValue((b.binary(ast.FloorDiv, x, y, node), b.binary(ast.Mod, x, y, node)))


@intrinsic(pow)
def builtin_pow(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    first, second = arguments(b, node, 2, 2)
    return b.binary(ast.Pow, b.expression(first), b.expression(second), node)


@intrinsic(round)
def builtin_round(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 1, 2)
    value = b.as_float(b.expression(args[0]), args[0])
    if len(args) == 1:
        return b.runtime("round_to_int", [value], node)
    return b.runtime("round_float", [value, args[1]], node)


@intrinsic(math.sqrt)
def math_sqrt(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.as_float(b.expression(arg), arg)
    bad, fine = b.open_join(), b.open_join()
    b.two_way(b.emit("float_lt", [value, Constant(0.0, FLOAT)], BOOL), bad, fine, False)
    b.finish(bad)
    b.raise_live(ValueError("math domain error"))
    b.finish(fine)
    made: FrontValue = b.emit("float_sqrt", [value], FLOAT)
    return made



@intrinsic(math.isnan)
def math_isnan(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.as_float(b.expression(arg), arg)
    made: FrontValue = b.emit("float_ne", [value, value], BOOL)
    return made


@intrinsic(math.isinf)
def math_isinf(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    size = b.emit("float_abs", [b.as_float(b.expression(arg), arg)], FLOAT)
    made: FrontValue = b.emit("float_eq", [size, Constant(math.inf, FLOAT)], BOOL)
    return made
