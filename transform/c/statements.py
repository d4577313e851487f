"""Operations that are C statements: they write, call or can fail.

What "failing" means for each type of result is the table of ARCHITECTURE.md, here `failed` and `failure_value`.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from transform.c.foreign import c_symbol, is_declared
from transform.c.expressions import PRIMARY, UNARY, class_test, external_field
from transform.c.literals import string_literal
from transform.ir.graph import CFunction, Operation, Value
from transform.ir.types import (
    BOOL,
    VOID,
    CodeType,
    FloatType,
    IntType,
    PointerType,
    RefType,
    StructType,
    TupleType,
    Type,
    holds_references,
)

if TYPE_CHECKING:
    from transform.c.function import FunctionWriter

Writer = Callable[["FunctionWriter", Operation], None]
WRITERS: dict[str, Writer] = {}


def writes(*names: str) -> Callable[[Writer], Writer]:
    """Registers the writer of some operations."""
    def register(writer: Writer) -> Writer:
        for name in names:
            WRITERS[name] = writer
        return writer
    return register


# The convention for failure

def _spare_value(type: Type) -> str | None:
    """What a function with this result returns when it fails; None for a tuple."""
    if type is VOID:
        return "0"
    if type is BOOL:
        return "2"
    if isinstance(type, IntType):
        return "-113" if type.signed else "143"
    if isinstance(type, FloatType):
        return "-113.0"
    if isinstance(type, TupleType):
        return None
    return "NULL"


def failure_value(w: FunctionWriter, type: Type) -> str:
    """The expression that a failing function returns."""
    def items(type: Type) -> str:
        if isinstance(type, TupleType):
            return "{.item0 = " + items(type.items[0]) + "}" if type.items else "{}"
        value = _spare_value(type)
        assert value is not None
        return value
    if isinstance(type, TupleType):
        return f"({w.ctype(type)}){items(type)}"
    return items(type)


def failed(text: str, type: Type) -> str:
    """The condition under which a call that gave ``text`` has failed."""
    if type is VOID or isinstance(type, RefType) and not type.optional:
        return f"!{text}"
    if type is BOOL:
        return f"{text} == 2"
    while isinstance(type, TupleType) and type.items:
        text, type = text + ".item0", type.items[0]
    if isinstance(type, TupleType):
        return "rt_exception != NULL"
    return f"{text} == {_spare_value(type)} && rt_exception != NULL"


# Checks

def _overflow(builtin: str) -> Writer:
    def write(w: FunctionWriter, op: Operation) -> None:
        assert op.result is not None
        a, b = op.args
        name = w.declared(op.result)
        w.fail_if(f"__builtin_{builtin}_overflow({w.exact(a)}, {w.exact(b)}, &{name})", op, "OverflowError")
    return write


for _builtin in ("add", "sub", "mul"):
    WRITERS[f"int_{_builtin}_ovf"] = _overflow(_builtin)


@writes("check_index")
def _check_index(w: FunctionWriter, op: Operation) -> None:
    i, n = op.args
    assert op.result is not None
    name = w.variables.name[op.result]
    if w.value(i) != name or w.is_first_definition(op.result):
        w.assign(op.result, w.value(i))
    w.leave_if(f"rt_bad_index({name}, {w.value(n)})", op, "IndexError")


@writes("check_nonzero")
def _check_nonzero(w: FunctionWriter, op: Operation) -> None:
    w.fail_if(f"{w.operand(op.args[0], UNARY, True)} == 0", op, "ZeroDivisionError")


@writes("check_not_none")
def _check_not_none(w: FunctionWriter, op: Operation) -> None:
    what = string_literal(str(op.static or "the object"))
    w.emit(f"if (rt_unlikely({w.value(op.args[0])} == NULL))")
    w.emit(f"    rt_fatal_none({what}, {w.location_address(op)});")


@writes("check_cast")
def _check_cast(w: FunctionWriter, op: Operation) -> None:
    text, _ = class_test(w, op, op.static, False)
    w.emit(f"if (rt_unlikely(!({text})))")
    w.emit(f"    rt_fatal_cast({string_literal(op.static.name)}, {w.location_address(op)});")
    if op.result is not None and op.result not in w.nesting.alias:
        w.assign_used(op.result, f"({w.spelled(op.result.type)}){w.operand(op.args[0], UNARY)}")


@writes("debug_abort")
def _debug_abort(w: FunctionWriter, op: Operation) -> None:
    message = w.complete(op.args[0])
    w.emit(f"rt_fatal_str({message}->items, {message}->length, {message}->count, {w.location_address(op)});")


# Heap objects

@writes("new")
def _new(w: FunctionWriter, op: Operation) -> None:
    assert op.result is not None
    cls = op.static
    w.uses.aggregates.add(cls)
    tid, _ = w.symbols.class_range(cls, w.uses)
    leaf = "" if any(holds_references(f.type) for f in cls.all_fields()) else "_leaf"
    w.assign(op.result, f"rt_alloc{leaf}(sizeof({w.struct(cls)}), {tid})")
    w.fail_if(f"{w.variables.name[op.result]} == NULL", op, "MemoryError")


@writes("copy_object")
def _copy_object(w: FunctionWriter, op: Operation) -> None:
    assert op.result is not None
    w.assign(op.result, f"rt_copy_object({w.value(op.args[0])})")
    w.fail_if(f"{w.variables.name[op.result]} == NULL", op, "MemoryError")


@writes("new_var")
def _new_var(w: FunctionWriter, op: Operation) -> None:
    assert op.result is not None
    cls = op.static
    w.uses.aggregates.add(cls)
    tid, _ = w.symbols.class_range(cls, w.uses)
    types = [f.type for f in cls.all_fields()] + [w.variable_part(cls)]
    leaf = "" if any(holds_references(t) for t in types) else "_leaf"
    count = w.value(op.args[0])
    size = f"RT_VAR_SIZE({w.struct(cls)}, {count})"
    w.assign(op.result, f"rt_alloc{leaf}({size}, {tid})")
    name = w.variables.name[op.result]
    w.fail_if(f"{name} == NULL", op, "MemoryError")
    length = cls.find_field("length")
    assert length is not None, cls
    w.emit(f"{name}->{w.symbols.declarations.field_name(length)} = {count};")


@writes("write_barrier")
def _write_barrier(w: FunctionWriter, op: Operation) -> None:
    w.emit(f"rt_write_barrier({w.value(op.args[0])});")


@writes("write_barrier_item")
def _write_barrier_item(w: FunctionWriter, op: Operation) -> None:
    r, i = op.args
    w.emit(f"rt_write_barrier_item({w.value(r)}, &{w.item(r, i)});")


@writes("setfield")
def _setfield(w: FunctionWriter, op: Operation) -> None:
    w.emit(f"{w.field(op.args[0], op.static)} = {w.converted(op.args[1], op.static.type)};")


@writes("setitem")
def _setitem(w: FunctionWriter, op: Operation) -> None:
    r, i, value = op.args
    assert isinstance(r.type, RefType)
    w.emit(f"{w.item(r, i)} = {w.converted(value, w.variable_part(r.type.cls))};")


@writes("copy_items")
def _copy_items(w: FunctionWriter, op: Operation) -> None:
    source, i, target, j, n = op.args
    assert isinstance(source.type, RefType)
    size = w.byte_count(n, w.variable_part(source.type.cls))
    w.emit(f"__builtin_memmove(&{w.complete(target)}->items[{w.value(j)}], "
           f"&{w.complete(source)}->items[{w.value(i)}], {size});")


@writes("note_raise")
def _note_raise(w: FunctionWriter, op: Operation) -> None:
    w.start_raise(op.args[0])
    w.emit(f"rt_traceback_add({w.location_address(op)});")
    w.emit("rt_catch();")


@writes("print_traceback")
def _print_traceback(w: FunctionWriter, op: Operation) -> None:
    w.emit("rt_print_traceback();")


@writes("keepalive")
def _keepalive(w: FunctionWriter, op: Operation) -> None:
    w.emit(f"rt_keepalive({w.value(op.args[0])});")


@writes("catch")
def _catch(w: FunctionWriter, op: Operation) -> None:
    if op.result is not None and w.nesting.is_used(op.result):
        w.assign(op.result, "rt_catch()")
    else:
        w.emit("rt_catch();")


# Calls

def _finish_call(w: FunctionWriter, op: Operation, call: str, type: Type) -> None:
    """Stores the result of a call and looks whether it failed."""
    result = op.result
    if not op.can_raise() and op.unwind is None:
        if result is not None and w.nesting.is_used(result):
            w.assign(result, call)
        else:
            w.emit(call + ";")
        return
    used = result is not None and w.nesting.is_used(result)
    if not used and (type is VOID or type is BOOL or isinstance(type, RefType) and not type.optional):
        w.fail_if(failed(call, type), op)
        return
    if not used and failed("", type) == failed("?", type):  # the result says nothing
        w.emit(call + ";")
        w.fail_if(failed("", type), op)
        return
    if result is not None:
        w.assign(result, call)
        name = w.variables.name[result]
    else:
        name = w.temporary(type, call)
    w.fail_if(failed(name, type), op)


def _arguments(w: FunctionWriter, args: list[Value], types: tuple[Type, ...]) -> str:
    return ", ".join([w.converted(arg, type) for arg, type in zip(args, types)])


@writes("call")
def _call(w: FunctionWriter, op: Operation) -> None:
    signature = op.static.signature
    w.uses.functions.add(op.static)
    call = f"{w.symbols.function(op.static)}({_arguments(w, op.args, signature.params)})"
    result = signature.result
    if isinstance(result, RefType) and op.result is not None and w.ctype(op.result.type) != w.ctype(result) \
            and w.nesting.is_used(op.result):
        call = f"({w.spelled(op.result.type)}){call}"
    _finish_call(w, op, call, result)


@writes("call_virtual")
def _call_virtual(w: FunctionWriter, op: Operation) -> None:
    code = op.static.type
    assert isinstance(code, CodeType)
    arguments = ", ".join(w.value(arg) for arg in op.args)
    _finish_call(w, op, f"{w.slot(op.args[0], op.static)}({arguments})", code.signature.result)


@writes("call_value")
def _call_value(w: FunctionWriter, op: Operation) -> None:
    f, *args = op.args
    assert isinstance(f.type, RefType)
    field = f.type.cls.find_field("code")
    assert field is not None and isinstance(field.type, CodeType), f.type
    arguments = ", ".join(w.value(arg) for arg in [*args, f])
    _finish_call(w, op, f"{w.field(f, field)}({arguments})", field.type.signature.result)


@writes("call_code")
def _call_code(w: FunctionWriter, op: Operation) -> None:
    code, *args = op.args
    call = f"{w.operand(code, PRIMARY)}({', '.join(w.value(arg) for arg in args)})"
    if op.result is not None and w.nesting.is_used(op.result):
        w.assign(op.result, call)
    else:
        w.emit(call + ";")


@writes("call_c")
def _call_c(w: FunctionWriter, op: Operation) -> None:
    function: CFunction = op.static
    if is_declared(function):
        w.uses.headers.update(function.headers)
    else:
        w.uses.c_functions.add(function)
    arguments = ", ".join(_c_argument(w, arg, function, number) for number, arg in enumerate(op.args))
    call = f"{c_symbol(function)}({arguments})"
    if op.result is None or not w.nesting.is_used(op.result):
        w.emit(call + ";")
    elif isinstance(op.result.type, (PointerType, CodeType)):
        w.assign(op.result, f"({w.spelled(op.result.type)}){call}")
    else:
        w.assign(op.result, call)


def _c_argument(w: FunctionWriter, arg: Value, function: CFunction, number: int) -> str:
    """Pointers are passed as void *, which C converts to what the function says; variadic arguments need their
    exact type."""
    if isinstance(arg.type, (PointerType, CodeType)) and (function.headers or function.source):
        return f"(void *){w.operand(arg, UNARY)}"
    if function.variadic and number >= len(function.signature.params):
        return f"({w.spelled(arg.type)}){w.operand(arg, UNARY, True)}"
    return w.value(arg)


# Suspending and resuming

@writes("switch_stack")
def _switch_stack(w: FunctionWriter, op: Operation) -> None:
    if op.unwind is None:
        w.emit(f'rt_fatal("built without the stackless transform: nothing can be suspended", '
               f'{w.location_address(op)});')
        return
    own, target = op.args
    w.emit(f"rt_switch_stack({w.value(own)}, {w.value(target)});")
    w.unwind(op)


@writes("unwind_stack")
def _unwind_stack(w: FunctionWriter, op: Operation) -> None:
    w.emit("rt_unwind_stack();")
    w.unwind(op)


@writes("continue_call")
def _continue_call(w: FunctionWriter, op: Operation) -> None:
    signature = op.static.signature
    w.uses.functions.add(op.static)
    call = f"{w.symbols.function(op.static)}({_arguments(w, op.args, signature.params)})"
    if signature.result is VOID:
        w.body.open(f"if (rt_unlikely({failed(call, VOID)}))")
    else:
        name = w.temporary(signature.result, call)
        w.body.open(f"if (rt_unlikely({failed(name, signature.result)}))")
    w.unwind(op)
    w.body.close()
    if signature.result is not VOID:
        w.emit(f"RT_SET_RESULT({w.spelled(signature.result)}, {name});")


@writes("save_frame")
def _save_frame(w: FunctionWriter, op: Operation) -> None:
    assert op.result is not None
    cls = op.static
    w.uses.aggregates.add(cls)
    tid, _ = w.symbols.class_range(cls, w.uses)
    arguments = f"{w.value(op.args[0])}, {w.value(op.args[1])}"
    call = f"rt_save_frame(sizeof({w.struct(cls)}), {tid}, {arguments})"
    if w.nesting.is_used(op.result):
        w.assign(op.result, call)
    else:
        w.emit(call + ";")


@writes("resumed_frame")
def _resumed_frame(w: FunctionWriter, op: Operation) -> None:
    assert op.result is not None
    if w.nesting.is_used(op.result):
        w.assign(op.result, f"({w.spelled(op.result.type)})rt_take_resumed()")
    else:
        w.emit("rt_take_resumed();")


@writes("call_pinned")
def _call_pinned(w: FunctionWriter, op: Operation) -> None:
    signature = op.static.signature
    type = signature.result
    w.uses.functions.add(op.static)
    call = f"{w.symbols.function(op.static)}({_arguments(w, op.args, signature.params)})"
    spelled = "rt_bool" if type is VOID else w.spelled(type)
    result = "1" if type is VOID else f"*({spelled} *)rt_result"
    _finish_call(w, op, f"RT_PINNED({spelled}, {call}, {result}, {failure_value(w, type)})", type)


@writes("get_result")
def _get_result(w: FunctionWriter, op: Operation) -> None:
    w.fail_if("rt_exception != NULL", op)
    if op.result is not None:
        spelled = w.spelled(op.result.type)
        w.assign_used(op.result, f"*({spelled}{'' if spelled.endswith('*') else ' '}*)rt_result")


@writes("set_result")
def _set_result(w: FunctionWriter, op: Operation) -> None:
    spelled = w.spelled(op.args[0].type)
    w.emit(f"RT_SET_RESULT({spelled}, {w.value(op.args[0])});")


# Raw memory

@writes("raw_alloc")
def _raw_alloc(w: FunctionWriter, op: Operation) -> None:
    assert op.result is not None
    w.assign(op.result, f"rt_raw_alloc({w.value(op.args[0])}, {w.size_of(op.static)})")
    w.fail_if(f"{w.variables.name[op.result]} == NULL", op, "MemoryError")


@writes("raw_free")
def _raw_free(w: FunctionWriter, op: Operation) -> None:
    w.emit(f"__builtin_free({w.value(op.args[0])});")


def _pointed(w: FunctionWriter, value: Value) -> Type | StructType:
    assert isinstance(value.type, PointerType)
    target = value.type.target
    if isinstance(target, StructType):
        w.uses.aggregates.add(target)
    return target


@writes("raw_store")
def _raw_store(w: FunctionWriter, op: Operation) -> None:
    p, i, value = op.args
    target = _pointed(w, p)
    text = w.converted(value, target) if isinstance(target, Type) else w.value(value)
    w.emit(f"{w.operand(p, PRIMARY)}[{w.value(i)}] = {text};")


@writes("raw_set_field")
def _raw_set_field(w: FunctionWriter, op: Operation) -> None:
    _pointed(w, op.args[0])
    value = op.args[1]
    if external_field(op) and isinstance(value.type, (PointerType, CodeType)):
        text = f"(void *){w.operand(value, UNARY)}"
    else:
        text = w.value(value)
    w.emit(f"{w.raw_field(op)} = {text};")


@writes("raw_copy")
def _raw_copy(w: FunctionWriter, op: Operation) -> None:
    source, target, n = op.args
    size = w.byte_count(n, _pointed(w, source))
    w.emit(f"__builtin_memmove({w.value(target)}, {w.value(source)}, {size});")


@writes("raw_fill")
def _raw_fill(w: FunctionWriter, op: Operation) -> None:
    p, byte, n = op.args
    size = w.byte_count(n, _pointed(w, p))
    w.emit(f"__builtin_memset({w.value(p)}, {w.value(byte)}, {size});")


@writes("set_errno")
def _set_errno(w: FunctionWriter, op: Operation) -> None:
    w.emit(f"rt_set_errno({w.value(op.args[0])});")
