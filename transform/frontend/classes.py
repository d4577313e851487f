"""Live classes become heap layouts.

A ClassInfo pairs a live class (under a binding of its type variables) with its ClassType.
Python's built-in classes are stood in for by those of `transform.runtime.table`. A mixin's
members are copied: look-ups treat them as the including class's own."""
from __future__ import annotations

import abc
import ast
import builtins
import sys
import typing
from collections import ChainMap
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Callable, Generic, Iterator, Mapping, Optional, TypeVar

from transform.frontend.annotations import SELF, Annotations, evaluate, is_class_variable, strip_final
from transform.frontend.errors import TranslationError
from transform.frontend.source import function_node
from transform.ir.types import (
    VOID,
    ClassType,
    RefType,
    Signature,
    StructField,
    StructType,
    Type,
    code_of,
    holds_references,
)
from transform.runtime import table

IGNORED_BASES: tuple[Any, ...] = (object, Generic, abc.ABC, typing.Protocol)
BUILTIN_NAMES = {stand_in: builtin.__name__ for builtin, stand_in in table.CLASSES.items()}


@dataclass(eq=False)
class Member:
    """An attribute of a class: the live object and the class that it belongs to."""

    owner: ClassInfo
    value: Any


class ClassInfo:
    """One specialised class. ``arguments`` are the types bound to its type parameters."""

    def __init__(self, pyclass: type, arguments: tuple[Type, ...], base: Optional[ClassInfo],
                 type: ClassType, bindings: dict[TypeVar, Type]) -> None:
        self.pyclass = pyclass
        self.arguments = arguments
        self.base = base
        self.type = type
        self.bindings = bindings
        self.subclasses: list[ClassInfo] = []
        self.defaults: dict[str, Any] = {}
        self.members: dict[str, Optional[Member]] = {}
        if base is not None:
            base.subclasses.append(self)

    def __repr__(self) -> str:
        return self.type.name

    def chain(self) -> Iterator[ClassInfo]:
        """This class and its bases."""
        info: Optional[ClassInfo] = self
        while info is not None:
            yield info
            info = info.base

    def find(self, name: str) -> Optional[Member]:
        """The class attribute of that name, found as Python finds it."""
        if name not in self.members:
            self.members[name] = self._find(name)
        return self.members[name]

    def _find(self, name: str) -> Optional[Member]:
        for pyclass in self.pyclass.__mro__:
            namespace = class_namespace(pyclass)
            if name in namespace:
                owner = self
                for info in self.chain():
                    if pyclass in info.pyclass.__mro__ or table.CLASSES.get(pyclass) is info.pyclass:
                        owner = info
                return Member(owner, namespace[name])
        if self.base is not None and self.base.pyclass not in self.pyclass.__mro__:
            return self.base.find(name)
        return None

    def topmost_with(self, name: str) -> ClassInfo:
        """The farthest base that has an attribute of that name."""
        found = self
        for info in self.chain():
            if info.find(name) is not None:
                found = info
        return found


def class_namespace(pyclass: type) -> Mapping[str, Any]:
    """What a class itself defines; built-in classes through their stand-ins."""
    pyclass = table.CLASSES.get(pyclass, pyclass)
    if pyclass.__module__ == "builtins" or pyclass in IGNORED_BASES:
        return {}
    return pyclass.__dict__


def is_mixin(pyclass: type) -> bool:
    return "_rpython_mixin_" in pyclass.__dict__


class Classes:
    """All heap layouts and raw structures of one program."""

    def __init__(self) -> None:
        self.root = ClassType("object", None)
        self.annotations = Annotations(self)
        self.infos: dict[tuple[type, tuple[Type, ...]], ClassInfo] = {}
        self.by_type: dict[ClassType, ClassInfo] = {}
        self.order: list[ClassType] = [self.root]
        self.structs: dict[type, StructType] = {}
        self._callables: dict[Signature, ClassType] = {}
        self._signatures: dict[ClassType, Signature] = {}
        self._names: set[str] = {"object"}
        self._names_below: dict[type, set[str]] = {}
        self._assured: dict[type, set[str]] = {}

    # Classes.

    def info(self, pyclass: type, arguments: tuple[Type, ...] = ()) -> ClassInfo:
        """The specialised class; TranslationError where ``pyclass`` is not RPython."""
        pyclass = table.CLASSES.get(pyclass, pyclass)
        found = self.infos.get((pyclass, arguments))
        if found is None:
            found = self._create(pyclass, arguments)
        return found

    def _create(self, pyclass: type, arguments: tuple[Type, ...]) -> ClassInfo:
        if pyclass.__module__ == "builtins" and not issubclass(pyclass, BaseException):
            raise TranslationError(f"class {pyclass.__name__} is not RPython")
        if is_mixin(pyclass):
            raise TranslationError(f"mixin {pyclass.__name__} is not a type",
                                   hint="name a class that includes it")
        parameters: tuple[TypeVar, ...] = getattr(pyclass, "__parameters__", ())
        if len(parameters) != len(arguments):
            name = BUILTIN_NAMES.get(pyclass, pyclass.__name__)
            raise TranslationError(f"{name} needs {len(parameters)} type arguments, not {len(arguments)}",
                                   hint=f"write {name}[{', '.join(p.__name__ for p in parameters)}]")
        bindings = dict(zip(parameters, arguments))
        base = self._base(pyclass, bindings)
        type = ClassType(self._name(pyclass, arguments), self.root if base is None else base.type)
        type.is_exception = type.is_exception or pyclass is table.CLASSES[BaseException]
        if base is not None:
            bindings = {**base.bindings, **bindings}
        bindings[SELF] = type.ref
        info = ClassInfo(pyclass, arguments, base, type, bindings)
        self.infos[pyclass, arguments] = info
        self.by_type[type] = info
        self.order.append(type)
        type.immediate = pyclass.__dict__.get("_rpython_immediate_")
        type.weak = getattr(pyclass, "_rpython_weak_", None)
        self._add_fields(info)
        if "_rpython_varsize_" in pyclass.__dict__:
            type.varpart = self.annotations.resolve(pyclass.__dict__["_rpython_varsize_"], bindings, {})
        return info

    def _name(self, pyclass: type, arguments: tuple[Type, ...]) -> str:
        name = BUILTIN_NAMES.get(pyclass, pyclass.__qualname__.replace("<locals>.", ""))
        if arguments:
            name += "[" + ", ".join(a.name for a in arguments) + "]"
        if name in self._names:
            name = f"{pyclass.__module__}.{name}"
        unique, count = name, 1
        while unique in self._names:
            count += 1
            unique = f"{name}#{count}"
        self._names.add(unique)
        return unique

    def _base(self, pyclass: type, bindings: dict[TypeVar, Type]) -> Optional[ClassInfo]:
        found: Optional[ClassInfo] = None
        for alias in getattr(pyclass, "__orig_bases__", None) or pyclass.__bases__:
            base = typing.get_origin(alias) or alias
            if base in IGNORED_BASES or is_mixin(base):
                continue
            if found is not None:
                raise TranslationError(f"class {pyclass.__name__} has more than one base",
                                       hint="make the further ones mixins: @mixin")
            arguments = tuple(self.annotations.resolve(a, bindings, {}) for a in typing.get_args(alias))
            found = self.info(base, arguments)
        return found

    def _add_fields(self, info: ClassInfo) -> None:
        for pyclass in own_classes(info.pyclass):
            namespace = class_namespace(pyclass)
            scope = class_scope(pyclass)
            for name, annotation in namespace.get("__annotations__", {}).items():
                if is_class_variable(annotation) or info.type.find_field(name) is not None:
                    continue
                try:
                    annotation, final = strip_final(evaluate(annotation, scope))
                    type = self.annotations.value_type(annotation, info.bindings, scope)
                except TranslationError as error:
                    raise TranslationError(f"field {info}.{name}: {error.message}", error.span, error.hint) from None
                field = info.type.add_field(name, type)
                field.immutable = final or info.type.immediate is not None
                default = namespace.get(name)
                if name in namespace and not hasattr(default, "__set__"):
                    info.defaults[name] = default
                elif holds_references(type) and not (isinstance(type, RefType) and type.optional):
                    field.may_be_unset = not self._surely_assigned(info.pyclass, name)

            for name, live in namespace.items():
                inherited = info.type.base.find_field(name) if info.type.base is not None else None
                if inherited is not None and not hasattr(live, "__set__"):
                    info.defaults[name] = live  # the subclass's own default

    def _surely_assigned(self, pyclass: type, name: str) -> bool:
        """Whether every constructor of the class and of those below assigns the field."""
        return name in self.assured(pyclass) and all(
            self._surely_assigned(sub, name) for sub in subclasses_of(pyclass))

    def assured(self, pyclass: type) -> set[str]:
        """The fields that the constructor of ``pyclass`` assigns on every way through it."""
        known = self._assured.get(pyclass)
        if known is None:
            self._assured[pyclass] = set()
            known = self._assured[pyclass] = self._scan_constructor(pyclass)
        return known

    def _scan_constructor(self, pyclass: type) -> set[str]:
        position = 0
        mro = pyclass.__mro__
        while position < len(mro) and "__init__" not in class_namespace(mro[position]):
            position += 1
        if position == len(mro):
            return set()
        init = class_namespace(mro[position])["__init__"]
        if not isinstance(init, FunctionType):
            return set()
        node = function_node(init)
        assert isinstance(node, ast.FunctionDef)
        rest = mro[position + 1:]
        inherited: set[str] = set()
        for base in rest:
            if "__init__" in class_namespace(base):
                inherited = self.assured(base)
                break
        return self._assigned_fields(pyclass, node, inherited, {init})

    def _assigned_fields(self, pyclass: type, node: ast.FunctionDef, inherited: set[str],
                         seen: set[FunctionType]) -> set[str]:
        def helper(name: str) -> set[str]:
            """What a method that the constructor calls on self assigns."""
            live = next((class_namespace(c)[name] for c in pyclass.__mro__ if name in class_namespace(c)), None)
            if not isinstance(live, FunctionType) or live in seen:
                return set()
            body = function_node(live)
            assert isinstance(body, ast.FunctionDef)
            return self._assigned_fields(pyclass, body, set(), seen | {live})

        return assigned_fields(node.body, node.args.args[0].arg, inherited, helper)

    def names_below(self, pyclass: type) -> set[str]:
        """Every name that some live subclass of ``pyclass`` defines."""
        known = self._names_below.get(pyclass)
        if known is None:
            known = set()
            for sub in subclasses_of(pyclass):
                for own in own_classes(sub):
                    known.update(class_namespace(own))
                known |= self.names_below(sub)
            self._names_below[pyclass] = known
        return known

    # Function values.

    def callable_class(self, signature: Signature) -> ClassType:
        """The class of function values with this signature."""
        found = self._callables.get(signature)
        if found is None:
            params = ", ".join(t.name for t in signature.params)
            result = "None" if signature.result is VOID else signature.result.name
            found = ClassType(f"Callable[[{params}], {result}]", self.root)
            found.add_field("code", code_of(Signature((*signature.params, found.ref), signature.result)))
            found.add_field("bound", self.root.optional).immutable = True
            found.fields["code"].immutable = True
            self._callables[signature] = found
            self._signatures[found] = signature
            self.order.append(found)
        return found

    def callable_signature(self, type: Type) -> Optional[Signature]:
        """The signature of a function value's type, None for other types."""
        return self._signatures.get(type.cls) if isinstance(type, RefType) else None

    # Raw structures.

    def struct(self, pyclass: type) -> StructType:
        """The raw structure that a @struct class describes."""
        found = self.structs.get(pyclass)
        if found is not None:
            return found
        c_name = getattr(pyclass, "c_name", None)
        found = self.structs[pyclass] = StructType(pyclass.__qualname__.replace("<locals>.", ""), c_name)
        scope = class_scope(pyclass)
        for name, annotation in pyclass.__dict__.get("__annotations__", {}).items():
            annotation = evaluate(annotation, scope)
            count: Optional[int] = None
            if typing.get_origin(annotation) is typing.Annotated:
                annotation, count = typing.get_args(annotation)[:2]
                annotation = typing.get_args(annotation)[0]  # Ptr[T]: the address of the items
            type: Type | StructType
            if isinstance(annotation, builtins.type) and getattr(annotation, "_rpython_struct_", False):
                type = self.struct(annotation)
            else:
                type = self.annotations.resolve(annotation, {}, scope)
            found.fields[name] = StructField(name, type, count)
        return found


def subclasses_of(pyclass: type) -> list[type]:
    """The live direct subclasses."""
    return type.__subclasses__(pyclass)


def own_classes(pyclass: type) -> list[type]:
    """The class and the mixins that it adds to its base."""
    base_mro: set[type] = set()
    for base in pyclass.__bases__:
        if not is_mixin(base):
            base_mro.update(base.__mro__)
    return [c for c in pyclass.__mro__ if c is pyclass or (is_mixin(c) and c not in base_mro)]


def class_scope(pyclass: type) -> Mapping[str, Any]:
    """The names that annotations in a class body can use."""
    module = sys.modules.get(pyclass.__module__)
    scope: dict[str, Any] = {}
    for value in class_namespace(pyclass).values():
        function = value.fget if isinstance(value, property) else value
        if isinstance(function, (staticmethod, classmethod)):
            function = function.__func__
        if isinstance(function, FunctionType) and function.__module__ == pyclass.__module__:
            scope.update(closure_cells(function))
            break
    scope.setdefault(pyclass.__name__, pyclass)
    scope.update({p.__name__: p for p in getattr(pyclass, "__parameters__", ())})
    return ChainMap(scope, {} if module is None else vars(module))


def function_scope(function: FunctionType) -> Mapping[str, Any]:
    """Closure cells and globals of a live function."""
    return ChainMap(closure_cells(function), function.__globals__)


def closure_cells(function: FunctionType) -> dict[str, Any]:
    """What the free variables of a function refer to."""
    scope: dict[str, Any] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            scope[name] = cell.cell_contents
        except ValueError:
            pass  # not assigned yet; a use of it is reported where it stands
    return scope


def assigned_fields(body: list[ast.stmt], self_name: str, inherited: set[str],
                    helper: Callable[[str], set[str]]) -> set[str]:
    """The attributes of ``self`` that these statements assign whichever way they run.

    ``inherited`` are those of the base's constructor; ``helper`` gives those of a method."""
    found: set[str] = set()
    for statement in body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = list(statement.targets)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        elif isinstance(statement, ast.If):
            found |= (assigned_fields(statement.body, self_name, inherited, helper)
                      & assigned_fields(statement.orelse, self_name, inherited, helper))
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            function = statement.value.func
            if isinstance(function, ast.Attribute) and function.attr == "__init__":
                found |= inherited
            elif (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
                    and function.value.id == self_name):
                found |= helper(function.attr)
        elif isinstance(statement, ast.Return):
            break
        while targets:
            target = targets.pop()
            if isinstance(target, ast.Tuple):
                targets.extend(target.elts)
            elif (isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
                    and target.value.id == self_name):
                found.add(target.attr)
    return found
