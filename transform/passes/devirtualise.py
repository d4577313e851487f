"""Devirtualisation: calls and tests whose outcome the class hierarchy decides.

The whole program is known, and with it each class that ever has an instance. Where all
instances that a receiver can be share one implementation, a virtual call is a direct call,
which can be inlined and analysed; a class-level constant with one value is a constant; an
instance test that all or none of them pass is true or false.

What is known of a receiver is its static type, or its exact class where it is a constant or
was created in the function.
"""
from __future__ import annotations

from typing import Any, Optional

from transform.ir.graph import Constant, Function, Graph, Operation, Program, Value, Variable
from transform.ir.operations import OPERATIONS
from transform.ir.operands import is_assignable
from transform.ir.types import BOOL, ClassType, CodeType, Prebuilt, RefType, VtableSlot
from transform.passes.folding import FALSE, TRUE, same_value
from transform.passes.rules import become

_CREATES = frozenset({"new", "new_var", "make_immediate"})


def run(program: Program) -> None:
    """Devirtualises every function."""
    hierarchy = Hierarchy(program)
    for function in program.functions:
        run_function(function, hierarchy)


def run_function(function: Function, hierarchy: Hierarchy) -> bool:
    """Devirtualises one function. Whether it changed."""
    return function.graph is not None and _Devirtualiser(function.graph, hierarchy).run()


class Hierarchy:
    """Which classes have instances, and what fills their virtual slots. Holds as long as
    no class gains or loses instances."""

    def __init__(self, program: Program) -> None:
        self.instances: dict[ClassType, int] = {}  # classes with instances, from here down
        for cls in program.classes:
            if cls.base is None:
                self._count(cls)
        self._only: dict[tuple[VtableSlot, ClassType], Optional[Constant | Function]] = {}

    def _count(self, root: ClassType) -> None:
        for cls in reversed(list(root.walk())):
            self.instances[cls] = int(cls.instantiated) + sum(self.instances[sub] for sub in cls.subclasses)

    def fillers(self, slot: VtableSlot, cls: ClassType) -> list[Any]:
        """What fills the slot in the instances of a class and its subclasses."""
        return [sub.vtable.get(slot) for sub in cls.walk() if sub.instantiated]

    def only_filler(self, slot: VtableSlot, cls: ClassType) -> Optional[Constant | Function]:
        """The one method or constant that fills a slot below a class, if there is just one."""
        key = slot, cls
        if key not in self._only:
            self._only[key] = self._find_only(slot, cls)
        return self._only[key]

    def _find_only(self, slot: VtableSlot, cls: ClassType) -> Optional[Constant | Function]:
        fillers = self.fillers(slot, cls)
        return _filler(slot, fillers[0]) if fillers and all(
            _same_filler(slot, fillers[0], filler) for filler in fillers) else None

    def test(self, cls: ClassType, tested: ClassType, exactly: bool) -> Optional[bool]:
        """Whether all (True) or none (False) of the instances of ``cls`` and below are of
        the tested class (or below it, if not ``exactly``)."""
        if not (cls.is_subclass(tested) or tested.is_subclass(cls)):
            return False
        if exactly:
            passing = int(tested.instantiated and tested.is_subclass(cls))
        else:
            passing = self.instances[cls if cls.is_subclass(tested) else tested]
        if passing == 0:
            return False
        return True if passing == self.instances[cls] else None


def _filler(slot: VtableSlot, value: Any) -> Optional[Constant | Function]:
    if isinstance(slot.type, CodeType):
        return value if isinstance(value, Function) else None
    return Constant(value, slot.type)


def _same_filler(slot: VtableSlot, a: Any, b: Any) -> bool:
    return a is b or (not isinstance(slot.type, CodeType) and same_value(Constant(a, slot.type),
                                                                         Constant(b, slot.type)))


class _Devirtualiser:
    def __init__(self, graph: Graph, hierarchy: Hierarchy) -> None:
        self.graph = graph
        self.hierarchy = hierarchy
        self.definitions: dict[Value, Operation] = {}
        self.replaced: dict[Value, Value] = {}
        self.out: list[Operation] = []

    def run(self) -> bool:
        blocks = self.graph.blocks()
        interesting = False
        for block in blocks:
            for op in block.ops:
                if op.result is not None:
                    self.definitions[op.result] = op
                interesting |= op.opdef.name in _HANDLERS
        if not interesting:
            return False
        changed = False
        for block in blocks:
            self.out = []
            for op in block.ops:
                handler = _HANDLERS.get(op.opdef.name)
                if handler is not None:
                    changed |= handler(self, op)
                if op.result is None or op.result not in self.replaced:
                    self.out.append(op)
            block.ops = self.out
        if self.replaced:
            replace_values(self.graph, self.replaced)
        return changed

    def known_class(self, value: Value) -> tuple[ClassType, bool]:
        """The class of a reference, and whether it is surely exactly that."""
        type = value.type
        assert isinstance(type, RefType)
        root = value
        while True:
            if isinstance(root, Constant) and isinstance(root.value, Prebuilt):
                return root.value.cls, True
            definition = self.definitions.get(root)
            if definition is None:
                return type.cls, False
            if definition.opdef.name in _CREATES:
                return definition.static, True
            if definition.opdef.name not in ("cast_ref", "check_cast", "check_not_none"):
                return type.cls, False
            root = definition.args[0]

    def filler(self, op: Operation) -> Optional[Constant | Function]:
        cls, exactly = self.known_class(op.args[0])
        if exactly:
            return _filler(op.static, cls.vtable.get(op.static))
        return self.hierarchy.only_filler(op.static, cls)

    def call_virtual(self, op: Operation) -> bool:
        function = self.filler(op)
        if not isinstance(function, Function):
            return False
        op.opdef = OPERATIONS["call"]
        op.static = function
        op.args[0] = self.narrowed(op, op.args[0], function)
        return True

    def narrowed(self, op: Operation, receiver: Value, function: Function) -> Value:
        """The receiver as what the method takes: its class is one that has this method."""
        type = function.signature.params[0]
        if is_assignable(receiver.type, type):
            return receiver
        cast = Operation("cast_ref", [receiver], Variable(type, "self"), position=op.position)
        self.out.append(cast)
        assert cast.result is not None
        return cast.result

    def get_class_constant(self, op: Operation) -> bool:
        constant = self.filler(op)
        if not isinstance(constant, Constant) or op.result is None:
            return False
        self.replaced[op.result] = constant
        return True

    def class_test(self, op: Operation) -> bool:
        value = op.args[0]
        assert isinstance(value.type, RefType) and op.result is not None
        cls, exactly = self.known_class(value)
        wants_exactly = op.opdef.name == "is_exactly"
        if exactly:
            passes: Optional[bool] = cls is op.static if wants_exactly else cls.is_subclass(op.static)
        else:
            passes = self.hierarchy.test(cls, op.static, wants_exactly)
        if passes is None:
            return False
        if not passes or exactly or not value.type.optional:
            self.replaced[op.result] = TRUE if passes else FALSE
        else:
            null = Operation("is_null", [value], Variable(BOOL, "null"), position=op.position)
            self.out.append(null)
            assert null.result is not None
            become(op, "bool_not", [null.result])
        return True


def replace_values(graph: Graph, replaced: dict[Value, Value]) -> None:
    """Uses other values in place of these everywhere."""

    def replace(value: Value) -> Value:
        while value in replaced:
            value = replaced[value]
        return value

    for block in graph.blocks():
        for op in block.ops:
            op.args = [replace(arg) for arg in op.args]
        block.exit.replace_values(replace)
        for link in block.links():
            link.args = [replace(arg) for arg in link.args]


_HANDLERS = {
    "call_virtual": _Devirtualiser.call_virtual,
    "get_class_constant": _Devirtualiser.get_class_constant,
    "isinstance": _Devirtualiser.class_test,
    "is_exactly": _Devirtualiser.class_test,
}
