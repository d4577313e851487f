"""Operations that are C expressions: they compute a value and neither fail nor write.

Each renderer gives the text and its precedence in C, by which the expression around it decides on parentheses.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from transform.ir.graph import Constant, Operation
from transform.ir.types import (
    FLOAT, VOID, ClassType, FloatType, IntType, PointerType, RefType, StructType, TupleType, Type)

if TYPE_CHECKING:
    from transform.c.function import FunctionWriter

# Precedences: the higher binds the tighter.
PRIMARY, UNARY, PRODUCT, SUM, SHIFT, RELATION, BIT, AND, CHOICE = 9, 8, 7, 6, 5, 4, 3, 2, 1

Expression = tuple[str, int]
Renderer = Callable[["FunctionWriter", Operation], Expression]
RENDERERS: dict[str, Renderer] = {}


def renders(*names: str) -> Callable[[Renderer], Renderer]:
    """Registers the renderer of some operations."""
    def register(renderer: Renderer) -> Renderer:
        for name in names:
            RENDERERS[name] = renderer
        return renderer
    return register


def _int_type(type: Type) -> IntType:
    assert isinstance(type, IntType), type
    return type


def _narrowed(w: FunctionWriter, text: str, precedence: int, type: Type) -> Expression:
    """The value of an arithmetic expression reduced to a type that C computes in int."""
    if _int_type(type).bits < 32:
        return f"({w.ctype(type)})({text})", UNARY
    return text, precedence


# Integers

_ARITHMETIC = {"int_add": ("+", SUM), "int_sub": ("-", SUM), "int_mul": ("*", PRODUCT)}
_BITWISE = {"int_and": "&", "int_or": "|", "int_xor": "^"}
COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


@renders(*_ARITHMETIC)
def _arithmetic(w: FunctionWriter, op: Operation) -> Expression:
    sign, precedence = _ARITHMETIC[op.opdef.name]
    a, b = op.args
    exact = isinstance(a, Constant) and isinstance(b, Constant)
    text = f"{w.operand(a, precedence, exact)} {sign} {w.operand(b, precedence + 1, exact)}"
    assert op.result is not None
    return _narrowed(w, text, precedence, op.result.type)


@renders(*_BITWISE)
def _bitwise(w: FunctionWriter, op: Operation) -> Expression:
    a, b = op.args
    # An inner operator is always in parentheses, as the compilers' warnings recommend.
    exact = isinstance(a, Constant) and isinstance(b, Constant)
    return f"{w.operand(a, UNARY, exact)} {_BITWISE[op.opdef.name]} {w.operand(b, UNARY, exact)}", BIT


@renders("int_neg", "int_invert")
def _unary(w: FunctionWriter, op: Operation) -> Expression:
    sign = "-" if op.opdef.name == "int_neg" else "~"
    assert op.result is not None
    return _narrowed(w, sign + w.operand(op.args[0], PRIMARY, True), UNARY, op.result.type)


@renders("int_lshift", "int_rshift")
def _shift(w: FunctionWriter, op: Operation) -> Expression:
    sign = "<<" if op.opdef.name == "int_lshift" else ">>"
    text = f"{w.operand(op.args[0], UNARY, True)} {sign} {w.operand(op.args[1], UNARY)}"
    assert op.result is not None
    return _narrowed(w, text, SHIFT, op.result.type)


_DIVISIONS = {"int_floordiv": ("rt_floordiv", "/"), "int_mod": ("rt_mod", "%"),
              "int_cdiv": ("rt_cdiv", "/"), "int_cmod": ("rt_cmod", "%")}


@renders(*_DIVISIONS)
def _division(w: FunctionWriter, op: Operation) -> Expression:
    helper, sign = _DIVISIONS[op.opdef.name]
    assert op.result is not None
    type = _int_type(op.result.type)
    a, b = op.args
    if not type.signed:
        return _narrowed(w, f"{w.operand(a, PRODUCT, True)} {sign} {w.operand(b, UNARY, True)}", PRODUCT, type)
    text = f"{helper}({w.value(a)}, {w.value(b)})"
    return (text, PRIMARY) if type.bits == 64 else (f"({w.ctype(type)}){text}", UNARY)


@renders("int_mul_high")
def _mul_high(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    type = _int_type(op.result.type)
    sign = "" if type.signed else "unsigned "
    wide = f"{sign}__int128" if type.bits == 64 else ("" if type.signed else "u") + "int64_t"
    product = f"({wide}){w.operand(op.args[0], UNARY)} * {w.operand(op.args[1], UNARY)}"
    return f"({w.ctype(type)})(({product}) >> {type.bits})", UNARY


@renders("int_clz", "int_ctz", "int_popcount")
def _bit_count(w: FunctionWriter, op: Operation) -> Expression:
    bits = _int_type(op.args[0].type).bits
    value = w.value(op.args[0])
    if bits < 64:
        value = f"(uint{bits}_t)({value})" if bits < 32 else f"(uint32_t)({value})"
    suffix = "ll" if bits == 64 else ""
    text = f"__builtin_{op.opdef.name[4:]}{suffix}({value})"
    if op.opdef.name == "int_clz" and bits < 32:
        return f"{text} - {32 - bits}", SUM
    return text, PRIMARY


@renders("cast_int", "int_to_float", "float_to_int", "cast_float")
def _cast(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    return f"({w.ctype(op.result.type)}){w.operand(op.args[0], UNARY, True)}", UNARY


@renders(*(f"{kind}_{name}" for kind in ("int", "float") for name in COMPARISONS))
def _comparison(w: FunctionWriter, op: Operation) -> Expression:
    sign = COMPARISONS[op.opdef.name.split("_")[1]]
    return f"{w.operand(op.args[0], RELATION + 1)} {sign} {w.operand(op.args[1], RELATION + 1)}", RELATION


# Bools and floats

@renders("bool_not")
def _not(w: FunctionWriter, op: Operation) -> Expression:
    return w.negated(op.args[0])


@renders("bool_eq", "ref_eq", "pointer_eq")
def _equal(w: FunctionWriter, op: Operation) -> Expression:
    a, b = op.args
    left, right = w.operand(a, RELATION + 1), w.operand(b, RELATION + 1)
    if a.type is not b.type and w.ctype(a.type) != w.ctype(b.type):
        left = f"(void *){w.operand(a, UNARY)}"
    return f"{left} == {right}", RELATION


_FLOAT_ARITHMETIC = {"float_add": ("+", SUM), "float_sub": ("-", SUM), "float_mul": ("*", PRODUCT),
                     "float_truediv": ("/", PRODUCT)}


@renders(*_FLOAT_ARITHMETIC)
def _float_arithmetic(w: FunctionWriter, op: Operation) -> Expression:
    sign, precedence = _FLOAT_ARITHMETIC[op.opdef.name]
    return f"{w.operand(op.args[0], precedence)} {sign} {w.operand(op.args[1], precedence + 1)}", precedence


@renders("float_neg")
def _float_neg(w: FunctionWriter, op: Operation) -> Expression:
    return "-" + w.operand(op.args[0], PRIMARY), UNARY


@renders("float_abs", "float_sqrt", "float_floor")
def _float_function(w: FunctionWriter, op: Operation) -> Expression:
    name = {"float_abs": "fabs", "float_sqrt": "sqrt", "float_floor": "floor"}[op.opdef.name]
    suffix = "" if op.args[0].type is FLOAT else "f"
    return f"__builtin_{name}{suffix}({w.value(op.args[0])})", PRIMARY


@renders("float_to_bits")
def _float_to_bits(w: FunctionWriter, op: Operation) -> Expression:
    return f"(int64_t)rt_float_bits({w.value(op.args[0])})", UNARY


@renders("bits_to_float")
def _bits_to_float(w: FunctionWriter, op: Operation) -> Expression:
    return f"rt_bits_float({w.value(op.args[0])})", PRIMARY


# Tuples

@renders("make_tuple")
def _make_tuple(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    w.uses.type(op.result.type)
    return f"({w.ctype(op.result.type)}){{{', '.join(w.value(arg) for arg in op.args)}}}", UNARY


@renders("tuple_get")
def _tuple_get(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    text = f"{w.operand(op.args[0], PRIMARY)}.item{op.static}"
    if isinstance(op.result.type, RefType):
        w.uses.type(op.result.type)
        return f"({w.ctype(op.result.type)}){text}", UNARY
    return text, PRIMARY


# Heap objects

@renders("getfield")
def _getfield(w: FunctionWriter, op: Operation) -> Expression:
    return w.field(op.args[0], op.static), PRIMARY


@renders("getitem")
def _getitem(w: FunctionWriter, op: Operation) -> Expression:
    return w.item(op.args[0], op.args[1]), PRIMARY


@renders("item_address")
def _item_address(w: FunctionWriter, op: Operation) -> Expression:
    # One item behind the last is a proper address, so the index is not verified in debug builds.
    text = f"&{w.complete(op.args[0])}->items[{w.value(op.args[1])}]"
    assert op.result is not None and isinstance(op.args[0].type, RefType)
    varpart = w.variable_part(op.args[0].type.cls)
    if isinstance(op.result.type, PointerType) and op.result.type.target is varpart:
        return text, UNARY
    return f"({w.spelled(op.result.type)}){text}", UNARY


@renders("cast_ref")
def _cast_ref(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    return f"({w.spelled(op.result.type)}){w.operand(op.args[0], UNARY)}", UNARY


def class_test(w: FunctionWriter, op: Operation, cls: ClassType, exact: bool) -> Expression:
    """Whether a reference (a variable or constant) is of a class."""
    r = op.args[0]
    assert isinstance(r.type, RefType)
    text = w.operand(r, PRIMARY)
    tests: list[str] = []
    layout = w.symbols.layout
    if cls.immediate is not None and (exact or layout.is_leaf(cls)):
        return f"rt_is_{cls.immediate}({text})", PRIMARY
    tid = f"rt_tid({text})"
    if layout.has_immediates(r.type.cls):
        if layout.has_immediates(cls) and not exact:
            tid = w.tagged_tid(text)
        else:
            tests.append(f"rt_is_pointer({text})")
    if r.type.optional:
        tests.insert(0, f"{text} != NULL")
    first, size = w.symbols.class_range(cls, w.uses)
    if exact or layout.is_leaf(cls):
        tests.append(f"{tid} == {first}")
    else:
        tests.append(f"rt_in_range({tid}, {first}, {size})")
    if len(tests) > 1:
        return " && ".join(tests), AND
    return tests[0], RELATION


@renders("isinstance")
def _isinstance(w: FunctionWriter, op: Operation) -> Expression:
    return class_test(w, op, op.static, False)


@renders("is_exactly")
def _is_exactly(w: FunctionWriter, op: Operation) -> Expression:
    return class_test(w, op, op.static, True)


def _tid(w: FunctionWriter, text: str, type: Type) -> str:
    assert isinstance(type, RefType)
    return w.tagged_tid(text) if w.symbols.layout.has_immediates(type.cls) else f"rt_tid({text})"


@renders("same_class")
def _same_class(w: FunctionWriter, op: Operation) -> Expression:
    a, b = op.args
    return f"{_tid(w, w.value(a), a.type)} == {_tid(w, w.value(b), b.type)}", RELATION


@renders("is_null")
def _is_null(w: FunctionWriter, op: Operation) -> Expression:
    return f"{w.operand(op.args[0], RELATION + 1)} == NULL", RELATION


@renders("ref_to_int", "pointer_to_int")
def _address(w: FunctionWriter, op: Operation) -> Expression:
    return f"(int64_t){w.operand(op.args[0], UNARY)}", UNARY


@renders("class_name")
def _class_name(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    tid = _tid(w, w.value(op.args[0]), op.args[0].type)
    return f"({w.spelled(op.result.type)})((const rt_type *)(rt_vtables + {tid}))->name", UNARY


@renders("make_immediate")
def _make_immediate(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    return f"({w.spelled(op.result.type)})rt_make_{op.static.immediate}({w.value(op.args[0])})", UNARY


@renders("immediate_value")
def _immediate_value(w: FunctionWriter, op: Operation) -> Expression:
    return f"rt_{op.static.immediate}_value({w.value(op.args[0])})", PRIMARY


@renders("fits_immediate_float")
def _fits_immediate_float(w: FunctionWriter, op: Operation) -> Expression:
    return f"rt_fits_float({w.value(op.args[0])})", PRIMARY


@renders("get_class_constant")
def _get_class_constant(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    text = w.slot(op.args[0], op.static)
    if isinstance(op.result.type, RefType) and w.ctype(op.static.type) != w.ctype(op.result.type):
        return f"({w.spelled(op.result.type)}){text}", UNARY
    return text, PRIMARY


@renders("code_address")
def _code_address(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    return w.symbols.code(op.static, op.result.type, w.uses), UNARY  # type: ignore[arg-type]


# Raw memory

def _target(w: FunctionWriter, op: Operation) -> Type | StructType:
    type = op.args[0].type
    assert isinstance(type, PointerType), type
    if isinstance(type.target, StructType):
        w.uses.aggregates.add(type.target)
    return type.target


def external_field(op: Operation) -> bool:
    """Whether a raw field belongs to a structure that a C header declares (its types may differ from ours)."""
    type = op.args[0].type
    return isinstance(type, PointerType) and isinstance(type.target, StructType) and bool(type.target.c_name)


@renders("raw_load")
def _raw_load(w: FunctionWriter, op: Operation) -> Expression:
    _target(w, op)
    return f"{w.operand(op.args[0], PRIMARY)}[{w.value(op.args[1])}]", PRIMARY


@renders("raw_get_field")
def _raw_get_field(w: FunctionWriter, op: Operation) -> Expression:
    _target(w, op)
    text = w.raw_field(op)
    if external_field(op):
        assert op.result is not None
        return f"({w.spelled(op.result.type)}){text}", UNARY
    return text, PRIMARY


@renders("raw_field_address")
def _raw_field_address(w: FunctionWriter, op: Operation) -> Expression:
    _target(w, op)
    assert op.result is not None
    text = w.raw_field(op)
    if op.static.count is None:
        text = "&" + text
    if external_field(op):
        return f"({w.spelled(op.result.type)}){text}", UNARY
    return text, UNARY


@renders("raw_add")
def _raw_add(w: FunctionWriter, op: Operation) -> Expression:
    if _target(w, op) is VOID:
        return f"(void *)((char *){w.operand(op.args[0], UNARY)} + {w.operand(op.args[1], SUM + 1)})", UNARY
    return f"{w.operand(op.args[0], SUM)} + {w.operand(op.args[1], SUM + 1)}", SUM


@renders("raw_diff")
def _raw_diff(w: FunctionWriter, op: Operation) -> Expression:
    if _target(w, op) is VOID:
        return f"(char *){w.operand(op.args[0], UNARY)} - (char *){w.operand(op.args[1], UNARY)}", SUM
    return f"{w.operand(op.args[0], SUM)} - {w.operand(op.args[1], SUM + 1)}", SUM


@renders("raw_compare")
def _raw_compare(w: FunctionWriter, op: Operation) -> Expression:
    size = w.byte_count(op.args[2], _target(w, op))
    return f"__builtin_memcmp({w.value(op.args[0])}, {w.value(op.args[1])}, {size})", PRIMARY


@renders("cast_pointer", "int_to_pointer")
def _cast_pointer(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    return f"({w.spelled(op.result.type)}){w.operand(op.args[0], UNARY, True)}", UNARY


@renders("stack_is_low")
def _stack_is_low(w: FunctionWriter, op: Operation) -> Expression:
    return "rt_stack_is_low()", PRIMARY


@renders("is_resuming")
def _is_resuming(w: FunctionWriter, op: Operation) -> Expression:
    return "rt_is_resuming()", PRIMARY


@renders("stack_space")
def _stack_space(w: FunctionWriter, op: Operation) -> Expression:
    return "rt_stack_space()", PRIMARY


@renders("callback_depth")
def _callback_depth(w: FunctionWriter, op: Operation) -> Expression:
    return "rt_stackless.callbacks", PRIMARY


@renders("get_errno")
def _get_errno(w: FunctionWriter, op: Operation) -> Expression:
    return "rt_get_errno()", PRIMARY


@renders("zero")
def _zero(w: FunctionWriter, op: Operation) -> Expression:
    assert op.result is not None
    if isinstance(op.result.type, TupleType):
        return f"({w.ctype(op.result.type)}){{0}}", PRIMARY
    return "NULL", PRIMARY


@renders("size_of")
def _size_of(w: FunctionWriter, op: Operation) -> Expression:
    return f"(int64_t){w.size_of(op.static)}", UNARY


__all__ = ["RENDERERS", "FloatType", "class_test", "external_field"]
