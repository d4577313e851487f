"""Calls: functions, methods, constructors, function values, C functions."""
from __future__ import annotations

import ast
import builtins
import dataclasses
import typing
from types import FunctionType
from typing import Any, Optional, Sequence, TypeVar, Union

from transform.frontend.annotations import _has_variables
from transform.frontend.classes import ClassInfo, Member
from transform.frontend.errors import TranslationError
from transform.frontend.flow import Flow
from transform.frontend.program import FunctionSpec, is_abstract
from transform.frontend.values import NONE, BoundMethod, FrontValue, LambdaValue, Static, StaticType
from transform.ir.graph import Constant, Function, Position, Value
from transform.ir.types import (
    BOOL,
    FLOAT,
    INT,
    UINT64,
    VOID,
    CodeType,
    FloatType,
    IntType,
    PointerType,
    RefType,
    Signature,
    Type,
    VtableSlot,
    code_of,
    pointer_to,
)
from transform.rpython.callbacks import CallbackType
from transform.runtime import table

Argument = Union[ast.expr, FrontValue]
MISSING = object()


class Parameter:
    """A parameter of a live function: its default is a live object or MISSING."""

    __slots__ = ("name", "default", "keyword_only", "positional_only")

    def __init__(self, name: str, default: Any, keyword_only: bool, positional_only: bool) -> None:
        self.name = name
        self.default = default
        self.keyword_only = keyword_only
        self.positional_only = positional_only


def parameters_of(pyfunc: FunctionType) -> list[Parameter]:
    """The parameters of a live function in order."""
    code = pyfunc.__code__
    count = code.co_argcount
    defaults = pyfunc.__defaults__ or ()
    keyword_defaults = pyfunc.__kwdefaults__ or {}
    found = []
    for i, name in enumerate(code.co_varnames[: count + code.co_kwonlyargcount]):
        if i >= count:
            default = keyword_defaults.get(name, MISSING)
        else:
            from_end = i - (count - len(defaults))
            default = defaults[from_end] if from_end >= 0 else MISSING
        found.append(Parameter(name, default, i >= count, i < code.co_posonlyargcount))
    return found


class Calls(Flow):
    """Translation of calls."""

    # Functions.

    def runtime(self, name: str, args: Sequence[Argument], node: Optional[ast.AST]) -> FrontValue:
        function = table.FUNCTIONS[name]
        assert isinstance(function, FunctionType)
        return self.call_function(function, args, {}, node)

    def call_function(self, pyfunc: FunctionType, args: Sequence[Argument], keywords: dict[str, Argument],
                      node: Optional[ast.AST], owner: Optional[ClassInfo] = None,
                      bindings: Optional[dict[TypeVar, Type]] = None, expected: Optional[Type] = None) -> FrontValue:
        """Call a live function. With ``owner`` it is a method and args[0] the receiver."""
        self.frontend.check_form(pyfunc)
        parameters = parameters_of(pyfunc)
        given = self.arrange(pyfunc.__name__, parameters, args, keywords, node, 1 if owner is not None else 0)
        spec, values = self.specialise(pyfunc, parameters, given, node, owner, bindings or {}, expected)
        result = self.emit_call("call", spec.ir, spec.ir.signature, values)
        if self.frontend.live_annotations(pyfunc).get("return") in (typing.NoReturn, typing.Never):
            self.unreachable()
        return result

    def arrange(self, name: str, parameters: list[Parameter], args: Sequence[Argument],
                keywords: dict[str, Argument], node: Optional[ast.AST], hidden: int = 0) -> list[Argument]:
        """The arguments in the order of the parameters, defaults filled in."""
        positional = [p for p in parameters if not p.keyword_only]
        if len(args) > len(positional):
            self.error(f"{name}() takes {len(positional) - hidden} positional arguments, {len(args) - hidden} given",
                       node)
        known = {p.name for p in parameters if not p.positional_only}
        for keyword in keywords:
            if keyword not in known:
                self.error(f"{name}() has no parameter '{keyword}'", node)
        given: list[Argument] = []
        missing: list[str] = []
        for i, parameter in enumerate(parameters):
            if i < len(args) and not parameter.keyword_only:
                if parameter.name in keywords:
                    self.error(f"{name}() got two values for parameter '{parameter.name}'", node)
                given.append(args[i])
            elif parameter.name in keywords:
                given.append(keywords[parameter.name])
            elif parameter.default is not MISSING:
                given.append(Static(parameter.default))
            else:
                missing.append(parameter.name)
        if missing:
            self.error(f"{name}() misses argument{'s' * (len(missing) > 1)} "
                       + ", ".join(f"'{m}'" for m in missing), node)
        return given

    def specialise(self, pyfunc: FunctionType, parameters: list[Parameter], given: list[Argument],
                   node: Optional[ast.AST], owner: Optional[ClassInfo], bindings: dict[TypeVar, Type],
                   expected: Optional[Type]) -> tuple[FunctionSpec, list[Value]]:
        """The function specialised for these arguments, and the arguments converted."""
        annotations = self.live_annotations(pyfunc, node)
        scope = self.frontend.scope(pyfunc)
        constant_names = getattr(pyfunc, "_rpython_hints_", {}).get("specialize", ())
        statics: dict[str, Any] = {}
        if owner is not None:
            bindings = {**owner.bindings, **bindings}
        variables = {p.name for p in parameters if _has_variables(annotations.get(p.name))}
        needs_match = any(v not in bindings for p in variables for v in type_variables(annotations[p]))
        pending: list[tuple[Parameter, Argument]] = []
        for parameter, argument in zip(parameters, given):
            if parameter.name in constant_names:
                value = self.argument(argument, None)
                if isinstance(value, StaticType):
                    statics[parameter.name] = value.type
                elif isinstance(value, Static):
                    statics[parameter.name] = value.value
                else:
                    self.error(f"argument '{parameter.name}' must be a constant here "
                               f"({pyfunc.__name__} is specialised on it)", self.place(argument, node))
                continue
            annotation = annotations.get(parameter.name)
            if (annotation in (type, typing.Type) or typing.get_origin(annotation) is type):
                bound = self.type_argument(argument, node)
                for variable in type_variables(annotation):
                    bindings[variable] = bound
                statics[parameter.name] = bound
                continue
            if needs_match and parameter.name in variables and not isinstance(argument, (ast.Lambda,)):
                value = self.argument(argument, None)
                default = self.default_type(value)
                if default is not None:
                    self.frontend.annotations.match(annotation, default, bindings, scope)
                argument = value
            pending.append((parameter, argument))
        if needs_match and expected is not None and "return" in annotations:
            unbound: dict[TypeVar, Type] = {}
            self.frontend.annotations.match(annotations["return"], expected, unbound, scope)
            bindings = {**unbound, **bindings}
        missing = [v for p in variables for v in type_variables(annotations[p]) if v not in bindings]
        if missing:
            self.error(f"cannot tell what {missing[0].__name__} is in this call of {pyfunc.__name__}", node,
                       "annotate the variable that is passed")
        ordered = {v: bindings[v] for v in sorted(bindings, key=lambda v: v.__name__)}
        spec = self.frontend.function(pyfunc, owner, ordered, statics)
        values = []
        for (parameter, argument), wanted in zip(pending, spec.ir.signature.params):
            value = self.argument(argument, wanted)
            values.append(self.coerce(value, wanted, self.place(argument, node), f"argument '{parameter.name}'"))
        return spec, values

    def live_annotations(self, pyfunc: FunctionType, node: Optional[ast.AST]) -> dict[str, Any]:
        return self.frontend.live_annotations(pyfunc)

    def argument(self, argument: Argument, expected: Optional[Type]) -> FrontValue:
        """The value of an argument that may not be evaluated yet."""
        if isinstance(argument, ast.expr):
            return self.expression(argument, expected)
        return argument

    def type_argument(self, argument: Argument, node: Optional[ast.AST]) -> Type:
        """A type given as an argument: uint8, GcArray[int], T."""
        if isinstance(argument, ast.expr):
            return self.type_expression(argument)
        if isinstance(argument, StaticType):
            return argument.type
        if isinstance(argument, Static):
            return self.frontend.annotations.resolve(argument.value, self.spec.bindings, self.spec.scope)
        self.error("expected a type", node)

    def place(self, argument: Argument, node: Optional[ast.AST]) -> Optional[ast.AST]:
        return argument if isinstance(argument, ast.expr) else node

    def emit_call(self, name: str, static: Any, signature: Signature, values: list[Value]) -> FrontValue:
        result = self.emit(name, values, signature.result, static)
        return NONE if result is None else result

    # Methods.

    def call_method(self, receiver: Value, name: str, args: Sequence[Argument], node: Optional[ast.AST],
                    keywords: Optional[dict[str, Argument]] = None, exact: bool = False,
                    expected: Optional[Type] = None) -> FrontValue:
        """Call ``receiver.name(...)``; ``exact``: the receiver's class is known exactly."""
        assert isinstance(receiver.type, RefType)
        info = self.info_of(receiver.type)
        member = None if info is None else info.find(name)
        if info is None or member is None:
            self.no_attribute(receiver.type, name, node)
        receiver = self.non_null(receiver, node, f"the object with '{name}'")
        return self.call_member(receiver, info, member, name, args, keywords or {}, node, exact, expected)

    def call_member(self, receiver: Value, info: ClassInfo, member: Member, name: str, args: Sequence[Argument],
                    keywords: dict[str, Argument], node: Optional[ast.AST], exact: bool,
                    expected: Optional[Type] = None) -> FrontValue:
        live = member.value
        if isinstance(live, staticmethod):
            function = live.__func__
            assert isinstance(function, FunctionType)
            return self.call_function(function, args, keywords, node, bindings=dict(member.owner.bindings))
        if not isinstance(live, FunctionType):
            if isinstance(live, classmethod):
                self.error(f"class method {info}.{name} is not RPython", node, "use a static method or a function")
            self.error(f"{info}.{name} is not a method", node)
        if exact or not (is_abstract(live) or self.frontend.overridden(info, name)):
            if is_abstract(live):
                self.error(f"{info}.{name} is abstract", node)
            self_ref = self.coerce(receiver, member.owner.type.ref, node)
            return self.call_function(live, [self_ref, *args], keywords, node, owner=member.owner, expected=expected)
        slot = self.frontend.method_slot(info, name)
        assert isinstance(slot.type, CodeType)
        signature = slot.type.signature
        parameters = parameters_of(live)
        self_ref = self.coerce(receiver, slot.owner.ref, node)
        given = self.arrange(name, parameters, [self_ref, *args], keywords, node, 1)
        values: list[Value] = []
        for parameter, argument, wanted in zip(parameters, given, signature.params):
            value = self.argument(argument, wanted)
            values.append(self.coerce(value, wanted, self.place(argument, node), f"argument '{parameter.name}'"))
        return self.emit_call("call_virtual", slot, signature, values)

    def no_attribute(self, type: Type, name: str, node: Optional[ast.AST]) -> typing.NoReturn:
        hint = ""
        if isinstance(type, RefType):
            below = [cls for cls in type.cls.walk() if cls is not type.cls and name in cls.fields]
            info = self.info_of(type)
            if below:
                hint = f"{below[0]} has it: test with isinstance before"
            elif info is not None and not info.type.fields and not info.find(name):
                hint = "fields are declared in the class body: x: int"
            elif info is not None:
                hint = f"declare the field in the body of class {type.cls.name}: {name}: T"
        self.error(f"{type} has no attribute '{name}'", node, hint)

    # Function values.

    def call_value(self, value: Value, args: Sequence[Argument], node: Optional[ast.AST]) -> FrontValue:
        """Call a function value."""
        signature = self.classes.callable_signature(value.type)
        if signature is None:
            if isinstance(value.type, RefType):
                return self.call_method(value, "__call__", args, node)
            self.error(f"{value.type} cannot be called", node)
        if len(args) != len(signature.params):
            self.error(f"{value.type} takes {len(signature.params)} arguments, {len(args)} given", node)
        assert isinstance(value.type, RefType)
        function = self.non_null(value, node, "what is called")
        values: list[Value] = [function]
        for i, (argument, wanted) in enumerate(zip(args, signature.params)):
            found = self.argument(argument, wanted)
            values.append(self.coerce(found, wanted, self.place(argument, node), f"argument {i + 1}"))
        return self.emit_call("call_value", None, signature, values)

    def method_value_type(self, value: BoundMethod) -> Optional[Type]:
        target = self._method_target(value)
        signature = target.signature if isinstance(target, Function) else target.type.signature  # type: ignore
        return self.classes.callable_class(Signature(signature.params[1:], signature.result)).ref

    def _method_target(self, value: BoundMethod) -> Function | VtableSlot:
        member = value.owner.find(value.name)
        assert member is not None
        if not isinstance(member.value, FunctionType):
            self.error(f"{value.owner}.{value.name} cannot be used as a value", None)
        if value.direct or not (is_abstract(member.value) or self.frontend.overridden(value.owner, value.name)):
            return self.frontend.method(member.owner, value.name, member.value).ir
        return self.frontend.method_slot(value.owner, value.name)

    def method_value(self, value: BoundMethod, type: Type, node: Optional[ast.AST]) -> Optional[Value]:
        own = self.method_value_type(value)
        if not isinstance(type, RefType) or own is not type.cls.ref:
            return None
        target = self._method_target(value)
        signature = self.classes.callable_signature(own)
        assert signature is not None
        thunk = self.frontend.thunk(target, type.cls, signature, bound=True)
        type.cls.instantiated = True
        made = self.emit("new", [], type.cls.ref, type.cls)
        code = type.cls.fields["code"]
        self.emit("setfield", [made, Constant(thunk, code.type)], VOID, code)
        bound = self.coerce(value.receiver, self.classes.root.optional, node)
        self.emit("setfield", [made, bound], VOID, type.cls.fields["bound"])
        return self.coerce(made, type, node)

    def lambda_value(self, value: LambdaValue, type: Type, node: Optional[ast.AST]) -> Optional[Value]:
        signature = self.classes.callable_signature(type)
        arguments = value.node.args
        if signature is None or not isinstance(type, RefType):
            return None
        names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        if len(names) != len(signature.params) or arguments.kwonlyargs or arguments.vararg or arguments.kwarg:
            self.error(f"expected {type}, found a lambda with {len(names)} parameters", value.node)
        for inner in ast.walk(value.node.body):
            if isinstance(inner, ast.Name) and inner.id not in names and inner.id in self.env.values:
                self.error(f"the lambda uses the local variable '{inner.id}'", inner,
                           "RPython has no closures at run time: use an object with a method")
        name = self.frontend.unique_name(f"{self.function.name}.<lambda>")
        position = Position(self.file, value.node.lineno, f"{self.position.function}.<lambda>")
        ir = Function(name, signature, None, position, tuple(names))
        spec = FunctionSpec(self.spec.pyfunc, value.node, None, self.spec.bindings, self.spec.statics, ir, names,
                            self.spec.scope)
        self.frontend.add(spec)
        return self.function_constant(ir, type, signature)

    def function_constant(self, target: Function, type: RefType, signature: Signature) -> Constant:
        """The prebuilt function value of a function without a live object."""
        prebuilt = self.frontend.prebuilt.function_value(target, type.cls, signature)
        return Constant(prebuilt, type)

    # Constructors.

    def construct(self, info: ClassInfo, args: Sequence[Argument], keywords: dict[str, Argument],
                  node: Optional[ast.AST]) -> FrontValue:
        """``C(...)``: a new object, initialised."""
        cls = info.type
        if getattr(info.pyclass, "__abstractmethods__", None):
            missing = ", ".join(sorted(info.pyclass.__abstractmethods__))  # type: ignore[attr-defined]
            self.error(f"class {cls} is abstract (it lacks {missing})", node)
        if cls.varpart is not None:
            self.error(f"objects of {cls} have a variable part", node, f"use new_var({cls}, n)")
        self.frontend.instantiate(info)
        if cls.immediate is not None:
            (field,) = cls.all_fields()
            (given,) = self.arrange(cls.name, [Parameter(field.name, MISSING, False, False)], args, keywords, node)
            value = self.coerce(self.argument(given, field.type), field.type, self.place(given, node))
            made: FrontValue = self.emit("make_immediate", [value], cls.ref, cls)
            return made
        member = info.find("__init__")
        new = self.emit("new", [], cls.ref, cls)
        self._set_defaults(info, new, node)
        if member is not None and isinstance(member.value, FunctionType):
            if is_dataclass_constructor(member.value):
                self._construct_dataclass(info, new, args, keywords, node)
            else:
                receiver = self.coerce(new, member.owner.type.ref, node)
                self.call_function(member.value, [receiver, *args], keywords, node, owner=member.owner)
        elif args or keywords:
            self.error(f"{cls}() takes no arguments", node, "it has no __init__")
        return new

    def _set_defaults(self, info: ClassInfo, new: Value, node: Optional[ast.AST]) -> None:
        seen: set[str] = set()
        for owner in info.chain():
            for name, live in owner.defaults.items():
                if name in seen:
                    continue
                seen.add(name)
                field = info.type.find_field(name)
                if field is None or isinstance(live, dataclasses.Field):
                    continue
                value = self.coerce(Static(live), field.type, node, f"default of {field}")
                self.emit("setfield", [self.coerce(new, field.owner.ref, node), value], VOID, field)

    def _construct_dataclass(self, info: ClassInfo, new: Value, args: Sequence[Argument],
                             keywords: dict[str, Argument], node: Optional[ast.AST]) -> None:
        fields = [f for f in dataclasses.fields(info.pyclass) if f.init]  # type: ignore[arg-type]
        parameters = []
        for live in fields:
            if live.default_factory is not dataclasses.MISSING:
                self.error(f"default_factory of {info}.{live.name} is not RPython", node, "write an __init__")
            default = MISSING if live.default is dataclasses.MISSING else live.default
            parameters.append(Parameter(live.name, default, live.kw_only is True, False))
        given = self.arrange(info.type.name, parameters, args, keywords, node)
        values = []
        for parameter, argument in zip(parameters, given):
            field = info.type.find_field(parameter.name)
            assert field is not None
            value = self.argument(argument, field.type)
            values.append((field, self.coerce(value, field.type, self.place(argument, node),
                                              f"argument '{parameter.name}'")))
        for field, stored in values:
            self.emit("setfield", [self.coerce(new, field.owner.ref, node), stored], VOID, field)

    def generic_class(self, pyclass: type, args: Sequence[Argument], node: Optional[ast.AST],
                      expected: Optional[Type]) -> tuple[ClassInfo, list[Argument]]:
        """A generic class named without its arguments: taken from what is expected, else
        from the constructor's arguments."""
        if isinstance(expected, RefType):
            info = self.classes.by_type.get(expected.cls)
            if info is not None and info.pyclass is pyclass:
                return info, list(args)
        bindings: dict[TypeVar, Type] = {}
        init, own = inherited_constructor(pyclass)
        evaluated: list[Argument] = list(args)
        if isinstance(init, FunctionType):
            annotations = self.frontend.live_annotations(init)
            for i, parameter in enumerate(parameters_of(init)[1:]):
                if i < len(evaluated) and not isinstance(evaluated[i], ast.Lambda):
                    value = self.argument(evaluated[i], None)
                    evaluated[i] = value
                    found = self.default_type(value)
                    if found is not None and parameter.name in annotations:
                        self.frontend.annotations.match(annotations[parameter.name], found, bindings,
                                                        self.frontend.scope(init))
            bindings.update({own[v]: found for v, found in list(bindings.items()) if v in own})
        parameters = pyclass.__parameters__  # type: ignore[attr-defined]
        if any(p not in bindings for p in parameters):
            names = ", ".join(p.__name__ for p in parameters)
            self.error(f"cannot tell the type arguments of {pyclass.__name__} here", node,
                       f"write {pyclass.__name__}[{names}](...) or annotate the variable")
        return self.classes.info(pyclass, tuple(bindings[p] for p in parameters)), evaluated

    # C functions.

    def call_c(self, live: Any, args: Sequence[Argument], node: Optional[ast.AST]) -> FrontValue:
        """Call a function of a C library; integers and pointers convert as in C."""
        function = self.frontend.c_function(live)
        wanted = function.signature.params
        if len(args) < len(wanted) or (len(args) > len(wanted) and not function.variadic):
            self.error(f"{function.name}() takes {len(wanted)} arguments, {len(args)} given", node)
        values: list[Value] = []
        for i, argument in enumerate(args):
            expected = wanted[i] if i < len(wanted) else None
            value = self.argument(argument, None)
            if i < len(wanted) and isinstance(live.arg_types[i], CallbackType) and isinstance(value, Static) \
                    and isinstance(value.value, FunctionType):
                values.append(self._callback(value.value, live.arg_types[i], self.place(argument, node)))
            elif expected is None:
                values.append(self.value(value, self.place(argument, node)))
            else:
                values.append(self.c_argument(value, expected, self.place(argument, node)))
        result_type = function.signature.result
        result = self.emit("call_c", values, result_type, function)
        if result is None:
            return NONE
        if isinstance(result_type, IntType) and result_type.bits < 64:
            return self.cast_int(result, INT)
        if isinstance(result_type, FloatType) and result_type is not FLOAT:
            widened: FrontValue = self.emit("cast_float", [result], FLOAT)
            return widened
        return result

    def _callback(self, live: FunctionType, wanted: CallbackType, node: Optional[ast.AST]) -> Value:
        try:
            function = self.frontend.callback(live, wanted)
        except TypeError as error:
            self.error(str(error), node)
        code: Value = self.emit("code_address", [], code_of(function.signature), function)
        pointer: Value = self.emit("cast_pointer", [code], pointer_to(VOID))
        return pointer

    def c_argument(self, value: FrontValue, wanted: Type, node: Optional[ast.AST]) -> Value:
        if isinstance(wanted, IntType):
            if isinstance(value, Static) and isinstance(value.value, int):
                if not -(1 << 63) <= value.value < (1 << 64):
                    self.error(f"{value.value} does not fit in {wanted}", node)
                if wanted.minimum <= value.value <= wanted.maximum:
                    return self.coerce(value, wanted, node)
                value = self.coerce(value, INT if value.value < 1 << 63 else UINT64, node)
            number = self.value(value, node)
            if isinstance(number.type, IntType) or number.type is BOOL:
                return self.cast_int(number, wanted)
        elif isinstance(wanted, FloatType):
            number = self.as_float(value, node)
            narrowed: Value = number if wanted is FLOAT else self.emit("cast_float", [number], wanted)
            return narrowed
        elif isinstance(wanted, PointerType):
            if isinstance(value, Static) and value.value is None:
                return Constant(None, wanted)
            pointer = self.value(value, node)
            if isinstance(pointer.type, PointerType) and VOID in (pointer.type.target, wanted.target):
                return pointer if pointer.type is wanted else self.emit("cast_pointer", [pointer], wanted)
        return self.coerce(value, wanted, node)

    def cast_int(self, value: Value, type: IntType) -> Value:
        if value.type is type:
            return value
        if isinstance(value, Constant):
            return Constant(type.wrap(int(value.value)), type)
        cast: Value = self.emit("cast_int", [value], type)
        return cast

    # Types in expressions.

    def type_expression(self, node: ast.expr) -> Type:
        """The type that an expression names, as in an annotation."""
        return self._type_of_annotation(self.live_expression(node), node)

    def type_expressions(self, node: ast.expr) -> list[Type]:
        """The types that an expression names: one, or those in a tuple."""
        live = self.live_expression(node)
        return [self._type_of_annotation(item, node) for item in (live if isinstance(live, tuple) else [live])]

    def _type_of_annotation(self, annotation: Any, node: ast.expr) -> Type:
        try:
            return self.frontend.annotations.resolve(annotation, self.spec.bindings, self.spec.scope)
        except TranslationError as error:
            self.error(error.message, node, error.hint)

    def live_expression(self, node: ast.expr) -> Any:
        """An expression of module globals evaluated by Python itself, as annotations are."""
        try:
            return self._live(node)
        except TranslationError:
            raise
        except Exception as error:
            self.error(f"cannot be evaluated as a type: {error}", node)

    def _live(self, node: ast.expr) -> Any:
        # The common forms are walked; handing each to compile() costs more than all the rest of a call.
        if isinstance(node, ast.Name):
            if node.id in self.spec.statics:
                return self.spec.statics[node.id]
            return self.spec.scope[node.id] if node.id in self.spec.scope else getattr(builtins, node.id)
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Attribute):
            return getattr(self._live(node.value), node.attr)
        if isinstance(node, ast.Subscript):
            return self._live(node.value)[self._live(node.slice)]
        if isinstance(node, ast.Tuple):
            return tuple(self._live(item) for item in node.elts)
        code = compile(ast.Expression(node), self.file, "eval")
        return eval(code, {}, self.spec.scope)  # type: ignore[arg-type]


def inherited_constructor(pyclass: type) -> tuple[Any, dict[TypeVar, TypeVar]]:
    """The constructor of a generic class, and which of the class's type variables stand
    for those of the base that defines it."""
    own: dict[TypeVar, TypeVar] = {}
    while "__init__" not in pyclass.__dict__:
        generic = next((a for a in getattr(pyclass, "__orig_bases__", ())
                        if typing.get_origin(a) not in (None, typing.Generic, typing.Protocol)), None)
        if generic is None:
            return None, own
        pyclass = typing.get_origin(generic)  # type: ignore[assignment]
        parameters = pyclass.__parameters__  # type: ignore[attr-defined]
        own = {p: own.get(a, a) for p, a in zip(parameters, typing.get_args(generic)) if isinstance(a, TypeVar)}
    return pyclass.__dict__["__init__"], own


def is_dataclass_constructor(pyfunc: FunctionType) -> bool:
    return pyfunc.__code__.co_filename == "<string>"


def type_variables(annotation: Any) -> list[TypeVar]:
    """The type variables in an annotation."""
    if isinstance(annotation, TypeVar):
        return [annotation]
    found: list[TypeVar] = []
    for arg in typing.get_args(annotation):
        for part in arg if isinstance(arg, list) else [arg]:
            found += [v for v in type_variables(part) if v not in found]
    return found
