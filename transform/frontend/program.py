"""What a program consists of: functions, classes and prebuilt objects, found from its entry.

Functions are specialised here: one FunctionSpec for each live function, class that it is a
method of, binding of type variables, and constant arguments asked for by @specialize. Each
waits in a queue until its body is translated; a mistake in one does not hide the others'."""
from __future__ import annotations

import ast
import inspect
import re
from collections import deque
from types import FunctionType, MethodType
from typing import Any, Callable, Mapping, Optional, TypeVar

from transform.frontend.annotations import evaluate
from transform.frontend.classes import Classes, ClassInfo, function_scope
from transform.frontend.errors import Span, TranslationError, TranslationErrors
from transform.frontend.prebuilt import PrebuiltObjects
from transform.frontend.source import FunctionNode, function_node
from transform.ir.graph import Block, CFunction, Function, Graph, Operation, Position, Program, Return, Value, Variable
from transform.ir.types import (
    INT,
    UINT8,
    VOID,
    ClassType,
    CodeType,
    RefType,
    Signature,
    Type,
    VtableSlot,
    code_of,
    pointer_to,
)
from transform.rpython import coroutine
from transform.rpython.callbacks import CallbackType, callback_function
from transform.runtime import entry as runtime_entry
from transform.runtime import exceptions as runtime_exceptions
from transform.runtime.gc import entry as runtime_gc

_FOREIGN_FORMS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS | inspect.CO_GENERATOR


class FunctionSpec:
    """One function to translate. ``statics`` are parameters that are constants."""

    def __init__(self, pyfunc: FunctionType, node: FunctionNode, owner: Optional[ClassInfo],
                 bindings: Mapping[TypeVar, Type], statics: Mapping[str, Any], ir: Function,
                 params: list[str], scope: Mapping[str, Any]) -> None:
        self.pyfunc = pyfunc
        self.node = node
        self.owner = owner
        self.bindings = bindings
        self.statics = statics
        self.ir = ir
        self.params = params
        self.scope = scope


class Frontend:
    """The translation of one program. ``progress`` is called with the number of functions
    done and the number known. With ``gc`` "immix" the collector becomes part of the program."""

    def __init__(self, progress: Optional[Callable[[int, int], None]] = None, gc: str = "none") -> None:
        self.gc = gc
        self.classes = Classes()
        self.annotations = self.classes.annotations
        self.prebuilt = PrebuiltObjects(self)
        self.errors: list[TranslationError] = []
        self.used_slots: list[VtableSlot] = []
        self.c_functions: dict[int, tuple[Any, CFunction]] = {}
        self.libraries: dict[int, Any] = {}
        self._specs: dict[Any, FunctionSpec] = {}
        self._queue: deque[FunctionSpec] = deque()
        self._names: dict[str, int] = {}
        self._scopes: dict[FunctionType, Mapping[str, Any]] = {}
        self._thunks: dict[Any, Function] = {}
        self._functions: list[Function] = []
        self._annotations: dict[FunctionType, dict[str, Any]] = {}
        self._progress = progress
        self._keep: list[Any] = []
        self._tuples: dict[int, tuple[tuple[Any, ...], list[Any]]] = {}

    # Functions.

    def scope(self, pyfunc: FunctionType) -> Mapping[str, Any]:
        """The names that the body of a live function can use."""
        found = self._scopes.get(pyfunc)
        if found is None:
            found = self._scopes[pyfunc] = function_scope(pyfunc)
        return found

    def live_annotations(self, pyfunc: FunctionType) -> dict[str, Any]:
        """The annotations of a function, strings evaluated. TranslationError at one that cannot be."""
        found = self._annotations.get(pyfunc)
        if found is None:
            scope = self.scope(pyfunc)
            found = {}
            for name, annotation in pyfunc.__annotations__.items():
                try:
                    found[name] = evaluate(annotation, scope)
                except TranslationError as error:
                    raise TranslationError(error.message, _annotation_span(pyfunc, name), error.hint,
                                           pyfunc.__qualname__) from None
            self._annotations[pyfunc] = found
        return found

    def function(self, pyfunc: FunctionType, owner: Optional[ClassInfo] = None,
                 bindings: Optional[Mapping[TypeVar, Type]] = None,
                 statics: Optional[Mapping[str, Any]] = None) -> FunctionSpec:
        """The specialised function; queued for translation when it is new."""
        bindings = bindings or {}
        statics = statics or {}
        key = (pyfunc, owner, tuple(bindings.items()),
               tuple((n, v if _by_value(v) else id(v)) for n, v in statics.items()))
        found = self._specs.get(key)
        if found is None:
            self._keep.extend(statics.values())
            found = self._specs[key] = self._specialise(pyfunc, owner, bindings, statics)
            self._queue.append(found)
            self._functions.append(found.ir)
            self._add_resume_functions(found)
        return found

    def _add_resume_functions(self, spec: FunctionSpec) -> None:
        """Those that the decorator `resumes` names for a function."""
        function = spec.ir
        for live in getattr(spec.pyfunc, "_rpython_hints_", {}).get("resumed_by", ()):
            resume = self.function(live, spec.owner, spec.bindings, spec.statics).ir
            own, wanted = resume.signature, function.signature
            if own.params[:-1] != wanted.params or own.result is not wanted.result:
                assert resume.position is not None
                raise TranslationError(
                    f"{resume.name} resumes {function.name}, but its parameters and result differ",
                    Span.of_line(resume.position.file, resume.position.line), function=resume.name,
                    hint=f"it takes {', '.join(map(str, wanted.params))} and how a call ended, and gives "
                         f"{wanted.result}")
            function.inline = "never"
            function.resumed_by.append(resume)

    def add(self, spec: FunctionSpec) -> None:
        """Queue a function that was made here (a lambda)."""
        self._queue.append(spec)
        self._functions.append(spec.ir)

    def _specialise(self, pyfunc: FunctionType, owner: Optional[ClassInfo], bindings: Mapping[TypeVar, Type],
                    statics: Mapping[str, Any]) -> FunctionSpec:
        node = function_node(pyfunc)
        file = pyfunc.__code__.co_filename
        name = pyfunc.__qualname__.replace("<locals>.", "")
        if not isinstance(node, ast.FunctionDef):
            raise TranslationError("a lambda has no annotations to be called by", Span.of(node, file),
                                   hint="make it a function")
        self.check_form(pyfunc)
        annotations = self.live_annotations(pyfunc)
        scope = self.scope(pyfunc)
        params: list[str] = []
        types: list[Type] = []
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        for number, arg in enumerate(arguments):
            if arg.arg in statics:
                continue
            if number == 0 and owner is not None and arg.arg not in annotations:
                found: Type = owner.type.ref
            elif arg.arg not in annotations:
                raise TranslationError(f"parameter '{arg.arg}' has no annotation", Span.of(arg, file), function=name,
                                       hint=f"write {arg.arg}: T")
            else:
                found = self._resolve(annotations[arg.arg], bindings, scope, arg, file, name, value=True)
            params.append(arg.arg)
            types.append(found)
        if "return" not in annotations:
            if node.name != "__init__":
                raise TranslationError("the result has no annotation", Span(file, node.lineno, node.col_offset,
                                       node.col_offset + len(f"def {node.name}")), function=name,
                                       hint="write -> T (-> None where nothing is returned)")
            result: Type = VOID
        else:
            result = self._resolve(annotations["return"], bindings, scope, node.returns or node, file, name)
        hints = getattr(pyfunc, "_rpython_hints_", {})
        if owner is not None:
            name = f"{owner.type.name}.{pyfunc.__name__}"
        else:
            name = f"{pyfunc.__module__}.{name}"
            if bindings:
                name += "[" + ", ".join(t.name for t in bindings.values()) + "]"
        if statics:
            name += "(" + ", ".join(f"{n}={_show(v)}" for n, v in statics.items()) + ")"
        ir = Function(self.unique_name(name), Signature(tuple(types), result), None,
                      Position(file, node.lineno, pyfunc.__qualname__), tuple(params),
                      hints.get("inline", "auto"), hints.get("cold", False))
        return FunctionSpec(pyfunc, node, owner, bindings, statics, ir, params, scope)

    def check_form(self, pyfunc: FunctionType) -> None:
        """TranslationError where a function is a generator, or has a parameter *args or **kwargs."""
        if not pyfunc.__code__.co_flags & _FOREIGN_FORMS:
            return
        node = function_node(pyfunc)
        file, name = pyfunc.__code__.co_filename, pyfunc.__qualname__.replace("<locals>.", "")
        for arg, stars in ((node.args.vararg, "*"), (node.args.kwarg, "**")):
            if arg is not None:
                raise TranslationError(f"parameter {stars}{arg.arg} is not RPython", Span.of(arg, file),
                                       hint="take a list or a tuple", function=name)
        place = next((part for part in ast.walk(node) if isinstance(part, (ast.Yield, ast.YieldFrom))), node)
        raise TranslationError("a generator is not RPython", Span.of(place, file), function=name,
                               hint="fill a list, or write a class with __iter__ and __next__")

    def _resolve(self, annotation: Any, bindings: Mapping[TypeVar, Type], scope: Mapping[str, Any], node: ast.AST,
                 file: str, name: str, value: bool = False) -> Type:
        try:
            resolve = self.annotations.value_type if value else self.annotations.resolve
            return resolve(annotation, bindings, scope)
        except TranslationError as error:
            if error.span is not None:
                raise
            raise TranslationError(error.message, Span.of(node, file), error.hint, name) from None

    def unique_name(self, name: str) -> str:
        """``name``, numbered when it is taken."""
        count = self._names[name] = self._names.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"

    def method(self, owner: ClassInfo, name: str, pyfunc: FunctionType,
               statics: Optional[Mapping[str, Any]] = None) -> FunctionSpec:
        """The method that ``owner`` defines, with ``owner`` as the type of self."""
        return self.function(pyfunc, owner, owner.bindings, statics)

    def method_spec(self, method: MethodType) -> FunctionSpec:
        """The function of a live bound method of a prebuilt object."""
        owner_type = self.prebuilt.type_of(method.__self__)
        assert isinstance(owner_type, RefType) and isinstance(method.__func__, FunctionType)
        member = self.classes.by_type[owner_type.cls].find(method.__func__.__name__)
        assert member is not None
        return self.method(member.owner, method.__func__.__name__, method.__func__)

    # Virtual methods and class constants.

    def instantiate(self, info: ClassInfo) -> None:
        """Objects of exactly this class can exist: its virtual methods become reachable."""
        if not info.type.instantiated:
            info.type.instantiated = True
            for slot in info.type.all_slots():
                self._fill_slot(info, slot)

    def overridden(self, info: ClassInfo, name: str) -> bool:
        """Whether a live subclass defines that name again."""
        return name in self.classes.names_below(info.pyclass)

    def method_slot(self, info: ClassInfo, name: str) -> VtableSlot:
        """The virtual slot of a method, introduced by the topmost class that has it."""
        top = info.topmost_with(name)
        slot = top.type.slots.get(name)
        if slot is None:
            member = top.find(name)
            assert member is not None
            signature = self.method(member.owner, name, member.value).ir.signature \
                if not is_abstract(member.value) else self._abstract_signature(top, member.value)
            signature = Signature((top.type.ref, *signature.params[1:]), signature.result)
            slot = self._add_slot(top, VtableSlot(name, top.type, code_of(signature)))
        return slot

    def _abstract_signature(self, owner: ClassInfo, pyfunc: FunctionType) -> Signature:
        spec = self._specialise(pyfunc, owner, owner.bindings, {})
        return spec.ir.signature

    def constant_slot(self, info: ClassInfo, name: str, type: Type) -> VtableSlot:
        """The virtual slot of a class-level constant that subclasses give other values."""
        top = info.topmost_with(name)
        slot = top.type.slots.get(name)
        if slot is None:
            slot = self._add_slot(top, VtableSlot(name, top.type, type))
        return slot

    def _add_slot(self, owner: ClassInfo, slot: VtableSlot) -> VtableSlot:
        owner.type.slots[slot.name] = slot
        for cls in list(owner.type.walk()):
            if cls.instantiated and cls in self.classes.by_type:
                self._fill_slot(self.classes.by_type[cls], slot)
        return slot

    def _fill_slot(self, info: ClassInfo, slot: VtableSlot) -> None:
        member = info.find(slot.name)
        if member is None or is_abstract(member.value):
            return
        if not isinstance(slot.type, CodeType):
            where = f"{info}.{slot.name}"
            info.type.vtable[slot] = self.prebuilt.plain(member.value, slot.type, where)
            return
        try:
            spec = self.method(member.owner, slot.name, member.value)
        except TranslationError as error:
            self.report(error)
            return
        info.type.vtable[slot] = spec.ir
        self._check_override(slot, slot.type.signature, spec)

    def _check_override(self, slot: VtableSlot, wanted: Signature, spec: FunctionSpec) -> None:
        found = spec.ir.signature
        if found.params[1:] != wanted.params[1:] or not _covariant(found.result, wanted.result):
            position = spec.ir.position
            assert position is not None
            expected = repr(Signature(wanted.params[1:], wanted.result))
            self.report(TranslationError(
                f"{spec.ir.name} has signature {Signature(found.params[1:], found.result)!r}, but it overrides "
                f"{slot} of signature {expected}", Span(position.file, position.line, 0, 1), function=spec.ir.name,
                hint="an overriding method takes the same types; its result may be a subclass"))

    # Function values.

    def function_value_fields(self, value: Any, cls: ClassType) -> dict[str, Any]:
        """The fields of a prebuilt function value."""
        signature = self.classes.callable_signature(cls.ref)
        assert signature is not None
        if isinstance(value, MethodType):
            receiver = self.prebuilt.type_of(value.__self__)
            assert isinstance(receiver, RefType)
            spec = self.method_spec(value)
            return {"code": self.thunk(spec.ir, cls, signature, bound=True),
                    "bound": self.prebuilt.object(value.__self__, receiver.cls, "self")}
        return {"code": self.thunk(self.function(value).ir, cls, signature, bound=False), "bound": None}

    def thunk(self, target: Function | VtableSlot, cls: ClassType, signature: Signature, bound: bool) -> Function:
        """The code of a function value: calls ``target``, with the bound object first."""
        key = (target, cls, bound)
        found = self._thunks.get(key)
        if found is not None:
            return found
        position = target.position if isinstance(target, Function) else None
        params = [Variable(t, f"a{i}") for i, t in enumerate(signature.params)]
        me = Variable(cls.ref, "me")
        block = Block([*params, me])
        args: list[Value] = list(params)
        if isinstance(target, Function):
            wanted, result_type = target.signature.params, target.signature.result
        else:
            assert isinstance(target.type, CodeType)
            wanted, result_type = target.type.signature.params, target.type.signature.result
        if bound:
            held = Variable(self.classes.root.optional, "bound")
            receiver = Variable(wanted[0], "self")
            block.ops.append(Operation("getfield", [me], held, cls.fields["bound"], position=position))
            block.ops.append(Operation("cast_ref", [held], receiver, position=position))
            args.insert(0, receiver)
        for i, (arg, type) in enumerate(zip(args, wanted)):
            if arg.type is not type:
                cast = Variable(type)
                block.ops.append(Operation("cast_ref", [arg], cast, position=position))
                args[i] = cast
        result = None if result_type is VOID else Variable(result_type, "result")
        name = "call" if isinstance(target, Function) else "call_virtual"
        block.ops.append(Operation(name, args, result, target, position=position))
        if result is not None and result.type is not signature.result:
            cast = Variable(signature.result)
            block.ops.append(Operation("cast_ref", [result], cast, position=position))
            result = cast
        block.exit = Return(result, position)
        own = Signature((*signature.params, cls.ref), signature.result)
        label = target.name if isinstance(target, Function) else repr(target)
        found = Function(self.unique_name(f"{label}$value"), own, Graph(block), position, inline="never")
        self._thunks[key] = found
        self._functions.append(found)
        return found

    def tuple_as_list(self, value: tuple[Any, ...]) -> list[Any]:
        """A constant tuple as a prebuilt list, for indexing by variables."""
        found = self._tuples.get(id(value))
        if found is None:
            found = self._tuples[id(value)] = (value, list(value))
        return found[1]

    # C.

    def c_function(self, live: Any) -> CFunction:
        """The C function behind a live CFunction of a CLibrary. The names of rt.h are what they are there, whatever the
        library's source says for CPython."""
        found = self.c_functions.get(id(live))
        if found is None:
            library = live.library
            self.libraries[id(library)] = library
            params = tuple(pointer_to(VOID) if isinstance(t, CallbackType) else self.annotations.resolve(t, {}, {})
                           for t in live.arg_types)
            signature = Signature(params, self.annotations.resolve(live.result_type, {}, {}))
            own = re.search(rf"\b{live.name}\b", library.source) and not live.name.startswith("rt_")
            if own and live.variadic:
                raise TranslationError(f"{live.name}: a variadic function in source= cannot be called")
            found = (live, CFunction(live.name, signature, tuple(library.headers), live.variadic,
                                     library.source if own else ""))
            self.c_functions[id(live)] = found
        return found[1]

    def callback(self, pyfunc: FunctionType, wanted: CallbackType) -> Function:
        """The function that C calls for an RPython function."""
        function = self.function(callback_function(pyfunc, wanted)).ir
        function.callback = True
        return function

    # The whole.

    def report(self, error: TranslationError) -> None:
        """Collect an error, once for each place and message."""
        if not any(str(e) == str(error) for e in self.errors):
            self.errors.append(error)

    def translate(self, main: FunctionType) -> Program:
        """Translate all that ``main(argv: list[str]) -> int`` reaches. Raises TranslationErrors."""
        from transform.frontend.builder import build_graph

        program: Optional[Program] = None
        try:
            spec = self.function(main)
            strings = self.classes.info(list, (self.classes.info(str).type.ref,)).type.ref
            if spec.ir.signature != Signature((strings,), INT):
                assert spec.ir.position is not None
                raise TranslationError("the entry point must be main(argv: list[str]) -> int",
                                       Span(spec.ir.position.file, spec.ir.position.line, 0, 1))
            run_program = runtime_entry.run_program
            assert isinstance(run_program, FunctionType)
            entry = self.function(run_program, statics={"main": main})
            arguments = pointer_to(pointer_to(UINT8))
            assert entry.ir.signature == Signature((INT, arguments), INT), entry.ir.signature
            program = Program(entry.ir)
            self._add_failures(program)
            for saved in (coroutine.SavedCall, coroutine.SavedState):
                self.instantiate(self.classes.info(saved))
            if self.gc == "immix":
                for symbol, function in runtime_gc.ENTRY_POINTS.items():
                    assert isinstance(function, FunctionType)
                    self.function(function).ir.export = symbol
        except TranslationError as error:
            self.report(error)
        done = 0
        while self._queue or self.prebuilt.pending():
            while self._queue:
                next_spec = self._queue.popleft()
                try:
                    build_graph(self, next_spec)
                except TranslationError as error:
                    self.report(error)
                done += 1
                if self._progress is not None:
                    self._progress(done, len(self._specs))
            try:
                self.prebuilt.lay_out_pending()
            except TranslationError as error:
                self.report(error)
        if self.errors or program is None:
            raise TranslationErrors(self.errors)
        self._finish(program)
        return program

    def _add_failures(self, program: Program) -> None:
        for name, message in runtime_exceptions.FAILURES.items():
            live = getattr(__import__("builtins"), name)(message)
            program.exceptions[name] = self.prebuilt.object(live, self.classes.info(type(live)).type, name)

    def _finish(self, program: Program) -> None:
        program.functions = self._functions
        program.classes = self.classes.order
        for library in self.libraries.values():
            for source, target in ((library.headers, program.headers), (library.libraries, program.libraries),
                                   (library.include_dirs, program.include_dirs),
                                   (library.library_dirs, program.library_dirs), (library.defines, program.defines)):
                target.extend(item for item in source if item not in target)


def _annotation_span(pyfunc: FunctionType, name: str) -> Span:
    """Where a function's annotation of a parameter, or of its result ("return"), stands."""
    node = function_node(pyfunc)
    place: ast.AST = node
    if name == "return" and isinstance(node, ast.FunctionDef) and node.returns is not None:
        place = node.returns
    for part in ast.walk(node.args):
        if isinstance(part, ast.arg) and part.arg == name:
            place = part
    return Span.of(place, pyfunc.__code__.co_filename)


def is_abstract(pyfunc: Any) -> bool:
    return bool(getattr(pyfunc, "__isabstractmethod__", False))


def _by_value(value: Any) -> bool:
    return isinstance(value, (int, float, str, bytes, type(None), Type))


def _covariant(found: Type, wanted: Type) -> bool:
    if isinstance(found, RefType) and isinstance(wanted, RefType):
        return found.cls.is_subclass(wanted.cls) and (wanted.optional or not found.optional)
    return found is wanted


def _show(value: Any) -> str:
    return getattr(value, "__name__", None) or repr(value)
