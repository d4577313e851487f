"""Assignment and deletion."""
from __future__ import annotations

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.codegen.calls import Calls
from interpreter.compiler.codegen.core import ANY
from interpreter.compiler.codegen.expressions import attribute_place
from interpreter.compiler.unparse import unparse
from interpreter.objects.make import new_str

MAX_PARALLEL = 16
"""How many values a parallel assignment holds in registers."""


class Targets(Calls):
    def assign(self, node: ast.expr, register: int) -> None:
        """Stores the value of a register. What is not a plain name may run code of the program."""
        outer = self.asm.here
        self.asm.here = node
        mark = self.unit.next
        if isinstance(node, ast.Name):
            self.refuse_debug(node.id, "assign to", node)
            self.store_name(node.id, register)
        elif isinstance(node, ast.Attribute):
            self.refuse_debug(node.attr, "assign to", node)
            owner = self.value(node.value)
            self.asm.here = attribute_place(node)
            self.asm.emit(Op.STORE_ATTR, owner, register, self.asm.cache(self.mangled(node.attr)))
        elif isinstance(node, ast.Subscript):
            owner = self.operand(node.value, node.slice)
            index = self.value(node.slice)
            self.asm.emit(Op.STORE_ITEM, owner, index, register)
        elif isinstance(node, ast.Tuple):
            self.unpack(node.elts, register)
        elif isinstance(node, ast.List):
            self.unpack(node.elts, register)
        else:
            node.evaluate(self)  # a starred one: an error
        self.release(mark)
        self.asm.here = outer

    def unpack(self, elements: list[ast.expr], register: int) -> None:
        """Stores the items of an iterable in the elements, one of which may be starred."""
        star = -1
        for i in range(len(elements)):
            if isinstance(elements[i], ast.Starred):
                if star >= 0:
                    raise self.error("multiple starred expressions in assignment", self.asm.here)
                star = i
        first = self.variables_in_a_row(elements)
        is_direct = first >= 0
        if not is_direct:
            first = self.unit.next
            for _ in elements:
                self.allocate()
        if star < 0:
            self.asm.emit(Op.UNPACK_SEQUENCE, first, register, len(elements))
        else:
            behind = len(elements) - star - 1
            if star > 255 or behind > 255:
                raise self.error("too many expressions in star-unpacking assignment", self.asm.here)
            self.asm.emit(Op.UNPACK_EX, first, register, star | behind << 8)
        for i in range(len(elements)):
            element = elements[i]
            if is_direct and isinstance(element, ast.Name):
                self.refuse_debug(element.id, "assign to", element)
                self.asm.mark_bound(first + i)
            elif isinstance(element, ast.Starred):
                self.assign(element.value, first + i)
            else:
                self.assign(element, first + i)

    def variables_in_a_row(self, elements: list[ast.expr]) -> int:
        """The first register, if the elements are local variables whose registers are in a row; else -1."""
        first = -1
        for i in range(len(elements)):
            element = elements[i]
            register = self.variable_of(element.id) if isinstance(element, ast.Name) else -1
            if i == 0:
                first = register
            if register < 0 or register != first + i:
                return -1
        return first

    def visit_Assign(self, node: ast.Assign) -> None:
        first = node.targets[0]
        if len(node.targets) == 1:
            if isinstance(first, ast.Name) and self.variable_of(first.id) >= 0:
                self.refuse_debug(first.id, "assign to", first)
                variable = self.variable_of(first.id)
                self.evaluate(node.value, variable)
                self.asm.mark_bound(variable)
                return
            if isinstance(first, ast.Tuple) and isinstance(node.value, ast.Tuple) and self.assign_parallel(first, node.value):
                return
        mark = self.unit.next
        register = self.value(node.value)
        if not self.unit.is_temporary(register) and (len(node.targets) > 1 or self.may_rebind(first)):
            register = self.moved(register, self.allocate())
        for target in node.targets:
            self.assign(target, register)
        self.release(mark)

    def assign_parallel(self, targets: ast.Tuple, values: ast.Tuple) -> bool:
        """``a, b = x, y`` without a tuple. False where the two do not match item by item."""
        count = len(values.elts)
        if len(targets.elts) != count or count > MAX_PARALLEL:
            return False
        for i in range(count):
            if isinstance(targets.elts[i], ast.Starred) or isinstance(values.elts[i], ast.Starred):
                return False
        mark = self.unit.next
        registers: list[int] = []
        for i in range(count):
            value = values.elts[i]
            if self.constant_of(value) is not None:
                registers.append(-1)  # loaded when it is stored
            elif i == 0 and isinstance(targets.elts[0], ast.Name) and not self.unit.scope.rebinds_in_expressions:
                registers.append(self.value(value))
            else:
                registers.append(self.temporary(value))
        for i in range(count):
            target, register = targets.elts[i], registers[i]
            variable = self.variable_of(target.id) if isinstance(target, ast.Name) else -1
            if register < 0:
                register = self.value(values.elts[i]) if variable < 0 else self.evaluate(values.elts[i], variable)
            self.assign(target, register)
        self.release(mark)
        return True

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        mark = self.unit.next
        target = node.target
        here = self.asm.here
        self.asm.here = target
        if isinstance(target, ast.Name):
            self.refuse_debug(target.id, "assign to", target)
            variable = self.variable_of(target.id)
            register = self.load_name(target.id, ANY)
            if variable >= 0 and self.may_rebind(node.value):
                register = self.moved(register, self.allocate())
            self.asm.here = here
            if variable >= 0:
                self.apply_operator(node.op, register, node.value, True, variable, mark)
            else:
                register = self.apply_operator(node.op, register, node.value, True, ANY, mark)
                self.asm.here = target
                self.store_name(target.id, register)
        elif isinstance(target, ast.Attribute):
            self.refuse_debug(target.attr, "assign to", target)
            owner = self.operand(target.value, node.value)
            place = attribute_place(target)
            self.asm.here = place
            inner = self.unit.next
            old = self.allocate()
            self.asm.emit(Op.LOAD_ATTR, old, owner, self.asm.cache(self.mangled(target.attr)))
            self.asm.here = here
            register = self.apply_operator(node.op, old, node.value, True, ANY, inner)
            self.asm.here = place
            self.asm.emit(Op.STORE_ATTR, owner, register, self.asm.cache(self.mangled(target.attr)))
        elif isinstance(target, ast.Subscript):
            owner, index = self.operands_of_item(target, node.value)
            self.asm.here = target
            inner = self.unit.next
            old = self.allocate()
            self.asm.emit(Op.LOAD_ITEM, old, owner, index)
            self.asm.here = here
            register = self.apply_operator(node.op, old, node.value, True, ANY, inner)
            self.asm.here = target
            self.asm.emit(Op.STORE_ITEM, owner, index, register)
        self.asm.here = here
        self.release(mark)

    def operands_of_item(self, target: ast.Subscript, later: ast.expr) -> tuple[int, int]:
        """The registers of the object and the index, which stay right while `later` is evaluated."""
        if self.may_rebind(later):
            return self.temporary(target.value), self.temporary(target.slice)
        return self.operand(target.value, target.slice), self.value(target.slice)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        target, value = node.target, node.value
        is_local = self.unit.is_function()
        if isinstance(target, ast.Name):
            self.refuse_debug(target.id, "assign to", node)
        if isinstance(target, ast.Attribute):
            self.refuse_debug(target.attr, "assign to", node)
        mark = self.unit.next
        if value is not None:
            variable = self.variable_of(target.id) if isinstance(target, ast.Name) else -1
            self.assign(target, self.evaluate(value, variable if variable >= 0 else ANY))
            self.release(mark)
        if isinstance(target, ast.Name):
            if node.simple and not is_local:
                annotation = self.annotation(node.annotation)
                self.asm.here = node
                names = self.load_name("__annotations__", ANY)
                key = self.load_constant(new_str(self.mangled(target.id)), ANY)
                self.asm.emit(Op.STORE_ITEM, names, key, annotation)
        elif value is None:
            self.evaluate_parts(target)
        if not node.simple and not is_local and not self.options.has_future_annotations():
            self.value(node.annotation)
        self.release(mark)

    def evaluate_parts(self, target: ast.expr) -> None:
        """Evaluates the parts of a target of which nothing is stored: ``a[f()]: int``."""
        mark = self.unit.next
        if isinstance(target, ast.Attribute):
            self.value(target.value)
        elif isinstance(target, ast.Subscript):
            self.value(target.value)
            self.value(target.slice)
        self.release(mark)

    def annotation(self, node: ast.expr) -> int:
        """The register of the value of an annotation: the text of it with ``from __future__ import annotations``."""
        if self.options.has_future_annotations():
            return self.load_constant(new_str(unparse(node)), ANY)
        return self.value(node)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self.delete(target)

    def delete(self, node: ast.expr) -> None:
        outer = self.asm.here
        self.asm.here = node
        mark = self.unit.next
        if isinstance(node, ast.Name):
            self.refuse_debug(node.id, "delete", node)
            self.delete_name(node.id)
        elif isinstance(node, ast.Attribute):
            self.refuse_debug(node.attr, "delete", node)
            owner = self.value(node.value)
            self.asm.here = attribute_place(node)
            self.asm.emit_wide(Op.DELETE_ATTR, owner, self.asm.name(self.mangled(node.attr)))
        elif isinstance(node, ast.Subscript):
            owner = self.operand(node.value, node.slice)
            self.asm.emit(Op.DELETE_ITEM, owner, self.value(node.slice))
        elif isinstance(node, ast.Tuple):
            for element in node.elts:
                self.delete(element)
        elif isinstance(node, ast.List):
            for element in node.elts:
                self.delete(element)
        else:
            node.evaluate(self)  # a starred one: an error
        self.release(mark)
        self.asm.here = outer
