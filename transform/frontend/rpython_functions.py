"""What the functions of `transform.rpython` mean when translated."""
from __future__ import annotations

import ast
from typing import Callable, Optional

from transform import rpython as r
from transform.frontend.builtin_functions import arguments, intrinsic
from transform.frontend.comprehensions import Comprehensions
from transform.frontend.prebuilt import zero
from transform.frontend.values import NONE, FrontValue, Static
from transform.ir.graph import Constant, Value
from transform.ir.types import (
    BOOL,
    FLOAT,
    INT,
    UINT64,
    ClassType,
    IntType,
    PointerType,
    RefType,
    StructType,
    Type,
    holds_references,
    pointer_to,
)
from transform.rpython import coroutine
from transform.runtime import table

Translate = Callable[[Comprehensions, ast.Call, Optional[Type]], FrontValue]


def integer(b: Comprehensions, node: ast.expr, type: Optional[IntType] = None) -> Value:
    """An argument that is an integer, converted to ``type`` where that is given."""
    value = b.expression(node)
    if isinstance(value, Static):
        return b.coerce(value, type or INT, node)
    held = b.value(value, node)
    if held.type is BOOL:
        held = b.cast_int(held, INT)
    if not isinstance(held.type, IntType):
        b.mismatch(held, type or INT, node)
    return held if type is None else b.cast_int(held, type)


def reference(b: Comprehensions, node: ast.expr) -> Value:
    held = b.read(node)
    if not isinstance(held.type, RefType):
        b.error(f"expected an object, found {held.type}", node)
    return held


def pointer_argument(b: Comprehensions, node: ast.expr) -> Value:
    held = b.read(node)
    if not isinstance(held.type, PointerType):
        b.error(f"expected a raw pointer, found {held.type}", node)
    return held


# Integers and floats.

@intrinsic(r.wrap)
def wrap(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.expression(arg)
    if isinstance(value, Static) and isinstance(value.value, int):
        return Constant(INT.wrap(value.value), INT)
    held = b.value(value, arg)
    if not isinstance(held.type, IntType) and held.type is not BOOL:
        b.mismatch(held, INT, arg)
    return b.cast_int(held, INT)


def _two_integers(op: str) -> Translate:
    def translate(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
        first, second = arguments(b, node, 2, 2)
        x, y = b._operands(b.expression(first), b.expression(second), node)
        x, y = b._same_int(x, y, op, node)
        if op in ("int_cdiv", "int_cmod") and not (isinstance(y, Constant) and y.value):
            y = b.emit("check_nonzero", [y], y.type)
        made: FrontValue = b.emit(op, [x, y], x.type)
        return made
    return translate


for _live, _op in ((r.add_ovf, "int_add_ovf"), (r.sub_ovf, "int_sub_ovf"), (r.mul_ovf, "int_mul_ovf"),
                   (r.cdiv, "int_cdiv"), (r.cmod, "int_cmod"), (r.mul_high, "int_mul_high")):
    intrinsic(_live)(_two_integers(_op))


@intrinsic(r.umul_high)
def umul_high(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    first, second = arguments(b, node, 2, 2)
    made: FrontValue = b.emit("int_mul_high", [integer(b, first, UINT64), integer(b, second, UINT64)], UINT64)
    return made


def _one_integer(op: str) -> Translate:
    def translate(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
        (arg,) = arguments(b, node, 1, 1)
        x = integer(b, arg)
        assert isinstance(x.type, IntType)
        made: FrontValue
        if op == "int_popcount":
            made = b.emit(op, [x], INT)
            return made
        bits = x.type.bits
        return b.choose(b.emit("int_eq", [x, Constant(0, x.type)], BOOL),
                        lambda: Constant(bits, INT), lambda: b.emit(op, [x], INT), False)
    return translate


for _live1, _op in ((r.clz, "int_clz"), (r.ctz, "int_ctz"), (r.popcount, "int_popcount")):
    intrinsic(_live1)(_one_integer(_op))


@intrinsic(r.float_to_bits)
def float_to_bits(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("float_to_bits", [b.as_float(b.expression(arg), arg)], INT)
    return made


@intrinsic(r.bits_to_float)
def bits_to_float(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("bits_to_float", [integer(b, arg, INT)], FLOAT)
    return made


@intrinsic(r.truncate)
def truncate(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("float_to_int", [b.as_float(b.expression(arg), arg)], INT)
    return made


# Hints.

@intrinsic(r.likely, r.unlikely)
def likely(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    return b.truth(b.expression(arg), arg)


@intrinsic(r.is_translated)
def is_translated(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    arguments(b, node, 0, 0)
    return Static(True)


@intrinsic(r.fatal)
def fatal(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    b.emit("debug_abort", [b.coerced(arg, b.str_type.ref)])
    b.unreachable()
    return NONE


@intrinsic(r.print_traceback)
def print_traceback(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    arguments(b, node, 0, 0)
    b.emit("print_traceback", [])
    return NONE


@intrinsic(r.keepalive)
def keepalive(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    b.emit("keepalive", [reference(b, arg)])
    return NONE


@intrinsic(r.not_none)
def not_none(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    value = b.expression(arg)
    if isinstance(value, Static) and value.value is None:
        return b.suspect("not_none(None)", node)
    return b.non_null(b.value(value, arg), node, "the argument of not_none()")


def _target_class(b: Comprehensions, node: ast.expr) -> ClassType:
    found = b.type_expression(node)
    if not isinstance(found, RefType):
        b.error(f"expected a class, found {found}", node)
    return found.cls


@intrinsic(r.unchecked_cast)
def unchecked_cast(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, arg = arguments(b, node, 2, 2)
    made: FrontValue = b.emit("cast_ref", [reference(b, arg)], _target_class(b, target).ref)
    return made


@intrinsic(r.checked_cast)
def checked_cast(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, arg = arguments(b, node, 2, 2)
    cls = _target_class(b, target)
    made: FrontValue = b.emit("check_cast", [reference(b, arg)], cls.ref, cls)
    return made


@intrinsic(r.same_class)
def same_class(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    first, second = arguments(b, node, 2, 2)
    x, y = (b.non_null(reference(b, n), n, "an argument of same_class()") for n in (first, second))
    root = b.classes.root.ref
    made: FrontValue = b.emit("same_class", [b.coerce(x, root, node), b.coerce(y, root, node)], BOOL)
    return made


@intrinsic(r.identity)
def identity(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("ref_to_int", [reference(b, arg)], INT)
    return made


@intrinsic(r.class_name)
def class_name(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    held = b.non_null(reference(b, arg), arg, "the argument of class_name()")
    made: FrontValue = b.emit("class_name", [held], b.str_type.ref)
    return made


@intrinsic(r.fits_immediate_int)
def fits_immediate_int(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    x = b.cast_int(integer(b, arg, INT), UINT64)
    moved = b.emit("int_add", [x, Constant(1 << 62, UINT64)], UINT64)
    made: FrontValue = b.emit("int_ge", [b.cast_int(moved, INT), Constant(0, INT)], BOOL)
    return made


@intrinsic(r.fits_immediate_float)
def fits_immediate_float(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("fits_immediate_float", [b.as_float(b.expression(arg), arg)], BOOL)
    return made


# Suspending and resuming.

@intrinsic(coroutine.switch_unchecked)
def switch_unchecked(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    own, target = (b.non_null(reference(b, n), n, "an argument of a switch") for n in arguments(b, node, 2, 2))
    b.emit("switch_stack", [own, target])
    return NONE


@intrinsic(coroutine.copy_call)
def copy_call(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    held = b.non_null(reference(b, arg), arg, "the suspended call")
    made: FrontValue = b.emit("copy_object", [held], held.type)
    return made


@intrinsic(r.callback_depth)
def callback_depth(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    arguments(b, node, 0, 0)
    made: FrontValue = b.emit("callback_depth", [], INT)
    return made


@intrinsic(r.stack_space)
def stack_space(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    arguments(b, node, 0, 0)
    made: FrontValue = b.emit("stack_space", [], INT)
    return made


# Heap objects with a variable part.

def _item_type(b: Comprehensions, held: Value, node: ast.AST) -> Type:
    found = held.type.cls.varpart if isinstance(held.type, RefType) else None
    if found is None:
        b.error(f"{held.type} has no variable part", node)
    return found


@intrinsic(r.new_array)
def new_array(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    item, count = arguments(b, node, 2, 2)
    cls = b.classes.info(r.GcArray, (b.type_argument(item, node),)).type
    return _new_var(b, cls, integer(b, count, INT))


def _new_var(b: Comprehensions, cls: ClassType, count: Value) -> FrontValue:
    b.frontend.instantiate(b.classes.by_type[cls])
    made: FrontValue = b.emit("new_var", [count], cls.ref, cls)
    return made


@intrinsic(r.new_var)
def new_var(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, count = arguments(b, node, 2, 2)
    cls = _target_class(b, target)
    if cls.varpart is None:
        b.error(f"{cls} has no variable part", node)
    return _new_var(b, cls, integer(b, count, INT))


@intrinsic(r.get_item)
def get_item(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, index = arguments(b, node, 2, 2)
    held = b.non_null(reference(b, target), target, "what has the items")
    i = integer(b, index, INT)
    made: FrontValue = b.emit("getitem", [held, i], _item_type(b, held, node))
    return made


@intrinsic(r.set_item)
def set_item(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, index, value = arguments(b, node, 3, 3)
    held = b.non_null(reference(b, target), target, "what has the items")
    i = integer(b, index, INT)
    item = _item_type(b, held, node)
    front = b.expression(value, item)
    stored = b.cast_int(b.value(front, value), item) if isinstance(item, IntType) and isinstance(front, Value) \
        and isinstance(front.type, IntType) else b.coerce(front, item, value, "item")
    b.emit("setitem", [held, i, stored])
    return NONE


@intrinsic(r.item_address)
def item_address(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, index = arguments(b, node, 2, 2)
    held = b.non_null(reference(b, target), target, "what has the items")
    i = integer(b, index, INT)
    made: FrontValue = b.emit("item_address", [held, i], pointer_to(_item_type(b, held, node)))
    return made


@intrinsic(r.copy_items)
def copy_items(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    source, i, target, j, count = arguments(b, node, 5, 5)
    from_ = b.non_null(reference(b, source), source, "what has the items")
    i_value = integer(b, i, INT)
    to = b.non_null(reference(b, target), target, "what has the items")
    if _item_type(b, from_, source) is not _item_type(b, to, target):
        b.error(f"copy_items() from {from_.type} to {to.type}", node)
    b.emit("copy_items", [from_, i_value, to, integer(b, j, INT), integer(b, count, INT)])
    return NONE


@intrinsic(r.zero)
def zero_value(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    found = b.type_argument(arg, node)
    if holds_references(found):
        made: FrontValue = b.emit("zero", [], found)
        return made
    return Constant(zero(found), found)


@intrinsic(r.check_index)
def check_index(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    index, length = arguments(b, node, 2, 2)
    made: FrontValue = b.emit("check_index", [integer(b, index, INT), integer(b, length, INT)], INT)
    return made


@intrinsic(r.check_nonzero)
def check_nonzero(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    x = integer(b, arg)
    made: FrontValue = b.emit("check_nonzero", [x], x.type)
    return made


# Raw memory.

def pointer_target(b: Comprehensions, node: ast.expr) -> Type | StructType:
    """What a type argument of alloc, cast or null points to."""
    if isinstance(node, ast.Name) and isinstance(b.spec.statics.get(node.id), Type):
        return b.spec.statics[node.id]  # type: ignore[no-any-return]
    live = b.live_expression(node)
    try:
        found = b.frontend.annotations.pointer_target(live, b.spec.bindings, b.spec.scope)
    except Exception as error:
        b.error(getattr(error, "message", str(error)), node)
    assert isinstance(found, (Type, StructType))
    return found


@intrinsic(r.alloc)
def alloc(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    args = arguments(b, node, 1, 2)
    target = pointer_target(b, args[0])
    count = integer(b, args[1], INT) if len(args) == 2 else Constant(1, INT)
    made: FrontValue = b.emit("raw_alloc", [count], pointer_to(target), target)
    return made


@intrinsic(r.free)
def free(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    b.emit("raw_free", [pointer_argument(b, arg)])
    return NONE


@intrinsic(r.null)
def null(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    return Constant(None, pointer_to(pointer_target(b, arg)))


@intrinsic(r.cast)
def cast(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, arg = arguments(b, node, 2, 2)
    made: FrontValue = b.emit("cast_pointer", [pointer_argument(b, arg)], pointer_to(pointer_target(b, target)))
    return made


@intrinsic(r.address)
def address(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("pointer_to_int", [pointer_argument(b, arg)], INT)
    return made


@intrinsic(r.pointer)
def pointer(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, arg = arguments(b, node, 2, 2)
    made: FrontValue = b.emit("int_to_pointer", [integer(b, arg, INT)], pointer_to(pointer_target(b, target)))
    return made


@intrinsic(r.copy)
def copy(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    source, target, count = arguments(b, node, 3, 3)
    b.emit("raw_copy", [pointer_argument(b, source), pointer_argument(b, target), integer(b, count, INT)])
    return NONE


@intrinsic(r.fill)
def fill(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, byte, count = arguments(b, node, 3, 3)
    b.emit("raw_fill", [pointer_argument(b, target), integer(b, byte, INT), integer(b, count, INT)])
    return NONE


@intrinsic(r.compare)
def compare(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    first, second, count = arguments(b, node, 3, 3)
    made: FrontValue = b.emit("raw_compare", [pointer_argument(b, first), pointer_argument(b, second),
                                              integer(b, count, INT)], INT)
    return made


@intrinsic(r.sizeof)
def sizeof(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    made: FrontValue = b.emit("size_of", [], INT, pointer_target(b, arg))
    return made


@intrinsic(r.field_pointer)
def field_pointer(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    target, name = arguments(b, node, 2, 2)
    held = pointer_argument(b, target)
    label = b.expression(name)
    assert isinstance(held.type, PointerType)
    struct = held.type.target
    field = struct.fields.get(label.value) if isinstance(struct, StructType) and isinstance(label, Static) else None
    if field is None:
        b.error(f"{held.type} has no such field", node)
    made: FrontValue = b.emit("raw_field_address", [held], pointer_to(field.type), field)
    return made


@intrinsic(r.get_errno)
def get_errno(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    arguments(b, node, 0, 0)
    made: FrontValue = b.emit("get_errno", [], INT)
    return made


@intrinsic(r.set_errno)
def set_errno(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
    (arg,) = arguments(b, node, 1, 1)
    b.emit("set_errno", [integer(b, arg, INT)])
    return NONE


def _forward(target: Callable[..., object]) -> Translate:
    def translate(b: Comprehensions, node: ast.Call, expected: Optional[Type]) -> FrontValue:
        return b.call_function(target, node.args, {}, node)  # type: ignore[arg-type]
    return translate


for _function, _stand_in in table.LIVE_FUNCTIONS.items():
    intrinsic(_function)(_forward(_stand_in))
